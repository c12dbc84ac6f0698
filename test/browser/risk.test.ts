import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executablePath, launch } from './chromium.js';
import { boardWithMix } from './example-board.js';
import { type ScriptedBoard, startScriptedBoard } from './scripted-board.js';
import { openWall, type Wall } from './wall.js';

const AT_RISK = {
  ...{ open: 42, at_risk: 17, days: 14, reasons: { quiet: 12, overdue: 5, slow: 3 } },
  worth: [{ currency: 'EUR', amount: '412000', deals: 15 }],
  deals: null,
};

describe.skipIf(!executablePath)('deals at risk and the mix of activities on the wall in Chromium', () => {
  let browser: Browser;
  let server: ScriptedBoard;
  let wall: Wall;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    server = await startScriptedBoard(0, undefined, boardWithMix);
    wall = await openWall(browser, server.url);
    page = wall.page;
    await page.emulateMedia({ reducedMotion: 'reduce' });
  });
  afterEach(async () => {
    await page.close();
    await server.die();
    expect(wall.complaints).toEqual([]);
  });
  const open = async () => {
    await page.goto(server.url);
    await wall.link('live').waitFor();
    await wall.panel('calls').waitFor();
  };

  it('are a number with its reasons and what is at stake, and shares in order', async () => {
    server.risk(AT_RISK);
    await open();
    await wall.shows('risk', '17');
    const text = await wall.panel('risk').textContent();
    for (const words of ['12 quiet', '5 overdue', '3 slow', 'of 42 open', '€412K at stake'])
      expect(text).toContain(words);
    const kinds = await wall.panel('activity_mix').locator('.rank__name').allTextContents();
    expect(kinds).toEqual(['email sent', 'meeting', 'note', 'demo']);
    expect(await wall.panel('activity_mix').textContent()).toContain('4 of 6 kinds');
    expect(await wall.panel('leaderboard').locator('.rank').count()).toBe(6);
    if (process.env.TALLY_SHOT) await page.screenshot({ path: process.env.TALLY_SHOT });
  });

  it('leave the board whole and large enough to be read', async () => {
    server.risk(AT_RISK);
    await open();
    await wall.panel('risk').waitFor();
    const hidden = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    expect(hidden).toBeLessThanOrEqual(0);
    const sizes = await page
      .locator('.panel--risk :is(h2, b, .aside), .rank :is(b, .rank__name), .numbers .figure p')
      .evaluateAll((all) => all.map((each) => Number.parseFloat(getComputedStyle(each).fontSize)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(22);
    const cut = await page
      .locator('.panel--risk :is(.basis, .aside), .rank__name')
      .evaluateAll(
        (all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0).length,
      );
    expect(cut).toBe(0);
  });

  it('are not there where nobody tells of them', async () => {
    await open();
    expect(await wall.panel('risk').count()).toBe(0);
  });
});
