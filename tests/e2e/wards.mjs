// Files of a ward, made in Node by the script that makes them on a tablet, and what stands in them.
import { chain, sha256 } from './cases.mjs';
import { pack } from '../../src/web/vault/archive.js';

export const NAMES = ['欧阳若兰', '司徒怀远', '上官知夏'];
/** What must not be found in clear on any disk. */
export const PLANTED = [...NAMES, '"reasonCode":"patient_refused"', 'planted-note'];

const at = hours => `2026-11-2${2 + Math.floor(hours / 24)}T${String(hours % 24).padStart(2, '0')}:00:00+08:00`;
const by = { id: 'p-1', name: '王医师', role: 'physician' };

const uuid = text => sha256(text).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-7$3-8$4-$5');

/** The chain of one admission; two whose first marks are the same are the same so far. */
export const record = (contextId, marks) => chain(marks.map((mark, place) => ({
  v: 1, id: uuid(`${contextId}-${place}-${mark}`), contextId, type: 'plan_declined', at: at(place), by, rules: { version: '0.1.0', sha256: '0'.repeat(64) },
  body: { of: 'x', reasonCode: 'patient_refused', note: `planted-note ${mark}` },
})));

/** The ward itself and its one physician, so that its board can be opened. */
export const HOUSE = [
  ['ward', JSON.stringify({ v: 1, name: '骨科三病区', department: '骨科' })],
  [`user/${by.id}`, JSON.stringify({ v: 1, ...by })],
];

/** Rows of a ward: `{ contextId: marks }`. */
export function rows(admissions, { outbox = false, drafts = {}, house = false } = {}) {
  const all = house ? [...HOUSE] : [];
  Object.entries(admissions).forEach(([contextId, marks], place) => {
    const events = record(contextId, marks);
    all.push([`admission/${contextId}`, JSON.stringify({
      v: 1, chart: { contextId, patient: { label: NAMES[place % 3], bed: `12-0${place + 1}`, sex: 'female' } },
      head: { seq: events.length, hash: events.at(-1)?.hash ?? null }, board: {},
    })]);
    for (const event of events) {
      all.push([`event/${contextId}/${String(event.seq).padStart(6, '0')}`, JSON.stringify(event)]);
      if (outbox) all.push([`outbox/${event.id}`, JSON.stringify({ contextId, since: event.at, event })]);
    }
  });
  for (const [contextId, text] of Object.entries(drafts)) all.push([`draft/${contextId}`, text]);
  return all.sort(([a], [b]) => (a < b ? -1 : 1));
}

export const file = async (all, pass) => Buffer.from(await (await pack(all, pass, 'test')).arrayBuffer());
