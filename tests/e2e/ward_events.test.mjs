// What happens to a patient on the ward, each form by itself: an operation planned, then done; a procedure; an operation that
// cannot be as it was entered; VTE suspected, excluded, suspected again and confirmed; and who may.
import { after, before, test } from 'node:test';
import { until } from './stage.mjs';
import { assert, PASS, tablet } from './tablet.mjs';

let it;
before(async () => {
  it = await tablet({ width: 768, height: 1024, log: true });
  await it.open();
  await it.speak('zh-CN');
  await it.open();
  await it.create();
  await it.found();
  await it.add('王一', 'physician');
});
after(async () => { await it?.quit(); await it?.server.close(); });

const set = (selector, value) => it.run((s, value) => { const e = document.querySelector(s); e.value = value; e.dispatchEvent(new Event('change', { bubbles: true })); }, selector, value);
const events = () => it.events();
const as = role => it.as(role);
const local = hours => new Date(Date.now() + (hours + 8) * 3_600_000).toISOString().slice(0, 16);
const signs = selector => it.signs(selector);
const refused = async (selector, pattern) => {
  const now = await events();
  await it.press(selector);
  await it.said('.trouble', pattern);
  assert.equal(await events(), now, 'nothing was signed');
  await it.press('[data-action="dismiss"]');
  await it.gone('.trouble');
};
const unfold = async (happening, inside) => {
  await it.see(`[data-happening="${happening}"]`);
  if (!await it.run(s => document.querySelector(s).open, `[data-happening="${happening}"]`)) await it.press(`[data-happening="${happening}"] > summary`);
  await it.see(`[data-happening="${happening}"] ${inside}`);
};
const admit = async (label, bed) => {
  await it.press('[data-page="board"]');
  await it.press('[data-action="admit"]');
  await it.type('[name="label"]', label);
  await it.type('[name="bed"]', bed);
  await set('[name="sex"]', 'female');
  await set('[name="born"]', '1958-03-02');
  await set('[name="setting"]', 'surgical');
  await set('[data-form="admit"] [name="at"]', local(-30));
  await it.press('[data-action="admit-now"]');
  await it.see('[data-patient]');
  await it.press('[data-tab="work"]');
  await it.see('[data-dues]');
};
const triggers = () => it.run(() => [...document.querySelectorAll('[data-dues] > [data-trigger]')].map(due => `${due.dataset.trigger} ${due.dataset.due}`));
/** The facts of the chart of the open patient, as the vault holds them. */
const facts = async id => {
  const context = await it.run(() => document.querySelector('[data-patient]').dataset.patient);
  const first = await it.driver.getWindowHandle();
  await it.driver.switchTo().newWindow('tab');
  try {
    await it.driver.get(`${it.origin}/vault.html`);
    await until(() => it.run(() => window.ready), 'the script');
    return await it.run(async (pass, context, id) => {
      const v = await vault.unlock(pass), row = (await v.read(`admission/${context}`))[0][1];
      return JSON.parse(row).chart.facts.filter(fact => fact.id === id);
    }, PASS, context, id);
  } finally {
    await it.driver.close();
    await it.driver.switchTo().window(first);
  }
};
const items = ids => it.run(ids => ids.map(id => document.querySelector('vte-assessment').shadowRoot.querySelector(`[data-item="${id}"]`)?.checked ?? null), ids);

test('an operation that is planned goes into the chart, calls for a score before it, and nobody signs it', async () => {
  await as('nurse');
  await admit('甲某', '01-01');
  await unfold('operation', '[data-action="operate"]');
  await it.type('[data-form="operated"] [name="minutes"]', '95');
  await refused('[data-action="operate"]', /计划的时间/);
  assert.equal(await it.run(() => document.querySelector('[data-form="operated"] [name="minutes"]').value), '95', 'a refusal loses nothing');
  await set('[data-form="operated"] [name="at"]', local(20));
  await set('[data-form="operated"] [name="minutes"]', '九十五');
  await refused('[data-action="operate"]', /不是数字/);
  await set('[data-form="operated"] [name="minutes"]', '95');
  await set('[data-form="operated"] [name="procedure"]', 'spinal');
  const before = await events();
  await it.press('[data-action="operate"]');
  await it.said('[data-said]', /记入计划/);
  await until(async () => (await triggers()).some(due => due.startsWith('PRE_OP ')), 'a score before the operation');
  assert.equal(await events(), before, 'a plan is no event');
  const [{ value, source }] = await facts('operation');
  assert.deepEqual([value.status, value.kind, value.procedure, value.durationMin, source], ['planned', 'open', 'spinal', 95, '李敏']);
  await it.press('[data-tab="score"]');
  await until(async () => (await items(['major_open_surgery']))[0] === true, 'the element fills it in');
});

test('done, it is signed, takes the place of the plan, and calls for a score after it', async () => {
  await it.press('[data-tab="work"]');
  await unfold('operation', '[data-action="operate"]');
  await set('[data-form="operated"] [name="state"]', 'done');
  await set('[data-form="operated"] [name="procedure"]', 'spinal');
  await set('[data-form="operated"] [name="at"]', local(-1));
  await set('[data-form="operated"] [name="minutes"]', '95');
  await refused('[data-action="operate"]', /晚于现在/);
  await set('[data-form="operated"] [name="at"]', local(-4));
  await set('[data-form="operated"] [name="dry"]', local(-5));
  await refused('[data-action="operate"]', /早于|顺序/);
  await set('[data-form="operated"] [name="dry"]', local(-2));
  await set('[data-form="operated"] [name="neuraxial"]', 'catheter');
  await it.type('[data-form="operated"] [name="note"]', '术中顺利');
  await signs('[data-action="operate"]');
  await until(async () => (await triggers()).some(due => due.startsWith('POST_OP ')), 'a score after the operation');
  const operations = await facts('operation');
  assert.deepEqual(operations.map(({ value }) => [value.status, Boolean(value.haemostasisAt)]), [['done', true]], 'one operation, done');
  assert.deepEqual((await facts('neuraxial')).map(({ value }) => [value.kind, value.removedAt ?? null]), [['catheter', null]]);
  await it.press('[data-tab="story"]');
  await it.said('[data-story] [data-type="operated"]', /脊柱手术[\s\S]*术中顺利/);
});

test('a procedure is signed without an operation in the chart, and calls for a bleeding screen before the next', async () => {
  await it.press('[data-tab="work"]');
  await unfold('operation', '[data-action="operate"]');
  await set('[data-form="operated"] [name="class"]', 'invasive');
  await set('[data-form="operated"] [name="at"]', local(6));
  await it.press('[data-action="operate"]');
  await until(async () => (await triggers()).some(due => due.startsWith('INVASIVE ')), 'a bleeding screen before it');
  await set('[data-form="operated"] [name="state"]', 'done');
  await set('[data-form="operated"] [name="class"]', 'invasive');
  await set('[data-form="operated"] [name="at"]', local(-0.5));
  await signs('[data-action="operate"]');
  assert.equal((await facts('operation')).length, 1, 'a procedure is no operation');
  await until(async () => !(await triggers()).some(due => due.startsWith('INVASIVE ')), 'the plan is carried out');
});

test('VTE is suspected by a nurse, excluded by a physician alone, and the ward sees it', async () => {
  await unfold('vte', '[data-action="suspect"]');
  assert.equal(await it.run(() => document.querySelector('[data-action="exclude-vte"]')), null, 'nothing to exclude yet');
  await set('[data-form="suspected"] [name="site"]', 'pe');
  await it.type('[data-form="suspected"] [name="note"]', '突发气促');
  await signs('[data-action="suspect"]');
  await it.see('.strip [data-alert="suspected_vte"]');
  await until(async () => (await triggers()).includes('SUSPECTED_VTE open'), 'to be settled');
  await it.see('[data-action="exclude-vte"]');
  assert.equal(await it.run(() => document.querySelector('[data-action="suspect"]')), null, 'it is suspected already');
  assert.deepEqual(await it.session.axe(), []);
  await refused('[data-action="exclude-vte"]', /医师/);
  await refused('[data-action="confirm-vte"]', /医师/);
  await it.press('[data-action="back"]');
  await it.said('.bed .flags', /疑似VTE/);

  await as('physician');
  await it.press('[data-open]');
  await it.see('[data-action="exclude-vte"]');
  await it.type('[data-form="excluded"] [name="method"]', 'CTPA 阴性');
  await set('[data-form="excluded"] [name="at"]', local(-3));
  await refused('[data-action="exclude-vte"]', /早于|顺序/);
  await set('[data-form="excluded"] [name="at"]', '');
  await signs('[data-action="exclude-vte"]');
  await it.gone('.strip [data-alert="suspected_vte"]');
  await until(async () => (await triggers()).some(due => due.startsWith('CONDITION_CHANGE ')), 'a new assessment');
  await it.press('[data-tab="story"]');
  await it.said('[data-story] [data-type="vte_excluded"]', /CTPA 阴性/);
  await it.said('[data-story] [data-type="vte_suspected"]', /肺栓塞[\s\S]*突发气促/);
});

test('confirmed, it stays on the board, and what was suspected is settled', async () => {
  await it.press('[data-tab="work"]');
  await unfold('vte', '[data-action="suspect"]');
  await signs('[data-action="suspect"]');
  await it.see('.strip [data-alert="suspected_vte"]');
  await set('[data-form="confirmed"] [name="onset"]', 'in_hospital');
  await it.type('[data-form="confirmed"] [name="method"]', '下肢静脉超声');
  await signs('[data-action="confirm-vte"]');
  await it.gone('.strip [data-alert="suspected_vte"]');
  await until(async () => !(await triggers()).some(due => due.startsWith('SUSPECTED_VTE ')), 'settled');
  await it.press('[data-action="back"]');
  await it.said('.bed .flags', /已确诊VTE/);
  await it.press('[data-page="handover"]');
  await it.said('.handover', /已确诊VTE/);
  await it.press('[data-page="board"]');
  await it.press('[data-open]');
  await it.press('[data-tab="audit"]');
  await it.see('[data-verdict="whole"]');
});

test('whoever comes back to the board finds it as it was left; another person begins anew', async () => {
  await admit('乙某', '01-02');
  await it.press('[data-page="board"]');
  await it.press('[data-filter="high"]');
  await it.see('[data-board="0"]');
  await it.press('[data-filter="all"]');
  await it.type('[data-search]', '乙');
  await it.see('[data-board="1"]');
  await it.press('.bed');
  await it.see('[data-patient]');
  assert.equal(await it.run(() => document.querySelector('.bed').offsetParent), null, 'nothing of the board is on the screen');
  await it.press('[data-action="back"]');
  await it.see(':not([hidden]) > [data-board="1"]');
  assert.equal(await it.run(() => document.querySelector('[data-search]').value), '乙');
  await as('nurse');
  await it.see('[data-board="2"]');
  assert.equal(await it.run(() => document.querySelector('[data-search]').value), '');
  assert.deepEqual((await it.session.consoleErrors()).filter(line => !/favicon/.test(line)), []);
});
