// The ward page as a host of <vte-assessment>, and what of the page only the browser knows.

/** One element in `host`, without the frame that the page around it has already. */
export function make(host, lang) {
  const element = document.createElement('vte-assessment');
  element.setAttribute('lang', lang);
  element.setAttribute('heading-level', '3');
  element.setAttribute('chrome', 'compact');
  element.setAttribute('theme', theme());
  host.replaceChildren(element);
  return element;
}

/** An instrument on its own in `host`, without a patient. */
export function bench(host, id, lang) {
  const element = make(host, lang);
  element.setAttribute('chrome', 'none');
  element.setAttribute('mode', 'calculator');
  element.setAttribute('instrument', id);
  return element;
}

export const tell = (element, name, json) => { element[name] = JSON.parse(json); };
export const speak = (element, lang) => element.setAttribute('lang', lang);

/** How far the time that is known here is ahead of the clock; nothing where the clock is right. */
export function hostClock(element, millis) {
  customElements.whenDefined('vte-assessment').then(() => element.__hostClock?.(millis ?? null));
}

/** The record comes with the keeper. */
export function open(element, chart) {
  if (element.open) element.open(JSON.parse(chart), { force: true });
  else element.chart = JSON.parse(chart);
}

export function listen(element, signed) {
  element.addEventListener('vte-event', event => event.detail.respondWith(signed(event.detail.event.id).then(status => ({ status }))));
}

/** The button of the green channel that leads to the page's own referral sheet. */
export function refers(element, told) {
  element.addEventListener('click', event => { if (event.composedPath()[0]?.closest?.('[data-ward="refer"]')) told(); });
}

/** Whether the browser knows this time zone. */
export function isZone(zone) {
  try { return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone })); } catch { return false; }
}

/** The button whose event is being handled; nothing where no button of a page did it (a timer, an answer that came late). */
export function pressed() {
  const { event } = globalThis, target = event?.submitter ?? event?.target;
  const button = target?.closest?.('button, summary, select, form');
  return button?.closest('main') && !button.closest('.bed, .trouble') ? button : undefined;
}

/**
 * Where a message stands: a place of its own beside the button that caused it. Asked for while the page is drawn, so that it is
 * one of our nodes (intact.js). Nothing where the button is gone.
 */
export function beside(button) {
  if (!button.isConnected) return undefined;
  const form = button.closest('form');
  // In a form of one line the message has a line of its own below it.
  const after = form?.classList.contains('line') ? form.lastElementChild : button.closest('.actions, .buttons') ?? button;
  const place = [after, after.nextElementSibling].find(node => node?.dataset.spot !== undefined) ?? document.createElement('div');
  if (!place.isConnected) {
    place.className = 'spot';
    place.dataset.spot = '';
    after.after(place);
  }
  return place;
}

/** Leads to what a to-do asks for: unfolds what it is folded in, and gives the focus to the first thing that can be done there. */
export async function reach(selector) {
  const frame = () => new Promise(requestAnimationFrame);
  for (let look = 0; look < 60; look++) {
    const found = document.querySelector(selector);
    const folded = found?.matches('details') ? found : found?.closest('details:not([open])');
    if (folded && !folded.open) folded.open = true;
    else if (found && found.getClientRects().length > 0) {
      const can = 'button:not(:disabled), input:not([type="hidden"]):not(:disabled), select:not(:disabled)';
      // A fold draws what is in it once it is open.
      const inside = found.matches('details') ? found.querySelector('form') : found;
      const first = inside && (inside.matches(can) ? inside : inside.querySelector(can));
      if (first || look > 20) {
        found.scrollIntoView({ block: 'start' });
        if (first) first.focus({ preventScroll: true });
        else { found.setAttribute('tabindex', '-1'); found.focus({ preventScroll: true }); }
        found.dataset.reached = '';
        setTimeout(() => found.removeAttribute('data-reached'), 2000);
        return;
      }
    }
    await frame();
  }
}

const THEME = 'virchow-theme';

/** Light or dark as chosen on this device; `auto` follows the device. */
export function theme() {
  try { return localStorage.getItem(THEME) ?? 'auto'; } catch { return 'auto'; }
}
export function setTheme(word) {
  try { localStorage.setItem(THEME, word); } catch { /* for this page only */ }
  document.documentElement.dataset.theme = word;
  document.querySelectorAll('vte-assessment').forEach(element => element.setAttribute('theme', word));
}

export const values = form => JSON.stringify(Object.fromEntries(new FormData(form)));

export const reset = form => form.reset();

/** To the top of a new page at once; the focus follows onto its heading with the next frame, and costs no layout of its own. */
export function arrive(selector) {
  scrollTo(0, 0);
  requestAnimationFrame(() => {
    const heading = document.querySelector(selector);
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  });
}

export const print_page = () => globalThis.print?.();
export const title = text => { document.title = text; };
