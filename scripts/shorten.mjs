// Between glue and wasm: wasm-bindgen's long names, each with a hash, stand in both files and nobody else reads them.
// esbuild gives them short ones in the glue and says which (a mangle cache); here they follow in the wasm. 2.6 kB (brotli)
// of a first visit.

/** `wasm` with its imports and exports renamed by `names`; a name that is not in there stays. */
export function renamed(wasm, names) {
  const out = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length;) {
    const start = at, id = wasm[at];
    const [size, from] = leb(wasm, at + 1);
    at = from + size;
    if (id !== IMPORTS && id !== EXPORTS) out.push(wasm.subarray(start, at));
    else {
      const body = id === IMPORTS ? imports(wasm, from, names) : exports(wasm, from, names);
      out.push(Buffer.from([id]), unleb(body.length), body);
    }
  }
  return Buffer.concat(out);
}

/** Where the data that the compiler laid down ends: below it nothing is ever freed or written over. */
export function endOfData(wasm) {
  let end = 0;
  for (let at = 8; at < wasm.length;) {
    const id = wasm[at];
    const [size, from] = leb(wasm, at + 1);
    at = from + size;
    if (id !== DATA) continue;
    let [count, place] = leb(wasm, from);
    while (count--) {
      // Active, in memory 0, at a constant: `00 41 offset 0b length bytes`.
      if (wasm[place] !== 0 || wasm[place + 1] !== 0x41) throw new Error('shorten.mjs: a data segment of another kind');
      const [offset, after] = leb(wasm, place + 2);
      const [length, bytes] = leb(wasm, after + 1);
      end = Math.max(end, offset + length);
      place = bytes + length;
    }
  }
  return end;
}

const IMPORTS = 2, EXPORTS = 7, DATA = 11;

function imports(wasm, from, names) {
  const parts = [];
  let [count, at] = leb(wasm, from);
  parts.push(unleb(count));
  while (count--) {
    const [module, afterModule] = text(wasm, at), [name, afterName] = text(wasm, afterModule);
    // Functions only: kind and type index.
    if (wasm[afterName] !== 0) throw new Error(`shorten.mjs: ${name} is no function`);
    at = leb(wasm, afterName + 1)[1];
    parts.push(untext(names[module] ?? module), untext(names[name] ?? name), wasm.subarray(afterName, at));
  }
  return Buffer.concat(parts);
}

function exports(wasm, from, names) {
  const parts = [];
  let [count, at] = leb(wasm, from);
  parts.push(unleb(count));
  while (count--) {
    const [name, after] = text(wasm, at);
    at = leb(wasm, after + 1)[1];
    parts.push(untext(names[name] ?? name), wasm.subarray(after, at));
  }
  return Buffer.concat(parts);
}

function leb(wasm, at) {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = wasm[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function unleb(value) {
  const bytes = [];
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}

function text(wasm, at) {
  const [length, from] = leb(wasm, at);
  return [wasm.toString('utf8', from, from + length), from + length];
}

function untext(string) {
  const bytes = Buffer.from(string);
  return Buffer.concat([unleb(bytes.length), bytes]);
}
