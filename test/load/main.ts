import { parseArgs } from 'node:util';
import { backlog } from './backlog.js';
import { deploy } from './deployment.js';
import { say } from './report.js';

const HELP = `Measures the pipeline on this machine: broker, ClickHouse, services and the bench itself share its cores.

  npm run bench -- [--events N]

  --events N    size of the backlog (default 1000000)
  --help        this

Exits with 1 when a cell is not exactly right.`;

const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
say('Starting Kafka and ClickHouse…');
const deployment = await deploy();
try {
  const result = await backlog(deployment, Number(values.events));
  process.exitCode = result.drift > 0 ? 1 : 0;
} finally {
  await deployment.stop();
}
