// serve.mjs FOLDER [PORT]: a static server for this machine only. Every file as it is, nothing kept by the browser.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';

const root = resolve(process.argv[2] ?? 'dist');
const first = Number(process.argv[3] ?? process.env.PORT ?? 8080);
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8', '.wasm': 'application/wasm',
  '.ts': 'text/plain; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json',
};

const server = createServer((request, response) => {
  const answer = (status) => response.writeHead(status, { 'content-type': 'text/plain' }).end(`${status}\n`);
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405);
  let path;
  try {
    path = join(root, normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)));
    if (path.endsWith(sep)) path += 'index.html';
    if (!path.startsWith(root + sep) || !statSync(path).isFile()) return answer(404);
  } catch {
    return answer(404);
  }
  response.writeHead(200, {
    // As docs/for-hosts/ward-security.md asks of a hospital's server; Strict-Transport-Security means nothing without https.
    ...([`${sep}ward.html`, `${sep}quality.html`].some(page => path.endsWith(page)) && { 'cross-origin-opener-policy': 'same-origin', 'content-security-policy': "frame-ancestors 'none'" }),
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD') return response.end();
  createReadStream(path).pipe(response);
});

let port = first;
server.on('error', (error) => {
  if (error.code === 'EADDRINUSE' && port < first + 50) return server.listen(++port, '127.0.0.1');
  console.error(`serve: ${error.message}`);
  process.exit(1);
});
server.on('listening', () => console.log(`\n  Virchow: http://127.0.0.1:${port}/    (Ctrl-C stops it)\n`));
server.listen(port, '127.0.0.1');
