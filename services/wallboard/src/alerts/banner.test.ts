import { describe, expect, it } from 'vitest';
import { bannerOf, countsOf, endedIds } from './banner.js';
import type { Alert } from './wire.js';

const alert = (id: string, over: Partial<Alert> = {}) =>
  ({ id, state: 'firing', severity: 'warning', since: '2026-11-24T10:00:00Z', ...over }) as Alert;
const shown = (alerts: Alert[], turn = 0) => bannerOf(alerts, turn)?.alert.id;

describe('the banner', () => {
  it('is not there while nothing fires', () => {
    const quiet = [alert('p', { state: 'pending' }), alert('s', { state: 'silenced' })];
    expect(bannerOf(quiet, 0)).toBeNull();
    expect(bannerOf([], 3)).toBeNull();
  });

  it('shows the worst first, of these the latest, and then the others in turn', () => {
    const alerts = [
      alert('early'),
      alert('late', { since: '2026-11-24T11:00:00Z' }),
      alert('worst', { severity: 'critical', since: '2026-11-20T11:00:00Z' }),
    ];
    expect([0, 1, 2, 3].map((turn) => shown(alerts, turn))).toEqual(['worst', 'late', 'early', 'worst']);
    expect(bannerOf(alerts, 4)).toMatchObject({ place: 2, of: 3, isCalm: false });
  });

  it('leaves out acknowledged ones while another fires, and shows them calmly when none does', () => {
    const known = alert('known', { state: 'acknowledged', severity: 'critical' });
    expect(bannerOf([known, alert('new', { severity: 'info' })], 0)).toMatchObject({
      alert: { id: 'new' },
      of: 1,
    });
    expect(bannerOf([known], 0)).toMatchObject({ alert: { id: 'known' }, isCalm: true });
  });
});

describe('open alerts', () => {
  it('are counted by state', () => {
    const alerts = [
      alert('a'),
      alert('b'),
      alert('c', { state: 'silenced' }),
      alert('d', { state: 'pending' }),
    ];
    expect(countsOf(alerts)).toEqual({ firing: 2, pending: 1, acknowledged: 0, silenced: 1 });
  });

  it('have ended when they leave after people saw them', () => {
    const before = [
      alert('stays'),
      alert('over'),
      alert('known', { state: 'acknowledged' }),
      alert('never', { state: 'pending' }),
    ];
    expect(endedIds(before, [alert('stays')])).toEqual(['over', 'known']);
  });
});
