// Between glue and wasm: wasm-bindgen's long names, each with a hash, stand in both files and nobody else reads them.
// esbuild gives them short ones in the glue and says which (a mangle cache); here they follow in the wasm. 2.6 kB (brotli)
// of a first visit.
import { DATA, EXPORTS, FUNCTION, HEAD, IMPORTS, Reader, list, number, section, sections, segments, text } from './wasm.mjs';

/** `wasm` with its imports and exports renamed by `names`; a name that is not in there stays. */
export function renamed(wasm, names) {
  const now = name => text(names[name] ?? name);
  const entries = (body, entry) => { const reader = new Reader(body); return list(reader.list(() => entry(reader))); };
  return Buffer.concat([HEAD, ...sections(wasm).map(({ id, body }) => {
    if (id === EXPORTS) return section(id, entries(body, reader => Buffer.concat([now(reader.text()), reader.take(1), number(reader.number())])));
    if (id !== IMPORTS) return section(id, body);
    return section(id, entries(body, reader => {
      const [module, name] = [reader.text(), reader.text()];
      if (reader.byte() !== FUNCTION) throw new Error(`shorten.mjs: ${name} is no function`);
      return Buffer.concat([now(module), now(name), Buffer.from([FUNCTION]), number(reader.number())]);
    }));
  })]);
}

/** Where the data that the compiler laid down ends: below it nothing is ever freed or written over. */
export function endOfData(wasm) {
  return Math.max(0, ...segments(sections(wasm).find(({ id }) => id === DATA)).map(({ at, bytes }) => at + bytes.length));
}
