// What the form costs, as ratios to benches/floor.html in the same run, and headless speed. Writes docs/reports/performance.md.
// Floor and widget alternate, so that a busy machine is busy for both; medians throughout.
//   npm run --prefix tests bench          RUNS=5 for a quick look
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { launch } from '../tests/e2e/driver.mjs';
import { DIST, serve } from '../tests/e2e/server.mjs';
import { clicks, further, held, median, opened, quantile, wasmMemory } from './measure.mjs';
import { measure as measureWard } from './ward.mjs';
import { comingBack } from './coming_back.mjs';
import { framed } from './frame.mjs';
import { coldStarts } from './offline.mjs';
import { shelf } from './shelf.mjs';

const RUNS = Number(process.env.RUNS ?? 11), CLICKS = 8, FURTHER = 3, THROTTLE = 4;
const at = path => fileURLToPath(new URL(path, import.meta.url));
const browserInfo = {};
const server = await serve({ headers: { 'cache-control': 'max-age=600', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' } });
// Without the back-forward cache: a page that was left must not weigh on the one that is measured.
const start = () => launch({ flags: ['--disable-back-forward-cache'] });
const first = await start(), browser = first;
const PAGES = { floor: { url: '/benches/floor.html', shadow: false }, widget: { url: '/benches/widget.html', shadow: true } };
const results = Object.fromEntries(Object.keys(PAGES).map(name => [name, { cold: [], again: [], text: [], shown: [], painted: [], further: [], heap: [], wasm: [] }]));

const open = (name, browser = first) => opened(browser, server.origin + PAGES[name].url);

try {
  browserInfo.version = (await browser.cdp('Browser.getVersion')).product;
  for (const name of Object.keys(PAGES)) await open(name);   // the browser's own first page is nobody's
  await browser.throttle(THROTTLE);
  for (let run = 0; run < RUNS; run++) {
    const order = run % 2 ? ['widget', 'floor'] : ['floor', 'widget'];
    for (const name of order) {
      await browser.cdp('Network.enable');
      await browser.cdp('Network.setCacheDisabled', { cacheDisabled: true });
      results[name].cold.push(await open(name));
      for (const click of await browser.run(clicks, CLICKS, PAGES[name].shadow)) for (const [what, ms] of Object.entries(click)) results[name][what].push(ms);
      for (const { shown } of await browser.run(further, FURTHER, PAGES[name].shadow)) results[name].further.push(shown);
      await browser.cdp('Network.setCacheDisabled', { cacheDisabled: false });
      await open(name);
      results[name].again.push(await open(name));
    }
    process.stderr.write(`run ${run + 1}/${RUNS}: interactive ${results.floor.cold.at(-1).toFixed(0)} and ${results.widget.cold.at(-1).toFixed(0)} ms\n`);
  }
  await browser.throttle(1);
  await open('widget');
  browserInfo.perSecond = await browser.run(async () => { const { score } = await import('/virchow/v1/virchow.js'); return perSecond(score); function perSecond(score) { const call = n => score('padua', { answers: { active_cancer: n % 2 === 0 }, facts: [{ id: 'age', value: 60 + n % 20 }], unanswered: 'unknown' }).floor; let n = 0; for (const end = performance.now() + 500; performance.now() < end;) for (let i = 0; i < 500; i++) call(n++); n = 0; const from = performance.now(); for (const end = from + 2000; performance.now() < end;) for (let i = 0; i < 500; i++) call(n++); return n / (performance.now() - from) * 1000; } });
  await browser.quit();
  // Memory: one page in the life of one browser.
  for (let run = 0; run < 3; run++) {
    for (const name of Object.keys(PAGES)) {
      const fresh = await start();
      try {
        await open(name, fresh);
        const { heap, wasm } = await held(fresh);
        results[name].heap.push(heap);
        results[name].wasm.push(wasm);
      } finally { await fresh.quit(); }
    }
  }
} finally { await browser.quit(); await server.close(); }

const frame = await framed({ throttle: THROTTLE, wasmMemory });
const again = await comingBack({ runs: RUNS, throttle: THROTTLE });
const shelved = await shelf(Math.min(RUNS, 5), THROTTLE);
const starts = await coldStarts(Math.ceil(RUNS / 2) + 1, THROTTLE);

// Headless in Node, through the same JavaScript entry.
const virchow = await import(pathToFileURL(`${DIST}/v1/virchow.js`));
await virchow.default(readFileSync(`${DIST}/v1/virchow_bg.wasm`));
const perSecond = call => { let n = 0; for (const end = performance.now() + 500; performance.now() < end;) for (let i = 0; i < 500; i++) call(n++); n = 0; const from = performance.now(); for (const end = from + 2000; performance.now() < end;) for (let i = 0; i < 500; i++) call(n++); return n / (performance.now() - from) * 1000; };
const ADMITTED = { at: '2026-11-22T09:30:00+08:00', unanswered: 'absent', chart: { contextId: 'adm-0017', patient: { sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'surgical' }, facts: [['weight', 64, 'kg'], ['height', 158, 'cm'], ['creatinine', 80, 'umol/L'], ['platelets', 210, '10*9/L'], ['haemoglobin', 128, 'g/L'], ['inr', 1]].map(([id, value, unit]) => ({ id, value, unit })).concat({ id: 'operation', value: { kind: 'laparoscopic', durationMin: 70, at: '2026-11-23T09:00:00+08:00' } }) } };
const assessed = perSecond(() => virchow.assess(ADMITTED).band);
const node = perSecond(n => virchow.score('padua', { answers: { active_cancer: n % 2 === 0 }, facts: [{ id: 'age', value: 60 + n % 20 }], unanswered: 'unknown' }).floor);

// One Bundle of one assessment, through the JavaScript entry: forty items, all that an element hands over.
await virchow.default.more({ interop: readFileSync(`${DIST}/v1/more/interop_bg.wasm`) });
const signed = { v: 1, id: '0192f0c0-0000-7000-8000-000000000001', seq: 1, contextId: 'adm-1', type: 'assessed', at: '2026-11-22T09:30:00.000+08:00', by: { id: 'n-07', name: '李护士', role: 'nurse' }, rules: { version: '0.1.0', sha256: 'a'.repeat(64) }, prev: null, hash: 'b'.repeat(64),
  body: { instrument: 'caprini', edition: '2005', timepoint: 'ADMISSION', answers: virchow.instruments()[0].items.map(({ id, points }, n) => ({ item: `caprini.${id}`, value: n % 3 === 0, points: n % 3 ? 0 : points, source: 'person' })), floor: 20, ceiling: 20, band: 'high' } };
const bundleMs = [];
for (let n = 0; n < 300; n++) { const from = performance.now(); await virchow.outputs(signed, ['fhirR4'], { patient: 'Patient/1', encounter: 'Encounter/1' }); if (n >= 50) bundleMs.push(performance.now() - from); }

// A Bundle of 500 resources of one patient, as a hospital's server pages it.
const many = Array.from({ length: 500 }, (_, n) => {
  const subject = { reference: n % 2 ? 'Patient/1' : 'http://his/fhir/Patient/1/_history/3' }, at = new Date(Date.UTC(2026, 10, 20) + n * 6e5).toISOString(), id = `r-${n >> 1}`, meta = { versionId: `${n}` };
  const resource = [
    { resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://his/lab', code: 'PLT' }, { system: 'http://loinc.org', code: '777-3' }] }, effectiveDateTime: at, valueQuantity: { value: 100 + n % 90, unit: '10*9/L', code: '10*9/L' } },
    { resourceType: 'Condition', code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I26.9' }] }, onsetDateTime: '2019' },
    { resourceType: 'MedicationRequest', status: 'active', intent: 'order', medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'B01AB05' }] } },
    { resourceType: 'MedicationAdministration', status: 'completed', effectiveDateTime: at, medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'B01AB05' }] } },
  ][n % 4];
  return { fullUrl: `http://his/fhir/${resource.resourceType}/${id}`, resource: { ...resource, id, meta, subject } };
});
many.unshift({ fullUrl: 'http://his/fhir/Patient/1', resource: { resourceType: 'Patient', id: '1', gender: 'male', birthDate: '1950-01-02' } });
const prefillMs = [];
for (let n = 0; n < 60; n++) { const from = performance.now(), { error } = await virchow.prefill({ resourceType: 'Bundle', type: 'collection', entry: many }); if (error) throw new Error(error.code); if (n >= 10) prefillMs.push(performance.now() - from); }

// The report.
const { floor, widget } = results, rows = [];
const ms = n => `${n < 10 ? n.toFixed(2) : n.toFixed(1)} ms`, mb = n => `${(n / 1e6).toFixed(2)} MB`, count = n => Math.round(n).toLocaleString('en');
const ratio = (what, budget, f, w) => rows.push([what, `≤ ${budget}×`, ms(f), ms(w), `${(w / f).toFixed(2)}×`, w / f <= budget]);
ratio('Form interactive, first visit (nothing cached)', 2, median(floor.cold), median(widget.cold));
ratio('Form interactive, later visit (files cached)', 2, median(floor.again), median(widget.again));
// The floor of these two is the empty form of the same chart.
ratio('A signed patient opened: a page whose files are cached (floor: the empty form)', 1.2, median(again.page.empty), median(again.page.signed));
ratio('A signed patient opened in a page that is open (floor: the empty form)', 1.2, median(again.inside.empty), median(again.inside.signed));
rows.push(['The same for the first time in a page, with the second part loaded', '–', '–', ms(median(again.first)), '–', null]);
ratio('Click to right score shown (text and layout), p50', 2, median(floor.shown), median(widget.shown));
ratio('Click to right score shown (text and layout), p95', 3, quantile(floor.shown, 0.95), quantile(widget.shown, 0.95));
ratio('Click to right score on the screen (after the next frame), p50', 2, median(floor.painted), median(widget.painted));
ratio('Click to right score on the screen (after the next frame), p95', 3, quantile(floor.painted, 0.95), quantile(widget.painted, 0.95));
ratio('Each further form on the page', 3, median(floor.further), median(widget.further));
const memory = median(widget.heap) + median(widget.wasm);
rows.push(['JavaScript heap plus wasm memory, one form', '≤ 4 MB', mb(median(floor.heap)), `${mb(memory)} (${mb(median(widget.heap))} + ${mb(median(widget.wasm))})`, `${(memory / median(floor.heap)).toFixed(2)}×`, memory <= 4e6]);
rows.push(['Host message to updated screen (`vte.chart` until the score is laid out), p95', '≤ 50 ms', '–', ms(quantile(frame.shown, 0.95)), '–', quantile(frame.shown, 0.95) <= 50]);
rows.push(['Host message to updated screen (after the next frame), p95', '–', '–', ms(quantile(frame.painted, 0.95)), '–', null]);
rows.push(['1 000 chart updates in a minute: heap and wasm memory afterwards', '≤ 0.1 MB more', '–', `${mb(frame.grown.heap)} and ${mb(frame.grown.wasm)} more`, '–', frame.grown.heap <= 1e5 && frame.grown.wasm === 0]);
rows.push(['`virchow-host.js`, gzip-9', '≤ 6,000 bytes', '–', `${count(gzipSync(readFileSync(`${DIST}/v1/virchow-host.js`), { level: 9 }).length)} bytes`, '–', gzipSync(readFileSync(`${DIST}/v1/virchow-host.js`), { level: 9 }).length <= 6000]);
rows.push(['`score("padua")` a second through JavaScript, Node', '> 200,000', '–', count(node), '–', node > 200_000]);
rows.push(['`assess()` of an admission through JavaScript, Node', '< 100 µs', '–', `${(1e6 / assessed).toFixed(0)} µs (${(node / assessed).toFixed(1)}× a score)`, '–', assessed > 10_000]);
rows.push(['`score("padua")` a second through JavaScript, Chromium', '> 200,000', '–', count(browserInfo.perSecond), '–', browserInfo.perSecond > 200_000]);
rows.push(['FHIR Bundle of one Caprini assessment (40 items) in wasm, Node, p50', '≤ 2 ms', '–', ms(median(bundleMs)), '–', median(bundleMs) <= 2]);
rows.push(['`prefill` of a Bundle of 500 resources in wasm, Node, p50', '≤ 20 ms', '–', ms(median(prefillMs)), '–', median(prefillMs) <= 20]);
// The floor of these is the same page with the network there.
ratio('Ward tablet, cold start without a network (floor: with it)', 1.3, median(starts.online), median(starts.offline));
rows.push([`Shelf: the slowest of ${shelved.all.length} instruments to open, ${shelved.worst.id} (floor: Padua before it)`, '≤ 1.2×', ms(shelved.padua), ms(shelved.worst.median), `${shelved.worst.ratio.toFixed(2)}×`, shelved.worst.ratio <= 1.2]);
const tablet = await measureWard({ runs: Math.min(RUNS, 5), log: line => process.stderr.write(`${line}\n`) });
const beds = (what, budget, [few, many], ok) => rows.push([what, budget, ms(few), ms(many), `${(many / few).toFixed(2)}×`, ok]);
beds('Ward: board of 200 admissions × 20 events (floor: 20 × 20), passphrase to a screenful with its counts', '≤ 1.5×', tablet.screenful, tablet.screenful[1] / tablet.screenful[0] <= 1.5);
beds('Ward: the same, from the name that is tapped to a screenful', '–', tablet.drawn, null);
beds('Ward: the same, passphrase to every row drawn', '–', tablet.whole, null);
beds(`Ward: a tap to its new state, p95 of ${tablet.taps}, 10 000 events stored (floor: 400)`, '≤ 100 ms', tablet.tap, tablet.tap[1] <= 100);
const criterion = at('../target/criterion');
if (existsSync(criterion)) {
  for (const [name, nanoseconds] of estimates(criterion)) rows.push([`criterion \`${name}\`, native, a second`, /padua/i.test(name) && /score|tally/i.test(name) ? '> 1,000,000' : '–', '–', `${count(1e9 / nanoseconds)} (${nanoseconds.toFixed(0)} ns)`, '–', /padua/i.test(name) && /score|tally/i.test(name) ? 1e9 / nanoseconds > 1e6 : null]);
}
function estimates(folder, under = '') {
  return readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory() && entry.name !== 'report').flatMap(({ name }) => {
    const file = `${folder}/${name}/new/estimates.json`;
    if (existsSync(file)) return [[under + name, JSON.parse(readFileSync(file, 'utf8')).median.point_estimate]];
    return ['new', 'base', 'change'].includes(name) ? [] : estimates(`${folder}/${name}`, `${under}${name}/`);
  });
}
let size;
try { size = execFileSync(process.execPath, [at('../scripts/size.mjs'), DIST], { encoding: 'utf8' }).trim(); } catch (error) { size = `${error.stdout ?? ''}`.trim() || 'scripts/size.mjs failed'; }
const verdict = ok => ok == null ? '' : ok ? 'within' : '**over**';
const text = `# Speed and size

Written by \`make bench\`; not edited by hand. ${browserInfo.version.replace('/', ' ')}, Node ${process.versions.node}, ${availableParallelism()} cores, ${THROTTLE}× CPU throttling for every row in ms.
The floor is \`benches/floor.html\`: the same 41 controls in plain HTML and JavaScript, with the same arithmetic and nothing else. Floor and widget
alternate in one browser, ${RUNS} runs, ${floor.shown.length} clicks and ${floor.further.length} further forms each; medians unless a percentile is named.

| what | budget | floor | widget | ratio | verdict |
|---|---|---|---|---|---|
${rows.map(([what, budget, f, w, r, ok]) => `| ${what} | ${budget} | ${f} | ${w} | ${r} | ${verdict(ok)} |`).join('\n')}

*Interactive*: from the start of the navigation until 40 items and the sign button are there and answer (the widget: \`vte-ready\` was said too).
*Shown*: from the dispatch of the click until the text of the score begins with the right number and layout is done; script alone, without layout:
p50 ${ms(median(floor.text))} and ${ms(median(widget.text))} (${(median(widget.text) / median(floor.text)).toFixed(1)}×). *On the screen*: until the first task after the next frame. Memory is after a forced collection, without throttling; the widget's own share
of the heap is what exceeds the floor's.

## Size of a first visit

What weighs what, what was tried, and where less could come from: [first-visit.md](first-visit.md).

${size.includes('|') ? size : `\`\`\`\n${size}\n\`\`\``}
`;
writeFileSync(at('../docs/reports/performance.md'), text);
console.log(text);
if (rows.some(row => row.at(-1) === false)) { console.error('over budget'); process.exitCode = process.env.STRICT ? 1 : 0; }
