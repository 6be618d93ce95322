// The stand-alone page plays the host: it hands charts of fictional patients to one <vte-assessment>, keeps the record of
// what it accepted, and shows every event that it receives. An integrator's page does the same with real ones.

const el = document.querySelector('vte-assessment');
const byId = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search); // ?lang=en&patient=2: for links and screenshots; never patient data

// --- Words: both languages stand in the page, the style sheet shows one ---------------------------------------------
function node(name, props = {}, ...children) {
  const made = Object.assign(document.createElement(name), props);
  made.append(...children);
  return made;
}
const both = (zh, en) => [node('span', { className: 'zh', lang: 'zh-CN', textContent: zh }), node('span', { className: 'en', lang: 'en', textContent: en })];
const inPageLanguage = (zh, en) => (document.documentElement.lang === 'en' ? en : zh);

// --- Dates, relative to now, with the hospital's offset -------------------------------------------------------------
const pad = (number) => String(number).padStart(2, '0');
const HOUR = 3_600_000;
/** RFC 3339 at +08:00, `hours` from now. */
const at = (hours) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + (hours + 8) * HOUR).toISOString().replace('.000Z', '+08:00');
/** The birth date of somebody who is `years` old and had the last birthday some months ago. */
function born(years, months = 4) {
  const now = new Date();
  const date = new Date(Date.UTC(now.getFullYear() - years, now.getMonth() - months, 12));
  return `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
}

// --- The patients ---------------------------------------------------------------------------------------------------
const facility = { id: 'demo', tier: 'county' };
const measured = (id, value, unit, hours = -3, source = 'HIS') => ({ id, value, unit, at: at(hours), source });
const no = (...ids) => ids.map((id) => ({ id, value: false, at: at(-2), source: 'HIS' }));

const patients = [
  {
    who: ['演示甲 · 女 62 岁', 'Demo A · F 62'],
    what: ['腹腔镜手术前，多数条目已由 HIS 填好', 'Before laparoscopy; most items prefilled'],
    chart: () => ({
      patient: { ref: 'Patient/demo-a', label: '演示甲', bed: '12-03', sex: 'female', birthDate: born(62) },
      encounter: { ref: 'Encounter/demo-a', admittedAt: at(-4), department: '普外科', setting: 'surgical', facility },
      facts: [
        measured('height', 158, 'cm'), measured('weight', 66, 'kg'), measured('platelets', 212, '10*9/L', -2, 'LIS'), measured('creatinine', 61, 'umol/L', -2, 'LIS'),
        measured('haemoglobin', 126, 'g/L', -2, 'LIS'), { id: 'inr', value: 1.0, at: at(-2), source: 'LIS' },
        { id: 'operation', value: { kind: 'laparoscopic', durationMin: 70, at: at(20) }, at: at(-2), source: 'HIS' },
        ...no('pregnancy_postpartum', 'adverse_obstetric_history', 'ocp_hrt', 'sepsis_lt_1mo', 'serious_lung_disease_lt_1mo', 'abnormal_pulmonary_function', 'acute_mi', 'chf_lt_1mo',
          'ibd_history', 'history_major_surgery_lt_1mo', 'malignancy', 'plaster_cast_lt_1mo', 'central_venous_access', 'history_vte', 'factor_v_leiden', 'prothrombin_20210a', 'lupus_anticoagulant',
          'anticardiolipin', 'hyperhomocysteinemia', 'hit_history', 'other_thrombophilia', 'stroke_lt_1mo', 'hip_pelvis_leg_fracture_lt_1mo', 'acute_spinal_cord_injury_lt_1mo', 'multiple_trauma_lt_1mo'),
      ],
    }),
  },
  {
    who: ['演示乙 · 女 71 岁', 'Demo B · F 71'],
    what: ['择期全膝关节置换，既往情况待问', 'Elective knee replacement; history to ask'],
    chart: () => ({
      patient: { ref: 'Patient/demo-b', label: '演示乙', bed: '07-11', sex: 'female', birthDate: born(71) },
      encounter: { ref: 'Encounter/demo-b', admittedAt: at(-6), department: '骨科', setting: 'surgical', facility },
      facts: [
        measured('height', 1.55, 'm'), measured('weight', 68.5, 'kg'), measured('haemoglobin', 12.1, 'g/dL', -4, 'LIS'),
        { id: 'operation', value: { kind: 'elective_arthroplasty', procedure: 'tka', limb: 'left', durationMin: 95, at: at(26) }, at: at(-5), source: 'HIS' },
        { id: 'varicose_veins', value: true, status: 'suggested', at: at(-5), source: 'diagnosis' },
      ],
    }),
  },
  {
    who: ['演示丙 · 男 78 岁', 'Demo C · M 78'],
    what: ['肺炎、卧床，HIS 的提示待确认', 'Pneumonia, bed rest; suggestions to confirm'],
    chart: () => ({
      patient: { ref: 'Patient/demo-c', label: '演示丙', bed: '03-02', sex: 'male', birthDate: born(78) },
      encounter: { ref: 'Encounter/demo-c', admittedAt: at(-9), department: '呼吸内科', setting: 'medical', facility },
      facts: [
        measured('height', 172, 'cm'), measured('weight', 71, 'kg'), measured('creatinine', 1.2, 'mg/dL', -90, 'LIS'),
        { id: 'acute_infection_rheum', value: true, status: 'suggested', at: at(-8), source: 'diagnosis' },
        { id: 'reduced_mobility', value: true, status: 'suggested', at: at(-7), source: 'nursing order' },
        { id: 'active_cancer', value: false, at: at(-8), source: 'HIS' },
      ],
    }),
  },
  {
    who: ['演示丁 · 女 45 岁', 'Demo D · F 45'],
    what: ['HIS 未说明内科或外科：组件会问', 'Medical or surgical not said: the widget asks'],
    chart: () => ({
      patient: { ref: 'Patient/demo-d', label: '演示丁', bed: '急-05', sex: 'female', birthDate: born(45) },
      encounter: { ref: 'Encounter/demo-d', admittedAt: at(-1), department: '急诊', facility },
      facts: [measured('height', 163, 'cm', -1), measured('weight', 58, 'kg', -1)],
    }),
  },
  {
    who: ['演示戊 · 男 34 岁', 'Demo E · M 34'],
    what: ['下肢骨折，体重与手术时长未知', 'Leg fracture; weight and duration unknown'],
    chart: () => ({
      patient: { ref: 'Patient/demo-e', label: '演示戊', bed: '08-01', sex: 'male', birthDate: born(34) },
      encounter: { ref: 'Encounter/demo-e', admittedAt: at(-2), department: '创伤外科', setting: 'surgical', facility },
      facts: [
        measured('height', 181, 'cm', -1),
        { id: 'hip_pelvis_leg_fracture_lt_1mo', value: true, at: at(-2), source: 'diagnosis' },
        { id: 'operation', value: { kind: 'open', at: at(30) }, at: at(-1), source: 'HIS' },
      ],
    }),
  },
  {
    who: ['演示己 · 女 66 岁', 'Demo F · F 66'],
    what: ['错误数据：身高 17 m、单位不明', 'Bad data: height 17 m, unknown units'],
    chart: () => ({
      patient: { ref: 'Patient/demo-f', label: '演示己', bed: '05-09', sex: 'female', birthDate: born(66) },
      encounter: { ref: 'Encounter/demo-f', admittedAt: at(-3), department: '心内科', setting: 'medical', facility },
      facts: [
        measured('height', 17, 'm'), measured('weight', 62, 'kg'), measured('platelets', 150, 'flasks', -2, 'LIS'),
        { id: 'shoe_size', value: 38, source: 'HIS' },
        { id: 'heart_resp_failure', value: true, at: at(-2), source: 'diagnosis' },
      ],
    }),
  },
];

const users = {
  nurse: { id: 'demo-nurse', name: '演示护士', role: 'nurse' },
  physician: { id: 'demo-physician', name: '演示医师', role: 'physician' },
};

// --- What this host keeps: the events it accepted, by admission ------------------------------------------------------
const kept = {
  key: 'virchow-demo-host',
  read() {
    try { return JSON.parse(localStorage.getItem(this.key)) ?? { round: 1, records: {} }; } catch { return { round: 1, records: {} }; }
  },
  write() {
    try { localStorage.setItem(this.key, JSON.stringify(this.state)); } catch { /* a private window: the page forgets, the widget works */ }
  },
};
kept.state = kept.read();
const contextOf = (index) => `demo-${kept.state.round}-${index + 1}`;
const recordOf = (contextId) => kept.state.records[contextId] ?? [];

let current = Math.min(Math.max(Number(query.get('patient') ?? 1) - 1, 0), patients.length - 1) || 0;

function open(index) {
  current = index;
  const contextId = contextOf(index);
  const chart = { contextId, ...patients[index].chart() };
  for (const [each, button] of [...byId('patients').querySelectorAll('button')].entries()) button.setAttribute('aria-current', String(each === index));
  byId('chart').textContent = JSON.stringify(chart, null, 2);
  const record = structuredClone(recordOf(contextId));
  if (typeof el.open === 'function') {
    // force: unsigned answers stay as a draft under their own contextId and come back with that patient.
    el.open(chart, { record, force: true });
  } else {
    // virchow.js has not arrived: what is set now is kept. The record comes before the chart that it belongs to.
    if (record.length > 0) el.record = record;
    el.chart = chart;
  }
}

function showPatients() {
  byId('patients').replaceChildren(...patients.map(({ who, what }, index) => {
    const button = node('button', { type: 'button', className: 'patient' }, node('span', { className: 'who' }, ...both(...who)), node('span', { className: 'what' }, ...both(...what)));
    button.addEventListener('click', () => open(index));
    return node('li', {}, button);
  }));
}

// --- The console -----------------------------------------------------------------------------------------------------
const most = 60;

/** One line for people; the whole in the JSON below it. */
function gist(type, detail) {
  switch (type) {
    case 'vte-change': return [detail.instrument, detail.floor === detail.ceiling ? `= ${detail.floor}` : `${detail.floor}–${detail.ceiling}`, detail.band ?? '…', `missing ${detail.missing?.length ?? 0}`].join(' · ');
    case 'vte-event': return [detail.event?.type, `seq ${detail.event?.seq}`, detail.attempt > 1 ? `attempt ${detail.attempt}` : '', detail.stored === false ? 'not stored' : ''].filter(Boolean).join(' · ');
    case 'vte-error': return [detail.code, detail.path].filter(Boolean).join(' · ');
    case 'vte-alert': return [detail.kind, detail.dueAt].filter(Boolean).join(' · ');
    default: return '';
  }
}

function log(type, detail, words = gist(type, detail)) {
  const list = byId('log');
  byId('quiet').hidden = true;
  const now = new Date();
  const json = JSON.stringify(detail ?? null, (key, value) => (typeof value === 'function' ? undefined : value), 2);
  const entry = node('details', { className: type },
    node('summary', {}, node('b', { textContent: type }), node('time', { textContent: [now.getHours(), now.getMinutes(), now.getSeconds()].map(pad).join(':') }), node('span', { className: 'gist', textContent: words })),
    node('pre', { tabIndex: 0, textContent: json }));
  entry.querySelector('pre').setAttribute('aria-label', `${type} JSON`);
  // Of a row of changes the last is enough, unless somebody is reading it.
  const newest = list.firstElementChild?.firstElementChild;
  if (type === 'vte-change' && newest?.className === type && !newest.open) newest.parentElement.remove();
  list.prepend(node('li', {}, entry));
  while (list.children.length > most) list.lastElementChild.remove();
}

for (const type of ['vte-ready', 'vte-change', 'vte-alert', 'vte-error']) el.addEventListener(type, (event) => log(type, event.detail));

el.addEventListener('vte-event', (e) => {
  const { event } = e.detail;
  log('vte-event', e.detail);
  const say = (answer) => { log('host', answer, `${event.type} ${event.seq} → ${answer.status}`); return answer; };
  const accept = () => {
    const record = (kept.state.records[event.contextId] ??= []);
    // The key makes it exactly once: a second delivery of the same event changes nothing.
    if (record.some(({ id }) => id === event.id)) return say({ status: 'duplicate', hostId: `HIS-${event.id.slice(-6)}` });
    record.push(structuredClone(event));
    kept.write();
    return say({ status: 'accepted', hostId: `HIS-${event.id.slice(-6)}` });
  };
  const answer = document.querySelector('[name=answer]:checked').value;
  if (answer === 'accept') e.detail.respondWith(Promise.resolve().then(accept));
  if (answer === 'late') e.detail.respondWith(new Promise((resolve) => setTimeout(() => resolve(accept()), 8000)));
  if (answer === 'reject') e.detail.respondWith(Promise.resolve(say({ status: 'rejected', issues: [{ code: 'E_REJECTED', message: { zh: '演示：HIS 拒绝了此事件', en: 'Demo: the HIS refuses this event' } }] })));
  if (answer === 'never') log('host', null, inPageLanguage('不回应；组件会重试', 'no answer; the element will retry'));
});

// --- The switches ----------------------------------------------------------------------------------------------------
function speak(lang) {
  document.documentElement.lang = lang;
  el.lang = lang;
  document.title = lang === 'en' ? 'Virchow demo' : 'Virchow 演示';
  document.querySelector(`[name=lang][value="${lang}"]`).checked = true;
}
document.addEventListener('change', ({ target }) => {
  if (target.name === 'lang') speak(target.value);
  if (target.name === 'user') el.user = users[target.value];
});
byId('clear').addEventListener('click', () => { byId('log').replaceChildren(); byId('quiet').hidden = false; });
byId('afresh').addEventListener('click', () => {
  // New admissions, so nothing signed or drafted before is met again. A host never deletes a record; a demo may.
  kept.state = { round: kept.state.round + 1, records: {} };
  kept.write();
  byId('log').replaceChildren();
  byId('quiet').hidden = false;
  open(current);
});
byId('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(byId('snippet').textContent);
    byId('said').textContent = inPageLanguage('已复制', 'Copied');
  } catch {
    getSelection().selectAllChildren(byId('snippet')); // plain http has no clipboard
    byId('said').textContent = inPageLanguage('已选中，请按 Ctrl+C', 'Selected; press Ctrl+C');
  }
});
if (innerWidth < 1180) byId('console').open = query.has('console');

showPatients();
speak(query.get('lang') === 'en' ? 'en' : 'zh-CN');
// A reload must not leave another user's radio ticked.
for (const radio of document.querySelectorAll('[name=user]')) radio.checked = radio.value === 'nurse';
el.user = users.nurse;
el.outputs = ['flat'];
open(current);
setTimeout(() => { byId('late').hidden = Boolean(customElements.get('vte-assessment')); }, 15_000);
customElements.whenDefined('vte-assessment').then(() => { byId('late').hidden = true; });
