import { parseArgs } from 'node:util';
import { backlog } from './backlog.js';
import { deploy } from './deployment.js';
import { freshness } from './freshness.js';
import { idleMemory } from './memory.js';
import { say } from './report.js';

const HELP = `Measures the product on this machine; broker, ClickHouse, services and the bench itself share its cores.

  npm run bench -- [--events N] [--rate N] [--seconds N]

  backlog     N events are in the log: how long until every cell is restated, what each step costs, and zero drift
  freshness   with those behind it: at a steady rate, from accepted to pushed to a client
  idle        memory of a whole stack that has nothing to do

  --events N    size of the backlog (default 1000000)
  --rate N      live events a second (default 200)
  --seconds N   how long they come (default 60)
  --help        this

Exits with 1 when a cell is not exactly right.`;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
say('Starting Kafka and ClickHouse…');
const deployment = await deploy();
try {
  const { drift, processor } = await backlog(deployment, Number(values.events));
  await freshness(deployment, processor, Number(values.rate), Number(values.seconds));
  process.exitCode = drift > 0 ? 1 : 0;
} finally {
  await deployment.stop();
}
await idleMemory();
