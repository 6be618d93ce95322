// package.mjs [DIST [OUT]]: packs what was built for people who build nothing: OUT/virchow-<version>.zip and the npm tarball
// OUT/virchow-<version>.tgz, and the SCORM 1.2 package of a lesson OUT/scorm12/virchow-scorm12-<version>.zip; prints their checksums. The same dist/ gives the same bytes, in whatever folder, at whatever time.
// With RELEASE=1 (make release) it refuses to pack in a tree that differs from its commit (scripts/release.sh).
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { scormFiles } from './scorm.mjs';
import { amiss, filesIn, sha256 } from './whole.mjs';
import { zip } from './zip.mjs';

const [dist = 'dist', out = 'release'] = process.argv.slice(2);
const manifest = readFileSync('Cargo.toml', 'utf8'), field = (name) => new RegExp(`^${name} = "(.*)"`, 'm').exec(manifest)[1];
const version = field('version'), name = `virchow-${version}`;
/** What a host, a ward and those who check the medicine read; found by name, wherever docs/ has it. */
const DOCS = ['embedding.md', 'integration.md', 'theming.md', 'fhir.md', 'ward-security.md', 'not-for.md', 'decision-table.md', 'evidence.md', 'performance.md', 'engines.md', 'licences.md', 'promises.md', 'from-0.1-to-0.2.md',
  // Of two of one name, with the folder.
  'for-hosts/green-channel.md', 'for-clinicians/green-channel.md', 'referral.md', 'lessons.md', 'leaflet.md', 'first-visit.md', 'quality.md', 'quality-office.md', 'indicators.md', 'indicators.sql', 'study.md', 'classroom.md'];
const AT_ROOT = ['CHANGELOG.md', 'SECURITY.md', 'LICENSE-MIT', 'LICENSE-APACHE'];
/** The scripts that a page names in a tag of its own; integrity.json has all of them. */
const TAGS = ['virchow.js', 'virchow-host.js', 'virchow-host.iife.js'];

function refuse(lines) {
  for (const line of lines) console.error(`package: ${line}`);
  process.exit(1);
}

if (process.env.RELEASE) try { execFileSync('scripts/release.sh', { stdio: 'inherit' }); } catch { process.exit(1); }
const faults = amiss(dist, version);
if (faults.length > 0) refuse(faults.map((line) => `${dist}/${line}`));

const integrity = JSON.parse(readFileSync(join(dist, 'v1/integrity.json'), 'utf8'));
const text = (path) => readFileSync(path, 'utf8');

/** Paths and bytes that both packages have. */
function common() {
  const docs = filesIn('docs'), found = DOCS.map((each) => [each, docs.find((path) => path === each || basename(path) === each)]);
  const lost = [...found.filter(([, path]) => !path).map(([each]) => `docs/…/${each}`), ...AT_ROOT.filter((path) => !existsSync(path))];
  if (lost.length > 0) refuse(lost.map((path) => `${path} is missing`));
  return new Map([
    ['README.md', text('scripts/package/README.md').replaceAll('{{version}}', version)], ['docs/integrity.md', integrityPage()],
    ...AT_ROOT.map((path) => [path, text(path)]), ...found.map(([, path]) => [`docs/${path}`, text(`docs/${path}`)]),
  ]);
}

function integrityPage() {
  const tag = { 'virchow.js': ' type="module"', 'virchow-host.js': ' type="module"', 'virchow-host.iife.js': '' };
  return `# 完整性 / Integrity of ${name}

浏览器只核对写有 \`integrity\` 的那一个文件，wasm 和 \`more/\` 不在其内：请只由可信的来源提供 \`v1/\`。
A browser checks only the one file whose tag has an \`integrity\`, neither the wasm nor \`more/\`: serve \`v1/\` from an origin that you trust ([embedding.md](${embedding()}#serve-the-files)).

| file | sha384 |
|---|---|
${TAGS.map((path) => `| \`${path}\` | \`${integrity[path]}\` |`).join('\n')}

\`\`\`html
${TAGS.map((path) => `<script${tag[path]} src="/virchow/v1/${path}" integrity="${integrity[path]}" crossorigin></script>`).join('\n')}
\`\`\`

其余脚本 / all other scripts: \`v1/integrity.json\`.
`;
}
function embedding() { return filesIn('docs').find((path) => basename(path) === 'embedding.md'); }

/** What `npm install` gives: the folder v1 under the names of dist/, so that every path of the docs holds. */
function packageJson() {
  const types = (file) => ({ types: `./v1/${file}.d.ts` });
  return `${JSON.stringify({
    name: 'virchow', version, description: field('description'), license: field('license'), type: 'module',
    keywords: ['vte', 'thromboprophylaxis', 'caprini', 'padua', 'custom-element', 'wasm', 'fhir'],
    main: './v1/virchow.js', module: './v1/virchow.js', types: './v1/virchow.d.ts',
    exports: {
      '.': { ...types('virchow'), default: './v1/virchow.js' },
      './host': { ...types('virchow-host'), default: './v1/virchow-host.js' },
      './jsx/react': types('jsx/react'), './jsx/preact': types('jsx/preact'), './jsx/vue': types('jsx/vue'),
      './v1/*': './v1/*', './package.json': './package.json',
    },
    // The element registers itself on import; the parts are fetched for what they do. The host's side of the frame only exports.
    sideEffects: ['./v1/virchow.js', './v1/virchow_glue.js', './v1/virchow-host.iife.js', './v1/frame.js', './v1/more/*.js'],
    files: ['v1', 'docs', ...AT_ROOT],
    engines: { node: '>=20' },
  }, null, 2)}\n`;
}

function tarball(files) {
  const stage = mkdtempSync(join(tmpdir(), 'virchow-package-'));
  try {
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(stage, path)), { recursive: true });
      writeFileSync(join(stage, path), bytes);
      chmodSync(join(stage, path), 0o644); // npm keeps the bits that a umask has left
    }
    const [{ filename, files: packed }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', resolve(out)], { cwd: stage, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
    const lost = [...files.keys()].filter((path) => !packed.some((each) => each.path === path));
    if (filename !== `${name}.tgz` || lost.length > 0) refuse([`npm pack made ${filename} without ${lost.join(', ') || 'any loss'}`]);
  } finally { rmSync(stage, { recursive: true }); }
}

const both = common(), built = filesIn(dist).map((path) => [path, readFileSync(join(dist, path))]);
mkdirSync(out, { recursive: true });
for (const old of filesIn(out).filter((path) => /^((scorm12\/)?virchow-.*\.(zip|tgz)|SHA256SUMS)$/.test(path))) rmSync(join(out, old));

const inZip = new Map([...both, ...built.map(([path, bytes]) => [`dist/${path}`, bytes]), ['sbom.cdx.json', text(join(dist, 'v1/sbom.cdx.json'))]]);
for (const path of filesIn('examples')) inZip.set(`examples/${path}`, readFileSync(join('examples', path)));
inZip.set('SHA256SUMS', [...inZip.keys()].sort().map((path) => `${sha256(inZip.get(path))}  ${path}\n`).join(''));
writeFileSync(join(out, `${name}.zip`), zip(new Map([...inZip].map(([path, bytes]) => [`${name}/${path}`, bytes]))));
tarball(new Map([...both, ['package.json', packageJson()], ...built.filter(([path]) => path.startsWith('v1/'))]));

// For a learning system, which takes a zip as it is: in a folder of its own, so that nobody hands it the other one.
const scorm = `scorm12/virchow-scorm12-${version}.zip`;
mkdirSync(join(out, 'scorm12'), { recursive: true });
writeFileSync(join(out, scorm), zip(scormFiles(dist, version)));

const sums = [`${name}.tgz`, `${name}.zip`, scorm].map((file) => `${sha256(readFileSync(join(out, file)))}  ${file}\n`).join('');
writeFileSync(join(out, 'SHA256SUMS'), sums);
process.stdout.write(`${sums}${TAGS.map((path) => `${integrity[path]}  v1/${path}\n`).join('')}`);
