// A cold start of the ward tablet without a network against one with it: a browser just begun, the same profile each time,
// until the gate stands and takes a key. Alternating, so that a busy machine is busy for both.
import { launch } from '../tests/e2e/driver.mjs';
import { serve } from '../tests/e2e/server.mjs';
import { Tablet } from '../tests/e2e/tablet.mjs';

const WATCH = `const look = () => document.querySelector('[data-gate] input') ? (window.gateAt = performance.now()) : requestAnimationFrame(look); requestAnimationFrame(look);`;
const ALONE = `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });`;
/** Files may be kept by the browser, as a hospital's server would let it. */
const SERVER = { headers: { 'cache-control': 'max-age=600' } };

async function start(profile, origin, throttle, script) {
  const tablet = new Tablet(await launch({ profile }), origin);
  try {
    await tablet.session.cdp('Page.addScriptToEvaluateOnNewDocument', { source: script + WATCH });
    await tablet.session.throttle(throttle);
    await tablet.open();
    await tablet.see('[data-gate] input');
    return await tablet.run(() => new Promise(done => { const look = () => (window.gateAt ? done(window.gateAt) : setTimeout(look, 20)); look(); }));
  } finally { await tablet.quit({ keep: true }); }
}

/** `{ online, offline }` in milliseconds, `runs` of each. */
export async function coldStarts(runs, throttle) {
  const server = await serve(SERVER), gone = await serve(SERVER), result = { online: [], offline: [] };
  // Visited once before, as a tablet is; the second with its worker, and then its server goes.
  const first = new Tablet(await launch(), server.origin);
  await first.session.cdp('Page.addScriptToEvaluateOnNewDocument', { source: ALONE });
  await first.open();
  const profile = await first.quit({ keep: true });
  const second = new Tablet(await launch(), gone.origin);
  await second.open();
  await second.installed();
  const installed = await second.quit({ keep: true });
  await gone.close();
  try {
    for (let run = 0; run < runs; run++) {
      for (const which of run % 2 ? ['offline', 'online'] : ['online', 'offline']) {
        result[which].push(which === 'online' ? await start(profile, server.origin, throttle, ALONE) : await start(installed, gone.origin, throttle, ''));
      }
      process.stderr.write(`cold start ${run + 1}/${runs}: online ${result.online.at(-1).toFixed(0)} ms, offline ${result.offline.at(-1).toFixed(0)} ms\n`);
    }
  } finally {
    await first.quit();
    await second.quit();
    await server.close();
  }
  return result;
}
