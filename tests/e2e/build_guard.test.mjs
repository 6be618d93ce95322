// What the build guards itself against: files in folders above the clone, tools other than the committed ones, a way into the
// second part of the wasm that nobody looked at, a part of the product without its licence. No browser is started here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = path => readFileSync(join(root, path), 'utf8');
const json = path => JSON.parse(text(path));

/** Every hand-written script of the product that esbuild packs, packed in a copy of the clone that lies in `folder`. */
function packed(folder) {
  const clone = join(folder, 'clone'), out = join(folder, 'out');
  mkdirSync(clone, { recursive: true });
  for (const path of ['package.json', 'scripts', 'src/web']) cpSync(join(root, path), join(clone, path), { recursive: true });
  const scripts = ['frame/frame.js', 'frame/smart.js', 'frame/virchow-host.js', 'offline/boot.js', 'virchow.js', 'vault/vault.js', 'store.js'];
  writeFileSync(join(clone, 'pack-all.mjs'), `import { pack } from './scripts/pack.mjs';
    for (const path of ${JSON.stringify(scripts)}) pack('src/web/' + path, ${JSON.stringify(out)} + '/' + path, '--bundle', '--format=esm', '--external:./virchow*.js', '--external:./interop.js', '--external:./app.js', '--external:./more/*', '--define:__STYLES__=""');`);
  execFileSync(join(root, 'scripts/with'), ['node', '-e', `process.chdir(${JSON.stringify(clone)}); import(${JSON.stringify(join(clone, 'pack-all.mjs'))})`], { stdio: ['ignore', 'ignore', 'inherit'] });
  return scripts.map(path => [path, readFileSync(join(out, path), 'utf8')]);
}

test('a package.json and a tsconfig.json in a folder above the clone change no byte of the scripts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virchow-above-'));
  try {
    const alone = packed(join(folder, 'alone'));
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'below/package.json'), '{ "type": "commonjs", "sideEffects": false, "browser": { "./line.js": false } }');
    writeFileSync(join(folder, 'below/tsconfig.json'), '{ "compilerOptions": { "target": ');
    assert.deepEqual(packed(join(folder, 'below')), alone);
    assert.ok(alone.every(([, script]) => script.length > 100));
  } finally { rmSync(folder, { recursive: true }); }
});
