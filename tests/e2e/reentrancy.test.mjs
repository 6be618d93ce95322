// A host may do anything from within a listener of ours: look, sign in somebody else, hand over a chart, open another
// patient. Nothing may be borrowed twice, and the instance must live on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medical, surgical } from './cases.mjs';
import { stage } from './stage.mjs';

const at = stage();
const EVENTS = ['vte-change', 'vte-before-sign', 'vte-event', 'vte-alert', 'vte-error'];

for (const type of EVENTS) {
  test(`everything is allowed inside ${type}`, async () => {
    const chart = surgical(), other = medical();
    const widget = await at.page('job.html', { chart });
    await widget.untilScore(5);
    await widget.run((el, $, $$, type, chart) => {
      window.inside = 0;
      el.addEventListener(type, () => {
        if (window.inside++ > 3) return;
        el.validate();
        el.getResult();
        void el.record; void el.pending; void el.state;
        el.user = { id: 'n-08', name: '赵护士', role: 'nurse' };
        el.profile = { fresh_hours: 48 };
        el.chart = { ...chart, facts: [...chart.facts, { id: 'haemoglobin', value: 120, unit: 'g/L' }] };
        el.focusItem('malignancy');
        el.lang = 'en';
      });
    }, type, chart);
    await widget.press('[data-item="varicose_veins"]');
    await widget.run((el, $, $$, chart) => { el.chart = { ...chart, facts: [...chart.facts, { id: 'platelets', value: 1, unit: 'zorbs' }] }; }, chart);
    await widget.untilScore(6);
    await widget.sign();
    await widget.untilDelivery('confirmed');
    assert.ok(await widget.run(() => window.inside) > 0, 'the listener ran');
    const state = await widget.run(el => ({ state: el.state, failures: window.failures }));
    assert.deepEqual(state.failures, [], 'nothing was thrown');
    assert.ok(!(await widget.errors()).some(error => error.code === 'E_INTERNAL'), 'the instance lives');
    // And another patient from within.
    await widget.run((el, $, $$, type, other) => { window.inside = 9; el.addEventListener(type, () => el.open(other, { force: true }), { once: true }); el.chart = { ...other, contextId: el.record[0].contextId, facts: [{ id: 'weight', value: -1, unit: 'kg' }] }; }, 'vte-error', other);
    await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the other patient is open');
  });
}

test('sign() called again from within vte-before-sign signs once', async () => {
  const widget = await at.page('job.html', { chart: surgical() });
  await widget.untilScore(5);
  await widget.fillRest();
  await widget.run(el => {
    let asked = false;
    el.addEventListener('vte-before-sign', () => { if (asked) return; asked = true; window.again = el.sign().then(() => 'signed', error => error.code); });
  });
  await widget.press('[data-action="sign"]');
  await widget.untilDelivery('confirmed');
  assert.equal(await widget.run(() => again), 'signed', 'the listener ran');
  assert.deepEqual(await widget.run(el => el.record.map(event => [event.seq, event.type])), [[1, 'assessed']]);
  assert.equal((await widget.seen('vte-event')).length, 1);
});

test('sign() called again from within vte-before-sign and refused there answers both, and signs nothing', async () => {
  const widget = await at.page('job.html', { chart: surgical() });
  await widget.untilScore(5);
  await widget.fillRest();
  const codes = await widget.run(async el => {
    const told = answer => answer.error?.code ?? 'signed', failed = error => error.code ?? String(error);
    let inner, count = 0;
    const listen = event => { if (count++) event.preventDefault(); else inner = el.sign().then(told, failed); };
    el.addEventListener('vte-before-sign', listen);
    const outer = await el.sign().then(told, failed);
    el.removeEventListener('vte-before-sign', listen);
    return [outer, await inner];
  });
  assert.ok(codes.every(code => /^E_/.test(code)), String(codes));
  assert.equal(await widget.run(el => el.record.length), 0);
  await widget.press('[data-action="sign"]');
  await widget.untilDelivery('confirmed');
});
