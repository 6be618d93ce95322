// IndexedDB as three verbs. Plain script rather than a Rust library: the futures around each request weighed 10 kB
// (brotli) of a first visit, and a transaction must not wait on one.

const STORES = ['drafts', 'events', 'outbox', 'leases'];

/** Version 1: drafts and events by contextId, outbox by event id, leases by contextId. Values are JSON text. */
export function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('virchow', 1);
    request.onupgradeneeded = () => STORES.forEach(name => request.result.createObjectStore(name));
    request.onsuccess = () => {
      // Another window upgrades or deletes: give way, and fail loudly on the next use.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new DOMException('', 'BlockedError'));
  });
}

/** `[draft, events, outbox ids, outbox entries]` of one admission; the outbox is the whole origin's. */
export function load(database, context) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORES.slice(0, 3));
    const outbox = transaction.objectStore('outbox');
    const requests = [transaction.objectStore('drafts').get(context), transaction.objectStore('events').get(context), outbox.getAllKeys(), outbox.getAll()];
    transaction.oncomplete = () => resolve(requests.map(request => request.result));
    transaction.onabort = () => reject(transaction.error);
  });
}

/**
 * Writes `[store, key, text | null]` lines, all or nothing (null deletes). With `context`, only if the events held for
 * it are still `seen`; answers false, and nothing is written, when another window was faster.
 */
export function write(database, lines, strict, context, seen) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(lines.map(line => line[0]), 'readwrite', { durability: strict ? 'strict' : 'relaxed' });
    let moved = false;
    transaction.oncomplete = () => resolve(true);
    transaction.onabort = () => (moved ? resolve(false) : reject(transaction.error));
    const put = () => lines.forEach(([store, key, text]) => (text === null ? transaction.objectStore(store).delete(key) : transaction.objectStore(store).put(text, key)));
    if (context === undefined) return put();
    const held = transaction.objectStore('events').get(context);
    held.onsuccess = () => {
      moved = held.result !== seen;
      if (moved) transaction.abort();
      else put();
    };
  });
}

const locks = new Map();

/** Takes or keeps the right to deliver for `context`: a Web Lock, or a row that lapses where Locks are absent. */
export function lease(database, context, owner, now, until) {
  const mine = `${owner} ${context}`;
  if (locks.has(mine)) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    if (navigator.locks) {
      const held = lock => {
        resolve(lock !== null);
        return lock && new Promise(release => locks.set(mine, release));
      };
      navigator.locks.request(`virchow ${context}`, { ifAvailable: true }, held).catch(reject);
      return;
    }
    const transaction = database.transaction('leases', 'readwrite');
    const leases = transaction.objectStore('leases');
    const row = leases.get(context);
    let free = false;
    row.onsuccess = () => {
      const [lapses, by] = (row.result ?? '0 ').split(' ');
      free = by === owner || Number(lapses) < now;
      if (free) leases.put(`${until} ${owner}`, context);
    };
    transaction.oncomplete = () => resolve(free);
    transaction.onabort = () => reject(transaction.error);
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
