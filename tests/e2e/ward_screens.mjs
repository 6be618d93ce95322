// Pictures of the ward's pages, both languages, into docs/screens/: part of `npm run screens`.
import { statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import UPNG from 'upng-js';
import { tablet } from './tablet.mjs';

const OUT = process.env.OUT ?? fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const LIMIT = 250 * 1024;
const FRAMES = 3;

for (const [tag, lang] of [['zh', 'zh-CN'], ['en', 'en']]) {
  const it = await tablet({ width: 1280, height: 900 });
  const picture = async (name, width, height = 900) => {
    await it.session.size(width, height);
    await it.run(async frames => { for (let frame = 0; frame < frames; frame++) await new Promise(requestAnimationFrame); scrollTo(0, 0); }, FRAMES);
    await new Promise(next => setTimeout(next, 300));
    const { data } = await it.session.cdp('Page.captureScreenshot', { format: 'png' });
    const image = UPNG.decode(Buffer.from(data, 'base64')), small = Buffer.from(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, 256));
    const file = `${OUT}${tag}-${width}-ward-${name}.png`;
    writeFileSync(file, small);
    if (statSync(file).size > LIMIT) throw new Error(`${file} is too heavy`);
  };
  try {
    await it.open();
    await it.speak(lang);
    await it.open();
    await it.create();
    await it.press('[data-action="demo"]');
    await it.see('[data-board="38"]', 60_000);
    await it.press('[data-action="switch-user"]');
    await it.press('[data-person="physician"]');
    await it.see('.bed');
    for (const [width, height] of [[1280, 900], [768, 1024], [480, 900]]) await picture('board', width, height);
    // Somebody who was scored again and again, with a drug that was held: there is something to see.
    const bed = await it.run(() => [...document.querySelectorAll('.bed')].find(bed => /演示06/.test(bed.textContent))?.dataset.open);
    await it.press(`[data-open="${bed}"]`);
    await it.see('[data-dues]');
    await picture('patient', 768, 1024);
    await it.press('[data-tab="story"]');
    await it.see('.trend');
    await picture('timeline', 1280);
    await it.press('[data-tab="audit"]');
    await it.see('[data-verdict]');
    await picture('audit', 768, 1024);
    await it.press('[data-tab="work"]');
    await it.press('[data-action="leaflet"]');
    await it.see('[data-sheet="leaflet"]');
    await picture('leaflet', 768, 1024);
    await it.press('[data-page="handover"]');
    await it.see('[data-sheet="handover"]');
    await it.session.cdp('Emulation.setEmulatedMedia', { media: 'print' });
    await picture('handover', 768, 1086);
  } finally {
    await it.quit();
    await it.server.close();
  }
}
