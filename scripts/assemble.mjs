// Trunk's post-build hook: names the parts of dist/v1 as hosts know them and lays the hand-written files beside them.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stage = process.env.TRUNK_STAGING_DIR;
if (!stage) throw new Error('assemble.mjs is run by trunk (make build)');
const v1 = join(stage, 'v1');
const inV1 = (name) => join(v1, name);

function edit(path, change) {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** A change that must find what it changes: a new wasm-bindgen or Trunk must not pass unnoticed. */
function replace(text, from, to) {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`assemble.mjs: nothing to replace for ${from}`);
  return result;
}

// Trunk leaves its link in the page when it injects no script.
edit(join(stage, 'index.html'), (html) => replace(html, /[ \t]*<link[^>]*data-trunk[^>]*rel="rust"[^>]*>\n?/, ''));

renameSync(inV1('widget.js'), inV1('virchow_glue.js'));
renameSync(inV1('widget_bg.wasm'), inV1('virchow_bg.wasm'));
edit(inV1('virchow_glue.js'), (glue) => replace(glue, /widget_bg\.wasm/g, 'virchow_bg.wasm'));

// Small, and in the syntax of the browser floor; the glue takes its snippets in, so that dist/v1 stays flat.
function pack(source, target, ...options) {
  execFileSync('esbuild', [source, '--format=esm', '--minify', '--charset=utf8', '--target=chrome109,firefox115,safari16.4', '--log-level=warning', '--allow-overwrite', `--outfile=${target}`, ...options], { stdio: 'inherit' });
}
pack(inV1('virchow_glue.js'), inV1('virchow_glue.js'), '--bundle');
rmSync(inV1('snippets'), { recursive: true, force: true });
pack('src/web/virchow.js', inV1('virchow.js'));
if (existsSync('src/web/virchow.d.ts')) copyFileSync('src/web/virchow.d.ts', inV1('virchow.d.ts'));
if (existsSync('docs/schema')) cpSync('docs/schema', inV1('schema'), { recursive: true });

// Node before 20.19 needs to be told that these are modules.
writeFileSync(inV1('package.json'), '{ "type": "module" }\n');
// A deployment's own: no key set means the defaults, no entry means that nobody may frame us.
writeFileSync(inV1('profile.json'), '{}\n');
writeFileSync(inV1('allow.json'), '[]\n');

const wasm = readdirSync(v1).filter((name) => name.endsWith('.wasm'));
if (wasm.length !== 1) throw new Error(`assemble.mjs: one .wasm belongs in dist/v1, found ${wasm.join(', ')}`);
rmSync(inV1('widget.d.ts'), { force: true });
