// One browser under WebDriver, and a handle on one <vte-assessment> in its page.
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Key, WebElement } from 'selenium-webdriver';
import { ENGINE, start } from './engines.mjs';
import { wayOut } from './outside.mjs';
import { asked, broken } from './server.mjs';
import { faultsOf } from './console.mjs';

export { Key };
export { ENGINE, needsDevTools } from './engines.mjs';
/** How long a condition is waited for: it costs nothing when it comes, and a loaded machine is slow. */
export const PATIENCE = 30_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Opens a browser. `hosts`: { 'his.example': port } makes http://his.example answer from that port.
// `profile`: folder of an earlier session, to come back to what it stored.
// `breaks`: what this suite breaks itself, by name (console.mjs); of every other error of a page the suite fails when the browser is closed.
export async function launch({ hosts = {}, profile, width = 1024, height = 900, log = false, flags = [], breaks = [] } = {}) {
  const dir = profile ?? mkdtempSync(join(tmpdir(), 'virchow-e2e-'));
  const out = await wayOut(hosts);
  const { driver, end, cut } = await start({ dir, width, height, log, flags, proxy: out.address });
  await driver.getSession();
  await driver.manage().setTimeouts({ script: 60_000, pageLoad: 60_000 });
  const session = new Session(driver, dir, out, end, cut);
  session.breaks = [...breaks];
  open.add(session);
  if (ENGINE !== 'chromium') await session.size(width, height);
  return session;
}

// A suite that ends without closing its browsers (a test of it threw) leaves none behind.
const open = new Set();
process.on('exit', () => { for (const session of open) { session.cut?.(); session.processes('SIGKILL'); } });

export class Session {
  constructor(driver, dir, out, end, cut) { Object.assign(this, { driver, dir, out, end, cut, heard: asked.length, said: [], breaks: [] }); }

  async open(url) { await this.driver.get(url); return this.widget(); }
  widget(selector = 'vte-assessment') { return new Widget(this, selector); }
  cdp(command, params = {}) {
    // A test that takes the network away breaks every request from then on.
    if (command === 'Network.emulateNetworkConditions' && params.offline) this.breaks.push('network');
    return this.#cdp(command, params);
  }
  #cdp(command, params) { return this.driver.sendAndGetDevToolsCommand(command, params); }
  run(code, ...args) { return this.driver.executeScript(`return (${code}).apply(null, arguments)`, ...args); }
  async size(width, height = 900) {
    if (ENGINE === 'chromium') return this.cdp('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    // A window's frame is no part of the page: what is too little is added.
    const window = this.driver.manage().window();
    await window.setRect({ width, height });
    const [lacks, short] = await this.run((width, height) => [width - innerWidth, height - innerHeight], width, height);
    // Not below what a window can be: the page stays wider then.
    if (lacks || short) await window.setRect({ width: Math.max(width + lacks, 1), height: Math.max(height + short, 1) });
  }
  throttle(rate) { return this.cdp('Emulation.setCPUThrottlingRate', { rate }); }
  keys(...keys) { return this.driver.actions().sendKeys(...keys).perform(); }

  // The element that has the focus, through every open shadow root.
  focused() {
    return this.run(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      if (!at) return null;
      const { item, action, for: of, groupNone, instrument } = at.dataset;
      return { tag: at.localName, type: at.type, name: at.name, checked: at.checked, item, action, for: of, groupNone, instrument, note: 'note' in at.dataset, reason: 'reason' in at.dataset };
    });
  }

  // What axe-core finds, open shadow roots included, one line a violation.
  async axe() {
    await this.driver.executeScript(axeSource);
    const { violations } = await this.run(() => axe.run(document, { resultTypes: ['violations'] }));
    return violations.map(v => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.flat().join(' ') + ' · ' + n.any.concat(n.all, n.none).map(c => c.message)[0]).join(' | ')} [${v.nodes.length}]`);
  }

  // Every URL that went out to the network since the last call; needs launch({ log: true }). Without DevTools: every one
  // that reached a server of the test or the way out.
  async requested() {
    if (ENGINE !== 'chromium') return asked.slice(this.heard, this.heard = asked.length).concat(this.out.outside.map(line => line.replace(/^\w+ /, 'http://')));
    const entries = await this.driver.manage().logs().get('performance');
    return entries.map(entry => JSON.parse(entry.message).message).filter(m => m.method === 'Network.requestWillBeSent').map(m => m.params.request.url).filter(url => !/^(chrome|data|blob|about):/.test(url));
  }

  // What went to the console at level error since the last call, what a page threw and nobody caught among it. Needs DevTools:
  // elsewhere nothing is seen of it.
  async consoleErrors() {
    if (ENGINE !== 'chromium') return [];
    const said = (await this.driver.manage().logs().get('browser')).filter(e => e.level.name === 'SEVERE').map(e => e.message);
    this.said.push(...said);
    return said;
  }

  /** From here on this suite breaks that itself, by a name of console.mjs. */
  breaksFromNow(name) { this.breaks.push(name); }

  processes(signal) {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (line.includes(`--user-data-dir=${this.dir}`) && !line.includes('chromedriver')) process.kill(Number(pid), signal);
        if (line.includes(`-profile\0${this.dir}`) && !line.includes('geckodriver')) process.kill(Number(pid), signal);
      } catch { /* gone already */ }
    }
  }

  // The power cut: every process of this browser, at once, without a word. Only those of our own profile folder.
  async kill() {
    await this.consoleErrors().catch(() => {});
    this.cut?.();
    this.processes('SIGKILL');
    await this.driver.quit().catch(() => {});
    for (const lock of ['SingletonLock', 'SingletonCookie', 'SingletonSocket', 'lock', '.parentlock']) rmSync(join(this.dir, lock), { force: true });
    await this.#closed();
    return this.dir;
  }

  /** Nothing went out while this browser was open, and no page threw or complained, whatever the suite did. */
  async #closed() {
    open.delete(this);
    this.end();
    await this.out.close();
    assert.deepEqual(this.out.outside, [], 'requests to somewhere else');
    if (process.env.SAID) appendFileSync(process.env.SAID, this.said.map(line => `${process.argv[1]?.split('/').pop()} ${line}\n`).join(''));
    assert.deepEqual(faultsOf(this.said, this.breaks, broken), [], 'errors of pages, or in the console');
  }

  async quit({ keep = false } = {}) {
    await this.consoleErrors().catch(() => {});
    await this.driver.quit().catch(() => {});
    await this.#closed();
    // A process that is slow to go may still write there; a folder left in /tmp is no fault of the suite.
    if (!keep) try { rmSync(this.dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }); } catch { /* left */ }
    return this.dir;
  }
}

export class Widget {
  constructor(session, selector) { this.session = session; this.selector = selector; }

  // Runs `code` in the page as (el, $, $$, ...args); $ and $$ look into the shadow root. A promise is waited for.
  run(code, ...args) {
    return this.session.driver.executeScript(
      `const el = document.querySelector(arguments[0]), root = el && el.shadowRoot;
       const $ = s => root && root.querySelector(s), $$ = s => root ? [...root.querySelectorAll(s)] : [];
       return (${code})(el, $, $$, ...arguments[1])`, this.selector, args);
  }

  // Sets attributes and properties and waits until the form is there.
  async load({ chart, user = NURSE, lang, profile, record, outputs, attributes = {} } = {}) {
    await this.run(async (el, $, $$, given) => {
      if (given.lang) el.lang = given.lang;
      for (const [name, value] of Object.entries(given.attributes)) el.setAttribute(name, value);
      await customElements.whenDefined('vte-assessment');
      await el.whenReady;
      for (const name of ['profile', 'user', 'outputs', 'record', 'chart']) if (given[name] != null) el[name] = given[name];
    }, { chart, user, lang, profile, record, outputs, attributes });
    if (chart) await this.until((el, $) => $('[data-score]') || $('[data-instrument]') || $('[data-errors]')?.textContent.trim() || $('[data-rejected]'), 'the form');
    return this;
  }

  // Polls `code` in the page until it is truthy and returns what it gave. `timeout` may ask for more patience, never less.
  async until(code, what = 'condition', { timeout = PATIENCE, args = [] } = {}) {
    timeout = Math.max(timeout, PATIENCE);
    const end = Date.now() + timeout;
    for (;;) {
      const value = await this.run(code, ...args);
      if (value) return value;
      if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}; now: ${JSON.stringify(await this.look(), (key, value) => key === 'rows' ? Object.fromEntries(Object.entries(value).filter(([, answer]) => answer === 'yes' || answer === 'unknown')) : value ?? undefined)}`);
      await new Promise(next => setTimeout(next, 40));
    }
  }
  untilState(state, options) { return this.until((el, $, $$, state) => el.state === state || null, `state ${state}`, { ...options, args: [state] }); }
  untilScore(score, options) { return this.until((el, $, $$, score) => parseInt($('[data-score]')?.textContent.trim()) === score || null, `score ${score}`, { ...options, args: [score] }); }
  /** Until a draft of this admission lies in the origin's store: on a loaded machine a new profile takes its time for the first. */
  untilKept(contextId, options) {
    return this.until(async (el, $, $$, contextId) => {
      if (!(await indexedDB.databases()).some(({ name }) => name === 'virchow')) return false;
      const answer = request => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });
      const database = await answer(indexedDB.open('virchow'));
      try { return Boolean(await answer(database.transaction('drafts').objectStore('drafts').get(contextId))); } finally { database.close(); }
    }, 'the draft in the store', { ...options, args: [contextId] });
  }
  untilSeen(type, count = 1, options) {
    return this.until((el, $, $$, type, count, id) => { const all = seen.filter(e => e.type === type && (!id || e.from === id)); return all.length >= count && all; },
      `${count} × ${type}`, { ...options, args: [type, count, this.selector.startsWith('#') ? this.selector.slice(1) : ''] });
  }
  untilDelivery(state, options) { return this.until((el, $, $$, state) => $('[data-delivery]')?.dataset.delivery === state, `delivery ${state}`, { ...options, args: [state] }); }

  // Asks the page's own copy of the module. Where a driver's scripts run in a realm beside the page's (Firefox), an import
  // in them would be a second copy, which nobody has started.
  ask(name, ...args) {
    return this.run((el, $, $$, name, args) => new Promise((done, failed) => {
      window.asking = { name, args: args.map(arg => (arg === 'its record' ? el.record : arg)), done: answer => done(JSON.parse(answer)), failed };
      const script = document.createElement('script');
      script.type = 'module';
      script.src = `/asking.js?${Math.random()}`;
      script.onerror = failed;
      document.head.append(script);
    }), name, args);
  }
  // What a person would see now, in short.
  look() {
    return this.run((el, $, $$) => ({
      state: el?.state, score: $('[data-score]')?.textContent.trim(), band: $('[data-band]')?.dataset.band, delivery: $('[data-delivery]')?.dataset.delivery,
      rows: Object.fromEntries($$('[data-row]').map(r => [r.dataset.row, r.dataset.answer])), errors: $('[data-errors]')?.textContent.trim(),
      rejected: $('[data-rejected]')?.textContent.trim(), storage: $('[data-storage]')?.textContent.trim(), pending: el?.pending,
      items: $$('[data-item]').length, text: $$('[data-item]').length ? undefined : el?.shadowRoot?.querySelector('.root, [role=alert]')?.textContent.slice(0, 300),
      inTheWay: el?.validate?.().issues.map(issue => issue.code), loaded: performance.getEntriesByType('resource').map(({ name, responseEnd }) => `${name.split('/').pop()} ${Math.round(responseEnd)}`).slice(-6),
      unread: !!$('[data-unread]'), problems: window.seen?.filter(e => e.type === 'vte-error').map(e => `${e.detail.code} ${e.detail.path ?? ''}`), failures: window.failures,
    }));
  }
  seen(type) { return this.session.run(type => seen.filter(e => !type || e.type === type), type); }
  errors() { return this.seen('vte-error').then(all => all.map(e => e.detail)); }

  // A real click, by the driver: scrolls to it, and fails where something covers it.
  async click(selector) {
    await this.until((el, $, $$, s) => !!$(s), selector, { args: [selector] });
    const found = await this.run((el, $, $$, s) => $(s), selector);
    if (!(found instanceof WebElement)) throw new Error(`nothing at ${selector}`);
    // Rows that come on the screen take their real height in the next frame; the driver aims once, a person looks again.
    await this.session.run(async element => {
      const isSeen = () => { const { top, bottom } = element.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; };
      for (let look = 0; look < 10; look++) {
        element.scrollIntoView({ block: 'center' });
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
        if (look > 0 && isSeen()) break;
      }
    }, found);
    await found.click();
  }
  tick(...items) { return items.reduce((before, item) => before.then(() => this.click(`[data-item="${item}"]`)), Promise.resolve()); }
  // The same without the driver, for suites that test something else: each is waited for, and what is there already is
  // clicked in one task. The page may draw its form anew while a record is still being read.
  async press(...selectors) {
    for (let left = selectors, end = Date.now() + PATIENCE; ;) {
      const clicked = await this.run((el, $, $$, all) => { let count = 0; for (const s of all) { const found = $(s); if (!found) break; found.click(); count++; } return count; }, left);
      if (clicked === left.length) return;
      left = left.slice(clicked);
      if (clicked) end = Date.now() + PATIENCE;
      else if (Date.now() > end) throw new Error(`nothing at ${left[0]}; now: ${JSON.stringify(await this.look())}`);
      await new Promise(next => setTimeout(next, 40));
    }
  }
  action(name) { return this.click(`[data-action="${name}"]`); }
  async type(selector, text) { await this.until((el, $, $$, s) => !!$(s), selector, { args: [selector] }); await (await this.run((el, $, $$, s) => $(s), selector)).sendKeys(text); }
  async fillRest() { await this.press('[data-action="none-of-the-rest"]'); await this.untilState('complete'); }
  // Answers the rest with no, signs, and returns the detail of the assessment's vte-event (another may open the record).
  async sign() {
    await this.fillRest();
    await this.press('[data-action="sign"]');
    return this.until((el, $, $$, id) => seen.find(e => e.type === 'vte-event' && e.detail.event.type === 'assessed' && (!id || e.from === id))?.detail, 'the assessment signed', { args: [this.selector.startsWith('#') ? this.selector.slice(1) : ''] });
  }
}

export const NURSE = { id: 'n-07', name: '李护士', role: 'nurse' };
