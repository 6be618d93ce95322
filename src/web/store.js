// IndexedDB as three verbs. Plain script rather than a Rust library: the futures around each request weighed 10 kB
// (brotli) of a first visit, and a transaction must not wait on one.
//
// `say` is how an element is heard; where that element was given a keeper of its own, the keeper has the first two verbs,
// with the same answers, and nothing is written here (src/web/vault/keeper.js).

const STORES = ['drafts', 'events', 'outbox', 'leases'];

/** So many seconds a verb waits for an answer; then it has failed. Counted one by one: a page that was frozen hears first what came
 *  meanwhile. */
const PATIENCE = 3;

let opening;

/** What lay there may lie there no more: the elements of the page look, and give back what they have (virchow.js). */
function lost() {
  opening = undefined;
  tellLost();
}
const tellLost = () => globalThis.dispatchEvent?.(new CustomEvent('virchow-store-lost'));

/** Does it when patience is at its end, unless what it gives is called before. */
function patient(act, left = PATIENCE) {
  let timer;
  const wait = () => { timer = setTimeout(left-- ? wait : act, left < 0 ? 0 : 1000); };
  wait();
  return () => clearTimeout(timer);
}

/** Version 1: drafts and events by contextId, outbox by event id, leases by contextId, and `done/<event id>` beside them once
 *  the host has accepted it. Values are JSON text. */
function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('virchow', 1);
    let late = false, slow = false;
    patient(() => { slow = true; });
    request.onupgradeneeded = () => STORES.forEach(name => request.result.createObjectStore(name));
    request.onsuccess = () => {
      const database = request.result;
      // What opens after we have said that it is blocked is closed again: it would stand in the way of others.
      if (late) return database.close();
      // Another window upgrades or deletes, or the browser clears what we stored: give way, and open again for the next verb.
      database.onversionchange = () => { database.close(); lost(); };
      database.onclose = lost;
      resolve(database);
      // Verbs have failed meanwhile: the elements give it what they have.
      if (slow) tellLost();
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => { late = true; reject(new DOMException('', 'BlockedError')); };
  }).catch(error => {
    // Not for ever: the next verb tries again.
    opening = undefined;
    throw error;
  });
  return opening;
}

/** One transaction; `act` starts it and says what it answers once it is complete. Fails with whether the disk is full, or with nothing where no answer came. */
async function within(stores, mode, options, act) {
  let transaction, over, stop;
  const late = new Promise((_, reject) => {
    stop = patient(() => {
      over = true;
      // What has failed is not written later; if it is all the same, the element finds it there when it writes again.
      if (transaction) opening = undefined;
      try { transaction?.abort(); } catch {}
      reject();
    });
  });
  const work = async () => {
    for (let again = false; ; again = true) {
      const database = await opened();
      if (over) return;
      try {
        transaction = database.transaction(stores, mode, options);
      } catch (error) {
        // Closed under us, and nobody said so.
        opening = undefined;
        if (again || error?.name !== 'InvalidStateError') throw error;
        continue;
      }
      return await new Promise((resolve, reject) => {
        const answer = act(transaction, resolve);
        transaction.oncomplete = () => resolve(answer());
        transaction.onabort = () => reject(transaction.error);
      });
    }
  };
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    // By name, never by class: it may be of another realm. Nothing is said of what gave no answer.
    throw over ? undefined : error?.name === 'QuotaExceededError';
  } finally {
    stop();
  }
}

/** Whether what is signed lies with the keeper alone, and not with a host. */
export const keeps = say => Boolean(say.of?.keeper);

/**
 * `[draft, events, outbox ids, outbox entries, draft]` of one admission; the outbox is the whole origin's, the last draft that
 * under the key `aside`.
 */
export const load = (say, context, aside) =>
  say.of?.keeper?.load(context) ?? within(STORES.slice(0, 3), 'readonly', {}, transaction => {
    const outbox = transaction.objectStore('outbox'), drafts = transaction.objectStore('drafts');
    const requests = [drafts.get(context), transaction.objectStore('events').get(context), outbox.getAllKeys(), outbox.getAll(), drafts.get(aside ?? '')];
    transaction.commit();
    return () => requests.map(request => request.result);
  });

/**
 * Writes `[store, key, text | null]` lines, all or nothing (null deletes). With `context`, only if the events held for
 * it are still `seen`; answers false, and nothing is written, when another window was faster.
 */
export const write = (say, lines, strict, context, seen) =>
  say.of?.keeper?.write(lines, strict, context, seen) ?? within(lines.map(line => line[0]), 'readwrite', { durability: strict ? 'strict' : 'relaxed' }, (transaction, resolve) => {
    const put = () => {
      if (lines.some(line => line[0] === 'leases')) transaction.objectStore('leases').delete(old());
      lines.forEach(([store, key, text]) => (text === null ? transaction.objectStore(store).delete(key) : transaction.objectStore(store).put(text, key)));
      // Said, not waited for: a page that is left in this moment may be frozen (WebKit keeps it for the way back), and a
      // transaction of a frozen page stands in the way of every page after it.
      transaction.commit();
    };
    if (context === undefined) put();
    else {
      const held = transaction.objectStore('events').get(context);
      held.onsuccess = () => {
        if (held.result === seen) return put();
        resolve(false);
        transaction.abort();
      };
    }
    return () => true;
  });

/** Whether the host has accepted the event, by the row that was left when it did. A keeper is its own host, and marks nothing. */
export const accepted = (say, key) =>
  say.of?.keeper ? Promise.resolve(true) : within('leases', 'readonly', {}, transaction => {
    const row = transaction.objectStore('leases').get(key);
    return () => row.result !== undefined;
  });

const MONTH = 30 * 86_400_000;
/** Marks of events that no instance can still be waiting for: ids are uuid v7 and begin with their time. */
function old() {
  const time = Math.max(0, Date.now() - MONTH).toString(16).padStart(12, '0');
  return IDBKeyRange.bound('done/', `done/${time.slice(0, 8)}-${time.slice(8)}`);
}

const locks = new Map();

/** Takes or keeps the right to deliver for `context`: a Web Lock, or a row that lapses where Locks are absent. */
export async function lease(say, context, owner, now, until) {
  const mine = `${owner} ${context}`;
  if (say.of?.keeper || locks.has(mine)) return true;
  if (navigator.locks) {
    return new Promise((resolve, reject) => {
      const held = lock => {
        resolve(lock !== null);
        return lock && new Promise(release => locks.set(mine, release));
      };
      navigator.locks.request(`virchow ${context}`, { ifAvailable: true }, held).catch(() => reject(false));
    });
  }
  return within('leases', 'readwrite', {}, transaction => {
    const leases = transaction.objectStore('leases');
    const row = leases.get(context);
    let free = false;
    row.onsuccess = () => {
      const [lapses, by] = (row.result ?? '0 ').split(' ');
      // One that lapses later than any that is taken now was taken before the clock was set back.
      free = by === owner || Number(lapses) < now || Number(lapses) > until;
      if (free) leases.put(`${until} ${owner}`, context);
    };
    return () => free;
  });
}

/** Gives back every lock of `owner`. */
export function release(owner) {
  for (const [mine, free] of locks) {
    if (mine.startsWith(owner)) {
      locks.delete(mine);
      free();
    }
  }
}
