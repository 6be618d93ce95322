// The vault's own script, in a real browser: what it keeps, what it refuses, and what lies on the disk. Its pages are
// tested in ward_*.test.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { onDisk } from './disk.mjs';
import { launch } from './driver.mjs';
import { serve } from './server.mjs';
import { until } from './stage.mjs';

const PASS = '骨科三病区 2026';
let server, browser;
before(async () => { server = await serve(); browser = await launch({ hosts: { 'his.example': server.port } }); });
after(async () => { await browser?.quit(); await server?.close(); });

const run = (code, ...args) => browser.run(code, ...args);
async function open(origin = server.origin) {
  await browser.driver.get(`${origin}/vault.html`);
  await until(() => run(() => window.ready), 'the script');
}
/** Every test begins without a vault. */
beforeEach(async () => {
  await open();
  await run(() => new Promise((done, bad) => { const gone = indexedDB.deleteDatabase('virchow-ward'); gone.onsuccess = () => done(); gone.onerror = bad; }));
  await open();
});
const create = (pass = PASS) => run(async pass => { window.v = await vault.create(pass); }, pass);
const word = (code, ...args) => browser.driver.executeScript(`return word((${code}).apply(null, arguments[0]))`, args);

async function tab(act) {
  const first = await browser.driver.getWindowHandle();
  await browser.driver.switchTo().newWindow('tab');
  try { await open(); return await act(first); } finally {
    if ((await browser.driver.getAllWindowHandles()).length > 1) await browser.driver.close();
    await browser.driver.switchTo().window(first);
  }
}

test('what is written is there again after the passphrase, in the order of keys, and by no other passphrase', async () => {
  assert.deepEqual(await run(() => vault.standing()), ['absent', 0]);
  await create();
  await run(() => v.write([['put', 'b/2', '"two"'], ['put', 'b/1', '"一"'], ['put', 'a', '{}']]));
  await open();
  assert.deepEqual(await run(() => vault.standing()), ['locked', 0]);
  assert.match(await word(() => vault.unlock('not the passphrase')), /^wrong 1000$/);
  await until(async () => (await run(() => vault.standing()))[1] === 0, 'the pause to end', 10_000);
  assert.deepEqual(await run(async pass => { window.v = await vault.unlock(pass); return v.read('b/'); }, PASS), [['b/1', '"一"'], ['b/2', '"two"']]);
});

test('a passphrase has 8 characters after normalisation, and two ways to type one are one', async () => {
  for (const short of ['', '1234567', '骨科三病区平板', 'e\u0301'.repeat(7)]) assert.equal(await word(pass => vault.create(pass), short), 'short', short);
  await create('caf\u00e9 au lait');
  await open();
  assert.equal(await word(() => vault.unlock('cafe\u0301 au lait')), 'ok');
});

test('wrong passphrases cost 1, 2, 4 seconds; a reload, a second tab and the right one do not shorten it', async () => {
  await create();
  await open();
  assert.equal(await word(() => vault.unlock('wrong wrong')), 'wrong 1000');
  assert.match(await word(pass => vault.unlock(pass), PASS), /^wait \d+$/, 'even the right one waits');
  await until(async () => (await run(() => vault.standing()))[1] === 0, 'the pause to end', 10_000);
  assert.equal(await word(() => vault.unlock('wrong again')), 'wrong 2000');
  await open();
  assert.match(await word(pass => vault.unlock(pass), PASS), /^wait \d+$/, 'after a reload');
  await tab(async () => assert.match(await word(pass => vault.unlock(pass), PASS), /^wait \d+$/, 'in another tab'));
  await until(async () => (await run(() => vault.standing()))[1] === 0, 'the pause to end', 10_000);
  assert.equal(await word(pass => vault.unlock(pass), PASS), 'ok');
  await open();
  assert.equal(await word(() => vault.unlock('wrong wrong')), 'wrong 1000', 'the right one wipes the slate');
});

test('a clock that was set back does not lock anybody out for a year', async () => {
  await create();
  await run(() => rewrite('header', 'tries', () => ({ count: 2, until: Date.now() + 365 * 86_400_000 })));
  const [, wait] = await run(() => vault.standing());
  assert.ok(wait > 0 && wait <= 2000, String(wait));
});

test('a row that is there already stops the whole transaction', async () => {
  await create();
  await run(() => v.write([['add', 'event/a/000001', '1']]));
  assert.equal(await word(() => v.write([['put', 'admission/a', 'new'], ['add', 'event/a/000001', '2']])), 'moved');
  assert.deepEqual(await run(() => v.read('')), [['event/a/000001', '1']]);
});

test('a row that was altered, or stands under another key, is damaged, never another text', async () => {
  await create();
  await run(() => v.write([['put', 'a', '"for a"'], ['put', 'b', '"for b"']]));
  await run(() => rewrite('rows', 'b', async () => reread('rows', 'a')));
  assert.equal(await word(() => v.read('b')), 'damaged');
  await run(() => rewrite('rows', 'a', row => { row[20] ^= 1; return row; }));
  assert.equal(await word(() => v.read('a')), 'damaged');
});

test('without a secure context there is no vault, and it is said', async () => {
  await open('http://his.example');
  assert.deepEqual(await run(() => vault.standing()), ['insecure', 0]);
});

test('a full disk: said, and nothing half-written', async () => {
  // A browser of its own: one that has just measured the disk does not measure again for half a minute.
  const own = await launch();
  try {
    await own.driver.get(`${server.origin}/vault.html`);
    await until(() => own.run(() => window.ready), 'the script');
    await own.cdp('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: 4_000_000 });
    await own.run(async pass => { window.v = await vault.create(pass); await v.write([['put', 'a', '1']]); }, PASS);
    assert.equal(await own.run(() => word(v.write([['put', 'a', '2'], ['put', 'b', 'x'.repeat(8_000_000)]]))), 'full');
    assert.deepEqual(await own.run(() => v.read('')), [['a', '1']]);
    await own.run(() => v.write([['put', 'a', '3']]));
    assert.deepEqual(await own.run(() => v.read('')), [['a', '3']]);
  } finally { await own.quit(); }
});

test('deleted under us: said once, nothing is written into what another tab makes in its place', async () => {
  await create();
  await run(() => { window.lost = []; v.watch(word => lost.push(word)); });
  await tab(() => run(pass => new Promise((done, bad) => { const gone = indexedDB.deleteDatabase('virchow-ward'); gone.onsuccess = () => vault.create(pass).then(() => done(), bad); gone.onerror = bad; }), 'somebody else'));
  await until(() => run(() => lost.length), 'the word');
  assert.deepEqual(await run(() => lost), ['gone']);
  assert.match(await word(() => v.write([['put', 'a', '1']])), /^(gone|locked)$/);
  assert.match(await word(() => v.read('')), /^(gone|locked)$/);
});

test('a newer program takes over in another tab; an older one is kept out, and the data stay', async () => {
  await create();
  await run(() => { window.lost = []; v.watch(word => lost.push(word)); });
  await tab(() => run(() => new Promise((done, bad) => { const open = indexedDB.open('virchow-ward', 99); open.onsuccess = () => { open.result.close(); done(); }; open.onerror = bad; })));
  await until(() => run(() => lost.length), 'the word');
  assert.deepEqual(await run(() => lost), ['newer']);
  await open();
  assert.deepEqual(await run(() => vault.standing()), ['newer', 0]);
  assert.equal(await word(pass => vault.unlock(pass), PASS), 'newer');
});

test('another tab holds an older version and does not let go: said, not waited for', async () => {
  await run(() => new Promise((done, bad) => { const gone = indexedDB.deleteDatabase('virchow-ward'); gone.onsuccess = () => done(); gone.onerror = bad; }));
  // A tab of long ago that does not listen.
  await run(() => new Promise(done => { const open = indexedDB.open('virchow-ward', 0.5 + 0.5); open.onupgradeneeded = () => {}; open.onsuccess = () => { window.holding = open.result; done(); }; }));
  const version = await run(() => holding.version);
  await tab(async () => {
    const upgraded = await run(async version => {
      const source = (await (await fetch('/vault/vault.js')).text()).replace(/const VERSION = \d+;/, `const VERSION = ${version + 50};`);
      const newer = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      return (await newer.standing())[0];
    }, version);
    assert.equal(upgraded, 'elsewhere');
  });
  await run(() => holding.close());
});

test('two tabs: one hears what the other wrote; locking one locks both', async () => {
  await create();
  await run(() => { window.heard = []; window.lost = []; v.listen(keys => heard.push(...keys)); v.watch(word => lost.push(word)); });
  await tab(async () => {
    await run(async pass => { window.v = await vault.unlock(pass); await v.write([['put', 'draft/x', '1'], ['delete', 'draft/y']]); }, PASS);
    await run(() => v.lock());
  });
  await until(() => run(() => lost.length), 'the lock');
  assert.deepEqual(await run(() => [heard, lost]), [['draft/x', 'draft/y'], ['locked']]);
  await until(async () => (await word(() => v.read(''))) === 'locked', 'the key to be gone');
  assert.equal(await word(() => v.write([['put', 'a', '1']])), 'locked');
});

test('locking waits for what is being written, then forgets the key', async () => {
  await create();
  await run(async () => {
    const writes = Array.from({ length: 30 }, (_, n) => v.write([['put', `draft/${n}`, 'typed']]));
    await v.lock();
    await Promise.all(writes);
  });
  assert.equal(await word(() => v.write([['put', 'a', '1']])), 'locked');
  assert.equal((await run(async pass => (await vault.unlock(pass)).read('draft/'), PASS)).length, 30);
});

test('a vault of format 1 is rewritten when it is first opened: every row, once, and a program of then is kept out', async () => {
  const { passphrase, database, header, rows } = JSON.parse(readFileSync(new URL('../golden/vault-v1.json', import.meta.url), 'utf8'));
  await run(() => new Promise((done, bad) => { const gone = indexedDB.deleteDatabase('virchow-ward'); gone.onsuccess = () => done(); gone.onerror = bad; }));
  const lay = () => run((version, header, rows) => new Promise((done, bad) => {
    const un = text => Uint8Array.from(atob(text), c => c.charCodeAt(0)), open = indexedDB.open('virchow-ward', version);
    open.onerror = bad;
    open.onupgradeneeded = () => ['header', 'rows'].forEach(store => open.result.createObjectStore(store));
    open.onsuccess = () => {
      const transaction = open.result.transaction(['header', 'rows'], 'readwrite');
      transaction.objectStore('header').put({ ...header, kdf: { ...header.kdf, salt: un(header.kdf.salt) }, wrapped: { iv: un(header.wrapped.iv), key: un(header.wrapped.key) } }, 'vault');
      rows.forEach(([key, row]) => transaction.objectStore('rows').put(un(row), key));
      transaction.oncomplete = () => { open.result.close(); done(); };
    };
  }), database, header, rows);
  await lay();
  assert.deepEqual(await run(() => vault.standing()), ['locked', 0]);
  assert.equal(await word(() => vault.unlock('not the passphrase')), 'wrong 1000');
  assert.equal((await run(() => reread('header', 'vault'))).v, 1, 'a wrong passphrase changes nothing');
  await until(async () => (await run(() => vault.standing()))[1] === 0, 'the pause to end', 10_000);
  const read = () => run(async pass => { window.v = await vault.unlock(pass); return v.read(''); }, passphrase);
  const first = await read();
  assert.deepEqual(first.map(([key]) => key), rows.map(([key]) => key));
  for (const [key, text] of first) assert.doesNotThrow(() => JSON.parse(text), key);
  assert.equal(JSON.parse(first.find(([key]) => key === 'event/a/000002')[1]).body.note, 'planted-note 2');
  assert.equal((await run(() => reread('header', 'vault'))).v, 3);
  assert.ok(await run(async keys => { for (const key of keys) if (((await reread('rows', key)).length - 12 - 16) % 256 !== 0) return false; return true; }, rows.map(([key]) => key)), 'no length tells anything');
  await open();
  assert.deepEqual(await read(), first);
  assert.equal(await run(version => new Promise(done => { const open = indexedDB.open('virchow-ward', version); open.onerror = () => done(open.error.name); open.onsuccess = () => done('opened'); }), database), 'VersionError');
});

test('another passphrase opens the same rows, and the old one no more, even with the header of then', async () => {
  await create();
  await run(() => v.write([['put', 'a', '1']]));
  await run(async () => { window.then = await reread('header', 'vault'); });
  assert.equal(await word((before, after) => v.rekey(before, after), PASS, 'brand new one'), 'ok');
  assert.deepEqual(await run(() => v.read('')), [['a', '1']], 'the tab that changed it stays open');
  await run(async () => { window.now = await reread('header', 'vault'); await rewrite('header', 'vault', () => window.then); });
  assert.deepEqual(await run(async pass => { const old = await vault.unlock(pass), read = await old.readable(''); await old.lock(); return read.map(([key, text]) => [key, text ?? null]); }, PASS), [['a', null]], 'noise');
  await run(() => rewrite('header', 'vault', () => window.now));
  await open();
  assert.match(await word(pass => vault.unlock(pass), PASS), /^wrong/);
  await until(async () => (await run(() => vault.standing()))[1] === 0, 'the pause to end', 10_000);
  assert.deepEqual(await run(async () => (await vault.unlock('brand new one')).read('')), [['a', '1']]);
});

test('on disk stands no name, no answer, no passphrase, in any encoding', async () => {
  const own = await launch();
  try {
    await own.driver.get(`${server.origin}/vault.html`);
    await until(() => own.run(() => window.ready), 'the script');
    await own.run(async pass => {
      const v = await vault.create(pass);
      await v.write(Array.from({ length: 50 }, (_, n) => ['put', `admission/${n}`, JSON.stringify({ label: '欧阳若兰', latin: 'Ouyang-Ruolan', answer: 'history_vte', n })]));
      await v.lock();
    }, PASS);
    await own.quit({ keep: true });
    const found = onDisk(own.dir, ['欧阳若兰', 'Ouyang-Ruolan', 'history_vte', PASS]);
    assert.deepEqual(found, []);
    assert.notDeepEqual(onDisk(own.dir, ['virchow-ward']), [], 'the search does find what is in clear');
  } finally { await own.quit(); }
});

test('a store that does not answer has failed after three seconds, nothing of it is written, and the next verb is answered', async () => {
  await create();
  await run(() => v.write([['put', 'a', '1']]));
  const [said, seconds] = await run(async () => {
    // Requests are taken, and their answers never come: another transaction of the page stands before them.
    const opened = await new Promise(done => { const request = indexedDB.open('virchow-ward'); request.onsuccess = () => done(request.result); });
    const rows = opened.transaction('rows', 'readwrite').objectStore('rows');
    window.holds = true;
    const hold = () => { if (window.holds) rows.get('a').onsuccess = hold; };
    hold();
    const from = performance.now();
    const said = await v.write([['put', 'b', '2']]).then(() => 'written', String);
    const seconds = (performance.now() - from) / 1000;
    window.holds = false;
    return [said, seconds];
  });
  assert.equal(said, 'blocked');
  assert.ok(seconds >= 2.9, `${seconds} s`);
  await run(() => v.write([['put', 'c', '3']]));
  assert.deepEqual((await run(() => v.read(''))).map(([key]) => key).filter(key => 'abc'.includes(key)), ['a', 'c']);
});
