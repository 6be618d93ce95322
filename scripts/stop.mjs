// What every glue of wasm-bindgen gets beside its own exports: the end of its instance. A page that locks overwrites what the
// instance held; a timer, listener or promise that still waits then finds exports that do nothing, and traps nowhere. The
// glue reaches the instance by one variable of its own, `wasm`, which no other module can set.

const STOP = `
/** Overwrites the memory of the instance. Nothing enters it any more: whatever still calls is answered with nought. */
export function stop() {
  if (wasm === undefined) return;
  const of = wasm;
  // First of all nothing enters it any more, whatever comes of the rest.
  wasm = new Proxy({}, { get: (_, name) => typeof of[name] === 'function' ? () => 0 : of[name] });
  new Uint8Array(of.memory.buffer).fill(0);
  // Texts and objects of the page that the instance held by number.
  for (const table of Object.values(of)) if (table instanceof WebAssembly.Table) for (let place = 0; place < table.length; place++) table.set(place, null);
}
`;

/** The glue as wasm-bindgen wrote it, with `stop`. A version that names its instance otherwise must not pass unnoticed. */
export function withStop(glue) {
  if (!/^let (?:[\w$]+, )*wasm;$/m.test(glue)) throw new Error('stop.mjs: the glue has no variable `wasm`');
  return glue + STOP;
}
