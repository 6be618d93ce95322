// The pages of the ward: the demonstration and what keeps it apart, the board, bad input, who may, PIN, amendments, the
// audit of a record that was tampered with, paper, and both languages, each page looked over by axe.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CJK } from './cases.mjs';
import { until } from './stage.mjs';
import { assert, PASS, PIN, tablet } from './tablet.mjs';

let it;
before(async () => {
  it = await tablet({ width: 1024, height: 1100, log: true });
  await it.open();
  await it.speak('zh-CN');
  await it.open();
  await it.create();
});
after(async () => { await it?.quit(); await it?.server.close(); });

const count = selector => it.run(s => document.querySelectorAll(s).length, selector);
const board = async () => { await it.press('[data-page="board"]'); await it.see('[data-board]'); };
const as = role => it.as(role);
const set = (selector, value) => it.run((s, value) => { const e = document.querySelector(s); e.value = value; e.dispatchEvent(new Event('change', { bubbles: true })); }, selector, value);
/** What is folded away is drawn once it is unfolded. */
const show = async selector => { await it.run(() => document.querySelectorAll('main details').forEach(details => { details.open = true; })); await it.see(selector); };
const send = async selector => { await show(selector); await it.press(selector); };
const events = () => it.run(() => Number(document.querySelector('[data-events]')?.dataset.events));
const refused = async (selector, pattern) => {
  const before = await events();
  await send(selector);
  await it.said('.trouble', pattern);
  assert.equal(await events(), before, 'nothing was signed');
  await it.press('[data-action="dismiss"]');
  await it.gone('.trouble');
};
const local = hours => { const at = new Date(Date.now() + (hours + 8) * 3_600_000); return at.toISOString().slice(0, 16); };
/** Beside the page: what lies in the vault of this origin, changed with the passphrase. */
const inVault = async act => {
  const first = await it.driver.getWindowHandle();
  await it.driver.switchTo().newWindow('tab');
  try {
    await it.driver.get(`${it.origin}/vault.html`);
    await until(() => it.run(() => window.ready), 'the script');
    await it.run(async pass => { window.v = await vault.unlock(pass); }, PASS);
    return await act();
  } finally {
    await it.driver.close();
    await it.driver.switchTo().window(first);
  }
};

test('the demonstration says what it is on every page, and there is no way to mix it with a ward', async () => {
  assert.deepEqual(await it.session.axe(), [], 'the page of a device without a ward');
  await it.press('[data-action="demo"]');
  await it.see('[data-board="38"]', 60_000);
  await until(async () => (await count('.bed')) === 38, 'every bed');
  for (const page of ['board', 'handover', 'house']) {
    await it.press(`[data-page="${page}"]`);
    await it.said('[data-demo]', /演示.*DEMO.*虚构/);
    assert.deepEqual(await it.session.axe(), [], page);
  }
  assert.equal(await count('[data-action="found"]'), 0, 'a ward is not founded over it');
  await board();
  assert.ok(await it.run(() => [...document.querySelectorAll('.bed .name b')].every(name => name.textContent.startsWith('演示'))), 'every label says it');
  await it.press('[data-action="admit"]');
  await it.type('[name="label"]', '王某');
  await it.type('[name="bed"]', '99');
  await it.press('[data-action="admit-now"]');
  await it.see('[data-patient]');
  assert.match(await it.text('.strip h2'), /演示 王某/, 'whoever is admitted to it is one of them');
});

test('the board: overdue first, counts that agree with the rows, a search, and filters by what waits', async () => {
  await board();
  // A suspicion that stands comes before all, overdue or not; then a clot of which no plan is signed.
  const first = await it.run(() => [...document.querySelectorAll('.bed')].map(bed => bed.hasAttribute('data-suspected')));
  assert.ok(first[0] && first.lastIndexOf(true) < first.indexOf(false), String(first));
  const dues = await it.run(() => [...document.querySelectorAll('.bed:not([data-suspected], [data-untreated])')].map(bed => bed.dataset.due));
  assert.ok(dues.lastIndexOf('overdue') < dues.indexOf('open') && dues[0] === 'overdue', String(dues));
  for (const filter of ['mine', 'overdue', 'high', 'physician', 'discharged', 'all']) {
    await it.press(`[data-filter="${filter}"]`);
    const said = Number(await it.text(`[data-filter="${filter}"] b`));
    await until(async () => (await count('.bed')) === said && Number(await it.run(() => document.querySelector('[data-board]').dataset.board)) === said, `${said} rows for ${filter}`);
    assert.ok(said > 0, filter);
  }
  // Risk is colour and word and shape.
  const marks = await it.run(() => [...document.querySelectorAll('.bed .mark[data-band="high"]')].map(mark => [mark.textContent, mark.querySelector('path')?.getAttribute('d')?.length > 0]));
  assert.ok(marks.length > 0 && marks.every(([word, shape]) => /高危/.test(word) && shape));
  await it.type('[data-search]', '演示07');
  await until(async () => (await count('.bed')) === 1, 'one found');
  await it.run(() => { const field = document.querySelector('[data-search]'); field.value = ''; field.dispatchEvent(new InputEvent('input', { bubbles: true })); });
});

test('what cannot be is refused with words, and nothing half-written', async () => {
  await as('nurse');
  await it.press('[data-filter="mine"]');
  await it.press('[data-open]');
  await it.see('[data-dues]');
  await show('[data-action="transfer"]');
  await it.type('[data-form="transferred"] [name="note"]', '电话通知');
  await set('[data-form="transferred"] [name="at"]', local(5));
  await refused('[data-action="transfer"]', /晚于现在/);
  await set('[data-form="transferred"] [name="at"]', local(-24 * 90));
  await refused('[data-action="transfer"]', /早于/);
  assert.equal(await it.run(() => document.querySelector('[data-form="transferred"] [name="note"]').value), '电话通知', 'a refusal loses nothing');
  await refused('[data-action="discharge"]', /医师/);
  await show('[data-form="facts"]');
  await set('[data-form="facts"] [name="platelets"]', '99999');
  await refused('[data-action="facts"]', /血小板/);
  await set('[data-form="facts"] [name="platelets"]', 'viele');
  await refused('[data-action="facts"]', /不是数字/);
  assert.ok(!(await it.text('#main')).includes('99999'), 'a refusal repeats no value');
  await it.press('[data-action="back"]');
  await it.press('[data-action="admit"]');
  await it.type('[name="label"]', '某');
  await it.type('[name="bed"]', '01-01');
  await it.press('[data-action="admit-now"]');
  await it.said('.trouble', /该床号已有在院患者/);
  await it.type('[name="height"]', '一米六');
  await it.press('[data-action="admit-now"]');
  await it.said('.trouble', /不是数字/);
  assert.deepEqual(await it.run(() => ['label', 'bed'].map(name => document.querySelector(`[name="${name}"]`).value)), ['某', '01-01'], 'what was typed stands');
  await board();
  await it.press('[data-filter="discharged"]');
  await it.press('[data-open]');
  await it.see('[data-patient]');
  assert.equal(await count('[data-happening]'), 0, 'nothing more happens to a patient who has left');
  await board();
});

test('a review changes the score, and both stand side by side', async () => {
  await as('physician');
  await it.press('[data-filter="physician"]');
  const waiting = await it.run(() => [...document.querySelectorAll('.bed')].find(bed => /待医师复核/.test(bed.textContent))?.dataset.open);
  await it.press(`[data-open="${waiting}"]`);
  await it.see('[data-review="waits"]');
  await it.press('[data-action="change-score"]');
  await it.see('.compare');
  assert.deepEqual(await it.session.axe(), [], 'the comparison');
  const before = await it.text('.running');
  await it.press('[data-review-item="history_vte"] button, [data-review-item="previous_vte"] button');
  await until(async () => (await it.text('.running')) !== before, 'the running score');
  const now = await events();
  await it.press('[data-action="sign-change"]');
  await until(async () => (await events()) === now + 1, 'signed');
  await it.see('[data-review="done"]');
  const [nurse, physician] = await it.run(() => [...document.querySelectorAll('.side .mark')].map(mark => parseInt(mark.textContent)));
  assert.ok(physician > nurse, `${nurse} and ${physician}`);
  await it.press('[data-tab="story"]');
  await it.see('.trend svg[role="img"] title');
  assert.ok((await count('.trend .dot')) >= 2, 'both are on the chart');
  assert.deepEqual(await it.session.axe(), [], 'timeline');
});

test('what was entered is amended with a reason, and the first stays', async () => {
  const now = await events();
  await it.press('[data-story] [data-type="measure_started"] [data-action="amend"]');
  await it.see('[data-form="amend"]');
  await it.press('[data-action="sign-amendment"]');
  await it.said('.trouble', /理由/);
  await it.type('[data-form="amend"] [name="reason"]', '时间录错');
  await it.press('[data-action="sign-amendment"]');
  await until(async () => (await events()) === now + 1, 'the amendment');
  await it.see('[data-story] [data-type="amended"]');
  assert.match(await it.text('[data-story] [data-type="amended"]'), /更正：开始措施[\s\S]*时间录错/);
  await it.press('[data-tab="audit"]');
  await it.see('[data-verdict="whole"]');
  assert.deepEqual(await it.session.axe(), [], 'audit');
});

test('a byte changed behind our back is found, named, and nothing is signed onto it', async () => {
  const context = await it.run(() => document.querySelector('[data-patient]').dataset.patient);
  await board();
  await inVault(() => it.run(async context => {
    const key = `event/${context}/000002`, [[, text]] = await v.read(key);
    await v.write([['put', key, text.replace('"value":false', '"value":true')]]);
  }, context));
  await it.press(`[data-open="${context}"]`);
  await it.see('.trouble[data-verdict="broken"]');
  await it.press('[data-tab="audit"]');
  await it.said('.verdict.bad', /第2条.*校验值不符/);
  await it.press('[data-tab="work"]');
  await it.see('[data-dues]');
  await send('[data-action="inform"]');
  await it.said('.trouble[data-trouble]', /未通过校验/);
  await board();
});

test('events taken off the end are missed', async () => {
  await it.press('[data-filter="all"]');
  const context = await it.run(() => document.querySelector('.bed').dataset.open);
  await inVault(() => it.run(async context => {
    const all = await v.read(`event/${context}/`);
    await v.write([['delete', all.at(-1)[0]]]);
  }, context));
  await it.press(`[data-open="${context}"]`);
  await it.said('.trouble[data-verdict="broken"]', /末条校验值不符/);
  await board();
});

test('a PIN keeps a colleague out, and who is signed in is always on the screen', async () => {
  await as('nurse');
  await it.add('赵护士', 'nurse');
  assert.equal(await count('[data-person]'), 5, 'five people');
  await as('physician');
  await it.press('[data-action="switch-user"]');
  assert.equal(await count('[data-form="person"], [data-remove]'), 0, 'a physician changes nothing about them');
  await it.run(() => [...document.querySelectorAll('[data-person]')].find(person => person.textContent.includes('赵')).click());
  await it.type('[data-form="pin"] [name="pin"]', '1111');
  await it.press('[data-form="pin"] button');
  await it.said('.trouble', /PIN不正确.*：1/);
  assert.match(await it.text('[data-user]'), /演示医师/);
  await new Promise(next => setTimeout(next, 1100));
  await it.type('[data-form="pin"] [name="pin"]', PIN);
  await it.press('[data-form="pin"] button');
  await it.said('[data-user]', /赵护士.*护士/);
  assert.deepEqual(await it.session.axe(), []);
  await as('pharmacist');
  // Not one of the two that were tampered with.
  await it.press('.beds > li:nth-child(4) > .bed');
  await it.see('[data-dues]');
  await refused('[data-action="inform"]', /护士.*医师/);
  await board();
});

test('a hospital sets its due times within bounds, and every bed follows', async () => {
  // The one who administers the demonstration.
  await it.press('[data-action="switch-user"]');
  await it.see('[data-person]');
  await it.run(() => [...document.querySelectorAll('[data-person]')].find(person => person.textContent.includes('演示护士')).click());
  await it.see('[data-user="nurse"]');
  await it.press('[data-page="house"]');
  await it.see('[data-form="house"]');
  await set('[name="periodic_high"]', '12');
  await it.press('[data-action="settle"]');
  await it.said('[data-said]', /已保存/);
  await board();
  const overdue = Number(await it.text('[data-filter="overdue"] b'));
  await it.press('[data-page="house"]');
  await set('[name="periodic_high"]', '168');
  await it.press('[data-action="settle"]');
  await it.said('[data-said]', /已保存/);
  await board();
  await until(async () => Number(await it.text('[data-filter="overdue"] b')) < overdue, 'fewer are overdue');
  await it.press('[data-page="house"]');
  await it.run(() => document.querySelector('[data-form="house"]').setAttribute('novalidate', ''));
  await set('[name="admission"]', '25');
  await it.press('[data-action="settle"]');
  // Beside what is said of the two that were tampered with.
  await until(() => it.run(() => [...document.querySelectorAll('.trouble')].some(trouble => /1至24/.test(trouble.textContent))), 'the bounds');
  await it.press('[data-action="dismiss"]');
});

test('paper: A4, every bed of the ward, the frame of the screen left out', async () => {
  const pdf = async name => {
    const { data } = await it.session.cdp('Page.printToPDF', { preferCSSPageSize: true });
    const bytes = Buffer.from(data, 'base64');
    if (process.env.KEEP) writeFileSync(join(tmpdir(), `virchow-${name}.pdf`), bytes);
    const text = bytes.toString('latin1');
    const boxes = [...text.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, w, h]) => [Math.round(w), Math.round(h)]);
    assert.ok(boxes.length > 0 && boxes.every(([w, h]) => Math.abs(w - 595) <= 1 && Math.abs(h - 842) <= 1), `${name}: ${JSON.stringify(boxes.slice(0, 3))}`);
    return boxes.length;
  };
  await it.press('[data-page="handover"]');
  await it.see('[data-sheet="handover"]');
  const rows = await count('.handover tbody tr');
  assert.ok(rows >= 38);
  assert.ok((await pdf('handover')) >= 2);
  await it.session.cdp('Emulation.setEmulatedMedia', { media: 'print' });
  assert.deepEqual(await it.run(() => ['.bar', '.on-screen', '.skip'].map(s => getComputedStyle(document.querySelector(s)).display)), ['none', 'none', 'none']);
  assert.equal(await it.run(() => document.documentElement.scrollWidth <= innerWidth), true);
  await it.session.cdp('Emulation.setEmulatedMedia', { media: '' });
  await board();
  await it.press('[data-open]');
  await it.press('[data-action="sheet"]');
  await it.see('[data-sheet="patient"]');
  assert.deepEqual(await it.session.axe(), [], 'the sheet of a patient');
  assert.ok((await pdf('patient')) >= 1);
  assert.match(await it.text('.hash-line'), /[0-9a-f]{64}/);
});

test('every page is whole in English: nothing Chinese but what somebody wrote', async () => {
  await it.press('[data-action="language"]');
  const chinese = () => it.run(cjk => {
    const found = [];
    const walk = document.createTreeWalker(document.querySelector('.ward'), NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const text = node.textContent.trim();
      if (new RegExp(cjk).test(text) && !/演示|某|赵|中文|时间录错|超声|家属商议/.test(text) && !node.parentElement.closest('[lang="zh-CN"]')) found.push(text.slice(0, 60));
    }
    return found;
  }, CJK.source);
  for (const page of ['board', 'handover', 'house']) {
    await it.press(`[data-page="${page}"]`);
    assert.deepEqual(await chinese(), [], page);
  }
  await board();
  await it.press('[data-open]');
  for (const tab of ['work', 'story', 'audit']) {
    await it.press(`[data-tab="${tab}"]`);
    await it.run(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
    if (tab === 'story') await it.see('[data-story] details li');
    assert.deepEqual(await chinese(), [], tab);
  }
  for (const width of [480, 768, 1280]) {
    await it.session.size(width, 900);
    await board();
    assert.deepEqual(await it.run(() => (document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth).slice(0, 4).map(e => e.outerHTML.slice(0, 90)))), [], `board at ${width}`);
    await it.press('[data-open]');
    for (const tab of ['work', 'story', 'audit']) {
      await it.press(`[data-tab="${tab}"]`);
      assert.ok(await it.run(() => document.documentElement.scrollWidth <= innerWidth), `${tab} at ${width}`);
      const small = await it.run(() => [...document.querySelectorAll('button, summary, select, input')].filter(e => e.offsetParent && !e.closest('vte-assessment') && e.getBoundingClientRect().height < 43.5 && e.type !== 'hidden').map(e => e.outerHTML.slice(0, 80)));
      assert.deepEqual(small, [], `targets of ${tab} at ${width}`);
    }
  }
});

test('the demonstration is taken off as a whole', async () => {
  await it.press('[data-page="house"]');
  await it.press('[data-action="end-demo"]');
  await it.press('[data-action="end-demo"]');
  await it.see('[data-form="found"]');
  assert.deepEqual(await inVault(() => it.run(() => v.read('').then(rows => rows.map(([key]) => key).filter(key => /^(admission|event|draft|outbox|user|people|ward)/.test(key))))), [], 'not a row of it is left');
  assert.deepEqual((await it.session.consoleErrors()).filter(line => !/favicon/.test(line)), []);
});
