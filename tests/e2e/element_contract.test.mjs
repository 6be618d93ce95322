// bridge.md, "The element", line by line.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CAPRINI, medical, PADUA, stamp, surgical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { pause, stage, until } from './stage.mjs';

const at = stage();
const open = async (chart, given = {}) => { const widget = await at.page('job.html', { chart, ...given }); await widget.until((el, $) => $('[data-score]'), 'the form'); return widget; };
const padua = given => open(medical(), given);

test('versions, states in order, events that bubble out of the shadow root', async () => {
  const widget = await at.page('job.html');
  await widget.run(el => { window.states = []; const look = () => { if (states.at(-1) !== el.state) states.push(el.state); setTimeout(look, 4); }; look(); });
  await widget.load({ chart: medical(), lang: 'en' });
  await widget.untilScore(1);
  await widget.untilSeen('vte-ready');
  const version = await widget.run(el => el.version);
  const [, built] = /^version = "(.*)"/m.exec(readFileSync(new URL('../../Cargo.toml', import.meta.url), 'utf8'));
  for (const part of ['element', 'wasm', 'rules']) assert.equal(version[part], built, part);
  assert.match(version.rulesSha256, /^[0-9a-f]{64}$/);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilState('in_progress');
  at.his.mode = 'late:300';
  // A state that lasts less than a frame is not seen by the sampler above.
  await widget.fillRest();
  await pause(150);
  await widget.press('[data-action="sign"]');
  await widget.untilState('sent');
  await pause(100);
  const states = await widget.run(() => states);
  const order = ['loading', 'ready', 'in_progress', 'complete', 'sending', 'sent'];
  assert.deepEqual(states.filter(s => order.includes(s)), order.filter(s => states.includes(s)), states.join());
  for (const state of ['ready', 'in_progress', 'complete', 'sending', 'sent']) assert.ok(states.includes(state), `${state} in ${states}`);
  assert.equal(await widget.run((el, $) => $('.root').dataset.state), 'sent');
});

test('properties set before the script arrives are kept', async () => {
  await at.page('late.html');
  const widget = at.browser.widget();
  const chart = medical();
  await widget.run(async (el, $, $$, chart, user) => {
    Object.assign(el, { chart, user, outputs: ['flat'], strings: {}, lang: 'en' });
    await new Promise(done => setTimeout(done, 50));
    await import('/virchow/v1/virchow.js');
    await el.whenReady;
  }, chart, NURSE);
  await widget.untilScore(1);
  const { event, outputs } = await widget.sign();
  assert.equal(event.contextId, chart.contextId);
  assert.equal(event.by.id, NURSE.id);
  assert.deepEqual(Object.keys(outputs), ['flat']);
});

test('an element made by script, before it is in the page', async () => {
  await at.page('job.html');
  await at.browser.run(chart => { const el = document.createElement('vte-assessment'); el.id = 'made'; el.lang = 'en'; el.chart = chart; document.querySelector('main').append(el); }, medical());
  await at.browser.widget('#made').untilScore(1);
});

test('registering twice is harmless', async () => {
  const widget = await padua();
  await at.browser.run(async () => { await import('/virchow/v1/virchow.js?again=1'); });
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  assert.deepEqual((await widget.look()).failures, []);
});

test('moving it in the page keeps its answers; taking it out and back too', async () => {
  const widget = await padua();
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.run(el => { const box = document.createElement('section'); document.querySelector('main').append(box); box.append(el); });
  await widget.untilScore(4);
  await widget.press('[data-item="previous_vte"]');
  await widget.untilScore(7);
  await widget.run(async el => { const home = el.parentNode; el.remove(); await new Promise(done => setTimeout(done, 300)); home.append(el); });
  await widget.untilScore(7);
  assert.equal((await widget.look()).rows.previous_vte, 'yes');
  await widget.press('[data-item="thrombophilia"]');
  await widget.untilScore(10);
});

test('vte-change: after an answer changes, what the answers say, at most once a frame', async () => {
  const widget = await padua();
  const before = (await widget.seen('vte-change')).length;
  await widget.run(async (el, $) => { for (const id of ['active_cancer', 'previous_vte', 'reduced_mobility', 'heart_resp_failure']) $(`[data-item="${id}"]`).click(); await new Promise(done => setTimeout(done, 300)); });
  const changes = (await widget.seen('vte-change')).slice(before);
  assert.ok(changes.length >= 1 && changes.length <= 2, `${changes.length} events for four clicks in one frame`);
  const last = changes.at(-1).detail;
  assert.equal(last.instrument, 'padua');
  assert.equal(last.floor, 11);
  assert.equal(last.band, 'high');
  assert.equal(last.missing.length, 5);
  assert.deepEqual(new Set(changes.flatMap(c => c.detail.changed)), new Set(['active_cancer', 'previous_vte', 'reduced_mobility', 'heart_resp_failure']));
  await pause(300);
  assert.equal((await widget.seen('vte-change')).length, before + changes.length, 'nothing without a change');
});

test('vte-before-sign can be refused by the host', async () => {
  const widget = await padua();
  await widget.run(() => { window.vetoSign = true; });
  await widget.fillRest();
  await widget.press('[data-action="sign"]');
  await widget.untilSeen('vte-before-sign');
  await pause(300);
  assert.equal((await widget.seen('vte-event')).length, 0);
  assert.equal((await widget.look()).state, 'complete');
  await widget.run(() => { window.vetoSign = false; });
  await widget.press('[data-action="sign"]');
  await widget.untilSeen('vte-event');
});

test('sign() is the button: refused while something is missing, done when valid', async () => {
  const widget = await padua();
  const early = await widget.run(async el => { const v = await el.validate(); let outcome; try { outcome = await el.sign(); } catch (error) { outcome = { code: error.code ?? String(error) }; } return { v, outcome }; });
  assert.equal(early.v.valid, false);
  assert.equal(early.v.missing.length, 9);
  assert.ok(early.v.missing.includes('active_cancer') && !early.v.missing.includes('bmi_ge_30'));
  assert.ok(Array.isArray(early.v.issues));
  assert.ok((await widget.errors()).some(error => error.code === 'E_INCOMPLETE'));
  assert.equal((await widget.seen('vte-event')).length, 0);
  await widget.fillRest();
  assert.deepEqual(await widget.run(async el => (await el.validate()).valid), true);
  await widget.run(async el => { await el.sign(); });
  await widget.untilSeen('vte-event');
});

test('what may be signed: unknown that leaves the band open is refused, that does not is signed as an interval', async () => {
  let widget = await padua();
  for (const id of ['active_cancer', 'acute_mi_stroke']) { await widget.press(`[data-action="unknown"][data-for="${id}"]`); }
  await widget.press('[data-action="none-of-the-rest"]', '[data-action="sign"]');
  await until(async () => (await widget.errors()).some(error => error.code === 'E_INCOMPLETE'), 'E_INCOMPLETE');
  assert.equal((await widget.look()).rows.active_cancer, 'unknown', '"none of the rest" leaves what was marked unknown');
  assert.equal((await widget.look()).band, 'open');
  assert.equal(await widget.run(async el => (await el.validate()).valid), false);

  widget = await open(medical({ age: 60 }));
  await widget.press('[data-action="unknown"][data-for="acute_mi_stroke"]');
  const { event } = await widget.sign();
  assert.deepEqual([event.body.floor, event.body.ceiling, event.body.band], [0, 1, 'low']);
  const answer = event.body.answers.find(a => a.item === 'padua.acute_mi_stroke');
  assert.equal(answer.value, null);
});

test('who may sign: no user, and a role that may not', async () => {
  for (const [user, code] of [[null, 'E_ROLE'], [{ id: 'q', name: 'Q', role: 'quality' }, 'E_ROLE']]) {
    const widget = await open(medical(), { user });
    await widget.press('[data-action="none-of-the-rest"]');
    await widget.untilScore(1);
    await widget.run(async el => { try { await el.sign(); } catch { /* the event says it */ } });
    await until(async () => (await widget.errors()).some(error => error.code === code), code);
    assert.equal((await widget.seen('vte-event')).length, 0);
    assert.equal(await widget.run(async el => (await el.validate()).valid), false);
  }
});

test('a suggested fact does not count in what is signed until it is confirmed', async () => {
  const widget = await open(medical({ age: 60, facts: [{ id: 'active_cancer', value: true, status: 'suggested', source: 'diagnosis' }] }));
  await widget.untilScore(0);
  await widget.press('[data-action="none-of-the-rest"]');
  assert.notEqual((await widget.look()).state, 'complete');
  await widget.click('[data-action="confirm"][data-for="active_cancer"]');
  await widget.untilScore(3);
  const { event } = await widget.sign();
  assert.equal(event.body.floor, 3);
});

test('getResult, focusItem, other risk factor wants its words', async () => {
  const widget = await open(surgical());
  await widget.untilScore(5);
  const result = await widget.run(el => el.getResult({ outputs: ['flat'] }));
  assert.deepEqual(Object.keys(result), ['flat']);
  assert.ok(Object.values(result.flat).every(value => value === null || typeof value !== 'object'));
  await widget.run(el => el.focusItem('stroke_lt_1mo'));
  await widget.until(el => el.shadowRoot.activeElement?.dataset.item === 'stroke_lt_1mo', 'the focus');
  await widget.press('[data-item="other_risk_factor"]', '[data-action="none-of-the-rest"]');
  assert.equal(await widget.run(async el => (await el.validate()).valid), false, 'a text is mandatory');
  await widget.type('[data-note="other_risk_factor"]', 'sickle cell');
  const { event } = await widget.sign();
  assert.equal(event.body.answers.find(a => a.item === 'caprini.other_risk_factor').note, 'sickle cell');
});

test('every Caprini and Padua item is a real control; clicking them one by one counts as published', async () => {
  let widget = await padua();
  let sum = 1;
  for (const id of Object.keys(PADUA).filter(id => !['age_ge_70', 'bmi_ge_30'].includes(id))) { await widget.press(`[data-item="${id}"]`); await widget.untilScore(sum += PADUA[id]); }
  assert.equal(sum, 19);
  widget = await open(surgical({ age: 30, operation: null }));
  sum = 1;
  const groups = [['minor_surgery', 'arthroscopic_surgery', 'major_open_surgery', 'laparoscopic_surgery', 'elective_arthroplasty'], ['medical_patient_bed_rest', 'bed_rest_gt_72h']];
  for (const id of Object.keys(CAPRINI).filter(id => !/^age_|^bmi_/.test(id))) {
    const group = groups.find(g => g.includes(id));
    const before = group ? await widget.run((el, $, $$, g, points) => { const on = g.find(i => $(`[data-item="${i}"]`).checked); return on ? points[on] : 0; }, group, CAPRINI) : 0;
    await widget.press(`[data-item="${id}"]`);
    await widget.untilScore(sum += CAPRINI[id] - before);
  }
  assert.equal(await widget.run((el, $, $$) => new Set($$('[data-item]').map(x => x.dataset.item)).size), 40);
  await widget.press('[data-group-none="G_SURGERY"]');
  await widget.untilScore(sum - 5);
});

test('routing: the setting decides, an operation overrules, absent is asked, obstetric has RCOG 37a', async () => {
  const instrumentOf = widget => widget.run(async el => Object.values((await el.getResult({ outputs: ['flat'] })).flat).find(v => ['caprini', 'padua'].includes(v)));
  assert.equal(await instrumentOf(await open(surgical({ operation: null }))), 'caprini');
  assert.equal(await instrumentOf(await open(medical())), 'padua');
  assert.equal(await instrumentOf(await open(medical(), { attributes: { instrument: 'caprini' } })), 'caprini');
  const operated = await open(medical({ facts: [{ id: 'operation', value: { kind: 'open', durationMin: 90, at: stamp(1) }, source: 'HIS' }] }));
  assert.equal(await instrumentOf(operated), 'caprini');
  assert.equal(await instrumentOf(await open(medical({ facts: [{ id: 'operation', value: { kind: 'open', durationMin: 90, at: stamp(1), status: 'cancelled' }, source: 'HIS' }] }))), 'padua');
  const { encounter: { setting, ...encounter }, ...chart } = medical();
  let widget = await at.page('job.html', { chart: { ...chart, encounter } });
  await widget.click('[data-instrument="padua"]');
  await widget.until((el, $) => $('[data-item="active_cancer"]'), 'Padua');
  widget = await at.page('job.html');
  await widget.load({ lang: 'en' });
  await widget.run((el, $, $$, chart) => { el.chart = chart; }, { ...medical(), encounter: { ...encounter, setting: 'obstetric' } });
  await widget.until((el, $) => $('.calculator[data-instrument-id="rcog_37a"]'), 'RCOG 37a, as a calculator');
  assert.equal(await widget.run((el, $, $$) => $$('[data-item="age_ge_70"], [data-action="sign"]').length), 0, 'never Padua instead, and nothing to sign');
  assert.deepEqual((await widget.errors()).filter(error => error.code === 'E_INSTRUMENT'), []);
});

test('language, theme, heading level and read-only are attributes and change in place', async () => {
  const widget = await padua();
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.run(el => { el.lang = 'zh-CN'; });
  await widget.until(el => /活动性恶性肿瘤/.test(el.shadowRoot.textContent) && !/Active cancer/.test(el.shadowRoot.textContent), 'Chinese');
  await widget.untilScore(4);
  await widget.run(el => el.setAttribute('heading-level', '4'));
  await widget.until((el, $, $$) => { const first = $$('h1,h2,h3,h4,h5,h6,[role=heading]')[0]; return first && (first.localName === 'h4' || first.getAttribute('aria-level') === '4'); }, 'heading level 4');
  await widget.run(el => el.setAttribute('heading-level', '2'));
  const colour = () => widget.run((el, $) => getComputedStyle($('.root')).backgroundColor + getComputedStyle($('.root')).color);
  await widget.run(el => el.setAttribute('theme', 'light'));
  const light = await colour();
  await widget.run(el => el.setAttribute('theme', 'dark'));
  await until(async () => (await colour()) !== light, 'the dark theme');
  assert.deepEqual(await at.browser.axe(), [], 'dark passes axe too');
  await widget.run(el => el.setAttribute('theme', 'contrast'));
  await pause(100);
  assert.deepEqual(await at.browser.axe(), [], 'contrast passes axe too');
  await widget.run(el => el.setAttribute('mode', 'readonly'));
  await widget.until((el, $) => !$('[data-action="sign"]') || $('[data-action="sign"]').disabled || !$('[data-action="sign"]').checkVisibility(), 'nothing to sign');
  await widget.untilScore(4);
});

test('a previous assessment stands beside the new one, with what changed', async () => {
  const chart = medical();
  let widget = await open(chart);
  await widget.press('[data-item="active_cancer"]');
  await widget.sign();
  await widget.untilDelivery('confirmed');
  const record = await widget.run(el => JSON.parse(JSON.stringify(el.record)));
  // Another device: the host hands the record over, before the chart or with it.
  for (const give of ['property', 'open']) {
    await at.page('blank.html');
    await at.browser.run(() => new Promise((done, failed) => { const request = indexedDB.deleteDatabase('virchow'); request.onsuccess = done; request.onerror = failed; }));
    widget = await at.page('job.html');
    if (give === 'property') await widget.load({ chart, record, lang: 'en' });
    else { await widget.load({ lang: 'en' }); await widget.run((el, $, $$, chart, record, user) => { el.user = user; el.open(chart, { record }); }, chart, record, NURSE); }
    await widget.until((el, $, $$, count) => el.record.length === count, 'the record', { args: [record.length] });
    assert.deepEqual(await widget.run(el => JSON.parse(JSON.stringify(el.record))), record);
    if (await widget.run((el, $) => !!$('[data-action="new"]'))) await widget.press('[data-action="new"]');
    await widget.until((el, $) => /4/.test($('.previous')?.textContent), 'the assessment before, with its score');
    // "None of the rest" takes back nothing that was signed: that is asked by itself.
    await widget.press('[data-item="previous_vte"]', '[data-action="none-of-the-rest"]', '[data-item="active_cancer"]', '[data-item="active_cancer"]');
    await widget.until((el, $) => /Active cancer.*→/s.test($('.previous').textContent) && /Previous VTE.*→/s.test($('.previous').textContent), 'what changed');
    assert.deepEqual(await at.browser.axe(), []);
    await widget.press('[data-action="sign"]');
    await widget.until((el, $, $$, count) => el.record.length === count + 1, 'the second assessment', { args: [record.length] });
    assert.deepEqual((await widget.errors()).filter(error => error.code !== 'E_TIMEOUT'), []);
  }
});

test('vte-alert: a nurse’s elevated score asks for review; the button for suspected VTE says so', async () => {
  const widget = await padua();
  await widget.press('[data-item="active_cancer"]', '[data-action="suspected-vte"]');
  const [{ detail }] = await widget.untilSeen('vte-alert');
  assert.equal(detail.kind, 'suspected_vte');
  await widget.sign();
  const alerts = await widget.untilSeen('vte-alert', 2);
  assert.equal(alerts[1].detail.kind, 'review_required');
  assert.ok('dueAt' in alerts[1].detail);
});

test('strings overrides words of the screen; event detail is frozen to its listeners', async () => {
  const widget = await padua();
  const frozen = await widget.run(async (el, $) => {
    const detail = new Promise(done => el.addEventListener('vte-change', e => { try { e.detail.floor = 99; } catch { /* frozen */ } done(e.detail.floor); }, { once: true }));
    $('[data-item="active_cancer"]').click();
    return detail;
  });
  assert.equal(frozen, 4);
  const late = await widget.run(() => seen.filter(e => e.type === 'vte-change').at(-1).detail.floor);
  assert.equal(late, 4, 'one listener cannot change what the next one reads');
});

test('a page that has no record says null, and is not told that this is wrong', async () => {
  const widget = await at.page('job.html', { chart: medical(), user: NURSE });
  await widget.run((el, $, $$, chart) => { el.record = null; el.open(chart, { record: null }); el.record = null; }, medical());
  await widget.until((el, $) => $('[data-score]'), 'the form');
  assert.deepEqual((await widget.errors()).map(({ code }) => code), []);
});

test('an element that begins anew leaves no clock of its patient behind', async () => {
  const widget = await at.page('job.html', { chart: medical(), user: NURSE, lang: 'en' });
  await widget.run(() => {
    const { setTimeout: set, clearTimeout: clear } = window, clocks = window.clocks = new Set();
    window.setTimeout = (act, millis, ...more) => {
      const id = set(() => { clocks.delete(id); act(...more); }, millis);
      if (millis > 30_000) clocks.add(id);
      return id;
    };
    window.clearTimeout = id => { clocks.delete(id); clear(id); };
  });
  const pick = (field, value) => `[data-suspicion="${field}"][value="${value}"]`;
  await widget.press('[data-action="suspected-vte"]');
  await widget.until((el, $, $$, s) => $(s), 'the report', { args: [pick('act', 'sign')] });
  await widget.press(pick('site', 'pe'), pick('signs', 'dyspnoea'), pick('act', 'sign'));
  await widget.until((el, $) => $('[data-minutes]') && window.clocks.size === 1, 'the minutes, counted');
  await widget.run(el => el.__begin());
  await widget.until((el, $) => $('[data-minutes]'), 'counted again');
  assert.equal(await widget.run(() => window.clocks.size), 1);
});
