// A whole stay in a page of the hospital, as those who work there meet it: a hip fracture and a COPD from the nurse's score on the
// day of admission to the second physician's change of plan on day 3, by touch and by keyboard, in both languages, at three
// widths, and on paper. Taps and open rows are counted and told beside those of 0.1.0.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { labs, medical, stamp, surgical } from './cases.mjs';
import { launch, needsDevTools, NURSE } from './driver.mjs';
import { planted } from './planted.mjs';
import { serve } from './server.mjs';
import { pause, until, verifies } from './stage.mjs';

const skip = needsDevTools('a clock of another day, and fingers');
const DAY = 86_400_000;
const FIRST = { id: 'd-01', name: '周医生', role: 'physician' }, SECOND = { id: 'd-02', name: '吴医生', role: 'physician' };
const CASES = {
  hip: {
    chart: () => surgical({ age: 79, operation: { kind: 'open', procedure: 'hip_fracture', limb: 'left', durationMin: 90, status: 'planned', at: stamp(0.6) }, facts: labs() }),
    // Operated on in the night after the admission.
    later: chart => ({ ...chart, facts: chart.facts.map(fact => (fact.id === 'operation' ? { ...fact, value: { ...fact.value, status: 'done', haemostasisAt: stamp(0.7) } } : fact)) }),
    ticks: ['[data-action="confirm"][data-for="hip_pelvis_leg_fracture_lt_1mo"]'], before: { taps: 5, rows: 40 }, most: { taps: 6, rows: 12 },
  },
  copd: { chart: () => medical({ age: 74, facts: labs() }), later: chart => chart, ticks: ['[data-item="reduced_mobility"]', '[data-item="heart_resp_failure"]'], before: { taps: 6, rows: 40 }, most: { taps: 7, rows: 13 } },
};
const WORDS = {
  'zh-CN': { day: n => new RegExp(`第${n}天，共\\d+天`), replaces: '取代了此前的方案' },
  en: { day: n => new RegExp(`day ${n} of \\d+`), replaces: 'Takes the place of an earlier plan' },
};

/** One person's way of pressing: `press(selector)` where it is on the screen, and `pick` of one of several. */
class Hands {
  taps = 0;
  constructor(widget) { this.widget = widget; }
  get session() { return this.widget.session; }
  async there(selector) { await this.widget.until((el, $, $$, s) => $(s) && !$(s).disabled && $(s).checkVisibility(), selector, { args: [selector] }); }
  async press(selector) { await this.there(selector); this.taps++; await this.act(selector); }
}
class Finger extends Hands {
  async act(selector) {
    const place = () => this.widget.run((el, $, $$, s) => { const r = $(s).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }, selector);
    await this.widget.run((el, $, $$, s) => $(s).scrollIntoView({ block: 'center' }), selector);
    await pause(80);
    const [x, y] = await place();
    await this.session.cdp('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    await this.session.cdp('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    // Two taps at one place within a third of a second are a double tap.
    await pause(350);
  }
  pick(_, wanted) { return this.press(wanted); }
}
class Keyboard extends Hands {
  async key(key, code, number, text) {
    const base = { key, code, windowsVirtualKeyCode: number, nativeVirtualKeyCode: number };
    await this.session.cdp('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', text, ...base });
    await this.session.cdp('Input.dispatchKeyEvent', { type: 'keyUp', ...base });
  }
  has(selector) { return this.widget.run((el, $, $$, s) => el.shadowRoot.activeElement?.matches(s) ?? false, selector); }
  async reach(selector) {
    for (let presses = 0; presses < 300; presses++) {
      if (await this.has(selector)) return;
      await this.key('Tab', 'Tab', 9);
    }
    throw new Error(`${selector} is not reached by Tab`);
  }
  async act(selector) {
    await this.reach(selector);
    const isTick = await this.widget.run((el, $, $$, s) => $(s).matches('[type="checkbox"], [type="radio"]'), selector);
    await (isTick ? this.key(' ', 'Space', 32, ' ') : this.key('Enter', 'Enter', 13, '\r'));
  }
  /** Of several radios Tab finds the chosen one; the others are the arrows'. */
  async pick(group, wanted) {
    await this.there(wanted);
    await this.reach(`${group}:checked`);
    this.taps++;
    for (let presses = 0; presses < 12 && !(await this.has(wanted)); presses++) { await this.key('ArrowDown', 'ArrowDown', 40); await pause(60); }
    assert.ok(await this.has(wanted), `${wanted} is reached by the arrows`);
  }
}

let server, browser;
before(async () => {
  if (skip) return;
  server = await serve();
  browser = await launch({ width: 1024, height: 1000 });
  await planted(browser);
});
after(async () => { await browser?.quit(); await server?.close(); });

/** The page of the hospital on day `n` of the stay, with what the hospital keeps of the patient. */
async function opens({ n, chart, record, user, lang }) {
  await browser.run(skew => { if (window.storm) { storm.skew = skew; storm.keep(); } }, (n - 1) * DAY);
  const widget = await browser.open(`${server.origin}/job.html`);
  await widget.load({ chart, record, user, lang, outputs: ['flat', 'text', 'fhirR4', 'hl7v2'] });
  return widget;
}
const events = () => server.his.posts.map(({ event }) => event);
const posted = (type, count = 1) => until(() => events().filter(event => event.type === type)[count - 1], `${count} ${type} at the host`);
const open = widget => widget.run((el, $, $$) => $$('[data-list] [data-row], [data-bans] [data-row], [data-fold] [data-row]').filter(row => row.dataset.answer === 'open' && row.checkVisibility()).length);

/** What a printer would put on paper, in words. */
async function paper(widget) {
  await browser.cdp('Emulation.setEmulatedMedia', { media: 'print', features: [] });
  try {
    const words = await widget.run(el => [...el.shadowRoot.children].map(part => part.innerText ?? '').join('\n'));
    const { data } = await browser.cdp('Page.printToPDF', { printBackground: false });
    assert.ok(Buffer.from(data, 'base64').subarray(0, 5).toString() === '%PDF-' && data.length > 4000, 'a page is printed');
    return words;
  } finally { await browser.cdp('Emulation.setEmulatedMedia', { media: '', features: [] }); }
}
const named = (words, plan) => plan.body.measures.filter(({ kind }) => kind === 'drug').every(({ id }) => words.includes(NAMES[id]?.[0]) || words.includes(NAMES[id]?.[1]));
const NAMES = { enoxaparin: ['依诺肝素', 'Enoxaparin'], nadroparin: ['那屈肝素', 'Nadroparin'], dalteparin: ['达肝素', 'Dalteparin'], ufh: ['普通肝素', 'Unfractionated heparin'], fondaparinux: ['磺达肝癸钠', 'Fondaparinux'], rivaroxaban: ['利伐沙班', 'Rivaroxaban'], apixaban: ['阿哌沙班', 'Apixaban'], dabigatran: ['达比加群', 'Dabigatran'], aspirin: ['阿司匹林', 'Aspirin'] };
const drugOf = plan => plan.body.measures.find(({ kind }) => kind === 'drug').id;

for (const [name, lang, width, height, Kind] of [
  ['hip', 'zh-CN', 480, 900, Finger], ['hip', 'en', 768, 1024, Finger], ['hip', 'zh-CN', 1280, 900, Keyboard],
  ['copd', 'en', 480, 900, Finger], ['copd', 'zh-CN', 768, 1024, Finger], ['copd', 'en', 1280, 900, Keyboard],
]) {
  test(`${name}, ${lang}, ${width} px, ${Kind === Finger ? 'touch' : 'keyboard'}: from admission to another plan on day 3`, { skip, timeout: 240_000 }, async t => {
    const { chart: made, later, ticks, before, most } = CASES[name], chart = made(), words = WORDS[lang];
    server.his.reset();
    await browser.size(width, height);
    await browser.cdp('Emulation.setTouchEmulationEnabled', { enabled: Kind === Finger });

    // Day 1. The nurse scores; the physician goes on from there.
    let widget = await opens({ n: 1, chart, user: NURSE, lang }), hands = new Kind(widget);
    for (const tick of ticks) await hands.press(tick);
    await hands.press('[data-action="none-of-the-rest"]');
    await widget.untilState('complete');
    await widget.untilKept(chart.contextId);
    await hands.press('[data-action="sign"]');
    await posted('assessed');
    await widget.untilDelivery('confirmed');
    await widget.run((el, $, $$, user) => { el.user = user; }, FIRST);
    await hands.press('[data-action="prevention"]');
    await hands.there('[data-action="authorise"]');
    const rows = await open(widget);
    assert.ok(rows <= most.rows, `${rows} open rows`);
    await hands.press('[data-action="none-of-the-rest"]');
    await widget.until((el, $) => $('[data-bleeding]').dataset.bleeding === 'low', 'bleeding settled');
    await hands.press('[data-action="authorise"]');
    const first = await posted('plan_authorised');
    await widget.until((el, $) => $('[data-standing="authorised"]'), 'the plan in force');
    t.diagnostic(`${name}: ${hands.taps} taps (0.1.0: ${before.taps}), ${rows} open rows (0.1.0: ${before.rows})`);
    assert.ok(hands.taps <= most.taps, `${hands.taps} taps`);
    assert.ok(named(await paper(widget), first), 'the plan on paper');

    // Day 2. The nurse comes back, on a device that has nothing but the hospital's record, and finds what holds.
    widget = await opens({ n: 2, chart: later(chart), record: events(), user: NURSE, lang });
    const holding = () => widget.until((el, $) => $('.holding[data-holds]'), 'what holds');
    await holding();
    const shown = () => widget.run((el, $) => $('.holding').innerText);
    assert.match(await shown(), words.day(2));
    assert.ok(named(await shown(), first));

    // Day 3. Another physician changes the plan on the screen that shows it.
    widget = await opens({ n: 3, chart: later(chart), record: events(), user: SECOND, lang });
    hands = new Kind(widget);
    await holding();
    assert.match(await shown(), words.day(3));
    await hands.press('.holding [data-action="prevention"]');
    await hands.press('[data-action="change-plan"]');
    await hands.there('[data-action="authorise"]');
    const other = await widget.run((el, $, $$) => $$('[data-drug]').find(radio => !radio.checked && !radio.disabled && radio.dataset.drug && radio.checkVisibility())?.dataset.drug);
    assert.ok(other && other !== drugOf(first), 'another drug is offered');
    await hands.pick('[data-drug]', `[data-drug="${other}"]`);
    await widget.until((el, $, $$, drug) => $(`[data-drug="${drug}"]`)?.checked, 'chosen', { args: [other] });
    if (await widget.run((el, $, $$, drug) => Boolean($(`[data-override="${drug}"]`)), other)) {
      await widget.type(`[data-override="${other}"]`, lang === 'en' ? 'ward stock, pharmacist agrees' : '病房备药，药师同意');
      await hands.press(`[data-sure="${other}"]`);
    }
    await hands.press('[data-action="authorise"]');
    const second = await posted('plan_authorised', 2);
    assert.deepEqual([second.body.replaces, drugOf(second), second.by.id], [first.id, other, SECOND.id]);
    await widget.until((el, $) => $('[data-standing="authorised"]') && !$('[data-action="authorise"]'), 'the new plan in force');

    // One plan: on the screen, on paper, and in whatever the host is given.
    const inForce = () => widget.run((el, $, $$) => $$('[data-held], [data-measure]').map(row => row.dataset.held ?? row.dataset.measure));
    assert.ok((await inForce()).includes(other) && !(await inForce()).includes(drugOf(first)), 'one plan on the screen');
    const printed = await paper(widget);
    assert.ok(named(printed, second) && printed.includes(words.replaces), printed);
    assert.ok(!NAMES[drugOf(first)].some(old => printed.includes(old)), 'the plan of before is not on paper');
    await until(() => server.his.posts.at(-1).event.id === second.id, 'delivered');
    const { outputs } = server.his.posts.at(-1);
    const requests = outputs.fhirR4.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === 'MedicationRequest');
    assert.ok(requests.filter(({ status }) => status === 'active').length <= 1, 'one drug for the host');
    for (const text of [outputs.text, outputs.hl7v2]) assert.ok(text.includes(NAMES[other][0]) || text.includes(NAMES[other][1]) || text.includes(other), text);
    verifies(events());
    assert.deepEqual(await browser.axe(), []);
    assert.deepEqual((await widget.errors()).map(({ code }) => code), []);
  });
}
