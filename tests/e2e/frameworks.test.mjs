// The examples of the frameworks, each bundled as its integrator would (scripts/examples.mjs) and driven as a ward would: the
// script comes late, the form is prefilled, unmounted and mounted again, in the other language, signed, stored.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { frames } from './frames.mjs';
import { until } from './stage.mjs';

const at = frames();
before(() => execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/examples.mjs', import.meta.url))], { stdio: 'inherit' }));
const SCRIPT = '/virchow/v1/virchow.js';
const assessed = () => at.his.his.posts.filter(post => post.event.type === 'assessed');
const press = id => at.run(id => { document.getElementById(id).click(); }, id);
const WAIT = { timeout: 60_000 };

for (const name of ['react19', 'react18', 'vue3', 'angular']) {
  test(`examples/${name}: late, prefilled, unmounted and mounted, in both languages, signed, stored`, async () => {
    at.his.his.reset();
    at.his.override[SCRIPT] = { body: '', type: 'text/javascript' };
    await at.open(`examples/${name}/`);
    await at.run(() => new Promise(done => { const look = () => (document.getElementById('toggle') ? done() : setTimeout(look, 20)); look(); }));
    delete at.his.override[SCRIPT];
    await at.run(src => { import(src); }, `${SCRIPT}?late`);
    const widget = at.browser.widget();
    // What was given before the script came: 68 years and more, 160 cm, 70 kg of a medical patient is Padua with its age and BMI decided.
    await widget.until((el, $) => $('[data-score]') && el.chart?.patient && $('[data-row="bmi_ge_30"]')?.dataset.answer === 'no', 'the prefilled form', WAIT);
    assert.equal(await widget.run(el => el.getAttribute('chart')), null, 'an object is no attribute');

    await widget.click('[data-item="active_cancer"]');
    const score = () => widget.run((el, $) => parseInt($('[data-score]')?.textContent));
    const before = await score();
    assert.ok(before >= 3, `${before}`);
    await press('toggle');
    await at.run(() => new Promise(done => { const look = () => (document.querySelector('vte-assessment') ? setTimeout(look, 20) : done()); look(); }));
    await press('toggle');
    await widget.until((el, $, $$, before) => el && $('[data-item="active_cancer"]')?.checked && parseInt($('[data-score]').textContent) === before, 'the draft', { ...WAIT, args: [before] });

    await press('lang');
    await widget.until(el => /Active cancer/.test(el.shadowRoot.textContent), 'English', WAIT);
    await press('lang');
    await widget.until(el => /活动性恶性肿瘤/.test(el.shadowRoot.textContent), 'Chinese', WAIT);

    await widget.fillRest();
    await widget.press('[data-action="sign"]');
    await widget.untilDelivery('confirmed', WAIT);
    await until(() => assessed().length === 1, 'one post');
    const [{ event }] = assessed();
    assert.deepEqual([event.contextId, event.by.id, event.body.floor], [`example-${name}`, 'n-07', before]);
    // Another may open the record; the page counted each that its server took.
    await until(async () => Number(await at.run(() => document.getElementById('stored').textContent)) === at.his.his.posts.length, 'the count of the page');
    assert.deepEqual((await at.browser.consoleErrors()).filter(line => /Uncaught|Error:/.test(line)), []);

    // Away and back after signing: the page hands back what it keeps, the chain goes on, and nothing is sent twice.
    const posts = at.his.his.posts.length;
    await press('toggle');
    await press('toggle');
    await widget.until((el, $, $$, posts) => el?.record?.length === posts && /活动性恶性肿瘤|[0-9]/.test($('.previous')?.textContent), 'the assessment before, with the record', { ...WAIT, args: [posts] });
    assert.equal(assessed().length, 1);
  });
}

test('examples/webview: a shell opens the patient, and stores what is signed', async () => {
  const body = path => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').match(/<body>[\s\S]*<\/body>/)[0];
  assert.equal(body('examples/webview/index.html'), body('src/web/frame/frame.html'), 'written out again, to the letter');
  at.his.his.reset();
  at.his.override['/virchow/v1/allow.json'] = { type: 'application/json', body: JSON.stringify([{ key: 'shell', shell: 'webview' }]) };
  await at.open('examples/webview/');
  const widget = at.browser.widget();
  await widget.until((el, $) => $('[data-score]'), 'the form', WAIT);
  await widget.fillRest();
  await widget.press('[data-action="sign"]');
  await widget.untilDelivery('confirmed', WAIT);
  assert.equal(assessed().length, 1);
});

test('examples/webview without a shell: used on its own, the result is copied, printed or downloaded', async () => {
  await at.browser.driver.get(`${at.his.origin}/examples/webview/?nobody`);
  const widget = at.browser.widget();
  await widget.until(() => document.querySelector('[data-panel="none"]'), 'the panel', WAIT);
  await at.run(() => document.querySelector('[data-frame-action="start"]').click());
  await widget.until(() => document.querySelectorAll('#bar button').length === 3, 'three buttons', WAIT);
  const taken = await at.run(async () => {
    const taken = {};
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { taken.copied = text; } } });
    window.print = () => { taken.printed = true; };
    HTMLAnchorElement.prototype.click = function () { taken.downloaded = this.download; };
    for (const name of ['copy', 'print', 'download']) document.querySelector(`[data-frame-action="${name}"]`).click();
    for (let tries = 0; tries < 200 && !(taken.copied && taken.downloaded); tries++) await new Promise(done => setTimeout(done, 20));
    return taken;
  });
  assert.equal(JSON.parse(taken.copied).contextId.startsWith('local-'), true);
  assert.deepEqual([taken.printed, taken.downloaded], [true, 'vte.json']);
});
