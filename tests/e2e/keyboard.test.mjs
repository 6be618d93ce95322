// By keyboard alone: no click, no focus() from script. Tab, Shift+Tab, Space, arrows, Enter.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labs, medical, surgical } from './cases.mjs';
import { Key } from './driver.mjs';
import { stage, until } from './stage.mjs';

const at = stage();
const back = () => at.browser.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
// Tabs on until the focus is where `is` says, and returns how many stops it took.
async function tabTo(is, what, step = () => at.browser.keys(Key.TAB)) {
  for (let stops = 1; stops < 150; stops++) {
    await step();
    if (is(await at.browser.focused() ?? {})) return stops;
  }
  throw new Error(`no Tab stop: ${what}`);
}
// The focus must be visible: an outline, a ring or a border that is not there without it.
const visible = () => at.browser.run(() => {
  let x = document.activeElement;
  while (x?.shadowRoot?.activeElement) x = x.shadowRoot.activeElement;
  const rings = [x, x.parentElement, x.closest('label'), x.nextElementSibling].filter(Boolean).map(e => getComputedStyle(e));
  const box = x.getBoundingClientRect();
  return { ring: rings.some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'), onScreen: box.bottom > 0 && box.top < innerHeight };
});

test('a whole Padua assessment by Tab, Space and Enter', async () => {
  const chart = medical();
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(1);
  await tabTo(f => f.item === 'active_cancer', 'active_cancer');
  assert.deepEqual(await visible(), { ring: true, onScreen: true });
  await at.browser.keys(Key.SPACE);
  await widget.untilScore(4);
  assert.equal((await at.browser.focused()).item, 'active_cancer', 'answering does not move the focus');
  await tabTo(f => f.item === 'previous_vte', 'previous_vte');
  await at.browser.keys(Key.SPACE);
  await widget.untilScore(7);
  await at.browser.keys(Key.SPACE);
  await widget.untilScore(4);
  await tabTo(f => f.action === 'unknown' && f.for === 'hormonal_treatment', 'cannot be known');
  await at.browser.keys(Key.ENTER);
  await widget.until((el, $) => $('[data-row="hormonal_treatment"]').dataset.answer === 'unknown', 'unknown');
  await tabTo(f => f.action === 'none-of-the-rest', 'none of the rest');
  assert.ok((await visible()).ring);
  await at.browser.keys(Key.ENTER);
  await widget.untilState('complete');
  await tabTo(f => f.action === 'sign', 'sign');
  await at.browser.keys(Key.ENTER);
  const [{ detail }] = await widget.untilSeen('vte-event').then(all => all.filter(e => e.detail.event.type === 'assessed'));
  await widget.untilDelivery('confirmed');
  assert.equal(detail.event.body.floor, 4);
  assert.equal(detail.event.body.ceiling, 5);
  assert.equal(detail.event.body.band, 'high', 'both ends in one band: may be signed');
  const focus = await at.browser.focused();
  assert.notEqual(focus.tag, 'body', 'signing does not drop the focus on the floor');
});

test('groups by arrows, sign too early leads to what is missing', async () => {
  const chart = surgical({ operation: null });
  const widget = await at.page('job.html', { chart });
  await widget.untilScore(3);
  await tabTo(f => f.type === 'radio' && (f.item === 'minor_surgery' || f.groupNone === 'G_SURGERY'), 'the kind of surgery');
  await at.browser.keys(Key.SPACE);
  for (let presses = 0; presses < 8; presses++) {
    if ((await at.browser.focused()).item === 'elective_arthroplasty') break;
    await at.browser.keys(Key.ARROW_DOWN);
  }
  assert.equal((await at.browser.focused()).item, 'elective_arthroplasty');
  await widget.untilScore(8);
  await tabTo(f => f.action === 'sign', 'sign');
  await at.browser.keys(Key.ENTER);
  await widget.until((el, $) => $('[data-errors]')?.textContent.trim(), 'the error summary');
  const { focus, inSummary } = await widget.run(el => { const x = el.shadowRoot.activeElement; return { focus: x?.outerHTML.slice(0, 80), inSummary: !!x?.closest('[data-errors], [data-row]') || !!x?.querySelector('[data-errors]') }; });
  assert.ok(inSummary, `the focus goes to the summary or the item, not ${focus}`);
  assert.equal((await widget.seen('vte-event')).length, 0);
});

test('nothing traps the focus: Tab leaves the element at its end, Shift+Tab at its beginning', async () => {
  await at.page('form.html');
  const widget = await at.browser.widget().load({ chart: medical(), lang: 'en' });
  await widget.untilScore(1);
  await tabTo(f => f.name === 'note', 'the field before');
  await tabTo(f => f.tag === 'button' && !f.action && !f.item && !f.instrument && f.type === 'submit', 'the button after');
  await tabTo(f => f.name === 'note', 'the field before, going back', back);
});

test('bleeding list, plan and signature by keyboard', async () => {
  const widget = await at.page('job.html', { chart: surgical({ facts: labs() }), user: { id: 'd-01', name: '周医生', role: 'physician' } });
  await widget.untilScore(5);
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await tabTo(f => f.action === 'prevention', 'bleeding and prevention');
  await at.browser.keys(Key.ENTER);
  await widget.until((el, $) => $('[data-action="authorise"]'), 'the plan');
  await until(async () => (await at.browser.focused()).tag !== 'body', 'the focus to come along');
  await tabTo(f => f.action === 'none-of-the-rest', 'none of the rest');
  await at.browser.keys(Key.ENTER);
  await widget.until((el, $) => $('[data-bleeding]').dataset.bleeding === 'low', 'bleeding settled');
  await tabTo(f => f.name === 'vte-drug', 'the drug');
  await at.browser.keys(Key.ARROW_DOWN);
  await widget.until((el, $) => $('[data-drug="nadroparin"]').checked, 'another drug by arrow');
  await until(async () => (await visible()).ring, 'the ring around it');
  await tabTo(f => f.action === 'authorise', 'authorise');
  await at.browser.keys(Key.ENTER);
  await widget.until((el, $) => $('[data-standing="authorised"]'), 'authorised');
  assert.deepEqual((await widget.run(el => el.record)).map(event => event.type), ['assessed', 'bleeding_screened', 'plan_authorised'], 'the list is signed before the plan');
  assert.notEqual((await at.browser.focused()).tag, 'body', 'authorising does not drop the focus on the floor');
});
