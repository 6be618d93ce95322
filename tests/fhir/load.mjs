// The product in Node, with its second bundle.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export const V1 = process.env.DIST ? pathToFileURL(`${process.env.DIST}/v1/`) : new URL('../../dist/v1/', import.meta.url);
export async function load() {
  const virchow = await import(new URL('virchow.js', V1));
  await virchow.default(readFileSync(new URL('virchow_bg.wasm', V1)));
  await virchow.default.more({ interop: readFileSync(new URL('more/interop_bg.wasm', V1)) });
  return virchow;
}
/** The second bundle by itself, as the messaging of SMART uses it: text in, text out. */
export const interop = () => import(new URL('more/interop.js', V1));
