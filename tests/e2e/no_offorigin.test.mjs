// Nothing leaves the origin: the whole job and the stand-alone page, watched from the network log of the browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surgical } from './cases.mjs';
import { pause, stage, until } from './stage.mjs';

const at = stage({ log: true });

test('the whole job asks only its own origin, and loads one wasm', async () => {
  await at.browser.requested();
  const widget = await at.page('job.html', { chart: surgical() });
  await widget.untilScore(5);
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await pause(500);
  const urls = await at.browser.requested();
  assert.deepEqual(urls.filter(url => new URL(url).origin !== at.server.origin), []);
  assert.equal(urls.filter(url => url.endsWith('.wasm')).length, 1);
  assert.ok(!urls.some(url => /\?/.test(url)), 'nothing in a query');
  assert.ok(!urls.some(url => url.includes('/more/')), 'nothing of the later parts on a first visit');
});

test('the stand-alone page: a demo patient, assessed, the posted event in the console beside it', async () => {
  await at.browser.requested();
  const widget = await at.browser.open(`${at.server.origin}/virchow/index.html`);
  await widget.until((el, $) => $('[data-score]') || $('[data-instrument]'), 'the form');
  assert.match(await at.browser.run(() => document.body.textContent), /演示/);
  await widget.press('[data-action="none-of-the-rest"]');
  await until(async () => ['complete', 'in_progress'].includes((await widget.look()).state), 'answers');
  await widget.press('[data-action="sign"]');
  await until(() => at.browser.run(() => /"?type"?\W+assessed/.test(document.body.innerText) || /assessed/.test(document.body.textContent)), 'the event in the console');
  const urls = await at.browser.requested();
  assert.deepEqual(urls.filter(url => new URL(url).origin !== at.server.origin), []);
  assert.deepEqual(await at.browser.axe(), []);
  assert.deepEqual((await at.browser.consoleErrors()), []);
});
