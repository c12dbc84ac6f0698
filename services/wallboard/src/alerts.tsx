import { render } from 'preact';
import { startWatch } from './alerts/watch.js';
import { AlertsApp } from './view/alerts-app.js';
import './view/style.css';
import './view/alerts-app.css';

const root = document.getElementById('alerts');
if (root) render(<AlertsApp search={window.location.search} watch={startWatch()} />, root);
