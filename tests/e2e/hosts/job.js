// An instrumented host: keeps every event of every element on the page in window.seen, posts signed events and hands
// the server's own words to respondWith. window.answerWith, when set, answers instead.
window.seen = [];
window.failures = [];
addEventListener('error', e => window.failures.push(String(e.message)));
addEventListener('unhandledrejection', e => window.failures.push(String(e.reason)));
for (const type of ['vte-ready', 'vte-change', 'vte-before-sign', 'vte-event', 'vte-alert', 'vte-error']) {
  document.addEventListener(type, e => {
    const { respondWith, ...detail } = e.detail ?? {};
    window.seen.push({ type, from: e.target.id, time: performance.now(), detail: JSON.parse(JSON.stringify(detail)) });
    if (type === 'vte-before-sign' && window.vetoSign) e.preventDefault();
    if (type !== 'vte-event' || window.silent) return;
    if (window.answerWith) return window.answerWith(respondWith, detail);
    respondWith(fetch('/his/vte', { method: 'POST', body: JSON.stringify({ event: detail.event, attempt: detail.attempt, stored: detail.stored, outputs: detail.outputs }) }).then(r => r.json()));
  });
}
