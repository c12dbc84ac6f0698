import { useEffect, useState } from 'preact/hooks';
import type { Watch } from '../alerts/watch.js';
import { zoneClock } from '../time.js';
import { AlertList } from './alert-list.js';
import { AlertPage } from './alert-page.js';

/** Times of the pages are those of the screen: an alert has no zone of its own. */
const clock = zoneClock('');

/** The list, or one alert when `id` is given; asks again after each change. */
export function AlertsApp({ id, watch }: { id: string | null; watch: Watch }) {
  const [open, setOpen] = useState(watch.alarm().open);
  useEffect(() => watch.subscribe(() => setOpen(watch.alarm().open)), [watch]);
  return (
    <>
      <nav>
        <a href="./">Wall</a> {id !== null && <a href="./alerts.html">All alerts</a>}
      </nav>
      <main>
        {id === null ? (
          <AlertList clock={clock} version={open} />
        ) : (
          <AlertPage id={id} clock={clock} version={open} />
        )}
      </main>
    </>
  );
}
