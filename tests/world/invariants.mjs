// What must hold, whatever happens. Each check names its kind once; a kind is reported with the first seed that breaks it.

import { canonical, sha256 } from '../e2e/cases.mjs';
import { plainOf } from './crypto.mjs';
import { PEOPLE, named, owners, strange, subjects } from './people.mjs';

const hashOf = ({ hash, ...event }) => sha256(canonical(event));
const plain = text => { try { return JSON.parse(text); } catch { return undefined; } };

export class Invariants {
  constructor(world) {
    this.world = world;
    /** Every event ever seen, by id, as it was first seen. */
    this.events = new Map();
    /** Ids that were on a disk, by the disk's name; and those that a fault took from it. */
    this.kept = new Map();
    this.taken = new Set();
    this.onDisk = new Map();
    /** Ids that a host has accepted. */
    this.accepted = new Set();
    /** Ids that a host refused for good. */
    this.refused = new Set();
    /** Whether the host of this story says of such an event that it took it. */
    this.answered = () => true;
    /** Admissions of which two devices may each have signed the next event, since no disk held the first. */
    this.forked = new Set();
    /** Which page has signed an event, by id; and the ids that lay in a record on a disk, not only as an entry that waits. */
    this.by = new Map();
    this.recorded = new Set();
    /** Pages whose disk has once refused or not answered. */
    this.failing = new Set();
  }

  fail(kind, text) { this.world.fail(kind, text); }

  // ---- events, wherever they turn up ----

  event(event, where) {
    const { id, contextId } = Object(event);
    if (typeof id !== 'string' || !id) return this.fail('event', `${where}: no event: ${JSON.stringify(event)?.slice(0, 200)}`);
    const whose = [...owners(event)].filter(name => strange(name, contextId));
    if (whose.length) this.fail('wrong patient', `${where}: an event of ${contextId} carries answers of ${whose} (${id})`);
    const of = this.events.get(event.body?.of);
    if (of && of.contextId !== contextId) this.fail('wrong patient', `${where}: an event of ${contextId} follows one of ${of.contextId}`);
    const before = this.events.get(id);
    if (!before) {
      this.events.set(id, event);
      if (hashOf(event) !== event.hash) this.fail('hash', `${where}: the hash of ${id} does not fit`);
    } else if (before.hash !== event.hash) this.fail('one id, two events', `${where}: ${id} in ${before.contextId} and ${contextId}`);
    return undefined;
  }

  /** A record as it is in hand, on a disk or at the host: of one admission, without a gap, each on the one before. */
  record(events, contextId, where) {
    let prev = null;
    for (const [place, event] of events.entries()) {
      this.event(event, where);
      if (contextId !== undefined && event.contextId !== contextId) return this.fail('foreign event in a record', `${where}: an event of ${event.contextId} in the record of ${contextId}`);
      if (event.seq !== place + 1 || event.prev !== prev) return this.fail('record does not verify', `${where}: event ${place + 1} of ${contextId} has seq ${event.seq}${event.prev !== prev ? ' and another event before it' : ''}`);
      prev = event.hash;
    }
    return undefined;
  }

  /** What `vte-event` and `vte.event` carry beside the event. */
  outputs(outputs, event, where) {
    if (!outputs) return;
    const { flat } = outputs;
    if (flat && !flat.error && flat.contextId !== undefined && flat.contextId !== event.contextId) this.fail('wrong patient', `${where}: flat of ${flat.contextId} with an event of ${event.contextId}`);
    this.of(event.contextId, outputs, where);
  }

  /** Anything that goes out under `contextId`: answers and subjects in it are of that admission's people only. */
  of(contextId, value, where, kind = 'wrong patient') {
    const strangers = [...owners(value)].filter(name => strange(name, contextId));
    if (strangers.length) this.fail(kind, `${where}: answers of ${strangers} under ${contextId}`);
    const json = JSON.stringify(value) ?? '';
    for (const name of subjects(json)) if (PEOPLE[name] && strange(name, contextId)) this.fail(kind, `${where}: ${PEOPLE[name].ref} under ${contextId}`);
  }

  // ---- the disk ----

  /** The element's own store, or (database `virchow-ward`) the vault, of which only the keys can be read here. */
  disk(disk) {
    const kept = new Map(), ever = new Set();
    this.kept.set(disk.name, kept);
    this.onDisk.set(disk.name, ever);
    disk.committed = (database, lines, page) => {
      for (const [store, key, value] of lines) {
        if (database === 'virchow-ward') this.vault(disk, kept, ever, store, key, value, page);
        if (database !== 'virchow' || value === undefined) continue;
        const where = `${disk.name}, ${store}`, read = plain(value);
        if (store === 'events') {
          if (!Array.isArray(read)) { this.fail('store', `${where}: ${value?.slice?.(0, 100)}`); continue; }
          for (const event of read) {
            this.recorded.add(event.id);
            if (!ever.has(event.id)) { ever.add(event.id); page?.seat?.arrived(event, where); }
          }
          this.record(read, key, where);
          const before = kept.get(key) ?? [], ids = read.map(({ id }) => id);
          if (before.some((id, place) => ids[place] !== id)) this.fail('lost from the disk', `${where}: an event of ${key} is not there any more`);
          kept.set(key, ids);
        }
        if (store === 'outbox' && read?.event) {
          if (read.event?.id !== key || read.contextId !== read.event?.contextId) this.fail('store', `${where}: entry ${key} of ${read.contextId} holds ${read.event?.id} of ${read.event?.contextId}`);
          this.event(read.event, where);
          // Another window has signed meanwhile: the record is not ours to write, and the entry alone keeps the event for the host.
          if (!ever.has(key)) {
            ever.add(key);
            page?.seat?.arrived(read.event, where);
            this.unheld(read.event, page, where);
          }
        }
        if (store === 'drafts' && read) {
          const whose = [...owners(read)].filter(name => strange(name, key.split(' ')[0]));
          if (whose.length) this.fail('wrong patient', `${where}: a draft of ${key} holds answers of ${whose}`);
        }
      }
    };
    disk.taken = (database, store, key, value) => {
      if (database === 'virchow-ward') {
        const [kind, context] = key.split('/').length > 2 ? [key.split('/')[0], key.split('/').slice(1, -1).join('/')] : [];
        if (kind === 'event') {
          for (const id of kept.get(context) ?? []) this.taken.add(id);
          kept.delete(context);
          this.forked.add(context);
        }
        return;
      }
      if (store === 'events') {
        for (const id of kept.get(key) ?? []) this.taken.add(id);
        kept.delete(key);
        this.forked.add(key);
      }
      if (store === 'outbox') this.taken.add(key);
    };
    disk.failed = page => { this.failing.add(page); };
  }

  /** An event of which no record on the disk knew when it was signed: it kept no other window from signing the same number
   *  (docs/for-engineers/promises.md). Only where the disk has failed the page that signed it. */
  unheld(event, page, where) {
    if (page && !this.failing.has(page) && !page.profile.disk.keepsWaiting(page)) this.fail('not stored on a disk that is well', `${where}: ${event.id} of ${event.contextId}, and the disk has answered each time`);
    this.forked.add(event.contextId);
  }

  /** A row of the vault. What lies there has arrived: the tablet is its own keeper. */
  vault(disk, kept, ever, store, key, value, page) {
    if (store !== 'rows') return;
    const where = `${disk.name}, vault row ${key.split('/')[0]}`, event = /^event\/(.*)\/(\d+)$/.exec(key);
    if (value === undefined) {
      // Rows that are written anew may be deleted first: what counts is what lies there after the transaction.
      if (event && disk.peek('virchow-ward', 'rows', key) === undefined) this.fail('lost from the disk', `${where}: event ${event[2]} of ${event[1]} was deleted`);
      return;
    }
    const text = plainOf(this.world, value), read = plain(text), admission = /^admission\/(.*)$/.exec(key)?.[1];
    if (admission !== undefined && this.numbered && read?.chart?.patient) this.numbered.set(admission, named(read.chart.patient.label));
    if (event) {
      const [, context, seq] = event;
      if (!read) return void this.fail('store', `${where}: not JSON`);
      if (!ever.has(read.id)) { ever.add(read.id); page?.seat?.arrived(read, where); }
      this.event(read, where);
      if (read.contextId !== context) this.fail('wrong patient', `${where}: an event of ${read.contextId} under ${context}`);
      const ids = kept.get(context) ?? [], before = ids[Number(seq) - 1];
      if (before !== undefined && before !== read.id) this.fail('lost from the disk', `${where}: event ${seq} of ${context} was overwritten`);
      if (Number(seq) > ids.length + 1) this.fail('record does not verify', `${where}: event ${seq} of ${context} after ${ids.length}`);
      ids[Number(seq) - 1] = read.id;
      kept.set(context, ids);
      this.accepted.add(read.id);
    } else if (key.startsWith('draft/') && read) {
      const context = key.slice('draft/'.length).split(' ')[0], whose = [...owners(read)].filter(name => strange(name, context));
      if (whose.length) this.fail('wrong patient', `${where}: a draft of ${context} holds answers of ${whose}`);
    }
  }

  ever(disk, id) { return this.onDisk.get(disk.name).has(id); }
  has(disk, id) { return [...this.kept.get(disk.name)?.values() ?? []].some(ids => ids.includes(id)) || disk.peek('virchow', 'outbox', id) !== undefined; }

  // ---- the host ----

  accept(event, where) {
    this.event(event, where);
    if (hashOf(event) !== event.hash) this.fail('delivered with another hash', `${where}: ${event.id} of ${event.contextId} is not what was signed`);
    if (!this.accepted.has(event.id)) {
      const twin = [...this.accepted].map(id => this.events.get(id)).find(other => other?.contextId === event.contextId && other.seq === event.seq);
      if (twin && !this.forked.has(event.contextId)) this.fail('two events with one seq', `${where}: ${twin.id} and ${event.id} are both event ${event.seq} of ${event.contextId}`);
      if (twin && this.knew(twin, event)) this.fail('one window signs one number twice', `${where}: ${twin.id} and ${event.id} are both event ${event.seq} of ${event.contextId}`);
    }
    this.accepted.add(event.id);
  }

  /** Both are of one page, which had the earlier one in its memory alone when the later was signed: no disk that fails excuses that. */
  knew(one, other) {
    const page = this.by.get(one.id), [earlier] = [one.id, other.id].sort();
    // Ids begin with their time, which says nothing once that clock was set.
    return page !== undefined && page === this.by.get(other.id) && one.prev === other.prev && !page.profile.clock.wasSet && !this.recorded.has(earlier);
  }

  // ---- the screen ----

  /** What a person sees on the screen of an element: `{ who, ticked, delivery, notice, record }`. */
  screen({ who, ticked, delivery, notice, last, unkept, words }, where) {
    const strangers = ticked.filter(name => name !== who);
    if (who && strangers.length) this.fail('wrong patient on the screen', `${where}: ticks of ${strangers} under the name of ${who} (${PEOPLE[who].label})`);
    if (delivery === 'confirmed' && last && this.answered(last) && !this.accepted.has(last.id)) this.fail('confirmed by nobody', `${where}: "${words}" under event ${last.seq} of ${last.contextId}, which no host has accepted`);
    if (unkept.length && !notice) this.fail('loss is not said', `${where}: ${unkept.length} signed event(s) would be lost by a reload, and the screen does not say so`);
  }
}
