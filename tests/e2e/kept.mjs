// A whole origin's databases as one JSON text, out of a page and into a page: bytes are base64, a sign in front tells which.
import { webcrypto } from 'node:crypto';

/** Runs in the page: `{ version, stores: { name: [[key, value]] } }` of a database, bytes as "b64:…". */
export async function takenOut(name) {
  const coded = value => value instanceof Uint8Array || value instanceof ArrayBuffer ? `b64:${btoa(String.fromCharCode(...new Uint8Array(value)))}`
    : Array.isArray(value) ? value.map(coded) : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, of]) => [key, coded(of)])) : value;
  const answered = request => new Promise((done, bad) => { request.onsuccess = () => done(request.result); request.onerror = () => bad(request.error); });
  const database = await answered(indexedDB.open(name));
  try {
    const stores = {};
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([answered(rows.getAllKeys()), answered(database.transaction(store).objectStore(store).getAll())]);
      stores[store] = keys.map((key, place) => [key, coded(values[place])]);
    }
    return { version: database.version, stores };
  } finally { database.close(); }
}

/** Runs in the page: puts such a database there, in the place of what there is. */
export async function putBack(name, { version, stores }) {
  const bytes = value => typeof value === 'string' && value.startsWith('b64:') ? Uint8Array.from(atob(value.slice(4)), c => c.charCodeAt(0))
    : Array.isArray(value) ? value.map(bytes) : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, of]) => [key, bytes(of)])) : value;
  const gone = indexedDB.deleteDatabase(name);
  await new Promise((done, bad) => { gone.onsuccess = done; gone.onerror = gone.onblocked = () => bad(new Error('the database is in use')); });
  return new Promise((done, bad) => {
    const opening = indexedDB.open(name, version);
    opening.onerror = () => bad(opening.error);
    opening.onupgradeneeded = () => Object.keys(stores).forEach(store => opening.result.createObjectStore(store));
    opening.onsuccess = () => {
      const names = Object.keys(stores), transaction = opening.result.transaction(names, 'readwrite');
      for (const [store, rows] of Object.entries(stores)) for (const [key, value] of rows) transaction.objectStore(store).put(bytes(value), key);
      transaction.oncomplete = () => { opening.result.close(); done(true); };
      transaction.onabort = () => bad(transaction.error);
    };
  });
}

const base64 = text => Buffer.from(text.slice(4), 'base64');

/** The rows of a ward's database in clear, `{ key: text }`, read by another program than ours. */
export async function inClear({ stores }, passphrase) {
  const { subtle } = webcrypto, utf8 = text => new TextEncoder().encode(text);
  const vault = new Map(stores.header).get('vault'), iv = base64(vault.wrapped.iv);
  const words = await subtle.importKey('raw', utf8(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveKey']);
  const wrapping = await subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: base64(vault.kdf.salt), iterations: vault.kdf.iterations }, words, { name: 'AES-GCM', length: 256 }, false, ['unwrapKey']);
  const key = await subtle.unwrapKey('raw', base64(vault.wrapped.key), wrapping, { name: 'AES-GCM', iv, additionalData: utf8(`virchow-ward key ${vault.id} ${vault.kdf.iterations}`) }, 'AES-GCM', false, ['decrypt']);
  const rows = await Promise.all(stores.rows.map(async ([name, value]) => {
    const row = base64(value), about = { name: 'AES-GCM', iv: row.subarray(0, 12), additionalData: utf8(`virchow-ward/${vault.v} ${vault.id} ${name}`) };
    return [name, new TextDecoder().decode(await subtle.decrypt(about, key, row.subarray(12))).replace(/\0+$/, '')];
  }));
  return Object.fromEntries(rows);
}
