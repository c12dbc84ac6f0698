import { parseArgs } from 'node:util';
import { backtests } from './alert-backtests.js';
import { fillHistory } from './alert-history.js';
import { liveAlerts } from './alert-live.js';
import { alertPower } from './alert-power.js';
import { answers } from './answers.js';
import { backlog } from './backlog.js';
import { deploy } from './deployment.js';
import { freshness } from './freshness.js';
import { importing } from './import.js';
import { idleMemory } from './memory.js';
import { reads } from './reads.js';
import { say } from './report.js';

const HELP = `Measures the product on this machine; broker, ClickHouse, services and the bench itself share its cores.

  npm run bench -- [--events N] [--rate N] [--seconds N]
  npm run bench -- --only answers | reads | alerts | backtests | live-alerts | import [--rules N] [--rows N]

  backlog     N events are in the log: how long until every cell is restated, what each step costs, and zero drift
  freshness   with those behind it: at a steady rate, from accepted to pushed to a client
  answers     what questions cost: per rep over 2 million calls, stocks with 300,000 customers behind them
  reads       by --only alone: every metric over a year of N events: a quarter by rep, the year by month, a board
  alerts      by --only alone: how often ready rules fire on seeded histories, rightly and wrongly, and after how long
  backtests   by --only alone: a year of one rule over a company of 100 reps, by kind of rule
  live-alerts by --only alone: from an event that makes a rule hold to the webhook, beside many rules, and their cost
  import      by --only alone: a file of so many calls, from the command line until Kafka has them
  idle        memory of a whole stack that has nothing to do

  --events N    size of the backlog (default 1000000)
  --rate N      live events a second (default 200)
  --seconds N   how long they come (default 60)
  --rules N     rules of live-alerts beside the one that is timed (default 1000)
  --rows N      lines of import (default 200000)
  --only NAME   one of them and nothing else
  --help        this

Exits with 1 when a cell is not exactly right.`;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    rules: { type: 'string', default: '1000' },
    rows: { type: 'string', default: '200000' },
    only: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const ALONE = ['answers', 'reads', 'alerts', 'backtests', 'live-alerts', 'import'];
if (values.only !== undefined && !ALONE.includes(values.only)) {
  console.error(`--only wants one of ${ALONE.join(', ')}, not ${values.only}.`);
  process.exit(2);
}
if (values.only === 'alerts') {
  alertPower();
  process.exit(0);
}
say('Starting Kafka and ClickHouse…');
const deployment = await deploy();
try {
  if (values.only === 'answers') {
    await answers(deployment);
  } else if (values.only === 'reads') {
    await reads(deployment, Number(values.events));
  } else if (values.only === 'import') {
    await importing(deployment, Number(values.rows));
  } else if (values.only === 'backtests' || values.only === 'live-alerts') {
    say('Filling ClickHouse with the cells of a company…');
    const now = Math.floor(Date.now() / 900_000) * 900;
    await fillHistory(deployment.clickhouse, now, values.only === 'backtests' ? 61 : 10);
    if (values.only === 'backtests') await backtests(deployment, now);
    else
      await liveAlerts(deployment, {
        rules: Number(values.rules),
        rate: Number(values.rate),
        seconds: Number(values.seconds),
      });
  } else {
    const { drift, processor } = await backlog(deployment, Number(values.events));
    await freshness(deployment, processor, Number(values.rate), Number(values.seconds));
    process.exitCode = drift > 0 ? 1 : 0;
  }
} finally {
  await deployment.stop();
}
if (values.only === undefined) await idleMemory();
