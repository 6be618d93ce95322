// virchow-host.js in a page of another origin: ten lines of a host, and everything that can go wrong around them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { medical, surgical } from './cases.mjs';
import { frames } from './frames.mjs';
import { DIST } from './server.mjs';
import { pause, until } from './stage.mjs';

const at = frames();
const file = name => readFileSync(`${DIST}/v1/${name}`, 'utf8');
const assessed = () => at.his.his.posts.filter(post => post.event.type === 'assessed');
async function start(chart, options = {}) {
  // Only once the page before is gone: what it still sends must not be accepted and then forgotten.
  await at.open('framed.html');
  at.his.his.reset();
  await at.run(async (chart, options) => { await host.start({ chart, ...options }); }, chart, options);
  if (chart) assert.equal(await at.run(id => host.until(() => host.frame.contextId === id && id), chart.contextId), chart.contextId, JSON.stringify(await at.run(() => host.errors)));
}
const sign = () => at.inside(async widget => { await widget.fillRest(); await widget.press('[data-action="sign"]'); });
/** Signed, and offered to a page that never answers. */
const signUnanswered = async () => {
  await at.run(() => { host.answer = () => new Promise(() => {}); });
  await sign();
  await at.run(() => host.until(() => host.seen.some(detail => detail.event.type === 'assessed')));
};
const rejected = (what, ...args) => at.run(`async (...args) => { try { return { done: await host.frame.${what}(...args) }; } catch (error) { return error; } }`, ...args);

test('the host side is small, and old shells can read it', () => {
  for (const name of ['virchow-host.js', 'virchow-host.iife.js']) {
    const size = gzipSync(file(name), { level: 9 }).length;
    assert.ok(size <= 6000, `${name}: ${size} bytes`);
  }
  parse(file('virchow-host.iife.js'), { ecmaVersion: 2015, sourceType: 'script' });
  parse(file('virchow-host.js'), { ecmaVersion: 2015, sourceType: 'module' });
  for (const name of ['frame.js', 'more/smart.js', 'virchow-host.js', 'virchow-host.iife.js', 'frame.html']) assert.doesNotMatch(file(name), /\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|postMessage\([^)]*["']\*["']|https?:\/\/(?!virchow\.example)[a-z]/, name);
});

test('opened, prefilled, signed, stored: the height follows, the page hears of changes and alerts', async () => {
  const chart = surgical();
  await start(chart);
  const frame = await at.run(() => ({ sandbox: host.frame.element.getAttribute('sandbox'), referrer: host.frame.element.referrerPolicy, height: host.frame.element.offsetHeight }));
  assert.match(frame.sandbox, /allow-scripts allow-same-origin/);
  assert.equal(frame.referrer, 'no-referrer');
  await at.run(() => host.until(() => host.frame.element.offsetHeight > 1000));
  await sign();
  const [post] = await until(() => assessed().length && assessed(), 'the post');
  assert.equal(post.event.contextId, chart.contextId);
  await at.inside(widget => widget.untilDelivery('confirmed'));
  assert.ok((await at.run(() => host.changes)).every(change => change.contextId === chart.contextId));
  assert.deepEqual((await at.run(() => host.alerts)).map(alert => alert.kind), ['review_required']);
  const { state, result } = (await rejected('get', ['flat'])).done;
  assert.deepEqual([state, result.flat.contextId], ['sent', chart.contextId]);
  assert.deepEqual(await at.run(() => host.errors), []);
});

test('the classic script does the same', async () => {
  const chart = medical();
  at.his.his.reset();
  await at.open('framed.html');
  await at.run(async (chart, src) => {
    await new Promise(done => { const script = document.createElement('script'); script.src = '/virchow/v1/virchow-host.iife.js'; script.onload = done; document.body.append(script); });
    host.frame = window.virchow.frame('#place', { src, chart, onEvent: () => ({ status: 'accepted' }) });
  }, chart, `${at.widget.origin}/virchow/v1/frame.html`);
  assert.equal(await at.run(id => host.until(() => host.frame.contextId === id && id), chart.contextId), chart.contextId);
});

test('a browser below the floor gets a panel in both languages, and promises that say why', async () => {
  await at.open('framed.html');
  const { text, code } = await at.run(async src => {
    const frame = await host.start({ src, tooOld: true });
    return { text: document.getElementById('place').textContent, code: await frame.ready.catch(error => error.code) };
  }, `${at.widget.origin}/virchow/v1/frame.html`);
  assert.match(text, /浏览器过旧.*too old/);
  assert.equal(code, 'E_WASM');
});

test('busy, forced, merged, locked, closed', async () => {
  const chart = surgical(), other = medical();
  await start(chart);
  await at.inside(async widget => { await widget.untilScore(5); await widget.press('[data-item="history_vte"]'); await widget.untilScore(8); });
  assert.equal((await rejected('open', other)).code, 'E_CONTEXT_BUSY');
  assert.equal(await at.run(() => host.frame.contextId), chart.contextId);
  assert.deepEqual((await rejected('chart', [{ id: 'malignancy', value: true }, { id: 'weight', value: 1, unit: 'st' }])).done, { accepted: 1, rejected: [{ id: 'weight', code: 'E_UNIT', path: '/facts/1/unit' }] });
  assert.equal((await rejected('chart', [], other.contextId)).code, 'E_CONTEXT_MISMATCH');
  await at.inside(widget => widget.untilScore(10));
  await rejected('lock');
  assert.equal((await rejected('get')).code, 'E_LOCKED');
  assert.equal((await rejected('open', other, { force: true })).done.contextId, other.contextId);
  await rejected('close');
  assert.equal(await at.run(() => document.querySelector('iframe')), null);
  await start(chart);
  await at.inside(widget => widget.untilScore(8));   // the draft; the merged fact was the host's to say again
});

test('a frame that is loaded anew is opened again by itself, merged facts and settings included', async () => {
  const chart = surgical();
  await start(chart);
  await rejected('chart', [{ id: 'malignancy', value: true }]);
  await at.inside(async widget => { await widget.untilScore(7); await widget.press('[data-item="history_vte"]'); await widget.untilScore(10); await widget.run(() => { location.reload(); }); });
  assert.ok(await at.run(() => host.until(() => host.frame.contextId === null, 3000).then(() => host.until(() => host.frame.contextId))));
  await at.inside(async widget => { await widget.untilScore(10); await widget.until(el => el.user?.id === 'n-07', 'the user'); });
});

test('a host page that is loaded anew gets what it had not confirmed, once', async () => {
  const chart = surgical();
  await start(chart);
  at.his.his.mode = ({ event }) => (event.type === 'assessed' ? 'never' : 'accept');
  await sign();
  const [{ event }] = await until(() => assessed().length && assessed(), 'the first post');
  await start(chart);
  const posts = await until(() => assessed().length && assessed(), 'the same event again', 20_000);
  assert.deepEqual(posts[0].event, event);
  await at.inside(widget => widget.untilDelivery('confirmed'));
  await start(chart);
  await pause(1200);
  assert.deepEqual(assessed(), []);
});

test('an answer for somebody else is not passed on; the page hears of it; the event comes again', async () => {
  await start(surgical());
  at.his.his.mode = ({ event }) => (event.type === 'assessed' && assessed().length === 1 ? 'other' : 'accept');
  await sign();
  await until(() => assessed().length >= 2, 'a second post');
  await at.inside(widget => widget.untilDelivery('confirmed'));
  assert.deepEqual((await at.run(() => host.errors)).map(error => error.code), ['E_CONTEXT_MISMATCH']);
});

test('while another patient is being opened no event reaches the page', async () => {
  const chart = surgical(), other = medical();
  await start(chart);
  await signUnanswered();
  const seen = await at.run(async other => {
    host.seen.length = 0;
    await host.frame.open(other, { force: true });
    await new Promise(done => setTimeout(done, 2500));
    return host.seen.map(detail => detail.event.contextId);
  }, other);
  assert.ok(seen.every(id => id === other.contextId), seen.join());
});

/** A host whose clock runs 20 times faster, on a line that loses what `host.lost` says: the messages of the page of one type. */
async function badLine(chart) {
  await at.open('framed.html');
  at.his.his.reset();
  await at.run(async chart => {
    const later = window.setTimeout;
    window.setTimeout = (act, wait, ...more) => later(act, (wait || 0) / 20, ...more);
    host.slowly = wait => new Promise(done => later(done, wait));
    host.sent = []; host.came = []; host.lost = () => false;
    const wrap = port => ({
      postMessage(message) { host.sent.push(message); if (!host.lost(message)) port.postMessage(message); },
      set onmessage(listener) { port.onmessage = event => { host.came.push(event.data); listener(event); }; },
    });
    await host.start({ chart, wrap });
    await host.until(() => host.frame.contextId);
  }, chart);
}

test('an order to open that nobody heard leaves nothing open: no event reaches the page until it opens a patient', async () => {
  const chart = surgical(), other = medical();
  await badLine(chart);
  await signUnanswered();
  await at.run(() => { host.lost = message => message.messageType === 'vte.open'; });
  assert.equal((await rejected('open', other, { force: true })).code, 'E_TIMEOUT');
  const [contextId, offered, seen] = await at.run(async () => {
    host.seen.length = host.came.length = 0;
    // Its page may already show the other one.
    await host.until(() => host.came.some(message => message.messageType === 'vte.event'));
    await host.slowly(200);
    return [host.frame.contextId, host.came.filter(message => message.messageType === 'vte.event').length, host.seen.length];
  });
  assert.equal(contextId, null);
  assert.ok(offered > 0, 'the frame offered it meanwhile');
  assert.equal(seen, 0);
  await at.run(() => { host.lost = () => false; host.answer = undefined; });
  assert.equal((await rejected('open', chart)).done.contextId, chart.contextId);
  await at.inside(widget => widget.untilDelivery('confirmed'));
  assert.equal(assessed().length, 1);
});

test('an order to open that nobody heard is not said again once another patient is wanted', async () => {
  const chart = surgical(), other = medical();
  await badLine(chart);
  const said = await at.run(async (chart, other) => {
    host.sent.length = 0;
    host.lost = message => message.messageType === 'vte.open' && message.payload.chart.contextId === other.contextId;
    const first = host.frame.open(other, { force: true }).catch(error => error.code);
    const second = await host.frame.open(chart, { force: true });
    host.lost = () => false;
    const why = await first;
    await host.slowly(600);
    return { why, second: second.contextId, shown: host.frame.contextId, sent: host.sent.filter(message => message.messageType === 'vte.open').map(message => message.payload.chart.contextId) };
  }, chart, other);
  assert.deepEqual(said, { why: 'E_TIMEOUT', second: chart.contextId, shown: chart.contextId, sent: [other.contextId, chart.contextId] });
  assert.equal((await rejected('get')).done.contextId, chart.contextId);
});

test('an order that the frame refuses leaves open what it shows, also when two were given at once', async () => {
  const first = surgical(), second = medical();
  await badLine(first);
  const said = await at.run(async (second, nobody) => {
    const one = host.frame.open(second), two = host.frame.open(nobody, { force: true }).catch(error => error.path);
    return [(await one).contextId, await two, host.frame.contextId];
  }, second, medical({ contextId: '' }));
  assert.deepEqual(said, [second.contextId, '/chart/contextId', second.contextId]);
  assert.equal((await rejected('get')).done.contextId, second.contextId);
});

test('an order that nobody heard is not taken up again by a frame that comes back, also after a refused one', async () => {
  await badLine(surgical());
  const said = await at.run(async (other, nobody) => {
    host.lost = message => message.messageType === 'vte.open';
    const one = host.frame.open(other, { force: true }).catch(error => error.code), two = host.frame.open(nobody, { force: true }).catch(error => error.path);
    const why = await one;
    host.lost = () => false;
    const place = await two;
    host.sent.length = host.came.length = 0;
    host.frame.element.src = `${host.frame.element.src}`;
    await host.until(() => host.came.some(message => message.messageType === 'vte.ready'));
    await host.slowly(300);
    return { why, place, shown: host.frame.contextId, opened: host.sent.filter(message => message.messageType === 'vte.open').length };
  }, medical(), medical({ contextId: '' }));
  assert.deepEqual(said, { why: 'E_TIMEOUT', place: '/chart/contextId', shown: null, opened: 0 });
});

test('two events with one key at the same time are one call of the page', async () => {
  await start(surgical());
  await at.run(() => { host.answer = () => new Promise(done => setTimeout(() => done({ status: 'accepted' }), 300)); });
  await sign();
  await at.inside(widget => widget.untilDelivery('confirmed'));
  const ids = (await at.run(() => host.seen.map(detail => detail.event.id)));
  assert.equal(new Set(ids).size, ids.length);
});

test('two frames, two patients: each hears its own', async () => {
  const charts = [surgical(), medical()];
  await start(charts[0]);
  await at.run(async chart => { window.first = host.frame; await host.start({ chart, lang: 'zh-CN' }); await host.until(() => host.frame.contextId); }, charts[1]);
  for (const index of [0, 1]) await at.inside(async widget => { await widget.fillRest(); await widget.press('[data-action="sign"]'); await widget.untilDelivery('confirmed'); }, index);
  assert.deepEqual(new Set(assessed().map(post => post.event.contextId)), new Set(charts.map(chart => chart.contextId)));
});

test('a host that grants Close gets the wish, with what is unsigned', async () => {
  await at.open('framed.html');
  const chart = surgical();
  await at.run(async chart => { await host.start({ chart, onClose: detail => host.closed.push(detail) }); await host.until(() => host.frame.contextId); }, chart);
  await at.inside(async widget => { await widget.untilScore(5); await widget.press('[data-item="history_vte"]'); await widget.untilScore(8); await widget.session.run(() => { document.querySelector('[data-frame-action="close"]').click(); }); });
  assert.deepEqual(await at.run(() => host.until(() => host.closed.length && host.closed)), [{ reason: 'user', dirty: true, contextId: chart.contextId }]);
});

test('130 updates: what is kept of them does not grow', async () => {
  const chart = surgical();
  await start(chart);
  const grown = await at.run(async contextId => {
    const round = async n => { for (let i = 0; i < n; i++) { await host.frame.chart([{ id: 'weight', value: 60 + (i % 40), unit: 'kg', at: new Date(Date.now() - 1000 + i).toISOString() }], contextId).catch(() => {}); await new Promise(done => setTimeout(done, 20)); } };
    await round(30);
    const facts = () => host.frame.get(['flat']).then(got => JSON.stringify(got).length);
    const before = await facts();
    await round(100);
    return (await facts()) - before;
  }, chart.contextId);
  assert.ok(Math.abs(grown) < 50, `${grown} characters more`);
});

test('no request left the two origins', async () => {
  const origins = new Set((await at.browser.requested()).map(url => new URL(url).origin));
  assert.ok([...origins].every(origin => origin === at.his.origin || origin === at.widget.origin), [...origins].join());
});
