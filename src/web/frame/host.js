// The host's side of `vte/1`, for pages that integrators write: makes the iframe, shakes hands, keeps what is wanted
// (settings, chart, record) and says it again after the frame was loaded anew. It never lets an event of one admission
// reach a page that shows another. Syntax and library of Chrome 49 after esbuild; nothing here needs more.

import { PROTOCOL, is, line, merged, nonce, own, refusal } from './line.js';
import { another } from './sitting.js';

const ANSWER_WITHIN = 5000, EVENT_WITHIN = 14500, HELLO_WITHIN = 20000, TRIES = 3, PING_EVERY = 15000, MOST_PIXELS = 20000;
const SETTINGS = ['lang', 'theme', 'chrome', 'mode', 'instrument', 'user', 'profile', 'strings', 'outputs', 'outbox'];
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-modals allow-downloads';

/** Below the floor (Chromium 109, Firefox 115, Safari 16.4) the element cannot run; a frame would stay blank. */
export function tooOld() {
  return !(typeof WebAssembly === 'object' && Object.hasOwn && window.structuredClone && document.adoptedStyleSheets && HTMLElement.prototype.attachInternals);
}

function failure(container) {
  const panel = document.createElement('div');
  panel.setAttribute('role', 'alert');
  panel.setAttribute('translate', 'no');
  panel.style.cssText = 'padding:16px 20px;border:2px solid #b3261e;background:#fff;color:#1c1b1f;font:16px/1.5 sans-serif';
  ['此浏览器过旧，无法显示VTE评估。请使用 Chromium 109、Firefox 115 或 Safari 16.4 以上版本。',
    'This browser is too old for the VTE assessment. Use Chromium 109, Firefox 115, Safari 16.4 or later.'].forEach(words => {
    panel.appendChild(document.createElement('p')).appendChild(document.createTextNode(words));
  });
  container.appendChild(panel);
}

export function frame(container, options) {
  const place = typeof container === 'string' ? document.querySelector(container) : container;
  const call = (name, detail) => {
    try {
      return options[name] && options[name](detail);
    } catch (error) {
      // A listener of the page must not take the frame down; its own console hears of it.
      setTimeout(() => { throw error; });
    }
  };
  const settings = {};
  SETTINGS.forEach(name => { if (options[name] !== undefined) settings[name] = options[name]; });

  if (options.tooOld || tooOld()) {
    failure(place);
    const why = refusal('E_WASM', '', false, ['此浏览器过旧。', 'This browser is too old.']);
    call('onError', why);
    const never = () => Promise.reject(why);
    return { element: null, contextId: null, ready: never(), open: never, chart: never, configure: never, get: never, lock: never, close: never };
  }

  const handle = options.handle || nonce();
  const address = new URL(options.src, location.href), origin = address.origin;
  address.searchParams.set('o', options.key || location.origin);
  address.searchParams.set('h', handle);
  if (options.lang) address.searchParams.set('lang', options.lang);
  if (options.theme) address.searchParams.set('theme', options.theme);

  const iframe = document.createElement('iframe');
  // On the page's own origin both flags together are no sandbox, and say something that is not so.
  if (origin !== location.origin) iframe.setAttribute('sandbox', SANDBOX);
  iframe.setAttribute('allow', 'clipboard-write');
  iframe.referrerPolicy = 'no-referrer';
  iframe.title = options.title || 'VTE';
  iframe.style.cssText = 'display:block;width:100%;border:0;height:' + (options.height || 480) + 'px';

  // ---- what is wanted, and what is ----

  /** The last chart and record, to be opened again when the frame comes back. */
  let wanted = null;
  /** The admission that the frame has confirmed; the one it was asked for and has not. */
  let current = null, opening = null;
  let talk = null, settle, timer, missed = 0, greeted = '', gone = false;
  let ready = new Promise(resolve => { settle = resolve; });

  /** What came of it nobody can say: it was not heard, or its answer was not. */
  const unheard = error => !!error.retryable && own(error, 'code') && ['E_TIMEOUT', 'E_REPLAY', 'E_RATE', 'E_HANDSHAKE'].indexOf(error.code) >= 0;

  /** Says it again where nobody answered or the order was lost on the way, `still` being wanted; what is asked here may
   *  safely come twice. `payload` is asked for each time, since facts may have come in between. */
  function persist(type, payload, tries, still) {
    return ready.then(() => talk.ask(type, payload(), ANSWER_WITHIN)).catch(error => {
      if (gone || !unheard(error) || tries <= 1) throw error;
      return new Promise(resolve => setTimeout(resolve, error.code === 'E_TIMEOUT' ? 0 : 250)).then(() => {
        if (still && !still()) throw error;
        return persist(type, payload, tries - 1, still);
      });
    });
  }

  function open(chart, also) {
    const before = wanted, mine = wanted = { chart, record: Object(also).record };
    // One object for one person in one admission: what was asked of that one is not given of the next (`get`).
    mine.of = before && before.chart.contextId === chart.contextId && !another(before.chart.patient, chart.patient) ? before.of : {};
    opening = chart.contextId;
    // Said again only as long as no other admission is wanted: that one may be on the screen by then.
    const still = () => wanted !== null && wanted.chart.contextId === chart.contextId;
    return persist('vte.open', () => Object.assign({}, also, still() ? wanted : mine), TRIES, still).then(
      answer => {
        // The frame answers in the order in which it was asked, also when another has been asked for since.
        current = chart.contextId;
        if (wanted === mine) settled();
        return answer;
      },
      error => {
        const lost = unheard(error), latest = wanted === mine;
        // Refused: the frame still shows the patient of before, and so does this handle. Unheard: it may show either, and
        // nothing counts as open until the page opens one again.
        if (lost && (latest || opening !== null)) current = null;
        mine.lost = lost;
        if (latest) {
          wanted = before && (before.lost || (lost && before.chart.contextId !== chart.contextId)) ? null : before;
          settled();
        }
        throw error;
      });
  }

  /** No other admission is being opened any more: what waited for that is heard after the page has been told. */
  function settled() {
    opening = null;
    // Closed meanwhile, this handle tells nothing more of anybody.
    setTimeout(() => held.splice(0).forEach(act => gone || act()));
  }

  // ---- what the frame says ----

  /** What the frame says of an admission reaches the page only while that one is open. While another is being opened it waits:
   *  a refused order leaves the one before. */
  const held = [], only = name => function hear(payload) {
    const of = payload.contextId;
    if (!is.text(of)) call(name, payload);
    else if (opening !== null) held.push(() => hear(payload));
    else if (of === current) call(name, payload);
  };

  /** Accepted here already: a retry after a lost answer is answered and not written again. */
  const done = new Map(), running = new Map();

  function receive(detail) {
    const event = detail.event, contextId = event.contextId;
    const routed = settings.outbox === 'all';
    const mismatch = () => {
      const why = refusal('E_CONTEXT_MISMATCH', '/event/contextId', true);
      call('onError', why);
      throw why;
    };
    // While another admission is being opened the page may show either.
    if (!routed && (opening !== null || contextId !== current)) mismatch();
    if (done.has(event.id)) return Object.assign({}, done.get(event.id), { status: 'duplicate' });
    if (running.has(event.id)) return running.get(event.id);
    if (!options.onEvent) throw refusal('E_PHASE', '', true);
    // A request that hangs must not stand in the way of the next attempt: the server knows the key.
    const hangs = new Promise((_, reject) => setTimeout(() => reject(refusal('E_TIMEOUT', '', true)), EVENT_WITHIN));
    const answering = Promise.race([call('onEvent', detail), hangs]).then(answer => {
      running.delete(event.id);
      if (!is.object(answer)) throw refusal('E_TIMEOUT', '', true);
      if (answer.contextId !== undefined && answer.contextId !== contextId) mismatch();
      const said = Object.assign({}, answer, { contextId });
      if (said.status === 'accepted' || said.status === 'duplicate') {
        done.set(event.id, said);
        if (done.size > 1000) done.delete(done.keys().next().value);
        follow(event);
      }
      return said;
    }, error => { running.delete(event.id); throw error; });
    running.set(event.id, answering);
    return answering;
  }

  /** The record grows with what was accepted, so that a frame which stores nothing still knows it after a reload. */
  function follow(event) {
    if (!wanted || wanted.chart.contextId !== event.contextId) return;
    const record = wanted.record || [], last = record[record.length - 1];
    if ((last ? last.hash : null) === event.prev) wanted.record = record.concat([event]);
  }

  const hears = candidate => ({
    'vte.ready': {
      shape: { 'nonceH!': is.text },
      act(payload) {
        if (payload.nonceH !== candidate.nonceH) throw refusal('E_HANDSHAKE', '/nonceH');
        if (talk && talk !== candidate.talk) talk.close();
        talk = candidate.talk;
        missed = 0;
        clearInterval(timer);
        timer = setInterval(ping, PING_EVERY);
        settle();
        if (Object.keys(settings).length) talk.ask('vte.configure', settings).catch(error => call('onError', error));
        if (wanted) {
          current = null;
          open(wanted.chart, { record: wanted.record }).catch(error => call('onError', error));
        }
        call('onReady', payload);
      },
    },
    'vte.event': { shape: { 'event!': event => is.object(event) && is.text(event.id) && is.text(event.contextId) }, large: () => true, act: receive },
    'vte.change': { mute: true, act: only('onChange') },
    'vte.alert': { act: only('onAlert') },
    'vte.error': { mute: true, act: only('onError') },
    'vte.ui.resize': {
      mute: true, shape: { 'height!': height => height >= 0 && height < MOST_PIXELS },
      act({ height }) { if (options.resize !== false) iframe.style.height = height + 'px'; },
    },
    'vte.ui.close': { act: only('onClose') },
    'vte.ping': { act: () => ({}) },
  });

  function ping() {
    talk.ask('vte.ping', {}, ANSWER_WITHIN).then(() => { missed = 0; }, () => {
      if (++missed === TRIES) call('onError', refusal('E_TIMEOUT', '', true));
    });
  }

  /** Each hello of a new page in the iframe gets a port of its own; the same hello said again, another try. */
  function greet(event) {
    const message = event.data;
    if (gone || event.source !== iframe.contentWindow || event.origin !== origin || !is.object(message) || message.p !== PROTOCOL) return;
    const hello = Object(message.payload);
    if (message.messageType !== 'vte.hello' || message.messagingHandle !== handle || !is.list(hello.protocols) || hello.protocols.indexOf(PROTOCOL) < 0 || !is.text(hello.nonceC)) return;
    if (hello.nonceC !== greeted) {
      greeted = hello.nonceC;
      if (talk) {
        talk.close();
        talk = null;
        clearInterval(timer);
        watch();
        ready = new Promise(resolve => { settle = resolve; });
      }
      // Nobody has the patient open until the new page says so.
      current = null;
    } else if (talk) return;
    const channel = new MessageChannel(), port = options.wrap ? options.wrap(channel.port1) : channel.port1;
    const candidate = { nonceH: nonce() };
    candidate.talk = line({ send: sent => port.postMessage(sent), hears: hears(candidate), handle, largeAnswers: true });
    port.onmessage = ({ data }) => candidate.talk.take(data);
    // Not over the line: the port begins to count after it.
    iframe.contentWindow.postMessage({
      p: PROTOCOL, messagingHandle: handle, messageId: nonce(), seq: 1, messageType: 'vte.init', sentAt: new Date().toISOString(),
      payload: { protocol: PROTOCOL, nonceC: hello.nonceC, nonceH: candidate.nonceH, sessionId: nonce(), capabilities: { close: !!options.onClose, outbox: settings.outbox || 'context' } },
    }, origin, [channel.port2]);
  }

  /** A frame that does not know this page stays silent, and says on its own screen what is missing. */
  let watching;
  function watch() {
    clearTimeout(watching);
    watching = setTimeout(() => { if (!talk && !gone) call('onError', refusal('E_HANDSHAKE', '', true)); }, HELLO_WITHIN);
  }

  addEventListener('message', greet);
  iframe.src = address.href;
  if (options.chart) open(options.chart, { record: options.record }).catch(error => call('onError', error));
  place.appendChild(iframe);
  watch();

  return {
    element: iframe,
    get contextId() { return opening === null ? current : null; },
    get ready() { return ready; },
    open,
    /** Merges facts into the open chart; `{ accepted, rejected }`. */
    chart(facts, contextId) {
      const of = contextId || (wanted && wanted.chart.contextId), mine = wanted;
      return persist('vte.chart', () => ({ contextId: of, facts }), TRIES).then(answer => {
        if (mine && mine.chart.contextId === of) {
          const out = (answer.rejected || []).map(fact => fact.path);
          mine.chart = Object.assign({}, mine.chart, { facts: merged(mine.chart.facts || [], facts.filter((_, at) => !out.some(path => path && path.indexOf('/facts/' + at + '/') === 0))) });
        }
        return answer;
      });
    },
    configure(changes) {
      Object.assign(settings, changes);
      return persist('vte.configure', () => changes, TRIES);
    },
    /** Of the admission that the page means now, or rejects: never another's. */
    get(outputs) {
      const { of } = Object(wanted);
      return persist('vte.get', () => (outputs ? { outputs } : {}), TRIES).then(answer => {
        if ((wanted || {}).of !== of || (opening || current) !== answer.contextId) throw refusal('E_CONTEXT_MISMATCH', '/contextId', true);
        return answer;
      });
    },
    /** Hides the form; what is entered is kept. `open()` shows it again. */
    lock: () => persist('vte.lock', () => ({}), TRIES),
    /** Locks, so that the draft is written, then takes the iframe out of the page. */
    close() {
      const end = () => {
        gone = true;
        removeEventListener('message', greet);
        clearInterval(timer);
        if (talk) talk.close();
        if (iframe.parentNode) iframe.parentNode.removeChild(iframe);
      };
      return talk ? talk.ask('vte.lock', {}, 1000).then(end, end) : Promise.resolve(end());
    },
  };
}
