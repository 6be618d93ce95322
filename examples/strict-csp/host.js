// The same ten lines as the plain page, in a file of their own: the policy allows no inline script.
const el = document.querySelector('vte-assessment');
el.user = { id: 'n-07', name: '李护士', role: 'nurse' };
el.chart = {
  contextId: 'example-strict', patient: { label: '王*', bed: '12-03', sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'medical' },
  facts: [{ id: 'height', value: 160, unit: 'cm' }, { id: 'weight', value: 70, unit: 'kg' }],
};
// Stored: accepted. 409 and 422: refused for good. Anything else (no network, a restart, a login that ran out) throws, and is tried again.
const answered = response => {
  if (response.ok) return { status: 'accepted' };
  if ([409, 422].includes(response.status)) return { status: 'rejected' };
  throw new Error(`HTTP ${response.status}`);
};
el.addEventListener('vte-event', event => event.detail.respondWith(
  fetch('/his/vte', { method: 'POST', body: JSON.stringify(event.detail.event) }).then(answered),
));
