// Events as an element would sign them, by a seeded generator: every instrument that the record signs, every type, every
// answer, with what nobody can know and what stands against a drug. Scores come from the product itself.
import { hashOf } from '../e2e/cases.mjs';

export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = n => Math.floor(next() * n), pick = list => list[below(list.length)];
  return { next, below, pick, chance: p => next() < p };
}

/** The instruments that a form shows and the record signs. The others read in outcomes: scored, and exported as Questionnaires. */
export const shown = virchow => virchow.instruments().filter(({ bands }) => bands.length);

/** Items that add a quantity, and the fact that they add. */
export const COUNTED = { age_years: { id: 'age', from: 18, to: 99 } };

/** Answers as a person may give them: of an exclusive group at most one yes. */
export function answersFor(instrument, r, { open = 0.1, unknown = 0.1 } = {}) {
  const answers = {}, taken = new Set();
  for (const item of instrument.items) {
    if (item.id in COUNTED) continue;
    const dice = r.next();
    let value = dice < open ? undefined : dice < open + unknown ? null : r.chance(0.35);
    if (value && item.group) {
      if (taken.has(item.group)) value = false;
      taken.add(item.group);
    }
    if (value !== undefined) answers[item.id] = value;
  }
  return answers;
}

const TYPES = ['assessed', 'reviewed', 'bleeding_screened', 'plan_authorised', 'plan_declined', 'measure_started', 'measure_stopped', 'admitted', 'vte_suspected', 'vte_confirmed', 'vte_excluded', 'pathway_step', 'referral', 'transferred', 'operated', 'discharged', 'amended'];
const DECLINED = ['bleeding_concern', 'patient_refused', 'early_mobile', 'short_stay', 'other_therapy', 'end_of_life', 'awaiting_result', 'transferred_out', 'other'];
const STOPPED = ['missed', 'held', 'procedure', 'completed', 'bleeding', 'adverse', 'patient_refused', 'replaced', 'risk_fell', 'discharge'];
const TIMEPOINTS = ['ADMISSION', 'TRANSFER_IN', 'PRE_OP', 'POST_OP', 'PERIODIC_HIGH', 'PRE_DISCHARGE'];

export function generator(virchow, seed) {
  const r = random(seed), all = Object.fromEntries(shown(virchow).map(i => [i.id, i]));
  const at = '2026-11-22T09:30:00.000+08:00';
  const id = n => `0192f0c0-${seed.toString(16).padStart(4, '0')}-7000-8000-${n.toString(16).padStart(12, '0')}`;

  function assessment(name = r.pick(Object.keys(all))) {
    const instrument = all[name], answers = answersFor(instrument, r);
    const scored = virchow.score(name, { answers });
    if (scored.error) throw new Error(JSON.stringify(scored));
    const lines = instrument.items.map(item => ({
      item: `${name}.${item.id}`, value: answers[item.id] ?? null, points: scored.points[item.id] ?? 0,
      source: !(item.id in answers) ? 'none' : r.pick(answers[item.id] === null ? ['person'] : ['person', 'host', 'derived']),
      ...(answers[item.id] && r.chance(0.1) ? { note: '长途飞行 "12 h" | ^~\\&' } : {}),
    }));
    return { instrument: name, edition: instrument.edition, timepoint: r.pick(TIMEPOINTS), answers: lines, floor: scored.floor, ceiling: scored.ceiling, band: scored.provisional ? null : scored.band, ...(scored.subBand ? { subBand: scored.subBand } : {}) };
  }

  function screen() {
    const name = r.pick(['cn_bleed_surgical', 'cn_bleed_medical', 'improve_bleeding']), { instrument, edition, answers } = assessment(name);
    const contraindications = ['CI_HIT', 'CI_PLT_LT_50', 'CI_NEURAXIAL', 'MC_LOCAL_SKIN', 'MC_ACUTE_DVT'].filter(() => r.chance(0.5))
      .map(item => ({ item, value: r.pick([true, false, null]), source: r.pick(['person', 'derived']), ...(item.startsWith('MC') ? { limb: 'left' } : {}), ...(item === 'CI_NEURAXIAL' ? { until: '2026-11-22T21:00:00+08:00' } : {}) }));
    return { instrument, edition, answers: [...answers, ...contraindications], high: r.pick([true, false, null]) };
  }

  function plan() {
    const facts = [['age', 66], ['weight', 64, 'kg'], ['height', 165, 'cm'], ['creatinine', r.pick([70, 300]), 'umol/L'], ['platelets', 210, '10*9/L'], ['haemoglobin', 128, 'g/L'], ['inr', 1]].map(([id, value, unit]) => ({ id, value, at, ...(unit ? { unit } : {}) }));
    const surgical = r.chance(0.5);
    if (surgical) facts.push({ id: 'operation', value: { kind: 'elective_arthroplasty', procedure: 'tha', limb: 'left', status: 'done', at: '2026-11-22T02:00:00+08:00', durationMin: 90, haemostasisAt: '2026-11-22T04:00:00+08:00' } });
    const advice = virchow.assess({ chart: { contextId: 'a', patient: { sex: 'female' }, encounter: { setting: surgical ? 'surgical' : 'medical' }, facts }, answers: surgical ? {} : { active_cancer: true, reduced_mobility: true }, unanswered: 'absent', at }).advice?.[0];
    if (!advice?.measures) throw new Error(JSON.stringify(advice));
    const measures = advice.measures.filter(() => r.chance(0.9));
    return { of: id(1), rule: advice.rule, screen: id(2), measures, overrides: r.chance(0.5) ? [{ id: 'CI_PLT_LT_50', reason: '血小板已输注回升' }, { id: 'weight', reason: 'bedside estimate' }] : [], monitoring: advice.monitoring ?? [] };
  }

  const bodies = {
    assessed: assessment, bleeding_screened: screen, plan_authorised: plan,
    reviewed: () => (r.chance(0.5) ? { of: id(1), decision: 'confirmed' } : { of: id(1), decision: 'changed', ...assessment() }),
    plan_declined: () => ({ of: id(1), reasonCode: r.pick(DECLINED), note: '家属商议中' }),
    measure_started: () => ({ measure: r.pick(['enoxaparin', 'ipc', 'basic', 'rivaroxaban']), at }),
    measure_stopped: () => ({ measure: r.pick(['enoxaparin', 'gcs', 'escalate']), at, reasonCode: r.pick(STOPPED) }),
    pathway_step: () => r.pick([
      { of: id(7), step: 'vitals', at, answers: [{ item: 'sbp', value: '84 mm[Hg]' }, { item: 'dbp', value: '50 mm[Hg]' }, { item: 'arrest', value: 'no' }] },
      { of: id(7), step: 'ddimer_result', at, answers: [{ item: 'value', value: '850 ng/mL{FEU}' }], note: '床旁 <&>' },
      { of: id(7), step: 'history', at, answers: [{ item: 'stroke', value: '2026-10-01T08:00:00+08:00' }, { item: 'bleeding', value: 'no' }] },
      { of: id(7), step: 'ecg', at },
    ]),
    referral: () => ({ of: id(7), id: 'r-1', state: r.pick(['drafted', 'sent', 'received', 'declined', 'accepted', 'departed', 'arrived', 'kept', 'returned', 'acknowledged', 'cancelled']), at, way: r.pick(['network', 'qr', 'file', 'fax', 'telephone']), person: '王医生', place: '县医院', reason: '床位已满 <&>' }),
    amended() {
      const type = r.pick(['assessed', 'bleeding_screened', 'plan_authorised', 'plan_declined', 'measure_started', 'measure_stopped', 'operated']);
      return { of: id(3), reason: '录入有误 <&>', type, body: body(type) };
    },
  };
  function body(type) { return bodies[type]?.() ?? { at }; }

  return {
    random: r, all, types: TYPES,
    event(n, type = TYPES[n % TYPES.length]) {
      const event = { v: 1, id: id(n + 16), seq: n + 1, contextId: `adm-${n}`, type, at, by: { id: 'n-07', name: '李|护士', role: r.pick(['nurse', 'physician']) }, rules: { version: '0.1.0', sha256: 'a'.repeat(64) }, body: body(type), prev: null };
      // Nothing is made of an event that is not what was signed.
      event.hash = hashOf(event);
      const options = { lang: r.pick(['zh-CN', 'en']), ...(r.chance(0.5) ? { patient: 'Patient/123', encounter: 'Encounter/9' } : r.chance(0.5) ? { patient: 'MRN 0017' } : {}) };
      return { event, options };
    },
  };
}
