// dist/v1/more/sheets.js in Node: tables become a workbook, and a workbook becomes what the intake of CSV takes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const V1 = process.env.DIST ? pathToFileURL(`${process.env.DIST}/v1/`) : new URL('../../dist/v1/', import.meta.url);
const sheets = await import(new URL('more/sheets.js', V1));
await sheets.default({ module_or_path: readFileSync(new URL('more/sheets_bg.wasm', V1)) });

test('what is written reads back as the same, and its csv is what the intake takes', () => {
  const bytes = sheets.writeWorkbook({ sheets: [{ name: '月报', columns: ['指标', '分子', '分母'], rows: [['=1+1', 412, 455], ['评估率', 0, null]] }] });
  assert.ok(bytes instanceof Uint8Array && bytes.length > 1000);
  const read = sheets.readSheet(bytes, { rows: true });
  assert.deepEqual(read.rows.map(({ cells }) => cells), [['指标', '分子', '分母'], ['=1+1', '412', '455'], ['评估率', '0']]);
  assert.equal(read.csv, '指标,分子,分母\n=1+1,412,455\n评估率,0\n');
  assert.deepEqual([read.sheet, read.count, read.refusedCount], ['月报', 3, 0]);
});

test('refusals name place and remedy in both languages', () => {
  for (const [answer, code, path] of [
    [sheets.writeWorkbook({ sheets: [] }), 'E_EMPTY', '/sheets'],
    [sheets.readSheet(new TextEncoder().encode('a,b'), {}), 'E_FORMAT', '/bytes'],
  ]) {
    assert.deepEqual([answer.error.code, answer.error.path], [code, path]);
    assert.ok(answer.error.message.zh && answer.error.message.en);
  }
});
