// The child's side of `vte/1`: what each message does to the element, and what the element's events say to the host.
// Outbox, retries and the check of every answer stay in the element; here an offer only waits for the host to be there.
// Whatever waits here holds the token of the admission it began with (sitting.js).

import { is, line, merged, own, refusal } from './line.js';
import { sitting } from './sitting.js';

const CHANGE_EVERY = 250, PING_EVERY = 20000, PING_WITHIN = 5000, PATIENCE = 3, RESIZE_EVERY = 100;

const busy = () => refusal('E_PHASE', '', true);
const mismatch = () => refusal('E_CONTEXT_MISMATCH', '/contextId');
const gone = () => refusal('E_CONTEXT_MISMATCH', '', true, ['等待期间已切换患者，未作答。请重试。', 'Another patient was opened meanwhile, so there is no answer. Ask again.']);
const unstarted = () => refusal('E_WASM', '', true, ['评估程序未能启动。原因见评估界面。', 'The assessment could not start. Its screen says why.']);
const unmade = () => refusal('E_ROLE', '', true, ['尚未签名，也没有登录者。请先给出 user。', 'Nothing is signed, and nobody is at the screen. Give a user first.']);
const closed = () => refusal('E_LOCKED', '', true, ['界面已由HIS锁定。请用 vte.open 重新打开患者。', 'Locked by the host. Open the patient again with vte.open.']);

/**
 * `curtain(shown)` hides the form from whoever should not see it; `lost()` is called when the host may be gone.
 * A session is one handshake: no patient and no user outlives it, but drafts and the outbox do.
 */
export function vte1({ element, content, app, curtain, lost }) {
  let talk = null, locked = false, capabilities = {};
  let collecting = null, watch, missed = 0;
  /** The admission that this host has opened: `{ contextId, patient, chart }`, the chart with all facts that were taken since. */
  const present = sitting();
  /** Signed events that the host has not answered: id → { detail, respond, due }. */
  const offers = new Map();
  const refused = {};

  // ---- what the host says ----

  const settings = {
    lang: is.oneOf('zh-CN', 'en'), theme: is.oneOf('auto', 'light', 'dark', 'contrast'), chrome: is.oneOf('none', 'compact', 'full'),
    mode: is.oneOf('live', 'teaching', 'readonly', 'calculator'), instrument: is.text,
    user: is.orNull(is.object), profile: is.orNull(is.object), strings: is.orNull(is.object), outputs: is.texts, outbox: is.oneOf('context', 'all'),
  };
  const ATTRIBUTES = ['lang', 'theme', 'chrome', 'mode', 'instrument'], PROPERTIES = ['profile', 'strings', 'outputs', 'user', 'outbox'];

  const hears = {
    'vte.configure': {
      shape: settings,
      act(given) {
        const errors = during(() => {
          for (const name of ATTRIBUTES) if (own(given, name)) element.setAttribute(name, given[name]);
          for (const name of PROPERTIES) if (own(given, name)) element[name] = given[name];
        });
        if (own(given, 'lang')) document.documentElement.lang = given.lang;
        if (given.outbox === 'all') offers.forEach(offer);
        if (errors.length) throw { ...errors[0], issues: errors };
      },
    },
    'vte.open': {
      shape: { 'chart!': is.object, record: is.list, force: is.flag },
      // A long admission's record is more than facts ever are.
      large: message => Array.isArray(Object(message.payload).record),
      act: open,
    },
    'vte.chart': { shape: { 'contextId!': is.text, 'facts!': is.list }, act: more },
    'vte.get': {
      shape: { outputs: is.texts },
      async act({ outputs }) {
        const of = ready(), { state } = element;
        const names = outputs || element.outputs, result = { ...await element.getResult({ outputs: names }) };
        // Outputs may have to be loaded first; whoever is on the screen by now, it is not theirs.
        if (!of.holds()) throw gone();
        // Exactly what was asked for: what cannot be made yet says why.
        for (const name of names) if (!own(result, name)) result[name] = { error: unmade() };
        return { contextId: of.contextId, state, result };
      },
    },
    'vte.lock': {
      act() {
        const mine = talk;
        lock();
        // A patient that the host asked for before it locked, and that had to wait, comes behind the curtain too.
        turn.then(() => { if (talk === mine) lock(); });
      },
    },
    // What was refused so far goes with it: a host that is misunderstood finds out here.
    'vte.ping': {
      act(payload, message) {
        noted(message);
        return { refused };
      },
    },
    'vte.error': { mute: true, act() {} },
  };

  let aheadBefore;
  /** How far the host's clock is ahead of ours. A message that waited on its way makes it seem behind, so of the last two the
   *  one that says more counts. */
  function noted({ sentAt }) {
    const ahead = typeof sentAt === 'string' ? Date.parse(sentAt) - Date.now() : NaN;
    if (Number.isNaN(ahead)) return;
    element.__hostClock?.(Math.max(ahead, aheadBefore ?? ahead));
    aheadBefore = ahead;
  }

  let turn = Promise.resolve();
  /** What the host asks for early waits for the calculator, and for what reads a record; in the order in which it was asked. A
   *  session that ended meanwhile gets nothing done. */
  async function started(act, payload, message) {
    const mine = talk, before = turn;
    let next;
    turn = new Promise(done => { next = done; });
    try {
      await before;
      await element.whenReady.catch(() => {});
      if (payload.record) await element.__whole?.();
      if (element.version.wasm === null) throw unstarted();
      if (talk !== mine) throw refusal('E_HANDSHAKE');
      return act(payload, message);
    } finally { next(); }
  }
  for (const type of ['vte.configure', 'vte.open', 'vte.chart', 'vte.get']) {
    const { act } = hears[type];
    hears[type].act = (payload, message) => {
      noted(message);
      return started(act, payload, message);
    };
  }

  function lock() {
    element.__flush();
    locked = true;
    curtain(true);
  }

  /** The admission that is open, for what may be asked only of one. */
  function ready() {
    if (locked) throw closed();
    const of = present.take();
    if (of.contextId === undefined) throw busy();
    return of;
  }

  /** Errors that the element fires while `act` runs: they are the answer, and not said twice. */
  function during(act) {
    const errors = collecting = [];
    try {
      act();
    } finally {
      collecting = null;
    }
    return errors;
  }

  /** Splits what was not taken into facts by their id and everything else, which is told as an error. */
  function rejections(errors, facts) {
    return errors.map(error => {
      const [, at] = /^\/chart\/facts\/(\d+)/.exec(error.path) || [];
      if (at === undefined) fault(error);
      const id = at === undefined ? error.path.split('/')[1] || '' : Object(facts[at]).id;
      return { id: typeof id === 'string' ? id.slice(0, 96) : '', code: error.code, path: error.path, ...(at !== undefined && { at: Number(at) }) };
    });
  }

  function open({ chart: given, record, force = false }) {
    if (typeof given.contextId !== 'string' || !given.contextId) throw refusal('E_SCHEMA', '/chart/contextId');
    const { contextId, patient } = given;
    // Nothing is open for this host yet: what an earlier one left is kept as a draft and does not stand in the way. Another
    // person under the number of that draft does.
    const stale = present.take().contextId === undefined && Object(element.chart).contextId !== contextId;
    let answer;
    const errors = during(() => { answer = element.open(given, { force: force || stale }); });
    // Refused: the element shows whom it showed, and so it stays here.
    if (answer.error) throw { ...answer.error, retryable: ['E_CONTEXT_BUSY', 'E_CONFLICT'].includes(answer.error.code) };
    const facts = Array.isArray(given.facts) ? given.facts : [];
    present.lay({ contextId, patient, chart: given });
    const rejected = rejections(errors, facts);
    present.lay({ contextId, patient, chart: keep(given, facts, rejected) });
    locked = false;
    curtain(false);
    if (record) rejected.push(...rejections(during(() => { element.record = record; }), []));
    offers.forEach(offer);
    return { contextId, accepted: facts.length - rejected.filter(fact => fact.at !== undefined).length, rejected: rejected.map(bare) };
  }

  /** Facts are merged here: the element reads a chart whole, so that its screen never shows half of an update. */
  function more({ contextId, facts }) {
    const of = ready(), { chart } = of;
    if (contextId !== of.contextId) throw mismatch();
    const all = merged(chart.facts, facts), given = { ...chart, facts: all };
    const errors = during(() => { element.chart = given; });
    if (element.chart !== given) throw { ...(errors[0] || refusal('E_SCHEMA', '/facts')), retryable: false };
    const refusals = rejections(errors, all), bad = refusals.filter(fact => fact.at !== undefined).map(fact => all[fact.at]);
    // A value that was refused must not push out the good one before it: both are laid, and only the good one is kept.
    const good = bad.length ? merged(chart.facts, facts.filter(fact => !bad.includes(fact))) : all;
    if (bad.length) during(() => { element.chart = { ...given, facts: [...good, ...bad] }; });
    present.lay({ contextId, patient: given.patient, chart: { ...given, facts: good } });
    return {
      accepted: facts.filter(fact => !bad.includes(fact)).length,
      rejected: refusals.map(({ at, ...fact }) => {
        const index = facts.indexOf(all[at]);
        // A fact of before may go too, when a new one contradicts it; it has no place in this message.
        return { ...fact, path: index < 0 ? '/facts' : fact.path.replace(`/chart/facts/${at}`, `/facts/${index}`) };
      }),
    };
  }

  const bare = ({ at, ...fact }) => fact;
  /** What was refused once is not carried along into the next merge. */
  const keep = (given, facts, rejected) => ({ ...given, facts: facts.filter((_, index) => !rejected.some(fact => fact.at === index)) });

  // ---- what the host hears ----

  const live = () => talk !== null && !talk.closed;

  /** An offer goes when its admission is open for this host, or the host routes by contextId. */
  function offer(held) {
    if (!live() || !held.due || (held.detail.event.contextId !== present.take().contextId && element.outbox !== 'all')) return;
    held.due = false;
    const { respondWith, ...payload } = held.detail;
    // An answer counts whenever it comes, to whichever attempt: the element knows the schedule, and asks again.
    talk.ask('vte.event', payload, 0).then(answer => settle(held, answer), () => settle(held, {}));
  }

  function settle(held, answer) {
    held.respond(answer);
    if (['accepted', 'duplicate', 'rejected'].includes(answer.status)) offers.delete(held.detail.event.id);
  }

  // At most four a second; what one admission has gathered is never told of another.
  let gathered, sentAt = -Infinity;
  function change(detail) {
    const of = present.take();
    if (of.contextId === undefined) return;
    if (gathered?.of.number !== of.number) {
      const mine = gathered = { of, changed: new Set() };
      setTimeout(() => {
        if (gathered === mine) gathered = undefined;
        if (!live() || locked || !of.holds()) return;
        sentAt = performance.now();
        talk.tell('vte.change', { contextId: of.contextId, ...mine.latest, changed: [...mine.changed] });
      }, Math.max(0, sentAt + CHANGE_EVERY - performance.now()));
    }
    gathered.latest = detail;
    detail.changed.forEach(item => gathered.changed.add(item));
  }

  /** An error that nobody asked about, with the admission that it began with. One that its element says to be of another goes to
   *  nobody: it is not of what the host shows. */
  function fault(error) {
    const { contextId } = present.take();
    if (live() && (error.contextId ?? contextId) === contextId) talk.tell('vte.error', { ...error, ...(contextId !== undefined && { contextId }) });
  }

  /** Asked again where nobody answered, as long as its admission is the one that is open; `id` lets the host know it for the same. */
  async function insist(of, type, payload) {
    for (let left = PATIENCE; left > 0 && live() && of.holds(); left--) {
      try {
        return await talk.ask(type, payload, PING_WITHIN);
      } catch (error) {
        if (!error.retryable) return undefined;
      }
    }
  }

  // Height: whole pixels, ten a second. A host that follows may make the content lower again (a scroll bar goes); two
  // heights that take turns are one loop, and the greater of them ends it.
  let heights = [], resizeTimer;
  const measure = () => {
    resizeTimer ||= setTimeout(() => {
      resizeTimer = undefined;
      const height = Math.ceil(content.getBoundingClientRect().height);
      const [before, last] = heights.slice(-2);
      if (!live() || height === last || (height === before && height < last && performance.now() - heights.at < 1000)) return;
      heights = Object.assign([last, height], { at: performance.now() });
      talk.tell('vte.ui.resize', { height });
    }, RESIZE_EVERY);
  };
  new ResizeObserver(measure).observe(content);

  async function pings() {
    try {
      await talk.ask('vte.ping', {}, PING_WITHIN);
      missed = 0;
    } catch {
      // Some hosts never answer a ping: we say hello again, and the line stays until another takes its place.
      if (++missed === PATIENCE) lost();
    }
  }

  return {
    name: 'vte/1',
    refused,
    get live() { return live(); },

    /** A handshake is through. Gives the line that takes what comes over the port. */
    begin(send, { handle, nonceH, capabilities: theirs }) {
      this.end();
      talk = line({ send, hears, handle, refused });
      const mine = talk;
      present.leave();
      aheadBefore = undefined;
      element.__hostClock?.(null);
      locked = false;
      missed = 0;
      capabilities = Object(theirs);
      heights = [];
      offers.forEach(held => { held.due = true; });
      curtain(element.chart !== undefined);
      // Said until it is heard: a host that missed it waits for ever. One that never hears it is greeted anew.
      const say = async () => {
        for (let left = PATIENCE; left > 0 && !mine.closed; left--) {
          try {
            await mine.ask('vte.ready', { nonceH, ...app() }, PING_WITHIN);
            return measure();
          } catch { /* again */ }
        }
        if (!mine.closed) lost();
      };
      // Whoever used the last session is not who signs in this one, and that its host took events of all admissions says nothing
      // of this one.
      element.user = null;
      element.outbox = 'context';
      // It may not have started and yet start later, when somebody presses Restart.
      element.whenReady.then(say, () => {
        if (element.version.wasm !== null) return say();
        element.addEventListener('vte-ready', say, { once: true });
        mine.tell('vte.error', unstarted());
      });
      clearInterval(watch);
      watch = setInterval(pings, PING_EVERY);
      return talk;
    },

    end() {
      clearInterval(watch);
      talk?.close();
      talk = null;
    },

    event(detail) {
      const { id } = detail.event, held = offers.get(id) ?? {};
      offers.set(id, held);
      detail.respondWith(new Promise(respond => Object.assign(held, { detail, respond, due: true })));
      offer(held);
    },
    change,
    alert(detail) {
      const of = present.take(), { contextId } = of;
      if (live() && contextId !== undefined && (detail.contextId ?? contextId) === contextId) insist(of, 'vte.alert', { id: crypto.getRandomValues(new Uint32Array(2)).join('-'), ...detail, contextId });
    },
    error(detail) {
      if (collecting) collecting.push(detail);
      else fault(detail);
    },
    get closable() { return capabilities.close === true; },
    close(reason) {
      const of = present.take(), { contextId } = of;
      return insist(of, 'vte.ui.close', { reason, dirty: ['in_progress', 'complete'].includes(element.state), ...(contextId !== undefined && { contextId }) });
    },
  };
}

