// When we break: the wasm instance is destroyed under two elements. Both say so, neither shows a number, Restart brings
// both back from their drafts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CJK, LATIN, medical } from './cases.mjs';
import { needsDevTools } from './driver.mjs';
import { stage } from './stage.mjs';

const at = stage({ breaks: ['panic', 'file'] });

for (const [what, enter] of [['a tap', widget => widget.press('[data-item="previous_vte"]')], ['a call of the host', widget => widget.run(el => { try { el.validate(); } catch { /* seen below */ } })]]) {
  test(`the instance dies under ${what}: no result stands, Restart goes on from the draft`, { skip: needsDevTools('memory laid waste') }, async () => {
    // A renderer of its own: Chromium's search for objects brings down one that still holds the dead page of the test before.
    await at.browser.driver.switchTo().newWindow('tab');
    await at.page('two.html');
    const one = at.browser.widget('#one'), two = at.browser.widget('#two');
    await one.load({ chart: medical() });
    await two.load({ chart: medical() });
    await one.press('[data-item="active_cancer"]');
    await one.untilScore(4);
    await new Promise(done => setTimeout(done, 300));
    const { result } = await at.browser.cdp('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
    const { objects } = await at.browser.cdp('Runtime.queryObjects', { prototypeObjectId: result.objectId });
    await at.browser.cdp('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration: 'function () { for (const memory of this) new Uint8Array(memory.buffer).fill(0xff); }' });
    await enter(one).catch(() => {});
    for (const widget of [one, two]) {
      const text = await widget.until(el => /计算已停止/.test(el.shadowRoot.textContent) && el.shadowRoot.textContent, 'the word that it stopped');
      assert.ok(CJK.test(text) && LATIN.test(text));
      assert.equal(await widget.run((el, $) => !!$('[data-score]')), false);
      assert.equal(await widget.run(el => el.state), 'error');
    }
    const errors = (await one.errors()).filter(error => error.code === 'E_INTERNAL');
    assert.equal(errors.length, 2);
    assert.equal(errors[0].retryable, true);
    assert.doesNotThrow(async () => one.run(el => el.validate()));
    await one.press('[data-action="restart"]');
    await one.untilScore(4);
    await two.untilScore(1);
    await one.sign();
    await one.untilDelivery('confirmed');
  });
}
