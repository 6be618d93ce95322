// The page around us: old libraries, an old code page, a tag name that is somebody else's, an element in a host's own shadow root.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { medical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { DIST } from './server.mjs';
import { stage } from './stage.mjs';

const at = stage({ breaks: ['file', 'host'] });
const WASM = '/virchow/v1/virchow_bg.wasm';
const page = (head, body, scripts = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Old page</title><script>${head}</script></head><body><main><h1>Old page</h1>${body}</main><script src="/job.js"></script>${scripts}</body></html>`;
const WIDGET = '<script type="module" src="/virchow/v1/virchow.js"></script>';
async function shown(body, type) {
  at.server.override['/blank.html'] = { body, ...(type && { type }) };
  try { return await at.page('blank.html'); } finally { delete at.server.override['/blank.html']; }
}

// What Prototype 1.6 does, and MooTools with `Event`.
const OLD = `
  Array.prototype.toJSON = function () { return '[' + this.map(function (one) { return JSON.stringify(one); }).join(', ') + ']'; };
  String.prototype.toJSON = function () { return '"' + this + '"'; };
  Number.prototype.toJSON = function () { return String(this); };
  Date.prototype.toJSON = function () { return '"' + this.toISOString() + '"'; };
  Array.prototype.each = function () {}; Object.prototype.extended = function () {};
  window.Event = function () { throw new Error('not the browser’s Event'); };`;

test('Array.prototype.toJSON of an old library does no harm: chart, score, signature, headless', async () => {
  const chart = medical(), body = page(OLD, '<vte-assessment></vte-assessment>', WIDGET);
  const widget = await shown(body);
  await widget.run(async (el, $, $$, chart, user) => {
    await customElements.whenDefined('vte-assessment');
    await el.whenReady;
    window.got = [];
    el.lang = 'en';
    el.user = user;
    el.addEventListener('vte-event', event => { got.push(event.detail.event); event.detail.respondWith({ status: 'accepted' }); });
    window.silent = true;
    const at = new Date(Date.now() - 3_600_000);
    el.chart = { ...chart, facts: [...chart.facts, { id: 'platelets', value: 210, unit: '10*9/L', at, source: 'LIS' }] };
  }, chart, NURSE);
  await widget.untilScore(1);
  const errors = await widget.errors();
  assert.deepEqual(errors.map(({ code, path }) => [code, path]), []);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  assert.equal((await widget.run(el => el.getResult({ outputs: ['flat'] }))).flat.floor, 4);
  await widget.fillRest();
  await widget.press('[data-action="sign"]');
  await widget.untilDelivery('confirmed');
  assert.equal(await widget.run(() => got.filter(({ type }) => type === 'assessed').map(({ body }) => `${body.floor} ${Array.isArray(body.answers)}`).join()), '4 true');
  const headless = await widget.run(async () => {
    const { default: init, score, assess } = await import('/virchow/v1/virchow.js');
    await init();
    return [score('padua', { answers: { active_cancer: true }, facts: [{ id: 'age', value: 71 }] }).floor, assess({ chart: { contextId: 'x', facts: [{ id: 'age', value: 71 }] }, at: '2026-11-22T08:00:00+08:00', answers: {} }).error?.code];
  });
  assert.deepEqual([...headless], [4, 'E_INSTRUMENT'], 'read as the chart that it is: which score, it does not say');
});

test('the tag name is somebody else’s: another is registered and its name is given', async () => {
  const widget = await shown(page('customElements.define("vte-assessment", class extends HTMLElement {}); customElements.define("his-vte", class extends HTMLElement {});', '<section id="place"></section>', WIDGET));
  const names = await widget.run(async (el, $, $$, chart, user) => {
    const { defineVteElement } = await import('/virchow/v1/virchow.js');
    const tag = defineVteElement(), again = defineVteElement(), other = defineVteElement('his-vte'), own = defineVteElement('our-vte');
    const made = document.getElementById('place').appendChild(document.createElement(tag));
    await made.whenReady;
    Object.assign(made, { user, chart });
    return [tag, again, other, own];
  }, medical(), NURSE);
  assert.deepEqual(names, ['vte-assessment-2', 'vte-assessment-2', 'his-vte-2', 'our-vte']);
  const ours = at.browser.widget('vte-assessment-2');
  await ours.untilScore(1);
});

for (const [where, make] of [['a host’s own shadow root', `const host = place.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' }); window.made = host.appendChild(document.createElement('vte-assessment'));`],
  ['another tag', `window.made = place.appendChild(document.createElement(virchow.defineVteElement('ward-vte')));`]]) {
  test(`Restart works for an element in ${where}`, async () => {
    at.server.override[WASM] = { status: 404 };
    const widget = await shown(page('', '<section id="place"></section>', WIDGET));
    try {
      await widget.run(async (el, $, $$, make, chart, user) => {
        const virchow = await import('/virchow/v1/virchow.js'), place = document.getElementById('place');
        new Function('virchow', 'place', make)(virchow, place);
        Object.assign(made, { user, chart });
        await made.whenReady.catch(() => {});
      }, make, medical(), NURSE);
    } finally { delete at.server.override[WASM]; }
    const score = await widget.run(async () => {
      made.shadowRoot.querySelector('[data-action="restart"]').click();
      for (let turn = 0; turn < 400 && !made.shadowRoot.querySelector('[data-score]'); turn++) await new Promise(next => setTimeout(next, 25));
      return made.shadowRoot.querySelector('[data-score]')?.textContent;
    });
    assert.match(score ?? '', /^1/);
  });
}

test('in a page written in GBK our words are read as they are', async () => {
  const body = Buffer.concat([Buffer.from('<!doctype html><html><head><meta charset="gbk"><title>'), Buffer.from([0xc0, 0xcf, 0xd2, 0xb3]), Buffer.from('</title></head><body><main><vte-assessment lang="zh-CN"></vte-assessment></main><script src="/virchow/v1/virchow-host.iife.js"></script><script src="/job.js"></script><script type="module" src="/virchow/v1/virchow.js"></script></body></html>')]);
  at.server.override['/virchow/v1/virchow-host.iife.js'] = { type: 'text/javascript' };
  at.server.override['/virchow/v1/virchow.js'] = { type: 'text/javascript' };
  try {
    const widget = await shown(body, 'text/html');
    await widget.run(async (el, $, $$, chart, user) => { await customElements.whenDefined('vte-assessment'); await el.whenReady; Object.assign(el, { user, chart }); }, medical({ label: '欧阳若兰' }), NURSE);
    await widget.untilScore(1);
    assert.equal(await at.browser.run(() => document.characterSet), 'GBK');
    assert.match(await widget.run((el, $) => $('.root').textContent), /欧阳若兰[\s\S]*恶性肿瘤/);
  } finally { for (const name of ['virchow-host.iife.js', 'virchow.js']) delete at.server.override[`/virchow/v1/${name}`]; }
  assert.ok(/^[\x00-\x7f]*$/.test(readFileSync(join(DIST, 'v1/virchow-host.iife.js'), 'latin1')), 'a classic script is read in the code of its page');
});

test('Object.prototype frozen, and a <base> elsewhere: the element starts all the same', async () => {
  const widget = await shown(page('[Object, Array, Function, Promise].forEach(one => Object.freeze(one.prototype));', '<base href="/nowhere/"><vte-assessment></vte-assessment>', WIDGET));
  await widget.load({ chart: medical(), lang: 'en' });
  await widget.untilScore(1);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
});
