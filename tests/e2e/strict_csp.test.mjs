// A host page with the strictest policy that bridge.md names, Trusted Types on, and a style sheet that hates everybody.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surgical } from './cases.mjs';
import { stage, verifies } from './stage.mjs';

const at = stage({ log: true, breaks: ['policy', 'file'] });

test('the whole job raises no policy violation', async () => {
  const widget = await at.page('strict.html', { chart: surgical() });
  await widget.untilScore(5);
  await widget.tick('varicose_veins');
  await widget.action('none-of-the-rest');
  await widget.untilState('complete');
  await widget.action('sign');
  await widget.untilDelivery('confirmed');
  await widget.action('amend');
  await widget.until((el, $) => $('[data-reason]'), 'the reason field');
  verifies(at.his.posts.map(post => post.event));
  // A browser may look for a favourite's icon by itself, which this policy refuses.
  assert.deepEqual(await at.browser.run(() => [violations.filter(line => !/favicon/.test(line)), failures]), [[], []]);
  assert.deepEqual((await at.browser.consoleErrors()).filter(line => !/favicon/.test(line)), []);
  assert.deepEqual(await widget.run((el, $, $$) => $$('[style], style').map(x => x.outerHTML.slice(0, 80))), [], 'no inline style');
  assert.ok(await widget.run(el => el.shadowRoot.adoptedStyleSheets.length > 0));
});

for (const width of [480, 1280]) {
  test(`the page's style sheet does not reach in, and every target is 44 px, at ${width} px`, async () => {
    await at.browser.size(width);
    const widget = await at.page('strict.html', { chart: surgical() });
    await widget.untilScore(5);
    assert.equal(await widget.run(el => getComputedStyle(el).display), 'block');
    const leaked = await widget.run((el, $, $$) => $$('.root, .root *').filter(x => !x.closest('svg')).map(x => [x, getComputedStyle(x)])
      .filter(([x, s]) => s.fontSize === '40px' || s.color === 'rgb(255, 0, 255)' || s.textTransform === 'uppercase').map(([x]) => x.outerHTML.slice(0, 90)).slice(0, 5));
    assert.deepEqual(leaked, []);
    // A target is what answers to the finger: found by feeling outwards from its middle, labels and their areas included.
    const small = await widget.run((el, $, $$) => {
      const owner = (x, y) => { const hit = el.shadowRoot.elementFromPoint(x, y); return hit && (hit.closest('button, input, select, textarea, summary, a[href]') ?? hit.closest('label')?.control); };
      return $$('input, button, select, textarea, summary, a[href]').filter(x => !x.disabled && x.checkVisibility({ visibilityProperty: true })).map(x => {
        x.scrollIntoView({ block: 'center' });
        const box = x.getBoundingClientRect(), cx = box.left + box.width / 2, cy = box.top + box.height / 2;
        const reach = (dx, dy) => { let n = 0; while (n < 60 && owner(cx + dx * (n + 1), cy + dy * (n + 1)) === x) n++; return n; };
        return [x.outerHTML.slice(0, 110), reach(1, 0) + reach(-1, 0) + 1, reach(0, 1) + reach(0, -1) + 1];
      }).filter(([, width, height]) => width < 44 || height < 44);
    });
    assert.deepEqual(small, []);
    assert.ok(await at.browser.run(() => document.querySelector('vte-assessment').getBoundingClientRect().right <= innerWidth + 1), 'nothing sticks out sideways');
    assert.deepEqual(await widget.run((el, $) => [$('.root').scrollWidth > $('.root').clientWidth + 1]), [false]);
  });
}
