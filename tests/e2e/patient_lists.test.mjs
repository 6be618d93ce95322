// The lists after a score, for the patient who is there: how much is asked, how many taps lead to an authorised plan, what one word
// about the rest answers and how it is taken back; and the page of the decision at the widths and heights of a ward.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labs, medical, stamp, surgical } from './cases.mjs';
import { Key } from './driver.mjs';
import { pause, stage, until } from './stage.mjs';

const at = stage();
const PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' };
const hip = given => surgical({ age: 79, operation: { kind: 'open', procedure: 'hip_fracture', limb: 'left', durationMin: 90, status: 'planned', at: stamp(1) }, facts: labs(given) });
const lung = () => medical({ age: 74, facts: labs() });
/** Before this: 46 rows on the page and 40 of them open, for either; 5 taps for the hip and 6 for the lung, without what is now asked by itself. */
const USUAL = { hip: { chart: hip, ticks: ['[data-action="confirm"][data-for="hip_pelvis_leg_fracture_lt_1mo"]'], open: 12, taps: 6 }, lung: { chart: lung, ticks: ['[data-item="reduced_mobility"]', '[data-item="heart_resp_failure"]'], open: 13, taps: 7 } };

async function arrive(kind, lang = 'zh-CN', given = {}) {
  const { chart, ticks } = USUAL[kind];
  let taps = 0;
  const admission = chart(given);
  const widget = await at.page('job.html', { chart: admission, user: PHYSICIAN, lang });
  const tap = async selector => { await widget.until((el, $, $$, s) => $(s) && !$(s).disabled, selector, { args: [selector] }); await widget.press(selector); taps++; };
  await widget.until((el, $) => $('[data-score]'), 'the form');
  for (const tick of ticks) await tap(tick);
  await tap('[data-action="none-of-the-rest"]');
  await widget.untilState('complete');
  // Who signs before the store has answered comes back to a signed patient, and is led to the decision: nobody is as fast as that.
  await widget.untilKept(admission.contextId);
  await tap('[data-action="sign"]');
  await widget.untilDelivery('confirmed');
  await tap('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-rule]') && $('[data-action="authorise"]'), 'the proposal');
  return { widget, tap, taps: () => taps };
}
const rows = widget => widget.run((el, $, $$) => {
  const questions = $$('[data-list] [data-row], [data-bans] [data-row], [data-fold] [data-row]');
  return { all: questions.length, open: questions.filter(row => row.dataset.answer === 'open' && row.checkVisibility()).map(row => row.dataset.row) };
});
const visible = (widget, selector) => widget.run((el, $, $$, s) => Boolean($(s)?.checkVisibility()), selector);

for (const kind of ['hip', 'lung']) for (const lang of ['zh-CN', 'en']) {
  test(`${kind}, ${lang}: about a dozen open rows, and a handful of taps to an authorised plan`, async t => {
    const { widget, tap, taps } = await arrive(kind, lang);
    const { all, open } = await rows(widget);
    t.diagnostic(`${kind}: ${open.length} open of ${all} rows (before: 40 of 46)`);
    assert.ok(all >= 40, 'every row is still there for who looks for it');
    assert.ok(open.length <= USUAL[kind].open, open.join(' '));
    for (const item of ['bs_cardiac', 'bs_thoracic', 'bs_hepatectomy', 'bs_critical_site']) assert.ok(!open.includes(item), `${item} is not asked here`);
    await tap('[data-action="none-of-the-rest"]');
    await widget.until((el, $) => $('[data-bleeding]').dataset.bleeding === 'low', 'bleeding settled');
    await tap('[data-action="authorise"]');
    await widget.until((el, $) => $('[data-standing="authorised"]'), 'authorised');
    t.diagnostic(`${kind}: ${taps()} taps (before: ${{ hip: 5, lung: 6 }[kind]}, counted from the score)`);
    assert.ok(taps() <= USUAL[kind].taps, `${taps()} taps`);
    const screened = (await widget.run(el => el.record)).find(event => event.type === 'bleeding_screened').body;
    const items = screened.answers.map(line => line.item);
    assert.equal(new Set(items).size, items.length, 'one item, one value');
    const own = { hip: 'MC_FRACTURE_LIMB', lung: 'MC_CHF_OEDEMA' }[kind];
    assert.ok(!items.includes(own), `${own} was pointed to by what was signed: one word about the rest does not deny it`);
    assert.equal(await widget.run((el, $, $$, own) => $(`[data-row="${own}"]`).dataset.answer, own), 'open');
  });
}

test('what becomes no is named, bleeding on top, and taken back by keyboard within ten seconds, whatever the clock of the device does', async () => {
  const { widget, tap } = await arrive('hip');
  await tap('[data-action="none-of-the-rest"]');
  await widget.until((el, $) => $('[data-action="undo"]'), 'the way back');
  assert.match(await widget.run((el, $) => $('[data-denied]').textContent), /刚答为“否”：\d+ 项：活动性出血/);
  await until(async () => (await at.browser.focused()).action === 'undo', 'the focus on it');
  assert.match(await widget.run((el, $) => $('[data-action="undo"]').ariaLabel), /撤销：刚答为“否”：\d+ 项/);
  await widget.run(() => { window.wallNow = Date.now; Date.now = () => window.wallNow() + 3_600_000; });
  await pause(1500);
  assert.ok(await visible(widget, '[data-action="undo"]'), 'an hour on the clock is not ten seconds');
  await at.browser.keys(Key.ENTER);
  await widget.until((el, $) => $('[data-row="bs_active_bleeding"]').dataset.answer === 'open', 'open again');
  await until(async () => (await at.browser.focused()).action === 'none-of-the-rest', 'the focus back where it was');
  await widget.run(() => { Date.now = window.wallNow; });
  await tap('[data-action="none-of-the-rest"]');
  await widget.press('[data-item="bs_prior_major_bleeding"]');
  await widget.press('[data-action="undo"]');
  await widget.until((el, $) => $('[data-row="bs_active_bleeding"]').dataset.answer === 'open' && $('[data-row="bs_prior_major_bleeding"]').dataset.answer === 'yes', 'what was answered by itself stays');
  await tap('[data-action="none-of-the-rest"]');
  await pause(8500);
  assert.ok(await visible(widget, '[data-action="undo"]'));
  await pause(2500);
  await widget.until((el, $) => !$('[data-action="undo"]'), 'over after ten seconds');
  assert.notEqual((await at.browser.focused()).tag, 'body', 'who stood on it stands elsewhere');
});

test('the score says what became no as well, a clot and cancer first, and takes it back', async () => {
  const widget = await at.page('job.html', { chart: lung(), user: PHYSICIAN, lang: 'zh-CN' });
  await widget.until((el, $) => $('[data-score]'), 'the form');
  await widget.press('[data-action="none-of-the-rest"]');
  await widget.until((el, $) => $('[data-action="undo"]'), 'the way back');
  assert.match(await widget.run((el, $) => $('[data-denied]').textContent), /^否：活动性恶性肿瘤；既往静脉血栓栓塞症/, 'in the word of its rows');
  assert.match(await widget.run((el, $) => $('[data-action="undo"]').textContent), /^撤销“否”（\d+ 项）$/, 'and so does the way back');
  await until(async () => (await at.browser.focused()).action === 'undo', 'the focus on it');
  await at.browser.keys(Key.ENTER);
  await widget.until((el, $) => $('[data-row="active_cancer"]').dataset.answer === 'open' && !$('[data-action="undo"]'), 'open again');
});

test('one column: bleeding before the authorisation; a bar of a fifth of the height at most, and none where it is low', async () => {
  const { widget, tap } = await arrive('hip');
  for (const [width, height] of [[480, 900], [480, 640], [768, 1024], [1280, 800]]) {
    await at.browser.size(width, height);
    const { bar, position, over } = await widget.run((el, $) => {
      const tally = $('.tally'), box = tally.getBoundingClientRect();
      const row = $('[data-row="bs_active_bleeding"]').getBoundingClientRect(), authorise = $('[data-action="authorise"]').getBoundingClientRect();
      return { bar: box.height, position: getComputedStyle(tally).position, over: row.bottom <= authorise.top };
    });
    assert.equal(position, 'sticky', `${width}x${height}`);
    assert.ok(bar <= height / 5 + 1, `${width}x${height}: the bar is ${bar} px`);
    if (width < 960) assert.ok(over, `${width}: bleeding stands before the authorisation`);
  }
  await tap('[data-action="none-of-the-rest"]');
  await at.browser.size(480, 640);
  await widget.until((el, $) => $('[data-action="undo"]'), 'with the way back in it');
  assert.ok(await widget.run((el, $) => $('.tally').getBoundingClientRect().height) <= 129);
  await at.browser.size(480, 460);
  assert.equal(await widget.run((el, $) => getComputedStyle($('.tally')).position), 'static', 'nothing covers a screen that is low');
  await at.browser.size(1024);
});

test('1280: the decision left, what bears on it right, and no empty half', async () => {
  const { widget, tap } = await arrive('hip');
  await tap('[data-action="none-of-the-rest"]');
  await widget.until((el, $) => $('[data-bleeding]').dataset.bleeding === 'low', 'bleeding settled');
  await tap('[data-action="sign"]');
  await widget.until((el, $) => !$('.fold').open, 'the questions fold away');
  await at.browser.size(1280, 900);
  const { left, right, waits, split } = await widget.run((el, $, $$) => {
    const bottom = all => Math.max(...all.map(part => part.getBoundingClientRect().bottom));
    const top = $('.prevention').getBoundingClientRect().top;
    const middle = $('.prevention').getBoundingClientRect(), half = (middle.left + middle.right) / 2;
    const side = s => $$(s).every(part => part.getBoundingClientRect().left >= half - 16);
    return {
      left: bottom($$('.prevention > .main')) - top, right: bottom($$('.prevention > .side')) - top, waits: side('.waits'),
      split: side('.why') && side('.bans') && $('[data-action="authorise"]').getBoundingClientRect().right <= half + 16,
    };
  });
  assert.ok(split && waits, 'the decision left; what forbids, what waits, monitoring and why right');
  assert.ok(Math.min(left, right) > 0.5 * Math.max(left, right), `no empty half: ${left} and ${right}`);
  await at.browser.size(1024);
});

test('a folded question is reached by name, by a waiting reason, and by who opens the fold', async () => {
  const { widget } = await arrive('hip');
  assert.ok(!await visible(widget, '[data-item="bs_cardiac"]'));
  await widget.run(el => el.focusItem('bs_cardiac'));
  await until(async () => (await at.browser.focused()).item === 'bs_cardiac', 'the folded item has the focus');
  assert.ok(await visible(widget, '[data-item="bs_cardiac"]'));
  await widget.run((el, $) => $('[data-fold="rest"]').removeAttribute('open'));
  await widget.press('[data-lack="CI_VARICES"] [data-goto]');
  await until(async () => (await at.browser.focused()).item === 'CI_VARICES', 'a waiting reason leads to its question');
  await widget.press('[data-item="CI_VARICES"]');
  await widget.until((el, $) => $('[data-contraindication="CI_VARICES"]'), 'it forbids');
  assert.ok(await visible(widget, '[data-item="CI_VARICES"]'), 'and stays where it stood');
});

test('every alternative says its drug and its true reason, and the number of the rule leads to its row', async () => {
  const { widget, tap } = await arrive('hip', 'zh-CN', { creatinine: 90 });
  await tap('[data-action="none-of-the-rest"]');
  const reason = id => widget.run((el, $, $$, id) => $(`[data-alternative="${id}"]`)?.textContent, id);
  assert.match(await reason('fondaparinux'), /^磺达肝癸钠：CrCl 30–50 mL\/min（本例 \d+）/);
  assert.match(await reason('rivaroxaban'), /^利伐沙班：髋部骨折手术/);
  assert.match(await reason('aspirin'), /^阿司匹林：不以阿司匹林替代抗凝药/);
  await widget.press('[data-goto="rule"]');
  await widget.until((el, $) => $('[data-fold="rule"]').open && el.shadowRoot.activeElement === $('[data-fold="rule"] > summary'), 'the row of the rule');
  assert.match(await widget.run((el, $) => $('[data-rule-row]').textContent), /骨科大手术[\s\S]*药物加机械/);
});

test('an error stands at its field, with a link to it; what is not answered is amber, what is present is red', async () => {
  const chart = { ...hip(), facts: [...hip().facts, { id: 'CI_COAG', value: true, source: 'HIS' }] };
  const widget = await at.page('job.html', { chart, user: PHYSICIAN, lang: 'zh-CN' });
  await widget.until((el, $) => $('[data-score]'), 'the form');
  await widget.press('[data-action="confirm"][data-for="hip_pelvis_leg_fracture_lt_1mo"]');
  await widget.untilKept(chart.contextId);
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-action="sign"]') && $('[data-rule]'), 'the questions');
  await widget.press('[data-action="sign"]');
  await widget.until((el, $) => $('[data-error="bs_active_bleeding"]'), 'the error at the question');
  assert.ok(await widget.run((el, $, $$) => $$('.waits, .own > .row, [data-error]').every(part => !part.closest('.bad'))), 'nothing red of what is only not answered');
  await widget.press('[data-problems] [data-goto="bs_prior_major_bleeding"]');
  await until(async () => (await at.browser.focused()).item === 'bs_prior_major_bleeding', 'the link leads there');
  await widget.press('[data-action="none-of-the-rest"]', '[data-drug="enoxaparin"]');
  await widget.until((el, $) => $('[data-override="enoxaparin"]'), 'the reason is asked');
  await widget.press('[data-action="authorise"]');
  await widget.until((el, $) => $('[data-error="vte-why"]'), 'the error at the field');
  assert.equal(await widget.run((el, $) => $('[data-override="enoxaparin"]').getAttribute('aria-invalid')), 'true');
  await widget.press('[data-problems] [data-goto="set_aside"]');
  assert.ok(await widget.run((el, $) => el.shadowRoot.activeElement === $('[data-override="enoxaparin"]')), 'the link leads to the field');
});

test('a refusal over the lists names their own item to the host, also one beyond the length of the score', async () => {
  const chart = surgical({ facts: labs() });
  const widget = await at.page('job.html', { chart, user: PHYSICIAN, lang: 'en', attributes: { instrument: 'padua' } });
  await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the form');
  await widget.press('[data-item="active_cancer"]');
  await widget.untilKept(chart.contextId);
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-row="bs_thoracic"]') && $('[data-action="authorise"]'), 'the surgical list');
  // All but the thirteenth question of a list of fifteen, after a score of eleven.
  for (const id of await widget.run((el, $, $$) => $$('[data-row^="bs_"]').filter(row => row.dataset.answer === 'open').map(row => row.dataset.row))) {
    if (id === 'bs_thoracic') continue;
    await widget.press(`[data-action="unknown"][data-for="${id}"]`);
    await widget.until((el, $, $$, id) => $(`[data-row="${id}"]`).dataset.answer !== 'open', `${id} answered`, { args: [id] });
  }
  for (const action of ['sign', 'authorise']) {
    const before = (await widget.errors()).length;
    await widget.press(`[data-action="${action}"]`);
    const told = await widget.until((el, $, $$, before) => seen.filter(e => e.type === 'vte-error').map(e => e.detail)[before], `${action} refused`, { args: [before] });
    assert.deepEqual([told.code, told.path], ['E_INCOMPLETE', '/answers/bs_thoracic'], action);
  }
  assert.equal(await widget.run((el, $) => $('[data-row="bs_thoracic"]').dataset.answer), 'open', 'and the page goes on');
});

test('once the band is known an open score says at least so much, and the range in small', async () => {
  const widget = await at.page('job.html', { chart: surgical(), lang: 'zh-CN' });
  await widget.untilScore(5);
  const shown = await widget.run((el, $) => ({ before: getComputedStyle($('[data-score] b'), '::before').content, text: $('[data-score]').textContent, range: $('[data-score] .range').textContent }));
  assert.equal(shown.before, '"≥"');
  assert.match(shown.text, /^5\s*分/);
  assert.match(shown.range, /5–\d+/);
});
