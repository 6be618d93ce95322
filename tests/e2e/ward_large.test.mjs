// A ward of ten thousand signed events, each still waiting for the HIS: brought in by one file, found again bed by bed, carried
// out by another; and the screen lives while it happens.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ward } from '../../benches/ward.mjs';
import { inspect, unpack } from '../../src/web/vault/archive.js';
import { until } from './stage.mjs';
import { atItsData } from './tablet.mjs';
import { file } from './wards.mjs';

const FILE = 'another passphrase', BEDS = 200, EACH = 50, LONG = 240_000;
const LINES = ward(BEDS, EACH).map(([, key, text]) => [key, text]);
const outbox = ([, text]) => { const event = JSON.parse(text); return [`outbox/${event.id}`, JSON.stringify({ contextId: event.contextId, since: event.at, event })]; };
const ALL = [...LINES, ...LINES.filter(([key]) => key.startsWith('event/')).map(outbox)].sort(([a], [b]) => (a < b ? -1 : 1));

let it, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'virchow-large-'));
  it = await atItsData(folder, { log: true });
});
after(async () => { await it?.quit(); await it?.server.close(); rmSync(folder, { recursive: true, force: true }); });

const saved = pattern => until(() => readdirSync(folder).find(name => pattern.test(name)), 'the file', LONG);
const beating = () => it.run(() => { window.beats = 0; const beat = () => { beats += 1; requestAnimationFrame(beat); }; beat(); });
const beats = async () => { const count = await it.run(() => { const count = beats; window.beats = 0; return count; }); assert.ok(count > 5, `${count} frames: the screen stood still`); };
async function opened() {
  await it.run(() => { document.querySelector('[name="import-file"]').value = ''; });
  await it.driver.findElement({ css: '[name="import-file"]' }).sendKeys(join(folder, 'in.vward'));
  await it.see('[data-step="open"]', LONG);
  await it.type('[name="import-passphrase"]', FILE);
  await it.press('[data-action="import-open"]');
  await it.see('[data-step="agree"]', LONG);
}
const verdict = name => it.run(name => Number(document.querySelector(`tr[data-verdict="${name}"] td`).textContent), name);

test('ten thousand events come in by one file, whole', { timeout: 600_000 }, async () => {
  assert.equal(LINES.filter(([key]) => key.startsWith('event/')).length, 10_000);
  writeFileSync(join(folder, 'in.vward'), await file(ALL, FILE));
  await beating();
  await opened();
  assert.equal(await verdict('new'), BEDS);
  await beats();
  await it.press('[data-action="import"]');
  await it.said('[data-section="import"] [role="status"]', /Imported/, LONG);
  await beats();
});

test('every bed is on the board, and a record of it verifies', { timeout: 600_000 }, async () => {
  await it.press('[data-page="board"]');
  await it.see('[data-person], [data-action="put-off"]');
  await it.past();
  await it.press('[data-person="nurse"]');
  await it.see(`[data-board="${BEDS}"]`, LONG);
  await until(() => it.run(count => document.querySelectorAll('.bed').length === count, BEDS), 'every bed', LONG);
  await it.press('[data-open]');
  await it.press('[data-tab="audit"]');
  await it.see('[data-verdict="whole"]');
  await until(() => it.run(count => document.querySelectorAll('.audit tbody tr').length === count, EACH), 'every line of the audit', LONG);
  await it.press('[data-tab="story"]');
  await until(() => it.run(count => document.querySelectorAll('[data-story] > li').length === count, EACH), 'every event of the timeline', LONG);
});

test('a file carries everything out again, and bringing it back changes nothing', { timeout: 600_000 }, async () => {
  await it.data();
  await it.see('[data-waiting="10000"]', LONG);
  await it.press('[data-own]');
  await it.type('[name="export-passphrase"]', FILE);
  await it.type('[name="export-again"]', FILE);
  await beating();
  await it.press('[data-action="export"]');
  const name = await saved(/^virchow-ward.*\.vward$/);
  await beats();
  const whole = await until(async () => { try { return await inspect(new Blob([readFileSync(join(folder, name))])); } catch { return null; } }, 'the whole file', LONG);
  const out = (await unpack(whole, FILE)).filter(([key]) => !key.startsWith('setting/'));
  assert.equal(out.length, ALL.length);
  // What the board shows of an admission is folded anew by an import; everything else is as it was, to the letter.
  for (const [place, [key, text]] of ALL.entries()) assert.ok(out[place][0] === key && (key.startsWith('admission/') || out[place][1] === text), key);
  await opened();
  assert.deepEqual([await verdict('new'), await verdict('same')], [0, BEDS]);
  assert.equal(await it.run(() => document.querySelector('[data-action="import"]').disabled), true);
  await it.press('[data-action="import-cancel"]');
});

test('all of it is handed over, and leaves the outbox at one word', { timeout: 600_000 }, async () => {
  await it.press('[data-action="handover-json"]');
  const name = await saved(/^virchow-handover.*\.json$/);
  const handed = JSON.parse(await until(() => { const text = readFileSync(join(folder, name), 'utf8'); return text.endsWith('}') ? text : null; }, 'its text', LONG));
  assert.deepEqual([handed.events.length, handed.admissions.length], [10_000, BEDS]);
  await it.press('[data-action="handover-sure"]');
  await it.press('[data-action="handover-done"]');
  await it.see('[data-waiting="0"]', LONG);
  assert.deepEqual((await it.session.consoleErrors()).filter(line => !/favicon/.test(line)), []);
});
