// What the tablet app asks of the browser beside the vault: the language, room on the disk, a new version, whether anybody
// is there, and whether the clock makes sense. Nothing here ever holds a word about a patient.

const LANGUAGE = 'virchow-language';

/** The language chosen on this device, else the browser's. */
export function language() {
  try { return localStorage.getItem(LANGUAGE) ?? navigator.language; } catch { return navigator.language; }
}

export function speak(tag, title) {
  document.documentElement.lang = tag;
  document.title = title;
  try { localStorage.setItem(LANGUAGE, tag); } catch { /* for this page only */ }
}

const FAVOURITES = 'virchow-favourites';

/** The scores that were made favourites on this device, by id; nothing of a patient. */
export function favourites() {
  try { return (localStorage.getItem(FAVOURITES) ?? '').split(' ').filter(id => /^[a-z0-9_]+$/.test(id)); } catch { return []; }
}
export function setFavourites(ids) {
  try { localStorage.setItem(FAVOURITES, ids); } catch { /* for this page only */ }
}

/** Where the address leads within the page, now and whenever it changes. */
export const fragment = () => location.hash;
export const leaveFragment = () => { location.hash = ''; };
export function onFragment(changed) { addEventListener('hashchange', () => changed(location.hash)); }

/** Somebody else's page around ours: that one embeds v1/frame.html, which was made for it. */
export const framed = () => globalThis.top !== globalThis;

const CLOSED = 'virchow-closed';

/** Why the vault was closed, for the page that begins anew: a word of vault.js, told once. */
export function remember(word) {
  try { sessionStorage.setItem(CLOSED, word); } catch { /* then it is not told */ }
}
export function recall() {
  try {
    const word = sessionStorage.getItem(CLOSED);
    sessionStorage.removeItem(CLOSED);
    return word ?? '';
  } catch { return ''; }
}

/** Milliseconds since the page began, by a clock that nobody can set. */
export const steady = () => performance.now();

/** Now, for the name of a file: 20261126-0930. */
export function stamp() {
  const now = new Date(), two = number => String(number).padStart(2, '0');
  return `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}`;
}

/**
 * Opened by a page of another origin that is still there: that page may put a forged gate in the place of this one, and no
 * script can take the handle on this window away from it. With Cross-Origin-Opener-Policy from the server there is no opener.
 */
export function opened() {
  const { opener } = globalThis;
  if (!opener || opener.closed) return false;
  // Only a page of our own origin lets its address be read.
  try { return opener.location.origin !== location.origin; } catch { return true; }
}

export const reload = () => location.reload();

// ---- room on the disk --------------------------------------------------------------------------------------------

/** Asks that the browser does not throw our data away when the disk is short. */
export const persist = async () => (await navigator.storage?.persist?.().catch(() => false)) ?? false;

/** `[used, granted (bytes), persisted]`; nought where the browser does not say. */
export async function room() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.().catch(() => ({}))) ?? {};
  return [usage, quota, (await navigator.storage?.persisted?.().catch(() => false)) ?? false];
}

// ---- a new version -----------------------------------------------------------------------------------------------

const HOUR = 3_600_000;

/** Calls `found` once a new version lies ready, now or later. Asks for one at the start, and every hour. */
export async function updates(found) {
  const registration = await navigator.serviceWorker?.ready;
  if (!registration) return;
  const look = () => { if (registration.waiting && navigator.serviceWorker.controller) found(); };
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  look();
  const ask = () => registration.update().catch(() => {});
  ask();
  setInterval(ask, HOUR);
}

/** Takes the new version, if this is the only page of ours: "activating" (the page loads again), "busy" or "none". */
export async function activate() {
  const waiting = (await navigator.serviceWorker?.getRegistration())?.waiting;
  if (!waiting) return 'none';
  navigator.serviceWorker.addEventListener('controllerchange', () => location.replace(location.pathname), { once: true });
  const { port1, port2 } = new MessageChannel();
  return new Promise(answer => {
    port1.onmessage = ({ data }) => answer(data);
    waiting.postMessage('activate', [port2]);
  });
}

/** Whether the pages come without a network. */
export const ready = async () => Boolean((await navigator.serviceWorker?.getRegistration())?.active);

// ---- whether anybody is there ------------------------------------------------------------------------------------

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'];
/** Out of sight for this long is gone, whatever the patience. */
const HIDDEN = 60_000;

/**
 * A moment, to count from. The wall clock can be set; `performance.now()` cannot, but may stand still while the device
 * sleeps. What has passed is the longer of the two, so a clock that is set back buys no time.
 */
export const moment = () => ({ run: performance.now(), wall: Date.now() });
export const since = ({ run, wall }) => Math.max(performance.now() - run, Date.now() - wall);
/** The same moment by a wall clock that has been set back since: the next sleep is then counted in full. */
const mended = ({ run, wall }) => ({ run, wall: Math.min(wall, Date.now() - (performance.now() - run)) });

/**
 * Calls `leave` when nobody has touched any tab of ours for `patience()` milliseconds, or ours have been out of sight for a
 * minute; also when the tablet wakes after that. Out of sight, a curtain hangs before the page. Answers how to stop.
 */
export function attend(patience, leave) {
  const channel = new BroadcastChannel('virchow-ward attended');
  const stop = new AbortController(), { signal } = stop;
  let last = moment(), told, hidden = document.hidden ? last : null, timer;
  const touched = () => {
    last = moment();
    if (told && since(told) < 2000) return;
    told = last;
    channel.postMessage('here');
  };
  const left = () => Math.min(patience() - since(last), hidden === null ? Infinity : HIDDEN - Math.min(since(hidden), since(last)));
  const look = () => {
    clearTimeout(timer);
    last = mended(last);
    hidden &&= mended(hidden);
    const wait = left();
    if (wait <= 0) { end(); leave(); } else timer = setTimeout(look, Math.min(wait, 30_000));
  };
  const end = () => {
    stop.abort();
    clearTimeout(timer);
    clearInterval(watch);
    channel.close();
    document.documentElement.classList.remove('curtain');
  };
  channel.onmessage = () => { last = moment(); };
  for (const sign of SIGNS) addEventListener(sign, touched, { capture: true, passive: true, signal });
  document.addEventListener('visibilitychange', () => {
    hidden = document.hidden ? moment() : null;
    // Looked at before the curtain is drawn.
    look();
    if (!signal.aborted) document.documentElement.classList.toggle('curtain', document.hidden);
  }, { signal });
  for (const wake of ['pageshow', 'focus']) addEventListener(wake, look, { signal });
  document.addEventListener('resume', look, { signal });
  // Kept whole for the way back: nobody is asked for a passphrase then, so nothing may be left.
  addEventListener('pagehide', event => { if (event.persisted) { end(); leave(); } }, { signal });
  const watch = clock(look);
  look();
  return end;
}

// ---- the clock ---------------------------------------------------------------------------------------------------

const SLIP = 60_000;

/** Calls `jumped(milliseconds)` when the clock was set while we ran: back at all, or ahead by more than a night's sleep. */
export function clock(jumped) {
  let before = moment();
  return setInterval(() => {
    const now = moment(), by = now.wall - before.wall - (now.run - before.run);
    before = now;
    // Asleep, a device may count less time than has passed; never more.
    if (by < -SLIP || by > 24 * HOUR) jumped(by);
  }, 5000);
}
