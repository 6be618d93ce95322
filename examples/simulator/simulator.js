// The simulator: a host page with a bad line (virchow-host's `wrap`), a server of moods, and buttons that do what no host
// should. Every message of both directions is listed, without its contents: the list may be shown to anybody.
const origin = new URLSearchParams(location.search).get('frame') ?? location.origin;
const { frame } = await import('/virchow/v1/virchow-host.js');

const faults = document.getElementById('faults'), log = document.getElementById('log');
const set = name => faults.elements[name].value, chance = name => Math.random() * 100 < Number(set(name));
const write = text => { const line = document.createElement('li'); line.append(text); log.prepend(line); };
const of = message => `${message.seq} ${message.messageType ?? 'answer'}${message.payload?.code ? ` ${message.payload.code} ${message.payload.path ?? ''}` : ''}`;

const counts = { stored: 0, again: 0, wrong: 0, broken: 0 };
const count = (what, by = 1) => { document.getElementById(what).textContent = counts[what] += by; };

let port;
/** What stands between the library and the port; either way. */
function badly(real) {
  port = real;
  let hear, held;
  const carry = (arrow, message, deliver) => {
    if (chance('drop')) { count('broken'); return write(`${arrow} dropped: ${of(message)}`); }
    const go = () => { write(`${arrow} ${of(message)}`); deliver(message); };
    const send = () => { go(); if (chance('duplicate')) { count('broken'); go(); } held?.(); held = undefined; };
    if (chance('reorder') && !held) { count('broken'); held = go; setTimeout(() => { held?.(); held = undefined; }, 2000); return; }
    if (Number(set('delay'))) { count('broken'); setTimeout(send, Number(set('delay'))); }
    else send();
  };
  real.onmessage = ({ data }) => carry('<-', data, message => hear?.({ data: message }));
  return { postMessage: message => carry('->', message, sent => real.postMessage(sent)), set onmessage(listener) { hear = listener; } };
}

const chart = (contextId, label, sex) => ({ contextId, patient: { label, sex, birthDate: '1950-05-05' }, encounter: { setting: 'medical' }, facts: [{ id: 'weight', value: 70, unit: 'kg' }, { id: 'height', value: 165, unit: 'cm' }] });
const one = chart('simulated-a', '甲*', 'female'), two = chart('simulated-b', '乙*', 'male');
const stored = new Map();

const host = window.simulated = frame('#vte', {
  src: `${origin}/virchow/v1/frame.html`, lang: 'en', user: { id: 'n', name: 'Simulated', role: 'nurse' }, chart: one, wrap: badly,
  onEvent({ event }) {
    // What would reach a chart: counted before anything is answered.
    if (event.contextId !== host.contextId) count('wrong');
    if (stored.has(event.id)) count('again');
    switch (set('answer')) {
      case 'never': return new Promise(() => {});
      case 'wrong patient': return { status: 'accepted', contextId: 'simulated-z' };
      case 'nonsense': return { status: 'perhaps' };
      case 'rejected': return { status: 'rejected', issues: [{ code: 'E_REJECTED', message: { zh: '模拟拒收', en: 'Refused by the simulator' } }] };
      case 'accepted': { const status = stored.has(event.id) ? 'duplicate' : 'accepted'; if (status === 'accepted') count('stored'); stored.set(event.id, event); write(`stored ${stored.size}: ${event.type} of ${event.contextId}`); return { status }; }
      default: return { status: set('answer') };
    }
  },
  onError: error => write(`error ${error.code} ${error.path}`),
  onAlert: alert => write(`alert ${alert.kind}`),
});

let seq = 1_000_000;
const raw = payload => port.postMessage({ p: 'vte/1', messageId: `raw-${++seq}`, seq, messageType: 'vte.open', payload });
const ACTS = {
  one: () => host.open(one), two: () => host.open(two), force: () => host.open(two, { force: true }),
  merge: () => host.chart([{ id: 'active_cancer', value: true, status: 'suggested', source: 'simulator' }]),
  mismatch: () => host.chart([{ id: 'weight', value: 90, unit: 'kg' }], 'simulated-z'),
  oversize: () => host.open({ ...two, more: 'x'.repeat(300_000) }),
  deep: () => { let deep = {}; for (let n = 0; n < 50; n++) deep = { deep }; return host.open({ ...two, deep }); },
  flood: () => { for (let n = 0; n < 200; n++) raw({}); },
  stranger() {
    const iframe = document.body.appendChild(document.createElement('iframe'));
    iframe.sandbox = 'allow-scripts';   // an origin of "null"
    iframe.hidden = true;
    iframe.src = 'stranger.html';
  },
  lock: () => host.lock(),
  reload: () => { host.element.src = `${host.element.src}`; },
  save() {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ at: new Date().toISOString(), counts, log: [...log.children].map(line => line.textContent).reverse() }, null, 2)], { type: 'application/json' }));
    link.download = 'simulator.json';
    link.click();
  },
};
document.addEventListener('click', async event => {
  const act = event.target.closest('[data-act]')?.dataset.act;
  if (!act) return;
  try {
    const answer = await ACTS[act]();
    write(`${act}: ${answer ? JSON.stringify(answer).slice(0, 200) : 'done'}`);
  } catch (error) {
    write(`${act}: ${error.code} ${error.path} ${error.message?.en ?? error}`);
  }
});
faults.addEventListener('submit', event => event.preventDefault());
