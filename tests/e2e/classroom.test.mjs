// The classroom: a lesson in an element on somebody else's page, drills and an examination in the app, and a teacher who collects what
// three learners hand in. Nothing of it is posted, alerted or put into a clinical store, and the console stays silent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labs, surgical } from './cases.mjs';
import { stage, until } from './stage.mjs';
import { Tablet } from './tablet.mjs';

const at = stage();
const NAMES = ['vte-event', 'vte-alert', 'vte-before-sign'];

/** An element on a page of others that is given a lesson. */
async function taught(lesson, { lang = 'zh-CN', chart } = {}) {
  const widget = await at.page('job.html', chart ? { chart } : {});
  await widget.run((el, $, $$, lesson, lang) => {
    window.told = [];
    document.addEventListener('vte-lesson', event => window.told.push(JSON.parse(JSON.stringify(event.detail))));
    el.lang = lang;
    el.setAttribute('mode', 'teaching');
    el.lesson = lesson;
  }, lesson, lang);
  await widget.until((el, $) => $('[data-story]') && $('[data-item]'), 'the story above the form');
  return widget;
}
const told = (widget, kind) => widget.run((el, $, $$, kind) => window.told.filter(detail => detail.kind === kind), kind);

/** Nothing has left, and no store of the clinic holds a row of it. */
async function untouched(widget) {
  const events = (await widget.seen()).map(({ type }) => type).filter(type => NAMES.includes(type));
  assert.deepEqual(events, []);
  assert.deepEqual(await widget.run(el => [el.record.length, el.pending.length]), [0, 0]);
  assert.equal(at.his.posts.length, 0);
  assert.doesNotMatch(await rows(), /lesson-/);
  assert.deepEqual(await widget.run(() => window.failures), []);
}

/** All that lies in the databases of this origin but the classroom's own, as text. */
const rows = () => at.browser.driver.executeAsyncScript(`const done = arguments[arguments.length - 1]; (async () => {
  const request = of => new Promise((ok, bad) => { of.onsuccess = () => ok(of.result); of.onerror = () => bad(of.error); });
  let all = '';
  for (const { name } of await indexedDB.databases()) {
    if (name === 'virchow-classroom') continue;
    const db = await request(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const rows = db.transaction(store).objectStore(store);
      all += JSON.stringify(await request(rows.getAllKeys())) + JSON.stringify(await request(rows.getAll()));
    }
    db.close();
  }
  return all;
})().then(done, error => done('failed ' + error))`);

for (const lang of ['zh-CN', 'en']) {
  test(`a learner on somebody else's page: wrong, told coarse and then fine, and on to the next case (${lang})`, async () => {
    const widget = await taught({ id: 'week-1', cases: [{ case: 'T03' }, { case: 'T25' }] }, { lang });
    assert.match(await widget.run((el, $) => $('[data-teaching]').textContent), lang === 'en' ? /invented patient/ : /虚构患者/);
    // What the story tells is not filled in, and what signs or alerts is not there.
    assert.equal(await widget.run((el, $, $$) => $$('[data-item]').filter(item => item.checked).length), 0);
    assert.equal(await widget.run((el, $, $$) => $$('[data-action="sign"], [data-action="suspected-vte"]').filter(button => button.getClientRects().length > 0).length), 0);
    await widget.press('[data-item="malignancy"]', '[data-item="laparoscopic_surgery"]', '[data-item="age_61_74"]', '[data-action="none-of-the-rest"]', '[data-action="hint"]');
    assert.match(await widget.run((el, $) => $('[data-hints]').textContent), /\d/);
    await widget.press('[data-action="hand-in"]');
    await widget.until((el, $) => $('[data-marked="wrong"]'), 'the marking');
    assert.deepEqual(await widget.run((el, $, $$) => $$('[data-verdict]').map(line => [line.dataset.verdict, line.dataset.is])), [['band', 'right'], ['total', 'wrong'], ['items', 'wrong']]);
    assert.equal(await widget.run((el, $) => $('[data-fault]')), null, 'no item yet');
    assert.deepEqual(await at.browser.axe(), []);
    await widget.press('[data-action="show-items"]');
    await widget.until((el, $) => $('[data-fault]'), 'item by item');
    assert.deepEqual(await widget.run((el, $, $$) => $$('[data-fault]').map(line => [line.dataset.fault, line.dataset.for])), [['missed', 'central_venous_access']]);
    assert.deepEqual(await widget.run((el, $, $$) => $$('[data-mistake]').map(line => line.dataset.mistake)), ['central_line']);
    assert.match(await widget.run((el, $) => $('[data-mistake]').textContent), lang === 'en' ? /local setting/ : /本院设定/);
    const [{ case: id, lesson, result }] = await told(widget, 'result');
    assert.deepEqual([id, lesson, result.rightFirst, result.hints, result.tries, result.answers.malignancy], ['bank:3', 'week-1', false, 1, 1, true]);
    await widget.press('[data-action="next-case"]');
    await widget.until((el, $) => $('.calculator') && $('[data-next-step]'), 'a calculator as the form of the next case');
    await untouched(widget);
  });
}

test('a real patient whose answers are not signed waits for the end of the lesson', async () => {
  const widget = await at.page('job.html', { chart: surgical({ facts: labs() }) });
  await widget.untilScore(5);
  await widget.press('[data-item="varicose_veins"]');
  await widget.untilScore(6);
  await widget.run(el => { el.setAttribute('mode', 'teaching'); el.lesson = { variant: 'padua', seed: 7 }; });
  await widget.until((el, $) => $('[data-story]') && $('[data-item="reduced_mobility"]'), 'the lesson');
  await widget.run(el => { el.lesson = null; el.setAttribute('mode', 'live'); });
  await widget.until((el, $) => !$('[data-story]') && $('[data-item="varicose_veins"]')?.checked, 'the patient with what was answered');
  assert.equal(await widget.run(el => el.hasAttribute('instrument')), false);
});

test('a lesson that names nothing known is refused on the screen and to the host', async () => {
  const widget = await at.page('job.html');
  await widget.run(el => { el.setAttribute('mode', 'teaching'); el.lesson = { case: 'T41' }; });
  await widget.until((el, $) => $('[data-lesson-refused]')?.textContent.includes('T01'), 'the refusal');
  const [{ detail }] = (await widget.seen()).filter(({ type }) => type === 'vte-error');
  assert.deepEqual([detail.code, detail.path], ['E_ITEM', '/lesson/case']);
});

/** Into the element inside the page of the app. */
const inside = (app, code, ...args) => app.driver.executeScript(`const root = document.querySelector('main vte-assessment')?.shadowRoot;
  return root ? (${code})(s => root.querySelector(s), s => [...root.querySelectorAll(s)], ...arguments) : null;`, ...args);
const seen = (app, selector) => until(() => inside(app, ($, $$, s) => Boolean($(s)), selector), `${selector} in the seat`, 20_000);
async function tap(app, selector) {
  await seen(app, selector);
  await inside(app, ($, $$, s) => { $(s).click(); }, selector);
}
/** Ticks these and denies the rest. */
async function answer(app, items) {
  for (const item of items) await tap(app, `[data-item="${item}"]`);
  await tap(app, '[data-action="none-of-the-rest"]');
  await tap(app, '[data-action="hand-in"]');
}
const RIGHT = { 'bank:1': ['serious_lung_disease_lt_1mo', 'bed_rest_gt_72h', 'age_61_74'], 'bank:2': ['age_41_60', 'laparoscopic_surgery'] };

test('the app: a case drilled wrong comes back, an examination outlives a reload, and a teacher collects three results', async () => {
  const app = await new Tablet(at.browser, at.server.origin).open('/virchow/ward.html#/train');
  await app.see('[data-open-case="bank:1"]');
  assert.equal(await app.run(() => document.querySelectorAll('[data-open-case]').length), 40);
  assert.deepEqual(await at.browser.axe(), [], 'the list of cases');
  // Wrong, and then right.
  await app.run(() => { location.hash = '#/train?case=T01'; });
  await answer(app, ['serious_lung_disease_lt_1mo', 'bed_rest_gt_72h']);
  await seen(app, '[data-marked="wrong"]');
  await tap(app, '[data-action="again"]');
  await tap(app, '[data-item="age_61_74"]');
  await tap(app, '[data-action="hand-in"]');
  await seen(app, '[data-marked="right"]');
  await app.run(() => { location.hash = '#/train'; });
  await until(() => app.run(() => /上次有误|wrong last time/.test(document.querySelector('[data-open-case="bank:1"]')?.textContent)), 'the case marked as wrong');
  // A teacher makes an examination of two cases.
  await app.run(() => { location.hash = '#/teach'; });
  await app.see('[data-form="make"]');
  await app.run(() => {
    const form = document.querySelector('[data-form="make"]');
    form.elements.title.value = '第一课';
    form.elements.class.value = '三病区';
    form.elements.phase.value = 'exam';
    form.elements['bank:1'].checked = form.elements['bank:2'].checked = true;
  });
  await app.press('[data-action="make-lesson"]');
  await app.see('[data-link]');
  assert.deepEqual(await at.browser.axe(), [], 'what is given away');
  const link = await app.run(() => document.querySelector('[data-link]').value);
  assert.match(link, /#\/train\/lesson=vt1\./);
  // Three learners: the first reloads in the middle and overlooks an age.
  const results = [];
  for (const [turn, name] of ['甲', '乙', '丙'].entries()) {
    await app.run(hash => { location.hash = hash; }, new URL(link).hash);
    await app.see('[data-form="begin"]');
    await app.type('[name="learner"]', name);
    await app.press('[data-action="begin-exam"]');
    for (let done = 0; done < 2; done++) {
      await seen(app, '[data-story]');
      const id = await inside(app, $ => $('[data-case]').dataset.case);
      assert.equal(await inside(app, $ => Boolean($('[data-action="hint"]'))), false, 'no hints');
      await answer(app, turn === 0 ? RIGHT[id].filter(item => item !== 'age_61_74') : RIGHT[id]);
      await until(() => app.run(done => document.querySelector('[data-answered]')?.textContent.startsWith(String(done + 1)), done), 'the answer kept');
      if (turn === 0 && done === 0) {
        await at.browser.driver.navigate().refresh();
        await app.see('[data-exam="running"]');
        assert.match(await app.text('[data-answered]'), /^1 \/ 2/);
        assert.match(await app.text('[data-left]'), /\d+:\d\d/);
      }
    }
    await app.press('[data-action="hand-in-exam"]');
    await app.see('[data-exam="over"]');
    const passed = await app.run(() => document.querySelector('[data-passed]').dataset.passed);
    assert.equal(passed, String(turn !== 0));
    assert.equal(await app.run(() => Boolean(document.querySelector('[data-certificate]'))), turn !== 0, 'a certificate of a pass alone');
    if (turn === 1) assert.deepEqual(await at.browser.axe(), [], 'result and certificate');
    await app.press('[data-action="show-codes"]');
    await app.see('.result-of [data-code]');
    results.push(await app.run(() => [...document.querySelectorAll('.result-of [data-code]')].map(code => code.dataset.code)));
    await app.press('[data-action="exam-anew"]');
    await app.see('[data-form="begin"]');
    await app.run(() => { location.hash = '#/train'; });
    await app.see('[data-open-case]');
  }
  // The teacher scans the codes; one of them twice.
  await app.run(() => { location.hash = '#/teach'; });
  await app.press('[data-part="collect"]');
  const lines = [...results.flat(), ...results[2]].join('\n');
  await app.run(text => { document.querySelector('[data-codes]').value = text; }, lines);
  await app.press('[data-action="take-codes"]');
  await app.said('[data-count]', /3/);
  assert.deepEqual(await app.run(() => [...document.querySelectorAll('[data-taken]')].map(line => line.dataset.taken)), ['true', 'true', 'true', 'false']);
  await app.press('[data-part="board"]');
  await app.see('[data-board]');
  assert.deepEqual(await app.run(() => [...document.querySelectorAll('[data-board] tbody th')].map(cell => cell.textContent[0])).then(names => names.at(-1)), '甲', 'the last on the board');
  await until(() => app.run(() => { const select = document.querySelector('[data-choose="exercise"]'); return select && document.querySelector('[data-item-row="age_61_74"]')?.dataset.wrong === '1'; }), 'the item that one got wrong');
  assert.ok(await app.run(() => Boolean(document.querySelector('[data-agreement="caprini"]'))), 'agreement');
  assert.deepEqual(await at.browser.axe(), [], 'the board');
  // Nothing of it went to the clinic.
  assert.equal(at.his.posts.length, 0);
  assert.doesNotMatch(await rows(), /lesson-|甲|bank:1/);
});

/** Into a field of a form that Yew draws: typed as a person does, so that what listens hears it. */
const fill = (app, name, text) => app.run((name, text) => {
  const field = document.querySelector(`[data-form="own"] [name="${name}"]`);
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}, name, text);
const faults = app => app.run(() => [...document.querySelectorAll('[data-decision] [data-fault]')].map(line => `${line.dataset.fault} ${line.dataset.for}`));

for (const lang of ['zh-CN', 'en']) {
  test(`the app: a plan through a block, a step of the channel in real time, and a case of a teacher's own (${lang})`, async () => {
    const app = await new Tablet(at.browser, at.server.origin).open('/virchow/ward.html#/train');
    if (await app.run(() => document.querySelector('.train').lang) !== lang) await app.press('[data-action="language"]');
    const zh = lang === 'zh-CN';
    await app.see('[data-open-drill="plan:bleeding_ulcer"]');
    // Of one kind alone.
    await app.run(() => { const select = document.querySelector('[data-filter="kind"]'); select.value = 'channel'; select.dispatchEvent(new Event('change', { bubbles: true })); });
    await app.gone('[data-open-case]');
    assert.deepEqual(await app.run(() => [...new Set([...document.querySelectorAll('[data-open-drill]')].map(link => link.dataset.openDrill.split(':')[0]))]), ['channel']);
    // A drug for somebody who bleeds: dangerous, and said first.
    await app.run(() => { location.hash = '#/train?case=plan:bleeding_ulcer'; });
    await app.press('[data-decision] [data-action="hand-in"]');
    await app.see('[data-refused="decision"]');
    await app.press('[data-action="hint"]');
    await app.said('[data-hints]', /\d/);
    await app.press('[name="order"][value="enoxaparin"]');
    await app.press('[name="high"][value="true"]');
    assert.deepEqual(await at.browser.axe(), [], 'the drill of a plan');
    await app.press('[data-decision] [data-action="hand-in"]');
    await app.see('[data-unsafe]');
    assert.equal(await app.run(() => document.querySelector('[data-fault]')), null, 'no line yet');
    await app.press('[data-action="show-items"]');
    await app.see('[data-proposed]');
    const lines = await faults(app);
    assert.equal(lines[0], 'unsafe enoxaparin');
    assert.ok(lines.includes('missed CI_ACTIVE_BLEED') && lines.includes('overlooked ipc'), lines.join());
    assert.match(await app.text('[data-fault="unsafe"]'), zh ? /活动性出血/ : /bleeding/i);
    assert.deepEqual(await at.browser.axe(), [], 'the marking of a plan');
    // The channel, with its clocks running.
    await app.run(() => { location.hash = '#/train?case=channel:melaena'; });
    await app.press('[data-real-time]');
    await app.said('[data-beat]', /0:0[1-9]/);
    assert.ok(await app.run(() => document.querySelectorAll('[data-clock]').length > 0), 'clocks run');
    await app.press('[name="step"][value="CTPA_NOW"]');
    await app.press('[name="interim"][value="INTERIM_PROPOSE"]');
    await app.press('[data-decision] [data-action="hand-in"]');
    await app.see('[data-marked="wrong"]');
    assert.deepEqual(await app.run(() => [...document.querySelectorAll('[data-verdict]')].map(line => line.dataset.is)), ['right', 'wrong']);
    await app.press('[data-action="again"]');
    await app.press('[name="interim"][value="INTERIM_BLOCK"]');
    await app.press('[data-decision] [data-action="hand-in"]');
    await app.see('[data-marked="right"]');
    assert.deepEqual(await at.browser.axe(), [], 'the marking of the channel');
    // A teacher types a case, and gives it away beside a drill, as an examination.
    await app.run(() => { location.hash = '#/teach'; });
    await app.see('[data-choose="lesson"]');
    await app.run(() => { const select = document.querySelector('[data-choose="lesson"]'); select.value = ''; select.dispatchEvent(new Event('change', { bubbles: true })); });
    await app.press('[data-own] > summary');
    for (const [name, text] of [[zh ? 'title_zh' : 'title_en', 'W'], [zh ? 'story_zh' : 'story_en', '66 W 90 min'], ['q:age', '66']]) await fill(app, name, text);
    await app.press('[name="item:age_41_60"]');
    await app.press('[data-action="make-case"]');
    await app.said('[data-refused="own"]', /41/);
    await app.press('[name="item:age_41_60"]');
    await app.press('[name="item:bed_rest_gt_72h"]');
    await app.said('[data-comes-to]', /4/);
    await app.press('[data-action="make-case"]');
    await app.see('[data-own-case]');
    assert.deepEqual(await at.browser.axe(), [], 'a case of one\'s own');
    await app.run(() => {
      const form = document.querySelector('[data-form="make"]');
      form.elements.title.value = 'W';
      form.elements.class.value = '3A';
      form.elements.phase.value = 'exam';
      form.elements['channel:shock'].checked = true;
      form.querySelector('[name^="own:"]').checked = true;
    });
    await app.press('[data-action="make-lesson"]');
    await app.see('[data-link]');
    const link = await app.run(() => document.querySelector('[data-link]').value);
    await app.run(hash => { location.hash = hash; }, new URL(link).hash);
    await app.see('[data-form="begin"]');
    await app.type('[name="learner"]', 'W');
    await app.press('[data-action="begin-exam"]');
    for (let done = 0; done < 2; done++) {
      await until(() => app.run(() => Boolean(document.querySelector('[data-decision]') || document.querySelector('main vte-assessment')?.shadowRoot?.querySelector('[data-item]'))), 'a case', 20_000);
      if (await app.run(() => Boolean(document.querySelector('[data-decision]')))) {
        assert.equal(await app.run(() => document.querySelector('[data-action="hint"], [data-real-time]')), null, 'no help in an examination');
        await app.press('[name="step"][value="CALL_RESUS_PERT"]');
        await app.press('[name="interim"][value="INTERIM_PROPOSE"]');
        await app.press('[data-decision] [data-action="hand-in"]');
      } else await answer(app, ['bed_rest_gt_72h', 'age_61_74']);
      await until(() => app.run(done => document.querySelector('[data-answered]')?.textContent.startsWith(String(done + 1)), done), 'the answer kept');
    }
    await app.press('[data-action="hand-in-exam"]');
    await app.see('[data-exam="over"]');
    assert.equal(await app.run(() => document.querySelector('[data-passed]').dataset.passed), 'true');
    assert.equal(at.his.posts.length, 0);
    assert.doesNotMatch(await rows(), /lesson-|66 W 90 min|channel:/);
  });
}
