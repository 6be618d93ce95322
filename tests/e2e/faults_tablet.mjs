// The ward's tablet on a bad day: a nurse admits, scores, signs, moves and locks, while the store is full at one write or for a
// while, fails, opens late, does not answer for a while, is deleted or cleared, another tab is at it, the page is frozen, or the clock jumps. The ward is one that
// version 0.1.0 left, put into an empty origin each time: no founding, and every row of it must be there afterwards.
import { readFileSync } from 'node:fs';
import { chained } from './faults_element.mjs';
import { putBack } from './kept.mjs';
import { planted } from './planted.mjs';
import { pause, until } from './stage.mjs';
import { Tablet, WARD } from './tablet.mjs';

const MINUTE = 60_000, DAY = 1440 * MINUTE, NAME = 'virchow-ward';
const read = name => JSON.parse(readFileSync(new URL(`../fixtures/0.1.0/${name}`, import.meta.url), 'utf8'));
const { passphrase, database, made } = read('ward.json'), ROWS = read('ward-rows.json');
export const FAULTS = ['none', 'one write', 'one write', 'full', 'full', 'disk error', 'quota', 'cleared', 'deleted', 'frozen', 'clock', 'other tab', 'hangs', 'opens late'];

/** Runs in the page: what the ward's screens say is kept. */
function watch() {
  const { storm } = window;
  if (!storm || storm.watches) return;
  storm.watches = true;
  storm.stored ??= {};
  storm.drafted ??= {};
  storm.each = () => {
    const context = document.querySelector('[data-patient]')?.dataset.patient;
    if (!context) return;
    const events = Number(document.querySelector('[data-events]')?.dataset.events ?? 0);
    if (!(storm.shown[context] >= events)) { storm.shown[context] = events; storm.keep(); }
  };
  storm.confirmed = el => {
    const ids = (el.record ?? []).map(({ id }) => id), context = el.record?.[0]?.contextId;
    if (context) { storm.stored[context] = ids; storm.keep(); }
  };
  storm.soon = async (selector, within = 1500) => {
    for (const end = performance.now() + within; performance.now() < end; await new Promise(next => setTimeout(next, 20))) if (storm.find(selector)) return storm.find(selector);
    return null;
  };
  storm.go = async (...selectors) => {
    for (const selector of selectors) {
      const found = await storm.soon(selector);
      if (!found || found.disabled) return false;
      found.click();
    }
    return true;
  };
  storm.fill = fields => Object.entries(fields).forEach(([selector, value]) => {
    const field = storm.find(selector);
    if (!field) return;
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

const ACTS = {
  admit: number => storm.go('[data-page="board"]', '[data-action="admit"]').then(async there => {
    if (!there || !await storm.soon('[data-form="admit"] [name="label"]')) return;
    const of = name => `[data-form="admit"] [name="${name}"]`;
    storm.fill({ [of('label')]: `演练新${number}`, [of('bed')]: `20-${number}`, [of('sex')]: 'male', [of('born')]: '1950-04-01', [of('setting')]: 'medical' });
    await storm.go('[data-action="admit-now"]');
    await storm.soon('[data-patient], .trouble');
  }),
  open: () => storm.go('[data-page="board"]', '.bed', '[data-patient]'),
  tick: async item => {
    if (!await storm.go('[data-tab="score"]')) return;
    const box = await storm.soon(`[data-item="${item}"]`);
    if (!box || box.checked) return;
    box.click();
    await new Promise(next => setTimeout(next, 500));
    const el = document.querySelector('vte-assessment'), context = document.querySelector('[data-patient]')?.dataset.patient;
    // Nothing on the screen says that it is not kept.
    if (context && box.checked && el?.state !== 'sent' && !storm.find('[data-storage]') && !storm.find('.trouble, [data-why], [data-closed]')) storm.drafted[context] = item;
  },
  sign: async () => {
    if (!await storm.go('[data-tab="score"]', '[data-action="none-of-the-rest"]', '[data-action="sign"]')) return;
    await storm.soon('[data-delivery="confirmed"], .trouble', 900);
  },
  suspect: async () => {
    if (!await storm.go('[data-tab="work"]') || !await storm.soon('[data-happening="vte"]')) return;
    storm.find('[data-happening="vte"]').open = true;
    await storm.go('[data-action="suspect"]');
  },
  transfer: async () => {
    if (!await storm.go('[data-tab="work"]') || !await storm.soon('[data-happening="transfer"]')) return;
    storm.find('[data-happening="transfer"]').open = true;
    if (!await storm.soon('[data-form="transferred"] [name="to"]')) return;
    storm.fill({ '[data-form="transferred"] [name="to"]': 'ICU' });
    await storm.go('[data-action="transfer"]');
  },
  house: async hours => {
    if (!await storm.go('[data-page="house"]') || !await storm.soon('[data-form="house"]')) return;
    document.querySelectorAll('[data-said]').forEach(said => said.remove());
    storm.fill({ '[name="periodic_high"]': String(hours) });
    await storm.go('[data-action="settle"]');
    const told = await storm.soon('[data-said], .trouble', 800);
    if (told?.matches('[data-said]') && /保存|saved/i.test(told.textContent)) storm.house = hours;
  },
};
const ITEMS = ['previous_vte', 'active_cancer', 'thrombophilia', 'reduced_mobility'];

export class Ward {
  constructor(server, browser) { Object.assign(this, { server, browser, it: new Tablet(browser, server.origin) }); }
  run(code, ...args) { return this.browser.run(code, ...args); }
  get origin() { return this.server.origin; }
  /** The tablet's clock stands at the day on which that ward was left, and goes on from there. */
  async begin() { await planted(this.browser, { skew: this.day = new Date(made) - Date.now() }); }

  async fresh() {
    await this.browser.cdp('Storage.overrideQuotaForOrigin', { origin: this.origin });
    await this.browser.driver.get(`${this.origin}/blank.html`);
    await this.browser.cdp('Storage.clearDataForOrigin', { origin: this.origin, storageTypes: 'indexeddb' });
    await this.run(() => { sessionStorage.clear(); localStorage.setItem('virchow-language', 'en'); });
    await this.browser.driver.get(`${this.origin}/blank.html`);
    await this.run(putBack, NAME, database);
    this.lost = this.opened = false;
  }
  /** Through the gate, if it opens. */
  async unlock(patience = 6000) {
    await this.run(async (pass, turns) => {
      for (let turn = 0; turn < turns && !document.querySelector('[name="passphrase"], [data-why], .bar'); turn++) await new Promise(next => setTimeout(next, 20));
      const field = document.querySelector('[data-gate="unlock"] [name="passphrase"]');
      if (!field) return;
      for (let turn = 0; turn < 200 && document.querySelector('[data-action="unlock"]').disabled; turn++) await new Promise(next => setTimeout(next, 20));
      field.value = pass;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      document.querySelector('[data-action="unlock"]').click();
    }, passphrase, patience / 60);
    const end = Date.now() + patience;
    while (Date.now() < end) {
      if (await this.run(() => Boolean(document.querySelector('.bar')))) break;
      if (await this.run(() => Boolean(document.querySelector('.wrong, .alert:not([data-closed])')?.textContent.trim())) && Date.now() > end - patience + 1500) return false;
      await pause(30);
    }
    if (!await this.run(() => Boolean(document.querySelector('.bar')))) return false;
    await this.it.past();
    await this.run(async watch => {
      (0, eval)(`(${watch})()`);
      if (!document.querySelector('[data-user]')) await storm.go('[data-person="nurse"]');
      await storm.soon('[data-user]');
    }, String(watch)).catch(() => {});
    await this.it.past();
    return true;
  }
  async sit() {
    await this.browser.driver.get(this.origin + WARD);
    // A store that opens late opens all the same.
    return this.unlock(this.fault_ === 'opens late' ? 14_000 : 6000);
  }

  async fault(kind, below, on) {
    switch (kind) {
      case 'one write': case 'full': case 'disk error': {
        const from = below(8), to = kind === 'one write' ? from + 1 + below(3) : from + 1e6;
        return this.run((full, on) => { storm.full = on ? { ...full, from: storm.writes + full.from, to: storm.writes + full.to } : null; storm.keep(); }, { from, to, name: kind === 'disk error' ? 'UnknownError' : 'QuotaExceededError' }, on);
      }
      case 'quota': return this.browser.cdp('Storage.overrideQuotaForOrigin', { origin: this.origin, ...(on && { quotaSize: 1 + below(20_000) }) });
      case 'cleared': case 'deleted': {
        if (!on) return;
        if (kind === 'cleared') await this.browser.cdp('Storage.clearDataForOrigin', { origin: this.origin, storageTypes: 'indexeddb' });
        else await this.run(name => { storm.remove(name); }, NAME);
        await pause(400);
        // All of it is gone, and whoever sits there must be told; what is said from here on counts anew.
        this.lost = true;
        this.said = await this.run(() => !document.querySelector('.bar') || Boolean(document.querySelector('.trouble, [data-why], [data-closed]')));
        return this.run(() => { storm.shown = {}; storm.stored = {}; storm.drafted = {}; storm.house = undefined; storm.keep(); });
      }
      // Whatever is asked of the ward's rows waits, and is done when the store answers again.
      case 'hangs': return this.run((name, on) => (on ? storm.hang(name) : storm.letGo?.()), NAME, on);
      case 'opens late': return this.run(wait => { storm.shut = wait; storm.keep(); if (!wait) storm.answer(); }, on ? 500 + below(5500) : false);
      case 'frozen': return this.browser.cdp('Page.setWebLifecycleState', { state: on ? 'frozen' : 'active' });
      case 'clock': return this.run(skew => { storm.skew = skew; storm.keep(); }, this.day + (on ? [2 * MINUTE, 4 * MINUTE, 61 * MINUTE, 5 * DAY, 1400 * DAY][below(5)] * (below(2) ? 1 : -1) : 0));
      // Another tab of the same ward writes to the same patient, or takes the key from this one.
      case 'other tab': {
        if (!on) return;
        const [first] = await this.browser.driver.getAllWindowHandles();
        await this.browser.driver.switchTo().newWindow('tab');
        try {
          await this.browser.driver.get(`${this.origin}/vault.html`);
          await until(() => this.run(() => window.ready), 'the script');
          await this.run(async (pass, locks) => {
            const v = await vault.unlock(pass).catch(() => null);
            if (!v) return;
            const draft = (await v.read('draft/'))[0];
            if (draft) await v.write([['put', draft[0], draft[1]]]).catch(() => {});
            await v.lock(!locks);
          }, passphrase, below(2));
        } finally {
          await this.browser.driver.close();
          await this.browser.driver.switchTo().window(first);
        }
      }
    }
  }

  async act(what, below) {
    if (what === 'lock') {
      await this.run(() => { storm.press('[data-action="lock"]'); });
      await pause(300);
      const opened = await this.unlock();
      if (!opened) this.log.push('(not opened)');
      return;
    }
    if (what === 'wait') return pause(below(400));
    const given = { admit: 10 + below(80), tick: ITEMS[below(ITEMS.length)], house: [24, 36, 60, 84, 96][below(5)] }[what];
    await Promise.race([this.browser.driver.executeScript(`return window.storm?.go ? (${ACTS[what]})(arguments[0]) : null`, given).catch(() => {}), pause(8000)]);
  }

  async storm(below) {
    const fault = FAULTS[below(FAULTS.length)];
    this.fault_ = fault;
    this.log = [fault];
    await this.fresh();
    const atUnlock = fault === 'opens late' || below(6) === 0 && ['one write', 'full', 'disk error'].includes(fault);
    if (atUnlock) await this.fault(fault, below, true);
    if (!await this.sit()) {
      if (!atUnlock) return [['shut', 'the ward was not opened']];
      // Without room nobody gets in: nothing was said, and nothing may be missing.
      this.log.push('(not opened)');
    }
    const acts = [...[['open'], ['admit'], ['admit']][below(3)], 'tick', ...[['sign'], ['sign'], ['sign'], ['lock'], []][below(5)], ...[['suspect'], ['transfer'], ['house'], ['lock'], ['admit', 'tick', 'sign'], ['wait']][below(6)], ...[[], ['sign'], ['house']][below(3)]];
    let from = atUnlock ? -1 : below(acts.length), to = from + 1 + below(acts.length - from);
    if (!atUnlock && ['one write', 'full', 'disk error'].includes(fault) && below(2)) {
      // Somebody signs, and one of the rows of the signature finds no room.
      acts.splice(0, acts.length, 'admit', 'tick', 'sign', ['wait', 'suspect', 'sign'][below(3)]);
      [from, to] = [2, 3];
    }
    for (const [place, what] of acts.entries()) {
      if (place === from) await this.fault(fault, below, true);
      this.log.push(place === from ? `[${fault}]${what}` : what);
      if (fault === 'frozen' && place === from) {
        await this.fault(fault, below, false);
        await this.run(wait => { setTimeout(() => storm.press('[data-action="none-of-the-rest"]'), 0); setTimeout(() => storm.press('[data-action="sign"]'), wait); }, below(60));
        await pause(below(120));
        await this.fault(fault, below, true);
        await pause(100 + below(500));
        await this.fault(fault, below, false);
      } else await this.act(what, below);
      if (place === to) { await this.fault(fault, below, false); this.log.push('[lifted]'); }
    }
    await pause(300);
    const found = [], claims = await this.run(() => ({ shown: storm.shown, stored: storm.stored ?? {}, drafted: storm.drafted ?? {}, house: storm.house, said: !document.querySelector('.bar') || Boolean(document.querySelector('.trouble, [data-why], [data-closed]')), text: document.body.innerText.slice(0, 200) }));
    await this.fault(fault, below, false);
    if (this.lost) {
      if (!this.said && !claims.said) found.push(['not said', `the store is gone; the screen: ${claims.text}`]);
      const ids = Object.values(claims.stored).flat(), shown = Object.values(claims.shown).filter(events => events > 0);
      if (ids.length) found.push(['said stored', `${ids.length} events, in a store that is gone`]);
      else if (shown.length) found.push(['said stored', `${shown} events shown of a patient, in a store that is gone`]);
      return found;
    }
    return [...found, ...await this.after(claims)];
  }

  /** Everything that was said to be kept, read with the passphrase by a page beside. */
  async after(claims) {
    const found = [];
    // What is open is closed first, as a person would who leaves: its answers are written down.
    await this.run(() => { storm.press('[data-action="lock"]'); });
    await pause(250);
    await this.browser.driver.get(`${this.origin}/vault.html`);
    await until(() => this.run(() => window.ready), 'the script');
    const rows = await this.run(async pass => {
      for (;;) {
        try { return Object.fromEntries(await (await vault.unlock(pass)).read('')); } catch (error) {
          const [, moment] = /^wait (\d+)$/.exec(error.message ?? error) ?? [];
          if (!moment) return { error: String(error.message ?? error) };
          await new Promise(next => setTimeout(next, moment));
        }
      }
    }, passphrase);
    if (rows.error) return [['shut', `the ward does not open any more: ${rows.error}`]];
    const chains = {}, ids = new Set();
    for (const [key, text] of Object.entries(rows)) {
      if (!key.startsWith('event/')) continue;
      const event = JSON.parse(text), [, context, seq] = key.split('/');
      (chains[context] ??= []).push(event);
      if (event.seq !== Number(seq) || event.contextId !== context) found.push(['patient', key]);
      if (ids.has(event.id)) found.push(['twice', event.id]);
      ids.add(event.id);
      if (!rows[`outbox/${event.id}`]) found.push(['delivery', `${event.type} ${event.id} is signed and has no way to the HIS`]);
    }
    for (const [context, chain] of Object.entries(chains)) {
      found.push(...chained(chain, context));
      if (!rows[`admission/${context}`]) found.push(['lost', `events of ${context}, and no admission`]);
      else if (JSON.parse(rows[`admission/${context}`]).head?.seq !== chain.length) found.push(['halves', `the row of ${context} says ${JSON.parse(rows[`admission/${context}`]).head?.seq} events, there are ${chain.length}`]);
    }
    for (const [key, text] of Object.entries(ROWS)) if (key.startsWith('event/') && rows[key] !== text) found.push(['lost', `${key}, which was there before`]);
    for (const [context, events] of Object.entries(claims.shown)) {
      if (!rows[`admission/${context}`]) found.push(['said stored', `admission ${context} was on the screen`]);
      else if ((chains[context]?.length ?? 0) < events) found.push(['said stored', `${events} events of ${context} were shown, ${chains[context]?.length ?? 0} are there`]);
    }
    for (const id of Object.values(claims.stored).flat()) if (!ids.has(id)) found.push(['said stored', `"Stored on this device, encrypted": ${id} is not there`]);
    if (claims.house && JSON.parse(rows.ward).profile?.due?.periodic_high !== claims.house) found.push(['said stored', `settings: ${claims.house} hours were said to be saved`]);
    for (const [context, item] of Object.entries(claims.drafted)) {
      const signed = chains[context]?.some(event => JSON.stringify(event.body).includes(item));
      const draft = Object.entries(rows).some(([key, text]) => key.startsWith(`draft/${context}`) && text.includes(`"${item}"`));
      if (!signed && !draft) found.push(['draft', `${item} of ${context} was typed and no notice stood`]);
    }
    return found;
  }
}
