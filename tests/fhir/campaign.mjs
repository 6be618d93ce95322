// The FHIR campaign: every Bundle of EVENTS generated events and every Questionnaire against two validators, and SETS
// random answers an instrument scored by fhirpath.js and by LHC-Forms, each equal to our own floor and ceiling.
//   make fhir                                the whole: EVENTS=500 SETS=1000 (LHC-Forms in Chromium)
//   npm test --prefix tests                  a sample: 60 events, 20 answer sets, LHC-Forms 10 (fhir/fhir.test.mjs)
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { COUNTED, answersFor, generator } from './events.mjs';
import { interop, load } from './load.mjs';

const require = createRequire(import.meta.url);
const at = path => fileURLToPath(new URL(path, import.meta.url));

/** What the npm package `fhir` calls an error; that our own codes are in no value set of HL7's is a warning by design. */
export function npmFhir(resources) {
  const { Fhir } = require('fhir');
  const fhir = new Fhir(), wrong = [];
  for (const resource of resources) {
    for (const { severity, location, message } of fhir.validate(resource).messages) {
      if (severity === 'error' || severity === 'fatal') wrong.push(`${resource.resourceType} ${location}: ${message}`);
    }
  }
  return wrong;
}

/** The R4B models of `fhir.resources`; `undefined` where Python or the package is not there. */
export function pythonFhir(resources) {
  const python = [process.env.FHIR_PYTHON, 'python3'].find(python => python && spawnSync(python, ['-c', 'import fhir.resources.R4B']).status === 0);
  if (!python) return undefined;
  const { stdout, stderr } = spawnSync(python, [at('validate.py')], { input: resources.map(resource => JSON.stringify(resource)).join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 28 });
  const { count, wrong } = JSON.parse(stdout);
  return { count, wrong, stderr };
}

/** The Bundles of referrals: no event makes one of its own, so `tests/referral.rs` writes them, one that came back with a plan and
 *  one of a bare sheet that was declined. */
export const referrals = () => ['referral', 'referral-declined'].map(name => JSON.parse(readFileSync(at(`../golden/fhir/${name}.json`), 'utf8')));

export async function bundles(virchow, count, seed = 1) {
  const made = generator(virchow, seed), all = [];
  for (let n = 0; n < count; n++) {
    const { event, options } = made.event(n);
    const { fhirR4, hl7v2, text } = await virchow.outputs(event, ['fhirR4', 'hl7v2', 'text'], options);
    if (fhirR4.resourceType !== 'Bundle') throw new Error(`${event.type}: ${JSON.stringify(fhirR4).slice(0, 300)}`);
    all.push({ event, options, bundle: fhirR4, hl7v2, text });
  }
  return all;
}

/** SETS answer sets of one instrument, as responses, with what we make of them. */
export async function answered(virchow, instrument, sets, random) {
  const more = await interop(), all = [];
  for (let n = 0; n < sets; n++) {
    const answers = answersFor(instrument, random, { open: n % 3 ? 0.15 : 0, unknown: n % 2 ? 0.1 : 0 });
    const facts = instrument.items.filter(({ id }) => id in COUNTED && random.chance(0.7)).map(({ id: item }) => ({ item, id: COUNTED[item].id, value: COUNTED[item].from + random.below(COUNTED[item].to - COUNTED[item].from) }));
    const { floor, ceiling, error } = virchow.score(instrument.id, { answers, facts: facts.map(({ id, value }) => ({ id, value })) });
    if (error) throw new Error(JSON.stringify(error));
    all.push({ answers, facts, floor, ceiling, response: JSON.parse(more.responseFrom(JSON.stringify({ instrument: instrument.id, answers, facts }))) });
  }
  return all;
}

/** Whether a Questionnaire computes a score: one without points has none. */
export const isSum = ({ item }) => item.some(({ linkId }) => linkId === 'score');

export function byFhirpath(questionnaire, all) {
  const fhirpath = require('fhirpath'), model = require('fhirpath/fhir-context/r4');
  const [floor, ceiling] = ['score', 'ceiling'].map(id => fhirpath.compile(questionnaire.item.find(item => item.linkId === id).extension[0].valueExpression.expression, model));
  return all.filter(({ response, ...ours }) => floor(response, { resource: response })[0] !== ours.floor || ceiling(response, { resource: response })[0] !== ours.ceiling);
}

const LHC = ['lforms/webcomponent/assets/lib/zone.min.js', 'lforms/webcomponent/lhc-forms.js', 'lforms/fhir/R4/lformsFHIR.min.js'];
/** A page with LHC-Forms in it: the paths and bodies for the tests' own server. */
export function lhcPage() {
  const folder = at('../node_modules/lforms/dist/');
  const page = `<!doctype html><meta charset="utf-8"><title>LHC-Forms</title><div id="form"></div>${LHC.map((_, n) => `<script src="/lhc-${n}.js"></script>`).join('')}`;
  return { '/lhc.html': { body: page, type: 'text/html; charset=utf-8' }, ...Object.fromEntries(LHC.map((file, n) => [`/lhc-${n}.js`, { body: readFileSync(folder + file), type: 'text/javascript; charset=utf-8' }])) };
}

/** In the page: each answer chosen as a person would, the form's expressions run, and its own scores read back. (A saved
 *  response that LHC-Forms loads keeps the totals it was saved with, and would prove nothing.) */
export async function byLhcForms(session, questionnaire, all) {
  return session.run(async (questionnaire, all) => {
    const util = LForms.Util, definition = util.convertFHIRQuestionnaireToLForms(questionnaire, 'R4'), wrong = [];
    for (const { answers, facts, floor, ceiling } of all) {
      const form = new LForms.LFormsData(structuredClone(definition));
      const of = id => form.itemList.find(item => item.linkId === id);
      const prefix = questionnaire.url.split('/').at(-1);
      for (const [id, value] of Object.entries(answers)) {
        const item = of(`${prefix}.${id}`), code = value === null ? 'unknown' : value ? 'yes' : 'no';
        item.value = item.answers.find(answer => answer.code === code);
      }
      for (const { item, value } of facts) of(`${prefix}.${item}`).value = value;
      await form._expressionProcessor.runCalculations(false);
      const response = util.getFormFHIRData('QuestionnaireResponse', 'R4', form);
      const value = id => response.item.find(item => item.linkId === id)?.answer[0].valueDecimal;
      const enabled = Object.keys(answers).every(id => of(`${prefix}.${id}`)._enableWhenStatus !== 'disabled' && of(`${prefix}.${id}`)._skipLogicStatus !== 'target-disabled');
      if (value('score') !== floor || value('ceiling') !== ceiling || !enabled) wrong.push({ answers, facts, floor, ceiling, score: value('score'), possible: value('ceiling'), enabled });
    }
    return wrong;
  }, questionnaire, all);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { launch } = await import('../e2e/driver.mjs'), { serve } = await import('../e2e/server.mjs');
  const EVENTS = Number(process.env.EVENTS ?? 500), SETS = Number(process.env.SETS ?? 1000), LHC_SETS = Number(process.env.LHC_SETS ?? SETS);
  const virchow = await load();
  let failed = 0;
  const report = (what, wrong) => { failed += wrong.length; console.log(`${wrong.length ? 'WRONG' : 'right'}: ${what}${wrong.length ? `\n${wrong.slice(0, 5).map(one => typeof one === 'string' ? one : JSON.stringify(one)).join('\n')}` : ''}`); };
  const all = (await bundles(virchow, EVENTS)).map(({ bundle }) => bundle);
  all.push(...referrals());
  const instruments = virchow.instruments(), forms = await Promise.all(instruments.map(({ id }) => virchow.questionnaire(id)));
  report(`fhir (npm): ${all.length} Bundles, those of referrals among them, and ${forms.length} Questionnaires`, npmFhir([...all, ...forms]));
  const python = pythonFhir([...all, ...forms]);
  if (python) report(`fhir.resources (PyPI, R4B): ${python.count} resources`, python.wrong ? [python.stderr] : []);
  else console.log('SKIPPED: fhir.resources is not at hand (pip install fhir.resources, and FHIR_PYTHON=its python)');
  if (!existsSync(at('../node_modules/lforms'))) console.log('SKIPPED: lforms is not installed');
  const server = await serve({ override: lhcPage() }), session = await launch();
  try {
    await session.driver.get(`${server.origin}/lhc.html`);
    for (const [n, instrument] of instruments.entries()) {
      if (!isSum(forms[n])) continue;
      const sets = await answered(virchow, instrument, SETS, generator(virchow, 40 + n).random);
      report(`fhirpath.js: ${instrument.id}, ${sets.length} answer sets`, byFhirpath(forms[n], sets));
      const wrong = [], from = Date.now();
      for (let start = 0; start < LHC_SETS; start += 50) wrong.push(...await byLhcForms(session, forms[n], sets.slice(start, Math.min(start + 50, LHC_SETS)).map(({ response, ...set }) => set)));
      report(`LHC-Forms: ${instrument.id}, ${Math.min(LHC_SETS, SETS)} answer sets, ${((Date.now() - from) / 1000).toFixed(0)} s`, wrong);
    }
  } finally { await session.quit(); await server.close(); }
  process.exitCode = failed ? 1 : 0;
}
