// The scripts of the frame in Node, between ports that a test holds: no browser, an element that is a few lines, and FHIR
// content that comes when the test lets it. What is real is what is tested: session.js, smart.js, host.js, line.js.
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { line } from '../../src/web/frame/line.js';
import { another } from '../../src/web/frame/sitting.js';

export const nextTurn = () => new Promise(done => setImmediate(done));
export async function turns(count = 5) { for (let n = 0; n < count; n++) await nextTurn(); }

/** What `check` gives as soon as it gives something; timers may be mocked, so this counts turns. */
export async function some(check) {
  for (const end = performance.now() + 10_000; performance.now() < end; await nextTurn()) { const found = check(); if (found) { await turns(); return found; } }
}

/** A promise with its end in hand. */
export function gate() {
  const it = {};
  it.opened = new Promise(resolve => { it.open = resolve; });
  return it;
}

globalThis.ResizeObserver ??= class { observe() {} };
globalThis.document ??= { documentElement: {} };

const refused = (code, path) => ({ error: { code, path, message: { zh: '中', en: 'en' } } });

/** An element as docs/for-hosts/embedding.md tells it: one chart, unsigned answers or none, results that may have to wait. */
export class Element extends EventTarget {
  state = 'ready'; record = []; user = null; outputs = ['flat']; outbox = 'context'; version = { wasm: '1', element: '1' };
  whenReady = Promise.resolve(); unsigned = false; results = null; answers = {}; flushed = 0; opens = [];
  #attributes = new Map();
  setAttribute(name, value) { this.#attributes.set(name, value); }
  getAttribute(name) { return this.#attributes.get(name) ?? null; }
  __flush() { this.flushed += 1; }
  open(chart, { force = false } = {}) {
    const { chart: before } = this, other = before && before.contextId !== chart.contextId;
    this.opens.push([chart.contextId, force]);
    if (this.unsigned && !force && other) return refused('E_CONTEXT_BUSY', '/chart/contextId');
    if (this.unsigned && !force && another(before?.patient, chart.patient)) return refused('E_CONFLICT', '/chart/patient');
    if (other || another(before?.patient, chart.patient)) { this.unsigned = false; this.answers = {}; }
    this.chart = chart;
    this.fault?.forEach(detail => this.fire('vte-error', detail));
    return { ok: true };
  }
  fire(type, detail) { this.dispatchEvent(Object.assign(new Event(type), { detail })); }
  /** All is read when it is asked for; the answer comes when `results` lets it. */
  async getResult({ outputs }) {
    const { chart, answers } = this, made = Object.fromEntries(outputs.map(name => [name, name === 'flat' ? { contextId: chart?.contextId, instrument: 'padua', ...answers } : { of: chart?.contextId, ref: chart?.patient?.ref }]));
    await this.results;
    return made;
  }
}

/** What the host's end of a line hears, and what it answers: `answers[type]`, or an empty payload; `null` says nothing. */
export function hostOf(take, { handle = 'h' } = {}) {
  const heard = [], answers = {};
  const hears = Object.fromEntries(['vte.ready', 'vte.change', 'vte.event', 'vte.alert', 'vte.ui.resize', 'vte.ui.close', 'vte.ping', 'vte.error'].map(type => [type, {
    mute: ['vte.change', 'vte.error', 'vte.ui.resize'].includes(type),
    act(payload) { heard.push([type, payload]); const answer = answers[type]?.(payload); return answer === null ? new Promise(() => {}) : answer; },
  }]));
  const end = line({ send: message => queueMicrotask(() => take(structuredClone(message))), hears, handle, largeAnswers: true });
  return { end, heard, answers, of: type => heard.filter(([name]) => name === type).map(([, payload]) => payload), ask: (type, payload = {}) => end.ask(type, payload).then(answer => answer, error => ({ error })) };
}

/** Copies of the frame's scripts with FHIR content of the test's own beside them: `content[verb](input)` gives what is answered,
 *  `wait` how long every question takes. */
export async function smartWith(content, { wait } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'virchow-frame-')), from = fileURLToPath(new URL('../../src/web/frame', import.meta.url));
  for (const name of readdirSync(from)) if (name.endsWith('.js')) copyFileSync(join(from, name), join(folder, name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const key = `content-${folder}`;
  globalThis[key] = { content, wait };
  const here = `const { content, wait } = globalThis[${JSON.stringify(key)}];\n`;
  const verbs = ['questionnaire', 'responseFrom', 'answersFrom', 'prefill', 'extract'];
  writeFileSync(join(folder, 'interop.js'), `${here}export default () => content.loaded;\n${verbs.map(verb => `export const ${verb} = text => JSON.stringify(content.${verb}(text));`).join('\n')}\n`);
  if (wait) {
    copyFileSync(join(folder, 'fhir.js'), join(folder, 'real.js'));
    writeFileSync(join(folder, 'fhir.js'), `${here}import * as real from './real.js';\nexport const { outcome, fine } = real;\nexport const ask = async (...question) => { await wait(); return real.ask(...question); };\n`);
  }
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const module = await import(pathToFileURL(join(folder, 'smart.js')).href);
  if (wait) await import(pathToFileURL(join(folder, 'interop.js')).href);
  return module;
}
