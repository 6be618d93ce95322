// bundle.mjs WASM FOLDER: FOLDER/<name>.js and <name>_bg.wasm from what cargo built, by the steps that Trunk takes for the
// first bundle: wasm-bindgen, wasm-opt with the same flags (they stand in index.html), esbuild for the glue and its snippets.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

const [wasm, folder] = process.argv.slice(2);
const name = basename(wasm, '.wasm'), at = (file) => join(folder, file);
const run = (tool, ...args) => execFileSync(tool, args, { stdio: 'inherit' });

const flags = /data-wasm-opt-params="([^"]+)"/.exec(readFileSync('index.html', 'utf8'))?.[1].split(' ');
if (!flags) throw new Error('bundle.mjs: no data-wasm-opt-params in index.html');

mkdirSync(folder, { recursive: true });
run('wasm-bindgen', wasm, '--target', 'web', '--no-typescript', '--out-dir', folder);
run('wasm-opt', ...flags, at(`${name}_bg.wasm`), '-o', at(`${name}_bg.wasm`));
run('esbuild', at(`${name}.js`), '--bundle', '--format=esm', '--external:../v1/*', '--minify', '--charset=utf8', '--target=chrome109,firefox115,safari16.4', '--log-level=warning', '--log-override:duplicate-object-key=silent', '--allow-overwrite', `--outfile=${at(`${name}.js`)}`);
rmSync(at('snippets'), { recursive: true, force: true });
