// One plan: once a physician has authorised it, screen and paper show that plan and no proposal beside it; it is changed, held,
// resumed and stopped on the screen that shows it, each with a reason, in both languages; and the nurse's score is confirmed
// there too. What goes to the host says the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labs, medical, surgical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { pause, stage, until, verifies } from './stage.mjs';

const at = stage();
const PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' }, SECOND = { id: 'd-02', name: '吴医生', role: 'physician' };
// Heavy, so that a dose outside the label stands beside the usual one; medical, so that the first dose is due now.
const heavy = () => {
  const chart = medical({ facts: labs() });
  chart.facts.find(fact => fact.id === 'weight').value = 125;
  return chart;
};
// A physician who takes over a patient at risk may be led there, or goes.
const toPrevention = widget => widget.run((el, $) => $('[data-action="prevention"]')?.click());
const typed = type => at.his.posts.map(post => post.event).filter(event => event.type === type);
const posted = (type, count = 1) => until(() => typed(type).length >= count && typed(type)[count - 1], `${count} ${type} at the host`);
const WORDS = {
  'zh-CN': { superseded: '已由授权方案取代', change: '更改方案', held: '已暂停', inUse: '执行中', ended: '已结束', bleeding: '出血', dose: '40 mg 皮下注射 每日1次（4000 AxaIU）', heparin: '依诺肝素', note: '术区渗血，暂停观察', nothing: '目前无方案' },
  en: { superseded: 'superseded by the authorised plan', change: 'Change the plan', held: 'held', inUse: 'in use', ended: 'ended', bleeding: 'Bleeding', dose: '40 mg SC once daily (4000 anti-Xa IU)', heparin: 'Enoxaparin', note: 'oozing at the wound', nothing: 'no plan is in force' },
};
const state = (widget, id = 'enoxaparin') => widget.run((el, $, $$, id) => $(`[data-held="${id}"]`)?.dataset.state, id);
const becomes = (widget, wanted, id = 'enoxaparin') => widget.until((el, $, $$, id, wanted) => $(`[data-held="${id}"]`)?.dataset.state === wanted, `${id} ${wanted}`, { args: [id, wanted] });
const drugs = widget => widget.run((el, $, $$) => $$('[data-measure], [data-held]').filter(row => (row.dataset.measure ?? row.dataset.held) === 'enoxaparin').length);

/** A nurse's score, the bleeding list signed by the physician, and the plan authorised. */
async function authorised(chart, lang) {
  const widget = await at.page('job.html', { chart, user: NURSE, lang, outputs: ['flat', 'fhirR4', 'hl7v2', 'text'] });
  await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the form');
  await widget.press('[data-item="active_cancer"]');
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await widget.run((el, $, $$, user) => { el.user = user; }, PHYSICIAN);
  await toPrevention(widget);
  await widget.until((el, $) => $('[data-action="authorise"]'), "the physician's buttons");
  assert.equal(await drugs(widget), 1, 'one proposal');
  // One word about the rest does not deny the cancer of the signed score: it is confirmed by itself.
  await widget.press('[data-action="none-of-the-rest"]');
  await widget.until((el, $) => $('[data-row="bm_active_gi_ulcer"]')?.dataset.answer === 'no' && $('[data-row="bm_current_cancer"]').dataset.answer === 'open', 'all but the cancer answered');
  await widget.press('[data-action="confirm"][data-for="bm_current_cancer"]');
  await widget.until((el, $) => $('[data-row="bm_current_cancer"]').dataset.answer === 'yes' && $('[data-bleeding]').dataset.bleeding === 'low', 'bleeding settled');
  await widget.press('[data-action="authorise"]');
  await posted('plan_authorised');
  await widget.until((el, $) => $('[data-standing="authorised"]'), 'the plan in force');
  return widget;
}
async function handle(widget, action, id, why, note) {
  await widget.press(`[data-action="${action}"][data-of="${id}"]`);
  await widget.until((el, $) => $('[data-handling]'), 'why');
  if (why) await widget.press(`[data-why="${why}"]`);
  if (note) await widget.type('[data-why-note]', note);
  await widget.press('[data-action="handle"]');
}
const requests = bundle => bundle.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === 'MedicationRequest');

for (const [lang, words] of Object.entries(WORDS)) {
  test(`${lang}: authorised, changed, held, resumed and stopped, one heparin all the while`, async () => {
    const widget = await authorised(heavy(), lang);
    const text = () => widget.run((el, $) => $('[data-standing]').textContent);
    assert.equal(await drugs(widget), 1, 'one heparin on the sheet');
    assert.match(await text(), new RegExp(words.dose.replace(/[()]/g, '\\$&')));
    assert.ok(await widget.run((el, $, $$, words) => $('[data-superseded]').textContent.includes(words), words.superseded), 'the proposal is history');
    assert.ok(!(await widget.run((el, $) => $('[data-action="authorise"]'))), 'nothing to authorise twice');

    // On paper the plan, and neither a proposal nor a button.
    await at.browser.cdp('Emulation.setEmulatedMedia', { media: 'print', features: [] });
    try {
      const paper = await widget.run((el, $, $$) => ({ folded: getComputedStyle($('[data-superseded]')).display, plan: getComputedStyle($('[data-standing]')).display, tap: getComputedStyle($('[data-action="hold"]')).display }));
      assert.deepEqual(paper, { folded: 'none', plan: 'block', tap: 'none' });
    } finally { await at.browser.cdp('Emulation.setEmulatedMedia', { media: '', features: [] }); }

    // Another dose: it wants its reason, names the plan that it takes the place of, and begins no new course.
    await widget.press('[data-action="change-plan"]');
    await widget.until((el, $) => $('[data-drug="enoxaparin"]')?.checked, 'what is ordered is chosen beforehand');
    await widget.press('[data-dose="0"]');
    await widget.type('[data-override="enoxaparin"]', 'BMI 43, pharmacist agrees');
    await widget.press('[data-sure="enoxaparin"]', '[data-action="authorise"]');
    const second = await posted('plan_authorised', 2), [first] = typed('plan_authorised');
    assert.equal(second.body.replaces, first.id);
    const drug = plan => plan.body.measures.find(({ kind }) => kind === 'drug');
    assert.equal(drug(second).dose.frequency, 'q12h');
    assert.deepEqual([drug(second).start, drug(second).stop], [drug(first).start, drug(first).stop]);
    await widget.until((el, $) => $('[data-superseded]') && !$('[data-action="authorise"]'), 'folded again');
    assert.equal(await drugs(widget), 1, 'one heparin after the change');

    // Held: not without a reason, and "another reason" not without words.
    await handle(widget, 'hold', 'enoxaparin');
    await widget.until((el, $) => $('[data-refused]'), 'the reason is asked for');
    await widget.press('[data-why="held"]', '[data-action="handle"]');
    await pause(300);
    assert.equal(typed('measure_stopped').length, 0);
    await widget.type('[data-why-note]', words.note);
    await widget.press('[data-action="handle"]');
    const hold = await posted('measure_stopped');
    assert.deepEqual([hold.body.measure, hold.body.reasonCode, hold.body.note, hold.body.plan], ['enoxaparin', 'held', words.note, second.id]);
    await becomes(widget, 'held');
    for (const said of [words.held, words.note, PHYSICIAN.name]) assert.ok((await text()).includes(said), `${said} is not in ${await text()}`);
    const sent = at.his.posts.find(post => post.event.id === hold.id).outputs;
    assert.deepEqual(requests(sent.fhirR4).map(({ status, intent }) => [status, intent]), [['on-hold', 'proposal']]);
    assert.match(sent.text, new RegExp(words.heparin));
    assert.match(sent.hl7v2, /\|in_force\^/);

    await handle(widget, 'resume', 'enoxaparin');
    await posted('measure_started');
    await becomes(widget, 'in_use');
    await handle(widget, 'stop', 'enoxaparin', 'bleeding');
    const stop = await posted('measure_stopped', 2);
    assert.equal(stop.body.reasonCode, 'bleeding');
    await becomes(widget, 'ended');
    assert.ok((await text()).includes(words.bleeding) && (await text()).includes(words.ended));
    assert.ok(!(await widget.run((el, $) => $('[data-action="stop"][data-of="enoxaparin"]'))), 'nothing is stopped twice');

    // The rest of it, one after the other: then nothing is in force, and the screen says so.
    let stops = 2;
    for (const id of await widget.run((el, $, $$) => $$('[data-action="stop"]').map(button => button.dataset.of))) {
      await handle(widget, 'stop', id, 'risk_fell');
      await posted('measure_stopped', stops += 1);
      await becomes(widget, 'ended', id);
    }
    await widget.until((el, $) => $('[data-standing="ended"]'), 'nothing in force');
    assert.ok((await text()).includes(words.nothing));
    verifies(await widget.run(el => el.record));
  });
}

test('a nurse holds what bleeds and decides nothing; a pharmacist reads; a page that only shows has no button', async () => {
  const widget = await authorised(heavy(), 'en');
  const buttons = () => widget.run((el, $, $$) => $$('[data-standing] button').filter(button => !button.disabled).map(button => button.dataset.action));
  await widget.run((el, $, $$, user) => { el.user = user; }, NURSE);
  await widget.until((el, $) => !$('[data-action="change-plan"]'), 'no button of a physician');
  assert.ok((await buttons()).includes('hold'));
  await handle(widget, 'hold', 'enoxaparin', 'procedure');
  const { by } = await posted('measure_stopped');
  assert.equal(by.role, 'nurse');
  await becomes(widget, 'held');
  await widget.run(el => { el.user = { id: 'p-1', name: 'Sun', role: 'pharmacist' }; });
  await widget.until((el, $) => !$('[data-action="resume"]'), 'no button for a pharmacist');
  await widget.run((el, $, $$, user) => { el.user = user; el.setAttribute('mode', 'readonly'); }, PHYSICIAN);
  await widget.until((el, $, $$) => $$('[data-standing] button').every(button => button.disabled), 'nothing to press');
  assert.equal(await state(widget), 'held', 'and the same plan to read');
});

test("the nurse's score is confirmed where the plan is, and a change of it is a review", async () => {
  const chart = surgical({ facts: labs() });
  const widget = await at.page('job.html', { chart, user: NURSE });
  await widget.untilScore(5);
  await widget.press('[data-item="varicose_veins"]');
  await widget.untilScore(6);
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-rule]'), 'the proposal');
  assert.ok(!(await widget.run((el, $) => $('[data-action="confirm-score"]'))), 'a nurse reviews nothing');
  await widget.run((el, $, $$, user) => { el.user = user; }, PHYSICIAN);
  await widget.press('[data-action="confirm-score"]');
  const review = await posted('reviewed');
  assert.deepEqual([review.body.decision, review.body.of, review.by.id], ['confirmed', typed('assessed')[0].id, PHYSICIAN.id]);
  await widget.until((el, $) => $('[data-reviewed="confirmed"]') && !$('[data-action="confirm-score"]'), 'who confirmed it');
  verifies(await widget.run(el => el.record));

  const other = await at.page('job.html', { chart: surgical({ facts: labs() }), user: NURSE });
  await other.untilScore(5);
  await other.sign();
  await other.untilDelivery('confirmed');
  await other.run((el, $, $$, user) => { el.user = user; }, SECOND);
  await toPrevention(other);
  await other.until((el, $) => $('[data-action="change-score"]'), 'the score of the nurse');
  await other.press('[data-action="change-score"]');
  await other.until((el, $) => $('[data-item="swollen_legs"]'), "the nurse's answers");
  await other.press('[data-item="swollen_legs"]', '[data-action="sign"]');
  const changed = await posted('reviewed');
  assert.deepEqual([changed.body.decision, changed.body.ceiling], ['changed', 6]);
  assert.equal(typed('amended').length, 0, 'and no amendment');
});
