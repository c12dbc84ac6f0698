import { checkRequirements } from '@tallyboard/embedded/requirements';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { dataDirOf, dataDirSettings } from '../settings.js';
import { table } from '../terminal/table.js';
import { portSettings, type WantedPort, wantedPorts } from '../up/ports.js';
import { runningIn } from '../up/running.js';
import { addDoctorData } from './doctor-data.js';

export function addDoctor(program: Command, context: Context, exit: (code: number) => void): void {
  const doctor = program
    .command('doctor')
    .enablePositionalOptions()
    .description('tell what this machine lacks for "tally up", and how to get it')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nExamples:\n  $ tally doctor\n  $ tally doctor --json')
    .action(async (options: { json?: boolean }) => {
      const shape = { ...dataDirSettings, ...portSettings };
      const { dataDir, ...settings } = loadSettings(shape, context.env);
      const ports = wantedPorts(settings);
      const running = runningIn(dataDirOf(dataDir));
      const found = await checkRequirements({
        dataDir: dataDirOf(dataDir),
        // Of a stack that runs, the ports are taken by itself.
        ports: running === null ? ports.map(({ name, port }) => ({ use: name, port })) : [],
        env: context.env as NodeJS.ProcessEnv,
      });
      const missing = found.filter(({ ok }) => !ok);
      if (options.json) context.output.json({ ok: missing.length === 0, running, requirements: found });
      else {
        context.output.print(
          table(
            [{ title: '' }, { title: 'what' }, { title: 'needed' }, { title: 'found' }],
            found.map(({ ok, name, needed, found: has }) => [ok ? '✓' : '✗', name, needed, has ?? 'nothing']),
          ),
        );
        context.output.print('');
        if (running !== null)
          context.output.print(
            `"tally up" runs with the data of ${dataDirOf(dataDir)}, as process ${running}.`,
          );
        else if (missing.length === 0) context.output.print('Nothing is missing: "tally up" can start.');
        for (const { name, hint } of missing)
          context.output.print(`${name}: ${withSetting(ports, name, hint)}`);
      }
      exit(missing.length === 0 ? EXIT.ok : EXIT.failure);
    });
  addDoctorData(doctor, context, exit);
}

/** A taken port is moved by a setting, which only this program knows. */
function withSetting(ports: readonly WantedPort[], requirement: string, hint: string): string {
  const taken = ports.find(({ port }) => requirement === `Port ${port}`);
  return taken ? `${hint} The setting is ${portSettings[taken.name].name}.` : hint;
}
