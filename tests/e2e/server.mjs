// A hospital's web server, small: the built widget under /virchow/, host pages under /, and a record service at
// /his/vte that answers as it is told to. One server is one origin; start several for several origins.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = path => fileURLToPath(new URL(path, import.meta.url));
export const DIST = process.env.DIST || at('../../dist');
/** What scripts/examples.mjs has bundled. */
const BUNDLED = ['react19', 'react18', 'vue3', 'angular'].map(name => [`/examples/${name}/`, at(`../../target/examples/${name}/`)]);
const FOLDERS = [['/virchow/', DIST], ...BUNDLED, ['/examples/', at('../../examples')], ['/benches/', at('../../benches')], ['/vault/', at('../../src/web/vault')], ['/', at('./hosts')]];
const MIME = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json', '.png': 'image/png', '.ts': 'text/plain; charset=utf-8',
};

// What bridge.md promises to work under, to the letter, and the same without leave to compile wasm.
export const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; "
  + "require-trusted-types-for 'script'; trusted-types 'none'";
export const NO_WASM = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
/** What docs/for-hosts/ward-security.md asks a hospital's server to send with the tablet's page. */
const WARD = { 'cross-origin-opener-policy': 'same-origin', 'content-security-policy': "frame-ancestors 'none'" };
const CSP = { '/strict.html': STRICT, '/nowasm.html': NO_WASM };

// The record service. `mode` is how it answers; `posts` is everything that reached it, in order;
// `effect` is what a service that keeps the idempotency key would have stored.
class His {
  posts = [];
  mode = 'accept';
  held = [];
  reset(mode = 'accept') { this.release(); this.posts = []; this.mode = mode; return this; }
  release() { for (const response of this.held.splice(0)) response.destroy(); }
  get ids() { return this.posts.map(post => post.event?.id); }
  get effect() { return [...new Map(this.posts.filter(post => post.answered).map(post => [post.event.id, post.event])).values()]; }

  async receive(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = JSON.parse(Buffer.concat(chunks).toString());
    // A plain host posts the event itself; our instrumented one wraps it with what came beside it.
    const post = { at: Date.now(), ...(sent.event ? sent : { event: sent }), answered: false };
    const seen = this.posts.some(before => before.answered && before.event.id === post.event.id);
    this.posts.push(post);
    const mode = typeof this.mode === 'function' ? this.mode(post, this.posts.length) : this.mode;
    const answer = (body, status = 200) => {
      post.answered = status === 200 && ['accepted', 'duplicate'].includes(body?.status) && !body.contextId;
      if (status >= 400) broken.add(`${status} /his/vte`);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const accept = () => answer({ status: seen ? 'duplicate' : 'accepted', hostId: `his-${this.posts.length}` });
    const [name, detail] = mode.split(':');
    if (['500', 'drop', 'never'].includes(name)) broken.add('cut /his/vte');
    switch (name) {
      case 'accept': return accept();
      case 'late': await new Promise(done => setTimeout(done, Number(detail))); return accept();
      case 'shape': return answer(['not', 'an', 'answer']);
      case 'unknown': return answer({ status: 'perhaps' });
      case 'other': return answer({ status: 'accepted', contextId: 'adm-of-someone-else' });
      case 'reject': return answer({ status: 'rejected', issues: [{ code: detail ?? 'E_REJECTED', message: { zh: '归档已锁定', en: 'Chart is locked' } }] });
      case 'pending': return answer({ status: 'pending' });
      case '500': return answer({ status: 'error' }, 500);
      // Half an answer, then the line is cut. (Cut before any answer, Chromium itself sends a POST again.)
      case 'drop': response.writeHead(200, { 'content-length': 100 }); response.write('{'); return setTimeout(() => request.socket.destroy(), 20);
      case 'never': this.held.push(response); return;
      default: throw new Error(`no such mode: ${mode}`);
    }
  }
}

// `override`: path → { status?, type?, body?, csp?, wait? }, for files that are missing, mistyped or held back (ms, or what
// a function of the request says).
// `site`: a folder of pages in place of ours. `headers` go out with every file; `bare`: the tablet's page without the headers that protect it.
/** Every URL that reached any server of this process, for engines that tell no more. */
export const asked = [];
/** Every answer that a test made a server give and that a browser calls an error: "404 /virchow/v1/x.js". Not what is missing by
 *  itself: that is a fault. */
export const broken = new Set();

export async function serve({ port = 0, csp = {}, override = {}, headers: extra = {}, bare = false, site } = {}) {
  const folders = site ? [['/', site]] : FOLDERS;
  const his = new His(), requests = [];
  const policies = { ...CSP, ...csp };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const path = decodeURIComponent(url.pathname);
    requests.push({ method: request.method, path: request.url, host: request.headers.host });
    if (path !== '/favicon.ico') asked.push(`http://${request.headers.host}${request.url}`);
    try {
      if (path === '/his/vte') return await his.receive(request, response);
      if (path === '/favicon.ico') return response.writeHead(204).end();
      const special = override[path];
      const [prefix, root] = folders.find(([prefix]) => path.startsWith(prefix));
      let file = normalize(join(root, path.slice(prefix.length)));
      if (file.endsWith('/')) file += 'index.html';
      if (!file.startsWith(root)) return response.writeHead(403).end();
      const body = special?.body ?? await readFile(file);
      const wait = typeof special?.wait === 'function' ? special.wait(request) : special?.wait;
      if (wait) await new Promise(done => setTimeout(done, wait));
      const headers = { 'content-type': special?.type ?? MIME[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache', ...(!bare && ['/virchow/ward.html', '/virchow/quality.html'].includes(path) && WARD), ...extra };
      if (special?.status >= 400) broken.add(`${special.status} ${path}`);
      const policy = special?.csp ?? policies[path];
      if (policy) headers['content-security-policy'] = policy;
      response.writeHead(special?.status ?? 200, headers).end(special?.status >= 400 ? '' : body);
    } catch (error) {
      if (!response.headersSent) response.writeHead(['ENOENT', 'EISDIR'].includes(error.code) ? 404 : 500);
      response.end();
    }
  });
  await new Promise((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));
  return {
    his, requests, override, port: server.address().port, origin: `http://127.0.0.1:${server.address().port}`,
    close: () => { broken.add(`closed ${server.address()?.port}`); his.release(); server.closeAllConnections(); return new Promise(done => server.close(done)); },
  };
}
