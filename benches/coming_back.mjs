// What it costs to open a signed patient, against the empty form of the same chart: both as a page whose files are cached, and in
// a page that is open already (another patient is opened in the same element; the parts are loaded, but for the first time).
//   node benches/coming_back.mjs          alone, with RUNS=5 for a quick look
import { pathToFileURL } from 'node:url';
import { medical, stamp } from '../tests/e2e/cases.mjs';
import { launch, NURSE } from '../tests/e2e/driver.mjs';
import { serve } from '../tests/e2e/server.mjs';

const PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' };
const labs = [['creatinine', 80, 'umol/L'], ['platelets', 210, '10*9/L'], ['haemoglobin', 128, 'g/L'], ['inr', 1]].map(([id, value, unit]) => ({ id, value, unit, at: stamp(-0.05), source: 'LIS' }));

/** A Padua score, the bleeding list and a plan, signed in a browser: three events. */
async function signed(browser, origin, chart) {
  const widget = await browser.open(`${origin}/job.html`);
  await widget.load({ chart, lang: 'en' });
  await widget.press('[data-item="reduced_mobility"]', '[data-item="heart_resp_failure"]');
  await widget.sign();
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-rule]'), 'the questions');
  await widget.press('[data-action="none-of-the-rest"]');
  await widget.until((el, $) => $('[data-bleeding]')?.dataset.bleeding === 'low', 'bleeding settled');
  await widget.press('[data-action="sign"]');
  await widget.until(el => el.record.length === 2, 'the bleeding list');
  await widget.run((el, $, $$, user) => { el.user = user; }, PHYSICIAN);
  await widget.until((el, $) => $('[data-action="authorise"]'), "the physician's buttons");
  await widget.press('[data-action="authorise"]');
  await widget.until(el => el.record.length === 3, 'the plan');
  return widget.run(el => JSON.parse(JSON.stringify(el.record)));
}

// In the page: from the call until what is asked for stands there and is laid out.
async function open(chart, record, selector) {
  const el = document.querySelector('vte-assessment'), root = el.shadowRoot, from = performance.now();
  el.open(chart, { record, force: true });
  const there = () => root.querySelector(selector);
  if (!there()) await new Promise(done => { const watch = new MutationObserver(() => { if (there()) { watch.disconnect(); done(); } }); watch.observe(root, { childList: true, subtree: true }); });
  there().getBoundingClientRect();
  return performance.now() - from;
}

export async function comingBack({ runs, throttle }) {
  const server = await serve({ headers: { 'cache-control': 'max-age=600' } }), browser = await launch({ flags: ['--disable-back-forward-cache'] });
  const page = { empty: [], signed: [] }, inside = { empty: [], signed: [] }, first = [];
  try {
    const chart = medical({ age: 76, facts: labs }), record = await signed(browser, server.origin, chart);
    await browser.driver.get(`${server.origin}/benches/again.html`);
    await browser.run(kept => { localStorage.again = JSON.stringify(kept); }, { chart, record, user: NURSE });
    const load = async how => {
      await browser.driver.get(`${server.origin}/benches/again.html?${how}`);
      return browser.run(() => new Promise((done, failed) => { const end = Date.now() + 30_000; (function look() { if (window.interactiveAt) done(window.interactiveAt); else if (Date.now() > end) failed(new Error('never interactive')); else setTimeout(look, 10); })(); }));
    };
    for (const how of ['empty', 'signed', 'empty', 'signed']) await load(how);
    await browser.throttle(throttle);
    for (let run = 0; run < runs; run++) {
      for (const how of run % 2 ? ['signed', 'empty'] : ['empty', 'signed']) page[how].push(await load(how));
      await load('empty');
      const other = n => ({ ...chart, contextId: `${chart.contextId}-${run}-${n}` });
      first.push(await browser.run(open, chart, record, '.holding [data-action="new"]'));
      for (let n = 0; n < 4; n++) {
        inside.empty.push(await browser.run(open, other(n), null, '[data-action="sign"]'));
        inside.signed.push(await browser.run(open, chart, record, '.holding [data-action="new"]'));
      }
    }
  } finally { await browser.quit(); await server.close(); }
  return { page, inside, first };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const median = list => [...list].sort((a, b) => a - b)[list.length >> 1], runs = Number(process.env.RUNS ?? 11);
  const { page, inside, first } = await comingBack({ runs, throttle: 4 });
  for (const [what, { empty, signed }] of Object.entries({ page, inside })) console.log(what, median(empty).toFixed(1), median(signed).toFixed(1), (median(signed) / median(empty)).toFixed(2));
  console.log('inside, the first time', median(first).toFixed(1));
}
