// Two builds beside each other: COUNT generated admissions and events through both, and every answer compared as it is written.
//   node tests/two_builds.mjs BEFORE/dist AFTER/dist COUNT SEED
// An admission: `assess` (score, band, bleeding, contraindications, advice), `score` of the instrument that it was routed to,
// `derive`. An event of every type: flat, FHIR, HL7 v2 and note. The version and the digest of the rules are what a build is
// called by, and are left out (rules, Device, SFT). A difference is printed with its seed and the first place where it is; one is enough to fail.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answersFor, generator, random, shown } from './fhir/events.mjs';

const [before, after, count = '1000', seed = '1'] = process.argv.slice(2);
const load = async dist => {
  const v1 = pathToFileURL(`${resolve(dist)}/v1/`), virchow = await import(new URL('virchow.js', v1));
  await virchow.default(readFileSync(new URL('virchow_bg.wasm', v1)));
  await virchow.default.more({ interop: readFileSync(new URL('more/interop_bg.wasm', v1)) });
  return virchow;
};

const AT = '2026-11-22T09:30:00+08:00', HOUR = 3600e3;
const ago = hours => new Date(Date.parse(AT) - hours * HOUR).toISOString();
const MEDICATIONS = [['华法林钠片', 'B01AA03'], ['依诺肝素钠注射液', 'B01AB05'], ['那屈肝素钙注射液', 'B01AB06'], ['肝素钠注射液', 'B01AB01'], ['利伐沙班片', 'B01AF01'], ['阿哌沙班片', 'B01AF02'], ['阿司匹林肠溶片', 'B01AC06'], ['硫酸氢氯吡格雷片', 'B01AC04'], ['布洛芬缓释胶囊', 'M01AE01'], ['左氧氟沙星注射液'], ['某院内制剂']];
const CONTRAINDICATIONS = ['CI_ACTIVE_BLEED', 'CI_HIT', 'CI_PLT_LT_50', 'CI_NEURAXIAL', 'CI_COAG', 'MC_LOCAL_SKIN', 'MC_ACUTE_DVT', 'MC_STROKE_GCS'];

/** A stay as a host may tell it: some of it missing, stale, suggested or strange. */
function admission(r, instruments) {
  const facts = [], setting = r.chance(0.04) ? undefined : r.pick(['surgical', 'medical']);
  const measured = (id, unit, low, high, digits = 0) => {
    if (!r.chance(0.75)) return;
    for (let readings = r.pick([1, 1, 2]); readings--;) facts.push({ id, value: Number((low + r.next() * (high - low)).toFixed(digits)), ...(unit ? { unit } : {}), at: ago(r.pick([1, 5, 20, 60, 90])), ...(r.chance(0.05) ? { status: 'suggested' } : {}) });
  };
  measured('weight', 'kg', 35, 130); measured('height', 'cm', 145, 190); measured('creatinine', 'umol/L', 40, 420); measured('platelets', '10*9/L', 15, 420);
  measured('haemoglobin', 'g/L', 60, 165); measured('inr', undefined, 0.9, 3.6, 1); measured('aptt', 's', 24, 70); measured('sbp', 'mmHg', 85, 235); measured('dbp', 'mmHg', 45, 125);
  for (let n = r.below(3); n--;) {
    const [name, atc] = r.pick(MEDICATIONS);
    facts.push({ id: 'medication', value: { name, ...(atc && r.chance(0.7) ? { atc } : {}), ...(r.chance(0.5) ? { intent: r.pick(['prophylactic', 'therapeutic']) } : {}), ...(r.chance(0.7) ? { lastDoseAt: ago(r.below(60)) } : {}), ...(r.chance(0.7) ? { status: r.pick(['active', 'active', 'stopped', 'on_hold']) } : {}) } });
  }
  if (setting === 'surgical' && r.chance(0.8)) {
    const done = r.chance(0.6);
    facts.push({ id: 'operation', value: { kind: r.pick(['elective_arthroplasty', 'arthroscopic', 'laparoscopic', 'open', 'open', 'other']), procedure: r.pick(['tha', 'tka', 'hip_fracture_repair', undefined]), limb: r.pick(['left', 'right', undefined]), status: done ? 'done' : 'planned', at: done ? ago(r.below(100)) : ago(-r.below(48)), ...(r.chance(0.7) ? { durationMin: 20 + r.below(200) } : {}), ...(done && r.chance(0.4) ? { haemostasisAt: ago(r.below(10)) } : {}) } });
  }
  if (r.chance(0.1)) facts.push({ id: 'allergy', value: { name: r.pick(['肝素钠', '青霉素', '依诺肝素']) } });
  if (r.chance(0.1)) facts.push({ id: 'icu', value: true, at: ago(10) });
  const answers = {};
  for (const instrument of instruments) {
    for (const [id, value] of Object.entries(answersFor(instrument, r, { open: 0.6, unknown: 0.05 }))) answers[`${instrument.id}.${id}`] = value;
  }
  for (const id of CONTRAINDICATIONS) if (r.chance(0.3)) answers[id] = r.pick([true, false, false, false, null]);
  const birth = 1926 + r.below(84);
  return {
    chart: {
      contextId: 'a', patient: { ...(r.chance(0.95) ? { sex: r.pick(['female', 'male']) } : {}), ...(r.chance(0.95) ? { birthDate: `${birth}-0${1 + r.below(9)}-1${r.below(9)}` } : {}) },
      encounter: { ...(setting ? { setting } : {}), admittedAt: ago(r.below(200)) }, facts,
    },
    answers, unanswered: r.pick(['unknown', 'absent']), at: AT,
  };
}

const CALLED = /"(?:version|sha256|rulesVersion|rulesSha256)":"[^"]*"|SFT\|[^\\]*/g;
const written = value => JSON.stringify(value).replace(CALLED, '""');
/** The first place where two values differ. */
function place(a, b, path = '') {
  if (written(a ?? null) === written(b ?? null)) return undefined;
  if (!a || !b || typeof a !== 'object' || typeof b !== 'object') return path || '/';
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = place(a[key], b[key], `${path}/${key}`);
    if (found) return found;
  }
  return path || '/';
}

const [old, now] = [await load(before), await load(after)], instruments = shown(old);
const tally = { admissions: 0, advised: 0, refused: 0, events: 0 }, differences = [];
const same = (what, a, b) => { if (written(a) !== written(b)) differences.push(`${what}: ${place(a, b)}\n  before ${written(a).slice(0, 300)}\n  after  ${written(b).slice(0, 300)}`); };
for (let n = 0; n < Number(count); n++) {
  const r = random(Number(seed) * 1e6 + n), input = admission(r, instruments);
  const told = old.assess(structuredClone(input));
  same(`admission ${n}: assess`, told, now.assess(structuredClone(input)));
  tally.admissions++;
  tally.advised += Boolean(told.advice?.length);
  tally.refused += Boolean(told.error);
  const { id } = r.pick(instruments), { facts } = input.chart, answers = Object.fromEntries(Object.entries(input.answers).filter(([key]) => key.startsWith(`${id}.`)));
  same(`admission ${n}: score ${id}`, old.score(id, { answers, facts, at: AT }), now.score(id, { answers, facts, at: AT }));
  same(`admission ${n}: derive`, old.derive({ facts }), now.derive({ facts }));
}
const made = generator(old, Number(seed));
for (let n = 0; n < Number(count); n++) {
  const { event, options } = made.event(n), names = ['flat', 'fhirR4', 'hl7v2', 'text'];
  same(`event ${n} (${event.type})`, await old.outputs(event, names, options), await now.outputs(event, names, options));
  tally.events++;
}
console.log(`${tally.admissions} admissions (${tally.advised} with advice, ${tally.refused} refused), ${tally.events} events: ${differences.length} differences`);
console.log(differences.slice(0, 10).join('\n'));
process.exitCode = differences.length ? 1 : 0;
