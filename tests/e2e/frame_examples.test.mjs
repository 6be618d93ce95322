// The examples, driven: plain, strict policy, a frame of another origin, the simulator with its faults, the conformance report,
// and the host objects of shells.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { medical } from './cases.mjs';
import { NURSE, needsDevTools } from './driver.mjs';
import { frames } from './frames.mjs';
import { until } from './stage.mjs';

const at = frames();
const assessed = () => at.his.his.posts.filter(post => post.event.type === 'assessed');

for (const name of ['plain', 'strict-csp']) {
  test(`examples/${name}: signed and stored`, async () => {
    at.his.his.reset();
    await at.open(`examples/${name}/`);
    const widget = at.browser.widget();
    await widget.until((el, $) => $('[data-score]'), 'the form');
    await widget.fillRest();
    await widget.press('[data-action="sign"]');
    await widget.untilDelivery('confirmed');
    assert.equal(assessed().length, 1);
    assert.deepEqual((await at.browser.consoleErrors()).filter(line => /Content Security|Uncaught/.test(line)), []);
  });
}

test('examples/frame: signed and stored across two origins', async () => {
  at.his.his.reset();
  await at.open('examples/frame/');
  await at.inside(async widget => {
    await widget.until((el, $) => $('[data-score]'), 'the form');
    await widget.fillRest();
    await widget.press('[data-action="sign"]');
    await widget.untilDelivery('confirmed');
  });
  assert.equal(assessed().length, 1);
});

test('the simulator breaks what it says, and the frame stands', async () => {
  await at.open('examples/simulator/');
  await at.run(() => window.simulated?.ready ?? new Promise(done => { const look = () => (window.simulated ? done(window.simulated.ready) : setTimeout(look, 30)); look(); }));
  const log = () => at.run(() => [...document.querySelectorAll('#log li')].map(line => line.textContent));
  const act = async (name, expected) => {
    await at.run(name => { document.querySelector(`[data-act="${name}"]`).click(); }, name);
    await until(async () => (await log()).some(line => expected.test(line)), `${name}: ${expected}`).catch(async error => { throw new Error(`${error.message}\n${(await log()).slice(0, 15).join('\n')}`); });
  };
  await act('one', /^one: .*simulated-a/);
  await act('merge', /^merge: \{"accepted":1/);
  await act('mismatch', /^mismatch: E_CONTEXT_MISMATCH/);
  await act('oversize', /^oversize: E_TOO_LARGE/);
  await act('deep', /^deep: E_TOO_LARGE/);
  await act('two', /^two: .*simulated-b/);
  await at.run(() => { document.querySelector('[name="answer"]').value = 'wrong patient'; });
  await at.inside(async widget => { await widget.until((el, $) => $('[data-action="none-of-the-rest"]'), 'the form'); await widget.fillRest(); await widget.press('[data-action="sign"]'); });
  await until(async () => (await log()).some(line => /^error E_CONTEXT_MISMATCH/.test(line)), 'the mismatch');
  await at.run(() => { document.querySelector('[name="answer"]').value = 'accepted'; });
  await until(async () => (await log()).some(line => /^stored .*assessed of simulated-b/.test(line)), 'stored');
  await act('stranger', /^stranger: done/);
  await act('flood', /E_RATE/);
  assert.equal(await at.run(() => window.simulated.contextId), 'simulated-b');
});

test('the conformance report passes our own library, and finds a host that is none', async () => {
  const report = async () => at.run(() => host.until(() => window.report));
  const run = async (options, answer) => {
    await at.open('framed.html');
    await at.run(async (options, src, chart, answer) => {
      window.report = null;
      addEventListener('message', event => { if (event.data?.conformance) window.report = event.data.conformance; });
      const kept = new Map();
      host.answer = answer === 'keeps' ? ({ event }) => { const status = kept.has(event.id) ? 'duplicate' : 'accepted'; kept.set(event.id, event); return { status }; } : () => ({ status: 'perhaps' });
      await host.start({ src, chart, ...options });
    }, options, `${at.widget.origin}/examples/simulator/conformance.html`, medical(), answer);
    return report();
  };
  const good = await run({}, 'keeps');
  assert.ok(good.length >= 18, `${good.length} rules`);
  assert.deepEqual(good.filter(rule => !rule.good), []);
  const bad = await run({ outbox: 'all' }, 'nonsense');
  assert.ok(bad.some(rule => !rule.good && /one of four/.test(rule.rule)), JSON.stringify(bad.filter(rule => !rule.good)));
});

for (const kind of ['webview', 'cef', 'named']) {
  test(`a shell (${kind}): hello, handshake, opened, signed, by its host object`, { skip: needsDevTools('a script before every page') }, async () => {
    at.widget.override['/virchow/v1/allow.json'] = { type: 'application/json', body: JSON.stringify([{ key: 'webview', shell: 'webview' }, { key: 'cef', shell: 'cef' }, { key: 'named', shell: 'hisBridge', receive: 'hisReceive' }]) };
    const { identifier } = await at.browser.cdp('Page.addScriptToEvaluateOnNewDocument', { source: readFileSync(new URL('./hosts/shell.js', import.meta.url), 'utf8') });
    try {
      const widget = await at.browser.open(`${at.widget.origin}/virchow/v1/frame.html?o=${kind}&h=s1&lang=en`);
      await widget.until(() => shellGot.some(m => m.messageType === 'vte.ready'), 'vte.ready');
      const chart = medical();
      await widget.run((el, $, $$, chart, user) => { shellSend(shellSay('vte.configure', { user })); shellSend(shellSay('vte.open', { chart })); }, chart, NURSE);
      await widget.until((el, $) => $('[data-score]'), 'the form');
      await widget.fillRest();
      await widget.press('[data-action="sign"]');
      await widget.untilDelivery('confirmed');
      const events = await widget.run(() => shellGot.filter(m => m.messageType === 'vte.event').map(m => m.payload.event.contextId));
      assert.ok(events.length >= 1 && events.every(id => id === chart.contextId));
    } finally {
      await at.browser.cdp('Page.removeScriptToEvaluateOnNewDocument', { identifier });
    }
  });
}
