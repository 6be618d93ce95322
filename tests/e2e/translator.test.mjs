// The browser's translator over the form and the ward: ten played runs, and each fault by its name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medical } from './cases.mjs';
import { ENGINE } from './driver.mjs';
import { stage } from './stage.mjs';
import { campaign } from './translator.mjs';

const at = stage();

/** Every text in a pair of <font>, as translators write them. */
const TRANSLATED = (el, $) => {
  const walk = document.createTreeWalker($('.root'), NodeFilter.SHOW_TEXT), all = [];
  while (walk.nextNode()) all.push(walk.currentNode);
  for (const node of all) {
    const font = document.createElement('font');
    font.appendChild(document.createElement('font')).append(`tr ${node.data}`);
    node.replaceWith(font);
  }
};

test('a translated form does not keep the last patient’s name: the next one’s is read, and the score follows', async () => {
  const widget = await at.page('job.html', { chart: medical({ label: '欧阳若兰' }) });
  await widget.untilScore(1);
  await widget.run(TRANSLATED);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.run(TRANSLATED);
  await widget.run((el, $, $$, chart) => { el.open(chart, { force: true }); }, medical({ label: '司徒怀远' }));
  await widget.until((el, $) => $('.root').textContent.includes('司徒怀远'), 'the next patient');
  assert.ok(!await widget.run((el, $) => $('.root').textContent.includes('欧阳若兰')));
  await widget.untilScore(1);
  assert.deepEqual((await widget.look()).failures, []);
});

test('what is translated when nothing else happens is put back at once', async () => {
  const widget = await at.page('job.html', { chart: medical() });
  await widget.untilScore(1);
  const before = await widget.run((el, $) => $('.root').innerHTML);
  await widget.run(TRANSLATED);
  assert.equal(await widget.run((el, $) => $('.root').innerHTML), before);
  await widget.run((el, $) => { $('.root').replaceWith($('.root').cloneNode(true)); });
  assert.equal(await widget.run((el, $) => $('.root').innerHTML), before);
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
});

test('a translator that answers every change with another does not hold the page', async () => {
  const widget = await at.page('job.html', { chart: medical() });
  await widget.untilScore(1);
  const answered = await widget.run(async (el, $) => {
    let count = 0;
    const translate = () => { const node = $('[data-score]').firstChild; if (node?.nodeType === 3) { count += 1; const font = document.createElement('font'); font.append(node.data); node.replaceWith(font); } };
    const observer = new MutationObserver(translate);
    observer.observe($('.root'), { subtree: true, childList: true, characterData: true });
    translate();
    await new Promise(done => setTimeout(done, 1500));
    $('[data-item="active_cancer"]').click();
    await new Promise(done => setTimeout(done, 300));
    observer.disconnect();
    return count;
  });
  assert.ok(answered < 400, `${answered} times`);
  await widget.untilScore(4);
});

test('whoever types goes on typing while the form is translated, and a focused field that was written again has the focus', async () => {
  const widget = await at.page('job.html', { chart: medical() });
  await widget.untilScore(1);
  await widget.run((el, $) => $('[data-item="previous_vte"]').focus());
  await widget.run(TRANSLATED);
  await widget.run((el, $) => { const row = $('[data-item="previous_vte"]').parentNode; row.replaceWith(row.cloneNode(true)); });
  assert.equal(await widget.run(el => el.shadowRoot.activeElement?.dataset.item), 'previous_vte');
});

test('nodes of extensions beside ours do no harm', async () => {
  const widget = await at.page('job.html', { chart: medical() });
  await widget.untilScore(1);
  await widget.run((el, $, $$) => {
    el.shadowRoot.prepend(document.createElement('div'));
    el.shadowRoot.append(Object.assign(document.createElement('style'), { textContent: '.dark{}' }));
    for (const input of $$('input')) input.before(document.createElement('span'));
    for (const input of $$('input')) { const box = document.createElement('grammar-tool'); input.replaceWith(box); box.append(input); }
  });
  await widget.press('[data-item="active_cancer"]');
  await widget.untilScore(4);
  await widget.fillRest();
  await widget.press('[data-action="sign"]');
  await widget.untilDelivery('confirmed');
  assert.equal(await widget.run(el => el.shadowRoot.querySelectorAll('style').length), 1, 'what stands beside our drawing stays');
  assert.deepEqual((await widget.look()).failures, []);
});

test('all that is drawn says that it is not to be translated', async () => {
  const widget = await at.page('job.html', { chart: medical() });
  assert.equal(await widget.run((el, $) => $('.root').translate), false);
  for (const page of ['/virchow/ward.html', '/virchow/quality.html', '/virchow/index.html', '/virchow/v1/frame.html']) {
    await at.browser.driver.get(at.server.origin + page);
    assert.deepEqual(await at.browser.run(() => [document.documentElement.translate, document.querySelector('meta[name=google]')?.content]), [false, 'notranslate'], page);
  }
});

for (const kind of ['element', 'ward']) {
  test(`played at random moments, what is read is what the state says: ${kind}`, { timeout: 600_000, skip: kind === 'ward' && ENGINE === 'webkit' && 'a session of WebKitGTK under WebDriver keeps no vault' }, async () => {
    const { found, runs } = await campaign({ count: kind === 'element' ? 8 : 2, seed: 1, kinds: [kind] });
    assert.deepEqual(found, []);
    assert.ok(runs[kind] > 0);
  });
}
