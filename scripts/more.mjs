// more.mjs WASM [DIST]: dist/v1/more/interop.js and interop_bg.wasm from what cargo built, by the steps that Trunk takes for
// the first bundle: wasm-bindgen, wasm-opt with the same flags, esbuild for the glue.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPTIMISE, bare } from './wasm.mjs';

const [wasm, dist = 'dist'] = process.argv.slice(2);
const more = join(dist, 'v1', 'more'), at = (name) => join(more, name);
const run = (tool, ...args) => execFileSync(tool, args, { stdio: 'inherit' });

mkdirSync(more, { recursive: true });
run('wasm-bindgen', wasm, '--target', 'web', '--no-typescript', '--out-dir', more);
const edit = change => writeFileSync(at('interop_bg.wasm'), change(readFileSync(at('interop_bg.wasm'))));
edit(bytes => bare(bytes, ['name']));
run('wasm-opt', ...OPTIMISE, at('interop_bg.wasm'), '-o', at('interop_bg.wasm'));
edit(bytes => bare(bytes));
run('esbuild', at('interop.js'), '--minify', '--charset=utf8', '--target=chrome109,firefox115,safari16.4', '--log-level=warning', '--allow-overwrite', `--outfile=${at('interop.js')}`);
rmSync(at('snippets'), { recursive: true, force: true });
