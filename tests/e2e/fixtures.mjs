// What an earlier version left behind, made with that version's own build: drafts, records, a ward, its files. Kept under
// tests/fixtures/, read by stores_0_1_0.test.mjs and tests/stores_0_1_0.rs.
//
//     DIST=…/dist scripts/with node tests/e2e/fixtures.mjs tests/fixtures/0.1.0
//
// DIST is the dist/ of a checkout of that version. Everything is entered by hand through its screens; nobody in it exists.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labs, medical, stamp, surgical } from './cases.mjs';
import { launch, NURSE } from './driver.mjs';
import { inClear, takenOut } from './kept.mjs';
import { serve } from './server.mjs';
import { pause, until } from './stage.mjs';
import { Tablet } from './tablet.mjs';

const [folder = 'tests/fixtures/0.1.0'] = process.argv.slice(2);
export const PASSPHRASE = '骨科三病区 旧平板', FILE = '导出文件 口令一';
const PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' };
const write = (name, what) => writeFileSync(join(folder, name), typeof what === 'string' ? what : `${JSON.stringify(what, null, 1)}\n`);
const server = await serve(), browser = await launch({ width: 1024, height: 1100 });
mkdirSync(folder, { recursive: true });

// ---- the element ----------------------------------------------------------------------------------------------------

const charts = {}, said = {};
async function open(name, chart, { user = NURSE, lang = 'zh-CN', his = 'accept', profile } = {}) {
  server.his.reset(his);
  charts[name] = chart;
  return (await browser.open(`${server.origin}/job.html`)).load({ chart, user, lang, profile });
}
/** What the screen of that version says of an admission when it is opened again. */
async function look(name, user) {
  server.his.reset('never');
  const widget = await open(name, charts[name], { his: 'never', user });
  await pause(900);
  said[name] = await widget.run((el, $, $$) => ({
    state: el.state, score: $('[data-score]')?.textContent.trim() ?? null, band: $('[data-band]')?.dataset.band ?? null, delivery: $('[data-delivery]')?.dataset.delivery ?? null,
    rows: Object.fromEntries($$('[data-row]').map(row => [row.dataset.row, row.dataset.answer ?? null])), notes: Object.fromEntries($$('[data-note]').filter(note => note.value).map(note => [note.dataset.note, note.value])),
    reason: $('[data-reason]')?.value ?? null, record: JSON.parse(JSON.stringify(el.record ?? [])), pending: el.pending,
  }));
}
const widgets = {
  async 'padua half'() {
    const widget = await open('padua half', medical({ label: '赵*' }));
    await widget.press('[data-item="active_cancer"]', '[data-action="unknown"][data-for="thrombophilia"]');
    await widget.untilScore(4);
  },
  async 'caprini half'() {
    const widget = await open('caprini half', surgical({ label: '钱*' }));
    await widget.press('[data-item="varicose_veins"]', '[data-item="other_risk_factor"]', '[data-action="unknown"][data-for="lupus_anticoagulant"]');
    await widget.type('[data-note="other_risk_factor"]', '长途飞行 “14小时” & <经济舱> — ünïcode 𠮷');
  },
  async switched() {
    const widget = await open('switched', medical({ label: '孙*' }));
    await widget.press('[data-instrument="caprini"]');
    await widget.type('[data-switch-reason]', '拟明日手术');
    await widget.press('[data-instrument="caprini"]');
    await widget.until((el, $) => $('[data-item="swollen_legs"]'), 'the other list');
    await widget.press('[data-item="swollen_legs"]');
  },
  async amending() {
    const widget = await open('amending', surgical({ label: '李*' }));
    await widget.sign();
    await widget.untilDelivery('confirmed');
    await widget.press('[data-action="amend"]');
    await widget.type('[data-reason]', '漏记下肢水肿');
    await widget.press('[data-item="swollen_legs"]');
  },
  async waiting() {
    const widget = await open('waiting', medical({ label: '周*' }), { his: 'unknown' });
    await widget.press('[data-item="previous_vte"]');
    await widget.sign();
    await widget.untilDelivery('waiting');
  },
  async rejected() {
    const widget = await open('rejected', medical({ label: '吴*' }), { his: 'reject' });
    await widget.press('[data-item="active_cancer"]');
    await widget.sign();
    await widget.untilDelivery('rejected');
  },
  async accepted() {
    const widget = await open('accepted', surgical({ label: '郑*' }));
    await widget.press('[data-item="history_vte"]');
    await widget.sign();
    await widget.untilDelivery('confirmed');
  },
  async 'bleeding half'() {
    const widget = await open('bleeding half', surgical({ label: '王*', facts: labs() }));
    await widget.sign();
    await widget.untilDelivery('confirmed');
    await widget.press('[data-action="prevention"]');
    await widget.until((el, $) => $('[data-item="bs_prior_major_bleeding"]'), 'the bleeding list');
    await widget.press('[data-item="bs_prior_major_bleeding"]', '[data-item="CI_FALL_HEAD"]');
    await widget.until((el, $) => $('[data-bleeding]')?.dataset.bleeding === 'high', 'high by one item');
  },
  async authorised() { await decided('authorised', '冯*'); },
  // Every 8 to 12 hours is a frequency of this version's own.
  async 'authorised heparin'() { await decided('authorised heparin', '陈*', 'ufh'); },
  async unread() {
    const widget = await open('unread', medical({ label: '褚*' }));
    await widget.press('[data-item="active_cancer"]');
    await widget.untilKept(charts.unread.contextId);
    // Half a row, as a disk leaves it; the version that finds it puts it beside and begins anew.
    await browser.open(`${server.origin}/blank.html`);
    await pause(300);
    await browser.run(context => new Promise(done => {
      const opening = indexedDB.open('virchow');
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('drafts', 'readwrite');
        transaction.objectStore('drafts').put('{"v":2,"instrument":"padua","edition":"2010","answers":{"active_cancer":tr', context);
        transaction.oncomplete = () => { opening.result.close(); done(); };
      };
    }), charts.unread.contextId);
    const again = await open('unread', charts.unread);
    await pause(300);
    await again.press('[data-item="previous_vte"]');
  },
};
async function decided(name, label, drug) {
  const widget = await open(name, surgical({ label, facts: labs() }));
  await widget.press('[data-item="varicose_veins"]');
  await widget.sign();
  await widget.untilDelivery('confirmed');
  await widget.press('[data-action="prevention"]');
  await widget.until((el, $) => $('[data-action="none-of-the-rest"]'), 'the bleeding list');
  await widget.press('[data-action="none-of-the-rest"]');
  await widget.until((el, $) => $('[data-bleeding]')?.dataset.bleeding !== 'open', 'bleeding settled');
  await widget.press('[data-action="sign"]');
  await until(() => server.his.posts.some(({ event }) => event.type === 'bleeding_screened'), 'the screen');
  await widget.untilDelivery('confirmed');
  await widget.run((el, $, $$, user) => { el.user = user; }, PHYSICIAN);
  await widget.until((el, $) => $('[data-action="authorise"]'), 'the buttons');
  if (drug) {
    await widget.press(`[data-drug="${drug}"]`);
    await pause(300);
  }
  await widget.press('[data-action="authorise"]');
  const { event } = await until(() => server.his.posts.find(({ event }) => event.type === 'plan_authorised'), 'the plan');
  if (drug && !JSON.stringify(event).includes('q8-12h')) throw new Error(`no such frequency: ${JSON.stringify(event.body.measures)}`);
  await widget.untilDelivery('confirmed');
}
for (const [name, make] of Object.entries(widgets)) {
  await make();
  await pause(500);
  console.log(name);
}
for (const name of Object.keys(widgets)) await look(name);
await browser.open(`${server.origin}/blank.html`);
write('element.json', { made: stamp(), charts, database: await browser.run(takenOut, 'virchow'), said });
write('records.json', Object.fromEntries(Object.entries(said).filter(([, { record }]) => record.length).map(([name, { record }]) => [name, record])));

// A deployment's own two files; the profile is taken by the element without a word.
const profile = {
  medical_instrument: 'padua', bleeding_instrument: 'auto', formulary: ['ufh', 'enoxaparin', 'rivaroxaban'], devices: ['ipc', 'gcs'], thresholds: { platelets: 75, renal: 30, aptt_upper_s: 38 },
  low_dose_aspirin: 'caution', due: { periodic_high: 48, review: 12 }, tier: 'county', storage: 'durable', fresh_hours: 48, time_zone: 'Asia/Shanghai', flat_keys: { band: 'VTE_BAND', floor: 'VTE_SCORE' },
};
const deployed = await open('deployed', medical({ label: '卫*' }), { profile });
delete charts.deployed;
const problems = await deployed.errors();
if (problems.length) throw new Error(JSON.stringify(problems));
write('profile.json', profile);
write('allow.json', [{ key: 'his', origin: 'https://his.example' }, { key: 'emr', origin: 'https://emr.example:8443' }]);

// ---- the ward ---------------------------------------------------------------------------------------------------------

const it = new Tablet(browser, server.origin), downloads = mkdtempSync(join(tmpdir(), 'virchow-made-'));
await browser.cdp('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
const DEEP = `const deep = s => document.querySelector(s) ?? document.querySelector('vte-assessment')?.shadowRoot?.querySelector(s);`;
const deep = (code, ...args) => browser.driver.executeScript(`${DEEP} return (${code}).apply(null, arguments)`, ...args);
const there = selector => until(() => deep('s => Boolean(deep(s))', selector), selector);
const press = async selector => { await there(selector); await deep('s => deep(s).click()', selector); };
const set = async (selector, value) => { await there(selector); await deep(`(s, value) => { const e = deep(s); e.value = value; e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true })); }`, selector, value); };
const events = () => deep(`() => Number(deep('[data-events]')?.dataset.events ?? 0)`);
const signs = async selector => {
  const before = await events();
  await press(selector);
  await until(async () => {
    const trouble = await deep(`() => deep('.trouble')?.textContent ?? null`);
    if (trouble) throw new Error(`${selector}: ${trouble}`);
    return (await events()) > before;
  }, `an event after ${selector}`);
};
const local = hours => new Date(Date.now() + (hours + 8) * 3_600_000).toISOString().slice(0, 16);
const as = async (role, pin) => {
  await press('[data-action="switch-user"]');
  await press(`[data-person="${role}"]`);
  if (pin) { await set('[data-form="pin"] [name="pin"]', pin); await press('[data-form="pin"] button'); }
  await there(`[data-user="${role}"]`);
  await there('[data-board]');
};
const tab = async name => { await press(`[data-tab="${name}"]`); await pause(150); };
const unfold = async (happening, inside) => {
  await there(`[data-happening="${happening}"]`);
  await deep('s => { deep(s).open = true; }', `[data-happening="${happening}"]`);
  await there(`[data-happening="${happening}"] ${inside}`);
};
const find = async label => {
  await press('[data-page="board"]');
  await there('.bed');
  await deep(`label => { [...document.querySelectorAll('.bed')].find(bed => bed.textContent.includes(label)).click(); }`, label);
  await there('[data-patient]');
};
const admit = async (label, bed, setting, born, hours) => {
  await press('[data-page="board"]');
  await press('[data-action="admit"]');
  for (const [name, value] of Object.entries({ label, bed, sex: 'female', born, setting, height: '158', weight: '66' })) await set(`[data-form="admit"] [name="${name}"]`, value);
  await set('[data-form="admit"] [name="at"]', local(hours));
  await press('[data-action="admit-now"]');
  await there('[data-patient]');
};
const results = async () => {
  await tab('work');
  await deep(`() => { deep('[aria-labelledby="facts-title"] details, details:has([data-form="facts"])')?.setAttribute('open', ''); }`);
  await deep(`() => { document.querySelectorAll('main details').forEach(details => { details.open = true; }); }`);
  for (const [id, value] of [['platelets', '210'], ['creatinine', '70'], ['haemoglobin', '128'], ['inr', '1']]) await set(`[data-form="facts"] [name="${id}"]`, value);
  await press('[data-action="facts"]');
  await until(() => deep(`() => /210/.test(deep('[data-form="facts"]').textContent)`), 'the results');
};
const score = async items => {
  await tab('score');
  for (const item of items) await press(`[data-item="${item}"]`);
  await press('[data-action="none-of-the-rest"]');
  await signs('[data-action="sign"]');
};

await it.open();
await it.speak('zh-CN');
await it.open();
await it.create(PASSPHRASE);
for (const [name, value] of [['[name="ward"]', '骨科三病区'], ['[name="department"]', '骨科'], ['[data-form="found"] [name="name"]', '李敏'], ['[data-form="found"] [name="role"]', 'nurse']]) await set(name, value);
await press('[data-action="found"]');
await there('[data-board="0"]');
for (const [name, role, pin] of [['王一', 'physician', '2468'], ['何药师', 'pharmacist', ''], ['质控员', 'quality', '1357']]) {
  await press('[data-action="switch-user"]');
  await deep(`() => { document.querySelectorAll('main details').forEach(details => { details.open = true; }); }`);
  for (const [field, value] of Object.entries({ name, role, pin })) if (value) await set(`[data-form="person"] [name="${field}"]`, value);
  await press('[data-action="add-person"]');
  await there(`[data-person="${role}"]`);
}
await press('[data-page="house"]');
await set('[name="periodic_high"]', '48');
await press('[data-action="settle"]');
await it.said('[data-said]', /已保存/);

// A whole stay, to the day of going home.
await admit('演练甲', '12-01', 'surgical', '1958-03-02', -60);
await results();
await score(['malignancy', 'history_vte']);
await as('physician', '2468');
await find('演练甲');
await tab('work');
await signs('[data-action="confirm-score"]');
await tab('score');
await there('[data-bleeding]');
await press('[data-action="none-of-the-rest"]');
await signs('[data-action="sign"]');
await signs('[data-action="authorise"]');
await as('nurse');
await find('演练甲');
await tab('work');
for (const course of await deep(`() => [...document.querySelectorAll('[data-standing="authorised"]')].map(row => row.dataset.course)`)) await signs(`[data-start="${course}"]`);
await deep(`() => { document.querySelectorAll('[data-course] details').forEach(details => { details.open = true; }); }`);
await pause(200);
const stopped = await deep(`() => [...document.querySelectorAll('[data-stop]')].at(-1).dataset.stop`);
await set(`[data-course="${stopped}"] [name="code"]`, 'missed');
await signs(`[data-stop="${stopped}"]`);
await unfold('transfer', '[data-action="transfer"]');
await set('[data-form="transferred"] [name="to"]', 'ICU');
await signs('[data-action="transfer"]');
await as('physician', '2468');
await find('演练甲');
await tab('work');
await unfold('discharge', '[data-action="discharge"]');
await signs('[data-action="discharge"]');
console.log('a whole stay');

// Operated; VTE suspected, and confirmed.
await as('nurse');
await admit('演练乙', '12-02', 'surgical', '1949-11-20', -30);
await tab('work');
await unfold('operation', '[data-action="operate"]');
await set('[data-form="operated"] [name="state"]', 'done');
await set('[data-form="operated"] [name="procedure"]', 'spinal');
await set('[data-form="operated"] [name="at"]', local(-5));
await set('[data-form="operated"] [name="minutes"]', '95');
await set('[data-form="operated"] [name="note"]', '术中顺利');
await signs('[data-action="operate"]');
await unfold('vte', '[data-action="suspect"]');
await set('[data-form="suspected"] [name="site"]', 'pe');
await set('[data-form="suspected"] [name="note"]', '突发气促');
await signs('[data-action="suspect"]');
await as('physician', '2468');
await find('演练乙');
await tab('work');
await unfold('vte', '[data-action="confirm-vte"]');
await set('[data-form="confirmed"] [name="onset"]', 'in_hospital');
await set('[data-form="confirmed"] [name="method"]', '下肢静脉超声');
await signs('[data-action="confirm-vte"]');
console.log('operated, confirmed');

// Suspected only; a medical patient with a draft that nobody has signed; one that was only admitted.
await as('nurse');
await admit('演练丙', '12-03', 'surgical', '1971-06-15', -20);
await tab('work');
await unfold('vte', '[data-action="suspect"]');
await signs('[data-action="suspect"]');
await admit('演练丁', '12-04', 'medical', '1944-01-09', -26);
await score(['active_cancer']);
await tab('work');
await tab('score');
await admit('演练戊', '12-05', 'medical', '1966-08-01', -3);
await tab('score');
await press('[data-item="previous_vte"]');
await press('[data-item="hormonal_treatment"]');
await pause(800);
await admit('演练己', '12-06', 'obstetric', '1994-02-11', -1);
console.log('six admissions');

// What the screens say, page by page.
const screen = { board: null, discharged: null, people: null, house: null, patients: {} };
const beds = () => deep(`() => [...document.querySelectorAll('.bed')].map(bed => ({ name: bed.querySelector('.name')?.innerText.trim(), band: bed.querySelector('.mark[data-band]')?.dataset.band ?? null, marks: bed.querySelector('.marks')?.innerText.trim() ?? null, flags: bed.querySelector('.flags')?.innerText.trim() ?? null }))`);
await press('[data-page="board"]');
await there('[data-board]');
screen.board = await beds();
await press('[data-filter="discharged"]');
await there('[data-board="1"]');
screen.discharged = await beds();
await press('[data-filter="all"]');
for (const { name } of [...screen.board, ...screen.discharged]) {
  const label = /演练./.exec(name)[0];
  await press('[data-page="board"]');
  if (screen.discharged.some(bed => bed.name === name)) { await press('[data-filter="discharged"]'); await there('[data-board="1"]'); }
  await find_(label);
  await tab('story');
  await pause(300);
  const story = await deep(`() => [...document.querySelectorAll('[data-story] > li')].map(line => line.dataset.type)`);
  await tab('audit');
  await there('[data-verdict]');
  screen.patients[label] = { context: await deep(`() => deep('[data-patient]').dataset.patient`), events: await events(), story, verdict: await deep(`() => deep('[data-verdict]').dataset.verdict`) };
  await press('[data-page="board"]');
  if (screen.discharged.some(bed => bed.name === name)) await press('[data-filter="all"]');
}
async function find_(label) {
  await there('.bed');
  await until(() => deep(`label => { const bed = [...document.querySelectorAll('.bed')].find(bed => bed.textContent.includes(label)); bed?.click(); return Boolean(bed); }`, label), label);
  await there('[data-patient]');
}
await press('[data-action="switch-user"]');
await there('[data-person]');
screen.people = await deep(`() => [...document.querySelectorAll('[data-person]')].map(person => [person.querySelector('b').textContent, person.dataset.person, Boolean(person.querySelector('small'))])`);
await press('[data-page="house"]');
await there('[data-form="house"]');
screen.house = await deep(`() => Object.fromEntries([...document.querySelectorAll('[data-form="house"] input')].map(input => [input.name, input.value]))`);

// Its files.
const saved = async (pattern, act) => {
  const before = new Set(readdirSync(downloads));
  await act();
  const name = await until(() => readdirSync(downloads).find(name => !before.has(name) && pattern.test(name)), String(pattern));
  await pause(700);
  return readFileSync(join(downloads, name));
};
await it.data();
await press('[data-own]');
await set('[name="export-passphrase"]', FILE);
await set('[name="export-again"]', FILE);
const ward = await saved(/\.vward$/, () => press('[data-action="export"]'));
await until(() => deep(`() => Boolean(deep('[data-waiting]'))`), 'what waits');
const handover = await saved(/handover.*\.json$/, () => press('[data-action="handover-json"]'));
await press('[data-action="handover-codes"]');
await there('[data-codes]');
const codes = [], of = Number(await deep(`() => deep('[data-codes]').dataset.codes`));
if (of > 1) await press('[data-action="codes-run"]');
for (let turn = 0; turn < of; turn++) {
  codes.push(await deep(`() => deep('[data-code]').dataset.code`));
  if (of > 1) { await press('[data-action="codes-next"]'); await pause(60); }
}
await it.lock();
await browser.open(`${server.origin}/blank.html`);
const database = await browser.run(takenOut, 'virchow-ward');
write('ward.json', { made: stamp(), passphrase: PASSPHRASE, pins: { 王一: '2468', 质控员: '1357' }, database, screen });
write('ward-rows.json', await inClear(database, PASSPHRASE));
write('ward-export.json', { made: stamp(), passphrase: FILE, file: ward.toString('base64') });
write('handover.json', handover.toString('utf8'));
write('handover-codes.json', codes);
rmSync(downloads, { recursive: true, force: true });
await browser.quit();
await server.close();
