// The SCORM 1.2 package and its launch script, before a real player's API (scorm-again) and before none. No browser: the script is the
// one that the package has, and hears what an element says.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { MASTERY, findApi, sitting, timespan } from '../../examples/scorm/launch.js';
import { manifest, scormFiles } from '../../scripts/scorm.mjs';

const LESSON = { id: 'l', cases: [{ case: 'T01' }, { case: 'T02' }, { variant: 'padua', seed: 7 }] };

/** The player's API; what it keeps is given to the next one, as a learning system does. */
async function player(kept) {
  globalThis.window ??= globalThis;
  const { Scorm12API } = await import('scorm-again/scorm12');
  const api = new Scorm12API({ autocommit: false, logLevel: 5 });
  if (kept) api.loadFromJSON(kept, '');
  return api;
}

/** What an element says of the case that it counts as the `answered`th of those it was given. */
const over = (answered, percent) => ({ kind: 'result', case: 'bank:1', lesson: 'l', result: { answered, percent, right: percent === 100 } });

test('a lesson is reported to a player, left half-way, and resumed by the next one', async () => {
  let at = 1000;
  const first = await player();
  const one = sitting(first, LESSON, () => at);
  assert.deepEqual(one.begin(), LESSON);
  assert.equal(first.LMSGetValue('cmi.core.lesson_status'), 'incomplete');
  one.heard({ kind: 'progress', result: { answered: 0 } });
  one.heard(over(1, 100));
  at += 75;
  assert.equal(first.LMSGetValue('cmi.core.score.raw'), '', 'half a lesson has no score that a system could hold against the mark');
  const kept = { cmi: { core: { lesson_status: 'incomplete', score: { min: '0', max: '100' }, entry: 'resume' }, suspend_data: first.LMSGetValue('cmi.suspend_data') } };
  one.leave();
  one.leave();
  assert.deepEqual(one.refused, []);

  const next = await player(kept.cmi);
  const two = sitting(next, LESSON, () => at);
  assert.deepEqual(two.begin().cases, LESSON.cases.slice(1), 'only what is left');
  two.heard(over(1, 100));
  assert.equal(next.LMSGetValue('cmi.core.lesson_status'), 'incomplete');
  two.heard(over(2, 60));
  assert.equal(two.percent(), 87);
  assert.equal(next.LMSGetValue('cmi.core.lesson_status'), 'passed');
  assert.equal(next.LMSGetValue('cmi.core.score.raw'), '87');
  const data = next.LMSGetValue('cmi.suspend_data');
  two.leave();
  assert.deepEqual(two.refused, []);

  const again = sitting(await player({ suspend_data: data }), LESSON, () => at);
  assert.equal(again.begin(), null, 'nothing is left');
  assert.ok(again.over());
});

test('a first try that was wrong stays the first try when the lesson is left and taken up again', async () => {
  const first = await player(), one = sitting(first, LESSON, () => 0);
  one.begin();
  const wrong = { kind: 'progress', case: 'bank:1', lesson: 'l', result: { answered: 0, tries: 1, percent: 30 } };
  one.heard({ ...wrong, case: 'bank:2' });
  one.heard(wrong);
  one.heard({ ...wrong, result: { ...wrong.result, tries: 2, percent: 100 } });
  const data = first.LMSGetValue('cmi.suspend_data');
  one.leave();
  const next = await player({ suspend_data: data }), two = sitting(next, LESSON, () => 0);
  assert.deepEqual(two.begin(), LESSON, 'the case is not over');
  for (const no of [1, 2, 3]) two.heard(over(no, 100));
  assert.equal(two.percent(), 77);
});

test('a lesson below the mark is failed', async () => {
  const api = await player(), one = sitting(api, LESSON, () => 0);
  one.begin();
  for (const no of [1, 2, 3]) one.heard(over(no, no === 1 ? 100 : 30));
  assert.ok(one.percent() < MASTERY);
  assert.equal(api.LMSGetValue('cmi.core.lesson_status'), 'failed');
});

test('offline: without an API, and with one that throws or refuses, the lesson goes on and what was lost is said', () => {
  const alone = sitting(null, LESSON, () => 0);
  assert.deepEqual(alone.begin(), LESSON);
  for (const no of [1, 2, 3]) alone.heard(over(no, 100));
  alone.leave();
  assert.deepEqual([alone.percent(), alone.over(), alone.refused], [100, true, []]);

  const gone = { LMSInitialize: () => 'true', LMSGetValue: () => { throw new TypeError('network'); }, LMSSetValue: () => 'false', LMSCommit: () => 'false', LMSFinish: () => 'false', LMSGetLastError: () => 101 };
  const broken = sitting(gone, LESSON, () => 0);
  assert.deepEqual(broken.begin(), LESSON);
  broken.heard(over(1, 100));
  broken.leave();
  assert.equal(broken.percent(), 33);
  assert.ok(broken.refused.length > 0 && broken.refused.every(line => !line.includes('network')));
});

test('what was kept of another lesson, or is damaged, is no beginning of this one', () => {
  for (const kept of ['{', '{"v":1,"lesson":"other","done":{"T01":100}}', '{"v":1,"lesson":"l","done":{"T99":100,"T01":400}}']) {
    const api = { LMSInitialize: () => 'true', LMSGetValue: () => kept, LMSSetValue: () => 'true', LMSCommit: () => 'true', LMSFinish: () => 'true', LMSGetLastError: () => 0 };
    assert.deepEqual(sitting(api, LESSON, () => 0).begin(), LESSON, kept);
  }
});

test('the API is found in the windows around and in the one that opened, and no further', () => {
  const top = { API: 'here' };
  top.parent = top;
  assert.equal(findApi({ parent: { parent: top } }), 'here');
  const bare = {};
  bare.parent = bare;
  assert.equal(findApi({ parent: bare, opener: { parent: top } }), 'here');
  assert.equal(findApi({ parent: bare, opener: null }), null);
  const foreign = {};
  Object.defineProperty(foreign, 'API', { get() { throw new Error('SecurityError'); } });
  assert.equal(findApi({ parent: foreign }), null);
});

test('times are CMITimespan', () => {
  assert.deepEqual([0, 59.9, 3661, 360000, -5].map(timespan), ['0000:00:00', '0000:00:59', '0001:01:01', '0100:00:00', '0000:00:00']);
});

test('the page has no script inside its HTML', () => {
  assert.doesNotMatch(readFileSync(new URL('../../examples/scorm/index.html', import.meta.url), 'utf8'), /<script(?![^>]*\ssrc=)/);
});

test('the manifest is of SCORM 1.2, and the package names every file of its own', () => {
  const text = manifest('a<b', '1.0', ['index.html']);
  assert.match(text, /<schemaversion>1\.2<\/schemaversion>/);
  assert.match(text, /adlcp:scormtype="sco" href="index\.html"/);
  assert.match(text, /identifier="virchow-a&lt;b"/);
  if (!existsSync('dist/v1/virchow.js')) return;
  const files = scormFiles('dist', '0');
  const named = [...files.get('imsmanifest.xml').toString().matchAll(/<file href="([^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(named, [...files.keys()].filter(path => path !== 'imsmanifest.xml').sort());
  for (const path of ['index.html', 'page.js', 'launch.js', 'lesson.json', 'v1/virchow.js', 'v1/virchow_bg.wasm', 'v1/more/later_bg.wasm']) assert.ok(files.has(path), path);
});
