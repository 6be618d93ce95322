// A host as docs/for-hosts/integration.md says, with the test in place of the frame. In your page only `src` changes.
import { frame } from '/virchow/v1/virchow-host.js';

const origin = new URLSearchParams(location.search).get('frame') ?? location.origin;
const stored = new Map();
window.host = frame('#vte', {
  src: `${origin}/examples/simulator/conformance.html`,
  user: { id: 'n-07', name: '李护士', role: 'nurse' },
  chart: {
    contextId: 'conformance', patient: { label: '王*', sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'medical' },
    facts: [{ id: 'weight', value: 70, unit: 'kg', at: new Date().toISOString(), source: 'HIS' }],
  },
  // A table keyed by event.id, as a real one must be.
  onEvent({ event }) {
    const status = stored.has(event.id) ? 'duplicate' : 'accepted';
    stored.set(event.id, event);
    return { status };
  },
});
