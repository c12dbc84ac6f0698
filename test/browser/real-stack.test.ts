import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executablePath, launch } from './chromium.js';
import { type RealStack, startRealStack } from './real-stack.js';
import { openWall, type Wall } from './wall.js';

const MONTH_AGO_MS = 31 * 86_400_000;
/** Recovery takes a rebalance of Kafka's, on a machine that others use. */
const PATIENCE = { timeout: 45_000 };

/** Of two offices in two currencies; each sentence goes on where the one before stopped. */
describe.skipIf(!executablePath)('the wallboard on the real services', () => {
  let browser: Browser;
  let stack: RealStack;
  let wall: Wall;
  let loads: number;

  beforeAll(async () => {
    [browser, stack] = await Promise.all([launch(), startRealStack()]);
    await stack.send([
      office('pune', 'Pune', 'Asia/Kolkata'),
      office('munich', 'Munich', 'Europe/Berlin'),
      rep('asha', 'Asha Kulkarni', 'pune'),
      rep('felix', 'Felix Ebner', 'munich'),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  beforeEach(async () => {
    wall = await openWall(browser, stack.url);
    loads = 0;
    wall.page.on('load', () => void loads++);
    await wall.page.goto(stack.url);
    await wall.link('live').waitFor(PATIENCE);
  });
  afterEach(async () => {
    await wall.page.close();
    expect(wall.complaints).toEqual([]);
  });

  const leaders = () =>
    wall
      .panel('deals_by_rep')
      .locator('.rank')
      .evaluateAll((all) =>
        all.map((each) => ['.rank__name', 'b', 'small'].map((part) => each.querySelector(part)?.textContent)),
      );

  it('says of each panel what there is no data of, before anything has happened', async () => {
    await wall.shows('close', 'no deals closed this month');
    await wall.shows('calls', '0');
    expect(await wall.page.title()).toBe('Tallyboard');
  });

  it('shows a deal that is closed through the ingest service, in revenue and leaderboard, at once', async () => {
    await stack.send(won('D-1', 'asha', '1500.0000', 'INR'));
    await wall.shows('revenue', '₹1,500');
    await wall.shows('close', '100.0 %');
    await expect.poll(leaders, PATIENCE).toEqual([['Asha Kulkarni', '₹1,500', '1 deals won']]);

    // A second currency cannot be added to the first, nor ranked against it.
    await stack.send([...won('D-2', 'felix', '70.0000', 'EUR'), ...won('D-3', 'felix', '30.5000', 'EUR')]);
    await wall.shows('revenue', '€101');
    await wall.shows('revenue', '₹1,500');
    await expect.poll(leaders, PATIENCE).toEqual([
      ['Felix Ebner', '2', '€101'],
      ['Asha Kulkarni', '1', '₹1,500'],
    ]);
    expect(loads).toBe(1);
  });

  it('narrows to one office by ?office=, with its name, its clock and its people alone', async () => {
    await wall.page.goto(`${stack.url}?office=munich`);
    await wall.shows('revenue', '€101');
    expect(await wall.page.locator('h1').textContent()).toBe('Munich');
    expect(await wall.page.locator('.head__clock p').textContent()).toBe('Berlin');
    await expect.poll(leaders, PATIENCE).toEqual([['Felix Ebner', '€101', '2 deals won']]);
  });

  it('says which offices there are when its address names another', async () => {
    await wall.page.goto(`${stack.url}?office=munch`);
    await wall.page.getByText('"munch" is not the id of an office').waitFor();
    // Chromium reports each refused request of the board and the stream.
    const others = wall.complaints.filter(
      (text) => !text.includes('the server responded with a status of 400'),
    );
    expect(others).toEqual([]);
    wall.complaints.length = 0;
  });

  it('says that the connection is lost when the query service is killed, and then shows what it missed', async () => {
    await wall.shows('revenue', '€101');
    await stack.query.crash();
    await wall.link('offline').waitFor();
    expect(await wall.page.getByRole('alert').textContent()).toMatch(
      /^Connection lost \d+ s ago, numbers as of /,
    );
    await stack.send(won('D-4', 'asha', '8500.0000', 'INR'));
    await wall.shows('revenue', '₹1,500');

    await stack.query.restart();
    await wall.link('live').waitFor(PATIENCE);
    await wall.shows('revenue', '₹10.0K');
    expect(loads).toBe(1);
  });

  it('says that the data is behind while nothing is processed, and catches up by itself', async () => {
    await wall.shows('revenue', '₹10.0K');
    await stack.processor.crash();
    await wall.link('behind').waitFor(PATIENCE);
    expect(await wall.page.getByRole('alert').textContent()).toMatch(/^Data is \d+ s behind, numbers as of /);
    await stack.send(won('D-5', 'asha', '5000.0000', 'INR'));

    await stack.processor.restart();
    await wall.link('live').waitFor(PATIENCE);
    await wall.shows('revenue', '₹15.0K');
  });
});

const office = (office_id: string, name: string, zone: string) => ({
  type: 'office.updated',
  data: { office_id, name, zone },
});

const rep = (rep_id: string, name: string, office_id: string) => ({
  type: 'rep.updated',
  data: { rep_id, name, office_id, team: 'hunters', effective_from: Date.now() - MONTH_AGO_MS },
});

/** A deal that is opened and won at this moment. */
const won = (deal_id: string, rep_id: string, amount: string, currency: string) => [
  { type: 'deal.opened', data: { deal_id, rep_id, opened_at: Date.now() - 1_000, amount, currency } },
  { type: 'deal.closed', data: { deal_id, closed_at: Date.now(), outcome: 'won', amount, currency } },
];
