// The ward page's own script: starts the app, keeps it usable without a network, and clears the memory after a lock. Says so
// in both languages when the app cannot start.

const FAILURE = [
  ['zh-CN', '病区程序未能启动。请检查网络后重新载入；浏览器须为 Chromium 109、Firefox 115 或 Safari 16.4 以上。已保存的数据不受影响。'],
  ['en', 'The ward program could not start. Check the network and load again; the browser must be Chromium 109, Firefox 115, Safari 16.4 or later. What is stored is untouched.'],
];

function fail() {
  const panel = document.createElement('main');
  panel.className = 'failed';
  panel.setAttribute('role', 'alert');
  for (const [lang, words] of FAILURE) {
    const line = panel.appendChild(document.createElement('p'));
    line.lang = lang;
    line.append(words);
  }
  const button = panel.appendChild(document.createElement('button'));
  button.type = 'button';
  button.append('重新载入 / Load again');
  button.addEventListener('click', () => location.reload());
  document.body.replaceChildren(panel);
}

// A trap in the app: the screen may be half-drawn. What was stored is safe; the widget speaks for itself.
let leaving = false;
const trapped = error => { if (!leaving && error instanceof WebAssembly.RuntimeError && /app(_bg)?\.(js|wasm)/.test(error.stack)) fail(); };
addEventListener('error', event => trapped(event.error));
addEventListener('unhandledrejection', event => trapped(event.reason));

const app = import('./app.js');
app.then(({ default: start }) => start()).catch(fail);

// Locked: the page begins anew, and what the two engines held is overwritten before. Where no worker of ours could bring the
// page again, it stays, with the gate on it.
addEventListener('virchow-locked', async () => {
  if (!navigator.serviceWorker?.controller) return;
  leaving = true;
  try {
    new Uint8Array((await (await app).default()).memory.buffer).fill(0);
    (await import('../v1/virchow.js')).default.wipe();
  } catch { /* nothing to clear */ }
  location.replace(location.pathname);
});

// Under Trusted Types a worker's address needs a policy; this one knows one address.
const worker = new URL('../sw.js', import.meta.url).href;
const policy = globalThis.trustedTypes?.createPolicy('virchow', {
  createScriptURL: url => { if (url !== worker) throw new TypeError('not ours'); return url; },
});
const script = policy ? policy.createScriptURL(worker) : worker;
const scope = new URL('../', import.meta.url).pathname;
const MINUTE = 60_000;

/**
 * Until a worker of ours serves this page. One that could not come whole is gone, and is sent for again. A page that was on
 * its way when the worker began is not among those it took, and asks to be; not if the page is newer than what is kept.
 */
async function serve() {
  if (navigator.serviceWorker.controller?.scriptURL === worker) return;
  const registration = await navigator.serviceWorker.register(script, { scope, updateViaCache: 'none' });
  if (!registration.active) return;
  await registration.update();
  if (!registration.installing && !registration.waiting) registration.active.postMessage('claim');
}
if (navigator.serviceWorker) {
  const attempt = () => serve().catch(() => {});
  attempt();
  addEventListener('online', attempt);
  setInterval(attempt, MINUTE);
}
