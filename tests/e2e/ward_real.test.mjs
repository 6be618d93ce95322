// A real ward: an admission put right after it was signed, on one tablet and on two; ages without dates, hospital numbers, a
// category without a score; the administrator's settings; messages at their button; to-dos that lead; paper; dark; the lock.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { textOf } from './pdf.mjs';
import { until, verifies } from './stage.mjs';
import { assert, PASS, PIN, tablet } from './tablet.mjs';

let it, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'virchow-real-'));
  it = await tablet({ width: 768, height: 1024 });
  await it.session.cdp('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await it.open();
  await it.speak('zh-CN');
  await it.open();
  await it.create();
  await it.found();
});
after(async () => { await it?.quit(); await it?.server.close(); rmSync(folder, { recursive: true, force: true }); });

const count = selector => it.run(s => document.querySelectorAll(s).length, selector);
const set = (selector, value) => it.run((s, value) => { const e = document.querySelector(s); e.value = value; e.dispatchEvent(new Event('change', { bubbles: true })); }, selector, value);
const board = async () => { await it.press('[data-page="board"]'); await it.see(':not([hidden]) > [data-board]'); };
const events = () => it.run(() => Number(document.querySelector('[data-events]')?.dataset.events));
const day = years => { const now = new Date(); return `${now.getFullYear() - years}-01-01`; };
async function admit(fields) {
  await board();
  await it.press('[data-action="admit"]');
  await it.see('[data-form="admit"]');
  for (const [name, value] of Object.entries(fields)) await set(`[data-form="admit"] [name="${name}"]`, value);
  await it.press('[data-action="admit-now"]');
}
const open = async name => {
  await board();
  await it.run(name => [...document.querySelectorAll('.bed')].find(bed => bed.textContent.includes(name)).click(), name);
  await it.see('[data-patient]');
};
async function correct(fields, reason) {
  await it.press('[data-action="correct"]');
  await it.see('[data-form="correct"]');
  for (const [name, value] of Object.entries(fields)) await set(`[data-form="correct"] [name="${name}"]`, value);
  if (reason !== undefined) await set('[data-form="correct"] [name="reason"]', reason);
  await it.press('[data-action="sign-correction"]');
}
/** The form in the page of the score, answered with no and signed. */
async function score() {
  await it.press('[data-tab="score"]');
  const inside = (code, ...args) => it.run(`(...args) => { const root = document.querySelector('vte-assessment')?.shadowRoot; return (${code})(root, ...args); }`, ...args);
  await until(() => inside(root => Boolean(root?.querySelector('[data-action="none-of-the-rest"]'))), 'the form');
  await inside(root => root.querySelector('[data-action="none-of-the-rest"]').click());
  await until(() => inside(root => root.querySelector('[data-action="sign"]') && !root.querySelector('[data-action="sign"]').disabled && document.querySelector('vte-assessment').validate().valid), 'it to be complete');
  const was = await events();
  await inside(root => root.querySelector('[data-action="sign"]').click());
  await until(async () => (await events()) > was, 'the signature');
}
const record = () => it.run(() => document.querySelector('vte-assessment').record);
/** Where a message stands, against the button that was pressed: how far below it. */
const below = selector => it.run(s => { const [button, word] = [document.querySelector(s), document.querySelector('.spot .trouble, .spot .done')].map(e => e?.getBoundingClientRect()); return word && Math.round(word.top - button.bottom); }, selector);

test('what cannot be of an admission is refused at its button, in words, and nothing is written', async () => {
  await admit({ label: '王某', bed: '12-03', born: `${new Date().getFullYear() + 1}-01-01` });
  await it.said('.spot .trouble', /出生日期晚于今天/);
  assert.ok(await below('[data-action="admit-now"]') < 40, 'at the button');
  await set('[data-form="admit"] [name="born"]', day(50));
  await set('[data-form="admit"] [name="age"]', '70');
  await it.press('[data-action="admit-now"]');
  await it.said('.spot .trouble', /年龄与出生日期不符/);
  assert.equal(await count('.trouble[data-trouble]'), 1, 'one message, not two');
  await set('[data-form="admit"] [name="age"]', '七十');
  await it.press('[data-action="admit-now"]');
  await it.said('.spot .trouble', /不是数字/);
  await it.press('[data-action="dismiss"]');
  await it.gone('.trouble[data-trouble]');
  await board();
  assert.equal(await count('.bed'), 0);
});

test('an age does where no date is known, and a hospital number is found', async () => {
  await admit({ label: '赵某', bed: '12-01', sex: 'male', age: '71', number: 'Z-1001', setting: 'medical' });
  await it.see('[data-patient]');
  assert.match(await it.text('.strip h2'), /男 71岁.*住院号 Z-1001/);
  await score();
  const [, assessed] = await record();
  assert.equal(assessed.body.answers.find(line => line.item === 'padua.age_ge_70').value, true, 'the score has the age');
  await board();
  await it.type('[data-search]', 'z-1001');
  await until(async () => (await count('.bed')) === 1, 'found by number');
  await it.run(() => { const field = document.querySelector('[data-search]'); field.value = ''; field.dispatchEvent(new InputEvent('input', { bubbles: true })); });
});

test('the same hospital number is warned of with its bed, and may be right all the same', async () => {
  await admit({ label: '钱某', bed: '12-02', sex: 'female', born: day(40), number: 'Z-1001', setting: 'surgical' });
  await it.said('.spot .trouble', /住院号与在院患者相同，床号：12-01/);
  await it.press('[data-action="admit-now"]');
  await it.see('[data-patient]');
  await board();
  await it.said('[data-shared-numbers]', /12-01 床和 12-02 床/);
  await open('钱某');
  await correct({ number: 'Z-1002' }, '住院证核对');
  await it.see('[data-dues]');
  await board();
  assert.equal(await count('[data-shared-numbers]'), 0);
});

test('an admission corrected after signing: the score is worked out again beside what was signed, and the chain holds', async () => {
  await open('钱某');
  await score();
  const before = await record(), signed = before.find(event => event.type === 'assessed');
  await it.press('[data-tab="work"]');
  await correct({ born: day(72) }, '');
  await it.said('.spot .trouble', /更正理由/);
  assert.equal(await it.run(() => document.querySelector('[data-form="correct"] [name="born"]').value), day(72), 'what was entered stands');
  await set('[data-form="correct"] [name="reason"]', '核对身份证');
  await it.press('[data-action="sign-correction"]');
  await it.said('[data-corrected="differs"]', /重算：.*已签名：.*不改动/);
  assert.match(await it.text('.strip h2'), /女 7[12]岁/);
  await it.said('[data-dues] [data-trigger="CONDITION_CHANGE"]', /住院信息已更正：VTE风险评估/);
  const points = signed.body.floor;
  assert.match(await it.text('.strip .marks'), new RegExp(`VTE .*${points}分`), 'what was signed stands at the top');
  await it.press('[data-tab="audit"]');
  await it.said('[data-corrections]', new RegExp(`出生日期：${day(40)} → ${day(72)}.*核对身份证.*李敏 护士`));
  await it.see('[data-verdict="whole"]');
  assert.deepEqual(await it.session.axe(), [], 'audit');
  await it.press('[data-action="assess-corrected"]');
  await until(async () => (await record())?.length === before.length + 1, 'the record in the form');
  const now = await record();
  verifies(now);
  assert.deepEqual(now.slice(0, before.length), before, 'nothing was rewritten');
  const last = now.at(-1);
  assert.equal(last.type, 'amended');
  assert.match(last.body.reason, /核对身份证（更正：出生日期）/);
  assert.ok(!JSON.stringify(last).includes(day(72)) && !JSON.stringify(last).includes('钱某'), 'no event holds who it is');
});

test('a role that may not corrects nothing; nothing changed is said; somebody else\'s correction is not written over', async () => {
  await it.add('何药师', 'pharmacist');
  await it.add('王一', 'physician', '13579');
  await it.as('pharmacist');
  await open('钱某');
  const was = await events();
  await correct({ label: '钱某某' }, '药师');
  await it.said('.spot .trouble', /护士.*医师|药师/);
  await it.press('[data-action="cancel"]');
  await it.see('[data-patient]');
  assert.equal(await events(), was);
  await it.as('physician', '13579');
  await open('钱某');
  await correct({}, '看看');
  await it.said('.spot .trouble', /没有改动/);
  // Another tab corrects it while the form stands open here.
  const first = await it.driver.getWindowHandle();
  await it.driver.switchTo().newWindow('tab');
  await it.open();
  await it.unlock();
  await it.as('nurse');
  await open('钱某');
  await correct({ sex: 'male' }, '身份证');
  await it.see('[data-dues]');
  await it.driver.close();
  await it.driver.switchTo().window(first);
  await set('[data-form="correct"] [name="label"]', '钱某某');
  await set('[data-form="correct"] [name="reason"]', '改名');
  await it.press('[data-action="sign-correction"]');
  await it.said('.spot .trouble', /刚被他人更正/);
  await it.press('[data-action="cancel"]');
  assert.match(await it.text('.strip h2'), /钱某男/);
});

test('obstetric is no dead end: it is said, noted, and corrected', async () => {
  await it.as('nurse');
  await board();
  await it.press('[data-action="admit"]');
  await set('[data-form="admit"] [name="setting"]', 'obstetric');
  await it.said('[data-obstetric]', /产科评估表/);
  await admit({ label: '孙某', bed: '12-04', sex: 'female', born: day(30), setting: 'obstetric' });
  await it.see('section[data-obstetric]');
  const rcog = it.session.widget();
  await rcog.until((el, $) => $('.calculator[data-instrument-id="rcog_37a"]'), 'RCOG 37a');
  await rcog.press('[data-item="phase_postnatal"]', '[data-item="stillbirth"]');
  assert.deepEqual(await it.session.axe(), [], 'the page in the place of the form');
  await it.press('[data-tab="work"]');
  await it.see('[data-dues] [data-trigger="ADMISSION"]');
  await it.press('[data-dues] [data-lead="ADMISSION"]');
  await it.press('[data-action="scored-elsewhere"]');
  await it.said('[data-scored-elsewhere]', /李敏/);
  await it.press('[data-tab="work"]');
  await it.see('.patient .two');
  assert.equal(await count('[data-dues] [data-trigger="ADMISSION"]'), 0, 'nobody goes on asking');
  await it.press('[data-tab="score"]');
  await it.press('[data-action="correct-category"]');
  await set('[data-form="correct"] [name="setting"]', 'surgical');
  await set('[data-form="correct"] [name="reason"]', '转外科，录入有误');
  await it.press('[data-action="sign-correction"]');
  await it.see('[data-dues]');
  await it.press('[data-tab="score"]');
  await it.see('vte-assessment');
});

test('a to-do leads to what it asks for', async () => {
  await open('孙某');
  const focused = () => it.run(() => document.activeElement?.closest('[data-review], [data-happening="vte"], [data-form], [data-seat]')?.outerHTML.slice(0, 120) ?? document.activeElement?.outerHTML.slice(0, 120));
  const leads = await it.run(() => [...document.querySelectorAll('[data-dues] > li')].map(line => [line.dataset.trigger, Boolean(line.querySelector('[data-lead]'))]));
  assert.ok(leads.length > 0 && leads.every(([, leads]) => leads), JSON.stringify(leads));
  await it.run(() => { document.querySelector('[data-happening="vte"]').open = true; });
  await it.see('[data-form="suspected"]');
  await it.press('[data-action="suspect"]');
  await it.press('[data-lead="SUSPECTED_VTE"]');
  await until(async () => /data-suspicion|data-action="to-channel"|data-happening="vte"|data-form="(confirmed|excluded|suspected)"/.test(await focused()), 'what goes on with the suspicion has the focus');
  await it.press('[data-lead="ADMISSION"], [data-lead^="PERIODIC"], [data-lead="BLEED_SCREEN"], [data-lead="PLAN"]');
  await it.see('vte-assessment');
});

test('units as people write them', async () => {
  await open('赵某');
  await it.run(() => document.querySelectorAll('[data-results] details').forEach(fold => { fold.open = true; }));
  await it.see('[data-form="facts"]');
  const words = await it.text('[data-form="facts"]');
  for (const unit of ['×10⁹/L', 'mmHg', 'μmol/L', 'g/L', 'kg', 'cm']) assert.ok(words.includes(unit), unit);
  assert.ok(!/mm\[Hg\]|10\*9|umol/.test(words), words);
});

test('settings and due times are the administrator\'s, within bounds, and each change is a row', async () => {
  await it.as('physician', '13579');
  await it.press('[data-page="house"]');
  await it.said('[data-administers="false"]', /由管理员更改：李敏/);
  assert.equal(await count('[data-form="house"], [data-action="settle"]'), 0);
  assert.match(await it.text('[data-hours="periodic_high"]'), /72 小时/);
  await it.as('nurse');
  await it.press('[data-page="house"]');
  assert.equal(await count('[data-action="settle"]'), 0, 'not before the PIN');
  await it.type('[data-form="prove"] [name="pin"]', PIN);
  await it.press('[data-action="prove"]');
  await it.see('[data-form="house"]');
  await it.run(() => document.querySelector('[data-form="house"]').setAttribute('novalidate', ''));
  await set('[name="periodic_high"]', '7');
  await it.press('[data-action="settle"]');
  await it.said('.spot .trouble', /高危复评间隔：应在12至168之间/);
  await set('[name="periodic_high"]', '48');
  await set('[name="zone"]', 'Mars/Olympus');
  await it.press('[data-action="settle"]');
  await it.said('.spot .trouble', /时区不存在/);
  await set('[name="zone"]', 'Asia/Shanghai');
  await it.press('[data-action="settle"]');
  await it.said('.spot .done', /设置已保存/);
  assert.ok(Math.abs(await below('[data-action="settle"]')) < 60, 'it is said at the button');
  await it.said('[data-settings-audit="1"]', /高危复评间隔：72 → 48李敏 护士/);
  await it.run(() => document.querySelectorAll('main details').forEach(fold => { fold.open = true; }));
  await it.see('[data-rights]');
  assert.deepEqual(await it.session.axe(), [], 'settings');
  await it.press('[data-action="to-people"]');
  await it.see('[data-manage]');
  await board();
});

test('after a wrong PIN the seconds count down where it was typed', async () => {
  await it.press('[data-action="switch-user"]');
  await it.run(() => [...document.querySelectorAll('[data-person="physician"]')][0].click());
  for (const wrong of ['1', '2']) {
    await it.type('[data-form="pin"] [name="pin"]', `000${wrong}`);
    await it.press('[data-form="pin"] button');
    await it.said('.spot .trouble', /PIN不正确/);
    if (wrong === '1') await it.said('.spot .trouble', /现在可以/);
  }
  const seen = new Set();
  await until(async () => { seen.add(await it.run(() => document.querySelector('[data-countdown]')?.dataset.countdown)); return seen.has('0'); }, 'the end of the pause');
  assert.ok(seen.has('2') && seen.has('1'), [...seen].join());
  assert.ok(await it.run(() => Boolean(document.querySelector('.spot .trouble').closest('[data-form="pin"], li'))), 'in the form of the PIN');
});

test('dark is dark everywhere, the form too, and paper is white', async () => {
  await it.as('nurse');
  await it.press('[data-page="house"]');
  await it.press('[data-theme-choice="dark"]');
  const dark = selector => it.run(s => { const [r, g, b] = getComputedStyle(document.querySelector(s)).backgroundColor.match(/\d+/g).map(Number); return r + g + b < 200; }, selector);
  assert.ok(await dark('body') && await dark('.panel'));
  assert.deepEqual(await it.session.axe(), [], 'settings');
  await open('赵某');
  assert.deepEqual(await it.session.axe(), [], 'patient');
  await it.press('[data-tab="score"]');
  await it.see('vte-assessment[theme="dark"]');
  for (const tab of ['story', 'audit']) {
    await it.press(`[data-tab="${tab}"]`);
    assert.deepEqual(await it.session.axe(), [], tab);
  }
  await it.press('[data-page="handover"]');
  await it.see('[data-doses="read"]');
  assert.deepEqual(await it.session.axe(), [], 'handover');
  await it.session.cdp('Emulation.setEmulatedMedia', { media: 'print' });
  assert.ok(await it.run(() => getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)'), 'paper');
  await it.session.cdp('Emulation.setEmulatedMedia', { media: '' });
  await it.open();
  await it.unlock();
  assert.ok(await dark('body'), 'it is remembered');
  await it.run(() => localStorage.setItem('virchow-theme', 'light'));
});

test('the bar of the score sticks to the edge of the screen inside the ward', async () => {
  await it.open();
  await it.unlock();
  await it.as('nurse');
  await open('孙某');
  await it.press('[data-tab="score"]');
  const bar = () => it.run(() => { const bar = document.querySelector('vte-assessment')?.shadowRoot.querySelector('.tally'); return bar && Math.round(innerHeight - bar.getBoundingClientRect().bottom); });
  await until(async () => (await bar()) !== null && (await bar()) !== undefined, 'the bar');
  await it.session.size(480, 700);
  // A suspicion stands above the form, and has no bar.
  const into = further => it.run(further => scrollTo(0, scrollY + document.querySelector('vte-assessment').shadowRoot.querySelector('.body').getBoundingClientRect().top + further), further);
  // What stands above may grow while it is read: each look scrolls first.
  const sticks = further => async () => { await into(further); return Math.abs(await bar()) <= 2; };
  await until(sticks(0), 'the bar at the edge');
  await until(sticks(300), 'and further down');
  await it.session.size(768, 1024);
});

test('a device page without a user leads back', async () => {
  await it.open();
  await it.unlock();
  await it.see('[data-person]');
  await it.press('[data-page="data"]');
  await it.see('[data-section="room"]');
  await it.press('.way-back [data-action="back"]');
  await it.see('[data-person]');
});

/** What is printed, page by page. */
async function pages() {
  const { data } = await it.session.cdp('Page.printToPDF', { preferCSSPageSize: true });
  const bytes = Buffer.from(data, 'base64');
  if (process.env.KEEP) writeFileSync(join(tmpdir(), `virchow-${Date.now()}.pdf`), bytes);
  return textOf(bytes);
}

test('every page of paper says the ward, the patient and its number; times have their year', async () => {
  await it.as('nurse');
  await open('钱某');
  // Enough to fill more than one page.
  for (let times = 0; times < 6; times++) {
    await correct({ department: `骨科${times}组` }, `核对第${times}次，分组调整后按医务处通知统一更正科室名称`);
    await it.see('[data-dues]');
  }
  await it.press('[data-action="sheet"]');
  await it.see('[data-sheet="patient"]');
  const said = await pages();
  assert.ok(said.length >= 2, `${said.length} pages`);
  const year = String(new Date().getFullYear());
  said.forEach((text, index) => {
    const dense = text.replace(/\s+/g, '');
    assert.match(dense, /骨科三病区.*12-02.*钱某.*Z-1002/, `page ${index + 1}: ${dense.slice(0, 200)}`);
    assert.match(dense, new RegExp(`${index + 1}/${said.length}`), `the number of page ${index + 1}`);
  });
  const times = said.join(' ').replace(/\s+/g, '').match(/(\d{4}-)?\d\d-\d\d\d\d:\d\d/g);
  assert.ok(times.length > 8 && times.every(time => time.startsWith(year)), times.join());
  assert.match(said.join('').replace(/\s+/g, ''), /更正后的资料重算/, 'that it was worked out again');
});

test('the handover of the demonstration has every dose, and its mark on every page', async () => {
  const show = await tablet({ server: it.server, width: 1024, height: 1100 });
  const mine = it;
  it = show;
  try {
    await it.open();
    await it.speak('zh-CN');
    await it.open();
    await it.create();
    await it.press('[data-action="demo"]');
    await it.see('[data-board="38"]', 60_000);
    await it.press('[data-page="handover"]');
    await it.see('[data-doses="read"]', 60_000);
    const orders = await it.run(() => [...document.querySelectorAll('[data-order="enoxaparin"]')].map(order => order.textContent));
    assert.ok(orders.length > 2 && orders.every(order => /IU|mg/.test(order)), orders.join('\n'));
    const said = (await pages()).map(text => text.replace(/\s+/g, ''));
    assert.ok(said.length >= 2);
    said.forEach((text, index) => {
      assert.match(text, /演示病区.*演示DEMO·虚构患者/, `page ${index + 1}`);
      assert.ok(text.includes(`${index + 1}/${said.length}`), `the number of page ${index + 1}`);
    });
    assert.match(said.join(''), /依诺肝素.*(IU|mg)/);
  } finally {
    it = mine;
    await show.quit();
  }
});

test('locking from any page throws nothing, and everything is there after it', async () => {
  await it.open();
  await it.unlock();
  await it.as('nurse');
  for (const tab of ['work', 'score', 'story', 'audit']) {
    await open('钱某');
    await it.press(`[data-tab="${tab}"]`);
    if (tab === 'score') await it.see('vte-assessment');
    await it.lock();
    await it.unlock();
    await it.as('nurse');
  }
  for (const page of ['handover', 'house', 'data']) {
    await it.press(`[data-page="${page}"]`);
    await it.lock();
    await it.unlock();
    await it.as('nurse');
  }
  await it.press('[data-action="switch-user"]');
  await it.lock();
  assert.deepEqual((await it.session.consoleErrors()).filter(line => !/favicon/.test(line)), []);
});

test('two tablets that corrected one admission are joined: a person is told who to look at, and both corrections are seen', async () => {
  await it.unlock();
  await it.as('nurse');
  await it.press('[data-page="data"]');
  // Files of one minute have one name: each tablet has a folder.
  const exported = async folder => {
    await it.type('[name="export-passphrase"]', PASS);
    await it.press('[data-action="export"]');
    return join(folder, await until(() => readdirSync(folder).find(name => name.endsWith('.vward')), 'the file'));
  };
  const file = await exported(folder), theirFolder = mkdtempSync(join(tmpdir(), 'virchow-real-'));
  const other = await tablet({ server: it.server, width: 768, height: 1024 });
  try {
    await other.session.cdp('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: theirFolder });
    await other.open();
    await other.speak('zh-CN');
    await other.open();
    await other.create();
    const brings = async (at, name) => {
      await at.press('[data-page="data"]');
      await at.see('[name="import-file"]');
      await at.driver.findElement({ css: '[name="import-file"]' }).sendKeys(name);
      await at.type('[name="import-passphrase"]', PASS);
      await at.press('[data-action="import-open"]');
      await at.see('[data-step="agree"]');
    };
    await brings(other, file);
    await other.press('[data-action="import"]');
    await other.said('[data-section="import"]', /导入完成/);
    await other.press('[data-page="board"]');
    const mine = it;
    it = other;
    await it.as('nurse');
    await open('赵某');
    await correct({ label: '赵二' }, '身份证');
    await it.see('[data-dues]');
    await correct({ number: 'Z-2001' }, '住院证');
    await it.see('[data-dues]');
    await it.press('[data-page="data"]');
    const theirs = await exported(theirFolder);
    it = mine;
    await board();
    await open('赵某');
    await correct({ sex: 'female' }, '核对');
    await it.see('[data-dues]');
    await brings(it, theirs);
    await it.said('[data-differ]', /核对.*12-01|12-01/);
    await it.press('[data-action="import"]');
    await it.said('[data-section="import"]', /导入完成/);
    await board();
    await open('赵二');
    assert.match(await it.text('.strip h2'), /男 71岁.*Z-2001/, 'the longer record, with its chart');
    await it.said('[data-corrected="aside"]', /性别：男 → 女.*李敏.*核对/);
    await it.press('[data-tab="audit"]');
    await it.see('[data-verdict="whole"]');
    assert.equal(await count('[data-correction="aside"]'), 1);
    assert.equal(await count('[data-correction="holds"]'), 2);
  } finally {
    await other.quit();
    rmSync(theirFolder, { recursive: true, force: true });
  }
});
