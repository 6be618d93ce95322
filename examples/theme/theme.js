// Switches over one element, or over four side by side. All that is set here, a page sets in its own style sheet.
const COLOURS = {
  '--vte-color-accent': '#0a58a8', '--vte-color-on-accent': '#ffffff', '--vte-color-accent-tint': '#e7f0fa', '--vte-color-surface': '#ffffff', '--vte-color-canvas': '#f1f5f9', '--vte-color-text': '#15212e',
  '--vte-color-muted': '#495a6b', '--vte-color-line': '#d3dce5', '--vte-color-control': '#5b6c7d', '--vte-color-low': '#0b6638', '--vte-color-low-tint': '#e2f4e9', '--vte-color-moderate': '#854400',
  '--vte-color-moderate-tint': '#fff0d4', '--vte-color-high': '#ad1219', '--vte-color-high-tint': '#fde9e8',
};
const LENGTHS = { '--vte-space': '8px', '--vte-radius': '6px', '--vte-font': 'system-ui, sans-serif' };
const PARTS = ['root', 'header', 'item', 'score', 'risk-badge', 'advice', 'actions'];

const form = document.getElementById('switches'), stage = document.getElementById('stage');
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];

const label = (parent, words, input) => { const made = parent.appendChild(document.createElement('label')); made.append(...(input.type === 'radio' ? [input, words] : [words, input])); return input; };
const input = attributes => Object.assign(document.createElement('input'), attributes);
function choice(name, words, chosen) {
  for (const [value, text] of Object.entries(words)) label(document.getElementById(name), text, input({ type: 'radio', name, value, defaultChecked: value === chosen }));
}
choice('theme', { auto: 'auto', light: 'light', dark: 'dark', contrast: 'contrast', all: '四种并列 / all four' }, 'auto');
choice('lang', { 'zh-CN': '中文', en: 'English' }, 'zh-CN');
choice('chrome', { full: 'full', compact: 'compact', none: 'none' }, 'full');
choice('patient', { half: '资料部分已知 / half known', empty: '一无所知 / nothing known', refused: '有错误资料 / with bad data' }, 'half');
choice('width', { 240: '240', 300: '300', 360: '360', 480: '480', 768: '768', 1024: '1024', 1280: '1280' }, '768');
for (const [name, value] of Object.entries(COLOURS)) label(document.getElementById('properties'), name, input({ type: 'color', name, defaultValue: value }));
for (const [name, value] of Object.entries(LENGTHS)) label(document.getElementById('properties'), name, input({ type: 'text', name, defaultValue: value }));
for (const name of PARTS) label(document.getElementById('parts'), name, input({ type: 'checkbox', name: `part-${name}` }));

const CHARTS = {
  half: [{ id: 'height', value: 160, unit: 'cm', source: 'HIS' }, { id: 'weight', value: 70, unit: 'kg', source: 'HIS' }, { id: 'operation', value: { kind: 'laparoscopic', durationMin: 70 }, source: 'HIS' }, { id: 'malignancy', value: true, status: 'suggested', source: '诊断' }, { id: 'varicose_veins', value: true, source: 'HIS' }],
  empty: [],
  refused: [{ id: 'height', value: 17, unit: 'm', source: 'HIS' }, { id: 'weight', value: 70, unit: 'stone', source: 'HIS' }],
};

function mount(theme) {
  const box = stage.appendChild(document.createElement('div')), el = document.createElement('vte-assessment');
  box.style.width = `${form.elements.width.value}px`;
  const { lang, chrome, patient } = form.elements;
  for (const [name, value] of Object.entries({ theme, lang: lang.value, chrome: chrome.value, 'heading-level': 2 })) el.setAttribute(name, value);
  el.user = { id: 'n-07', name: '李护士', role: 'nurse' };
  // Each its own admission: four forms side by side share nothing.
  el.chart = { contextId: `theme-${theme}-${patient.value}`, patient: patient.value === 'empty' ? {} : { label: '王*', bed: '12-03', sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'surgical' }, facts: CHARTS[patient.value] };
  el.addEventListener('vte-event', event => event.detail.respondWith({ status: 'accepted' }));
  box.append(el);
}

function show({ target } = {}) {
  const set = Object.entries({ ...COLOURS, ...LENGTHS }).filter(([name, value]) => form.elements[name].value !== value).map(([name]) => `  ${name}: ${form.elements[name].value};`);
  const parts = PARTS.filter(name => form.elements[`part-${name}`].checked).map(name => `vte-assessment::part(${name}) { outline: 3px dashed #c2185b; outline-offset: -3px; }`);
  const css = [...(set.length ? [`vte-assessment {\n${set.join('\n')}\n}`] : []), ...parts].join('\n');
  sheet.replaceSync(css);
  document.getElementById('css').value = css;
  // A colour or an outline needs no new form.
  if (target && (target.name in COLOURS || target.name in LENGTHS || target.name.startsWith('part-'))) return;
  stage.replaceChildren();
  const theme = form.elements.theme.value;
  for (const each of theme === 'all' ? ['auto', 'light', 'dark', 'contrast'] : [theme]) mount(each);
}

form.addEventListener('input', show);
form.addEventListener('reset', () => setTimeout(show));
document.getElementById('print').addEventListener('click', () => stage.querySelector('vte-assessment').print());
show();
