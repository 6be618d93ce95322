// docs/for-engineers/promises.md, read by a machine: each promise names tests, and each test that it names exists.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = path => readFileSync(join(root, path), 'utf8');
const page = text('docs/for-engineers/promises.md');

/** Rows of every table whose third column is "held by". */
const promises = page.split('\n## ').flatMap(part => (/\| held by \|/.test(part) ? part.split('\n').filter(line => line.startsWith('| ')).slice(1) : [])).map(line => line.slice(2, -2).split(' | '));

/** Is there a test of this name in the source? A name that ends in … is the beginning of one, or of several. */
function has(source, name) {
  const begins = name.endsWith('…'), words = begins ? name.slice(0, -1).trimEnd() : name;
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/['’]/g, String.raw`\\?['’]`);
  const end = begins ? '' : String.raw`\1`;
  return new RegExp(String.raw`\btest\((['"\`])${escaped}${end}`).test(source) || (!begins && new RegExp(String.raw`#\[(?:wasm_bindgen_)?test\]\s*(?:#\[[^\]]*\]\s*)*(?:pub )?(?:async )?fn ${escaped}\(`).test(source));
}

test('each promise is said somewhere and held by tests that exist', () => {
  assert.ok(promises.length > 40, `${promises.length} rows`);
  const missing = [];
  for (const [promise, said, held] of promises) {
    assert.ok(promise && said && held, promise);
    for (const one of held.split('<br>')) {
      const [, file, name] = /^`(tests\/[\w./-]+)`: (.+)$/.exec(one) ?? [];
      if (!name) missing.push(`not "file: name": ${one}`);
      else if (!existsSync(join(root, file))) missing.push(`no file ${file}`);
      else if (!has(text(file), name)) missing.push(`no test in ${file}: ${name}`);
    }
  }
  assert.deepEqual(missing, []);
});

test('a test that is gone is found', () => {
  const source = "test('it is there', () => {});\ntest(`several: ${kind}`, () => {});\n#[test]\nfn it_holds() {}\n#[wasm_bindgen_test]\nasync fn it_waits() {}\nfn no_test() {}";
  for (const name of ['it is there', 'several: …', 'it_holds', 'it_waits']) assert.ok(has(source, name), name);
  for (const name of ['it is', 'it is there no more', 'several', 'no_test', 'it_hold', 'others: …']) assert.ok(!has(source, name), name);
});

test('what is not promised is said', () => {
  const not = page.split('## What is not promised')[1];
  for (const word of ['no key', 'device that signed', 'PIN', 'has the disk', 'whole database', 'LevelDB', 'memory of the browser']) assert.ok(not.includes(word), word);
});

test('README, SECURITY.md and the pages for hosts and wards lead there', () => {
  for (const path of ['README.md', 'SECURITY.md', 'docs/for-hosts/integration.md', 'docs/for-hosts/ward-security.md']) assert.match(text(path), /for-engineers\/promises\.md/, path);
});
