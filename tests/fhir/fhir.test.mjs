// A sample of the FHIR campaign on every run, what each wasm exports, the outputs of the element, and the golden Bundles.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { hashOf } from '../e2e/cases.mjs';
import { launch } from '../e2e/driver.mjs';
import { serve } from '../e2e/server.mjs';
import { answered, bundles, byFhirpath, byLhcForms, isSum, lhcPage, npmFhir, pythonFhir, referrals } from './campaign.mjs';
import { generator } from './events.mjs';
import { V1, interop, load } from './load.mjs';

let virchow;
before(async () => { virchow = await load(); });

test('what each wasm exports', async () => {
  const exports = async path => WebAssembly.Module.exports(await WebAssembly.compile(readFileSync(new URL(path, V1)))).filter(({ kind, name }) => kind === 'function' && !name.startsWith('__')).map(({ name }) => name).sort();
  // The first bundle's names are shortened with its glue; the glue says what there is.
  const glue = readFileSync(new URL('virchow_glue.js', V1), 'utf8'), named = /export\s*\{([^}]*)\}/.exec(glue)[1].split(',').map(name => name.trim().split(' as ').at(-1)).sort();
  assert.deepEqual(named, ['about', 'answer', 'assess', 'begin', 'call', 'derive', 'imports', 'instruments', 'mount', 'room', 'score', 'stop', 'tell', 'unmount', 'verify', 'watch', 'whole']);
  assert.deepEqual((await exports('more/interop_bg.wasm')).filter(name => name !== 'main'), ['answersFrom', 'extract', 'outputs', 'prefill', 'questionnaire', 'responseFrom']);
});

test('sixty events of every type: their Bundles and the Questionnaires satisfy both validators', async context => {
  const all = await bundles(virchow, 60, 11), forms = await Promise.all(virchow.instruments().map(({ id }) => virchow.questionnaire(id)));
  const resources = [...all.map(({ bundle }) => bundle), ...forms];
  assert.deepEqual(npmFhir(resources), []);
  const python = pythonFhir(resources);
  if (python) assert.equal(python.wrong, 0, python.stderr);
  else context.diagnostic('fhir.resources is not at hand: skipped (pip install fhir.resources, FHIR_PYTHON=its python)');
  for (const { event, bundle, hl7v2, text } of all) {
    const urls = bundle.entry.map(({ fullUrl }) => fullUrl);
    assert.equal(new Set(urls).size, urls.length);
    // Every urn that is referred to is in the Bundle; nothing is an order; every entry can be sent twice.
    for (const urn of JSON.stringify(bundle).match(/urn:uuid:[0-9a-f-]{36}/g)) assert.ok(urls.includes(urn), urn);
    for (const { resource, request } of bundle.entry) {
      assert.ok(request.ifNoneExist.includes(resource.resourceType === 'Device' ? '/device|' : event.id), request.ifNoneExist);
      if (resource.resourceType !== 'Task' && 'intent' in resource) assert.deepEqual([resource.intent, resource.status], ['proposal', 'draft']);
      assert.notEqual(resource.intent, 'order');
      for (const reason of resource.reasonReference ?? []) assert.equal(reason.type, 'Observation');
    }
    const score = bundle.entry.find(({ resource }) => resource.resourceType === 'Observation')?.resource, body = event.type === 'amended' ? event.body.body : event.body;
    if (score && 'floor' in body) assert.deepEqual(score.valueQuantity ? [score.valueQuantity.value, score.valueQuantity.value] : [score.valueRange.low.value, score.valueRange.high.value], [body.floor, body.ceiling]);
    assert.match(hl7v2, /^MSH\|\^~\\&\|VIRCHOW\|/);
    for (const segment of hl7v2.split('\r').slice(1, -1)) assert.match(segment, /^(SFT|PID|PV1|OBR|OBX)\|/);
    assert.ok(text.startsWith('2026-11-22 09:30 '));
  }
});

test('fhirpath.js scores every Questionnaire as we do', async () => {
  let scored = 0;
  for (const instrument of virchow.instruments()) {
    const form = await virchow.questionnaire(instrument.id), sets = await answered(virchow, instrument, 20, generator(virchow, 5).random);
    // Without points there is no score, with us as in the form. Of RCOG the phase decides what counts: the form says no total.
    if (isSum(form)) assert.deepEqual(byFhirpath(form, sets), [], instrument.id);
    else assert.ok(instrument.id === 'rcog_37a' || sets.every(({ floor, ceiling }) => floor === null && ceiling === null), instrument.id);
    scored += isSum(form);
  }
  assert.ok(scored >= 18, `${scored} sums`);
});

test('LHC-Forms in Chromium scores every Questionnaire as we do', { skip: !existsSync(new URL('../node_modules/lforms', import.meta.url)) && 'lforms is not installed' }, async () => {
  const server = await serve({ override: lhcPage() }), session = await launch();
  try {
    await session.driver.get(`${server.origin}/lhc.html`);
    for (const instrument of virchow.instruments()) {
      const form = await virchow.questionnaire(instrument.id);
      if (!isSum(form)) continue;
      const sets = await answered(virchow, instrument, 10, generator(virchow, 6).random);
      assert.deepEqual(await byLhcForms(session, form, sets.map(({ response, ...set }) => set)), [], instrument.id);
    }
  } finally { await session.quit(); await server.close(); }
});

test('state to response and back is the identity; a foreign response is refused at its place', async () => {
  const more = await interop();
  for (const instrument of virchow.instruments()) {
    for (const { answers, facts, response } of await answered(virchow, instrument, 20, generator(virchow, 7).random)) {
      const back = JSON.parse(more.answersFrom(JSON.stringify(response)));
      const qualified = Object.fromEntries(Object.entries(answers).map(([id, value]) => [`${instrument.id}.${id}`, value]));
      assert.deepEqual(back, { instrument: instrument.id, edition: instrument.edition, answers: qualified, notes: {}, ...(facts.length ? { facts: facts.map(({ id, value }) => ({ id, value })) } : {}) });
    }
  }
  for (const bad of ['', '[]', '{', 'null', '{"resourceType":"QuestionnaireResponse","questionnaire":"http://x"}', `{"a":${'['.repeat(100)}`]) {
    for (const act of [more.answersFrom, more.extract, more.prefill, more.responseFrom, more.outputs]) assert.ok(JSON.parse(act(bad)).error, bad);
  }
});

test('prefill: what is exact is taken, what is broad is suggested, what cannot be read is listed', async () => {
  const loinc = (code, value, unit, more = {}) => ({ resource: { resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code }] }, effectiveDateTime: '2026-11-22T08:00:00+08:00', valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit }, subject: { reference: 'Patient/1' }, ...more } });
  const condition = (system, code, more = {}) => ({ resource: { resourceType: 'Condition', clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, code: { coding: [{ system, code }] }, subject: { reference: 'Patient/1' }, ...more } });
  const cm = 'http://hl7.org/fhir/sid/icd-10-cm', icd = 'http://hl7.org/fhir/sid/icd-10';
  const bundle = { resourceType: 'Bundle', type: 'searchset', entry: [
    { fullUrl: 'http://his/Patient/1', resource: { resourceType: 'Patient', id: '1', gender: 'female', birthDate: '1958-03-02' } },
    { resource: { resourceType: 'Encounter', id: '9', status: 'in-progress', class: { code: 'IMP' }, subject: { reference: 'Patient/1' }, period: { start: '2026-11-22T08:10:00+08:00' }, identifier: [{ value: 'adm-0017' }] } },
    loinc('29463-7', 64, 'kg'), loinc('2160-0', 1.1, 'mg/dL'), loinc('48065-7', 500, 'ng/mL'),
    loinc('777-3', 150, 'furlong'), loinc('8302-2', 17, 'm'), loinc('718-7', 120, 'g/L', { subject: { reference: 'Patient/2' } }),
    condition(cm, 'D68.51'), condition(icd, 'C34.1'), condition(icd, 'C44.9'), condition(icd, 'I26.9', { clinicalStatus: { coding: [{ code: 'resolved' }] } }),
    condition(icd, 'I21.0', { verificationStatus: { coding: [{ code: 'refuted' }] } }),
    { resource: { resourceType: 'Procedure', status: 'completed', subject: { reference: 'Patient/1' }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-9-cm', code: '81.51' }] }, performedDateTime: '2026-11-22T09:00:00+08:00' } },
    { resource: { resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject: { reference: 'Patient/1' }, medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'B01AA03' }], text: '华法林钠片' } } },
  ] };
  const { chart, rejected } = await virchow.prefill(bundle);
  assert.deepEqual([chart.contextId, chart.patient, chart.encounter], ['adm-0017', { ref: 'Patient/1', sex: 'female', birthDate: '1958-03-02' }, { ref: 'Encounter/9', admittedAt: '2026-11-22T08:10:00+08:00' }]);
  const fact = id => chart.facts.find(fact => fact.id === id);
  assert.deepEqual([fact('weight').value, fact('creatinine').unit, fact('d_dimer').unit], [64, 'mg/dL', 'ng/mL{FEU}']);
  assert.deepEqual([fact('caprini.factor_v_leiden').status, fact('caprini.malignancy').status, fact('padua.previous_vte').status], [undefined, 'suggested', 'suggested']);
  assert.equal(fact('caprini.acute_mi'), undefined);
  assert.deepEqual(fact('operation').value, { at: '2026-11-22T09:00:00+08:00', kind: 'other', procedure: 'tha', status: 'done' });
  assert.deepEqual(fact('medication').value, { atc: 'B01AA03', name: '华法林钠片' });
  assert.deepEqual(rejected.map(({ path, code }) => [path.split('/')[2], code]), [['5', 'E_UNIT'], ['6', 'E_RANGE'], ['7', 'E_CONTEXT_MISMATCH'], ['10', 'E_ITEM'], ['11', 'E_REJECTED'], ['12', 'E_REJECTED']]);
  // FHIR does not say surgical or medical: that the host adds.
  const all = virchow.assess({ chart: { ...chart, encounter: { ...chart.encounter, setting: 'medical' } }, at: '2026-11-22T12:00:00+08:00' });
  assert.equal(all.error, undefined, JSON.stringify(all.error));
  assert.ok(chart.facts.every(({ value }) => value !== false), 'nothing that is not on record is a no');
  const two = await virchow.prefill({ resourceType: 'Bundle', entry: [bundle.entry[0], { resource: { resourceType: 'Patient', id: '2' } }] });
  assert.equal(two.error.code, 'E_CONTEXT_MISMATCH');
});

// UPDATE=1 npm test --prefix tests writes them.
test('the golden Bundles', async () => {
  const folder = new URL('../golden/fhir/', import.meta.url), made = generator(virchow, 77);
  const keep = (name, value) => {
    const file = new URL(`${name}.json`, folder), json = JSON.stringify(value, null, 1) + '\n';
    if (process.env.UPDATE) { mkdirSync(folder, { recursive: true }); writeFileSync(file, json); }
    assert.equal(json, readFileSync(file, 'utf8'), `${name}: differs from its golden file; UPDATE=1 writes it`);
  };
  for (const type of ['assessed', 'bleeding_screened', 'plan_authorised', 'plan_declined', 'measure_stopped', 'reviewed', 'amended', 'admitted']) {
    const { event, options } = made.event(0, type);
    // A smaller one to read.
    if (type === 'assessed') for (const key of ['answers']) event.body[key] = event.body[key].slice(0, 4);
    event.hash = hashOf(event);
    keep(type, (await virchow.outputs(event, ['fhirR4'], { ...options, lang: 'en' })).fhirR4);
  }
  keep('questionnaire-padua', await virchow.questionnaire('padua'));
});

// `tests/referral.rs` writes it and holds the code to it.
test('the Bundles of referrals satisfy both validators', context => {
  const all = referrals();
  assert.deepEqual(npmFhir(all), []);
  const python = pythonFhir(all);
  if (python) assert.equal(python.wrong, 0, python.stderr);
  else context.diagnostic('fhir.resources is not at hand: skipped');
  for (const bundle of all) {
  const urls = bundle.entry.map(({ fullUrl }) => fullUrl);
  assert.equal(new Set(urls).size, urls.length);
  for (const urn of JSON.stringify(bundle).match(/urn:uuid:[0-9a-f-]{36}/g)) assert.ok(urls.includes(urn), urn);
  for (const { resource, request } of bundle.entry) {
    assert.notEqual(resource.intent, 'order');
    assert.ok(request.ifNoneExist.includes(resource.identifier[0].value), request.ifNoneExist);
  }
  }
});

test('the element: outputs are made before the event is sent, and flat alone never loads more/', async () => {
  const server = await serve(), session = await launch();
  try {
    const run = outputs => session.run(async outputs => {
      const el = document.querySelector('vte-assessment');
      await el.whenReady;
      el.profile = { flat_keys: { floor: '总分', 'padua.active_cancer': 'hxzl' } };
      el.user = { id: 'n-07', name: '李护士', role: 'nurse' };
      el.outputs = outputs;
      el.chart = { contextId: `adm-${outputs.length}`, patient: { ref: 'Patient/123', sex: 'female', birthDate: '1958-03-02' }, encounter: { ref: 'Encounter/9', setting: 'medical' }, facts: [{ id: 'weight', value: 64, unit: 'kg' }, { id: 'height', value: 165, unit: 'cm' }] };
      await new Promise(done => setTimeout(done, 300));
      const draft = await el.getResult({ outputs });
      el.shadowRoot.querySelector('[data-action="none-of-the-rest"]').click();
      await new Promise(done => setTimeout(done, 300));
      const heard = new Promise(done => el.addEventListener('vte-event', event => { event.detail.respondWith({ status: 'accepted' }); done(event.detail.outputs); }, { once: true }));
      const signed = await el.sign();
      if (signed.error) return { signed };
      return { draft, made: await heard, after: await el.getResult({ outputs }) };
    }, outputs);
    await session.driver.get(`${server.origin}/plain.html`);
    const flat = await run(['flat']);
    assert.deepEqual(Object.keys(flat.made), ['flat'], JSON.stringify(flat));
    assert.equal('floor' in flat.made.flat, false);
    assert.deepEqual([flat.made.flat.总分, flat.made.flat.hxzl], [0, false]);
    assert.ok(!server.requests.some(({ path }) => path.includes('/more/')), 'flat alone loads nothing more');
    await session.driver.get(`${server.origin}/plain.html`);
    const all = await run(['flat', 'fhirR4', 'hl7v2', 'text']);
    assert.deepEqual(Object.keys(all.made).sort(), ['fhirR4', 'flat', 'hl7v2', 'text']);
    assert.equal(all.draft.fhirR4.type, 'collection');
    assert.equal(all.made.fhirR4.type, 'transaction');
    assert.deepEqual(all.made.fhirR4.entry[0].resource.subject, { reference: 'Patient/123', type: 'Patient' });
    assert.deepEqual(npmFhir([all.draft.fhirR4, all.made.fhirR4]), []);
    assert.ok(all.draft.text.includes('未签名草稿') || all.draft.text.includes('unsigned draft'), all.draft.text);
    assert.equal(server.requests.filter(({ path }) => path.includes('/more/')).length, 2, 'glue and wasm, once');
  } finally { await session.quit(); await server.close(); }
});
