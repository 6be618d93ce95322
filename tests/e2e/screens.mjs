// Screenshots of every state, both languages, three widths, into docs/screens/: `npm run screens`.
// Fails when a state cannot be reached or a picture is too heavy to keep in a repository.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import UPNG from 'upng-js';
import { labs, surgical } from './cases.mjs';
import { launch } from './driver.mjs';
import { serve } from './server.mjs';

const OUT = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const LIMIT = 250 * 1024;
const STATES = {
  async empty(widget, words) { await widget.load({ chart: surgical({ label: words.who, operation: null, contextId: 'demo-1' }), user: words.user }); await widget.untilScore(3); },
  async half(widget, words) {
    await widget.load({ chart: surgical({ label: words.who, contextId: 'demo-2', facts: [{ id: 'malignancy', value: true, status: 'suggested', source: words.source }] }), user: words.user });
    await widget.untilScore(5);
    await widget.press('[data-item="varicose_veins"]', '[data-item="swollen_legs"]', '[data-action="unknown"][data-for="hyperhomocysteinemia"]');
    await widget.untilScore(7);
  },
  async error(widget, words) {
    await widget.load({ chart: surgical({ label: words.who, contextId: 'demo-3', facts: [{ id: 'platelets', value: 210, unit: 'zorbs', source: 'LIS' }] }), user: words.user });
    await widget.untilScore(5);
    await widget.press('[data-action="sign"]');
    await widget.until((el, $) => $('[data-errors]')?.textContent.trim(), 'the error summary');
  },
  async signed(widget, words, contextId = 'demo-4') {
    await widget.load({ chart: surgical({ label: words.who, contextId }), user: words.user });
    await widget.untilScore(5);
    await widget.press('[data-item="varicose_veins"]');
    await widget.untilScore(6);
    await widget.sign();
    await widget.untilDelivery('confirmed');
  },
  async bleeding(widget, words) {
    // Another admission each: who comes back to a signed one sees what holds.
    await STATES.signed(widget, words, 'demo-10');
    await widget.press('[data-action="prevention"]');
    await widget.until((el, $) => $('[data-rule]'), 'the proposal');
  },
  async plan(widget, words, contextId = 'demo-5') {
    await widget.load({ chart: surgical({ label: words.who, contextId, facts: labs({ platelets: 62 }) }), user: words.physician });
    await widget.untilScore(5);
    await widget.press('[data-item="varicose_veins"]');
    await widget.untilScore(6);
    await widget.sign();
    await widget.untilDelivery('confirmed');
    await widget.press('[data-action="prevention"]');
    await widget.until((el, $) => $('[data-action="authorise"]'), 'the plan');
    await widget.press('[data-action="none-of-the-rest"]');
    await widget.until((el, $) => $('[data-bleeding]').dataset.bleeding === 'low', 'bleeding settled');
    await widget.press('[data-action="sign"]');
    await widget.until((el, $) => !$('.fold')?.open, 'the questions folded away');
  },
  async override(widget, words) {
    await STATES.plan(widget, words, 'demo-6');
    await widget.press('.fold > summary', '[data-item="CI_COAG"]');
    await widget.until((el, $) => $('[data-drug="enoxaparin"]')?.closest('details'), 'the block');
    await widget.press('[data-drug="enoxaparin"]');
    await widget.until((el, $) => $('[data-override]'), 'the reason');
    await widget.press('[data-action="authorise"]');
  },
  async authorised(widget, words, contextId = 'demo-7') {
    await STATES.plan(widget, words, contextId);
    await widget.press('[data-action="authorise"]');
    await widget.until((el, $) => $('[data-standing="authorised"]'), 'the plan in force');
  },
  // Opened again by the nurse: what holds, from what this device kept.
  async back(widget, words) {
    await STATES.authorised(widget, words, 'demo-8');
    await widget.session.driver.navigate().refresh();
    await widget.session.run(lang => { document.documentElement.lang = document.querySelector('vte-assessment').lang = lang; }, words.lang);
    await widget.run(async (el, $, $$, given) => { await el.whenReady; el.user = given.user; el.chart = given.chart; }, { chart: surgical({ label: words.who, contextId: 'demo-8', facts: labs({ platelets: 62 }) }), user: words.user });
    await widget.until((el, $) => $('.holding[data-holds]'), 'what holds');
  },
  async suspicion(widget, words) {
    await widget.load({ chart: surgical({ label: words.who, contextId: 'demo-9' }), user: words.user });
    await widget.press('[data-action="suspected-vte"]');
    await widget.until((el, $) => $('[data-suspicion="site"]'), 'the report');
    await widget.press('[data-suspicion="site"][value="dvt"]');
    await widget.until((el, $) => $('[data-suspicion="limb"]'), 'the side');
    await widget.press('[data-suspicion="limb"][value="left"]', '[data-suspicion="signs"][value="leg_swelling"]');
    await widget.until((el, $) => $('[data-step="pump_off"]'), 'what to do');
  },
};
const WORDS = {
  zh: { lang: 'zh-CN', who: '演示·王*', source: '诊断', user: { id: 'n-07', name: '李护士', role: 'nurse' }, physician: { id: 'd-01', name: '周医生', role: 'physician' } },
  en: { lang: 'en', who: 'Demo, W.', source: 'diagnosis', user: { id: 'n-07', name: 'Nurse Li', role: 'nurse' }, physician: { id: 'd-01', name: 'Dr Zhou', role: 'physician' } },
};

mkdirSync(OUT, { recursive: true });
const server = await serve(), heavy = [];
try {
  for (const [short, words] of Object.entries(WORDS)) {
    const browser = await launch();
    try {
      for (const [state, reach] of Object.entries(STATES)) {
        server.his.reset();
        await browser.size(1280);
        const widget = await browser.open(`${server.origin}/picture.html`);
        await browser.run(lang => { document.documentElement.lang = document.querySelector('vte-assessment').lang = lang; }, words.lang);
        await reach(widget, words);
        for (const width of [480, 768, 1280]) {
          // As tall as the page: sticky parts then stand where the page ends, and nothing is cut.
          await browser.size(width, 900);
          const height = await browser.run(() => new Promise(done => requestAnimationFrame(() => done(document.documentElement.scrollHeight))));
          await browser.size(width, height);
          await browser.run(() => { document.activeElement?.shadowRoot?.activeElement?.blur(); scrollTo(0, 0); return new Promise(done => setTimeout(done, 250)); });
          const { data } = await browser.cdp('Page.captureScreenshot', { format: 'png' });
          const file = `${OUT}${short}-${width}-${state}.png`;
          // 128 colours: a third of the bytes, and no difference that an eye finds.
          const picture = UPNG.decode(Buffer.from(data, 'base64'));
          writeFileSync(file, Buffer.from(UPNG.encode([UPNG.toRGBA8(picture)[0]], picture.width, picture.height, 128)));
          const size = statSync(file).size;
          console.log(`${short}-${width}-${state}.png  ${width} x ${height}  ${(size / 1024).toFixed(0)} kB`);
          if (size > LIMIT) heavy.push(file);
        }
      }
    } finally { await browser.quit(); }
  }
} finally { await server.close(); }
if (heavy.length) { console.error(`over ${LIMIT / 1024} kB: ${heavy.join(', ')}`); process.exitCode = 1; }
