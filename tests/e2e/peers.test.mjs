// The page that measures us against others is of the versions that are pinned, and leaves nobody out. It needs neither a browser
// nor the packages; the measuring itself is `make peers`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const text = path => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), json = path => JSON.parse(text(path));
const { dependencies: none, devDependencies } = json('benches/peers/package.json'), page = text('docs/reports/peers.md');
const SUBJECTS = ['floor', 'Virchow', 'LHC-Forms', 'SurveyJS', 'Medplum'];
/** The tables of the page: each a list of rows, each a list of cells. */
const tables = page.split(/\n(?!\|)/).map(part => part.split('\n').filter(line => line.startsWith('|')).map(line => line.split('|').slice(1, -1).map(cell => cell.trim()))).filter(rows => rows.length);

test('every package of the peers is pinned, locked and named in the page at that version', () => {
  assert.equal(none, undefined);
  const { packages } = json('benches/peers/package-lock.json');
  const listed = tables.at(-1).slice(2).map(([name, version]) => [name.replaceAll('`', ''), version]);
  for (const [name, version] of Object.entries(devDependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.equal(packages[`node_modules/${name}`].version, version, name);
  }
  assert.deepEqual(listed, Object.entries(devDependencies));
  for (const name of ['lforms', 'survey-core', '@medplum/react']) assert.ok(page.split('\n|')[0].includes(` ${devDependencies[name]}`), `${name} in the first lines`);
});

test('both tables have every subject, and a number for each', () => {
  const measured = tables.filter(([head]) => head[0] === 'what');
  assert.equal(measured.length, 2);
  for (const [head, , ...rows] of measured) {
    assert.deepEqual(head.slice(1), SUBJECTS);
    for (const [title, ...cells] of rows) {
      assert.equal(cells.length, SUBJECTS.length, title);
      for (const cell of cells) assert.match(cell, /^\d|^–$/, title);
    }
  }
  assert.ok(measured[0].length >= 12 && measured[0].slice(2).flat().every(cell => cell !== '–'));
});

test('no peer has come into the product', () => {
  const { dependencies = {}, devDependencies: dev = {} } = json('package.json');
  for (const name of Object.keys(devDependencies)) assert.ok(!(name in dependencies) && !(name in dev), name);
  const tests = json('tests/package.json').devDependencies;
  for (const name of ['survey-core', 'survey-react-ui', '@medplum/core', '@medplum/react', '@mantine/core']) assert.ok(!(name in tests), name);
});
