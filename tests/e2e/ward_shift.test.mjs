// A whole shift on the ward's own page, once by touch in Chinese and once by the keyboard alone in English: founded,
// admitted, scored, reviewed, screened, authorised, given, transferred, scored again, discharged; and what the record says.
import { test } from 'node:test';
import { until } from './stage.mjs';
import { assert, PIN, tablet } from './tablet.mjs';

/** In the page, or in the open shadow root of the element in it. */
const DEEP = `const deep = s => document.querySelector(s) ?? document.querySelector('vte-assessment')?.shadowRoot?.querySelector(s);`;

class Person {
  constructor(tablet) { this.tablet = tablet; }
  run(code, ...args) { return this.tablet.driver.executeScript(`${DEEP} return (${code}).apply(null, arguments)`, ...args); }
  there(selector, timeout = 30_000) { return until(() => this.run(`s => Boolean(deep(s))`, selector), selector, timeout); }
  gone(selector, timeout = 30_000) { return until(() => this.run(`s => !deep(s)`, selector), `${selector} to go`, timeout); }
  async opened(details, inside) {
    if (!await this.run(`s => Boolean(deep(s)?.open)`, details)) await this.press(`${details} > summary`);
    await this.there(`${details}[open] ${inside}`);
  }
  trouble() { return this.run(`() => deep('.trouble')?.textContent ?? null`); }
  events() { return this.run(`() => Number(deep('[data-events]')?.dataset.events ?? 0)`); }
  /** Signs something: one event more, or the trouble that stands in the way. */
  async signs(selector, count = 1) {
    const events = await this.events();
    await this.press(selector);
    await until(async () => {
      const trouble = await this.trouble();
      if (trouble) throw new Error(`${selector}: ${trouble}`);
      return (await this.events()) >= events + count;
    }, `an event after ${selector}`, 30_000);
  }
}

class Finger extends Person {
  async press(selector) {
    await this.there(selector);
    const place = await until(() => this.run(`s => {
      const e = deep(s);
      e.scrollIntoView({ block: 'center' });
      const r = e.getBoundingClientRect();
      return r.width > 0 ? [r.x + r.width / 2, r.y + r.height / 2] : null;
    }`, selector), `${selector} on the screen`);
    await new Promise(next => setTimeout(next, 60));
    const [x, y] = await this.run(`(s, before) => { const r = deep(s)?.getBoundingClientRect(); return r ? [r.x + r.width / 2, r.y + r.height / 2] : before; }`, selector, place);
    await this.tablet.session.cdp('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    await this.tablet.session.cdp('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
  async fill(selector, text) {
    // Two taps at one place within a third of a second are a double tap, and focus nothing.
    await new Promise(next => setTimeout(next, 400));
    await this.press(selector);
    await until(() => this.run(`s => document.activeElement === deep(s)`, selector), `the focus in ${selector}`);
    await this.tablet.session.keys(text);
  }
  async choose(selector, value) {
    await this.there(selector);
    // The browser's own list opens outside of the page, where no driver reaches.
    await this.run(`(s, value) => { const e = deep(s); e.value = value; e.dispatchEvent(new Event('change', { bubbles: true })); }`, selector, value);
  }
}

class Keyboard extends Person {
  key(key, code, windowsVirtualKeyCode, text) {
    const base = { key, code, windowsVirtualKeyCode, nativeVirtualKeyCode: windowsVirtualKeyCode };
    return this.tablet.session.cdp('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', text, ...base }).then(() => this.tablet.session.cdp('Input.dispatchKeyEvent', { type: 'keyUp', ...base }));
  }
  /** By Tab alone, as far around the page as it takes. */
  async reach(selector) {
    await this.there(selector);
    for (let presses = 0; presses < 400; presses++) {
      const here = await this.run(`s => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at?.matches(s) ?? false;
      }`, selector);
      if (here) return;
      await this.key('Tab', 'Tab', 9);
    }
    throw new Error(`Tab never came to ${selector}`);
  }
  async press(selector) {
    await this.reach(selector);
    await this.key('Enter', 'Enter', 13, '\r');
  }
  async tick(selector) {
    await this.reach(selector);
    await this.key(' ', 'Space', 32, ' ');
  }
  async fill(selector, text) {
    await this.reach(selector);
    await this.tablet.session.keys(text);
  }
  async choose(selector, value) {
    await this.reach(selector);
    for (let presses = 0; presses < 40; presses++) {
      if (await this.run(`s => deep(s).value`, selector) === value) return;
      await this.key('ArrowDown', 'ArrowDown', 40);
    }
    throw new Error(`${selector} has no ${value}`);
  }
}
Finger.prototype.tick = Finger.prototype.press;

async function shift(person, name) {
  const say = (selector, pattern) => until(async () => pattern.test(await person.run(`s => deep(s)?.textContent ?? ''`, selector)), `${selector} to say ${pattern}`, 30_000);
  const as = async role => {
    await person.press('[data-action="switch-user"]');
    await person.press(`[data-person="${role}"]`);
    await person.fill('[data-form="pin"] [name="pin"]', PIN);
    await person.press('[data-form="pin"] button');
    await person.there(':not([hidden]) > [data-board]');
    await say('[data-user]', role === 'nurse' ? /李/ : /王/);
  };
  const patient = async tab => {
    await person.press('[data-open]');
    await person.there('[data-patient]');
    if (tab) await person.press(`[data-tab="${tab}"]`);
  };

  // The ward and its people.
  await person.fill('[name="ward"]', 'Ward 3');
  await person.fill('[name="department"]', 'Ortho');
  await person.fill('[data-form="found"] [name="name"]', '李敏');
  await person.choose('[data-form="found"] [name="role"]', 'nurse');
  await person.fill('[data-form="found"] [name="pin"]', PIN);
  await person.fill('[data-form="found"] [name="again"]', PIN);
  await person.press('[data-action="found"]');
  await person.there('[data-board="0"]');
  await person.press('[data-action="switch-user"]');
  await person.fill('[data-form="prove"] [name="pin"]', PIN);
  await person.press('[data-action="prove"]');
  await person.fill('[data-form="person"] [name="name"]', '王一');
  await person.choose('[data-form="person"] [name="role"]', 'physician');
  await person.fill('[data-form="person"] [name="pin"]', PIN);
  await person.fill('[data-form="person"] [name="again"]', PIN);
  await person.press('[data-action="add-person"]');
  await person.there('[data-person="physician"]');
  await person.press('[data-page="board"]');

  // Admitted.
  await person.press('[data-action="admit"]');
  await person.fill('[name="label"]', '演练甲');
  await person.fill('[name="bed"]', '12-03');
  await person.choose('[name="sex"]', 'female');
  await person.fill('[name="born"]', '03021958');
  await person.choose('[name="setting"]', 'surgical');
  await person.fill('[name="height"]', '158');
  await person.fill('[name="weight"]', '66');
  await person.press('[data-action="admit-now"]');
  await person.there('[data-patient]');
  await person.press('[data-tab="work"]');
  await person.there('[data-trigger="ADMISSION"][data-due="open"]');

  // Results.
  await person.press('[aria-labelledby="facts-title"] summary');
  for (const [id, value] of [['platelets', '210'], ['creatinine', '70'], ['haemoglobin', '128'], ['inr', '1']]) await person.fill(`[data-form="facts"] [name="${id}"]`, value);
  await person.press('[data-action="facts"]');
  await say('[data-form="facts"]', /210/);

  // Scored by the nurse: two risk factors and none of the rest.
  await person.press('[data-tab="score"]');
  for (const item of ['malignancy', 'history_vte']) await person.tick(`[data-item="${item}"]`);
  await person.press('[data-action="none-of-the-rest"]');
  await person.signs('[data-action="sign"]');
  await say('.strip .marks', /高危|high/);

  // A nurse may not discharge, and is told who may.
  await person.press('[data-tab="work"]');
  await person.opened('[data-happening="discharge"]', '[data-action="discharge"]');
  await person.press('[data-action="discharge"]');
  await say('.trouble', /医师|physician/);
  await person.press('[data-action="dismiss"]');

  // Reviewed, screened and authorised by the physician.
  await as('physician');
  await patient();
  await person.there('[data-review="waits"]');
  await person.signs('[data-action="confirm-score"]');
  await person.there('[data-review="done"]');
  await person.press('[data-tab="score"]');
  await person.there('[data-bleeding]');
  await person.press('[data-action="none-of-the-rest"]');
  await person.signs('[data-action="sign"]');
  await person.signs('[data-action="authorise"]');

  // Given by the nurse; a dose is missed.
  await as('nurse');
  await patient();
  const ordered = await person.run(`() => [...document.querySelectorAll('[data-standing="authorised"]')].map(row => row.dataset.course)`);
  assert.ok(ordered.length >= 2, `ordered: ${ordered}`);
  // What is handed to the patient is what was authorised.
  const doses = await person.run(`() => [...document.querySelectorAll('[data-course][data-kind="drug"] b')].map(row => /(\\d[\\d.]*) (?:mg|mL|IU|U)/.exec(row.textContent)[1])`);
  await person.press('[data-action="leaflet"]');
  await person.there('[data-sheet="leaflet"]');
  const handed = await person.run(`() => [...document.querySelectorAll('[data-chosen-measure]')].map(row => [row.dataset.chosenMeasure, row.textContent])`);
  assert.deepEqual(handed.map(([id]) => id).sort(), [...ordered].sort());
  for (const dose of doses) assert.ok(handed.some(([, said]) => said.includes(`每次 ${dose} `) || said.includes(`${dose} mg each time`) || said.includes(`${dose} mL each time`) || said.includes(`${dose} units`)), `${dose}: ${handed}`);
  await person.press('[data-action="back"]');
  for (const measure of ordered) await person.signs(`[data-start="${measure}"]`);
  await person.gone('[data-standing="authorised"]');
  const device = ordered.find(measure => measure !== 'basic');
  await person.opened(`[data-course="${device}"] details`, '[name="code"]');
  await person.choose(`[data-course="${device}"] [name="code"]`, 'missed');
  await person.signs(`[data-stop="${device}"]`);
  await person.there(`[data-course="${device}"][data-standing="in_use"]`);

  // Moved, and scored again.
  await person.opened('[data-happening="transfer"]', '[data-action="transfer"]');
  await person.fill('[data-form="transferred"] [name="to"]', 'ICU');
  await person.signs('[data-action="transfer"]');
  await person.there('[data-trigger="TRANSFER_IN"]');
  await person.press('[data-tab="score"]');
  if (!await person.run(`() => Boolean(deep('[data-action="none-of-the-rest"]'))`)) await person.press('[data-action="new"]');
  // What was signed with yes before is asked by itself: one word about the rest does not deny it.
  for (const item of ['malignancy', 'history_vte']) await person.tick(`[data-item="${item}"]`);
  await person.press('[data-action="none-of-the-rest"]');
  await person.signs('[data-action="sign"]');

  // Home.
  await as('physician');
  await patient();
  await person.opened('[data-happening="discharge"]', '[data-action="discharge"]');
  await person.signs('[data-action="discharge"]');
  await person.press('[data-tab="story"]');
  await person.there('[data-story] [data-type="discharged"]');
  // The oldest stands at the end: a long story is drawn from its top.
  await person.there('[data-story] [data-type="admitted"]');
  const told = await person.run(`() => [...document.querySelectorAll('[data-story] > li')].map(line => line.dataset.type).reverse()`);
  assert.deepEqual([...new Set(told)].sort(), ['admitted', 'assessed', 'bleeding_screened', 'discharged', 'measure_started', 'measure_stopped', 'plan_authorised', 'reviewed', 'transferred'], name);
  await person.press('[data-tab="audit"]');
  await person.there('[data-verdict="whole"]');
  await person.press('[data-action="back"]');
  await person.there('[data-board="0"]');
  await person.press('[data-filter="discharged"]');
  await person.there('[data-board="1"]');
}

for (const [lang, name, Kind] of [['zh-CN', 'by touch, in Chinese', Finger], ['en', 'by keyboard alone, in English', Keyboard]]) {
  test(`a whole shift ${name}`, { timeout: 600_000 }, async () => {
    const device = await tablet({ width: 1024, height: 1100 });
    try {
      await device.open();
      await device.speak(lang);
      await device.open();
      await device.create();
      if (Kind === Finger) await device.session.cdp('Emulation.setTouchEmulationEnabled', { enabled: true });
      await device.see('[data-form="found"]');
      await shift(new Kind(device), name);
      assert.deepEqual(await device.session.axe(), [], 'axe');
    } finally {
      await device.quit();
      await device.server.close();
    }
  });
}
