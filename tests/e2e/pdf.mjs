// The text of a PDF that Chromium wrote, page by page: enough of the format to read back what was printed, and no more.
import { inflateSync } from 'node:zlib';

/** Those that Unicode does not lead back to their sign. */
const RADICALS = { '⻣': '骨', '⻛': '风', '⻓': '长', '⻔': '门', '⻚': '页', '⻋': '车', '⻅': '见', '⻢': '马', '⻝': '食', '⻘': '青', '⻩': '黄', '⻬': '齐', '⻉': '贝' };

/** The text of each page, in the order in which it was drawn. `bytes`: a Buffer. */
export function textOf(bytes) {
  const file = bytes.toString('latin1');
  const objects = new Map();
  for (const [, number, body] of file.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\nendobj/g)) objects.set(Number(number), body);
  const stream = body => {
    const from = /stream\r?\n/.exec(body);
    if (!from) return '';
    const raw = Buffer.from(body.slice(from.index + from[0].length, body.lastIndexOf('endstream')), 'latin1');
    return /\/FlateDecode/.test(body.slice(0, from.index)) ? inflateSync(raw, { finishFlush: 2 }).toString('latin1') : raw.toString('latin1');
  };
  const ref = (body, key) => Number(new RegExp(`/${key}\\s+(\\d+) 0 R`).exec(body)?.[1]);
  // Glyphs to signs: what /ToUnicode of a font says.
  const maps = new Map();
  const mapOf = font => {
    if (maps.has(font)) return maps.get(font);
    const signs = new Map(), text = stream(objects.get(ref(objects.get(font) ?? '', 'ToUnicode')) ?? '');
    const sign = hex => Buffer.from(hex, 'hex').swap16().toString('utf16le');
    for (const [, rows] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) for (const [, from, to] of rows.matchAll(/<(\w+)>\s*<(\w+)>/g)) signs.set(parseInt(from, 16), sign(to));
    for (const [, rows] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
      for (const [, from, to, first] of rows.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
        for (let glyph = parseInt(from, 16), code = parseInt(first, 16); glyph <= parseInt(to, 16); glyph++, code++) signs.set(glyph, String.fromCodePoint(code));
      }
    }
    // Signs that are drawn as shapes (Type 3) have one byte each, all others two.
    const map = { signs, digits: /\/Subtype\s*\/Type3/.test(objects.get(font) ?? '') ? 2 : 4 };
    maps.set(font, map);
    return map;
  };
  const pages = [];
  const walk = number => {
    const body = objects.get(number) ?? '';
    if (/\/Type\s*\/Pages\b/.test(body)) {
      for (const [, kid] of /\/Kids\s*\[([^\]]*)\]/.exec(body)[1].matchAll(/(\d+) 0 R/g)) walk(Number(kid));
      return;
    }
    const fonts = new Map();
    const resources = /\/Resources\s+(\d+) 0 R/.exec(body) ? objects.get(ref(body, 'Resources')) : body;
    const listed = /\/Font\s*<<([\s\S]*?)>>/.exec(resources)?.[1] ?? objects.get(ref(resources, 'Font')) ?? '';
    for (const [, name, font] of listed.matchAll(/\/(\w+)\s+(\d+) 0 R/g)) fonts.set(name, Number(font));
    const contents = /\/Contents\s*\[([^\]]*)\]/.exec(body)?.[1] ?? /\/Contents\s+\d+ 0 R/.exec(body)?.[0] ?? '';
    const drawn = [...contents.matchAll(/(\d+) 0 R/g)].map(([, part]) => stream(objects.get(Number(part)))).join('\n');
    let font = { signs: new Map(), digits: 4 }, said = '';
    for (const [, name, hex] of drawn.matchAll(/\/(\w+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f]+)>/g)) {
      if (name) font = mapOf(fonts.get(name));
      else for (let at = 0; at + font.digits <= hex.length; at += font.digits) said += font.signs.get(parseInt(hex.slice(at, at + font.digits), 16)) ?? '';
      if (name) said += ' ';
    }
    // Fonts know some signs by the radical that looks the same.
    pages.push(said.normalize('NFKC').replace(/[\u2e80-\u2eff]/g, sign => RADICALS[sign] ?? sign));
  };
  walk(ref(objects.get(Number(/\/Root\s+(\d+) 0 R/.exec(file)[1])), 'Pages'));
  return pages;
}
