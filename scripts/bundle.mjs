// bundle.mjs WASM FOLDER: FOLDER/<name>.js and <name>_bg.wasm from what cargo built, by the steps that Trunk takes for the
// first bundle: wasm-bindgen, wasm-opt with the same flags, esbuild for the glue and its snippets.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withIntact } from './intact.mjs';
import { withStop } from './stop.mjs';
import { OPTIMISE, bare } from './wasm.mjs';
import { pack } from './pack.mjs';

const [wasm, folder] = process.argv.slice(2);
const name = basename(wasm, '.wasm'), at = (file) => join(folder, file);
const run = (tool, ...args) => execFileSync(tool, args, { stdio: 'inherit' });

mkdirSync(folder, { recursive: true });
run('wasm-bindgen', wasm, '--target', 'web', '--no-typescript', '--out-dir', folder);
const draws = name === 'app' ? withIntact : (glue) => glue;
writeFileSync(at(`${name}.js`), draws(withStop(readFileSync(at(`${name}.js`), 'utf8'), name === 'interop')));
const edit = (change) => writeFileSync(at(`${name}_bg.wasm`), change(readFileSync(at(`${name}_bg.wasm`))));
edit((bytes) => bare(bytes, ['name']));
run('wasm-opt', ...OPTIMISE, at(`${name}_bg.wasm`), '-o', at(`${name}_bg.wasm`));
edit((bytes) => bare(bytes));
// A lesson is joined to its element by a script of its own, which takes the glue in.
const about = [];
if (name === 'teaching') {
  renameSync(at('teaching.js'), at('teaching_glue.js'));
  copyFileSync('src/web/lesson.js', at('teaching.js'));
  about.push(`--define:__LESSON__=${JSON.stringify(packed('styles/lesson.css', at('lesson.css')))}`);
}
pack(at(`${name}.js`), at(`${name}.js`), '--bundle', ...about, '--format=esm', '--external:../v1/*', '--log-override:duplicate-object-key=silent');
rmSync(at('snippets'), { recursive: true, force: true });
rmSync(at(`${name}_glue.js`), { force: true });

function packed(css, to) {
  pack(css, to);
  const text = readFileSync(to, 'utf8').trim();
  rmSync(to);
  return text;
}
