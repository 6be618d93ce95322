// The ward's page: a board of 200 admissions with 20 events each against one of 20, and a tap with 10 000 events stored.
// Rows are written as the page writes them, behind the same vault; the two wards alternate, so that a busy machine is busy
// for both. Run by benches/run.mjs, or alone: node benches/ward.mjs
import { fileURLToPath } from 'node:url';
import { chain, PADUA } from '../tests/e2e/cases.mjs';
import { Tablet } from '../tests/e2e/tablet.mjs';
import { launch } from '../tests/e2e/driver.mjs';
import { serve } from '../tests/e2e/server.mjs';

const PASS = 'bench bench', THROTTLE = 4;
const quantile = (list, q) => { const sorted = [...list].sort((a, b) => a - b), i = (sorted.length - 1) * q, low = Math.floor(i); return sorted[low] + (sorted[Math.ceil(i)] - sorted[low]) * (i - low); };
const HOUR = 3_600_000;
const time = ms => new Date(ms + 8 * HOUR).toISOString().replace('Z', '+08:00');
const uuid = (ms, n) => { const hex = ms.toString(16).padStart(12, '0'), rest = n.toString(16).padStart(12, '0'); return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${rest}`; };
const NURSE = { id: 'n-1', name: '护士', role: 'nurse' }, PHYSICIAN = { id: 'p-1', name: '医师', role: 'physician' };

/** Rows of a ward of so many admissions with so many events each: admitted, then scores every few hours. */
export function ward(admissions, events) {
  const now = Math.floor(Date.now() / 60_000) * 60_000, rules = { version: '0.1.0', sha256: '0'.repeat(64) };
  const all = [['ward', { v: 1, name: 'Bench', department: 'bench', demo: false, profile: {} }]];
  for (const person of [NURSE, PHYSICIAN]) all.push([`user/${person.id}`, { v: 1, ...person }]);
  for (let bed = 0; bed < admissions; bed++) {
    const context = uuid(now, bed + 1), admitted = now - (events * 5 + bed % 40) * HOUR;
    const score = n => {
      const answers = Object.entries(PADUA).map(([id, points], item) => { const value = (item + n + bed) % 4 === 0; return { item: `padua.${id}`, value, points: value ? points : 0, source: 'person' }; });
      const floor = answers.reduce((sum, answer) => sum + answer.points, 0);
      return { instrument: 'padua', edition: '2010', timepoint: 'PERIODIC_HIGH', answers, floor, ceiling: floor, band: floor >= 4 ? 'high' : 'low' };
    };
    const at = n => admitted + n * 5 * HOUR;
    const record = chain(Array.from({ length: events }, (_, n) => ({
      v: 1, id: uuid(at(n), bed * 1000 + n + 1), contextId: context, at: time(at(n)), by: n % 2 ? NURSE : PHYSICIAN, rules,
      ...(n === 0 ? { type: 'admitted', body: { at: time(admitted), department: 'bench' } } : { type: 'assessed', body: score(n) }),
    })));
    const last = record.at(-1), { floor, ceiling, band } = score(events - 1);
    const task = (trigger, hours) => ({ trigger, of: last.id, opens: last.at, deadline: time(at(events - 1) + hours * HOUR) });
    const facts = [['height', 165, 'cm'], ['weight', 64, 'kg'], ['platelets', 210, '10*9/L'], ['creatinine', 70, 'umol/L']].map(([id, value, unit]) => ({ id, value, unit, at: time(admitted), source: 'bench' }));
    all.push([`admission/${context}`, {
      v: 1, ahead: { invasiveAt: [], changes: [] }, head: { seq: last.seq, hash: last.hash },
      chart: { contextId: context, patient: { label: `演示${bed + 1}`, bed: `${Math.floor(bed / 4) + 1}-${bed % 4 + 1}`, sex: bed % 2 ? 'male' : 'female', birthDate: '1958-03-02' }, encounter: { admittedAt: time(admitted), department: 'bench', setting: 'medical' }, facts },
      board: { admittedAt: time(admitted), score: { instrument: 'padua', floor, ceiling, band, at: last.at, physician: true }, measures: [{ id: 'basic', kind: 'basic', standing: 'in_use', since: last.at }], suspected: false, confirmed: false, late: 0, events, tasks: [task('PERIODIC_HIGH', 72), task('BLEED_SCREEN', 24), task('PLAN', 24), task('REVIEW', bed % 3 ? 24 : 1)] },
    }]);
    for (const event of record) all.push([`event/${context}/${String(event.seq).padStart(6, '0')}`, event]);
  }
  return all.map(([key, value]) => ['put', key, JSON.stringify(value)]);
}

/** A browser with such a ward behind its vault, and the page open at the gate. */
async function settled(server, admissions, events) {
  const tablet = new Tablet(await launch({ width: 1024, height: 768, flags: ['--disable-back-forward-cache'] }), server.origin);
  await tablet.driver.get(`${server.origin}/vault.html`);
  await tablet.driver.executeScript('return new Promise(done => { (function look() { window.ready ? done() : setTimeout(look, 20); })(); })');
  await tablet.run(async pass => { window.v = await vault.create(pass); }, PASS);
  const rows = ward(admissions, events);
  for (let from = 0; from < rows.length; from += 150) await tablet.run(rows => v.write(rows), rows.slice(from, from + 150));
  // Nobody is asked to name an administrator in between.
  await tablet.run(() => v.write([['put', 'setting/people', '{}']]));
  return tablet;
}

/** In the page: clicks, and waits until `look` is there with its layout done. Milliseconds. */
const IN_PAGE = `window.timed = (click, look, count = 1) => new Promise((done, failed) => {
  const there = () => document.querySelectorAll(look).length >= count;
  const from = performance.now(), end = setTimeout(() => failed(new Error('never ' + look)), 60_000);
  const finish = () => { watch.disconnect(); clearTimeout(end); document.body.getBoundingClientRect(); done(performance.now() - from); };
  const watch = new MutationObserver(() => { if (there()) finish(); });
  watch.observe(document.body, { childList: true, subtree: true, attributes: true });
  document.querySelector(click).click();
  if (there()) finish();
});`;

/** From the name that is tapped to the board: a screenful with the counts, and every row. And the rows read before that. */
async function board(tablet, admissions) {
  await tablet.open();
  await tablet.see('[data-gate="unlock"]');
  await tablet.type('[name="passphrase"]', PASS);
  await tablet.session.throttle(THROTTLE);
  await tablet.driver.executeScript(IN_PAGE);
  const read = await tablet.run(() => timed('[data-action="unlock"]', '[data-person]'));
  const [first, all] = await tablet.run(count => Promise.all([timed('[data-person="nurse"]', '.bed', Math.min(count, 20)), new Promise(done => { const from = performance.now(); (function look() { document.querySelectorAll('.bed').length >= count ? done(performance.now() - from) : setTimeout(look, 4); })(); })]), admissions);
  await tablet.session.throttle(1);
  return { read, first, all };
}

/** Taps of a round on the ward: a patient, every part of the page, back, a filter. */
async function taps(tablet, rounds) {
  await tablet.session.throttle(THROTTLE);
  const all = {};
  for (let round = 0; round < rounds; round++) {
    const took = await tablet.run(async round => {
      const rest = () => new Promise(next => setTimeout(next, 150));
      const bed = document.querySelectorAll('.bed')[round % 20].dataset.open, took = {};
      for (const [what, click, look] of [
        ['a patient is opened', `[data-open="${bed}"]`, '[data-dues]'], ['timeline', '[data-tab="story"]', '[data-story]'], ['audit', '[data-tab="audit"]', '[data-verdict="whole"]'],
        ['to do', '[data-tab="work"]', '[data-dues]'], ['back to the board', '[data-action="back"]', ':not([hidden]) > .board .bed'], ['a filter', '[data-filter="overdue"]', '[data-filter="overdue"][aria-pressed="true"]'], ['all', '[data-filter="all"]', '[data-filter="all"][aria-pressed="true"]'],
      ]) { await rest(); took[what] = await timed(click, look); }
      return took;
    }, round);
    for (const [what, ms] of Object.entries(took)) (all[what] ??= []).push(ms);
  }
  await tablet.session.throttle(1);
  return all;
}

export async function measure({ runs = 5, rounds = 8, log = () => {} } = {}) {
  const server = await serve();
  const open = [];
  try {
    const small = await settled(server, 20, 20), large = await settled(server, 200, 20), full = await settled(server, 200, 50);
    open.push(small, large, full);
    const seen = { small: [], large: [] };
    for (let run = 0; run < runs; run++) {
      for (const [name, tablet, count] of run % 2 ? [['large', large, 200], ['small', small, 20]] : [['small', small, 20], ['large', large, 200]]) seen[name].push(await board(tablet, count));
      log(`ward ${run + 1}/${runs}: ${seen.small.at(-1).first.toFixed(0)} and ${seen.large.at(-1).first.toFixed(0)} ms`);
    }
    await board(full, 200);
    const few = await taps(small, rounds), many = await taps(full, rounds);
    const of = (name, what) => quantile(seen[name].map(each => what(each)), 0.5);
    const flat = taps => Object.values(taps).flat();
    return {
      screenful: [of('small', each => each.read + each.first), of('large', each => each.read + each.first)],
      whole: [of('small', each => each.read + each.all), of('large', each => each.read + each.all)],
      drawn: [of('small', each => each.first), of('large', each => each.first)],
      tap: [quantile(flat(few), 0.95), quantile(flat(many), 0.95)],
      each: Object.fromEntries(Object.entries(many).map(([what, ms]) => [what, quantile(ms, 0.95)])),
      taps: flat(many).length,
    };
  } finally {
    for (const tablet of open) await tablet.quit();
    await server.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await measure({ runs: Number(process.env.RUNS ?? 3), rounds: Number(process.env.ROUNDS ?? 4), log: console.error }));
