// size.mjs [FOLDER]: all that a first visit to one element loads, brotli-11, against the budget, as a Markdown table.
// Follows the static imports from v1/virchow.js; the wasm is the one .wasm beside it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packed as brotli } from './brotli.mjs';

// What each issue may weigh of a first visit; what has landed adds up.
const BUDGETS = [['the main job (2)', 120_000], ['prevention (3)', 22_000], ['into every HIS (5)', 8_000], ['safe advice (10)', 10_000], ['what hospitals send and coming back (12, 13), to be won back', 7_600], ['a lesson in any page, a plan until it is signed (15, 16)', 200]];
const budget = BUDGETS.reduce((sum, [, bytes]) => sum + bytes, 0);
const v1 = join(process.argv[2] ?? 'dist', 'v1');

function withImports(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const statics = text.matchAll(/^\s*(?:import|export)\b[^'"`;()]*?(?:from\s*)?['"](\.[^'"]+)['"]/gm);
  // The glue is also imported afresh after a crash: import(`./virchow_glue.js?r=${n}`).
  const dynamics = text.matchAll(/\bimport\(\s*['"`](\.\/virchow[^'"`?]*\.js)/g);
  for (const [, path] of [...statics, ...dynamics]) withImports(join(dirname(file), path.split('?')[0]), seen);
  return seen;
}

const files = [...withImports(join(v1, 'virchow.js')), ...readdirSync(v1).filter((name) => name.endsWith('.wasm')).map((name) => join(v1, name))];
const weighed = (file) => {
  const bytes = readFileSync(file);
  return { name: relative(v1, file), raw: bytes.length, packed: brotli(bytes, !file.endsWith('.wasm')) };
};
const rows = files.map(weighed);
const total = rows.reduce((sum, row) => ({ raw: sum.raw + row.raw, packed: sum.packed + row.packed }), { raw: 0, packed: 0 });
const kB = (bytes) => (bytes / 1000).toFixed(1);

console.log('| file of `dist/v1` | bytes | brotli-11 bytes | brotli-11 kB |\n|---|---:|---:|---:|');
for (const { name, raw, packed } of rows) console.log(`| \`${name}\` | ${raw} | ${packed} | ${kB(packed)} |`);
console.log(`| **first visit** | **${total.raw}** | **${total.packed}** | **${kB(total.packed)}** of ${kB(budget)} |`);
console.log(`| budget: ${BUDGETS.map(([what, bytes]) => `${what} ${kB(bytes)}`).join(' + ')} | | ${budget} | ${kB(budget)} |`);
// Not of a first visit: loaded when somebody asks for it.
for (const { name, raw, packed } of existsSync(join(v1, 'more')) ? readdirSync(join(v1, 'more'), { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts')).map(({ name }) => weighed(join(v1, 'more', name))) : []) {
  console.log(`| on first use: \`${name}\` | ${raw} | ${packed} | ${kB(packed)} |`);
}
/** The quality office is fetched by an office on a slow line, too. */
const OFFICE = 104_000;
let heavy = total.packed > budget;
if (heavy) console.error(`\n${kB(total.packed)} kB is over the budget of ${kB(budget)} kB: see what it holds that no first visit needs (scripts/split.mjs)`);
/** Workbooks are loaded at the first of them. */
const WORKBOOKS = 480_000;
for (const [name, most] of [['more/quality_bg.wasm', OFFICE], ['more/sheets_bg.wasm', WORKBOOKS]]) {
  const { packed } = weighed(join(v1, name));
  if (packed <= most) continue;
  heavy = true;
  console.error(`\n${name}: ${kB(packed)} kB is over its budget of ${kB(most)} kB`);
}

// What an integrator's own page loads; old servers know gzip.
const hostBudget = 6_000;
console.log('\n| loaded by a host page or a frame | bytes | gzip-9 bytes |\n|---|---:|---:|');
for (const name of ['virchow-host.js', 'virchow-host.iife.js', 'frame.js', 'more/smart.js']) {
  const bytes = readFileSync(join(v1, name)), packed = gzipSync(bytes, { level: 9 }).length, host = name.startsWith('virchow-host');
  console.log(`| \`${name}\` | ${bytes.length} | ${packed}${host ? ` of ${hostBudget}` : ''} |`);
  heavy ||= host && packed > hostBudget;
}
if (heavy) {
  console.error('\nover its budget');
  process.exit(1);
}
