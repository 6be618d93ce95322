// A browser's translator that does not ask for leave, an extension that puts its nodes among ours: played at random moments of
// whole assessments and of a ward's shift. After each, and between any two steps, what is read on the screen is what the state
// says: score, answers, patient and user, and never a word of the patient before.
//
//   node tests/e2e/translator.mjs [COUNT] [SEED] [KIND]     200 runs; KIND: element, ward. BROWSER=firefox for the other engine
import { medical, surgical } from './cases.mjs';
import { launch } from './driver.mjs';
import { random } from './random.mjs';
import { serve } from './server.mjs';
import { PIN, tablet } from './tablet.mjs';

/** In the page: `translator.play(kind, root, draw)`, with `draw` a number from 0 up to 1 that says where. */
const PLAYED = () => {
  const mark = text => `[T] ${text}`;
  const texts = root => {
    const found = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (walk.currentNode.data.trim() && !walk.currentNode.parentNode.closest('style,script,font,option')) found.push(walk.currentNode);
    return found;
  };
  const elements = (root, selector) => [...root.querySelectorAll(selector)];
  const one = (list, draw) => list[Math.floor(draw * list.length)];
  // What translators of Chromium, Edge and others put in the place of a text.
  const font = (node, text) => {
    const outer = document.createElement('font'), inner = document.createElement('font');
    outer.style.verticalAlign = inner.style.verticalAlign = 'inherit';
    inner.append(text);
    outer.append(inner);
    node.replaceWith(outer);
  };
  const kinds = {
    all: root => texts(root).forEach(node => font(node, mark(node.data))),
    one: (root, draw) => { const node = one(texts(root), draw); if (node) font(node, mark(node.data)); },
    data: (root, draw) => { const node = one(texts(root), draw); if (node) node.data = mark(node.data); },
    // Asked of a server, and written when the answer comes: by then it is the text of before.
    late: root => { const all = texts(root).map(node => [node, node.data]); setTimeout(() => all.forEach(([node, text]) => { if (node.isConnected) font(node, mark(text)); }), 60); },
    lateData: root => { const all = texts(root).map(node => [node, node.data]); setTimeout(() => all.forEach(([node, text]) => { node.data = mark(text); }), 60); },
    // Both languages, one after the other.
    beside: (root, draw) => { const node = one(texts(root), draw); node?.after(Object.assign(document.createElement('span'), { textContent: mark(node.data) })); },
    // `innerHTML` written again: the same to look at, and no node is the one that was there.
    again: (root, draw) => {
      const node = one(elements(root, 'div *, section *').filter(node => !node.shadowRoot && !node.querySelector('vte-assessment')), draw), copy = node?.cloneNode(true);
      // As it would be parsed: what a person has chosen is no markup.
      copy?.querySelectorAll('input').forEach(input => { input.checked = input.defaultChecked; });
      node?.replaceWith(copy);
    },
    attributes: root => elements(root, '[aria-label],[title],[placeholder]').forEach(node => ['aria-label', 'title', 'placeholder'].forEach(name => { if (node.hasAttribute(name)) node.setAttribute(name, mark(node.getAttribute(name))); })),
    // Password managers and grammar tools.
    icon: (root, draw) => { const node = one(elements(root, 'input,label,button'), draw); node?.after(Object.assign(document.createElement('div'), { className: 'icon' })); },
    wrap: (root, draw) => { const node = one(elements(root, 'input,textarea,b'), draw); if (node) { const span = document.createElement('span'); node.replaceWith(span); span.append(node); } },
    normalize: root => elements(root, 'div').forEach(node => node.normalize()),
    remove: (root, draw) => { one(texts(root), draw)?.remove(); },
  };
  window.translator = { kinds: Object.keys(kinds), play: (kind, root, draw) => kinds[kind](root, draw), errors: [] };
  addEventListener('error', event => translator.errors.push(String(event.message)));
};

const TICKED = { padua: ['active_cancer', 'previous_vte', 'thrombophilia', 'recent_trauma_surgery', 'hormonal_treatment'], caprini: ['varicose_veins', 'history_vte', 'swollen_legs', 'acute_mi', 'ibd_history'] };
const NAMES = ['欧阳若兰', '司徒怀远', '上官知夏', '慕容清和', '诸葛明远'];
const USERS = [['n-1', '李护士'], ['n-2', '赵护士'], ['n-3', '孙护士']];

async function played(page, root, below, log) {
  const kinds = await page.run(() => translator.kinds), kind = kinds[below(kinds.length)], draw = below(1000) / 1000;
  log.push(kind);
  await page.run(`(kind, draw) => { const root = ${root}; if (root) translator.play(kind, root, draw); }`, kind, draw);
}

/** One assessment after another in one element, by `below`. */
export async function assessments(browser, server, below) {
  const log = [], found = [];
  const page = { run: (code, ...args) => browser.run(code, ...args) };
  server.his.reset('accept');
  await browser.driver.get(`${server.origin}/job.html`);
  await page.run(PLAYED);
  const root = `document.querySelector('vte-assessment').shadowRoot.querySelector('.root')`;
  let name, user;
  const told = async () => {
    [name, user] = [NAMES[below(NAMES.length)], USERS[below(USERS.length)]];
    const chart = (below(2) ? surgical : medical)({ label: name });
    log.push(`chart:${name}`);
    await page.run(async (chart, [id, name], lang) => {
      await customElements.whenDefined('vte-assessment');
      const el = document.querySelector('vte-assessment');
      await el.whenReady;
      el.lang = lang;
      el.user = { id, name, role: 'nurse' };
      el.open(chart, { force: true });
      for (let turn = 0; turn < 400 && !el.shadowRoot.querySelector('[data-score]'); turn++) await new Promise(next => setTimeout(next, 10));
    }, chart, user, below(2) ? 'en' : 'zh-CN');
  };
  const steps = {
    tick: () => page.run((lists, draw) => {
      const form = document.querySelector('vte-assessment').shadowRoot, boxes = lists.flat().map(id => form.querySelector(`[data-item="${id}"]:not(:disabled)`)).filter(Boolean);
      boxes[Math.floor(draw * boxes.length)]?.click();
    }, Object.values(TICKED), below(1000) / 1000),
    rest: () => page.run(() => document.querySelector('vte-assessment').shadowRoot.querySelector('[data-action="none-of-the-rest"]')?.click()),
    sign: () => page.run(() => document.querySelector('vte-assessment').shadowRoot.querySelector('[data-action="sign"]:not(:disabled)')?.click()),
    user: () => { user = USERS[below(USERS.length)]; return page.run(([id, name]) => { document.querySelector('vte-assessment').user = { id, name, role: 'nurse' }; }, user); },
    next: told,
    wait: () => page.run(ms => new Promise(next => setTimeout(next, ms)), below(120)),
  };
  const ORDER = ['tick', 'tick', 'tick', 'rest', 'sign', 'user', 'next', 'wait'];
  /** What is on the screen now against what the element says, in one look. */
  const looked = () => page.run(async (name, others, user) => {
    const el = document.querySelector('vte-assessment'), root = el.shadowRoot, wrong = [];
    // The rows follow the score by a task.
    for (let turn = 0; turn < 3; turn++) await new Promise(next => setTimeout(next, 15));
    const read = root.textContent, { flat = {} } = await el.getResult({ outputs: ['flat'] });
    if (el.state === 'error') wrong.push('the calculator stopped');
    if (!read.includes(name)) wrong.push(`${name} is not on the screen`);
    for (const other of others) if (read.includes(other)) wrong.push(`${other} is still on the screen`);
    if (!root.querySelector('.user')?.textContent.includes(user)) wrong.push(`not the user: ${root.querySelector('.user')?.textContent}`);
    const score = root.querySelector('[data-score]')?.textContent.replaceAll('[T] ', '').trim();
    if (score !== undefined && !score.startsWith(String(flat.floor))) wrong.push(`score ${score}, and ${flat.floor} is right`);
    for (const row of root.querySelectorAll('[data-row]')) {
      const value = flat[`${flat.instrument}.${row.dataset.row}`], shown = { yes: true, no: false }[row.dataset.answer] ?? null;
      if (value !== undefined && value !== shown) wrong.push(`${row.dataset.row}: shown ${row.dataset.answer}, and ${value} is right`);
      for (const box of row.querySelectorAll('input[data-item]')) if (box.dataset.item === row.dataset.row && box.checked !== (value === true)) wrong.push(`${row.dataset.row}: ticked ${box.checked}, and ${value} is right`);
    }
    return [...wrong, ...translator.errors.splice(0), ...failures.splice(0)];
  }, name, NAMES.filter(other => other !== name), user[1]);
  await told();
  for (let step = 0; step < 14; step++) {
    if (below(3)) await played(page, root, below, log);
    const what = ORDER[below(ORDER.length)];
    log.push(what);
    await steps[what]();
    if (below(3) === 0) await played(page, root, below, log);
    for (const wrong of await looked()) found.push(`step ${step}: ${wrong}`);
    if (found.length) break;
  }
  return { log, found };
}

/** A shift on the tablet: patients admitted, opened one after another, scored and signed, by two people. */
export async function shift(it, below) {
  const log = [], found = [];
  const play = async () => { if (below(3)) await played(it, 'document.querySelector("#app")', below, log); };
  const plays = async () => { await play(); if (below(2)) await played(it, `document.querySelector('vte-assessment')?.shadowRoot?.querySelector('.root')`, below, log); };
  const press = async selector => {
    log.push(selector);
    await it.see(selector);
    await it.run(selector => document.querySelector(selector).click(), selector);
  };
  const inForm = (code, ...args) => it.run(code, ...args);
  const trouble = async () => { for (const error of await it.run(() => translator.errors.splice(0))) found.push(error); };
  const shows = async (selector, name, what) => {
    const end = Date.now() + 15_000;
    let text;
    do { text = await it.text(selector) ?? ''; } while (!text.includes(name) && Date.now() < end);
    if (!text.includes(name)) found.push(`${what}: ${name} expected at ${selector}, and read ${text.slice(0, 120)}`);
    for (const other of NAMES) if (other !== name && text.includes(other)) found.push(`${what}: ${other} is still there`);
  };
  await it.open();
  await it.run(PLAYED);
  if (await it.run(() => Boolean(document.querySelector('[data-gate="create"]')))) {
    await it.create();
    await it.found();
    await it.add('王一', 'physician');
    await press('[data-page="board"]');
    for (const [place, name] of NAMES.slice(0, 3).entries()) {
      await play();
      await press('[data-action="admit"]');
      await it.type('[name="label"]', name);
      await plays();
      await it.type('[name="bed"]', `0${place + 1}-01`);
      await it.choose('[name="sex"]', 'female');
      await it.type('[name="born"]', '03021958');
      await it.choose('[name="setting"]', 'medical');
      await play();
      await press('[data-action="admit-now"]');
      await it.see('[data-patient]');
      await shows('.strip', name, 'admitted');
      await press('[data-action="back"]');
      await trouble();
    }
  } else {
    await it.unlock();
    await it.as('nurse');
  }
  for (let round = 0; round < 4 && !found.length; round++) {
    await it.see('[data-board] [data-open], [data-open]');
    await play();
    const place = below(3), name = NAMES[place];
    const rows = await it.run(() => [...document.querySelectorAll('[data-open]')].map(row => row.closest('tr,li,article,[data-row]')?.textContent ?? row.textContent));
    for (const known of NAMES.slice(0, 3)) if (rows.filter(row => row.includes(known)).length !== 1) found.push(`board: ${known} stands ${rows.filter(row => row.includes(known)).length} times`);
    await it.run(name => [...document.querySelectorAll('[data-open]')].find(row => (row.closest('tr,li,article,[data-row]')?.textContent ?? row.textContent).includes(name))?.click(), name);
    log.push(`open:${name}`);
    await it.see('[data-patient]');
    await shows('.strip', name, 'opened');
    await plays();
    await press('[data-tab="score"]');
    await it.see('vte-assessment');
    const end = Date.now() + 15_000;
    while (Date.now() < end && !await inForm(() => document.querySelector('vte-assessment')?.shadowRoot?.querySelector('[data-score], .signed'))) await new Promise(next => setTimeout(next, 50));
    for (const item of TICKED.padua) {
      if (below(2)) continue;
      await plays();
      await inForm(item => document.querySelector('vte-assessment').shadowRoot.querySelector(`[data-item="${item}"]:not(:disabled)`)?.click(), item);
      const wrong = await inForm(async () => {
        await new Promise(next => setTimeout(next, 40));
        const el = document.querySelector('vte-assessment'), score = el.shadowRoot.querySelector('[data-score]')?.textContent.replaceAll('[T] ', '').trim(), { flat } = await el.getResult({ outputs: ['flat'] });
        return score !== undefined && !score.startsWith(String(flat.floor)) ? `score ${score}, and ${flat.floor} is right` : el.state === 'error' ? 'the calculator stopped' : null;
      });
      if (wrong) found.push(wrong);
    }
    await shows('.strip', name, 'scored');
    await plays();
    await press('[data-action="back"]');
    await trouble();
    const role = below(2) ? 'physician' : 'nurse';
    await play();
    await it.as(role);
    log.push(role);
    const user = await it.text(`[data-user="${role}"]`);
    if (!user?.includes(role === 'nurse' ? '李敏' : '王一')) found.push(`user: ${user}`);
  }
  return { log, found };
}

/** `count` runs from `seed` on; a seventh of them on the tablet. Gives what was found, with the seed to play it again. */
export async function campaign({ count, seed = 1, kinds = ['element', 'ward'], say = () => {} }) {
  const found = [], server = await serve(), runs = Object.fromEntries(kinds.map(kind => [kind, 0]));
  const browser = kinds.includes('element') ? await launch({ width: 900, height: 1100 }) : undefined;
  const one = async (kind, own, act) => {
    const from = Date.now();
    let outcome;
    try { outcome = await act(random(own)); } catch (error) { outcome = { log: [], found: [String(error.message).slice(0, 600)] }; }
    runs[kind] += 1;
    for (const wrong of outcome.found) found.push(`${kind} ${own}: ${wrong} (${outcome.log.join(' ')})`);
    say(`${kind} ${own} ${Date.now() - from} ms: ${outcome.found.length ? `FAILED ${outcome.found.join('; ')} (${outcome.log.join(' ')})` : 'ok'}`);
  };
  try {
    const wards = kinds.length === 1 ? (kinds[0] === 'ward' ? count : 0) : Math.max(1, Math.round(count / 7));
    for (let run = 0; run < count - wards; run++) await one('element', seed * 10_000 + run, below => assessments(browser, server, below));
    for (let run = 0; run < wards; run++) {
      const it = await tablet({ server });
      try { await one('ward', seed * 10_000 + run, below => shift(it, below)); } finally { await it.quit(); }
    }
  } finally { await browser?.quit(); await server.close(); }
  return { found, runs };
}

if (process.argv[1]?.endsWith('translator.mjs')) {
  const [count = 200, seed = 1] = process.argv.slice(2, 4).map(Number), kinds = process.argv[4]?.split(',');
  const { found, runs } = await campaign({ count, seed, kinds, say: console.log });
  console.log(`\n${Object.entries(runs).map(([kind, number]) => `${kind}: ${number}`).join(', ')} runs, seed ${seed}: ${found.length} against the state`);
  process.exit(found.length ? 1 : 0);
}
