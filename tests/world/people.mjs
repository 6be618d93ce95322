// Who lies in this hospital, under the numbers that a FHIR context comes to as well. Each person has one finding that nobody else has: wherever an answer turns up, it says whose it is.

export const PEOPLE = {
  A: { contextId: 'fhir:Encounter/A', ref: 'Patient/A', label: '甲某', sex: 'male', birthDate: '1961-02-03', mark: 'active_cancer' },
  B: { contextId: 'fhir:Encounter/B', ref: 'Patient/B', label: '乙某', sex: 'female', birthDate: '1972-04-05', mark: 'previous_vte' },
  C: { contextId: 'fhir:Encounter/C', ref: 'Patient/C', label: '丙某', sex: 'male', birthDate: '1983-06-07', mark: 'reduced_mobility' },
  // Another person under the number of A: a host's mistake.
  D: { contextId: 'fhir:Encounter/A', ref: 'Patient/D', label: '丁某', sex: 'female', birthDate: '1990-08-09', mark: 'thrombophilia' },
};
export const NAMES = Object.keys(PEOPLE);
export const CONTEXTS = [...new Set(NAMES.map(name => PEOPLE[name].contextId))];

const byMark = new Map(NAMES.map(name => [PEOPLE[name].mark, name]));
const byLabel = new Map(NAMES.map(name => [PEOPLE[name].label, name]));
export const MARKS = [...byMark.keys()];

export const named = label => byLabel.get(label);
export const contextOf = name => PEOPLE[name].contextId;

/** Where the product numbers admissions itself (the tablet): contextId → name. Worlds are played one after the other. */
let numbered = null;
export const numbering = map => { numbered = map; };
/** Whether this person does not lie under that number. */
export const strange = (name, contextId) => (numbered ? numbered.has(contextId) && numbered.get(contextId) !== name : contextOf(name) !== contextId);
/** Whose finding an item is: `active_cancer`, `padua.active_cancer`. */
export const owner = item => byMark.get(String(item).split('.').pop());

/** What the host knows of a person. */
export function chartOf(name, more = []) {
  const { contextId, ref, label, sex, birthDate } = PEOPLE[name];
  return {
    contextId, patient: { ref, label, bed: `0${NAMES.indexOf(name) + 1}-01`, sex, birthDate },
    encounter: { ref: contextId.slice('fhir:'.length), admittedAt: '2026-11-28T08:00:00+08:00', department: '内科', setting: 'medical', facility: { id: 'qbj', tier: 'county' } },
    facts: [{ id: 'height', value: 170, unit: 'cm', at: '2026-11-28T08:10:00+08:00' }, { id: 'weight', value: 60 + NAMES.indexOf(name), unit: 'kg', at: '2026-11-28T08:10:00+08:00' }, ...more],
  };
}

/** The people whose findings are answered "yes" anywhere in a JSON value: event, draft, flat result, Questionnaire Response. */
export function owners(value, found = new Set()) {
  if (Array.isArray(value)) value.forEach(each => owners(each, found));
  else if (value !== null && typeof value === 'object') {
    const item = value.item ?? value.linkId;
    if (typeof item === 'string' && (value.value === true || isYes(value.answer))) mark(item, found);
    for (const key of Object.keys(value)) {
      if (value[key] === true) mark(key, found);
      else owners(value[key], found);
    }
  }
  return found;
}

const isYes = answer => Array.isArray(answer) && answer.some(each => each?.valueBoolean === true || /yes|true|LA33-6|^Y$/.test(each?.valueCoding?.code ?? ''));

function mark(item, found) {
  const name = owner(item);
  if (name) found.add(name);
}

/** The references to patients that stand in a JSON text. */
export const subjects = json => [...new Set([...json.matchAll(/Patient\/([A-Z])\b/g)].map(([, name]) => name))];
