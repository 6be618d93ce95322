// The shelf of calculators: each instrument opened from the list, until its items are laid out, against Padua opened in between, so
// that a busy machine is busy for both. Run by benches/run.mjs, or alone: node benches/shelf.mjs
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';
import { launch } from '../tests/e2e/driver.mjs';
import { serve } from '../tests/e2e/server.mjs';
import { Tablet } from '../tests/e2e/tablet.mjs';

/** In the page: opens one instrument, and waits until its items have a layout. Milliseconds. */
const opened = id => new Promise((done, fail) => {
  location.hash = '#/calc';
  const end = performance.now() + 20_000;
  let from;
  const root = () => document.querySelector('vte-assessment')?.shadowRoot;
  const look = () => {
    if (performance.now() > end) return fail(new Error(`${id} does not open`));
    if (from === undefined) {
      if (document.querySelector('[data-open="padua"]') && !root()) { from = performance.now(); location.hash = `#/calc/${id}`; }
    } else if (root()?.querySelector('[data-item], [data-calculator]')?.getBoundingClientRect().height > 0) return done(performance.now() - from);
    setTimeout(look);
  };
  look();
});

/** `{ padua, worst: { id, median, ratio }, all }`: medians in milliseconds of `runs` openings of each, and of its ratios to the Padua before it. */
export async function shelf(runs, throttle) {
  const server = await serve();
  const tablet = new Tablet(await launch({ width: 1024, height: 768 }), server.origin);
  try {
    await tablet.open();
    await tablet.run(() => { location.hash = '#/calc'; });
    await tablet.see('[data-open="padua"]');
    const ids = await tablet.run(() => [...new Set([...document.querySelectorAll('[data-open]')].map(one => one.dataset.open))].filter(id => id !== 'helpers'));
    for (const id of ids) await tablet.run(opened, id);   // the parts are fetched once
    await tablet.session.throttle(throttle);
    const times = new Map(ids.map(id => [id, []])), padua = [];
    for (let run = 0; run < runs; run++) {
      for (const id of ids) {
        const beside = await tablet.run(opened, 'padua');
        padua.push(beside);
        times.get(id).push({ ms: await tablet.run(opened, id), beside });
      }
    }
    const all = [...times].map(([id, list]) => ({ id, median: median(list.map(({ ms }) => ms)), ratio: median(list.map(({ ms, beside }) => ms / beside)) }));
    all.sort((a, b) => b.ratio - a.ratio);
    return { padua: median(padua), worst: all[0], all };
  } finally { await tablet.quit(); await server.close(); }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { padua, all } = await shelf(Number(process.env.RUNS ?? 5), 4);
  console.log(`Padua ${padua.toFixed(1)} ms`);
  for (const { id, median, ratio } of all) console.log(`${id} ${median.toFixed(1)} ms, ${ratio.toFixed(2)} of Padua`);
}
