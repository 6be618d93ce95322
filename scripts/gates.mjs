// Which functions lead from a first visit into the second part of the wasm (gates), and which bodies are taken out of it
// (cuts), against the list that is committed in scripts/gates.txt. A new gate is a way into code that may not be there yet:
// the caller has to ask for it first (`web::runtime`, `Later`), and a person has to look. A cut that no function bears any
// more would let that function back in without a word.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { plain } from './wasm.mjs';

export const LIST = 'scripts/gates.txt';
const file = new URL('gates.txt', import.meta.url);
const HEAD = `# Written by UPDATE=1 scripts/build.sh; read by every build (scripts/gates.mjs says why).
# gate: called from the first part, stands in the second. cut: its body is taken out of both.
`;

/** One line each, in the order of the alphabet. Closures lose their number, which moves with any line above them. */
export function listed({ gates, cuts }) {
  const lines = (kind, names) => names.map(name => `${kind}: ${plain(name).replace(/\{closure#\d+\}/g, '{closure}')}`);
  return [...new Set([...lines('gate', gates), ...lines('cut', cuts)])].sort();
}

/** What a person reads when two lists differ; empty when they do not. */
export function difference(committed, built) {
  const lacks = (list, line) => !list.includes(line);
  return [
    ...built.filter(line => lacks(committed, line)).map(line => `+ ${line}`),
    ...committed.filter(line => lacks(built, line)).map(line => `- ${line}`),
  ];
}

export const read = text => text.split('\n').filter(line => line && !line.startsWith('#'));

/** Fails the build when what it found is not what is committed. Another compiler than that of releases may draw its functions
 *  otherwise; there the difference is said, and the size shows what it costs. */
export function hold(found, { update = process.env.UPDATE === '1', expected = process.env.RUSTC_VERSION, compiler = rustc() } = {}) {
  const built = listed(found);
  if (update) return writeFileSync(file, `${HEAD}${built.join('\n')}\n`);
  const differs = difference(read(readFileSync(file, 'utf8')), built);
  if (differs.length === 0) return;
  const said = `gates and cuts of the wasm are not those of ${LIST} (+ is new, - is gone):\n  ${differs.join('\n  ')}`;
  if (expected && compiler !== expected) return console.error(`build: ${said}\nThe list is that of rustc ${expected}; this is ${compiler}.`);
  throw new Error(`${said}\nFor each new gate: does its caller ask for the second part first? Then UPDATE=1 scripts/build.sh writes the list anew.`);
}

function rustc() {
  return execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim().replace(/^rustc /, '');
}
