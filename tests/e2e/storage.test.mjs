// Storage blocked, full or not wanted: said on the screen and to the host, and the work goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CJK, medical } from './cases.mjs';
import { needsDevTools } from './driver.mjs';
import { stage } from './stage.mjs';

const at = stage();

async function worksWithout(widget) {
  await widget.until((el, $) => $('[data-storage]')?.textContent.trim(), 'the notice');
  const { event, stored } = await widget.sign();
  assert.equal(stored, false, 'the host is told');
  assert.ok(event.hash);
  await widget.untilDelivery('confirmed');
  assert.deepEqual((await widget.look()).failures, []);
}

for (const lang of ['zh-CN', 'en']) {
  test(`IndexedDB is blocked: notice, E_STORAGE, the job is still done (${lang})`, async () => {
    const widget = await at.page('nostore.html', { chart: medical(), lang });
    await worksWithout(widget);
    const errors = await widget.errors();
    assert.ok(errors.some(error => error.code === 'E_STORAGE'), JSON.stringify(errors));
    assert.equal(CJK.test(await widget.run((el, $) => $('[data-storage]').textContent)), lang === 'zh-CN');
  });
}

test("profile.storage 'memory': said, nothing on disk, gone after a reload", async () => {
  const chart = medical();
  let widget = await at.page('job.html', { chart, profile: { storage: 'memory' } });
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.until((el, $) => $('[data-storage]')?.textContent.trim(), 'the notice');
  assert.ok(!(await disk(widget)).includes(chart.contextId));
  widget = await at.page('job.html', { chart, profile: { storage: 'memory' } });
  await widget.untilScore(1);
  await worksWithout(widget);
  assert.ok(!(await disk(widget)).includes(chart.contextId));
});

test('the disk is full: the draft cannot be kept, which is said; signing still reaches the host', { skip: needsDevTools('a full disk') }, async () => {
  const chart = medical();
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(1);
  await at.browser.cdp('Storage.overrideQuotaForOrigin', { origin: at.server.origin, quotaSize: 1 });
  try {
    await widget.press('[data-item="active_cancer"]');
    await widget.untilScore(4);
    await widget.until((el, $) => $('[data-storage]')?.textContent.trim(), 'the notice');
    const { stored } = await widget.sign();
    assert.equal(stored, false);
    await widget.untilDelivery('confirmed');
    assert.ok((await widget.errors()).some(error => error.code === 'E_STORAGE'));
  } finally { await at.browser.cdp('Storage.overrideQuotaForOrigin', { origin: at.server.origin }); }
});

test('on disk stand answers, facts used and events: never label, bed or birth date', async () => {
  const chart = medical({ label: '欧阳某某' });
  chart.patient.bed = 'bed-97531';
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(1);
  await widget.press('[data-item="active_cancer"]');
  await widget.sign();
  await widget.untilDelivery('confirmed');
  const all = await disk(widget);
  assert.ok(all.includes(chart.contextId) && all.includes('active_cancer'));
  for (const secret of ['欧阳某某', 'bed-97531', chart.patient.birthDate]) assert.ok(!all.includes(secret), secret);
});

function disk(widget) {
  return widget.run(async () => {
    const wait = request => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });
    const all = [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie];
    for (const { name, version } of await indexedDB.databases()) {
      const db = await wait(indexedDB.open(name, version));
      for (const store of db.objectStoreNames) {
        const from = db.transaction(store).objectStore(store);
        all.push([await wait(from.getAllKeys()), (await wait(from.getAll())).map(v => v instanceof Uint8Array || v instanceof ArrayBuffer ? new TextDecoder().decode(v) : v)]);
      }
      db.close();
    }
    return JSON.stringify(all);
  });
}
