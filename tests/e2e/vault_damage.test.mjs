// The vault's own script in Node, over an IndexedDB in memory: what small damage costs, what a person with the disk cannot
// hide, and that nothing is ever half-written. What only a browser shows stands in vault.test.mjs.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';
import { inspect, pack, unpack } from '../../src/web/vault/archive.js';

const NAME = 'virchow-ward', PASS = '骨科三病区 2026';

// ---- what Node lacks ---------------------------------------------------------------------------------------------

const queues = new Map();
const locks = { request: (name, act) => {
  const turn = (queues.get(name) ?? Promise.resolve()).then(act);
  queues.set(name, turn.then(() => {}, () => {}));
  return turn;
} };
Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
globalThis.isSecureContext = true;
globalThis.dispatchEvent = () => {};

let tabs = 0;
/** The script as another tab has it: with its own connection and its own handles. */
const tab = () => import(`../../src/web/vault/vault.js?tab=${tabs += 1}`);

// ---- behind the vault's back ---------------------------------------------------------------------------------------

const asked = request => new Promise((done, bad) => { request.onsuccess = () => done(request.result); request.onerror = () => bad(request.error); });
async function behind(act) {
  const database = await asked(indexedDB.open(NAME)), transaction = database.transaction(['header', 'rows'], 'readwrite');
  const answer = act(transaction.objectStore('header'), transaction.objectStore('rows'));
  await new Promise((done, bad) => { transaction.oncomplete = done; transaction.onabort = () => bad(transaction.error); });
  database.close();
  return answer;
}
const row = async (key, store = 'rows') => (await behind((header, rows) => (store === 'rows' ? rows : header).get(key))).result;
const put = (key, value, store = 'rows') => behind((header, rows) => { (store === 'rows' ? rows : header).put(value, key); });
const remove = (key, store = 'rows') => behind((header, rows) => { (store === 'rows' ? rows : header).delete(key); });
async function flip(key, at = 20) { const bytes = (await row(key)).slice(); bytes[at] ^= 1; await put(key, bytes); }
/** Everything on the disk: two of them are compared, and one is put back. */
const disk = () => behind((header, rows) => ({ header: [header.getAllKeys(), header.getAll()], rows: [rows.getAllKeys(), rows.getAll()] })).then(all => Object.fromEntries(
  Object.entries(all).map(([store, [keys, values]]) => [store, new Map(keys.result.map((key, place) => [key, values.result[place]]))])));
const bytes = async () => { const { header, rows } = await disk(); header.delete('tries'); header.delete('seen'); return { header, rows }; };

const word = promise => promise.then(() => 'ok', word => String(word));
const later = ms => new Promise(next => setTimeout(next, ms));

const KEYS = ['admission/a', 'admission/b', 'aside/a/0123/000001', 'draft/a', 'event/a/000001', 'event/a/000002', 'event/b/000001', 'outbox/e1', 'setting/app', 'user/n-1', 'user/n-2', 'ward'];
const text = (key, mark = '') => JSON.stringify({ of: key, mark });
const lines = (mark, keys = KEYS) => keys.map(key => ['put', key, text(key, mark)]);

let vault;
beforeEach(async () => { vault = await tab(); await vault.erase(); });

test('one bad row costs that row, whichever it is: the rest is read, it is named, and no reader gets another text for it', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  assert.deepEqual(await handle.survey(), []);
  const whole = await disk();
  const [other, swapped] = [whole.rows.get('user/n-1'), whole.rows.get('user/n-2')];
  for (const key of KEYS) {
    const damages = { flipped: () => flip(key), cut: async () => put(key, (await row(key)).slice(0, 15)), empty: () => put(key, new Uint8Array(0)), strange: () => put(key, 'a text'), swapped: () => put(key, key === 'user/n-1' ? swapped : other) };
    for (const [kind, damage] of Object.entries(damages)) {
      await damage();
      const read = await handle.readable('');
      assert.deepEqual(read.filter(([, text]) => text === undefined).map(([key]) => key), [key], `${kind} ${key}`);
      assert.deepEqual(read.filter(([, text]) => text !== undefined), KEYS.filter(held => held !== key).map(held => [held, text(held, '1')]), `${kind} ${key}`);
      assert.deepEqual(await handle.survey(), [key], `${kind} ${key}`);
      assert.equal(await word(handle.read('')), 'damaged', 'who wants all of them is told');
      assert.equal(await word(handle.read(key)), 'damaged');
      await put(key, whole.rows.get(key));
    }
  }
  await handle.lock();
});

test('a row of another vault, or of last year under another passphrase, is as good as noise', async () => {
  const first = await vault.create(PASS);
  await first.write([['put', 'a', 'first']]);
  const foreign = await row('a');
  await first.lock();
  await vault.erase();
  const second = await vault.create(PASS);
  await second.write([['put', 'a', 'second'], ['put', 'b', 'b']]);
  await put('a', foreign);
  assert.deepEqual(await second.readable(''), [['a', undefined], ['b', 'b']]);
  await second.lock();
});

const heads = async handle => (await handle.compare())[0].sort();

test('whoever puts an admission back as a whole, or takes a row away, is found by the heads', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  const before = await disk();
  // A signature: event, outbox and the line of the admission together.
  await handle.write([['add', 'event/a/000003', '3'], ['put', 'outbox/e3', '3'], ['put', 'admission/a', text('admission/a', '3')]]);
  await handle.write([['put', 'user/n-1', 'as a trainee'], ['put', 'setting/app', '{"idleMinutes":1}'], ['put', 'ward', 'with other times'], ['delete', 'user/n-2']]);
  assert.deepEqual(await handle.compare(), [[], [['a', 3], ['b', 1]]]);
  const after = await disk();
  await remove('event/a/000003');
  await remove('outbox/e3');
  await put('admission/a', before.rows.get('admission/a'));
  assert.deepEqual(await handle.read('admission/a'), [['admission/a', text('admission/a', '1')]], 'it decrypts as it did then');
  assert.deepEqual(await heads(handle), [['older', 'admission/a']]);
  assert.equal(await word(handle.write([['add', 'event/a/000003', 'another'], ['put', 'admission/a', 'another']])), 'older', 'nothing is signed onto it');
  assert.equal(await word(handle.write([['put', 'admission/b', 'b']])), 'ok', 'the others go on');
  await put('admission/a', after.rows.get('admission/a'));
  for (const key of ['user/n-1', 'user/n-2', 'setting/app', 'ward']) await put(key, before.rows.get(key));
  await remove('aside/a/0123/000001');
  await remove('admission/a');
  assert.deepEqual(await heads(handle), [
    ['missing', 'admission/a'], ['missing', 'aside/a/0123/000001'], ['older', 'setting/app'], ['older', 'user/n-1'], ['older', 'ward'], ['unknown', 'user/n-2']]);
  await handle.lock();
});

test('what was found stays found over a restart, a change of passphrase and other writes, until a person takes it for right', async () => {
  let handle = await vault.create(PASS);
  await handle.write(lines('1'));
  const old = await row('admission/a');
  await handle.write([['put', 'admission/a', 'newer']]);
  await put('admission/a', old);
  await handle.lock();
  handle = await (vault = await tab()).unlock(PASS);
  await handle.write([['put', 'admission/b', 'b2'], ['put', 'draft/a', 'typed']]);
  assert.deepEqual(await heads(handle), [['older', 'admission/a']]);
  await handle.rekey(PASS, 'brand new one');
  assert.deepEqual(await heads(handle), [['older', 'admission/a']]);
  await handle.accept(['admission/a']);
  assert.deepEqual(await heads(handle), []);
  assert.equal(await word(handle.write([['put', 'admission/a', 'goes on']])), 'ok');
  await handle.lock();
});

test('an import mends: what it writes is the last writing from then on', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  await remove('admission/a');
  assert.equal(await word(handle.write([['put', 'admission/a', 'x']])), 'older');
  await handle.write([['put', 'admission/a', 'from the file']], true);
  assert.deepEqual(await heads(handle), []);
  await handle.lock();
});

test('heads that are missing, damaged or of last week: said, and the ward goes on', async () => {
  for (const harm of [() => remove('heads', 'header'), async () => { const raw = (await row('heads', 'header')).slice(); raw[40] ^= 1; await put('heads', raw, 'header'); }, () => put('heads', new Uint8Array(5), 'header')]) {
    await vault.erase();
    let handle = await vault.create(PASS);
    await handle.write(lines('1'));
    await handle.lock();
    await harm();
    handle = await (await tab()).unlock(PASS);
    assert.deepEqual(await heads(handle), [['heads', 'heads']]);
    assert.equal(await word(handle.write([['put', 'admission/a', '2'], ['add', 'event/a/000003', '3']])), 'ok');
    assert.deepEqual(await heads(handle), [['heads', 'heads']], 'writing does not hide it');
    await handle.accept([]);
    assert.deepEqual(await heads(handle), []);
    assert.equal(await word(handle.write([['put', 'admission/a', '3']])), 'ok');
    await handle.lock();
  }
  await vault.erase();
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  const older = await row('heads', 'header');
  await handle.write([['put', 'ward', '2'], ['put', 'user/n-3', 'new']]);
  await put('heads', older, 'header');
  assert.deepEqual(await heads(handle), [['older', 'ward'], ['unknown', 'user/n-3']]);
  await handle.lock();
});

test('two tabs that write at once: both are written, and the heads know of both', async () => {
  const one = await vault.create(PASS), other = await (await tab()).unlock(PASS);
  const writes = [];
  for (let n = 0; n < 25; n++) {
    writes.push(one.write([['put', `admission/one-${n}`, String(n)]]), other.write([['put', `admission/other-${n}`, String(n)], ['put', 'ward', String(n)]]));
  }
  await Promise.all(writes);
  assert.equal((await one.read('admission/')).length, 50);
  assert.deepEqual([await heads(one), await heads(other)], [[], []]);
  const both = await Promise.all([one, other].map((handle, n) => word(handle.write([['add', 'event/one-1/000001', String(n)], ['put', 'admission/one-1', `signed ${n}`]]))));
  assert.deepEqual(both.sort(), ['moved', 'ok'], 'one of two signatures of one number');
  assert.deepEqual(await heads(one), []);
  await one.lock();
});

// ---- passphrase and key ------------------------------------------------------------------------------------------

test('a changed passphrase makes another key: the old header, put back, opens nothing of what lies here', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  const before = await disk();
  await handle.rekey(PASS, 'brand new one');
  await handle.write([['put', 'admission/c', 'patient admitted after']]);
  assert.equal((await handle.read('')).length, KEYS.length + 1, 'it stays open');
  const after = await disk();
  assert.notEqual(after.header.get('vault').id, before.header.get('vault').id);
  for (const key of KEYS) assert.notDeepEqual(after.rows.get(key), before.rows.get(key), key);
  await handle.lock();
  await put('vault', before.header.get('vault'), 'header');
  vault = await tab();
  const opened = await vault.unlock(PASS);
  assert.ok((await opened.readable('')).every(([, text]) => text === undefined), 'noise, to the last row');
  await opened.lock();
  await put('vault', after.header.get('vault'), 'header');
  vault = await tab();
  assert.match(await word(vault.unlock(PASS)), /^wrong/);
  await later(1050);
  assert.equal((await (await vault.unlock('brand new one')).read('')).length, KEYS.length + 1);
});

test('a damaged row outlives a change of passphrase as it lies, and can be mended after', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  await flip('event/a/000002');
  const lies = await row('event/a/000002');
  await handle.rekey(PASS, 'brand new one');
  assert.deepEqual(await handle.survey(), ['event/a/000002']);
  assert.deepEqual(await row('event/a/000002'), lies);
  assert.equal((await handle.readable('')).filter(([, text]) => text !== undefined).length, KEYS.length - 1);
  await handle.write([['put', 'event/a/000002', 'mended']], true);
  assert.deepEqual([await handle.survey(), await heads(handle)], [[], []]);
  await handle.lock();
});

test('a disk that fills up, or a tab that dies, in the middle of a change: the old passphrase opens everything', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  const before = await bytes();
  const { put: real } = IDBObjectStore.prototype;
  for (let at = 0; at < KEYS.length + 2; at++) {
    let count = 0;
    IDBObjectStore.prototype.put = function full(value, key) {
      // Not the row that counts wrong passphrases.
      if (key !== 'tries' && count++ === at) throw new DOMException('full', 'QuotaExceededError');
      return real.call(this, value, key);
    };
    try { assert.notEqual(await word(handle.rekey(PASS, 'brand new one')), 'ok', String(at)); } finally { IDBObjectStore.prototype.put = real; }
    assert.deepEqual(await bytes(), before, String(at));
  }
  await handle.lock();
  assert.equal((await (await (await tab()).unlock(PASS)).read('')).length, KEYS.length);
});

test('a tab that did not hear of the change writes nothing under the old key, and is locked', async () => {
  const one = await vault.create(PASS);
  await one.write(lines('1'));
  const other = await (await tab()).unlock(PASS), lost = [];
  other.watch(word => lost.push(word));
  // A frozen page: what is told to it does not arrive.
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = () => {};
  try { await one.rekey(PASS, 'brand new one'); } finally { BroadcastChannel.prototype.postMessage = postMessage; }
  assert.equal(await word(other.write([['put', 'admission/a', 'late']])), 'locked');
  assert.equal(await word(other.read('')), 'locked');
  assert.deepEqual(lost, ['locked']);
  assert.deepEqual(await one.survey(), []);
  await one.lock();
});

test('written while the passphrase is changed: nothing is lost, whoever wrote it', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  const changed = handle.rekey(PASS, 'brand new one');
  const writes = Array.from({ length: 20 }, (_, n) => handle.write([['put', `draft/${n}`, 'typed'], ['put', `admission/x${n}`, 'x']]));
  await Promise.all([changed, ...writes]);
  assert.deepEqual([await handle.survey(), await heads(handle)], [[], []]);
  await handle.lock();
  const again = await (await tab()).unlock('brand new one');
  assert.equal((await again.read('')).length, KEYS.length + 40);
  await again.lock();
});

test('what another tab writes between the reading and the writing of a change is under the new key too', async () => {
  const one = await vault.create(PASS);
  await one.write(lines('1'));
  const other = await (await tab()).unlock(PASS), { postMessage } = BroadcastChannel.prototype, { encrypt } = crypto.subtle;
  BroadcastChannel.prototype.postMessage = () => {};
  let typed = false;
  crypto.subtle.encrypt = async function between(...all) {
    if (!typed) {
      typed = true;
      await other.write([['put', 'draft/a', 'typed meanwhile']]);
    }
    return encrypt.apply(crypto.subtle, all);
  };
  try { await one.rekey(PASS, 'brand new one'); } finally { BroadcastChannel.prototype.postMessage = postMessage; crypto.subtle.encrypt = encrypt; }
  assert.deepEqual(await one.read('draft/a'), [['draft/a', 'typed meanwhile']]);
  await one.lock();
});

// ---- earlier formats ----------------------------------------------------------------------------------------------

const golden = () => JSON.parse(readFileSync(new URL('../golden/vault-v1.json', import.meta.url), 'utf8'));
const un = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
async function lay({ database, header, rows }) {
  const open = indexedDB.open(NAME, database);
  open.onupgradeneeded = () => ['header', 'rows'].forEach(store => open.result.createObjectStore(store));
  (await asked(open)).close();
  await put('vault', { ...header, kdf: { ...header.kdf, salt: un(header.kdf.salt) }, wrapped: { iv: un(header.wrapped.iv), key: un(header.wrapped.key) } }, 'header');
  for (const [key, value] of rows) await put(key, un(value));
}

test('an earlier format with a damaged row is rewritten whole but for that row, which is carried as it lies', async () => {
  const old = golden();
  await lay(old);
  const [bad] = old.rows[1];
  await flip(bad);
  const lies = await row(bad);
  const handle = await vault.unlock(old.passphrase);
  const read = await handle.readable('');
  assert.deepEqual(read.map(([key]) => key), old.rows.map(([key]) => key));
  assert.deepEqual(read.filter(([, text]) => text === undefined).map(([key]) => key), [bad]);
  assert.deepEqual(await row(bad), lies);
  assert.equal((await row('vault', 'header')).v, 3);
  assert.deepEqual(await heads(handle), [], 'it gets its heads');
  await handle.lock();
});

test('an upgrade that is stopped at any of its writes has not happened', async () => {
  const old = golden();
  await lay(old);
  const { put: real } = IDBObjectStore.prototype;
  const before = await bytes();
  for (let at = 0; at < old.rows.length + 2; at++) {
    let count = 0;
    IDBObjectStore.prototype.put = function full(value, key) {
      if (key !== 'tries' && count++ === at) throw new DOMException('full', 'QuotaExceededError');
      return real.call(this, value, key);
    };
    try { assert.notEqual(await word(vault.unlock(old.passphrase)), 'ok', String(at)); } finally { IDBObjectStore.prototype.put = real; }
    assert.deepEqual(await bytes(), before, String(at));
  }
  const handle = await vault.unlock(old.passphrase);
  assert.equal((await handle.read('')).length, old.rows.length);
  await handle.lock();
});

test('the header of an earlier format beside rows of this one: nothing is touched, and no heads are made of what was put back', async () => {
  const old = golden();
  await lay(old);
  const then = await row('vault', 'header');
  await (await vault.unlock(old.passphrase)).lock();
  await put('vault', then, 'header');
  const before = await bytes();
  vault = await tab();
  assert.equal(await word(vault.unlock(old.passphrase)), 'damaged');
  assert.deepEqual(await bytes(), before);
});

test('a header that names another format than its own does not open', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  await handle.lock();
  const header = await row('vault', 'header');
  await put('vault', { ...header, v: 2 }, 'header');
  assert.match(await word((await tab()).unlock(PASS)), /^wrong/);
});

// ---- at the gate --------------------------------------------------------------------------------------------------

test('a header that asks for rounds without end is damaged, and is said so at once', async () => {
  const handle = await vault.create(PASS);
  await handle.lock();
  const header = await row('vault', 'header');
  for (const iterations of [1, 599_999, 10_000_001, 4_000_000_000, Infinity, NaN, '600000x']) {
    await put('vault', { ...header, kdf: { ...header.kdf, iterations } }, 'header');
    const begun = performance.now();
    assert.deepEqual(await vault.standing(), ['damaged', 0], String(iterations));
    assert.equal(await word(vault.unlock(PASS)), 'damaged');
    assert.ok(performance.now() - begun < 500);
  }
});

test('the pause after a wrong passphrase is not ended by the clock set ahead, nor by deleting the row', async () => {
  const handle = await vault.create(PASS);
  await handle.lock();
  assert.equal(await word(vault.unlock('wrong wrong')), 'wrong 1000');
  const { now } = Date;
  try {
    Date.now = () => now() + 15 * 60_000;
    assert.match(await word(vault.unlock(PASS)), /^wait \d+$/, 'set ahead');
    Date.now = () => now() - 365 * 86_400_000;
    assert.match(await word(vault.unlock(PASS)), /^wait \d+$/, 'set back');
    assert.ok((await vault.standing())[1] <= 1000);
  } finally { Date.now = now; }
  await remove('tries', 'header');
  assert.match(await word(vault.unlock(PASS)), /^wait \d+$/, 'the row deleted');
  await later(1050);
  assert.equal(await word(vault.unlock('wrong again')), 'wrong 2000', 'and they are counted on');
  await later(2050);
  assert.equal(await word(vault.unlock(PASS)), 'ok');
});

// ---- the database under us ------------------------------------------------------------------------------------------

test('a quota that comes and goes: each write is whole or not there, and the heads agree after every one', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  const { put: real, add } = IDBObjectStore.prototype;
  for (let at = 0; at < 5; at++) {
    const before = await bytes();
    let count = 0;
    const full = kind => function full(value, key) {
      if (count++ === at) throw new DOMException('full', 'QuotaExceededError');
      return kind.call(this, value, key);
    };
    IDBObjectStore.prototype.put = full(real);
    IDBObjectStore.prototype.add = full(add);
    let answer;
    try { answer = await word(handle.write([['add', 'event/a/000003', '3'], ['put', 'outbox/e3', '3'], ['put', 'admission/a', '3'], ['delete', 'draft/a']])); } finally { Object.assign(IDBObjectStore.prototype, { put: real, add }); }
    // Three rows of the ward, the heads, and the time of writing.
    assert.notEqual(answer, 'ok', String(at));
    assert.deepEqual(await bytes(), before, String(at));
    assert.deepEqual(await heads(handle), []);
  }
  await handle.write([['add', 'event/a/000003', '3'], ['put', 'admission/a', '3']]);
  assert.deepEqual(await heads(handle), []);
  await handle.lock();
});

test('a fault in what is asked for stops the whole transaction, and is no reason to say "saved"', async () => {
  const handle = await vault.create(PASS);
  assert.notEqual(await word(handle.write([['put', 'a', '1'], ['put', undefined, '2']])), 'ok');
  assert.deepEqual(await handle.read(''), []);
  const { count } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.count = () => { throw new DOMException('', 'UnknownError'); };
  try { assert.equal(await word(handle.count('a')), 'blocked', 'a word, whatever it was'); } finally { IDBObjectStore.prototype.count = count; }
  await handle.lock();
});

test('a database that the browser closed is opened again; one that was deleted is gone, and said', async () => {
  const opens = [];
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function spied(...all) { const request = open.apply(this, all); opens.push(request); return request; };
  try {
    vault = await tab();
    const handle = await vault.create(PASS), lost = [];
    handle.watch(word => lost.push(word));
    await handle.write([['put', 'a', '1']]);
    // As a browser does that runs short, or whose storage process died.
    const { result: database } = opens.at(-1);
    database.close();
    assert.deepEqual(await handle.read(''), [['a', '1']], 'before anybody heard of it');
    database.onclose?.(new Event('close'));
    await later(20);
    assert.deepEqual(lost, [], 'nothing was lost');
    assert.equal(await word(handle.write([['put', 'a', '2']])), 'ok');
    assert.deepEqual(await handle.read(''), [['a', '2']]);
    // Deleted by the person, in the settings of the browser.
    const again = opens.at(-1).result;
    again.close();
    await asked(indexedDB.deleteDatabase(NAME));
    again.onclose?.(new Event('close'));
    await later(50);
    assert.deepEqual(lost, ['gone']);
  } finally { IDBFactory.prototype.open = open; }
});

test('an older version held open elsewhere: said, and the next try opens', async () => {
  await vault.erase();
  const open = indexedDB.open(NAME, 1);
  open.onupgradeneeded = () => ['header', 'rows'].forEach(store => open.result.createObjectStore(store));
  const held = await asked(open);
  assert.equal(await word(vault.create(PASS)), 'elsewhere');
  assert.deepEqual(await vault.standing(), ['elsewhere', 0]);
  held.close();
  await later(20);
  assert.equal(await word(vault.create(PASS)), 'ok');
});

// ---- the file -------------------------------------------------------------------------------------------------------

const HEAD = 'VIRCHOW-WARD\n';
/** The same bytes with `change` done to them and a digest that fits again. */
async function forged(blob, change) {
  const bytes = new Uint8Array(await blob.arrayBuffer()), body = bytes.slice(0, -32);
  change(body);
  return new Blob([body, new Uint8Array(await crypto.subtle.digest('SHA-256', body))]);
}

test('an export holds what can be read and lists the rest by key', async () => {
  const handle = await vault.create(PASS);
  await handle.write(lines('1'));
  await flip('event/a/000002');
  await flip('user/n-1');
  const file = await pack(await handle.readable(''), 'file passphrase', 'test');
  const all = new Map(await unpack(await inspect(file), 'file passphrase'));
  assert.deepEqual(JSON.parse(all.get('setting/unreadable')), ['event/a/000002', 'user/n-1']);
  assert.deepEqual([...all.keys()].filter(key => key !== 'setting/unreadable'), KEYS.filter(key => !['event/a/000002', 'user/n-1'].includes(key)));
  await handle.lock();
});

test('an altered file whose digest was made anew is called damaged where the passphrase is known to fit, and never silently wrong', async () => {
  const big = await pack([['a', JSON.stringify('x'.repeat(3 << 20))]], 'file passphrase', 'test');
  const start = HEAD.length + (await big.slice(HEAD.length).text()).indexOf('\n') + 1, piece = (1 << 20) + 16;
  const answer = async (number, pass = 'file passphrase') => word(unpack(await inspect(await forged(big, body => { body[start + number * piece + 5] ^= 1; })), pass));
  assert.equal(await answer(0), 'wrong', 'no one can tell: the words say both');
  for (const number of [1, 2, 3]) assert.equal(await answer(number), 'damaged', String(number));
  assert.equal(await answer(1, 'not this one'), 'wrong');
});
