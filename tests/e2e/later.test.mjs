// What follows from a score is the second part of the same wasm instance, loaded when somebody goes there. Until it has come,
// or where it cannot come, nothing that was signed or entered is lost, and nobody enters what is not there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { module } from '../../scripts/wasm.mjs';
import { CJK, chain, LATIN, surgical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { DIST } from './server.mjs';
import { pause, stage } from './stage.mjs';

const at = stage({ breaks: ['file'] });
const LATER = '/virchow/v1/more/later_bg.wasm';
const file = name => readFileSync(join(DIST, 'v1', name));
const asked = () => at.server.requests.filter(({ path }) => path.endsWith(LATER.split('/').at(-1))).length;

async function signed(page = 'job.html', given = {}) {
  const widget = await at.page(page, { chart: surgical(), lang: 'zh-CN', ...given });
  await widget.untilScore(5);
  await widget.sign();
  await widget.untilDelivery('confirmed');
  return widget;
}
const toPrevention = async widget => {
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-rule]'), 'the proposal');
};
async function without(special, act) {
  at.server.override[LATER] = special;
  try { return await act(); } finally { delete at.server.override[LATER]; }
}

test('the two parts are of one build: each place that the second names is there in the first', async () => {
  const [first, second] = await Promise.all(['virchow_bg.wasm', 'more/later_bg.wasm'].map(name => WebAssembly.compile(file(name))));
  const offered = new Map(WebAssembly.Module.exports(first).map(({ name, kind }) => [name, kind]));
  // A function is named by its place in the table of the first. What only the second fills holds the trap, its last function.
  const { elements, imports, functions } = module(file('virchow_bg.wasm')), places = [];
  for (const { from, functions } of elements) places.splice(from, functions.length, ...functions);
  for (const { name, kind } of WebAssembly.Module.imports(second)) {
    if (kind !== 'function') assert.equal(offered.get(name), kind, name);
    else assert.ok(places[+name] < imports.length + functions.length - 1, name);
  }
  assert.deepEqual(WebAssembly.Module.exports(second), [], 'it is entered through the table alone');
});

test('a score is filled, signed and delivered without it; it is asked for once, when somebody goes there', async () => {
  const before = asked();
  const widget = await signed();
  assert.equal(asked(), before);
  await toPrevention(widget);
  await widget.press('[data-action="to-score"]');
  await toPrevention(widget);
  assert.equal(asked(), before + 1);
});

test('under the strict policy of the bridge too', async () => {
  await toPrevention(await signed('strict.html'));
});

for (const [what, special] of [
  ['missing', { status: 404 }],
  ['no wasm', { body: 'not found, said politely' }],
  ['of another build', { get body() { return Buffer.from(file('more/later_bg.wasm').toString('latin1').replace(/(\x01\.\x08)[0-9a-f]{8}/, '$100000000'), 'latin1'); } }],
]) {
  test(`${what}: said in words, the result stands, and it can be tried again`, async () => {
    const widget = await without(special, async () => {
      const widget = await signed();
      await widget.press('[data-action="prevention"]');
      await widget.until((el, $) => $('[data-missing]'), 'the word that it could not be loaded');
      return widget;
    });
    assert.ok(CJK.test(await widget.run((el, $) => $('[data-missing]').textContent)));
    assert.equal((await widget.look()).state, 'sent');
    const [error] = (await widget.errors()).filter(({ code }) => code === 'E_WASM');
    assert.ok(CJK.test(error.message.zh) && LATIN.test(error.message.en) && error.retryable);
    await toPrevention(widget);
    assert.equal(await widget.run((el, $) => !!$('[data-missing]')), false);
  });
}

// A page opened again: what was kept of the admission is there and cannot be read.
const again = given => async () => {
  const widget = await at.page('job.html');
  await widget.run(async (el, $, $$, given) => { await el.whenReady; el.lang = given.lang; el.user = given.user; if (given.record) el.record = given.record; el.chart = given.chart; }, { lang: 'zh-CN', user: NURSE, ...given });
  await widget.until((el, $) => $('[data-unread]'), 'the word that it could not be read');
  // The record and the draft each ask for it: both have been refused before it is there again.
  for (let before = -1; before !== asked(); await pause(700)) before = asked();
  await widget.until((el, $) => $('[data-unread]') && $('[data-action="load-again"]'), 'the way to try again');
  return widget;
};

test('a draft of the questions waits for them in the store', async () => {
  const chart = surgical();
  let widget = await signed('job.html', { chart });
  await toPrevention(widget);
  await widget.press('[data-item="bs_active_bleeding"]');
  const row = () => widget.run((el, $) => $('[data-row="bs_active_bleeding"]')?.dataset.answer);
  await widget.until((el, $) => $('[data-row="bs_active_bleeding"]').dataset.answer === 'yes', 'the answer');
  await new Promise(done => setTimeout(done, 300));
  const record = await widget.run(el => el.record);
  widget = await without({ status: 404 }, again({ chart, record }));
  await widget.press('[data-action="load-again"]');
  await widget.until((el, $) => $('[data-rule]'), 'the questions');
  assert.equal(await row(), 'yes');
});

for (const lang of ['zh-CN', 'en']) {
  test(`a draft that cannot be read yet is not lost: said, nothing is signed over it, and both are there at the next try (${lang})`, async () => {
    const chart = surgical();
    let widget = await at.page('job.html', { chart, lang });
    await widget.untilScore(5);
    await widget.tick('varicose_veins');
    await widget.untilScore(6);
    await new Promise(done => setTimeout(done, 300));
    widget = await without({ status: 404 }, async () => {
      const widget = await again({ chart, lang })();
      assert.ok((lang === 'en' ? LATIN : CJK).test(await widget.run((el, $) => $('[data-unread]').textContent)));
      await widget.untilScore(5);
      await widget.tick('swollen_legs');
      await widget.untilScore(6);
      await widget.action('none-of-the-rest');
      const { error } = await widget.run(el => el.sign());
      assert.equal(error.code, 'E_WASM');
      assert.ok(CJK.test(error.message.zh) && LATIN.test(error.message.en));
      assert.equal(await widget.run(el => el.validate().valid), false);
      assert.deepEqual(await at.browser.axe(), []);
      return widget;
    });
    await widget.press('[data-action="load-again"]');
    await widget.until((el, $) => !$('[data-unread]'), 'it to be read');
    // What was answered since stands over what was kept.
    await widget.until((el, $) => $('[data-row="swollen_legs"]').dataset.answer === 'yes' && $('[data-row="varicose_veins"]').dataset.answer === 'no', 'the answers');
    await widget.until(el => el.validate().valid, 'nothing in the way any more');
  });
}

test('a record of the host that cannot be read yet: nothing is signed beside it; then it stands there', async () => {
  const chart = surgical();
  const record = await (await signed('job.html', { chart })).run(el => el.record);
  const elsewhere = { ...chart, contextId: `${chart.contextId}-elsewhere` };
  const moved = chain(record.map(({ prev, hash, ...event }) => ({ ...event, contextId: elsewhere.contextId })));
  const widget = await without({ status: 404 }, again({ chart: elsewhere, record: moved }));
  assert.equal((await widget.run(el => el.sign())).error.code, 'E_WASM');
  assert.deepEqual(await widget.run(el => el.record), []);
  await widget.press('[data-action="load-again"]');
  await widget.until((el, $, $$, count) => el.record.length === count && $('.previous'), 'the record', { args: [moved.length] });
  // Another patient is opened meanwhile: the record that waits is not that one's.
  const other = surgical();
  await without({ status: 404 }, async () => {
    const widget = await again({ chart: elsewhere, record: moved })();
    await widget.run((el, $, $$, other) => el.open(other, { force: true }), other);
    await widget.untilScore(5);
    assert.equal(await widget.run((el, $) => !!$('[data-unread]') || !!$('[data-fault]')), false);
    assert.deepEqual(await widget.run(el => el.record), []);
  });
});

test('an element that is taken away before its store has answered calls nobody who is not there', async () => {
  const chart = surgical();
  let widget = await at.page('job.html', { chart });
  await widget.untilScore(5);
  await widget.tick('varicose_veins');
  await widget.untilScore(6);
  await widget.untilKept(chart.contextId);
  widget = await at.page('job.html', {});
  await widget.run(async (el, $, $$, given) => {
    await el.whenReady;
    const other = document.createElement('vte-assessment');
    other.id = 'other';
    el.after(other);
    await other.whenReady;
    el.user = given.user;
    el.chart = given.chart;
    el.remove();
  }, { chart, user: NURSE });
  await new Promise(done => setTimeout(done, 1000));
  const other = at.browser.widget('#other');
  await other.load({ chart, user: NURSE, lang: 'en' });
  await other.untilScore(6);
  assert.deepEqual(await other.run((el, $) => [$('[data-row="varicose_veins"]').dataset.answer, window.failures]), ['yes', []]);
});

test('a chart with medicines: what is wrong in it is told at once, and what they are is known when it is asked', async () => {
  const taken = [{ id: 'medication', value: { name: '华法林片', status: 'active', lastDoseAt: new Date().toISOString() } }, { id: 'allergy', value: { to: '丹参' } }];
  const chart = surgical({ facts: [...taken, { id: 'medication', value: 7 }] }), before = asked();
  await signed('job.html', { chart: surgical({ facts: taken }) });
  assert.equal(asked(), before);
  // What was not taken is told without it; only what it is called on a ward stands there, and is fetched.
  const told = async widget => assert.deepEqual((await widget.errors()).filter(({ code }) => code !== 'E_WASM').map(({ code, path }) => [code, path]), [['E_SCHEMA', `/chart/facts/${chart.facts.length - 1}/value`]]);
  await without({ status: 404 }, async () => told(await signed('job.html', { chart })));
  const since = asked(), widget = await signed('job.html', { chart: { ...chart, contextId: `${chart.contextId}-again` } });
  assert.equal(asked(), since + 1);
  await told(widget);
  await toPrevention(widget);
  assert.equal(asked(), since + 1);
  const said = await widget.run((el, $) => [$('[data-row="bs_concomitant_antithrombotic"]').dataset.answer, $('[data-row="unrecognised_allergy"]').textContent.includes('丹参')]);
  assert.deepEqual(said, ['yes', true]);
});

test('a bleeding list named by the host is waited for, and is said where it cannot come', async () => {
  const given = { chart: surgical(), lang: 'zh-CN', attributes: { instrument: 'cn_bleed_surgical' } };
  const open = async () => {
    const widget = await at.page('job.html');
    await widget.run(async (el, $, $$, given) => { await el.whenReady; el.lang = given.lang; el.setAttribute('instrument', given.attributes.instrument); el.user = given.user; el.chart = given.chart; }, { ...given, user: NURSE });
    return widget;
  };
  await without({ status: 404 }, async () => {
    const widget = await open();
    await widget.until((el, $) => /more\//.test($('.root').textContent), 'the word that it could not be loaded');
    assert.equal(await widget.run((el, $) => !!$('[data-row]')), false, 'no other form stands in for it');
  });
  const widget = await open();
  await widget.until((el, $) => $('[data-row="bs_active_bleeding"]'), 'the list');
});

test('an amendment that cannot be begun says so, and can be tried again', async () => {
  const widget = await without({ status: 404 }, async () => {
    const widget = await signed();
    await widget.press('[data-action="amend"]');
    await widget.until((el, $) => $('[data-fault]'), 'the reason');
    return widget;
  });
  assert.equal((await widget.look()).state, 'sent');
  await widget.press('[data-action="amend"]');
  await widget.until((el, $) => $('[data-reason]'), 'the form again');
});

test('signed, not accepted, and opened again: the host is told of it as before', async () => {
  const chart = surgical();
  let widget = await at.page('job.html', { chart });
  await widget.run(() => { window.silent = true; });
  const first = await widget.sign();
  widget = await at.page('job.html', { chart });
  const { detail } = (await widget.untilSeen('vte-event'))[0];
  assert.equal(detail.event.id, first.event.id);
  assert.deepEqual(detail.outputs, first.outputs);
  await widget.untilDelivery('confirmed');
});
