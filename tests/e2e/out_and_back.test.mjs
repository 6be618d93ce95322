// An element that a tab strip, keep-alive or a script takes out of the page and puts back: it is as it was, whatever the store can
// do, and what was signed reaches the host.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medical } from './cases.mjs';
import { needsDevTools } from './driver.mjs';
import { stage, until, verifies } from './stage.mjs';

const at = stage();
const STORES = {
  durable: { page: 'job.html' },
  memory: { page: 'job.html', profile: { storage: 'memory' } },
  'no store': { page: 'nostore.html' },
};
const away = (widget, ms = 300) => widget.run(async (el, $, $$, ms) => { window.held = el; window.home = el.parentNode; el.remove(); await new Promise(done => setTimeout(done, ms)); }, ms);
const back = widget => widget.run(() => { home.append(held); });

for (const [mode, { page, profile }] of Object.entries(STORES)) {
  test(`out of the page and back: answers, note, patient and the place in the work are kept (${mode})`, async () => {
    const widget = await at.page(page, { chart: medical({ label: '欧阳若兰' }), profile });
    await widget.untilScore(1);
    await widget.press('[data-item="active_cancer"]');
    await widget.press('[data-item="previous_vte"]');
    await widget.untilScore(7);
    await away(widget);
    const out = await widget.run(async () => ({ state: held.state, floor: (await held.getResult({ outputs: ['flat'] })).flat.floor, missing: held.validate().missing.length, chart: held.chart.patient.label, shown: held.shadowRoot.textContent }));
    assert.deepEqual({ ...out, missing: out.missing > 0, shown: '' }, { state: 'in_progress', floor: 7, missing: true, chart: '欧阳若兰', shown: '' });
    assert.equal(out.shown, '', 'nothing of a patient is drawn where nobody sees it');
    await back(widget);
    await widget.untilScore(7);
    assert.equal((await widget.look()).rows.previous_vte, 'yes');
    await widget.press('[data-item="thrombophilia"]');
    await widget.untilScore(10);
    const { event } = await widget.sign();
    await widget.untilDelivery('confirmed');
    assert.equal(event.body.floor, 10);
    assert.deepEqual((await widget.look()).failures, []);
  });

  test(`signed, not delivered, taken out: it is delivered when the element is back, and once (${mode})`, async () => {
    const widget = await at.page(page, { chart: medical(), profile });
    await widget.untilScore(1);
    at.his.mode = '500';
    const { event } = await widget.sign();
    await at.posted(1);
    await away(widget);
    at.his.mode = 'accept';
    assert.equal((await widget.run(() => held.pending.map(({ id }) => id)))[0], event.id, 'it says what waits');
    await back(widget);
    await widget.untilDelivery('confirmed');
    const record = await widget.run(el => JSON.parse(JSON.stringify(el.record)));
    verifies(record);
    assert.deepEqual(at.his.effect.filter(({ type }) => type === 'assessed').map(({ id }) => id), [event.id]);
    assert.deepEqual(await widget.run(el => el.pending.length), 0);
  });

  test(`taken out in the moment of signing: whoever listens to the element itself gets the event (${mode})`, async () => {
    const widget = await at.page(page, { chart: medical(), profile });
    await widget.untilScore(1);
    await widget.fillRest();
    await widget.run((el, $) => {
      window.silent = true;
      el.addEventListener('vte-event', event => event.detail.respondWith(fetch('/his/vte', { method: 'POST', body: JSON.stringify({ event: event.detail.event }) }).then(answer => answer.json())));
      $('[data-action="sign"]').click();
      window.held = el; window.home = el.parentNode;
      el.remove();
    });
    await until(() => at.his.effect.some(({ type }) => type === 'assessed'), 'the assessment at the host');
    await until(() => widget.run(() => held.pending.length === 0), 'nothing that waits');
    await back(widget);
    await widget.untilDelivery('confirmed');
    assert.equal(at.his.posts.filter(({ event }) => event.type === 'assessed').length, 1);
  });
}

test('an element made in the place of one that rests has its draft and its undelivered event, without a store too', async () => {
  const chart = medical();
  const widget = await at.page('job.html', { chart, profile: { storage: 'memory' } });
  await widget.untilScore(1);
  at.his.mode = '500';
  await widget.sign();
  await at.posted(1);
  await away(widget);
  at.his.mode = 'accept';
  await widget.run((el, $, $$, chart, user) => {
    const next = document.createElement('vte-assessment');
    home.append(next);
    Object.assign(next, { profile: { storage: 'memory' }, user, chart });
  }, chart, { id: 'n-07', name: '李护士', role: 'nurse' });
  await until(() => at.his.effect.some(({ type }) => type === 'assessed'), 'the assessment at the host');
});

test('moved into another document and back it is drawn with its styles and goes on', async () => {
  const widget = await at.page('job.html', { chart: medical() });
  await widget.untilScore(1);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  const there = await widget.run(async el => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    window.home = el.parentNode; window.held = el;
    frame.contentDocument.body.append(el);
    await new Promise(done => setTimeout(done, 200));
    return { sheets: el.shadowRoot.adoptedStyleSheets.length, rules: el.shadowRoot.adoptedStyleSheets[0]?.cssRules.length, score: el.shadowRoot.querySelector('[data-score]')?.textContent };
  });
  assert.equal(there.sheets, 1);
  assert.ok(there.rules > 10);
  assert.match(there.score, /^4/);
  await back(widget);
  await widget.press('[data-item="previous_vte"]');
  await widget.untilScore(7);
  assert.ok(await widget.run(el => el.shadowRoot.adoptedStyleSheets[0].cssRules.length > 10));
  assert.deepEqual((await widget.look()).failures, []);
});

test('another admission opened while it is out is the one that is drawn when it is back', async () => {
  const widget = await at.page('job.html', { chart: medical({ label: '欧阳若兰' }) });
  await widget.untilScore(1);
  await away(widget);
  await widget.run((el, $, $$, chart) => { held.open(chart, { force: true }); }, medical({ label: '司徒怀远' }));
  await back(widget);
  await widget.until((el, $) => $('.root')?.textContent.includes('司徒怀远'), 'the other patient');
  assert.ok(!await widget.run((el, $) => $('.root').textContent.includes('欧阳若兰')));
});

test('an element that no script holds any more is gone, with what it held', { skip: needsDevTools('garbage collected') }, async () => {
  const widget = await at.page('job.html', { chart: medical() });
  await widget.untilScore(1);
  await widget.run(async (el, $, $$, chart, user) => {
    window.refs = [];
    for (let turn = 0; turn < 3; turn++) {
      let next = document.createElement('vte-assessment');
      document.querySelector('main').append(next);
      Object.assign(next, { user, chart: { ...chart, contextId: `gone-${turn}` } });
      await next.whenReady;
      await new Promise(done => setTimeout(done, 150));
      next.remove();
      refs.push(new WeakRef(next));
      next = undefined;
    }
  }, medical(), { id: 'n-07', name: '李护士', role: 'nurse' });
  await until(async () => {
    await at.browser.cdp('HeapProfiler.collectGarbage');
    return widget.run(() => refs.filter(ref => ref.deref()).length === 0);
  }, 'the elements to be collected');
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
});
