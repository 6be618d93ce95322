// At least once from us, exactly once in effect: a host that answers late, twice, wrongly, with no, or never.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medical } from './cases.mjs';
import { pause, stage, until } from './stage.mjs';

const at = stage();
const one = list => [...new Set(list)].length === 1;
const assessed = () => at.his.posts.filter(post => post.event.type === 'assessed');
// The outbox belongs to the origin, and other tests leave things in it.
const pendingOf = async (widget, { contextId }) => (await widget.look()).pending.filter(entry => entry.contextId === contextId);
// Only the assessment is answered oddly; the line that opens the record is always taken.
const oddly = (...modes) => { at.his.mode = ({ event }) => event.type === 'admitted' ? 'accept' : modes[Math.min(assessed().length, modes.length) - 1]; };
async function signed(...modes) {
  const chart = medical(), widget = await at.page('job.html', { chart, lang: 'zh-CN' });
  oddly(...modes);
  await widget.fillRest();
  await widget.press('[data-action="sign"]');
  await until(() => assessed().length, 'the first post');
  return { widget, chart };
}

test('late: sending until the answer comes, then confirmed', async () => {
  const { widget, chart } = await signed('late:4000');
  assert.equal((await widget.look()).delivery, 'sending');
  await widget.untilState('sending');
  await widget.untilDelivery('confirmed');
  await widget.untilState('sent');
  assert.equal(assessed().length, 1);
  assert.deepEqual(await pendingOf(widget, chart), []);
});

for (const second of ['accepted', 'rejected']) {
  test(`twice: a second answer (${second}) changes nothing`, async () => {
    const chart = medical(), widget = await at.page('job.html', { chart });
    await widget.run((el, $, $$, second) => {
      window.calls = 0;
      window.answerWith = respond => { window.calls++; respond(Promise.resolve({ status: 'accepted' })); try { respond(Promise.resolve({ status: second })); } catch { /* it may say so */ } };
    }, second);
    const { event } = await widget.sign();
    await widget.untilDelivery('confirmed');
    await pause(1500);
    const { delivery, failures } = await widget.look();
    assert.deepEqual({ delivery, failures, pending: await pendingOf(widget, chart) }, { delivery: 'confirmed', failures: [], pending: [] });
    assert.ok(event.hash && await widget.run(() => window.calls) <= 2, 'not sent again');
  });
}

for (const mode of ['drop', 'shape', 'unknown', '500', 'other']) {
  test(`wrongly (${mode}): not taken for a yes, said so, sent again with the same id until one is`, async () => {
    const { widget, chart } = await signed(mode, mode, 'accept');
    const waiting = await widget.until((el, $) => $('[data-delivery="waiting"]')?.textContent, 'the word that it is not confirmed');
    assert.match(waiting, /未得到HIS确认/);
    assert.equal((await pendingOf(widget, chart)).length, 1);
    await widget.untilDelivery('confirmed');
    const posts = assessed();
    assert.equal(posts.length, 3);
    assert.ok(one(posts.map(post => post.event.id)) && one(posts.map(post => JSON.stringify(post.event))), 'the same line every time');
    assert.deepEqual(posts.map(post => post.attempt), [1, 2, 3]);
    const [first, , third] = posts.map(post => post.at);
    assert.ok(third - first > 2500 && third - first < 6000, `after 1 s, then 2 s; was ${third - first} ms`);
    assert.equal(at.his.effect.filter(event => event.type === 'assessed').length, 1);
    assert.deepEqual(await pendingOf(widget, chart), []);
  });
}

test('no: the reason is shown, the retries stop, the line is kept', async () => {
  const { widget, chart } = await signed('reject');
  await widget.untilDelivery('rejected');
  await pause(2500);
  assert.equal(assessed().length, 1);
  assert.match(await widget.run(el => el.shadowRoot.querySelector('.root').textContent), /归档已锁定/);
  assert.equal(await widget.run(el => el.record.filter(e => e.type === 'assessed').length), 1);
  assert.equal((await pendingOf(widget, chart)).length, 1);
});

test('not yet (pending): not confirmed, and not asked again within the minute', async () => {
  const { widget } = await signed('pending');
  await widget.untilDelivery('waiting');
  await pause(2500);
  assert.equal(assessed().length, 1);
});

test('never, and no listener at all: not confirmed after 15 s, sent again with the same id', async () => {
  await at.page('two.html');
  const deaf = at.browser.widget('#one'), mute = at.browser.widget('#two');
  const charts = [medical(), medical()];
  await deaf.load({ chart: charts[0] });
  await mute.load({ chart: charts[1] });
  at.his.mode = 'never';
  await mute.run(el => { window.calls = []; el.addEventListener('vte-event', e => { e.stopPropagation(); calls.push([e.detail.event.id, e.detail.attempt, e.detail.event.type, performance.now()]); }); });
  for (const widget of [deaf, mute]) { await widget.fillRest(); await widget.press('[data-action="sign"]'); }
  await deaf.untilDelivery('waiting');
  const [entry] = await pendingOf(deaf, charts[0]);
  assert.ok(entry?.id && entry.since, 'el.pending lists it');
  const posts = await until(() => { const all = at.his.posts.filter(p => p.event.id === at.his.posts[0].event.id); return all.length >= 2 && all; }, 'the second attempt', 6000);
  assert.ok(posts[1].at - posts[0].at > 14_500, `after 15 s and 1 s, and not before; was ${posts[1].at - posts[0].at} ms`);
  assert.match(await mute.until((el, $) => $('[data-delivery="waiting"]')?.textContent, 'waiting'), /not confirmed by HIS/i);
  const calls = await mute.until(() => { const again = calls.filter(c => c[0] === calls[0][0]); return again.length >= 2 && again; }, 'a second call');
  assert.equal(calls[1][1], 2);
  at.his.mode = 'accept';
  at.his.release();
  await deaf.untilDelivery('confirmed');
});

test('what was not confirmed before a reload is sent after it, once the admission is open again', async () => {
  const { widget, chart } = await signed('unknown');
  await widget.untilDelivery('waiting');
  const [{ event }] = assessed();
  const other = await at.page('job.html', { chart: medical() });
  at.his.posts = [];
  await pause(1500);
  assert.deepEqual(at.his.posts, [], 'not while another admission is open');
  assert.deepEqual((await other.look()).pending.filter(p => p.id === event.id).map(p => p.contextId), [chart.contextId]);
  const again = await at.page('job.html', { chart });
  await until(() => assessed().length, 'the kept line');
  assert.deepEqual(assessed()[0].event, event);
  await again.untilDelivery('confirmed');
  at.his.posts = [];
  await at.page('job.html', { chart });
  await pause(1500);
  assert.deepEqual(at.his.ids, [], 'nothing more once confirmed');
});
