import { render } from 'preact';
import { startSession } from './session.js';
import { Wall } from './view/wall.js';
import './view/style.css';

const root = document.getElementById('wall');
if (root) render(<Wall session={startSession(window.location.search)} />, root);
