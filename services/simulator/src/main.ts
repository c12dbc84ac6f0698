import { isToRun } from '@tallyboard/runtime/command-line';
import { createHealth, startHealthServer } from '@tallyboard/runtime/health';
import { runService } from '@tallyboard/runtime/lifecycle';
import { loadSettings } from '@tallyboard/runtime/settings';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import { createCompany } from './company.js';
import { DAY_MS } from './local-day.js';
import { loadProgress } from './progress.js';
import { createReport } from './report.js';
import { createSend } from './send.js';
import { simulatorSettings } from './settings.js';
import { simulate } from './simulate.js';

const program = {
  about: 'The simulator: a seeded company that posts its events to the ingest service.',
  settings: simulatorSettings,
};
if (isToRun(program))
  runService('simulator', async ({ env, log, onStop, fail }) => {
    const settings = loadSettings(simulatorSettings, env);
    const { seed, ingestUrl, apiKey, rate, misbehave, state, host, port, allowedHosts } = settings;
    const health = createHealth();
    const metrics = createMetrics('simulator');
    const server = await startHealthServer({
      host,
      port,
      allowedHosts,
      health,
      metrics,
      setting: 'TALLY_SIMULATOR_PORT',
    });
    onStop(() => server.close());

    const company = createCompany(seed);
    const historyFromMs = Math.floor(Date.now() / DAY_MS - settings.historyDays) * DAY_MS;
    const known = state ? await loadProgress(state, seed) : null;
    const progress = known ?? { seed, historyFromMs, sentToMs: Number.MIN_SAFE_INTEGER, rush: null };
    const report = createReport({ log, health, state, progress, rate });

    const stop = new AbortController();
    const send = createSend({
      url: ingestUrl,
      apiKey,
      signal: stop.signal,
      onTrouble: report.trouble,
      onRejected: report.rejected,
    });
    const running = simulate({
      company,
      rate,
      misbehave,
      progress,
      send,
      onProgress: report.progress,
      now: Date.now,
      signal: stop.signal,
    }).catch((error: unknown) => {
      if (!stop.signal.aborted) fail(error);
    });
    onStop(async () => {
      stop.abort();
      await running;
      await report.save();
    });
  });
