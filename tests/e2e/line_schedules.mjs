// The schedules of frame_schedules.mjs once more, without a browser: host.js, session.js and smart.js themselves, between ports,
// timers and clocks that this file holds, around an element that is a model (an outbox with its retries, results that take their
// time). One turn of the scheduler after the other, so that a seed is a run, and thousands of runs are a minute. What the
// element and the browser do is frame_schedules.mjs's to show.
//
//   node e2e/line_schedules.mjs [COUNT] [SEED]
import assert from 'node:assert/strict';
import { PROTOCOL } from '../../src/web/frame/line.js';
import { vte1 } from '../../src/web/frame/session.js';
import { Element, smartWith } from './ports.mjs';

const turn = setImmediate, real = { setTimeout, clearTimeout, setInterval, clearInterval, Date, now: performance.now.bind(performance), MessageChannel };
const PAUSES = [1000, 2000, 4000, 8000, 16000, 60000], MINUTE = 60_000;
const JUMPS = [3, 60, 9 * 60, 4 * 365 * 24 * 60].flatMap(minutes => [minutes * MINUTE, -minutes * MINUTE]);

/** mulberry32, as in frame_schedules.mjs. */
const random = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** Time, and what waits for it. */
let world;
class World {
  now = 1000; ahead = 0; #next = 0; #waiting = new Map();
  constructor(seed) { this.draw = random(seed); this.seed = seed; }
  one(list) { return list[Math.floor(this.draw() * list.length)]; }
  later(act, wait = 0, every) { const id = ++this.#next; this.#waiting.set(id, { at: this.now + Math.max(wait, 0), id, act, every }); return id; }
  drop(id) { this.#waiting.delete(id); }
  wait(millis) { return new Promise(done => this.later(done, millis)); }
  /** Does what is due next; whatever follows from it at once is done before the next. */
  async step() {
    let due;
    for (const entry of this.#waiting.values()) if (!due || entry.at < due.at) due = entry;
    if (!due) return false;
    this.#waiting.delete(due.id);
    this.now = Math.max(this.now, due.at);
    if (due.every) this.#waiting.set(due.id, { ...due, at: this.now + due.every });
    due.act();
    await new Promise(turn);
    return true;
  }
  /** Runs until `promise` is settled, or until too much time has gone by. */
  async until(promise, within = 600_000) {
    let over = false;
    const end = this.now + within, given = Promise.resolve(promise).finally(() => { over = true; });
    given.catch(() => {});
    await new Promise(turn);
    while (!over && this.now < end && await this.step());
    return over ? given : undefined;
  }
  run(millis) { return this.until(this.wait(millis), millis + 1); }
}

class Port {
  onmessage = null;
  postMessage(message) { const copy = structuredClone(message), { other } = this; world.later(() => other.onmessage?.({ data: copy }), world.one([0, 1, 5])); }
  close() {}
}
const page = { listener: null };
function enter(seed) {
  world = new World(seed);
  const clock = class extends real.Date {
    constructor(...given) { if (given.length) super(...given); else super(clock.now()); }
    static now() { return 1_764_000_000_000 + world.now + world.ahead; }
  };
  Object.assign(globalThis, {
    setTimeout: (act, wait) => world.later(act, wait), clearTimeout: id => world.drop(id), setInterval: (act, wait) => world.later(act, wait, wait), clearInterval: id => world.drop(id), Date: clock,
    MessageChannel: class { port1 = new Port(); port2 = new Port(); constructor() { this.port1.other = this.port2; this.port2.other = this.port1; } },
  });
  performance.now = () => world.now;
}
function leave() {
  const { now, ...globals } = real;
  Object.assign(globalThis, globals);
  performance.now = now;
}
Object.assign(globalThis, {
  location: { href: 'http://his.example/', origin: 'http://his.example' }, HTMLElement: class { attachInternals() {} },
  addEventListener: (type, listener) => { page.listener = listener; }, removeEventListener() {}, window: globalThis,
  document: { adoptedStyleSheets: [], documentElement: {}, createElement: () => ({ setAttribute() {}, style: {}, contentWindow: { postMessage() {} } }) },
});
const { frame } = await import('../../src/web/frame/host.js');

/** An element with an outbox that outlives it, as IndexedDB does. */
class Signing extends Element {
  #tries = new Map();
  constructor(store) { super(); this.store = store; }
  getResult(asked) { const waits = asked.outputs.some(name => name !== 'flat'); this.results = waits ? world.wait(world.one([0, 0, 30, 400, 3000])) : null; return super.getResult(asked); }
  open(chart, how) { const answer = super.open(chart, how); if (!answer.error) this.#offerAll(); return answer; }
  sign() {
    const { contextId } = this.chart, id = `e${this.store.next++}`, event = { id, contextId, type: 'assessed', hash: `h${id}`, prev: null, body: {} };
    this.unsigned = false;
    this.record = [...this.record, event];
    this.store.outbox.set(id, { event, attempt: 0, ref: this.chart.patient.ref });
    this.fire('vte-alert', { kind: 'review_required', dueAt: null });
    this.#offer(id);
    return event;
  }
  #offerAll() { for (const id of this.store.outbox.keys()) this.#offer(id); }
  #offer(id) {
    const entry = this.store.outbox.get(id);
    if (!entry || this.#tries.has(id) || this.gone || (entry.event.contextId !== this.chart?.contextId && this.outbox !== 'all')) return;
    entry.attempt += 1;
    const again = pause => { world.drop(this.#tries.get(id)); this.#tries.set(id, world.later(() => { this.#tries.delete(id); this.#offer(id); }, pause)); };
    this.#tries.set(id, world.later(() => again(PAUSES[Math.min(entry.attempt, PAUSES.length) - 1]), 15000));
    const answered = answer => {
      if (['accepted', 'duplicate'].includes(answer?.status) && (answer.contextId ?? entry.event.contextId) === entry.event.contextId) {
        world.drop(this.#tries.get(id));
        this.#tries.delete(id);
        return this.store.outbox.delete(id);
      }
      if (this.store.outbox.has(id)) again(answer?.status === 'pending' ? 60000 : PAUSES[Math.min(entry.attempt, PAUSES.length) - 1]);
    };
    this.fire('vte-event', { event: entry.event, outputs: { flat: { contextId: entry.event.contextId } }, attempt: entry.attempt, respondWith: answer => Promise.resolve(answer).then(answered, () => answered()) });
  }
}
const carry = (element, carrier) => { for (const kind of ['event', 'change', 'alert', 'error']) element.addEventListener(`vte-${kind}`, ({ detail }) => { if (!element.gone) carrier[kind](detail); }); };
const blank = () => ({ signed: 0, stored: 0, wrong: 0, told: 0, results: 0, drafts: 0, faults: 0, problems: [] });

/** A page with virchow-host.js, a frame with a session, and a bad line. */
async function hostRun(seed) {
  enter(seed);
  const end = blank(), store = { outbox: new Map(), next: 1 }, table = new Map(), signed = [];
  const chart = (name, person = 0) => ({ contextId: `${name}`, patient: { ref: `Patient/${name}${person}` }, facts: [] });
  const persons = { a: 0, b: 0 };
  let shown, faults = Array.from({ length: 40 }, () => (world.draw() < 0.6 ? 'pass' : world.one(['drop', 'twice', 'late', 'later', 'swap']))), fault = 0, live = 0, isOver = false;
  const wrong = what => { end.wrong += 1; end.problems.push(`seed ${seed}: ${what} while ${shown} is shown`); };
  const badly = port => {
    let hear = null, held = null;
    const send = (message, deliver) => {
      const kind = faults[fault++] ?? 'pass', flush = () => { const last = held; held = null; last?.(); };
      if (kind !== 'pass') end.faults += 1;
      if (kind === 'drop') return;
      if (kind === 'swap') { flush(); held = () => deliver(message); world.later(flush, 400); return; }
      if (kind === 'late' || kind === 'later') return void world.later(() => deliver(message), kind === 'late' ? 1500 : 17000);
      deliver(message);
      if (kind === 'twice') deliver(message);
      flush();
    };
    port.onmessage = ({ data }) => send(data, message => hear?.({ data: message }));
    return { postMessage: message => send(message, message => port.postMessage(message)), set onmessage(listener) { hear = listener; } };
  };
  let vte, element, session, hello;
  const hears = (what, mine) => detail => { if (mine !== live) return; end.told += 1; if (typeof detail.contextId === 'string' && detail.contextId !== shown) wrong(`${what} of ${detail.contextId}`); };
  /** What leaves the frame is of the patient that is on its screen in this moment: a host may compare nothing. */
  const leaves = ({ messageType, payload }, { chart, outbox }) => {
    const of = payload.event?.contextId ?? payload.contextId, here = chart?.contextId, said = what => { end.wrong += 1; end.problems.push(`seed ${seed}: the frame sends ${what} while it shows ${here}`); };
    if (messageType === 'vte.event' ? of !== here && outbox !== 'all' : ['vte.change', 'vte.alert', 'vte.error', 'vte.ui.close'].includes(messageType) && of !== undefined && of !== here) said(`${messageType} of ${of}`);
    if (messageType === 'vte.change' && payload.instrument !== of) said(`a change of ${payload.instrument} as of ${of}`);
    if (payload.result && (of !== here || payload.result.flat.contextId !== of || (payload.result.fhirR4 ?? chart.patient).ref !== chart.patient.ref)) said(`a result of ${payload.result.flat.contextId} as of ${of}`);
  };
  /** A page in the iframe: greets whenever it has lost its host. */
  const load = () => {
    if (element) element.gone = true;
    session?.end();
    element = new Signing(store);
    const mine = element, contentWindow = vte.element.contentWindow;
    session = vte1({ element, content: { getBoundingClientRect: () => ({ height: 0 }) }, app: () => ({}), curtain() {}, lost: () => hello() });
    carry(element, session);
    const current = session;
    hello = () => {
      if (mine.gone) return;
      const nonceC = `c${world.draw()}`, handle = new URL(vte.element.src).searchParams.get('h');
      const say = () => { if (!mine.gone && nonce === nonceC) { page.listener({ source: contentWindow, origin: 'http://vte.example', data: { p: PROTOCOL, messagingHandle: handle, messageType: 'vte.hello', payload: { protocols: [PROTOCOL], nonceC } } }); world.later(say, 1000); } };
      let nonce = nonceC;
      contentWindow.postMessage = (init, origin, [port]) => {
        if (mine.gone || init.payload.nonceC !== nonce) return;
        nonce = null;
        const talk = current.begin(message => { leaves(message, mine); port.postMessage(message); }, { handle, nonceH: init.payload.nonceH, capabilities: init.payload.capabilities });
        port.onmessage = ({ data }) => talk.take(data);
      };
      say();
    };
    hello();
  };
  const make = () => {
    const mine = ++live;
    vte = frame({ appendChild() {} }, {
      src: 'http://vte.example/frame.html', wrap: badly, onAlert: hears('an alert', mine), onChange: hears('a change', mine), onError: hears('an error', mine), onClose: hears('a wish to close', mine),
      onEvent: ({ event }) => {
        if (mine !== live) return new Promise(() => {});
        if (event.contextId !== shown) wrong(`a write for ${event.contextId}`);
        const how = isOver ? 'accept' : world.one(['accept', 'accept', 'accept', 'lost', 'late', 'fail', 'other']);
        if (how === 'fail') return Promise.reject(new Error('500'));
        const status = table.has(event.id) ? 'duplicate' : 'accepted';
        table.set(event.id, event.contextId);
        if (how === 'lost') return new Promise(() => {});
        if (how === 'other') return { status, contextId: 'else' };
        return how === 'late' ? world.wait(20000).then(() => ({ status })) : { status };
      },
    });
    load();
  };
  const open = async name => {
    shown = name;
    for (let tries = 0; tries < 40; tries++) {
      const done = await world.until(vte.open(chart(name, persons[name]), { force: true }).then(() => true, () => false), 120_000);
      if (done) return;
      await world.run(500);
    }
    end.problems.push(`seed ${seed}: ${name} never opened`);
  };
  const other = () => (shown === 'a' ? 'b' : 'a');
  const get = () => {
    const asked = shown, ref = chart(asked, persons[asked]).patient.ref, mine = live;
    vte.get(['flat', 'fhirR4']).then(answer => {
      // The page has made another frame meanwhile: what the old one answers is of a handle that nobody holds.
      if (mine !== live) return;
      end.results += 1;
      if (asked !== shown || answer.contextId !== asked || answer.result.flat.contextId !== asked || answer.result.fhirR4.ref !== ref || ref !== chart(shown, persons[shown]).patient.ref) wrong(`a result of ${answer.contextId}, asked of ${asked}`);
    }, () => {});
  };
  const TURNS = {
    sign: async () => { if (vte.contextId !== shown) await open(shown); await world.run(world.one([0, 100])); if (element.chart?.contextId === shown) signed.push(element.sign()); },
    answer: async () => { element.unsigned = true; const tick = () => element.fire('vte-change', { instrument: element.chart?.contextId, changed: ['x'] }); tick(); await world.run(5); tick(); element.fire('vte-error', { code: 'E_STORAGE', message: { zh: '', en: '' }, path: '', retryable: true }); },
    get, away: () => open(other()), 'get-and-away': async () => { get(); await world.run(world.one([0, 5, 200, 2000])); await open(other()); },
    busy: async () => { for (let n = 0; n < 30; n++) vte.chart([{ id: 'weight', value: 60 + n }]).catch(() => {}); await world.run(world.one([0, 1000])); },
    person: async () => { get(); await world.run(world.one([0, 5, 200])); persons[shown] += 1; await open(shown); },
    lock: () => { vte.lock().catch(() => {}); }, close: () => { session.close('user'); }, wait: () => world.run(world.one([50, 3000, 16000])),
    reload: () => load(), clock: () => { world.ahead = world.one(JUMPS); }, anew: () => { element.gone = true; make(); },
  };
  make();
  await open('a');
  await TURNS.sign();
  for (let n = 0; n < 8; n++) await TURNS[world.one(Object.keys(TURNS))]();
  // From here on the line is good, and so is the server.
  fault = faults.length;
  isOver = true;
  for (let round = 0; round < 12 && store.outbox.size; round++) for (const name of ['a', 'b']) { await open(name); await world.run(70_000); }
  for (const { id } of signed) if (!table.has(id)) end.problems.push(`seed ${seed}: ${id} never arrived`);
  if (store.outbox.size) end.problems.push(`seed ${seed}: ${store.outbox.size} never confirmed`);
  Object.assign(end, { signed: signed.length, stored: signed.filter(({ id }) => table.has(id)).length });
  element.gone = true;
  session.end();
  leave();
  return end;
}

// FHIR content that takes its time with every question.
const content = {
  questionnaire: () => ({ url: 'x/padua|1', item: [{ linkId: 'padua.x' }] }), answersFrom: () => ({ answers: {} }), prefill: () => ({ chart: { facts: [] } }),
  responseFrom: text => ({ resourceType: 'QuestionnaireResponse', status: 'in-progress', item: Object.keys(JSON.parse(text).answers) }),
  extract: text => { const { event, options } = JSON.parse(text); return { resourceType: 'Bundle', entry: ['QuestionnaireResponse', 'Observation'].map(resourceType => ({ fullUrl: `urn:uuid:${event.id}`, resource: { resourceType, identifier: event.id, item: [`padua.${event.contextId}`], performer: options.patient, ...(resourceType === 'Observation' && { subject: { reference: options.patient } }) } })) }; },
};
let smartModule;

/** A form host that shows one patient's form and then another's, while content is on its way. */
async function formRun(seed) {
  smartModule ??= await smartWith(content, { wait: () => world.wait(world.one([0, 0, 10, 300, 2500])) });
  enter(seed);
  const end = blank(), store = { outbox: new Map(), next: 1 }, element = new Signing(store), table = new Map(), signed = [], waiting = new Map();
  const wrong = what => { end.wrong += 1; end.problems.push(`seed ${seed}: ${what}`); };
  const get = element.getResult;
  element.getResult = function (asked) { this.answers = { [`padua.${this.chart?.contextId}`]: 'yes' }; return get.call(this, asked); };
  let next = 0, shown;
  const look = (response, of) => {
    end.drafts += 1;
    const name = response.subject.reference.slice(-1);
    if (!response.item.every(item => item === `padua.fhir:Encounter/${name}`)) wrong(`${response.item} under ${name}`);
    if (response.encounter.reference.slice(-1) !== name || (of && of !== name)) wrong(`a response of ${name}, not of ${of}`);
  };
  const carrier = smartModule.smart({
    element, handle: 'h', refused: {}, curtain() {}, app: () => ({ app: { element: '1' }, instruments: ['padua'] }), settled: () => true,
    send(sent) {
      const message = structuredClone(sent);
      // As it leaves: a form host may take it for the form that it shows.
      if (message.messageType === 'sdc.ui.changedQuestionnaireResponse') look(message.payload.questionnaireResponse, element.chart.contextId.slice(-1));
      world.later(() => {
        if (message.responseToMessageId) return waiting.get(message.responseToMessageId)?.(message.payload);
        if (message.messageType !== 'sdc.ui.changedQuestionnaireResponse') return;
        const { questionnaireResponse } = message.payload, { identifier: id } = questionnaireResponse;
        const how = id ? world.one(['accept', 'accept', 'lost', 'late', 'fail']) : 'accept';
        const reply = status => carrier.take({ messageId: `r${++next}`, responseToMessageId: message.messageId, payload: { status } });
        if (how === 'fail') return reply('500');
        if (id) table.set(id, questionnaireResponse.subject.reference.slice(-1));
        if (how !== 'lost') world.later(() => reply('success'), how === 'late' ? 20000 : 0);
      }, world.one([0, 1, 20]));
    },
  });
  carry(element, carrier);
  const ask = (messageType, payload = {}) => world.until(new Promise(done => {
    const messageId = `q${++next}`;
    waiting.set(messageId, done);
    carrier.take({ messagingHandle: 'h', messageId, messageType, payload });
  }), 60_000);
  const context = name => ({ subject: { reference: `Patient/${name}` }, encounter: { reference: `Encounter/${name}` }, launchContext: [{ name: 'user', contentResource: { resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/n', display: 'N' }, code: [{ coding: [{ code: 'nurse' }] }] } }] });
  const show = async name => { const answer = await ask('sdc.displayQuestionnaire', { questionnaire: 'x/padua|1', context: context(name) }); if (answer?.status === 'success') shown = name; return answer; };
  for (const [type, payload] of [['status.handshake'], ['sdc.configure'], ['sdc.configureContext', { context: context('a') }]]) await ask(type, payload);
  await show('a');
  const TURNS = {
    tick: async () => { element.unsigned = true; element.fire('vte-change', { instrument: 'padua', changed: ['x'] }); await world.run(world.one([0, 100, 260, 400])); },
    sign: async () => { signed.push({ ...element.sign(), name: shown }); element.state = 'sent'; await world.run(world.one([0, 5, 500])); },
    away: async () => { element.unsigned = false; element.state = 'ready'; await show(shown === 'a' ? 'b' : 'a'); },
    context: async () => { element.unsigned = false; element.state = 'ready'; const name = shown === 'a' ? 'b' : 'a'; if ((await ask('sdc.configureContext', { context: context(name) }))?.status === 'success') shown = name; },
    current: async () => { const answer = await ask('sdc.requestCurrentQuestionnaireResponse'); if (answer?.questionnaireResponse) look(answer.questionnaireResponse, shown); },
    extract: async () => { for (const { subject } of (await ask('sdc.requestExtract'))?.extractedResources ?? []) if (subject && subject.reference !== `Patient/${shown}`) wrong(`an extract of ${subject.reference} while ${shown} is shown`); },
    clock: () => { world.ahead = world.one(JUMPS); }, wait: () => world.run(world.one([50, 3000, 16000])),
  };
  // The record is the admission's, as the element's is.
  Object.defineProperty(element, 'record', { get: () => signed.filter(event => event.contextId === element.chart?.contextId), set() {} });
  for (let n = 0; n < 12; n++) await TURNS[world.one(Object.keys(TURNS))]();
  for (let round = 0; round < 12 && store.outbox.size; round++) for (const name of ['a', 'b']) { element.unsigned = false; await show(name); await world.run(70_000); }
  for (const { id, name } of signed) {
    if (!table.has(id)) end.problems.push(`seed ${seed}: ${id} never arrived`);
    else if (table.get(id) !== name) wrong(`${id} of ${name} stored under ${table.get(id)}`);
  }
  if (store.outbox.size) end.problems.push(`seed ${seed}: ${store.outbox.size} never confirmed`);
  Object.assign(end, { signed: signed.length, stored: signed.filter(({ id }) => table.has(id)).length });
  leave();
  return end;
}

export async function campaign(count, seed = 1) {
  const totals = { schedules: 0, ...blank() };
  for (let n = seed; n < seed + count; n++) {
    const end = await (n % 3 ? hostRun(n) : formRun(n));
    for (const [key, value] of Object.entries(end)) totals[key] = Array.isArray(value) ? totals[key].concat(value) : totals[key] + value;
    totals.schedules += 1;
  }
  return totals;
}
export function holds(totals) {
  assert.deepEqual(totals.problems.slice(0, 20), []);
  assert.equal(totals.wrong, 0);
  assert.equal(totals.stored, totals.signed);
  for (const played of ['signed', 'told', 'results', 'drafts', 'faults']) assert.ok(totals[played] > totals.schedules / 10, `${played}: ${totals[played]}`);
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const count = Number(process.argv[2] ?? 10_000), seed = Number(process.argv[3] ?? 1), start = real.now();
  const totals = await campaign(count, seed);
  console.log(`${((real.now() - start) / 1000).toFixed(0)} s  ${JSON.stringify({ ...totals, problems: totals.problems.length })}`);
  holds(totals);
}
