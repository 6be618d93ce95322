// What the build guards itself against: files in folders above the clone, tools other than the committed ones, a way into the
// second part of the wasm that nobody looked at, a part of the product without its licence. No browser is started here.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LIST, hold, read } from '../../scripts/gates.mjs';
import { LATER } from '../../scripts/split.mjs';

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

test('a release is refused with another compiler; an ordinary build only says so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virchow-compiler-'));
  try {
    const other = 'rustc 1.99.0 (0123456789 2031-01-01)';
    writeFileSync(join(folder, 'rustc'), `#!/bin/sh\necho '${other}'\n`, { mode: 0o755 });
    const asked = release => spawnSync(join(root, 'scripts/release.sh'), { encoding: 'utf8', env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, RELEASE: release } });
    const ordinary = asked(''), release = asked('1');
    assert.deepEqual([ordinary.status, release.status], [0, 1]);
    for (const { stderr } of [ordinary, release]) assert.match(stderr, /this is rustc .*releases are built by rustc \d/);
  } finally { rmSync(folder, { recursive: true }); }
});

test('a new way into the second part, or a cut that no function bears any more, stops the build and is named', () => {
  const committed = read(text(LIST)), [gates, cuts] = ['gate: ', 'cut: '].map(kind => committed.filter(line => line.startsWith(kind)).map(line => line.slice(kind.length)));
  assert.ok(gates.length >= LATER.length - 3 && cuts.length > 0);
  const built = { expected: 'x', compiler: 'x', update: false };
  hold({ gates, cuts }, built);
  // Hashes of crates and numbers of closures move with any change; neither is a new way in.
  hold({ gates: gates.map(name => name.replace('virchow::', 'virchow[0a1b2c3d]::')), cuts }, built);
  assert.throws(() => hold({ gates: [...gates, 'virchow[12ab]::web::care::forgotten::{closure#3}'], cuts }, built), /\+ gate: virchow::web::care::forgotten::\{closure\}\n/);
  assert.throws(() => hold({ gates, cuts: cuts.slice(1) }, built), error => error.message.includes(`- cut: ${cuts[0]}`));
});

test('every room of the second part has a gate on the list', () => {
  const committed = read(text(LIST)).filter(line => line.startsWith('gate: '));
  for (const room of LATER) assert.ok(committed.some(line => line.includes(`virchow::${room}`)), room);
});

test('the tools of the build are those of a lock with checksums, and fit the product', () => {
  const lock = json('scripts/tools/package-lock.json').packages;
  for (const [path, { version, integrity }] of Object.entries(lock)) if (path) assert.match(integrity ?? '', /^sha512-/, `${path} ${version}`);
  const crates = text('scripts/tools/Cargo.lock').split('[[package]]').slice(1).filter(each => /^source = "registry/m.test(each));
  assert.ok(crates.length > 100);
  for (const each of crates) assert.match(each, /^checksum = "[0-9a-f]{64}"$/m, each);
  const versionIn = (path, name) => new RegExp(`name = "${name}"\\nversion = "([^"]+)"`).exec(text(path))[1];
  assert.equal(versionIn('scripts/tools/Cargo.lock', 'wasm-bindgen-cli'), versionIn('Cargo.lock', 'wasm-bindgen'));
});
