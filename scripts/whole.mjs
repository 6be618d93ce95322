// Is dist/ one whole build of this version? What is not is said by name: a file that is missing, one that is of another build,
// one that no build of today has written.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What a deployment edits has no checksum; a package has it as the build wrote it. */
const UNSUMMED = ['v1/allow.json', 'v1/profile.json'];
const SUMS = 'SHA256SUMS';
/** What no package may lack, whatever the checksums of a build list. */
const PARTS = ['index.html', 'ward.html', 'quality.html', 'sw.js', 'app/app.js', 'app/app_bg.wasm', 'v1/virchow.js', 'v1/virchow_bg.wasm', 'v1/virchow_glue.js', 'v1/more/later_bg.wasm', 'v1/more/interop.js', 'v1/more/interop_bg.wasm', 'v1/more/quality.js', 'v1/more/quality_bg.wasm', 'v1/more/quality.d.ts', 'v1/more/sheets.js', 'v1/more/sheets_bg.wasm', 'v1/more/sheets.d.ts', 'v1/more/smart.js',
  'v1/virchow.d.ts', 'v1/virchow-host.js', 'v1/virchow-host.iife.js', 'v1/virchow-host.d.ts', 'v1/frame.html', 'v1/frame.js', 'v1/frame.css', 'v1/jsx/react.d.ts', 'v1/schema/types.d.ts', 'v1/package.json', 'v1/LICENSES.txt', 'v1/sbom.cdx.json', 'v1/integrity.json', 'v1/SHA256SUMS', ...UNSUMMED];

export const filesIn = (folder) => readdirSync(folder, { recursive: true }).map((name) => name.split(sep).join('/')).filter((path) => statSync(join(folder, path)).isFile()).sort();
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** One line for each fault; none when it may be packed. */
export function amiss(dist, version) {
  if (!existsSync(join(dist, SUMS))) return [`${SUMS} is missing: run make build`];
  const listed = new Map(readFileSync(join(dist, SUMS), 'utf8').trim().split('\n').map((line) => line.split('  ').reverse()));
  const there = filesIn(dist), wanted = [...new Set([...listed.keys(), ...PARTS])].sort();
  const missing = wanted.filter((path) => !there.includes(path)).map((path) => `${path} is missing`);
  const other = [...listed].filter(([path, sum]) => there.includes(path) && sha256(readFileSync(join(dist, path))) !== sum).map(([path]) => `${path} is of another build: its checksum is not that of ${SUMS}`);
  const left = there.filter((path) => path !== SUMS && !listed.has(path) && !UNSUMMED.includes(path)).map((path) => `${path} is not of this build: ${SUMS} does not list it`);
  const says = (path, of) => {
    if (!there.includes(path)) return [];
    const found = of(readFileSync(join(dist, path), 'utf8'));
    return found === version ? [] : [`${path} is of version ${found}, Cargo.toml of ${version}: run make build`];
  };
  return [...missing, ...other, ...left, ...says('v1/sbom.cdx.json', (text) => { try { return JSON.parse(text).metadata.component.version; } catch { return 'unknown'; } })];
}
