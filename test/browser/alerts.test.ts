import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executablePath, launch } from './chromium.js';
import { alert, churn, hoursAgo, step } from './example-alerts.js';
import { type ScriptedAlerts, scriptedAlerts } from './scripted-alerts.js';
import { type ScriptedBoard, startScriptedBoard } from './scripted-board.js';
import { openWall, type Wall } from './wall.js';

const slow = alert({ steps: [step('firing', 1.5), step('pending', 2)] });
const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

describe.skipIf(!executablePath)('alerts in Chromium', () => {
  let browser: Browser;
  let alerts: ScriptedAlerts;
  let server: ScriptedBoard;
  let wall: Wall;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    alerts = scriptedAlerts([]);
    server = await startScriptedBoard(0, alerts);
    wall = await openWall(browser, server.url);
    page = wall.page;
  });
  afterEach(async () => {
    await page.close();
    await server.die();
    expect(wall.complaints).toEqual([]);
  });

  const open = async (path = '') => {
    await page.goto(`${server.url}${path}`);
    if (path === '') await wall.link('live').waitFor();
  };
  const banner = (id: string, isCalm = false) =>
    page.locator(`.banner[data-alert="${id}"][data-calm="${isCalm}"]`);

  describe('the wall', () => {
    it('says that all is quiet, and no more, while nothing is wrong', async () => {
      await open();
      await wall.shows('alerts', '0');
      await wall.panel('alerts').getByText('all quiet').waitFor();
      expect(await page.locator('.banner').count()).toBe(0);
    });

    it('says what, where, how bad, against what and since when as soon as an alert fires', async () => {
      await open();
      await wall.shows('alerts', '0');
      alerts.become([slow, alert({ id: 'maybe', state: 'pending' })]);
      await banner('slow-munich').waitFor();
      const words = await banner('slow-munich').textContent();
      for (const said of [
        'First response is slow',
        'critical · Munich',
        '2 h 10 m',
        'the same hours of 4 weeks',
        'since',
        'for 2 h',
      ])
        expect(words).toContain(said);
      expect(await banner('slow-munich').locator('svg.mark').count()).toBe(1);
      await wall.shows('alerts', '1');
      await wall.panel('alerts').getByText('1 pending').waitFor();
    });

    it('can be read from five metres', async () => {
      alerts.become([slow]);
      await open();
      const box = await banner('slow-munich').locator('.banner__what strong').boundingBox();
      expect(box?.height).toBeGreaterThan(50);
      expect((await banner('slow-munich').boundingBox())?.width).toBeGreaterThan(1800);
    });

    it.each([
      [1366, 768],
      [1600, 900],
      [1920, 1080],
    ])('cuts off no title and leaves the numbers large at %i × %i', async (width, height) => {
      await page.setViewportSize({ width, height });
      alerts.become([{ ...slow, title: 'Customers of the new offices wait very long for a first response' }]);
      await open();
      const title = banner('slow-munich').locator('.banner__what strong');
      await title.waitFor();
      expect(await title.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
      const sizes = await page
        .locator('.panel:not([data-wide="true"]) .figure[data-known="true"] p')
        .evaluateAll((all) => all.map((each) => Number.parseFloat(getComputedStyle(each).fontSize)));
      expect(sizes.length).toBeGreaterThan(3);
      expect(Math.min(...sizes) / height).toBeGreaterThan(0.045);
    });

    it('is acknowledged by a key, says so, and is calm from then on', async () => {
      alerts.become([slow]);
      await open();
      await banner('slow-munich').waitFor();
      await page.keyboard.press('a');
      await page.getByText('Acknowledged: First response is slow, Munich').waitFor();
      await banner('slow-munich', true).getByText('by the wall').waitFor();
      await page.keyboard.press('a');
      expect(alerts.acknowledged).toEqual([{ id: 'slow-munich', body: {} }]);
    });

    it('says why when it may not be acknowledged, and goes on calling', async () => {
      alerts.become([slow]);
      alerts.refuse('a key with the right to write is needed');
      await open();
      await banner('slow-munich').waitFor();
      await page.keyboard.press('a');
      await page.getByText('Not acknowledged: a key with the right to write is needed').waitFor();
      await banner('slow-munich').waitFor();
    });

    it('counts several, worst first, and lets them take turns', async () => {
      await page.clock.install();
      alerts.become([churn, slow]);
      await open();
      await banner('slow-munich').getByText('1 of 2').waitFor();
      await page.clock.runFor(8_000);
      await banner('churn').getByText('2 of 2').waitFor();
    });

    it('tells a screen reader of each alert once, however often it is pushed', async () => {
      alerts.become([slow]);
      await open();
      const told = page.locator('.alerts [role=alert]');
      await told.waitFor({ state: 'attached' });
      const first = await told.elementHandle();
      const text = await told.textContent();
      alerts.become([{ ...slow, judgement: { ...slow.judgement, value: 9_000_000 } }, churn]);
      await wall.shows('alerts', '2');
      expect(await first?.evaluate((element) => element.isConnected)).toBe(true);
      expect(await first?.textContent()).toBe(text);
      expect(await told.allTextContents()).toEqual([
        'critical alert: First response is slow, Munich',
        'warning alert: Churn is rising',
      ]);
    });

    it('says in green that it is over, or that it was not so', async () => {
      alerts.become([slow, churn]);
      await open();
      await banner('slow-munich').waitFor();
      alerts.become([
        { ...slow, state: 'resolved', ended_at: hoursAgo(0) },
        { ...churn, state: 'withdrawn', ended_at: hoursAgo(0) },
      ]);
      await page.getByText('✓ over First response is slow, Munich').waitFor();
      await page.getByText('✓ was not so Churn is rising').waitFor();
      expect(await page.locator('.banner').count()).toBe(0);
    });

    it('opens the page of the alert by Enter', async () => {
      alerts.become([slow]);
      await open();
      await banner('slow-munich').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/alerts.html?id=slow-munich');
      await page.getByRole('heading', { name: 'First response is slow' }).waitFor();
    });

    it('stands still for those who ask for it', async () => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      alerts.become([slow]);
      await open();
      const motion = () =>
        banner('slow-munich').evaluate((element) => getComputedStyle(element).animationName);
      expect(await motion()).toBe('none');
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      expect(await motion()).toBe('call');
    });

    it('works as before, and says nothing of alerts, where nobody has any', async () => {
      await server.die();
      server = await startScriptedBoard();
      await page.close();
      wall = await openWall(browser, server.url);
      page = wall.page;
      const asked = page.waitForResponse('**/v1/alerts/stream');
      await open();
      expect((await asked).status()).toBe(404);
      await wall.shows('calls', '1,284');
      expect(await page.locator('.alerts, [data-panel="alerts"]').count()).toBe(0);
    });

    it('leaves what it last heard in grey when the alerts service dies, and goes on when it is back', async () => {
      alerts.become([slow]);
      await open();
      await banner('slow-munich').waitFor();
      alerts.die();
      await banner('slow-munich').getByText('not heard of since').waitFor();
      await wall.panel('alerts').locator('.figure[data-known="false"]').waitFor();
      await wall.link('live').waitFor();
      alerts.rise();
      await banner('slow-munich').getByText('for 2 h').waitFor();
      await wall.shows('alerts', '1');
    });

    it('takes hostile names for text', async () => {
      alerts.become([alert({ title: HOSTILE, labels: { office: HOSTILE } })]);
      await open();
      await banner('slow-munich').waitFor();
      expect(await banner('slow-munich').textContent()).toContain(HOSTILE);
      expect(await page.title()).toBe('Tallyboard');
    });
  });

  describe('the list', () => {
    const past = alert({ id: 'past', state: 'resolved', since: hoursAgo(90), ended_at: hoursAgo(80) });
    const titles = () =>
      page.locator('.alert-list > [data-state]').evaluateAll((all) => all.map((each) => each.dataset.state));

    it('has firing ones first, then pending, then past ones', async () => {
      alerts.become([past, alert({ id: 'maybe', state: 'pending' }), churn, slow]);
      await open('alerts.html');
      await page.locator('.alert-list > [data-state]').first().waitFor();
      expect(await titles()).toEqual(['firing', 'firing', 'pending', 'resolved']);
    });

    it('has the rules, each with when it would have fired', async () => {
      await open('alerts.html');
      await page
        .locator('.rules')
        .getByText(/1 firing, judged to/)
        .waitFor();
      await page.locator('.rules a').click();
      await page.getByText('judged 2,880 times').waitFor();
    });

    it('is filtered by state and by rule, and follows what happens', async () => {
      alerts.become([past, churn, slow]);
      await open('alerts.html');
      await page.getByLabel('State').selectOption('firing');
      await expect.poll(titles).toEqual(['firing', 'firing']);
      await page.getByLabel('Rule').selectOption('rising_churn');
      await expect.poll(titles).toEqual(['firing']);
      alerts.become([past, slow]);
      await page.getByText('None.').waitFor();
    });
  });

  describe('the page of an alert', () => {
    beforeEach(async () => {
      alerts.become([slow]);
      await open('alerts.html?id=slow-munich');
      await page.getByRole('heading', { name: 'First response is slow' }).waitFor();
    });

    it('has the state, the rule, the reasons and the steps in order', async () => {
      const text = await page.locator('main').textContent();
      expect(text).toMatch(/Firing since .*, for \d+ h/);
      expect(text).toContain('more than 50 % above the same hours of 4 weeks');
      expect(text).toContain('Amara Okafor (rep): 12 of 20 unanswered, usually 3');
      const steps = page.locator('ol.steps li[data-state]');
      expect(await steps.evaluateAll((all) => all.map((each) => each.dataset.state))).toEqual([
        'pending',
        'firing',
      ]);
    });

    it('draws the value, what is usual, where the rule holds and where it fired', async () => {
      const plot = page.locator('section', { hasText: 'How it went' }).locator('.plot');
      await plot.waitFor();
      for (const part of ['.plot__value', '.plot__against']) {
        expect(await plot.locator(part).getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+L/);
      }
      expect(await plot.locator('.plot__held').count()).toBe(1);
      expect(await plot.locator('.plot__mark--fired').count()).toBe(1);
      expect(await plot.getByRole('img').getAttribute('aria-label')).toContain('fired 1 times');
    });

    it('fits a phone', async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.locator('.backtest .plot').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    });

    it('is acknowledged with a note', async () => {
      await page.getByLabel('Note').fill('Kim calls them');
      await page.getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByText('acknowledged by the wall').waitFor();
      expect(alerts.acknowledged).toEqual([{ id: 'slow-munich', body: { note: 'Kim calls them' } }]);
      expect(await page.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
    });

    it('runs the rule on the last 30 days, and on 90 when asked', async () => {
      await page.getByText('judged 2,880 times').waitFor();
      await page.getByRole('button', { name: 'last 90 days' }).click();
      await page.getByText('judged 8,640 times').waitFor();
    });

    it('says what the service says when there is no such alert', async () => {
      await open('alerts.html?id=nobody');
      await page.getByText('there is no alert nobody').waitFor();
    });
  });
});
