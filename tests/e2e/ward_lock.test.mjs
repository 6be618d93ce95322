// What is left of a patient after a lock: in the memory of every engine that ever ran in the page, in every store of the browser
// and on the way back; with a worker that can bring the page, without one, and with one that was switched off. And who may
// hold the window in which a passphrase is typed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from './server.mjs';
import { until } from './stage.mjs';
import { WARD, tablet } from './tablet.mjs';

const NAME = '欧阳若兰', BED = 'Q7-19X', BORN = '1951-03-27', WORDS = [NAME, BED, BORN];
/** As ward-security.md has it. */
const OFF = "self.addEventListener('install', () => self.skipWaiting()); self.addEventListener('activate', () => self.registration.unregister());";

/** Before every page: no instance of wasm is lost from sight, and on request there are no workers. */
const WATCH = workers => `
  window.memories = [];
  const seen = result => { const { memory } = (result.instance ?? result).exports; if (memory) memories.push(memory); return result; };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const act = WebAssembly[name];
    WebAssembly[name] = (...given) => act(...given).then(seen);
  }
  ${workers ? '' : "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined });"}`;

/** A ward with one patient on the screen, scored halfway, and a second form engine after the first one stopped. */
async function atThePatient({ workers = true, crash = false } = {}) {
  const it = await tablet({ log: true, breaks: crash ? ['panic', 'network'] : ['network'] });
  await it.session.cdp('Page.addScriptToEvaluateOnNewDocument', { source: WATCH(workers) });
  await it.open();
  await it.speak('en');
  await (await it.open()).create();
  if (workers) await it.installed();
  await it.found();
  await it.press('[data-action="admit"]');
  await it.type('[name="label"]', NAME);
  await it.type('[name="bed"]', BED);
  await it.choose('[name="sex"]', 'female');
  await it.choose('[name="setting"]', 'surgical');
  await it.run(born => { document.querySelector('[name="born"]').value = born; }, BORN);
  await it.press('[data-action="admit-now"]');
  await it.see('[data-patient]');
  await it.press('[data-tab="score"]');
  const form = selector => until(() => it.run(s => Boolean(document.querySelector('vte-assessment')?.shadowRoot?.querySelector(s)), selector), selector);
  await form('[data-score]');
  if (crash) {
    await it.run(() => dispatchEvent(new ErrorEvent('error', { error: Object.assign(new WebAssembly.RuntimeError('unreachable'), { stack: 'at virchow_bg.wasm' }) })));
    await form('[data-action="restart"]');
    await it.run(() => document.querySelector('vte-assessment').shadowRoot.querySelector('[data-action="restart"]').click());
    await form('[data-score]');
  }
  // What makes a bundle of an event is an engine of its own.
  await it.run(() => import('/virchow/v1/virchow.js').then(({ questionnaire }) => questionnaire('padua')).then(made => made.resourceType));
  assert.notDeepEqual(await inEngines(it), [], 'the search finds what is there while it is open');
  return it;
}

/** The words that stand in the memory of an engine, as UTF-8 or UTF-16. */
const inEngines = it => it.run(async words => {
  const named = ['/virchow/app/app.js', '/virchow/v1/virchow_glue.js', '/virchow/v1/more/interop.js'];
  const reached = (await Promise.all(named.map(path => import(path).then(glue => glue.default()).catch(() => undefined)))).map(exports => exports?.memory);
  const utf16 = word => new Uint8Array(Uint16Array.from(word, c => c.charCodeAt(0)).buffer);
  const found = [];
  for (const memory of new Set([...memories, ...reached].filter(Boolean))) {
    const bytes = new Uint8Array(memory.buffer);
    for (const word of words) for (const needle of [new TextEncoder().encode(word), utf16(word)]) {
      for (let at = bytes.indexOf(needle[0]); at >= 0; at = bytes.indexOf(needle[0], at + 1)) if (needle.every((byte, place) => bytes[at + place] === byte)) { found.push(word); break; }
    }
  }
  return found;
}, WORDS);

/** And in everything else that a page can read of itself. */
const elsewhere = it => it.run(async words => {
  const texts = { page: document.documentElement.outerHTML, title: document.title, address: location.href, state: JSON.stringify(history.state), local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage), name: window.name };
  for (const cache of await caches.keys()) for (const request of await (await caches.open(cache)).keys()) texts[`${cache} ${request.url}`] = request.url;
  const latin = bytes => [...new Uint8Array(bytes.buffer ?? bytes)].map(byte => String.fromCharCode(byte)).join('');
  const bare = value => (value instanceof Uint8Array || value instanceof ArrayBuffer ? latin(value) : value && typeof value === 'object' ? Object.values(value).map(bare).join(' ') : String(value));
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, bad) => { const open = indexedDB.open(name); open.onsuccess = () => done(open.result); open.onerror = bad; });
    for (const store of database.objectStoreNames) texts[`${name}/${store}`] = await new Promise(done => { const all = [], walk = database.transaction(store).objectStore(store).openCursor(); walk.onsuccess = () => { const at = walk.result; if (!at) return done(all.join('\n')); all.push(`${at.key} ${bare(at.value)}`); at.continue(); }; });
    database.close();
  }
  const utf8 = word => latin(new TextEncoder().encode(word));
  return Object.entries(texts).flatMap(([where, text]) => words.filter(word => text.includes(word) || text.includes(utf8(word))).map(word => `${where}: ${word}`));
}, WORDS);

const quiet = async it => assert.deepEqual((await it.session.consoleErrors()).filter(line => !/favicon|503|net::|ERR_/.test(line)), [], 'nothing is thrown');

/** Locks and comes to the gate by a page that began anew. */
async function anew(it) {
  await it.run(() => { window.before = true; });
  await it.press('[data-action="lock"]');
  await it.see('[data-gate="unlock"]');
  assert.equal(await it.run(() => window.before), null, 'the page began anew');
  assert.deepEqual(await inEngines(it), []);
  assert.deepEqual(await elsewhere(it), []);
  await it.driver.navigate().back();
  await it.driver.navigate().forward();
  assert.deepEqual(await elsewhere(it), [], 'on the way back');
  await quiet(it);
}

test('with a worker: the page begins anew, and nothing of the patient is in it', async () => {
  const it = await atThePatient();
  try { await anew(it); } finally { await it.quit(); await it.server.close(); }
});

test('without a worker the server brings the page anew', async () => {
  const it = await atThePatient({ workers: false });
  try { await anew(it); } finally { await it.quit(); await it.server.close(); }
});

test('with a worker that was switched off as the document says', async () => {
  const it = await atThePatient();
  try {
    it.server.override['/virchow/sw.js'] = { body: OFF, type: 'text/javascript' };
    await it.run(async () => { await (await navigator.serviceWorker.getRegistration()).update(); });
    await until(() => it.run(async () => !(await navigator.serviceWorker.getRegistration())), 'it to be gone');
    await anew(it);
  } finally { await it.quit(); await it.server.close(); }
});

test('neither worker nor server: the engines are overwritten, those that were replaced too, and the page says what to do', async () => {
  const it = await atThePatient({ workers: false, crash: true });
  try {
    assert.ok(await it.run(() => memories.length) >= 4, 'app, form, the form after the crash, and the bundle');
    it.server.override[WARD] = { status: 503 };
    await it.press('[data-action="lock"]');
    await it.said('[data-panel="locked"]', /已锁定.*Locked\./s);
    assert.deepEqual(await it.session.axe(), []);
    // Whatever was still waiting has had its turn: timers of the board, of the form, and promises.
    await it.run(() => { for (const kind of ['focus', 'pageshow', 'online', 'resize', 'visibilitychange']) { dispatchEvent(new Event(kind)); document.dispatchEvent(new Event(kind)); } });
    await new Promise(next => setTimeout(next, 22_000));
    assert.deepEqual(await inEngines(it), []);
    assert.deepEqual(await elsewhere(it), []);
    await quiet(it);
    delete it.server.override[WARD];
    await it.press('[data-panel="locked"] button');
    await it.unlock();
  } finally { await it.quit(); await it.server.close(); }
});

test('opened by a page of another site: cut off by the headers; without them no passphrase is asked for, and why', async () => {
  const [good, bare, other] = [await serve(), await serve({ bare: true }), await serve()];
  const it = await tablet({ server: other });
  const opens = async target => {
    await it.driver.get(`${other.origin}/blank.html`);
    const before = await it.driver.getAllWindowHandles();
    await it.run(address => { window.held = window.open(address); }, target.origin + WARD);
    const handle = await until(async () => (await it.driver.getAllWindowHandles()).find(handle => !before.includes(handle)), 'the window');
    return [before[0], handle];
  };
  try {
    const [first, apart] = await opens(good);
    await it.driver.switchTo().window(apart);
    await it.see('[data-gate="create"]');
    assert.equal(await it.run(() => window.opener), null);
    await it.driver.switchTo().window(first);
    assert.equal(await it.run(() => held.closed), true, 'and that page holds nothing');
    const [, held] = await opens(bare);
    await it.driver.switchTo().window(held);
    await it.said('[data-why="opened"]', /另一网站|another site/);
    assert.equal(await it.run(() => document.querySelector('[data-gate], [type="password"]')), null);
    assert.deepEqual(await it.session.axe(), []);
    const known = await it.driver.getAllWindowHandles();
    await it.press('[data-action="open-apart"]');
    await it.driver.switchTo().window(await until(async () => (await it.driver.getAllWindowHandles()).find(handle => !known.includes(handle)), 'a window of its own'));
    await it.see('[data-gate="create"]');
  } finally {
    await it.quit();
    for (const server of [good, bare, other]) await server.close();
  }
});

