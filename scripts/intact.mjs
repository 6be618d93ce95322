// What the glue of a wasm that draws gets: each of its tasks and timers is handed to `drawn` (src/web/intact.js), which so knows
// what we draw from what others do to it, and `watch` for the page to say where.
import { resolve } from 'node:path';

/** As wasm-bindgen writes the two ways in which Yew comes to draw. Another version must not pass unnoticed. */
const WAYS = [[/\bqueueMicrotask\((arg0)\)/g, 'queueMicrotask(() => drawn($1))'], [/\bsetTimeout\((arg0), (arg1)\)/g, 'setTimeout(() => drawn($1), $2)']];

export function withIntact(glue) {
  const from = JSON.stringify(resolve('src/web/intact.js'));
  return WAYS.reduce((text, [way, now]) => {
    const changed = text.replace(way, now);
    if (changed === text) throw new Error(`intact.mjs: the glue has no ${way}`);
    return changed;
  }, `import { drawn } from ${from};\nexport { watch } from ${from};\n${glue}`);
}
