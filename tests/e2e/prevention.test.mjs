// After the score: the nurse answers the bleeding list, the physician sees the proposal and accepts, changes, overrides or
// declines it; a needle's window closes while the page is open.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labs, medical, stamp, surgical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { stage, until, verifies } from './stage.mjs';

const at = stage();
const PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' };
const typed = type => at.his.posts.map(post => post.event).filter(event => event.type === type);
const posted = type => until(() => typed(type)[0], `a ${type} at the host`);
const rule = widget => widget.run((el, $) => $('[data-rule]')?.dataset.rule);
const measures = widget => widget.run((el, $, $$) => $$('[data-measure]').map(measure => measure.dataset.measure));

// A nurse's score of six points, signed; then what follows.
async function scored(chart, user = NURSE, given = {}) {
  const widget = await at.page('job.html', { chart, user, ...given });
  await widget.untilScore(5);
  await widget.press('[data-item="varicose_veins"]');
  await widget.untilScore(6);
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-rule]'), 'the proposal');
  return widget;
}
const screen = async widget => {
  await widget.press('[data-action="none-of-the-rest"]');
  await widget.until((el, $) => $('[data-bleeding]')?.dataset.bleeding !== 'open', 'bleeding settled');
  await widget.press('[data-action="sign"]');
  await posted('bleeding_screened');
  await widget.untilDelivery('confirmed');
};
// The physician takes over at the same terminal.
const asPhysician = widget => widget.run((el, $, $$, user) => { el.user = user; }, PHYSICIAN).then(() => widget.until((el, $) => $('[data-action="authorise"]'), "the physician's buttons"));

test('a nurse scores high and signs the bleeding list; she reads the proposal and cannot decide', async () => {
  const widget = await scored(surgical({ facts: labs() }));
  assert.equal(await widget.run((el, $) => $('[data-bleeding]').dataset.bleeding), 'open', 'nobody has answered yet');
  assert.equal(await rule(widget), 'S4');
  assert.deepEqual(await measures(widget), ['basic', 'enoxaparin', 'ipc']);
  assert.ok((await widget.run((el, $) => $('.waits')?.textContent)), 'what the drug waits for is said');
  await screen(widget);
  const { body } = typed('bleeding_screened')[0];
  assert.equal(body.instrument, 'cn_bleed_surgical');
  assert.equal(body.high, false);
  assert.ok(!(await widget.run((el, $) => $('[data-action="authorise"]') || $('[data-action="decline-open"]'))), 'no button of a physician');
  assert.ok((await widget.seen('vte-alert')).some(e => e.detail.kind === 'review_required'), 'the HIS is told that a physician is due');
});

test('a physician opens the record and declines with a coded reason', async () => {
  const chart = surgical({ facts: labs() });
  const first = await scored(chart);
  await screen(first);
  const record = await first.run(el => el.record);
  const widget = await at.page('job.html', { chart: { ...chart, contextId: chart.contextId }, user: PHYSICIAN, record, lang: 'zh-CN' });
  await widget.until((el, $) => $('[data-rule]'), 'the proposal is what a physician sees first');
  await widget.press('[data-action="decline-open"]');
  await widget.press('[data-action="decline"]');
  assert.equal(typed('plan_declined').length, 0, 'not without a reason');
  await widget.press('[data-decline]');
  await widget.press('[data-action="decline"]');
  const event = await posted('plan_declined');
  assert.equal(event.by.role, 'physician');
  assert.ok(event.body.reasonCode);
  assert.equal(event.body.of, record.find(line => line.type === 'assessed').id);
  await widget.until((el, $) => $('[data-standing="declined"]'), 'that it was declined is shown');
  verifies(await widget.run(el => el.record));
});

test('a physician accepts, and the plan is the proposal with dose, start and stop', async () => {
  const widget = await scored(surgical({ facts: labs() }));
  await screen(widget);
  await asPhysician(widget);
  await widget.press('[data-action="authorise"]');
  const { body } = await posted('plan_authorised');
  const drug = body.measures.find(measure => measure.kind === 'drug');
  assert.equal(drug.id, 'enoxaparin');
  assert.equal(drug.dose.amount, 40);
  assert.ok(drug.stop, 'a planned stop');
  assert.ok(body.measures.some(measure => measure.id === 'ipc'));
  assert.deepEqual(body.overrides, []);
  await widget.until((el, $) => $('[data-standing="authorised"]'), 'the plan in force is shown');
});

test('a physician changes the drug and leaves the device out', async () => {
  const widget = await scored(surgical({ facts: labs() }));
  await screen(widget);
  await asPhysician(widget);
  await widget.press('[data-drug="nadroparin"]');
  await widget.press('[data-device=""]');
  await widget.press('[data-action="authorise"]');
  const { body } = await posted('plan_authorised');
  assert.deepEqual(body.measures.filter(measure => measure.kind !== 'basic').map(measure => measure.id), ['nadroparin']);
  assert.equal(body.measures.find(measure => measure.id === 'nadroparin').dose.amount, 0.3, 'general surgery, by volume');
});

test('an override wants a typed reason and a second confirmation; where there is none, it cannot be chosen', async () => {
  const widget = await scored(surgical({ facts: [...labs({ platelets: 45 }), { id: 'CI_HIT', value: true, source: 'HIS' }] }));
  await screen(widget);
  await asPhysician(widget);
  assert.equal(await widget.run((el, $) => $('[data-bleeding]').dataset.bleeding), 'high');
  assert.ok(!(await widget.run((el, $) => $('[data-drug="enoxaparin"]'))), 'no heparin after HIT, by nobody');
  await widget.press('[data-drug="fondaparinux"]');
  await widget.until((el, $) => $('[data-override="fondaparinux"]'), 'the reason is asked');
  await widget.press('[data-action="authorise"]');
  await widget.type('[data-override="fondaparinux"]', '血液科会诊后决定');
  await widget.press('[data-action="authorise"]');
  await new Promise(done => setTimeout(done, 300));
  assert.equal(typed('plan_authorised').length, 0, 'not before it was confirmed');
  await widget.press('[data-sure="fondaparinux"]');
  await widget.press('[data-action="authorise"]');
  const { body } = await posted('plan_authorised');
  assert.ok(body.overrides.some(override => override.id === 'CI_PLT_LT_50' && override.reason === '血液科会诊后决定'));
});

test('a spinal needle\'s window closes while the page is open: bleeding falls, the host hears of it', async () => {
  const needle = new Date(Date.now() - 12 * 3_600_000 + 12_000).toISOString();
  const operation = { kind: 'laparoscopic', durationMin: 70, status: 'done', at: stamp(-0.09) };
  const widget = await scored(surgical({ operation, facts: [...labs(), { id: 'neuraxial', value: { kind: 'needle', at: needle }, source: 'HIS' }] }));
  await widget.press('[data-action="none-of-the-rest"]');
  await widget.until((el, $) => $('[data-bleeding]')?.dataset.bleeding === 'high', 'high inside the window');
  assert.equal(await rule(widget), 'S5');
  await widget.until((el, $) => $('[data-rule]')?.dataset.rule === 'S4', 'the drug is proposed once the window has closed');
  assert.ok((await widget.seen('vte-alert')).some(e => e.detail.kind === 'bleeding_fell'));
});

test('what was answered of the bleeding list survives a reload', async () => {
  const chart = surgical({ facts: labs() });
  const widget = await scored(chart);
  await widget.press('[data-item="bs_prior_major_bleeding"]');
  await widget.press('[data-item="CI_FALL_HEAD"]');
  await widget.until((el, $) => $('[data-bleeding]')?.dataset.bleeding === 'high', 'high by one item');
  await new Promise(done => setTimeout(done, 300));
  const again = await at.page('job.html', { chart, user: NURSE });
  await again.until((el, $) => $('[data-item="bs_prior_major_bleeding"]')?.checked && $('[data-item="CI_FALL_HEAD"]')?.checked, 'the answers are there again');
});

test('a medical patient with labs missing: the drug waits, nothing is guessed', async () => {
  const widget = await at.page('job.html', { chart: medical(), user: NURSE });
  await widget.untilScore(1);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-rule]')?.dataset.rule === 'M1', 'M1');
  assert.deepEqual(await measures(widget), ['basic', 'enoxaparin', 'ipc'], 'the device meanwhile');
  const text = await widget.run((el, $) => $('[data-measure="enoxaparin"]').textContent);
  assert.ok(!/\d+ mg/.test(text), 'no dose from a guess');
});

test('a laboratory value that turns bleeding high after the screen was signed asks for it again before any drug', async () => {
  const chart = surgical({ facts: labs() });
  const widget = await scored(chart);
  await screen(widget);
  await asPhysician(widget);
  await widget.run((el, $, $$, chart, platelets) => { el.chart = { ...chart, facts: [...chart.facts, platelets] }; }, chart, { id: 'platelets', value: 41, unit: '10*9/L', at: stamp(), source: 'LIS' });
  await widget.until((el, $) => $('[data-rule]').dataset.rule === 'S5', 'the proposal follows the new value');
  assert.deepEqual(await measures(widget), ['basic', 'ipc'], 'no drug any more');
  assert.ok(await widget.run((el, $) => $('[data-action="sign"]')), 'the list is to be signed again');
  await widget.press('[data-action="authorise"]');
  const { body } = await posted('plan_authorised');
  assert.deepEqual(body.measures.map(measure => measure.id), ['basic', 'ipc']);
  assert.equal(typed('bleeding_screened').length, 2, 'signed again before the plan');
  assert.equal(typed('bleeding_screened')[1].body.high, true);
});
