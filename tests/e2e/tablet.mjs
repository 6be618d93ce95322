// The ward's own page under WebDriver: the gate, and what lies behind it.
import assert from 'node:assert/strict';
import { launch, PATIENCE } from './driver.mjs';
import { serve } from './server.mjs';
import { until } from './stage.mjs';

export const PASS = '骨科三病区 2026';
export const WARD = '/virchow/ward.html';
/** Of everybody whom a suite puts on the list. */
export const PIN = '2468';

export class Tablet {
  constructor(session, origin) { this.session = session; this.origin = origin; }
  run(code, ...args) { return this.session.run(code, ...args); }
  get driver() { return this.session.driver; }

  async open(path = WARD) {
    await this.driver.get(this.origin + path);
    await this.see('[data-gate], [data-why], .bar');
    return this;
  }
  async see(selector, timeout = 20_000) {
    try { return await until(() => this.run(s => Boolean(document.querySelector(s)), selector), selector, timeout); } catch (error) {
      throw new Error(`${error.message}; now: ${await this.run(() => `${location.href} ${document.body.innerText.slice(0, 400)}`)}`);
    }
  }
  gone(selector, timeout = 20_000) { return until(() => this.run(s => !document.querySelector(s), selector), `${selector} to go`, timeout); }
  text(selector) { return this.run(s => document.querySelector(s)?.textContent.trim() ?? null, selector); }
  said(selector, pattern, timeout = 20_000) { return until(async () => pattern.test((await this.text(selector)) ?? ''), `${selector} to say ${pattern}`, timeout); }
  /** A real click, by the driver. Where the page was drawn anew under it, nothing was clicked, and it is tried again. */
  press(selector) {
    return this.#again(selector, async () => {
      await this.run(s => document.querySelector(s)?.scrollIntoView({ block: 'center' }), selector);
      await this.driver.findElement({ css: selector }).click();
    });
  }
  type(selector, text) { return this.#again(selector, () => this.driver.findElement({ css: selector }).sendKeys(text)); }
  async #again(selector, act) {
    for (const end = Date.now() + PATIENCE; ;) {
      await this.see(selector);
      try { return await act(); } catch (error) {
        if (!/^(NoSuchElement|StaleElementReference|ElementClickIntercepted|ElementNotInteractable)Error$/.test(error.name) || Date.now() > end) throw error;
      }
      await new Promise(next => setTimeout(next, 100));
    }
  }
  speak(lang) { return this.run(lang => { localStorage.setItem('virchow-language', lang); }, lang); }

  async create(pass = PASS) {
    await this.see('[data-gate="create"]');
    await this.type('[name="passphrase"]', pass);
    await this.type('[name="again"]', pass);
    await this.press('[name="understood"]');
    await this.press('[data-action="create"]');
    await this.see('.bar');
    return this;
  }
  async unlock(pass = PASS) {
    await this.see('[data-gate="unlock"]');
    await this.type('[name="passphrase"]', pass);
    await until(() => this.run(() => !document.querySelector('[data-action="unlock"]').disabled), 'the pause to end', 30_000);
    await this.press('[data-action="unlock"]');
    await this.see('.bar');
    return this;
  }
  /** What a ward is led to at its first unlock may be put off: the pages behind it are what is looked at. */
  past() {
    return this.run(() => { [...document.querySelectorAll('[data-action]')].find(button => /^(put-off|later)$/.test(button.dataset.action))?.click(); });
  }
  /** Whoever of this role stands in the list first takes the tablet, with a PIN where there is one. */
  async take(role, pin) {
    await until(async () => {
      await this.past();
      return this.run(role => Boolean(document.querySelector(`[data-person="${role}"]`)) || Boolean(document.querySelector('[data-action="switch-user"]')?.click()), role);
    }, 'the people');
    await this.run(role => document.querySelector(`[data-person="${role}"]`).click(), role);
    if (pin) {
      await this.see('[data-form="pin"] [name="pin"]');
      await this.run(pin => { document.querySelector('[data-form="pin"] [name="pin"]').value = pin; document.querySelector('[data-form="pin"] [type="submit"]').click(); }, pin);
    }
    await this.see(`[data-user="${role}"]`);
    await this.past();
  }
  async lock() {
    await this.press('[data-action="lock"]');
    await this.see('[data-gate="unlock"]');
  }
  /** Chooses of a list as a person does; the browser's own list opens outside of the page. */
  async choose(selector, value) { await this.see(selector); return this.run((s, value) => { const e = document.querySelector(s); e.value = value; e.dispatchEvent(new Event('change', { bubbles: true })); }, selector, value); }
  /** A PIN that is set is typed twice. */
  async setPin(form, pin, again = pin) {
    await this.type(`${form} [name="pin"]`, pin);
    await this.type(`${form} [name="again"]`, again);
  }
  /** Founds a ward; who founds it administers it. */
  async found({ ward = '骨科三病区', department = '骨科', name = '李敏', role = 'nurse', pin = PIN } = {}) {
    await this.type('[name="ward"]', ward);
    await this.type('[name="department"]', department);
    await this.type('[data-form="found"] [name="name"]', name);
    await this.choose('[data-form="found"] [name="role"]', role);
    await this.setPin('[data-form="found"]', pin);
    await this.press('[data-action="found"]');
    await this.see('[data-board="0"]');
    return this;
  }
  /** To the list of the people, as the administrator who is signed in. */
  async manage(pin = PIN) {
    await this.press('[data-action="switch-user"]');
    await this.see('[data-manage]');
    if (await this.run(() => document.querySelector('[data-manage]').dataset.manage === 'true')) return;
    await this.type('[data-form="prove"] [name="pin"]', pin);
    await this.press('[data-action="prove"]');
    await this.see('[data-manage="true"]');
  }
  /** Puts somebody on the list, as the administrator who is signed in. */
  async add(name, role, pin = PIN) {
    await this.manage();
    await this.type('[data-form="person"] [name="name"]', name);
    await this.choose('[data-form="person"] [name="role"]', role);
    await this.setPin('[data-form="person"]', pin);
    await this.press('[data-action="add-person"]');
    await until(() => this.run(name => [...document.querySelectorAll('[data-person]')].some(person => person.textContent.includes(name)), name), `${name} on the list`);
  }
  /** Takes the tablet as the first of this role: the name, and the PIN where there is one. */
  async as(role, pin = PIN) {
    if (await this.run(() => Boolean(document.querySelector('[data-action="switch-user"]')))) await this.press('[data-action="switch-user"]');
    await this.press(`[data-person="${role}"]`);
    await until(() => this.run(role => document.querySelector('[data-form="pin"]') || document.querySelector(`[data-user="${role}"]`), role), 'a PIN to be asked for, or the name', 20_000);
    if (await this.run(() => Boolean(document.querySelector('[data-form="pin"]')))) {
      await this.type('[data-form="pin"] [name="pin"]', pin);
      await this.press('[data-form="pin"] button');
    }
    await this.see(`[data-user="${role}"]`);
    await this.see(':not([hidden]) > [data-board]');
  }
  /** How many events the open patient has. */
  events() { return this.run(() => Number(document.querySelector('[data-events]')?.dataset.events ?? 0)); }
  /** Signs something: one event more, or the trouble that stands in the way. */
  async signs(selector) {
    const before = await this.events();
    await this.press(selector);
    await until(async () => {
      const trouble = await this.text('.trouble');
      if (trouble) throw new Error(`${selector}: ${trouble}`);
      return (await this.events()) === before + 1;
    }, `an event after ${selector}`, 30_000);
  }
  async data() {
    await this.press('[data-page="data"]');
    await this.see('[data-section="room"]');
  }
  /** The pages come without a network from here on. */
  async installed() {
    await until(() => this.run(async () => Boolean((await navigator.serviceWorker.getRegistration())?.active && navigator.serviceWorker.controller)), 'the worker', 60_000);
  }
  quit(options) { return this.session.quit(options); }
}

/** One server and a browser of its own with the ward's page in it. */
export async function tablet({ server, ...options } = {}) {
  const own = server ?? (await serve());
  const it = new Tablet(await launch({ width: 768, height: 1024, ...options }), own.origin);
  it.server = own;
  return it;
}

/** The same with a vault, at its data page, in English; what is saved lands in `folder`. */
export async function atItsData(folder, options) {
  const it = await tablet(options);
  await it.session.cdp('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await it.open();
  await it.speak('en');
  await (await it.open()).create();
  await it.data();
  return it;
}

/** Every request that reached the server for `path` since `from`. */
export const asked = (server, path, from = 0) => server.requests.slice(from).filter(request => request.path.split('?')[0] === path).length;
export { assert };
