// A referral between two hospitals without a server, on two tablets: a township sends by codes that a scanner types and by an
// encrypted file; the county imports, accepts, returns; the township acknowledges. Both languages, and everything that goes wrong:
// half of it scanned, parts of another sheet, another version, returned twice, two hospitals that accept, declined.
// SCREENS=folder keeps a picture of each page at 480, 768 and 1280.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CJK, LATIN } from './cases.mjs';
import { serve } from './server.mjs';
import { until } from './stage.mjs';
import { PIN, tablet } from './tablet.mjs';

const PASSPHRASE = '青石 转诊 2026';
let server, folder, town, county, city, saved = 0;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'virchow-referral-'));
  server = await serve();
  const ward = async (name, department, person) => {
    const it = await tablet({ server, width: 1024, height: 1000 });
    await it.session.cdp('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await it.open();
    await it.speak('zh-CN');
    await (await it.open()).create();
    await it.found({ ward: name, department, name: person, role: 'physician' });
    return it;
  };
  town = await ward('青石镇卫生院', '内科', '周医师');
  county = await ward('青石县医院', '呼吸科', '王医师');
});
after(async () => { for (const it of [town, county, city]) await it?.quit(); await server?.close(); rmSync(folder, { recursive: true, force: true }); });

async function pictures(it, name) {
  if (!process.env.SCREENS) return;
  mkdirSync(process.env.SCREENS, { recursive: true });
  for (const width of [480, 768, 1280]) {
    await it.session.size(width, 1024);
    const height = await it.run(() => new Promise(done => requestAnimationFrame(() => done(Math.min(document.documentElement.scrollHeight, 6000)))));
    await it.session.size(width, height);
    await it.run(() => { scrollTo(0, 0); return new Promise(done => setTimeout(done, 250)); });
    const { data } = await it.session.cdp('Page.captureScreenshot', { format: 'png' });
    writeFileSync(join(process.env.SCREENS, `${name}-${width}.png`), Buffer.from(data, 'base64'));
  }
  await it.session.size(1024, 1000);
}

const speak = async (it, lang) => {
  const now = await it.run(() => document.querySelector('.ward').lang);
  if (now !== lang) await it.press('[data-action="language"]');
  await it.see(`.ward[lang="${lang}"]`);
};
const unfold = it => it.run(() => document.querySelectorAll('main details').forEach(details => { details.open = true; }));
const put = (it, selector, value) => it.run((s, value) => { document.querySelector(s).value = value; }, selector, value);

async function suspected(it, label, bed) {
  await it.press('[data-page="board"]');
  await it.press('[data-action="admit"]');
  await it.type('[name="label"]', label);
  await it.type('[name="bed"]', bed);
  await it.choose('[name="sex"]', 'female');
  await put(it, '[name="born"]', '1958-03-02');
  await it.type('[data-form="admit"] [name="weight"]', '64');
  await it.choose('[data-form="admit"] [name="setting"]', 'medical');
  await it.press('[data-action="admit-now"]');
  await it.see('[data-patient]');
  await it.press('[data-tab="work"]');
  assert.equal(await it.run(() => document.querySelector('[data-action="refer"]')), null, 'nothing is suspected yet');
  await unfold(it);
  await it.see('[data-form="suspected"]');
  await it.choose('[data-form="suspected"] [name="site"]', 'pe');
  await it.press('[name="sign_dyspnoea"]');
  await it.signs('[data-action="suspect"]');
  await it.see('[data-action="refer"]');
}

/** From the page of a patient to a saved sheet. */
async function drafted(it, to) {
  await it.press('[data-action="refer"]');
  await it.see('[data-form="refer"]');
  await it.type('[data-form="refer"] [name="to"]', to);
  await it.type('[data-form="refer"] [name="telephone"]', '0312-555 0101');
  await it.type('[data-form="refer"] [name="asked"]', 'CTPA, ICU');
  await it.type('[data-form="refer"] [name="anticoagulants"]', 'enoxaparin 60 mg 21:10');
  await it.choose('[data-form="refer"] [name="word_allergy"]', 'no');
  await it.press('[data-action="draft"]');
  await it.see('.referral-page[data-side="sender"] [data-state="drafted"]');
  return it.run(() => document.querySelector('.referral-page').dataset.referral);
}

/** Reports a state with what it must say; fields that are there and not given get a word. */
async function report(it, state, given = {}) {
  const steps = () => it.run(() => Number(document.querySelector('.referral-page').dataset.steps));
  await unfold(it);
  await it.see(`[data-form="${state}"]`);
  const before = await steps();
  await it.run((state, given) => {
    for (const field of document.querySelectorAll(`[data-form="${state}"] input[type="text"]`)) if (!field.value && field.name !== 'note') field.value = given[field.name] ?? '无';
  }, state, given);
  if (given.way) await it.choose(`[data-form="${state}"] [name="way"]`, given.way);
  await it.press(`[data-report="${state}"]`);
  await until(async () => (await steps()) === before + 1, `${state} recorded; ${await it.text('.trouble')}`, 20_000);
}

/** Every code as a scanner would type it, and the digits that are told. */
async function codes(it) {
  await unfold(it);
  await it.press('[data-action="show-codes"]');
  await it.see('[data-digits]', 60_000);
  const of = await it.run(() => Number(document.querySelector('[data-codes]').dataset.codes)), parts = new Set();
  while (parts.size < of) {
    parts.add(await it.run(() => document.querySelector('[data-code]').dataset.code));
    await it.run(() => document.querySelector('[data-action="codes-next"]')?.click());
    await new Promise(next => setTimeout(next, 50));
  }
  const inOrder = [...parts].sort((one, other) => Number(one.split('-')[2]) - Number(other.split('-')[2]));
  return { parts: inOrder, digits: await it.run(() => document.querySelector('[data-digits]').dataset.digits) };
}

const atTake = async it => { await it.press('[data-page="referrals"]'); await it.see('[data-take]'); };
const held = it => it.run(() => document.querySelector('[data-take]').dataset.parts);
/** As a hand scanner: the text, then Enter. */
async function scan(it, text) {
  await put(it, '[name="scanned"]', text);
  await it.press('[data-action="add-part"]');
}
async function scanned(it, { parts, digits }) {
  await atTake(it);
  for (const part of parts) await scan(it, part);
  await it.see('[data-form="digits"]');
  await it.type('[name="digits"]', digits);
  await it.press('[data-action="open-codes"]');
  await it.see('[data-taken]', 60_000);
}
const opened = async it => { await it.press('[data-action="open-taken"]'); await it.see('.referral-page'); };
const taken = it => it.run(() => Object.fromEntries([...document.querySelectorAll('[data-taken] [data-took]')].map(row => [row.dataset.took, row.textContent])));
const refused = async (it, pattern) => { await it.said('[data-take-refused]', pattern); };

/** What the page gives to be saved, as a file here. */
async function file(it, action, end) {
  const before = new Set(readdirSync(folder));
  await it.press(action);
  const name = await until(() => readdirSync(folder).find(name => !before.has(name) && name.endsWith(end) && !name.endsWith('.crdownload')), `a file ${end}`, 30_000);
  await new Promise(next => setTimeout(next, 300));
  // A name says the minute: the next one of it must be seen as another.
  const kept = join(folder, `${saved++}-${name}`);
  renameSync(join(folder, name), kept);
  return kept;
}
async function shutFile(it) {
  await unfold(it);
  await it.see('[name="refer-passphrase"]');
  for (const name of ['refer-passphrase', 'refer-again']) { await put(it, `[name="${name}"]`, ''); await it.type(`[name="${name}"]`, PASSPHRASE); }
  return file(it, '[data-action="save-file"]', '.vrefer');
}
async function choose(it, path) {
  await it.run(() => { document.querySelector('[name="referral-file"]').value = ''; });
  await (await it.driver.findElement({ css: '[name="referral-file"]' })).sendKeys(path);
}
async function openFile(it, path, passphrase = PASSPHRASE) {
  await choose(it, path);
  await it.see('[data-form="referral-passphrase"]');
  await put(it, '[name="referral-passphrase"]', '');
  await it.type('[name="referral-passphrase"]', passphrase);
  await it.press('[data-action="open-file"]');
}

const RETURNED = { diagnosis: '急性肺栓塞，中低危', plan: '抗凝3个月', drug: '利伐沙班', dose: '15 mg 每日2次', next_dose: '12-02 08:00', stop_date: '2027-03-02', tests: '1周后血常规', call: '王医师 0312-555 0202' };

for (const [lang, script] of [['zh-CN', CJK], ['en', LATIN]]) {
  test(`a township sends by codes, the county takes it, accepts and returns, the township acknowledges (${lang})`, async () => {
    for (const it of [town, county]) { await it.press('[data-page="board"]'); await speak(it, lang); }
    await suspected(town, `王某${lang}`, lang === 'en' ? 'E-01' : 'Z-01');
    const events = await town.events();
    await town.press('[data-action="refer"]');
    await town.see('[data-form="refer"]');
    assert.match(await town.text('[data-line="weight"] .known b'), /^64 kg/, 'what the chart knows stands there');
    assert.ok(script.test(await town.text('[data-line="kind"] .known')));
    await pictures(town, `form-${lang}`);
    assert.deepEqual(await town.session.axe(), []);
    await town.press('[data-action="draft"]');
    await town.said('.trouble', lang === 'en' ? /must be filled in/ : /须填写/);
    await town.press('[data-action="back"]');
    await town.see('[data-action="refer"]');
    const id = await drafted(town, '青石县医院');
    assert.equal(await town.run(() => document.querySelector('[data-line="allergy"]').dataset.word), 'no');
    assert.equal(await town.run(() => document.querySelector('[data-line="d_dimer"]').dataset.word), 'not_done');
    assert.equal(await town.run(() => document.querySelector('[data-line="pregnancy"]').dataset.word), 'not_asked');
    assert.ok(script.test(await town.text('[data-names]')), 'it names a patient, and says so');
    await report(town, 'sent', { way: 'qr' });
    await town.see('[data-state="sent"] [data-clock="c_ref_received"]');
    const made = await codes(town);
    assert.equal(made.digits.length, 12);
    assert.ok(made.parts.length >= 2 && made.parts.length < 12, `${made.parts.length} codes`);
    assert.ok(made.parts.every(part => !part.includes('王') && /^[A-Z0-9-]+$/.test(part)), 'nothing of it can be read without the digits');
    await pictures(town, `sent-${lang}`);
    assert.deepEqual(await town.session.axe(), []);

    // Half-scanned, in any order, with parts of something else between: said, and nothing lost.
    await atTake(county);
    await scan(county, made.parts.at(-1));
    await county.see(`[data-missing="${made.parts.length - 1}"]`);
    await scan(county, 'VW1|44136fa3|1/3|abc');
    await refused(county, lang === 'en' ? /HIS/ : /移交HIS/);
    await scan(county, made.parts[0].slice(0, -20));
    await refused(county, lang === 'en' ? /scanned whole/ : /没有扫完整/);
    await scan(county, made.parts[0].replace('VR1', 'VR2'));
    await refused(county, lang === 'en' ? /another version/ : /另一版本/);
    await scan(county, '6901234567892');
    await refused(county, lang === 'en' ? /input method/ : /输入法/);
    assert.equal(await held(county), `1/${made.parts.length}`);
    await pictures(county, `half-${lang}`);
    assert.deepEqual(await county.session.axe(), []);
    for (const part of made.parts) await scan(county, part.toLowerCase());
    await county.see('[data-form="digits"]');
    await county.type('[name="digits"]', made.digits.slice(0, 11) + (9 - Number(made.digits[11])));
    await county.press('[data-action="open-codes"]');
    await refused(county, lang === 'en' ? /not the digits/ : /口令数字不对/);
    assert.equal(await held(county), `${made.parts.length}/${made.parts.length}`, 'a wrong code costs no part');
    await put(county, '[name="digits"]', '');
    await county.type('[name="digits"]', `${made.digits.slice(0, 4)} ${made.digits.slice(4)}`);
    await county.press('[data-action="open-codes"]');
    await county.see('[data-taken]', 60_000);
    await opened(county);
    await county.see(`.referral-page[data-side="receiver"][data-referral="${id}"] [data-state="received"]`);
    assert.equal(await county.run(() => document.querySelector('[data-line="allergy"]').dataset.word), 'no');
    assert.match(await county.text('[data-line="anticoagulants"]'), /enoxaparin 60 mg 21:10/);
    await pictures(county, `received-${lang}`);
    assert.deepEqual(await county.session.axe(), []);

    // Nothing is lost by a reload.
    await county.lock();
    await county.unlock();
    await county.as('physician');
    await atTake(county);
    await county.press(`[data-list="incoming"] [data-referral="${id}"] [data-action="open-referral"]`);
    await report(county, 'accepted', { person: '王医师', place: '3-12', instructions: lang === 'en' ? 'oxygen, monitor' : '吸氧，心电监护' });
    await county.see('[data-state="accepted"]');

    // The answer goes back as a file.
    const answer = await shutFile(county);
    assert.ok(!readFileSync(answer).includes('王'), 'encrypted');
    await atTake(town);
    await openFile(town, answer, 'not this one');
    await refused(town, lang === 'en' ? /not the passphrase/ : /口令与此文件不符/);
    await openFile(town, answer);
    await town.see('[data-taken]');
    assert.deepEqual(Object.keys(await taken(town)).sort(), ['accepted', 'received']);
    await opened(town);
    await town.see('[data-state="accepted"]');
    assert.match(await town.text('[data-course]'), /3-12/);
    await report(town, 'departed', { vitals: 'BP 118/70, HR 104', escort: '李护士', last_dose: 'enoxaparin 60 mg 21:10' });

    // The county hears of it by codes, or not at all: it reports what it does.
    await report(county, 'arrived', { vitals: 'BP 110/70' });
    await unfold(county);
    await county.see('[data-form="admit-referred"]');
    await county.type('[data-form="admit-referred"] [name="bed"]', lang === 'en' ? '3-12' : '3-11');
    await county.choose('[data-form="admit-referred"] [name="setting"]', 'medical');
    await county.press('[data-action="admit-referred"]');
    await county.see('[data-patient] [data-suspicion="open"]');
    await until(async () => (await county.events()) >= 6, 'admitted, suspected, and what was reported so far');
    await county.press('[data-action="open-referral"]');
    await report(county, 'returned', RETURNED);
    await pictures(county, `returned-${lang}`);
    await scanned(town, await codes(county));
    const news = await taken(town);
    assert.ok(news.arrived && news.returned, JSON.stringify(news));
    await opened(town);
    await town.see('[data-returned]');
    for (const said of Object.values(RETURNED)) assert.ok((await town.text('[data-returned]')).includes(said), said);
    await pictures(town, `back-${lang}`);
    assert.deepEqual(await town.session.axe(), []);
    await report(town, 'acknowledged', { person: '周医师' });
    await town.see('[data-state="acknowledged"]');
    await town.press('[data-action="back"]');
    await town.see('[data-referrals="1"]');
    // drafted, sent, received, accepted, departed, arrived, returned, acknowledged: each a signed event.
    assert.equal(await town.events(), events + 8);
    await town.press('[data-tab="story"]');
    await town.see('[data-story] [data-type="referral"]');
  });
}

test('returned twice: the same once more is known, said differently both stand and it is said', async () => {
  await speak(county, 'en');
  await speak(town, 'en');
  await atTake(county);
  await county.press('[data-list="incoming"] [data-action="open-referral"]');
  await county.see('.referral-page');
  await unfold(county);
  const path = await file(county, '[data-action="save-json"]', '.json');
  await atTake(town);
  await choose(town, path);
  await town.see('[data-taken] [data-known]');
  // By another hand: the plan of the same referral with another dose, its checksum made anew.
  const { createHash } = await import('node:crypto');
  const canonical = value => (value && typeof value === 'object' && !Array.isArray(value) ? `{${Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}` : Array.isArray(value) ? `[${value.map(canonical).join(',')}]` : JSON.stringify(value));
  const sealed = message => { delete message.sum; message.sum = createHash('sha256').update(canonical(message)).digest('hex'); return message; };
  const write = (name, text) => { const path = join(folder, name); writeFileSync(path, text); return path; };
  const message = JSON.parse(readFileSync(path, 'utf8'));
  message.states.find(({ state }) => state === 'returned').said.dose = '20 mg qd';
  await choose(town, write('edited.json', JSON.stringify(message)));
  await refused(town, /checksum does not fit/);
  await choose(town, write('twice.json', JSON.stringify(sealed(message))));
  await town.see('[data-took="returned"]');
  assert.match(await town.text('[data-took="returned"]'), /both are kept/);
  await opened(town);
  await town.see('[data-amended="1"]');
  assert.match(await town.text('[data-course]'), /15 mg 每日2次[^]*20 mg qd/, 'nothing is lost');
  await pictures(town, 'twice-en');
  // Half of one, one of another version, one of a referral that is not here.
  await atTake(town);
  await choose(town, write('half.json', readFileSync(path, 'utf8').slice(0, 400)));
  await refused(town, /no whole referral/);
  await choose(town, write('newer.json', JSON.stringify({ ...message, format: 'virchow-referral/2' })));
  await refused(town, /another version/);
  await choose(town, write('unknown.json', JSON.stringify(sealed({ ...message, id: 'somewhere-else' }))));
  await refused(town, /its sheet is not here/);
  await choose(town, write('other.json', '{"format":"virchow-handover","v":1}'));
  await refused(town, /no VTE referral/);
});

test('two hospitals accept: the first stands and the other is told; declined, nobody has the patient until a new one', async () => {
  city = await tablet({ server, width: 1024, height: 1000 });
  await city.session.cdp('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await city.open();
  await city.speak('en');
  await (await city.open()).create();
  await city.found({ ward: '市医院', department: '呼吸科', name: '赵医师', role: 'physician' });
  await suspected(town, '李某', 'T-02');
  await drafted(town, '青石县医院');
  await report(town, 'sent', { way: 'file' });
  const sheet = await shutFile(town);
  for (const it of [county, city]) {
    await atTake(it);
    await openFile(it, sheet);
    await it.see('[data-taken]');
    await opened(it);
    await report(it, 'accepted', { person: '某医师', place: '1' });
  }
  for (const it of [county, city]) {
    const path = await shutFile(it);
    await atTake(town);
    await openFile(town, path);
    await town.see('[data-taken]');
  }
  await opened(town);
  await town.see('[data-second="市医院"]');
  assert.match(await town.text('[data-course]'), /Another hospital: accepted/);
  await pictures(town, 'second-en');
  await town.press('[data-action="cancel-second"]');
  await town.gone('[data-second]');
  await town.see('[data-state="accepted"]');
  const cancelled = await shutFile(town);
  await atTake(city);
  await openFile(city, cancelled);
  await city.see('[data-taken]');
  await opened(city);
  await city.see('[data-state="cancelled"]');
  assert.match(await city.text('[data-course]'), /another hospital has accepted/);

  await suspected(town, '赵某', 'T-03');
  await drafted(town, '青石县医院');
  await report(town, 'sent', { way: 'telephone' });
  await report(town, 'declined', { reason: '无床位', told_by: '王医师' });
  await town.see('[data-nobody]');
  await town.see('[data-state="declined"] [data-clock="c_ref_sent"]');
  await pictures(town, 'declined-en');
  await town.press('[data-action="back"]');
  await town.see('[data-referrals="1"] [data-nobody]');
  await drafted(town, '市医院');
  await town.press('[data-action="back"]');
  await town.see('[data-referrals="2"]');
  assert.equal(await town.run(() => document.querySelectorAll('[data-nobody]').length), 0, 'a new referral stands');
});

test('on paper, as text and as FHIR', async () => {
  await atTake(town);
  await town.press('[data-list="outgoing"] [data-action="open-referral"]');
  await town.see('.referral-page');
  await unfold(town);
  await town.press('[data-action="show-text"]');
  assert.match(await town.text('[data-text]'), /VTE referral sheet[^]*not asked[^]*not done/);
  const bundle = JSON.parse(readFileSync(await file(town, '[data-action="save-fhir"]', '.fhir.json'), 'utf8'));
  assert.deepEqual(bundle.entry.slice(0, 3).map(({ resource }) => resource.resourceType), ['Patient', 'ServiceRequest', 'Task']);
  await town.press('.strip [data-action="paper"]');
  await town.see('[data-sheet="referral"]');
  await pictures(town, 'paper-en');
  if (process.env.SCREENS) {
    const { data } = await town.session.cdp('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
    writeFileSync(join(process.env.SCREENS, 'paper-en.pdf'), Buffer.from(data, 'base64'));
  }
});
