// virchow-host.js with a frame of the test's own: what the frame says of one admission reaches no page that shows another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROTOCOL, line, refusal } from '../../src/web/frame/line.js';
import { turns } from './ports.mjs';

// As much of a page as the library touches.
let greet;
Object.assign(globalThis, {
  location: { href: 'http://his.example/', origin: 'http://his.example' }, HTMLElement: class { attachInternals() {} },
  addEventListener: (type, listener) => { greet = listener; }, removeEventListener() {},
  document: { adoptedStyleSheets: [], createElement: () => ({ setAttribute() {}, style: {}, contentWindow: { postMessage() {} } }) },
});
globalThis.window = globalThis;
const { frame } = await import('../../src/web/frame/host.js');
const chart = (contextId, patient = {}) => ({ contextId, patient });

/** A page, and the frame's end of its line. `answers[type]` says what the frame answers. */
async function start() {
  const told = [], hear = name => detail => { told.push([name, detail.contextId ?? detail.event?.contextId ?? null, detail.code ?? detail.kind]); return { status: 'accepted' }; };
  const vte = frame({ appendChild() {} }, { src: 'http://vte.example/frame.html', onAlert: hear('alert'), onError: hear('error'), onChange: hear('change'), onClose: hear('close'), onEvent: hear('event') });
  const answers = { 'vte.open': ({ chart: { contextId } }) => ({ contextId, accepted: 0, rejected: [] }) };
  const handle = new URL(vte.element.src).searchParams.get('h');
  const port = await new Promise(done => {
    vte.element.contentWindow.postMessage = (message, origin, [port]) => { nonceH = message.payload.nonceH; done(port); };
    greet({ source: vte.element.contentWindow, origin: 'http://vte.example', data: { p: PROTOCOL, messagingHandle: handle, messageType: 'vte.hello', payload: { protocols: [PROTOCOL], nonceC: 'c' } } });
  });
  const end = line({ send: message => port.postMessage(message), handle, largeAnswers: true, hears: Object.fromEntries(['vte.configure', 'vte.open', 'vte.chart', 'vte.get', 'vte.lock', 'vte.ping'].map(type => [type, { act: payload => answers[type]?.(payload) ?? {} }])) });
  port.onmessage = ({ data }) => end.take(data);
  await end.ask('vte.ready', { nonceH });
  const settle = () => new Promise(done => setTimeout(done, 30));
  return { vte, answers, end, told, settle, stop: () => { port.close(); return vte.close(); } };
}
let nonceH;
const rejected = promise => promise.then(() => undefined, error => [error.code, error.retryable]);

test('a result of another admission than the page means is not given to it', async () => {
  const it = await start();
  await it.vte.open(chart('A'));
  it.answers['vte.get'] = () => ({ contextId: 'B', state: 'ready', result: {} });
  assert.deepEqual(await rejected(it.vte.get()), ['E_CONTEXT_MISMATCH', true]);
  it.answers['vte.get'] = () => ({ contextId: 'A', state: 'ready', result: {} });
  assert.equal((await it.vte.get()).contextId, 'A');
  // Asked for under A and answered for A, but the page has opened B since.
  let answer;
  it.answers['vte.get'] = () => new Promise(done => { answer = done; });
  const asked = rejected(it.vte.get());
  await it.settle();
  await it.vte.open(chart('B'));
  answer({ contextId: 'A', state: 'ready', result: {} });
  assert.deepEqual(await asked, ['E_CONTEXT_MISMATCH', true]);
  // Another person under the same number, asked for before and answered after.
  const before = rejected(it.vte.get());
  await it.settle();
  await it.vte.open(chart('B', { ref: 'Patient/1' }));
  answer({ contextId: 'B', state: 'ready', result: {} });
  assert.equal(await before, undefined, 'what was not known of the person contradicts nothing');
  const next = rejected(it.vte.get());
  await it.settle();
  await it.vte.open(chart('B', { ref: 'Patient/2' }), { force: true });
  answer({ contextId: 'B', state: 'ready', result: {} });
  assert.deepEqual(await next, ['E_CONTEXT_MISMATCH', true]);
  // Asked for in one breath with the order to open.
  it.answers['vte.get'] = () => ({ contextId: 'C', state: 'ready', result: {} });
  const opening = it.vte.open(chart('C'));
  assert.equal((await it.vte.get()).contextId, 'C');
  await opening;
  await it.stop();
});

test('alerts, errors, changes and the wish to close reach the page only for the admission that is open', async () => {
  const it = await start();
  await it.vte.open(chart('A'));
  const say = async contextId => {
    await it.end.ask('vte.alert', { id: '1', contextId, kind: 'review_required', dueAt: null });
    it.end.tell('vte.error', { ...refusal('E_STORAGE', '', true), contextId });
    it.end.tell('vte.change', { contextId, changed: [] });
    await it.end.ask('vte.ui.close', { contextId, reason: 'user', dirty: false });
    await it.settle();
    return it.told.splice(0);
  };
  assert.deepEqual((await say('B')), []);
  assert.deepEqual((await say('A')).map(([name]) => name), ['alert', 'error', 'change', 'close']);
  it.end.tell('vte.error', refusal('E_WASM', '', true));
  await it.settle();
  assert.deepEqual(it.told.splice(0), [['error', null, 'E_WASM']], 'what is of no admission is always heard');
  await it.stop();
});

test('a handle that the page has closed tells nothing more of anybody', async () => {
  const it = await start();
  await it.vte.open(chart('A'));
  let answer, locked;
  it.answers['vte.open'] = () => new Promise((done, failed) => { answer = failed; });
  it.answers['vte.lock'] = () => new Promise(done => { locked = done; });
  const asked = rejected(it.vte.open(chart('B')));
  await it.settle();
  it.end.tell('vte.change', { contextId: 'A', changed: [] });
  const closed = it.vte.close();
  await it.settle();
  // B is refused and the lock is answered one after the other: what waited for the one comes after the other.
  answer(refusal('E_CONTEXT_BUSY', '', false));
  locked({});
  await closed;
  assert.equal((await asked)[0], 'E_CONTEXT_BUSY');
  await it.settle();
  assert.deepEqual(it.told, []);
  await it.stop();
});

test('what comes while another patient is being opened waits for how that ends: nothing is lost, and nothing is of another', async () => {
  const it = await start();
  await it.vte.open(chart('A'));
  let answer;
  it.answers['vte.open'] = () => new Promise((done, failed) => { answer = { done, failed }; });
  const both = async () => {
    await it.settle();
    for (const contextId of ['A', 'B']) await it.end.ask('vte.alert', { id: contextId, contextId, kind: 'reassess_due', dueAt: null });
    assert.deepEqual(it.told, [], 'the page may show either');
  };
  const refused = rejected(it.vte.open(chart('B')));
  await both();
  answer.failed(refusal('E_CONTEXT_BUSY', '', true));
  assert.deepEqual(await refused, ['E_CONTEXT_BUSY', true]);
  await it.settle();
  assert.deepEqual(it.told.splice(0), [['alert', 'A', 'reassess_due']], 'A stays open, and its alert comes');
  let heardAt;
  const opened = it.vte.open(chart('B'), { force: true }).then(() => { heardAt = it.told.length; });
  await both();
  answer.done({ contextId: 'B', accepted: 0, rejected: [] });
  await opened;
  await it.settle();
  assert.deepEqual([heardAt, it.told], [0, [['alert', 'B', 'reassess_due']]], 'after the page knows that B is open');
  await it.stop();
});

test('E_CONFLICT for another person under the same admission leaves open what was open', async () => {
  const it = await start();
  await it.vte.open(chart('A', { ref: 'Patient/1' }));
  const { 'vte.open': open } = it.answers;
  it.answers['vte.open'] = () => { throw refusal('E_CONFLICT', '/chart/patient', true); };
  assert.deepEqual(await rejected(it.vte.open(chart('A', { ref: 'Patient/2' }))), ['E_CONFLICT', true]);
  assert.equal(it.vte.contextId, 'A');
  it.answers['vte.get'] = () => ({ contextId: 'A', state: 'in_progress', result: {} });
  assert.equal((await it.vte.get()).state, 'in_progress');
  // A frame that comes back is given the person of before.
  const charts = [];
  it.answers['vte.open'] = payload => { charts.push(payload.chart.patient.ref); return open(payload); };
  await it.end.ask('vte.ready', { nonceH });
  await it.settle();
  assert.deepEqual(charts, ['Patient/1']);
  await it.stop();
});

test('the clock of the page may be set back by an hour: the frame is heard all the same', async () => {
  const { now } = Date, it = await start();
  try {
    await it.vte.open(chart('A'));
    for (let n = 0; n < 45; n++) await it.end.ask('vte.ping', {});
    Date.now = () => now() - 3_600_000;
    await new Promise(done => setTimeout(done, 1020));
    for (let n = 0; n < 20; n++) await it.end.ask('vte.ping', {});
    await it.end.ask('vte.event', { event: { id: 'e', contextId: 'A', prev: null }, outputs: {} });
    assert.deepEqual(it.told, [['event', 'A', undefined]]);
  } finally { Date.now = now; }
  await it.stop();
});
