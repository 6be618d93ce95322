// An embedded element with the vault for a store: what is typed and signed lies there and nowhere else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medical } from './cases.mjs';
import { stage, until, verifies } from './stage.mjs';

const PASS = '骨科三病区 2026';
const at = stage({ breaks: ['store'] });

async function open(chart) {
  const widget = await at.browser.open(`${at.server.origin}/keeper.html`);
  await until(() => at.browser.run(() => window.ready), 'the script');
  await at.browser.run(pass => open_(pass), PASS);
  return widget.load({ chart, lang: 'en' });
}
const rows = (prefix = '') => at.browser.run(async prefix => Object.fromEntries(await v.read(prefix)), prefix);
const row = async (key, what = key) => until(async () => (await rows(key))[key], what);

test('a draft goes into the vault on every change, comes back after a reload, and the plain store is never opened', async () => {
  const chart = medical(), key = `draft/${chart.contextId}`;
  let widget = await open(chart);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await until(async () => JSON.parse((await rows(key))[key] ?? '{}').answers?.active_cancer === true, 'the draft');
  widget = await open(chart);
  await widget.untilScore(4);
  assert.deepEqual(await at.browser.run(async () => (await indexedDB.databases()).map(({ name }) => name)), ['virchow-ward']);
  assert.deepEqual((await widget.look()).failures, []);
});

test('a signature is one transaction: event, the ward\'s line, its outbox, and the end of the draft', async () => {
  const chart = medical(), widget = await open(chart);
  const { event, stored } = await widget.sign();
  assert.notEqual(stored, false);
  const all = await rows();
  const events = Object.keys(all).filter(key => key.startsWith(`event/${chart.contextId}/`)).map(key => JSON.parse(all[key]));
  verifies(events);
  assert.deepEqual(events.at(-1), event);
  assert.equal(JSON.parse(all[`admission/${chart.contextId}`]).events, events.length);
  assert.equal(JSON.parse(all[`outbox/${event.id}`]).event.id, event.id);
  assert.equal(all[`draft/${chart.contextId}`], undefined);
  await widget.untilDelivery('confirmed');
  assert.ok((await rows('outbox/'))[`outbox/${event.id}`], 'accepted by the page is not accepted by the HIS');
});

test('another tab signed first: nothing is overwritten, the answers stay, and signing again goes on from there', async () => {
  const chart = medical(), widget = await open(chart);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  const first = await at.browser.driver.getWindowHandle();
  await at.browser.driver.switchTo().newWindow('tab');
  const other = await (await open(chart)).sign();
  await at.browser.driver.close();
  await at.browser.driver.switchTo().window(first);
  await widget.fillRest();
  await widget.press('[data-action="sign"]');
  await until(async () => (await widget.errors()).some(({ code }) => code === 'E_CONFLICT'), 'the conflict');
  await widget.untilScore(4);
  const held = () => rows(`event/${chart.contextId}/`).then(all => Object.values(all).map(text => JSON.parse(text)));
  assert.equal((await held()).at(-1).id, other.event.id);
  await until(async () => { await widget.press('[data-action="sign"]').catch(() => {}); return (await held()).at(-1).id !== other.event.id; }, 'the second signature', 20_000);
  verifies(await held());
});

test('two tabs type for the same patient: neither draft is lost', async () => {
  const chart = medical(), key = `draft/${chart.contextId}`, widget = await open(chart);
  await widget.untilScore(1);
  const first = await at.browser.driver.getWindowHandle();
  await at.browser.driver.switchTo().newWindow('tab');
  const other = await open(chart);
  await other.press('[data-item="active_cancer"]');
  await until(async () => JSON.parse((await rows(key))[key] ?? '{}').answers?.active_cancer, 'the other draft');
  await at.browser.driver.close();
  await at.browser.driver.switchTo().window(first);
  await widget.press('[data-item="previous_vte"]');
  await until(async () => JSON.parse((await rows(key))[key] ?? '{}').answers?.previous_vte, 'our draft');
  assert.equal(JSON.parse(await row(`${key} (other)`)).answers.active_cancer, true);
  assert.deepEqual(await at.browser.run(() => aside), [chart.contextId]);
});

test('locking right after a keystroke keeps it', async () => {
  const chart = medical(), widget = await open(chart);
  await widget.untilScore(1);
  await at.browser.run(async () => { document.querySelector('vte-assessment').shadowRoot.querySelector('[data-item="active_cancer"]').click(); await v.lock(); });
  await (await open(chart)).untilScore(4);
});

test('a full disk at signing: nothing is signed, the answers stay, and it is said; with room again it is signed', async () => {
  const chart = medical(), widget = await open(chart);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await row(`draft/${chart.contextId}`);
  await widget.fillRest();
  await at.browser.run(() => {
    window.usual = { put: IDBObjectStore.prototype.put, add: IDBObjectStore.prototype.add };
    for (const verb of ['put', 'add']) IDBObjectStore.prototype[verb] = () => { throw new DOMException('', 'QuotaExceededError'); };
  });
  const answer = await widget.run(el => el.sign());
  assert.equal(answer.error?.code, 'E_STORAGE', JSON.stringify(answer));
  assert.match(answer.error.message.zh, /未能签名/);
  await widget.until((el, $) => /not signed/i.test($('[data-fault]')?.textContent ?? ''), 'that nothing was signed');
  const { delivery, rows: answered } = await widget.look();
  assert.deepEqual({ delivery: delivery ?? null, cancer: answered.active_cancer }, { delivery: null, cancer: 'yes' });
  assert.deepEqual(await widget.run(el => ({ record: el.record.length, pending: el.pending.length })), { record: 0, pending: 0 });
  assert.equal(await widget.run(() => seen.filter(({ type }) => type === 'vte-event').length), 0);
  await at.browser.run(() => { Object.assign(IDBObjectStore.prototype, window.usual); });
  const { event } = await widget.run(el => el.sign());
  assert.equal(event.type, 'assessed');
  await widget.untilDelivery('confirmed');
  assert.ok(Object.values(await rows(`event/${chart.contextId}/`)).some(text => JSON.parse(text).id === event.id));
});
