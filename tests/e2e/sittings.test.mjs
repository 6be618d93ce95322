// The frame's side of vte/1 with patients that change while something waits: nothing that began with one is told under another.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { line, refusal } from '../../src/web/frame/line.js';
import { vte1 } from '../../src/web/frame/session.js';
import { sitting } from '../../src/web/frame/sitting.js';
import { Element, gate, hostOf, turns } from './ports.mjs';

const of = (contextId, patient = {}) => ({ contextId, patient: { ref: `Patient/${contextId}`, sex: 'female', birthDate: '1950-01-02', ...patient }, facts: [] });

/** A session over a line, as frame.js makes it. */
async function start(element = new Element()) {
  const curtains = [];
  const session = vte1({ element, content: { getBoundingClientRect: () => ({ height: 0 }) }, app: () => ({}), curtain: shown => curtains.push(shown), lost() {} });
  const shake = () => {
    let talk;
    const host = hostOf(message => talk.take(message));
    talk = session.begin(message => queueMicrotask(() => host.end.take(structuredClone(message))), { handle: 'h', nonceH: 'n', capabilities: { close: true } });
    return host;
  };
  const host = shake();
  await turns();
  return { element, session, host, curtains, shake };
}
const codeOf = ({ error }) => error && [error.code, error.path, error.retryable];

test('a result that was asked of one patient is not given under the next, and not under another person of the same admission', async () => {
  for (const [next, force] of [[of('B'), true], [of('A', { ref: 'Patient/other' }), true], [of('A', { birthDate: '1949-01-02' }), true], [of('A', { sex: 'male' }), true]]) {
    const { element, host, session } = await start(), late = gate();
    await host.ask('vte.open', { chart: of('A') });
    element.results = late.opened;
    const asked = host.ask('vte.get', { outputs: ['flat', 'fhirR4'] });
    await turns();
    assert.equal(codeOf(await host.ask('vte.open', { chart: next, force })), undefined);
    late.open();
    assert.deepEqual(codeOf(await asked), ['E_CONTEXT_MISMATCH', '', true]);
    const { contextId, result } = await host.ask('vte.get', {});
    assert.deepEqual([contextId, result.flat.contextId], [next.contextId, next.contextId]);
    session.end();
  }
});

test('a result of the same person is given, however often the chart was told again meanwhile; its state is that of the question', async () => {
  const { element, host, session } = await start(), late = gate();
  await host.ask('vte.open', { chart: of('A', { birthDate: undefined }) });
  element.results = late.opened;
  element.state = 'complete';
  const asked = host.ask('vte.get', {});
  await turns();
  await host.ask('vte.open', { chart: of('A') });
  await host.ask('vte.chart', { contextId: 'A', facts: [{ id: 'weight', value: 60 }] });
  element.state = 'sent';
  late.open();
  const { contextId, state } = await asked;
  assert.deepEqual([contextId, state], ['A', 'complete']);
  session.end();
});

test('another person under the same admission, over unsigned answers: E_CONFLICT, and the one before stays in hand', async () => {
  for (const patient of [{ ref: 'Patient/other' }, { birthDate: '1949-01-02' }, { sex: 'male' }]) {
    const { element, host, session } = await start();
    await host.ask('vte.open', { chart: of('A') });
    element.unsigned = true;
    assert.deepEqual(codeOf(await host.ask('vte.open', { chart: of('A', patient) })), ['E_CONFLICT', '/chart/patient', true]);
    await host.ask('vte.chart', { contextId: 'A', facts: [{ id: 'weight', value: 60 }] });
    assert.deepEqual(element.chart.patient, of('A').patient, 'facts are laid over the person before');
    assert.equal((await host.ask('vte.open', { chart: of('A', patient), force: true })).contextId, 'A');
    assert.deepEqual(element.chart.patient, of('A', patient).patient);
    session.end();
  }
});

test('a new handshake does not force another person over the answers of the same admission; a draft of another admission does not stand in the way', async () => {
  const { element, host, session, shake } = await start();
  await host.ask('vte.open', { chart: of('A') });
  element.unsigned = true;
  const next = shake();
  await turns();
  assert.deepEqual(codeOf(await next.ask('vte.open', { chart: of('A', { ref: 'Patient/other' }) })), ['E_CONFLICT', '/chart/patient', true]);
  assert.equal((await next.ask('vte.get', {})).error.code, 'E_PHASE');
  assert.equal((await next.ask('vte.open', { chart: of('B') })).contextId, 'B');
  session.end();
});

test('an answer that was asked for in one handshake is given in no other', async () => {
  const { element, host, session, shake } = await start(), late = gate();
  await host.ask('vte.open', { chart: of('A') });
  element.results = late.opened;
  host.ask('vte.get', {});
  await turns();
  const next = shake(), came = [], take = next.end.take;
  next.end.take = message => { came.push(message); take(message); };
  late.open();
  await turns();
  assert.deepEqual(came.filter(message => message.payload.result), []);
  session.end();
});

test('changes are told with the admission in which they happened, or not at all', async () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  try {
    const { host, session } = await start();
    await host.ask('vte.open', { chart: of('A') });
    session.change({ instrument: 'caprini', changed: ['age_61_74'] });
    await host.ask('vte.open', { chart: of('B') });
    session.change({ instrument: 'padua', changed: ['active_cancer'] });
    mock.timers.tick(300);
    await turns();
    assert.deepEqual(host.of('vte.change'), [{ contextId: 'B', instrument: 'padua', changed: ['active_cancer'] }]);
    // Away and back: what was on the way then is not of this sitting, though of this admission.
    session.change({ instrument: 'padua', changed: ['previous_vte'] });
    await host.ask('vte.open', { chart: of('A') });
    await host.ask('vte.open', { chart: of('B') });
    mock.timers.tick(300);
    await turns();
    assert.equal(host.of('vte.change').length, 1);
    session.end();
  } finally { mock.timers.reset(); }
});

test('an alert is said again only while its admission is open, and always with that one', async () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  try {
    const { host, session } = await start();
    host.answers['vte.alert'] = () => null;
    session.alert({ kind: 'suspected_vte', dueAt: null });
    await turns();
    assert.deepEqual(host.of('vte.alert'), [], 'nobody is open for this host');
    await host.ask('vte.open', { chart: of('A') });
    session.alert({ kind: 'review_required', dueAt: null });
    await turns();
    mock.timers.tick(5000);
    await turns();
    await host.ask('vte.open', { chart: of('B') });
    mock.timers.tick(5000);
    await turns();
    mock.timers.tick(5000);
    await turns();
    assert.deepEqual(host.of('vte.alert').map(alert => alert.contextId), ['A', 'A'], 'twice while A was open');
    // One that the element says to be of another admission is nobody's here.
    session.alert({ kind: 'review_required', dueAt: null, contextId: 'A' });
    await turns();
    assert.equal(host.of('vte.alert').length, 2);
    session.end();
  } finally { mock.timers.reset(); }
});

test('the wish to close is of the admission in which it was said', async () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  try {
    const { element, host, session } = await start();
    host.answers['vte.ui.close'] = () => null;
    await host.ask('vte.open', { chart: of('A') });
    element.state = 'in_progress';
    session.close('user');
    await turns();
    await host.ask('vte.open', { chart: of('B'), force: true });
    element.state = 'ready';
    mock.timers.tick(5000);
    await turns();
    assert.deepEqual(host.of('vte.ui.close'), [{ reason: 'user', dirty: true, contextId: 'A' }]);
    session.end();
  } finally { mock.timers.reset(); }
});

test('an error carries the admission that is open; those of an order to open carry the one that it opened', async () => {
  const { element, host, session } = await start();
  element.addEventListener('vte-error', event => session.error(event.detail));
  session.error(refusal('E_STORAGE', '', true));
  await host.ask('vte.open', { chart: of('A') });
  session.error(refusal('E_STORAGE', '', true));
  element.fault = [refusal('E_SCHEMA', '/chart/patients')];
  await host.ask('vte.open', { chart: of('B') });
  session.error({ ...refusal('E_STORAGE', '', true), contextId: 'A' });
  await turns();
  assert.deepEqual(host.of('vte.error').map(error => [error.code, error.contextId]), [['E_STORAGE', undefined], ['E_STORAGE', 'A'], ['E_SCHEMA', 'B']]);
  session.end();
});

test('a lock holds although a patient who was asked for before it comes later', async () => {
  const element = new Element(), ready = gate();
  const { host, session, curtains } = await start(element);
  element.whenReady = ready.opened;
  const opening = host.ask('vte.open', { chart: of('A') });
  await turns();
  await host.ask('vte.lock');
  ready.open();
  await opening;
  await turns();
  assert.equal(curtains.at(-1), true);
  assert.equal((await host.ask('vte.get', {})).error.code, 'E_LOCKED');
  assert.equal((await host.ask('vte.open', { chart: of('A') })).contextId, 'A');
  assert.equal(curtains.at(-1), false);
  session.end();
});

test('an event waits for its own admission, through any change of patients', async () => {
  const { host, session } = await start(), answers = [];
  const event = contextId => ({ event: { id: `e-${contextId}`, contextId }, outputs: {}, attempt: 1, respondWith: answer => answer.then(given => answers.push([contextId, given.status])) });
  host.answers['vte.event'] = () => ({ status: 'accepted' });
  await host.ask('vte.open', { chart: of('B') });
  session.event(event('A'));
  await turns();
  assert.deepEqual(host.of('vte.event'), []);
  await host.ask('vte.open', { chart: of('A') });
  await turns();
  assert.deepEqual(answers, [['A', 'accepted']]);
  session.end();
});

test('a host gets events of other admissions only if it has said so itself, in this handshake', async () => {
  const { element, host, session, shake } = await start();
  await host.ask('vte.configure', { outbox: 'all' });
  host.answers['vte.event'] = () => null;
  session.event({ event: { id: 'e', contextId: 'A' }, outputs: {}, attempt: 1, respondWith() {} });
  await turns();
  assert.equal(host.of('vte.event').length, 1, 'this host routes by itself');
  const next = shake();
  await turns();
  await next.ask('vte.open', { chart: of('B') });
  await turns();
  assert.deepEqual([element.outbox, next.of('vte.event')], ['context', []]);
  await next.ask('vte.open', { chart: of('A') });
  await turns();
  assert.equal(next.of('vte.event').length, 1);
  session.end();
});

test('whatever the clock is set to, fifty messages a second are taken and changes go on', async () => {
  const { now } = Date;
  try {
    for (const jump of [-3_600_000, 3_600_000, -4 * 365 * 86_400_000]) {
      const taken = [], end = line({ send: message => taken.push(message.payload.code ?? 'ok'), hears: { 'vte.ping': { act: () => ({}) } }, handle: 'h' });
      let seq = 0;
      const ping = () => end.take({ p: 'vte/1', messagingHandle: 'h', messageId: `m${seq}`, seq: seq++, messageType: 'vte.ping', payload: {} });
      Date.now = now;
      for (let n = 0; n < 60; n++) ping();
      await turns();
      assert.equal(taken.filter(code => code === 'ok').length, 50);
      Date.now = () => now() + jump;
      await new Promise(done => setTimeout(done, 1020));
      taken.length = 0;
      ping();
      await turns();
      assert.deepEqual(taken, ['ok'], `${jump} ms`);
    }
    const { host, session } = await start();
    await host.ask('vte.open', { chart: of('A') });
    for (const jump of [0, -3_600_000, 7_200_000]) {
      Date.now = () => now() + jump;
      session.change({ instrument: 'padua', changed: ['active_cancer'] });
      await new Promise(done => setTimeout(done, 300));
    }
    await turns();
    assert.equal(host.of('vte.change').length, 3);
    session.end();
  } finally { Date.now = now; }
});

test('a token holds through what is learnt of its person, and ends with another', () => {
  const screen = sitting(), nobody = screen.take();
  const unknown = screen.lay({ contextId: 'A', patient: {} });
  assert.ok(!nobody.holds() && unknown.holds());
  screen.lay({ contextId: 'A', patient: { ref: '1' } });
  screen.lay({ contextId: 'A', patient: { sex: 'male' } });
  assert.ok(unknown.holds(), 'nothing was contradicted');
  screen.lay({ contextId: 'A', patient: { ref: '2' } });
  assert.ok(!unknown.holds(), 'what was known of the person is not forgotten by a chart that leaves it out');
  assert.equal(unknown.now(() => 'seen'), undefined);
  assert.ok(Object.isFrozen(screen.take()));
});
