// SMART Web Messaging (STU1) and the draft SDC profile against hosts written from their text, in and out of order. The FHIR
// content itself is a stand-in here: what is tested is the protocol, and that without content nothing pretends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NURSE } from './driver.mjs';
import { frames } from './frames.mjs';
import { pause } from './stage.mjs';

const STAND_IN = `
const base = 'https://example.org/fhir/Questionnaire/';
export const questionnaire = id => ({ resourceType: 'Questionnaire', url: base + id, status: 'active', item: [] });
export const responseFrom = state => ({ resourceType: 'QuestionnaireResponse', questionnaire: base + state.instrument, status: state.status, subject: state.subject,
  item: Object.entries(state.flat).filter(([key, value]) => key.includes('.') && value !== null).map(([linkId, value]) => ({ linkId, answer: [{ valueBoolean: value }] })) });
export const answersFrom = response => ({ answers: Object.fromEntries((response.item ?? []).map(item => [item.linkId, item.answer[0].valueBoolean])) });
export const extract = event => ({ resourceType: 'Bundle', type: 'transaction', entry: ['Observation', 'RiskAssessment'].map((resourceType, n) => ({
  fullUrl: 'urn:uuid:' + n, resource: { resourceType, status: 'final', note: [{ text: event.id }], ...(n && { basis: [{ reference: 'urn:uuid:0' }] }) }, request: { method: 'POST', url: resourceType, ifNoneExist: 'identifier=' + event.id + n } })) });
`;
const at = frames();
const INTEROP = '/virchow/v1/more/interop.js';
const content = there => { at.widget.override[INTEROP] = there ? { body: STAND_IN, type: 'text/javascript' } : { status: 404, body: '' }; };
const ask = (type, payload, more) => at.run((type, payload, more) => ehr.ask(type, payload, more), type, payload ?? undefined, more);
const QUESTIONNAIRE = { resourceType: 'Questionnaire', url: 'https://example.org/fhir/Questionnaire/padua' };
const PATIENT = { resourceType: 'Patient', id: '7', gender: 'male', birthDate: '1950-01-02', name: [{ text: '赵*' }] };
let stays = 0;
const context = () => ({ subject: { reference: 'Patient/7' }, encounter: { reference: `Encounter/${process.pid}-${++stays}` }, author: { reference: 'Practitioner/n', display: '李护士' },
  launchContext: [{ name: 'patient', contentResource: PATIENT }, { name: 'user', contentResource: { resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/n', display: '李护士' }, code: [{ coding: [{ code: 'nurse' }] }] } }] });
async function host(speaks, there = true) {
  content(there);
  await at.open('smart.html', `&speaks=${speaks}`);
}
const settled = name => at.inside(widget => widget.until((el, $, $$, name) => document.getElementById('content').dataset.host === name, name, { args: [name], timeout: 9000 }));
async function form(whole = context()) {
  await host('sdc');
  await at.run(() => ehr.until(() => ehr.hellos > 0));
  assert.ok((await ask('status.handshake', {})).application, 'handshake');
  for (const [type, payload] of [['sdc.configure', {}], ['sdc.configureContext', { context: whole }], ['sdc.displayQuestionnaire', { questionnaire: QUESTIONNAIRE }]]) {
    const answer = await ask(type, payload);
    assert.equal(answer.status, 'success', `${type}: ${JSON.stringify(answer)}`);
  }
  return whole;
}

test('a SMART host answers our handshake and is heard; hello went first', async () => {
  await host('smart');
  await settled('smart');
  const { got, hellos } = await at.run(() => ({ got: ehr.got, hellos: ehr.hellos }));
  assert.ok(hellos >= 1);
  assert.deepEqual(Object.keys(got[0]).sort(), ['messageId', 'messageType', 'messagingHandle', 'payload']);
  assert.equal(got[0].messageType, 'status.handshake');
  assert.equal(got[0].messagingHandle, 'smart-handle');
});

test('three tries, 0.5, 1 and 2 s apart, and nobody: the form waits for a person, and the result is taken away by hand', async () => {
  await host('silent');
  await at.inside(widget => widget.until(() => document.querySelector('[data-panel="none"]'), 'the panel', { timeout: 9000 }));
  const tries = await at.run(() => ehr.got.filter(m => m.messageType === 'status.handshake').length);
  assert.equal(tries, 3);
  await at.inside(async widget => {
    assert.match(await widget.run(() => document.querySelector('[data-panel="none"]').textContent), /未连接到HIS.*No host answers/);
    await widget.session.run(() => document.querySelector('[data-frame-action="start"]').click());
    assert.deepEqual(await widget.run(() => [...document.querySelectorAll('#bar button')].map(b => b.dataset.frameAction)), ['copy', 'print', 'download']);
    const name = await widget.run(async () => {
      const made = new Promise(done => { HTMLAnchorElement.prototype.click = function () { done([this.download, this.href.slice(0, 5)]); }; });
      document.querySelector('[data-frame-action="download"]').click();
      return made;
    });
    assert.deepEqual(name, ['vte.json', 'blob:']);
  });
});

test('scratchpad: one entry a resource, references as the scratchpad names them, once however often it is tried', async () => {
  await host('smart');
  await settled('smart');
  await at.inside(async widget => {
    await widget.until(el => el.chart, 'the launch as context');
    await widget.run((el, $, $$, user) => { el.setAttribute('instrument', 'padua'); el.user = user; }, NURSE);
    await widget.fillRest();
  });
  // The first answers are lost on the way, after the EHR has written.
  await at.run(() => { let n = 0; ehr.bend['scratchpad.create'] = m => { if (n++ > 1) return undefined; ehr.serve['scratchpad.create'](m.payload); return { status: '500 Internal Server Error' }; }; });
  await at.inside(async widget => { await widget.press('[data-action="sign"]'); await widget.untilDelivery('confirmed', { timeout: 20_000 }); });
  const all = await at.run(() => [...ehr.scratchpad]);
  assert.deepEqual(all.map(([place]) => place), ['Observation/r1', 'RiskAssessment/r2']);
  assert.equal(all[1][1].basis[0].reference, 'Observation/r1');
  await at.inside(widget => widget.session.run(() => document.querySelector('[data-frame-action="close"]').click()));
  assert.equal(await at.run(() => ehr.until(() => ehr.done)), 1);
});

test('an amendment takes the place of what it amends', async () => {
  await host('smart');
  await settled('smart');
  const event = (type, id, body = {}) => ({ type, id, contextId: undefined, body });
  const types = await at.run(async origin => {
    const [{ smart }] = [await import(`${origin}/virchow/v1/more/smart.js`).catch(() => ({}))];
    return typeof smart;
  }, at.his.origin);
  assert.equal(types, 'function');
  at.his.override[INTEROP] = { body: STAND_IN, type: 'text/javascript' };
  const pad = await at.run(async (first, second) => {
    // The module alone, with this page's EHR: the same code that runs in the frame.
    const held = new Map(), log = [];
    const serve = ({ messageType, payload }) => {
      log.push(messageType);
      if (messageType === 'scratchpad.read') return { scratchpad: { entry: [...held].map(([, resource]) => ({ resource })) } };
      if (messageType === 'scratchpad.create') { const id = `x${held.size}`; held.set(`${payload.resource.resourceType}/${id}`, { ...payload.resource, id }); return { status: '201 Created', location: `${payload.resource.resourceType}/${id}` }; }
      if (messageType === 'scratchpad.update') { held.set(payload.location, payload.resource); return { status: '200 OK' }; }
      return {};
    };
    const { smart } = await import('/virchow/v1/more/smart.js');
    const element = Object.assign(document.createElement('div'), { state: 'ready', record: [] });
    const carrier = smart({ element, handle: 'h', refused: {}, curtain() {}, app: () => ({ app: {}, instruments: [] }), settled() {}, send: message => queueMicrotask(() => carrier.take({ messageId: Math.random().toString(), responseToMessageId: message.messageId, payload: serve(message) })) });
    const offer = event => new Promise(done => carrier.event({ event, respondWith: done }));
    const answers = [await offer(first), await offer(first), await offer(second), await offer(second)];
    return { answers: answers.map(a => a.status), log, places: [...held.keys()], notes: [...held.values()].map(r => r.note[0].text) };
  }, event('assessed', 'e1'), event('amended', 'e2', { of: 'e1' })).finally(() => { delete at.his.override[INTEROP]; });
  assert.deepEqual(pad.answers, ['accepted', 'duplicate', 'accepted', 'duplicate'], JSON.stringify(pad));
  assert.deepEqual(pad.notes, ['e2', 'e2']);
});

test('fhir.http where the host says that it has it: one transaction, ids that a second one meets again', async () => {
  await host('silent');
  await at.run(() => { ehr.capabilities = ['scratchpad', 'fhir.http', 'ui.launchActivity']; ehr.speaks = 'smart'; });
  await settled('smart');
  await at.inside(async widget => {
    await widget.until(el => el.chart, 'the launch as context');
    await widget.run((el, $, $$, user) => { el.setAttribute('instrument', 'padua'); el.user = user; }, NURSE);
    await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the form');
    await widget.press('[data-item="active_cancer"]', '[data-item="previous_vte"]');
  });
  await at.run(() => { let n = 0; ehr.bend['fhir.http'] = m => { if (n++) return undefined; ehr.serve['fhir.http'](m.payload); return null; }; });
  await at.inside(async widget => { await widget.fillRest(); await widget.press('[data-action="sign"]'); });
  const written = await at.run(() => ehr.until(() => ehr.fhir.size === 2 && [...ehr.fhir.keys()]));
  assert.equal(written.length, 2);
  assert.equal(await at.run(() => ehr.scratchpad.size), 0);
  assert.deepEqual(await at.run(() => ehr.until(() => ehr.activities[0])), { activityType: 'order-review', activityParameters: {} });
});

test('SDC in order: configured, given a patient, shown, answered, read back, extracted', async () => {
  const whole = await form();
  await settled('sdc');
  await at.inside(async widget => {
    await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the Padua form');
    assert.deepEqual(await widget.run(el => [el.chart.contextId, el.chart.patient.sex, el.user.role]), [`fhir:${whole.encounter.reference}`, 'male', 'nurse']);
    await widget.click('[data-item="active_cancer"]');
  });
  const changed = await at.run(() => ehr.until(() => ehr.got.findLast(m => m.messageType === 'sdc.ui.changedQuestionnaireResponse' && m.payload.changedLinkIds.includes('active_cancer'))));
  assert.ok(changed.payload.questionnaireResponse.item.some(item => item.linkId === 'padua.active_cancer' && item.answer[0].valueBoolean));
  assert.ok(await at.run(() => ehr.until(() => ehr.got.find(m => m.messageType === 'sdc.ui.changedFocus' && m.payload.linkId === 'active_cancer'))));
  const current = await ask('sdc.requestCurrentQuestionnaireResponse', {});
  assert.equal(current.questionnaireResponse.status, 'in-progress');
  assert.deepEqual(current.envelope, ['messageId', 'messageType', 'payload', 'responseToMessageId'], 'an answer carries no handle');
  assert.equal((await ask('sdc.requestExtract', {})).outcome.issue[0].code, 'not-found');
  await at.inside(async widget => { await widget.fillRest(); await widget.press('[data-action="sign"]'); await widget.untilDelivery('confirmed'); });
  const extracted = await ask('sdc.requestExtract', {});
  assert.deepEqual(extracted.extractedResources.map(resource => resource.resourceType), ['Observation', 'RiskAssessment']);
});

test('state to response to state', async () => {
  await form();
  await at.inside(async widget => { await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the form'); await widget.press('[data-item="active_cancer"]', '[data-item="thrombophilia"]'); await widget.untilScore(7); });
  const { questionnaireResponse } = await ask('sdc.requestCurrentQuestionnaireResponse', {});
  await form();
  const answer = await ask('sdc.displayQuestionnaireResponse', { questionnaireResponse });
  assert.equal(answer.status, 'success', JSON.stringify(answer));
  await at.inside(widget => widget.untilScore(7));
});

test('SDC out of order: each phase too early is answered with an error and what comes first; nothing regresses', async () => {
  await host('sdc');
  await at.run(() => ehr.until(() => ehr.hellos > 0));
  const early = async type => { const { status, outcome } = await ask(type, { context: context(), questionnaire: QUESTIONNAIRE, questionnaireResponse: { resourceType: 'QuestionnaireResponse' } }); return [status, outcome?.resourceType, outcome?.issue[0].code, outcome?.issue[0].diagnostics.match(/: (\w+) comes/)?.[1]]; };
  const later = ['sdc.configure', 'sdc.configureContext', 'sdc.displayQuestionnaire', 'sdc.displayQuestionnaireResponse', 'sdc.requestCurrentQuestionnaireResponse', 'sdc.requestExtract'];
  for (const type of later) assert.deepEqual(await early(type), ['error', 'OperationOutcome', 'business-rule', 'handshake'], type);
  await ask('status.handshake');   // no payload at all
  for (const type of later.slice(1)) assert.deepEqual((await early(type)).slice(0, 3), ['error', 'OperationOutcome', 'business-rule'], type);
  assert.equal((await ask('sdc.configure')).status, 'success');
  for (const type of later.slice(2)) assert.equal((await early(type))[3], 'configureContext', type);
  const whole = context();
  assert.equal((await ask('sdc.configureContext', { context: whole })).status, 'success');
  for (const type of later.slice(4)) assert.equal((await early(type))[3], 'displayQuestionnaire', type);
  assert.equal((await ask('sdc.displayQuestionnaire', { questionnaire: QUESTIONNAIRE.url })).status, 'success', 'by its canonical');
  assert.ok((await ask('status.handshake', {})).application);
  assert.equal((await ask('sdc.configure', {})).status, 'success');
  assert.ok((await ask('sdc.requestCurrentQuestionnaireResponse', {})).questionnaireResponse, 'still ready');
});

test('foreign Questionnaires, foreign patients over unsigned answers, and nonsense are answered, and change nothing', async () => {
  const whole = await form();
  for (const questionnaire of [{ resourceType: 'Questionnaire', url: 'https://else.example/Questionnaire/padua' }, { resourceType: 'Questionnaire', url: 'https://example.org/fhir/Questionnaire/phq9' }, {}, 7, null, undefined]) {
    const { status, outcome } = await ask('sdc.displayQuestionnaire', { questionnaire });
    assert.deepEqual([status, outcome.issue[0].code], ['error', 'not-supported'], JSON.stringify(questionnaire));
  }
  await at.inside(async widget => { await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the form'); await widget.press('[data-item="active_cancer"]'); });
  for (const [type, payload] of [['sdc.configureContext', { context: context() }], ['sdc.displayQuestionnaire', { questionnaire: QUESTIONNAIRE, context: { encounter: { reference: 'Encounter/else' } } }]]) {
    const { status, outcome } = await ask(type, payload);
    assert.deepEqual([status, outcome.issue[0].code], ['error', 'lock-error'], type);
  }
  assert.equal(await at.inside(widget => widget.run(el => el.chart.contextId)), `fhir:${whole.encounter.reference}`);
  const code = async (...args) => { const answer = await ask(...args); return answer && [answer.status, answer.outcome.issue[0].code]; };
  assert.deepEqual(await code('sdc.unheardOf', {}), ['error', 'not-supported']);
  assert.deepEqual(await code('sdc.configure', 'text'), ['error', 'structure']);
  assert.deepEqual(await code('sdc.configure', [1]), ['error', 'structure']);
  assert.deepEqual(await code('sdc.configure', { configuration: { user: { id: 1 } } }), ['error', 'invalid']);
  assert.deepEqual(await code('sdc.configure', {}, { messagingHandle: 'another' }), ['error', 'security']);
  assert.deepEqual(await code('sdc.displayQuestionnaire', { questionnaire: { url: 'x'.repeat(1100000) } }), ['error', 'too-long']);
  await ask('sdc.configure', {}, { messageId: 'twice' });
  await at.run(() => { ehr.got.length = 0; });
  assert.deepEqual(await code('sdc.configure', {}, { messageId: 'twice' }), ['error', 'duplicate']);
  await at.run(() => { ehr.post({ messageType: 'sdc.configure' }); ehr.post({ messageType: 'sdc.configure', messageId: 7 }); ehr.post({ responseToMessageId: 'nobody', messageId: 'x', payload: {} }); ehr.post({ messageType: 'react-devtools' }); });
  assert.equal((await ask('sdc.configure', {})).status, 'success');
});

test('context merges by name when it comes with a Questionnaire, and replaces when it comes alone', async () => {
  const whole = await form();
  const again = await ask('sdc.displayQuestionnaire', { questionnaire: QUESTIONNAIRE, context: { launchContext: [{ name: 'patient', contentResource: { ...PATIENT, gender: 'female' } }] } });
  assert.equal(again.status, 'success', JSON.stringify(again));
  assert.deepEqual(await at.inside(widget => widget.run(el => [el.chart.contextId, el.chart.patient.sex])), [`fhir:${whole.encounter.reference}`, 'female']);
  const next = { encounter: { reference: `Encounter/next-${process.pid}` } };
  assert.equal((await ask('sdc.configureContext', { context: next })).status, 'success');
  assert.deepEqual(await at.inside(widget => widget.run(el => [el.chart.contextId, el.chart.patient.sex ?? null])), [`fhir:${next.encounter.reference}`, null]);
});

test('without FHIR content: not-supported, and what is signed stays unconfirmed', async () => {
  await host('sdc', false);
  await at.run(() => ehr.until(() => ehr.hellos > 0));
  await ask('status.handshake', {});
  await ask('sdc.configure', {});
  await ask('sdc.configureContext', { context: context() });
  const { status, outcome } = await ask('sdc.displayQuestionnaire', { questionnaire: QUESTIONNAIRE });
  assert.deepEqual([status, outcome.issue[0].code], ['error', 'not-supported']);
  assert.match(outcome.issue[0].diagnostics, /[\u4e00-\u9fff].*\/ .*[a-z]/);
});

test('after vte/1 has the frame, SMART words are refused; no request left the two origins', async () => {
  await at.open('raw.html');
  assert.ok(await at.run(() => raw.started()));
  await at.run(() => { raw.iframe.contentWindow.postMessage({ messagingHandle: raw.H, messageId: 'x', messageType: 'sdc.requestCurrentQuestionnaireResponse' }, raw.frameOrigin); });
  await pause(300);
  assert.ok((await at.run(() => raw.ask('vte.ping', {}))).refused.E_PHASE >= 1);
  const origins = new Set((await at.browser.requested()).map(url => new URL(url).origin));
  assert.ok([...origins].every(origin => origin === at.his.origin || origin === at.widget.origin), [...origins].join());
});
