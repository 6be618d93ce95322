// The green channel in the element, end to end: a township suspects PE at night, vital signs, the questions, the physician by
// telephone, the interim dose confirmed and given, the result, severity, the conclusion. In both languages; every state read by
// axe; targets for gloved hands; by the keyboard; after a reload; readonly and teaching.
// SCREENS=folder keeps a picture of each state at 480, 768 and 1280.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CJK, LATIN, medical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { stage, until } from './stage.mjs';

const at = stage();
const PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' };
const LANGS = [['zh-CN', CJK], ['en', LATIN]];

// A zone where it is eleven at night now: what is to be had by day is not.
const ahead = (23 - new Date().getUTCHours() + 36) % 24 - 12;
const NIGHT = ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
const township = () => { const chart = medical(); chart.encounter.facility.tier = 'township'; return chart; };

async function pictures(name) {
  if (!process.env.SCREENS) return;
  mkdirSync(process.env.SCREENS, { recursive: true });
  for (const width of [480, 768, 1280]) {
    await at.browser.size(width, 1024);
    const height = await at.browser.run(() => new Promise(done => requestAnimationFrame(() => done(Math.min(document.documentElement.scrollHeight, 9000)))));
    await at.browser.size(width, height);
    await at.browser.run(() => { scrollTo(0, 0); return new Promise(done => setTimeout(done, 250)); });
    const { data } = await at.browser.cdp('Page.captureScreenshot', { format: 'png' });
    writeFileSync(join(process.env.SCREENS, `${name}-${width}.png`), Buffer.from(data, 'base64'));
  }
  await at.browser.size(1024, 900);
}

const act = what => `[data-suspicion="act"][value="${what}"]`;
const pick = (field, value) => `[data-suspicion="${field}"][value="${value}"]`;
const word = (entry, field, value) => pick(`${entry}/${field}/word`, value);
const box = (entry, field) => `[data-suspicion="${entry}/${field}/text"]`;
const tick = (instrument, item, value) => pick(`score/${instrument}/${item}`, value);
const next = (widget, code) => widget.until((el, $, $$, code) => $('[data-next]')?.dataset.next === code || null, `the step ${code}`, { args: [code] });
const interim = (widget, code) => widget.until((el, $, $$, code) => $('[data-interim]')?.dataset.interim === code || null, `the interim answer ${code}`, { args: [code] });
const steps = () => at.his.posts.map(({ event }) => event).filter(({ type }) => type === 'pathway_step');
const becomes = (widget, user) => widget.run((el, $, $$, user) => { el.user = user; }, user);

async function signed(widget, entry) {
  const before = steps().length;
  await widget.press(act(`enter:${entry}`));
  const event = await until(() => steps().slice(before).find(({ body }) => body.step === entry), `${entry} at the HIS`);
  await widget.until((el, $, $$, entry) => [...$$('[data-entered]')].some(line => line.dataset.entered === entry), `${entry} among what was entered`, { args: [entry] });
  return event;
}

async function suspected(widget, site = 'pe', sign = 'dyspnoea') {
  await widget.press('[data-action="suspected-vte"]');
  await widget.press(pick('site', site));
  if (site === 'dvt') await widget.press(pick('limb', 'left'));
  await widget.press(pick('signs', sign), act('sign'));
  await widget.until((el, $) => $('[data-next]'), 'the next step');
}

async function vitals(widget, { sbp = '118', dbp = '72' } = {}) {
  await widget.press(word('vitals', 'consciousness', 'alert'), word('vitals', 'oxygen', 'air'));
  for (const [field, value] of [['sbp', sbp], ['dbp', dbp], ['heart_rate', '104'], ['respiratory_rate', '22'], ['spo2', '94'], ['temperature', '36.9']]) await widget.type(box('vitals', field), value);
  return signed(widget, 'vitals');
}

async function questions(widget) {
  if (!await widget.run((el, $) => Boolean($('[data-entry="history"]')))) await widget.press(act('open:history'));
  await widget.until((el, $) => $('[data-entry="history"]'), 'the card of the questions');
  for (let group = 0; group < 9; group++) await widget.press(act(`deny:${group}`));
  await widget.press(word('history', 'passes_urine', 'yes'));
  return signed(widget, 'history');
}

for (const [lang, script] of LANGS) {
  test(`a township at night, from suspicion to a confirmed embolism (${lang})`, async () => {
    const widget = await at.page('job.html', { chart: township(), user: NURSE, lang, profile: { time_zone: NIGHT } });
    await suspected(widget);
    await next(widget, 'TAKE_VITALS');
    // In this order: the step with who and clock, the first minutes, the form, the anticoagulant, the clocks, the hospital, what was entered.
    const order = await widget.run((el, $, $$) => {
      const all = $$('.suspicion *');
      return ['[data-next]', '[data-fold="first_minutes"]', '[data-entry="vitals"]', '[data-interim]', '.clocks', '[data-refer]', '[data-prophylaxis]'].map(s => all.indexOf($(`.suspicion ${s}`)));
    });
    assert.deepEqual(order, [...order].sort((one, other) => one - other), String(order));
    assert.ok(order.every(place => place >= 0), String(order));
    assert.match(await widget.run((el, $) => $('[data-next] .who').textContent), lang === 'en' ? /nurse/ : /护士/);
    assert.equal(await widget.run((el, $) => $('[data-next] [data-clock]').dataset.clock), 'c_vitals');
    assert.equal(await widget.run((el, $) => $('[data-interim]').dataset.interim), 'WAITS');
    assert.match(await widget.run((el, $) => $('[data-prophylaxis="paused"]').textContent), lang === 'en' ? /paused/ : /暂停/);
    await pictures(`vitals-${lang}`);
    assert.deepEqual(await at.browser.axe(), []);

    // What lacks is said in the form, in words, and nothing is lost.
    await widget.type(box('vitals', 'heart_rate'), 'x');
    await widget.press(act('enter:vitals'));
    const lacks = await widget.until((el, $) => $('[data-lacks]')?.textContent, 'what lacks');
    assert.ok(script.test(lacks));
    await widget.until((el, $) => el.shadowRoot.activeElement?.matches('[data-lacks]'), 'the focus on it');
    await widget.run((el, $, $$, s) => { const box = $(s); box.value = ''; box.dispatchEvent(new Event('input', { bubbles: true })); }, box('vitals', 'heart_rate'));
    const measured = await vitals(widget);
    assert.equal(measured.body.answers.find(({ item }) => item === 'sbp').value, '118 mm[Hg]');

    await next(widget, 'SCORE');
    await widget.press(act('open:physician_told'));
    await widget.type(box('physician_told', 'name'), '周医生');
    await widget.press(word('physician_told', 'way', 'telephone'));
    await signed(widget, 'physician_told');
    // The score in its place: what the vital signs say is known and shown, the rest is ticked; unfinished it is not signed.
    await widget.until((el, $) => /104/.test($('[data-score="wells_pe"] [data-known="hr_gt_100"]')?.textContent), 'the heart rate, known');
    await widget.press(tick('wells_pe', 'clinical_dvt', 'no'), act('enter:probability'));
    assert.match(await widget.until((el, $) => $('[data-entry="probability"] [data-lacks]')?.textContent, 'that it is not finished'), lang === 'en' ? /5 items are not answered; still possible/ : /尚有5项未答；仍可能/);
    await widget.press(tick('wells_pe', 'pe_most_likely', 'yes'));
    await widget.until((el, $) => $('[data-score-band]').dataset.scoreBand === 'likely', 'likely, whatever the rest');
    await pictures(`score-${lang}`);
    await widget.press(act('none:wells_pe'));
    const scored = await signed(widget, 'probability');
    assert.deepEqual(scored.body.answers.map(({ item, value }) => [item, value]), [['instrument', 'wells_pe'], ['points', '4.5 {points}'], ['band', 'likely'], ['items', 'wells_pe 2000 nyynnnn']]);

    // No CT here: the ambulance stands above the step, and the questions are asked before departure.
    await next(widget, 'CTPA_NOW');
    assert.ok(await widget.run((el, $, $$) => { const all = $$('.suspicion *'); return all.indexOf($('[data-order="REFER_NOW"]')) < all.indexOf($('[data-next]')) && Boolean($('[data-order="REFER_NOW"]')); }));
    await widget.until((el, $) => $('[data-entry="history"]'), 'the card of the questions, open');
    await pictures(`questions-${lang}`);
    assert.deepEqual(await at.browser.axe(), []);
    const small = await widget.run((el, $, $$) => $$('.suspicion button, .suspicion summary, .suspicion label, .suspicion input:not([type=radio]):not([type=checkbox])')
      .filter(x => x.offsetParent && x.getBoundingClientRect().height < 44 && !x.matches('label:has(input:not([type=radio]):not([type=checkbox]))')).map(x => `${x.outerHTML.slice(0, 120)} ${x.getBoundingClientRect().height}`));
    assert.deepEqual(small, [], 'large enough for gloves');
    await questions(widget);
    await interim(widget, 'WAITS');
    const nurse = await widget.run((el, $) => $('[data-interim]').textContent);
    assert.doesNotMatch(nurse, /\bmg\b|依诺肝素|[Ee]noxaparin|U\/h/, 'no drug line for a nurse');

    // The physician, by telephone, at the same device.
    await becomes(widget, PHYSICIAN);
    await interim(widget, 'INTERIM_PROPOSE');
    const line = await widget.run((el, $) => $('[data-proposal] .dose').textContent);
    assert.match(line, lang === 'en' ? /Enoxaparin 60 mg under the skin \(SC\), interval 12 h/ : /依诺肝素 60 mg 皮下注射，给药间隔12小时/);
    assert.match(await widget.run((el, $) => $('[data-proposal]').textContent), lang === 'en' ? /A proposal: a physician confirms it/ : /建议，须医师确认/);
    await pictures(`proposal-${lang}`);
    assert.deepEqual(await at.browser.axe(), []);
    await widget.press(act('take:proposal'));
    await widget.until((el, $) => $('[data-entry="interim_confirmed"]'), 'the confirmation, filled');
    await widget.type(box('interim_confirmed', 'read_back'), '李护士，王护士');
    const confirmed = await signed(widget, 'interim_confirmed');
    assert.deepEqual(confirmed.body.answers.slice(0, 2), [{ item: 'drug', value: 'enoxaparin' }, { item: 'dose', value: '60 mg' }]);

    // Come back: everything entered stands in the record.
    const record = at.his.posts.map(({ event }) => event);
    const chart = await widget.run(el => el.chart);
    assert.ok(record.length >= 6);
    await becomes(widget, NURSE);
    await widget.until((el, $) => $('[data-dose="confirmed"]'), 'what was confirmed, for the nurse');
    assert.match(await widget.run((el, $) => $('[data-dose="confirmed"]').textContent), /60 mg/);
    await widget.press(act('take:confirmed'));
    await widget.until((el, $) => $('[data-entry="interim_given"]'), 'the record of giving, filled');
    await widget.type(box('interim_given', 'name'), '李护士');
    await signed(widget, 'interim_given');
    await widget.until((el, $) => $('[data-dose="given"]'), 'that it was given');
    await interim(widget, 'WAITS');
    await pictures(`given-${lang}`);

    await widget.press(word('chest_result', 'result', 'ctpa_positive'));
    await signed(widget, 'chest_result');
    await next(widget, 'SEVERITY');
    await becomes(widget, PHYSICIAN);
    await widget.until((el, $) => $('[data-entry="severity"]'), 'the severity asked of the physician');
    await pictures(`severity-${lang}`);
    if (lang === 'en') {
      await widget.press(pick('severity/made/word', 'elsewhere'));
      await widget.until((el, $, $$, s) => $(s), 'the class, to be entered', { args: [word('severity', 'class', 'int_low')] });
      await widget.press(word('severity', 'class', 'int_low'));
    } else {
      await widget.until((el, $) => $('[data-score="esc_2019"] [data-score-item="unstable"]').dataset.answer === 'no', 'stable, as the channel judges');
      await widget.press(tick('esc_2019', 'rv_dysfunction', 'yes'), tick('esc_2019', 'troponin_raised', 'no'));
      await widget.until((el, $) => $('[data-score="esc_2019"] [data-score-band]').dataset.scoreBand === 'int_low', 'the class');
    }
    assert.equal((await signed(widget, 'severity')).body.answers[0].value, 'int_low');
    await pictures(`confirmed-${lang}`);
    assert.deepEqual(await at.browser.axe(), []);
    await widget.press(act('settle'));
    await widget.until((el, $, $$, s) => $(s), 'the conclusions', { args: [pick('settles', 'confirmed')] });
    await widget.press(pick('settles', 'confirmed'));
    await widget.until((el, $, $$, s) => $(s), 'the site', { args: [pick('onset', 'in_hospital')] });
    await widget.press(pick('onset', 'in_hospital'));
    await widget.type('[data-suspicion="note"]', 'CTPA');
    await widget.press(act('sign'));
    await until(() => at.his.posts.some(({ event }) => event.type === 'vte_confirmed'), 'confirmed at the HIS');
    // No plan of treatment is signed: the channel goes on behind what is asked next.
    await widget.until((el, $) => $('[data-after] [data-next]') && $('[data-after] [data-prophylaxis="paused"]'), 'confirmed, and not treated');
    // The place of treatment may follow the conclusion; at home only with its conditions, or with a reason.
    await widget.until((el, $) => $('[data-after] [data-entry="disposition"]'), 'the place of treatment, still asked');
    assert.deepEqual(await widget.run((el, $, $$) => $$('[data-condition]').map(row => row.dataset.met)), ['not_met', 'unknown', 'unknown']);
    await pictures(`after-${lang}`);
    assert.deepEqual(await at.browser.axe(), []);
    await widget.press(word('disposition', 'place', 'inpatient'));
    await signed(widget, 'disposition');
    assert.equal(typeof chart.contextId, 'string');
  });
}

test('what was entered is there after a reload, from the record alone, and unstable goes before everything', async () => {
  const chart = township();
  const widget = await at.page('job.html', { chart, user: NURSE, lang: 'en' });
  await suspected(widget);
  await vitals(widget, { sbp: '84', dbp: '50' });
  await next(widget, 'CALL_RESUS_PERT');
  await widget.until((el, $) => $('[data-order="REFER_NOW"]'), 'the ambulance');
  const record = at.his.posts.map(({ event }) => event);
  const back = await at.page('job.html', { chart, user: NURSE, lang: 'en', record });
  await next(back, 'CALL_RESUS_PERT');
  await back.until((el, $) => $('[data-entered="vitals"]'), 'the vital signs');
  // Entered again, the later one stands first.
  await back.press(act('open:vitals'));
  await vitals(back, { sbp: '86', dbp: '52' });
  assert.match(await back.run((el, $) => $('[data-entered="vitals"]').textContent), /86 mmHg/);
});

test('in readonly mode everything is read and nothing can be entered', async () => {
  const chart = township();
  const widget = await at.page('job.html', { chart, user: NURSE, lang: 'zh-CN' });
  await suspected(widget);
  const record = at.his.posts.map(({ event }) => event);
  const reader = await at.page('job.html', { chart, user: NURSE, lang: 'zh-CN', record, attributes: { mode: 'readonly' } });
  await next(reader, 'TAKE_VITALS');
  assert.deepEqual(await reader.run((el, $, $$) => $$('.suspicion [data-suspicion]').map(x => x.outerHTML)), []);
});

test('in teaching mode the whole path is practised and nothing leaves', async () => {
  const widget = await at.page('job.html', { chart: township(), user: NURSE, lang: 'zh-CN', attributes: { mode: 'teaching' } });
  await suspected(widget);
  await widget.press(act('open:physician_told'));
  await widget.type(box('physician_told', 'name'), '周医生');
  await widget.press(act('enter:physician_told'));
  await widget.until((el, $) => $('[data-entered="physician_told"]'), 'that it was practised');
  assert.deepEqual(at.his.posts, []);
});

test('by the keyboard alone: from the report to a signed entry, the focus on the next step', async () => {
  const widget = await at.page('job.html', { chart: township(), user: NURSE, lang: 'en' });
  await suspected(widget);
  const reach = async selector => {
    for (let presses = 0; presses < 120; presses++) {
      if (await widget.run((el, $, $$, s) => el.shadowRoot.activeElement?.matches(s) ?? false, selector)) return;
      await at.browser.keys('\uE004');
    }
    throw new Error(`${selector} is not reached by Tab`);
  };
  await reach(act('open:physician_told'));
  await at.browser.keys('\uE007');
  await widget.until((el, $) => el.shadowRoot.activeElement?.closest('[data-entry="physician_told"]'), 'the focus in the form that was opened');
  await reach(box('physician_told', 'name'));
  await at.browser.keys('Dr Zhou');
  await reach(act('enter:physician_told'));
  await at.browser.keys('\uE007');
  await until(() => steps().some(({ body }) => body.step === 'physician_told'), 'signed');
  await widget.until(el => el.shadowRoot.activeElement?.matches('[data-suspected]'), 'the focus at the top of the suspicion');
});

test('what is typed and not signed stands there after a reload, is refused to another patient, and is nowhere under his name', async () => {
  const chart = township();
  const widget = await at.page('job.html', { chart, user: NURSE, lang: 'en' });
  await suspected(widget);
  const record = at.his.posts.map(({ event }) => event);
  await widget.type(box('vitals', 'sbp'), '84');
  await widget.press(act('open:physician_told'));
  await widget.type(box('physician_told', 'name'), 'Dr Zhou');
  await widget.untilKept(chart.contextId);
  // Another patient over it is refused as over any unsigned answer; the one that stands stays.
  const other = { ...medical(), contextId: 'adm-another', patient: { sex: 'male', birthDate: '1970-01-01' } };
  await widget.run((el, $, $$, other) => { el.chart = other; }, other);
  await widget.untilSeen('vte-error');
  assert.ok((await widget.errors()).some(({ code }) => code === 'E_CONTEXT_BUSY'));
  await widget.until((el, $, $$, s) => $(s)?.value === '84', 'what was typed', { args: [box('vitals', 'sbp')] });
  const back = await at.page('job.html', { chart, user: NURSE, lang: 'en', record });
  await back.until((el, $, $$, s) => $(s)?.value === '84', 'what was typed, after a reload', { args: [box('vitals', 'sbp')] });
  await back.until((el, $) => $('[data-restored="vitals"]') && $('[data-restored="physician_told"]'), 'that nobody has signed it');
  assert.deepEqual(await back.run((el, $, $$) => $$('[data-entered]').length), 0);
  await pictures('restored-en');
  assert.deepEqual(await at.browser.axe(), []);
  await signed(back, 'physician_told');
  const third = await at.page('job.html', { chart: other, user: NURSE, lang: 'en' });
  await suspected(third);
  assert.equal(await third.run((el, $, $$, s) => $(s).value, box('vitals', 'sbp')), '', 'of another patient nothing is taken up');
  const again = await at.page('job.html', { chart, user: NURSE, lang: 'en', record: [...record, ...at.his.posts.map(({ event }) => event).filter(event => event.contextId === chart.contextId)] });
  await again.until((el, $, $$, s) => $(s)?.value === '84', 'and it waits where it belongs', { args: [box('vitals', 'sbp')] });
});

test('what does not fit is stopped with its reason and loses nothing: unit, oxygen, pregnancy, a score that is not for her, a withdrawal', async () => {
  const widget = await at.page('job.html', { chart: township(), user: NURSE, lang: 'en' });
  await suspected(widget);
  const refuses = async (entry, pattern, selector = '[data-lacks], [data-refused]') => {
    const before = steps().length;
    await widget.press(act(`enter:${entry}`));
    await widget.until((el, $, $$, selector, source) => $$(selector).some(found => new RegExp(source).test(found.textContent)) || null, `${entry} refused: ${pattern}`, { args: [selector, pattern.source] });
    assert.equal(steps().length, before, 'nothing was signed');
  };
  const opens = async entry => {
    await widget.press(act(`open:${entry}`));
    await widget.until((el, $, $$, entry) => $(`[data-entry="${entry}"]`), `the form ${entry}`, { args: [entry] });
  };
  // Saturation on oxygen, and PERC of it.
  await widget.press(word('vitals', 'consciousness', 'alert'), word('vitals', 'oxygen', 'oxygen'));
  for (const [field, value] of [['sbp', '118'], ['dbp', '72'], ['heart_rate', '84'], ['respiratory_rate', '18'], ['spo2', '98'], ['temperature', '36.9']]) await widget.type(box('vitals', field), value);
  await signed(widget, 'vitals');
  await opens('perc');
  await widget.press(word('perc', 'spo2_lt_95', 'no'));
  await refuses('perc', /on oxygen/);
  assert.equal(await widget.run((el, $, $$, s) => $(s).checked, word('perc', 'spo2_lt_95', 'no')), true, 'what was chosen stands');
  // A number without its unit type.
  await opens('ddimer_result');
  await widget.type(box('ddimer_result', 'value'), '1.2');
  await refuses('ddimer_result', /choose the unit/);
  assert.equal(await widget.run((el, $, $$, s) => $(s).value, box('ddimer_result', 'value')), '1.2');
  // A result before its order is kept, and it is said; answered again, the later counts.
  await widget.press(pick('ddimer_result/value/unit', 'mg/L{FEU}'));
  await signed(widget, 'ddimer_result');
  await widget.until((el, $) => /order is not/.test($('.suspicion').textContent), 'that no order is on record');
  // A score, and then she is pregnant.
  if (!await widget.run((el, $) => Boolean($('[data-entry="probability"]')))) await opens('probability');
  await widget.press(act('none:wells_pe'));
  await signed(widget, 'probability');
  await opens('pregnancy');
  await widget.press(word('pregnancy', 'gravidity', 'pregnant'));
  await signed(widget, 'pregnancy');
  await widget.until((el, $) => /is not used any more/.test($('.suspicion').textContent), 'that the score of before does not count');
  if (!await widget.run((el, $) => Boolean($('[data-entry="probability"]')))) await opens('probability');
  await widget.press(act('none:wells_pe'));
  await refuses('probability', /not for somebody who is pregnant/);
  await pictures('refused-en');
  assert.deepEqual(await at.browser.axe(), []);
  // A nurse proposes to take it back, the clocks go on; a physician withdraws with a reason.
  await opens('withdrawal_proposed');
  await widget.type(box('withdrawal_proposed', 'reason'), 'raised in error');
  await signed(widget, 'withdrawal_proposed');
  await widget.until((el, $) => /proposed to take the suspicion back/.test($('.suspicion').textContent) && $('[data-next]'), 'that it is proposed');
  await becomes(widget, PHYSICIAN);
  await widget.press(act('settle'));
  await widget.until((el, $, $$, s) => $(s), 'the conclusions', { args: [pick('settles', 'withdrawn')] });
  await widget.press(pick('settles', 'withdrawn'), act('sign'));
  await widget.until((el, $) => $('[data-refused]'), 'the reason is asked for');
  await widget.type('[data-suspicion="note"]', 'raised in error');
  await widget.press(act('sign'));
  await widget.until((el, $) => !$('[data-next]'), 'withdrawn');
});
