import { render } from 'preact';
import { startWatch } from './alerts/watch.js';
import { startSession } from './session.js';
import { Wall } from './view/wall.js';
import './view/style.css';
import './view/alert-banner.css';

const root = document.getElementById('wall');
if (root) {
  const session = startSession(window.location.search);
  const watch = startWatch();
  let before = session.state().link.kind;
  session.subscribe(() => {
    const { kind } = session.state().link;
    if (before === 'offline' && kind !== 'offline') watch.reopen();
    before = kind;
  });
  render(<Wall session={session} watch={watch} />, root);
}
