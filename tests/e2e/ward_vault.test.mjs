// The gate and the lock, as a person meets them: what is shown, what ends a session, and what is left of a patient after.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CJK } from './cases.mjs';
import { launch } from './driver.mjs';
import { serve } from './server.mjs';
import { until } from './stage.mjs';
import { PASS, WARD, Tablet, tablet } from './tablet.mjs';
import { NAMES, PLANTED, file, rows } from './wards.mjs';
import { inMemory, onDisk } from './disk.mjs';

let it;
before(async () => { it = await tablet(); });
after(async () => { await it?.quit(); await it?.server.close(); });

/** Brings fictional patients in by the front door. */
async function bring(it, admissions) {
  const path = join(it.session.dir, 'ward.vward');
  writeFileSync(path, await file(rows(admissions, { house: true }), PASS));
  await it.data();
  await (await it.driver.findElement({ css: '[name="import-file"]' })).sendKeys(path);
  await it.type('[name="import-passphrase"]', PASS);
  await it.press('[data-action="import-open"]');
  await it.press('[data-action="import"]');
  await it.said('[data-section="import"] [role="status"]', /完成|Imported/);
}
/** Until the names are on the screen. */
async function board(it) {
  await it.see('.bar');
  await until(async () => {
    if (await it.run(name => document.body.innerText.includes(name), NAMES[0])) return true;
    // Somebody must say who is there.
    await it.run(() => (document.querySelector('[data-action="put-off"]') ?? document.querySelector('[data-person]') ?? document.querySelector('[data-page="board"]') ?? document.querySelector('[data-action="switch-user"]'))?.click());
    await new Promise(next => setTimeout(next, 400));
    return false;
  }, 'the names on the board', 30_000);
}

test('a vault is made with eyes open: eight characters, twice, and knowing that there is no recovery', async () => {
  await it.open();
  await it.speak('zh-CN');
  await it.open();
  assert.match(await it.text('[data-gate="create"] .alert'), /无法找回/);
  assert.match(await it.text('[data-not-kept]'), /不保存/);
  assert.deepEqual(await it.run(() => [...document.querySelectorAll('[type="password"]')].map(field => field.autocomplete)), ['off', 'off']);
  const wrong = () => it.text('.wrong');
  await it.type('[name="passphrase"]', '1234567');
  await it.said('#strength', /弱/);
  await it.press('[data-action="create"]');
  assert.match(await wrong(), /至少 8 个字符/);
  await it.type('[name="passphrase"]', '8');
  await it.type('[name="again"]', '12345679');
  await it.press('[data-action="create"]');
  assert.match(await wrong(), /不一致/);
  await it.run(() => document.querySelectorAll('[type="password"]').forEach(field => { field.value = ''; }));
  await it.type('[name="passphrase"]', PASS);
  await it.said('#strength', /强|中/);
  await it.type('[name="again"]', PASS);
  await it.press('[data-action="create"]');
  assert.match(await wrong(), /先勾选/);
  assert.match(await it.run(() => document.querySelector('#strength').dataset.strength), /^(fair|strong)$/);
  await it.press('[name="understood"]');
  await it.press('[data-action="create"]');
  await it.see('.bar');
  assert.equal(await it.run(() => document.title), 'Virchow 病区');
});

test('a wrong passphrase is said and costs time, counted down on the button; a reload does not shorten it', async () => {
  await it.lock();
  await it.type('[name="passphrase"]', 'not this one');
  await it.press('[data-action="unlock"]');
  await it.said('.wrong', /口令不正确/);
  await it.said('[data-action="unlock"]', /请等待 \d+ s|解锁/);
  await until(() => it.run(() => !document.querySelector('[data-action="unlock"]').disabled), 'the pause to end');
  await it.type('[name="passphrase"]', 'nor this one');
  await it.press('[data-action="unlock"]');
  await it.said('[data-action="unlock"]', /请等待/);
  await it.open();
  assert.equal(await it.run(() => document.querySelector('[data-action="unlock"]').disabled), true);
  await it.unlock();
});

test('locked: nothing of a patient is in the page, its title, its print, or on the way back', async () => {
  await it.installed();
  await bring(it, { a: [1, 2], b: [3] });
  await board(it);
  await it.lock();
  const left = await it.run(() => [document.title, document.documentElement.outerHTML, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot?.innerHTML ?? '')].join(' '));
  for (const word of PLANTED) assert.ok(!left.includes(word), word);
  const { data } = await it.session.cdp('Page.printToPDF', {});
  assert.ok(!Buffer.from(data, 'base64').includes(Buffer.from(NAMES[0], 'utf16le').swap16()), 'nothing to print');
  await it.driver.navigate().back();
  await it.driver.navigate().forward();
  await it.open();
  await it.see('[data-gate="unlock"]');
});

test('locked, left and shut: the profile folder on the disk has no name, score, answer or passphrase in it', async () => {
  const own = await tablet({ server: it.server });
  try {
    await (await own.open()).create();
    await own.installed();
    await bring(own, { a: [1, 2], b: [3], c: [4, 5, 6] });
    await board(own);
    await own.lock();
    await own.session.quit({ keep: true });
    assert.deepEqual(onDisk(own.session.dir, [...PLANTED, PASS]), []);
    assert.notDeepEqual(onDisk(own.session.dir, ['virchow-ward']), [], 'the search finds what is in clear');
  } finally { await own.quit(); }
});

test('nobody there: it locks by itself, and the tab that somebody uses keeps the others open', async () => {
  await it.unlock();
  await it.data();
  assert.equal(await it.run(() => document.querySelector('[name="idle"]').value), '5', 'five minutes unless set');
  await it.run(() => { const select = document.querySelector('[name="idle"]'); select.value = '1'; select.dispatchEvent(new Event('change', { bubbles: true })); });
  await it.said('[data-section="idle"] [role="status"]', /已保存/);
  await it.lock();
  // A minute, in less: the page's clock is told to run ahead.
  await it.unlock();
  await it.run(async () => {
    const now = Date.now;
    Date.now = () => now() + 61_000;
    // A touch in another tab, which it tells.
    new BroadcastChannel('virchow-ward attended').postMessage('here');
    await new Promise(next => setTimeout(next, 300));
    window.dispatchEvent(new Event('focus'));
  });
  await new Promise(next => setTimeout(next, 500));
  await it.see('.bar');
  await it.run(() => { const now = Date.now; Date.now = () => now() + 61_000; window.dispatchEvent(new Event('focus')); });
  await it.see('[data-gate="unlock"]');
});

test('a clock that is set back buys no time: untouched for a minute it locks all the same', { timeout: 120_000 }, async () => {
  await it.unlock();
  await it.run(() => { const now = Date.now; Date.now = () => now() - 3_600_000; });
  await it.see('[data-gate="unlock"]', 80_000);
});

test('a clock set back, then a sleep that the steady clock does not count: it locks when it wakes', async () => {
  await it.unlock();
  await it.run(async () => {
    const now = Date.now;
    let by = -3_600_000;
    Date.now = () => now() + by;
    // The tablet looks at its clock every few seconds.
    await new Promise(next => setTimeout(next, 6000));
    by += 61_000;
    window.dispatchEvent(new Event('focus'));
  });
  await it.see('[data-gate="unlock"]');
});

test('two tabs: locking one locks the other', async () => {
  await it.unlock();
  const first = await it.driver.getWindowHandle();
  await it.driver.switchTo().newWindow('tab');
  await it.open();
  await it.unlock();
  await it.lock();
  await it.driver.close();
  await it.driver.switchTo().window(first);
  await it.see('[data-gate="unlock"]');
});

test('the data are deleted while they are open: said, with the remedy', async () => {
  await it.unlock();
  const first = await it.driver.getWindowHandle();
  await it.driver.switchTo().newWindow('tab');
  await it.driver.get(`${it.origin}/blank.html`);
  await it.run(() => new Promise((done, bad) => { const gone = indexedDB.deleteDatabase('virchow-ward'); gone.onsuccess = () => done(); gone.onerror = bad; }));
  await it.driver.close();
  await it.driver.switchTo().window(first);
  await it.said('[data-closed]', /被删除.*恢复/);
  await it.create();
  await it.lock();
});

test('the clock stands before the latest record: said before anything is signed', async () => {
  await it.unlock();
  assert.equal(await it.text('[data-clock]'), null);
  await it.lock();
  await it.driver.get(`${it.origin}/vault.html`);
  await until(() => it.run(() => window.ready), 'the script');
  await it.run(() => rewrite('header', 'seen', () => Date.now() + 3 * 3_600_000));
  await (await it.open()).unlock();
  await it.said('[data-clock]', /时钟.*1(79|80)/);
  await it.lock();
});

test('nobody knows the passphrase: the device can begin anew, by a word that nobody types by accident', async () => {
  await it.press('[data-erase] summary');
  await it.type('[name="erase"]', '删除');
  await it.press('[data-action="erase"]');
  await it.said('[data-erase] .wrong', /未删除/);
  await it.run(() => { document.querySelector('[name="erase"]').value = ''; });
  await it.type('[name="erase"]', '删除本机数据');
  await it.press('[data-action="erase"]');
  await it.create();
  await it.lock();
});

for (const [lang, words] of [['zh-CN', [/https/, /禁止本站存储/]], ['en', [/secure connection/, /forbids this site/]]]) {
  test(`no secure context, or no storage: no patient store, and why (${lang})`, async () => {
    const plain = new Tablet(await launch({ hosts: { 'his.example': it.server.port }, breaks: ['origin'] }), 'http://his.example');
    try {
      await plain.open();
      await plain.speak(lang);
      await plain.open();
      const text = await plain.text('[data-why]');
      assert.match(text, words[0]);
      assert.equal(CJK.test(text), lang === 'zh-CN');
      await plain.session.cdp('Page.addScriptToEvaluateOnNewDocument', { source: 'Object.defineProperty(window, "indexedDB", { value: { open() { throw new DOMException("", "SecurityError"); } } });' });
      plain.origin = it.server.origin;
      await plain.open();
      await plain.speak(lang);
      await plain.open();
      assert.match(await plain.text('[data-why="blocked"]'), words[1]);
    } finally { await plain.quit(); }
  });
}

test('inside another page it opens nothing and says what to embed instead, where no header forbids it before', async t => {
  const bare = await serve({ bare: true });
  t.after(() => bare.close());
  await it.driver.get(`${bare.origin}/blank.html`);
  await it.run(ward => { const frame = document.body.appendChild(document.createElement('iframe')); frame.src = ward; }, WARD);
  await it.driver.switchTo().frame(0);
  await it.see('[data-why="framed"]');
  assert.equal(await it.run(() => document.querySelector('[data-gate]')), null);
  await it.driver.switchTo().defaultContent();
});

test('the gate and the page of the data are sound to axe, in both languages', async () => {
  for (const lang of ['zh-CN', 'en']) {
    await it.open();
    await it.speak(lang);
    await it.open();
    assert.deepEqual(await it.session.axe(), [], `gate ${lang}`);
    if (await it.run(() => Boolean(document.querySelector('[data-gate="create"]')))) await it.create();
    else await it.unlock();
    await it.data();
    assert.deepEqual(await it.session.axe(), [], `data ${lang}`);
    const small = await it.run(() => [...document.querySelectorAll('button, select, input:not([type="checkbox"]):not([type="radio"]), label.tick')].filter(e => e.getBoundingClientRect().height < 44 && e.getBoundingClientRect().height > 0).map(e => e.outerHTML.slice(0, 80)));
    assert.deepEqual(small, [], 'targets of 44 px');
    await it.lock();
  }
});
