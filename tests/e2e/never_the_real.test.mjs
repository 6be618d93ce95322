// Teaching, a trainee and the demonstration never touch what is real: nothing is chained, stored, alerted or delivered, screen and
// paper say so, and what was made there is refused elsewhere. One may practise all the same.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspect, unpack } from '../../src/web/vault/archive.js';
import { chain, CJK, labs, medical, stamp, surgical } from './cases.mjs';
import { launch, NURSE } from './driver.mjs';
import { TRAINEE, element, ward } from './never_the_real.mjs';
import { serve } from './server.mjs';
import { pause, until } from './stage.mjs';
import { PASS, Tablet, tablet } from './tablet.mjs';
import { file, rows } from './wards.mjs';

let server, browser, folder;
before(async () => {
  server = await serve();
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'virchow-never-'));
});
after(async () => { await browser?.quit(); await server?.close(); rmSync(folder, { recursive: true, force: true }); });

for (const [kind, seed] of [['teaching', 1], ['teaching', 2], ['trainee', 3]]) {
  test(`${kind}: 200 random taps leave no event, no entry and no unmarked print (seed ${seed})`, async () => {
    const { tapped, prints } = await element(server, browser, { kind, count: 200, seed });
    assert.ok(Object.keys(tapped).length > 15 && prints >= 5, JSON.stringify(tapped));
  });
}

const page = async given => {
  server.his.reset();
  const widget = await browser.open(`${server.origin}/job.html`);
  return widget.load({ chart: surgical(), lang: 'zh-CN', ...given });
};
const quiet = async widget => {
  const events = (await widget.seen()).map(({ type }) => type).filter(type => ['vte-event', 'vte-alert', 'vte-before-sign'].includes(type));
  assert.deepEqual(events, []);
  assert.deepEqual(await widget.run(el => [el.record.length, el.pending.length]), [0, 0]);
  assert.equal(server.his.posts.length, 0);
};

for (const [lang, word, result, plan] of [['zh-CN', /不计入病历/, /练习结果（未签名）/, /练习结果，未授权/], ['en', /not part of the record/, /not signed/, /nothing is authorised/]]) {
  test(`one may practise: fill, sign, screen, authorise, begin again; and it says what it is (${lang})`, async () => {
    // With the values that the bleeding list asks for: no word about the rest stands for one.
    const widget = await page({ lang, user: TRAINEE, chart: surgical({ facts: labs() }) });
    assert.match(await widget.run((el, $) => $('[data-practice]').textContent), word);
    await widget.untilScore(5);
    await widget.press('[data-item="varicose_veins"]');
    await widget.untilScore(6);
    await widget.press('[data-action="none-of-the-rest"]');
    assert.deepEqual(await widget.run(async el => { const answer = await el.sign(); return [answer.teaching, 'event' in answer, 'error' in answer]; }), [true, false, false]);
    await widget.until((el, $) => $('.result .signed'), 'the result');
    assert.match(await widget.run((el, $) => $('.result .signed').textContent), result);
    assert.equal(await widget.run((el, $) => $('[data-delivery]')), null, 'nothing is on its way');
    assert.notEqual(await widget.run(el => el.state), 'sent');
    await widget.press('[data-action="prevention"]');
    await widget.until((el, $) => $('[data-action="authorise"]'), 'the plan, for a learner too');
    await widget.press('[data-action="none-of-the-rest"]');
    await widget.until((el, $) => $('[data-bleeding]').dataset.bleeding !== 'open', 'bleeding settled');
    await widget.press('[data-action="authorise"]');
    await widget.until((el, $) => $('[data-standing]'), 'what would have been decided');
    assert.match(await widget.run((el, $) => $('[data-standing]').textContent), plan);
    const flat = await widget.run(async el => (await el.getResult({ outputs: ['flat', 'text', 'fhirR4', 'hl7v2'] })));
    assert.deepEqual([Object.keys(flat), flat.flat.teaching], [['flat'], true], 'no document is made of practice');
    assert.deepEqual(await browser.axe(), []);
    await quiet(widget);
    await widget.press('[data-action="reset-yes"]');
    await widget.until((el, $) => $('[data-item="varicose_veins"]') && !$('[data-item="varicose_veins"]').checked, 'a form as it was');
    await quiet(widget);
  });
}

test('what was entered in earnest waits while somebody practises at the same form, and comes back', async () => {
  const chart = medical();
  const widget = await page({ chart, user: NURSE });
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.untilKept(chart.contextId);
  await widget.run((el, $, $$, user) => { el.user = user; }, TRAINEE);
  await widget.until((el, $) => $('[data-practice]') && $('[data-item="active_cancer"]')?.checked === false, 'a form of its own');
  await widget.press('[data-item="previous_vte"]');
  await widget.untilScore(4);
  await widget.run((el, $, $$, user) => { el.user = user; }, NURSE);
  await widget.until((el, $) => !$('[data-practice]') && $('[data-item="active_cancer"]')?.checked && !$('[data-item="previous_vte"]').checked, 'what the nurse had entered');
  await quiet(widget);
  await widget.sign();
  await until(() => server.his.posts.length === 1, 'what the nurse signs');
});

test('a record stays as it was under practice, and is read', async () => {
  const chart = medical();
  const real = await page({ chart, user: NURSE });
  await real.press('[data-item="active_cancer"]');
  await real.sign();
  await real.untilDelivery('confirmed');
  const record = await real.run(el => JSON.stringify(el.record));
  const widget = await page({ chart, user: TRAINEE, attributes: { mode: 'teaching' } });
  await widget.until(el => el.record.length, 'the record');
  assert.equal(await widget.run(el => JSON.stringify(el.record)), record);
  await widget.until((el, $) => $('[data-item="active_cancer"]') || $('[data-action="new"]'), 'something to practise with');
  if (await widget.run((el, $) => Boolean($('[data-action="new"]')))) await widget.press('[data-action="new"]');
  await widget.until((el, $) => $('[data-action="none-of-the-rest"]'), 'the form');
  // What was signed is asked by itself.
  await widget.press('[data-action="none-of-the-rest"]', '[data-item="active_cancer"]');
  await widget.untilState('complete');
  await widget.press('[data-action="sign"]');
  await widget.until((el, $) => $('.result .signed'), 'the result');
  assert.match(await widget.run((el, $) => $('.result .signed').textContent), /练习结果（未签名）/);
  assert.equal(await widget.run((el, $) => $('.holding')), null, 'what is practised is not shown as what holds');
  assert.equal(await widget.run(el => JSON.stringify(el.record)), record);
  // Practice over, what was signed in earnest stands again; a further form is given up by one tap.
  await widget.run(el => { el.reset(); });
  await widget.until((el, $) => $('.holding [data-action="new"]'), 'what holds');
  await widget.press('[data-action="new"]');
  await widget.until((el, $) => $('[data-action="to-score"]'), 'the way back');
  await widget.press('[data-action="to-score"]');
  await widget.until((el, $) => $('.holding [data-action="new"]'), 'what holds, after the way back');
  assert.equal(await widget.run(el => JSON.stringify(el.record)), record);
  assert.equal(server.his.posts.length, 0);
});

test('a record of a demonstration is refused by a live element, marked or of version 0.1.0', async () => {
  const body = { instrument: 'padua', edition: '2010', timepoint: 'ADMISSION', answers: [], floor: 0, ceiling: 0, band: 'low' };
  const rules = { version: '0.1.0', sha256: '0'.repeat(64) };
  for (const [mark, by] of [[{ demo: true }, NURSE], [{}, { id: 'demo-nurse', name: '演示护士', role: 'nurse' }]]) {
    const chart = medical();
    const record = chain([{ v: 1, id: '01920000-0000-7000-8000-000000000001', contextId: chart.contextId, ...mark, type: 'assessed', at: stamp(-0.05), by, rules, body }]);
    const widget = await page({ chart, record });
    const [{ detail }] = await widget.untilSeen('vte-error');
    assert.deepEqual([detail.code, detail.path], ['E_CONFLICT', '/record']);
    assert.ok(/演示/.test(detail.message.zh) && /demonstration/.test(detail.message.en));
    assert.equal(await widget.run(el => el.record.length), 0);
  }
});

test('a demonstration ward under 200 random taps: nothing leaves, every row bears the mark, and it offers no hand-over', async () => {
  const own = await launch({ width: 1024, height: 900 });
  try {
    await own.cdp('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    const { tapped, prints } = await ward(server, own, { count: 200, seed: 7 });
    assert.ok(Object.keys(tapped).length > 15 && prints > 0, JSON.stringify(tapped));
    const it = new Tablet(own, server.origin);
    await it.data();
    await it.see('[data-section="handover"][data-demo]');
    assert.equal(await it.run(() => document.querySelectorAll('[data-section="handover"] button').length), 0);
    for (const old of readdirSync(folder)) rmSync(join(folder, old));
    // Whatever was tapped there: with the passphrase of this device, once. Where a tap tried others, the vault waits first.
    await it.press('[name="export-with"]:not([data-own])');
    const there = () => readdirSync(folder).find(name => /\.vward$/.test(name));
    const name = await until(async () => {
      if (there()) return there();
      await it.run(() => { document.querySelector('[name="export-passphrase"]').value = ''; });
      await it.type('[name="export-passphrase"]', PASS);
      await it.press('[data-action="export"]');
      for (let tenths = 0; tenths < 50 && !there(); tenths++) await pause(100);
      return there();
    }, 'the export, after the pause', 150_000);
    assert.match(name, /^virchow-demo-/);
    const found = await until(async () => { try { return await inspect(new Blob([readFileSync(join(folder, name))])); } catch { return null; } }, 'the whole file');
    assert.equal(found.header.demo, true, 'the file says so outside');
    const all = (await unpack(found, PASS)).filter(([key]) => !key.startsWith('setting/'));
    assert.deepEqual(all.filter(([key]) => key.startsWith('outbox/')), []);
    assert.ok(all.filter(([key]) => key.startsWith('event/')).length > 100);
    assert.deepEqual(all.filter(([, text]) => JSON.parse(text).demo !== true).map(([key]) => key), [], 'every row bears the mark');
    rmSync(join(folder, 'demo.vward'), { force: true });
    writeFileSync(join(folder, 'demo.vward'), readFileSync(join(folder, name)));
  } finally { await own.quit(); }
});

for (const lang of ['zh-CN', 'en']) {
  test(`a real ward refuses the file of a demonstration, whole or one row of it, in words (${lang})`, async () => {
    const it = await tablet({ server });
    try {
      await it.open();
      await it.speak(lang);
      await (await it.open()).create();
      await it.found();
      await it.data();
      const field = () => it.driver.findElement({ css: '[name="import-file"]' });
      const refused = async () => {
        await it.said('[data-section="import"] [role="alert"]', lang === 'en' ? /demonstration/ : /演示病区/);
        assert.equal(CJK.test(await it.text('[data-section="import"] [role="alert"]')), lang !== 'en');
      };
      await (await field()).sendKeys(join(folder, 'demo.vward'));
      await refused();
      assert.equal(await it.run(() => document.querySelector('[name="import-passphrase"]')), null, 'no passphrase is asked for it');
      const mixed = rows({ 'adm-1': [1] }, { house: true });
      mixed.push(['user/demo-nurse', JSON.stringify({ v: 1, id: 'demo-nurse', name: '演示护士', role: 'nurse' })]);
      writeFileSync(join(folder, 'mixed.vward'), await file(mixed, PASS));
      await it.run(() => { document.querySelector('[name="import-file"]').value = ''; });
      await (await field()).sendKeys(join(folder, 'mixed.vward'));
      await it.type('[name="import-passphrase"]', PASS);
      await it.press('[data-action="import-open"]');
      await refused();
      assert.equal(await it.run(() => document.querySelector('[data-step="agree"]')), null);
    } finally { await it.quit(); }
  });
}

test('a demonstration of 0.1.0 opens as one; what is signed in it bears the mark, and what waited for a HIS is gone', async () => {
  const it = await tablet({ server });
  try {
    await it.session.cdp('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    const old = rows({ 'adm-1': [1, 2] }, { outbox: true });
    old.push(['ward', JSON.stringify({ v: 1, name: '演示病区 Demo ward', department: '演示病区', demo: true })]);
    old.push(['user/demo-nurse', JSON.stringify({ v: 1, id: 'demo-nurse', name: '演示护士', role: 'nurse', administrator: true })]);
    writeFileSync(join(folder, 'old.vward'), await file(old, PASS));
    await it.open();
    await it.speak('en');
    await (await it.open()).create();
    await it.data();
    await (await it.driver.findElement({ css: '[name="import-file"]' })).sendKeys(join(folder, 'old.vward'));
    await it.type('[name="import-passphrase"]', PASS);
    await it.press('[data-action="import-open"]');
    await it.press('[data-action="import"]');
    await it.said('[data-section="import"] [role="status"]', /Imported/);
    await it.lock();
    await (await it.open()).unlock();
    await it.see('[data-demo]');
    await it.take('nurse');
    await it.press('.bed');
    await it.press('[data-tab="work"]');
    await it.press('[data-happening="vte"] > summary');
    await it.press('[data-action="suspect"]');
    await it.see('[data-suspicion="open"]');
    for (const before of readdirSync(folder).filter(name => name.startsWith('virchow-'))) rmSync(join(folder, before));
    await it.data();
    await it.type('[name="export-passphrase"]', PASS);
    await it.press('[data-action="export"]');
    const name = await until(() => readdirSync(folder).find(name => /^virchow-demo-.*\.vward$/.test(name)), 'the file', 30_000);
    const found = await until(async () => { try { return await inspect(new Blob([readFileSync(join(folder, name))])); } catch { return null; } }, 'the whole file');
    const all = (await unpack(found, PASS)).filter(([key]) => !key.startsWith('setting/'));
    assert.deepEqual(all.filter(([key]) => key.startsWith('outbox/')), []);
    const events = all.filter(([key]) => key.startsWith('event/')).map(([, text]) => JSON.parse(text));
    assert.deepEqual(events.map(({ type, demo }) => [type, demo === true]), [['plan_declined', false], ['plan_declined', false], ['vte_suspected', true]]);
  } finally { await it.quit(); }
});

test('a trainee in a real ward practises, and changes nothing of a patient', async () => {
  const it = await tablet({ server });
  try {
    await it.open();
    await it.speak('zh-CN');
    await (await it.open()).create();
    await it.found();
    await it.add('小陈', 'trainee');
    await it.press('[data-page="board"]');
    await it.press('[data-action="admit"]');
    for (const [name, text] of [['label', '甲某'], ['bed', '01-01']]) await it.type(`[data-form="admit"] [name="${name}"]`, text);
    await it.choose('[name="sex"]', 'female');
    await it.run(() => { document.querySelector('[name="born"]').value = '1958-03-02'; });
    await it.choose('[data-form="admit"] [name="setting"]', 'medical');
    await it.press('[data-action="admit-now"]');
    await it.see('[data-patient]');
    await it.as('trainee');
    await it.press('.bed');
    await it.press('[data-tab="score"]');
    await it.see('[data-learns]');
    const deep = (code, ...args) => it.driver.executeScript(`const $ = s => document.querySelector('vte-assessment')?.shadowRoot?.querySelector(s); return (${code}).apply(null, arguments)`, ...args);
    await until(() => deep(`() => Boolean($('[data-practice]') && $('[data-action="none-of-the-rest"]'))`), 'the form to practise with');
    await deep(`() => $('[data-action="none-of-the-rest"]').click()`);
    await until(() => deep(`() => document.querySelector('vte-assessment').state === 'complete'`), 'everything answered, and seen');
    await deep(`() => $('[data-action="sign"]').click()`);
    await until(() => deep(`() => Boolean($('.result .signed'))`), 'the result');
    assert.equal(await it.run(() => document.querySelector('[data-events]').dataset.events), '1', 'the admission and nothing else');
    await it.press('[data-tab="work"]');
    await it.press('[data-happening="vte"] > summary');
    await it.press('[data-action="suspect"]');
    await it.said('.trouble', /学员只能练习/);
    assert.equal(await it.run(() => document.querySelector('[data-events]').dataset.events), '1');
  } finally { await it.quit(); }
});
