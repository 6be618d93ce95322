// County hospitals serve plain http by name: no secure context, so no crypto.subtle, randomUUID or Web Locks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surgical, UUID7 } from './cases.mjs';
import { stage, verifies } from './stage.mjs';

const at = stage({ host: 'his.example' });

test('the whole job on http://his.example: draft kept, signed, hashed, delivered', async () => {
  const chart = surgical();
  let widget = await at.page('job.html', { chart, lang: 'zh-CN' });
  assert.deepEqual(await widget.run(() => [location.origin, isSecureContext, !!crypto.subtle]), ['http://his.example', false, false]);
  await widget.untilScore(5);
  await widget.tick('swollen_legs');
  await widget.untilScore(6);
  await widget.untilKept(chart.contextId);
  widget = await at.page('job.html', { chart, lang: 'zh-CN' });
  await widget.untilScore(6);
  await widget.action('none-of-the-rest');
  await widget.untilState('complete');
  await widget.action('sign');
  await widget.untilDelivery('confirmed');
  const events = at.his.posts.map(post => post.event);
  verifies(events);
  assert.match(events.at(-1).id, UUID7);
  assert.equal(events.at(-1).body.floor, 6);
  assert.ok(at.his.posts.every(post => post.stored !== false), 'IndexedDB works here too');
  assert.deepEqual((await widget.look()).pending, []);
  assert.deepEqual((await widget.look()).failures, []);
});
