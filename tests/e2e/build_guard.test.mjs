// What the build guards itself against: files in folders above the clone, tools other than the committed ones, a way into the
// second part of the wasm that nobody looked at, a part of the product without its licence. No browser is started here.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LIST, hold, read } from '../../scripts/gates.mjs';
import { LATER } from '../../scripts/split.mjs';
import { DIST } from './server.mjs';

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
    for (const path of ${JSON.stringify(scripts)}) pack('src/web/' + path, ${JSON.stringify(out)} + '/' + path, '--bundle', '--format=esm', '--external:./virchow*.js', '--external:./interop.js', '--external:./app.js', '--external:./more/*', '--external:../v1/virchow.js', '--define:__STYLES__=""');`);
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
  for (const lock of ['scripts/tools/package-lock.json', 'tests/package-lock.json']) {
    // What lies inside another package is covered by the checksum of that one.
    const packages = Object.entries(json(lock).packages).filter(([path, { inBundle }]) => path && !inBundle);
    assert.ok(packages.length > 2);
    for (const [path, { version, integrity }] of packages) assert.match(integrity ?? '', /^sha512-/, `${path} ${version}`);
  }
  for (const lock of ['scripts/tools/Cargo.lock', 'Cargo.lock', 'fuzz/Cargo.lock']) {
    // What has no source lies in this clone.
    const crates = text(lock).split('[[package]]').slice(1).filter(each => /^source = /m.test(each));
    assert.ok(crates.length > 50);
    for (const each of crates) assert.match(each, /^checksum = "[0-9a-f]{64}"$/m, each);
  }
  const versionIn = (path, name) => new RegExp(`name = "${name}"\\nversion = "([^"]+)"`).exec(text(path))[1];
  assert.equal(versionIn('scripts/tools/Cargo.lock', 'wasm-bindgen-cli'), versionIn('Cargo.lock', 'wasm-bindgen'));
});

const files = folder => readdirSync(folder, { recursive: true }).filter(name => statSync(join(folder, name)).isFile()).sort();
const digest = (algorithm, encoding, path) => createHash(algorithm).update(readFileSync(path)).digest(encoding);
const crates = () => [...text('docs/for-engineers/licences.md').split('## In the product')[1].split('\n## ')[0].matchAll(/^\| (\S+) \| (\d\S*) \| (.+) \|$/gm)].map(([, name, version, licence]) => ({ name, version, licence }));

test('LICENSES.txt holds a text for every crate of the product, and for our own', () => {
  const of = readFileSync(join(DIST, 'v1/LICENSES.txt'), 'utf8');
  assert.ok(crates().length > 50);
  for (const { name, version } of crates()) assert.ok(of.includes(`\n${name} ${version} (`), `${name} ${version}`);
  for (const own of ['LICENSE-MIT', 'LICENSE-APACHE']) assert.ok(of.includes(text(own).trim()), own);
  // The crate that ships its notice in its source only.
  assert.ok(of.includes('Copyright (c) Project Nayuki. (MIT License)'));
  assert.equal(readFileSync(join(DIST, 'app/LICENSES.txt'), 'utf8'), of);
});

test('the bill of materials names every crate of the product with the checksum of Cargo.lock', () => {
  const bill = JSON.parse(readFileSync(join(DIST, 'v1/sbom.cdx.json'), 'utf8')), lock = text('Cargo.lock');
  assert.equal(bill.bomFormat, 'CycloneDX');
  const required = bill.components.filter(({ scope }) => scope === 'required');
  assert.deepEqual(required.map(({ name, version }) => `${name} ${version}`).sort(), crates().map(({ name, version }) => `${name} ${version}`).sort());
  for (const { name, version, hashes } of bill.components) assert.ok(lock.includes(`name = "${name}"\nversion = "${version}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${hashes[0].content}"`), name);
  const known = new Set([bill.metadata.component, ...bill.components].map(each => each['bom-ref']));
  for (const { ref, dependsOn } of bill.dependencies) assert.ok([ref, ...dependsOn].every(each => known.has(each)), ref);
});

test('SHA256SUMS lists every file as it lies there, and integrity.json every script', () => {
  for (const folder of [DIST, join(DIST, 'v1')]) {
    const listed = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n').map(line => line.split('  '));
    // What a deployment edits has no sum.
    assert.deepEqual(listed.map(([, path]) => path).sort(), files(folder).filter(path => !/^(v1\/)?(allow|profile)\.json$/.test(path) && path !== 'SHA256SUMS'));
    for (const [sum, path] of listed) assert.equal(digest('sha256', 'hex', join(folder, path)), sum, path);
  }
  const integrity = JSON.parse(readFileSync(join(DIST, 'v1/integrity.json'), 'utf8'));
  assert.deepEqual(Object.keys(integrity), files(join(DIST, 'v1')).filter(path => /\.(js|css)$/.test(path)));
  for (const [path, value] of Object.entries(integrity)) assert.equal(value, `sha384-${digest('sha384', 'base64', join(DIST, 'v1', path))}`, path);
});

test('an advisory fails the check and is named; where none can be looked up, also because nothing answers, that is said', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virchow-audit-'));
  try {
    const asked = (npm, cargo, more = {}) => {
      for (const [name, body] of [['npm', npm], ['cargo', cargo]]) writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
      return spawnSync(join(root, 'scripts/advisories.sh'), { encoding: 'utf8', env: { ...process.env, ...more, PATH: `${folder}:${process.env.PATH}` } });
    };
    const audit = (...found) => `echo '${JSON.stringify({ vulnerabilities: Object.fromEntries(found.map(([name, severity]) => [name, { name, severity }])) })}'`;
    const good = asked(audit(['some-test-tool', 'low']), 'exit 0');
    assert.equal(good.status, 0, good.stderr);
    assert.doesNotMatch(good.stderr, /NOT LOOKED UP/);
    const bad = asked(audit(['esbuild', 'critical']), 'exit 0');
    assert.equal(bad.status, 1);
    assert.match(bad.stderr, /package-lock\.json: esbuild \(critical\)/);
    const crate = asked(audit(), '[ "$2" = --version ] || { echo "RUSTSEC-2031-0001 in yew"; exit 1; }');
    assert.equal(crate.status, 1);
    assert.match(crate.stderr, /RUSTSEC-2031-0001/);
    const closed = asked(`echo '{ "error": { "summary": "405" } }'; exit 1`, '[ "$2" = --version ] || { echo "error: couldn\'t fetch advisory database"; exit 1; }');
    assert.equal(closed.status, 0);
    assert.equal(closed.stderr.match(/NOT LOOKED UP/g).length, 5);
    const silent = asked('sleep 30', '[ "$2" = --version ] || sleep 30', { ADVISORIES_PATIENCE: '1' });
    assert.equal(silent.status, 0);
    assert.equal(silent.stderr.match(/NOT LOOKED UP/g).length, 5);
    const long = asked(`node -e 'console.log(JSON.stringify({ vulnerabilities: { esbuild: { name: "esbuild", severity: "critical", via: "x".repeat(300000) } } }))'`, 'exit 0');
    assert.match(long.stderr, /package-lock\.json: esbuild \(critical\)/);
  } finally { rmSync(folder, { recursive: true }); }
});
