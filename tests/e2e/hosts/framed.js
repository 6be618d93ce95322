// A host that uses virchow-host.js as docs/for-hosts/integration.md says: posts each event to its own server and hands the answer back.
const query = new URLSearchParams(location.search);
window.host = { errors: [], changes: [], alerts: [], closed: [], seen: [], frames: [] };
host.start = async (options = {}) => {
  const { frame } = await import(`${query.get('module') ?? '/virchow/v1/virchow-host.js'}`);
  const place = document.getElementById('place').appendChild(document.createElement('div'));
  const made = frame(place, {
    src: `${query.get('frame')}/virchow/v1/frame.html`, lang: 'en', outputs: ['flat'], user: { id: 'n-07', name: '李护士', role: 'nurse' },
    onEvent: detail => {
      host.seen.push(detail);
      if (host.answer) return host.answer(detail);
      return fetch('/his/vte', { method: 'POST', body: JSON.stringify({ event: detail.event, attempt: detail.attempt }) }).then(r => r.json());
    },
    onChange: detail => host.changes.push(detail), onAlert: detail => host.alerts.push(detail), onError: error => host.errors.push(error),
    ...options,
  });
  host.frames.push(made);
  host.frame = made;
  return made;
};
host.until = async (check, within = 30000) => {
  const end = performance.now() + within;
  for (;;) { const value = check(); if (value) return value; if (performance.now() > end) return null; await new Promise(next => setTimeout(next, 15)); }
};
