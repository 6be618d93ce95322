// What pages say at level error, and which of it a suite breaks itself. Every suite ends with a look at it (driver.mjs): a
// page that threw, a promise that nobody caught, a panic of wasm, or an error in the console fails the suite.
//
// The list of what is allowed is short and by name. A request that a test made its server refuse needs no name: the server
// wrote it down (`broken` in server.mjs).

/** By name: what the browser says when a test breaks it. Nothing here matches an exception or a panic but the last three. */
const NAMED = {
  // The line is cut, the server is closed or killed, a request is held until the page has gone.
  network: /net::ERR_|Failed to load resource: net::|Failed to fetch|due to access control checks|WebSocket connection/,
  // A page whose own policy forbids what the test wants to see forbidden, and reports it.
  policy: /Content Security Policy|Content-Security-Policy|Refused to (load|execute|apply|connect|compile|frame|create)|TrustedHTML|TrustedScript|Trusted Types|frame-ancestors|X-Frame-Options/,
  // Another origin that is not allowed to read, or to be written to.
  origin: /blocked by CORS policy|does not match the recipient window's origin|blocked a frame with origin|Cross-Origin/,
  // A file that the test put there with the wrong type or content.
  file: /MIME type|Unexpected token|Invalid or unexpected token|module script|WebAssembly\.(instantiate|compile)|CompileError|SyntaxError/,
  // A worker's own attempt to serve a page while the server is away.
  worker: /ServiceWorker|service worker/,
  // A host page of the test that throws on purpose.
  host: /\/hosts?\/|\/(job|crash|schedules|stranger|raw|smart|framed|shell|asking|nostore|violations)(\.html|\.js)?[ :?]/,
  // The test makes the engine trap, or empties the database under the page.
  panic: /panicked at|RuntimeError|unreachable|E_INTERNAL/,
  // A page of the test that writes a property as an attribute.
  attribute: /Not an attribute/,
  // The test takes the store away.
  store: /IndexedDB|InvalidStateError|QuotaExceededError|UnknownError|database/,
};

/** "Failed to load resource: the server responded with a status of 503 (…)" at an address that a test made its server refuse. */
function wasRefused(line, broken) {
  const status = /responded with a status of (\d+)/.exec(line)?.[1];
  const url = /^(https?:\/\/[^\s]+) /.exec(line)?.[1];
  // A record service that was told not to answer, or to break off.
  if (url && /net::ERR_/.test(line) && broken.has(`cut ${new URL(url).pathname}`)) return true;
  // A server that the test has closed.
  if (url && /net::ERR_/.test(line) && broken.has(`closed ${new URL(url).port}`)) return true;
  return Boolean(status && url && broken.has(`${status} ${decodeURIComponent(new URL(url).pathname)}`));
}

/** The lines that nobody broke on purpose. */
export function faultsOf(said, breaks, broken) {
  const allowed = breaks.map(name => {
    if (!NAMED[name]) throw new Error(`no such name in console.mjs: ${name}`);
    return NAMED[name];
  });
  return said.filter(line => !/\/favicon\.ico/.test(line) && !wasRefused(line, broken) && !allowed.some(pattern => pattern.test(line)));
}
