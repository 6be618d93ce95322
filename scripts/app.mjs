// app.mjs [DIST]: what the ward's page loads beside its wasm: the boot script, one style sheet out of styles/ward/, icons.
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from './pack.mjs';

const dist = process.argv[2] ?? 'dist', app = (name) => join(dist, 'app', name);

pack('src/web/offline/boot.js', app('boot.js'), '--format=esm');
const sheet = app('sheet.css');
writeFileSync(sheet, readdirSync('styles/ward').sort().map((name) => readFileSync(join('styles/ward', name), 'utf8')).join(''));
pack(sheet, app('app.css'));
rmSync(sheet);
// Of the two large ones the masked one is drawn smaller: a launcher that cuts a circle out of it takes nothing of the drawing.
for (const name of ['icon-192.png', 'icon-512.png', 'icon-mask-512.png']) copyFileSync(join('src/web/offline', name), app(name));
