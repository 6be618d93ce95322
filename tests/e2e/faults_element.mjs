// The embedded element on a bad day: a host that answers, is slow, refuses, breaks off or is silent, while the store is full at
// one write or for a while, does not open or does not answer, is deleted, upgraded or held by another window, the element is
// taken out of the page and put back, the page is frozen, or the clock jumps.
import { canonical, chain, hashOf, medical, stamp, surgical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { listens, planted } from './planted.mjs';
import { pause } from './stage.mjs';

const MINUTE = 60_000, DAY = 1440 * MINUTE;
const ITEMS = { medical: ['active_cancer', 'previous_vte', 'thrombophilia', 'recent_trauma_surgery', 'hormonal_treatment'], surgical: ['varicose_veins', 'history_vte', 'swollen_legs', 'acute_mi', 'ibd_history'] };
const HOSTS = ['accept', 'accept', 'late:400', 'never', 'reject', 'pending', '500', 'drop', 'other', 'unknown'];
/** Each with how it begins and how it ends. */
export const FAULTS = ['none', 'one write', 'full', 'disk error', 'quota', 'cleared', 'deleted', 'rows gone', 'upgraded', 'held', 'frozen', 'clock', 'other window', 'hangs', 'does not open', 'out', 'out'];
/** The store is asked and does not answer. It may be slow; from here on it counts as failed. */
const SILENT = ['hangs', 'does not open'], PATIENCE = 3000;
/** After these what was stored may be gone: the fault itself took it. */
const TAKES = ['cleared', 'deleted', 'rows gone', 'upgraded', 'held'];
const NAME = 'virchow';

export class Element {
  constructor(server, browser) { Object.assign(this, { server, browser }); }
  run(code, ...args) { return this.browser.run(code, ...args); }
  get origin() { return this.server.origin; }

  async begin() { await planted(this.browser); }

  host(below) { this.log.push(`host:${this.server.his.mode = HOSTS[below(HOSTS.length)]}`); }

  /** The origin as on its first day. */
  async fresh() {
    this.server.his.reset('accept');
    await this.browser.cdp('Storage.overrideQuotaForOrigin', { origin: this.origin });
    await this.browser.driver.get(`${this.origin}/blank.html`);
    await this.browser.cdp('Storage.clearDataForOrigin', { origin: this.origin, storageTypes: 'indexeddb' });
    await this.run(() => { Object.assign(storm, { skew: 0, full: null, yes: [], events: {}, ticked: {}, wrong: [], shown: {}, gone: [], given: [], shut: false }); sessionStorage.clear(); });
    this.server.his.reset('accept');
  }
  async show(chart) {
    await this.browser.driver.get(`${this.origin}/job.html`);
    await listens(this.browser);
    return this.give(chart);
  }
  give(chart, force = false) {
    return this.run(async (chart, user, force, memory) => {
      storm.open = chart.contextId;
      await customElements.whenDefined('vte-assessment');
      const el = storm.element();
      await el.whenReady;
      el.lang = 'en';
      if (memory) el.profile = { storage: 'memory' };
      el.user = user;
      if (force) el.open(chart, { force }); else el.chart = chart;
      for (let turn = 0; turn < 200 && !storm.find('[data-score], [data-instrument]'); turn++) await new Promise(next => setTimeout(next, 10));
    }, chart, NURSE, force, this.memory);
  }

  async fault(kind, below, on) {
    switch (kind) {
      case 'one write': case 'full': case 'disk error': {
        const from = below(6), to = kind === 'one write' ? from + 1 + below(2) : from + 1000;
        return this.run((full, on) => { storm.full = on ? { ...full, from: storm.writes + full.from, to: storm.writes + full.to } : null; storm.keep(); }, { from, to, name: kind === 'disk error' ? 'UnknownError' : 'QuotaExceededError' }, on);
      }
      case 'quota': return this.browser.cdp('Storage.overrideQuotaForOrigin', { origin: this.origin, ...(on && { quotaSize: 1 + below(20_000) }) });
      case 'cleared': if (on) await this.browser.cdp('Storage.clearDataForOrigin', { origin: this.origin, storageTypes: 'indexeddb' }); return on && this.gone();
      case 'deleted': if (on) await this.run(name => { storm.remove(name); }, NAME); return on && this.gone();
      case 'rows gone': if (on) await this.run(name => storm.clear(name, 'outbox'), NAME); return on && this.gone();
      case 'upgraded': await (on ? this.run(name => storm.upgrade(name), NAME) : this.run(name => storm.remove(name), NAME)); return this.gone();
      // What lies there goes as soon as the other window, or this page at a reload, lets go of it.
      case 'held': await (on ? this.run(async name => { await storm.hold(name); storm.remove(name); }, NAME) : this.run(() => storm.release()));
        return this.gone();
      case 'hangs': if (on) { this.since = Date.now(); return this.run(name => storm.hang(name), NAME); } return this.run(() => { storm.letGo?.(); });
      case 'does not open': if (on) { this.since = Date.now(); return this.run(() => { storm.shut = true; storm.keep(); }); } return this.run(() => { storm.answer(); });
      case 'out': return this.run(on => { if (on) storm.takeOut(); else storm.putBack(); }, on);
      case 'frozen': return this.browser.cdp('Page.setWebLifecycleState', { state: on ? 'frozen' : 'active' });
      // Another window signs for the same patient: one of the two goes on from what the other has signed.
      case 'other window': {
        if (!on) return;
        const [first] = await this.browser.driver.getAllWindowHandles();
        await this.browser.driver.switchTo().newWindow('tab');
        let heard;
        try {
          await planted(this.browser);
          await this.show(this.charts[0]);
          heard = await this.run(async wait => {
            storm.press('[data-action="none-of-the-rest"]');
            await new Promise(next => setTimeout(next, 60));
            storm.press('[data-action="sign"]');
            await new Promise(next => setTimeout(next, wait));
            return { events: storm.events, yes: storm.yes, wrong: storm.wrong };
          }, 50 + below(500));
        } finally {
          await this.browser.driver.close();
          await this.browser.driver.switchTo().window(first);
        }
        return this.run(heard => { Object.assign(storm.events, heard.events); storm.yes.push(...heard.yes); storm.wrong.push(...heard.wrong); storm.keep(); }, heard);
      }
      case 'clock': {
        const far = [2 * MINUTE, 4 * MINUTE, 61 * MINUTE, 5 * DAY, 1400 * DAY][below(5)] * (below(2) ? 1 : -1);
        if (on) this.was = far;
        return this.run(skew => { storm.skew = skew; storm.keep(); }, on ? far : 0);
      }
    }
  }

  /** Out of the page and back with nothing else in between: what was answered and signed is there, in every storage mode. */
  async outAndBack(below) {
    const look = () => this.run(() => {
      const el = storm.element(), held = { context: el.chart?.contextId, state: el.state, answers: {}, record: (el.record ?? []).map(({ id }) => id), score: storm.find('[data-score]')?.textContent.trim() };
      for (const row of el.shadowRoot?.querySelectorAll('[data-row]') ?? []) held.answers[row.dataset.row] = row.dataset.answer;
      return held;
    });
    const before = await look();
    await this.fault('out', below, true);
    await pause([0, 0, 20, 400, 1500][below(5)]);
    await this.fault('out', below, false);
    let lacks;
    for (let turn = 0; turn < 40; turn++) {
      await pause(50);
      const now = await look();
      lacks = [
        ...(now.context === before.context ? [] : [`${now.context} is open, before it was ${before.context}`]),
        ...Object.entries(before.answers).filter(([row, answer]) => ['yes', 'no', 'unknown'].includes(answer) && now.answers[row] !== answer && now.state !== 'sent').map(([row, answer]) => `${row} was ${answer}`),
        ...before.record.filter(id => !now.record.includes(id)).map(id => `${id} was in the record`),
        // What was being written is written; a score that is only drawn later is drawn in the end.
        ...(['in_progress', 'complete'].includes(before.state) && now.state === before.state && now.score !== before.score ? [`${now.score} stands for ${before.score}`] : []),
      ];
      if (lacks.length === 0) return [];
    }
    return [['lost', `out of the page and back: ${lacks.join('; ')}`]];
  }

  /** What was signed up to now may have gone with the store; what is just being said comes a moment later. */
  async gone() {
    await pause(120);
    await this.run(() => { storm.gone = Object.keys(storm.events); storm.keep(); });
  }

  async act(what, below, kind) {
    switch (what) {
      case 'tick': {
        const item = ITEMS[kind][below(ITEMS[kind].length)];
        return this.run(item => { const box = storm.find(`[data-item="${item}"]`); if (box && !box.checked) { box.click(); (storm.ticked[storm.open] ??= []).push(item); storm.keep(); } }, item);
      }
      case 'rest': return this.run(() => { storm.press('[data-action="none-of-the-rest"]'); });
      case 'button': return this.run(() => { storm.press('[data-action="sign"]'); });
      // The host asks for the signature, and hears of it.
      case 'sign': return this.run(() => { const el = storm.element(); el.sign().then(outcome => storm.outcomes.push(outcome)); });
      // In one task: the signature, and another patient.
      case 'sign and next': {
        const chart = medical();
        this.charts.push(chart);
        return this.run((chart, user) => {
          const el = storm.element();
          el.sign().then(outcome => storm.outcomes.push(outcome));
          storm.open = chart.contextId;
          el.open(chart, { force: true });
        }, chart);
      }
      // A host that is too quick: another patient while the answers of this one are not signed yet.
      case 'sign and chart': return this.run(chart => {
        const el = storm.element();
        el.sign().then(outcome => storm.outcomes.push(outcome));
        el.chart = chart;
      }, medical());
      // A host that gives the record while a signature is being written: the same again, or with a line that a colleague has signed.
      case 'sign and record': {
        const held = await this.run(() => JSON.parse(JSON.stringify(storm.element().record ?? []))), contextId = this.charts.at(-1).contextId;
        const theirs = { v: 1, id: uuid(below), contextId, type: 'plan_declined', at: stamp(-1 / 86_400), by: { id: 'd-02', name: '周医生', role: 'physician' }, rules: { version: '0.1.0', sha256: '0'.repeat(64) }, body: { of: 'x', reasonCode: 'patient_refused' } };
        return this.run(async (record, theirs, turns) => {
          const el = storm.element();
          if (theirs) { storm.given.push(theirs); localStorage.setItem(`storm given ${theirs}`, ''); }
          el.sign().then(outcome => storm.outcomes.push(outcome));
          for (let turn = 0; turn < turns; turn++) await 0;
          el.record = record;
        }, ...(below(2) ? [chain([...held, theirs]), theirs.id] : [held, null]), below(6));
      }
      case 'wait': return pause(below(300));
      case 'host': this.host(below); return;
      case 'new': return this.run(() => { storm.press('[data-action="new"]'); });
      case 'back': return this.give(this.charts[0], true);
      case 'reload': return this.show(this.charts.at(-1));
    }
  }

  /** One run: `below(n)` draws. Gives `[[rule, what]]` of what must not be. */
  async storm(below) {
    const setting = below(2) ? 'medical' : 'surgical', fault = FAULTS[below(FAULTS.length)], found = [];
    this.charts = [setting === 'medical' ? medical() : surgical()];
    this.fault_ = fault;
    this.memory = fault === 'out' && below(3) === 0;
    this.colleague = false;
    this.log = [fault, setting, ...(this.memory ? ['memory'] : [])];
    await this.fresh();
    this.host(below);
    const early = fault === 'does not open' || (below(4) === 0 && ['quota', 'held', 'upgraded'].includes(fault));
    if (early) await this.fault(fault, below, true);
    if (early && fault === 'held') { await this.fault(fault, below, false); }
    await this.show(this.charts[0]);
    // Two signatures at least are tried: one with the fault somewhere around it, one after it.
    const acts = ['tick', ...(below(2) ? ['tick'] : []), 'rest', ...(below(3) ? [] : ['wait']), ['button', 'button', 'sign', 'sign', 'sign and next', 'sign and chart', 'sign and record'][below(7)], ...[[], ['wait'], ['host'], ['reload'], ['wait', 'new', 'tick', 'rest', 'button'], ['back'], ['wait', 'host', 'wait']][below(7)]];
    let from = early ? -1 : below(acts.length), to = from + 1 + below(acts.length - from);
    if (fault === 'clock' && below(4)) {
      // One signs by a clock that is wrong, the next by the right one.
      acts.splice(0, acts.length, 'tick', 'rest', 'button', 'wait', 'new', 'tick', 'rest', 'button');
      [from, to] = [2, 3];
      this.colleague = true;
    }
    if (fault === 'rows gone' && below(4)) {
      // What waits for a host that has not said yes, and is no longer there when it is offered again.
      acts.splice(0, acts.length, 'tick', 'rest', 'button', 'wait');
      this.log.push(`host:${this.server.his.mode = ['500', 'unknown', 'other', 'drop'][below(4)]}`);
      [from, to] = [3, 4];
    }
    for (const [place, what] of acts.entries()) {
      if (place === from) await this.fault(fault, below, true);
      this.log.push(place === from ? `[${fault}]${what}` : what);
      if (fault === 'frozen' && place === from) {
        // Anything may stand in the queue when the page stops.
        await this.fault(fault, below, false);
        await this.run((selector, freeze) => { setTimeout(() => storm.press('[data-action="sign"]'), freeze); }, '', below(40));
        await pause(below(60));
        await this.fault(fault, below, true);
        await pause(100 + below(400));
        await this.fault(fault, below, false);
      } else if (fault === 'out' && place === from && below(3)) {
        await this.fault(fault, below, false);
        found.push(...await this.outAndBack(below));
        await this.act(what, below, setting);
      } else await this.act(what, below, setting);
      // Half of the stores that are silent are so for longer than anybody waits for them.
      if (place === to && SILENT.includes(fault) && below(2)) await this.waited();
      if (place === to) { await this.fault(fault, below, false); this.log.push('[lifted]'); }
      await pause(below(120));
    }
    // Long enough for a second offer to a host that did not say yes.
    await pause(below(3) && fault !== 'rows gone' ? 250 : 1400);
    if (fault === 'out') await this.fault(fault, below, false);
    if (SILENT.includes(fault)) await this.waited();
    found.push(...await this.settled(fault));
    await this.fault(fault, below, false);
    if (fault === 'clock') found.push(...await this.clock());
    found.push(...await this.after(fault));
    return found;
  }

  /** A store that is still silent has been so for as long as anybody waits. */
  async waited() { await pause(Math.max(0, this.since + PATIENCE + 800 - Date.now())); }

  /** What must be true while the fault may still be there. */
  async settled(fault) {
    // A thing that is on its way gets two seconds.
    let found;
    for (let turn = 0; turn < 9; turn++) {
      found = await this.run(async (name, patience, taken) => {
        const found = [], now = storm.now(), el = storm.element();
        const disk = await Promise.race([storm.disk(name).catch(() => null), new Promise(next => setTimeout(next, 400, 'held'))]);
        const said = Boolean(now.storage), silent = storm.shut || disk === 'held', of = disk && disk !== 'held' ? disk : { drafts: {}, events: {}, outbox: {} };
        const open = Object.entries(storm.events).filter(([id]) => !storm.yes.includes(id));
        if (disk !== 'held') {
          for (const [id, { context, stored }] of open) {
            if (!stored || storm.gone?.includes(id)) continue;
            if (!of.events[context]?.includes(id)) found.push(['said stored', `${id} is not in the store`]);
            // What the host has taken may have been answered to a window that was closed in the same moment.
            else if (!of.outbox[id] && !taken.includes(id)) found.push(['said stored', `${id} has no way to the host`]);
          }
          const lost = open.filter(([id, { context, here }]) => !of.events[context]?.includes(id) && here === storm.page);
          if (lost.length && !said) found.push(['not said', `${lost.length} signed, neither stored nor accepted, and no notice; delivery line: ${now.said}`]);
          const ticks = (storm.ticked[storm.open] ?? []).filter(item => storm.find(`[data-item="${item}"]`)?.checked);
          const draft = of.drafts[storm.open];
          if (['in_progress', 'complete'].includes(now.state) && !said && ticks.some(item => !draft?.includes(`"${item}"`))) found.push(['draft', `${ticks} on the screen, draft ${draft}, no notice`]);
        }
        // Who signs does not wait for a store that does not answer, and is told of it.
        if (silent && patience && now.state === 'sending' && !Object.values(storm.events).some(({ context }) => context === storm.open)) found.push(['sign()', 'a signature is still being written, and the store has not answered for as long as anybody waits']);
        if (silent && patience && !said && ['in_progress', 'complete'].includes(now.state) && (storm.ticked[storm.open] ?? []).length) found.push(['not said', 'answers are on the screen, the store does not answer, and no notice']);
        for (const outcome of storm.outcomes) {
          const { event, error } = outcome ?? {};
          // A store that was taken away since: what the page still has of another patient lies in the outbox again, or the screen warns.
          if (event && !storm.events[event.id] && outcome.stored !== false && disk !== 'held' && !of.events[event.contextId]?.includes(event.id) && !of.outbox[event.id] && !said) found.push(['sign()', `${event.id} signed, neither stored under its admission nor told to the host`]);
          if (error?.code === 'E_CONTEXT_BUSY') found.push(['sign()', 'answered with the error of another call']);
        }
        return found;
      }, NAME, SILENT.includes(fault), this.server.his.effect.map(({ id }) => id));
      // The record on the screen is one that a host can keep.
      found.push(...chained(await this.run(() => JSON.parse(JSON.stringify(storm.element().record ?? []))), 'the record on the screen'));
      if (found.length === 0) break;
      await pause(250);
    }
    return found;
  }

  /** A small difference never stops a colleague. */
  async clock() {
    if (!this.colleague || Math.abs(this.was) > 4 * MINUTE) return [];
    return this.run(async was => {
      const signed = () => Object.values(storm.events).filter(({ type }) => type === 'assessed').length;
      for (let turn = 0; turn < 40 && signed() < 2; turn++) await new Promise(next => setTimeout(next, 50));
      return signed() < 2 ? [['clock', `one clock was ${was / 1000} s off, and the next signature is not made: ${storm.find('[role="alert"]')?.textContent}`]] : [];
    }, this.was);
  }

  /** The bad day is over: everything comes out even. */
  async after(fault) {
    const found = [], { his } = this.server;
    const early = [...his.posts], taken = new Set(his.effect.map(({ id }) => id));
    his.reset('accept');
    // The page lives: the store is used again, without a reload.
    if (['one write', 'full', 'disk error', ...SILENT, ...TAKES].includes(fault)) {
      const again = await this.run(async name => {
        const el = storm.element();
        if (!storm.find('[data-action="none-of-the-rest"]') && !storm.press('[data-action="new"]')) return null;
        for (let turn = 0; turn < 50 && !storm.find('[data-item]'); turn++) await new Promise(next => setTimeout(next, 20));
        const box = [...el.shadowRoot.querySelectorAll('input[type="checkbox"][data-item]')].find(box => !box.checked && !box.disabled);
        if (!box) return null;
        box.click();
        const { item } = box.dataset;
        (storm.ticked[storm.open] ??= []).push(item);
        storm.keep();
        for (let turn = 0; turn < 60; turn++) {
          const disk = await Promise.race([storm.disk(name).catch(() => null), new Promise(next => setTimeout(next, 300, null))]);
          if (disk?.drafts?.[storm.open]?.includes(`"${item}"`)) return true;
          await new Promise(next => setTimeout(next, 50));
        }
        return `${item} ticked; ${JSON.stringify(storm.now())}`;
      }, NAME);
      if (typeof again === 'string') found.push(['opened again', again]);
    }
    const claims = await this.run(name => ({ events: storm.events, yes: storm.yes, gone: storm.gone ?? [], wrong: storm.wrong, disk: null, failures: window.failures }));
    found.push(...claims.wrong);
    for (const message of claims.failures ?? []) found.push(['uncaught', message]);
    const before = await this.run(name => storm.disk(name), NAME) ?? { events: {}, outbox: {}, drafts: {} };
    const answered = new Set(claims.yes);
    for (const chart of [...this.charts].reverse()) {
      await this.show(chart);
      const due = Object.entries(claims.events).filter(([id, { context, stored }]) => context === chart.contextId && stored && !answered.has(id) && !claims.gone.includes(id) && before.events[context]?.includes(id)
        // Posted before the bad day was over, and its answer came a moment after.
        && (before.outbox[id] || !early.some(({ event }) => event?.id === id))
        // Refused for good, and a new draft lies over it: a person sends it again, when they have read why.
        && !before.outbox[id]?.includes('"rejected"') && (before.outbox[id] || !taken.has(id))).map(([id]) => id);
      const wanted = Object.entries(claims.events).filter(([id, { context, stored }]) => context === chart.contextId && stored && !claims.gone.includes(id) && fault !== 'quota').map(([id]) => id);
      const end = Date.now() + 12_000;
      while (Date.now() < end && !due.every(id => his.effect.some(event => event.id === id))) {
        await pause(30);
        // What a host has refused for good goes again when a person says so.
        await this.run(() => { storm.press('[data-action="retry"]'); });
      }
      const seen = await this.run(async wanted => {
        const el = storm.element();
        for (let turn = 0; turn < 80 && !wanted.every(id => el.record?.some(event => event.id === id)); turn++) await new Promise(next => setTimeout(next, 50));
        return { record: JSON.parse(JSON.stringify(el.record ?? [])), errors: storm.now().errors, wrong: storm.wrong };
      }, wanted);
      found.push(...seen.wrong.filter(([rule]) => !found.some(([held]) => held === rule)));
      for (const id of due) if (!his.effect.some(event => event.id === id)) found.push(['delivery', `${id} was stored and never came to the host`]);
      const ids = seen.record.map(({ id }) => id);
      for (const id of wanted) if (!ids.includes(id)) found.push(['lost', `${id} (${claims.events[id].type}) was said to be stored; errors: ${seen.errors}`]);
      const other = seen.record.find(({ contextId }) => contextId !== chart.contextId);
      if (other) found.push(['patient', `${other.type} of ${other.contextId} in the record of ${chart.contextId}`]);
      if (/mismatch|another admission/i.test(seen.errors ?? '')) found.push(['patient', seen.errors]);
      found.push(...chained(seen.record, 'record'));
    }
    for (const [context, text] of Object.entries(before.events ?? {})) {
      const all = JSON.parse(text);
      found.push(...chained(all, `store ${context}`));
      if (all.some(({ contextId }) => contextId !== context)) found.push(['patient', `in the store of ${context}: an event of ${all.find(({ contextId }) => contextId !== context).contextId}`]);
    }
    // In effect once: one line of an admission and a number is one event, however often it was sent.
    const effect = new Map();
    for (const { event } of [...early, ...his.posts].filter(({ answered }) => answered)) {
      const place = `${event.contextId} ${event.seq}`, held = effect.get(place);
      if (held && held.id !== event.id && !claims.gone.length && claims.events[held.id]?.stored) found.push(['twice', `${place}: ${held.id} and ${event.id}`]);
      effect.set(place, event);
      if (event.hash !== hashOf(event)) found.push(['chain', `what the host has of ${event.id} does not fit its hash`]);
      if (held && held.id === event.id && canonical(held) !== canonical(event)) found.push(['twice', `${event.id} in two forms`]);
    }
    return found;
  }
}

const uuid = below => `${[8, 4].map(length => Array.from({ length }, () => below(16).toString(16)).join('')).join('-')}-7000-8000-${Array.from({ length: 12 }, () => below(16).toString(16)).join('')}`;

/** As an auditor without our code would check it. */
export function chained(record, where) {
  const found = [];
  record.forEach((event, place) => {
    if (place && event.prev !== record[place - 1].hash) found.push(['chain', `${where}: ${event.id} does not follow the one before`]);
    if (place && event.seq !== record[place - 1].seq + 1) found.push(['chain', `${where}: a hole before ${event.seq}`]);
    if (event.hash !== hashOf(event)) found.push(['chain', `${where}: ${event.id} does not fit its hash`]);
  });
  if (new Set(record.map(({ id }) => id)).size !== record.length) found.push(['twice', `${where}: an event is there twice`]);
  return found;
}
