// Another patient's chart over unsigned answers: refused; opened by force, the draft waits; reset never touches what is signed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CJK, LATIN, medical, surgical } from './cases.mjs';
import { stage } from './stage.mjs';

const at = stage();
const text = widget => widget.run(el => el.shadowRoot.querySelector('.root').textContent);

test('a chart of another admission mid-draft is refused; open(force) keeps the draft for its own admission', async () => {
  const mine = surgical({ label: '王*' }), theirs = medical({ label: '赵*' });
  const widget = await at.page('job.html', { chart: mine });
  await widget.untilScore(5);
  await widget.press('[data-item="varicose_veins"]');
  await widget.untilScore(6);

  await widget.run((el, $, $$, chart) => { try { el.chart = chart; } catch { /* the event says it */ } }, theirs);
  const [{ detail }] = await widget.untilSeen('vte-error');
  assert.equal(detail.code, 'E_CONTEXT_BUSY');
  assert.ok(CJK.test(JSON.stringify(detail.message)) && LATIN.test(JSON.stringify(detail.message)));
  assert.ok(!JSON.stringify(detail).includes(theirs.contextId));
  assert.ok((await text(widget)).includes('王*') && !(await text(widget)).includes('赵*'), 'the old patient stays');
  await widget.untilScore(6);
  assert.equal(await widget.run(el => el.chart.contextId), mine.contextId);

  await widget.run((el, $, $$, chart) => el.open(chart, { force: true }), theirs);
  await widget.until(el => el.shadowRoot.textContent.includes('赵*'), 'the other patient');
  await widget.untilScore(1);
  assert.ok(!(await text(widget)).includes('王*'));
  assert.equal((await widget.look()).rows.active_cancer, 'open', 'nothing of the first patient counts for the second');

  await widget.run((el, $, $$, chart) => el.open(chart), mine);
  await widget.untilScore(6);
  assert.equal((await widget.look()).rows.varicose_veins, 'yes', 'the draft came back under its own admission');
});

test('the same admission again is no change of patient: facts merge, answers stay', async () => {
  const chart = surgical({ operation: null });
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(3);
  await widget.press('[data-item="varicose_veins"]');
  await widget.untilScore(4);
  await widget.run((el, $, $$, chart) => { el.chart = chart; }, { ...chart, facts: [...chart.facts, { id: 'operation', value: { kind: 'open', durationMin: 46 }, source: 'HIS' }] });
  await widget.untilScore(6);
  assert.equal((await widget.look()).rows.varicose_veins, 'yes');
  assert.deepEqual(await widget.errors(), []);
});

test('a fact never overwrites an answer that a person gave; the conflict is shown', async () => {
  const chart = surgical();
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(5);
  await widget.press('[data-item="malignancy"]');
  await widget.untilScore(7);
  await widget.run((el, $, $$, chart) => { el.chart = chart; }, { ...chart, facts: [...chart.facts, { id: 'malignancy', value: false, source: 'HIS' }] });
  await widget.until((el, $) => /differs|disagree|conflict/i.test($('[data-row="malignancy"]').textContent), 'the conflict beside the item');
  await widget.untilScore(7);
  assert.equal((await widget.look()).rows.malignancy, 'yes');
});

test('reset asks, reset({ discard: true }) does not, and neither touches what is signed', async () => {
  const chart = surgical();
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(5);
  const { event } = await widget.sign();
  await widget.untilDelivery('confirmed');
  await widget.press('[data-action="amend"]');
  await widget.until((el, $) => $('[data-reason]'), 'the amendment');
  await widget.press('[data-item="swollen_legs"]');
  await widget.untilScore(6);
  await widget.run(el => { el.reset(); });
  await widget.until((el, $) => $('[data-ask], dialog[open], [role="alertdialog"]'), 'the question');
  assert.deepEqual(await at.browser.axe(), []);
  await widget.press('[data-action="reset-no"]');
  await widget.untilScore(6);
  await widget.run(el => el.reset({ discard: true }));
  await widget.until((el, $, $$) => parseInt($('[data-score]').textContent) === 5 && !$('[data-item="swollen_legs"]')?.checked, 'the answers to be gone');
  assert.deepEqual(await widget.run(el => JSON.parse(JSON.stringify(el.record.at(-1)))), event);
});
