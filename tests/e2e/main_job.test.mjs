// The main job on a page that an integrator pasted together from the README: a prefilled admission, scored, answered,
// signed, amended. Every click is the driver's own.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CAPRINI, canonical, sha256, UUID7 } from './cases.mjs';
import { stage, until, verifies } from './stage.mjs';

const at = stage({ log: true });
const answersOf = body => Object.fromEntries(body.answers.map(answer => [answer.item, answer]));

test('a prefilled surgical admission is scored, answered, signed and posted once, then amended with a reason', async () => {
  const started = Date.now();
  const widget = await at.page('plain.html');
  await widget.untilScore(5);
  const shown = await widget.look();
  for (const item of ['age_61_74', 'bmi_gt_25', 'laparoscopic_surgery']) assert.equal((await widget.run((el, $, $$, item) => $(`[data-item="${item}"]`)?.checked, item)), true, `${item} is filled from the chart`);
  assert.equal(shown.band, 'high', 'already high whatever the rest says');
  assert.match(await widget.run(el => el.shadowRoot.textContent), /王\*[\s\S]*HIS/, 'whose it is, and where the facts come from');

  await widget.tick('varicose_veins');
  await widget.untilScore(6);
  await widget.action('none-of-the-rest');
  await widget.untilState('complete');
  await widget.action('sign');
  await widget.untilDelivery('confirmed');
  assert.ok(Date.now() - started < 30_000, 'within thirty seconds');

  const events = at.his.posts.map(post => post.event);
  verifies(events);
  assert.deepEqual(events.map(event => event.type).filter(type => type !== 'admitted'), ['assessed'], 'one assessment was posted, once');
  const assessed = events.at(-1);
  assert.equal(assessed.contextId, 'adm-0017');
  assert.deepEqual(assessed.by, { id: 'n-07', name: '李护士', role: 'nurse' });
  const { instrument, edition, floor, ceiling, band, subBand, answers } = assessed.body;
  assert.deepEqual({ instrument, edition, floor, ceiling, band, subBand }, { instrument: 'caprini', edition: '2005', floor: 6, ceiling: 6, band: 'high', subBand: '5_6' });
  assert.equal(typeof assessed.body.timepoint, 'string');
  assert.deepEqual(answers.map(answer => answer.item).sort(), Object.keys(CAPRINI).map(id => `caprini.${id}`).sort(), 'every item, by its qualified key');
  const byItem = answersOf(assessed.body);
  const yes = ['age_61_74', 'bmi_gt_25', 'laparoscopic_surgery', 'varicose_veins'];
  for (const id of Object.keys(CAPRINI)) {
    assert.equal(byItem[`caprini.${id}`].value, yes.includes(id), id);
    assert.equal(byItem[`caprini.${id}`].points, yes.includes(id) ? CAPRINI[id] : 0, `${id} points`);
    assert.ok(byItem[`caprini.${id}`].source, `${id} says who answered`);
  }
  assert.notEqual(byItem['caprini.varicose_veins'].source, byItem['caprini.bmi_gt_25'].source, 'a person and the host are told apart');
  const rules = new URL('../../docs/for-clinicians/rules.json', import.meta.url);
  if (existsSync(rules)) assert.equal(assessed.rules.sha256, sha256(canonical(JSON.parse(readFileSync(rules, 'utf8')))), 'signed under the rules that are published');
  for (const secret of ['王*', '12-03', '1958-03-02']) assert.ok(!JSON.stringify(assessed).includes(secret), 'no label, bed or birth date in the event');
  assert.ok(!JSON.stringify(await widget.run(el => [...el.attributes].map(a => a.value))).includes('王'), 'nothing of the patient in attributes');

  await widget.action('amend');
  await widget.type('[data-reason]', '漏记下肢水肿');
  await widget.tick('swollen_legs');
  await widget.untilScore(7);
  await widget.action('sign');
  await until(() => at.his.posts.some(post => post.event.type === 'amended'), 'the amendment');
  await widget.untilDelivery('confirmed');
  const record = await widget.run(el => JSON.parse(JSON.stringify(el.record)));
  verifies(record);
  const amended = record.at(-1);
  assert.equal(amended.type, 'amended');
  assert.equal(amended.body.of, assessed.id);
  assert.match(amended.body.of, UUID7);
  assert.equal(amended.body.reason, '漏记下肢水肿');
  assert.equal(amended.body.body.floor, 7);
  assert.equal(amended.body.body.subBand, '7_8');
  assert.deepEqual(record.find(event => event.id === assessed.id), assessed, 'what was signed first stands as it was signed');
  assert.deepEqual(at.his.posts.map(post => post.event.id), record.map(event => event.id), 'the host has the same lines, each once');
  assert.deepEqual(await at.browser.consoleErrors(), []);
});

test('the record can be handed back and verifies in the page', async () => {
  const widget = await at.page('plain.html');
  await widget.until(el => el.record?.length >= 2, 'the stored record');
  const outcome = await widget.ask('verify', 'its record');
  assert.equal(outcome.ok, true);
  assert.equal(await widget.run(el => Object.isFrozen(el.record)), true);
  await at.browser.consoleErrors();
});
