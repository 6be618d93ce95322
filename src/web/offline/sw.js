// Makes the stand-alone pages work without a network. One version of the program is one cache, filled whole or not at all,
// each file held to its digest; what is not in the list goes to the network and is never kept. scripts/precache.mjs writes
// the list. Registered by the ward's page only; a HIS that embeds v1/ never meets it.

const VERSION = __VERSION__;
/** Path under this script to SHA-256 (hex). */
const FILES = __FILES__;
/**
 * A deployment's own: taken from the network where there is one, held to no digest. The list of hosts that may embed
 * (v1/allow.json) is not among them and never kept: a host that was taken off it must not come in by an older copy.
 */
const OWN = __OWN__;

const PREFIX = `virchow ${new URL('./', self.location).pathname} `;
const CACHE = PREFIX + VERSION;
const ROOT = new URL('./', self.location).href;
/** A network that does not answer is none. */
const PATIENCE = 3000;

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));
self.addEventListener('fetch', event => {
  const answer = answered(event.request);
  if (answer) event.respondWith(answer);
});
self.addEventListener('message', event => {
  if (event.data === 'activate') event.waitUntil(offered(event));
  if (event.data === 'claim') event.waitUntil(self.clients.claim());
});

async function install() {
  try {
    // All of it in hand, and right, before anything is kept.
    const files = await Promise.all([...Object.entries(FILES), ...OWN.map(path => [path, null])].map(async ([path, digest]) => {
      const response = await fetch(new Request(ROOT + path, { cache: 'no-cache', credentials: 'same-origin' }));
      if (!response.ok) throw new Error(`${response.status} ${path}`);
      if (digest !== null && hex(await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer())) !== digest) throw new Error(`another ${path}`);
      return [path, response];
    }));
    const cache = await caches.open(CACHE);
    await Promise.all(files.map(([path, response]) => cache.put(ROOT + path, response)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Only now is the version before no longer of use to anybody. */
async function activate() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

/** A person asks for the new version. Not while another page of ours is open: it would go on with half of each. */
async function offered({ ports: [port] }) {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  const free = pages.filter(({ url }) => url.startsWith(ROOT)).length <= 1;
  port?.postMessage(free ? 'activating' : 'busy');
  if (free) await self.skipWaiting();
}

function answered({ url, method, headers }) {
  if (method !== 'GET' || !url.startsWith(ROOT) || headers.has('range')) return undefined;
  // The query is for the script in the page (a fresh copy after a crash): the file is the same.
  let path = url.slice(ROOT.length).split(/[?#]/)[0];
  if (path === '') path = 'index.html';
  if (OWN.includes(path)) return newest(path);
  return path in FILES ? kept(path) : undefined;
}

async function kept(path) {
  const found = await (await caches.open(CACHE)).match(ROOT + path);
  // The browser has thrown it away: the network still has it, and the next start fills the cache again.
  return found ?? fetch(ROOT + path);
}

async function newest(path) {
  const late = new AbortController(), timer = setTimeout(() => late.abort(), PATIENCE);
  try {
    const response = await fetch(ROOT + path, { cache: 'no-cache', signal: late.signal });
    if (!response.ok) throw new Error(response.status);
    (await caches.open(CACHE)).put(ROOT + path, response.clone());
    return response;
  } catch {
    return kept(path);
  } finally {
    clearTimeout(timer);
  }
}

const hex = buffer => [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, '0')).join('');
