// The quality office. A month's job from end to end, by keyboard: a file of front pages in GBK beside the ward's own events, the overview, the
// stays behind a number, the printed report. Then the office alone with the demonstration, in both languages, looked over by axe.
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { textOf } from './pdf.mjs';
import { until } from './stage.mjs';
import { assert, tablet } from './tablet.mjs';

const FILE = fileURLToPath(new URL('../fixtures/front-pages-gb18030.csv', import.meta.url));
let it;
before(async () => {
  it = await tablet({ width: 1024, height: 1000, log: true });
  await it.open();
  await it.speak('zh-CN');
  await it.open();
  await it.create();
  await it.press('[data-action="demo"]');
  await it.see('[data-board="38"]', 60_000);
});
after(async () => { await it?.quit(); await it?.server.close(); });

const keys = (...pressed) => it.driver.actions().sendKeys(...pressed).perform();
const TAB = '\uE004', ENTER = '\uE007', SPACE = ' ', DOWN = '\uE015';
/** On by Tab until the focus is there, as somebody without a mouse. */
async function tabTo(selector) {
  await it.see(selector);
  for (let step = 0; step < 120; step++) {
    if (await it.run(s => document.activeElement?.matches(s), selector)) return;
    await keys(TAB);
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}
const enter = async selector => { await tabTo(selector); await keys(ENTER); };
const number = selector => it.run(s => Number(document.querySelector(s)?.textContent.replace(/\D/g, '')), selector);
const pdf = async () => textOf(Buffer.from((await it.session.cdp('Page.printToPDF', { preferCSSPageSize: true })).data, 'base64'));
/** Nothing of a patient in the address and the title. */
const quiet = async () => assert.doesNotMatch(await it.run(() => location.href + document.title), /88000|骨科|演示\d/);
const small = () => it.run(() => [...document.querySelectorAll('.office :is(button, a, select, input, summary)')].filter(of => {
  const { width, height } = of.getBoundingClientRect();
  return of.checkVisibility() && width > 0 && !of.matches('.skip, [type="checkbox"]') && Math.min(height, of.matches('input, select, summary') ? 99 : width) < 43.5;
}).map(of => `${of.tagName} ${of.textContent.slice(0, 30)}`));

test('who may: a nurse has no way there, and is told so at the address; a quality officer has a link', async () => {
  await it.as('nurse');
  assert.equal(await it.run(() => document.querySelector('[data-page="quality"]')), null);
  await it.run(() => { location.hash = '#/quality'; });
  await it.see('.office [data-refused]');
  await it.press('[data-action="leave-office"]');
  await it.see('.bed');
  await it.as('quality');
  await it.see('[data-page="quality"]');
});

test('a month’s job by keyboard: the ward and a GBK file, the overview, down to the deciding event, and the printed report', async () => {
  await enter('[data-page="quality"]');
  await it.see('.office [data-nothing]');
  await it.said('[data-demo]', /演示.*不得上报/);
  assert.equal(await it.run(() => document.querySelectorAll('.ways button.primary, .ways [data-file], .ways [data-action="demonstrate"]').length), 3, 'three ways to begin');
  assert.deepEqual(await it.session.axe(), [], 'nothing yet');
  for (const name of ['adults', 'vte-noted']) { await tabTo(`[name="${name}"]`); await keys(SPACE); await it.see(`[name="${name}"]:checked`); }
  await enter('[data-action="take-ward"]');
  await it.see('[data-source="ward"]');
  // The file is chosen in the system’s own window, which a driver answers by its name.
  await tabTo('[data-file="source"]');
  await it.driver.findElement({ css: '[data-file="source"]' }).sendKeys(FILE);
  await it.see('[data-would="40"][data-refuses="2"]');
  assert.equal(await it.text('[data-encoding][aria-pressed="true"]'), 'GB18030');
  assert.match(await it.text('.first-lines'), /病案号.*骨科/s);
  assert.equal(await it.run(() => document.querySelectorAll('[data-source]').length), 1, 'nothing of it counts yet');
  const refused = await it.text('[data-refused-rows]');
  assert.ok(/42/.test(refused) && /43/.test(refused) && /XB/.test(refused) && !/8800041|8800042/.test(refused), refused);
  assert.deepEqual(await it.session.axe(), [], 'the preview');
  await enter('[data-action="keep-file"]');
  await it.see('[data-sources="2"] [data-source="front_pages"]');
  await enter('[data-action="to-overview"]');
  await it.see('.quality-card');
  await it.choose('[data-field="month"]', '2026-03');
  await until(async () => (await number('[data-indicator="nqt_vte_assess_rate"] [data-behind="counted"]')) === 40, 'the front pages of March');
  assert.match(await it.text('[data-indicator="nqt_vte_assess_rate"] .alert'), /无法判定\s*40/, 'what a page does not tell is open, not no');
  assert.equal(await it.text('[data-indicator="nqt_vte_assess_rate"] [data-rate]'), '0.00–100.00 %', 'and no rate of 0 %');
  assert.equal(await it.text('[data-indicator="alliance_1"] [data-rate]'), '–', 'nobody is a dash');
  assert.deepEqual(await it.session.axe(), [], 'the overview');
  assert.deepEqual(await small(), []);
  // The ward’s own month: from a card to its stays, and of one of them to the event.
  await it.choose('[data-field="month"]', '');
  await enter('[data-indicator="alliance_1"] .how summary');
  assert.match(await it.text('[data-indicator="alliance_1"] .how[open]'), /依次排除/);
  await enter('[data-indicator="nqt_vte_assess_rate"] [data-behind="numerator"]');
  await it.see('[data-stays]');
  assert.ok((await it.run(() => Number(document.querySelector('[data-stays]').dataset.stays))) > 0);
  await enter('[data-stay] > summary');
  await it.see('[data-stay][open] [data-decides="true"]');
  assert.match(await it.text('[data-stay][open] [data-decides="true"]'), /VTE风险评估.*记录事件 \d+.*◆/);
  assert.deepEqual(await it.session.axe(), [], 'the stays behind a number');
  await quiet();
  await enter('[data-stay][open] [data-action="open-record"]');
  await it.see('[data-patient]');
  assert.equal(await it.run(() => location.hash), '', 'the record is in the ward, the office is left');
  await enter('[data-page="quality"]');
  await it.see('[data-sources="2"]');
  for (const page of ['data-quality', 'sites', 'definitions']) {
    await enter(`[data-page="${page}"]`);
    await it.see(`[data-page="${page}"][aria-current="page"]`);
    assert.deepEqual(await it.session.axe(), [], page);
    assert.deepEqual(await small(), [], page);
  }
  await enter('[data-page="report"]');
  await it.choose('[data-field="month"]', '2026-03');
  await it.see('[data-report="2026-03"]');
  await tabTo('[name="filled-by"]');
  await keys('李敏');
  assert.deepEqual(await it.session.axe(), [], 'the report');
  const pages = await pdf(), printed = pages.join(' ');
  for (const words of [/2\.2\.1\.5\.1/, /C11\.1/, /出院人次/, /排除与无法判定/, /计算口径/, /填报人李敏/, /演示数据/]) assert.ok(words.test(printed.replace(/\s/g, '')), `${words} is printed`);
  assert.ok(!printed.includes('88000'), 'no number of a record');
  await quiet();
  assert.deepEqual(await it.session.consoleErrors(), []);
});

test('alone, without a ward: the demonstration under its banner, in both languages, every page', async () => {
  await it.driver.get(`${it.origin}/virchow/quality.html`);
  await it.see('.office [data-nothing]');
  assert.equal(await it.run(() => document.querySelectorAll('.ways > .panel').length), 2, 'no ward here');
  await it.press('[data-action="demonstrate"]');
  await it.see('[data-banner]');
  await it.press('[data-page="overview"]');
  await it.see('.quality-card', 60_000);
  await it.press('[data-page="before-after"]');
  await it.see('[data-compared]');
  assert.match(await it.text('[data-no-trial]'), /不是试验/);
  assert.match(await it.text('[data-compared]'), /65360\/66067/, 'the first of the study: both sites after');
  await it.press('[data-page="trend"]');
  await it.see('[data-verdict="signal"]');
  assert.equal(await it.run(() => document.querySelectorAll('[data-trend] tbody tr').length), 24);
  assert.equal(await it.text('[data-trend] thead th'), '月份');
  await it.press('[data-page="sites"]');
  await it.see('[data-funnel]');
  await it.press('[data-action="language"]');
  await it.said('[data-banner]', /Not to be handed in/);
  for (const page of ['overview', 'trend', 'before-after', 'sites', 'data-quality', 'report', 'sources']) {
    await it.press(`[data-page="${page}"]`);
    await it.see(`[data-page="${page}"][aria-current="page"]`);
    assert.deepEqual(await it.session.axe(), [], page);
    const chinese = await it.run(() => document.querySelector('#office-main').innerText.match(/[一-鿿]{2,}/g)?.filter(word => !/演示|外科|内科/.test(word)) ?? []);
    assert.deepEqual(chinese, [], `${page} in English`);
  }
  await it.press('[data-action="remove-source"]');
  await it.see('[data-nothing]');
  assert.deepEqual(await it.session.consoleErrors(), []);
});
