// What an integrator meets first: something on the screen while the files are on their way, a slip of the pen in a key, a
// property that was written as an attribute, and the answer of the README to an HIS that is down for a moment.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { medical, surgical } from './cases.mjs';
import { NURSE } from './driver.mjs';
import { pause, stage, until } from './stage.mjs';

const at = stage({ log: true, breaks: ['attribute'] });
const WASM = '/virchow/v1/virchow_bg.wasm';
const read = path => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
/** What the console said, of whatever level. */
const said = async () => (await at.browser.driver.manage().logs().get('browser')).map(({ level, message }) => `${level.name} ${message}`);
async function slowly(act, wait = 1500) {
  at.server.override[WASM] = { wait, type: 'application/wasm' };
  try { return await act(); } finally { delete at.server.override[WASM]; }
}

// ---- before the wasm is there ----

test('on a slow line something stands there, is said politely, and the page below does not jump', async () => {
  await slowly(async () => {
    await at.page('late.html');
    const widget = at.browser.widget();
    await widget.run(async (el, $, $$, chart, user) => {
      const below = document.createElement('p');
      below.textContent = 'What stands below';
      document.querySelector('main').append(below);
      window.shifts = [];
      new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value))).observe({ type: 'layout-shift', buffered: true });
      await import('/virchow/v1/virchow.js');
      Object.assign(el, { chart, user });
    }, medical(), NURSE);
    const line = await widget.until((el, $) => $('[role="status"]')?.textContent.trim() && $('[role="status"]'), 'the line of text');
    assert.equal(await at.browser.run(line => line.textContent, line), '正在载入… / Loading…');
    assert.ok(await widget.run(el => el.getBoundingClientRect().height > 500), 'the room of a form is kept');
    assert.deepEqual(await at.browser.axe(), []);
    await at.browser.run(() => { shifts.length = 0; });
    await widget.untilScore(1);
    await pause(300);
    assert.equal(await widget.run((el, $, $$) => $$('.wait').length), 0, 'it goes when the form comes');
    const shift = await at.browser.run(() => shifts.reduce((sum, value) => sum + value, 0));
    assert.ok(shift < 0.01, `the layout shifts by ${shift}`);
  });
});

test('without a patient the line keeps one line, and takes the room of a form when a patient is given', async () => {
  await slowly(async () => {
    const widget = await at.page('job.html');
    await widget.until((el, $) => /Loading/.test($('[role="status"]')?.textContent), 'the line');
    assert.ok(await widget.run(el => el.getBoundingClientRect().height < 150));
    await widget.run((el, $, $$, chart) => { el.chart = chart; }, medical());
    assert.ok(await widget.run(el => el.getBoundingClientRect().height > 500));
    await widget.untilScore(1);
  });
});

test('where the files are there at once nobody reads that they are loading', async () => {
  await at.page('blank.html');
  await at.page('job.html', { chart: medical() });
  const widget = at.browser.widget();
  await widget.untilScore(1);
  const flashed = await widget.run(async (el, $, $$, chart) => {
    const other = document.createElement('vte-assessment'), texts = [];
    document.querySelector('main').append(other);
    other.chart = chart;
    const look = () => { texts.push(other.shadowRoot.textContent); };
    look();
    await other.whenReady;
    look();
    await new Promise(done => setTimeout(done, 300));
    look();
    return texts.some(text => /Loading/.test(text));
  }, medical());
  assert.equal(flashed, false);
});

// ---- keys ----

test('an unknown key of the chart or of a fact: vte-error and the console name it and the nearest, and the rest is taken', async () => {
  await said();
  const { patient, ...chart } = medical();
  const secret = '王小明';
  const widget = await at.page('job.html', { chart: { ...chart, patient: { ...patient, birthdate: '1950-01-01', nmae: secret }, facts: [...chart.facts, { id: 'creatinine', value: 80, unit: 'umol/L', sorce: 'LIS' }] } });
  await widget.untilScore(1);
  const found = async () => (await widget.errors()).filter(({ code }) => code === 'E_SCHEMA');
  await until(async () => (await found()).length === 3, 'all three');
  const errors = await found();
  assert.deepEqual(errors.map(({ path }) => path).sort(), ['/chart/facts/2/sorce', '/chart/patient/birthdate', '/chart/patient/nmae']);
  for (const [key, nearest] of [['birthdate', 'birthDate'], ['sorce', 'source']]) {
    const { message, warning, retryable } = errors.find(({ path }) => path.endsWith(`/${key}`));
    assert.ok([message.zh, message.en].every(text => text.includes(key) && text.includes(nearest)), JSON.stringify(message));
    assert.deepEqual([warning, retryable], [true, false]);
  }
  assert.equal(JSON.stringify(errors).includes(secret), false);
  const lines = await said();
  assert.equal(lines.filter(line => /^WARNING .*birthdate.*birthDate/.test(line)).length, 1, lines.join('\n'));
  assert.equal(lines.some(line => line.includes(secret)), false);
  // The nurse is not told of a slip in a page.
  assert.equal(await widget.run((el, $) => Boolean($('[data-rejected], [data-fault]'))), false);
  // The same again is told to the page, and not to the console a second time.
  await widget.run(el => { el.chart = { ...el.chart }; });
  await until(async () => (await found()).length === 6, 'each of them again');
  assert.deepEqual((await said()).filter(line => /birthdate/.test(line)), []);
});

test('a profile with an unknown key is refused whole, with the same help', async () => {
  const widget = await at.page('job.html', { chart: medical() });
  await widget.untilScore(1);
  await widget.run(el => { el.profile = { medical_instrument: 'caprini', tresholds: {} }; });
  await widget.until((el, $) => $('[data-fault]'), 'the refusal');
  const [{ path, message, warning }] = (await widget.errors()).filter(({ code }) => code === 'E_SCHEMA');
  assert.equal(path, '/profile/tresholds');
  assert.equal(warning, undefined);
  assert.ok([message.zh, message.en].every(text => text.includes('tresholds') && text.includes('thresholds')), JSON.stringify(message));
  assert.equal(await widget.run(async el => (await el.getResult()).flat.instrument), 'padua', 'nothing of it was taken');
});

test('headless: score, assess and derive list it in issues', async () => {
  const widget = await at.page('job.html', { chart: medical() });
  await widget.untilScore(1);
  const facts = [{ id: 'weight', value: 70, unit: 'kg', sorce: 'HIS' }, { id: 'height', value: 170, unit: 'cm' }];
  const { score, assess, derive } = await widget.run(async (el, $, $$, facts, at) => {
    const { default: init, score, assess, derive } = await import('/virchow/v1/virchow.js');
    await init();
    return { score: score('padua', { facts, unansweredd: 'absent' }), assess: assess({ chart: { encounter: { setting: 'medical' }, facts, pateint: {} }, at, anwsers: {} }), derive: derive({ facts }) };
  }, facts, new Date().toISOString());
  const listed = ({ issues }) => issues.filter(({ code }) => code === 'E_SCHEMA').map(({ path }) => path).sort();
  assert.deepEqual(listed(score), ['/facts/0/sorce', '/unansweredd']);
  assert.deepEqual(listed(assess), ['/anwsers', '/chart/facts/0/sorce', '/chart/pateint']);
  assert.deepEqual(listed(derive), ['/facts/0/sorce']);
  assert.ok(derive.bmi.value > 24 && assess.tally && score.floor === 0, 'the rest is taken');
});

// ---- properties ----

for (const name of ['chart', 'user', 'record', 'profile']) {
  test(`${name} as an attribute is an error on the console, to the page and on the screen: set the property`, async () => {
    await said();
    const widget = await at.page('job.html', { chart: medical() });
    await widget.untilScore(1);
    await widget.run((el, $, $$, name) => el.setAttribute(name, '[object Object]'), name);
    await widget.until((el, $, $$, name) => $('[data-fault]')?.textContent.includes(`el.${name} =`), 'the words on the screen', { args: [name] });
    const [{ code, path, message }] = (await widget.errors()).filter(error => error.path === `/${name}`);
    assert.equal(code, 'E_SCHEMA');
    assert.match(message.en, new RegExp(`[Ss]et the property.*el\\.${name} =`));
    assert.ok((await said()).some(line => /^SEVERE .*[Ss]et the property/.test(line)));
    await widget.untilScore(1);
  });
}

test('an attribute that stood there before the script came is told too', async () => {
  await at.page('late.html');
  const widget = at.browser.widget();
  await widget.run(async el => { el.setAttribute('chart', '{"contextId":"x"}'); await import('/virchow/v1/virchow.js'); });
  await widget.until((el, $) => /set the property|属性（property）/i.test($('[data-fault]')?.textContent), 'the words on the screen');
});

// ---- answers, and what stands in flat ----

const snippetOf = text => text.match(/r\.ok \? \{ status: 'accepted' \} : \[409, 422\]\.includes\(r\.status\) \? \{ status: 'rejected' \} : Promise\.reject\(new Error\(`HTTP \$\{r\.status\}`\)\)/g)?.length ?? 0;

test('every page that shows how to answer says the same: accepted, refused for good, else tried again', () => {
  assert.equal(snippetOf(read('README.md')), 2);
  assert.equal(snippetOf(read('docs/for-hosts/integration.md')), 2);
  assert.equal(snippetOf(read('index.html').replaceAll('&gt;', '>')), 1);
  assert.equal(snippetOf(read('tests/e2e/hosts/plain.html')), 1);
  for (const path of ['plain/index.html', 'strict-csp/host.js', 'frame/host.js', 'react18/app.jsx', 'react19/app.jsx', 'vue3/App.vue', 'angular/app.ts', 'webview/shell.js', 'smart/host.js']) {
    const text = read(`examples/${path}`);
    assert.match(text, /\[409, 422\]/, path);
    assert.doesNotMatch(text, /\(\{ status: \w+\.ok \? 'accepted' : 'rejected' \}\)/, path);
  }
});

test('the snippet of the README: an HIS that fails for a moment gets the event again, one that refuses does not', async () => {
  at.his.reset();
  let failures = 0;
  at.his.mode = () => (failures++ === 0 ? '500' : 'accept');
  await at.browser.open(`${at.server.origin}/plain.html`);
  const widget = at.browser.widget();
  await widget.until((el, $) => $('[data-score]'), 'the form');
  await widget.fillRest();
  await widget.press('[data-action="sign"]');
  await widget.untilDelivery('confirmed');
  const posts = at.his.posts.filter(({ event }) => event.type === 'assessed');
  assert.ok(posts.length >= 2 && new Set(posts.map(({ event }) => event.id)).size === 1, `${posts.length} posts`);
});

test('flat has the id of the event, its time and who signed, in vte-event and from getResult', async () => {
  const widget = await at.page('job.html', { chart: surgical() });
  await widget.untilScore(5);
  const { event, outputs } = await widget.sign();
  const expected = { eventId: event.id, type: 'assessed', at: event.at, byId: NURSE.id, byName: NURSE.name, byRole: NURSE.role };
  const of = flat => Object.fromEntries(Object.keys(expected).map(key => [key, flat[key]]));
  assert.deepEqual(of(outputs.flat), expected);
  assert.deepEqual(of(await widget.run(async el => (await el.getResult({ outputs: ['flat'] })).flat)), expected);
});
