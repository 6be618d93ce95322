// The page inside the iframe: finds out who is around it, checks that it may be, and gives the element to the protocol
// that answers first: `vte/1`, SDC, SMART Web Messaging, then the host object of a shell, then nobody. Only one speaks
// at a time, and none of them touches the outbox: that is the element's.

import { button, noticed, panel } from './panel.js';
import { PROTOCOL, is, meter, nonce, own, refusal, unfit } from './line.js';
import { vte1 } from './session.js';
import { shell } from './shell.js';

/** Pauses between two hellos; the last goes on for ever: a host may come late, or come back. */
const HELLO_AFTER = [0, 250, 500, 1000, 2000, 5000];
/** SMART: three tries, then the next kind of host. */
const SMART_AFTER = [500, 1000, 2000];
const STRANGERS_ANSWERED = 20;
/** When the list of hosts is asked for again after it could not be read: the first time, and then each time. */
const LIST_AGAIN = [1000, 5000];
const UNKNOWN = ['来源或窗口不在许可之列，未采用。请核对 allow.json。', 'Not a window or an origin that may speak here: not taken. Check allow.json.'];

const element = document.querySelector('vte-assessment');
const content = document.getElementById('content'), curtain = document.getElementById('curtain'), bar = document.getElementById('bar');
const peer = window.parent !== window ? window.parent : window.opener;

// ---- launch ----------------------------------------------------------------------------------------------------------

/** The parameters, once: then the address is empty, and a reload finds them in the history entry, which no log sees. */
function launchOf() {
  const query = new URLSearchParams(location.search), given = (...names) => names.map(name => query.get(name)).find(value => value !== null);
  const kept = history.state?.virchow;
  const launch = location.search || !kept
    ? { o: given('o', 'messaging_origin'), h: given('h', 'messaging_handle') ?? '', lang: given('lang'), theme: given('theme') }
    : kept;
  history.replaceState({ virchow: launch }, '', location.pathname);
  if (launch.lang) element.lang = document.documentElement.lang = launch.lang.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
  if (launch.theme) element.setAttribute('theme', launch.theme);
  return launch;
}

/** The deployment's list: no entry, no host. An origin is compared letter by letter. `null`: the list did not come. */
async function allowed({ o }) {
  const response = await fetch('allow.json', { cache: 'no-cache' }).catch(() => undefined);
  if (!response || response.status >= 500) return null;
  const list = response?.ok ? await response.json().catch(() => []) : [];
  const entries = (Array.isArray(list) ? list : []).filter(is.object);
  const entry = o ? entries.find(entry => entry.key === o || entry.origin === o) : entries.find(entry => entry.shell);
  if (!entry) return undefined;
  if (entry.shell) return entry;
  return is.text(entry.origin) && /^https?:\/\/[^/]+$/.test(entry.origin) ? entry : undefined;
}

function show(...nodes) {
  curtain.replaceChildren(...nodes);
}

/** `notes`: what was not taken of the host's data and the element never saw. */
function hide(hidden, notes = []) {
  element.hidden = element.inert = hidden;
  if (hidden) show(panel('waiting'));
  else show(...(notes.length ? [noticed(notes)] : []));
}

// ---- what the element says goes to whoever carries it -----------------------------------------------------------------

let carrier = null;

const app = () => ({
  capabilities: {
    messages: ['vte.configure', 'vte.open', 'vte.chart', 'vte.get', 'vte.lock', 'vte.ping', 'vte.change', 'vte.event', 'vte.alert', 'vte.ui.resize', 'vte.ui.close'],
    outputs: ['flat', 'fhirR4', 'hl7v2', 'text'], outbox: ['context', 'all'],
  },
  app: { name: 'Virchow', ...element.version },
  instruments: instruments(), langs: ['zh-CN', 'en'],
});
let instruments = () => [];
/** Two scripts, and the other may come later: before it the tag in this page is no element, and nobody is greeted. */
const upgraded = import('./virchow.js').then(virchow => {
  instruments = virchow.default.ids;
  return customElements.whenDefined('vte-assessment');
});

element.addEventListener('vte-event', event => carrier?.event(event.detail));
element.addEventListener('vte-change', event => carrier?.change(event.detail));
element.addEventListener('vte-alert', event => carrier?.alert(event.detail));
element.addEventListener('vte-error', event => carrier?.error(event.detail));

/** The deployment's profile, until a host gives its own. */
fetch('profile.json', { cache: 'no-cache' }).then(response => (response.ok ? response.json() : undefined))
  .then(profile => { if (is.object(profile) && Object.keys(profile).length && element.profile === undefined) element.profile = profile; })
  .catch(() => {});

function takeUp(next) {
  carrier = next;
  content.dataset.host = next.name;
  if (!element.chart) hide(false);
  bar.replaceChildren(...(next.closable ? [button('close', () => next.close('user'))] : []));
}

// ---- the window: hello, handshake, strangers --------------------------------------------------------------------------

async function begin() {
  const launch = launchOf(), listed = allowed(launch);
  try {
    await upgraded;
  } catch {
    return show(panel('broken'));
  }
  let entry = await listed;
  // Nobody is let in while the list cannot be read; a server that is back is found without anybody loading the page again.
  for (let pause = LIST_AGAIN[0]; entry === null && peer; pause = LIST_AGAIN[1]) {
    show(panel('list'));
    await new Promise(done => setTimeout(done, pause));
    entry = await allowed(launch);
    if (entry !== null) show();
  }
  if (entry?.shell || !peer) return inShell(entry, launch);
  if (!entry) return show(panel(entry === null ? 'list' : 'origin'));
  const origin = entry.origin, handle = launch.h;

  let nonceC = null, seq = 0, heard = 0, tries = 0, timer, answered = 0, smart = null, port = null;
  const within = meter();
  const session = vte1({ element, content, app, curtain: hide, lost: () => greet() });

  /** Says hello until somebody answers; no data, and to this origin only. */
  function greet() {
    nonceC = nonce();
    tries = 0;
    clearTimeout(timer);
    hello();
  }
  function hello() {
    if (nonceC === null) return;
    peer.postMessage({ p: PROTOCOL, messagingHandle: handle, messageId: nonce(), seq: ++seq, messageType: 'vte.hello', sentAt: new Date().toISOString(), payload: { protocols: [PROTOCOL], nonceC, app: { name: 'Virchow' } } }, origin);
    timer = setTimeout(hello, HELLO_AFTER[Math.min(++tries, HELLO_AFTER.length - 1)]);
  }

  function refuse(code, event, path) {
    session.refused[code] = (session.refused[code] || 0) + 1;
    // A code, to whom it may concern and never to "*"; to those only who speak our language, and not for ever.
    if (event.data?.p !== PROTOCOL || event.data.messageType === 'vte.error' || !/^https?:/.test(event.origin) || ++answered > STRANGERS_ANSWERED) return;
    const ref = is.text(event.data.messageId) ? event.data.messageId : undefined;
    event.source?.postMessage({ p: PROTOCOL, messageId: nonce(), ...(ref && { responseToMessageId: ref }), seq: ++seq, messageType: 'vte.error', payload: { ...refusal(code, path, false, code === 'E_ORIGIN' ? UNKNOWN : undefined), ...(ref && { ref }) } }, event.origin);
  }

  function shake(event) {
    const message = event.data, payload = Object(message.payload);
    if (!Number.isSafeInteger(message.seq) || message.seq < 0) return refuse('E_REPLAY', event, '/seq');
    if (message.messagingHandle !== handle) return refuse('E_HANDSHAKE', event, '/messagingHandle');
    if (carrier && carrier !== session && carrier.name !== 'none') return refuse('E_PHASE', event);
    if (payload.protocol !== PROTOCOL) return refuse('E_PROTOCOL', event, '/protocol');
    // Each nonce opens one session: after it, the same init is a replay.
    if (payload.nonceC !== nonceC || nonceC === null) return refuse(nonceC === null ? 'E_REPLAY' : 'E_HANDSHAKE', event, '/nonceC');
    if (!is.text(payload.nonceH) || !payload.nonceH || !is.text(payload.sessionId ?? '')) return refuse('E_SCHEMA', event, '/nonceH');
    if (event.ports.length !== 1) return refuse('E_HANDSHAKE', event, '/ports');
    nonceC = null;
    clearTimeout(timer);
    port?.close();
    const mine = port = event.ports[0];
    const talk = session.begin(message => mine.postMessage(message), { handle, nonceH: payload.nonceH, capabilities: payload.capabilities });
    mine.onmessage = ({ data }) => talk.take(data);
    // The other side is gone (where the browser says so): the patient goes behind the curtain, and we say hello again.
    mine.addEventListener?.('close', () => { if (mine === port) { hide(true); greet(); } });
    takeUp(session);
  }

  addEventListener('message', event => {
    if (event.source === window || event.source === null) return;
    const message = event.data;
    if (event.source !== peer || event.origin !== origin) return refuse('E_ORIGIN', event);
    if (!is.object(message)) return;
    if (own(message, 'p')) {
      if (!within()) return refuse('E_RATE', event);
      const why = unfit(message, 64 * 1024);
      if (why) return refuse(why.code, event, why.path);
      if (message.messageType === 'vte.init') return shake(event);
      // The port is the way for everything else.
      if (message.messageType !== 'vte.error') refuse(message.p === PROTOCOL ? 'E_HANDSHAKE' : 'E_PROTOCOL', event);
      return;
    }
    // SMART and SDC know no protocol field. What is neither a request nor an answer of theirs is somebody else's.
    if (!/^(status|sdc|scratchpad|ui|fhir)\./.test(message.messageType) && !(smart && own(message, 'responseToMessageId'))) return;
    if (isTaken()) return refuse('E_PHASE', event);
    heard += 1;
    // The part that reads it may be long in coming, and another host may have opened its patient meanwhile.
    speakSmart().then(() => { if (isTaken()) refuse('E_PHASE', event); else smart?.take(message); });
  });

  /** A host of vte/1, of this window or of a shell, has the form. */
  const isTaken = () => carrier !== null && carrier !== smart && carrier.live === true;

  /** SMART and SDC are fetched when they are first needed: most hosts never do. */
  let fetching;
  const speakSmart = () => (fetching ??= import('./more/smart.js').then(module => {
    smart = module.smart({
      element, handle, refused: session.refused, curtain: hide, app,
      send: message => peer.postMessage(message, origin),
      settled() {
        if (isTaken()) return false;
        nonceC = null;
        clearTimeout(timer);
        takeUp(smart);
        return true;
      },
    });
  }, () => { fetching = undefined; }));

  addEventListener('pagehide', () => { session.end(); port?.close(); });
  addEventListener('pageshow', event => { if (event.persisted) { hide(true); greet(); } });

  greet();
  for (const pause of SMART_AFTER) {
    await new Promise(done => setTimeout(done, pause));
    if (carrier) return;
    if (heard === 0 || smart) await speakSmart();
    if (carrier) return;
    smart?.greet();
  }
  await new Promise(done => setTimeout(done, SMART_AFTER.at(-1)));
  if (!carrier) inShell(undefined, launch, () => { nonceC = null; clearTimeout(timer); });
}

// ---- shells, and nobody -----------------------------------------------------------------------------------------------

/** By the entry that names a shell, or by the host object that is there: whoever put it there shows us anyway. */
function inShell(entry, launch, settled) {
  const handle = launch.h;
  let talk = null, nonceC = nonce(), timer, tries = 0, seq = 0;
  const session = vte1({ element, content, app, curtain: hide, lost: () => { nonceC = nonce(); hello(); } });
  const hear = message => {
    if (talk && message?.messageType !== 'vte.init') return talk.take(message);
    if (!is.object(message) || unfit(message, 64 * 1024) || message.p !== PROTOCOL || message.messageType !== 'vte.init') return;
    const payload = Object(message.payload);
    if (nonceC === null || payload.nonceC !== nonceC || !is.text(payload.nonceH)) return;
    // A page that has answered meanwhile keeps the form: one host at a time.
    if (carrier && carrier !== session && carrier.name !== 'none') return;
    nonceC = null;
    clearTimeout(timer);
    settled?.();
    talk = session.begin(host.send, { handle, nonceH: payload.nonceH, capabilities: payload.capabilities });
    takeUp(session);
  };
  const host = (entry?.shell ? [entry] : [{ shell: 'webview' }, { shell: 'cef' }]).map(entry => shell(entry, hear)).find(Boolean);
  if (!host) return alone();
  const hello = () => {
    if (nonceC === null) return;
    host.send({ p: PROTOCOL, messagingHandle: handle, messageId: nonce(), seq: ++seq, messageType: 'vte.hello', sentAt: new Date().toISOString(), payload: { protocols: [PROTOCOL], nonceC, app: { name: 'Virchow' } } });
    timer = setTimeout(hello, HELLO_AFTER[Math.min(++tries, HELLO_AFTER.length - 1)] || 250);
  };
  hello();
  setTimeout(() => { if (!carrier) alone(); }, 4000);
}

/** Nobody answers. The form does not open by itself: whoever fills it in must know that nothing is sent. */
function alone() {
  const section = panel('none');
  section.append(button('start', () => {
    show();
    element.open({ contextId: `local-${nonce()}`, facts: [] });
    const result = async () => JSON.stringify((await element.getResult({ outputs: ['flat'] })).flat, null, 2);
    carrier ??= { name: 'none', event() {}, change() {}, alert() {}, error() {} };
    content.dataset.host = 'none';
    bar.replaceChildren(
      button('copy', async () => copy(await result())),
      button('print', () => element.print()),
      button('download', async () => download(await result())),
    );
  }));
  show(section);
}

async function copy(text) {
  // Without a secure context there is no clipboard API; a selected text field and the old command still do it.
  if (navigator.clipboard) return navigator.clipboard.writeText(text).catch(() => download(text));
  const field = document.body.appendChild(document.createElement('textarea'));
  field.value = text;
  field.select();
  document.execCommand('copy');
  field.remove();
}

function download(text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'vte.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

begin();
