// The examples, driven: plain, strict policy, a frame of another origin, the simulator with its faults, the conformance report,
// and the host objects of shells.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { RULES } from '../../examples/simulator/rules.js';
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

const report = async page => {
  await at.open(`examples/simulator/${page}`);
  return at.inside(async widget => {
    await widget.until(() => document.body.dataset.failed !== undefined, 'the report', { timeout: 90_000 });
    return widget.run(() => ({ failed: Number(document.body.dataset.failed), results: window.results, text: document.body.innerText, title: document.title }));
  });
};
const failing = ({ results }) => results.filter(rule => !rule.good && !rule.note).map(rule => rule.rule).sort();

test('the conformance report: a page of ours meets every rule', async () => {
  const ours = await report('check.html');
  assert.deepEqual(failing(ours), []);
  assert.equal(ours.results.length, Object.keys(RULES).length, 'every rule was asked');
  assert.match(ours.text, /全部符合/);
  assert.match(ours.text, /All \d+ rules are met/);
  assert.deepEqual(await at.inside(() => at.browser.axe()), []);
});

test('the conformance report: a page with the usual mistakes fails, and reads what to mend in both languages', async () => {
  const theirs = await report('faulty.html');
  // `alive`: the stranger was given the line, and the frame has lost it.
  assert.deepEqual(failing(theirs), ['alert', 'alive', 'chart', 'deep', 'entropy', 'large', 'once', 'patient', 'proto', 'protocol', 'rate', 'replay', 'stranger', 'type'].sort());
  for (const { rule, good, mend } of theirs.results) if (!good) assert.ok(theirs.text.includes(mend.zh) && theirs.text.includes(mend.en), rule);
  assert.match(theirs.results.find(({ rule }) => rule === 'chart').detail, /^E_UNIT \/chart\/facts\/0\/unit$/);
  assert.equal(theirs.title, '✗ 14');
  assert.deepEqual(await at.inside(() => at.browser.axe()), []);
  // Taken away: the same results as JSON, and a page that needs nothing else.
  const files = await at.inside(widget => widget.run(async () => {
    const files = {};
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => { blob.text().then(text => { files[blob.type] = text; }); return make.call(URL, blob); };
    HTMLAnchorElement.prototype.click = function () { (files.names ??= []).push(this.download); };
    for (const id of ['save', 'page']) document.getElementById(id).click();
    while (Object.keys(files).length < 3) await new Promise(done => setTimeout(done, 20));
    return files;
  }));
  assert.deepEqual(files.names, ['conformance.json', 'conformance.html']);
  const json = JSON.parse(files['application/json']);
  assert.deepEqual([json.protocol, json.host, json.failed, json.results.length], ['vte/1', at.his.origin, 14, theirs.results.length]);
  assert.doesNotMatch(files['text/html'], /<script|<link/);
  assert.match(files['text/html'], /E_CONTEXT_MISMATCH/);
});

test('the conformance report: a host whose answers are none of the four', async () => {
  await at.open('framed.html');
  await at.run(async (src, chart) => { host.answer = () => ({ status: 'perhaps' }); await host.start({ src, chart, outbox: 'all' }); }, `${at.widget.origin}/examples/simulator/conformance.html`, medical());
  const { results } = await at.inside(async widget => { await widget.until(() => document.body.dataset.failed !== undefined, 'the report', { timeout: 90_000 }); return widget.run(() => ({ results: window.results })); });
  assert.deepEqual(failing({ results }), ['order', 'status']);
});

test('a host object that no entry names is found when nobody else answers: webview, then CEF', { skip: needsDevTools('a script before every page') }, async () => {
  at.widget.override['/virchow/v1/allow.json'] = { type: 'application/json', body: '[]' };
  for (const kind of ['webview', 'cef']) {
    const { identifier } = await at.browser.cdp('Page.addScriptToEvaluateOnNewDocument', { source: readFileSync(new URL('./hosts/shell.js', import.meta.url), 'utf8') });
    try {
      const widget = await at.browser.open(`${at.widget.origin}/virchow/v1/frame.html?o=${kind}&h=s1`);
      await widget.until(() => shellGot.some(m => m.messageType === 'vte.ready'), `vte.ready over ${kind}`);
      const hello = await widget.run(() => shellGot[0]);
      assert.deepEqual([hello.messageType, Object.keys(hello.payload).sort()], ['vte.hello', ['app', 'nonceC', 'protocols']]);
    } finally {
      await at.browser.cdp('Page.removeScriptToEvaluateOnNewDocument', { identifier });
    }
  }
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
