// A host in TypeScript, as docs/for-hosts/embedding.md and docs/for-hosts/integration.md write it; compiled against the types of the build, never run.
import init, { assess, outputs, prefill, questionnaire, score, verify, type Answer, type Chart, type Event, type VteAssessmentElement, type VteEventMap } from '../../dist/v1/virchow.js';
import { frame, type Frame, type FrameError } from '../../dist/v1/virchow-host.js';

const chart: Chart = {
  contextId: 'adm-0017', patient: { ref: 'Patient/123', label: '王*', bed: '12-03', sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'surgical', facility: { id: 'qbj', tier: 'county' } },
  facts: [{ id: 'weight', value: 64, unit: 'kg', at: '2026-11-22T08:20:00+08:00', source: 'HIS' }, { id: 'malignancy', value: true, status: 'suggested' }, { id: 'operation', value: { kind: 'laparoscopic', durationMin: 70 } }],
};
const store = (event: Event): Promise<Answer> => fetch('/his/vte', { method: 'POST', body: JSON.stringify(event) })
  .then(r => r.ok ? { status: 'accepted' } : [409, 422].includes(r.status) ? { status: 'rejected' } : Promise.reject(new Error(`HTTP ${r.status}`)));

const el: VteAssessmentElement = document.querySelector('vte-assessment')!;
el.chart = chart;
el.user = { id: 'n-07', name: '李护士', role: 'nurse' };
el.outputs = ['flat', 'fhirR4'];
const listener = ({ detail }: VteEventMap['vte-event']) => detail.respondWith(store(detail.event));
el.addEventListener('vte-event', listener);
el.removeEventListener('vte-event', listener);
el.addEventListener('vte-error', function ({ detail: { code, path, warning } }) { console.log(this.state, code, path, warning === true); });
el.addEventListener('vte-change', ({ detail: { floor, ceiling, band } }) => { const risk: 'low' | 'moderate' | 'high' | null = band; console.log(floor + ceiling, risk); });
el.addEventListener('click', event => console.log(event.clientX));
document.addEventListener('vte-alert', ({ detail: { kind } }) => console.log(kind));
document.createElement('vte-assessment').addEventListener('vte-ready', () => {});
// @ts-expect-error an event's detail has no such field
el.addEventListener('vte-event', ({ detail }) => detail.evnet);
// @ts-expect-error an answer that is none
el.addEventListener('vte-event', ({ detail }) => detail.respondWith({ status: 'yes' }));
const opened = el.open(chart, { force: true });
if ('error' in opened) console.log(opened.error.code, opened.error.message.zh);
console.log(el.pending.map(({ contextId, since }) => `${contextId} ${since}`), el.version.rulesSha256, el.validate().missing);

await init();
const result = score('padua', { answers: { active_cancer: true }, facts: [{ id: 'age', value: 71 }] });
console.log('error' in result ? result.error.path : result.floor + result.ceiling);
const wells = score('wells_dvt', { answers: { entire_leg_swollen: true } });
if (!('error' in wells)) { const band: string | null = wells.band; console.log(band, wells.outcomes.band3, wells.floor === null); }
const whole = assess({ chart, at: '2026-11-22T09:30:00+08:00' });
if (!('error' in whole)) console.log(whole.tally.missing, whole.advice[0]?.measures.map(({ id, conditionalOn }) => [id, ...conditionalOn]), whole.bleeding.high);
console.log(await questionnaire('padua', { profile: { canonical: 'https://his.example/fhir' } }), await verify([...el.record]), await prefill({ resourceType: 'Bundle' }), await outputs(el.record[0]!, ['hl7v2']));

const vte: Frame = frame('#vte', { src: 'https://vte.example/virchow/v1/frame.html', chart, outbox: 'context', onEvent: ({ event }) => store(event), onError: (error: FrameError) => console.log(error.code, error.path) });
const { rejected } = await vte.chart([{ id: 'weight', value: 70, unit: 'kg' }]);
console.log(rejected.map(({ id, code, path }) => `${id} ${code} ${path}`), (await vte.get(['flat'])).state);

// @ts-expect-error a role that does not exist
el.user = { id: 'x', name: 'x', role: 'king' };
// @ts-expect-error a setting that does not exist
el.chart = { contextId: 'x', encounter: { setting: 'veterinary' } };
