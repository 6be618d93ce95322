// app.mjs [DIST]: what the ward's page loads beside its wasm: the boot script and one style sheet out of styles/ward/.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = process.argv[2] ?? 'dist', app = (name) => join(dist, 'app', name);
const pack = (source, target, ...options) =>
  execFileSync('esbuild', [source, '--minify', '--charset=utf8', '--target=chrome109,firefox115,safari16.4', '--log-level=warning', '--allow-overwrite', `--outfile=${target}`, ...options], { stdio: 'inherit' });

pack('src/web/offline/boot.js', app('boot.js'), '--format=esm');
const sheet = app('sheet.css');
writeFileSync(sheet, readdirSync('styles/ward').sort().map((name) => readFileSync(join('styles/ward', name), 'utf8')).join(''));
pack(sheet, app('app.css'));
rmSync(sheet);
