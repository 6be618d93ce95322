// The frame against a host that is written from the protocol's text alone: handshake, envelope, limits, refusals, contexts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medical, surgical, stamp } from './cases.mjs';
import { NURSE, needsDevTools } from './driver.mjs';
import { frames } from './frames.mjs';
import { serve } from './server.mjs';
import { pause, until } from './stage.mjs';

const at = frames();
const ask = (type, payload, more) => at.run((type, payload, more) => raw.ask(type, payload, more), type, payload, more);
/** Posts a whole message, envelope included, and gives the answer to it. `bend` runs in the page on the envelope. */
const bent = (type, payload, bend) => at.run(`async (type, payload) => { const m = raw.envelope(type, payload); (${bend})(m); raw.post(m); return raw.answerTo(m.messageId ?? m.id); }`, type, payload);
const refused = async () => (await ask('vte.ping', {})).refused;
async function open(chart, query = '') {
  await at.open('raw.html', query);
  assert.ok(await at.run(() => raw.started()), 'vte.ready came');
  if (chart) {
    await ask('vte.configure', { user: NURSE });
    const answer = await ask('vte.open', { chart });
    assert.equal(answer.code, undefined, JSON.stringify(answer));
  }
}
const inForm = act => at.inside(act);
const sign = () => inForm(async widget => { await widget.fillRest(); await widget.press('[data-action="sign"]'); });

test('hello carries no data and goes to the named origin only; the address is empty afterwards', async () => {
  await open();
  const { hellos, ready, init } = await at.run(() => ({ hellos: raw.hellos, ready: raw.ready, init: raw.lastInit }));
  assert.ok(hellos.length >= 1);
  assert.deepEqual(Object.keys(hellos[0]).sort(), ['messageId', 'messageType', 'messagingHandle', 'p', 'payload', 'sentAt', 'seq']);
  assert.deepEqual(Object.keys(hellos[0].payload).sort(), ['app', 'nonceC', 'protocols']);
  assert.match(hellos[0].payload.nonceC, /^[0-9a-f]{32}$/);
  assert.equal(ready.nonceH, init.payload.nonceH);
  assert.ok(ready.instruments.includes('padua') && ready.langs.includes('en') && ready.capabilities.messages.includes('vte.open'));
  const address = await inForm(widget => widget.run(() => ({ search: location.search, hash: location.hash, lang: document.querySelector('vte-assessment').lang })));
  assert.deepEqual(address, { search: '', hash: '', lang: 'en' });
});

test('an origin that is not in the list hears nothing and is told what to do, in both languages', async () => {
  await at.open('raw.html', '&load=0');
  for (const o of ['other', 'nobody', 'https://nobody.example', '']) {
    await at.run(o => raw.load(`${raw.frameOrigin}/virchow/v1/frame.html?o=${encodeURIComponent(o)}&h=handle-1`), o);
    if (o === 'other') { await pause(700); continue; }   // in the list, but not this page: the browser keeps what is addressed to it
    const said = await inForm(widget => widget.until(() => document.querySelector('[data-panel="origin"]')?.textContent, 'the panel'));
    assert.match(said, /allow\.json/, o);
    assert.match(said, /未获准/, o);
  }
  assert.deepEqual(await at.run(() => raw.hellos), []);
});

test('a script that comes late is waited for: the frame is ready all the same', async () => {
  at.widget.override['/virchow/v1/virchow.js'] = { wait: 1500 };
  try {
    await open(medical());
  } finally {
    delete at.widget.override['/virchow/v1/virchow.js'];
  }
  await inForm(widget => widget.until((el, $) => $('[data-score]'), 'the form'));
});

test('a script that is missing: the frame says so in both languages, and greets nobody', async () => {
  at.widget.override['/virchow/v1/virchow.js'] = { status: 404 };
  try {
    await at.open('raw.html');
    const said = await inForm(widget => widget.until(() => document.querySelector('[data-panel="broken"]')?.textContent, 'the panel'));
    assert.match(said, /未能载入.*could not be loaded/);
    assert.deepEqual(await at.run(() => raw.hellos), []);
  } finally {
    delete at.widget.override['/virchow/v1/virchow.js'];
  }
});

test('a wrong handshake opens nothing: nonce, handle, protocol, port, no nonce, seq, twice', async () => {
  await at.open('raw.html', '&auto=0');
  const hello = await at.run(() => raw.until(() => raw.hellos[0]));
  const codes = [];
  for (const bend of [{ payload: { nonceC: '0'.repeat(32) } }, { message: { messagingHandle: 'another' } }, { payload: { protocol: 'vte/2' } }, { noPort: true }, { payload: { nonceH: '' } }, { message: { seq: -1 } }]) {
    codes.push(await at.run(async (hello, bend) => {
      const before = raw.windowGot.length;
      raw.init(hello, bend);
      const found = await raw.until(() => raw.windowGot.slice(before).find(m => m.data.messageType === 'vte.error'));
      return found?.data.payload.code;
    }, hello, bend));
  }
  assert.deepEqual(codes, ['E_HANDSHAKE', 'E_HANDSHAKE', 'E_PROTOCOL', 'E_HANDSHAKE', 'E_SCHEMA', 'E_REPLAY']);
  assert.equal(await at.run(() => raw.ready), null);
  const again = await at.run(async hello => {
    raw.init(hello);
    await raw.started();
    const kept = raw.port, before = raw.windowGot.length;
    raw.port = null;
    raw.init(hello);   // the very same nonce again, with a fresh port
    const found = await raw.until(() => raw.windowGot.slice(before).find(m => m.data.messageType === 'vte.error'));
    raw.port.close();
    raw.port = kept;
    raw.seq = 50;
    return [found?.data.payload.code, (await raw.ask('vte.ping', {})) !== null];
  }, hello);
  assert.deepEqual(again, ['E_REPLAY', true], 'refused, and the session goes on');
});

test('another window, another origin and "null" are refused and get no data', async () => {
  await open(medical());
  const stranger = await serve();
  try {
    await at.run(async strange => {
      const hostile = document.createElement('iframe');
      hostile.id = 'hostile';
      hostile.src = `${strange}/stranger.html`;
      const opaque = document.createElement('iframe');
      opaque.sandbox = 'allow-scripts';
      opaque.src = '/stranger.html';
      document.body.append(hostile, opaque);
      window.strange = [];
      addEventListener('message', e => { if (e.data?.stranger) window.strange.push(e.data); });
      await raw.until(() => window.strange.filter(m => m.loaded).length === 2);
      for (const of of [hostile, opaque]) of.contentWindow.postMessage({ go: true }, '*');
      await raw.until(() => window.strange.filter(m => m.sent).length === 2);
      await new Promise(done => setTimeout(done, 600));
    }, stranger.origin);
    const counts = await refused();
    assert.ok(counts.E_ORIGIN >= 6, JSON.stringify(counts));
    const heard = await at.run(() => window.strange.filter(m => m.heard).map(m => m.heard));
    assert.ok(heard.length > 0 && heard.every(m => m.messageType === 'vte.error' && m.payload.code === 'E_ORIGIN'), 'a code');
    assert.doesNotMatch(JSON.stringify(heard), /adm-|王|Patient|contextId/);
    assert.equal((await ask('vte.get', {})).contextId?.startsWith('adm-'), true, 'the patient of the true host stands');
  } finally {
    await stranger.close();
  }
});

test('the window is not a second way in, once the port is there', async () => {
  await open(medical());
  const code = await at.run(async () => {
    const before = raw.windowGot.length;
    raw.iframe.contentWindow.postMessage(raw.envelope('vte.get', {}), raw.frameOrigin);
    return (await raw.until(() => raw.windowGot.slice(before)[0]))?.data.payload.code;
  });
  assert.equal(code, 'E_HANDSHAKE');
});

const cases = [
  ['seq that does not grow', 'vte.get', {}, 'm => { m.seq = 2; raw.seq -= 1; }', 'E_REPLAY', '/seq'],
  ['seq that is no number', 'vte.get', {}, 'm => { m.seq = "9"; raw.seq -= 1; }', 'E_REPLAY', '/seq'],
  ['another protocol', 'vte.get', {}, 'm => { m.p = "vte/9"; }', 'E_PROTOCOL', '/p'],
  ['another handle', 'vte.get', {}, 'm => { m.messagingHandle = "x"; }', 'E_HANDSHAKE', '/messagingHandle'],
  ['an unknown type', 'vte.destroy', {}, 'm => {}', 'E_TYPE', '/messageType'],
  ['a type of every object', 'constructor', {}, 'm => {}', 'E_TYPE', '/messageType'],
  ['a type of every object', '__proto__', {}, 'm => {}', 'E_TYPE', '/messageType'],
  ['a type that is ours to say', 'vte.event', {}, 'm => {}', 'E_TYPE', '/messageType'],
  ['a key that reaches the prototype', 'vte.open', { chart: { contextId: 'a' } }, 'm => { m.payload.chart = JSON.parse(\'{"contextId":"a","__proto__":{"x":1}}\'); }', 'E_SCHEMA', '/chart/__proto__'],
  ['a constructor key', 'vte.open', {}, 'm => { m.payload = { chart: { contextId: "a", patient: { constructor: {} } } }; }', 'E_SCHEMA', '/chart/patient/constructor'],
  ['what JSON cannot say: a Map', 'vte.open', {}, 'm => { m.payload.chart = { contextId: "a", facts: [new Map()] }; }', 'E_SCHEMA', '/chart/facts/0'],
  ['what JSON cannot say: NaN', 'vte.chart', {}, 'm => { m.payload = { contextId: "a", facts: [{ id: "weight", value: NaN }] }; }', 'E_SCHEMA', '/facts/0/value'],
  ['a Blob', 'vte.configure', {}, 'm => { m.payload.profile = new Blob(["x"]); }', 'E_SCHEMA', '/profile'],
  ['depth over 32', 'vte.open', {}, 'm => { let deep = {}; for (let i = 0; i < 40; i++) deep = { deep }; m.payload = { chart: { contextId: "a", deep } }; }', 'E_TOO_LARGE', ''],
  ['a million nested arrays', 'vte.open', {}, 'm => { let deep = []; for (let i = 0; i < 1000; i++) deep = [deep]; m.payload.chart = deep; }', 'E_TOO_LARGE', ''],
  ['over 256 KiB', 'vte.open', {}, 'm => { m.payload = { chart: { contextId: "a", more: "x".repeat(262144) } }; }', 'E_TOO_LARGE', ''],
  ['over 256 KiB of UTF-8', 'vte.open', {}, 'm => { m.payload = { chart: { contextId: "a", more: "静".repeat(90000) } }; }', 'E_TOO_LARGE', ''],
  ['one array, a million times the same', 'vte.open', {}, 'm => { let a = ["x"]; for (let i = 0; i < 25; i++) a = [a, a]; m.payload.chart = a; }', 'E_TOO_LARGE', ''],
  ['a record over 1 MiB', 'vte.open', {}, 'm => { m.payload = { chart: { contextId: "a" }, record: ["x".repeat(1048576)] }; }', 'E_TOO_LARGE', ''],
  ['a chart that is missing', 'vte.open', {}, 'm => {}', 'E_SCHEMA', '/chart'],
  ['a chart that is a list', 'vte.open', { chart: [] }, 'm => {}', 'E_SCHEMA', '/chart'],
  ['no contextId', 'vte.open', { chart: {} }, 'm => {}', 'E_SCHEMA', '/chart/contextId'],
  ['force that is no flag', 'vte.open', { chart: { contextId: 'a' }, force: 'yes' }, 'm => {}', 'E_SCHEMA', '/force'],
  ['a birth date that is none', 'vte.open', { chart: { contextId: 'a', patient: { birthDate: 'May' } } }, 'm => {}', 'E_SCHEMA', '/chart/patient/birthDate'],
  ['facts that are no list', 'vte.chart', { contextId: 'a', facts: {} }, 'm => {}', 'E_SCHEMA', '/facts'],
  ['a language we do not have', 'vte.configure', { lang: 'fr' }, 'm => {}', 'E_SCHEMA', '/lang'],
  ['a role we do not have', 'vte.configure', { user: { id: 'a', name: 'b', role: 'king' } }, 'm => {}', 'E_SCHEMA', '/user/role'],
  ['an instrument we do not have', 'vte.configure', { instrument: 'astrology' }, 'm => {}', 'E_INSTRUMENT', '/instrument'],
  ['outputs that are no words', 'vte.get', { outputs: [1] }, 'm => {}', 'E_SCHEMA', '/outputs'],
];
test('each refusal is counted, answered with code and place, and never with a value', async () => {
  await open();
  await ask('vte.configure', { lang: 'en' });
  for (const [name, type, payload, bend, code, path] of cases) {
    await pause(60);   // under the rate
    const before = (await refused())[code] ?? 0;
    const answer = await bent(type, payload, bend);
    assert.ok(answer, `${name}: answered`);
    assert.deepEqual([answer.payload.code, answer.payload.path, answer.messageType], [code, path, 'vte.error'], name);
    assert.equal(answer.payload.ref, answer.responseToMessageId, name);
    assert.match(answer.payload.message.zh, /[\u4e00-\u9fff]/, name);
    assert.match(answer.payload.message.en, /[A-Za-z]{3}/, name);
    assert.equal(answer.p, 'vte/1');
    assert.equal((await refused())[code], before + 1, `${name}: counted`);
  }
  // Without an id there is nothing to answer to; the line lives.
  await at.run(() => { for (const odd of ['text', null, [1], { p: 'vte/1', seq: ++raw.seq }]) raw.port.postMessage(odd); });
  assert.ok(await refused());
  const { got } = await at.run(() => ({ got: raw.got }));
  const seqs = got.map(m => m.seq);
  assert.ok(seqs.every((seq, index) => index === 0 || seq > seqs[index - 1]), 'our own seq grows');
});

test('a replayed message id is refused even under a new seq', async () => {
  await open();
  const codes = await at.run(async () => {
    const message = raw.envelope('vte.ping', {});
    raw.post(message);
    await raw.answerTo(message.messageId);
    raw.got.length = 0;
    raw.post({ ...message, seq: ++raw.seq });
    return (await raw.answerTo(message.messageId)).payload.code;
  });
  assert.equal(codes, 'E_REPLAY');
});

test('over 50 messages a second: the rest is refused, and a second later all is well', async () => {
  await open();
  await pause(1100);
  const codes = await at.run(async () => {
    const ids = Array.from({ length: 400 }, () => raw.post(raw.envelope('vte.ping', {})));
    return Promise.all(ids.map(async id => (await raw.answerTo(id)).payload.code ?? 'ok'));
  });
  const ok = codes.filter(code => code === 'ok').length;
  // Of each second fifty; a busy machine takes more than one second to read so many.
  assert.ok(ok >= 40 && ok < 400, `${ok} taken`);
  assert.equal(codes.filter(code => code === 'E_RATE').length, 400 - ok);
  await pause(1100);
  assert.ok((await refused()).E_RATE >= 400 - ok);
});

test('facts merge; each that is not taken is named with its code', async () => {
  const chart = surgical();
  await open(chart);
  const answer = await ask('vte.chart', { contextId: chart.contextId, facts: [
    { id: 'weight', value: 82, unit: 'kg', at: stamp(), source: 'HIS' }, { id: 'height', value: 17, unit: 'm', at: stamp() }, { id: 'creatinine', value: 90, unit: 'stones', at: stamp() },
    { id: 'no_such_thing', value: true }, { id: 'varicose_veins', value: true },
  ] });
  assert.equal(answer.accepted, 2);
  assert.deepEqual(answer.rejected.map(({ id, code }) => [id, code]), [['height', 'E_RANGE'], ['creatinine', 'E_UNIT'], ['no_such_thing', 'E_ITEM']]);
  await inForm(async widget => { await widget.untilScore(6); assert.equal((await widget.look()).rows.varicose_veins, 'yes'); });
  // What was refused is not reported again with the next update, and what was given stays.
  const next = await ask('vte.chart', { contextId: chart.contextId, facts: [{ id: 'malignancy', value: true }] });
  assert.deepEqual(next, { accepted: 1, rejected: [] });
  await inForm(widget => widget.untilScore(8));
  // Late, and older than what is known.
  await ask('vte.chart', { contextId: chart.contextId, facts: [{ id: 'weight', value: 40, unit: 'kg', at: stamp(-3) }] });
  await inForm(async widget => { await pause(150); assert.equal((await widget.look()).score?.startsWith('8'), true); });
});

test('contexts: nothing before open, no other patient by merge, busy over unsigned answers unless forced', async () => {
  await open();
  await ask('vte.configure', { user: NURSE });
  const first = surgical(), second = medical();
  assert.equal((await ask('vte.get', {})).code, 'E_PHASE');
  assert.equal((await ask('vte.chart', { contextId: first.contextId, facts: [] })).code, 'E_PHASE');
  await ask('vte.open', { chart: first });
  const mismatch = await ask('vte.chart', { contextId: second.contextId, facts: [{ id: 'varicose_veins', value: true }] });
  assert.deepEqual([mismatch.code, mismatch.path], ['E_CONTEXT_MISMATCH', '/contextId']);
  await inForm(async widget => { await widget.untilScore(5); await widget.press('[data-item="history_vte"]'); await widget.untilScore(8); });
  const busy = await ask('vte.open', { chart: second });
  assert.deepEqual([busy.code, busy.retryable], ['E_CONTEXT_BUSY', true]);
  assert.equal((await ask('vte.get', {})).contextId, first.contextId);
  assert.equal((await ask('vte.open', { chart: second, force: true })).contextId, second.contextId);
  assert.equal((await ask('vte.get', {})).contextId, second.contextId);
  await ask('vte.open', { chart: first });
  await inForm(widget => widget.untilScore(8));
});

test('a result whose outputs were still loading when another patient was opened is given to nobody', async () => {
  const slow = '/virchow/v1/more/interop_bg.wasm', first = medical(), second = medical();
  at.widget.override[slow] = { wait: 1500 };
  try {
    await open(first);
    const codes = await at.run(async second => {
      const asked = raw.ask('vte.get', { outputs: ['flat', 'fhirR4'] });
      await new Promise(done => setTimeout(done, 200));
      await raw.ask('vte.open', { chart: second, force: true });
      const { code, retryable, result = null } = await asked;
      return [code, retryable, result];
    }, second);
    assert.deepEqual(codes, ['E_CONTEXT_MISMATCH', true, null]);
    assert.equal((await ask('vte.get', { outputs: ['fhirR4'] })).contextId, second.contextId);
  } finally { delete at.widget.override[slow]; }
});

test('what changed of one patient is never told as of another', async () => {
  const first = surgical(), second = medical();
  await open(first);
  await at.run(() => { raw.got.length = 0; });
  await inForm(widget => widget.run((el, $) => { $('[data-item="history_vte"]').click(); }));
  await ask('vte.open', { chart: second, force: true });
  await pause(900);
  const changes = await at.run(() => raw.got.filter(m => m.messageType === 'vte.change').map(m => [m.payload.contextId, m.payload.instrument]));
  assert.ok(changes.length > 0);
  assert.deepEqual(changes.filter(([contextId, instrument]) => (contextId === first.contextId) !== (instrument === 'caprini')), []);
});

test('lock hides the form and keeps the answers; only open shows it again', async () => {
  const chart = surgical();
  await open(chart);
  await inForm(async widget => { await widget.untilScore(5); await widget.press('[data-item="history_vte"]'); await widget.untilScore(8); });
  assert.equal((await ask('vte.lock', {})).code, undefined);
  await inForm(async widget => assert.equal(await widget.run(el => el.checkVisibility()), false));
  for (const [type, payload] of [['vte.get', {}], ['vte.chart', { contextId: chart.contextId, facts: [] }]]) assert.equal((await ask(type, payload)).code, 'E_LOCKED');
  await ask('vte.open', { chart });
  await inForm(async widget => { assert.equal(await widget.run(el => el.checkVisibility()), true); await widget.untilScore(8); });
});

test('a new handshake closes the patient and forgets the user; the draft is there when it is opened again', async () => {
  const chart = surgical();
  await open(chart);
  await inForm(async widget => { await widget.untilScore(5); await widget.press('[data-item="history_vte"]'); await widget.untilScore(8); });
  await at.run(() => { raw.ready = null; raw.port = null; });
  // The frame is loaded anew, by itself: its address is empty by now, and it still knows whom to ask.
  await inForm(widget => widget.run(() => { location.reload(); }));
  assert.ok(await at.run(() => raw.started()), 'a second session');
  assert.equal((await ask('vte.get', {})).code, 'E_PHASE');
  await ask('vte.open', { chart });
  await inForm(async widget => { await widget.untilScore(8); assert.equal(await widget.run(el => el.user ?? null), null); });
});

test('changes come at most four times a second, with the admission they are of', async () => {
  const chart = surgical();
  await open(chart);
  await at.run(() => { raw.got.length = 0; });
  await inForm(widget => widget.run(async (el, $, $$) => {
    await new Promise(done => setTimeout(done, 300));
    for (let round = 0; round < 60; round++) { $('[data-item="history_vte"]').click(); await new Promise(done => setTimeout(done, 20)); }
  }));
  await pause(500);
  const changes = await at.run(() => raw.got.filter(m => m.messageType === 'vte.change'));
  assert.ok(changes.length >= 3, `${changes.length}`);
  // By the clock of who says it: what lies between on a busy machine is not ours.
  changes.slice(1).forEach((change, index) => assert.ok(Date.parse(change.sentAt) - Date.parse(changes[index].sentAt) >= 240, 'a quarter of a second apart'));
  assert.ok(changes.every(change => change.payload.contextId === chart.contextId));
});

test('an event: accepted is confirmed; the key is its id; alert and errors come too', async () => {
  const chart = surgical();
  await open(chart);
  await sign();
  const events = await at.run(() => raw.until(() => { const all = raw.got.filter(m => m.messageType === 'vte.event' && m.payload.event.type === 'assessed'); return all.length && all; }));
  assert.deepEqual(Object.keys(events[0].payload).sort(), ['attempt', 'event', 'outputs']);
  assert.equal(events[0].payload.event.contextId, chart.contextId);
  assert.deepEqual(Object.keys(events[0].payload.outputs), ['flat']);
  await inForm(widget => widget.untilDelivery('confirmed'));
  const alerts = await at.run(() => raw.got.filter(m => m.messageType === 'vte.alert'));
  assert.deepEqual(alerts.map(m => [m.payload.kind, m.payload.contextId]), [['review_required', chart.contextId]]);
  const { state, result } = await ask('vte.get', { outputs: ['flat'] });
  assert.equal(state, 'sent');
  assert.equal(result.flat.contextId, chart.contextId);
});

test('outputs: what is asked for is given under exactly those names, before and after signing, and travels with the event', async () => {
  const all = ['flat', 'fhirR4', 'hl7v2', 'text'], chart = medical();
  await open();
  await ask('vte.open', { chart });
  const nobody = (await ask('vte.get', { outputs: all })).result;
  assert.deepEqual([Object.keys(nobody).sort(), nobody.flat.contextId, nobody.fhirR4.error.code], [[...all].sort(), chart.contextId, 'E_ROLE']);
  await ask('vte.configure', { user: NURSE, outputs: all, profile: { flat_keys: { floor: '总分' } } });
  const draft = (await ask('vte.get', { outputs: all })).result;
  assert.deepEqual([draft.fhirR4.type, draft.flat.总分, /^MSH\|/.test(draft.hl7v2), /unsigned draft/.test(draft.text)], ['collection', 1, true, true]);
  assert.match((await ask('vte.get', { outputs: ['pdf'] })).result.pdf.error.code, /^E_/);
  await sign();
  const event = await at.run(() => raw.until(() => raw.got.find(m => m.messageType === 'vte.event' && m.payload.event.type === 'assessed')));
  assert.deepEqual(Object.keys(event.payload.outputs).sort(), [...all].sort());
  assert.equal(event.payload.outputs.fhirR4.type, 'transaction');
  assert.deepEqual(event.payload.outputs.fhirR4.entry[0].resource.subject, { reference: 'Patient/7', type: 'Patient' });
  await inForm(widget => widget.untilDelivery('confirmed'));
  assert.equal((await ask('vte.get', { outputs: ['fhirR4'] })).result.fhirR4.type, 'transaction');
});

for (const [name, first] of [['of another patient', () => ({ status: 'accepted', contextId: 'adm-of-someone-else' })], ['that is no answer', () => ({ words: 1 })]]) {
  test(`an answer ${name} is not taken; the event comes again with the same key`, async () => {
    await open(surgical());
    await at.run(`() => { let n = 0; raw.answers['vte.event'] = m => m.payload.event.type !== 'assessed' || n++ ? { status: 'accepted' } : (${first})(); }`);
    await sign();
    const events = await at.run(() => raw.until(() => { const all = raw.got.filter(m => m.messageType === 'vte.event' && m.payload.event.type === 'assessed'); return all.length >= 2 && all; }));
    assert.equal(new Set(events.map(m => m.payload.event.id)).size, 1);
    assert.deepEqual(events.map(m => m.payload.attempt), [1, 2]);
    await inForm(widget => widget.untilDelivery('confirmed'));
  });
}

test('answers: refused, twice, late, replayed', async () => {
  await open(surgical());
  await at.run(() => { raw.answers['vte.event'] = m => { if (m.payload.event.type !== 'assessed') return { status: 'accepted' }; window.asked = m; return null; }; });
  await sign();
  await at.run(() => raw.until(() => window.asked));
  await inForm(widget => widget.untilDelivery('sending'));
  // Under a seq that was there already it is no answer.
  await at.run(() => { raw.port.postMessage({ p: 'vte/1', messageId: raw.id(), responseToMessageId: window.asked.messageId, seq: 2, payload: { status: 'accepted' } }); });
  await pause(300);
  assert.equal((await inForm(widget => widget.look())).delivery, 'sending');
  await at.run(() => { raw.reply(window.asked.messageId, { status: 'accepted' }); raw.reply(window.asked.messageId, { status: 'rejected' }); });
  await inForm(widget => widget.untilDelivery('confirmed'));
  await pause(300);
  assert.equal((await inForm(widget => widget.look())).delivery, 'confirmed');
});

test('an event is held back from a host that has not opened its admission', async () => {
  const chart = surgical();
  await open(chart);
  await at.run(() => { raw.answers['vte.event'] = () => null; });
  await sign();
  await at.run(() => raw.until(() => raw.got.find(m => m.messageType === 'vte.event')));
  await at.run(() => { raw.got.length = 0; raw.ready = null; raw.port = null; raw.answers['vte.event'] = () => ({ status: 'accepted' }); });
  await inForm(widget => widget.run(() => { location.reload(); }));
  await at.run(() => raw.started());
  await ask('vte.open', { chart: medical() });
  await pause(1500);
  assert.deepEqual(await at.run(() => raw.got.filter(m => m.messageType === 'vte.event').length), 0, 'another admission is open');
  await ask('vte.open', { chart });
  const events = await at.run(() => raw.until(() => { const all = raw.got.filter(m => m.messageType === 'vte.event'); return all.length && all; }));
  assert.ok(events.every(m => m.payload.event.contextId === chart.contextId));
  await inForm(widget => widget.untilDelivery('confirmed'));
});

test('heights come as whole pixels and settle: no loop between host and frame', async () => {
  await open(surgical());
  await at.run(() => {
    raw.got.length = 0;
    const hear = raw.hear;
    raw.hear = data => { hear(data); if (data.messageType === 'vte.ui.resize') raw.iframe.style.height = `${data.payload.height}px`; };
    raw.port.onmessage = ({ data }) => raw.hear(data);
  });
  for (const width of ['400px', '900px', '700px']) { await at.run(width => { raw.iframe.style.width = width; }, width); await pause(500); }
  const heights = await at.run(() => raw.got.filter(m => m.messageType === 'vte.ui.resize').map(m => m.payload.height));
  assert.ok(heights.length >= 2, JSON.stringify(heights));
  assert.ok(heights.every(Number.isInteger));
  // A loop never comes to rest.
  await until(async () => {
    await at.run(() => { raw.got.length = 0; });
    await pause(800);
    return await at.run(() => raw.got.filter(m => m.messageType === 'vte.ui.resize').length) === 0;
  }, 'the heights to come to rest');
});

test('no request left the two origins, and the frame page broke no rule of its policy', async () => {
  const urls = await at.browser.requested();
  const origins = new Set(urls.map(url => new URL(url).origin));
  assert.ok(urls.length > 20);
  assert.ok([...origins].every(origin => origin.startsWith('http://127.0.0.1:')), [...origins].join());
  assert.deepEqual((await at.browser.consoleErrors()).filter(line => /Content Security Policy|Uncaught/.test(line)), []);
});
