// his.mjs FOLDER PORT: the server side of a hospital, as small as it can be. Serves FOLDER, takes POST /his/vte, and keeps each
// event once, by its id, as a line of FOLDER.jsonl. A real one writes to a table whose primary key is event.id.
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

const [folder = 'site', port = 8080] = process.argv.slice(2), root = resolve(folder), table = `${root}.jsonl`;
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.wasm': 'application/wasm' };
const known = new Set(existsSync(table) ? readFileSync(table, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line).id) : []);

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (request.method === 'POST' && pathname === '/his/vte') {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const event = JSON.parse(Buffer.concat(chunks));
    const status = known.has(event.id) ? 'duplicate' : 'accepted';
    // First the disk, then the answer: what is confirmed must not be lost.
    if (status === 'accepted') appendFileSync(table, `${JSON.stringify(event)}\n`, { flush: true });
    known.add(event.id);
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status }));
  }
  let file = join(root, decodeURIComponent(pathname));
  if (file.endsWith(sep)) file += 'index.html';
  // Pages of another origin may load the script (virchow-host.js), and nothing else is asked of us.
  const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache', 'access-control-allow-origin': '*' };
  if (!file.startsWith(root + sep) || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  response.writeHead(200, headers).end(readFileSync(file));
}).listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/ stores into ${table}`));
