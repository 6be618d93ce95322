// licences.mjs: writes docs/for-engineers/licences.md: what is in the product, what its build runs and what only tests use,
// with licences.
// licences.mjs --check: fails when that file is not up to date, when a licence is not on the list below, or when a crate of the
// product has no text of its licence (notices.mjs puts them into dist/).
import { readFileSync, writeFileSync } from 'node:fs';
import { licenceTexts } from './notices.mjs';
import { graph, ofProduct, order, reach } from './parts.mjs';

// Licences that ask for no more than their text to be kept. No copyleft of any kind.
const allowed = new Set(['MIT', 'Apache-2.0', 'Apache-2.0 WITH LLVM-exception', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'Zlib', 'Unicode-3.0', '0BSD', 'CC0-1.0', 'Unlicense', 'BSL-1.0', 'MIT-0']);
// What only tests run and no one receives may also be under a licence that asks for its own changed files back.
// CC-BY-4.0: the table of browsers that webpack looks into.
const allowedInTests = new Set([...allowed, 'MPL-2.0', 'Python-2.0', 'BlueOak-1.0.0', 'CC-BY-4.0']);
// Packages of the tests that name a file instead of a licence, or nothing: what was read in them. The National Library of
// Medicine's terms are BSD's, with UCUM's own for its table.
const read = new Map(['lforms', 'fhirpath', 'autocomplete-lhc', '@lhncbc/ucum-lhc'].map((name) => [name, 'BSD-3-Clause']).concat([['emitter-component', 'MIT']]));
const file = 'docs/for-engineers/licences.md';

const product = ofProduct();
const inProduct = new Set(product.map(({ id }) => id));
const tests = reach(graph(), 'dev').filter(({ id }) => !inProduct.has(id));
const lock = JSON.parse(readFileSync('tests/package-lock.json', 'utf8'));
const npm = Object.entries(lock.packages).filter(([path]) => path !== '')
  .map(([path, { version, license }]) => ({ kind: 'npm', name: path.replace(/^.*node_modules\//, ''), version, license }))
  .map((row) => (!row.license || /^see licen[sc]e/i.test(row.license) ? { ...row, license: read.get(row.name) ?? row.license } : row));

/** `A OR B` needs one of them, `A AND B` both; brackets bind. */
function isAllowed(expression, list) {
  const tokens = expression.replaceAll('/', ' OR ').replace(/([()])/g, ' $1 ').trim().split(/\s+/);
  let at = 0;
  const or = () => { let result = and(); while (tokens[at] === 'OR') { at += 1; const right = and(); result = result || right; } return result; };
  const and = () => { let result = one(); while (tokens[at] === 'AND') { at += 1; const right = one(); result = result && right; } return result; };
  const one = () => {
    if (tokens[at] === '(') { at += 1; const result = or(); at += 1; return result; }
    let name = tokens[at++];
    if (tokens[at] === 'WITH') { name += ` WITH ${tokens[at + 1]}`; at += 2; }
    return list.has(name);
  };
  return or() && at === tokens.length;
}

const rows = [...product, ...tests, ...npm].sort(order);
const refused = rows.filter(({ kind, license }) => !license || !isAllowed(license, kind === 'product' || kind === 'build' ? allowed : allowedInTests));
const table = (kind) => ['| name | version | licence |', '|---|---|---|', ...rows.filter((row) => row.kind === kind).map((row) => `| ${row.name} | ${row.version} | ${row.license ?? 'none stated'} |`)].join('\n');
const text = `# Licences

Written by \`make licences\`; \`make test\` fails when it is out of date or when a licence is not on the list in \`scripts/licences.mjs\`:
permissive ones only (${[...allowed].join(', ')}), and MPL-2.0, Python-2.0, BlueOak-1.0.0 and CC-BY-4.0 where only tests use it. Virchow itself is MIT OR Apache-2.0.

## In the product (crates, wasm32)

${table('product')}

## Run by the build (macros and build scripts)

${table('build')}

## Used by tests and benches only (crates, all platforms)

${table('tests')}

## Used by tests and benches only (npm)

${table('npm')}
`;

licenceTexts(); // refuses a part without its text
for (const row of refused) console.error(`licences: ${row.name} ${row.version}: "${row.license ?? 'none stated'}" is not on the list`);
if (process.argv.includes('--check')) {
  let committed = '';
  try { committed = readFileSync(file, 'utf8'); } catch { /* counts as out of date */ }
  if (committed !== text) { console.error(`licences: ${file} is out of date; run make licences`); process.exitCode = 1; }
  else if (refused.length === 0) console.log(`licences: ${rows.length} dependencies, all on the list`);
} else {
  writeFileSync(file, text);
  console.log(`licences: ${rows.length} dependencies in ${file}`);
}
if (refused.length > 0) process.exitCode = 1;
