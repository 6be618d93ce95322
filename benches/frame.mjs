// What the frame costs its host: a message until the screen shows it, and a thousand of them without growing. Host and frame
// are of one origin here, so that one clock and one collector see both; the protocol between them is the same.
import { launch } from '../tests/e2e/driver.mjs';
import { serve } from '../tests/e2e/server.mjs';

const CHART = { contextId: 'adm-bench', patient: { sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'surgical' }, facts: [{ id: 'height', value: 160, unit: 'cm' }, { id: 'weight', value: 70, unit: 'kg' }, { id: 'operation', value: { kind: 'laparoscopic', durationMin: 70 } }] };

/** In the page. `count` updates, each posted to the frame; milliseconds until its score is right and laid out, and until the next frame is drawn. */
async function updates(count, contextId) {
  const root = raw.iframe.contentDocument.querySelector('vte-assessment').shadowRoot, score = () => root.querySelector('[data-score]');
  const task = () => new Promise(done => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
  let expected = parseInt(score().textContent);
  const results = [];
  for (let n = 0; n < count; n++) {
    const value = n % 2 === 0;
    expected += value ? 3 : -3;
    const right = () => parseInt(score().textContent) === expected;
    await new Promise(done => setTimeout(done, 100));
    await new Promise(requestAnimationFrame);
    await task();
    const from = performance.now();
    raw.post(raw.envelope('vte.chart', { contextId, facts: [{ id: 'history_vte', value }] }));
    if (!right()) await new Promise(done => { const watch = new MutationObserver(() => { if (right()) { watch.disconnect(); done(); } }); watch.observe(root, { childList: true, characterData: true, subtree: true }); });
    score().getBoundingClientRect();
    const shown = performance.now() - from;
    await new Promise(requestAnimationFrame);
    await task();
    results.push({ shown, painted: performance.now() - from });
  }
  return results;
}

/** In the page. `count` updates spread over `ms`; each is answered, and nothing of them is kept by the page itself. */
async function flow(count, ms, contextId) {
  const from = performance.now();
  for (let n = 0; n < count; n++) {
    raw.post(raw.envelope('vte.chart', { contextId, facts: [{ id: 'weight', value: 60 + (n % 40), unit: 'kg' }, { id: 'history_vte', value: n % 2 === 0 }] }));
    raw.got.length = 0;
    const wait = from + ((n + 1) * ms) / count - performance.now();
    await new Promise(done => setTimeout(done, Math.max(0, wait)));
  }
  raw.got.length = 0;
  return performance.now() - from;
}

export async function framed({ throttle, wasmMemory, updatesOf = 60, minute = 60_000 }) {
  const server = await serve();
  server.override['/virchow/v1/allow.json'] = { type: 'application/json', body: JSON.stringify([{ key: 'his', origin: server.origin }]) };
  const browser = await launch({ flags: ['--disable-back-forward-cache'] });
  try {
    await browser.driver.get(`${server.origin}/raw.html?frame=${encodeURIComponent(server.origin)}`);
    await browser.run(async chart => { await raw.started(); await raw.ask('vte.open', { chart }); await raw.until(() => raw.iframe.contentDocument.querySelector('vte-assessment').shadowRoot.querySelector('[data-score]')); }, CHART);
    await browser.run(updates, 10, CHART.contextId);
    await browser.throttle(throttle);
    const shown = await browser.run(updates, updatesOf, CHART.contextId);
    await browser.throttle(1);
    const memory = async () => {
      for (let thrice = 0; thrice < 3; thrice++) await browser.cdp('HeapProfiler.collectGarbage');
      return { heap: (await browser.cdp('Runtime.getHeapUsage')).usedSize, wasm: await wasmMemory(browser) };
    };
    await browser.driver.manage().setTimeouts({ script: minute * 4 });
    // Past what either side remembers against replays: from there on nothing may grow.
    await browser.run(flow, 1100, minute * 0.42, CHART.contextId);
    const before = await memory();
    const took = await browser.run(flow, 1000, minute, CHART.contextId);
    const after = await memory();
    return { shown: shown.map(each => each.shown), painted: shown.map(each => each.painted), took, grown: { heap: after.heap - before.heap, wasm: after.wasm - before.wasm } };
  } finally { await browser.quit(); await server.close(); }
}
