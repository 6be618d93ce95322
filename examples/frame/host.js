// A page that shows two patients, one after the other, in one frame of another origin.
const origin = new URLSearchParams(location.search).get('frame') ?? location.origin;
// The library may be served by either side; it makes no request of its own.
const { frame } = await import('/virchow/v1/virchow-host.js');

// Stored: accepted. 409 and 422: refused for good. Anything else (no network, a restart, a login that ran out) throws, and is tried again.
const answered = response => {
  if (response.ok) return { status: 'accepted' };
  if ([409, 422].includes(response.status)) return { status: 'rejected' };
  throw new Error(`HTTP ${response.status}`);
};

window.vte = frame('#vte', {
  src: `${origin}/virchow/v1/frame.html`, lang: 'zh-CN', user: { id: 'n-07', name: '李护士', role: 'nurse' }, outputs: ['flat'],
  chart: { contextId: 'example-frame', patient: { label: '王*', sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'medical' }, facts: [{ id: 'weight', value: 70, unit: 'kg' }] },
  onEvent: ({ event }) => fetch('/his/vte', { method: 'POST', body: JSON.stringify(event) }).then(answered),
  onError: error => console.info(error.code, error.path),
});
