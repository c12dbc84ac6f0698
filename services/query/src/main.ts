import { isToRun } from '@tallyboard/runtime/command-line';
import { runService } from '@tallyboard/runtime/lifecycle';
import { listen } from '@tallyboard/runtime/listen';
import { loadSettings } from '@tallyboard/runtime/settings';
import { buildApp } from './app.js';
import { connect } from './connect.js';
import { querySettings } from './settings.js';

const program = {
  about: 'Answers metrics over REST and server-sent events, and serves the wallboard.',
  settings: querySettings,
};
if (isToRun(program))
  runService('query', async ({ env, log, onStop }) => {
    const settings = loadSettings(querySettings, env);
    const { host, wallboardDir, liveWithinMs, anonymousTenant } = settings;
    const { maxStreams, maxQuestions, maxRequests, workPercent } = settings;
    const connections = await connect(settings, log, onStop);
    const app = await buildApp({
      ...connections,
      allowedHosts: settings.allowedHosts,
      anonymousTenant: anonymousTenant ?? null,
      alertsUrl: settings.alertsUrl ?? null,
      wallboardDir,
      liveWithinMs,
      perClient: {
        streams: maxStreams,
        questions: maxQuestions,
        requests: maxRequests,
        workShare: workPercent / 100,
      },
      now: Date.now,
      log,
    });
    onStop(() => app.close());
    const port = await listen(app, { host, port: settings.port, setting: querySettings.port.name });
    log.info({ host, port }, 'answering');
  });
