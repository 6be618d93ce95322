// precache.mjs [DIST]: dist/sw.js with the list of all files and their digests, so that a version
// is the set of files it was built with.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pack } from './pack.mjs';

const dist = process.argv[2] ?? 'dist';
/** Edited where they are deployed. */
const own = ['v1/allow.json', 'v1/profile.json'];
/** For integrators and their tools; no page of ours asks for them. */
const unused = (path) => path === 'sw.js' || path.startsWith('v1/schema/') || /\.d\.ts$|(package|integrity|sbom\.cdx)\.json$|LICENSES\.txt$|SHA256SUMS$/.test(path);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const files = {};
for (const name of readdirSync(dist, { recursive: true }).sort()) {
  const path = name.split(sep).join('/');
  if (statSync(join(dist, name)).isFile() && !unused(path) && !own.includes(path)) files[path] = sha256(readFileSync(join(dist, name)));
}
const source = readFileSync('src/web/offline/sw.js');
const version = sha256(JSON.stringify(files) + source).slice(0, 16);
pack('src/web/offline/sw.js', join(dist, 'sw.js'),
  `--define:__VERSION__=${JSON.stringify(version)}`, `--define:__FILES__=${JSON.stringify(files)}`, `--define:__OWN__=${JSON.stringify(own)}`);
