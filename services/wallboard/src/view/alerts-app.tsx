import { useEffect, useState } from 'preact/hooks';
import type { Watch } from '../alerts/watch.js';
import { zoneClock } from '../time.js';
import { AlertList } from './alert-list.js';
import { AlertPage } from './alert-page.js';
import { RulePage } from './rules.js';

/** Times of the pages are those of the screen: an alert has no zone of its own. */
const clock = zoneClock('');

/** The list, or one alert when `id` is given, or one rule; asks again after each change. */
export function AlertsApp({ search, watch }: { search: string; watch: Watch }) {
  const [open, setOpen] = useState(watch.alarm().open);
  useEffect(() => watch.subscribe(() => setOpen(watch.alarm().open)), [watch]);
  const asked = new URLSearchParams(search);
  const id = asked.get('id');
  const rule = asked.get('rule');
  const shared = { clock, version: open };
  return (
    <>
      <nav>
        <a href="./">Wall</a> {search !== '' && <a href="./alerts.html">All alerts</a>}
      </nav>
      <main>
        {id !== null ? (
          <AlertPage id={id} {...shared} />
        ) : rule !== null ? (
          <RulePage name={rule} {...shared} />
        ) : (
          <AlertList {...shared} />
        )}
      </main>
    </>
  );
}
