// notices.mjs [DIST]: what travels with the product for those who pass it on: the texts of all licences in it
// (v1/LICENSES.txt, and again for the ward's page), and a list of its parts for machines (v1/sbom.cdx.json, CycloneDX 1.5). Both say
// the same of the same Cargo.lock: no dates, no random numbers.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { graph, ofProduct, order } from './parts.mjs';

const read = (path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
const APACHE = 'LICENSE-APACHE';
/** Crates whose package ships no text: where it is. Parts of one repository have the text of the crate that stands for it. */
const ELSEWHERE = [
  [/^gloo-/, ({ find }) => textsOf(find('gloo'))],
  // Its notice is the comment at the head of its source.
  [/^qrcodegen$/, ({ folder }) => [/^\/\*([^]*?)\*\//.exec(readFileSync(join(folder, 'src/lib.rs'), 'utf8'))[1].replace(/^ \* ?/gm, '').trim()]],
];

function textsOf({ manifest_path }) {
  const folder = dirname(manifest_path);
  return readdirSync(folder).filter((name) => /^(licen[sc]e|copying|notice|copyright|unlicense)/i.test(name)).sort().map((name) => read(join(folder, name)));
}

/** LICENSES.txt: each text once, under the names of the crates that it belongs to. */
export function licenceTexts() {
  const all = ofProduct(), crates = all.filter(({ kind }) => kind === 'product'), find = (name) => all.find((each) => each.name === name);
  const holders = new Map(), missing = [];
  const add = (text, who) => holders.set(text, [...(holders.get(text) ?? []), who]);
  for (const each of crates) {
    const who = `${each.name} ${each.version} (${each.license})`, other = ELSEWHERE.find(([name]) => name.test(each.name));
    const own = textsOf(each), texts = own.length > 0 ? own : other?.[1]({ folder: dirname(each.manifest_path), find }) ?? [];
    // Offered under Apache-2.0 as well, and shipped without a text: taken under Apache-2.0, with the names that its package gives.
    if (texts.length === 0 && /Apache-2\.0/.test(each.license)) add(read(APACHE), `${who}, by ${each.authors.join(', ') || 'its authors'}, taken under Apache-2.0`);
    else if (texts.length === 0) missing.push(who);
    for (const text of texts) add(text, who);
  }
  if (missing.length > 0) throw new Error(`notices.mjs: no text of the licence of ${missing.join(', ')}; find it and name the place in ELSEWHERE`);
  const rust = 'the Rust standard library and the crates that it is built with (MIT OR Apache-2.0)';
  add(read(APACHE), rust);
  add(read('docs/for-engineers/licences/rust-standard-library.txt'), rust);
  const rule = '='.repeat(80);
  const parts = [...holders].map(([text, who]) => `${rule}\n${who.join('\n')}\n${rule}\n\n${text}\n`);
  return `Virchow is under the MIT licence or the Apache License 2.0, at your choice; both stand here first. After them: the licences of
what is compiled into it. No npm package is in it; the few lines that esbuild and wasm-bindgen write around ours are under the
MIT licence (Copyright (c) 2020 Evan Wallace) and under that of the crate wasm-bindgen.

${rule}\nVirchow, MIT\n${rule}\n\n${read('LICENSE-MIT')}\n\n${rule}\nVirchow, Apache-2.0\n${rule}\n\n${read(APACHE)}\n\n${parts.join('\n')}`;
}

/** CycloneDX: each crate with its licence and the checksum that Cargo.lock demands of it, what it rests on, and the tools. */
export function bill(compiler) {
  const { root, nodes } = graph('--filter-platform', 'wasm32-unknown-unknown');
  const crates = ofProduct(), sums = checksums(readFileSync('Cargo.lock', 'utf8'));
  const purl = ({ name, version }) => `pkg:cargo/${name}@${version}`;
  const licences = ({ license }) => [{ expression: license.replaceAll(' ', '').includes('/') ? license.split('/').map((each) => each.trim()).join(' OR ') : license }];
  const known = new Map(crates.map((each) => [each.id, purl(each)]));
  const restsOn = (id) => nodes.get(id).deps.map(({ pkg }) => known.get(pkg)).filter(Boolean).sort();
  const own = { name: 'virchow', version: /^version = "(.*)"/m.exec(readFileSync('Cargo.toml', 'utf8'))[1] };
  const tools = JSON.parse(readFileSync('scripts/tools/package.json', 'utf8')).devDependencies;
  const bindgen = crates.find(({ name }) => name === 'wasm-bindgen').version;
  const tool = ([name, version]) => ({ type: 'application', name, version });
  const content = {
    metadata: {
      component: { type: 'library', 'bom-ref': purl(own), ...own, licenses: [{ expression: 'MIT OR Apache-2.0' }] },
      tools: { components: [['rustc', compiler], ['wasm-bindgen-cli', bindgen], ...Object.entries(tools)].map(tool) },
    },
    components: crates.map((each) => ({
      type: 'library', 'bom-ref': purl(each), name: each.name, version: each.version, scope: each.kind === 'product' ? 'required' : 'excluded',
      hashes: [{ alg: 'SHA-256', content: sums.get(`${each.name} ${each.version}`) }], licenses: licences(each), purl: purl(each),
    })),
    dependencies: [{ ref: purl(own), dependsOn: restsOn(root) }, ...crates.map((each) => ({ ref: purl(each), dependsOn: restsOn(each.id) }))],
  };
  return `${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`, version: 1, ...content }, null, 1)}\n`;
}

/** The same for the same content: a UUID of version 8 (RFC 9562), made of its SHA-256. */
function uuidOf(content) {
  const hash = createHash('sha256').update(content).digest('hex');
  const variant = ((parseInt(hash[16], 16) & 0x3) | 0x8).toString(16);
  return [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `${variant}${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-');
}

function checksums(lock) {
  return new Map([...lock.matchAll(/name = "(.*)"\nversion = "(.*)"\nsource = .*\nchecksum = "(.*)"/g)].map(([, name, version, sum]) => [`${name} ${version}`, sum]));
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const dist = process.argv[2] ?? 'dist', texts = licenceTexts();
  for (const folder of ['v1', 'app']) writeFileSync(join(dist, folder, 'LICENSES.txt'), texts);
  writeFileSync(join(dist, 'v1/sbom.cdx.json'), bill(execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim().replace(/^rustc /, '')));
}
