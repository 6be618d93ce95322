// What scripts/package.mjs makes of the dist/ that is there: the zip and the npm tarball, what is in them, that they are the same
// bytes wherever they are packed, and what is refused. No browser is started here; `make release` drives pages from both
// (bundlers.test.mjs).
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { install, only, zipped } from './packages.mjs';
import { DIST } from './server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)), scratch = mkdtempSync(join(tmpdir(), 'virchow-release-'));
const files = folder => readdirSync(folder, { recursive: true }).filter(name => statSync(join(folder, name)).isFile()).sort();
const digest = (algorithm, encoding, bytes) => createHash(algorithm).update(bytes).digest(encoding);
const version = /^version = "(.*)"/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'))[1];
const TAGS = ['virchow.js', 'virchow-host.js', 'virchow-host.iife.js'];

/** Packs `clone`'s dist; what is in `env` counts for it alone. */
const pack = (clone, out, env = {}, dist = 'dist') => spawnSync(process.execPath, ['scripts/package.mjs', dist, out], { cwd: clone, encoding: 'utf8', env: { ...process.env, RELEASE: '', ...env } });

/** A second clone in another folder, with the same dist/. */
function clone(name) {
  const folder = join(scratch, name);
  for (const path of ['scripts', 'docs', 'examples', 'Cargo.toml', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'package.json', '.gitignore']) cpSync(join(root, path), join(folder, path), { recursive: true, filter: path => !/\/(target|node_modules|screens)(\/|$)/.test(path.slice(root.length)) });
  cpSync(DIST, join(folder, 'dist'), { recursive: true });
  return folder;
}

const first = join(scratch, 'first'), project = join(scratch, 'project');
let printed, entries, installed;
before(async () => {
  const { status, stdout, stderr } = pack(root, first, {}, DIST);
  assert.equal(status, 0, stderr);
  printed = stdout;
  const archive = await zipped(only(first, '.zip')), folder = `virchow-${version}/`;
  assert.ok([...archive.keys()].every(path => path.startsWith(folder)), 'all of it in one folder');
  entries = new Map([...archive].map(([path, bytes]) => [path.slice(folder.length), bytes]));
  mkdirSync(project);
  install(first, project);
  installed = join(project, 'node_modules/virchow');
});
after(() => rmSync(scratch, { recursive: true, force: true }));

test('the zip holds dist/ as it was built, the docs for hosts, the licences, checksums of all, and the bill of materials', () => {
  for (const path of files(DIST)) assert.ok(entries.get(`dist/${path}`)?.equals(readFileSync(join(DIST, path))), path);
  for (const path of ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'docs/integrity.md', 'examples/his.mjs']) assert.ok(entries.has(path), path);
  const names = [...entries.keys()];
  for (const page of ['embedding.md', 'integration.md', 'theming.md', 'fhir.md', 'ward-security.md', 'not-for.md', 'decision-table.md', 'from-0.1-to-0.2.md']) assert.ok(names.some(path => path.startsWith('docs/') && path.endsWith(`/${page}`)), page);
  assert.deepEqual(entries.get('sbom.cdx.json'), entries.get('dist/v1/sbom.cdx.json'));
  const sums = entries.get('SHA256SUMS').toString().trim().split('\n').map(line => line.split('  '));
  assert.deepEqual(sums.map(([, path]) => path).sort(), names.filter(path => path !== 'SHA256SUMS').sort());
  for (const [sum, path] of sums) assert.equal(digest('sha256', 'hex', entries.get(path)), sum, path);
});

test('the npm package holds v1 as it was built, and every path of its package.json', () => {
  for (const path of files(join(DIST, 'v1'))) assert.ok(readFileSync(join(installed, 'v1', path)).equals(readFileSync(join(DIST, 'v1', path))), path);
  const json = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.deepEqual([json.name, json.version, json.type, json.license, json.dependencies, json.scripts], ['virchow', version, 'module', 'MIT OR Apache-2.0', undefined, undefined]);
  const named = [json.main, json.module, json.types, ...json.sideEffects, ...Object.values(json.exports).flatMap(target => (typeof target === 'string' ? [target] : Object.values(target)))];
  for (const path of named.filter(path => !path.includes('*'))) assert.ok(existsSync(join(installed, path)), path);
  assert.deepEqual(Object.keys(json.exports), ['.', './host', './jsx/react', './jsx/preact', './jsx/vue', './v1/*', './package.json']);
  // What a bundler may not drop: whatever does something when it is loaded.
  const scripts = files(join(installed, 'v1')).filter(path => path.endsWith('.js')).map(path => `./v1/${path}`);
  const kept = path => json.sideEffects.includes(path) || (path.startsWith('./v1/more/') && json.sideEffects.includes('./v1/more/*.js'));
  assert.deepEqual(scripts.filter(path => !kept(path)), ['./v1/virchow-host.js']);
  for (const path of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'docs/integrity.md']) assert.deepEqual(readFileSync(join(installed, path)), entries.get(path), path);
});

test('every link of the packed docs leads to a file of the package', () => {
  for (const [path, bytes] of entries) {
    if (!path.endsWith('.md') || path.startsWith('dist/')) continue;
    for (const [, link] of bytes.toString().matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const target = posix.join(posix.dirname(path), link);
      assert.ok([...entries.keys()].some(each => each === target || each.startsWith(`${target.replace(/\/$/, '')}/`)), `${path}: ${link}`);
    }
  }
});

test('one dist/ packed in another folder, with another umask and time zone, gives the same bytes', () => {
  const other = clone('elsewhere'), out = join(scratch, 'second');
  const { status, stderr } = spawnSync('sh', ['-c', `umask 077; exec "${process.execPath}" scripts/package.mjs dist "${out}"`], { cwd: other, encoding: 'utf8', env: { ...process.env, RELEASE: '', TZ: 'Pacific/Kiritimati' } });
  assert.equal(status, 0, stderr);
  // make release: the packages that were made before are of this dist/ too.
  for (const folder of [out, ...(process.env.PACKAGE ? [process.env.PACKAGE] : [])]) {
    assert.deepEqual(files(folder), ['SHA256SUMS', `scorm12/virchow-scorm12-${version}.zip`, `virchow-${version}.tgz`, `virchow-${version}.zip`]);
    for (const name of files(folder)) assert.ok(readFileSync(join(folder, name)).equals(readFileSync(join(first, name))), `${folder}/${name}`);
  }
});

test('the hashes for an integrity attribute stand in the docs, are printed, and are those of the files', () => {
  const page = entries.get('docs/integrity.md').toString();
  for (const path of TAGS) {
    const value = `sha384-${digest('sha384', 'base64', entries.get(`dist/v1/${path}`))}`;
    assert.ok(page.includes(`| \`${path}\` | \`${value}\` |`), path);
    assert.ok(page.includes(`src="/virchow/v1/${path}" integrity="${value}" crossorigin`), path);
    assert.ok(printed.includes(`${value}  v1/${path}\n`), path);
  }
  for (const ending of ['.tgz', '.zip']) assert.ok(printed.includes(`${digest('sha256', 'hex', readFileSync(only(first, ending)))}  virchow-${version}${ending}\n`), ending);
});

test('the bill of materials lists every crate of the licences page, with its licence and package address', () => {
  const licences = [...entries].find(([path]) => /^docs\/.*licences\.md$/.test(path))[1].toString();
  const crates = [...licences.split('## In the product')[1].split('\n## ')[0].matchAll(/^\| (\S+) \| (\d\S*) \| (.+) \|$/gm)];
  const bill = JSON.parse(entries.get('sbom.cdx.json'));
  assert.ok(crates.length > 50);
  for (const [, name, of] of crates) {
    const found = bill.components.find(each => each.name === name && each.version === of);
    assert.equal(found?.purl, `pkg:cargo/${name}@${of}`);
    assert.ok(found.licenses[0].expression, name);
  }
  assert.deepEqual([bill.metadata.component.name, bill.metadata.component.version, bill.metadata.timestamp], ['virchow', version, undefined]);
  assert.match(bill.serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('Node computes with the installed package', () => {
  writeFileSync(join(project, 'main.mjs'), `import { readFile } from 'node:fs/promises';
    import { fileURLToPath } from 'node:url';
    import init, { score } from 'virchow';
    import { frame } from 'virchow/host';
    await init(await readFile(fileURLToPath(import.meta.resolve('virchow/v1/virchow_bg.wasm'))));
    console.log(JSON.stringify([score('padua', { answers: { active_cancer: true }, facts: [{ id: 'age', value: 71 }] }).floor, typeof frame]));`);
  assert.deepEqual(JSON.parse(execFileSync(process.execPath, ['main.mjs'], { cwd: project, encoding: 'utf8' })), [4, 'function']);
});

test('hosts in TypeScript and in TSX of React, Preact and Vue compile against the installed package', () => {
  const types = join(project, 'types'), from = join(root, 'tests/types'), packages = join(root, 'tests/node_modules');
  mkdirSync(types);
  mkdirSync(join(project, 'node_modules/@types'));
  for (const name of ['@types/react', 'preact', 'vue']) symlinkSync(join(packages, name), join(project, 'node_modules', name));
  for (const name of readdirSync(from)) {
    const text = readFileSync(join(from, name), 'utf8');
    writeFileSync(join(types, name), text
      .replaceAll(/import '\.\.\/\.\.\/dist\/v1\/(jsx\/\w+)\.d\.ts'/g, "import type {} from 'virchow/$1'")
      .replaceAll('../../dist/v1/virchow.js', 'virchow').replaceAll('../../dist/v1/virchow-host.js', 'virchow/host')
      // Packages are found as in any project; the libraries' own types are checked by types.test.mjs.
      .replace(/,\s*"paths": \{[^}]*\}/, '').replace('"skipLibCheck": false', '"skipLibCheck": true'));
    assert.ok(!readFileSync(join(types, name), 'utf8').includes('dist/'), name);
  }
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', types], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('a part that is missing, of another build, left over or of another version is named, and nothing is packed', () => {
  const other = clone('broken'), out = join(scratch, 'none'), at = path => join(other, path);
  const refused = (named, ruin, mend) => {
    ruin();
    const { status, stderr } = pack(other, out);
    assert.equal(status, 1, `${named}`);
    assert.match(stderr, named);
    assert.equal(existsSync(out), false);
    mend();
  };
  const moved = path => [() => renameSync(at(path), at('aside')), () => renameSync(at('aside'), at(path))];
  const changed = (path, more) => { const before = readFileSync(at(path)); return [() => appendFileSync(at(path), more), () => writeFileSync(at(path), before)]; };
  refused(/dist\/v1\/more\/later_bg\.wasm is missing/, ...moved('dist/v1/more/later_bg.wasm'));
  refused(/dist\/v1\/profile\.json is missing/, ...moved('dist/v1/profile.json'));
  refused(/dist\/SHA256SUMS is missing/, ...moved('dist/SHA256SUMS'));
  refused(/theming\.md is missing/, ...moved(`docs/${files(at('docs')).find(path => path.endsWith('theming.md'))}`));
  refused(/dist\/v1\/virchow_bg\.wasm is of another build/, ...changed('dist/v1/virchow_bg.wasm', '\0'));
  refused(/dist\/v1\/old\.js is not of this build/, () => writeFileSync(at('dist/v1/old.js'), ''), () => rmSync(at('dist/v1/old.js')));
  const cargo = readFileSync(at('Cargo.toml'), 'utf8');
  refused(/dist\/v1\/sbom\.cdx\.json is of version \S+, Cargo\.toml of 99\.0\.0/, () => writeFileSync(at('Cargo.toml'), cargo.replace(/^version = ".*"/m, 'version = "99.0.0"')), () => writeFileSync(at('Cargo.toml'), cargo));
  const { status, stderr } = pack(other, out);
  assert.equal(status, 0, `mended: ${stderr}`);
});

test('a release from a tree that differs from its commit is refused, and nothing is packed', () => {
  const other = clone('tree'), out = join(scratch, 'dirty'), tools = join(scratch, 'tools');
  // The compiler of releases, as far as scripts/release.sh asks: its version, and the sources of its standard library.
  mkdirSync(join(tools, 'lib/rustlib/src/rust/library'), { recursive: true });
  writeFileSync(join(tools, 'lib/rustlib/src/rust/library/Cargo.lock'), '');
  const compiler = /^RUSTC_VERSION="(.*)"/m.exec(readFileSync(join(root, 'scripts/versions.env'), 'utf8'))[1];
  writeFileSync(join(tools, 'rustc'), `#!/bin/sh\nif [ "$1" = --version ]; then echo 'rustc ${compiler}'; else echo '${tools}'; fi\n`, { mode: 0o755 });
  const git = (...words) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...words], { cwd: other, stdio: ['ignore', 'ignore', 'inherit'] });
  const release = () => pack(other, out, { RELEASE: '1', PATH: `${tools}:${process.env.PATH}`, XDG_CACHE_HOME: join(scratch, 'cache') });
  const refused = why => { const { status, stderr } = release(); assert.equal(status, 1, why); assert.match(stderr, /a release is built from what is committed/, why); assert.equal(existsSync(out), false); };
  refused('no repository at all');
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'all');
  writeFileSync(join(other, 'scripts/forgotten.mjs'), '');
  refused('a file that is not committed');
  rmSync(join(other, 'scripts/forgotten.mjs'));
  appendFileSync(join(other, 'SECURITY.md'), '\n');
  refused('a file that was changed');
  git('checkout', '-q', '--', '.');
  const { status, stderr } = release();
  assert.equal(status, 0, stderr);
  for (const name of files(first)) assert.ok(readFileSync(join(out, name)).equals(readFileSync(join(first, name))), name);
});
