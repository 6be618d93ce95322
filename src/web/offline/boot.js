// The script of the ward's page and of the quality office alone: starts the app, keeps it usable without a network, and clears the memory after a lock. Says in
// both languages when the app cannot start, and when the page cannot begin anew.

// Before anything is drawn: light or dark as chosen on this device (element.js).
try { document.documentElement.dataset.theme = localStorage.getItem('virchow-theme') ?? 'auto'; } catch { /* as the device has it */ }

/** The same program is the ward or, alone, the quality office: the page says which. */
const alone = Boolean(document.getElementById('office'));
const FAILURE = alone ? [
  ['zh-CN', '质控程序未能启动。请检查网络后重新载入；浏览器须为 Chromium 109、Firefox 115 或 Safari 16.4 以上。'],
  ['en', 'The quality office could not start. Check the network and load again; the browser must be Chromium 109, Firefox 115, Safari 16.4 or later.'],
] : [
  ['zh-CN', '病区程序未能启动。请检查网络后重新载入；浏览器须为 Chromium 109、Firefox 115 或 Safari 16.4 以上。已保存的数据不受影响。'],
  ['en', 'The ward program could not start. Check the network and load again; the browser must be Chromium 109, Firefox 115, Safari 16.4 or later. What is stored is untouched.'],
];

const LOCKED = [
  ['zh-CN', '已锁定。患者数据已从本页清除，已保存的数据不受影响。现在无法从服务器载入本页：请检查网络，再点“重新载入”。'],
  ['en', 'Locked. The patient data are cleared from this page; what is stored is untouched. The server cannot bring the page just now: check the network, then load again.'],
];

/** Nothing but these words and a button is on the page from here on. */
function panel(name, texts) {
  unwatch();
  const panel = document.createElement('main'), alert = document.createElement('div');
  panel.className = 'failed notranslate';
  panel.dataset.panel = name;
  panel.appendChild(document.createElement('h1')).append(alone ? 'Virchow 质控室 / quality office' : 'Virchow 病区 / ward');
  alert.setAttribute('role', 'alert');
  panel.append(alert);
  for (const [lang, words] of texts) {
    const line = alert.appendChild(document.createElement('p'));
    line.lang = lang;
    line.append(words);
  }
  const button = panel.appendChild(document.createElement('button'));
  button.type = 'button';
  button.append('重新载入 / Load again');
  button.addEventListener('click', () => location.reload());
  document.body.replaceChildren(panel);
}
const fail = () => panel('failed', FAILURE);

const app = import('./app.js');
/** What others (a translator, an extension) change of the app's pages is undone from its start on, until the page is cleared. */
let unwatch = () => {};
const widget = () => import('../v1/virchow.js');

/** Overwrites what the engines of the app and of the form held. No timer or listener enters either of them any more. */
async function wipe() {
  await Promise.allSettled([app.then(({ stop }) => stop()), widget().then(({ default: init }) => init.wipe())]);
}

// A trap in the app: the screen may be half-drawn, and nothing of the app would lock it any more. What the form holds is
// written down, which takes it a moment; then the engines are cleared as at a lock.
const FLUSH = 500;
const trapped = error => {
  if (!(error instanceof WebAssembly.RuntimeError) || !/app(_bg)?\.(js|wasm)/.test(error.stack)) return;
  document.querySelectorAll('vte-assessment').forEach(element => element.__flush?.());
  fail();
  setTimeout(wipe, FLUSH);
};
addEventListener('error', event => trapped(event.error));
addEventListener('unhandledrejection', event => trapped(event.reason));

app.then(async ({ default: start, watch }) => {
  await start();
  unwatch = watch(document.body);
}).catch(fail);

// Locked: what the engines held is overwritten, always. Then the page begins anew if the worker or the server can bring it;
// until then, and if neither can, the page says that it is locked and offers to try again.
/** A server that does not answer is none. */
const PATIENCE = 3000;
addEventListener('virchow-locked', async () => {
  unwatch();
  document.body.replaceChildren();
  await wipe();
  const brought = await fetch(location.pathname, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
  if (brought?.ok) location.replace(location.pathname);
  else panel('locked', LOCKED);
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
