// The vault in the browser's own terms: IndexedDB for the rows, WebCrypto for what stands in them. The data key never
// leaves this file, and nothing can export it. Fails with a word that error.rs knows ("moved", "wrong 4000").

const NAME = 'virchow-ward';
/** Of the database: raised with FORMAT, so that no older program writes beside a newer one. */
const VERSION = 2;
/**
 * Of what stands in the rows. 1: the text as it is. 2: filled up with zeros to a multiple of BLOCK bytes, so that the length of
 * a row does not tell how many boxes were ticked. An earlier one is rewritten when it is first unlocked (`upgraded`).
 */
const FORMAT = 2;
const BLOCK = 256;
const ITERATIONS = 600_000;
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

function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    let late = false;
    request.onupgradeneeded = () => {
      const { result } = request;
      for (const store of ['header', 'rows']) if (!result.objectStoreNames.contains(store)) result.createObjectStore(store);
    };
    // Another tab holds an older version. What opens after we have said so is closed again.
    request.onblocked = () => { late = true; reject('elsewhere'); };
    request.onerror = () => reject(named(request.error));
    request.onsuccess = () => {
      const database = request.result;
      if (late) return database.close();
      // Another tab upgrades or deletes: give way at once.
      database.onversionchange = event => {
        database.close();
        opening = undefined;
        lose(event.newVersion === null ? 'gone' : 'newer');
      };
      // The browser took it away: its data were cleared.
      database.onclose = () => { opening = undefined; lose('gone'); };
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
async function within(mode, act) {
  const database = await opened();
  return new Promise((resolve, reject) => {
    let transaction, word;
    try {
      transaction = database.transaction(['header', 'rows'], mode, { durability: mode === 'readwrite' ? 'strict' : 'default' });
    } catch (error) {
      return reject(named(error));
    }
    const stop = why => { word = why; transaction.abort(); };
    const answer = act(transaction.objectStore('header'), transaction.objectStore('rows'), stop);
    transaction.oncomplete = () => resolve(answer());
    transaction.onabort = () => reject(word ?? named(transaction.error));
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

const wrapping = (id, kdf, iv) => ({ name: 'AES-GCM', iv, additionalData: bytes(`${NAME} key ${id} ${kdf.iterations}`) });

/** The header of a vault and its data key, which from here on cannot be exported. */
async function sealed(passphrase, id, key) {
  const kdf = { name: 'PBKDF2-HMAC-SHA-256', iterations: ITERATIONS, salt: random(16) }, iv = random(12);
  const kek = await derived(passphrase, kdf, ['wrapKey']);
  return { v: FORMAT, id, kdf, wrapped: { iv, key: new Uint8Array(await crypto.subtle.wrapKey('raw', key, kek, wrapping(id, kdf, iv))) } };
}

async function unsealed(passphrase, { id, kdf, wrapped }, extractable = false) {
  const kek = await derived(passphrase, kdf, ['unwrapKey']);
  return crypto.subtle.unwrapKey('raw', wrapped.key, kek, wrapping(id, kdf, wrapped.iv), 'AES-GCM', extractable, ['encrypt', 'decrypt']);
}

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

/** Rewrites the rows of an earlier format: all of them and the header in one transaction, or none. */
async function upgraded(vault, secret) {
  if (vault.v === FORMAT) return vault;
  const next = { ...vault, v: FORMAT };
  const [keys, rows] = await within('readonly', (header, rows) => {
    const all = [rows.getAllKeys(), rows.getAll()];
    return () => all.map(request => request.result);
  });
  const again = await Promise.all(keys.map(async (key, place) => enciphered(next, secret, key, await deciphered(vault, secret, key, rows[place]))));
  await within('readwrite', (header, rows, stop) => {
    const held = header.get('vault'), count = rows.count();
    held.onsuccess = () => { if (held.result?.id !== vault.id || held.result.v !== vault.v) stop('moved'); };
    count.onsuccess = () => {
      if (count.result !== keys.length) return stop('moved');
      keys.forEach((key, place) => rows.put(again[place], key));
      header.put(next, 'vault');
    };
    return () => {};
  });
  return next;
}

const whole = vault => vault?.id && vault.kdf?.salt && vault.kdf.iterations >= ITERATIONS && vault.wrapped?.key;

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
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(named(request.error));
    request.onblocked = () => reject('elsewhere');
  });
}

const pause = count => Math.min(1000 * 2 ** (count - 1), LONGEST_PAUSE);
/** A clock that was set back must not lock anybody out for a year. */
const left = ({ count, until }) => (count ? Math.max(0, Math.min(until - Date.now(), pause(count))) : 0);

/** One at a time in the whole browser: a second tab does not get a second row of tries. */
const alone = act => navigator.locks.request(`${NAME} tries`, act);

export function create(passphrase) {
  return alone(async () => {
    if (!secure()) failed('insecure');
    if ([...passphrase.normalize('NFC')].length < LEAST) failed('short');
    const id = hex(random(16));
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
    const vault = await sealed(passphrase, id, key);
    await within('readwrite', (header, rows, stop) => {
      const held = header.get('vault'), any = rows.count();
      held.onsuccess = () => { if (held.result) stop('present'); };
      // Rows without a header: of a vault that lost it. Never written over.
      any.onsuccess = () => (any.result ? stop('damaged') : header.put(vault, 'vault'));
      return () => {};
    });
    return new Handle(vault, await unsealed(passphrase, vault));
  });
}

export function unlock(passphrase) {
  return alone(async () => {
    if (!secure()) failed('insecure');
    const { vault, tries } = await headerOf();
    if (vault === undefined) failed('gone');
    if (vault.v > FORMAT) failed('newer');
    if (!whole(vault)) failed('damaged');
    const key = await tried(passphrase, vault, tries);
    return new Handle(await upgraded(vault, key), key);
  });
}

/** The key, or a word; counted before it is tried, so that closing the tab in between counts too. */
async function tried(passphrase, vault, tries, extractable) {
  const wait = left(tries);
  if (wait > 0) failed(`wait ${Math.ceil(wait)}`);
  const count = tries.count + 1;
  await put('tries', { count, until: Date.now() + pause(count) });
  let key;
  try {
    key = await unsealed(passphrase, vault, extractable);
  } catch {
    await put('tries', { count, until: Date.now() + pause(count) });
    failed(`wrong ${pause(count)}`);
  }
  await put('tries', { count: 0, until: 0 });
  return key;
}

const put = (name, value) => within('readwrite', header => { header.put(value, name); return () => {}; });

// ---- an open vault -----------------------------------------------------------------------------------------------

class Handle {
  #vault;
  #key;
  /** What is being read or written: it comes to its end before the key goes. */
  #busy = new Set();
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


  #during(act) {
    this.#busy.add(act);
    const done = () => this.#busy.delete(act);
    act.then(done, done);
    return act;
  }

  /** `[[key, text]]`, in the order of keys. */
  read(prefix) { return this.#during(this.#read(prefix)); }

  async #read(prefix) {
    if (this.#key === null) failed('locked');
    const [keys, rows, vault] = await within('readonly', (header, rows) => {
      const range = prefix ? IDBKeyRange.bound(prefix, `${prefix}\uffff`) : undefined;
      const all = [rows.getAllKeys(range), rows.getAll(range), header.get('vault')];
      return () => all.map(request => request.result);
    });
    if (vault?.id !== this.#vault.id) failed('gone');
    if (vault.v !== this.#vault.v) failed('newer');
    return inTurns(keys, async (key, place) => [key, await deciphered(this.#vault, this.#key, key, rows[place])]);
  }

  /** How many rows there are of a kind: nothing is decrypted. */
  count(prefix) {
    return this.#during(within('readonly', (header, rows) => {
      const found = rows.count(IDBKeyRange.bound(prefix, `${prefix}\uffff`));
      return () => found.result;
    }));
  }

  /** `[verb, key, text]` lines in one transaction: "put", "add" (fails with "moved"), "delete". */
  write(lines) { return this.#during(this.#write(lines)); }

  async #write(lines) {
    const closed = await inTurns(lines, ([verb, key, text]) => (verb === 'delete' ? undefined : enciphered(this.#vault, this.#key, key, text)));
    const now = Date.now();
    await within('readwrite', (header, rows, stop) => {
      const vault = header.get('vault'), seen = header.get('seen');
      vault.onsuccess = () => {
        // Deleted, or made anew by another tab with another key: not ours to write into.
        if (vault.result?.id !== this.#vault.id) return stop('gone');
        if (vault.result.v !== this.#vault.v) return stop('newer');
        (function turn(from) {
          let last;
          for (let place = from; place < Math.min(from + TURN, lines.length); place++) {
            const [verb, key] = lines[place];
            last = verb === 'delete' ? rows.delete(key) : rows[verb](closed[place], key);
          }
          // The transaction stays open from one request to the next.
          if (from + TURN < lines.length) last.onsuccess = () => turn(from + TURN);
        })(0);
      };
      // The latest time at which this device wrote: a clock that stands before it is wrong.
      seen.onsuccess = () => { if (!(seen.result > now)) header.put(now, 'seen'); };
      return () => {};
    });
    this.#channel.postMessage({ id: this.#vault.id, keys: lines.map(([, key]) => key) });
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
      if (vault?.id !== this.#vault.id) failed('gone');
      await tried(passphrase, vault, tries);
    });
  }

  /** Wraps the same key with another passphrase: no row changes. */
  rekey(before, after) {
    return alone(async () => {
      if ([...after.normalize('NFC')].length < LEAST) failed('short');
      const { vault, tries } = await headerOf();
      if (vault?.id !== this.#vault.id) failed('gone');
      const next = await sealed(after, vault.id, await tried(before, vault, tries, true));
      await put('vault', { ...next, v: vault.v });
    });
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
    this.#heard = this.#lost = () => {};
    this.#channel.close();
    globalThis.dispatchEvent(new Event('virchow-locked'));
  }

  lost(word) {
    const lost = this.#lost;
    this.lock(true);
    lost(word);
  }
}

// ---- the same, as Rust calls it ----------------------------------------------------------------------------------

export const read = (vault, prefix) => vault.read(prefix);
export const count = (vault, prefix) => vault.count(prefix);
export const write = (vault, lines) => vault.write(lines);
export const lock = vault => vault.lock();
export const listen = (vault, heard) => vault.listen(heard);
export const watch = (vault, lost) => vault.watch(lost);
export const seen = vault => vault.seen();
export const check = (vault, passphrase) => vault.check(passphrase);
export const rekey = (vault, before, after) => vault.rekey(before, after);
