// The hospital: its server, which several pages and devices share, and the script of a page that embeds the element.

import { CONTEXTS, chartOf, contextOf, owners } from './people.mjs';

export const USERS = [{ id: 'n-07', name: '李护士', role: 'nurse' }, { id: 'd-01', name: '周医师', role: 'physician' }];

/** What the hospital's server does with an event that reaches it, by weight. */
const ANSWERS = { accept: 60, lost: 8, refuse: 8, reject: 3, pending: 4, stranger: 5, garbage: 2, silence: 4, twice: 3, late: 6 };

export class Server {
  constructor(world, invariants) {
    Object.assign(this, { world, invariants });
    /** Of each admission the events in the order of their coming. */
    this.held = new Map(CONTEXTS.map(context => [context, []]));
    this.calm = false;
  }

  take(event, where) {
    const list = this.held.get(event.contextId);
    if (!list) return this.invariants.fail('wrong patient', `${where}: an event of ${event.contextId}, whom nobody knows`);
    const known = list.some(({ id }) => id === event.id);
    this.invariants.accept(event, where);
    if (!known) list.push(structuredClone(event));
    return known ? 'duplicate' : 'accepted';
  }

  /** Somebody to open, by weight. A host that takes one person for another does so before anything is signed of either: later
   *  it is a record of both, which nobody can tell apart any more. */
  someone(weights) {
    const signed = new Set();
    for (const event of this.invariants.events.values()) if (event.contextId === contextOf('D')) owners(event, signed);
    const known = this.invariants.events.size > 0 && [...this.invariants.events.values()].some(({ contextId }) => contextId === contextOf('D'));
    return this.world.weighed({ ...weights, ...(signed.has('D') ? { A: 0, D: weights.A } : known && { D: 0 }) });
  }

  /** The record of an admission as far as it is whole. */
  record(contextId) {
    const record = [], left = [...this.held.get(contextId)];
    for (;;) {
      const next = left.findIndex(({ prev }) => prev === (record.at(-1)?.hash ?? null));
      if (next < 0) return record;
      record.push(...left.splice(next, 1));
    }
  }

  /** What a page's script gives to `respondWith`, if anything; `page` does the waiting. */
  answer(event, page, respond, where) {
    const { world, invariants } = this, kind = this.calm ? 'accept' : world.weighed(ANSWERS);
    const after = act => new Promise((resolve, reject) => world.soon(`server: ${kind} ${event.contextId}`, page, () => { try { resolve(act()); } catch (error) { reject(error); } }));
    const taken = () => ({ status: this.take(event, where) });
    switch (kind) {
      case 'accept': return respond(after(() => (world.chance(0.5) ? taken() : { ...taken(), contextId: event.contextId })));
      case 'late': return respond(after(() => new Promise(resolve => world.soon('server: late', page, () => resolve(taken()), world.int(40_000)))));
      case 'lost': return respond(after(() => { taken(); return new Promise(() => {}); }));
      case 'refuse': return respond(after(() => { throw new Error('HTTP 503'); }));
      case 'reject': return respond(after(() => { if (!invariants.accepted.has(event.id)) invariants.refused.add(event.id); return { status: 'rejected', issues: [{ message: '不收' }] }; }));
      case 'pending': return respond(after(() => ({ status: 'pending' })));
      case 'stranger': return respond(after(() => ({ status: 'accepted', contextId: world.pick(CONTEXTS.filter(context => context !== event.contextId)) })));
      case 'garbage': return respond(after(() => world.pick([{ status: 'ok' }, 7, null, { status: 'Accepted' }, { accepted: true }, []])));
      case 'twice':
        respond(after(() => ({ status: 'pending' })));
        return respond(after(taken));
      default: return undefined;
    }
  }
}

/** The script of a page that embeds the element. */
export class Host {
  constructor(seat, server, { rash }) {
    Object.assign(this, { seat, server, world: seat.world, page: seat.page, rash });
    seat.element.addEventListener('vte-event', event => {
      const { detail } = event;
      server.answer(detail.event, this.page, answer => detail.respondWith(answer), `${this.page.name}, host`);
    });
    seat.element.addEventListener('vte-before-sign', event => { if (!server.calm && this.world.chance(0.03)) event.preventDefault(); });
    for (const kind of ['vte-event', 'vte-change', 'vte-error', 'vte-alert']) seat.element.addEventListener(kind, () => { if (!server.calm && this.world.chance(rash * 0.03)) this.act(); });
  }

  get element() { return this.seat.element; }
  someone() { return this.server.someone({ A: 4, B: 4, C: 2, D: this.rash ? 0.6 : 0 }); }

  /** One or more things in one task: a script does not wait. */
  turn() {
    for (let left = this.world.chance(this.rash) ? 1 + this.world.int(3) : 1; left > 0; left--) this.act();
  }

  act() {
    const { element, world, server, seat } = this;
    if (!element) return;
    const open = element.chart?.contextId, who = this.someone();
    const what = world.weighed({ open: 5, force: 3, chart: 3, sign: 4, record: open ? 2 : 0, user: 1.5, result: 2, read: 1, reset: 0.3, outputs: 0.4, lang: 0.3, again: 2, move: 0.3, away: 0.15, next: element.state === 'complete' ? 1.5 : 0 });
    if (world.trace) world.say(`${this.page.name}  host: ${what} ${['open', 'force', 'chart'].includes(what) ? who : open ?? ''}`);
    switch (what) {
      case 'open': element.open(chartOf(who), world.chance(0.4) ? { record: server.record(contextOf(who)) } : {}); break;
      case 'force': element.open(chartOf(who), { force: true, ...(world.chance(0.4) && { record: server.record(contextOf(who)) }) }); break;
      case 'chart': element.chart = chartOf(who); break;
      // New facts of the one who is open.
      case 'again': if (open && element.chart.patient) element.chart = { ...element.chart, facts: [...element.chart.facts.slice(0, 2), { id: 'platelets', value: 100 + world.int(200), unit: '10*9/L', at: '2026-11-28T09:00:00+08:00' }] }; break;
      case 'sign': seat.sign(); break;
      // Signed, and on to the next patient, in one task.
      case 'next':
        seat.sign();
        element.open(chartOf(who), { force: true });
        break;
      case 'record': element.record = server.record(open); break;
      case 'user': element.user = world.pick(USERS); break;
      case 'result': this.result(); break;
      case 'read': seat.read(); break;
      case 'reset': element.reset({ discard: world.chance(0.5) }); break;
      case 'outputs': element.outputs = world.pick([['flat'], ['flat', 'fhirR4'], ['flat', 'hl7v2', 'text']]); break;
      case 'lang': element.setAttribute('lang', world.pick(['zh-CN', 'en'])); break;
      case 'move': { const parent = element.parentNode; if (parent) { element.remove(); parent.append(element); } break; }
      case 'away': { const parent = element.parentNode; if (parent) { element.remove(); world.soon('put back', this.page, () => parent.append(element), world.pick([0, 5, 400, 20_000])); } break; }
    }
  }

  /** A result says whose it is: that of the admission that was open when it was asked for. */
  result() {
    const { element, world, seat } = this, asked = world.pick([['flat'], ['flat', 'fhirR4'], ['fhirR4', 'text']]);
    const open = seat.open();
    element.getResult({ outputs: asked }).then(async result => {
      const contextId = await open, { flat } = Object(result), where = `${this.page.name}, getResult()`;
      if (flat?.contextId !== undefined && flat.contextId !== contextId) seat.invariants.fail('wrong patient', `${where}: asked of ${contextId}, answered of ${flat.contextId}`);
      if (contextId) seat.invariants.of(contextId, Object(result), where);
    });
  }
}

