// The packages that scripts/package.mjs writes, taken as strangers take them: by `npm install` of the tarball, and unzipped.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

// Not ours, so that a fault of our writer is found: Selenium brings it.
const { loadAsync } = createRequire(createRequire(import.meta.url).resolve('selenium-webdriver'))('jszip');

/** The one file of a kind in the folder of a release. */
export function only(folder, ending) {
  const found = readdirSync(folder).filter(name => name.startsWith('virchow-') && name.endsWith(ending));
  if (found.length !== 1) throw new Error(`${folder} has ${found.length} files *${ending}`);
  return join(resolve(folder), found[0]);
}

/** Into the project in `root`, which becomes one; without a network and without scripts. */
export function install(folder, root) {
  writeFileSync(join(root, 'package.json'), '{ "private": true, "type": "module" }\n');
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', only(folder, '.tgz')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** path → bytes, in the order of the archive. */
export async function zipped(file) {
  const entries = [];
  for (const [path, entry] of Object.entries((await loadAsync(readFileSync(file), { checkCRC32: true })).files)) if (!entry.dir) entries.push([path, await entry.async('nodebuffer')]);
  return new Map(entries);
}

/** Gives the one folder that is in the archive. */
export async function unzip(folder, into) {
  const entries = await zipped(only(folder, '.zip'));
  for (const [path, bytes] of entries) { mkdirSync(dirname(join(into, path)), { recursive: true }); writeFileSync(join(into, path), bytes); }
  return join(into, [...entries.keys()][0].split('/')[0]);
}
