// more.mjs WASM [DIST]: dist/v1/more/interop.js and interop_bg.wasm from what cargo built, by the steps that Trunk takes for
// the first bundle: wasm-bindgen, wasm-opt with the same flags (they stand in index.html), esbuild for the glue.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const [wasm, dist = 'dist'] = process.argv.slice(2);
const more = join(dist, 'v1', 'more'), at = (name) => join(more, name);
const run = (tool, ...args) => execFileSync(tool, args, { stdio: 'inherit' });

const flags = /data-wasm-opt-params="([^"]+)"/.exec(readFileSync('index.html', 'utf8'))?.[1].split(' ');
if (!flags) throw new Error('more.mjs: no data-wasm-opt-params in index.html');

mkdirSync(more, { recursive: true });
run('wasm-bindgen', wasm, '--target', 'web', '--no-typescript', '--out-dir', more);
run('wasm-opt', ...flags, at('interop_bg.wasm'), '-o', at('interop_bg.wasm'));
run('esbuild', at('interop.js'), '--minify', '--charset=utf8', '--target=chrome109,firefox115,safari16.4', '--log-level=warning', '--allow-overwrite', `--outfile=${at('interop.js')}`);
rmSync(at('snippets'), { recursive: true, force: true });
