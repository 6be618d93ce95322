// dist/v1/more/quality.js in Node: the functions as docs/for-hosts/quality.md describes them, without a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const V1 = process.env.DIST ? pathToFileURL(`${process.env.DIST}/v1/`) : new URL('../../dist/v1/', import.meta.url);
const quality = await import(new URL('more/quality.js', V1));
await quality.default({ module_or_path: readFileSync(new URL('more/quality_bg.wasm', V1)) });

test('it exports what is described, and no more', () => {
  assert.deepEqual(Object.keys(quality).sort(), ['catalogue', 'compare', 'default', 'evaluate', 'frontPages', 'initSync', 'measure', 'measureReports', 'reduce', 'sql', 'stop']);
});

test('a header becomes a row, the row is counted, and the four renderings name one indicator', () => {
  const { indicators } = quality.catalogue();
  assert.ok(indicators.length >= 29 && indicators.every(({ how, name, marks }) => how.zh.length > 4 && how.en.length > 4 && name.zh && marks.length > 0));
  const { episode, settled } = quality.reduce({ record: [], header: { episode: 's1', admittedAt: '2026-01-05T08:00:00+08:00', dischargedAt: '2026-02-01T00:30:00+08:00', age: 60, class: 'inpatient', service: 'other', vteBefore: false } });
  assert.equal(episode.discharged_month, '2026-02', 'half past midnight in Shanghai is the next month');
  const facts = [...settled, { episode: 's1', kind: 'assessed', value: 'high', at: episode.admitted_at + 60, latest: 'yes' }];
  const answer = quality.evaluate({ episode: [episode], settled: facts, indicators: ['alliance_1', 'nhs_vte_ra'], groupBy: ['month'] });
  assert.deepEqual(answer.results.map(({ id, total, groups }) => [id, total.numerator, total.denominator, groups[0].by.month]), [['alliance_1', 1, 1, '2026-02'], ['nhs_vte_ra', 1, 1, '2026-01']]);
  assert.match(quality.sql('alliance_1'), /^-- alliance_1 /);
  assert.equal(quality.measure('alliance_1').resourceType, 'Measure');
});

test('comparing, and refusals that name place and remedy in both languages', () => {
  const compared = quality.compare({ a: 15401, n: 19199, b: 16698, m: 21854 });
  assert.ok(Math.abs(compared.pearson.statistic - 87.025) < 5e-4 && compared.pearson.written === '< 0.001' && compared.fisher === null);
  for (const [answer, code, path] of [
    [quality.compare({ a: 2, n: 1, b: 0, m: 1 }), 'E_CONFLICT', '/a'], [quality.evaluate('{'), 'E_SCHEMA', ''], [quality.evaluate(undefined), 'E_SCHEMA', ''],
    [quality.sql('none'), 'E_INDICATOR', '/id'], [quality.measureReports({ measure: 'cms108' }), 'E_NOT_THERE', '/measure'],
    [quality.evaluate({ episode: [], settled: [], period: { from: 'January' } }), 'E_SCHEMA', '/period/from'],
  ]) {
    assert.deepEqual([answer.error.code, answer.error.path.replace(/^\/?/, '/')], [code, path.replace(/^\/?/, '/')], JSON.stringify(answer));
    assert.ok(/[一-鿿]/.test(answer.error.message.zh) && /[a-z]/.test(answer.error.message.en));
  }
});

test('front pages in GB18030 become the two tables, and what a person has to say is asked', () => {
  const ascii = (text) => [...Buffer.from(text)];
  const file = Uint8Array.from([...ascii('BAH,ZYCS,RYSJ,CYSJ,RYKB,JBDM,RYBQ\n7788991,1,2026-03-01,2026-03-09,'), 0xb9, 0xc7, 0xbf, 0xc6, ...ascii(',I26.9,4\n7788992,1,2026-03-01,,,,\n')]);
  const told = { facility: 'A', tier: 'county', salt: '0123456789abcdef' };
  const tables = quality.frontPages(file, told);
  assert.deepEqual([tables.file.encoding, tables.counts.taken, tables.episode[0].dept_admission, tables.settled[0].value], ['gb18030', 1, '骨科', 'in_hospital']);
  assert.deepEqual(tables.refused.map(({ line, faults }) => [line, faults[0].column]), [[3, 'CYSJ']]);
  assert.ok(!JSON.stringify(tables).includes('778899'));
  const counted = quality.evaluate({ episode: tables.episode, settled: tables.settled, indicators: ['nqt_vte_assess_rate'] });
  assert.equal(counted.results[0].total.all, 1);
  const asked = quality.frontPages(new TextEncoder().encode('BAH,ZYCS,RYSJ,CYSJ\n1,1,3/4/2026,5/4/2026\n'), told);
  assert.deepEqual([asked.error.code, asked.error.path], ['E_ASK', '/orders/RYSJ']);
});
