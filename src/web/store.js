// IndexedDB as three verbs. Plain script rather than a Rust library: the futures around each request weighed 10 kB
// (brotli) of a first visit, and a transaction must not wait on one.
//
// `say` is how an element is heard; where that element was given a keeper of its own, the keeper has the first two verbs,
// with the same answers, and nothing is written here (src/web/vault/keeper.js).

const STORES = ['drafts', 'events', 'outbox', 'leases'];

let opening;

/** Version 1: drafts and events by contextId, outbox by event id, leases by contextId. Values are JSON text. */
function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('virchow', 1);
    request.onupgradeneeded = () => STORES.forEach(name => request.result.createObjectStore(name));
    request.onsuccess = () => {
      // Another window upgrades or deletes: give way, and fail loudly on the next use.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new DOMException('', 'BlockedError'));
  }).catch(error => {
    // Not for ever: the next verb tries again.
    opening = undefined;
    throw error;
  });
  return opening;
}

/** One transaction; `act` starts it and says what it answers once it is complete. Fails with whether the disk is full. */
async function within(stores, mode, options, act) {
  try {
    const database = await opened();
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, mode, options);
      const answer = act(transaction, resolve);
      transaction.oncomplete = () => resolve(answer());
      transaction.onabort = () => reject(transaction.error);
    });
  } catch (error) {
    // By name, never by class: it may be of another realm.
    throw error?.name === 'QuotaExceededError';
  }
}

/** `[draft, events, outbox ids, outbox entries]` of one admission; the outbox is the whole origin's. */
export const load = (say, context) =>
  say.of?.keeper?.load(context) ?? within(STORES.slice(0, 3), 'readonly', {}, transaction => {
    const outbox = transaction.objectStore('outbox');
    const requests = [transaction.objectStore('drafts').get(context), transaction.objectStore('events').get(context), outbox.getAllKeys(), outbox.getAll()];
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
      free = by === owner || Number(lapses) < now;
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
