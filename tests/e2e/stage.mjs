// What a suite stands on: one server and one browser for the file, closed behind it.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { hashOf, UUID7 } from './cases.mjs';
import { launch, PATIENCE } from './driver.mjs';
import { serve } from './server.mjs';

export function stage(options = {}) {
  const it = {
    async page(name, { lang, attributes, ...given } = {}) {
      it.server.his.reset();
      const widget = await it.browser.open(`${it.origin ?? it.server.origin}/${name}`);
      it.server.his.reset();   // what the page before had on its lips
      return given.chart || given.profile ? widget.load({ lang: lang ?? 'en', attributes, ...given }) : widget;
    },
    get his() { return it.server.his; },
    posted: (count, timeout = PATIENCE) => until(() => it.server.his.posts.length >= count && it.server.his.posts, `${count} posts`, timeout),
  };
  before(async () => {
    it.server = await serve(options.server);
    it.browser = await launch({ ...options, hosts: options.host ? { [options.host]: it.server.port } : {} });
    if (options.host) it.origin = `http://${options.host}`;
  });
  after(async () => { await it.browser?.quit(); await it.server?.close(); });
  return it;
}

export async function until(check, what, timeout = PATIENCE) {
  timeout = Math.max(timeout, PATIENCE);
  const end = Date.now() + timeout;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}`);
    await new Promise(next => setTimeout(next, 40));
  }
}
export const pause = ms => new Promise(done => setTimeout(done, ms));

// A record as an auditor without our code would check it.
export function verifies(record) {
  assert.ok(record.length > 0, 'an empty record');
  record.forEach((event, index) => {
    assert.equal(event.v, 1);
    assert.match(event.id, UUID7);
    assert.equal(event.seq, record[0].seq + index, 'seq has no hole');
    assert.equal(event.prev, index ? record[index - 1].hash : event.prev, 'prev is the hash before');
    assert.equal(event.hash, hashOf(event), 'hash covers everything but itself');
    assert.match(event.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$/);
    assert.match(event.rules.sha256, /^[0-9a-f]{64}$/);
  });
  if (record[0].seq === 1) assert.equal(record[0].prev, null);
  assert.equal(new Set(record.map(event => event.id)).size, record.length);
}
