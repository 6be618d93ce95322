// dist/v1/virchow.js in Node: no page, no element, every golden vector of the specification, and errors as values.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { CAPRINI, chain, CJK, LATIN, PADUA } from './cases.mjs';

const V1 = process.env.DIST ? pathToFileURL(`${process.env.DIST}/v1/`) : new URL('../../dist/v1/', import.meta.url);
const virchow = await import(new URL('virchow.js', V1));
const { score, assess, derive, instruments, verify, questionnaire } = virchow;
const error = (outcome, code) => {
  assert.equal(outcome?.error?.code, code, JSON.stringify(outcome)?.slice(0, 300));
  assert.ok(CJK.test(outcome.error.message.zh) && LATIN.test(outcome.error.message.en));
  assert.equal('floor' in outcome, false, 'never a partial number');
  return outcome.error;
};
const facts = given => Object.entries(given).map(([id, value]) => Array.isArray(value) ? { id, value: value[0], unit: value[1] } : { id, value });
const yes = (...ids) => Object.fromEntries(ids.map(id => [id, true]));

test('importing registers nothing and throws nothing; before init every answer is E_WASM', async () => {
  assert.equal('customElements' in globalThis, false);
  error(score('padua', { answers: {} }), 'E_WASM');
  error(assess({}), 'E_WASM');
  error(derive({ facts: [] }), 'E_WASM');
  error(await verify([]), 'E_WASM');
  error(instruments(), 'E_WASM');
  await virchow.default(readFileSync(new URL('virchow_bg.wasm', V1)));
});

test('instruments: the two published tables, bilingual, with marks', () => {
  const all = instruments();
  for (const [id, edition, points, setting] of [['caprini', '2005', CAPRINI, 'surgical'], ['padua', '2010', PADUA, 'medical']]) {
    const found = all.find(instrument => instrument.id === id);
    assert.equal(found.edition, edition);
    assert.equal(found.setting, setting);
    assert.deepEqual(Object.fromEntries(found.items.map(item => [item.id, item.points])), points);
    for (const item of found.items) assert.ok(CJK.test(item.zh) && LATIN.test(item.en) && item.mark, item.id);
    assert.deepEqual([...new Set(found.items.map(item => item.group).filter(Boolean))].filter(g => /^G_(AGE|SURGERY|MOBILITY)$/.test(g)).sort(), id === 'caprini' ? ['G_AGE', 'G_MOBILITY', 'G_SURGERY'] : []);
  }
});

// core.md 1.6 and 2: input, expected. bmi 22 where the vector is silent: a missing quantity stays missing.
const lap70 = { kind: 'laparoscopic', durationMin: 70 };
const VECTORS = [
  ['caprini', 'age 40, BMI 25.0', { age: 40, bmi: 25.0 }, [], 0, 'low', 'very_low'],
  ...[[41, 1, 'low'], [60, 1, 'low'], [61, 2, 'low'], [74, 2, 'low'], [75, 3, 'moderate']].map(([age, points, band]) => ['caprini', `age ${age}`, { age, bmi: 22 }, [], points, band]),
  ['caprini', 'BMI 25.01, age 30', { age: 30, bmi: 25.01 }, [], 1, 'low'],
  ['caprini', 'F 68, BMI 27.3, laparoscopic 70 min', { age: 68, sex: 'female', bmi: 27.3, operation: lap70 }, [], 5, 'high', '5_6'],
  ['caprini', 'F 68, BMI 27.3, varicose, elective TKA 90 min', { age: 68, sex: 'female', bmi: 27.3, operation: { kind: 'elective_arthroplasty', durationMin: 90 } }, ['varicose_veins'], 9, 'high', 'ge_9'],
  ['caprini', 'M 80, BMI 21, hip fracture, open fixation 90 min', { age: 80, sex: 'male', bmi: 21, operation: { kind: 'open', durationMin: 90 } }, ['hip_pelvis_leg_fracture_lt_1mo'], 10, 'high', 'ge_9'],
  ['caprini', 'two bed rests count once', { age: 30, bmi: 22 }, ['medical_patient_bed_rest', 'bed_rest_gt_72h'], 2, 'low'],
  ['caprini', 'DVT and PE history', { age: 30, bmi: 22 }, ['history_vte'], 3, 'moderate'],
  ['caprini', 'FVL, LA and aCL add up', { age: 30, bmi: 22 }, ['factor_v_leiden', 'lupus_anticoagulant', 'anticardiolipin'], 9, 'high', 'ge_9'],
  ['caprini', 'open operation of exactly 45 min', { age: 30, bmi: 22, operation: { kind: 'open', durationMin: 45 } }, [], 1, 'low'],
  ['caprini', 'age 55, open 50 min, major surgery 12 d ago', { age: 55, bmi: 22, operation: { kind: 'open', durationMin: 50 } }, ['history_major_surgery_lt_1mo'], 4, 'moderate'],
  ['caprini', 'score 8', { age: 61, bmi: 22 }, ['history_vte', 'factor_v_leiden'], 8, 'high', '7_8'],
  ['padua', 'cancer and age 70', { age: 70, bmi: 22 }, ['active_cancer'], 4, 'high'],
  ['padua', 'age 69, heart failure, infection, BMI 30.0', { age: 69, bmi: 30.0 }, ['heart_resp_failure', 'acute_infection_rheum'], 3, 'low'],
  ['padua', 'BMI 29.99', { age: 50, bmi: 29.99 }, [], 0, 'low'],
  ['padua', 'heart and respiratory failure are one', { age: 50, bmi: 22 }, ['heart_resp_failure'], 1, 'low'],
  ['padua', 'all', { age: 70, bmi: 30 }, Object.keys(PADUA).filter(id => !['age_ge_70', 'bmi_ge_30'].includes(id)), 20, 'high'],
];
for (const [instrument, what, given, answers, points, band, subBand] of VECTORS) {
  test(`${instrument}: ${what} → ${points} ${band}`, () => {
    const result = score(instrument, { answers: yes(...answers), facts: facts(given), unanswered: 'absent' });
    assert.deepEqual({ floor: result.floor, ceiling: result.ceiling, band: result.band, missing: result.missing }, { floor: points, ceiling: points, band, missing: [] }, JSON.stringify(result));
    if (subBand) assert.equal(result.subBand, subBand);
    assert.equal(Object.values(result.points).reduce((a, b) => a + b, 0), points, 'points lists only what counted');
  });
}

test('an operation of unknown length is never silently minor', () => {
  const result = score('caprini', { answers: {}, facts: facts({ age: 55, bmi: 22, operation: { kind: 'open' } }), unanswered: 'absent' });
  assert.equal(result.floor, 2);
  assert.equal(result.ceiling, 3);
  assert.ok(result.missing.includes('major_open_surgery'), result.missing.join());
  assert.notEqual(result.band, 'low');
});

test('unknown is not no: the interval, the band as soon as both ends agree, groups by their highest', () => {
  const open = score('padua', { answers: { active_cancer: true }, facts: facts({ age: 71 }), unanswered: 'unknown' });
  assert.deepEqual([open.floor, open.ceiling, open.band], [4, 20, 'high']);
  assert.deepEqual(open.points, { active_cancer: 3, age_ge_70: 1 });
  assert.equal(open.missing.length, 9);
  assert.ok(open.missing.includes('bmi_ge_30'));
  const empty = score('caprini', { answers: {}, facts: [], unanswered: 'unknown' });
  assert.equal(empty.floor, 0);
  // Groups by their highest member: age 3, surgery 5, mobility 2, and every other item in full.
  assert.equal(empty.ceiling, Object.values(CAPRINI).reduce((a, b) => a + b, 0) - (1 + 2) - (1 + 2 + 2 + 2) - 1);
  assert.equal(empty.missing.length, 40);
  assert.equal(empty.band, null);
  const absent = score('padua', { answers: {}, facts: facts({ age: 50 }), unanswered: 'absent' });
  assert.deepEqual([absent.floor, absent.ceiling, absent.missing, absent.band], [0, 1, ['bmi_ge_30'], 'low'], 'a missing quantity stays unknown under either setting');
  const two = score('caprini', { answers: yes('minor_surgery', 'elective_arthroplasty'), facts: facts({ age: 30, bmi: 22 }), unanswered: 'absent' });
  assert.equal(two.floor, 5);
  assert.ok(two.issues?.some(issue => issue.code === 'E_CONFLICT'), 'two of a group: counted once, and said');
  assert.deepEqual(Object.keys(two.points), ['elective_arthroplasty']);
  assert.equal(score('padua', { answers: { 'padua.active_cancer': true }, facts: facts({ age: 50, bmi: 22 }), unanswered: 'absent' }).floor, 3, 'qualified keys');
});

const SCORED = ['nhs_dh', 'wells_dvt', 'perc', 'years', 'pesi', 'spesi', 'wells_pe', 'wells_pe_simplified', 'geneva', 'geneva_simplified', 'bova', 'hestia', 'd_dimer_age', 'peged', 'improve_vte', 'improve_dd', 'khorana', 'has_bled', 'vte_bleed', 'four_ts', 'rcog_37a', 'esc_2019'];
const outcome = (id, input) => { const { band, band2, band3, cutoff, outcomes, floor, ceiling } = score(id, input); return { band, band2, band3, cutoff, outcomes, floor, ceiling }; };

test('instruments that read in outcomes: steps, readings and whom they are not for, in both languages', () => {
  const all = instruments();
  assert.deepEqual(all.slice(-SCORED.length).map(({ id }) => id), SCORED);
  for (const id of SCORED) {
    const { items, bands, phases, choices, readings, notFor } = all.find(instrument => instrument.id === id);
    assert.deepEqual(bands, []);
    assert.equal(readings[0].id, 'band');
    for (const { zh, en } of [...items, ...notFor, ...readings.flatMap(({ title, outcomes }) => [title, ...outcomes]), ...phases.map(({ title }) => title)]) assert.ok(CJK.test(zh) && LATIN.test(en), en);
    for (const item of items) assert.ok(item.mark, item.id);
    const known = new Set(items.map(item => item.id));
    for (const { items: asked, unless } of phases) assert.ok(asked.every(item => known.has(item)) && (!unless || known.has(unless)));
    for (const choice of choices) assert.ok(items.filter(({ group }) => group === choice).length > 1);
  }
  const wells = all.find(({ id }) => id === 'wells_dvt');
  assert.deepEqual(wells.readings.map(({ id, outcomes }) => [id, outcomes.map(({ id, from, tone }) => [id, from, tone])]), [
    ['band', [['unlikely', -2, 'low'], ['likely', 2, 'high']]], ['band3', [['low', -2, 'low'], ['moderate', 1, 'moderate'], ['high', 3, 'high']]],
  ]);
  assert.equal(wells.items.find(({ id }) => id === 'alternative_as_likely').points, -2);
  assert.equal(all.find(({ id }) => id === 'pesi').items[0].per, 'age');
});

test('what is still possible, in each reading; one outcome stands under its name', () => {
  assert.deepEqual(outcome('wells_dvt', { answers: yes('entire_leg_swollen', 'previous_dvt'), unanswered: 'absent' }),
    { band: 'likely', band2: undefined, band3: 'moderate', cutoff: undefined, outcomes: { band: ['likely'], band3: ['moderate'] }, floor: 2, ceiling: 2 });
  const open = outcome('wells_dvt', { answers: yes('entire_leg_swollen', 'previous_dvt', 'pitting_oedema') });
  assert.deepEqual([open.band, open.outcomes, open.floor, open.ceiling], [null, { band: ['unlikely', 'likely'], band3: ['moderate', 'high'] }, 1, 9]);
  assert.deepEqual(outcome('pesi', { answers: { cancer: false, heart_failure: false, chronic_lung_disease: false }, facts: facts({ age: 60, sex: 'female', heart_rate: [80, '/min'], sbp: [120, 'mm[Hg]'], respiratory_rate: [16, '/min'], temperature: [36.8, 'Cel'], spo2: [97, '%'] }) }).outcomes,
    { band: ['class_i', 'class_iv'], band2: ['low', 'not_low'] }, 'nothing between: the one open item has 60 points');
  const nhs = score('nhs_dh', { answers: { mob_medical_not_reduced: true } });
  assert.deepEqual([nhs.band, nhs.floor, nhs.ceiling, nhs.missing, nhs.points], ['complete_no_further', null, null, [], {}]);
  assert.deepEqual(score('nhs_dh', {}).outcomes.band, ['complete_no_further', 'no_thrombosis_risk', 'thrombosis_only', 'thrombosis_and_bleeding']);
  const dry = Object.fromEntries(['age_ge_50', 'hr_ge_100', 'spo2_lt_95', 'unilateral_leg_swelling', 'haemoptysis', 'surgery_trauma_4w', 'prior_vte', 'oestrogen'].map(id => [id, false]));
  assert.equal(score('perc', { answers: { ...dry, own_estimate_lt_15: true } }).band, 'excluded');
  assert.deepEqual(score('perc', { answers: dry }).outcomes.band, ['excluded', 'not_excluded'], 'the estimate is not told');
  assert.equal(score('perc', { answers: { ...dry, own_estimate_lt_15: true, oestrogen: true } }).band, 'not_excluded');
  const years = (d_dimer, ...ids) => score('years', { answers: yes(...ids), facts: facts({ d_dimer }), unanswered: 'absent' });
  assert.deepEqual([[999, 'ng/mL{FEU}'], [1000, 'ng/mL{FEU}'], [499, 'ng/mL{DDU}'], [0.5, 'mg/L{DDU}']].map(value => years(value).band), ['excluded', 'not_excluded', 'excluded', 'not_excluded']);
  assert.deepEqual([years([500, 'ng/mL{FEU}'], 'haemoptysis').band, years([500, 'ng/mL{FEU}'], 'haemoptysis').cutoff], ['not_excluded', 'below_500']);
  const halves = score('wells_pe', { answers: yes('clinical_dvt', 'previous_vte'), facts: facts({ heart_rate: [100, '/min'] }), unanswered: 'absent' });
  assert.deepEqual([halves.floor, halves.ceiling, halves.band, halves.band3, halves.points], [4.5, 4.5, 'likely', 'moderate', { clinical_dvt: 3, previous_vte: 1.5 }]);
  const staged = { answers: yes('troponin_elevated'), facts: facts({ sbp: [120, 'mm[Hg]'], heart_rate: [80, '/min'] }), unanswered: 'absent' };
  assert.deepEqual(score('bova', staged).outcomes.band, ['not_eligible', 'stage_i'], 'nobody has said that the patient is stable');
  const byAge = (age, ...d_dimer) => score('d_dimer_age', { answers: { pe_likely: false }, facts: facts({ age, d_dimer }) }).band;
  assert.deepEqual([byAge(70, 699, 'ng/mL{FEU}'), byAge(70, 700, 'ng/mL{FEU}'), byAge(70, 349, 'ng/mL{DDU}'), byAge(50, 500, 'ng/mL{FEU}')], ['excluded', 'not_excluded', 'excluded', 'not_excluded']);
});

test('risk scores: halves, a choice in a sum, and cuts that hang on the phase', () => {
  const silent = (id, answers, given = {}) => score(id, { answers, facts: facts(given), unanswered: 'absent' });
  assert.deepEqual([silent('improve_vte', yes('previous_vte'), { age: 61 }).band, silent('improve_vte', yes('previous_vte'), { age: 60 }).band], ['high', 'moderate']);
  const bleed = silent('vte_bleed', yes('bleeding_history'), { age: 60, sex: 'female', haemoglobin: [125, 'g/L'], crcl: [60, 'mL/min'] });
  assert.deepEqual([bleed.band, bleed.floor, bleed.points], ['elevated', 3, { bleeding_history: 1.5, age_ge_60: 1.5 }]);
  const khorana = silent('khorana', yes('site_high'), { platelets: [350, '10*9/L'], haemoglobin: [100, 'g/L'], wbc: [11, '10*9/L'], bmi: 26 });
  assert.deepEqual([khorana.band, khorana.ge2], ['intermediate', 'at_least_2']);
  const ts = silent('four_ts', yes('thrombocytopenia_2', 'timing_2', 'thrombosis_0'));
  assert.deepEqual([ts.outcomes.band, ts.floor, ts.ceiling, ts.missing], [['intermediate', 'high'], 4, 6, ['other_2', 'other_1', 'other_0']], 'silence about a T is no answer');
  const two = yes('smoker', 'parity_ge_3');
  const no = Object.fromEntries(['bmi_30_39', 'bmi_ge_40'].map(id => [id, false]));
  const rcog = phase => silent('rcog_37a', { ...two, ...no, ...yes(...phase) }, { age: 30 });
  assert.deepEqual([rcog(['phase_antenatal']), rcog(['phase_postnatal']), rcog([])].map(({ outcomes, floor }) => [outcomes.band, outcomes.category, floor]),
    [[['antenatal_mobilise'], ['by_score'], 2], [['at_least_10_days'], ['by_score'], 2], [['antenatal_mobilise', 'at_least_10_days'], ['by_score'], 2]]);
  assert.deepEqual(instruments().find(({ id }) => id === 'rcog_37a').readings[0].outcomes.map(({ id, chosen, from }) => [id, chosen, from]), [
    ['antenatal_mobilise', 'phase_antenatal', 0], ['from_28_weeks', 'phase_antenatal', 3], ['from_first_trimester', 'phase_antenatal', 4],
    ['postnatal_mobilise', 'phase_postnatal', 0], ['at_least_10_days', 'phase_postnatal', 2],
  ]);
});

test('an instrument that is only scored is refused where a form, a route or a plan asks for it', async () => {
  for (const id of SCORED) {
    error(assess({ chart: { contextId: 'c' }, instrument: id, at: '2026-11-22T09:30:00+08:00' }), 'E_INSTRUMENT');
    // Others may show it: its form is exported.
    assert.equal((await questionnaire(id)).id, id.replaceAll('_', '-'));
  }
});

const BAD = [
  ['an item nobody knows', 'padua', { answers: { zz_unheard_of: true } }, 'E_ITEM'],
  ['an item of another instrument', 'padua', { answers: { stroke_lt_1mo: true } }, 'E_ITEM'],
  ['a quantity without its unit', 'padua', { facts: [{ id: 'height', value: 1.7 }] }, 'E_UNIT'],
  ['a unit nobody knows', 'padua', { facts: [{ id: 'platelets', value: 214.77, unit: 'zorbs/L' }] }, 'E_UNIT'],
  ['height 17 m', 'padua', { facts: [{ id: 'height', value: 17.351, unit: 'm' }] }, 'E_RANGE'],
  ['a negative age', 'padua', { facts: [{ id: 'age', value: -1 }] }, 'E_RANGE'],
  ['male with pregnancy', 'caprini', { answers: { pregnancy_postpartum: true }, facts: [{ id: 'sex', value: 'male' }] }, 'E_CONFLICT'],
  ['an instrument nobody knows', 'zz', {}, 'E_INSTRUMENT'],
  ['an answer that is text', 'padua', { answers: { active_cancer: 'Yx81' } }, 'E_SCHEMA'],
  ['no object', 'padua', 7, 'E_SCHEMA'],
  ['a __proto__ key', 'padua', JSON.parse('{"answers":{"__proto__":true}}'), /E_ITEM|E_SCHEMA/],
  ['an item of another instrument, of an instrument without a form', 'wells_dvt', { answers: { hormonal_treatment: true } }, 'E_ITEM'],
  ['an age answered with yes', 'pesi', { answers: { age_years: true } }, 'E_SCHEMA'],
  ['a D-dimer of unknown type', 'years', { facts: [{ id: 'd_dimer', value: 214.77, unit: 'ng/mL' }] }, 'E_UNIT'],
  ['male with pregnancy, in a checklist', 'nhs_dh', { answers: { pregnancy_or_6w_postpartum: true }, facts: [{ id: 'sex', value: 'male' }] }, 'E_CONFLICT'],
  ['an unknown word for unanswered', 'padua', { unanswered: 'perhaps' }, 'E_SCHEMA'],
];
for (const [what, instrument, input, code] of BAD) {
  test(`wrong input is a value, never a throw: ${what}`, () => {
    const outcome = score(instrument, input);
    const found = error(outcome, code instanceof RegExp ? outcome.error?.code.match(code)?.[0] : code);
    assert.equal(typeof found.path, 'string');
    assert.ok(!/17\.351|214\.77|zorbs|Yx81|perhaps/.test(JSON.stringify(outcome)), 'no value comes back');
  });
}
for (const nothing of [undefined, null, NaN, () => 1, Symbol.iterator, 10n, { answers: { get active_cancer() { throw new Error('trap'); } } }, (() => { const loop = {}; loop.answers = loop; return loop; })()]) {
  test(`no throw for ${String(typeof nothing)}`, () => { for (const call of [() => score('padua', nothing), () => score(nothing, {}), () => assess(nothing), () => derive(nothing)]) assert.doesNotThrow(call); });
}

test('derive: what the facts allow, with the inputs it used', () => {
  const { bmi, crcl, ...rest } = derive({ facts: facts({ age: 68, sex: 'female', height: [160, 'cm'], weight: [70, 'kg'], creatinine: [96, 'umol/L'] }) });
  assert.ok(Math.abs(bmi.value - 27.34375) < 1e-9, JSON.stringify(bmi));
  assert.deepEqual(Object.keys(bmi.inputs).sort(), ['height', 'weight']);
  // Cockcroft-Gault: (140 - age) × kg × 0.85 / (72 × mg/dL); 96 µmol/L is 96 / 88.42 mg/dL.
  assert.ok(Math.abs(crcl.value - (140 - 68) * 70 * 0.85 / (72 * 96 / 88.42)) < 0.2, JSON.stringify(crcl));
  const alone = derive({ facts: facts({ weight: [70, 'kg'] }) });
  assert.equal('bmi' in alone && alone.bmi !== null, false);
  const same = derive({ facts: facts({ age: 68, sex: 'female', height: [1.6, 'm'], weight: [70, 'kg'], creatinine: [96 / 88.42, 'mg/dL'] }) });
  assert.ok(Math.abs(same.crcl.value - crcl.value) < 0.2, 'units convert');
});

test('assess: routed, tallied, banded', async () => {
  const chart = { contextId: 'c', patient: { sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'surgical' }, facts: [{ id: 'height', value: 160, unit: 'cm', source: 'HIS' }, { id: 'weight', value: 70, unit: 'kg', source: 'HIS' }, { id: 'operation', value: lap70, source: 'HIS' }] };
  const result = assess({ chart, answers: { varicose_veins: true }, unanswered: 'absent', at: '2026-11-22T09:30:00+08:00' });
  assert.equal(result.instrument, 'caprini');
  assert.equal(result.edition, '2005');
  assert.deepEqual([result.tally.floor, result.tally.ceiling, result.tally.missing], [6, 6, []]);
  assert.equal(result.band, 'high');
  // The day before a birthday and the day itself, by the civil date at the offset given.
  const young = { ...chart, patient: { sex: 'female', birthDate: '1965-11-22' } };
  const floor = at => assess({ chart: young, answers: {}, unanswered: 'absent', at }).tally.floor;
  assert.equal(floor('2026-11-21T23:59:59+08:00'), 4);
  assert.equal(floor('2026-11-22T00:00:00+08:00'), 5);
  error(assess({ chart: { ...chart, patient: { birthDate: '2091-07-13' } }, at: '2026-11-22T09:30:00+08:00' }), 'E_CONFLICT');
  error(assess({ chart: { ...chart, encounter: { setting: 'obstetric' }, facts: [] }, at: '2026-11-22T09:30:00+08:00' }), 'E_INSTRUMENT');
  error(assess({ chart, at: '2026-11-22 09:30' }), 'E_SCHEMA');
});

test('what is not in the first file is read from beside it; where it is not there, that is said and the rest answers', async () => {
  assert.equal((await questionnaire('padua')).resourceType, 'Questionnaire');
  const alone = mkdtempSync(join(tmpdir(), 'virchow-first-'));
  for (const name of ['virchow.js', 'virchow_glue.js', 'package.json']) copyFileSync(new URL(name, V1), join(alone, name));
  const first = await import(pathToFileURL(join(alone, 'virchow.js')));
  await first.default(readFileSync(new URL('virchow_bg.wasm', V1)));
  assert.equal(first.score('padua', { answers: { active_cancer: true }, facts: [{ id: 'age', value: 71 }] }).floor, 4);
  error(first.assess({}), 'E_WASM');
  error(first.derive({ facts: [] }), 'E_WASM');
  error(first.instruments(), 'E_WASM');
  error(first.score('cn_bleed_surgical', { answers: {} }), 'E_WASM');
  for (const id of SCORED) assert.match(error(first.score(id, { answers: {} }), 'E_WASM').message.en, /more\/.*await init\(\)/);
  error(first.score('astrology', { answers: {} }), 'E_INSTRUMENT');
  assert.deepEqual(first.default.ids(), ['caprini', 'padua', 'cn_bleed_surgical', 'cn_bleed_medical', 'improve_bleeding']);
  assert.deepEqual([(await first.verify([])).ok, (await first.verify([])).code], [false, 'E_WASM']);
  error(await first.questionnaire('padua'), 'E_WASM');
  // Brought there since: asked for again, it comes.
  mkdirSync(join(alone, 'more'));
  copyFileSync(new URL('more/later_bg.wasm', V1), join(alone, 'more/later_bg.wasm'));
  assert.equal((await first.verify([])).ok, true);
  error(first.assess({ at: 'no time' }), 'E_SCHEMA');
  assert.deepEqual(first.instruments().map(({ id }) => id), [...first.default.ids(), ...SCORED]);
  assert.equal(first.score('wells_dvt', { answers: { alternative_as_likely: true }, unanswered: 'absent' }).band, 'unlikely');
  const warfarin = { id: 'medication', value: { name: '华法林片' } };
  assert.deepEqual(first.score('cn_bleed_surgical', { at: '2026-11-22T08:00:00+08:00', facts: [warfarin], answers: {} }).points, { bs_concomitant_antithrombotic: 1 });
  rmSync(alone, { recursive: true });
});

test('verify: a whole chain, a changed body, a changed link, a missing line, a field we do not know', async () => {
  const line = (n, type, body) => ({ v: 1, id: `0192f0c0-0000-7000-8000-00000000000${n}`, contextId: 'adm', type, at: `2026-11-2${n}T09:30:00+08:00`, by: { id: 'd', name: '王', role: 'physician' }, rules: { version: '1.0.0', sha256: '0'.repeat(64) }, body });
  const body = floor => ({ instrument: 'padua', edition: '2010', timepoint: 'admission', answers: [], floor, ceiling: floor, band: 'low', future: { z: 1.5e-7, a: ['é', '\u2028', 1e21] } });
  const record = chain([line(1, 'admitted', {}), line(2, 'assessed', body(1)), line(3, 'assessed', body(2))]);
  const copy = () => structuredClone(record);
  assert.equal((await verify(record)).ok, true, JSON.stringify(await verify(record)));
  for (const [what, spoil] of [['a body', r => { r[1].body.floor = 3; }], ['a link', r => { r[2].prev = 'f'.repeat(64); }], ['a line', r => r.splice(1, 1)], ['the order', r => r.reverse()], ['an unknown field', r => { r[1].body.future.z = 2; }]]) {
    const spoiled = copy();
    spoil(spoiled);
    const outcome = await verify(spoiled);
    assert.equal(outcome.ok, false, what);
    assert.ok(outcome.code, what);
  }
  for (const nonsense of [null, {}, [{}], 'x', [null]]) assert.notEqual((await verify(nonsense)).ok, true);
});
