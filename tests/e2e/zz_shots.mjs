import { writeFileSync, mkdirSync } from 'node:fs';
import { tablet } from './tablet.mjs';
const OUT = '/tmp/wshots/'; mkdirSync(OUT, { recursive: true });
const only = process.argv[2];
for (const [tag, lang, theme] of [['zh', 'zh-CN', 'light'], ['en', 'en', 'dark']]) {
  const it = await tablet({ width: 1280, height: 900 });
  const shot = async (name, wide = [1280, 768, 480]) => {
    for (const width of wide) {
      await it.session.size(width, width === 480 ? 900 : width === 768 ? 1024 : 900);
      await it.run(async () => { for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame); });
      await new Promise(n => setTimeout(n, 150));
      const { data } = await it.session.cdp('Page.captureScreenshot', { format: 'png', captureBeyondViewport: false });
      writeFileSync(`${OUT}${tag}-${name}-${width}.png`, Buffer.from(data, 'base64'));
    }
    await it.session.size(1280, 900);
  };
  const set = (s, v) => it.run((s, v) => { const e = document.querySelector(s); e.value = v; e.dispatchEvent(new Event('change', { bubbles: true })); }, s, v);
  try {
    await it.open(); await it.speak(lang); await it.run(t => localStorage.setItem('virchow-theme', t), theme); await it.open(); await it.create();
    await shot('setup', [1280, 480]);
    await it.press('[data-page="data"]'); await it.see('[data-section="room"]'); await shot('data', [1280, 480]);
    await it.press('.way-back button');
    await it.press('[data-action="demo"]'); await it.see('[data-board="38"]', 60000);
    await shot('board');
    await it.press('[data-action="admit"]'); await set('[name="setting"]', 'obstetric'); await set('[name="label"]', 'X'); await set('[name="bed"]', '90'); await set('[name="born"]', '2030-01-01'); await it.press('[data-action="admit-now"]'); await it.see('.spot .trouble'); await shot('admit');
    await it.press('[data-page="board"]'); await it.press('.beds > li:nth-child(3) > .bed'); await it.see('[data-dues]'); await shot('work');
    await it.press('[data-action="correct"]'); await it.see('[data-form="correct"]'); await set('[name="born"]', '1935-05-05'); await set('[name="number"]', 'Z-12345'); await set('[name="reason"]', '核对身份证 identity card'); await shot('correct');
    await it.press('[data-action="sign-correction"]'); await it.see('[data-dues]'); await shot('corrected');
    await it.press('[data-tab="score"]'); await it.see('vte-assessment'); await new Promise(n => setTimeout(n, 1500)); await shot('score');
    await it.press('[data-tab="story"]'); await it.see('.trend'); await shot('story');
    await it.press('[data-tab="audit"]'); await it.see('[data-corrections]'); await it.run(() => scrollTo(0, 300)); await shot('audit', [768, 480]);
    await it.press('[data-action="sheet"]'); await it.see('[data-sheet="patient"]'); await shot('sheet', [768, 480]);
    await it.press('[data-page="handover"]'); await it.see('[data-doses="read"]', 60000); await shot('handover', [1280, 480]);
    await it.session.cdp('Emulation.setEmulatedMedia', { media: 'print' }); await it.session.size(768, 1086); await shot('handover-print', [768]); await it.session.cdp('Emulation.setEmulatedMedia', { media: '' });
    await it.press('[data-page="house"]'); await it.see('[data-form="house"]'); await it.press('[data-action="settle"]'); await it.see('.spot .done'); await it.run(() => scrollTo(0, 0)); await shot('house'); await it.run(() => document.querySelectorAll('main details').forEach(d => { d.open = true; })); await it.run(() => scrollTo(0, 1500)); await shot('house2', [1280, 480]);
    await it.press('[data-action="switch-user"]'); await it.see('[data-manage]'); await it.run(() => document.querySelectorAll('main details').forEach(d => { d.open = true; })); await shot('people');
  } catch (error) { console.log(tag, error.message.slice(0, 500)); } finally { await it.quit().catch(error => console.log(String(error).slice(0, 800))); await it.server.close(); }
}
