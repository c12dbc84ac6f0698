import { escaped } from '@tallyboard/answers/filters';
import type { Reference } from '@tallyboard/answers/reference';
import { badParameter, Refusal, unknownWord } from '@tallyboard/answers/refusal';
import { readZone } from '@tallyboard/answers/zone';
import type { Board, Office, Tile } from '@tallyboard/api/query';

/**
 * The wallboard of an office (`office`), or of all of them. Its days are those of `tz`; by default of the office, or of
 * all offices when they share a zone, else UTC. A Refusal for other boards, unknown offices and zones.
 */
export async function officeBoard(
  id: string,
  search: URLSearchParams,
  reference: Reference,
  tenant: string,
): Promise<Omit<Board, 'tenant'> | Refusal> {
  if (id !== 'office') {
    const { message } = unknownWord('board', id, 'a board', ['office']);
    return new Refusal(404, 'unknown_board', message, { field: 'board', allowed: ['office'] });
  }
  const offices = [...(await reference(tenant)).offices.values()];
  const officeId = search.get('office');
  const office = offices.find((each) => each.id === officeId);
  if (officeId !== null && !office)
    return unknownWord(
      'office',
      officeId,
      'the id of an office',
      offices.map((each) => each.id),
    );
  const tz = readZone(search.get('tz') ?? zoneOf(office ? [office] : offices));
  if (tz instanceof Refusal) return tz;
  return {
    id,
    title: office ? office.name : 'All offices',
    tz,
    tiles: TILES.map((tile) => tileOf(tile, tz, office)),
  };
}

/** The names of what a board may be asked with. */
export const BOARD_PARAMETERS = ['office', 'tz'] as const;

export function checkBoardParameters(search: URLSearchParams): Refusal | null {
  const stranger = [...search.keys()].find((name) => !BOARD_PARAMETERS.some((known) => known === name));
  return stranger === undefined
    ? null
    : badParameter(
        'parameter',
        `a board has no parameter ${JSON.stringify(stranger.slice(0, 80))}`,
        BOARD_PARAMETERS,
      );
}

type Definition = [id: string, title: string, metric: string, query: string, style?: Tile['style']];

/** A number comes first of its metric; other tiles of the same metric are its trend and its comparison. */
const TILES: readonly Definition[] = [
  ['calls', 'Calls', 'calls', 'period=today'],
  ['calls_before', 'Calls', 'calls', 'period=yesterday_to_now'],
  ['calls_trend', 'Calls', 'calls', 'period=last_30_days&interval=day', 'trend'],
  ['connect_rate', 'Connect rate', 'connect_rate', 'period=today'],
  ['revenue', 'Revenue won', 'revenue_won', 'period=this_month&by=currency'],
  ['revenue_today', 'Revenue won', 'revenue_won', 'period=today&by=currency'],
  ['revenue_before', 'Revenue won', 'revenue_won', 'period=last_month_to_now&by=currency'],
  ['revenue_trend', 'Revenue won', 'revenue_won', 'period=last_30_days&interval=day&by=currency', 'trend'],
  ['deals_won', 'Deals won', 'deals_won', 'period=this_month'],
  ['close_rate', 'Close rate', 'close_rate', 'period=this_month'],
  ['close_rate_before', 'Close rate', 'close_rate', 'period=last_month_to_now'],
  ['close_rate_trend', 'Close rate', 'close_rate', 'period=last_12_months&interval=month', 'trend'],
  ['first_response', 'First response', 'first_response_time_p50', 'period=today'],
  ['first_response_before', 'First response', 'first_response_time_p50', 'period=yesterday_to_now'],
  ['first_response_p90', 'First response, p90', 'first_response_time_p90', 'period=today'],
  [
    'first_response_trend',
    'First response',
    'first_response_time_p50',
    'period=last_30_days&interval=day',
    'trend',
  ],
  ['waiting', 'Tickets waiting', 'tickets_waiting', 'period=today'],
  ['waiting_before', 'Tickets waiting', 'tickets_waiting', 'period=yesterday_to_now'],
  ['oldest_waiting', 'Oldest waiting', 'oldest_waiting', 'period=today'],
  ['waiting_trend', 'Tickets waiting', 'tickets_waiting', 'period=last_30_days&interval=day', 'trend'],
  ['churn', 'Churn', 'churn_rate', 'period=this_month'],
  ['churn_before', 'Churn', 'churn_rate', 'period=last_month_to_now'],
  ['customers_lost', 'Customers lost', 'customers_lost', 'period=this_month'],
  ['churn_trend', 'Churn', 'churn_rate', 'period=last_12_months&interval=month', 'trend'],
  ['csat', 'CSAT', 'csat', 'period=last_30_days'],
  ['csat_before', 'CSAT', 'csat', 'period=previous_30_days'],
  ['csat_mean', 'CSAT, mean', 'csat_mean', 'period=last_30_days'],
  ['csat_trend', 'CSAT', 'csat', 'period=last_30_days&interval=day', 'trend'],
  ['nps', 'NPS', 'nps', 'period=last_30_days'],
  ['nps_before', 'NPS', 'nps', 'period=previous_30_days'],
  ['nps_trend', 'NPS', 'nps', 'period=last_12_months&interval=month', 'trend'],
  ['deals_by_rep', 'Deals won', 'deals_won', 'period=this_month&by=rep', 'leaderboard'],
  ['revenue_by_rep', 'Revenue won', 'revenue_won', 'period=this_month&by=rep,currency', 'leaderboard'],
  ['activity_mix', 'Activity mix', 'activity_mix', 'period=this_week&by=kind', 'leaderboard'],
];

function tileOf(
  [id, title, metric, query, style = 'number']: Definition,
  tz: string,
  office: Office | undefined,
): Tile {
  const filter = office ? `&filter=${encodeURIComponent(`office:${escaped(office.id)}`)}` : '';
  return { id, title, q: `${metric}?${query}&tz=${encodeURIComponent(tz)}${filter}`, style };
}

function zoneOf(offices: readonly Office[]): string {
  const zones = new Set(offices.map(({ zone }) => zone));
  const [only] = zones;
  return zones.size === 1 && only ? only : 'UTC';
}
