// Random taps on a teaching element, on a form with a trainee at it, and on a demonstration ward: none of it may reach the real.
// Nothing is chained, stored, alerted or delivered; whatever is printed bears the mark. The same seed taps the same.
//
//   node e2e/never_the_real.mjs [taps] [seed]      1000 taps on each, by default
import assert from 'node:assert/strict';
import { medical, surgical } from './cases.mjs';
import { launch, NURSE } from './driver.mjs';
import { serve } from './server.mjs';
import { Tablet, WARD } from './tablet.mjs';

export const TRAINEE = { id: 't-01', name: '学员小陈', role: 'trainee' };
/** Every way in which an element touches something beyond itself. */
const OUTWARD = ['vte-event', 'vte-alert', 'vte-before-sign'];

/** In the page: taps at random whatever a finger could, in the page or in an element's open shadow root, and looks at each print. */
async function taps(count, seed, spared) {
  let state = seed | 0;
  const below = n => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % n;
  };
  const all = selector => [...document.querySelectorAll('vte-assessment')].map(el => el.shadowRoot).concat(document).flatMap(root => [...root.querySelectorAll(selector)]);
  const words = /教学|练习|演示|Teaching|Practice|DEMO|Demonstration/;
  const said = () => all('[data-practice], [data-demo], .demo').some(node => words.test(node.textContent));
  window.prints ??= [];
  window.print = () => { window.prints.push(said()); };
  const tapped = {};
  for (let tap = 0; tap < count; tap++) {
    const reachable = all('button, input, summary, select').filter(node => !node.disabled && node.type !== 'file' && node.getClientRects().length && !node.closest(spared));
    const node = reachable[below(reachable.length || 1)];
    if (!node) { await new Promise(next => setTimeout(next, 50)); continue; }
    const name = node.dataset.action ?? node.dataset.item ?? node.dataset.suspicion ?? node.name ?? node.localName;
    tapped[name] = (tapped[name] ?? 0) + 1;
    if (node.matches('select')) {
      node.selectedIndex = below(node.options.length);
      node.dispatchEvent(new Event('change', { bubbles: true }));
    } else if (node.matches('input:not([type="checkbox"]):not([type="radio"])')) {
      node.value = node.type === 'datetime-local' ? '' : 'abc 练习';
      node.dispatchEvent(new Event('input', { bubbles: true }));
    } else node.click();
    // Where no element is shown, as the browser's own menu prints the page.
    if (tap % 40 === 39) (document.querySelector('vte-assessment') ?? window).print();
    await new Promise(next => setTimeout(next, 8));
  }
  await new Promise(next => setTimeout(next, 400));
  return { tapped, prints: window.prints, said: said() };
}

/** What lies in the origin's own store, of which a practising element may write nothing. */
const stored = () => new Promise(done => {
  indexedDB.databases().then(all => {
    if (!all.some(({ name }) => name === 'virchow')) return done([]);
    const opening = indexedDB.open('virchow');
    opening.onsuccess = async () => {
      const database = opening.result, keys = [];
      for (const store of [...database.objectStoreNames].filter(name => ['drafts', 'events', 'outbox'].includes(name))) {
        await new Promise(read => { const request = database.transaction(store).objectStore(store).getAllKeys(); request.onsuccess = () => { keys.push(...request.result.map(key => `${store}/${key}`)); read(); }; });
      }
      database.close();
      done(keys);
    };
  });
});

/** A teaching element, or a form with a trainee at it. */
export async function element(server, browser, { kind, count, seed, record }) {
  server.his.reset();
  const widget = await browser.open(`${server.origin}/job.html`);
  const chart = seed % 2 ? surgical() : medical();
  const given = kind === 'trainee' ? { user: TRAINEE } : { user: NURSE, attributes: { mode: 'teaching' } };
  await widget.load({ chart: record?.chart ?? chart, lang: seed % 2 ? 'zh-CN' : 'en', ...given, record: record?.record });
  const before = await widget.run(el => JSON.stringify(el.record));
  const { tapped, prints, said } = await browser.run(taps, count, seed, '[data-never]');
  const after = await widget.run(el => ({ record: JSON.stringify(el.record), pending: el.pending.length, state: el.state }));
  const outward = await browser.run(outward => seen.filter(({ type }) => outward.includes(type)).map(({ type }) => type), OUTWARD);
  const at = `${kind}, seed ${seed}`;
  assert.equal(after.record, before, `${at}: the record stays as it was`);
  assert.equal(after.pending, 0, `${at}: nothing waits`);
  assert.deepEqual(outward, [], `${at}: nothing is said to the host`);
  assert.deepEqual(server.his.posts.map(({ event }) => event.type), [], `${at}: nothing reaches the HIS`);
  assert.deepEqual(await browser.run(stored), [], `${at}: nothing is stored`);
  assert.ok(said, `${at}: the screen says what it is`);
  assert.ok(prints.length >= Math.floor(count / 40) && prints.every(Boolean), `${at}: ${prints.filter(marked => !marked).length} unmarked prints of ${prints.length}`);
  return { tapped, prints: prints.length };
}

/** The demonstration ward. Locking, ending it and leaving for a file are not tapped: they end the run. */
export async function ward(server, browser, { count, seed }) {
  server.his.reset();
  const it = new Tablet(browser, server.origin);
  await it.open();
  await browser.run(() => { window.prints = []; });
  if (await it.run(() => Boolean(document.querySelector('[data-gate="create"]')))) await it.create();
  if (await it.run(() => Boolean(document.querySelector('[data-action="demo"]')))) await it.press('[data-action="demo"]');
  await it.see('[data-board]');
  await browser.run(outward => { window.heard = []; for (const type of outward) addEventListener(type, event => window.heard.push(event.type), true); }, OUTWARD);
  const spared = '[data-action="lock"], [data-action="end-demo"], [data-section="passphrase"], [data-section="import"], [data-action="update"], [data-action="handover-json"]';
  const { tapped, prints, said } = await browser.run(taps, count, seed, spared);
  const at = `ward, seed ${seed}`;
  assert.deepEqual(await browser.run(() => window.heard), [], `${at}: nothing is said to anybody`);
  assert.deepEqual(await browser.run(stored), [], `${at}: nothing in the origin's store`);
  assert.ok(said && prints.every(Boolean), `${at}: ${prints.filter(marked => !marked).length} unmarked prints of ${prints.length}`);
  return { tapped, prints: prints.length, it };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const [count = 1000, seed = 1] = process.argv.slice(2).map(Number);
  const server = await serve(), browser = await launch();
  try {
    for (const kind of ['teaching', 'trainee']) {
      const { tapped, prints } = await element(server, browser, { kind, count, seed });
      console.log(`${kind}: ${count} taps on ${Object.keys(tapped).length} controls, ${prints} prints: 0 events, 0 outbox entries, 0 unmarked prints`);
    }
    const { tapped, prints } = await ward(server, browser, { count, seed });
    console.log(`ward: ${count} taps on ${Object.keys(tapped).length} controls, ${prints} prints: 0 events, 0 outbox entries, 0 unmarked prints`);
  } finally { await browser.quit(); await server.close(); }
}

export { WARD };
