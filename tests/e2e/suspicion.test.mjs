// The red button. In the element: the alert at once, the word to telephone whatever is loaded or listening, the report in place,
// signed and sent. In the ward: the report in place, what to do until it is settled, first on the board and counted in minutes.
// SCREENS=folder keeps a picture of each state at 480, 768 and 1280.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CJK, LATIN, medical, surgical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { stage, until } from './stage.mjs';
import { PIN, tablet } from './tablet.mjs';

const at = stage();
const LATER = '/virchow/v1/more/later_bg.wasm';
const PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' };
const LANGS = [['zh-CN', CJK], ['en', LATIN]];

async function pictures(session, name) {
  if (!process.env.SCREENS) return;
  mkdirSync(process.env.SCREENS, { recursive: true });
  for (const width of [480, 768, 1280]) {
    await session.size(width, 1024);
    const height = await session.run(() => new Promise(done => requestAnimationFrame(() => done(Math.min(document.documentElement.scrollHeight, 6000)))));
    await session.size(width, height);
    await session.run(() => { scrollTo(0, 0); return new Promise(done => setTimeout(done, 250)); });
    const { data } = await session.cdp('Page.captureScreenshot', { format: 'png' });
    writeFileSync(join(process.env.SCREENS, `${name}-${width}.png`), Buffer.from(data, 'base64'));
  }
  await session.size(1024, 900);
}

const act = what => `[data-suspicion="act"][value="${what}"]`;
const pick = (field, value) => `[data-suspicion="${field}"][value="${value}"]`;
const form = widget => widget.until((el, $, $$, s) => $(s), 'the form of a suspicion', { args: [act('sign')] });
async function pressed(given) {
  const widget = await at.page('job.html', { chart: medical(), user: NURSE, ...given });
  await widget.press('[data-action="suspected-vte"]');
  return widget;
}

for (const [lang, script] of LANGS) {
  test(`the alert goes out at once, the report opens in place, is signed and sent, and the assessment stays as it was (${lang})`, async () => {
    const widget = await at.page('job.html', { chart: medical(), user: NURSE, lang });
    await widget.press('[data-item="active_cancer"]');
    await widget.untilScore(4);
    await widget.press('[data-action="suspected-vte"]');
    const [{ detail }] = await widget.untilSeen('vte-alert');
    assert.equal(detail.kind, 'suspected_vte');
    await form(widget);
    assert.match(await widget.run((el, $) => $('[data-suspected] [role="alert"]').textContent), lang === 'en' ? /telephone the physician at once/i : /立即打电话通知医师/);
    await widget.press(act('sign'));
    await widget.until((el, $) => $('[data-refused]'), 'what the report lacks');
    assert.ok(script.test(await widget.run((el, $) => $('[data-refused]').textContent)));
    await widget.press(pick('site', 'dvt'));
    await widget.until((el, $, $$, s) => $(s), 'the side', { args: [pick('limb', 'left')] });
    await widget.press(pick('limb', 'left'), pick('signs', 'leg_swelling'), pick('since', 'today'));
    await widget.until((el, $) => $('[data-step="pump_off"]'), 'what to do, before anything is signed');
    await pictures(at.browser, `element-report-${lang}`);
    assert.deepEqual(await at.browser.axe(), []);
    await widget.press(act('sign'));
    const { event } = await until(() => at.his.posts.find(({ event }) => event.type === 'vte_suspected'), 'the event at the HIS');
    assert.deepEqual(event.body, { site: 'dvt', limb: 'left', signs: ['leg_swelling'], since: 'today' });
    await widget.until((el, $) => $('[data-minutes]'), 'that it stands, counted');
    assert.equal(await widget.run((el, $) => $('[data-item="active_cancer"]').checked), true, 'the answers are as they were');
    assert.ok(await widget.run((el, $) => ['pump_off', 'no_massage', 'still', 'order_dvt', 'tell_dvt'].every(step => $(`[data-step="${step}"]`))));
    await pictures(at.browser, `element-stands-${lang}`);
    assert.deepEqual(await at.browser.axe(), []);
    await widget.sign();
    await until(() => at.his.posts.some(({ event }) => event.type === 'assessed'), 'the assessment after it');
  });
}

test('one sign of the lung runs the column of embolism: both legs free, nobody walks', async () => {
  const widget = await pressed({ lang: 'en' });
  await form(widget);
  await widget.press(pick('site', 'dvt'), pick('signs', 'dyspnoea'));
  await widget.until((el, $) => $('[data-step="still_pe"]') && $('[data-step="pump_off_both"]') && !$('[data-step="pump_off"]'), 'the column of embolism');
  await widget.press(pick('signs', 'unstable'));
  await widget.until((el, $) => $('[data-step]').dataset.step === 'unstable', 'the resuscitation team first');
});

for (const [lang, script] of LANGS) {
  test(`without the second part the alert fires all the same and the screen says to telephone at once (${lang})`, async () => {
    at.server.override[LATER] = { status: 404 };
    let widget;
    try {
      widget = await pressed({ lang });
      await widget.untilSeen('vte-alert');
      await widget.until((el, $) => $('[data-suspected] [data-action="suspected-vte"]'), 'that the report could not be loaded');
      const said = await widget.run((el, $) => $('[data-suspected]').textContent);
      assert.ok(script.test(said) && (lang === 'en' ? /telephone/i : /打电话/).test(said), said);
      assert.ok(!/\d{3}/.test(said), 'no number is invented');
      assert.deepEqual(await at.browser.axe(), []);
      await pictures(at.browser, `element-missing-${lang}`);
    } finally { delete at.server.override[LATER]; }
    await widget.press('[data-suspected] [data-action="suspected-vte"]');
    await form(widget);
  });
}

test('whether anything on the page has heard the alert is said, and to telephone is said either way', async () => {
  const widget = await pressed({ lang: 'en' });
  await form(widget);
  assert.equal(await widget.run((el, $) => $('[data-heard]').dataset.heard), 'heard', 'the page of the suite listens');
  const deaf = await at.page('job.html', { chart: surgical(), user: NURSE, lang: 'en' });
  // Before any listener of the page: nothing that is said comes through.
  await deaf.run(() => { addEventListener('vte-alert', event => event.stopImmediatePropagation(), true); });
  await deaf.press('[data-action="suspected-vte"]');
  await form(deaf);
  assert.equal(await deaf.run((el, $) => $('[data-heard]').dataset.heard), 'unheard');
  assert.match(await deaf.run((el, $) => $('[data-suspected] [role="alert"]').textContent), /telephone the physician at once/);
});

test('a pharmacist raises the alert and is told to telephone, and signs no report', async () => {
  const widget = await pressed({ user: { id: 'p-1', name: '何药师', role: 'pharmacist' }, lang: 'zh-CN' });
  await widget.untilSeen('vte-alert');
  await widget.until((el, $, $$, s) => $(s), 'the way back', { args: [act('close')] });
  assert.equal(await widget.run((el, $, $$, s) => $(s), act('sign')), null);
});

test('a physician settles it in the element: what lacks is said; excluded, it stands no more, and a new one may be raised', async () => {
  const widget = await pressed({ user: PHYSICIAN, lang: 'en' });
  await form(widget);
  await widget.press(pick('site', 'pe'), pick('signs', 'chest_pain'), act('sign'));
  await until(() => at.his.posts.some(({ event }) => event.type === 'vte_suspected'), 'reported');
  await widget.until((el, $, $$, s) => $(s), 'the way to settle it', { args: [act('settle')] });
  await widget.press(act('settle'));
  await widget.until((el, $, $$, s) => $(s), 'the conclusions', { args: [pick('settles', 'excluded')] });
  await widget.press(pick('settles', 'excluded'), act('sign'));
  await widget.until((el, $) => $('[data-refused]'), 'by what?');
  await widget.type('[data-suspicion="note"]', 'CTPA negative');
  await pictures(at.browser, 'element-settle-en');
  await widget.press(act('sign'));
  const { event } = await until(() => at.his.posts.find(({ event }) => event.type === 'vte_excluded'), 'excluded');
  assert.equal(event.body.method, 'CTPA negative');
  await widget.until((el, $) => !$('[data-minutes]'), 'nothing stands any more');
  await widget.press('[data-action="suspected-vte"]');
  await form(widget);
});

test('withdrawn is an amendment with its reason, and is not read as excluded', async () => {
  const widget = await pressed({ user: PHYSICIAN, lang: 'zh-CN' });
  await form(widget);
  await widget.press(pick('site', 'other'), pick('signs', 'other'), act('sign'));
  const suspected = await until(() => at.his.posts.find(({ event }) => event.type === 'vte_suspected')?.event, 'reported');
  await widget.until((el, $, $$, s) => $(s), 'the way to settle it', { args: [act('settle')] });
  await widget.press(act('settle'));
  await widget.press(pick('settles', 'withdrawn'));
  await widget.type('[data-suspicion="note"]', '误点');
  await widget.press(act('sign'));
  const amended = await until(() => at.his.posts.find(({ event }) => event.type === 'amended')?.event, 'withdrawn');
  assert.deepEqual([amended.body.of, amended.body.reason, amended.body.body.status], [suspected.id, '误点', 'withdrawn']);
  assert.ok(!at.his.posts.some(({ event }) => event.type === 'vte_excluded'));
  await widget.until((el, $) => !$('[data-minutes]'), 'nothing stands any more');
});

test('the report by the keyboard alone', async () => {
  const widget = await at.page('job.html', { chart: medical(), user: NURSE, lang: 'en' });
  await widget.run((el, $) => $('[data-action="suspected-vte"]').focus());
  await at.browser.keys('\uE007');
  await form(widget);
  const reach = async selector => {
    for (let presses = 0; presses < 60; presses++) {
      if (await widget.run((el, $, $$, s) => el.shadowRoot.activeElement?.matches(s) ?? false, selector)) return;
      await at.browser.keys('\uE004');
    }
    throw new Error(`${selector} is not reached by Tab`);
  };
  await reach('[data-suspicion="site"]');
  await at.browser.keys(' ');
  await reach('[data-suspicion="limb"]');
  await at.browser.keys(' ');
  await reach('[data-suspicion="signs"]');
  await at.browser.keys(' ');
  await reach(act('sign'));
  await at.browser.keys('\uE007');
  await until(() => at.his.posts.some(({ event }) => event.type === 'vte_suspected'), 'reported');
});

// ---- the ward --------------------------------------------------------------------------------------------------------

let it;
before(async () => { it = await tablet({ server: at.server }); });
after(async () => { await it?.quit(); });
const signs = selector => it.signs(selector);
const admit = async (label, bed) => {
  await it.press('[data-page="board"]');
  await it.press('[data-action="admit"]');
  await it.type('[name="label"]', label);
  await it.type('[name="bed"]', bed);
  await it.choose('[name="sex"]', 'female');
  await it.run(() => { const born = document.querySelector('[name="born"]'); if (born) born.value = '1958-03-02'; });
  await it.choose('[data-form="admit"] [name="setting"]', 'medical');
  await it.press('[data-action="admit-now"]');
  await it.see('[data-patient]');
};

for (const [lang, script] of LANGS) {
  test(`in the ward: reported in place, what to do until it is settled, first on the board with its minutes and a filter (${lang})`, async () => {
    if (lang === 'zh-CN') {
      await it.open();
      await it.speak(lang);
      await (await it.open()).create();
      await it.found();
      await it.add('王一', 'physician');
    } else {
      await it.lock();
      await it.speak(lang);
      await (await it.open()).unlock();
    }
    await it.as('nurse', PIN);
    await admit(`甲${lang}`, `0${lang.length}-01`);
    await admit(`乙${lang}`, `0${lang.length}-02`);
    await it.press('[data-tab="work"]');
    await it.press('[data-happening="vte"] > summary');
    await it.see('[data-form="suspected"]');
    await it.choose('[data-form="suspected"] [name="limb"]', 'right');
    await it.press('[name="sign_leg_swelling"]');
    await pictures(it.session, `ward-report-${lang}`);
    assert.deepEqual(await it.session.axe(), []);
    await signs('[data-action="suspect"]');
    await it.see('[data-suspicion="open"] [data-minutes]');
    for (const step of ['tell_dvt', 'pump_off', 'no_massage', 'still', 'hold_dose', 'order_dvt']) assert.ok(script.test(await it.text(`[data-step="${step}"]`)), step);
    assert.deepEqual(await it.session.axe(), []);
    await pictures(it.session, `ward-stands-${lang}`);
    await it.press('[data-action="back"]');
    await it.see('.bed[data-suspected]');
    assert.match(await it.text('.beds > li:first-child .flags'), lang === 'en' ? /VTE suspected \d+ min/ : /疑似VTE \d+ 分钟/);
    await it.press('[data-filter="suspected"]');
    await it.see('[data-board="1"]');
    await pictures(it.session, `ward-board-${lang}`);
    await it.press('[data-filter="all"]');
    await it.as('physician', PIN);
    await it.press('.bed[data-suspected]');
    await it.see('[data-action="withdraw-vte"]');
    await it.press('[data-action="withdraw-vte"]');
    await it.said('.trouble', script);
    await it.press('[data-action="dismiss"]');
    await it.type('[data-form="withdrawn"] [name="reason"]', '误报');
    await signs('[data-action="withdraw-vte"]');
    await it.see('[data-suspicion="none"]');
    await it.press('[data-tab="story"]');
    await it.said('[data-story] [data-type="amended"]', /误报/);
  });
}

test('the red button of the element in the ward opens its report there, signs it into the vault, and the ward counts it', async () => {
  await admit('丙某', '09-01');
  await it.press('[data-tab="score"]');
  const deep = (code, ...args) => it.driver.executeScript(`const $ = s => document.querySelector('vte-assessment')?.shadowRoot?.querySelector(s); return (${code}).apply(null, arguments)`, ...args);
  const click = async selector => {
    await until(() => deep('s => Boolean($(s))', selector), selector, 30_000);
    await deep('s => $(s).click()', selector);
  };
  await click('[data-action="suspected-vte"]');
  for (const selector of [pick('site', 'pe'), pick('signs', 'dyspnoea'), act('sign')]) await click(selector);
  await until(() => deep(`() => Boolean($('[data-minutes]'))`), 'that it stands', 30_000);
  await it.see('.strip [data-alert="suspected_vte"]');
  await it.press('[data-tab="work"]');
  await it.see('[data-suspicion="open"] [data-step="order_pe"]');
  await it.choose('[data-form="confirmed"] [name="onset"]', 'in_hospital');
  await it.type('[data-form="confirmed"] [name="method"]', 'CTPA');
  await signs('[data-action="confirm-vte"]');
  await it.see('[data-suspicion="none"]');
  assert.equal(await it.run(() => document.querySelector('[data-dues] [data-trigger="PLAN"]')), null, 'nobody waits for a plan of prevention');
});

test('from the ward to the green channel in the element, and the card for the wall', async () => {
  await admit('丁某', '10-01');
  await it.press('[data-tab="work"]');
  await it.press('[data-happening="vte"] > summary');
  await it.see('[data-form="suspected"]');
  await it.choose('[data-form="suspected"] [name="limb"]', 'left');
  await it.press('[name="sign_leg_swelling"]');
  await signs('[data-action="suspect"]');
  await it.press('[data-action="to-channel"]');
  await until(() => it.driver.executeScript(`return document.querySelector('vte-assessment')?.shadowRoot?.querySelector('[data-next]')?.dataset.next`), 'the next step in the element', 30_000);
  await it.press('[data-page="house"]');
  await it.press('[data-action="wall-card"]');
  for (const step of ['pump_off_both', 'no_massage', 'refer_early']) await it.see(`[data-sheet="wall-card"] [data-step="${step}"]`);
  await pictures(it.session, 'ward-wall-card');
  assert.deepEqual(await it.session.axe(), []);
});
