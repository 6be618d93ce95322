// What this hospital's information system knows of the open admission. The times are those of a patient who came this morning,
// on whatever day this page is opened.
function hoursFromNow(hours) { return new Date(Date.now() + hours * 3600000).toISOString(); }
var chartFromTheHis = {
  contextId: 'adm-0017',
  patient: { ref: 'Patient/123', label: '王*', bed: '12-03', sex: 'female', birthDate: '1958-03-02' },
  encounter: { ref: 'Encounter/9', admittedAt: hoursFromNow(-2), department: '骨科', setting: 'surgical', facility: { id: 'qbj', tier: 'county' } },
  facts: [
    { id: 'height', value: 1.6, unit: 'm', at: hoursFromNow(-1.5), source: 'HIS' },
    { id: 'weight', value: 70, unit: 'kg', at: hoursFromNow(-1.5), source: 'HIS' },
    { id: 'operation', value: { kind: 'laparoscopic', durationMin: 70, at: hoursFromNow(22) }, source: 'HIS' },
  ],
};
