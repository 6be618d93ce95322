// What is signed is what was shown; what a host only suggests stands on the screen; facts that contradict an answer take none away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CJK, surgical } from './cases.mjs';
import { stage } from './stage.mjs';

const at = stage();
const DAY = 86_400_000;

/** The device's clock is ahead by so much from now on. */
const ahead = (widget, millis) => widget.run((el, $, $$, millis) => {
  window.right ??= Date.now.bind(Date);
  Date.now = () => window.right() + millis;
}, millis);
/** Who turns 75 on the next day of Shanghai. */
const eve = () => {
  const tomorrow = new Date(Date.now() + 8 * 3_600_000 + DAY).toISOString().slice(0, 10);
  return `${Number(tomorrow.slice(0, 4)) - 75}${tomorrow.slice(4)}`.replace('-02-29', '-03-01');
};
const signed = widget => widget.run(() => seen.filter(e => e.type === 'vte-event').map(e => e.detail.event));

for (const [lang, words] of [['zh-CN', /重新计算.*再次签名.*75/s], ['en', /worked out again.*sign again.*75/s]]) {
  test(`midnight between the last tick and the signature: drawn anew with what changed, and a second tap signs (${lang})`, async () => {
    const chart = surgical();
    chart.patient.birthDate = eve();
    const widget = await at.page('job.html', { chart, lang });
    // 61 to 74 years 2, BMI 1, laparoscopic 2.
    await widget.untilScore(5);
    await widget.fillRest();
    await ahead(widget, DAY);
    await widget.press('[data-action="sign"]');
    const said = await widget.until((el, $) => $('[data-refused]')?.textContent, 'what changed');
    assert.match(said, words);
    assert.equal(CJK.test(said), lang === 'zh-CN');
    await widget.untilScore(6);
    assert.deepEqual(await signed(widget), [], 'nothing was signed that nobody had seen');
    await widget.press('[data-action="sign"]');
    const [event] = await widget.until(() => seen.filter(e => e.type === 'vte-event').map(e => e.detail.event).slice(-1)[0] && seen.filter(e => e.type === 'vte-event').map(e => e.detail.event), 'the event');
    assert.deepEqual([event.body.floor, event.body.ceiling], [6, 6]);
  });
}

test('a host that signs over midnight is told why, and its second call signs', async () => {
  const chart = surgical();
  chart.patient.birthDate = eve();
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(5);
  await widget.fillRest();
  await ahead(widget, DAY);
  const sign = () => widget.run(async el => { const { error, event } = await el.sign(); return error ?? { floor: event.body.floor }; });
  const before = await widget.run(el => el.validate());
  assert.deepEqual([before.valid, before.issues[0].code], [false, 'E_STALE']);
  const refused = await sign();
  assert.equal(refused.code, 'E_STALE');
  assert.ok(refused.message.zh && refused.message.en);
  assert.equal((await widget.run(el => el.validate())).valid, true);
  assert.deepEqual(await sign(), { floor: 6 });
});

test('a patient whom the host opens and signs in one task is not signed: nobody has seen the form; a second call signs', async () => {
  const first = surgical(), second = { ...surgical(), contextId: `${first.contextId}-b`, patient: { ...first.patient, ref: 'Patient/124' } };
  const widget = await at.page('job.html', { chart: first });
  await widget.untilScore(5);
  const code = await widget.run(async (el, $, $$, chart) => { el.chart = chart; const { error } = await el.sign(); return error?.code; }, second);
  assert.equal(code, 'E_STALE');
  assert.match(await widget.until((el, $) => $('[data-refused]')?.textContent, 'what changed'), /the patient/);
  assert.deepEqual(await signed(widget), []);
  await widget.fillRest();
  const signing = await widget.run(async el => { const { error, event } = await el.sign(); return error ?? event.contextId; });
  assert.equal(signing, second.contextId);
});

test('validate() says what sign() would say, two seconds over midnight', async () => {
  const chart = surgical();
  chart.patient.birthDate = eve();
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(5);
  await widget.fillRest();
  // Two seconds before midnight of Shanghai the form is worked out, two after it nobody has drawn it again.
  await widget.run((el, $, $$, chart) => {
    const midnight = (Math.floor((Date.now() + 8 * 3_600_000) / 86_400_000) + 1) * 86_400_000 - 8 * 3_600_000;
    window.clock = midnight - 2000;
    Date.now = () => window.clock;
    el.chart = chart;
  }, chart);
  assert.equal((await widget.run(el => el.validate())).valid, true);
  const [checked, refused] = await widget.run(async el => {
    window.clock += 4000;
    return [el.validate(), (await el.sign()).error?.code];
  });
  assert.deepEqual([checked.valid, checked.issues[0].code, refused], [false, 'E_STALE', 'E_STALE']);
});

test('what was said of a suggestion is not asked again after a reload, and the event says who said it', async () => {
  const chart = surgical({ operation: null, facts: [
    { id: 'operation', status: 'suggested', source: 'HIS', value: { kind: 'laparoscopic', durationMin: 70, at: new Date(Date.now() + DAY).toISOString() } },
    { id: 'medication', status: 'suggested', source: 'HIS', value: { id: 'warfarin' } },
  ] });
  let widget = await at.page('job.html', { chart });
  await widget.until((el, $, $$) => $$('[data-suggested-fact]').length === 2, 'both');
  await widget.press('[data-suggested-fact="2"] [data-action="take-fact"]');
  await widget.press('[data-suggested-fact="3"] [data-action="leave-fact"]');
  await widget.until((el, $) => !$('[data-action="take-fact"]'), 'nothing waits');
  await widget.untilKept(chart.contextId);
  widget = await at.page('job.html', { chart });
  await widget.untilScore(5);
  assert.deepEqual(await widget.until((el, $, $$) => $$('[data-settled]').length === 2 && $$('[data-settled]').map(card => card.dataset.settled), 'both, settled'), ['taken', 'left']);
  await widget.fillRest();
  const { event } = await widget.sign();
  assert.deepEqual(event.body.suggestions.map(({ id, taken, by }) => [id, taken, by.id]), [['operation', true, 'n-07'], ['medication', false, 'n-07']]);
  widget = await at.page('job.html', { chart });
  await widget.until((el, $) => $('[data-action="new"]') || $('[data-score]'), 'the patient again');
  await new Promise(done => setTimeout(done, 500));
  assert.equal(await widget.run((el, $, $$) => $$('[data-action="take-fact"]').length), 0, 'nor after the signature');
});

test('a suggested operation and medicine stand on the screen; one tap takes or turns down each', async () => {
  const chart = surgical({ operation: null, facts: [
    { id: 'operation', status: 'suggested', source: 'HIS', value: { kind: 'laparoscopic', durationMin: 70, at: new Date(Date.now() + DAY).toISOString() } },
    { id: 'medication', status: 'suggested', source: 'HIS', value: { id: 'warfarin' } },
  ] });
  const widget = await at.page('job.html', { chart });
  const text = await widget.until((el, $, $$) => $$('[data-suggested-fact]').length === 2 && $('[data-suggested]').textContent, 'both');
  assert.match(text, /(腹腔镜|laparoscopic).*(华法林|warfarin)/s);
  assert.deepEqual(await at.browser.axe(), []);
  const tall = await widget.run((el, $, $$) => Math.min(...$$('[data-fact]').map(button => button.getBoundingClientRect().height)));
  assert.ok(tall >= 44, `${tall} px`);
  assert.ok((await widget.run(el => el.validate())).issues.some(issue => issue.code === 'E_INCOMPLETE' && issue.path === '/chart/facts'));
  const [gap, narrowest, size] = await widget.run((el, $, $$) => {
    const [take, leave] = [...$('[data-suggested-fact="2"]').querySelectorAll('button')].map(button => button.getBoundingClientRect());
    return [leave.left - take.right, Math.min(take.width, leave.width), getComputedStyle($('[data-suggested] .evidence')).fontSize];
  });
  assert.ok(gap >= 16 && narrowest >= 88 && size === '16px', `${[gap, narrowest, size]}`);
  assert.match(await widget.run((el, $) => $('[data-goto="suggested"]').textContent), /2/);
  const places = () => widget.run((el, $, $$) => $$('[data-suggested-fact]').map(card => { const { top, height } = card.getBoundingClientRect(); return [top + scrollY, height].map(Math.round); }));
  const before = await places();
  await widget.press('[data-suggested-fact="2"] [data-action="take-fact"]');
  await widget.untilScore(5);
  const focused = () => widget.run(el => [el.shadowRoot.activeElement?.dataset.action, el.shadowRoot.activeElement?.closest('[data-suggested-fact]')?.dataset.suggestedFact]);
  assert.deepEqual(await focused(), ['change-fact', '2']);
  assert.match(await widget.run((el, $) => $('p.unseen').textContent), /腹腔镜.*1|laparoscopic.*1/);
  const after = await places();
  assert.deepEqual(after.map(([, height]) => height), before.map(([, height]) => height), 'as tall as before');
  assert.equal(after[1][0] - after[0][0], before[1][0] - before[0][0], 'the next card stays where it was');
  await widget.press('[data-suggested-fact="3"] [data-action="leave-fact"]');
  await widget.until((el, $) => !$('[data-action="take-fact"]'), 'nothing waits');
  assert.deepEqual(await at.browser.axe(), []);
  // Thought better of it, and back again.
  await new Promise(done => setTimeout(done, 600));
  await widget.press('[data-suggested-fact="3"] [data-action="change-fact"]');
  await widget.until((el, $) => $('[data-suggested-fact="3"] [data-action="take-fact"]'), 'asked again');
  await widget.press('[data-suggested-fact="3"] [data-action="leave-fact"]');
  await widget.until((el, $) => !$('[data-action="take-fact"]'), 'nothing waits');
  const event = (await widget.sign()).event;
  assert.equal(event.body.floor, 5);
  await widget.until((el, $) => !$('[data-suggested]'), 'signed, the cards are gone');
});

test('a man with an answered pregnancy: the answers stay, the conflict is shown, and a mended chart is signed', async () => {
  const chart = surgical({ age: 30 });
  delete chart.patient.sex;
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(3);
  await widget.press('[data-item="pregnancy_postpartum"]');
  await widget.untilScore(4);
  await widget.fillRest();
  await widget.run((el, $, $$, chart) => { el.chart = chart; }, { ...chart, facts: [...chart.facts, { id: 'sex', value: 'male' }] });
  const fault = await widget.until((el, $) => $('[data-fault]')?.textContent, 'the conflict');
  assert.match(fault, /E_CONFLICT/);
  assert.equal(await widget.run((el, $) => Boolean($('[data-fault] [data-action="dismiss"]'))), false, 'said for as long as it is so');
  assert.ok((await widget.errors()).some(({ code }) => code === 'E_CONFLICT'));
  assert.equal(await widget.run((el, $) => $('[data-row="pregnancy_postpartum"]').dataset.answer), 'yes');
  assert.equal((await widget.run(el => el.validate())).valid, false);
  await widget.run((el, $, $$, chart) => { el.chart = chart; }, { ...chart, facts: [...chart.facts, { id: 'sex', value: 'female' }] });
  await widget.until((el, $) => !$('[data-fault]'), 'the conflict gone');
  await widget.press('[data-action="sign"]');
  await widget.untilSeen('vte-event');
});
