import { type RunningService, startService } from '@tallyboard/testkit/services';
import { until } from '../faults/until.js';
import { quarter, RULE_NAMES, SCENES } from './history.js';
import type { World } from './world.js';

/** An instance of the alerts service, which may be down. */
export interface Instance {
  readonly pid: number;
  /** kill -9, now. */
  kill(): void;
  /** Back again if it was killed; true when it was. */
  revive(): Promise<boolean>;
  /** The quarter of an hour up to which every rule is judged, epoch seconds; null: it judges nothing, or does not answer. */
  judgedTo(): Promise<number | null>;
  /** Brings it about that nobody is told that bonn is busy, or no longer; true: it is so. */
  silence(isOn: boolean): Promise<boolean>;
  stop(): Promise<void>;
}

const DONE_WITHIN_MS = 120_000;
const SILENCES = '/v1/alert-silences';

export async function startInstance(env: Record<string, string>): Promise<Instance> {
  const service = await startService('alerts', env);
  const ask = askerOf(service, env.TALLY_API_KEY!);
  let dying: Promise<void> | null = null;
  return {
    get pid() {
      return service.pid();
    },
    kill() {
      dying ??= service.crash();
    },
    async revive() {
      if (!dying) return false;
      await dying;
      dying = null;
      await service.restart();
      return true;
    },
    async judgedTo() {
      const rules = await ask<{ rules: { judged_to: string | null }[] }>('GET', '/v1/alert-rules');
      const judged = (rules?.rules ?? []).map(({ judged_to }) => Date.parse(judged_to ?? '') / 1_000);
      const least = judged.length === RULE_NAMES.length ? Math.min(...judged) : Number.NaN;
      return Number.isNaN(least) ? null : least;
    },
    async silence(isOn) {
      const open = (await ask<{ silences: { id: string }[] }>('GET', SILENCES))?.silences;
      if (open === undefined) return false;
      if (isOn === open.length > 0) return true;
      if (isOn) await ask('POST', SILENCES, { rule: 'busy', group: { office: 'bonn' }, for: '4h' });
      else await ask('DELETE', `${SILENCES}/${open[0]!.id}`);
      return false;
    },
    stop: async () => {
      await service.stop();
    },
  };
}

/** Null when it does not answer in time: it is stopped, or killed. */
const askerOf =
  ({ url }: RunningService, key: string) =>
  async <T>(method: string, path: string, body?: object): Promise<T | null> => {
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        signal: AbortSignal.timeout(2_000),
        headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return answer.status === 204 ? null : ((await answer.json()) as T);
    } catch {
      return null;
    }
  };

/** Plays a scene, and brings back who is killed meanwhile, until it is judged and told again what has to be. */
export async function playScene(
  world: World,
  instances: readonly Instance[],
  n: number,
  onRevived: () => void = () => {},
): Promise<void> {
  const { bonn, ...scene } = SCENES[n]!;
  const revived = async () => {
    for (const instance of instances) if (await instance.revive()) onRevived();
  };
  if (bonn)
    await until(`bonn is ${bonn}`, DONE_WITHIN_MS, async () => {
      await revived();
      return instances[0]!.silence(bonn === 'silenced');
    });
  await world.play(scene, n);
  await until(`scene ${n} is judged`, DONE_WITHIN_MS, async () => {
    await revived();
    await world.progress(n);
    const judged = await Promise.all(instances.map((instance) => instance.judgedTo()));
    return judged.includes(quarter(n + 1)) && (bonn !== 'unsilenced' || world.isToldOf('bonn'));
  });
}
