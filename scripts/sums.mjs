// sums.mjs [DIST]: the last step of a build: SHA256SUMS of dist/ and of dist/v1/ (`sha256sum -c SHA256SUMS` in either), and
// v1/integrity.json with what an `integrity` attribute or an import map takes. docs/for-hosts/embedding.md says what they can hold.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const dist = process.argv[2] ?? 'dist';
/** Edited where they are deployed. */
const OWN = /^(v1\/)?(allow|profile)\.json$/;

function files(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => name.split(sep).join('/')).filter((path) => statSync(join(folder, path)).isFile() && !OWN.test(path) && path !== 'SHA256SUMS').sort();
}
const digest = (algorithm, encoding, path) => createHash(algorithm).update(readFileSync(path)).digest(encoding);

const v1 = join(dist, 'v1');
const scripts = files(v1).filter((path) => /\.(js|css)$/.test(path)).map((path) => [path, `sha384-${digest('sha384', 'base64', join(v1, path))}`]);
writeFileSync(join(v1, 'integrity.json'), `${JSON.stringify(Object.fromEntries(scripts), null, 1)}\n`);
for (const folder of [v1, dist]) writeFileSync(join(folder, 'SHA256SUMS'), files(folder).map((path) => `${digest('sha256', 'hex', join(folder, path))}  ${path}\n`).join(''));
