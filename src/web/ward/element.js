// The ward page as a host of <vte-assessment>, and what of the page only the browser knows.

/** One element in `host`, without the frame that the page around it has already. */
export function make(host, lang) {
  const element = document.createElement('vte-assessment');
  element.setAttribute('lang', lang);
  element.setAttribute('heading-level', '3');
  element.setAttribute('chrome', 'compact');
  host.replaceChildren(element);
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
