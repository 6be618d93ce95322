// Two beds on one screen: two patients, two languages, one wasm module and nothing else in common.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medical, surgical } from './cases.mjs';
import { stage, until, verifies } from './stage.mjs';

const at = stage();

test('two elements share one wasm module and nothing else', async () => {
  await at.page('two.html');
  const one = at.browser.widget('#one'), two = at.browser.widget('#two');
  const charts = [surgical({ operation: null, label: '王*' }), medical({ label: '赵*' })];
  at.server.requests.length = 0;
  await one.load({ chart: charts[0], user: { id: 'n-1', name: 'One', role: 'nurse' } });
  await two.load({ chart: charts[1], user: { id: 'd-2', name: 'Two', role: 'physician' } });
  assert.ok(at.server.requests.filter(r => r.path.endsWith('.wasm')).length <= 1);

  await one.untilScore(3);
  await two.untilScore(1);
  const text = async widget => widget.run(el => el.shadowRoot.querySelector('.root').textContent);
  assert.ok((await text(one)).includes('王*') && !(await text(one)).includes('赵*'));
  assert.ok((await text(two)).includes('赵*') && !(await text(two)).includes('王*'));
  assert.match(await text(one), /下肢水肿/);
  assert.match(await text(two), /Active cancer/);

  // The same words in both: radios of one are not a group with those of the other, nor is a label's target.
  await one.tick('swollen_legs');
  await one.tick('minor_surgery');
  await one.untilScore(5);
  await two.tick('active_cancer', 'reduced_mobility');
  await two.untilScore(7);
  await one.untilScore(5);
  const changes = await one.seen('vte-change');
  assert.ok(changes.every(e => e.detail.instrument === (e.from === 'one' ? 'caprini' : 'padua')));

  await two.fillRest();
  assert.equal((await one.look()).state, 'in_progress');
  await one.fillRest();
  await two.press('[data-action="sign"]');
  await one.press('[data-action="sign"]');
  await one.untilDelivery('confirmed');
  await two.untilDelivery('confirmed');
  for (const [chart, by, floor] of [[charts[0], 'n-1', 5], [charts[1], 'd-2', 7]]) {
    const events = at.his.posts.map(post => post.event).filter(event => event.contextId === chart.contextId);
    verifies(events);
    assert.equal(events.filter(event => event.type === 'assessed').length, 1);
    assert.equal(events.at(-1).by.id, by);
    assert.equal(events.at(-1).body.floor, floor);
  }
});

test('two elements on one admission at once: what is signed in effect is one chain', async () => {
  await at.page('two.html');
  const one = at.browser.widget('#one'), two = at.browser.widget('#two');
  const chart = medical();
  await one.load({ chart });
  await two.load({ chart });
  await one.sign();
  await one.untilDelivery('confirmed');
  await two.press('[data-action="none-of-the-rest"]').catch(() => {});
  await two.press('[data-action="sign"]').catch(() => {});
  await until(async () => ['confirmed', null].includes((await two.look()).delivery), 'the second to settle');
  const events = at.his.effect;
  const seqs = events.map(event => event.seq);
  assert.equal(new Set(seqs).size, seqs.length, 'no two lines at one place of the chain');
  verifies(events.sort((a, b) => a.seq - b.seq));
});
