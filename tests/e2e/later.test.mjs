// What follows from a score is the second part of the same wasm instance, loaded when somebody goes there. Until it has come,
// or where it cannot come, nothing that was signed or entered is lost, and nobody enters what is not there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CJK, LATIN, surgical } from './cases.mjs';
import { DIST } from './server.mjs';
import { stage } from './stage.mjs';

const at = stage();
const LATER = '/virchow/v1/more/later_bg.wasm';
const file = name => readFileSync(join(DIST, 'v1', name));
const asked = () => at.server.requests.filter(({ path }) => path.endsWith(LATER.split('/').at(-1))).length;

async function signed(page = 'job.html', given = {}) {
  const widget = await at.page(page, { chart: surgical(), lang: 'zh-CN', ...given });
  await widget.untilScore(5);
  await widget.sign();
  await widget.untilDelivery('confirmed');
  return widget;
}
const toPrevention = async widget => {
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-rule]'), 'the proposal');
};
async function without(special, act) {
  at.server.override[LATER] = special;
  try { return await act(); } finally { delete at.server.override[LATER]; }
}

test('the two parts are of one build: each place that the second names is there in the first', async () => {
  const [first, second] = await Promise.all(['virchow_bg.wasm', 'more/later_bg.wasm'].map(name => WebAssembly.compile(file(name))));
  const offered = new Map(WebAssembly.Module.exports(first).map(({ name, kind }) => [name, kind]));
  for (const { name, kind } of WebAssembly.Module.imports(second)) assert.equal(offered.get(name), kind, name);
  assert.deepEqual(WebAssembly.Module.exports(second), [], 'it is entered through the table alone');
});

test('a score is filled, signed and delivered without it; it is asked for once, when somebody goes there', async () => {
  const before = asked();
  const widget = await signed();
  assert.equal(asked(), before);
  await toPrevention(widget);
  await widget.press('[data-action="to-score"]');
  await toPrevention(widget);
  assert.equal(asked(), before + 1);
});

test('under the strict policy of the bridge too', async () => {
  await toPrevention(await signed('strict.html'));
});

for (const [what, special] of [
  ['missing', { status: 404 }],
  ['no wasm', { body: 'not found, said politely' }],
  ['of another build', { get body() { return Buffer.from(file('more/later_bg.wasm').toString('latin1').replace(/(\x01\.\x08)[0-9a-f]{8}/, '$100000000'), 'latin1'); } }],
]) {
  test(`${what}: said in words, the result stands, and it can be tried again`, async () => {
    const widget = await without(special, async () => {
      const widget = await signed();
      await widget.press('[data-action="prevention"]');
      await widget.until((el, $) => $('[data-missing]'), 'the word that it could not be loaded');
      return widget;
    });
    assert.ok(CJK.test(await widget.run((el, $) => $('[data-missing]').textContent)));
    assert.equal((await widget.look()).state, 'sent');
    const [error] = (await widget.errors()).filter(({ code }) => code === 'E_WASM');
    assert.ok(CJK.test(error.message.zh) && LATIN.test(error.message.en) && error.retryable);
    await toPrevention(widget);
    assert.equal(await widget.run((el, $) => !!$('[data-missing]')), false);
  });
}

test('a draft of the questions waits for them in the store', async () => {
  const chart = surgical();
  let widget = await signed('job.html', { chart });
  await toPrevention(widget);
  await widget.press('[data-item="bs_active_bleeding"]');
  const row = () => widget.run((el, $) => $('[data-row="bs_active_bleeding"]')?.dataset.answer);
  await widget.until((el, $) => $('[data-row="bs_active_bleeding"]').dataset.answer === 'yes', 'the answer');
  await new Promise(done => setTimeout(done, 300));
  const record = await widget.run(el => el.record);
  widget = await without({ status: 404 }, async () => {
    const widget = await at.page('job.html');
    await widget.run(async (el, $, $$, given) => { await el.whenReady; el.user = given.user; el.record = given.record; el.chart = given.chart; }, { chart, record, user: { id: 'n-07', name: '李护士', role: 'nurse' } });
    await widget.until((el, $) => $('[data-missing]'), 'the word that it could not be loaded');
    return widget;
  });
  await widget.press('[data-missing] [data-action="prevention"]');
  await widget.until((el, $) => $('[data-rule]'), 'the questions');
  assert.equal(await row(), 'yes');
});
