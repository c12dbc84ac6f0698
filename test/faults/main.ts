import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BLOWS } from './blows.js';
import { startEngines } from './engines.js';
import { SERVICES, startProduct } from './product.js';
import { afterwards, beginStorm, type Coverage, FAULTS, sumOf } from './storm.js';
import { within } from './until.js';

const HELP = `Strikes at every kind of request of ingest, processor and query, and looks whether all comes right.

  npm run faults -- [--minutes N] [--seed S] [--verbose]

In rounds, each with topics and a database of its own: a misbehaving company sends events through a product whose
connections to Kafka and ClickHouse are cut, closed, half-closed, delayed, held back and swallowed, at every moment of
a request and in both directions. In most rounds an engine is killed, frozen, put back or wiped besides. Then the faults end, and within three minutes everything that was acknowledged has to
be in the log, every cell as the oracle says, and every service healthy, by itself.

  --minutes N   how long rounds are begun (default 5)
  --seed S      of the first round; each further one has the next (default: of the clock). The same seed sends the
                same events, and strikes the n-th request of each kind in the same way
  --verbose     the logs of the services of a round that went wrong
  --help        this

Exits with 1 when something was lost, wrong, or did not recover.`;

const ROUND_MS = 45_000;
const BLOW_WITHIN_MS = 600_000;
const SAY_EVERY_MS = 15_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
const firstSeed = Number(values.seed);
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
if (!(minutes > 0) || !Number.isSafeInteger(firstSeed)) {
  console.error('--minutes wants a number above 0, --seed a whole number. See npm run faults -- --help.');
  process.exit(2);
}

const began = performance.now();
const say = (text: string) =>
  console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${text}`);
const all = new Map<string, Set<string>>();
let strikes = 0;
let wrongRounds = 0;

say(`Starting Kafka and ClickHouse; the first seed is ${firstSeed}.`);
const engines = await startEngines();
for (let seed = firstSeed; performance.now() - began < minutes * 60_000; seed += 1) {
  const problems = await round(seed).catch((error: Error) => [error.message]);
  if (problems.length === 0) continue;
  wrongRounds += 1;
  say(`WRONG; npm run faults -- --minutes 1 --seed ${seed} repeats it:`);
  for (const problem of problems.slice(0, 20)) say(`  ${problem}`);
  if (problems.length > 20) say(`  and ${problems.length - 20} more`);
}
await engines.stop();
say(`${inWords({ strikes, kinds: all })}; ${wrongRounds} rounds went wrong.`);
process.exitCode = wrongRounds > 0 ? 1 : 0;

/** What is not as it has to be after it. */
async function round(seed: number): Promise<string[]> {
  const blow = BLOWS[seed % BLOWS.length]!;
  const product = await startProduct(engines, { seed });
  const storm = beginStorm(engines, seed);
  try {
    say(`seed ${seed}: faults at every request, and ${blow.name}`);
    const saying = setInterval(
      () =>
        say(`seed ${seed}: ${inWords(storm.covered())}, ${product.traffic.acknowledged.size} events taken`),
      SAY_EVERY_MS,
    );
    try {
      await Promise.all([within(blow.name, BLOW_WITHIN_MS, blow.strike(engines, product)), sleep(ROUND_MS)]);
    } finally {
      clearInterval(saying);
      storm.end();
    }
    const covered = storm.covered();
    strikes += covered.strikes;
    for (const [kind, faults] of covered.kinds) all.set(kind, new Set([...(all.get(kind) ?? []), ...faults]));
    const wrongs = await afterwards(product);
    say(`seed ${seed}: at rest with ${product.traffic.acknowledged.size} events, ${wrongs.length} wrong`);
    return wrongs;
  } catch (error) {
    for (const name of SERVICES) say(`${name} says ${JSON.stringify(await product.health(name))}`);
    if (values.verbose) for (const service of Object.values(product.services)) console.log(service.output());
    throw error;
  } finally {
    storm.end();
    await product.stop();
  }
}

function inWords(covered: Coverage): string {
  const { struck, kinds } = sumOf(covered);
  return `${covered.strikes} strikes at ${kinds} kinds of request, ${struck} of ${kinds * FAULTS.length} pairs with a fault`;
}
