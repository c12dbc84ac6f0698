import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { METRICS, metricByName } from '@tallyboard/metrics/catalogue';
import { readsOf } from '@tallyboard/metrics/formula';
import { dailyOf } from '@tallyboard/metrics/sql/daily';
import { randomProducts } from '@tallyboard/testkit/products';
import { randomRates } from '@tallyboard/testkit/rates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHOICES, expanded, PANELS, SAYS } from './grafana.js';
import { asAnswered, asStated, asViewed, metricsOf } from './in-sql.js';
import { eventsOf, type Pipeline, startPipeline } from './pipeline.js';
import { callsByHour, compare, QUERIES } from './queries.js';
import { MARCH, type Row, type Scenario } from './scenario.js';
import { activities } from './scenarios/activities.js';
import { calendars } from './scenarios/calendars.js';
import { currencies } from './scenarios/currencies.js';
import { customers } from './scenarios/customers.js';
import { erasure } from './scenarios/erasure.js';
import { leads } from './scenarios/leads.js';
import { marketing } from './scenarios/marketing.js';
import { ordering } from './scenarios/ordering.js';
import { products } from './scenarios/products.js';
import { selling } from './scenarios/selling.js';
import { serving } from './scenarios/serving.js';
import { subscriptions } from './scenarios/subscriptions.js';
import { surveys } from './scenarios/surveys.js';
import { workingTime } from './scenarios/working-time.js';
import { worldWithEveryMeasureOn } from './world.js';

const SCENARIOS: readonly Scenario[] = [
  ...selling,
  ...activities,
  ...leads,
  ...marketing,
  ...ordering,
  ...customers,
  ...subscriptions,
  ...serving,
  ...surveys,
  ...calendars,
  ...workingTime,
  ...currencies,
  ...products,
  ...erasure,
];

/** What no scenario is: as unkind as events can be, of two tenants. Europe's clocks change on that day. */
const WORLD = [...worldWithEveryMeasureOn('2026-03-29'), ...randomRates(59, 60), ...randomProducts(59, 60)];
const WORLD_TENANTS = [...new Set(WORLD.map(({ tenant }) => tenant))];

/** Each scenario has a tenant per way of telling it, so that one run of the stack serves all. */
const tenantOf = (scenario: Scenario, way: string) => `${way}-${SCENARIOS.indexOf(scenario) + 1}`;

describe('the golden scenarios', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline();
    const told = (way: string) =>
      SCENARIOS.map((scenario) => eventsOf(tenantOf(scenario, way), scenario.given));
    const backwards = told('backwards').map((events) => events.toReversed());
    // First the later half alone, so that cells are filled wrongly and must be put right.
    await pipeline.take(backwards.flatMap((events) => events.slice(0, Math.ceil(events.length / 2))));
    await pipeline.take([...told('once').flat(), ...backwards.flat(), ...WORLD]);
  });
  afterAll(() => pipeline?.stop());

  describe.each([
    ['once', 'told as they happened'],
    ['backwards', 'told backwards, the later half twice'],
  ])('%s', (way, said) => {
    it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
      `%s (${said})`,
      async (_, scenario) => {
        for (const [question, expected] of Object.entries(scenario.expect)) {
          const rows = await pipeline.ask(tenantOf(scenario, way), question);
          expect(rows, question).toMatchObject([expected].flat());
        }
      },
    );
  });

  it('are explained by events of which alone the same numbers come', async () => {
    const tried = firstQuestions();
    const alone: CrmEvent[] = [];
    // One after the other: at once they only make each other wait.
    for (const [n, { scenario, question }] of tried.entries()) {
      const found = await pipeline.explain(tenantOf(scenario, 'backwards'), question);
      expect(found.agrees, `${scenario.name}: ${question}`).toBe(true);
      const behind = new Set(found.entities.flatMap(({ events }) => events.map(({ event_id }) => event_id)));
      alone.push(
        ...eventsOf(`alone-${n}`, scenario.given).filter(
          ({ event_id, type }) => behind.has(event_id) || /^(rep|office|schedule|rate|product)\./.test(type),
        ),
      );
    }
    await pipeline.take(alone);
    for (const [n, { scenario, question }] of tried.entries())
      expect(await pipeline.ask(`alone-${n}`, question), `${scenario.name}: ${question}`).toEqual(
        await pipeline.ask(tenantOf(scenario, 'once'), question),
      );
  }, 300_000);

  it('are explained in one currency by the amount, the rate and what it comes to, of each deal', async () => {
    const tenant = tenantOf(currencies[0]!, 'backwards');
    const found = await pipeline.explain(tenant, `revenue_won?${MARCH}&currency=EUR`);
    expect(found.agrees).toBe(true);
    const told = found.entities.flatMap(({ value, counts }) =>
      counts.flatMap(({ measures: { won_amount }, conversion }) =>
        won_amount === undefined
          ? []
          : [[won_amount, conversion?.rate, conversion?.amounts.won_amount, value].map(Number)],
      ),
    );
    expect(told.sort(([a], [b]) => a! - b!)).toEqual([
      [80, 0.625, 50, 50],
      [80, 0.625, 50, 50],
      [100, 1, 100, 100],
      [125, 0.8, 100, 100],
      [128, 0.78125, 100, 100],
    ]);
  });

  it('are explained by what was sold of all products that were merged', async () => {
    const merged = products.find(({ name }) => name.startsWith('A merge'))!;
    for (const way of ['by=product', 'by=category', 'filter=product:P-9', 'filter=category:Widgets']) {
      const found = await pipeline.explain(tenantOf(merged, 'backwards'), `units?${MARCH}&${way}`);
      expect(found.agrees, way).toBe(true);
      expect(found.entities.map(({ id }) => id).sort(), way).toEqual(['O-1', 'O-2']);
      expect(
        found.entities.every(({ counts }) => counts.length > 0),
        way,
      ).toBe(true);
    }
  });

  it('have in SQL the number of the API, of every metric', async () => {
    const viewed = await asViewed(pipeline);
    const compared = new Map<string, number>();
    for (const { tenant, types, asked } of tenants())
      for (const metric of metricsOf(types)) {
        const { name, formula } = metric;
        const isViewed = dailyOf(formula).how !== 'statement';
        if (!isViewed && !asked.has(name)) continue;
        const answered = await asAnswered(pipeline, tenant, metric);
        const said = `${name} of ${tenant}`;
        if (isViewed) expect(viewed.get(`${tenant}/${name}`) ?? new Map(), said).toEqual(answered);
        // Of what views have, statements are tried where most is to be found.
        if (!isViewed || WORLD_TENANTS.includes(tenant))
          expect(await asStated(pipeline, tenant, metric), said).toEqual(answered);
        compared.set(name, (compared.get(name) ?? 0) + answered.size);
      }
    const untried = METRICS.filter(({ name }) => (compared.get(name) ?? 0) === 0);
    expect(untried.map(({ name }) => name)).toEqual([]);
  }, 180_000);

  it.each(QUERIES)('are answered alike by the API and by schemas/queries/%s.sql', async (name) => {
    let found = 0;
    for (const tenant of WORLD_TENANTS) {
      const { sql, api } = await (name === 'calls_by_hour'
        ? callsByHour(pipeline, tenant)
        : compare(pipeline, tenant, name));
      expect(sql, tenant).toEqual(api);
      found += [...api.values()].reduce((total, numbers) => total + numbers.size, 0);
    }
    expect(found).toBeGreaterThan(0);
  });

  it.each(PANELS.map((panel) => [panel.title, panel] as const))(
    'are on the dashboard of Grafana: %s',
    async (title, { type, targets }) => {
      const metric = SAYS[title];
      if (type === 'stat') expect(metric).toBeDefined();
      let [found, answers] = [0, 0];
      for (const tenant of WORLD_TENANTS) {
        const asked = { tenant, from: '2026-03-29', to: '2026-03-29' };
        const choices = await pipeline.sql<{ office_id: string }>(
          expanded(CHOICES.get('office')!, { ...asked, offices: null }),
        );
        for (const offices of [null, choices.slice(0, 2).map(({ office_id }) => office_id)]) {
          const rows = await pipeline.sql(expanded(targets[0]!.rawSql, { ...asked, offices }));
          found += rows.length;
          if (type === 'timeseries') for (const row of rows) expect(row).toHaveProperty('time');
          if (metric === undefined) continue;
          const filter = offices ? `&filter=${encodeURIComponent(`office:${offices.join('|')}`)}` : '';
          const answered = await pipeline.ask(
            tenant,
            `${metric}?from=2026-03-29&to=2026-03-30&tz=office${filter}`,
          );
          const said = (row: Row) => [
            row.currency ?? '',
            Number(Number(row[metric] ?? row.value ?? 0).toPrecision(13)),
          ];
          expect(rows.map(said).sort(), tenant).toEqual(answered.map(said).sort());
          answers += answered.filter(({ n }) => n !== 0).length;
        }
      }
      expect(found).toBeGreaterThan(0);
      if (metric !== undefined) expect(answers).toBeGreaterThan(0);
    },
  );

  it('agree with the second implementation, cell by cell', async () => {
    expect(await pipeline.drift()).toEqual([]);
  });
});

/** Whose numbers are compared: of each scenario, and of the world. `asked`: metrics of which it tells something of its own. */
function tenants(): { tenant: string; types: EventType[]; asked: ReadonlySet<string> }[] {
  const all = new Set(METRICS.map(({ name }) => name));
  return [
    ...SCENARIOS.map((scenario) => ({
      tenant: tenantOf(scenario, 'once'),
      types: scenario.given.map(({ type }) => type),
      asked: new Set(Object.keys(scenario.expect).map((question) => question.split('?')[0]!)),
    })),
    ...WORLD_TENANTS.map((tenant) => ({ tenant, types: WORLD.map(({ type }) => type), asked: all })),
  ];
}

/** Of the metrics that read the same, as a median and a 90th percentile do, the first question that one number answers. */
function firstQuestions(): { scenario: Scenario; question: string }[] {
  const found = new Map<string, { scenario: Scenario; question: string }>();
  for (const scenario of SCENARIOS)
    for (const question of Object.keys(scenario.expect)) {
      const read = whatIsRead(question.split('?')[0]!);
      if (!found.has(read) && !/interval|zeros|top=|#/.test(question))
        found.set(read, { scenario, question });
    }
  return [...found.values()];
}

function whatIsRead(metric: string): string {
  const { kind, formula } = metricByName(metric)!;
  const reads = readsOf(formula).map(({ fact, measure, where, window, reading }) => [
    ...[fact, measure, where, window, reading.as],
  ]);
  return JSON.stringify([kind, reads]);
}

it('every metric of the catalogue has a golden scenario, and each scenario its own name', () => {
  const asked = new Set(
    SCENARIOS.flatMap((scenario) => Object.keys(scenario.expect).map((question) => question.split('?')[0])),
  );
  expect(METRICS.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
  expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
});
