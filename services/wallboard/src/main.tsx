import { render } from 'preact';
import { startWatch } from './alerts/watch.js';
import { startGoals } from './goals/watch.js';
import { startAtRisk } from './risk/watch.js';
import { startSession } from './session.js';
import { Wall } from './view/wall.js';
import './view/style.css';
import './view/alert-banner.css';
import './view/goals.css';

const root = document.getElementById('wall');
if (root) {
  const session = startSession(window.location.search);
  const watch = startWatch();
  const goals = startGoals(window.location.search);
  const risk = startAtRisk(window.location.search, () => session.state().board?.tz ?? null);
  let before = session.state().link.kind;
  session.subscribe(() => {
    const { kind } = session.state().link;
    const isBack = before === 'offline' && kind !== 'offline';
    // An alert that was heard of before the silence may be over.
    if (isBack && watch.alarm().open) watch.reopen();
    before = kind;
  });
  render(<Wall session={session} watch={watch} goals={goals} risk={risk} />, root);
}
