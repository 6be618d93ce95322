// A page of a browser, and the profile that its pages share. Whatever a script of the product asks of the platform ends here:
// the document is happy-dom's, and time, disk, network, locks, channels and randomness are the world's.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dom } from './dom.mjs';
import { Clock } from './clock.mjs';
import { Disk, KeyRange } from './disk.mjs';
import { GLOBALS, moduleAt } from './modules.mjs';
import { subtle } from './crypto.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where the build lies, and the scripts that are run as they stand in the source. */
export const DIST = process.env.DIST ?? `${ROOT}dist`;
export const SOURCE = `${ROOT}src/web`;

/** Compiled once for all worlds. */
const programs = new Map();
const program = path => {
  if (!programs.has(path)) programs.set(path, new WebAssembly.Module(readFileSync(path)));
  return programs.get(path);
};

/** One browser profile on one device: what its pages share. */
export class Profile {
  constructor(world, name = 'disk') {
    this.world = world;
    this.clock = new Clock(world);
    this.disk = new Disk(world, name);
    this.pages = new Set();
    this.locks = new Map();
    /** Where there is neither Web Locks nor WebCrypto: plain http. */
    this.secure = true;
    /** Share of files that do not come; how slow the others are. */
    this.offline = 0;
    this.slow = world.pick([1, 1, 10, 60]);
  }

  /** `navigator.locks` of a page. */
  locksOf(page) {
    const { world } = this;
    const grant = name => {
      const lock = this.locks.get(name);
      if (lock.holder || lock.queue.length === 0) return;
      const { page, act, resolve, reject } = lock.queue.shift();
      if (!page.alive) return grant(name);
      lock.holder = page;
      world.soon(`lock ${name}`, page, () => {
        const free = settle => value => { if (lock.holder === page) lock.holder = null; settle(value); grant(name); };
        Promise.resolve().then(() => act({ name, mode: 'exclusive' })).then(free(resolve), free(reject));
      });
    };
    return {
      request: (name, options, act = options) => new Promise((resolve, reject) => {
        if (!this.locks.has(name)) this.locks.set(name, { holder: null, queue: [] });
        const lock = this.locks.get(name);
        if (options.ifAvailable && (lock.holder || lock.queue.length)) return void world.soon(`no lock ${name}`, page, () => { Promise.resolve(act(null)).then(resolve, reject); });
        lock.queue.push({ page, act, resolve, reject });
        grant(name);
      }),
    };
  }

  leave(page) {
    this.pages.delete(page);
    for (const [name, lock] of this.locks) {
      lock.queue = lock.queue.filter(waiting => waiting.page !== page);
      if (lock.holder === page) lock.holder = null;
      const next = lock.queue[0];
      if (!lock.holder && next) this.world.soon(`lock ${name} is free`, next.page, () => { if (!lock.holder && lock.queue[0] === next) { lock.queue.shift(); this.locksOf(next.page).request(name, {}, next.act).then(next.resolve, next.reject); } });
    }
    this.disk.leave(page);
  }

  /** How long a file is on its way. */
  transfer() { return this.world.latency() + (this.slow > 1 ? this.world.int(this.slow * 100) : 0); }

  /** A message to the other pages of this profile. */
  broadcast(from, name, data) {
    for (const page of this.pages) for (const channel of page.channels) if (channel !== from && channel.name === name) page.post(channel, `heard on ${name}`, () => channel.onmessage?.({ data }), data);
  }
}

export class Page {
  alive = true;
  frozen = 0;
  channels = new Set();
  troubles = [];
  /** Of every engine that was started in it. */
  memories = [];

  constructor(world, profile, { name = 'page', url = 'http://his.example/' } = {}) {
    Object.assign(this, { world, profile, name, url });
    profile.pages.add(this);
    this.order = world.random();
    this.timers = new Map();
    this.timerId = this.count = 0;
    this.listeners = new Map();
    this.modules = new Map();
    this.last = new Map();
    this.happy = dom(url);
    this.document = this.happy.document;
    this.globals = globalsOf(this);
    this.happy.addEventListener('error', event => this.trouble(event.error));
  }

  // ---- scripts ----

  /** Loads a script of the build by its address under `v1/`, as an `import()` does. */
  load(specifier, from = 'http://widget.example/virchow/v1/') {
    const url = new URL(specifier, from).href;
    let loading = this.modules.get(url);
    if (!loading) {
      const path = DIST + new URL(url).pathname.replace('/virchow', '');
      loading = new Promise((resolve, reject) => {
        this.world.soon(`script ${specifier}`, this, () => {
          if (this.world.chance(this.profile.offline) || !existsSync(path)) {
            this.modules.delete(url);
            return reject(new TypeError(`Failed to fetch dynamically imported module: ${specifier}`));
          }
          resolve(moduleAt(path)(this.globals, url, each => this.load(each, url)));
        }, this.profile.transfer());
      });
      this.modules.set(url, loading);
    }
    return loading;
  }

  /** A script of the source, with what it imports, at once. */
  source(path) {
    let made = this.modules.get(path);
    if (!made) {
      const load = specifier => this.load(specifier, 'http://widget.example/virchow/app/x.js');
      load.now = specifier => this.source(new URL(specifier, `file://${path}`).pathname);
      this.modules.set(path, made = moduleAt(path)(this.globals, `file://${path}`, load));
    }
    return made;
  }

  // ---- tasks ----

  later(act, wait, every, given) {
    if (!this.alive) return 0;
    const id = ++this.timerId, pause = Math.min(Math.max(0, Number(wait) || 0), 2 ** 31 - 1);
    const set = () => {
      const task = this.world.soon(`timer ${pause} ms`, this, () => {
        if (every) set();
        else this.timers.delete(id);
        act(...given);
      }, pause, this.order + ++this.count * 1e-9);
      this.timers.set(id, task);
    };
    set();
    return id;
  }

  cancel(id) {
    const task = this.timers.get(id);
    if (task) task.live = false;
    this.timers.delete(id);
  }

  /** A message: those of one sender keep their order. */
  post(channel, kind, act) {
    const due = Math.max(this.world.time + this.world.latency(), this.last.get(channel) ?? 0);
    this.last.set(channel, due);
    channel.sent = (channel.sent ?? 0) + 1;
    this.world.soon(kind, this, act, due - this.world.time, 0.5 + channel.sent * 1e-9);
  }

  // ---- the window as an event target ----

  listen(kind, act) {
    if (!this.listeners.has(kind)) this.listeners.set(kind, new Set());
    this.listeners.get(kind).add(act);
  }
  forget(kind, act) { this.listeners.get(kind)?.delete(act); }
  emit(kind, event) {
    for (const act of [...this.listeners.get(kind) ?? []]) {
      try { act(event); } catch (error) { this.trouble(error); }
    }
  }

  /** An error that nobody caught. */
  trouble(error) {
    if (!this.alive) return;
    this.troubles.push(error);
    if (this.world.trace) this.world.say(`${this.name}  uncaught ${String(error?.stack ?? error).slice(0, 600)}`);
    if (this.heardError) return;
    this.heardError = true;
    for (const act of [...this.listeners.get('error') ?? []]) act({ error });
    this.heardError = false;
    this.onTrouble?.(error);
  }
  rejected(error) {
    if (!this.alive) return;
    this.troubles.push(error);
    if (this.world.trace) this.world.say(`${this.name}  a promise failed unheard: ${String(error?.stack ?? error).slice(0, 600)}`);
    this.emit('unhandledrejection', { reason: error, preventDefault() {} });
    this.onTrouble?.(error);
  }

  // ---- the end ----

  /** Gone in this moment: no handler runs. */
  crash() {
    if (!this.alive) return;
    this.alive = false;
    this.timers.clear();
    this.memories = [];
    this.profile.leave(this);
    this.channels.clear();
  }

  /** Left as a person leaves it: `pagehide` first. */
  leave() {
    if (!this.alive) return;
    this.emit('pagehide', { persisted: false });
    this.crash();
  }
}

class Win {}

function globalsOf(page) {
  const { world, profile, happy } = page, { clock } = profile;
  const win = new Win(), globals = Object.fromEntries(GLOBALS.map(name => [name, undefined]));
  for (const name of ['Node', 'Text', 'Element', 'HTMLElement', 'HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement', 'HTMLButtonElement', 'HTMLFormElement', 'HTMLAnchorElement', 'HTMLDialogElement',
    'HTMLDetailsElement', 'HTMLOptionElement', 'Document', 'DocumentFragment', 'ShadowRoot', 'Event', 'CustomEvent', 'KeyboardEvent', 'MouseEvent', 'InputEvent', 'EventTarget', 'FormData', 'CSSStyleSheet', 'customElements', 'MutationObserver']) globals[name] = happy[name];
  const bytes = into => { for (let at = 0; at < into.length; at++) into[at] = world.int(256); return into; };
  const file = async address => {
    const url = new URL(address, page.document.baseURI), name = url.pathname;
    await new Promise((resolve, reject) => world.soon(`file ${name}`, page, () => (world.chance(profile.offline) ? reject(new TypeError('Failed to fetch')) : resolve()), profile.transfer()));
    const given = page.served?.(name), path = DIST + name.replace('/virchow', '');
    if (given === undefined && !existsSync(path)) return { ok: false, status: 404 };
    return {
      ok: true, status: 200, url: url.href, headers: { get: () => null }, path,
      json: async () => given ?? JSON.parse(readFileSync(path, 'utf8')), text: async () => (given === undefined ? readFileSync(path, 'utf8') : JSON.stringify(given)),
      arrayBuffer: async () => ({ path }),
    };
  };
  Object.assign(globals, {
    globalThis: win, window: win, self: win, document: page.document, Window: Win,
    setTimeout: (act, wait, ...given) => page.later(act, wait, false, given), clearTimeout: id => page.cancel(id),
    setInterval: (act, wait, ...given) => page.later(act, Math.max(1, wait), true, given), clearInterval: id => page.cancel(id),
    requestAnimationFrame: act => page.later(act, 16, false, [world.time]), cancelAnimationFrame: id => page.cancel(id),
    requestIdleCallback: act => page.later(act, 50, false, [{ timeRemaining: () => 10 }]),
    queueMicrotask: act => queueMicrotask(() => { if (page.alive) try { act(); } catch (error) { page.trouble(error); } }),
    structuredClone: globalThis.structuredClone,
    Date: clock.Date, performance: { now: () => world.time, timeOrigin: 0, mark() {}, measure() {} },
    crypto: { getRandomValues: into => { bytes(new Uint8Array(into.buffer, into.byteOffset, into.byteLength)); return into; }, ...(profile.secure && { subtle: subtle(page), randomUUID: () => 'never' }) },
    Math: Object.assign(Object.create(Math), { random: () => world.random() }),
    Blob: globalThis.Blob, fetch: file, isSecureContext: profile.secure,
    indexedDB: profile.disk.of(page), IDBKeyRange: KeyRange,
    navigator: { language: 'zh-CN', onLine: true, userAgent: 'world', ...(profile.secure && { locks: profile.locksOf(page), storage: { persist: async () => true, persisted: async () => true, estimate: async () => ({ usage: 1, quota: 1e9 }) } }) },
    WebAssembly: {
      Module: WebAssembly.Module, Instance: WebAssembly.Instance, Memory: WebAssembly.Memory, Table: WebAssembly.Table, RuntimeError: WebAssembly.RuntimeError, CompileError: WebAssembly.CompileError,
      // Compiled once for all worlds, and instantiated in a turn of its own.
      instantiate: async (source, imports) => {
        const module = source instanceof WebAssembly.Module ? source : program(source.path);
        await new Promise(resolve => world.soon('wasm', page, resolve));
        const instance = new WebAssembly.Instance(module, imports);
        if (instance.exports.memory) page.memories.push(instance.exports.memory);
        return source instanceof WebAssembly.Module ? instance : { module, instance };
      },
    },
    console: { log() {}, warn() {}, info() {}, debug() {}, error() {} },
    BroadcastChannel: class {
      constructor(name) { this.name = name; page.channels.add(this); }
      postMessage(data) { profile.broadcast(this, this.name, structuredClone(data)); }
      close() { page.channels.delete(this); }
    },
    ResizeObserver: class { observe() {} unobserve() {} disconnect() {} },
    // When something is forgotten is no part of a seed.
    FinalizationRegistry: class { register() {} unregister() {} },
    location: { href: page.url, origin: new URL(page.url).origin, pathname: new URL(page.url).pathname, search: new URL(page.url).search, hash: new URL(page.url).hash, reload: () => page.onReload?.(), replace: () => page.onReload?.() },
    history: { state: null, replaceState(state) { this.state = state; }, pushState(state) { this.state = state; } },
    addEventListener: (kind, act) => page.listen(kind, act), removeEventListener: (kind, act) => page.forget(kind, act),
    dispatchEvent: event => page.emit(event.type, event),
    print() {}, scrollTo() {}, matchMedia: () => ({ matches: false, addEventListener() {} }),
  });
  globals.parent = globals.top = win;
  return Object.assign(win, globals);
}
