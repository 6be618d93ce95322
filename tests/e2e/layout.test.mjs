// What only the eye would find: text upon text, and things that stick out, at every width that a ward has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surgical } from './cases.mjs';
import { stage } from './stage.mjs';

const at = stage();
const WIDTHS = [240, 300, 360, 480, 768, 1024, 1280];

for (const lang of ['zh-CN', 'en']) {
  for (const [state, reach] of Object.entries({
    form: async widget => { await widget.press('[data-item="varicose_veins"]', '[data-item="other_risk_factor"]', '[data-action="unknown"][data-for="anticardiolipin"]', '[data-action="sign"]'); await widget.until((el, $) => $('[data-errors]'), 'the summary'); },
    opened: async widget => { await widget.press('[data-action="override"][data-for="bmi_gt_25"]'); await widget.until((el, $) => !$('[data-item="bmi_gt_25"]').disabled, 'the item opened'); },
    signed: async widget => { await widget.sign(); await widget.untilDelivery('confirmed'); },
    prevention: async widget => { await widget.sign(); await widget.untilDelivery('confirmed'); await widget.press('[data-action="prevention"]'); await widget.until((el, $) => $('[data-rule]'), 'the proposal', { timeout: 15_000 }); },
  })) {
    test(`${state}, ${lang}: no text on text, nothing sideways`, async () => {
      await at.browser.size(1024);
      const facts = [{ id: 'malignancy', value: true, status: 'suggested', source: 'diagnosis' }, { id: 'height', value: 17.3, unit: 'm', source: 'HIS' }];
      const widget = await at.page('job.html', { chart: surgical({ facts: ['signed', 'prevention'].includes(state) ? [] : facts }), lang });
      await widget.untilScore(5);
      await reach(widget);
      const found = {};
      for (const width of WIDTHS) {
        await at.browser.size(width);
        // A window of some browsers is never so narrow; the page is.
        await at.browser.run(width => { document.body.style.width = innerWidth > width ? `${width}px` : ''; }, width);
        const { sideways, overlaps } = await widget.run((el, $, $$) => {
          const root = $('.root'), boxes = [];
          // Rows off the screen are skipped until they come near it; here they are measured where they would be seen.
          for (const part of $$('*')) if (getComputedStyle(part).contentVisibility === 'auto') part.style.contentVisibility = 'visible';
          const clipped = x => { for (; x && x !== root; x = x.parentElement) { const s = getComputedStyle(x); if (s.clipPath !== 'none' || s.visibility === 'hidden' || s.position === 'sticky' || (s.overflow !== 'visible' && x.clientWidth < 3)) return true; } return false; };
          const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const node = walk.currentNode, holder = node.parentElement;
            if (!node.data.trim() || ['OPTION', 'SELECT'].includes(holder.tagName) || !holder.checkVisibility() || clipped(holder)) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const rect of range.getClientRects()) if (rect.width > 2) boxes.push({ rect, node, text: node.data.trim().slice(0, 30) });
          }
          const overlaps = [];
          for (let a = 0; a < boxes.length; a++) for (let b = a + 1; b < boxes.length; b++) {
            if (boxes[a].node === boxes[b].node) continue;
            const [p, q] = [boxes[a].rect, boxes[b].rect];
            if (Math.min(p.right, q.right) - Math.max(p.left, q.left) > 3 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 5) overlaps.push(`"${boxes[a].text}" × "${boxes[b].text}"`);
          }
          const edge = root.getBoundingClientRect().right + 1;
          const out = $$('.root *').filter(x => x.getBoundingClientRect().right > edge && x.checkVisibility() && !clipped(x)).map(x => x.outerHTML.slice(0, 80));
          return { sideways: root.scrollWidth > root.clientWidth + 1 ? out.slice(0, 4) : [], overlaps: overlaps.slice(0, 8) };
        });
        if (sideways.length || overlaps.length) found[width] = { sideways, overlaps };
      }
      assert.deepEqual(found, {});
    });
  }
}
