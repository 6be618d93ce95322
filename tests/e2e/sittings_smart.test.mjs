// SMART and SDC with patients that change while FHIR content is still loading or the host still writes.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Element, gate, smartWith, some, turns } from './ports.mjs';

const patient = (id, more) => ({ subject: { reference: `Patient/${id}` }, encounter: { reference: `Encounter/${id}` }, author: { reference: 'Practitioner/n', display: 'N' }, launchContext: [{ name: 'patient', contentResource: { resourceType: 'Patient', id, gender: 'male', birthDate: '1950-01-02', ...more } }] });
const nurse = { name: 'user', contentResource: { resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/n', display: 'N' }, code: [{ coding: [{ code: 'nurse' }] }] } };
const CANONICAL = 'https://virchow.example/fhir/Questionnaire/padua|1';

/** As FHIR in reads the Patient of a Bundle. */
const personOf = text => {
  const { gender, birthDate } = JSON.parse(text).entry.find(({ resource }) => resource.resourceType === 'Patient')?.resource ?? {};
  return { sex: gender, birthDate };
};

/** Two resources an event, a response that names the answers, and a door that a test may hold shut. */
const content = () => ({
  loaded: undefined,
  questionnaire: () => ({ url: CANONICAL, item: [{ linkId: 'padua.active_cancer' }] }),
  responseFrom: text => ({ resourceType: 'QuestionnaireResponse', status: 'in-progress', item: Object.keys(JSON.parse(text).answers) }),
  answersFrom: () => ({ answers: {} }),
  prefill: text => ({ chart: { patient: personOf(text), facts: [] }, rejected: [] }),
  extract: text => { const { event } = JSON.parse(text); return { resourceType: 'Bundle', entry: ['QuestionnaireResponse', 'Observation', 'RiskAssessment'].map((resourceType, n) => ({ fullUrl: `urn:uuid:${event.id}-${n}`, resource: { resourceType, note: [{ text: event.id }] } })) }; },
});

async function start({ element = new Element(), speaks = content(), claimed = () => true, curtain } = {}) {
  const { smart } = await smartWith(speaks), sent = [], answers = {}, curtains = [];
  let next = 0;
  const carrier = smart({
    element, handle: 'h', refused: {}, curtain: curtain ?? (shown => curtains.push(shown)), app: () => ({ app: { element: '1' }, instruments: ['padua', 'caprini'] }), settled: claimed,
    send(message) {
      sent.push(structuredClone(message));
      const serve = !message.responseToMessageId && answers[message.messageType];
      if (serve) queueMicrotask(async () => { const payload = await serve(message.payload); if (payload) carrier.take({ messageId: `a${++next}`, responseToMessageId: message.messageId, payload }); });
    },
  });
  element.addEventListener('vte-change', event => carrier.change(event.detail));
  const ask = async (messageType, payload) => {
    const messageId = `q${++next}`;
    carrier.take({ messagingHandle: 'h', messageId, messageType, payload });
    return (await some(() => sent.find(message => message.responseToMessageId === messageId)))?.payload;
  };
  const said = type => sent.filter(message => message.messageType === type && !message.responseToMessageId).map(message => message.payload);
  return { carrier, element, sent, answers, curtains, ask, said, speaks };
}
async function form(options) {
  const it = await start(options);
  await it.ask('status.handshake', {});
  await it.ask('sdc.configure', {});
  assert.equal((await it.ask('sdc.configureContext', { context: patient('a') })).status, 'success');
  assert.equal((await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL })).status, 'success');
  return it;
}
const issue = answer => answer.outcome.issue[0].code;
const offer = (carrier, id, contextId, more) => new Promise(done => carrier.event({ event: { id, type: 'assessed', contextId, body: {}, ...more }, respondWith: done }));

test('a draft that waits for FHIR content is told of nobody once another patient is shown', async () => {
  const it = await form(), late = gate();
  it.element.results = late.opened;
  it.element.answers = { 'padua.active_cancer': 'yes' };
  it.carrier.change({ instrument: 'padua', changed: ['active_cancer'] });
  await new Promise(done => setTimeout(done, 300));
  assert.equal((await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL, context: patient('b') })).status, 'success');
  late.open();
  await turns();
  assert.deepEqual(it.said('sdc.ui.changedQuestionnaireResponse'), []);
  it.carrier.change({ instrument: 'padua', changed: ['active_cancer'] });
  await new Promise(done => setTimeout(done, 300));
  await turns();
  const [{ questionnaireResponse }] = it.said('sdc.ui.changedQuestionnaireResponse');
  assert.deepEqual([questionnaireResponse.subject, questionnaireResponse.item], [{ reference: 'Patient/b' }, []], 'the next one speaks for herself');
});

test('a change of one patient names no item under the next', async () => {
  const it = await form();
  it.carrier.change({ instrument: 'padua', changed: ['active_cancer'] });
  await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL, context: patient('b') });
  it.carrier.change({ instrument: 'padua', changed: [] });
  await new Promise(done => setTimeout(done, 300));
  await turns();
  assert.deepEqual(it.said('sdc.ui.changedQuestionnaireResponse').map(({ questionnaireResponse, changedLinkIds }) => [questionnaireResponse.subject.reference, changedLinkIds]), [['Patient/b', []]]);
});

test('a form that the element shows and complains of is the one that is spoken of', async () => {
  const it = await form();
  it.element.fault = [{ code: 'E_INSTRUMENT', path: '/chart/encounter/setting', message: { zh: '中', en: 'en' } }];
  assert.equal((await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL, context: patient('b') })).status, 'error');
  assert.equal(it.element.chart.contextId, 'fhir:Encounter/b');
  const { questionnaireResponse } = await it.ask('sdc.requestCurrentQuestionnaireResponse', {});
  assert.equal(questionnaireResponse.subject.reference, 'Patient/b');
});

test('another sex or birth date under the same encounter, over unsigned answers: conflict, and nothing changes', async () => {
  for (const more of [{ gender: 'female' }, { birthDate: '1949-01-02' }]) {
    const it = await form();
    it.element.unsigned = true;
    const answer = await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL, context: patient('a', more) });
    assert.deepEqual([answer.status, issue(answer)], ['error', 'conflict']);
    assert.deepEqual([it.element.chart.patient.sex, it.element.chart.patient.birthDate], ['male', '1950-01-02']);
    it.element.unsigned = false;
    assert.equal((await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL, context: patient('a', more) })).status, 'success');
  }
});

test('who stood at the screen for one patient is not the user of the next, whatever was configured in between', async () => {
  const it = await start();
  await it.ask('status.handshake', {});
  await it.ask('sdc.configure', {});
  const first = patient('a');
  first.launchContext.push(nurse);
  await it.ask('sdc.configureContext', { context: first });
  await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL });
  assert.equal(it.element.user.id, 'Practitioner/n');
  await it.ask('sdc.configure', { configuration: { lang: 'en' } });
  await it.ask('sdc.configureContext', { context: patient('b') });
  assert.deepEqual([it.element.chart.contextId, it.element.user], ['fhir:Encounter/b', null]);
});

test('the focus is told of each patient', async () => {
  const it = await form(), item = { dataset: { item: 'active_cancer' } };
  const focus = () => it.element.dispatchEvent(Object.assign(new Event('focusin'), { composedPath: () => [item] }));
  focus(); focus();
  await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL, context: patient('b') });
  focus();
  assert.equal(it.said('sdc.ui.changedFocus').length, 2);
});

test('an event is told of its own admission only', async () => {
  const it = await form();
  it.answers['sdc.ui.changedQuestionnaireResponse'] = () => ({ status: 'success' });
  assert.deepEqual(await offer(it.carrier, 'e0', 'fhir:Encounter/b'), {}, 'not open');
  assert.equal((await offer(it.carrier, 'e1', 'fhir:Encounter/a')).status, 'accepted');
  assert.deepEqual(it.said('sdc.ui.changedQuestionnaireResponse').map(({ questionnaireResponse }) => questionnaireResponse.subject.reference), ['Patient/a']);
  const nobody = await start();
  assert.deepEqual(await offer(nobody.carrier, 'e2', 'fhir:Encounter/a'), {}, 'nobody is open');
});

/** An EHR with a scratchpad, whose writes can be held. */
async function ehr() {
  const it = await start(), held = new Map(), log = [];
  let hold;
  Object.assign(it.answers, {
    'status.handshake': () => ({ capabilities: ['scratchpad'], context: it.context }),
    'scratchpad.read': async () => ({ scratchpad: { entry: [...held.values()].map(resource => ({ resource })) } }),
    async 'scratchpad.create'({ resource }) {
      log.push(resource.note[0].text);
      const id = `r${held.size}`;
      held.set(id, { ...resource, id });
      await hold?.opened;
      return { status: '201 Created', location: `${resource.resourceType}/${id}` };
    },
  });
  return Object.assign(it, { held, log, hold: next => { hold = next; } });
}

test('of a scratchpad that is half written when another patient comes, nothing more is written under her', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const it = await ehr();
    it.context = patient('a');
    it.carrier.greet();
    await turns();
    mock.timers.tick(500);
    await some(() => it.element.chart);
    assert.equal(it.element.chart.contextId, 'fhir:Encounter/a');
    const door = gate();
    it.hold(door);
    const first = offer(it.carrier, 'e1', 'fhir:Encounter/a'), again = offer(it.carrier, 'e1', 'fhir:Encounter/a');
    await some(() => it.held.size);
    assert.equal(it.held.size, 1, 'two attempts at the same time are one');
    // A form host takes over with another patient.
    for (const [type, payload] of [['sdc.configure', {}], ['sdc.configureContext', { context: patient('b') }], ['sdc.displayQuestionnaire', { questionnaire: CANONICAL }]]) await it.ask(type, payload);
    assert.equal(it.element.chart.contextId, 'fhir:Encounter/b');
    it.hold(undefined);
    door.open();
    assert.deepEqual([await first, await again], [{}, {}]);
    assert.equal(it.held.size, 1, 'nothing more under the other patient');
  } finally { mock.timers.reset(); }
});

test('two attempts with one key write each resource once', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const it = await ehr(), door = gate();
    it.context = patient('a');
    it.carrier.greet();
    await turns();
    mock.timers.tick(500);
    await some(() => it.element.chart);
    it.hold(door);
    const both = [offer(it.carrier, 'e1', 'fhir:Encounter/a'), offer(it.carrier, 'e1', 'fhir:Encounter/a')];
    await some(() => it.held.size);
    it.hold(undefined);
    door.open();
    assert.deepEqual((await Promise.all(both)).map(answer => answer.status), ['accepted', 'accepted']);
    assert.equal(it.held.size, 3);
    assert.equal((await offer(it.carrier, 'e1', 'fhir:Encounter/a')).status, 'duplicate');
  } finally { mock.timers.reset(); }
});

test('a launch that waits for FHIR content is not laid over whom a form host has shown meanwhile', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const it = await start();
    let say;
    it.answers['status.handshake'] = () => new Promise(done => { say = done; });
    it.carrier.greet();
    await turns();
    for (const [type, payload] of [['status.handshake', {}], ['sdc.configure', {}], ['sdc.configureContext', { context: patient('b') }], ['sdc.displayQuestionnaire', { questionnaire: CANONICAL }]]) await it.ask(type, payload);
    say({ capabilities: [], context: patient('a') });
    await turns();
    mock.timers.tick(6000);
    await turns();
    assert.deepEqual(it.element.opens.map(([contextId]) => contextId), ['fhir:Encounter/b']);
  } finally { mock.timers.reset(); }
});

test('where another host has the form already, SMART and SDC are told so, and nothing is laid', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const it = await start({ claimed: () => false });
    it.answers['status.handshake'] = () => ({ capabilities: [], context: patient('a') });
    it.carrier.greet();
    await turns();
    mock.timers.tick(6000);
    await turns();
    assert.equal(issue(await it.ask('status.handshake', {})), 'business-rule');
    assert.deepEqual(it.element.opens, []);
  } finally { mock.timers.reset(); }
});

test('the clock may be set back by hours: requests are answered all the same', async () => {
  const { now } = Date;
  try {
    const it = await form();
    for (let n = 0; n < 45; n++) await it.ask('sdc.requestCurrentQuestionnaireResponse', {});
    Date.now = () => now() - 3_600_000;
    await new Promise(done => setTimeout(done, 1020));
    for (let n = 0; n < 20; n++) assert.ok((await it.ask('sdc.requestCurrentQuestionnaireResponse', {})).questionnaireResponse);
  } finally { Date.now = now; }
});

// ---- whose it is, and which stay ----

const stay = (id, more) => ({ name: 'encounter', contentResource: { resourceType: 'Encounter', id, status: 'in-progress', ...more } });

test('an Encounter that prefill refuses never becomes the admission, and what was not taken is said', async () => {
  const speaks = content();
  speaks.prefill = text => {
    const { entry } = JSON.parse(text);
    if (entry.length === 1) return { chart: { facts: [] }, rejected: [] };
    const at = entry.findIndex(({ resource }) => resource.resourceType === 'Encounter');
    assert.deepEqual(entry[0], { resource: { resourceType: 'Patient', id: 'a', gender: 'male', birthDate: '1950-01-02' } }, 'under the person of the context');
    const { status } = entry[at].resource;
    if (status === 'in-progress') return { chart: { facts: [], encounter: { ref: `Encounter/${entry[at].resource.id}`, admittedAt: entry[at].resource.period.start } }, rejected: [] };
    return { chart: { facts: [] }, rejected: [{ path: `/entry/${at}/resource/status`, code: 'E_REJECTED', message: { zh: '未采用', en: 'not taken' } }] };
  };
  for (const [status, contextId] of [['in-progress', 'fhir:Encounter/a'], ['cancelled', 'fhir:h:Patient/a']]) {
    const it = await start({ speaks }), whole = patient('a');
    whole.launchContext.push(stay('a', { status, period: { start: '2026-11-20T08:00:00+08:00' } }));
    for (const type of ['status.handshake', 'sdc.configure']) await it.ask(type, {});
    await it.ask('sdc.configureContext', { context: whole });
    const answer = await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL });
    assert.deepEqual([answer.status, it.element.chart.contextId, it.element.chart.encounter.admittedAt !== undefined], ['success', contextId, status === 'in-progress'], status);
    assert.equal(answer.outcome.issue.filter(({ severity }) => severity === 'warning').length, status === 'in-progress' ? 0 : 1);
  }
});

test('a context of two people is refused whole: the Patient that it holds and the subject that it names', async () => {
  const speaks = content();
  speaks.prefill = text => (JSON.parse(text).entry.filter(({ resource }) => resource.resourceType === 'Patient').length > 1 ? { error: { code: 'E_CONTEXT_MISMATCH', path: '/entry/1/resource', message: { zh: '两位患者', en: 'two patients' } } } : { chart: { facts: [] } });
  const it = await start({ speaks });
  for (const type of ['status.handshake', 'sdc.configure']) await it.ask(type, {});
  await it.ask('sdc.configureContext', { context: { ...patient('a'), subject: { reference: 'Patient/b' } } });
  const { status, outcome } = await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL });
  assert.deepEqual([status, outcome.issue[0].code, it.element.chart], ['error', 'conflict', undefined]);
});

test('a response is read under the person of its context; "cannot be known" and notes come back as they were', async () => {
  const speaks = content(), asked = [];
  speaks.answersFrom = text => {
    const given = JSON.parse(text);
    if (!given.questionnaireResponse) return { instrument: 'padua', answers: { 'padua.active_cancer': true }, notes: {} };
    asked.push(given);
    return { instrument: 'padua', answers: { 'padua.active_cancer': true, 'padua.bmi_ge_30': null }, notes: { 'padua.active_cancer': 'n', 'padua.bmi_ge_30': 'm' } };
  };
  speaks.responseFrom = text => ({ resourceType: 'QuestionnaireResponse', status: 'in-progress', item: JSON.parse(text) });
  const it = await start({ speaks });
  for (const type of ['status.handshake', 'sdc.configure']) await it.ask(type, {});
  await it.ask('sdc.configureContext', { context: patient('a') });
  await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL });
  const given = { resourceType: 'QuestionnaireResponse', subject: { reference: 'Patient/a' }, questionnaire: CANONICAL };
  assert.equal((await it.ask('sdc.displayQuestionnaireResponse', { questionnaireResponse: given })).status, 'success');
  assert.deepEqual(asked, [{ questionnaireResponse: given, bundle: { entry: [{ resource: { resourceType: 'Patient', id: 'a', gender: 'male', birthDate: '1950-01-02' } }] } }]);
  assert.deepEqual(it.element.chart.facts, [{ id: 'padua.active_cancer', value: true, source: 'QuestionnaireResponse' }], 'what cannot be known is no fact');
  const { questionnaireResponse } = await it.ask('sdc.requestCurrentQuestionnaireResponse', {});
  assert.deepEqual([questionnaireResponse.item.answers, questionnaireResponse.item.notes], [{ 'padua.active_cancer': true, 'padua.bmi_ge_30': null }, { 'padua.active_cancer': 'n', 'padua.bmi_ge_30': 'm' }]);
});

test('a Patient alone is read by the one reader, and what it says of the person is told to the host and stands on the screen', async () => {
  const speaks = content(), notes = [], dead = { path: '/entry/0/resource/deceasedBoolean', code: 'E_CONFLICT', message: { zh: '已故', en: 'has died' } };
  const partial = { path: '/entry/0/resource/birthDate', code: 'E_TIME', message: { zh: '不完整', en: 'only a year' } };
  speaks.prefill = () => ({ chart: { patient: { sex: 'male' }, facts: [] }, rejected: [dead, partial] });
  const it = await start({ speaks, curtain: (hidden, told) => notes.push([hidden, told]) });
  for (const type of ['status.handshake', 'sdc.configure']) await it.ask(type, {});
  await it.ask('sdc.configureContext', { context: patient('a', { birthDate: '1950', deceasedBoolean: true }) });
  const answer = await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL });
  assert.deepEqual([answer.status, answer.outcome.issue.filter(({ severity }) => severity === 'warning').map(({ diagnostics }) => diagnostics)], ['success', ['已故 / has died', '不完整 / only a year']]);
  assert.deepEqual([it.element.chart.patient.sex, it.element.chart.patient.birthDate], ['male', undefined]);
  assert.deepEqual(notes, [[false, [dead, partial]]]);
});

test('what the element only lists of a chart is a warning of the answer, and no failure of a form that is shown', async () => {
  const it = await form();
  it.element.fault = [{ code: 'E_TIME', path: '/chart/encounter/admittedAt', message: { zh: '晚于', en: 'Later' } }];
  const answer = await it.ask('sdc.displayQuestionnaire', { questionnaire: CANONICAL, context: patient('b') });
  assert.deepEqual([answer.status, answer.outcome.issue.at(-1).diagnostics], ['success', '晚于 / Later']);
});
