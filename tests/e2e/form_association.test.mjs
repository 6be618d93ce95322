// The element is a form control: its value is the flat result, its validity the first missing item.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medical } from './cases.mjs';
import { stage } from './stage.mjs';

const at = stage();

test('FormData carries the flat result; validity follows what is missing', async () => {
  const widget = await at.page('form.html', { chart: medical() });
  await widget.untilScore(1);
  const half = await read(widget);
  assert.equal(half.valid, false, 'required, and items are missing');
  assert.ok(half.message.length > 0);
  assert.equal(half.nativeForm, true, 'el.form is the form');
  await widget.press('[data-item="active_cancer"]');
  await widget.fillRest();
  const done = await read(widget);
  assert.equal(done.valid, true);
  const flat = JSON.parse(done.value);
  assert.ok(Object.values(flat).every(value => value === null || typeof value !== 'object'), 'one level');
  assert.ok(Object.values(flat).includes(4) && Object.values(flat).includes('high') && Object.values(flat).includes('padua'), JSON.stringify(flat).slice(0, 400));
  assert.deepEqual(flat, await widget.run(async el => (await el.getResult({ outputs: ['flat'] })).flat), 'the same as getResult');
});

test('the questions after the score hold the form back until they are answered, and not after', async () => {
  const widget = await at.page('form.html', { chart: medical() });
  await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the form');
  await widget.press('[data-item="active_cancer"]');
  await widget.fillRest();
  await widget.press('[data-action="sign"]');
  await widget.until((el, $) => $('[data-action="prevention"]'), 'signed');
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-action="none-of-the-rest"]') && el.state === 'sent', 'the questions');
  await widget.press('[data-action="none-of-the-rest"]');
  await widget.until(el => el.state === 'in_progress', 'what is still open');
  assert.equal((await read(widget)).valid, false);
  for (const row of ['bm_platelet_lt_50', 'bm_hepatic_inr_gt_1_5', 'bm_renal_gfr_lt_30', 'bm_current_cancer']) {
    await widget.run((el, $, $$, row) => $(`[data-action="confirm"][data-for="${row}"]`)?.click(), row);
  }
  await widget.until(el => el.state === 'complete', 'all answered');
  await widget.until(el => el.form.checkValidity() && !el.matches(':invalid'), 'nothing holds the form back');
});

test('not required: missing items do not keep the form back', async () => {
  const widget = await at.page('form.html');
  await widget.run(el => el.removeAttribute('required'));
  await widget.load({ chart: medical(), lang: 'en' });
  await widget.untilScore(1);
  assert.equal((await read(widget)).valid, true);
});

test('resetting the form asks or resets, disabling it locks the answers', async () => {
  const widget = await at.page('form.html', { chart: medical() });
  await widget.untilScore(1);
  await widget.run(el => { el.disabled = true; el.setAttribute('disabled', ''); });
  await widget.until((el, $, $$) => $$('[data-item]').every(x => x.disabled || x.getAttribute('aria-disabled') === 'true' || x.closest('fieldset:disabled, [inert]')), 'every control disabled');
  await widget.run(el => el.removeAttribute('disabled'));
  await widget.until((el, $, $$) => $$('[data-item="active_cancer"]').every(x => !x.disabled && !x.closest('fieldset:disabled, [inert]')), 'enabled again');
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
});

const read = widget => widget.run(el => {
  const form = document.querySelector('form');
  return { value: new FormData(form).get('vte'), valid: form.checkValidity() && !el.matches(':invalid'), message: el.validationMessage ?? el.internals?.validationMessage ?? '', nativeForm: el.form === form };
});
