// What this hospital's information system knows of the open admission.
var chartFromTheHis = {
  contextId: 'adm-0017',
  patient: { ref: 'Patient/123', label: '王*', bed: '12-03', sex: 'female', birthDate: '1958-03-02' },
  encounter: { ref: 'Encounter/9', admittedAt: '2026-11-22T08:10:00+08:00', department: '骨科', setting: 'surgical', facility: { id: 'qbj', tier: 'county' } },
  facts: [
    { id: 'height', value: 1.6, unit: 'm', at: '2026-11-22T08:20:00+08:00', source: 'HIS' },
    { id: 'weight', value: 70, unit: 'kg', at: '2026-11-22T08:20:00+08:00', source: 'HIS' },
    { id: 'operation', value: { kind: 'laparoscopic', durationMin: 70, at: '2026-11-23T09:00:00+08:00' }, source: 'HIS' },
  ],
};
