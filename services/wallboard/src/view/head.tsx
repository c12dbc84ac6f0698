import type { Link } from '../link.js';
import type { State } from '../session.js';
import { ago, type ZoneClock } from '../time.js';

/** Who this is, whether the numbers are the present, and what time it is there. */
export function Head({ state }: { state: State }) {
  const { board, clock, link, freshness, refusal, place } = { ...state, place: state.clock.place };
  const now = Date.now();
  return (
    <header class="head">
      <div class="head__who">
        <h1>{board?.title ?? 'Tallyboard'}</h1>
        <p>{board ? clock.date(now) : ''}</p>
      </div>
      {refusal ? <p /> : <LinkState link={link} asOf={asOfWords(freshness?.complete_to ?? null, clock)} />}
      <div class="head__clock">
        <time>
          {clock.minute(now)}
          <small>{clock.time(now).slice(5)}</small>
        </time>
        <p>{place}</p>
      </div>
    </header>
  );
}

function LinkState({ link, asOf }: { link: Link; asOf: string }) {
  switch (link.kind) {
    case 'live':
      return (
        <p class="link link--live" role="status">
          <i /> Live
        </p>
      );
    case 'connecting':
      return (
        <p class="link link--connecting" role="status">
          <i /> Connecting
        </p>
      );
    case 'behind':
      return (
        <p class="link link--behind" role="alert">
          <strong>
            {link.lagMs === null ? 'Not known yet how fresh this is' : `Data is ${ago(link.lagMs)} behind`}
          </strong>
          {asOf}
        </p>
      );
    case 'offline':
      return (
        <p class="link link--offline" role="alert">
          <strong>Connection lost {ago(link.silentMs)} ago</strong>
          {asOf}
        </p>
      );
  }
}

function asOfWords(completeTo: string | null, clock: ZoneClock): string {
  return completeTo ? `, numbers as of ${clock.time(completeTo)}` : '';
}
