// SMART Web Messaging (STU1) and the draft SDC profile against hosts written from their text, in and out of order, with the
// FHIR content that the product carries; and that without content nothing pretends.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from '../fhir/load.mjs';
import { medical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { frames } from './frames.mjs';
import { pause, until } from './stage.mjs';

const at = frames();
const INTEROP = '/virchow/v1/more/interop.js', SMART = '/virchow/v1/more/smart.js';
const content = there => { if (there) delete at.widget.override[INTEROP]; else at.widget.override[INTEROP] = { status: 404, body: '' }; };
const ask = (type, payload, more) => at.run((type, payload, more) => ehr.ask(type, payload, more), type, payload ?? undefined, more);
let QUESTIONNAIRE;
before(async () => { QUESTIONNAIRE = await (await load()).questionnaire('padua'); });
const PATIENT = { resourceType: 'Patient', id: '7', gender: 'male', birthDate: '1950-01-02', name: [{ text: '赵*' }] };
const CODED = { yes: true, no: false };
/** Item → answer, groups included; the computed totals apart. */
const answersIn = items => Object.fromEntries(items.flatMap(item => (item.item ? Object.entries(answersIn(item.item)) : item.answer?.[0].valueCoding ? [[item.linkId, CODED[item.answer[0].valueCoding.code] ?? null]] : [])));
let stays = 0;
const context = () => ({ subject: { reference: 'Patient/7' }, encounter: { reference: `Encounter/${process.pid}-${++stays}` }, author: { reference: 'Practitioner/n', display: '李护士' },
  launchContext: [{ name: 'patient', contentResource: PATIENT }, { name: 'user', contentResource: { resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/n', display: '李护士' }, code: [{ coding: [{ code: 'nurse' }] }] } }] });
async function host(speaks, there = true) {
  content(there);
  await at.open('smart.html', `&speaks=${speaks}`);
}
const settled = name => at.inside(widget => widget.until((el, $, $$, name) => document.getElementById('content').dataset.host === name, name, { args: [name] }));
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
  await at.inside(widget => widget.until(() => document.querySelector('[data-panel="none"]'), 'the panel'));
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
  await at.inside(async widget => { await widget.press('[data-action="sign"]'); await widget.untilDelivery('confirmed', { timeout: 40_000 }); });
  const all = await at.run(() => [...ehr.scratchpad]);
  const kinds = all.map(([place]) => place.split('/')[0]);
  for (const kind of ['QuestionnaireResponse', 'Observation', 'RiskAssessment', 'Provenance']) assert.ok(kinds.includes(kind), `${kind} in ${kinds}`);
  const tags = all.map(([, resource]) => resource.meta.tag.at(-1).code);
  assert.equal(new Set(tags).size, tags.length, 'each once');
  assert.doesNotMatch(JSON.stringify(all), /urn:uuid/, 'every reference is one of the scratchpad');
  const places = all.map(([place]) => place), risk = all.find(([place]) => place.startsWith('RiskAssessment/'))[1];
  assert.ok(places.includes(risk.basis[0].reference), risk.basis[0].reference);
  await at.inside(widget => widget.session.run(() => document.querySelector('[data-frame-action="close"]').click()));
  assert.equal(await at.run(() => ehr.until(() => ehr.done)), 1);
});

// How scratchpads tell what they hold: the list of STU1, a Bundle, bare or under a name, the address beside the resource.
const TOLD = {
  'the list of STU1': all => ({ scratchpad: all.map(([, resource]) => resource) }),
  'a list of entries': all => ({ scratchpad: all.map(([place, { id, ...resource }]) => ({ location: place, resource })) }),
  'a bare list': all => all.map(([, resource]) => resource),
  'a bare Bundle': all => ({ resourceType: 'Bundle', type: 'collection', entry: all.map(([place, { id, ...resource }]) => ({ fullUrl: `http://ehr.example/${place}`, resource })) }),
  'a list of resources': all => ({ resource: all.map(([, resource]) => resource) }),
};
/** A form to fill: who was signed for before opens on what holds. */
async function begun(widget) {
  await widget.until((el, $) => $('[data-action="none-of-the-rest"], [data-action="new"]'), 'the form, or what holds');
  if (await widget.run((el, $) => Boolean($('[data-action="new"]')))) await widget.press('[data-action="new"]');
  await widget.until((el, $) => $('[data-action="none-of-the-rest"]'), 'the form');
}

for (const [name, told] of Object.entries(TOLD)) {
  test(`scratchpad.read answers ${name}: an answer that was lost creates nothing twice`, async () => {
    await host('smart');
    await settled('smart');
    await at.inside(async widget => {
      await widget.until(el => el.chart, 'the launch as context');
      await widget.run((el, $, $$, user) => { el.setAttribute('instrument', 'padua'); el.user = user; }, NURSE);
      await begun(widget);
      await widget.fillRest();
    });
    await at.run(told => {
      const act = new Function(`return ${told}`)();
      ehr.serve['scratchpad.read'] = () => act([...ehr.scratchpad]);
      let n = 0;
      ehr.bend['scratchpad.create'] = m => { if (n++ !== 2) return undefined; ehr.serve['scratchpad.create'](m.payload); return { status: '500 Internal Server Error' }; };
    }, String(told));
    await at.inside(async widget => {
      const before = await widget.run(el => el.record.length);
      await widget.press('[data-action="sign"]');
      // Not the word about what was signed before.
      await widget.until((el, $, $$, before) => el.record.length > before, 'a signature', { args: [before] });
      await widget.untilDelivery('confirmed', { timeout: 40_000 });
    });
    const tags = await at.run(() => [...ehr.scratchpad.values()].map(resource => resource.meta.tag.at(-1).code));
    assert.equal(new Set(tags).size, tags.length, 'each once');
    assert.ok(tags.length > 3);
  });
}

test('an EHR that says the handshake first is answered, asked what it can, and gets what is signed', async () => {
  await host('silent');
  await at.run(() => ehr.until(() => ehr.hellos > 0));
  const { application, capabilities } = await ask('status.handshake', {});
  assert.equal(application.name, 'Virchow');
  assert.ok(capabilities);
  await at.run(whole => { ehr.serve['status.handshake'] = () => ({ capabilities: ['scratchpad', 'ui'], context: whole }); ehr.speaks = 'smart'; }, context());
  await at.inside(async widget => {
    await widget.until(el => el.chart && el.user, 'the launch as context', { timeout: 9000 });
    await widget.run(el => el.setAttribute('instrument', 'padua'));
    await widget.until((el, $) => $('[data-action="none-of-the-rest"]'), 'the form', { timeout: 9000 });
    await widget.fillRest();
    await widget.press('[data-action="sign"]');
    await widget.untilDelivery('confirmed', { timeout: 20_000 });
  });
  assert.ok(await at.run(() => [...ehr.scratchpad.keys()].some(place => place.startsWith('Observation/'))));
});

test('an EHR may extend its handshake by a context: patient, encounter and who is at the screen', async () => {
  await host('silent');
  const whole = context();
  await at.run(whole => { ehr.serve['status.handshake'] = () => ({ capabilities: ['scratchpad'], context: whole }); ehr.speaks = 'smart'; }, whole);
  await settled('smart');
  await at.inside(widget => widget.until((el, $, $$, reference) => el.chart?.contextId === `fhir:${reference}` && el.chart.patient.sex === 'male' && el.user?.role === 'nurse', 'the launch', { args: [whole.encounter.reference] }));
});

test('answers as other libraries write them: with handle and type, or with a status in other words', async () => {
  await host('silent');
  await at.run(() => {
    // The published client of the profile puts handle and type into answers too; `success` is a status as good as 200 OK.
    const post = ehr.post;
    ehr.post = message => post(message.responseToMessageId ? { messagingHandle: 'smart-handle', messageType: ehr.got.find(m => m.messageId === message.responseToMessageId)?.messageType, ...message } : message);
    ehr.bend['scratchpad.create'] = ({ payload }) => { const { location } = ehr.serve['scratchpad.create'](payload); return { status: 'success', location }; };
    ehr.speaks = 'smart';
  });
  await settled('smart');
  await at.inside(async widget => {
    await widget.until(el => el.chart, 'the launch as context');
    await widget.run((el, $, $$, user) => { el.setAttribute('instrument', 'padua'); el.user = user; }, NURSE);
    await widget.until((el, $) => $('[data-action="none-of-the-rest"]') || $('[data-action="new"]'), 'a form');
    if (await widget.run((el, $) => !!$('[data-action="new"]'))) await widget.press('[data-action="new"]');
    await widget.fillRest();
    await widget.press('[data-action="sign"]');
    await widget.untilDelivery('confirmed');
  });
  assert.ok(await at.run(() => ehr.scratchpad.size) > 4);
});

test('a refusal in any of the words is shown with its reason and not tried again; an answer without a payload is none', async () => {
  for (const [status, code] of [['failure', 'f'], ['error', 'e'], ['422 Unprocessable Entity', 'u']]) {
    await host('smart');
    await settled('smart');
    await at.run((status, code) => { let n = 0; ehr.bend['scratchpad.create'] = () => (n++ ? { status, outcome: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing', diagnostics: `ward closed ${code}` }] } } : undefined); }, status, code);
    await at.inside(async widget => {
      await widget.until(el => el.chart, 'the launch as context');
      await widget.run((el, $, $$, user) => { el.setAttribute('instrument', 'padua'); el.user = user; }, NURSE);
      await widget.until((el, $) => $('[data-action="none-of-the-rest"]') || $('[data-action="new"]'), 'a form');
      if (await widget.run((el, $) => !!$('[data-action="new"]'))) await widget.press('[data-action="new"]');
      await widget.fillRest();
      await widget.press('[data-action="sign"]');
      await widget.untilDelivery('rejected', { timeout: 20_000 });
      assert.match(await widget.run((el, $) => $('[data-delivery]').textContent), new RegExp(`ward closed ${code}`), status);
    });
    // An element that is there writes down again what it holds.
    await at.inside(widget => widget.run(el => new Promise(done => { el.remove(); setTimeout(done, 100); })));
    await at.browser.cdp('Storage.clearDataForOrigin', { origin: at.widget.origin, storageTypes: 'indexeddb' });
  }
  await host('smart');
  await settled('smart');
  await at.run(() => { let n = 0; const post = ehr.post; ehr.post = message => (message.responseToMessageId && n++ < 2 ? post({ messageId: message.messageId, responseToMessageId: message.responseToMessageId }) : post(message)); });
  await at.inside(async widget => {
    await widget.until(el => el.chart, 'the launch as context');
    await widget.run((el, $, $$, user) => { el.setAttribute('instrument', 'padua'); el.user = user; }, NURSE);
    await widget.fillRest();
    await widget.press('[data-action="sign"]');
    await widget.untilDelivery('confirmed', { timeout: 30_000 });
  });
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
  // Two resources an event, and nothing else of FHIR: what is tested is where they go.
  const STAND_IN = `export default () => {}; export const extract = input => { const { event } = JSON.parse(input); return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: ['Observation', 'RiskAssessment'].map((resourceType, n) => ({
    fullUrl: 'urn:uuid:' + n, resource: { resourceType, status: 'final', note: [{ text: event.id }], ...(n && { basis: [{ reference: 'urn:uuid:0' }] }) } })) }); };`;
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
    await begun(widget);
    await widget.press('[data-item="active_cancer"]', '[data-item="previous_vte"]');
  });
  await at.run(() => { let n = 0; ehr.bend['fhir.http'] = m => { if (n++) return undefined; ehr.serve['fhir.http'](m.payload); return null; }; });
  await at.inside(async widget => { await widget.fillRest(); await widget.press('[data-action="sign"]'); });
  // What was written before the first answer was lost is asked for again by the same identifiers, and is there.
  await at.inside(widget => widget.untilDelivery('confirmed', { timeout: 40_000 }));
  const written = await at.run(() => [...ehr.fhir]);
  assert.ok(written.length > 4 && written.every(([query]) => query), JSON.stringify(written));
  assert.ok(written.some(([, times]) => times > 1), 'a second transaction came');
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
  // The first change is what the context brought; the next is the tap.
  const changed = () => at.run(() => ehr.got.findLast(m => m.messageType === 'sdc.ui.changedQuestionnaireResponse' && m.payload.changedLinkIds.includes('padua.active_cancer'))?.payload);
  await until(async () => answersIn((await changed())?.questionnaireResponse.item ?? [])['padua.active_cancer'] === true, 'the answer in a response', 10_000);
  assert.equal((await changed()).questionnaireResponse.identifier, undefined, 'what is not signed has no identity');
  assert.ok(await at.run(() => ehr.until(() => ehr.got.find(m => m.messageType === 'sdc.ui.changedFocus' && m.payload.linkId === 'padua.active_cancer'))));
  const current = await ask('sdc.requestCurrentQuestionnaireResponse', {});
  assert.equal(current.questionnaireResponse.status, 'in-progress');
  assert.equal(current.questionnaireResponse.questionnaire, `${QUESTIONNAIRE.url}|${QUESTIONNAIRE.version}`);
  assert.deepEqual([current.questionnaireResponse.subject, current.questionnaireResponse.encounter], [whole.subject, whole.encounter]);
  assert.deepEqual(current.envelope, ['messageId', 'messageType', 'payload', 'responseToMessageId'], 'an answer carries no handle');
  assert.equal((await ask('sdc.requestExtract', {})).outcome.issue[0].code, 'not-found');
  await at.inside(async widget => { await widget.fillRest(); await widget.press('[data-action="sign"]'); await widget.untilDelivery('confirmed'); });
  const extracted = await ask('sdc.requestExtract', {});
  const kinds = extracted.extractedResources.map(resource => resource.resourceType);
  for (const kind of ['QuestionnaireResponse', 'Observation', 'RiskAssessment', 'Provenance']) assert.ok(kinds.includes(kind), `${kind} in ${kinds}`);
  const ids = extracted.extractedResources.map(({ resourceType, id }) => `${resourceType}/${id}`);
  const observation = extracted.extractedResources.find(({ resourceType }) => resourceType === 'Observation');
  assert.deepEqual([observation.status, observation.subject.reference], ['final', 'Patient/7']);
  for (const [, reference] of JSON.stringify(extracted.extractedResources).matchAll(/"reference":"([^"]+)"/g)) assert.ok(ids.includes(reference) || /^(Patient|Encounter|Practitioner)\//.test(reference), reference);
  const completed = (await ask('sdc.requestCurrentQuestionnaireResponse', {})).questionnaireResponse;
  assert.deepEqual([completed.status, answersIn(completed.item)['padua.active_cancer'], completed.author], ['completed', true, whole.author]);
  const told = await at.run(() => ehr.got.filter(m => m.messageType === 'sdc.ui.changedQuestionnaireResponse').at(-1).payload.questionnaireResponse.status);
  assert.equal(told, 'completed', 'the host heard of the signed one');
});

test('a context may bring observations and diagnoses: exact ones fill the form, broad ones are suggested, an answer stands before them', async () => {
  const whole = context();
  const observation = (code, value, unit) => ({ resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code }] }, effectiveDateTime: new Date().toISOString(), valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit }, subject: { reference: 'Patient/7' } });
  const cancer = { resourceType: 'Condition', clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I26.9' }] }, subject: { reference: 'Patient/7' } };
  whole.launchContext.push({ name: 'chart', contentResource: { resourceType: 'Bundle', type: 'collection', entry: [{ resource: observation('29463-7', 95, 'kg') }, { resource: observation('8302-2', 170, 'cm') }, { resource: cancer }] } });
  await form(whole);
  await at.inside(async widget => {
    await widget.until((el, $) => $('[data-row="bmi_ge_30"]')?.dataset.answer === 'yes' && $('[data-action="confirm"][data-for="previous_vte"]'), 'BMI 32.9 counted, the embolism suggested');
    assert.deepEqual(await widget.run(el => [el.chart.patient.ref, el.chart.facts.find(({ id }) => id === 'padua.previous_vte').status]), ['Patient/7', 'suggested']);
  });
  const response = { resourceType: 'QuestionnaireResponse', status: 'in-progress', item: [{ linkId: 'padua.previous_vte', answer: [{ valueBoolean: false }] }] };
  assert.equal((await ask('sdc.displayQuestionnaireResponse', { questionnaireResponse: response })).status, 'success');
  await at.inside(widget => widget.until((el, $) => $('[data-row="previous_vte"]')?.dataset.answer === 'no' && $('[data-row="bmi_ge_30"]').dataset.answer === 'yes', 'the answer of the response'));
});

test('a response of another subject, or entered in error, is answered with an error and not taken; of this patient it is, however written', async () => {
  await form();
  const response = more => ({ resourceType: 'QuestionnaireResponse', status: 'completed', item: [{ linkId: 'padua.previous_vte', answer: [{ valueBoolean: true }] }], ...more });
  const shown = () => at.inside(widget => widget.run((el, $) => $('[data-row="previous_vte"]')?.dataset.answer));
  for (const [more, code] of [
    [{ subject: { reference: 'Patient/8' } }, 'conflict'], [{ subject: { reference: 'https://ehr.example/fhir/Patient/77' } }, 'conflict'], [{ subject: { reference: 'Group/7' } }, 'conflict'],
    [{ subject: { identifier: { system: 'urn:mrn', value: 'other' } } }, 'conflict'], [{ subject: { display: '王*' } }, 'conflict'], [{ subject: { reference: '#p' }, contained: [{ resourceType: 'Patient', id: 'p', identifier: [{ system: 'urn:mrn', value: 'other' }] }] }, 'conflict'],
    [{ status: 'entered-in-error', subject: { reference: 'Patient/7' } }, 'business-rule'],
  ]) {
    const refused = await ask('sdc.displayQuestionnaireResponse', { questionnaireResponse: response(more) });
    assert.deepEqual([refused.status, refused.outcome?.resourceType, refused.outcome?.issue[0].code], ['error', 'OperationOutcome', code], JSON.stringify(more));
    assert.doesNotMatch(JSON.stringify(refused.outcome), /Patient\/|other|王/, 'and says no value');
    assert.notEqual(await shown(), 'yes');
  }
  assert.equal((await ask('sdc.displayQuestionnaire', { questionnaire: QUESTIONNAIRE.url, questionnaireResponse: response({ subject: { reference: 'Patient/8' } }) })).status, 'error');
  assert.equal((await ask('sdc.displayQuestionnaireResponse', { questionnaireResponse: response({ subject: { reference: 'https://ehr.example/fhir/Patient/7/_history/3' } }) })).status, 'success');
  await until(async () => (await shown()) === 'yes', 'the answer of the response');
});

test('another patient under the encounter that stayed behind is refused; with its own encounter it is another admission', async () => {
  const whole = await form();
  await at.inside(async widget => { await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the form'); await widget.press('[data-item="active_cancer"]'); });
  const other = { subject: { reference: 'Patient/8' }, launchContext: [{ name: 'patient', contentResource: { ...PATIENT, id: '8' } }] };
  const refused = await ask('sdc.displayQuestionnaire', { questionnaire: QUESTIONNAIRE.url, context: other });
  assert.deepEqual([refused.status, refused.outcome.issue[0].code, refused.outcome.issue[0].expression], ['error', 'conflict', ['payload.context.encounter']]);
  assert.deepEqual(await at.inside(widget => widget.run(el => [el.chart.contextId, el.chart.patient.ref])), [`fhir:${whole.encounter.reference}`, 'Patient/7']);
  await at.inside(widget => widget.run(el => el.reset({ discard: true })));
  assert.equal((await ask('sdc.displayQuestionnaire', { questionnaire: QUESTIONNAIRE.url, context: { ...other, encounter: { reference: `Encounter/8-${process.pid}` } } })).status, 'success');
  await at.inside(widget => widget.until((el, $) => el.chart.patient.ref === 'Patient/8' && $('[data-item="active_cancer"]')?.checked === false, 'the other patient, with nothing of the first'));
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
  for (const questionnaire of [{ resourceType: 'Questionnaire', url: 'https://else.example/Questionnaire/padua' }, { resourceType: 'Questionnaire', url: QUESTIONNAIRE.url.replace('padua', 'phq9') }, { ...QUESTIONNAIRE, version: '1999' }, `${QUESTIONNAIRE.url}|1999`, 'padua', {}, 7, null, undefined]) {
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
  assert.equal(await at.inside(widget => widget.run(el => el.user)), null, 'nor does who stood there before sign in it');
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

test('SMART words that came while their part was loading do not take the form from a vte/1 host that was quicker', async () => {
  at.widget.override[SMART] = { wait: 1500 };
  try {
    await at.open('raw.html', '&auto=0');
    const chart = medical();
    const answer = await at.run(async chart => {
      const hello = await raw.until(() => raw.hellos[0]);
      raw.iframe.contentWindow.postMessage({ messagingHandle: raw.H, messageId: 'early', messageType: 'status.handshake', payload: {} }, raw.frameOrigin);
      raw.init(hello);
      await raw.started();
      return raw.ask('vte.open', { chart });
    }, chart);
    assert.equal(answer.contextId, chart.contextId);
    await pause(2000);
    await at.inside(async widget => assert.equal(await widget.run(() => document.getElementById('content').dataset.host), 'vte/1'));
    assert.ok((await at.run(() => raw.ask('vte.ping', {}))).refused.E_PHASE >= 1);
    assert.equal((await at.run(() => raw.ask('vte.get', {}))).contextId, chart.contextId);
  } finally { delete at.widget.override[SMART]; }
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
