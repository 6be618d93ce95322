// A host written from the protocol's text alone, so that it shares no mistake with virchow-host.js. It says what a test
// tells it to say, also what no host should.
const query = new URLSearchParams(location.search);
const frameOrigin = query.get('frame'), H = 'handle-1';
const raw = window.raw = {
  H, frameOrigin, hellos: [], got: [], windowGot: [], ready: null, port: null, seq: 1, auto: query.get('auto') !== '0',
  answers: { 'vte.event': () => ({ status: 'accepted' }) }, violations: [],
  id: () => Math.random().toString(36).slice(2) + Date.now(),
  load(src = `${frameOrigin}/virchow/v1/frame.html?o=his&h=${H}&lang=en`, attributes = {}) {
    const iframe = document.createElement('iframe');
    for (const [name, value] of Object.entries(attributes)) iframe.setAttribute(name, value);
    iframe.style.cssText = 'width:100%;height:700px';
    iframe.src = src;
    document.getElementById('place').replaceChildren(iframe);
    raw.iframe = iframe;
  },
  envelope: (messageType, payload, more) => ({ p: 'vte/1', messagingHandle: H, messageId: raw.id(), seq: ++raw.seq, messageType, sentAt: new Date().toISOString(), payload, ...more }),
  // The handshake; what a test changes in it comes in `bend`.
  init(hello, bend = {}) {
    const channel = new MessageChannel();
    const nonceH = 'h'.repeat(16) + raw.id();
    const message = { p: 'vte/1', messagingHandle: H, messageId: raw.id(), seq: 1, messageType: 'vte.init', sentAt: new Date().toISOString(), payload: { protocol: 'vte/1', nonceC: hello.payload.nonceC, nonceH, sessionId: raw.id(), capabilities: {}, ...bend.payload }, ...bend.message };
    if (!bend.noPort) {
      raw.port?.close();
      raw.port = channel.port1;
      raw.seq = 1;
      channel.port1.onmessage = ({ data }) => raw.hear(data);
    }
    raw.lastInit = message;
    raw.iframe.contentWindow.postMessage(message, frameOrigin, bend.noPort ? [] : [channel.port2]);
    return nonceH;
  },
  hear(data) {
    raw.got.push({ ...data, time: performance.now() });
    if (data.messageType === 'vte.ready') raw.ready = data.payload;
    if (data.responseToMessageId || ['vte.change', 'vte.error', 'vte.ui.resize'].includes(data.messageType)) return;
    const answer = raw.answers[data.messageType];
    const payload = answer ? answer(data) : {};
    if (payload) raw.reply(data.messageId, payload);
  },
  reply(to, payload, more) { raw.port.postMessage({ p: 'vte/1', messageId: raw.id(), responseToMessageId: to, seq: ++raw.seq, payload, ...more }); },
  post(message) { raw.port.postMessage(message); return message.messageId; },
  async answerTo(id, within = 30000) {
    const end = performance.now() + within;
    while (performance.now() < end) {
      const found = raw.got.find(m => m.responseToMessageId === id || m.payload?.ref === id);
      if (found) return found;
      await new Promise(next => setTimeout(next, 10));
    }
    return null;
  },
  ask: async (type, payload, more) => (await raw.answerTo(raw.post(raw.envelope(type, payload, more))))?.payload ?? null,
  async until(check, within = 30000) {
    const end = performance.now() + within;
    for (;;) { const value = check(); if (value) return value; if (performance.now() > end) return null; await new Promise(next => setTimeout(next, 15)); }
  },
  started: () => raw.until(() => raw.ready),
};
addEventListener('message', event => {
  if (event.source !== raw.iframe?.contentWindow) return;
  raw.windowGot.push({ origin: event.origin, data: event.data });
  if (event.data?.messageType === 'vte.hello') {
    raw.hellos.push(event.data);
    if (raw.auto && !raw.port) raw.init(event.data);
  }
});
if (query.get('load') !== '0') raw.load();
