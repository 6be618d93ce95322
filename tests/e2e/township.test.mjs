// A suspicion from the township to the county and back, on two tablets without a server, in Chinese by touch and in English by
// keyboard: a nurse suspects PE at night with the network cut, a physician confirms the interim dose, the referral goes by codes and by file, the county confirms, grades, treats
// and returns the patient with a plan, and the township reads it. The clock of both pages is the test's own and stands still but for
// what is waited on purpose, so every minute that a clock shows is known. SCREENS=folder keeps a picture of each step.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from './server.mjs';
import { until } from './stage.mjs';
import { PASS, tablet } from './tablet.mjs';

const DIGITS = /^\d{12}$/, FILE_WORDS = '青石 转诊 2026';
// A zone where it is eleven at night: what a township has by day only is not there.
const ahead = (23 - new Date().getUTCHours() + 36) % 24 - 12;
const NIGHT = ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
const START = Date.now();
let server, folder, town, county, minute = 0, saved = 0, by;

/** The two ways through the story: its language, what each press is made with, and the words that a person reads. */
const WAYS = {
  touch: {
    lang: 'zh-CN', press: tap,
    clock: run => new RegExp(`已 ?${run < 60 ? `${run} ?分钟` : `${Math.floor(run / 60)} ?小时`}`),
    target: /时限 ?(\d+) ?分钟/, over: /超时/, dose: /依诺肝素 60 mg/, anyDose: /mg|依诺肝素/, given: /依诺肝素.*60/,
    nobody: /尚无医院接收 6 分钟/, must: /须填写；没有就写“无”/, planned: /已返回方案，待确认/, waits: /待确认/,
  },
  keys: {
    lang: 'en', press: key,
    clock: run => new RegExp(`\\b${run < 60 ? `${run} min` : `${Math.floor(run / 60)} h`}`),
    target: /target (\d+) min/, over: /Overdue by/, dose: /enoxaparin 60 mg/i, anyDose: /mg\b|enoxaparin/i, given: /enoxaparin.*60/i,
    nobody: /nobody has the patient: 6 min/, must: /must be said; where there is none/, planned: /Plan returned, to be acknowledged/, waits: /to be acknowledged/,
  },
};

/** The clock of a page: still, but for the minutes of the story; no two moments are the same, and a page loaded anew goes on. */
const CLOCK = `try {
  const said = name => Number(localStorage.getItem(name) ?? 0), from = ${START};
  localStorage.setItem('story-loads', said('story-loads') + 1);
  let moments = said('story-loads') * 2500;
  Date.now = () => from + said('story-minute') * 60_000 + moments++;
} catch { /* a page without storage has no clock of ours */ }`;
async function wait(minutes) {
  minute += minutes;
  for (const it of [town, county]) await it.run(minute => { localStorage.setItem('story-minute', minute); }, minute);
}

before(async () => { server = await serve(); });
after(async () => { await server?.close(); });

async function begin() {
  folder = mkdtempSync(join(tmpdir(), 'virchow-township-'));
  [minute, saved, town, county] = [0, 0];
  const ward = async (name, people, tier) => {
    const it = await tablet({ server, width: 768, height: 1024 });
    await it.session.cdp('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await it.session.cdp('Page.addScriptToEvaluateOnNewDocument', { source: CLOCK });
    if (by === WAYS.touch) await it.session.cdp('Emulation.setTouchEmulationEnabled', { enabled: true });
    await it.open();
    await it.speak(by.lang);
    await (await it.open()).create();
    await it.found({ ward: name, department: '内科', name: people[0], role: 'physician' });
    // The level of the hospital, and night.
    await it.press('[data-page="house"]');
    if (await it.run(() => !document.querySelector('[data-form="house"]'))) {
      await it.type('[data-form="prove"] [name="pin"]', '2468');
      await it.press('[data-action="prove"]');
    }
    await it.see('[data-form="house"]');
    await it.choose('[data-form="house"] [name="tier"]', tier);
    await it.run(zone => { document.querySelector('[data-form="house"] [name="zone"]').value = zone; }, NIGHT);
    await it.press('[data-action="settle"]');
    await it.see('[data-set="tier"]');
    await it.add(people[1], 'nurse');
    return it;
  };
  town = await ward('青石镇卫生院', ['周医师', '李护士'], 'township');
  county = await ward('青石县医院', ['王医师', '孙护士'], 'county');
}
async function end() {
  for (const it of [town, county]) await it?.quit();
  rmSync(folder, { recursive: true, force: true });
}

// ---- a finger ----------------------------------------------------------------------------------------------------------

const deep = s => { const el = document.querySelector('vte-assessment'); return document.querySelector(s) ?? el?.shadowRoot?.querySelector(s) ?? null; };
const DEEP = `const deep = ${deep};`;
const there = (it, selector) => it.run(`(selector) => { ${DEEP} return Boolean(deep(selector)?.getClientRects().length); }`, selector);
const words = (it, selector) => it.run(`(selector) => { ${DEEP} return deep(selector)?.textContent.trim() ?? null; }`, selector);
async function sees(it, selector, patience = 20_000) {
  try { return await until(() => there(it, selector), selector, patience); } catch (error) {
    throw new Error(`${error.message}; now: ${await it.run(() => { const el = document.querySelector('vte-assessment'); return `${document.body.innerText.slice(0, 300)} || ${el?.shadowRoot?.querySelector('.root')?.innerText.slice(0, 900)}`; })}`);
  }
}
/** Where a finger touches it: in its middle, where nothing covers it. */
async function tap(it, selector) {
  for (const end = Date.now() + 20_000; ;) {
    await sees(it, selector);
    const at = await it.run(`async (selector) => {
      ${DEEP}
      deep(selector)?.scrollIntoView({ block: 'center' });
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      const found = deep(selector), box = found?.getBoundingClientRect();
      if (!box?.width) return null;
      const x = box.left + Math.min(box.width / 2, 200), y = box.top + box.height / 2;
      let hit = document.elementFromPoint(x, y);
      hit = hit?.shadowRoot?.elementFromPoint(x, y) ?? hit;
      return found.contains(hit) || hit?.contains(found) && hit.closest('label') ? [x, y, box.height] : null;
    }`, selector);
    if (at) {
      await it.session.cdp('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: at[0], y: at[1] }] });
      await it.session.cdp('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      return;
    }
    if (Date.now() > end) throw new Error(`no finger reaches ${selector}`);
    await new Promise(next => setTimeout(next, 100));
  }
}
/** As a keyboard presses it: where Tab leads, with Enter, or with the space bar where something is chosen. */
async function key(it, selector) {
  await sees(it, selector);
  // With Tab the browser knows that a keyboard is used, and draws where the focus is.
  await it.session.cdp('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 });
  await it.session.cdp('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 });
  const what = await until(() => it.run(`(selector) => {
    ${DEEP}
    const found = deep(selector);
    if (!found || found.disabled || found.tabIndex < 0 || found.closest('[inert]')) return null;
    found.focus();
    found.scrollIntoView({ block: 'center' });
    const root = found.getRootNode();
    if (root.activeElement !== found) return null;
    const box = found.getBoundingClientRect(), style = getComputedStyle(found), label = found.closest('label');
    const drawn = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || label && getComputedStyle(label).outlineStyle !== 'none';
    return { chosen: found.matches('input[type="radio"], input[type="checkbox"]'), seen: box.bottom > 0 && box.top < innerHeight, drawn };
  }`, selector), `a keyboard to reach ${selector}`, 20_000);
  assert.ok(what.seen && what.drawn, `the focus is seen on ${selector}: ${JSON.stringify(what)}`);
  const [name, code, text] = what.chosen ? [' ', 'Space', ' '] : ['Enter', 'Enter', '\r'];
  const pressed = { key: name, code, windowsVirtualKeyCode: what.chosen ? 32 : 13, text };
  await it.session.cdp('Input.dispatchKeyEvent', { type: 'keyDown', ...pressed });
  await it.session.cdp('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed });
}
/** As an on-screen keyboard writes: into the field that has the focus. */
async function write(it, selector, text) {
  await it.run(`(selector) => { ${DEEP} const field = deep(selector); field.scrollIntoView({ block: 'center' }); field.focus(); field.select?.(); }`, selector);
  await it.session.cdp('Input.insertText', { text });
}
async function fills(it, form, given) {
  for (const [name, text] of Object.entries(given)) { await sees(it, `${form} [name="${name}"]`); await write(it, `${form} [name="${name}"]`, text); }
}
const unfold = it => it.run(() => { document.querySelectorAll('main details').forEach(details => { details.open = true; }); });

async function picture(it, name) {
  if (!process.env.SCREENS) return;
  mkdirSync(process.env.SCREENS, { recursive: true });
  for (const width of [480, 768, 1280]) {
    await it.session.size(width, 1024);
    const height = await it.run(() => new Promise(done => requestAnimationFrame(() => done(Math.min(document.documentElement.scrollHeight, 7000)))));
    await it.session.size(width, height);
    await it.run(() => { scrollTo(0, 0); return new Promise(done => setTimeout(done, 200)); });
    const { data } = await it.session.cdp('Page.captureScreenshot', { format: 'png' });
    writeFileSync(join(process.env.SCREENS, `township-${by.lang}-${name}-${width}.png`), Buffer.from(data, 'base64'));
    assert.ok(await it.run(() => document.documentElement.scrollWidth <= innerWidth), `${name}: nothing beside the page at ${width}`);
  }
  await it.session.size(768, 1024);
}

// ---- the element -------------------------------------------------------------------------------------------------------

const act = what => `[data-suspicion="act"][value="${what}"]`;
const pick = (field, value) => `[data-suspicion="${field}"][value="${value}"]`;
const word = (entry, field, value) => pick(`${entry}/${field}/word`, value);
const box = (entry, field) => `[data-suspicion="${entry}/${field}/text"]`;
const channel = async it => { await by.press(it, '[data-tab="score"]'); await sees(it, '[data-next]', 40_000); };
const next = (it, code) => sees(it, `[data-next="${code}"]`);
async function enters(it, entry) {
  const count = () => it.run(`() => { ${DEEP} return document.querySelector('vte-assessment').shadowRoot.querySelectorAll('[data-entered="${entry}"]').length; }`);
  const before = await count();
  await by.press(it, act(`enter:${entry}`));
  await until(async () => (await count()) === before + 1, `${entry} signed; ${await words(it, '[data-lacks]')}`, 20_000);
}
async function opens(it, entry) {
  if (!await there(it, `[data-entry="${entry}"]`)) {
    await it.run(() => document.querySelector('vte-assessment').shadowRoot.querySelectorAll('details').forEach(fold => { fold.open = true; }));
    await by.press(it, act(`open:${entry}`));
  }
  await sees(it, `[data-entry="${entry}"]`);
}
/** Every clock on the screen: its minutes, and that its words say them. */
async function clocks(it) {
  await by.press(it, '[data-tab="work"]');
  await channel(it);
  const all = await it.run(() => [...document.querySelector('vte-assessment').shadowRoot.querySelectorAll('.clocks [data-clock]')].map(line => [line.dataset.clock, Number(line.dataset.run), line.textContent]));
  for (const [clock, run, said] of all) {
    assert.match(said, by.clock(run), clock);
    const [, so] = by.target.exec(said) ?? [], over = by.over.test(said);
    if (so && run < 60) assert.equal(over, run > Number(so) || run === Number(so) && over, `${clock}: ${said}`);
  }
  return Object.fromEntries(all.map(([clock, run]) => [clock, run]));
}

// ---- the sheet ---------------------------------------------------------------------------------------------------------

async function report(it, state, given = {}) {
  await unfold(it);
  await it.see(`[data-form="${state}"]`);
  const steps = () => it.run(() => Number(document.querySelector('.referral-page').dataset.steps));
  const before = await steps();
  await it.run((state, given) => {
    for (const field of document.querySelectorAll(`[data-form="${state}"] input[type="text"]`)) if (field.name !== 'note') field.value = given[field.name] ?? '无';
  }, state, given);
  if (given.way) await it.choose(`[data-form="${state}"] [name="way"]`, given.way);
  await by.press(it, `[data-report="${state}"]`);
  await until(async () => (await steps()) === before + 1, `${state} recorded; ${await it.text('.trouble')}`, 20_000);
}
async function byCodes(from, to) {
  await unfold(from);
  await by.press(from, '[data-action="show-codes"]');
  await from.see('[data-digits]', 60_000);
  const of = await from.run(() => Number(document.querySelector('[data-codes]').dataset.codes)), parts = new Set();
  while (parts.size < of) {
    parts.add(await from.run(() => document.querySelector('[data-code]').dataset.code));
    await from.run(() => document.querySelector('[data-action="codes-next"]')?.click());
    await new Promise(done => setTimeout(done, 30));
  }
  const digits = await from.run(() => document.querySelector('[data-digits]').dataset.digits);
  assert.match(digits, DIGITS);
  await by.press(to, '[data-page="referrals"]');
  for (const part of parts) {
    await to.see('[name="scanned"]');
    await to.run(part => { document.querySelector('[name="scanned"]').value = part; document.querySelector('[data-action="add-part"]').click(); }, part);
  }
  await to.see('[data-form="digits"]');
  await write(to, '[name="digits"]', digits);
  await by.press(to, '[data-action="open-codes"]');
  await to.see('[data-taken]', 60_000);
}
async function byFile(from, to) {
  await unfold(from);
  for (const name of ['refer-passphrase', 'refer-again']) await write(from, `[name="${name}"]`, FILE_WORDS);
  const before = new Set(readdirSync(folder));
  await by.press(from, '[data-action="save-file"]');
  const name = await until(() => readdirSync(folder).find(name => !before.has(name) && name.endsWith('.vrefer')), 'the file', 30_000);
  await new Promise(done => setTimeout(done, 200));
  const path = join(folder, `${saved++}-${name}`);
  renameSync(join(folder, name), path);
  assert.ok(!readFileSync(path).includes('陈'), 'encrypted');
  await by.press(to, '[data-page="referrals"]');
  await to.see('[name="referral-file"]');
  await (await to.driver.findElement({ css: '[name="referral-file"]' })).sendKeys(path);
  await to.see('[data-form="referral-passphrase"]');
  await write(to, '[name="referral-passphrase"]', FILE_WORDS);
  await by.press(to, '[data-action="open-file"]');
  await to.see('[data-taken]', 60_000);
}
const taken = it => it.run(() => [...document.querySelectorAll('[data-taken] [data-took]')].map(row => row.dataset.took));

async function story() {
  // ---- the township, at night, without a network
  await town.as('nurse');
  await by.press(town, '[data-action="admit"]');
  await fills(town, '[data-form="admit"]', { label: '陈某', bed: '2', weight: '64', height: '165' });
  await town.choose('[name="sex"]', 'female');
  await town.run(() => { document.querySelector('[name="born"]').value = '1958-03-02'; });
  await town.choose('[data-form="admit"] [name="setting"]', 'medical');
  await by.press(town, '[data-action="admit-now"]');
  await town.see('[data-patient]');
  await town.installed();
  await town.session.cdp('Network.emulateNetworkConditions', { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 });
  await by.press(town, '[data-tab="score"]');
  await by.press(town, '[data-action="suspected-vte"]');
  await by.press(town, pick('site', 'pe'));
  await by.press(town, pick('signs', 'dyspnoea'));
  await by.press(town, act('sign'));
  await next(town, 'TAKE_VITALS');
  assert.deepEqual(await words(town, '[data-refer] b') && await there(town, '[data-ward="refer"]'), true, 'the referral is where one looks');

  // Typed and not signed, and the page is loaded anew: it stands there, unsigned, and of this patient only.
  await wait(3);
  await write(town, box('vitals', 'sbp'), '118');
  await write(town, box('vitals', 'heart_rate'), '104');
  await by.press(town, word('vitals', 'oxygen', 'air'));
  await until(() => town.run(async () => (await indexedDB.databases()).length > 0), 'a store');
  await new Promise(done => setTimeout(done, 300));
  await town.driver.navigate().refresh();
  await town.unlock(PASS);
  await town.as('nurse');
  await by.press(town, '[data-open]');
  await channel(town);
  await sees(town, '[data-restored="vitals"]');
  assert.equal(await town.run(`() => { ${DEEP} return deep('${box('vitals', 'sbp')}').value; }`), '118');
  assert.equal(await there(town, '[data-entered="vitals"]'), false, 'not signed');
  await picture(town, '1-restored');
  await by.press(town, word('vitals', 'consciousness', 'alert'));
  for (const [field, value] of [['dbp', '72'], ['respiratory_rate', '22'], ['spo2', '94'], ['temperature', '36.9']]) await write(town, box('vitals', field), value);
  assert.deepEqual((({ c_vitals, c_doctor }) => ({ c_vitals, c_doctor }))({ c_doctor: undefined, ...await clocks(town) }), { c_vitals: 3, c_doctor: undefined });
  await enters(town, 'vitals');
  await next(town, 'SCORE');
  await opens(town, 'physician_told');
  await write(town, box('physician_told', 'name'), '周医师');
  await enters(town, 'physician_told');
  await wait(5);
  // Ticked in its place: signs of DVT and nothing more likely, 6 points with the heart rate; the rest was asked.
  for (const item of ['clinical_dvt', 'pe_most_likely']) await by.press(town, pick(`score/wells_pe/${item}`, 'yes'));
  await by.press(town, act('none:wells_pe'));
  await enters(town, 'probability');
  await next(town, 'CTPA_NOW');
  await sees(town, '[data-order="REFER_NOW"]');
  await opens(town, 'history');
  for (let group = 0; group < 9; group++) await by.press(town, act(`deny:${group}`));
  await by.press(town, word('history', 'passes_urine', 'yes'));
  await enters(town, 'history');
  assert.equal(by.anyDose.test(await words(town, '[data-interim]')), false, 'a nurse sees no dose before a physician confirms one');

  // ---- the physician
  await wait(4);
  await town.as('physician');
  await by.press(town, '[data-open]');
  await channel(town);
  await sees(town, '[data-proposal]');
  assert.match(await words(town, '[data-proposal] .dose'), by.dose);
  const waiting = await clocks(town);
  assert.ok(Object.keys(waiting).length >= 3, JSON.stringify(waiting));
  for (const [clock, run] of Object.entries(waiting)) assert.ok([0, 4, 9, 12].includes(run), `${clock}: ${run} of ${minute}`);
  await picture(town, '2-proposal');
  await by.press(town, act('take:proposal'));
  await sees(town, '[data-entry="interim_confirmed"]');
  await enters(town, 'interim_confirmed');
  await by.press(town, act('take:confirmed'));
  await sees(town, '[data-entry="interim_given"]');
  await write(town, box('interim_given', 'name'), '李护士');
  await enters(town, 'interim_given');
  await sees(town, '[data-dose="given"]');

  // ---- the referral, from the channel; what is typed survives a reload too
  await by.press(town, '[data-ward="refer"]');
  await fills(town, '[data-form="refer"]', { to: '青石县医院', telephone: '0312-555 0101' });
  await new Promise(done => setTimeout(done, 300));
  await town.driver.navigate().refresh();
  await town.unlock(PASS);
  await town.as('physician');
  await by.press(town, '[data-open]');
  await by.press(town, '[data-action="refer"]');
  await town.see('[data-restored]');
  assert.equal(await town.run(() => document.querySelector('[data-form="refer"] [name="to"]').value), '青石县医院');
  await fills(town, '[data-form="refer"]', { asked: 'CTPA，住院' });
  await picture(town, '3-refer');
  assert.match(await town.text('[data-line="interim"]'), by.given, 'what was given stands on the sheet');
  await by.press(town, '[data-action="draft"]');
  await town.see('.referral-page [data-state="drafted"]');
  await report(town, 'sent', { way: 'qr' });
  await wait(6);
  await by.press(town, '[data-page="board"]');
  await until(async () => by.nobody.test(await town.text('.bed .flags')), `nobody has the patient, on the board: ${await town.text('.bed')}`, 30_000);
  await picture(town, '4-board');
  await by.press(town, '[data-open]');
  await by.press(town, '[data-action="open-referral"]');
  await town.see('.referral-page');

  // ---- the county takes it by codes; the file says nothing new
  await byCodes(town, county);
  assert.deepEqual(await taken(county), ['drafted', 'sent'].filter(() => true));
  await byFile(town, county);
  await county.see('[data-known]');
  await by.press(county, '[data-action="open-taken"]');
  await county.see('.referral-page[data-side="receiver"]');
  assert.match(await county.text('[data-line="interim"]'), by.given);
  await report(county, 'accepted', { person: '王医师', place: '3-12', instructions: '吸氧，心电监护' });
  await byFile(county, town);
  await by.press(town, '[data-action="open-taken"]');
  await town.see('[data-state="accepted"]');
  // What a departure must say is asked for, with the word for "none".
  await unfold(town);
  await by.press(town, '[data-report="departed"]');
  await town.said('.spot, .trouble', by.must);
  await report(town, 'departed', { vitals: 'BP 118/70, HR 104', escort: '李护士', last_dose: '依诺肝素 60 mg' });
  await wait(40);
  await report(county, 'arrived', { vitals: 'BP 116/72, HR 98' });
  await unfold(county);
  await write(county, '[data-form="admit-referred"] [name="bed"]', '3-12');
  await county.choose('[data-form="admit-referred"] [name="setting"]', 'medical');
  await by.press(county, '[data-action="admit-referred"]');
  await county.see('[data-patient] [data-suspicion="open"]');

  // ---- the county confirms, grades and treats
  await channel(county);
  const since = await clocks(county);
  for (const [clock, run] of Object.entries(since)) assert.equal(run, 0, `${clock} at the county begins with its own suspicion`);
  await opens(county, 'chest_result');
  await by.press(county, word('chest_result', 'result', 'ctpa_positive'));
  await enters(county, 'chest_result');
  await wait(10);
  await opens(county, 'severity');
  await by.press(county, word('severity', 'made', 'elsewhere'));
  await by.press(county, word('severity', 'class', 'int_low'));
  await enters(county, 'severity');
  await opens(county, 'treatment_plan');
  await by.press(county, '[data-suspicion="treatment_plan/plan/word"]');
  await write(county, box('treatment_plan', 'reason'), '抗凝3个月');
  await enters(county, 'treatment_plan');
  await picture(county, '5-treated');
  await by.press(county, act('settle'));
  await by.press(county, pick('settles', 'confirmed'));
  await by.press(county, pick('onset', 'in_hospital'));
  await write(county, '[data-suspicion="note"]', 'CTPA');
  await by.press(county, act('sign'));
  await until(async () => !await there(county, '[data-next]'), 'settled');
  await by.press(county, '[data-tab="work"]');
  await county.see('[data-action="refer"]');
  await by.press(county, '[data-action="open-referral"]');
  const plan = { diagnosis: '急性肺栓塞，中低危', plan: '抗凝3个月，卫生院随访', drug: '利伐沙班', dose: '15 mg 每日2次', next_dose: '12-02 08:00', stop_date: '2027-03-02', tests: '1周后血常规', call: '王医师 0312-555 0202' };
  await report(county, 'returned', plan);
  await byCodes(county, town);

  // ---- the township reads it
  assert.deepEqual(await taken(town), ['arrived', 'returned']);
  await by.press(town, '[data-page="board"]');
  await until(async () => by.planned.test(await town.text('.bed .flags')), 'the plan, on the board', 30_000);
  await by.press(town, '[data-open]');
  await town.see('.referral-line [data-returned]');
  for (const said of Object.values(plan)) assert.ok((await town.text('.referral-line [data-returned]')).includes(said), said);
  await picture(town, '6-plan');
  await by.press(town, '[data-action="open-referral"]');
  await report(town, 'acknowledged', { person: '周医师' });
  await town.see('[data-state="acknowledged"]');
  await by.press(town, '[data-page="board"]');
  await until(async () => !by.waits.test((await town.text('.bed .flags')) ?? ''), 'nothing waits', 30_000);
}

for (const [name, way] of Object.entries(WAYS)) {
  test(`township at night to county and back: nothing lost, every minute counted (${way.lang}, by ${name})`, async () => {
    by = way;
    try {
      await begin();
      await story();
    } finally {
      await end();
    }
  });
}
