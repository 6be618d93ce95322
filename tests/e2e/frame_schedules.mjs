// Random schedules of dropped, late, duplicated and reordered messages, of servers that lose their answers, of hosts that
// change patients in between and of frames and pages that go away without a word. Whatever happens on the way: each signed
// event is written once at the host, and none while another patient is shown. Time runs TEMPO times faster in both
// pages, so that an outbox of minutes fits into seconds; the bad line is tests/e2e/hosts/schedules.js.
//
//   node e2e/frame_schedules.mjs [COUNT] [SEED]        (make frames: 1 000)
import assert from 'node:assert/strict';
import { medical } from './cases.mjs';
import { launch } from './driver.mjs';
import { allow } from './frames.mjs';
import { serve } from './server.mjs';

const TEMPO = 60, AT_ONCE = 6, A_PAGE = 200;

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
  return {
    seed, charts: [medical({ contextId: `s${seed}-a` }), medical({ contextId: `s${seed}-b` })],
    // One for each message on the port, either way; afterwards the line is good.
    faults: Array.from({ length: 30 }, () => (draw() < 0.6 ? 'pass' : one(['drop', 'twice', 'late', 'later', 'swap', 'swap']))),
    // One for each event that reaches the server.
    servers: Array.from({ length: 10 }, () => one(['accept', 'accept', 'accept', 'lost', 'late', 'fail', 'other', 'none'])),
    turns: ['sign', ...Array.from({ length: Math.floor(draw() * 3) }, () => one(['sign', 'other-and-back', 'other-and-back', 'reload-frame', 'page-gone', 'host-anew']))],
  };
}

/** In every page of both origins: time runs faster, and in the frame somebody fills in and signs when told. */
const QUICK = `(() => {
  const later = window.setTimeout, every = window.setInterval;
  window.setTimeout = (act, wait, ...more) => later(act, (wait || 0) / ${TEMPO}, ...more);
  window.setInterval = (act, wait, ...more) => every(act, (wait || 0) / ${TEMPO}, ...more);
  window.slowly = later.bind(window);
  addEventListener('message', async event => {
    if (event.data?.robot !== 'sign' && event.data?.robot !== 'pending') return;
    event.stopImmediatePropagation();
    const el = document.querySelector('vte-assessment'), pause = wait => new Promise(next => later(next, wait));
    const $ = action => el.shadowRoot.querySelector('[data-action="' + action + '"]');
    const say = answer => event.source.postMessage({ robot: answer, nth: event.data.nth }, '*');
    if (event.data.robot === 'pending') return say({ pending: el?.pending ?? [] });
    for (let tries = 0; tries < 150 && el.chart?.contextId !== event.data.contextId; tries++) await pause(10);
    if (el.chart?.contextId !== event.data.contextId) return say({ code: 'another patient' });
    for (let tries = 0; tries < 20 && !$('none-of-the-rest'); tries++) await pause(10);
    $('none-of-the-rest')?.click();
    await pause(0);
    const answer = await el.sign();
    say(answer.event ? { id: answer.event.id, contextId: answer.event.contextId } : { code: answer.error?.code });
  }, true);
})()`;

/** Plays schedules from `seed` on and gives what came of them. */
export async function campaign(count, seed, report = () => {}) {
  const his = await serve(), widget = await serve({ override: { '/virchow/v1/allow.json': { body: allow(his.origin), type: 'application/json' } } });
  const browser = await launch();
  const totals = { schedules: 0, signed: 0, stored: 0, posts: 0, duplicates: 0, wrong: 0, missing: 0, unconfirmed: 0, faults: 0, reloads: 0, problems: [] };
  try {
    await browser.driver.manage().setTimeouts({ script: 300_000 });
    await browser.cdp('Page.enable');
    await browser.cdp('Page.addScriptToEvaluateOnNewDocument', { source: QUICK });
    for (let done = 0; done < count; done += A_PAGE) {
      const plans = Array.from({ length: Math.min(A_PAGE, count - done) }, (_, n) => schedule(seed + done + n));
      await browser.driver.get(`${his.origin}/schedules.html`);
      const ends = await browser.run(async (plans, frame, atOnce) => {
        for (let n = 0; !window.playAll && n < 500; n++) await new Promise(next => window.slowly(next, 10));
        return window.playAll(plans, frame, atOnce);
      }, plans, widget.origin, AT_ONCE);
      for (const end of ends) for (const [key, value] of Object.entries(end)) totals[key] = Array.isArray(value) ? totals[key].concat(value) : totals[key] + value;
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
  assert.equal(totals.wrong, 0, 'no write to another patient');
  assert.equal(totals.missing, 0, 'nothing lost');
  assert.equal(totals.unconfirmed, 0, 'every frame heard that it was stored');
  assert.equal(totals.stored, totals.signed, 'each signed event is stored once, and nothing else is');
  assert.ok(totals.signed >= totals.schedules * 0.8, `${totals.signed} signed`);
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const count = Number(process.argv[2] ?? 1000), seed = Number(process.argv[3] ?? 1), start = Date.now();
  const totals = await campaign(count, seed, totals => console.log(`${((Date.now() - start) / 1000).toFixed(0)} s  ${JSON.stringify(totals)}`));
  holds(totals);
  console.log(`${count} schedules from seed ${seed}: every one of ${totals.signed} signed events stored once, no wrong patient`);
}
