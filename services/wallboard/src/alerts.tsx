import { render } from 'preact';
import { startWatch } from './alerts/watch.js';
import { AlertsApp } from './view/alerts-app.js';
import './view/style.css';
import './view/alerts-app.css';

const root = document.getElementById('alerts');
const id = new URLSearchParams(window.location.search).get('id');
if (root) render(<AlertsApp id={id} watch={startWatch()} />, root);
