import { isToRun } from '@tallyboard/runtime/command-line';
import { createHealth, startHealthServer } from '@tallyboard/runtime/health';
import { runService } from '@tallyboard/runtime/lifecycle';
import { loadSettings } from '@tallyboard/runtime/settings';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import { createCompany, LIVELY } from './company.js';
import { DAY_MS } from './local-day.js';
import { loadProgress, saveProgress } from './progress.js';
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

    const size = settings.lively ? LIVELY : 1;
    const nowMs = Date.now();
    const progress = (state ? await loadProgress(state, seed, size) : null) ?? {
      seed,
      size,
      firstStartMs: nowMs,
      historyFromMs: Math.floor(nowMs / DAY_MS - settings.historyDays) * DAY_MS,
      sentToMs: Number.MIN_SAFE_INTEGER,
      rush: null,
    };
    // Before the first event: whoever is killed early must not hang its stories on another start.
    if (state) await saveProgress(state, progress);
    const company = createCompany(seed, { size, firstStartMs: progress.firstStartMs });
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
