// For the patient: the leaflet follows the plan in force, names nobody unless asked, is read aloud only where the device has a
// voice of its own, goes onto A4 whole and into codes; the sheet of a refusal; the card of the green channel for the wall.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CJK } from './cases.mjs';
import { needsDevTools } from './driver.mjs';
import { textOf } from './pdf.mjs';
import { until } from './stage.mjs';
import { assert, tablet } from './tablet.mjs';

let it;
before(async () => {
  it = await tablet({ width: 1024, height: 1100 });
  await it.open();
  await it.speak('zh-CN');
  await it.open();
  await it.create();
  await it.press('[data-action="demo"]');
  await it.see('[data-board="38"]', 60_000);
});
after(async () => { await it?.quit(); await it?.server.close(); });

const board = async () => { await it.press('[data-page="board"]'); await it.see(':not([hidden]) > [data-board]'); };
const open = async selector => { await board(); await it.press(selector); await it.see('[data-patient]'); };
const leaflet = async () => { await it.press('[data-action="leaflet"]'); await it.see('[data-sheet="leaflet"], [data-withheld]'); };
const back = async () => { await it.press('[data-action="back"]'); await it.see('[data-patient]'); };
const all = selector => it.run(s => [...document.querySelectorAll(s)].map(e => e.textContent), selector);
const measures = () => it.run(() => [...document.querySelectorAll('[data-chosen-measure]')].map(e => [e.dataset.chosenMeasure, e.dataset.forYou]));
const topics = () => it.run(() => [...document.querySelectorAll('[data-topic]')].map(e => e.dataset.topic));
const text = () => it.run(() => document.querySelector('.leaflet').innerText);
const chinese = selector => it.run((cjk, s) => {
  const found = [], walk = document.createTreeWalker(document.querySelector(s), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) if (new RegExp(cjk).test(node.data)) found.push(node.data);
  return found;
}, CJK.source, selector);
/** Whom a plan gives a drug that goes on: of the demonstration, by what its page says. */
async function withCourse(wanted) {
  await board();
  await until(() => it.run(() => document.querySelectorAll('.bed').length >= 38), 'every bed');
  const beds = await it.run(() => [...document.querySelectorAll('.bed')].filter(bed => !/VTE|出血/.test(bed.querySelector('.flags')?.textContent ?? '')).map(bed => bed.dataset.open));
  for (const bed of beds) {
    await open(`[data-open="${bed}"]`);
    if (await it.run(wanted)) return bed;
  }
  throw new Error('nobody of the demonstration fits');
}
async function pdf(name) {
  const { data } = await it.session.cdp('Page.printToPDF', { preferCSSPageSize: true });
  const bytes = Buffer.from(data, 'base64');
  if (process.env.KEEP) writeFileSync(join(process.env.KEEP.length > 1 ? process.env.KEEP : tmpdir(), `virchow-${name}.pdf`), bytes);
  const boxes = [...bytes.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, w, h]) => [Math.round(w), Math.round(h)]);
  assert.ok(boxes.length > 0 && boxes.every(([w, h]) => Math.abs(w - 595) <= 1 && Math.abs(h - 842) <= 1), `${name}: ${JSON.stringify(boxes.slice(0, 3))}`);
  // Nothing stands beyond the edge of the paper.
  await it.session.cdp('Emulation.setEmulatedMedia', { media: 'print' });
  await it.session.size(Math.round((210 - 22) / 25.4 * 96), 1000);
  const cut = await it.run(() => [...document.querySelectorAll('.sheet *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).display !== 'none' && e.getClientRects().length).map(e => e.outerHTML.slice(0, 80)));
  await it.session.cdp('Emulation.setEmulatedMedia', { media: '' });
  await it.session.size(1024, 1100);
  assert.deepEqual(cut, [], `${name}: cut at the edge`);
  return textOf(bytes);
}
/** A reader of glyphs puts in one now and then that was not drawn: a block is there if its signs are, in order and close. */
const has = (paper, block) => new RegExp([...same(block).normalize('NFKC')].map(sign => sign.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.{0,2}?')).test(paper);
const same = text => text.replace(/\s+/g, '');
let drugged;

test('the leaflet shows the plan in force, and another once it changes', async () => {
  await it.as('physician', '');
  drugged = await withCourse(() => document.querySelector('[data-course][data-kind="drug"][data-standing="in_use"]') && document.querySelector('[data-course][data-kind="device"]'));
  const course = await it.run(() => ({ id: document.querySelector('[data-course][data-kind="drug"][data-standing="in_use"]').dataset.course, said: document.querySelector('[data-course][data-kind="drug"][data-standing="in_use"] b').textContent }));
  await leaflet();
  const before = await measures();
  assert.ok(before.some(([id, standing]) => id === course.id && standing === 'going'), JSON.stringify(before));
  // The dose as on the page of the ward, in plain words.
  const [, amount] = /(\d[\d.]*) (?:mg|mL|IU|U)/.exec(course.said);
  assert.ok((await all(`[data-chosen-measure="${course.id}"]`))[0].includes(`每次 ${amount} `), `${course.said}: ${await all('[data-chosen-measure]')}`);
  const shown = await topics();
  assert.ok(shown.includes('bleeding') && shown.indexOf('chosen') === 1 && shown.at(-1) === 'calling', shown.join());
  assert.equal(await it.run(() => document.querySelectorAll('.drawing svg[role="img"][aria-label] path').length > 20), true, 'drawn');
  await back();
  // Held: the leaflet says that it is paused. Stopped: it stands there no more, and nothing explains it.
  const stop = async code => {
    await it.run(() => document.querySelectorAll('main details').forEach(details => { details.open = true; }));
    await it.see(`[data-stop="${course.id}"]`);
    await it.run((id, code) => { const form = document.querySelector(`[data-stop="${id}"]`).closest('form'); form.querySelector('[name="code"]').value = code; }, course.id, code);
    await it.signs(`[data-stop="${course.id}"]`);
  };
  await stop('held');
  await leaflet();
  assert.ok((await measures()).some(([id, standing]) => id === course.id && standing === 'paused'));
  assert.match(await text(), /现在先停着/);
  await back();
  await stop('replaced');
  await leaflet();
  assert.ok(!(await measures()).some(([id]) => id === course.id), JSON.stringify(await measures()));
  await back();
});

test('it names nobody unless asked, and says whose wording it is', async () => {
  drugged = await withCourse(() => document.querySelector('[data-course][data-kind="drug"][data-standing="in_use"]'));
  const name = (await it.text('.strip h2')).trim();
  const label = await it.run(() => document.querySelector('.strip h2').childNodes[2]?.textContent.trim());
  await leaflet();
  assert.match(await it.text('.for-whom'), /____/);
  assert.ok(label && name.includes(label) && !(await it.run(() => document.querySelector('[data-sheet]').innerText)).includes(label), label);
  assert.ok(!(await it.run(() => document.title + location.href)).includes(label));
  assert.match(await it.text('[data-foot]'), /〔D〕.*须经本院审核批准/);
  await it.press('[name="named"]');
  await until(async () => (await it.text('.for-whom')).includes(label), 'bed and name');
  await it.press('[name="named"]');
  await until(async () => !(await it.text('.for-whom')).includes(label), 'a line again');
  await it.type('[name="telephone"]', '0531-8912 0000');
  await until(async () => (await it.text('[data-block="telephone"]')).includes('0531-8912 0000'), 'the telephone');
  assert.deepEqual(await it.session.axe(), [], 'the leaflet');
});

test('codes: the short form, without a name', async () => {
  await it.press('[data-action="codes"]');
  await it.see('[data-codes]');
  const said = await it.run(() => [...document.querySelectorAll('[data-code]')].map(e => e.dataset.code));
  assert.ok(said.length >= 1 && said.every(code => new TextEncoder().encode(code).length <= 640), said.map(code => code.length).join());
  const whole = said.join('\n');
  assert.match(whole, /马上打120/);
  assert.match(whole, /0531-8912 0000/);
  assert.match(whole, /每次 [\d.]+ (毫克|毫升|单位)/);
  assert.ok(!/演示\d/.test(whole), 'no name');
  assert.deepEqual(await it.session.axe(), [], 'with codes');
});

test('A4, large, whole, in both languages', { skip: needsDevTools('printing') }, async () => {
  const pages = await pdf('leaflet-zh');
  const paper = same(pages.join(''));
  for (const block of await all('.leaflet [data-block], .leaflet h3')) assert.ok(has(paper, block), block);
  assert.ok(pages.length >= 2 && pages.length <= 7, `${pages.length} pages`);
  await it.session.cdp('Emulation.setEmulatedMedia', { media: 'print' });
  const points = await it.run(() => parseFloat(getComputedStyle(document.querySelector('.leaflet p[data-block]')).fontSize) * 0.75);
  await it.session.cdp('Emulation.setEmulatedMedia', { media: '' });
  assert.ok(points >= 16, `${points} pt`);
  await it.press('[data-action="language"]');
  await it.said('.sheet-head h2', /Preventing blood clots/);
  const own = /^(0531-8912 0000|演示病区 Demo ward.*|.*· 演示护士.*)$/;
  const left = (await chinese('.leaflet')).filter(words => !own.test(words));
  assert.deepEqual(left, []);
  const english = same((await pdf('leaflet-en')).join(''));
  for (const block of await all('.leaflet [data-block], .leaflet h3')) assert.ok(has(english, block), block);
  assert.deepEqual(await it.session.axe(), [], 'in English');
  await it.press('[data-action="language"]');
  await it.said('.sheet-head h2', /预防血栓/);
});

/** A browser with these voices, and what it was asked to say. */
const voices = list => it.run(list => {
  const said = [];
  class Utterance { constructor(text) { this.text = text; } }
  const fake = { onvoiceschanged: null, getVoices: () => list, speak(one) { said.push([one.text, one.lang]); window.lastUtterance = one; }, cancel() { said.push(['stop']); } };
  Object.defineProperty(window, 'speechSynthesis', { configurable: true, value: fake });
  window.SpeechSynthesisUtterance = Utterance;
  window.said = said;
}, list);

test('read aloud only with a voice of the device, in the language of the sheet; stops at once', async () => {
  await back();
  const button = () => it.run(() => Boolean(document.querySelector('[data-action="read-aloud"]')));
  // None; one of another language; one that is a service of somebody.
  for (const list of [[], [{ lang: 'en-US', localService: true }], [{ lang: 'zh-CN', localService: false }], [{ lang: 'zh-HK', localService: true }]]) {
    await voices(list);
    await leaflet();
    assert.equal(await button(), false, JSON.stringify(list));
    await back();
  }
  await voices([{ lang: 'zh_CN', localService: true }, { lang: 'zh-CN', localService: false, name: 'a service' }]);
  await leaflet();
  await it.press('[data-action="read-aloud"]');
  await it.said('[data-action="read-aloud"]', /停止/);
  // The browser says that a sentence is over, and the next is begun.
  await it.run(() => { for (let n = 0; n < 4; n++) window.lastUtterance.onend(); });
  const said = await it.run(() => window.said.filter(([text]) => text !== 'stop'));
  assert.equal(said.length, 5);
  assert.ok(said[0][0].includes('预防血栓') && said.every(([, lang]) => lang === 'zh_CN'));
  await it.press('[data-action="read-aloud"]');
  await it.said('[data-action="read-aloud"]', /读给我听/);
  assert.equal((await it.run(() => window.said.at(-1)))[0], 'stop');
  // What was stopped does not go on, whatever the browser says of it later.
  const count = await it.run(() => { const count = window.said.length; window.lastUtterance.onend(); return window.said.length - count; });
  assert.equal(count, 0);
  // To its end.
  await it.press('[data-action="read-aloud"]');
  await it.said('[data-action="read-aloud"]', /停止/);
  await it.run(() => { for (let n = 0, one = null; n < 200 && one !== window.lastUtterance; n++) { one = window.lastUtterance; one.onend(); } });
  await it.said('[data-action="read-aloud"]', /读给我听/);
  assert.deepEqual(await it.session.axe(), []);
  // A page that is left falls silent.
  await it.press('[data-action="read-aloud"]');
  await it.said('[data-action="read-aloud"]', /停止/);
  await back();
  assert.equal((await it.run(() => window.said.at(-1)))[0], 'stop');
});

test('the sheet of a refusal: what was proposed, what it means, who signs', { skip: needsDevTools('printing') }, async () => {
  await it.press('[data-action="refusal"]');
  await it.see('[data-sheet="refusal"]');
  assert.ok((await all('.boxes li')).some(line => /□.*每次/.test(line)), (await all('.boxes li')).join());
  assert.deepEqual(await it.run(() => [...document.querySelectorAll('[data-part]')].map(e => e.dataset.part)), ['proposed', 'means', 'questions', 'decision', 'signatures']);
  assert.deepEqual(await it.run(() => [...document.querySelectorAll('.signer')].map(e => e.dataset.block)), ['patient', 'kin', 'reader', 'physician']);
  assert.match(await it.text('.for-whom'), /____/);
  assert.match(await it.text('[data-foot]'), /须经本院审核批准/);
  assert.deepEqual(await it.session.axe(), [], 'the refusal');
  const pages = await pdf('refusal-zh');
  assert.equal(pages.length, 1, 'who signs signs what stands above');
  assert.ok(same(pages.join('')).includes(same('医生签名')));
  await it.press('[data-action="language"]');
  await it.said('.sheet-head h2', /Saying no/);
  assert.deepEqual(await chinese('.leaflet'), []);
  assert.equal((await pdf('refusal-en')).length, 1);
  await it.press('[data-action="language"]');
  await it.said('.sheet-head h2', /知情书/);
  await back();
});

test('suspected VTE: prevention stands aside, and there is no leaflet of it; the refusal has lines to write on', async () => {
  await board();
  const bed = await it.run(() => [...document.querySelectorAll('.bed')].find(bed => /疑似VTE/.test(bed.textContent))?.dataset.open);
  assert.ok(bed, 'somebody of the demonstration is suspected');
  await open(`[data-open="${bed}"]`);
  await leaflet();
  assert.equal(await it.run(() => document.querySelector('[data-withheld]').dataset.withheld), 'suspected');
  assert.ok(!(await it.run(() => document.querySelector('[data-sheet], [data-action="print"]'))), 'nothing to print');
  assert.deepEqual(await it.session.axe(), []);
  await back();
  await it.press('[data-action="refusal"]');
  await it.see('[data-sheet="refusal"]');
  assert.deepEqual(await it.run(() => [...document.querySelectorAll('[data-part="proposed"] [data-block]')].map(e => e.dataset.block)), ['write_devices', 'write_drug', 'write_other']);
  await back();
});

test('the wall card: of no patient, two sides each, the marks visible', { skip: needsDevTools('printing') }, async () => {
  await board();
  await it.press('[data-page="house"]');
  await it.press('[data-action="wall-card"]');
  await it.see('[data-sheet="wall-card"]');
  assert.deepEqual(await it.run(() => [...document.querySelectorAll('[data-card]')].map(e => e.dataset.card)), ['pe', 'dvt']);
  for (const [card, step, clock] of [['pe', 'pump_off_both', 'c_ctpa'], ['dvt', 'no_massage', 'c_us']]) {
    await it.see(`[data-card="${card}"] [data-step="${step}"]`);
    await it.see(`[data-card-back="${card}"] [data-clock="${clock}"]`);
  }
  const marked = await all('.card-mark');
  assert.ok(marked.some(words => /^〔D：/.test(words)) && marked.some(words => /^〔K：/.test(words)), marked.slice(0, 5).join());
  assert.match(await it.text('[data-foot]'), /K＝来源未核实；D＝/);
  assert.deepEqual(await it.session.axe(), [], 'the card');
  for (const lang of ['zh', 'en']) {
    const pages = await pdf(`wall-card-${lang}`);
    assert.equal(pages.length, 4, `${lang}: ${pages.length} pages`);
    if (lang === 'zh') {
      assert.ok(/疑似肺栓塞.*最初/.test(same(pages[0])) && /深静脉血栓.*最初/.test(same(pages[2])));
      await it.press('[data-action="language"]');
      await it.said('[data-card="pe"] h2', /Suspected pulmonary/);
      assert.deepEqual(await chinese('[data-sheet="wall-card"]').then(found => found.filter(words => !/演示/.test(words))), []);
      assert.deepEqual(await it.session.axe(), [], 'the card in English');
    }
  }
});
