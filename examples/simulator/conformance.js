// Stands in for frame.html in an integrator's own page: point the iframe (or `src` of virchow-host) here, open a patient
// as usual, and read the report. It is written from the protocol's text and shares no code with the product. Everything it
// sends is fictional except contextId, which must be the host's: run it on a test system.
const query = new URLSearchParams(location.search), handle = query.get('h') ?? query.get('messaging_handle') ?? '';
const nonceC = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
const results = window.results = [];
const pause = wait => new Promise(done => setTimeout(done, wait));
let port, seq = 0, contextId = null;
const got = [], asked = [];
const id = () => `c-${Math.random().toString(36).slice(2)}`;

function check(rule, good, detail = '') {
  results.push({ rule, good: Boolean(good), detail });
  const row = document.getElementById('rows').insertRow();
  [results.length, rule, `${good ? 'pass / 通过' : 'FAIL / 不符'} ${detail}`].forEach((text, at) => { const cell = row.insertCell(); cell.textContent = text; if (at === 2) cell.className = good ? 'good' : 'bad'; });
}
const send = (messageType, payload, more) => {
  const message = { p: 'vte/1', messagingHandle: handle, messageId: id(), seq: ++seq, messageType, sentAt: new Date().toISOString(), payload, ...more };
  port.postMessage(message);
  return message.messageId;
};
async function until(find, within = 4000) {
  for (const end = Date.now() + within; Date.now() < end; await pause(25)) { const found = find(); if (found) return found; }
  return undefined;
}
const answer = (to, within) => until(() => got.find(message => message.responseToMessageId === to), within);
const code = message => message?.payload?.code;

const event = (of, name) => ({
  v: 1, id: `00000000-0000-7000-8000-${name.padStart(12, '0')}`, seq: 1, contextId: of, type: 'assessed', at: new Date().toISOString(), by: { id: 'conformance', name: 'Conformance test', role: 'trainee' },
  rules: { version: '0', sha256: '0'.repeat(64) }, body: { instrument: 'padua', test: true }, prev: null, hash: '0'.repeat(64),
});

addEventListener('message', async ({ data, source, origin, ports }) => {
  if (source !== parent || data?.messageType !== 'vte.init' || port) return;
  port = ports[0];
  check('vte.init comes from an origin, not "null"', /^https?:/.test(origin), origin);
  check('vte.init echoes nonceC', data.payload?.nonceC === nonceC);
  check('vte.init names the protocol and transfers one port', data.payload?.protocol === 'vte/1' && ports.length === 1);
  check('nonceH has 128 bits', typeof data.payload?.nonceH === 'string' && data.payload.nonceH.length >= 16);
  check('the messagingHandle is the one of the address', data.messagingHandle === handle);
  if (!port) return done();
  port.onmessage = ({ data }) => {
    got.push(data);
    if (data.responseToMessageId) return;
    asked.push(data);
    if (data.messageType === 'vte.open') contextId = data.payload?.chart?.contextId ?? null;
    // What a frame that works would say.
    const payload = data.messageType === 'vte.get' ? { state: 'ready', result: {} } : ['vte.open', 'vte.chart'].includes(data.messageType) ? { contextId, accepted: 0, rejected: [] } : {};
    port.postMessage({ p: 'vte/1', messageId: id(), responseToMessageId: data.messageId, seq: ++seq, payload });
  };
  await talk(data.payload);
  done();
});

async function talk({ nonceH }) {
  check('vte.ready is answered', await answer(send('vte.ready', { nonceH, capabilities: {}, instruments: ['padua'], langs: ['zh-CN', 'en'] })));
  check('a patient is opened (vte.open with chart.contextId)', await until(() => contextId, 20000));
  check('vte.ping is answered', await answer(send('vte.ping', {})));
  if (contextId) {
    const mine = event(contextId, '1');
    const first = await answer(send('vte.event', { event: mine, outputs: {}, attempt: 1 }), 15000);
    check('vte.event is answered within 15 s', first);
    check('its status is one of four', ['accepted', 'duplicate', 'rejected', 'pending'].includes(first?.payload?.status), first?.payload?.status);
    check('an answer names this admission or none', [undefined, contextId].includes(first?.payload?.contextId));
    const again = await answer(send('vte.event', { event: mine, outputs: {}, attempt: 2 }), 15000);
    check('the same event.id again is no second accepted', !(first?.payload?.status === 'accepted' && again?.payload?.status === 'accepted'), again?.payload?.status);
    const wrong = await answer(send('vte.event', { event: event(`${contextId}-of-somebody-else`, '2'), outputs: {}, attempt: 1 }), 15000);
    check('an event of another admission is not accepted', wrong && !['accepted', 'duplicate'].includes(wrong.payload?.status), code(wrong) ?? wrong?.payload?.status);
  }
  const before = got.length;
  const old = id();
  port.postMessage({ p: 'vte/1', messagingHandle: handle, messageId: old, seq: 1, messageType: 'vte.ping', payload: {} });
  await pause(600);
  check('a seq that does not grow is refused (E_REPLAY)', got.slice(before).some(message => code(message) === 'E_REPLAY') && !got.slice(before).some(message => message.responseToMessageId === old && !code(message)));
  check('an unknown type is refused (E_TYPE)', code(await answer(send('vte.unheard-of', {}))) === 'E_TYPE');
  check('more than 32 levels are refused (E_TOO_LARGE)', code(await answer(send('vte.ping', JSON.parse('{"a":'.repeat(50) + '1' + '}'.repeat(50))))) === 'E_TOO_LARGE');
  check('another protocol is refused (E_PROTOCOL)', code(await answer(send('vte.ping', {}, { p: 'vte/9' }))) === 'E_PROTOCOL');
  send('vte.ui.resize', { height: 640 });
  const seqs = got.map(message => message.seq);
  check('seq grows with every message', seqs.every((value, at) => Number.isInteger(value) && (at === 0 || value > seqs[at - 1])));
  check('after all that the line still works', await answer(send('vte.ping', {})));
}

function done() {
  const failed = results.filter(result => !result.good).length;
  document.getElementById('sum').textContent = failed ? `${failed} of ${results.length} rules are not met / ${failed} 条不符` : `All ${results.length} rules are met / 全部符合`;
  document.body.dataset.failed = failed;
  parent.postMessage({ conformance: results }, '*');
}
document.getElementById('save').addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ at: new Date().toISOString(), results }, null, 2)], { type: 'application/json' }));
  link.download = 'conformance.json';
  link.click();
});

for (let tries = 0; tries < 40 && !port; tries++) {
  parent.postMessage({ p: 'vte/1', messagingHandle: handle, messageId: id(), seq: ++seq, messageType: 'vte.hello', sentAt: new Date().toISOString(), payload: { protocols: ['vte/1'], nonceC, app: { name: 'Conformance test' } } }, '*');
  await pause(500);
}
if (!port) { check('vte.hello is answered with vte.init', false); done(); }
