// Fictional admissions, and the two published tables again, typed a second time so that they cannot share a mistake
// with the widget's.
import { createHash } from 'node:crypto';

const DAY = 86_400_000;
export const stamp = (days = 0) => new Date(Date.now() + days * DAY + 8 * 3_600_000).toISOString().slice(0, 19) + '+08:00';
// A birth date of somebody who turned `years` a hundred days ago.
const bornFor = years => {
  const birthday = new Date(Date.now() - 100 * DAY);
  return `${birthday.getUTCFullYear() - years}-${String(birthday.getUTCMonth() + 1).padStart(2, '0')}-${String(Math.min(28, birthday.getUTCDate())).padStart(2, '0')}`;
};

// Every admission is another one unless named: what one test stores does not come back in the next.
let admissions = 0;
const admission = () => `adm-${process.pid}-${++admissions}`;

export function surgical({ contextId = admission(), age = 68, sex = 'female', label = '王*', facts = [], operation = { kind: 'laparoscopic', durationMin: 70, at: stamp(1) } } = {}) {
  return {
    contextId, patient: { ref: 'Patient/123', label, bed: '12-03', sex, birthDate: bornFor(age) },
    encounter: { ref: 'Encounter/9', admittedAt: stamp(-0.1), department: '骨科', setting: 'surgical', facility: { id: 'qbj', tier: 'county' } },
    facts: [
      { id: 'height', value: 160, unit: 'cm', at: stamp(-0.05), source: 'HIS' }, { id: 'weight', value: 70, unit: 'kg', at: stamp(-0.05), source: 'HIS' },
      ...(operation ? [{ id: 'operation', value: operation, source: 'HIS' }] : []), ...facts,
    ],
  };
}
export function medical({ contextId = admission(), age = 71, sex = 'male', label = '赵*', facts = [] } = {}) {
  return {
    contextId, patient: { ref: 'Patient/7', label, bed: '03-11', sex, birthDate: bornFor(age) },
    encounter: { ref: 'Encounter/4', admittedAt: stamp(-0.1), department: '呼吸内科', setting: 'medical', facility: { id: 'qbj', tier: 'county' } },
    facts: [{ id: 'height', value: 170, unit: 'cm', at: stamp(-0.05), source: 'HIS' }, { id: 'weight', value: 65, unit: 'kg', at: stamp(-0.05), source: 'HIS' }, ...facts],
  };
}

// The values that a bleeding list asks for, an hour old.
export const labs = ({ platelets = 210, creatinine = 80 } = {}) => [['creatinine', creatinine, 'umol/L'], ['platelets', platelets, '10*9/L'], ['haemoglobin', 128, 'g/L'], ['inr', 1]]
  .map(([id, value, unit]) => ({ id, value, ...(unit && { unit }), at: stamp(-0.05), source: 'LIS' }));

const rows = text => Object.fromEntries(text.trim().split('\n').flatMap(line => { const [points, ...ids] = line.trim().split(/\s+/); return ids.map(id => [id, Number(points)]); }));
export const CAPRINI = rows(`
  1 age_41_60 minor_surgery bmi_gt_25 swollen_legs varicose_veins pregnancy_postpartum adverse_obstetric_history ocp_hrt sepsis_lt_1mo
  1 serious_lung_disease_lt_1mo abnormal_pulmonary_function acute_mi chf_lt_1mo ibd_history medical_patient_bed_rest history_major_surgery_lt_1mo other_risk_factor
  2 age_61_74 arthroscopic_surgery major_open_surgery laparoscopic_surgery malignancy bed_rest_gt_72h plaster_cast_lt_1mo central_venous_access
  3 age_ge_75 history_vte family_history_vte factor_v_leiden prothrombin_20210a lupus_anticoagulant anticardiolipin hyperhomocysteinemia hit_history other_thrombophilia
  5 stroke_lt_1mo elective_arthroplasty hip_pelvis_leg_fracture_lt_1mo acute_spinal_cord_injury_lt_1mo multiple_trauma_lt_1mo`);
export const PADUA = rows(`
  3 active_cancer previous_vte reduced_mobility thrombophilia
  2 recent_trauma_surgery
  1 age_ge_70 heart_resp_failure acute_mi_stroke acute_infection_rheum bmi_ge_30 hormonal_treatment`);

// RFC 8785 for what JSON can hold: keys by UTF-16 code units, everything else as JSON.stringify writes it.
export const canonical = value => Array.isArray(value) ? `[${value.map(canonical)}]`
  : value && typeof value === 'object' ? `{${Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${canonical(value[key])}`)}}`
  : JSON.stringify(value);
export const sha256 = text => createHash('sha256').update(text).digest('hex');
export const hashOf = ({ hash, ...event }) => sha256(canonical(event));
// A record signed by somebody who is not us: links and hashes made here.
export function chain(events) {
  let prev = null;
  return events.map((event, index) => { const line = { ...event, seq: event.seq ?? index + 1, prev }; line.hash = hashOf(line); prev = line.hash; return line; });
}
export const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const CJK = /[\u4e00-\u9fff]/, LATIN = /[A-Za-z]{3}/;
