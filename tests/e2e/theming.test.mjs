// docs/for-hosts/theming.md, read by a machine: each property and each part that stands there exists and reaches the form; each theme
// passes axe in both languages; forced colours, paper and a narrow sidebar lose nothing that means something.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { labs, medical, surgical } from './cases.mjs';
import { stage } from './stage.mjs';

const at = stage();
const text = path => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = text('docs/for-hosts/theming.md'), tokens = text('styles/tokens.css');
const PROPERTIES = [...new Set(page.split('## Custom properties')[1].split('## Parts')[0].match(/--vte-[a-z-]+/g))].sort();
const PARTS = [...page.split('## Parts')[1].split('## Words')[0].matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
const NURSE = { id: 'n-07', name: '李护士', role: 'nurse' }, PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' };
const THEMES = ['light', 'dark', 'contrast', 'auto'];
const media = (...features) => at.browser.cdp('Emulation.setEmulatedMedia', { features: features.map(([name, value]) => ({ name, value })) });

/** Screens that between them show every colour: a running form with errors and a suggestion, a signed low, a moderate, the plan. */
const STATES = {
  async form(widget, given) {
    await widget.load({ chart: surgical({ facts: [{ id: 'malignancy', value: true, status: 'suggested', source: 'diagnosis' }, { id: 'height', value: 17.3, unit: 'm', source: 'HIS' }] }), ...given });
    await widget.untilScore(5);
    await widget.press('[data-item="varicose_veins"]', '[data-action="unknown"][data-for="anticardiolipin"]', '[data-action="sign"]');
    await widget.until((el, $) => $('[data-errors]')?.textContent.trim(), 'the summary');
  },
  async moderate(widget, given) {
    await widget.load({ chart: surgical({ age: 50 }), ...given });
    await widget.untilScore(4);
    await widget.fillRest();
  },
  async signed(widget, given) {
    await widget.load({ chart: medical({ age: 50 }), ...given });
    await widget.untilScore(0);
    await widget.sign();
    await widget.untilDelivery('confirmed');
  },
  async plan(widget, given) {
    await widget.load({ chart: surgical({ facts: labs() }), user: PHYSICIAN, ...given });
    await widget.untilScore(5);
    await widget.sign();
    await widget.untilDelivery('confirmed');
    await widget.press('[data-action="prevention"]');
    await widget.until((el, $) => $('[data-action="authorise"]'), 'the plan');
    await widget.press('[data-action="none-of-the-rest"]');
  },
};
const reach = async (state, given = {}) => {
  const widget = await at.page('job.html');
  await at.browser.run(lang => { document.documentElement.lang = lang; document.querySelector('vte-assessment').lang = lang; }, given.lang ?? 'zh-CN');
  await STATES[state](widget, { user: state === 'plan' ? PHYSICIAN : NURSE, ...given });
  return widget;
};

test('the page lists exactly the properties of tokens.css and the seven parts', () => {
  assert.deepEqual(PROPERTIES, [...new Set(tokens.match(/var\((--vte-[a-z-]+)/g).map(found => found.slice(4)))].sort());
  assert.deepEqual(PARTS, ['root', 'header', 'item', 'score', 'risk-badge', 'advice', 'actions']);
  // The defaults that it prints are those of the sheet.
  for (const [, name, value] of tokens.split('@media')[0].matchAll(/var\((--vte-(?!font)[a-z-]+), ([^)]+)\)/g)) assert.ok(page.includes(`\`${value}\``), `${name}: ${value}`);
});

/** Properties whose value cannot name a file, whatever the page writes there: `url(…)` makes them invalid. */
const FETCHES_NOTHING = /^(color|(background|outline|accent)-color|(border|outline)(-(top|bottom|inline-start|inline-end|color|radius|top-color|inline-start-color))?|box-shadow|font|(margin|padding|gap)(-[a-z-]+)?|--[a-z-]+)$/;

test('no value that a page can set stands in a property that can fetch', () => {
  const sheets = readdirSync(new URL('../../styles', import.meta.url)).filter(name => name.endsWith('.css')).map(name => `styles/${name}`);
  const scripts = ['virchow.js', 'frame/frame.css', 'frame/frame.js'].map(name => `src/web/${name}`);
  const declarations = [...sheets, ...scripts].flatMap(path => [...text(path).replace(/\/\*[^]*?\*\//g, '').matchAll(/([\w-]+)\s*:\s*([^;{}]*var\(--[^;{}]*)[;}]/g)].map(([, property, value]) => ({ path, property, value })));
  assert.ok(declarations.length > 100);
  // What the page sets, and what is made of it, by way of however many names.
  const given = new Set(PROPERTIES);
  for (let before = 0; before !== given.size;) {
    before = given.size;
    for (const { property, value } of declarations) if (property.startsWith('--') && [...given].some(name => value.includes(`var(${name}`))) given.add(property);
  }
  assert.ok(given.size > PROPERTIES.length + 10);
  const takesGiven = ({ value }) => [...value.matchAll(/var\((--[a-z-]+)/g)].some(([, name]) => given.has(name));
  assert.deepEqual(declarations.filter(each => takesGiven(each) && !FETCHES_NOTHING.test(each.property)), []);
});

test('a page whose properties are addresses gets no request from any screen', async () => {
  for (const state of Object.keys(STATES)) {
    const before = at.server.requests.length;
    await reach(state, { attributes: { theme: 'light', style: PROPERTIES.map(name => `${name}: url(${at.server.origin}/told${name})`).join('; ') } });
    const widget = at.browser.widget();
    assert.equal(await widget.run(el => getComputedStyle(el).getPropertyValue('--vte-color-high-tint').includes('/told--vte')), true);
    await widget.run(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))));
    assert.deepEqual(at.server.requests.slice(before).map(({ path }) => path).filter(path => path.includes('told')), [], state);
  }
});

test('each property, set by the page on the element, is seen inside', async () => {
  const missing = new Set(PROPERTIES);
  for (const state of Object.keys(STATES)) {
    const widget = await reach(state, { attributes: { theme: 'light' } });
    const seen = await widget.run((el, $, $$, names) => names.filter(name => {
      const value = { '--vte-font': 'Marker', '--vte-space': '13px', '--vte-radius': '11px' }[name] ?? 'rgb(1, 2, 3)';
      const wanted = { '--vte-space': ['13px', '19.5px', '26px'] }[name] ?? [value];
      el.style.setProperty(name, value);
      const found = $$('.root, .root *').some(node => {
        const style = getComputedStyle(node);
        return ['color', 'backgroundColor', 'borderTopColor', 'borderLeftColor', 'fill', 'accentColor', 'fontFamily', 'paddingTop', 'paddingLeft', 'marginBottom', 'borderTopLeftRadius'].some(key => wanted.includes(style[key]));
      });
      el.style.removeProperty(name);
      return found;
    }), PROPERTIES);
    seen.forEach(name => missing.delete(name));
  }
  assert.deepEqual([...missing], []);
});

test('each part takes the style of the page, and a font or a colour of the page does not leak', async () => {
  const missing = new Set(PARTS);
  for (const state of Object.keys(STATES)) {
    const widget = await reach(state);
    const seen = await widget.run((el, $, $$, parts) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(parts.map(part => `vte-assessment::part(${part}) { outline: 7px solid rgb(1, 2, 3) }`).join('\n') + 'body { color: rgb(9, 9, 9); font: 40px Marker }');
      document.adoptedStyleSheets = [sheet];
      const found = parts.filter(part => $$(`[part~="${part}"]`).some(node => getComputedStyle(node).outlineColor === 'rgb(1, 2, 3)'));
      const leaked = $$('.root *').some(node => getComputedStyle(node).color === 'rgb(9, 9, 9)' || getComputedStyle(node).fontFamily === 'Marker');
      document.adoptedStyleSheets = [];
      return { found, leaked };
    }, PARTS);
    seen.found.forEach(part => missing.delete(part));
    assert.equal(seen.leaked, false);
  }
  assert.deepEqual([...missing], []);
});

for (const theme of THEMES) {
  for (const lang of ['zh-CN', 'en']) {
    test(`${theme}, ${lang}: axe finds nothing, contrast included, on any screen`, async () => {
      await media(...(theme === 'auto' ? [['prefers-color-scheme', 'dark'], ['prefers-contrast', 'more']] : []));
      try {
        for (const state of Object.keys(STATES)) {
          await reach(state, { lang, attributes: { theme } });
          assert.deepEqual(await at.browser.axe(), [], state);
        }
      } finally { await media(); }
    });
  }
}

test('auto follows the system; contrast leaves the colours of the page aside', async () => {
  const widget = await reach('form', { attributes: { theme: 'auto' } });
  const canvas = () => widget.run((el, $) => getComputedStyle($('.root')).backgroundColor);
  const light = await canvas();
  await media(['prefers-color-scheme', 'dark']);
  const dark = await canvas();
  await media();
  assert.notEqual(dark, light);
  await widget.run(el => { el.style.setProperty('--vte-color-canvas', 'rgb(1, 2, 3)'); });
  assert.equal(await canvas(), 'rgb(1, 2, 3)');
  await widget.run(el => el.setAttribute('theme', 'contrast'));
  await widget.until((el, $) => getComputedStyle($('.root')).backgroundColor === 'rgb(255, 255, 255)', 'white');
});

test('nothing moves: no transition and no animation on any screen', async () => {
  for (const state of Object.keys(STATES)) {
    const widget = await reach(state);
    assert.deepEqual(await widget.run((el, $, $$) => $$('.root, .root *').filter(node => { const style = getComputedStyle(node); return style.animationName !== 'none' || (style.transitionDuration !== '0s'); }).map(node => node.className)), [], state);
  }
});

test('forced colours: a radio that a fact has decided shows its dot, and quiet buttons no border over words', async () => {
  await media(['forced-colors', 'active']);
  try {
    const widget = await reach('form');
    const { dot, canvas, quiet } = await widget.run((el, $) => {
      const radio = $('input[type="radio"]:disabled:checked');
      return { dot: getComputedStyle(radio, '::after').borderTopColor, canvas: getComputedStyle($('.row')).backgroundColor, quiet: getComputedStyle($('.act')).borderTopColor };
    });
    const canvasColour = await widget.run((el, $) => { const probe = $('.surface').appendChild(document.createElement('i')); probe.style.color = 'Canvas'; const { color } = getComputedStyle(probe); probe.remove(); return color; });
    assert.notEqual(dot, canvasColour, `${dot} on ${canvas}`);
    assert.equal(quiet, canvasColour);
  } finally { await media(); }
});

test('paper: light under every theme, no buttons, decided answers drawn without backgrounds, and unsigned says so', async () => {
  await at.browser.cdp('Emulation.setEmulatedMedia', { media: 'print', features: [['prefers-color-scheme', 'dark']].map(([name, value]) => ({ name, value })) });
  try {
    for (const theme of ['dark', 'auto']) {
      const widget = await reach('form', { attributes: { theme } });
      const seen = await widget.run((el, $, $$) => ({
        text: getComputedStyle($('.row')).color, buttons: $$('button').filter(button => button.checkVisibility()).length, unsigned: getComputedStyle($('.tally'), '::after').content,
        unknown: $('[data-row="anticardiolipin"] .word').checkVisibility(), dot: getComputedStyle($('input[type="radio"]:disabled:checked'), '::after').borderTopWidth,
      }));
      assert.deepEqual(seen, { text: 'rgb(21, 33, 46)', buttons: 0, unsigned: '"未签名 Unsigned"', unknown: true, dot: '6px' }, theme);
    }
    const widget = await reach('signed', { attributes: { theme: 'dark' } });
    assert.equal(await widget.run((el, $) => $('.tally')), null, 'what is signed is not called unsigned');
  } finally { await at.browser.cdp('Emulation.setEmulatedMedia', { media: '', features: [] }); }
});

test('a sidebar of 240 px beside a wide page: every target is 44 px high, and the sticky score leaves room', async () => {
  await at.browser.size(1280, 800);
  try {
    const widget = await reach('form', { lang: 'en' });
    await widget.run(el => { el.style.width = '240px'; });
    const found = await widget.run((el, $, $$) => ({
      small: $$('button, summary, .row label').filter(node => node.checkVisibility() && node.getClientRects().length && !node.closest('[hidden]')).filter(node => { const target = node.localName === 'label' ? node.closest('.row') : node; return target.getBoundingClientRect().height < 43.5; }).map(node => node.outerHTML.slice(0, 80)),
      sticky: $('.tally').getBoundingClientRect().height,
    }));
    assert.deepEqual(found.small, []);
    assert.ok(found.sticky < 260, `${found.sticky}`);
  } finally { await at.browser.size(1024, 900); }
});

test('examples/theme: every switch does what it says, and the page itself passes axe', async () => {
  await at.browser.driver.get(`${at.server.origin}/examples/theme/`);
  const widget = at.browser.widget();
  await widget.until((el, $) => $('[data-score]'), 'the form', { timeout: 15_000 });
  const names = await at.browser.run(() => [...document.querySelectorAll('#properties input')].map(input => input.name).sort());
  assert.deepEqual(names, PROPERTIES, 'a switch for each property');
  assert.deepEqual(await at.browser.run(() => [...document.querySelectorAll('#parts input')].map(input => input.name.slice(5))), PARTS);
  const set = (name, value) => at.browser.run((name, value) => { const input = document.querySelector(`[name="${name}"][value="${value}"]`) ?? document.querySelector(`[name="${name}"]`); if (input.type === 'radio' || input.type === 'checkbox') input.checked = true; else input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })); }, name, value);
  await set('--vte-color-accent', '#123456');
  await widget.until((el, $) => getComputedStyle($('.header')).borderTopColor === 'rgb(18, 52, 86)', 'the accent');
  await set('part-header', 'on');
  await widget.until((el, $) => getComputedStyle($('.header')).outlineStyle === 'dashed', 'the part');
  assert.match(await at.browser.run(() => document.getElementById('css').value), /--vte-color-accent: #123456;[\s\S]*::part\(header\)/);
  await set('width', '300');
  await widget.until(el => el?.getBoundingClientRect().width === 298 && el.shadowRoot.querySelector('[data-score]'), '300 px less the dashes');
  // One colour for light and dark cannot be right in both: back to ours.
  await set('--vte-color-accent', '#0a58a8');
  assert.equal(await at.browser.run(() => document.getElementById('css').value.includes('--vte')), false);
  await set('theme', 'all');
  await at.browser.run(() => new Promise(done => { const look = () => ([...document.querySelectorAll('vte-assessment')].filter(el => el.shadowRoot?.querySelector('[data-score]')).length === 4 ? done() : setTimeout(look, 30)); look(); }));
  assert.deepEqual(await at.browser.run(() => [...document.querySelectorAll('vte-assessment')].map(el => el.getAttribute('theme'))), ['auto', 'light', 'dark', 'contrast']);
  assert.deepEqual(await at.browser.axe(), []);
});
