// The one entry of the widget: registers <vte-assessment> and exports the headless functions.
// All thinking is in Rust; this file declares the element, forwards to a handle, and says so when wasm cannot run.

import * as bound from './virchow_glue.js';

/** That of Cargo.toml: scripts/assemble.mjs puts it here. */
const VERSION = __VERSION__;
const TAG = 'vte-assessment';
/** More characters than any limit in Rust allows: a longer text is cut here, and refused there. */
const CUT = 4 * 1024 * 1024 + 1;
/** styles/, without what is written for people: scripts/assemble.mjs puts it here. */
const STYLES = __STYLES__;

// ---- the engine: one wasm instance, shared by all elements -------------------------------------------------------

/** @type {{ glue?: any, exports?: any, later?: any, ready?: boolean, whole?: boolean, dead?: boolean, elements: Set<VteAssessment> }} */
let engine = fresh();
let starting = null;
/** How often a dead instance was replaced; each has its own copy of the glue. The first is in this file. */
let restarts = 0;
let lastSource;

function fresh() {
  return { elements: new Set() };
}

const unstartable = (kind, cause) => Object.assign(new Error(kind, { cause }), { kind });

/**
 * Starts the engine and brings its second part, so that all headless functions answer. Once; what failed may be tried again.
 * A second part that does not come is no failed start: what needs it says so.
 */
export default async function init(source) {
  await begin(source);
  await later(engine).catch(() => {});
}

/** Starts the engine once; every later call waits for the same start. A form needs no more than this. */
function begin(source) {
  if (source !== undefined) lastSource = source;
  starting ??= start(engine, lastSource).catch(error => {
    starting = null;
    throw error;
  });
  return starting;
}

/** What is loaded on first use: FHIR, HL7 v2, notes. In Node it takes the bytes: `init.more({ interop })`. */
init.more = async ({ interop } = {}) => {
  more ??= import('./more/interop.js').then(async glue => {
    await glue.default({ module_or_path: await (interop ?? bytesOf(moved('more/interop_bg.wasm') ?? new URL('./more/interop_bg.wasm', import.meta.url))) });
    return glue;
  });
  try { return await more; } catch (error) { more = undefined; throw error; }
};
/** The ids of all instruments, also before the second part. */
init.ids = () => (engine.ready ? enter(engine, glue => glue.about().slice(2), []) : []);
/** Overwrites what the instances held; nothing enters them any more. A page that locks itself does so before it goes. */
init.wipe = async () => {
  engine.dead = true;
  engine.glue?.stop();
  await more?.then(glue => glue.stop(), () => {});
};
let more;
/** A module that no bundler is to look for. The build writes that beside it, in the words of each (scripts/assemble.mjs). */
const anywhere = address => import(address);
const MORE = ['fhirR4', 'hl7v2', 'text'];
/** A file that lies beside this one. Node does not fetch from its own disk. */
async function bytesOf(url) {
  if (url.protocol === 'file:' && globalThis.process?.versions?.node) {
    return (await anywhere('node:fs/promises')).readFile(url);
  }
  // A line that hangs is a part that is missing: that is said, and tried again at the next tap.
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(response.status);
  return response.arrayBuffer();
}

/** Asks the interop bundle; what cannot be loaded or stops is an answer, not a throw. */
async function beyond(act, ...inputs) {
  const texts = inputs.map(text);
  if (texts.includes(undefined)) return notJson('');
  let glue;
  try { glue = await init.more(); } catch { return notLoaded(); }
  try { return JSON.parse(act(glue, ...texts)); } catch { glue.stop(true); more = undefined; return stopped(); }
}

/** The outputs that the interop bundle makes of an event, under their names; of none of these names, nothing. */
async function outputsOf(event, names, options) {
  const asked = names.filter(name => MORE.includes(name));
  const made = await beyond((glue, json) => glue.outputs(json), { event, names: asked, options });
  return made.error ? Object.fromEntries(asked.map(name => [name, made])) : made;
}

async function start(engine, source) {
  if (typeof WebAssembly !== 'object') throw unstartable('old');
  const missing = error => { throw unstartable('missing', error); };
  const input = source?.module_or_path ?? source ?? new URL('./virchow_bg.wasm', import.meta.url);
  const parts = Promise.all([
    restarts ? anywhere(`${moved('virchow_glue.js') ?? new URL('./virchow_glue.js', import.meta.url)}?r=${restarts}`).catch(missing) : bound,
    input instanceof URL || typeof input === 'string' ? fetch(input).then(response => (response.ok ? response : missing()), missing) : input,
  ]);
  // While they are on their way the browser has nothing to do: it reads the style sheet. Node has none.
  if (globalThis.CSSStyleSheet) formSheet ??= sheet(STYLES);
  const [glue, file] = await parts, { instantiate, instantiateStreaming } = WebAssembly, imports = glue.imports();
  try {
    const isFetched = file instanceof (globalThis.Response ?? class {});
    // What a server calls anything else is not streamed.
    const made = isFetched && file.headers.get('content-type') === 'application/wasm'
      ? await instantiateStreaming(file, imports) : await instantiate(isFetched ? await file.arrayBuffer() : file, imports);
    glue.tell(() => die(engine));
    // Of bytes there come a module and an instance, of a module the instance.
    engine.exports = glue.begin(made.instance ?? made);
  } catch (error) {
    const text = String(error?.message ?? error);
    throw unstartable(/Content.Security.Policy|by CSP|unsafe-eval|disallowed by embedder/i.test(text) ? 'csp' : 'broken', error);
  }
  // A module's own names are looked up at every call; a copy is not.
  engine.glue = { ...glue };
  engine.ready = true;
}

/** The second part of the instance: what follows from a score, and what reads again what was kept (scripts/split.mjs). Once; a
 *  failed load may be tried again. */
function later(engine) {
  return engine.later ??= bytesOf(moved('more/later_bg.wasm') ?? new URL('./more/later_bg.wasm', import.meta.url))
    // What it calls in the first part it names by its place in the table.
    .then(bytes => WebAssembly.instantiate(bytes, { '.': new Proxy(engine.exports, { get: (all, name) => all[name] ?? all.t0.get(+name) }) }))
    .then(({ module }) => {
      engine.whole = true;
      enter(engine, glue => glue.whole());
      if (globalThis.CSSStyleSheet) laterSheet ??= sheet(new TextDecoder().decode(WebAssembly.Module.customSections(module, 'css')[0]));
    })
    .catch(error => { engine.later = null; throw error; });
}

/** Where a file lies when the wasm was asked for by its own name (`init(address)`, `base-url`): beside that. Else it lies beside
 *  this one, and its address is written out where it is asked for: by `new URL('…', import.meta.url)` Vite and webpack know what
 *  they must carry. */
function moved(name) {
  const asked = lastSource?.module_or_path ?? lastSource;
  const wasm = (asked instanceof URL || typeof asked === 'string') && new URL(asked, globalThis.document?.baseURI ?? globalThis.location?.href);
  return wasm && wasm.pathname.endsWith('/virchow_bg.wasm') ? new URL(name, wasm) : undefined;
}

/** The instance has panicked: nothing may enter it again, and every element on it says so. */
function die(engine) {
  if (engine.dead) return;
  engine.dead = true;
  queueMicrotask(() => engine.elements.forEach(element => element.__fail('stopped')));
}

// A trap inside a listener or a timer of the form is told by the glue (`tell`, scripts/stop.mjs), under whatever name a bundler
// gave its file. What reaches the window alone is known by our names; what an instance that was replaced still does is its own affair.
const trapped = error => {
  if (!restarts && error instanceof WebAssembly.RuntimeError && /virchow(_bg)?\.(js|wasm)/.test(error.stack)) die(engine);
};
globalThis.addEventListener?.('error', event => trapped(event.error));
globalThis.addEventListener?.('unhandledrejection', event => trapped(event.reason));
let losses = 0;
globalThis.addEventListener?.('virchow-store-lost', () => { losses += 1; engine.elements.forEach(element => element.__restore()); });
globalThis.addEventListener?.('pagehide', () => engine.elements.forEach(element => element.__flush()));

/** Elements that show why there is no calculator, wherever they are and under whatever tag. */
const unstarted = new Set();

/** A fresh instance; the elements of the dead one mount again from their drafts. */
async function restart() {
  if (!engine.dead) {
    await begin();
    unstarted.forEach(element => element.__begin());
    return;
  }
  const { glue, whole } = engine;
  // Its timers and listeners are still there, and so are the answers in its memory.
  glue?.stop();
  restarts += 1;
  engine = fresh();
  // Bytes given to init() may have been used up; an address is as good as before.
  starting = start(engine, lastSource instanceof URL || typeof lastSource === 'string' ? lastSource : undefined);
  await starting;
  if (whole) await later(engine).catch(() => {});
  unstarted.forEach(element => element.__begin());
}

/** Calls into the engine; a trap kills it. */
function enter(engine, act, otherwise) {
  if (engine.dead) return otherwise;
  try {
    return act(engine.glue);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    die(engine);
    return otherwise;
  }
}

// ---- headless ----------------------------------------------------------------------------------------------------

const refusal = (code, zh, en, path = '') => ({ error: { code, path, message: { zh, en } } });
const notStarted = () => refusal('E_WASM', '计算模块尚未启动。请先 await init()。', 'The module has not started. Call await init() first.');
const stopped = () => refusal('E_INTERNAL', '计算已停止，请勿使用此结果。请重新载入。', 'The calculator stopped; do not use this result. Load it again.');
const notLoaded = () => refusal('E_WASM', '所需模块未能载入。请检查网络及部署目录 more/，再 await init() 后重试。', 'This could not be loaded. Check the network and the folder more/, await init(), then try again.');
const notJson = path => refusal('E_SCHEMA', '数据无法转换为JSON。请传入普通对象。', 'This cannot be written as JSON. Pass plain data.', path);

/** Old libraries (Prototype 1.6) give every list, text and date a `toJSON` that writes JSON into JSON. */
function asItIs(key, value) {
  const it = this[key];
  return it instanceof Date ? it.toISOString() : Array.isArray(it) || Object(it) !== it || it.toJSON === {}.toJSON ? it : value;
}
const write = value => JSON.stringify(value, ([].toJSON || ''.toJSON) && asItIs);

/** Plain data to text, cut where every limit refuses it anyway; `undefined` when it is no plain data. */
function text(value) {
  try {
    const json = write(value ?? null);
    return json.length > CUT ? json.slice(0, CUT) : json;
  } catch {
    return undefined;
  }
}

// A message and its answer lie in the memory of the engine (bin/widget.rs). It may have grown since, and is another then.
const bytes = ({ exports }, at, length) => new Uint8Array(exports.memory.buffer, at, length);
const encoder = new TextEncoder();
let decoder, decoded = 2e9;

/** Lets `act` answer what is laid down for it. Before the input stands the id, if there is one. */
function headless(act, input, id = '') {
  if (!engine.ready) return notStarted();
  const json = text(input);
  if (json === undefined) return notJson('');
  const answer = enter(engine, glue => {
    const message = id + json, room = message.length * 3;
    const { written } = encoder.encodeInto(message, bytes(engine, glue.room(room), room));
    const length = act(glue, written, id.length);
    // Safari's decoder fails after 2 GB.
    if ((decoded += length) >= 2e9) [decoder, decoded] = [new TextDecoder('utf-8', { ignoreBOM: true }), length];
    return decoder.decode(bytes(engine, glue.answer(), length));
  });
  return answer === undefined ? stopped() : JSON.parse(answer);
}

export const score = (id, input) => headless((glue, length, id) => glue.score(length, id), input ?? {}, typeof id === 'string' ? id : '');
/** The same of what is in the second part. */
const beside = (act, input) => (engine.ready && !engine.whole && !engine.dead ? notLoaded() : headless(act, input ?? {}));
export const assess = input => beside((glue, length) => glue.assess(length), input);
export const derive = input => beside((glue, length) => glue.derive(length), input);
export const instruments = () => beside(glue => glue.instruments());
export const verify = async record => {
  const loaded = !engine.ready || engine.dead || await later(engine).then(() => true, () => false);
  const answer = loaded ? headless((glue, length) => glue.verify(length), record) : notLoaded();
  return 'ok' in answer ? answer : { ok: false, code: answer.error.code, ...answer };
};
export const questionnaire = (id, options) => beyond(glue => glue.questionnaire(...[id, Object(Object(options).profile).canonical].map(word => (typeof word === 'string' ? word : ''))));
export const prefill = bundle => beyond((glue, json) => glue.prefill(json), bundle);
export const outputs = async (event, names = MORE, options = {}) => outputsOf(event, [...names], options);

// ---- the element -------------------------------------------------------------------------------------------------

const ATTRIBUTES = ['lang', 'instrument', 'mode', 'chrome', 'theme', 'heading-level', 'base-url', 'name', 'required', 'disabled'];
/** Properties that a page may take for attributes, where their objects arrive as nothing but text. */
const MISPLACED = ['chart', 'user', 'record', 'profile'];
const PROPERTIES = ['chart', 'user', 'profile', 'record', 'strings', 'outputs', 'outbox', 'lesson'];
/** What is told again after a move or a restart, in this order: the profile and the user before the chart. */
const TOLD = ['profile', 'strings', 'outputs', 'user', 'record', 'chart', 'outbox'];

const FAILURES = {
  csp: ['E_WASM', '本页的内容安全策略（CSP）不允许 WebAssembly。请信息科在 script-src 中加入 ‘wasm-unsafe-eval’。', 'This page’s Content Security Policy forbids WebAssembly. Add ‘wasm-unsafe-eval’ to script-src.'],
  old: ['E_WASM', '此浏览器过旧，不支持 WebAssembly。请使用 Chromium 109、Firefox 115 或 Safari 16.4 以上版本。', 'This browser is too old (no WebAssembly). Use Chromium 109, Firefox 115, Safari 16.4 or later.'],
  missing: ['E_WASM', '评估程序文件未能载入。请检查网络及部署目录后重试。', 'The program file could not be loaded. Check the network and the deployed folder, then try again.'],
  broken: ['E_WASM', '评估程序文件已损坏或浏览器不支持。请重试；仍不行请联系信息科。', 'The program file is damaged or not supported by this browser. Try again, or have the deployment checked.'],
  stopped: ['E_INTERNAL', '计算已停止，请勿使用此结果。已输入的内容保存在草稿中，可重新启动。', 'Calculator stopped, do not use this result. What was entered is kept as a draft; restart to go on.'],
};

const PANEL = `:host{display:block!important}:host([hidden]){display:none!important}
.fail{all:initial;display:block;box-sizing:border-box;padding:16px 20px;border:2px solid #b3261e;border-inline-start-width:10px;border-radius:6px;background:#fff;color:#1c1b1f;font:16px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
.fail p{margin:0 0 8px}.fail strong{color:#8c1d18}.fail button{font:inherit;min-height:44px;padding:0 20px;border:2px solid #1d4ed8;border-radius:6px;background:#1d4ed8;color:#fff;cursor:pointer}
.fail button:focus-visible{outline:3px solid #1c1b1f;outline-offset:2px}
.wait{padding:16px 20px;min-height:3em}.wait.full{min-height:min(100vh,75em)}`;
let panelSheet, formSheet, laterSheet;
const atLeisure = act => (globalThis.requestIdleCallback ?? setTimeout)(act);

/** What an element held that nobody holds any more goes with it. */
const dropped = new FinalizationRegistry(([of, key]) => enter(of, glue => glue.unmount(key)));

function sheet(css, { CSSStyleSheet } = globalThis) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

function freeze(value) {
  if (value !== null && typeof value === 'object') {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}

class VteAssessment extends (globalThis.HTMLElement ?? class {}) {
  static formAssociated = true;
  static observedAttributes = [...ATTRIBUTES, ...MISPLACED];

  #internals = this.attachInternals();
  #shadow = this.attachShadow({ mode: 'open', delegatesFocus: true });
  #engine = null;
  #key = 0;
  #root;
  #waiting;
  #out = false;
  #losses = 0;
  #worn = [];
  /** The style sheet of a lesson, once one was drawn here. */
  #taught = [];
  #unwatch = () => {};
  #hostClock;
  #state = 'loading';
  #given = { outputs: ['flat'] };
  #formDisabled = false;
  #readied = {};
  /** Who asked by `sign()`, by ticket: each is answered by what came of that signature, and by nothing else. */
  #signers = new Map();
  #tickets = 0;
  #warned = new Set();

  constructor() {
    super();
    this.whenReady = new Promise((resolve, reject) => { this.#readied = { resolve, reject }; });
    this.whenReady.catch(() => {});
    // Native input events of inner fields are not the element's own; vte-change is.
    for (const kind of ['input', 'change']) this.#shadow.addEventListener(kind, event => event.stopPropagation());
    // What the first drawing skipped (styles/form.css) is laid out as soon as there is time, so that nobody waits for it who
    // goes there, and nothing moves.
    this.#shadow.addEventListener('contentvisibilityautostatechange', ({ skipped, target }) => {
      if (skipped) atLeisure(() => { target.dataset.laid = ''; });
    });
  }

  // -- life --

  connectedCallback() {
    for (const name of PROPERTIES) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#dress();
    // What stopped while the element was out of the page is begun anew.
    if (this.#key === 0 || this.#engine.dead) this.__begin();
    else if (this.#out) this.#rest(false);
  }

  disconnectedCallback() {
    // A move disconnects and connects again at once. What stays away (a tab strip, keep-alive) rests as it is for as long as a
    // script holds it; the tablet's own elements are done with, and nothing of a patient outlives its page.
    setTimeout(() => {
      if (this.isConnected || this.#out) return;
      if (this.keeper || this.#key === 0) this.#unmount();
      else this.#rest(true);
    });
  }

  attributeChangedCallback(name) {
    if (this.#key === 0) return;
    if (MISPLACED.includes(name)) this.#misplaced(name);
    else this.#tellAttributes();
  }

  #misplaced(name) {
    if (this.hasAttribute(name)) console.error(TAG, this.#tell('misplaced', name)?.error.message.en);
  }

  formDisabledCallback(disabled) {
    this.#formDisabled = disabled;
    if (this.#key !== 0) this.#tellAttributes();
  }

  formResetCallback() {
    this.reset({ discard: true });
  }

  /** Starts, or starts again after a failure. Not part of the public face. */
  async __begin() {
    this.#unmount();
    this.#wait();
    try {
      const base = this.getAttribute('base-url');
      await begin(base ? new URL('virchow_bg.wasm', new URL(base.endsWith('/') ? base : base + '/', document.baseURI)) : undefined);
    } catch (error) {
      this.__fail(error.kind ?? 'broken');
      this.#readied.reject(error);
      return;
    }
    if (this.isConnected && this.#key === 0) this.#mount();
  }

  /** What stands here until there is a form: on a slow line words, said politely; the room of a form where one is to come, so that
   *  what stands below is not pushed out of sight while somebody reads it. */
  #wait() {
    this.#dress(panelSheet ??= sheet(PANEL));
    const line = this.#waiting = document.createElement('div');
    line.className = 'wait notranslate';
    line.translate = false;
    line.setAttribute('role', 'status');
    line.classList.toggle('full', !!this.#given.chart);
    // What is put in below is ours, and nobody watches over it.
    this.#unwatch();
    this.#shadow.replaceChildren(line);
    setTimeout(() => line.append('正在载入… / Loading…'), 150);
  }

  /** What reads a record, there before one is given. Not part of the public face. */
  async __whole() { if (this.#engine) await later(this.#engine).catch(() => {}); }

  /** How far the host's clock is ahead of this device's, in milliseconds: compared before a signature. Not part of the public face. */
  __hostClock(millis) {
    this.#hostClock = millis;
    this.#ask('hostClock', millis);
  }

  /** The store was cleared or closed under us: what is signed goes into it again. Not part of the public face. */
  __restore() { this.#ask('restore', null); }

  /** The page is going away: the draft must not wait. Not part of the public face. */
  __flush() { this.#ask('flush', null); }

  /** How the instance is heard. It keeps no element that every script has let go: here, beside no closure that knows `this`. */
  static #voice(self) {
    const say = (kind, json) => self.deref()?.#hear(kind, JSON.parse(json));
    // The store asks it for `keeper`, a store of the page's own in place of the origin's: not part of the public face.
    return Object.defineProperty(say, 'of', { get: () => self.deref() });
  }

  #mount() {
    this.#engine = engine;
    this.#engine.elements.add(this);
    const root = this.#root = document.createElement('div');
    root.className = 'root notranslate';
    root.translate = false;
    const key = enter(engine, glue => glue.mount(root, VteAssessment.#voice(new WeakRef(this))), 0);
    this.#key = key;
    if (key === 0) {
      // Said once: the instance that has just died tells all that are in it.
      this.#engine.elements.delete(this);
      return this.__fail('stopped');
    }
    dropped.register(this, [engine, key], this);
    // The form is drawn in the microtask that `mount` has asked for, and shown whole in the one after it: a tree that is
    // built inside the page is attended to by the browser at each of its thousand nodes.
    queueMicrotask(() => {
      if (this.#key !== key) return;
      this.#dress(formSheet);
      this.#show(root);
    });
    this.#tellAttributes();
    if (this.#hostClock !== undefined) this.#ask('hostClock', this.#hostClock);
    for (const name of TOLD) if (name in this.#given) this.#tell(name, this.#given[name]);
    MISPLACED.forEach(name => this.#misplaced(name));
    this.#state = this.#ask('getState', null) ?? 'error';
    this.#readied.resolve(this);
    this.#fire('vte-ready', {});
  }

  #show(node) {
    this.#unwatch();
    this.#shadow.replaceChildren(node);
    // The glue in this file is there also when no instance has started.
    if (node) this.#unwatch = (this.#engine?.glue ?? bound).watch(this.#shadow);
  }

  /** Sheets are of the document that they were made in. */
  #dress(...sheets) {
    if (sheets.length) this.#worn = [...sheets, ...this.#taught];
    const { defaultView } = this.ownerDocument;
    this.#shadow.adoptedStyleSheets = defaultView === globalThis ? this.#worn : this.#worn.map(({ cssRules }) => sheet([...cssRules].map(rule => rule.cssText).join(''), defaultView));
  }

  /** Out of the page, and in it again, with all that it holds. Out of the page nothing is drawn where anybody could see it. */
  #rest(out) {
    this.#out = out;
    if (out) this.#engine.elements.delete(this);
    else {
      this.#engine.elements.add(this);
      this.#tellAttributes();
      // Cleared meanwhile: what is signed goes into the store again.
      if (this.#losses !== losses) this.__restore();
    }
    this.#losses = losses;
    this.#show(out ? '' : this.#root);
    this.#ask('rest', out);
  }

  #unmount() {
    const key = this.#key;
    this.#out = false;
    unstarted.delete(this);
    dropped.unregister(this);
    // What the host gave and what was signed here is there again after a move or a restart, also where nothing could be stored.
    const record = key === 0 ? undefined : this.#ask('getRecord', null);
    if (record?.length) this.#given.record = record;
    this.#key = 0;
    if (key !== 0) enter(this.#engine, glue => glue.unmount(key));
    this.#engine?.elements.delete(this);
  }

  /** Shows in both languages why there is no calculator, and offers to try again. Not part of the public face. */
  __fail(kind) {
    const [code, zh, en] = FAILURES[kind];
    this.#key = 0;
    this.#state = 'error';
    unstarted.add(this);
    this.#dress(panelSheet ??= sheet(PANEL));
    const panel = document.createElement('div');
    panel.className = 'fail notranslate';
    panel.translate = false;
    panel.setAttribute('role', 'alert');
    for (const [lang, words] of [['zh-CN', zh], ['en', en]]) {
      const line = panel.appendChild(document.createElement('p'));
      line.lang = lang;
      line.append(words);
    }
    const button = panel.appendChild(document.createElement('button'));
    button.type = 'button';
    button.dataset.action = 'restart';
    button.append('重新启动 / Restart');
    button.addEventListener('click', () => restart().catch(error => this.__fail(error.kind ?? 'broken')));
    this.#show(panel);
    for (const ticket of [...this.#signers.keys()]) this.#answer(ticket, refusal(code, zh, en));
    this.#fire('vte-error', { code, message: { zh, en }, path: '', retryable: true });
  }

  // -- out of Rust --

  #hear(kind, detail) {
    switch (kind) {
      case 'state':
        this.#state = detail;
        // What the form says is asked for once it is drawn: before that nothing can be signed.
        queueMicrotask(() => this.#associate());
        return;
      // Keys that nobody reads. The console says each once, to whoever writes the page.
      case 'unread':
        for (const key of detail) {
          const { path, message: { en } } = key;
          if (!this.#warned.has(en)) console.warn(TAG, path, en);
          this.#warned.add(en);
          this.#fire('vte-error', key);
        }
        return;
      case 'before-sign':
        return this.#fire('vte-before-sign', detail, true);
      case 'event':
        return this.#offer(detail);
      case 'later':
        return later(this.#engine).then(() => { this.#dress(formSheet, laterSheet); });
      case 'signed':
        this.#associate();
        return;
      case 'outcome': {
        const { ticket, ...outcome } = detail;
        this.#answer(ticket, outcome);
        return;
      }
      case 'alert': {
        // Whether anybody has looked at it: the screen says so beside the word to telephone.
        let heard = false;
        const { kind: word, ...rest } = detail;
        this.dispatchEvent(new CustomEvent('vte-alert', { bubbles: true, composed: true, detail: Object.freeze({ ...rest, get kind() { heard = true; return word; } }) }));
        return heard;
      }
      case 'change':
        this.#associate();
    }
    this.#fire(`vte-${kind}`, detail);
  }

  #answer(ticket, outcome) {
    this.#signers.get(ticket)?.(freeze(outcome));
    this.#signers.delete(ticket);
  }

  #fire(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail: freeze(detail) }));
  }

  /** What is asked for beyond `flat`, of an event, with what the page knows of it; else what there was. */
  async #filled(made, names, event, another = false) {
    const { patient, encounter, contextId } = Object(this.#given.chart);
    const ours = event?.contextId === contextId && !another ? { patient: patient?.ref, encounter: encounter?.ref, record: this.record } : {};
    return { ...made, ...await outputsOf(event, names, { ...ours, lang: this.#lang, profile: this.#given.profile }) };
  }

  /** Offers a signed event; the answer is what the host gives to `respondWith`, whenever it comes. */
  async #offer({ another, ...offer }) {
    const names = this.outputs, id = offer.event.id, mine = this.#key;
    if (beyondFlat(names)) offer.outputs = await this.#filled(offer.outputs, names, offer.event, another);
    // While it was made another patient may have been opened: then it waits until its own is open again.
    if (beyondFlat(names) && (this.#key !== mine || this.#ask('offered', id) !== true)) return;
    const answered = answer => this.#key !== 0 && this.#tell('answered', { ...plainAnswer(answer, this.#lang), id });
    let asked = false;
    const detail = freeze({ ...offer });
    const respondWith = answer => {
      asked = true;
      Promise.resolve(answer).then(answered, () => answered({}));
    };
    this.dispatchEvent(new CustomEvent('vte-event', { bubbles: true, composed: true, detail: Object.freeze({ ...detail, respondWith }) }));
    if (!asked) queueMicrotask(() => { if (!asked) answered({}); });
  }

  /** As a form control: the flat result, and the first missing item. */
  #associate() {
    if (!this.#internals.form || this.#key === 0) return;
    const flat = this.#ask('result', ['flat'])?.flat;
    // What is practised is no value of a form, and none that a form requires.
    const taught = flat?.teaching;
    this.#internals.setFormValue(flat && !taught ? write(flat) : null);
    const checked = this.validate();
    if (checked.valid && !taught || this.#state === 'sent' || this.#state === 'sending' || !this.hasAttribute('required')) {
      this.#internals.setValidity({});
    } else {
      const issue = checked.issues[0]?.message;
      const anchor = this.#shadow.querySelector(`[data-item="${checked.missing[0] ?? ''}"]`) ?? this.#shadow.querySelector('button') ?? undefined;
      this.#internals.setValidity({ valueMissing: true }, issue?.[this.#lang === 'en' ? 'en' : 'zh'] ?? '未完成 / incomplete', anchor);
    }
  }

  // -- into Rust --

  get #lang() {
    const tag = this.getAttribute('lang') ?? this.closest?.('[lang]')?.getAttribute('lang') ?? 'zh-CN';
    return tag.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
  }

  #tellAttributes() {
    const said = Object.fromEntries(ATTRIBUTES.map(name => [name, this.getAttribute(name)]));
    this.#tell('attributes', { ...said, lang: this.#lang, disabled: this.#formDisabled || this.hasAttribute('disabled') });
    this.#teach();
  }

  /** A lesson stands around the form in mode="teaching"; what draws it is loaded for it (lesson.js). `wear` without a style sheet: the
   *  lesson is over, and what the host has given meanwhile is opened. */
  #teach() {
    if (this.#key === 0 || !this.#taught[0] && (!this.#given.lesson || this.getAttribute('mode') !== 'teaching')) return;
    const ask = this.#ask.bind(this), fire = this.#fire.bind(this);
    Promise.all([import('./more/teaching.js'), later(this.#engine)]).then(([{ teach }]) => teach(this, moved('more/teaching_bg.wasm') ?? new URL('./more/teaching_bg.wasm', import.meta.url), text, ask, fire, css => {
      this.#taught = css ? [sheet(css)] : [];
      this.#dress(formSheet, laterSheet);
      if (!css) this.#goHome();
    })).catch(() => fire('vte-error', { ...notLoaded().error, retryable: true }));
  }

  /** The lesson is over: back to whatever the page has given by now. */
  #goHome() {
    const { chart, record } = this.#given;
    chart ? this.open(chart, { record, force: true }) : this.__begin();
  }

  #tell(what, value) {
    const json = text(value);
    if (json === undefined) {
      const { error } = notJson(`/${what}`);
      this.#fire('vte-error', { ...error, retryable: false });
      return { error };
    }
    // While a lesson stands no patient is laid into its form: what is given is kept for its end.
    return this.#taught[0] && /chart|open|record/.test(what) ? { ok: true } : this.#call(what, json);
  }

  #ask(what, value) {
    return this.#call(what, text(value) ?? 'null');
  }

  #call(what, json) {
    if (this.#key === 0) return undefined;
    const answer = enter(this.#engine, glue => glue.call(this.#key, what, json));
    return answer === undefined ? undefined : JSON.parse(answer);
  }

  #give(name, value) {
    this.#given[name] = value;
    if (this.#key !== 0) this.#tell(name, value);
  }

  // -- the public face: properties --

  get chart() { return this.#given.chart; }
  set chart(chart) {
    const before = this.#given.chart;
    this.#given.chart = chart;
    this.#taken(before, chart, this.#key !== 0 && this.#tell('chart', chart)?.error);
    this.#waiting?.classList.add('full');
  }

  /** A refused chart leaves the old patient open, and a later restart must find that one; unless a listener of the refusal has
   *  opened another. A record of the admission before is not told again with the next. */
  #taken(before, chart, error) {
    if (!isOfChart(error)) {
      if (before !== undefined && Object(before).contextId !== Object(chart).contextId) delete this.#given.record;
    } else if (this.#given.chart === chart) this.#given.chart = before;
  }

  get user() { return this.#given.user; }
  set user(user) { this.#give('user', user); }

  get profile() { return this.#given.profile; }
  set profile(profile) { this.#give('profile', profile); }

  get record() { return freeze(this.#ask('getRecord', null) ?? []); }
  // A framework sets null where it has none.
  set record(record) {
    this.#given.record = record ??= [];
    if (this.#key !== 0) this.#tell('record', record);
  }

  get strings() { return this.#given.strings; }
  set strings(strings) { this.#give('strings', strings); }

  get outputs() { return this.#given.outputs; }
  set outputs(outputs) { this.#give('outputs', outputs); }

  get outbox() { return this.#given.outbox ?? 'context'; }
  set outbox(which) { this.#give('outbox', which); }

  /** Cases to be drilled in this form, in mode="teaching". */
  get lesson() { return this.#given.lesson; }
  set lesson(lesson) {
    this.#given.lesson = lesson;
    this.#teach();
  }

  get pending() { return freeze(this.#ask('pending', null) ?? []); }
  get state() { return this.#state; }
  get version() {
    const [rules = null, rulesSha256 = null] = engine.ready ? enter(engine, glue => glue.about(), []) : [];
    return Object.freeze({ element: VERSION, wasm: rules, rules, rulesSha256 });
  }

  get form() { return this.#internals.form; }
  get name() { return this.getAttribute('name') ?? ''; }
  set name(name) { this.setAttribute('name', name); }
  get type() { return TAG; }
  get validity() { return this.#internals.validity; }
  get validationMessage() { return this.#internals.validationMessage; }
  get willValidate() { return this.#internals.willValidate; }
  checkValidity() { this.#associate(); return this.#internals.checkValidity(); }
  reportValidity() { this.#associate(); return this.#internals.reportValidity(); }

  // -- the public face: methods --

  /** Opens another admission; `force` leaves unsigned answers as a draft under their own contextId. */
  open(chart, { record, force = false } = {}) {
    const before = this.#given.chart;
    this.#given.chart = chart;
    if (this.#key === 0) {
      this.#waiting?.classList.add('full');
      if (record !== undefined) this.#given.record = record;
      return { ok: true };
    }
    const answer = this.#tell('open', { chart, record, force });
    this.#taken(before, chart, answer?.error);
    if (record !== undefined && !isOfChart(answer?.error)) this.#given.record = record;
    return answer;
  }

  async getResult({ outputs = this.outputs } = {}) {
    if (this.#key === 0) return notStarted();
    const made = this.#ask('result', outputs), event = beyondFlat(outputs) && this.#ask('latest', null);
    return event ? this.#filled(made, outputs, event) : made;
  }
  validate() { return this.#ask('validate', null) ?? { valid: false, missing: [], issues: [notStarted().error] }; }

  /** As the button: resolves with `{ event }` once it is signed (`vte-event` says whether it could be stored), or with `{ error }`. */
  sign() {
    if (this.#key === 0) return Promise.resolve(notStarted());
    return new Promise(resolve => {
      const ticket = this.#tickets += 1;
      this.#signers.set(ticket, resolve);
      const answer = this.#ask('sign', ticket);
      if (answer?.error) this.#answer(ticket, { error: answer.error });
    });
  }

  reset({ discard = false } = {}) { this.#ask('reset', { discard }); }
  focusItem(id) { return this.#ask('focus', String(id)); }
  print() { globalThis.print?.(); }
}

/** A refusal of the chart, and not of the record that came with it: the patient of before is still open. */
const isOfChart = error => Boolean(error) && !/^\/record(\/|$)/.test(error.path);
const beyondFlat = names => Array.isArray(names) && names.some(name => MORE.includes(name));

/** Own plain fields of an answer only; anything else counts as none. */
function plainAnswer(answer, lang) {
  const { status, contextId, issues } = Object(answer);
  const issue = Array.isArray(issues) ? issues[0] : undefined;
  const message = issue?.message ?? issue;
  const reason = typeof message === 'string' ? message : message?.[lang === 'en' ? 'en' : 'zh'];
  return {
    // A word and nothing that would merely read like one.
    status: status === undefined ? undefined : typeof status === 'string' ? status : 'not a word',
    contextId: contextId === undefined ? undefined : String(contextId),
    reason: typeof reason === 'string' ? reason : undefined,
  };
}

/** Registers the element under another name as well, and gives the name: where a name is somebody else's, the next of `tag-2`, `tag-3` … */
export function defineVteElement(tag = TAG) {
  let name = tag, held;
  for (let next = 2; (held = globalThis.customElements?.get(name)) && held !== VteAssessment && !(held.prototype instanceof VteAssessment); next++) name = `${tag}-${next}`;
  // The first name is the class itself; a class has one name.
  if (globalThis.customElements && !held) customElements.define(name, tag === TAG ? VteAssessment : class extends VteAssessment {});
  return name;
}

defineVteElement();
