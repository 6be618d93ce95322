// What the widget's own store holds from earlier versions is read by this one: a draft comes back, a signature still goes out.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { stage, until, verifies } from './stage.mjs';

const at = stage({ breaks: ['store'] });
const { charts: [signed, begun], version, stores } = JSON.parse(readFileSync(new URL('../golden/widget-store-v1.json', import.meta.url), 'utf8'));

test('store version 1: the draft is there, the signed event reaches the host once, the record verifies', async () => {
  await at.browser.open(`${at.server.origin}/blank.html`);
  await at.browser.run((version, stores) => new Promise((done, bad) => {
    const open = indexedDB.open('virchow', version);
    open.onerror = bad;
    open.onupgradeneeded = () => Object.keys(stores).forEach(store => open.result.createObjectStore(store));
    open.onsuccess = () => {
      const transaction = open.result.transaction(Object.keys(stores), 'readwrite');
      for (const [store, rows] of Object.entries(stores)) for (const [key, value] of rows) transaction.objectStore(store).put(value, key);
      transaction.oncomplete = () => { open.result.close(); done(); };
    };
  }), version, stores);
  let widget = await at.page('job.html', { chart: begun });
  await widget.until((el, $) => $('[data-item="previous_vte"]')?.checked, 'the draft');
  widget = await at.page('job.html', { chart: signed });
  const [[id]] = stores.outbox.slice(-1);
  await until(() => at.his.effect.some(event => event.id === id), 'the delivery', 15_000);
  verifies(await widget.run(el => JSON.parse(JSON.stringify(el.record))));
  assert.equal(at.his.effect.filter(event => event.id === id).length, 1);
});
