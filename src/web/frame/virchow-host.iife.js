// virchow-host.iife.js: for pages of old systems, as `window.virchow`.
import { frame } from './host.js';
window.virchow = window.virchow || {};
window.virchow.frame = frame;
