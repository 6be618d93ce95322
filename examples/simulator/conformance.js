// Stands in for frame.html in an integrator's own page: point the iframe (or `src` of virchow-host) here, open a patient
// as usual, and read the report. It is written from the protocol's text and shares no code with the product; only the chart
// is read by the product, where it lies beside this page. Everything it sends is fictional except contextId, which must be
// the host's: run it on a test system.
import { RULES } from './rules.js';

const query = new URLSearchParams(location.search), handle = query.get('h') ?? query.get('messaging_handle') ?? '';
const results = window.results = [];
const hex = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
const pause = wait => new Promise(done => setTimeout(done, wait));
const id = () => `c-${hex()}`;

// ---- the line --------------------------------------------------------------------------------------------------------

let session, hostOrigin = '';
/** Everything of one handshake: its port, its counters, what came and what was opened. */
const fresh = () => ({ nonceC: hex(), port: null, init: null, seq: 0, got: [], contextId: null, chart: null, user: null });

addEventListener('message', ({ data, source, origin, ports }) => {
  if (source !== parent || data?.messageType !== 'vte.init' || session.port || !ports.length) return;
  const mine = session;
  hostOrigin = origin;
  Object.assign(mine, { init: data, ports: ports.length, port: ports[0] });
  mine.port.onmessage = ({ data }) => hear(mine, data);
});

function hear(mine, data) {
  mine.got.push(data);
  if (data.responseToMessageId) return;
  if (data.messageType === 'vte.open') { mine.chart = data.payload?.chart; mine.contextId = mine.chart?.contextId ?? null; }
  if (data.messageType === 'vte.configure' && data.payload?.user) mine.user = data.payload.user;
  if (data.messageType === 'vte.error') return;
  // What a frame that works would say.
  const payload = data.messageType === 'vte.get' ? { state: 'ready', result: {} } : ['vte.open', 'vte.chart'].includes(data.messageType) ? { contextId: mine.contextId, accepted: 0, rejected: [] } : {};
  mine.port.postMessage({ p: 'vte/1', messageId: id(), responseToMessageId: data.messageId, seq: ++mine.seq, payload });
}

const envelope = (messageType, payload, more) => ({ p: 'vte/1', messagingHandle: handle, messageId: id(), seq: ++session.seq, messageType, sentAt: new Date().toISOString(), payload, ...more });
function send(messageType, payload, more) {
  const message = envelope(messageType, payload, more);
  session.port.postMessage(message);
  return message.messageId;
}
async function until(find, within = 4000) {
  for (const end = Date.now() + within; Date.now() < end; await pause(25)) { const found = find(); if (found) return found; }
  return undefined;
}
const answer = (to, within) => until(() => session.got.find(message => message.responseToMessageId === to), within);
const code = message => message?.payload?.code;
const ask = async (messageType, payload, more, within) => answer(send(messageType, payload, more), within);

async function greet() {
  session = fresh();
  for (let tries = 0; tries < 40 && !session.port; tries++) {
    // Without data, as the frame's own; a test page does not know to which origin it may speak.
    parent.postMessage({ p: 'vte/1', messagingHandle: handle, messageId: id(), seq: tries + 1, messageType: 'vte.hello', sentAt: new Date().toISOString(), payload: { protocols: ['vte/1'], nonceC: session.nonceC, app: { name: 'Conformance test' } } }, '*');
    await until(() => session.port, 500);
  }
  return session.port;
}

// ---- the tests -------------------------------------------------------------------------------------------------------

const event = (of, seq) => ({
  v: 1, id: `${hex().slice(0, 8)}-0000-7000-8000-${String(seq).padStart(12, '0')}`, seq, contextId: of, type: 'assessed', at: new Date().toISOString(), by: { id: 'conformance', name: 'Conformance test', role: 'trainee' },
  rules: { version: '0', sha256: '0'.repeat(64) }, body: { instrument: 'padua', test: true }, prev: null, hash: '0'.repeat(64),
});
const STATUSES = ['accepted', 'duplicate', 'rejected', 'pending'];
const offer = (event, attempt = 1) => send('vte.event', { event, outputs: {}, attempt });
const taken = message => ['accepted', 'duplicate'].includes(message?.payload?.status);

async function run() {
  check('init', await greet());
  if (!session.port) return;
  const { init } = session;
  check('origin', /^https?:/.test(hostOrigin), hostOrigin);
  check('nonce', init.payload?.nonceC === session.nonceC);
  check('port', init.payload?.protocol === 'vte/1' && session.ports === 1);
  check('entropy', typeof init.payload?.nonceH === 'string' && init.payload.nonceH.length >= 16);
  check('handle', init.messagingHandle === handle);

  const hello = () => ask('vte.ready', { nonceH: init.payload?.nonceH, capabilities: {}, instruments: ['padua'], langs: ['zh-CN', 'en'] });
  check('ready', await hello());
  check('open', await until(() => session.contextId, 20000));
  await read();
  check('user', session.user);
  check('ping', await ask('vte.ping', {}));
  const { contextId } = session;
  check('alert', await ask('vte.alert', { id: id(), contextId, kind: 'review_required', dueAt: null }));
  if (contextId) await events(contextId);
  await refusals();
  await others(contextId);

  const before = innerHeight;
  send('vte.ui.resize', { height: before > 700 ? 640 : 900 });
  check('height', await until(() => innerHeight !== before, 1500));
  check('alive', await ask('vte.ping', {}));
  const seqs = session.got.map(message => message.seq);
  check('seq', seqs.every((value, at) => Number.isInteger(value) && (at === 0 || value > seqs[at - 1])));

  // Loaded anew, as a frame that the user reloads: another nonce, another port, nothing remembered.
  const again = await greet();
  if (again) await ask('vte.ready', { nonceH: session.init.payload?.nonceH, capabilities: {}, instruments: ['padua'], langs: ['zh-CN', 'en'] });
  check('reload', again && await until(() => session.contextId === contextId, 15000));
}

async function events(contextId) {
  const mine = event(contextId, 1), first = await answer(offer(mine), 15000), status = first?.payload?.status;
  check('event', first);
  check('status', STATUSES.includes(status), status);
  check('context', [undefined, contextId].includes(first?.payload?.contextId));
  const again = await answer(offer(mine, 2), 15000);
  check('once', again && !(status === 'accepted' && again.payload?.status === 'accepted'), again?.payload?.status);
  const late = event(contextId, 3), early = event(contextId, 2);
  const both = [offer(late), offer(early)];
  const answers = [await answer(both[0], 15000), await answer(both[1], 15000)].map(message => message?.payload?.status);
  check('order', answers.every(given => STATUSES.includes(given) && (given === 'rejected') === (status === 'rejected')), answers.join(', '));
  const wrong = await answer(offer(event(`${contextId}-of-somebody-else`, 1)), 15000);
  check('patient', wrong && !taken(wrong), code(wrong) ?? wrong?.payload?.status);
}

async function refusals() {
  const at = session.got.length, old = id();
  session.port.postMessage({ p: 'vte/1', messagingHandle: handle, messageId: old, seq: 1, messageType: 'vte.ping', payload: {} });
  await pause(600);
  const since = session.got.slice(at);
  check('replay', since.some(message => code(message) === 'E_REPLAY') && !since.some(message => message.responseToMessageId === old && !code(message)));
  const refused = async (rule, expected, messageType, payload, more) => { const said = code(await ask(messageType, payload, more)); check(rule, said === expected, said); };
  await refused('type', 'E_TYPE', 'vte.unheard-of', {});
  await refused('protocol', 'E_PROTOCOL', 'vte.ping', {}, { p: 'vte/9' });
  await refused('deep', 'E_TOO_LARGE', 'vte.ping', JSON.parse('{"a":'.repeat(50) + '1' + '}'.repeat(50)));
  await refused('large', 'E_TOO_LARGE', 'vte.alert', { more: 'x'.repeat(300_000) });
  await refused('proto', 'E_SCHEMA', 'vte.alert', JSON.parse('{"kind":"review_required","__proto__":{"x":1}}'));
  const from = session.got.length;
  send('vte.error', { code: 'E_INTERNAL', message: { zh: '测试', en: 'Test' }, retryable: false });
  await pause(600);
  check('error', !session.got.slice(from).some(message => message.responseToMessageId));
  await pause(1100);
  const burst = Array.from({ length: 120 }, () => send('vte.ping', {}));
  await until(() => session.got.filter(message => burst.includes(message.responseToMessageId)).length === 120, 3000);
  const over = session.got.filter(message => burst.includes(message.responseToMessageId) && code(message) === 'E_RATE').length;
  await pause(1100);
  check('rate', over >= 60 && await ask('vte.ping', {}), `${over} / 120`);
}

async function others(contextId) {
  const by = { window: [], stranger: [] };
  const listen = ({ data, source }) => { if (source === parent && data?.messageType !== 'vte.init') by.window.push(data); };
  addEventListener('message', listen);
  const message = envelope('vte.event', { event: event(contextId, 4), outputs: {}, attempt: 1 });
  parent.postMessage(message, '*');
  await pause(1200);
  removeEventListener('message', listen);
  const said = by.window.concat(session.got).filter(said => said?.responseToMessageId === message.messageId);
  check('window', !said.some(taken));

  // A frame of origin "null" inside this one: not the iframe that the host made, and of no origin.
  const nested = document.createElement('iframe');
  nested.sandbox = 'allow-scripts';
  nested.hidden = true;
  nested.src = `stranger.html?h=${encodeURIComponent(handle)}`;
  const hear = ({ data, source }) => { if (source === nested.contentWindow && data?.stranger) by.stranger.push(data); };
  addEventListener('message', hear);
  document.body.append(nested);
  await until(() => by.stranger.some(data => data.asked), 4000);
  await pause(1500);
  removeEventListener('message', hear);
  nested.remove();
  check('stranger', by.stranger.some(data => data.asked) && !by.stranger.some(data => data.answered));
}

/** By the product's own reader, where the product lies beside this page. */
async function read() {
  if (!session.chart) return;
  const product = await import(new URL(query.get('product') ?? '/virchow/v1/virchow.js', location.href)).catch(() => undefined);
  if (!product) return;
  await product.default();
  const asked = { chart: session.chart, at: new Date().toISOString(), unanswered: 'unknown' };
  // Which instrument: that is asked on the screen, and no fault of the chart; the facts are read all the same.
  const first = product.assess(asked), { error, issues = [] } = first.error?.code === 'E_INSTRUMENT' ? product.assess({ ...asked, instrument: 'padua' }) : first;
  // One fact that cannot be read is refused alone; what else is listed (a conflict, a result of tomorrow) is the ward's to settle.
  const unread = error ?? issues.find(({ code, path }) => path?.startsWith('/chart/facts/') && ['E_SCHEMA', 'E_UNIT', 'E_RANGE', 'E_ITEM', 'E_TOO_LARGE'].includes(code));
  check('chart', !unread, unread && `${unread.code} ${unread.path}`);
}

// ---- the report ------------------------------------------------------------------------------------------------------

function both(parent, { zh, en }, tag = 'span') {
  const english = document.createElement('span');
  english.lang = 'en';
  english.textContent = en;
  const line = document.createElement(tag);
  line.append(zh, document.createElement('br'), english);
  parent.append(line);
  return line;
}

function check(rule, good, detail = '') {
  const { zh, en, mend, note = false } = RULES[rule];
  results.push({ rule, good: Boolean(good), ...(note && { note }), zh, en, detail: String(detail ?? ''), ...(!good && { mend }) });
  const row = document.getElementById('rows').insertRow(), kind = good ? 'good' : note ? 'note' : 'bad';
  row.dataset.rule = rule;
  const cell = row.insertCell();
  cell.className = kind;
  both(cell, good ? { zh: '✓ 通过', en: 'met' } : note ? { zh: '△ 建议', en: 'advice' } : { zh: '✗ 不符', en: 'not met' });
  const words = row.insertCell();
  both(words, { zh, en });
  if (detail) words.append(document.createElement('br'), Object.assign(document.createElement('code'), { textContent: detail }));
  if (!good) both(words, mend, 'p').className = 'mend';
}

function done() {
  const failed = results.filter(result => !result.good && !result.note), sum = document.getElementById('sum');
  sum.textContent = '';
  both(sum, failed.length
    ? { zh: `✗ ${results.length} 条规则中 ${failed.length} 条不符：请按下列各条改正。`, en: `${failed.length} of ${results.length} rules are not met. What to mend stands at each.` }
    : { zh: `✓ ${results.length} 条规则全部符合。`, en: `All ${results.length} rules are met.` });
  sum.className = failed.length ? 'bad' : 'good';
  document.body.dataset.failed = failed.length;
  document.title = failed.length ? `✗ ${failed.length}` : '✓';
  // The page around may want to know; there is nothing of a patient in it.
  parent.postMessage({ conformance: results }, '*');
}

function download(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
document.getElementById('save').addEventListener('click', () => {
  const failed = results.filter(result => !result.good && !result.note).length;
  download('conformance.json', 'application/json', JSON.stringify({ protocol: 'vte/1', at: new Date().toISOString(), host: hostOrigin, rules: results.length, failed, results }, null, 2));
});
document.getElementById('page').addEventListener('click', async () => {
  const page = document.documentElement.cloneNode(true), style = document.createElement('style');
  style.textContent = await fetch('simulator.css').then(response => response.text());
  page.querySelectorAll('script, link, .buttons').forEach(node => node.remove());
  page.querySelector('head').append(style);
  download('conformance.html', 'text/html', `<!doctype html>\n${page.outerHTML}`);
});

run().catch(error => { both(document.getElementById('sum').appendChild(document.createElement('p')), { zh: '测试中断', en: 'The test broke off' }).append(` ${error}`); }).finally(done);
