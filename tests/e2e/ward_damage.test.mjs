// Small damage, as a person on the ward meets it: the rest works, what is damaged is named, exported around, and mended.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspect, unpack } from '../../src/web/vault/archive.js';
import { CJK } from './cases.mjs';
import { until } from './stage.mjs';
import { PASS, atItsData } from './tablet.mjs';
import { NAMES, file, rows } from './wards.mjs';

const ALL = rows({ a: [1, 2, 3], b: [4] }, { house: true, outbox: true });
const SECOND = JSON.stringify({ v: 1, id: 'n-2', name: '李敏', role: 'nurse' });
let it, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'virchow-damage-'));
  it = await atItsData(folder);
  writeFileSync(join(folder, 'whole.vward'), await file([...ALL, ['user/n-2', SECOND]], PASS));
  await bring();
});
after(async () => { await it?.quit(); await it?.server.close(); rmSync(folder, { recursive: true, force: true }); });

async function bring() {
  await (await it.driver.findElement({ css: '[name="import-file"]' })).sendKeys(join(folder, 'whole.vward'));
  await it.type('[name="import-passphrase"]', PASS);
  await it.press('[data-action="import-open"]');
  await it.see('[data-step="agree"]');
  const verdicts = await it.run(() => Object.fromEntries([...document.querySelectorAll('[data-verdict]')].map(row => [row.dataset.verdict, Number(row.querySelector('td').textContent)])));
  await it.press('[data-action="import"]');
  await it.said('[data-section="import"] [role="status"]', /Imported/);
  return verdicts;
}
/** Behind the app's back, while it is locked. */
async function harm(keys, kind = 'flip') {
  await it.lock();
  await it.driver.get(`${it.origin}/vault.html`);
  await until(() => it.run(() => window.ready), 'the script');
  for (const key of keys) await it.run((key, kind) => rewrite('rows', key, row => { if (kind === 'flip') row[30] ^= 1; return row; }), key, kind);
  await (await it.open()).unlock();
  // A ward of before has no administrator: the step to one is put off.
  await until(async () => { await it.past(); return it.run(() => Boolean(document.querySelector('[data-person], [data-board]'))); }, 'the people');
}
async function board(who = '王医师') {
  await it.see('[data-person], [data-board]');
  if (await it.run(() => !document.querySelector('[data-board]'))) {
    await it.run(name => [...document.querySelectorAll('[data-person]')].find(person => person.textContent.includes(name)).click(), who);
  }
  await it.press('[data-page="board"]');
  await it.see('[data-board]');
}
const found = () => it.run(() => [...document.querySelectorAll('[data-found]')].map(found => `${found.dataset.found} ${found.dataset.key}`).sort());

test('the board opens without the damaged rows, names each by kind and key in both languages, and says what to do', async () => {
  await harm(['event/a/000002', 'admission/b', 'user/n-2', `outbox/${JSON.parse(ALL.find(([key]) => key.startsWith('outbox/'))[1]).event.id}`]);
  await it.see('[data-lost-users="1"]');
  assert.equal(await it.run(() => document.querySelectorAll('[data-person]').length), 1, 'that person cannot sign in, the other can');
  await board();
  await until(async () => (await found()).length === 4, 'the whole vault to be looked through');
  assert.match((await found()).join(), /unreadable admission\/b,unreadable event\/a\/000002,unreadable outbox\/.*,unreadable user\/n-2/);
  const words = await it.text('[data-unreadable="4"]');
  for (const word of [/Signed event #2/, /Admission \(name, bed, chart\)/, /User n-2/, /Import an earlier export/]) assert.match(words, word);
  assert.ok(!CJK.test(words.replaceAll(NAMES[0], '')), words);
  assert.ok(await it.run(name => document.body.innerText.includes(name), NAMES[0]), 'the other patient is on the board');
  assert.equal(await it.run(names => names.some(name => document.title.includes(name)), NAMES), false);
  assert.deepEqual(await it.session.axe(), []);
});

test('a patient with a damaged event opens read-only; one without its own row shows its events by number', async () => {
  await it.press('.bed[data-open="a"]');
  await it.said('.trouble[data-verdict="broken"]', /Signed event 2 is damaged/);
  assert.equal(await it.run(() => document.querySelector('[data-patient]').dataset.events), '2');
  await it.press('[data-tab="score"]');
  await it.see('[data-readonly]');
  assert.equal(await it.run(() => document.querySelector('vte-assessment')), null);
  await board();
  await it.press('[data-show="b"]');
  await it.said('.trouble[data-verdict="broken"]', /row of this admission/);
  await it.see('[data-patient="b"] [data-verdict="broken"]');
  await board();
});

test('an export holds what can be read and lists the rest, in the file and on the screen; the hand-over takes the event from the record', async () => {
  await it.data();
  await it.type('[name="export-passphrase"]', PASS);
  await it.press('[data-action="export"]');
  const name = await until(() => readdirSync(folder).find(name => /^virchow-ward-.*\.vward$/.test(name)), 'the file', 30_000);
  const opened = await until(async () => { try { return await inspect(new Blob([readFileSync(join(folder, name))])); } catch { return null; } }, 'the whole file');
  const all = new Map(await unpack(opened, PASS));
  const lost = JSON.parse(all.get('setting/unreadable'));
  assert.equal(lost.length, 4);
  assert.ok(lost.every(key => !all.has(key)) && all.has('event/a/000001') && all.has('admission/a'));
  await it.see('[data-section="export"] [data-lacks="4"]');
  await it.press('[data-action="handover-json"]');
  const handed = await until(() => readdirSync(folder).find(name => /^virchow-handover.*\.json$/.test(name)), 'the hand-over', 20_000);
  const { events, unreadable } = JSON.parse(await until(() => readFileSync(join(folder, handed), 'utf8'), 'its text'));
  assert.equal(events.length + (unreadable ?? []).length, ALL.filter(([key]) => key.startsWith('outbox/')).length);
});

test('the file of before mends row by row, and everything is as it was', async () => {
  const verdicts = await bring();
  assert.equal(verdicts.mended, 2);
  await board();
  await until(async () => (await found()).length === 0, 'nothing to be named any more');
  await it.press('.bed[data-open="a"]');
  await it.press('[data-tab="audit"]');
  await it.see('[data-verdict="whole"]');
  await board();
});

test('a damaged ward row: the board and the settings say whose hours are in use, and saving them anew mends it', async () => {
  await harm(['ward']);
  await board();
  await it.said('[data-unset]', /program's defaults/);
  await it.press('[data-page="house"]');
  await it.said('[data-form="house"], .panel [data-unset]', /program's defaults/);
  await it.type('[data-form="house"] [name="ward"]', '骨科三病区');
  await it.press('[data-action="settle"]');
  await it.said('[data-said]', /Settings saved/);
  // The board is hidden while the settings are looked at, and is drawn anew when it is seen again.
  await board();
  await it.gone('[data-unset]');
});

test('an admission put back as a whole is named, read-only, and accepted only by a person who was asked twice', async () => {
  await it.lock();
  await it.driver.get(`${it.origin}/vault.html`);
  await until(() => it.run(() => window.ready), 'the script');
  await it.run(async pass => {
    const v = await vault.unlock(pass), before = await reread('rows', 'admission/b');
    const [[, text]] = await v.read('admission/b');
    await v.write([['put', 'admission/b', text]]);
    await v.lock();
    await rewrite('rows', 'admission/b', () => before);
  }, PASS);
  await (await it.open()).unlock();
  await board();
  assert.deepEqual(await found(), ['older admission/b']);
  await it.press('.bed[data-open="b"]');
  await it.said('.trouble[data-verdict="broken"]', /older data were put back/);
  await board();
  await it.press('[data-action="accept-found"]');
  await it.see('[data-action="accept-not"]');
  assert.deepEqual(await found(), ['older admission/b'], 'a question is not an answer');
  await it.press('[data-action="accept-found"]');
  await it.gone('[data-found]');
});
