// One file of the whole ward: what is taken, what is refused and why, and that nothing changes unless all of it does. And the
// hand-over of what was signed, by file and by codes.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { inspect, unpack } from '../../src/web/vault/archive.js';
import { CJK } from './cases.mjs';
import { until } from './stage.mjs';
import { PASS, atItsData } from './tablet.mjs';
import { NAMES, file, record, rows } from './wards.mjs';

const FILE = 'another passphrase';
let it, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'virchow-files-'));
  it = await atItsData(folder);
});
after(async () => { await it?.quit(); await it?.server.close(); rmSync(folder, { recursive: true, force: true }); });

const IMPORT = '[data-section="import"]';
async function choose(bytes, name = 'ward.vward') {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const field = await it.driver.findElement({ css: '[name="import-file"]' });
  await it.run(() => { document.querySelector('[name="import-file"]').value = ''; });
  await field.sendKeys(path);
}
const refusal = (lang, pattern) => it.said(`${IMPORT} [role="alert"]`, pattern).then(async () => {
  const text = await it.text(`${IMPORT} [role="alert"]`);
  assert.equal(CJK.test(text), lang === 'zh-CN', text);
  return text;
});
async function open(pass = FILE) {
  await it.see(`${IMPORT} [data-step="open"]`);
  await it.run(() => { document.querySelector('[name="import-passphrase"]').value = ''; });
  await it.type('[name="import-passphrase"]', pass);
  await it.press('[data-action="import-open"]');
}
async function take(all) {
  await choose(await file(all, FILE));
  await open();
  await it.see(`${IMPORT} [data-step="agree"]`);
}
const verdicts = () => it.run(() => Object.fromEntries([...document.querySelectorAll('[data-verdict]')].map(row => [row.dataset.verdict, Number(row.querySelector('td').textContent)])));
const imported = async () => { await it.press('[data-action="import"]'); await it.said(`${IMPORT} [role="status"]`, /Imported/); };

/** What lies in the vault, by exporting it and opening that file here. */
async function exported() {
  const before = new Set(readdirSync(folder));
  await it.run(() => { document.querySelector('[name="export-passphrase"]').value = ''; });
  await it.press('[data-own]');
  await it.see('[name="export-again"]');
  await it.type('[name="export-passphrase"]', FILE);
  await it.type('[name="export-again"]', FILE);
  await it.press('[data-action="export"]');
  const name = await until(() => readdirSync(folder).find(name => !before.has(name) && /\.vward$/.test(name)), 'the file', 20_000);
  const bytes = await until(async () => { try { const blob = new Blob([readFileSync(join(folder, name))]); return await inspect(blob); } catch { return null; } }, 'the whole file');
  const all = await unpack(bytes, FILE);
  const head = readFileSync(join(folder, name)).subarray(0, 4096).toString('latin1').split('\n').slice(0, 2).join('\n');
  rmSync(join(folder, name));
  await it.press('[name="export-with"]:not([data-own])');
  return { all: Object.fromEntries(all.filter(([key]) => !key.startsWith('setting/'))), head };
}

for (const [lang, words] of [['zh-CN', [/不是 Virchow/, /不完整/, /已改变或损坏/, /更新版本/, /超过 128 MB/, /口令与此文件不符/]],
  ['en', [/no export of a Virchow/, /cut short/, /altered or damaged/, /newer version/, /over 128 MB/, /not the passphrase/]]]) {
  test(`a file that is foreign, cut short, altered, newer or huge is refused by name, and so is a wrong passphrase (${lang})`, async () => {
    await it.lock();
    await it.speak(lang);
    await (await it.open()).unlock();
    await it.data();
    const before = (await exported()).all;
    const [foreign, truncated, altered, newer, large, wrong] = words;
    const good = await file(rows({ a: [1, 2] }), FILE);
    await choose(Buffer.from('{"resourceType":"Bundle"}'));
    await refusal(lang, foreign);
    for (const length of [0, 5, 100, good.length - 1]) {
      await choose(good.subarray(0, length));
      await refusal(lang, truncated);
    }
    for (const place of [60, good.length - 200, good.length - 5]) {
      const bytes = Buffer.from(good);
      bytes[place] ^= 1;
      await choose(bytes);
      await refusal(lang, altered);
    }
    await choose(Buffer.from(good.toString('latin1').replace('{"v":1', '{"v":2'), 'latin1'));
    await refusal(lang, newer);
    const huge = join(folder, 'huge.vward');
    writeFileSync(huge, good);
    truncateSync(huge, 200 * 1024 * 1024);
    // The screen lives while it is looked at: an animation frame comes in between, and the answer is there at once.
    await it.run(() => { window.longest = 0; let last = performance.now(); const beat = () => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; requestAnimationFrame(beat); }; beat(); });
    await (await it.driver.findElement({ css: '[name="import-file"]' })).sendKeys(huge);
    await refusal(lang, large);
    assert.ok((await it.run(() => longest)) < 2000, 'no freeze');
    rmSync(huge);
    await choose(good);
    await open('not this one');
    await refusal(lang, wrong);
    assert.deepEqual((await exported()).all, before, 'nothing changed');
  });
}

test('an import is shown first, can be declined, is done whole, and done again changes nothing', async () => {
  const all = rows({ a: [1, 2], b: [3] }, { outbox: true, drafts: { b: '{"v":2}' } });
  await take(all);
  assert.deepEqual(await verdicts(), { new: 2, longer: 0, same: 0, mended: 0, parted: 0, unsound: 0 });
  await it.press('[data-action="import-cancel"]');
  assert.deepEqual((await exported()).all, {});
  await take(all);
  await imported();
  const held = await exported();
  // The line of an admission: the chart and the head as the file has them, the board folded from the events.
  const unfolded = rows => Object.fromEntries(Object.entries(rows).map(([key, text]) => [key, key.startsWith('admission/') ? { ...JSON.parse(text), ahead: 0, board: 0 } : text]));
  assert.deepEqual(unfolded(held.all), unfolded(Object.fromEntries(all)));
  assert.match(held.head, /^VIRCHOW-WARD\n\{"v":1,/);
  for (const name of NAMES) assert.ok(!held.head.includes(name));
  await take(all);
  assert.deepEqual(await verdicts(), { new: 0, longer: 0, same: 2, mended: 0, parted: 0, unsound: 0 });
  assert.equal(await it.run(() => document.querySelector('[data-action="import"]').disabled), true, 'there is nothing to do');
  await it.press('[data-action="import-cancel"]');
});

test('the longer record stands; two that part are named by bed, and what loses is kept aside', async () => {
  await take(rows({ a: [1, 2, 5], b: [3, 7, 8], c: [4] }));
  assert.deepEqual(await verdicts(), { new: 1, longer: 2, same: 0, mended: 0, parted: 0, unsound: 0 });
  await imported();
  await take(rows({ a: [1, 9, 9, 9], b: [3, 6] }));
  assert.deepEqual(await verdicts(), { new: 0, longer: 0, same: 0, mended: 0, parted: 2, unsound: 0 });
  assert.match(await it.text('[data-context="a"]'), /12-01 欧阳若兰.*3 : 4.*kept aside/);
  assert.match(await it.text('[data-context="b"]'), /3 : 2.*record here stays/);
  await imported();
  const { all } = await exported();
  const events = context => Object.keys(all).filter(key => key.startsWith(`event/${context}/`)).map(key => JSON.parse(all[key]));
  assert.deepEqual(events('a'), record('a', [1, 9, 9, 9]));
  assert.deepEqual(events('b'), record('b', [3, 7, 8]));
  const aside = Object.entries(all).filter(([key]) => key.startsWith('aside/')).map(([, text]) => JSON.parse(text).body.note).sort();
  assert.deepEqual(aside, ['planted-note 2', 'planted-note 5', 'planted-note 6']);
});

test('what is kept aside is listed by bed with when and by whom, saved as a file, and deleted after a question', async () => {
  await until(async () => (await it.run(() => document.querySelectorAll('[data-aside]').length)) === 2, 'what this import and the one before set aside');
  const [ours, theirs] = await it.run(() => [...document.querySelectorAll('[data-aside]')].map(kept => kept.innerText));
  assert.match(ours, /12-01 欧阳若兰[\s\S]*Signed events: 2; 2026-11-22 01:00 – 2026-11-22 02:00[\s\S]*王医师 physician/);
  assert.match(theirs, /12-02 司徒怀远[\s\S]*Signed events: 1; 2026-11-22 01:00/);
  assert.deepEqual(await it.session.axe(), []);
  await it.press('[data-aside] [data-action="aside-save"]');
  const name = await until(() => readdirSync(folder).find(name => /^virchow-aside.*\.json$/.test(name)), 'the file', 20_000);
  const saved = JSON.parse(await until(() => readFileSync(join(folder, name), 'utf8'), 'its text'));
  assert.deepEqual([saved.format, saved.contextId, saved.patient.bed], ['virchow-aside', 'a', '12-01']);
  assert.deepEqual(saved.events, record('a', [1, 2, 5]).slice(1), 'as they were signed');
  const before = (await exported()).all;
  await it.press('[data-aside^="aside/a/"] [data-action="aside-sure"]');
  await it.press('[data-aside^="aside/a/"] [data-action="aside-keep"]');
  await it.see('[data-aside^="aside/a/"] [data-action="aside-sure"]');
  assert.deepEqual((await exported()).all, before, 'a question is not an answer');
  await it.press('[data-aside^="aside/a/"] [data-action="aside-sure"]');
  await it.press('[data-aside^="aside/a/"] [data-action="aside-delete"]');
  await it.gone('[data-aside^="aside/a/"]');
  const after = (await exported()).all;
  assert.deepEqual(Object.keys(before).filter(key => !(key in after)).sort(), Object.keys(before).filter(key => key.startsWith('aside/a/')).sort(), 'that, and nothing else');
  await it.see('[data-aside^="aside/b/"]');
});

test('a record that does not verify is not taken, whatever the file', async () => {
  const all = rows({ d: [1, 2] }).map(([key, text]) => [key, key === 'event/d/000001' ? text.replace('planted-note 1', 'planted-note 7') : text]);
  await take(all);
  assert.equal((await verdicts()).unsound, 1);
  assert.equal(await it.run(() => document.querySelector('[data-action="import"]').disabled), true);
  await it.press('[data-action="import-cancel"]');
});

test('what was signed is handed over as a file and as codes, and leaves the outbox when a person says so', async () => {
  await it.lock();
  await it.unlock();
  await it.data();
  await it.see('[data-waiting]:not([data-waiting="0"])');
  const count = Number(await it.run(() => document.querySelector('[data-waiting]').dataset.waiting));
  await it.press('[data-action="handover-json"]');
  const name = await until(() => readdirSync(folder).find(name => /^virchow-handover.*\.json$/.test(name)), 'the file', 20_000);
  const text = await until(() => readFileSync(join(folder, name), 'utf8'), 'its text');
  const handed = JSON.parse(text);
  assert.equal(handed.events.length, count);
  assert.ok(handed.admissions.every(({ contextId, patient }) => contextId && patient.label && patient.bed));
  await it.press('[data-action="handover-codes"]');
  await it.see('[data-codes]');
  const of = Number(await it.run(() => document.querySelector('[data-codes]').dataset.codes));
  const parts = new Map();
  if (of > 1) await it.press('[data-action="codes-run"]');
  for (let turn = 0; turn < of; turn++) {
    const [mark, digest, place, part] = (await it.text('[data-code]'), await it.run(() => document.querySelector('[data-code]').dataset.code)).split('|');
    assert.equal(mark, 'VW1');
    assert.match(digest, /^[0-9a-f]{8}$/);
    parts.set(Number(place.split('/')[0]), part);
    if (of > 1) await it.press('[data-action="codes-next"]');
  }
  assert.equal(parts.size, of);
  const joined = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part).join('');
  assert.equal(inflateRawSync(Buffer.from(joined, 'base64url')).toString(), text);
  await it.press('[data-action="handover-sure"]');
  await it.press('[data-action="handover-done"]');
  await it.see('[data-waiting="0"]');
  const { all } = await exported();
  assert.equal(Object.keys(all).filter(key => key.startsWith('outbox/')).length, 0);
  assert.ok(Object.keys(all).filter(key => key.startsWith('event/')).length >= count, 'the record keeps them');
});

test('another passphrase for the device: refused while the old one is wrong, then it alone opens', async () => {
  await it.type('[name="passphrase-before"]', 'not this one');
  await it.type('[name="passphrase-after"]', 'a brand new one');
  await it.type('[name="passphrase-again"]', 'a brand new one');
  await it.press('[data-action="rekey"]');
  await it.said('[data-section="passphrase"] [role="alert"]', /not the passphrase/);
  await new Promise(next => setTimeout(next, 1100));
  await it.type('[name="passphrase-before"]', PASS);
  await it.type('[name="passphrase-after"]', 'a brand new one');
  await it.type('[name="passphrase-again"]', 'a brand new one');
  await it.press('[data-action="rekey"]');
  await it.said('[data-section="passphrase"] [role="status"]', /Changed/);
  await it.lock();
  await it.unlock('a brand new one');
});
