import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executablePath, launch } from './chromium.js';
import { goals } from './example-goals.js';
import { type ScriptedBoard, startScriptedBoard } from './scripted-board.js';
import { openWall, type Wall } from './wall.js';

describe.skipIf(!executablePath)('goals on the wall in Chromium', () => {
  let browser: Browser;
  let server: ScriptedBoard;
  let wall: Wall;
  let page: Page;
  const goal = (name: string) => page.locator(`[data-goal="${name}"]`);
  /** Where something is in the width of its bar, 0 to 1. */
  const placeOf = (name: string, part: 'i' | 'u') =>
    goal(name)
      .locator(`.goal__bar ${part}`)
      .evaluate((one) => {
        const bar = one.parentElement!.getBoundingClientRect();
        const own = one.getBoundingClientRect();
        const at = one.tagName === 'I' ? own.right : (own.left + own.right) / 2;
        return (at - bar.left) / bar.width;
      });

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    server = await startScriptedBoard();
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
  };

  it('are a line with what is there, what is wanted, where one should be and where it is heading', async () => {
    server.goals(goals);
    await open();
    await goal('revenue').waitFor();
    const text = await goal('revenue').textContent();
    for (const words of ['5 working days left', '€1.08M', 'of €1.50M', '▼ behind', 'heading for €1.35M'])
      expect(text).toContain(words);
    expect(await placeOf('revenue', 'i')).toBeCloseTo(0.72, 2);
    expect(await placeOf('revenue', 'u')).toBeCloseTo(0.8, 2);
    expect(await goal('churn').textContent()).toContain('at most 3.0 %');
    if (process.env.TALLY_SHOT) await page.screenshot({ path: process.env.TALLY_SHOT });
  });

  it('leave the board in sight, whole and large enough to be read', async () => {
    server.goals(goals);
    await open();
    await goal('calls').waitFor();
    const hidden = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    expect(hidden).toBeLessThanOrEqual(0);
    const sizes = await page
      .locator('.goal :is(h2, b, strong, span), .numbers .figure p')
      .evaluateAll((all) => all.map((each) => Number.parseFloat(getComputedStyle(each).fontSize)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(22);
  });

  it('are not there where none is set, and turn grey with the time where they are lost', async () => {
    await open();
    expect(await page.locator('.goals').count()).toBe(0);
    server.goals(goals.slice(0, 1));
    await goal('revenue').waitFor();
    server.goals(null);
    await page.locator('.goals[data-lost="true"]').waitFor();
    expect(await goal('revenue').textContent()).toContain('as of ');
  });
});
