// A clock that looks wrong is asked about before anything is signed with its time; one that was wrong elsewhere stops nobody.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CJK, surgical } from './cases.mjs';
import { NURSE, Widget } from './driver.mjs';
import { frames } from './frames.mjs';
import { stage, until, verifies } from './stage.mjs';
import { tablet } from './tablet.mjs';

const at = stage(), frame = frames();
const MINUTE = 60_000, DAY = 24 * 60 * MINUTE;

/** The device's clock is ahead by so much from now on. */
const ahead = (widget, millis) => widget.run((el, $, $$, millis) => {
  window.right ??= Date.now.bind(Date);
  Date.now = () => window.right() + millis;
}, millis);
const asked = widget => widget.until((el, $) => $('[data-refused] [data-action="clock-right"]') && $('[data-refused]').textContent, 'the question');
const signedEvents = (widget, count) => widget.until((el, $, $$, count) => seen.filter(e => e.type === 'vte-event').length >= count && seen.filter(e => e.type === 'vte-event').map(e => e.detail.event), `${count} events`, { args: [count] });
/** What `sign()` answers a host. */
const hostSigns = widget => widget.run(async el => { const { error, event } = await el.sign(); return error ?? { at: event.at }; });

for (const [lang, words] of [['zh-CN', /本机时间：\d{4}-.*记录和HIS资料的最近时间：\d{4}-.*时钟无误，签名/s], ['en', /This device's clock: \d{4}-.*Newest time in record and chart: \d{4}-.*The clock is right: sign/s]]) {
  test(`far ahead of everything known: asked once before it signs, with both times (${lang})`, async () => {
    const widget = await at.page('job.html', { chart: surgical(), lang });
    await widget.untilScore(5);
    await ahead(widget, 31 * DAY);
    await widget.fillRest();
    assert.equal((await hostSigns(widget)).code, 'E_TIME', 'a host that signs is told, and nothing is signed');
    const said = await asked(widget);
    assert.match(said, words);
    assert.equal(CJK.test(said), lang === 'zh-CN');
    const years = said.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g);
    assert.equal(years.length, 2);
    assert.ok(Math.abs(Date.parse(years[0]) - Date.parse(years[1]) - 31 * DAY) < 2 * DAY, 'device first, then what is known');
    const issues = await widget.run(el => el.validate());
    assert.deepEqual([issues.valid, issues.issues.map(issue => issue.code)], [false, ['E_TIME']]);
    assert.deepEqual(await at.browser.axe(), []);
    const tall = await widget.run((el, $) => $('[data-action="clock-right"]').getBoundingClientRect().height);
    assert.ok(tall >= 44, `${tall} px`);
    assert.equal((await widget.seen('vte-event')).length, 0);

    await widget.press('[data-action="clock-right"]');
    const [event] = await signedEvents(widget, 1);
    assert.ok(Date.parse(event.at) - Date.now() > 30 * DAY && !('clock' in event), 'the time is the device\'s own');
    await widget.untilDelivery('confirmed');
    // Said once, it is not asked again while the patient is open.
    await widget.press('[data-action="new"]');
    await widget.untilScore(5);
    await widget.fillRest();
    await ahead(widget, 40 * DAY);
    assert.ok((await hostSigns(widget)).at);
    await signedEvents(widget, 2);
    verifies(await widget.run(el => JSON.parse(JSON.stringify(el.record))));
  });
}

test('thirty days without anything new are not asked about', async () => {
  const widget = await at.page('job.html', { chart: surgical() });
  await widget.untilScore(5);
  await ahead(widget, 29 * DAY);
  await widget.sign();
  await widget.untilDelivery('confirmed');
});

/** Signs with a clock that is ahead, and gives the record to a page whose clock is right. */
async function elsewhere(millis, lang) {
  const chart = surgical();
  const first = await at.page('job.html', { chart, lang });
  await first.untilScore(5);
  await ahead(first, millis);
  await first.sign();
  await first.untilDelivery('confirmed');
  const record = await first.run(el => JSON.parse(JSON.stringify(el.record)));
  const second = await at.page('job.html', { chart, record, lang });
  await second.until((el, $) => $('[data-action="new"]') || $('[data-score]'), 'the patient');
  if (await second.run((el, $) => Boolean($('[data-action="new"]')))) await second.press('[data-action="new"]');
  await second.untilScore(5);
  await second.fillRest();
  return { second, record };
}

test('a colleague whose clock is three minutes behind signs at once', async () => {
  const { second, record } = await elsewhere(3 * MINUTE);
  await second.press('[data-action="sign"]');
  const [event] = await signedEvents(second, 1);
  assert.equal(Date.parse(event.at), Date.parse(record.at(-1).at), 'the record does not run backwards');
  assert.ok(Date.parse(event.clock.device) < Date.parse(event.at));
  verifies(await second.run(el => JSON.parse(JSON.stringify(el.record))));
});

for (const [lang, words, reason] of [['zh-CN', /本机时间：\d{4}-.*记录的最后时间：\d{4}-.*理由/s, '那台平板的时钟快了'], ['en', /This device's clock: \d{4}-.*Last time in the record: \d{4}-.*reason/s, 'That tablet was ahead']]) {
  test(`an event of the future is passed with a reason, never waited for (${lang})`, async () => {
    const { second, record } = await elsewhere(29 * DAY, lang);
    await second.press('[data-action="sign"]');
    assert.match(await asked(second), words);
    await second.press('[data-action="clock-right"]');
    assert.match(await asked(second), words);
    assert.equal((await second.seen('vte-event')).length, 0, 'not without a reason');
    await second.type('[data-clock-reason]', reason);
    await second.press('[data-action="clock-right"]');
    const [event] = await signedEvents(second, 1);
    assert.deepEqual(event.clock, { reason, after: event.clock.after });
    assert.equal(Date.parse(event.clock.after), Date.parse(record.at(-1).at));
    assert.ok(Math.abs(Date.parse(event.at) - Date.now()) < 2 * MINUTE);
    const whole = await second.run(el => JSON.parse(JSON.stringify(el.record)));
    verifies(whole);
    assert.deepEqual(await second.ask('verify', 'its record'), { ok: true });
  });
}

test('the host\'s clock stands an hour from this device\'s: asked about before it signs', async () => {
  const widget = await at.page('job.html', { chart: surgical() });
  await widget.untilScore(5);
  await widget.run(el => el.__hostClock(-60 * 60_000));
  await widget.fillRest();
  assert.equal((await hostSigns(widget)).code, 'E_TIME');
  await widget.run(el => el.__hostClock(4 * 60_000));
  assert.ok((await hostSigns(widget)).at);
});

test('in a frame the host\'s clock is told by the messages; one that was delayed says nothing', async () => {
  await frame.open('raw.html');
  assert.ok(await frame.run(() => raw.started()), 'vte.ready came');
  const ask = (type, payload, millis = 0) => frame.run((type, payload, millis) => raw.ask(type, payload, { sentAt: new Date(Date.now() + millis).toISOString() }), type, payload, millis);
  await ask('vte.configure', { user: NURSE });
  await ask('vte.open', { chart: surgical() });
  // It has waited in a page that was frozen.
  await ask('vte.ping', {}, -60 * MINUTE);
  const issues = () => frame.inside(widget => widget.run(el => el.validate().issues.map(issue => issue.code)));
  await frame.inside(async widget => { await widget.untilScore(5); await widget.fillRest(); });
  assert.deepEqual(await issues(), []);
  await ask('vte.ping', {}, -60 * MINUTE);
  assert.deepEqual(await issues(), ['E_TIME'], 'twice is no delay');
  await frame.inside(async widget => {
    await widget.press('[data-action="sign"]');
    assert.match(await asked(widget), /Time compared with/);
    await widget.press('[data-action="clock-right"]');
    await widget.untilDelivery('confirmed');
  });
});

test('a tablet whose clock stands before what it has written asks before it signs, on its pages and in the form', async () => {
  const it = await tablet({ width: 768, height: 1024 });
  try {
    const set = (selector, value) => it.choose(selector, value);
    const events = () => it.run(() => Number(document.querySelector('[data-events]')?.dataset.events ?? 0));
    await it.open();
    await it.speak('zh-CN');
    await (await it.open()).create();
    await it.found();
    await it.see('[data-board="0"]');
    await it.press('[data-action="admit"]');
    await it.type('[name="label"]', '甲某');
    await it.type('[name="bed"]', '01-01');
    await set('[name="sex"]', 'female');
    await set('[name="born"]', '1958-03-02');
    await set('[name="setting"]', 'surgical');
    await it.press('[data-action="admit-now"]');
    await it.see('[data-patient]');
    await it.lock();
    await it.driver.get(`${it.origin}/vault.html`);
    await until(() => it.run(() => window.ready), 'the script');
    await it.run(() => rewrite('header', 'seen', () => Date.now() + 3 * 3_600_000));
    await (await it.open()).unlock();
    await it.as('nurse');
    await it.said('[data-clock]', /时钟/);
    await it.press('[data-open]');
    await it.see('[data-patient]');
    await it.press('[data-tab="work"]');
    await it.press('[data-happening="vte"] > summary');
    await set('[data-form="suspected"] [name="site"]', 'pe');
    const before = await events();
    await it.press('[data-action="suspect"]');
    await it.said('[data-clock-asks]', /本机时间：\d{4}-.*对照时间.*：\d{4}-/s);
    assert.equal(await events(), before, 'nothing is signed before the answer');
    await it.press('[data-clock-asks] [data-action="clock-right"]');
    await until(async () => (await events()) === before + 1, 'the event');
    // The form asks for itself.
    await it.press('[data-tab="score"]');
    const form = new Widget(it.session, 'vte-assessment');
    await form.until((el, $) => $('[data-action="none-of-the-rest"]'), 'the form');
    await form.press('[data-action="none-of-the-rest"]');
    // While the record is still being read, a signature is refused with that.
    for (let turn = 0; turn < 40 && !(await form.run((el, $) => Boolean($('[data-refused] [data-action="clock-right"]')))); turn++) {
      await form.press('[data-action="sign"]');
      await new Promise(next => setTimeout(next, 250));
    }
    assert.match(await asked(form), /对照时间/);
    // Once a person has looked at the clock, neither asks again until the app is opened anew.
    await it.press('[data-action="clock-is-right"]');
    await it.gone('[data-clock]');
    await form.press('[data-action="sign"]');
    await until(async () => (await events()) === before + 2, 'the score');
  } finally {
    await it.quit();
    await it.server.close();
  }
});
