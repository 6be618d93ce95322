// The way out of a browser under test. Every browser here is told to ask a proxy for whatever is not on this machine; the
// proxy leads names that a test made up to its own server, refuses the rest, and keeps a list of it. A browser is not
// closed before that list is looked at (driver.mjs), so that "no request leaves the origin" is held in every suite.
import { createServer, request as ask } from 'node:http';

// What a browser says on its own behalf, whatever page it shows: switched off as far as it lets itself be.
const OF_THE_BROWSER = /(^|\.)(google\.com|googleapis\.com|gstatic\.com|gvt1\.com|google-analytics\.com|duckduckgo\.com|mozilla\.com|mozilla\.net|mozilla\.org|firefox\.com|mozgcp\.net)$/;

// `hosts`: { 'his.example': port }.
export async function wayOut(hosts = {}) {
  const outside = [];
  const note = (method, host) => { if (!OF_THE_BROWSER.test(host.replace(/:\d+$/, ''))) outside.push(`${method} ${host}`); };
  const proxy = createServer((request, response) => {
    let url;
    try { url = new URL(request.url); } catch { return response.writeHead(400).end(); }
    const port = hosts[url.hostname];
    if (port === undefined) {
      note(request.method, url.host);
      return response.writeHead(502).end();
    }
    const on = ask({ host: '127.0.0.1', port, method: request.method, path: url.pathname + url.search, headers: { ...request.headers, host: url.host } }, answer => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
      // Half an answer is half an answer on this side too.
      answer.on('aborted', () => response.destroy());
    });
    on.on('error', () => response.destroy());
    for (const end of [request, response]) end.on('error', () => on.destroy());
    request.pipe(on);
  });
  proxy.on('connect', (request, socket) => {
    // A browser hangs up when it pleases, and a socket without a listener takes the suite with it.
    socket.on('error', () => {});
    note('CONNECT', request.url);
    socket.end('HTTP/1.1 502 Refused\r\n\r\n');
  });
  proxy.on('clientError', (error, socket) => socket.destroy());
  await new Promise((ready, failed) => proxy.once('error', failed).listen(0, '127.0.0.1', ready));
  // An open connection of a browser that was killed must not keep a suite alive.
  proxy.unref();
  return { outside, address: `127.0.0.1:${proxy.address().port}`, close: () => { proxy.closeAllConnections(); return new Promise(done => proxy.close(done)); } };
}
