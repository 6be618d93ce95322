// The patient is named once, at the moment of the act: whatever waits goes on under the admission it began with, or not at all.
// And what is signed is kept, or is said not to be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CJK, LATIN, chain, medical, surgical } from './cases.mjs';
import { pause, stage, until, verifies } from './stage.mjs';

const at = stage({ breaks: ['store'] });
const text = widget => widget.run(el => el.shadowRoot.querySelector('.root').textContent);
const bilingual = error => CJK.test(error.message.zh) && LATIN.test(error.message.en);
const assessed = () => at.his.posts.filter(post => post.event.type === 'assessed');

/** Every row of a store of the origin: [[key, value]]. */
const rows = (widget, store) => widget.run(async (el, $, $$, store) => {
  const answer = request => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });
  const database = await answer(indexedDB.open('virchow'));
  try {
    const all = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([answer(all.getAllKeys()), answer(all.getAll())]);
    return keys.map((key, place) => [key, values[place]]);
  } finally { database.close(); }
}, store);

/** Every write of the store fails from now on, as on a full disk; or again as usual. */
const disk = (widget, full) => widget.run((el, $, $$, full) => {
  window.usual ??= IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = full ? function put() { this.transaction.abort(); throw new DOMException('', 'QuotaExceededError'); } : window.usual;
}, full);

test('sign() and another patient in one task: the event is of the first, the second has nothing', async () => {
  const first = medical({ label: '王*' }), second = surgical({ label: '李*' });
  const widget = await at.page('job.html', { chart: first });
  await widget.fillRest();
  const { event } = await widget.run((el, $, $$, other) => { const signed = el.sign(); el.open(other, { force: true }); return signed; }, second);
  assert.equal(event.contextId, first.contextId);
  await widget.until((el, $) => el.shadowRoot.textContent.includes('李*') && $('[data-item]'), 'the second patient');
  assert.equal(await widget.run(el => el.record.length), 0);
  assert.notEqual((await widget.look()).state, 'sent');
  await until(() => rows(widget, 'events').then(all => all.some(([key]) => key === first.contextId)), 'the event in the store');
  assert.ok(!(await rows(widget, 'events')).some(([key]) => key === second.contextId));
  await pause(500);
  assert.ok(at.his.posts.every(post => post.event.contextId === first.contextId), 'nothing under another name');
  // The first again: signed, delivered, no draft of what was signed.
  await widget.run((el, $, $$, chart) => el.open(chart, { force: true }), first);
  const record = await widget.until(el => el.record.length > 0 && el.record, 'the record');
  verifies(record);
  await until(() => assessed().some(post => post.event.id === event.id), 'the event at the host');
  assert.ok(!(await rows(widget, 'drafts')).some(([key]) => key === first.contextId));
});

test('another patient from within vte-before-sign: nothing is signed for either', async () => {
  const first = medical(), second = surgical({ label: '李*' });
  const widget = await at.page('job.html', { chart: first });
  await widget.fillRest();
  const answer = await widget.run((el, $, $$, other) => {
    el.addEventListener('vte-before-sign', () => { el.open(other, { force: true }); }, { once: true });
    return el.sign();
  }, second);
  assert.ok(answer.error && bilingual(answer.error), JSON.stringify(answer));
  await pause(300);
  assert.deepEqual(await rows(widget, 'events').then(all => all.filter(([key]) => [first.contextId, second.contextId].includes(key))), []);
});

test('sign() is answered by its own outcome: a chart that is refused meanwhile is another matter', async () => {
  const first = medical(), second = surgical();
  const widget = await at.page('job.html', { chart: first });
  await widget.fillRest();
  const answer = await widget.run((el, $, $$, other) => { const signed = el.sign(); el.chart = other; return signed; }, second);
  assert.equal(answer.event?.contextId, first.contextId, JSON.stringify(answer));
  assert.ok((await widget.errors()).some(error => error.code === 'E_CONTEXT_BUSY'), 'and the chart was refused');
  // Twice asked, once signed, both told.
  const again = await widget.run(el => Promise.all([el.sign(), el.sign()]));
  assert.ok(again.every(({ error }) => error?.code), JSON.stringify(again));
});

test('a record given while a signature is being written waits for it', async () => {
  const chart = medical(), widget = await at.page('job.html', { chart });
  await widget.fillRest();
  const by = { id: 'n-09', name: '赵护士', role: 'nurse' };
  const other = chain([{ v: 1, id: '01920000-0000-7000-8000-000000000001', contextId: chart.contextId, type: 'admitted', at: new Date().toISOString().replace('Z', '+00:00'), by, rules: { version: '0', sha256: '0'.repeat(64) }, body: {} }]);
  const { signed, record } = await widget.run(async (el, $, $$, other) => { const waiting = el.sign(); await 0; await 0; el.record = other; const signed = await waiting; await new Promise(next => setTimeout(next, 500)); return { signed, record: el.record }; }, other);
  assert.ok(signed.event, JSON.stringify(signed));
  verifies(record);
  assert.equal(record.at(-1).id, signed.event.id, 'what was signed stands');
  assert.ok((await widget.errors()).some(error => error.code === 'E_CONFLICT'), 'and that the records disagree is said');
});

test('another person under the same admission over unsigned answers is refused; by force the answers stay with the person before', async () => {
  const chart = medical({ label: '王*' }), other = { ...chart, patient: { ...chart.patient, ref: 'Patient/8', label: '李*' } };
  let widget = await at.page('job.html', { chart });
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  const refused = await widget.run((el, $, $$, other) => el.open(other), other);
  assert.equal(refused.error.code, 'E_CONFLICT');
  assert.ok(bilingual(refused.error) && !JSON.stringify(refused).includes('Patient/8'));
  assert.ok((await text(widget)).includes('王*') && (await widget.run(el => el.chart.patient.label)) === '王*');
  assert.equal((await widget.look()).rows.active_cancer, 'yes');
  await widget.run((el, $, $$, other) => el.open(other, { force: true }), other);
  await widget.untilScore(1);
  assert.ok((await text(widget)).includes('李*'));
  assert.equal((await widget.look()).rows.active_cancer, 'open', 'nothing of the first person counts for the second');
  // Over a reload: the second finds nothing, the first finds the answers.
  await until(() => rows(widget, 'drafts').then(all => all.some(([key]) => key.startsWith(`${chart.contextId} (`))), 'the draft beside');
  widget = await at.page('job.html', { chart: other });
  await pause(500);
  assert.equal((await widget.look()).rows.active_cancer, 'open');
  widget = await at.page('job.html', { chart });
  await widget.untilScore(4);
  assert.equal((await widget.look()).rows.active_cancer, 'yes', 'the draft came back to its person');
  assert.ok(!JSON.stringify(await rows(widget, 'drafts')).includes('Patient/'), 'no reference lies in the store');
});

test('an outbox entry that is gone is not one that was accepted', async () => {
  const chart = medical(), widget = await at.page('job.html', { chart });
  at.his.mode = () => '500';
  const { event } = await widget.sign();
  await widget.untilDelivery('waiting');
  await widget.run(async (el, $, $$, id) => {
    const database = await new Promise(done => { const request = indexedDB.open('virchow'); request.onsuccess = () => done(request.result); });
    await new Promise(done => { const all = database.transaction('outbox', 'readwrite'); all.objectStore('outbox').delete(id); all.oncomplete = done; });
    database.close();
  }, event.id);
  const before = assessed().length;
  await until(() => assessed().length > before, 'the next attempt');
  assert.notEqual((await widget.look()).delivery, 'confirmed');
  assert.ok((await rows(widget, 'outbox')).some(([key]) => key === event.id), 'it lies in the store again');
  at.his.mode = () => 'accept';
  await widget.untilDelivery('confirmed');
  assert.ok(!(await rows(widget, 'outbox')).some(([key]) => key === event.id));
  assert.ok((await rows(widget, 'leases')).some(([key]) => key === `done/${event.id}`), 'accepted, in so many words');
});

test('a full disk, a host that does not answer: the notice stays until the event is kept or accepted', async () => {
  const chart = medical(), widget = await at.page('job.html', { chart });
  await widget.untilScore(1);
  at.his.mode = () => '500';
  await disk(widget, true);
  await widget.fillRest();
  const { stored } = await widget.sign();
  assert.equal(stored, false);
  await widget.untilDelivery('waiting');
  await pause(700);
  const unkept = await widget.run((el, $) => ({ notice: $('[data-storage]')?.textContent.trim(), line: $('[data-unkept]')?.textContent.trim() }));
  assert.ok(unkept.notice && unkept.line, JSON.stringify(unkept));
  assert.equal((await widget.look()).pending.filter(entry => entry.contextId === chart.contextId).length > 0, true);
  // There is room again: the event is stored after all, and only then the notice goes.
  await disk(widget, false);
  await until(() => rows(widget, 'outbox').then(all => all.some(([, value]) => value.includes(chart.contextId))), 'the entry in the store');
  await widget.until((el, $) => !$('[data-storage]') && !$('[data-unkept]'), 'the notice to go');
  assert.ok((await rows(widget, 'events')).some(([key]) => key === chart.contextId));
  at.his.mode = () => 'accept';
  await widget.untilDelivery('confirmed');
});

test('storage cleared under the page: opened again, and the next signature keeps the whole record', async () => {
  const chart = medical(), widget = await at.page('job.html', { chart });
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await widget.run(() => new Promise((done, failed) => { const request = indexedDB.deleteDatabase('virchow'); request.onsuccess = () => done(); request.onerror = failed; }));
  await widget.press('[data-action="amend"]');
  await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the form');
  await widget.press('[data-item="active_cancer"]');
  await widget.type('[data-reason]', 'seen later');
  await widget.untilState('complete');
  const answer = await widget.run(el => el.sign());
  assert.equal(answer.event?.type, 'amended', JSON.stringify(answer));
  const record = await widget.run(el => el.record);
  verifies(record);
  const [[, kept]] = (await rows(widget, 'events')).filter(([key]) => key === chart.contextId);
  assert.deepEqual(JSON.parse(kept).map(event => event.id), record.map(event => event.id));
});

test('an entry that was altered in the store is not sent, and nothing is made of it', async () => {
  const chart = medical();
  let widget = await at.page('job.html', { chart });
  at.his.mode = () => '500';
  const { event } = await widget.sign();
  await widget.untilDelivery('waiting');
  await widget.run(async (el, $, $$, id) => {
    const database = await new Promise(done => { const request = indexedDB.open('virchow'); request.onsuccess = () => done(request.result); });
    await new Promise(done => {
      const transaction = database.transaction('outbox', 'readwrite'), all = transaction.objectStore('outbox'), held = all.get(id);
      held.onsuccess = () => all.put(held.result.replace('"floor":1', '"floor":9'), id);
      transaction.oncomplete = done;
    });
    database.close();
  }, event.id);
  widget = await at.page('job.html', { chart });
  await widget.untilDelivery('altered');
  await pause(1500);
  assert.ok(!at.his.posts.some(post => post.event.id === event.id), 'not sent');
  assert.ok((await widget.errors()).some(error => error.code === 'E_CONFLICT' && error.path === '/outbox' && bilingual(error)));
  const made = await widget.ask('outputs', { ...event, body: { ...event.body, floor: 9 } }, ['fhirR4']);
  assert.equal(made.fhirR4?.error?.code ?? made.error?.code, 'E_CONFLICT');
});

test('an event keeps its own subject though another person has the admission by force', async () => {
  const chart = medical({ label: '王*' }), other = { ...chart, patient: { ...chart.patient, ref: 'Patient/8', label: '李*' } };
  const widget = await at.page('job.html', { chart, outputs: ['flat', 'fhirR4'] });
  await widget.fillRest();
  const { event } = await widget.run((el, $, $$, other) => { const signed = el.sign(); el.open(other, { force: true }); return signed; }, other);
  const made = await widget.until((el, $, $$, id) => { const one = seen.find(e => e.type === 'vte-event' && e.detail.event.id === id); return one && JSON.stringify(one.detail.outputs); }, 'the event', { args: [event.id] });
  assert.ok(!made.includes('Patient/8'), 'nothing of the second person in what was signed of the first');
});

test('a record that the host gave is there again after a move, and the next signature goes on from it', async () => {
  const chart = medical(), widget = await at.page('job.html', { chart });
  const by = { id: 'n-09', name: '赵护士', role: 'nurse' };
  const record = chain([{ v: 1, id: '01920000-0000-7000-8000-000000000009', contextId: chart.contextId, type: 'admitted', at: new Date(Date.now() - 3_600_000).toISOString().replace('Z', '+00:00'), by, rules: { version: '0', sha256: '0'.repeat(64) }, body: {} }]);
  await widget.run((el, $, $$, record) => { el.record = record; }, record);
  await widget.until(el => el.record.length === 1, 'the record');
  await widget.run(async el => { const home = el.parentNode; el.remove(); await new Promise(next => setTimeout(next, 150)); home.prepend(el); });
  await widget.until((el, $) => el.record.length === 1 && $('[data-action="none-of-the-rest"]'), 'the record again');
  await widget.fillRest();
  const { event } = await widget.run(el => el.sign());
  assert.deepEqual([event.seq, event.prev], [2, record[0].hash]);
});
