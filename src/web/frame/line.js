// One end of a `vte/1` conversation, the same for frame and host: envelope, sequence, limits, answers, refusals.
// It knows neither ports nor patients: `send` carries a message away, `hears` says what each type does. Every message
// of the other side is foreign until it has passed `take`; what does not pass is counted and answered with a code and a
// place, never with a value.

export const PROTOCOL = 'vte/1';
export const SIZE = 256 * 1024, LARGE = 1024 * 1024, DEPTH = 32, A_SECOND = 50;
const ANSWER_WITHIN = 10000, REMEMBERED = 1000;

const WORDS = {
  E_PROTOCOL: ['消息格式不是 vte/1。请核对信封字段。', 'Not a vte/1 message. Check the envelope.'],
  E_TYPE: ['未知的消息类型。请核对 messageType。', 'Unknown message type. Check messageType.'],
  E_SCHEMA: ['该字段缺失或类型不符。请按 path 更正。', 'A field is missing or of the wrong type. Correct it at path.'],
  E_TOO_LARGE: ['消息过大或嵌套过深。请只发送所需资料。', 'Too large or nested too deep. Send only what matters.'],
  E_RATE: ['消息过于频繁（每秒上限50条）。请稍后再发。', 'Too many messages (50 a second). Send later.'],
  E_REPLAY: ['消息重复或次序倒退，未采用。请以新序号重发。', 'Replayed or out of order: not taken. Send again with a new seq.'],
  E_HANDSHAKE: ['握手不符。请重新载入页面。', 'The handshake does not match. Load the page again.'],
  E_TIMEOUT: ['对方未及时答复。请重试。', 'No answer in time. Try again.'],
  E_CONTEXT_MISMATCH: ['属于另一次住院，未采用。请核对 contextId。', 'Of another admission: not taken. Check contextId.'],
  E_PHASE: ['现在还不能这样做。请先打开患者。', 'Not possible yet. Open a patient first.'],
  E_INTERNAL: ['处理时出错。请重试；仍不行请联系信息科。', 'It failed inside. Try again, or have it checked.'],
};

/** What a refusal looks like everywhere: code, both languages, the place, and whether the same may be tried again. */
export function refusal(code, path, retryable, words) {
  const [zh, en] = words || WORDS[code] || WORDS.E_INTERNAL;
  return { code, message: { zh, en }, path: path || '', retryable: !!retryable };
}

export const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

/** 128 random bits. */
export function nonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => (byte + 256).toString(16).slice(1)).join('');
}

/**
 * Why `value` cannot be taken, or `undefined`. Only what JSON can say: no Blob, no Map, no class, no key that reaches a
 * prototype. Size is that of its JSON text in UTF-8; a structured clone may hold one thing a million times, so what is
 * counted is what would have to be read, and the count ends at the limit.
 */
export function unfit(value, limit) {
  let left = limit, found;
  const no = (code, path) => { found = found || refusal(code, path.slice(0, 200)); };
  const text = string => {
    left -= string.length + 2;
    for (let at = 0; left >= 0 && at < string.length; at++) {
      const unit = string.charCodeAt(at);
      if (unit > 127) left -= unit < 2048 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
    }
  };
  const visit = (value, depth, path) => {
    if (found) return;
    if (depth > DEPTH || (left -= 1) < 0) return no('E_TOO_LARGE', '');
    if (value === null || typeof value === 'boolean') left -= 4;
    else if (typeof value === 'string') text(value);
    else if (typeof value === 'number') {
      if (!isFinite(value)) return no('E_SCHEMA', path);
      left -= String(value).length;
    } else if (Array.isArray(value)) {
      for (let at = 0; !found && at < value.length; at++) visit(value[at], depth + 1, `${path}/${at}`);
    } else if (typeof value === 'object' && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)) {
      for (const key of Object.keys(value)) {
        if (found) return;
        const at = `${path}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
        if (key === '__proto__' || key === 'constructor' || key === 'prototype') return no('E_SCHEMA', at);
        text(key);
        // JSON leaves `undefined` out, and so do we.
        if (value[key] !== undefined) visit(value[key], depth + 1, at);
      }
    } else return no('E_SCHEMA', path);
    if (left < 0) no('E_TOO_LARGE', '');
  };
  visit(value, 1, '');
  return found;
}

/** At most `A_SECOND` in any second; of a clock that nobody sets, so that no hour is without messages. */
export function meter() {
  const times = [];
  return () => {
    const now = performance.now();
    while (times.length && now - times[0] >= 1000) times.shift();
    return times.length < A_SECOND && times.push(now) > 0;
  };
}

/** The first field of `payload` that is not as `shape` says, as a JSON pointer. A shape maps a key to a test; `!` ends a key that must be there. */
export function misfit(shape, payload) {
  for (const key of Object.keys(shape)) {
    const name = key.replace('!', ''), value = own(payload, name) ? payload[name] : undefined;
    if (value === undefined ? name !== key : !shape[key](value)) return `/${name}`;
  }
}

export const is = {
  text: value => typeof value === 'string' && value.length <= 256,
  flag: value => typeof value === 'boolean',
  list: Array.isArray,
  texts: value => Array.isArray(value) && value.every(is.text),
  object: value => typeof value === 'object' && value !== null && !Array.isArray(value),
  oneOf: (...words) => value => words.indexOf(value) >= 0,
  orNull: test => value => value === null || test(value),
};

/**
 * `hears`: type → { shape, act(payload, message), mute?, large? }. What `act` gives (or promises) is the answer; what it
 * throws as a refusal is answered as `vte.error`; `mute` types are not answered. What may hold FHIR is `large`: a type, or
 * with `largeAnswers` what was asked for.
 */
export function line({ send, hears, handle, refused = {}, largeAnswers = false }) {
  const waiting = new Map(), seen = new Set(), within = meter();
  let seq = 0, last = -1, closed = false;

  const post = message => { if (!closed) send(Object.assign({ p: PROTOCOL }, message, { seq: ++seq })); };
  const answer = (to, payload, messageType) => post(Object.assign({ messageId: nonce(), responseToMessageId: to }, messageType && { messageType }, { payload }));
  function refuse(why, to) {
    refused[why.code] = (refused[why.code] || 0) + 1;
    const payload = Object.assign({}, why, to && { ref: to });
    if (to) answer(to, payload, 'vte.error');
    else post({ messagingHandle: handle, messageId: nonce(), messageType: 'vte.error', sentAt: new Date().toISOString(), payload });
  }

  function tell(messageType, payload) {
    const messageId = nonce();
    post({ messagingHandle: handle, messageId, messageType, sentAt: new Date().toISOString(), payload });
    return messageId;
  }

  /** Rejects with a refusal: the other side's, or E_TIMEOUT. `patience` 0 waits as long as the line lives. */
  function ask(messageType, payload, patience = ANSWER_WITHIN) {
    return new Promise((resolve, reject) => {
      const messageId = tell(messageType, payload);
      const timer = patience && setTimeout(() => { waiting.delete(messageId); reject(refusal('E_TIMEOUT', '', true)); }, patience);
      waiting.set(messageId, { resolve, reject, timer });
      // Answers that never come must not pile up.
      if (waiting.size > REMEMBERED) waiting.delete(waiting.keys().next().value);
    });
  }

  function take(message) {
    if (closed) return;
    // Counted before it is looked at: a flood must cost little.
    if (!within()) return refuse(refusal('E_RATE', '', true), idOf(message));
    const type = is.object(message) && own(message, 'messageType') ? message.messageType : '';
    const heard = typeof type === 'string' && own(hears, type) ? hears[type] : undefined;
    const large = heard ? heard.large && heard.large(message) : largeAnswers;
    const why = unfit(message, large ? LARGE : SIZE);
    const id = idOf(message);
    if (why) return refuse(Object.assign(why, { path: why.path.replace(/^\/payload(?=\/)/, '') }), id);
    if (!is.object(message) || message.p !== PROTOCOL || !id) return refuse(refusal('E_PROTOCOL', is.object(message) && message.p === PROTOCOL ? '/messageId' : '/p'), id);
    if (!(Number.isSafeInteger(message.seq) && message.seq > last) || seen.has(id)) return refuse(refusal('E_REPLAY', '/seq', true), own(message, 'responseToMessageId') ? '' : id);
    last = message.seq;
    seen.add(id);
    if (seen.size > REMEMBERED) seen.delete(seen.values().next().value);

    const payload = own(message, 'payload') ? message.payload : {};
    if (own(message, 'responseToMessageId')) {
      const asked = waiting.get(message.responseToMessageId);
      if (!asked) return;
      waiting.delete(message.responseToMessageId);
      clearTimeout(asked.timer);
      return type === 'vte.error' || !is.object(payload) ? asked.reject(Object(payload)) : asked.resolve(payload);
    }
    if (own(message, 'messagingHandle') && message.messagingHandle !== handle) return refuse(refusal('E_HANDSHAKE', '/messagingHandle'), id);
    if (!heard) return type === 'vte.error' ? undefined : refuse(refusal('E_TYPE', '/messageType'), id);
    const place = is.object(payload) ? misfit(heard.shape || {}, payload) : '';
    if (place !== undefined) return heard.mute ? undefined : refuse(refusal('E_SCHEMA', place), id);
    act(heard, payload, message);
  }

  function act(heard, payload, message) {
    // Started at once, so that two messages act in the order in which they came.
    new Promise(resolve => resolve(heard.act(payload, message))).then(
      given => { if (!heard.mute) answer(message.messageId, given || {}); },
      error => { if (!heard.mute) refuse(error && error.code && error.message && error.message.zh ? error : refusal('E_INTERNAL', '', true), message.messageId); });
  }

  function close() {
    closed = true;
    waiting.forEach(({ reject, timer }) => { clearTimeout(timer); reject(refusal('E_TIMEOUT', '', true)); });
    waiting.clear();
  }

  return { take, tell, ask, refuse, close, refused, get closed() { return closed; } };
}

const idOf = message => (is.object(message) && own(message, 'messageId') && typeof message.messageId === 'string' && message.messageId.length <= 128 ? message.messageId : '');

/** Facts of which an admission may have several: another of these does not replace the one before. */
const SEVERAL = ['operation', 'neuraxial', 'medication', 'allergy', 'icu', 'transfusion', 'transfer', 'limb_problem'];

/** A fact told again replaces what was told before under the same key; the rest stays. */
export function merged(before, facts) {
  const all = new Map();
  const key = fact => {
    const { id, value } = Object(fact), of = Object(value);
    return SEVERAL.indexOf(id) < 0 ? JSON.stringify(id) : JSON.stringify([id, of.id, of.to, of.at, of.from, of.limb]);
  };
  for (const fact of before.concat(facts)) {
    const held = all.get(key(fact));
    // A laboratory may deliver late: an older value does not replace a newer one.
    if (!(held && Date.parse(held.at) > Date.parse(Object(fact).at))) all.set(key(fact), fact);
  }
  return Array.from(all.values());
}
