// axe-core, every rule of it, in every state of the form, in both languages, narrow and wide.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labs, medical, surgical } from './cases.mjs';
import { stage } from './stage.mjs';

const at = stage();
const PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' };
const STATES = {
  async empty(widget) { await widget.load({ chart: surgical({ operation: null }) }); await widget.untilScore(3); },
  async half(widget) {
    await widget.load({ chart: surgical({ facts: [{ id: 'malignancy', value: true, status: 'suggested', source: 'diagnosis' }] }) });
    await widget.untilScore(5);
    await widget.press('[data-item="varicose_veins"]', '[data-item="other_risk_factor"]', '[data-action="unknown"][data-for="anticardiolipin"]');
    await widget.untilScore(7);
  },
  async error(widget) {
    await widget.load({ chart: surgical({ facts: [{ id: 'height', value: 17.351, unit: 'm', source: 'HIS' }, { id: 'zz_unheard_of', value: true, source: 'HIS' }] }) });
    await widget.untilSeen('vte-error');
    await widget.press('[data-action="sign"]');
    await widget.until((el, $) => $('[data-errors]')?.textContent.trim(), 'the error summary');
  },
  async complete(widget) { await widget.load({ chart: medical() }); await widget.untilScore(1); await widget.press('[data-item="active_cancer"]'); await widget.fillRest(); },
  async signed(widget) { await widget.load({ chart: surgical() }); await widget.untilScore(5); await widget.sign(); await widget.untilDelivery('confirmed'); },
  async amending(widget) { await STATES.signed(widget); await widget.press('[data-action="amend"]'); await widget.until((el, $) => $('[data-reason]'), 'the reason'); },
  async 'bleeding asked'(widget) { await STATES.signed(widget); await widget.press('[data-action="prevention"]'); await widget.until((el, $) => $('[data-rule]'), 'the proposal'); },
  async 'plan offered'(widget) {
    await widget.load({ chart: surgical({ facts: [...labs(), { id: 'MC_LOCAL_SKIN', value: { value: true, limb: 'left' }, source: 'HIS' }] }), user: PHYSICIAN });
    await widget.untilScore(5);
    await widget.sign();
    await widget.untilDelivery('confirmed');
    await widget.press('[data-action="prevention"]');
    await widget.until((el, $) => $('[data-action="authorise"]'), 'the plan');
    await widget.press('[data-action="none-of-the-rest"]');
  },
  async 'override asked'(widget) {
    await STATES['plan offered'](widget);
    await widget.press('[data-item="CI_COAG"]');
    await widget.until((el, $) => $('[data-drug="enoxaparin"]')?.closest('details'), 'the block');
    await widget.press('[data-drug="enoxaparin"]');
    await widget.until((el, $) => $('[data-override]'), 'the reason');
  },
  async declining(widget) { await STATES['plan offered'](widget); await widget.press('[data-action="decline-open"]'); await widget.until((el, $) => $('[data-decline]'), 'the reasons'); },
  async asked(widget) { const { encounter: { setting, ...encounter }, ...chart } = surgical({ operation: null }); await widget.load({ chart: { ...chart, encounter } }); await widget.until((el, $) => $('[data-instrument]'), 'the question'); },
  async 'storage failure'(widget) { await widget.load({ chart: medical() }); await widget.until((el, $) => $('[data-storage]')?.textContent.trim(), 'the notice'); },
};

for (const [state, reach] of Object.entries(STATES)) {
  for (const lang of ['zh-CN', 'en']) {
    test(`${state}, ${lang}`, async () => {
      const widget = await at.page(state === 'storage failure' ? 'nostore.html' : 'job.html');
      await at.browser.run(lang => { document.documentElement.lang = lang; document.querySelector('vte-assessment').lang = lang; }, lang);
      await reach(widget);
      for (const width of [480, 1280]) {
        await at.browser.size(width);
        assert.deepEqual(await at.browser.axe(), [], `at ${width} px`);
      }
      // The other language must not show through, ids and names apart.
      const text = await widget.run(el => [...el.shadowRoot.querySelectorAll('label, legend, button, h1, h2, h3, h4')].map(x => x.textContent).join('\n'));
      assert.match(text, lang === 'en' ? /[A-Za-z]{4}/ : /[\u4e00-\u9fff]{2}/);
    });
  }
}

test('the form is marked up as one: legends, labels, a polite live score, band in word and shape', async () => {
  const widget = await at.page('job.html', { chart: surgical() });
  await widget.untilScore(5);
  assert.deepEqual(await widget.run((el, $, $$) => $$('input').filter(x => !(x.labels?.length || x.ariaLabel || x.getAttribute('aria-labelledby'))).map(x => x.outerHTML)), []);
  assert.ok(await widget.run((el, $) => !!$('[data-item]').closest('fieldset')?.querySelector('legend')));
  assert.ok(await widget.run((el, $, $$) => $$('[aria-live="polite"], [role="status"], output').length > 0), 'a live region');
  assert.ok(await widget.run((el, $) => $('[data-band]').textContent.trim().length > 0), 'the band is a word too');
  assert.ok(await widget.run((el, $, $$) => $$('input[type=radio]').every(x => x.name)), 'radios are groups');
});
