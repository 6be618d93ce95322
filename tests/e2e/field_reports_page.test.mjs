// The same as field_reports, where a page is needed: translators and extensions that write into it, tabs that take the element
// out, stores that do not answer, names that are taken. docs/reports/field-reports.md.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { pause, stage, verifies } from './stage.mjs';

/** What does not hold yet. Once it does, the suite asks to have it taken off. */
const OPEN = new Set([]);
const held = (name, run) => test(name, { timeout: 120_000 }, OPEN.has(name) ? () => assert.rejects(async () => run(), undefined, 'mended: take it off OPEN') : run);
const at = stage({ breaks: ['file', 'host', 'policy'] });
const open = async (given = {}) => { const widget = await at.page('job.html', { chart: medical(), ...given }); await widget.untilScore(1); return widget; };

/** A page in which something is already so when the script arrives. */
async function late(bend, given = {}) {
  await at.page('late.html');
  const widget = at.browser.widget();
  await at.browser.run(bend);
  await widget.run(async (el, $, $$, given) => { Object.assign(el, { lang: 'en', ...given }); await import('/virchow/v1/virchow.js'); await el.whenReady; }, { chart: medical(), user: NURSE, ...given });
  return widget;
}
/** As Google's translator leaves a page: every text in two `font`s, the nodes that were there gone. */
const translate = widget => widget.run(el => {
  const texts = [], walk = document.createTreeWalker(el.shadowRoot, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (walk.currentNode.data.trim() && !walk.currentNode.parentElement.closest('style')) texts.push(walk.currentNode);
  for (const text of texts) { const outer = document.createElement('font'), inner = outer.appendChild(document.createElement('font')); inner.textContent = text.data; text.replaceWith(outer); }
});

held('a translator has replaced every text: score, band and rows go on', async () => {
  const widget = await open();
  await translate(widget);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await translate(widget);
  await widget.press('[data-item="previous_vte"]');
  await widget.untilScore(7);
  assert.deepEqual((await widget.look()).failures, []);
});

held('a translator has replaced every text: the next patient is the one who is named', async () => {
  const widget = await open({ chart: medical({ label: '赵*' }) });
  await translate(widget);
  await widget.run((el, $, $$, chart) => { el.open(chart, { force: true }); }, medical({ label: '钱*' }));
  await widget.until(el => el.shadowRoot.textContent.includes('钱*'), 'the next name');
  assert.ok(!await widget.run(el => el.shadowRoot.textContent.includes('赵*')), 'the name of before is gone');
  assert.deepEqual((await widget.look()).failures, []);
});

held('an extension puts nodes of its own between ours: the form goes on', async () => {
  const widget = await open();
  await widget.run((el, $, $$) => { for (const node of $$('label, [data-score], [data-row], button')) { const mark = document.createElement('ext-mark'); mark.textContent = '★'; node.prepend(mark); } });
  await widget.press('[data-item="active_cancer"]');
  await widget.until((el, $) => /\b4\b/.test($('[data-score]').textContent), 'the score');
  const { event } = await widget.sign();
  assert.equal(event.body.floor, 4);
  assert.deepEqual((await widget.look()).failures, []);
});

held('nothing that we draw asks to be translated', async () => {
  const widget = await open();
  assert.ok(await widget.run(el => el.translate === false || el.shadowRoot.querySelector('.root')?.translate === false));
});

for (const storage of ['memory', 'durable']) {
  held(`a tab strip takes the element out and puts it back, twice (${storage})`, async () => {
    const widget = await open({ profile: { storage } });
    await widget.press('[data-item="active_cancer"]');
    await widget.untilScore(4);
    for (let round = 0; round < 2; round++) await widget.run(async el => { const home = el.parentNode; el.remove(); await new Promise(done => setTimeout(done, 400)); home.append(el); });
    await widget.untilScore(4);
    assert.equal((await widget.look()).rows.active_cancer, 'yes');
    const { event } = await widget.sign();
    assert.equal(event.body.floor, 4);
  });
}

held('the element is taken out right after a signature that nobody stores: the host has it once it is back', async () => {
  const widget = await open({ profile: { storage: 'memory' } });
  at.his.mode = '500';
  const { event } = await widget.sign();
  await widget.run(async el => { const home = el.parentNode; el.remove(); await new Promise(done => setTimeout(done, 400)); home.append(el); });
  at.his.mode = 'accept';
  await at.posted(2, 60_000);
  for (let turn = 0; turn < 300 && !at.his.effect.some(({ id }) => id === event.id); turn++) await pause(100);
  assert.ok(at.his.effect.some(({ id }) => id === event.id), 'not lost');
});

held('a parent draws anew and gives the same chart again and again: answers stay', async () => {
  const chart = medical(), widget = await open({ chart });
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.run(async (el, $, $$, chart, user) => { for (let turn = 0; turn < 20; turn++) { el.chart = structuredClone(chart); el.user = structuredClone(user); el.profile = {}; await new Promise(done => setTimeout(done, 5)); } }, chart, NURSE);
  await widget.untilScore(4);
  assert.equal((await widget.errors()).length, 0, JSON.stringify(await widget.errors()));
});

held('what is typed in a field of the shadow root stays', async () => {
  const widget = await open();
  await widget.press('[data-item="active_cancer"]');
  const field = '[data-note]';
  if (await widget.run((el, $) => Boolean($('[data-note]')))) {
    await widget.type(field, '长途飞行');
    await pause(400);
    assert.equal(await widget.run((el, $) => $('[data-note]').value), '长途飞行');
  }
  await widget.untilScore(4);
});

held('the store is opened, and nobody answers: the form works, and what it loses is said', async () => {
  const widget = await late(() => { IDBFactory.prototype.open = function () { return new EventTarget(); }; IDBFactory.prototype.databases = () => new Promise(() => {}); });
  await widget.untilScore(1);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.until((el, $) => $('[data-storage]')?.textContent.trim(), 'the notice');
  const { event, stored } = await widget.sign();
  assert.equal(stored, false);
  assert.equal(event.body.floor, 4);
  await widget.untilDelivery('confirmed');
});

held('a write begins, and nobody answers: the host has the signature all the same, with stored: false', async () => {
  const widget = await open();
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.run(() => {
    // Requests are made and never heard of: neither success nor error nor complete.
    for (const name of ['success', 'error']) Object.defineProperty(IDBRequest.prototype, `on${name}`, { configurable: true, get: () => null, set() {} });
    for (const name of ['complete', 'abort', 'error']) Object.defineProperty(IDBTransaction.prototype, `on${name}`, { configurable: true, get: () => null, set() {} });
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (...given) { if (!(this instanceof IDBRequest) && !(this instanceof IDBTransaction)) addEventListener.apply(this, given); };
  });
  const { stored } = await widget.sign();
  assert.equal(stored, false);
  await widget.untilDelivery('confirmed');
});

held('the browser closes the connection in the background: the next answer is stored', async () => {
  const chart = medical();
  const widget = await late(() => { const real = IDBFactory.prototype.open; window.connections = []; IDBFactory.prototype.open = function (...given) { const request = real.apply(this, given); request.addEventListener('success', () => connections.push(request.result)); return request; }; }, { chart });
  await widget.untilScore(1);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.untilKept(chart.contextId);
  await widget.run(() => { for (const connection of connections) connection.close(); });
  await widget.press('[data-item="previous_vte"]');
  await widget.untilScore(7);
  const { stored } = await widget.sign();
  assert.notEqual(stored, false, 'stored again');
});

held('somebody goes on to another page and back: the answers are there, and the store is used', async () => {
  const chart = medical(), widget = await open({ chart });
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.untilKept(chart.contextId);
  await at.browser.driver.get(`${at.server.origin}/blank.html`);
  await at.browser.driver.navigate().back();
  await widget.load({ chart, lang: 'en' });
  await widget.untilScore(4);
  const { stored } = await widget.sign();
  assert.notEqual(stored, false);
});

held('another script has taken our tag name: another is taken and told', async () => {
  await at.page('late.html');
  const name = await at.browser.run(async () => {
    customElements.define('vte-assessment', class extends HTMLElement {});
    const { defineVteElement } = await import('/virchow/v1/virchow.js');
    const name = defineVteElement('vte-assessment') ?? defineVteElement('vte-assessment-ours');
    return name ?? null;
  });
  assert.ok(name && name !== 'vte-assessment', `${name}`);
  const shown = await at.browser.run(async (name, chart) => { const el = document.createElement(name); el.id = 'ours'; el.lang = 'en'; el.chart = chart; document.body.append(el); await el.whenReady; return el.constructor === customElements.get(name); }, name, medical());
  assert.ok(shown);
  await at.browser.widget('#ours').untilScore(1);
});

held('a chart in proxies of a framework: shown, signed, sent', async () => {
  const widget = await at.page('job.html');
  await widget.run(async (el, $, $$, chart, user) => {
    const wrap = value => (value && typeof value === 'object' ? new Proxy(value, { get: (target, key) => wrap(Reflect.get(target, key)) }) : value);
    await customElements.whenDefined('vte-assessment');
    await el.whenReady;
    Object.assign(el, { lang: 'en', profile: wrap({ flat_keys: { floor: 'sum' } }), user: wrap(user), chart: wrap(chart) });
  }, medical(), NURSE);
  await widget.untilScore(1);
  const { event } = await widget.sign();
  assert.equal(event.by.id, NURSE.id);
});

held('an old library puts toJSON on arrays and texts: what is signed is what was answered', async () => {
  const widget = await late(() => {
    Array.prototype.toJSON = function () { return `[${[...this].map(one => JSON.stringify(one))}]`; };
    String.prototype.toJSON = function () { return `"${this}"`; };
  });
  await widget.untilScore(1);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  const record = await widget.run(async el => {
    el.shadowRoot.querySelector('[data-action="none-of-the-rest"]').click();
    await new Promise(done => setTimeout(done, 300));
    el.addEventListener('vte-event', event => event.detail.respondWith({ status: 'accepted' }));
    const answer = await el.sign();
    delete Array.prototype.toJSON;
    delete String.prototype.toJSON;
    return answer.error ? answer : JSON.parse(JSON.stringify(el.record));
  });
  assert.ok(Array.isArray(record), JSON.stringify(record));
  verifies(record);
  assert.equal(record.at(-1).body.floor, 4);
});
