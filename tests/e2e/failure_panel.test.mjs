// When wasm cannot start, the element says why in both languages and tells the host; when it can by another way, it does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CJK, LATIN, medical } from './cases.mjs';
import { stage } from './stage.mjs';

const at = stage({ breaks: ['policy', 'file'] });
const WASM = '/virchow/v1/virchow_bg.wasm';

async function fails(name) {
  const widget = await at.page(name);
  const [{ detail }] = await widget.untilSeen('vte-error', 1);
  assert.equal(detail.code, 'E_WASM');
  const message = JSON.stringify(detail.message);
  assert.ok(CJK.test(message) && LATIN.test(message), message);
  const text = await widget.until(el => el.shadowRoot?.textContent.trim(), 'the panel');
  assert.ok(CJK.test(text) && LATIN.test(text), `both languages: ${text}`);
  assert.equal(await widget.run(el => el.state), 'error');
  assert.ok(await widget.run(el => el.getBoundingClientRect().height > 20), 'it can be seen');
  assert.deepEqual(await at.browser.run(() => failures), [], 'no unhandled rejection');
  assert.deepEqual(await at.browser.axe(), []);
  return text;
}

test('blocked by the page’s policy', async () => { assert.match(await fails('nowasm.html'), /CSP|wasm-unsafe-eval|Content-Security-Policy/i); });
for (const [what, spoil] of Object.entries({
  missing: { status: 404 }, 'not wasm at all': { body: '<!doctype html><title>Login</title>', type: 'text/html' }, 'cut short': { body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1]) },
})) test(`the wasm file is ${what}`, async () => { at.server.override[WASM] = spoil; try { await fails('job.html'); } finally { delete at.server.override[WASM]; } });


test('a trap while an element mounts is told once by each element', async () => {
  const widget = await at.page('job.html', { chart: medical() });
  await widget.untilScore(1);
  await widget.run(() => {
    Object.defineProperty(crypto, 'getRandomValues', { value: () => { throw new WebAssembly.RuntimeError('unreachable'); } });
    document.body.append(document.createElement('vte-assessment'));
  });
  await widget.until(() => document.querySelectorAll('vte-assessment').length === 2 && seen.some(e => e.type === 'vte-error'), 'the failure');
  await new Promise(done => setTimeout(done, 300));
  const told = await widget.run(() => seen.filter(e => e.type === 'vte-error').map(e => e.detail.code));
  assert.deepEqual(told, ['E_INTERNAL', 'E_INTERNAL'], 'the one that was there, and the one that came');
  assert.equal(await widget.run(() => [...document.querySelectorAll('vte-assessment')].every(el => el.shadowRoot.querySelector('[data-action="restart"]'))), true);
});

for (const type of ['application/octet-stream', 'text/plain']) {
  test(`served as ${type} it works all the same`, async () => {
    at.server.override[WASM] = { type };
    try { await (await at.page('job.html', { chart: medical() })).untilScore(1); } finally { delete at.server.override[WASM]; }
    assert.deepEqual(await at.browser.run(() => seen.filter(e => e.type === 'vte-error')), []);
  });
}
