// The one way in which a form is measured here: what runs in its page, and what is asked of the browser around it. The floor, our
// own form (run.mjs) and the forms of others (peers/) are all measured by these.

export const quantile = (list, q) => { const sorted = [...list].sort((a, b) => a - b), i = (sorted.length - 1) * q, low = Math.floor(i); return sorted[low] + (sorted[Math.ceil(i)] - sorted[low]) * (i - low); };
export const median = list => quantile(list, 0.5);

// In the page. One click at a time; each waits for the score's text to begin with the right number. A page of another's form says
// by `subject` where its score stands and what is clicked.
export async function clicks(count, shadow) {
  const root = shadow ? document.querySelector('vte-assessment').shadowRoot : document;
  const points = { swollen_legs: 1, varicose_veins: 1, sepsis_lt_1mo: 1, acute_mi: 1, malignancy: 2, central_venous_access: 2, history_vte: 3, stroke_lt_1mo: 5, anticardiolipin: 3, ibd_history: 1, chf_lt_1mo: 1, hit_history: 3 };
  const { output, control } = window.subject ?? { output: () => root.querySelector('[data-score]'), control: id => root.querySelector(`[data-item="${id}"]`) };
  const score = () => parseInt(output().value ?? output().textContent);
  const task = () => new Promise(done => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
  let expected = score();
  const results = [];
  for (const id of Object.keys(points).slice(0, count)) {
    const input = control(id);
    expected += input.checked ? -points[id] : points[id];
    const right = () => score() === expected;
    await new Promise(done => setTimeout(done, 60));
    await new Promise(requestAnimationFrame);
    await task();
    const from = performance.now();
    input.click();
    if (!right()) await new Promise(done => { const watch = new MutationObserver(() => { if (right()) { watch.disconnect(); done(); } }); watch.observe(root, { childList: true, characterData: true, subtree: true, attributeFilter: ['value'] }); });
    const text = performance.now() - from;
    output().getBoundingClientRect();
    const shown = performance.now() - from;
    await new Promise(requestAnimationFrame);
    await task();
    results.push({ text, shown, painted: performance.now() - from });
  }
  return results;
}
// In the page: `count` forms more, one after the other.
export async function further(count, shadow) {
  const results = [];
  for (let n = 0; n < count; n++) {
    await new Promise(done => setTimeout(done, 100));
    const from = performance.now();
    const added = addForm(document.getElementById('forms'));
    const there = shadow ? await new Promise(done => whenPresent(added, false, done)) : performance.now();
    added.getBoundingClientRect();
    results.push({ there: there - from, shown: performance.now() - from });
  }
  return results;
}

/** Goes to a page and says when its form was interactive, in ms from the start of the navigation. */
export async function opened(browser, url) {
  await browser.driver.get(url);
  return browser.run(() => new Promise((done, failed) => { const end = Date.now() + 30_000; (function look() { if (window.interactiveAt) done(window.interactiveAt); else if (Date.now() > end) failed(new Error('never interactive')); else setTimeout(look, 20); })(); }));
}
export async function wasmMemory(browser) {
  const { result } = await browser.cdp('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await browser.cdp('Runtime.queryObjects', { prototypeObjectId: result.objectId });
  const { result: bytes } = await browser.cdp('Runtime.callFunctionOn', { objectId: objects.objectId, returnByValue: true, functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }' });
  return bytes.value;
}
/** What the page that is open holds after a forced collection: JavaScript heap and wasm memory, in bytes. */
export async function held(browser) {
  await new Promise(done => setTimeout(done, 500));
  for (let twice = 0; twice < 2; twice++) await browser.cdp('HeapProfiler.collectGarbage');
  const { usedSize: heap } = await browser.cdp('Runtime.getHeapUsage');
  return { heap, wasm: await wasmMemory(browser) };
}
