// app.mjs [DIST]: what the ward's page loads beside its wasm: the boot script, one style sheet out of styles/ward/, icons.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { icon } from './icons.mjs';
import { pack } from './pack.mjs';

const dist = process.argv[2] ?? 'dist', app = (name) => join(dist, 'app', name);

pack('src/web/offline/boot.js', app('boot.js'), '--format=esm');
const sheet = app('sheet.css');
writeFileSync(sheet, readdirSync('styles/ward').sort().map((name) => readFileSync(join('styles/ward', name), 'utf8')).join(''));
pack(sheet, app('app.css'));
rmSync(sheet);
for (const [name, size, inset] of [['icon-192', 192], ['icon-512', 512], ['icon-mask-512', 512, 0.8]]) writeFileSync(app(`${name}.png`), icon(size, inset));
