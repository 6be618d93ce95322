// The pages without a network, and a new version: kept whole or not at all, offered and never forced.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './driver.mjs';
import { DIST, serve } from './server.mjs';
import { until } from './stage.mjs';
import { asked, Tablet, tablet } from './tablet.mjs';

const SW = readFileSync(join(DIST, 'sw.js'), 'utf8');
const CSS = readFileSync(join(DIST, 'app/app.css'), 'utf8');
const sha256 = text => createHash('sha256').update(text).digest('hex');
/** Another version: another style sheet, and the list that says so. */
function newer(version, css = `${CSS}/*${version}*/`, digest = sha256(css)) {
  const listed = SW.replace(sha256(CSS), digest);
  assert.notEqual(listed, SW, 'the list names the style sheet');
  return { '/virchow/sw.js': { body: `${listed.replace(/"[0-9a-f]{16}"/, `"${version.padEnd(16, '0')}"`)}`, type: 'text/javascript' }, '/virchow/app/app.css': { body: css, type: 'text/css' } };
}

let it;
before(async () => { it = await tablet(); await it.open(); await it.speak('en'); await it.open(); await it.installed(); });
after(async () => { await it?.quit(); await it?.server.close(); });
const cached = () => it.run(async () => { const all = []; for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) all.push([name, url]); return all; });
const versions = () => it.run(() => caches.keys());
const sheet = () => it.run(async () => (await fetch('/virchow/app/app.css')).text());
const offered = () => it.run(async () => { const registration = await navigator.serviceWorker.getRegistration(); await registration.update().catch(() => {}); return Boolean(registration.waiting); });

/** The frame, opened by the page that is shown: without a page around it nobody is asked for. */
async function opensFrame(it, address) {
  const before = await it.driver.getAllWindowHandles();
  await it.run(address => { window.open(address); }, address);
  await it.driver.switchTo().window(await until(async () => (await it.driver.getAllWindowHandles()).find(handle => !before.includes(handle)), 'the window'));
}

test('what is kept is the list and nothing else; no request leaves the origin', async () => {
  const listed = [...SW.matchAll(/["']?([\w./-]+)["']?:\s*["'][0-9a-f]{64}["']/g)].map(([, path]) => path);
  assert.ok(['ward.html', 'index.html', 'app/app_bg.wasm', 'v1/virchow_bg.wasm', 'v1/more/interop_bg.wasm', 'v1/frame.html', 'manifest.webmanifest'].every(path => listed.includes(path)), listed.join(' '));
  const held = await cached();
  const base = `${it.origin}/virchow/`;
  assert.deepEqual(held.map(([, url]) => url.slice(base.length)).sort(), [...listed, 'v1/profile.json'].sort());
  await it.run(() => fetch('/virchow/v1/schema/event.json').then(r => r.text()));
  await it.run(() => fetch('/his/vte', { method: 'POST', body: '{"event":{"id":"x"}}' }).then(r => r.text()));
  assert.equal((await cached()).length, held.length, 'nothing came to it');
});

test('a cold start without a network: the same tablet, the server gone', async () => {
  const server = await serve();
  const first = await tablet({ server });
  let dir;
  try {
    await first.open();
    await (await first.speak('en'), await first.open()).create();
    await first.installed();
  } finally {
    dir = await first.quit({ keep: true });
    await server.close();
  }
  const again = new Tablet(await launch({ profile: dir }), server.origin);
  try {
    await again.open();
    await again.unlock();
    await again.data();
    assert.equal(await again.run(() => document.querySelector('[data-offline]').dataset.offline), 'true');
    // After a lock the page begins anew, also now.
    await again.lock();
    await again.driver.get(`${server.origin}/virchow/`);
    await until(() => again.run(() => document.querySelector('vte-assessment')?.shadowRoot?.querySelector('[data-score]')), 'the demo', 20_000);
    // A fresh copy after a crash, and what is loaded on first use.
    assert.equal(await again.run(async () => (await fetch('/virchow/v1/virchow_glue.js?r=1')).status), 200);
    const fhir = await again.run(async () => (await import('/virchow/v1/virchow.js')).questionnaire('padua').then(q => q.resourceType));
    assert.equal(fhir, 'Questionnaire');
    // Who may embed is asked of the server: without one, nobody may, and the frame says why.
    assert.equal(await again.run(() => fetch('/virchow/v1/allow.json').then(() => 'kept', () => 'not there')), 'not there');
    await opensFrame(again, `${server.origin}/virchow/v1/frame.html?o=https://his.example`);
    await again.said('[data-panel="list"]', /allow\.json.*cannot be read/s);
  } finally { await again.quit(); }
});

test('a host that was taken off the list stays off, however late the list comes', async () => {
  const server = await serve({ override: { '/virchow/v1/allow.json': { body: '[{"key":"his","origin":"http://his.example"}]' } } });
  const late = await tablet({ server });
  const panel = () => late.run(() => document.querySelector('[data-panel]')?.dataset.panel);
  try {
    await late.open();
    await late.installed();
    const address = `${server.origin}/virchow/v1/frame.html?o=his`;
    await late.driver.get(`${server.origin}/blank.html`);
    await opensFrame(late, address);
    await late.see('[data-panel]');
    assert.notEqual(await panel(), 'origin', 'this host may');
    // Longer than the worker waits for anything else.
    server.override['/virchow/v1/allow.json'] = { body: '[]', wait: 4000 };
    await late.driver.get(`${server.origin}/blank.html`);
    await opensFrame(late, address);
    await until(async () => (await panel()) === 'origin', 'it to be refused');
  } finally { await late.quit(); await server.close(); }
});

test('a page that was on its way while the worker began is served by it all the same', async () => {
  const server = await serve();
  const late = await tablet({ server });
  try {
    await late.open();
    // The worker takes what pages it finds when it begins; this one is then neither here nor gone.
    server.override['/virchow/ward.html'] = { wait: request => (request.headers['sec-fetch-mode'] === 'navigate' ? 3000 : 0) };
    await late.open();
    await late.installed();
  } finally { await late.quit(); await server.close(); }
});

test('a worker that could not come is sent for again, without a person', async () => {
  const server = await serve({ override: { '/virchow/v1/frame.js': { status: 503 } } });
  const poor = await tablet({ server });
  try {
    await poor.open();
    await until(() => asked(server, '/virchow/v1/frame.js'), 'the first attempt');
    await until(() => poor.run(async () => !(await navigator.serviceWorker.getRegistration())), 'it to fail');
    delete server.override['/virchow/v1/frame.js'];
    await poor.run(() => { dispatchEvent(new Event('online')); });
    await poor.installed();
  } finally { await poor.quit(); await server.close(); }
});

test('a new version is offered, not taken: a reload stays with the old one, and the old one is not removed', async () => {
  const before = await versions();
  Object.assign(it.server.override, newer('a1'));
  await until(offered, 'the new version', 60_000);
  await it.open();
  await it.see('[data-section="update"]');
  assert.ok(!(await sheet()).includes('/*a1*/'), 'still the old files');
  const now = await versions();
  assert.equal(now.length, 2);
  assert.ok(now.includes(before[0]));
});

test('with a second page of ours open it is refused with the remedy; alone it is taken, and the old one goes', async () => {
  const first = await it.driver.getWindowHandle();
  await it.driver.switchTo().newWindow('tab');
  await it.driver.get(`${it.origin}/virchow/index.html`);
  await it.driver.switchTo().window(first);
  await it.press('[data-action="update"]');
  await it.said('[data-section="update"] [role="alert"]', /another tab/);
  assert.ok(!(await sheet()).includes('/*a1*/'));
  const other = (await it.driver.getAllWindowHandles()).find(handle => handle !== first);
  await it.driver.switchTo().window(other);
  await it.driver.close();
  await it.driver.switchTo().window(first);
  await it.press('[data-action="update"]');
  await until(async () => (await versions().catch(() => [])).length === 1, 'the old version to go', 30_000);
  await it.see('[data-gate]');
  await until(async () => (await sheet()).includes('/*a1*/'), 'the new files');
  await it.gone('[data-section="update"]');
});

test('a version of which one file is another, or missing, is not taken in part', async () => {
  const before = await versions();
  Object.assign(it.server.override, newer('b2', `${CSS}/*b2*/`, sha256('something else')));
  assert.equal(await offered(), false);
  await until(async () => (await it.run(async () => !(await navigator.serviceWorker.getRegistration()).installing)), 'the attempt to end', 30_000);
  Object.assign(it.server.override, newer('c3'), { '/virchow/v1/frame.js': { status: 404 } });
  assert.equal(await offered(), false);
  await until(async () => (await it.run(async () => !(await navigator.serviceWorker.getRegistration()).installing)), 'the attempt to end', 30_000);
  assert.deepEqual(await versions(), before);
  await it.open();
  assert.ok((await sheet()).includes('/*a1*/'));
  assert.equal(await it.run(() => document.querySelector('[data-section="update"]')), null);
  delete it.server.override['/virchow/v1/frame.js'];
});

test('never over a patient: on the ward a new version is one word beside the way to it', async () => {
  Object.assign(it.server.override, newer('d4'));
  await until(offered, 'the new version', 60_000);
  await it.open();
  await (await it.run(() => Boolean(document.querySelector('[data-gate="create"]'))) ? it.create() : it.unlock());
  await it.see('[data-page="data"] .mark');
  assert.equal(await it.run(() => document.querySelector('[data-section="update"]')), null);
  await it.data();
  await it.see('[data-section="update"]');
});

test('it can be installed: the browser finds nothing amiss with the manifest', async () => {
  await it.open();
  const { installabilityErrors } = await it.session.cdp('Page.getInstallabilityErrors', {});
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []);
  const { data, errors } = await it.session.cdp('Page.getAppManifest', {});
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  assert.equal(manifest.start_url, './ward.html');
  for (const { src, sizes } of manifest.icons) {
    const png = Buffer.from(await it.run(async src => [...new Uint8Array(await (await fetch(`/virchow/${src}`)).arrayBuffer())], src));
    assert.equal(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, sizes);
  }
});
