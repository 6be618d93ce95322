// The shelf: every instrument on its own in the element, and the page of the app that lists them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { medical } from './cases.mjs';
import { Key, launch } from './driver.mjs';
import { serve } from './server.mjs';
import { stage, until } from './stage.mjs';
import { Tablet } from './tablet.mjs';

const SCORED = ['nhs_dh', 'wells_dvt', 'perc', 'years', 'pesi', 'spesi', 'wells_pe', 'wells_pe_simplified', 'geneva', 'geneva_simplified', 'bova', 'hestia', 'd_dimer_age', 'peged', 'improve_vte', 'improve_dd', 'khorana', 'has_bled', 'vte_bleed', 'four_ts', 'rcog_37a', 'esc_2019'];
const at = stage();

/** An element with this attribute and no patient. */
async function calculator(instrument, attributes = {}) {
  const widget = await at.page('job.html');
  await widget.load({ lang: 'en', attributes: { instrument, ...attributes } });
  await widget.until((el, $) => $('.calculator'), `${instrument} as a calculator`);
  return widget;
}

/** What stands on the screen: the points, the outcome of each reading, and those that are still possible. */
const shown = widget => widget.run((el, $, $$) => ({
  score: $('[data-score]')?.textContent.trim(),
  readings: Object.fromEntries($$('[data-reading-id]').map(reading => [reading.dataset.readingId, $$(`[data-possible-of="${reading.dataset.readingId}"] [data-possible]`).map(one => one.dataset.possible)
    .concat([...reading.querySelectorAll('[data-tone]')].map(badge => badge.dataset.band ?? badge.dataset.readingBand))])),
}));

const scored = (widget, id, input) => widget.run(async (el, $, $$, id, input) => {
  const { default: init, score } = await import('/virchow/v1/virchow.js');
  await init();
  return score(id, input);
}, id, input);

test('each instrument opens by its attribute, and what it shows is what score() says', async () => {
  const seed = [...'virchow'].reduce((sum, sign) => sum * 31 + sign.charCodeAt(), 7);
  for (const [turn, id] of SCORED.entries()) {
    const widget = await calculator(id);
    const items = await widget.run((el, $, $$) => $$('[data-item]').map(item => [item.dataset.item, item.type]));
    assert.ok(items.length > 0, id);
    // Every third item is ticked, by a real change of the control: of a group the last one counts.
    const ticked = items.filter((_, index) => (index + turn + seed) % 3 === 0);
    for (const [item] of ticked) await widget.run((el, $, $$, item) => { const control = $(`[data-item="${item}"]`); if (control && !control.disabled && !control.checked) control.click(); }, item);
    const answers = await widget.run((el, $, $$) => Object.fromEntries($$('[data-row][data-answer]').filter(row => ['yes', 'no'].includes(row.dataset.answer)).map(row => [row.dataset.row, row.dataset.answer === 'yes'])));
    assert.ok(Object.values(answers).includes(true), `${id}: something is ticked`);
    const told = await scored(widget, id, { answers }), now = await shown(widget);
    assert.equal(told.error, undefined, id);
    for (const [reading, outcomes] of Object.entries(told.outcomes)) assert.deepEqual(now.readings[reading], outcomes, `${id} ${reading}`);
    if (told.floor === null) assert.ok(now.score == null, `${id} has no total`);
    else assert.ok(now.score.startsWith(String(told.floor)), `${id}: ${now.score} begins with ${told.floor}`);
    assert.equal(await widget.run((el, $) => $('[data-band]').dataset.band), told.band ?? 'open', id);
  }
});

test('a value is entered with its unit; without it, it is refused with the reason and stays', async () => {
  const widget = await calculator('years');
  await widget.press('[data-action="none-of-the-rest"]');
  await widget.type('[data-calculator="value.d_dimer"]', '0.6');
  await widget.until((el, $) => /never guessed/.test($('[data-refused-value="d_dimer"]')?.textContent), 'the refusal');
  assert.equal(await widget.run((el, $) => $('[data-calculator="value.d_dimer"]').value), '0.6');
  await widget.run((el, $) => { const unit = $('[data-calculator="unit.d_dimer"]'); unit.value = 'mg/L{FEU}'; unit.dispatchEvent(new Event('change', { bubbles: true })); });
  await widget.until((el, $) => $('[data-band]').dataset.band === 'excluded', 'below 1000');
  assert.equal(await widget.run((el, $) => $('[data-refused-value]')), null);
  await until(async () => (await widget.seen('vte-change')).some(({ detail }) => detail.instrument === 'years' && detail.changed.includes('haemoptysis')), 'vte-change');
});

test('SpO2 on oxygen and a patient whom it is not for are said, and the answers stay', async () => {
  const widget = await calculator('perc');
  await widget.press('[data-item="haemoptysis"]');
  await widget.type('[data-calculator="value.spo2"]', '98');
  await widget.until((el, $) => /on oxygen/i.test($('[data-calculator="value.spo2"]').closest('.entry').textContent), 'the word on oxygen');
  assert.equal(await widget.run((el, $) => $('[data-row="spo2_lt_95"]').dataset.answer), 'open');
  const { encounter, ...chart } = medical();
  const patient = await calculator('perc');
  await patient.run((el, $, $$, chart) => { el.chart = chart; }, { ...chart, encounter: { ...encounter, setting: 'obstetric', admittedAt: '2026-01-01T08:00:00+08:00' } });
  await patient.until((el, $) => $('[data-misfit="pregnant"]') && $('[data-misfit="in_patient"]'), 'whom it is not for');
  await patient.press('[data-item="haemoptysis"]');
  await patient.until((el, $) => $('[data-band]').dataset.band === 'not_excluded', 'the answer counts');
});

test('an obstetric chart opens RCOG 37a, and nothing is signed or asked of the store', async () => {
  const { encounter, ...chart } = medical();
  const widget = await at.page('job.html');
  await widget.load({ lang: 'en', chart: { ...chart, patient: { ...chart.patient, sex: 'female', birthDate: '1996-01-01' }, encounter: { ...encounter, setting: 'obstetric' } } });
  await widget.until((el, $) => $('.calculator[data-instrument-id="rcog_37a"]'), 'RCOG 37a');
  await widget.press('[data-item="phase_antenatal"]', '[data-item="hyperemesis"]');
  await widget.until((el, $) => $('[data-band]').textContent.length > 0 && /3/.test($('[data-score] b').textContent), 'three points');
  assert.equal(await widget.run((el, $) => $('[data-item="elective_cs"]')), null, 'not asked before the delivery');
  assert.equal(await widget.run((el, $) => $('[data-action="sign"]')), null);
  assert.equal(await widget.run(async el => { await el.sign().catch(() => {}); return el.record.length; }), 0, 'nothing is signed');
  assert.deepEqual((await widget.errors()).filter(error => error.code === 'E_INSTRUMENT'), [], 'no dead end');
});

test('in both languages by keyboard alone, without a violation', async () => {
  for (const lang of ['zh-CN', 'en']) {
    const widget = await calculator('wells_pe');
    await widget.run((el, $, $$, lang) => { el.lang = lang; }, lang);
    await widget.until((el, $, $$, word) => $('.calculator').textContent.includes(word), lang, { args: [lang === 'en' ? 'Not for' : '不适用于'] });
    await widget.run((el, $) => $('[data-item="clinical_dvt"]').focus());
    await widget.session.keys(Key.SPACE);
    await widget.until((el, $) => $('[data-score] b').textContent === '3', 'ticked by the space bar');
    assert.deepEqual(await widget.session.axe(), [], `${lang}: ${widget}`);
    await widget.run((el, $) => $('[data-calculator="copy"]').focus());
    await widget.session.keys(Key.ENTER);
    await widget.until((el, $) => $('[data-copied]').textContent.length > 0, 'whether it was copied');
    const told = await widget.run((el, $) => $('[data-told]').value);
    const [zh, en] = ['Wells PE 评分[^]*3–12\\.5分', 'Wells score for pulmonary embolism[^]*not signed'];
    assert.match(told, new RegExp(lang === 'en' ? `${en}[^]*${zh}` : `${zh}[^]*${en}`), 'the language of the screen first');
    await widget.press('[data-calculator="clear"]');
    await widget.until((el, $) => $('[data-score] b').textContent === '0', 'cleared');
  }
});

// ---- the page of the app -----------------------------------------------------------------------------------------

let server, session, tablet;
before(async () => {
  server = await serve();
  session = await launch();
  tablet = new Tablet(session, server.origin);
});
after(async () => { await session?.quit(); await server?.close(); });

const listed = () => tablet.run(() => [...document.querySelectorAll('.shelf [data-use]:not([data-use="favourites"], [data-use="helpers"]) [data-open]')].map(link => link.dataset.open));
const search = text => tablet.run(text => { const field = document.querySelector('[data-search]'); field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }, text);
const found = async text => { await search(text); let all; await until(async () => { const now = (await listed()).join(); const rests = now === all; all = now; return rests; }, 'the list to rest'); return all.split(',').filter(Boolean); };

test('the shelf opens before the gate: searched in Chinese, by initials and in English; favourites stay; a link leads to one', async () => {
  await tablet.open();
  await tablet.speak('zh-CN');
  await tablet.open();
  await tablet.press('[data-action="shelf"]');
  await tablet.see('.shelf [data-use="suspected_pe"]');
  assert.equal((await listed()).length, 27);
  assert.deepEqual(await found('严重指数'), ['pesi', 'spesi']);
  assert.deepEqual(await found('fssyzzs'), ['pesi', 'spesi']);
  assert.deepEqual(await found('severity index'), ['pesi', 'spesi']);
  assert.deepEqual(await found('没有这种评分'), []);
  assert.deepEqual(await session.axe(), []);
  await search('');
  await tablet.press('[data-use="suspected_pe"] [data-favourite="perc"]');
  await tablet.see('[data-use="favourites"] [data-open="perc"]');
  await session.driver.navigate().refresh();
  await tablet.see('[data-use="favourites"] [data-open="perc"]');
  assert.equal(await tablet.run(() => localStorage.getItem('virchow-favourites')), 'perc');
  await tablet.press('[data-use="favourites"] [data-open="perc"]');
  await tablet.see('[data-calc="perc"] vte-assessment');
  assert.equal(await tablet.run(() => location.hash), '#/calc/perc');
  await session.driver.navigate().back();
  await tablet.see('.shelf [data-search]');
});

test('a link opens an instrument without a patient; each of them counts; the way back is the gate', async () => {
  for (const id of ['caprini', 'padua', 'cn_bleed_medical', 'wells_pe', 'rcog_37a']) {
    await tablet.open(`/virchow/ward.html?n=${id}#/calc/${id}`);
    await tablet.see(`[data-calc="${id}"] vte-assessment`);
    const widget = session.widget();
    await widget.until((el, $, $$, id) => $(`.calculator[data-instrument-id="${id}"]`), id, { args: [id] });
    assert.deepEqual(await session.axe(), [], id);
  }
  await tablet.press('[data-action="leave-shelf"]');
  await tablet.see('[data-gate]');
});

test('the helper formulas name what they used, and refuse a creatinine without its unit', async () => {
  await tablet.open('/virchow/ward.html?n=helpers#/calc/helpers');
  await tablet.see('[data-calc="helpers"] [name="age"]');
  const set = (name, value) => tablet.run((name, value) => {
    const field = document.querySelector(`[data-calc="helpers"] [name="${name}"]`);
    field.value = value;
    field.dispatchEvent(new Event(field.localName === 'select' ? 'change' : 'input', { bubbles: true }));
  }, name, value);
  for (const [name, value] of [['sex', 'male'], ['age', '65'], ['weight', '70'], ['creatinine', '90']]) await set(name, value);
  await tablet.said('[data-calc="helpers"] [data-refused]', /单位/);
  await set('creatinine_unit', 'umol/L');
  await tablet.said('[data-helper="crcl"]', /71\.6 mL\/min.*年龄 65.*体重 70 kg.*实际体重/s);
  assert.deepEqual(await session.axe(), []);
});
