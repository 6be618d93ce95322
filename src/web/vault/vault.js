// The vault in the browser's own terms: IndexedDB for the rows, WebCrypto for what stands in them. The data key never
// leaves this file, and nothing can export it. Fails with a word that error.rs knows ("moved", "wrong 4000").

const NAME = 'virchow-ward';
/** Of the database: raised with FORMAT, so that no older program writes beside a newer one. */
const VERSION = 3;
/**
 * Of what stands in the rows. 1: the text as it is. 2: filled up with zeros to a multiple of BLOCK bytes, so that the length of
 * a row does not tell how many boxes were ticked. 3: with the heads (see there), and the format is part of how the data key is
 * wrapped. An earlier one is rewritten when it is first unlocked (`upgraded`).
 */
const FORMAT = 3;
const BLOCK = 256;
const ITERATIONS = 600_000;
/** A dearer header was not made by us: trying one passphrase would stop the tablet for hours. */
const MOST_ITERATIONS = 10_000_000;
const LEAST = 8;
/** Wrong passphrases: 1, 2, 4, 8 … seconds, up to this. */
const LONGEST_PAUSE = 900_000;

const bytes = text => new TextEncoder().encode(text);
const random = length => crypto.getRandomValues(new Uint8Array(length));
const hex = array => [...array].map(byte => byte.toString(16).padStart(2, '0')).join('');
const failed = word => { throw word; };

// ---- the database ------------------------------------------------------------------------------------------------

let opening;
/** Handles that are open in this tab; each is told when the database is taken from under it. */
const handles = new Set();
const lose = word => [...handles].forEach(handle => handle.lost(word));

/** Calls `act` when so many seconds are left and gone (`still.left`), unless it is `still.over`. Counted one by one: a page that was
 *  frozen hears first what came meanwhile. */
const PATIENCE = 3;
/** Whatever waits, waits in one line: an answer to one of them is a store that answers. */
const line = new Set();
function patient(still, act) {
  still.left = PATIENCE;
  line.add(still);
  const tick = () => {
    if (still.over || still.left < 0) line.delete(still);
    if (still.over) return;
    if (still.left < 0) return act();
    setTimeout(tick, still.left >= 1 ? 1000 : 0);
    still.left -= 1;
  };
  tick();
}

/** How many requests wait for another tab to let go. Behind one of them the next would wait without a word. */
let blocked = 0;

function opened() {
  if (blocked > 0) return Promise.reject('elsewhere');
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    let late = false, slow = false;
    const still = {};
    patient(still, () => { slow = true; reject('blocked'); });
    request.onupgradeneeded = () => {
      const { result } = request;
      for (const store of ['header', 'rows']) if (!result.objectStoreNames.contains(store)) result.createObjectStore(store);
    };
    // Another tab holds an older version. What opens after we have said so is closed again.
    request.onblocked = () => { still.over = late = true; blocked += 1; reject('elsewhere'); };
    request.onerror = () => { still.over = true; if (late) blocked -= 1; reject(named(request.error)); };
    request.onsuccess = () => {
      const database = request.result;
      still.over = true;
      if (late) blocked -= 1;
      if (late || slow) return database.close();
      // Another tab upgrades or deletes: give way at once.
      database.onversionchange = event => {
        database.close();
        opening = undefined;
        lose(event.newVersion === null ? 'gone' : 'newer');
      };
      // The browser took it away. It may have deleted the data, or only closed the database: the next verb opens it again.
      database.onclose = () => {
        opening = undefined;
        headerOf().then(({ vault }) => vault?.id, () => undefined).then(id => [...handles].forEach(handle => handle.id === id || handle.lost('gone')));
      };
      resolve(database);
    };
  }).catch(error => {
    // Not for ever: the next verb tries again.
    opening = undefined;
    throw typeof error === 'string' ? error : named(error);
  });
  return opening;
}

/** By name, never by class: it may be of another realm. */
function named(error) {
  switch (error?.name) {
    case 'QuotaExceededError': return 'full';
    case 'VersionError': return 'newer';
    case 'ConstraintError': return 'moved';
    case 'NotFoundError': case 'InvalidStateError': return 'gone';
    default: return 'blocked';
  }
}

/** One transaction: `act` starts it, may stop it with a word, and says what it answers once it is complete. */
async function within(mode, act, again = false) {
  const database = await opened();
  return new Promise((resolve, reject) => {
    let transaction, word;
    try {
      transaction = database.transaction(['header', 'rows'], mode, { durability: mode === 'readwrite' ? 'strict' : 'default' });
    } catch (error) {
      // Closed under us, before we heard of it: the next one may be open.
      if (error?.name !== 'InvalidStateError' || again) return reject(named(error));
      opening = undefined;
      return resolve(within(mode, act, true));
    }
    const stop = why => {
      word ??= why;
      // It may have come to its end already.
      try { transaction.abort(); } catch { reject(word); }
    };
    let answer;
    // Nothing of it is answered: it has failed, and the next one asks a connection of its own. The end of many rows takes its time.
    const still = {};
    patient(still, () => {
      opening = undefined;
      stop('blocked');
      reject(word);
    });
    let heard = 0;
    transaction.addEventListener('success', () => { heard += 0.002; line.forEach(still => { still.left = PATIENCE + heard; }); }, true);
    transaction.oncomplete = () => { still.over = true; resolve(answer()); };
    transaction.onabort = () => { still.over = true; reject(word ?? named(transaction.error)); };
    // What was asked for before a fault is not written either.
    try { answer = act(transaction.objectStore('header'), transaction.objectStore('rows'), stop); } catch (error) { stop(named(error)); }
  });
}

const headerOf = () => within('readonly', header => {
  const all = ['vault', 'tries'].map(key => header.get(key));
  return () => ({ vault: all[0].result, tries: all[1].result ?? { count: 0, until: 0 } });
});

// ---- keys --------------------------------------------------------------------------------------------------------

async function derived(passphrase, { salt, iterations }, usages) {
  const words = await crypto.subtle.importKey('raw', bytes(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, words, { name: 'AES-GCM', length: 256 }, false, usages);
}

/** The format is bound from 3 on: a header that says another one does not open. */
const wrapping = ({ v, id, kdf }, iv) => ({ name: 'AES-GCM', iv, additionalData: bytes(`${NAME} key ${id} ${kdf.iterations}${v < 3 ? '' : ` ${v}`}`) });

/** The header of a new vault, and its data key, which from here on cannot be exported. */
async function sealed(passphrase, was) {
  const vault = { v: FORMAT, id: hex(random(16)), kdf: { name: 'PBKDF2-HMAC-SHA-256', iterations: ITERATIONS, salt: random(16) } }, iv = random(12);
  const secret = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  const kek = await derived(passphrase, vault.kdf, ['wrapKey', 'unwrapKey']);
  vault.wrapped = { iv, key: new Uint8Array(await crypto.subtle.wrapKey('raw', secret, kek, wrapping(vault, iv))) };
  // The vault that this one takes the place of: its handles are locked, not robbed.
  if (was !== undefined) vault.was = was;
  return [vault, await unwrapped(vault, kek)];
}

const unwrapped = (vault, kek) => crypto.subtle.unwrapKey('raw', vault.wrapped.key, kek, wrapping(vault, vault.wrapped.iv), 'AES-GCM', false, ['encrypt', 'decrypt']);

const unsealed = async (passphrase, vault) => unwrapped(vault, await derived(passphrase, vault.kdf, ['unwrapKey']));

/** A whole ward has ten thousand rows and more: so many at a time, and the screen gets its turn in between. */
const TURN = 256;

/** `act(item, place)` of each, in order. */
async function inTurns(items, act) {
  const all = [];
  for (let from = 0; from < items.length; from += TURN) {
    all.push(...await Promise.all(items.slice(from, from + TURN).map((item, place) => act(item, from + place))));
    if (from + TURN < items.length) await new Promise(next => setTimeout(next));
  }
  return all;
}

// ---- rows ---------------------------------------------------------------------------------------------------------

/** Bound to this vault, this format and this key: a row that is moved is damaged. */
const about = ({ v, id }, key, iv) => ({ name: 'AES-GCM', iv, additionalData: bytes(`${NAME}/${v} ${id} ${key}`) });

async function enciphered(vault, secret, key, text) {
  const iv = random(12), plain = bytes(text);
  const filled = vault.v < 2 ? plain : new Uint8Array(Math.ceil(plain.length / BLOCK) * BLOCK);
  if (vault.v >= 2) filled.set(plain);
  const data = new Uint8Array(await crypto.subtle.encrypt(about(vault, key, iv), secret ?? failed('locked'), filled));
  const row = new Uint8Array(12 + data.length);
  row.set(iv);
  row.set(data, 12);
  return row;
}

async function deciphered(vault, secret, key, row) {
  try {
    const text = new TextDecoder().decode(await crypto.subtle.decrypt(about(vault, key, row.subarray(0, 12)), secret ?? failed('locked'), row.subarray(12)));
    // JSON has no such character.
    return vault.v < 2 ? text : text.replace(/\0+$/, '');
  } catch (error) {
    throw error === 'locked' ? error : 'damaged';
  }
}

/** The same; nothing where the row cannot be decrypted, so that one bad row costs that row. */
const legible = (vault, secret, key, row) => deciphered(vault, secret, key, row).catch(word => (word === 'damaged' ? undefined : failed(word)));

// ---- heads --------------------------------------------------------------------------------------------------------
//
// Each row is authenticated alone, so a row of last week, put back, decrypts as well as it did then. The heads are one more
// encrypted text (in the store `header`) that says of every row which writing of it is the last: by its IV, which is drawn
// anew for every write and cannot be had again without the data key. They are written in the transaction that writes the rows.
// Events, outbox and drafts are not listed: the line of an admission holds the head of its chain and how long it is, and is
// listed itself; so the heads stay small, and a tap that writes a draft does not touch them.

const HEADS = 'heads';
/** In the order of keys, the ranges of the rows that the heads list: what lies between and around these three. */
const UNLISTED = ['draft/', 'event/', 'outbox/'];
const listed = key => !UNLISTED.some(prefix => key.startsWith(prefix));
/** '0' is the character after '/'. */
const after = prefix => `${prefix.slice(0, -1)}0`;
const listedRanges = () => [...UNLISTED, undefined].map((prefix, place) => {
  const from = place === 0 ? '' : after(UNLISTED[place - 1]);
  return prefix === undefined ? IDBKeyRange.lowerBound(from) : IDBKeyRange.bound(from, prefix, false, true);
});

/** Which writing of a row this is. */
const mark = row => (row?.subarray ? btoa(String.fromCharCode(...row.subarray(0, 12))) : '');

/** Heads as `Map { key → mark }`; null where they are missing or damaged. */
async function headsIn(vault, secret, raw) {
  const text = raw && (await legible(vault, secret, HEADS, raw));
  return text ? new Map(JSON.parse(text).rows) : null;
}

const headsOut = (vault, secret, heads) => enciphered(vault, secret, HEADS, JSON.stringify({ v: 1, rows: [...heads] }));

/** Of an event or the line itself: the admission's line. */
function lineOf(key) {
  if (key.startsWith('admission/')) return key;
  return key.startsWith('event/') ? `admission/${key.slice(6, key.lastIndexOf('/'))}` : undefined;
}

// ---- rewriting ----------------------------------------------------------------------------------------------------

/** Puts in turns: the transaction stays open from one request to the next. */
function eachInTurn(length, act, then = () => {}) {
  (function turn(from) {
    if (from >= length) return then();
    let last;
    for (let place = from; place < Math.min(from + TURN, length); place++) last = act(place);
    last.onsuccess = () => turn(from + TURN);
  })(0);
}

/**
 * Every row under the key of `next`, with header and heads, in one transaction or not at all. A row that cannot be read is
 * carried over as it lies, so that it is still named and can be mended from a file. Where none can be read it is not the rows
 * that are at fault: nothing is touched. `moved` where anything was written meanwhile.
 */
async function rewritten(vault, secret, next, nextSecret) {
  const [keys, rows, raw] = await within('readonly', (header, rows) => {
    const all = [rows.getAllKeys(), rows.getAll(), header.get(HEADS)];
    return () => all.map(request => request.result);
  });
  const again = await inTurns(keys, async (key, place) => {
    const text = await legible(vault, secret, key, rows[place]);
    return text === undefined ? undefined : enciphered(next, nextSecret, key, text);
  });
  if (keys.length > 0 && again.every(row => row === undefined)) failed('damaged');
  // A ward of an earlier format has no heads, and gets those of what lies there. What did not agree does not agree afterwards.
  const known = vault.v < 3 ? new Map(keys.map((key, place) => [key, mark(rows[place])]).filter(([key]) => listed(key))) : await headsIn(vault, secret, raw);
  let heads;
  if (known !== null) {
    keys.forEach((key, place) => { if (again[place] && known.get(key) === mark(rows[place])) known.set(key, mark(again[place])); });
    heads = await headsOut(next, nextSecret, known);
  }
  await within('readwrite', (header, store, stop) => {
    const held = header.get('vault'), there = [store.getAllKeys(), store.getAll(), header.get(HEADS)];
    held.onsuccess = () => { if (held.result?.id !== vault.id || held.result.v !== vault.v) stop('moved'); };
    there[2].onsuccess = () => {
      const [now, lie, heading] = there.map(request => request.result);
      if (now.length !== keys.length || now.some((key, place) => key !== keys[place] || mark(lie[place]) !== mark(rows[place])) || mark(heading) !== mark(raw)) return stop('moved');
      eachInTurn(keys.length, place => store.put(again[place] ?? rows[place], keys[place]));
      header.put(next, 'vault');
      if (heads) header.put(heads, HEADS); else header.delete(HEADS);
    };
    return () => {};
  });
}

/** Under a new key as well: the header of then must not open what is written from now on. */
async function upgraded(passphrase, vault, secret) {
  if (vault.v === FORMAT) return [vault, secret];
  const next = await sealed(passphrase, vault.id);
  await rewritten(vault, secret, ...next);
  return next;
}

const whole = vault => vault?.id && vault.kdf?.salt && vault.kdf.iterations >= ITERATIONS && vault.kdf.iterations <= MOST_ITERATIONS && vault.wrapped?.key;

// ---- before anybody says a passphrase ----------------------------------------------------------------------------

const secure = () => globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.navigator?.locks;

/** `[word, milliseconds until the next passphrase may be tried]`. */
export async function standing() {
  if (!secure()) return ['insecure', 0];
  try {
    const { vault, tries } = await headerOf();
    const word = vault === undefined ? 'absent' : vault.v > FORMAT ? 'newer' : whole(vault) ? 'locked' : 'damaged';
    return [word, left(tries)];
  } catch (word) {
    return [word, 0];
  }
}

/** Deletes everything, for a passphrase that nobody knows any more. Other tabs give way. */
export async function erase() {
  (await opening?.catch(() => undefined))?.close();
  opening = undefined;
  here = { count: 0, until: 0 };
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    let late = false;
    request.onsuccess = () => { if (late) blocked -= 1; resolve(); };
    request.onerror = () => { if (late) blocked -= 1; reject(named(request.error)); };
    request.onblocked = () => { late = true; blocked += 1; reject('elsewhere'); };
  });
}

const pause = count => Math.min(1000 * 2 ** (count - 1), LONGEST_PAUSE);
/**
 * Wrong passphrases of this page, by a clock that nobody sets: setting the device's clock ahead, or deleting the row, does not
 * end a pause before the page is loaded again.
 */
let here = { count: 0, until: 0 };
/** A clock that was set back must not lock anybody out for a year. */
const left = ({ count, until }) => Math.max(0, here.until - performance.now(), count ? Math.min(until - Date.now(), pause(count)) : 0);

/** One at a time in the whole browser: a second tab does not get a second row of tries. */
const alone = act => navigator.locks.request(`${NAME} tries`, act);

export function create(passphrase) {
  return alone(async () => {
    if (!secure()) failed('insecure');
    if ([...passphrase.normalize('NFC')].length < LEAST) failed('short');
    const [vault, secret] = await sealed(passphrase);
    const heads = await headsOut(vault, secret, new Map());
    await within('readwrite', (header, rows, stop) => {
      const held = header.get('vault'), any = rows.count();
      held.onsuccess = () => { if (held.result) stop('present'); };
      // Rows without a header: of a vault that lost it. Never written over.
      any.onsuccess = () => {
        if (any.result) return stop('damaged');
        header.put(vault, 'vault');
        if (vault.v >= 3) header.put(heads, HEADS);
      };
      return () => {};
    });
    return new Handle(vault, secret);
  });
}

export function unlock(passphrase) {
  return alone(async () => {
    if (!secure()) failed('insecure');
    const { vault, tries } = await headerOf();
    if (vault === undefined) failed('gone');
    if (vault.v > FORMAT) failed('newer');
    if (!whole(vault)) failed('damaged');
    return new Handle(...await upgraded(passphrase, vault, await tried(passphrase, vault, tries)));
  });
}

/** The key, or a word; counted before it is tried, so that closing the tab in between counts too. */
async function tried(passphrase, vault, tries) {
  const wait = left(tries);
  if (wait > 0) failed(`wait ${Math.ceil(wait)}`);
  const count = Math.max(tries.count, here.count) + 1;
  await counted(count);
  let key;
  try {
    key = await unsealed(passphrase, vault);
  } catch {
    here = { count, until: performance.now() + pause(count) };
    await counted(count);
    failed(`wrong ${pause(count)}`);
  }
  here = { count: 0, until: 0 };
  await counted(0);
  return key;
}

/** A full disk must not keep a ward shut that can be read and exported: there the tries are counted in this page alone. */
const counted = count => put('tries', { count, until: count ? Date.now() + pause(count) : 0 }).catch(word => { if (word !== 'full') throw word; });

const put = (name, value) => within('readwrite', header => { header.put(value, name); return () => {}; });

// ---- an open vault -----------------------------------------------------------------------------------------------

/** Two tabs write at once: whoever finds other heads than it began with begins again, at most so often. */
const RETRIES = 40;

/** Why the header is not that of this handle any more; nothing where it is. */
function parted(held, vault) {
  if (held === undefined) return 'gone';
  // Another tab has changed the passphrase: this one is closed, and no data are lost.
  if (held.id !== vault.id) return held.was === vault.id ? 'locked' : 'gone';
  return held.v === vault.v ? undefined : 'newer';
}

class Handle {
  #vault;
  #key;
  /** What is being read or written: it comes to its end before the key goes. */
  #busy = new Set();
  /** One write after the other: two of one tab would only find each other's heads. */
  #last = Promise.resolve();
  /** The heads as last read or written here, with the mark of the row that they were in. */
  #heads = { at: undefined, map: null };
  #locking;
  #channel = new BroadcastChannel(NAME);
  #heard = () => {};
  #lost = () => {};

  constructor(vault, key) {
    this.#vault = vault;
    this.#key = key;
    handles.add(this);
    this.#channel.onmessage = ({ data }) => {
      if (data?.id !== this.#vault.id) return;
      if (data.keys) this.#heard(data.keys);
      if (data.locked) this.lost('locked');
    };
  }

  get id() { return this.#vault.id; }

  #during(act) {
    this.#busy.add(act);
    const done = () => this.#busy.delete(act);
    act.then(done, done);
    return act;
  }

  #inOrder(act) {
    const turn = this.#last.then(act);
    this.#last = turn.then(() => {}, () => {});
    return this.#during(turn);
  }

  /** One read transaction while the vault is still this one; `act(header, rows)` gives requests. */
  async #requests(act) {
    const vault = this.#vault, secret = this.#key ?? failed('locked');
    const [held, ...found] = await within('readonly', (header, rows) => {
      const all = [header.get('vault'), ...act(header, rows)];
      return () => all.map(request => request.result);
    });
    this.#still(held, vault);
    return { vault, secret, found };
  }

  /** Fails where the header is another; this handle is then of no use to anybody. */
  #still(held, vault) {
    const word = parted(held, vault);
    if (!word) return;
    this.lost(word);
    failed(word);
  }

  /** `[[key, text]]`, in the order of keys. Fails with `damaged` where one of them cannot be decrypted. */
  read(prefix) { return this.readable(prefix).then(all => (all.some(([, text]) => text === undefined) ? failed('damaged') : all)); }

  /** The same, with no text where a row cannot be decrypted. */
  readable(prefix) { return this.#during(this.#readable(prefix)); }

  async #readable(prefix) {
    const range = prefix ? IDBKeyRange.bound(prefix, `${prefix}\uffff`) : undefined;
    const { vault, secret, found: [keys, rows] } = await this.#requests((header, rows) => [rows.getAllKeys(range), rows.getAll(range)]);
    return inTurns(keys, async (key, place) => [key, await legible(vault, secret, key, rows[place])]);
  }

  /** How many rows there are of a kind: nothing is decrypted. */
  count(prefix) {
    return this.#during(within('readonly', (header, rows) => {
      const found = rows.count(IDBKeyRange.bound(prefix, `${prefix}\uffff`));
      return () => found.result;
    }));
  }

  /** Every key whose row cannot be decrypted. Reads everything, in turns; what is written meanwhile does not matter to it. */
  survey() { return this.#during(this.#survey()); }

  async #survey() {
    const bad = [];
    for (let last; ;) {
      // Locking does not wait for the whole vault to be looked through.
      if (this.#locking) failed('locked');
      const range = last === undefined ? undefined : IDBKeyRange.lowerBound(last, true);
      const { vault, secret, found: [keys, rows] } = await this.#requests((header, rows) => [rows.getAllKeys(range, TURN), rows.getAll(range, TURN)]);
      if (keys.length === 0) return bad;
      const texts = await Promise.all(keys.map((key, place) => legible(vault, secret, key, rows[place])));
      bad.push(...keys.filter((key, place) => texts[place] === undefined));
      last = keys.at(-1);
      await new Promise(next => setTimeout(next));
    }
  }

  /**
   * What lies here, held against the heads: `[[word, key]]`, and of each admission how many events there are. The words:
   * `older` another writing of the row than the last, `missing` no such row, `unknown` a row that was deleted or never
   * written here, `heads` the heads themselves are missing or damaged.
   */
  compare() { return this.#during(this.#compare()); }

  async #compare() {
    const { heads, rows, events } = await this.#looked();
    const counts = new Map();
    for (const key of events) {
      const context = key.slice(6, key.lastIndexOf('/'));
      counts.set(context, (counts.get(context) ?? 0) + 1);
    }
    const found = heads === null ? [['heads', HEADS]] : [];
    for (const [key, at] of heads ?? []) if (rows.get(key) !== at) found.push([rows.has(key) ? 'older' : 'missing', key]);
    for (const key of rows.keys()) if (heads !== null && !heads.has(key)) found.push(['unknown', key]);
    return [found, [...counts]];
  }

  /** The heads, the marks of the rows that they list, and the keys of all events, as they are at one moment. */
  async #looked() {
    const { vault, secret, found: [raw, events, ...all] } = await this.#requests((header, rows) => [
      header.get(HEADS), rows.getAllKeys(IDBKeyRange.bound('event/', after('event/'), false, true)),
      ...listedRanges().flatMap(range => [rows.getAllKeys(range), rows.getAll(range)]),
    ]);
    const rows = new Map();
    for (let place = 0; place < all.length; place += 2) all[place].forEach((key, at) => rows.set(key, mark(all[place + 1][at])));
    return { heads: vault.v < 3 ? rows : await headsIn(vault, secret, raw), rows, events };
  }

  /**
   * `[verb, key, text]` lines in one transaction: "put", "add" (fails with "moved"), "delete", and "none", which writes nothing
   * and fails with "moved" where there is such a row: what was read has gone on. Nothing is written onto an
   * admission whose line is not the last that was written here ("older"), for that would hide it, unless it `mends`.
   */
  write(lines, mends = false) { return this.#inOrder(() => this.#write(lines, mends)); }

  async #write(all, mends) {
    const vault = this.#vault, secret = this.#key;
    const absent = all.filter(([verb]) => verb === 'none').map(([, key]) => key), lines = all.filter(([verb]) => verb !== 'none');
    const closed = await inTurns(lines, ([verb, key, text]) => (verb === 'delete' ? undefined : enciphered(vault, secret, key, text)));
    const names = new Set(lines.filter(([verb]) => verb !== 'delete').map(([, key]) => lineOf(key)).filter(Boolean));
    await this.#onHeads([...names], (heads, marks) => {
      if (heads === null) return heads;
      if (!mends && [...names].some((key, place) => marks[place] !== (heads.get(key) ?? ''))) failed('older');
      lines.forEach(([verb, key], place) => listed(key) && (verb === 'delete' ? heads.delete(key) : heads.set(key, mark(closed[place]))));
      return heads;
    }, lines.some(([, key]) => listed(key) || lineOf(key)), (header, rows, stop) => {
      const seen = header.get('seen'), now = Date.now();
      for (const key of absent) {
        const held = rows.getKey(key);
        held.onsuccess = () => { if (held.result !== undefined) stop('moved'); };
      }
      eachInTurn(lines.length, place => {
        const [verb, key] = lines[place];
        return verb === 'delete' ? rows.delete(key) : rows[verb](closed[place], key);
      });
      // The latest time at which this device wrote: a clock that stands before it is wrong.
      seen.onsuccess = () => { if (!(seen.result > now)) header.put(now, 'seen'); };
    });
    this.#channel.postMessage({ id: vault.id, keys: lines.map(([, key]) => key) });
  }

  /**
   * A transaction that writes the heads with what it does. Encryption cannot be waited for inside one, so the heads are read
   * and made before it, and it begins again when they are not the same any more.
   */
  async #onHeads(keys, change, needed, act) {
    for (let turn = 0; ; turn++) {
      try { return await this.#attempt(keys, change, needed && this.#vault.v >= 3, act); } catch (word) {
        if (word !== 'stale') throw word;
        if (turn === RETRIES) failed('moved');
        await new Promise(next => setTimeout(next, Math.random() * 5 * turn));
      }
    }
  }

  async #attempt(keys, change, needed, act) {
    const vault = this.#vault;
    let at, map, row;
    if (needed) {
      const { secret, found: [raw, ...lines] } = await this.#requests((header, rows) => [header.get(HEADS), ...keys.map(key => rows.get(key))]);
      at = mark(raw);
      if (this.#heads.at !== at) this.#heads = { at, map: await headsIn(vault, secret, raw) };
      const before = this.#heads.map;
      map = change(before === null ? null : new Map(before), lines.map(mark));
      if (map !== null) row = await headsOut(vault, secret, map);
    }
    let now = vault;
    await within('readwrite', (header, rows, stop) => {
      const held = header.get('vault'), heads = header.get(HEADS);
      heads.onsuccess = () => {
        now = held.result;
        // Deleted, or made anew by another tab with another key: not ours to write into.
        const word = parted(now, vault);
        if (word) return stop(word);
        if (needed && mark(heads.result) !== at) return stop('stale');
        if (row) header.put(row, HEADS);
        act(header, rows, stop);
      };
      return () => {};
    }).catch(word => { this.#still(now, vault); failed(word); });
    if (row) this.#heads = { at: mark(row), map };
  }

  /** A person takes what lies here for right: these keys, or everything where the heads themselves were lost. */
  accept(keys) { return this.#inOrder(() => this.#accept(keys)); }

  async #accept(keys) {
    const { heads, rows } = await this.#looked();
    const wanted = heads === null ? [...rows.keys()] : keys.filter(listed);
    await this.#onHeads(wanted, (heads, marks) => {
      const map = heads ?? new Map();
      wanted.forEach((key, place) => (marks[place] ? map.set(key, marks[place]) : map.delete(key)));
      return map;
    }, true, () => {});
  }

  /** When this device last wrote, in milliseconds since the epoch, by its own clock. */
  async seen() {
    return within('readonly', header => {
      const seen = header.get('seen');
      return () => seen.result ?? 0;
    });
  }

  listen(heard) { this.#heard = heard; }
  /** `lost(word)`: locked by another tab, deleted or upgraded under us. */
  watch(lost) { this.#lost = lost; }

  /** Whether this is the passphrase of the vault; a wrong one counts as at the gate. */
  check(passphrase) {
    return alone(async () => {
      const { vault, tries } = await headerOf();
      const word = parted(vault, this.#vault);
      if (word) failed(word);
      await tried(passphrase, vault, tries);
    });
  }

  /** Another passphrase, with another data key: every row is written anew in one transaction. Other tabs lock. */
  rekey(before, passphrase) {
    return alone(async () => {
      if ([...passphrase.normalize('NFC')].length < LEAST) failed('short');
      const { vault, tries } = await headerOf();
      const word = parted(vault, this.#vault);
      if (word) failed(word);
      await tried(before, vault, tries);
      await this.#inOrder(() => this.#rekey(passphrase));
    });
  }

  async #rekey(passphrase) {
    const vault = this.#vault;
    // The other tabs write down what is on their screens; what comes later finds that the vault is another one.
    this.#channel.postMessage({ id: vault.id, locked: true });
    await new Promise(next => setTimeout(next, 300));
    const next = await sealed(passphrase, vault.id);
    for (let turn = 0; ; turn++) {
      try { await rewritten(vault, this.#key ?? failed('locked'), ...next); break; } catch (word) {
        if (word !== 'moved' || turn === 5) throw word;
      }
    }
    // Locked meanwhile: it stays so.
    if (this.#key !== null) [this.#vault, this.#key] = next;
    this.#heads = { at: undefined, map: null };
  }

  /** What is being written comes to its end; then the key is gone. All tabs lock together unless `quietly`. */
  lock(quietly = false) {
    this.#locking ??= this.#lock(quietly);
    return this.#locking;
  }

  async #lock(quietly) {
    handles.delete(this);
    // The forms write down what is on the screen.
    globalThis.document?.querySelectorAll('vte-assessment').forEach(element => element.__flush?.());
    if (!quietly) this.#channel.postMessage({ id: this.#vault.id, locked: true });
    const end = performance.now() + 2000;
    do {
      await Promise.race([Promise.allSettled(this.#busy), new Promise(next => setTimeout(next, 500))]);
      await new Promise(next => setTimeout(next));
    } while (this.#busy.size > 0 && performance.now() < end);
    this.#key = null;
    this.#heads = { at: undefined, map: null };
    this.#heard = this.#lost = () => {};
    this.#channel.close();
    globalThis.dispatchEvent(new Event('virchow-locked'));
  }

  lost(word) {
    if (this.#locking) return;
    const lost = this.#lost;
    this.lock(true);
    lost(word);
  }
}

// ---- the same, as Rust calls it ----------------------------------------------------------------------------------

export const read = (vault, prefix) => vault.read(prefix);
export const readable = (vault, prefix) => vault.readable(prefix);
export const survey = vault => vault.survey();
export const compare = vault => vault.compare();
export const mend = (vault, lines) => vault.write(lines, true);
export const accept = (vault, keys) => vault.accept(keys);
export const count = (vault, prefix) => vault.count(prefix);
export const write = (vault, lines) => vault.write(lines);
export const lock = vault => vault.lock();
export const listen = (vault, heard) => vault.listen(heard);
export const watch = (vault, lost) => vault.watch(lost);
export const seen = vault => vault.seen();
export const check = (vault, passphrase) => vault.check(passphrase);
export const rekey = (vault, before, after) => vault.rekey(before, after);
