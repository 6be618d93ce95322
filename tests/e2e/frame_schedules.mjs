// Random schedules of dropped, late, duplicated and reordered messages, of servers that lose their answers, of hosts that
// change patients in between, of frames and pages that go away without a word, of frames that their page moves to another place or
// hides, of stores in the frame that do not answer, of parts of the frame that load slowly, and
// of clocks that are set by minutes, hours and years either way, in either page. Whatever happens on the way: each signed
// event is written once at the host, and nothing of one admission (event, output, result, alert, change, error, draft)
// reaches a page that shows another. Time runs TEMPO times faster in both pages, so that an outbox of minutes fits into
// seconds; the bad line is tests/e2e/hosts/schedules.js, the form host tests/e2e/hosts/schedules_form.js.
//
//   node e2e/frame_schedules.mjs [COUNT] [SEED]        (make frames: 10 000)
import assert from 'node:assert/strict';
import { load } from '../fhir/load.mjs';
import { medical } from './cases.mjs';
import { launch } from './driver.mjs';
import { allow } from './frames.mjs';
import { serve } from './server.mjs';

const TEMPO = 60, AT_ONCE = 8, A_PAGE = 200, FORM_HOSTS = 0.25;
const MINUTE = 60_000, HOUR = 60 * MINUTE, YEAR = 365 * 24 * HOUR;
const JUMPS = [3 * MINUTE, 40 * MINUTE, HOUR, 9 * HOUR, YEAR, 4 * YEAR].flatMap(by => [by, -by]);
/** What may come late, by up to this many real milliseconds; sixty times as much by the clock of the pages. */
const SLOW = { files: ['more/interop.js', 'more/interop_bg.wasm', 'more/smart.js', 'more/later_bg.wasm'], waits: [0, 0, 0, 20, 80, 250, 600] };

/** mulberry32: small, seeded, the same everywhere. */
const random = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** What one schedule does; all of it drawn here, so that a seed is a schedule. */
export function schedule(seed) {
  const draw = random(seed), one = list => list[Math.floor(draw() * list.length)];
  const some = (count, turns) => Array.from({ length: Math.floor(draw() * count) }, () => one(turns));
  const clock = () => [one(['clock-page', 'clock-frame']), one(JUMPS)];
  // Each by a name of its own, so that what is said of one cannot pass for the other.
  const charts = ['a', 'b'].map(name => { const chart = medical({ contextId: `s${seed}-${name}` }); chart.patient.ref = `Patient/s${seed}-${name}`; return chart; });
  if (draw() < FORM_HOSTS) {
    return {
      seed, form: true, charts, fresh: draw() < 0.5, pauses: Array.from({ length: 12 }, () => one([0, 0, 2, 10, 40, 120])),
      servers: Array.from({ length: 10 }, () => one(['accept', 'accept', 'accept', 'lost', 'late', 'fail'])),
      turns: ['tick', 'sign', 'other', ...some(3, ['current', 'extract', 'tick', 'sign', 'other', 'moved', 'hidden', 'hung', clock()])],
    };
  }
  return {
    seed, charts, fresh: draw() < 0.3, outputs: draw() < 0.5 ? ['flat', 'fhirR4'] : ['flat'], pauses: Array.from({ length: 8 }, () => one([0, 0, 2, 10, 40, 120])),
    // One for each message on the port, either way; afterwards the line is good.
    faults: Array.from({ length: 30 }, () => (draw() < 0.6 ? 'pass' : one(['drop', 'twice', 'late', 'later', 'swap', 'swap']))),
    // One for each event that reaches the server.
    servers: Array.from({ length: 10 }, () => one(['accept', 'accept', 'accept', 'lost', 'late', 'fail', 'other', 'none'])),
    turns: [...(draw() < 0.4 ? ['get-and-away'] : []), 'sign', ...some(4, ['sign', 'other-and-back', 'other-and-back', 'get-and-away', 'get-and-away', 'person', 'reload-frame', 'page-gone', 'host-anew', 'moved', 'moved', 'hidden', 'hung', clock(), clock()])],
  };
}

/** In every page of both origins: time runs faster, the clock is set when told, and in the frame somebody fills in and signs. */
const QUICK = `(() => {
  const later = window.setTimeout, every = window.setInterval;
  window.setTimeout = (act, wait, ...more) => later(act, (wait || 0) / ${TEMPO}, ...more);
  window.setInterval = (act, wait, ...more) => every(act, (wait || 0) / ${TEMPO}, ...more);
  window.slowly = later.bind(window);
  const Real = Date;
  let ahead = 0;
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
  window.setClock = by => { ahead = by; };
  // For so long nothing is said to be done in the store, though it is; then all of it is said, in its order.
  let until = 0, unheard = [];
  const hung = () => performance.now() < until;
  for (const kind of ['complete', 'abort']) {
    const { get, set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'on' + kind);
    Object.defineProperty(IDBTransaction.prototype, 'on' + kind, { get, set(heard) { set.call(this, heard && function (event) { if (hung()) unheard.push(() => heard.call(this, event)); else heard.call(this, event); }); } });
  }
  const hang = wait => { until = performance.now() + wait; later(() => { if (!hung()) for (const tell of unheard.splice(0)) tell(); }, wait + 1); };
  // What the store of the frame has taken, as the frame says it: on a busy machine its clock runs ahead of a store that is only slow,
  // and until that has answered the screen says that a reload loses what is not yet sent.
  const taken = new Set();
  addEventListener('vte-event', ({ detail }) => { taken[detail.stored === false ? 'delete' : 'add'](detail.event.id); }, true);
  addEventListener('message', async event => {
    const { robot, nth, contextId, items, by, wait } = Object(event.data);
    if (!['sign', 'tick', 'pending', 'clock', 'hang'].includes(robot)) return;
    event.stopImmediatePropagation();
    const el = document.querySelector('vte-assessment'), pause = wait => new Promise(next => later(next, wait));
    const $ = (name, value) => el.shadowRoot.querySelector('[data-' + name + '="' + value + '"]');
    const say = answer => event.source.postMessage({ robot: answer, nth }, '*');
    if (robot === 'clock') { ahead = by; return say({}); }
    if (robot === 'hang') { hang(wait); return say({}); }
    if (robot === 'pending') return say({ pending: el?.pending ?? [] });
    const isShown = () => el.chart?.contextId === contextId;
    for (let tries = 0; tries < 150 && !isShown(); tries++) await pause(10);
    if (!isShown()) return say({ code: 'another patient' });
    for (let tries = 0; tries < 20 && !$('action', 'none-of-the-rest'); tries++) await pause(10);
    if (robot === 'tick') { if (isShown()) items.forEach(item => $('item', item)?.click()); return say({}); }
    $('action', 'none-of-the-rest')?.click();
    await pause(0);
    // A person sees whom she signs for; who is on the screen by now is another turn's.
    if (!isShown()) return say({ code: 'another patient' });
    const before = el.record.length;
    let answer = await el.sign();
    // Asked about a clock that a fault has set, the person looks at it and says that it is right.
    if (answer.error?.code === 'E_TIME' && $('action', 'clock-right')) {
      $('action', 'clock-right').click();
      for (let tries = 0; tries < 100 && isShown() && el.record.length === before; tries++) await pause(10);
      const event = el.record.at(-1);
      if (isShown() && el.record.length > before && event.contextId === contextId) answer = { event };
    }
    // As long as a quick machine's store takes by far; a slow one gets it too.
    for (let tries = 0; answer.event && tries < 12 && isShown() && !taken.has(answer.event.id); tries++) await pause(5);
    say(answer.event ? { id: answer.event.id, contextId: answer.event.contextId, kept: taken.has(answer.event.id) && !el.shadowRoot.querySelector('[data-storage]') } : { code: answer.error?.code });
  }, true);
})()`;

/** Plays schedules from `seed` on and gives what came of them. */
export async function campaign(count, seed, report = () => {}) {
  const draw = random(seed), wait = () => SLOW.waits[Math.floor(draw() * SLOW.waits.length)];
  const slow = Object.fromEntries(SLOW.files.map(file => [`/virchow/v1/${file}`, { wait }]));
  const his = await serve(), widget = await serve({ override: { '/virchow/v1/allow.json': { body: allow(his.origin), type: 'application/json' }, ...slow } });
  const { url: questionnaire } = await (await load()).questionnaire('padua');
  const browser = await launch();
  const totals = { schedules: 0, problems: [] };
  try {
    await browser.driver.manage().setTimeouts({ script: 600_000 });
    await browser.cdp('Page.enable');
    await browser.cdp('Page.addScriptToEvaluateOnNewDocument', { source: QUICK });
    for (let done = 0; done < count; done += A_PAGE) {
      const plans = Array.from({ length: Math.min(A_PAGE, count - done) }, (_, n) => ({ ...schedule(seed + done + n), questionnaire }));
      await browser.driver.get(`${his.origin}/schedules.html`);
      const ends = await browser.run(async (plans, frame, atOnce) => {
        for (let n = 0; !window.playAll && n < 500; n++) await new Promise(next => window.slowly(next, 10));
        return window.playAll(plans, frame, atOnce);
      }, plans, widget.origin, AT_ONCE);
      for (const end of ends) for (const [key, value] of Object.entries(end)) totals[key] = Array.isArray(value) ? totals[key].concat(value) : (totals[key] ?? 0) + value;
      totals.schedules += ends.length;
      report(totals);
    }
  } finally {
    await browser.quit(); await his.close(); await widget.close();
  }
  return totals;
}

export function holds(totals) {
  assert.deepEqual(totals.problems, []);
  assert.equal(totals.wrong, 0, 'nothing of one patient to a page that shows another');
  assert.equal(totals.missing, 0, 'nothing lost');
  assert.equal(totals.unconfirmed, 0, 'every frame heard that it was stored');
  assert.equal(totals.stored, totals.signed, 'each signed event is stored once, and nothing else is');
  // Time runs sixty times faster: on a busy machine a store is late that is only slow. What it has not taken is said, and not counted.
  assert.ok(totals.unkept <= totals.signed, `${totals.unkept} not kept`);
  assert.ok(totals.signed + totals.unkept >= totals.schedules * 0.8, `${totals.signed} signed`);
  // What is not played is not held.
  for (const played of ['faults', 'told', 'drafts', 'clocks', ...(totals.schedules >= 100 ? ['results', 'reloads', 'persons', 'moves', 'hung'] : [])]) assert.ok(totals[played] > 0, played);
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const count = Number(process.argv[2] ?? 10_000), seed = Number(process.argv[3] ?? 1), start = Date.now();
  const totals = await campaign(count, seed, totals => console.log(`${((Date.now() - start) / 1000).toFixed(0)} s  ${JSON.stringify(totals)}`));
  holds(totals);
  console.log(`${count} schedules from seed ${seed}: every one of ${totals.signed} signed events stored once, nothing of another patient`);
}
