// What every glue of wasm-bindgen gets beside its own exports: the end of its instance. A page that locks overwrites what the
// instance held; a timer, listener or promise that still waits then finds exports that do nothing, and traps nowhere. The
// glue reaches the instance by one variable of its own, `wasm`, which no other module can set.

const STOP = `
/** Overwrites the memory of the instance. Nothing enters it any more: whatever still calls is answered with nought. */
export function stop(again) {
  if (wasm === undefined) return;
  const of = wasm;
  // First of all nothing enters it any more, whatever comes of the rest.
  wasm = new Proxy({}, { get: (_, name) => typeof of[name] === 'function' ? () => 0 : of[name] });
  new Uint8Array(of.memory.buffer).fill(0);
  // Texts and objects of the page that the instance held by number.
  for (const table of Object.values(of)) if (table instanceof WebAssembly.Table) for (let place = 0; place < table.length; place++) table.set(place, null);
}
`;
const AGAIN = `  if (again) wasm = __wbg_init_promise = undefined;
}
`;

/** The glue as wasm-bindgen wrote it, with `stop`. A version that names its instance otherwise must not pass unnoticed. `again`: after
 *  `stop(true)` the default export makes a fresh instance; only for one that hands out no closures. */
export function withStop(glue, again = false) {
  if (!/^let (?:[\w$]+, )*wasm;$/m.test(glue)) throw new Error('stop.mjs: the glue has no variable `wasm`');
  if (again && !/^let __wbg_init_promise;$/m.test(glue)) throw new Error('stop.mjs: the glue has no variable `__wbg_init_promise`');
  return glue + (again ? STOP.replace(/\}\n$/, AGAIN) : STOP.replace('stop(again)', 'stop()'));
}

const TELL = `
let trapped = () => {};
/** Who is told when the instance traps inside a listener or a timer, which no caller of ours surrounds. */
export function tell(act) { trapped = act; }
`;

/** The same with `tell`: by what the window hears no page can tell whose trap it was, once a bundler has named the files. */
export function withTell(glue) {
  let closures = 0;
  const told = glue.replace(/(return f\([^;]*\.\.\.args\);\s*\}) (finally \{)/g, (_, call, last) => {
    closures += 1;
    return `${call} catch (error) { if (error instanceof WebAssembly.RuntimeError) trapped(); throw error; } ${last}`;
  });
  if (closures === 0) throw new Error('stop.mjs: the glue makes no closures');
  return told + TELL;
}
