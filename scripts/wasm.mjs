// A WebAssembly module as sections, functions and instructions: as much of the binary format as split.mjs and shorten.mjs
// have to read. Whatever else a compiler may write one day is refused, never guessed.

export const [CUSTOM, TYPES, IMPORTS, FUNCTIONS, TABLES, MEMORIES, GLOBALS, EXPORTS, START, ELEMENTS, CODE, DATA] = Array(12).keys();
/** What an import or an export is. */
export const [FUNCTION, TABLE, MEMORY, GLOBAL] = Array(4).keys();

/** A place in the bytes of a module that moves on as it is read. */
export class Reader {
  constructor(bytes, at = 0) { Object.assign(this, { bytes, at }); }
  byte() { return this.bytes[this.at++]; }
  number() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  signed() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return byte & 0x40 ? value - 2 ** (shift + 7) : value;
    }
  }
  take(length) { return this.bytes.subarray(this.at, this.at += length); }
  text() { return this.take(this.number()).toString('utf8'); }
  list(read) { return Array.from({ length: this.number() }, (_, index) => read(index)); }
}

export function number(value) {
  const bytes = [];
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}

export function signed(value) {
  const bytes = [];
  for (; value < -64 || value > 63; value = Math.floor(value / 128)) bytes.push(((value % 128 + 128) % 128) | 0x80);
  return Buffer.from([...bytes, (value + 128) % 128]);
}

export const text = string => sized(Buffer.from(string));
export const sized = bytes => Buffer.concat([number(bytes.length), bytes]);
export const list = parts => Buffer.concat([number(parts.length), ...parts]);
export const section = (id, body) => Buffer.concat([Buffer.from([id]), sized(body)]);
export const HEAD = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Each pass was measured by what brotli makes of it. Names stay for split.mjs, which drops them. */
export const OPTIMISE = [
  '--enable-bulk-memory', '--enable-nontrapping-float-to-int', '--enable-sign-ext', '--enable-mutable-globals', '--enable-reference-types', '--enable-multivalue',
  // Who is called once stays a function of its own where it is long: small bodies are more like each other, 1.8 kB of the first part.
  '--one-caller-inline-max-function-size=60',
  // A body of four bytes is no more than the call of it.
  '--always-inline-max-function-size=4',
  '--low-memory-unused', '-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--gufa-optimizing', '-Oz', '--code-folding',
  // Six hundred segments, each with a head of its own, are more than the zeros between them.
  '--skip-pass=memory-packing',
  '--reorder-functions-by-name', '-g',
];

/** A module without its custom sections, but for those that `keep` names. */
export function bare(bytes, keep = []) {
  const kept = sections(bytes).filter(({ id, name }) => id !== CUSTOM || keep.includes(name));
  return Buffer.concat([HEAD, ...kept.map(({ id, name, body }) => section(id, id === CUSTOM ? Buffer.concat([text(name), body]) : body))]);
}

/** `bytes` with the bodies of the functions that `never` names replaced by a trap, and the names that were found. */
export function cut(bytes, never) {
  const { functions, names } = module(bytes), trap = sized(Buffer.from([0, 0x00, END])), cuts = new Set();
  const bodies = list(functions.map(({ index, body }) => {
    const name = plain(names[index] ?? '');
    if (!never.includes(name)) return sized(body);
    cuts.add(name);
    return trap;
  }));
  const rest = Buffer.concat([HEAD, ...sections(bytes).map(({ id, name, body }) => section(id, id === CODE ? bodies : id === CUSTOM ? Buffer.concat([text(name), body]) : body))]);
  return { bytes: rest, cuts: [...cuts] };
}

/** A module with a text of ours in it, for `WebAssembly.Module.customSections`. */
export const withSection = (bytes, name, content) => Buffer.concat([bytes, section(CUSTOM, Buffer.concat([text(name), Buffer.from(content)]))]);

/** A name as wasm-bindgen writes it, without the hashes of its crates. */
export const plain = name => name.replace(/\[[0-9a-f]+\]/g, '');

/** The sections of a module in their order: `{ id, name, from, body }`; `name` of custom ones, `from` the place of the body. */
export function sections(bytes) {
  const reader = new Reader(bytes, HEAD.length), found = [];
  while (reader.at < bytes.length) {
    const id = reader.byte(), size = reader.number(), from = reader.at, body = reader.take(size);
    if (id !== CUSTOM) found.push({ id, from, body });
    else {
      const inner = new Reader(body), name = inner.text();
      found.push({ id, name, from, body: body.subarray(inner.at) });
    }
  }
  return found;
}

/** All that split.mjs asks of a module. Function indices count the imported ones first. */
export function module(bytes) {
  const all = sections(bytes), of = id => all.find(section => section.id === id), custom = name => all.find(section => section.name === name);
  const read = (id, entry) => { const reader = new Reader(of(id)?.body ?? Buffer.from([0])); return reader.list(() => entry(reader)); };
  const imports = read(IMPORTS, reader => ({ module: reader.text(), name: reader.text(), kind: reader.byte(), type: reader.number() }));
  if (imports.some(({ kind }) => kind !== FUNCTION)) throw new Error('wasm.mjs: only functions are imported');
  const types = read(FUNCTIONS, reader => reader.number());
  const code = of(CODE);
  const functions = read(CODE, reader => { const size = reader.number(), from = code.from + reader.at; return { from, body: reader.take(size) }; });
  return {
    imports,
    types: [...imports.map(({ type }) => type), ...types],
    functions: functions.map((each, index) => ({ ...each, index: imports.length + index })),
    exports: read(EXPORTS, reader => ({ name: reader.text(), kind: reader.byte(), index: reader.number() })),
    start: of(START) && new Reader(of(START).body).number(),
    // Active, in table 0, at a constant.
    elements: read(ELEMENTS, reader => {
      if (reader.number() !== 0 || reader.byte() !== 0x41) throw new Error('wasm.mjs: an element segment of another kind');
      const from = reader.signed();
      reader.byte();
      return { from, functions: reader.list(() => reader.number()) };
    }),
    data: segments(of(DATA)),
    names: named(custom('name')?.body),
    section: of, custom,
  };
}

/** What lies in memory from the start: `{ at, place, bytes }`, `place` in the file. Active, in memory 0, at a constant. */
export function segments(data) {
  if (!data) return [];
  const reader = new Reader(data.body);
  return reader.list(() => {
    if (reader.byte() !== 0 || reader.byte() !== 0x41) throw new Error('wasm.mjs: a data segment of another kind');
    const at = reader.signed();
    reader.byte();
    const length = reader.number();
    return { at, place: data.from + reader.at, bytes: reader.take(length) };
  });
}

const NAMES_OF_FUNCTIONS = 1;

function named(body) {
  const names = [];
  for (const reader = new Reader(body ?? Buffer.alloc(0)); reader.at < reader.bytes.length;) {
    const kind = reader.byte(), inner = new Reader(reader.take(reader.number()));
    if (kind === NAMES_OF_FUNCTIONS) inner.list(() => { names[inner.number()] = inner.text(); });
  }
  return names;
}

/** Calls `see(opcode, reader)` at each instruction of a function body with the reader behind the opcode; what `see` does not
 *  read is skipped. */
export function instructions(body, see) {
  const reader = new Reader(body);
  reader.list(() => { reader.number(); reader.byte(); });
  while (reader.at < body.length) {
    const opcode = reader.byte(), after = reader.at;
    see(opcode, reader);
    reader.at = after;
    skip(opcode, reader);
  }
}

export const [CALL, CALL_INDIRECT, LOCAL_GET, GLOBAL_GET, GLOBAL_SET, I32_LOAD, I64_STORE32, I32_CONST, REF_FUNC, END] = [0x10, 0x11, 0x20, 0x23, 0x24, 0x28, 0x3e, 0x41, 0xd2, 0x0b];

function skip(opcode, reader) {
  const numbers = count => { while (count--) reader.number(); };
  if (opcode >= 0x45 && opcode <= 0xc4) return;
  if (opcode >= I32_LOAD && opcode <= I64_STORE32) return numbers(2);
  if (opcode >= 0x20 && opcode <= 0x26) return numbers(1);
  switch (opcode) {
    case 0x00: case 0x01: case 0x05: case END: case 0x0f: case 0x1a: case 0x1b: case 0xd1: return;
    case 0x02: case 0x03: case 0x04: case 0x0c: case 0x0d: case CALL: case 0x3f: case 0x40: case I32_CONST: case 0x42: case 0xd0: case REF_FUNC: return numbers(1);
    case CALL_INDIRECT: return numbers(2);
    case 0x0e: reader.list(() => reader.number()); return numbers(1);
    case 0x1c: return void reader.list(() => reader.byte());
    case 0x43: return void reader.take(4);
    case 0x44: return void reader.take(8);
    case 0xfc: {
      const more = reader.number();
      if (more > 17) break;
      return numbers([0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1][more]);
    }
  }
  throw new Error(`wasm.mjs: an instruction that is not known here: 0x${opcode.toString(16)}`);
}
