// Two modules of one: what a first visit can reach, and what it reaches only by way of the rooms named here, for dist/v1/more/.
//
// Both share memory, table and stack, so that nothing has to be carried over: the second is instantiated with the exports
// and the table of the first, fills its places in the table and lays down its texts. Until then those places hold a trap for whoever comes in
// without asking first; `web::runtime` asks (`Later`).
//
// What belongs where is read off what the linker wrote down (--emit-relocs): every function and every piece of data, and
// whom it names. Nothing is guessed: what only they reached, and the form begins to use, simply moves to the first. What
// the form begins to call in the rooms themselves is one more way in, and must be asked for like the others.
import { createHash } from 'node:crypto';
import {
  CALL, CALL_INDIRECT, CODE, DATA, ELEMENTS, END, EXPORTS, FUNCTION, FUNCTIONS, GLOBAL, GLOBALS, HEAD, I32_CONST, I32_LOAD, I64_STORE32, IMPORTS, LOCAL_GET, MEMORIES,
  MEMORY, REF_FUNC, Reader, START, TABLE, TABLES, TYPES, instructions, list, module, number, plain, section, signed, sized, text,
} from './wasm.mjs';

/** What a form that is opened for the first time, filled, signed and delivered never enters: rooms, or single functions with
 *  all that only they reach. They are the only ways in. */
export const LATER = [
  'session::care', 'ui::prevention', 'ui::suggested', 'session::resume', 'session::standing', 'ui::standing', 'session::suspicion', 'ui::suspicion',
  'session::calculator', 'ui::calculator',
  'interop::assess::assess_where', 'interop::headless::derive', 'interop::headless::list_instruments', 'interop::headless::verify', 'interop::scored', 'record::refusal::plans', 'record::refusal::steps', 'interop::event::read_event', 'interop::event::write_following',
  'interop::stored::read_draft', 'interop::suggestions', 'interop::medicines', 'interop::unreadable::left_open', 'interop::unknown', 'clinical::instruments::list', 'clinical::bleeding_facts',
  'record::encounter::follow', 'ui::hand::about_ban', 'ui::hand::decided', 'ui::hand::leads', 'ui::hand::planned', 'ui::hand::explained', 'ui::hand::reported',
];

/** The ways in that are asked for first, and where; any other way in stops the build, because before the second part has come it
 *  is a trap. One that goes again does no harm. */
const ASKED = {
  // `Later::Here` (web/desk.rs, web/runtime.rs): whoever has a `Care`, a prevention view, a record or a draft to read.
  'session::care': ['view', 'signed', 'signed_screening', 'give_up'],
  'session::care::questions': ['Care::new', 'Care::rework', 'Care::blockers', 'Care::is_dirty', 'Care::intend', 'Care::screening', 'Care::was_signed', 'Care::was_decided', 'Care::next_change'],
  'session::resume': ['amend', 'review', 'rewritten', 'draft', 'record', 'waiting', 'said_in_scores'],
  'session::standing': ['hold', 'lead'],
  'session::care::moved': ['moved'],
  'session::care::suggested': ['suggested'],
  'session::care::reserve': ['reserve', 'take_back'],
  'ui::prevention': ['view'],
  'ui::prevention::fact': ['names'],
  'ui::standing': ['view', 'same', 'beside', 'previous'],
  'ui::suggested': ['view'],
  'session::suspicion': ['next_change', 'signed', 'tell', 'shown', 'unsigned', 'was_signed'],
  'ui::suspicion': ['view'],
  'session::calculator': ['lay', 'intend', 'show', 'change', 'governing'],
  // `second::is_here` (web/bridge.rs).
  'session::calculator::handed': ['attempt'],
  'ui::calculator': ['view', 'heard'],
  'ui::hand': ['about_ban', 'decided', 'leads', 'planned', 'explained', 'reported'],
  'interop::event': ['read_event', 'write_following'],
  'interop::stored': ['read_draft'],
  // Nobody says anything of a suggestion before its card is there.
  'interop::suggestions': ['write'],
  'session::care::said': ['settle', 'say', 'unsigned', 'signed', 'discard'],
  'record::encounter': ['follow'],
  // `second::is_here` (clinical/second.rs).
  'clinical::instruments': ['list'],
  'interop::scored': ['score'],
  'record::refusal::plans': ['text'],
  // Nobody enters a step before it is there.
  'record::refusal::steps': ['StepFlaw::code', 'StepFlaw::path'],
  'interop::medicines': ['ordered', 'allergies'],
  'interop::unreadable': ['left_open'],
  // And `Later::Here` for a chart.
  'interop::unknown': ['told', 'in_question'],
  'session::care::evidence': ['words'],
  // Only an item of a bleeding list has such a rule, and the list itself is asked for (clinical/derive.rs).
  'clinical::bleeding_facts': ['derive', 'over'],
  // `engine.whole` (web/virchow.js).
  'interop::assess': ['assess_where'],
  'interop::headless': ['derive', 'list_instruments', 'verify'],
};
const asked = new Set(Object.entries(ASKED).flatMap(([room, ways]) => ways.map(way => `virchow::${room}::${way}`)));

/** `linked` as the linker wrote it, `whole` what was made of it since (wasm-bindgen, wasm-opt), both with names. `never` are the
 *  functions whose bodies were cut out of `whole`, as wasm-bindgen names them: what only they reach, a first visit does not. */
export function split(linked, whole, never = [], rooms = LATER) {
  const { slots, data } = reachable(module(linked), rooms, never);
  const all = module(whole), imported = all.imports.length;
  const callees = all.functions.map(({ body }) => called(body));
  const roots = all.exports.filter(({ kind }) => kind === FUNCTION).map(({ index }) => index);
  if (all.start !== undefined) roots.push(all.start);
  for (const { from, functions } of all.elements) roots.push(...functions.filter((_, place) => slots.has(from + place)));
  const isGate = index => isIn(all.names[index] ?? '', rooms);
  const first = closure(roots, index => (index < imported ? [] : callees[index - imported]), isGate);
  const parts = {
    all, first,
    kept: alike(all.functions.filter(({ index }) => first.has(index))),
    rest: alike(all.functions.filter(({ index }) => !first.has(index))),
    gates: [...new Set([...first].flatMap(index => (index < imported ? [] : callees[index - imported])))].filter(index => !first.has(index)),
    // One build belongs to the other and to no third: the memory is handed over under the name of both.
    mark: createHash('sha256').update(whole).digest('hex').slice(0, 8),
    slot: Math.max(...all.elements.map(({ from, functions }) => from + functions.length)),
    runs: all.data.flatMap(({ at, bytes }) => runs(at, bytes, data)),
  };
  if (parts.gates.length === 0) throw new Error(`split.mjs: nothing leads to ${rooms.join(', ')}`);
  const gates = parts.gates.map(index => plain(all.names[index]).replace(/^<|>(?=::)/g, ''));
  const unasked = gates.filter(gate => !asked.has(gate));
  if (unasked.length > 0) throw new Error(`split.mjs: who asks whether the second part is here before ${unasked.join(', ')}?`);
  return { first: firstOf(parts), later: laterOf(parts), gates };
}

// ---- what belongs where ------------------------------------------------------------------------------------------

/** By what the linker wrote down: the places of the table and the stretches of memory that a first visit can reach. */
function reachable({ names, functions, imports, exports, elements, data, custom, section: of }, rooms, never) {
  const symbols = symbolTable(custom('linking')?.body ?? missing());
  const functionCount = imports.length + functions.length;
  const pieces = symbols.filter(symbol => symbol.size).map(({ segment, offset, size, ...symbol }) => Object.assign(symbol, { at: data[segment].place + offset, size, address: data[segment].at + offset }));
  const piece = new Map(pieces.map((symbol, index) => [symbol.number, functionCount + index]));
  const edges = Array.from({ length: functionCount + pieces.length }, () => []);
  const nodeOf = symbol => (symbol.function ?? piece.get(symbol.number));
  const homes = [...functions.map(({ index, from, body }) => [index, from, from + body.length]), ...pieces.map(({ at, size }, index) => [functionCount + index, at, at + size])];
  for (const [name, id] of [['reloc.CODE', CODE], ['reloc.DATA', DATA]]) {
    const within = homes.filter(([node]) => (node < functionCount) === (id === CODE)).sort((one, other) => one[1] - other[1]);
    for (const { offset, symbol } of relocations(custom(name)?.body ?? missing())) {
      const target = nodeOf(symbols[symbol]), place = of(id).from + offset;
      // Pieces may overlap: whoever holds the place names the target.
      if (target !== undefined) within.forEach(([node, from, to]) => { if (from <= place && place < to) edges[node].push(target); });
    }
  }
  const roots = exports.filter(({ kind, name }) => kind === FUNCTION && !name.startsWith('__wbindgen_describe')).map(({ index }) => index);
  const cut = new Set(never.map(path => alone(path, names)));
  const first = closure(roots, node => edges[node], node => node < functionCount && (cut.has(node) || isIn(names[node] ?? '', rooms)));
  const slots = new Set();
  for (const { from, functions } of elements) functions.forEach((index, place) => { if (first.has(index)) slots.add(from + place); });
  const stretch = which => pieces.filter((_, index) => first.has(functionCount + index) === which).map(({ address, size }) => [address, address + size]);
  return { slots, data: { first: stretch(true), rest: stretch(false) } };
}

function missing() {
  throw new Error('split.mjs: the linker was not asked for --emit-relocs');
}

/** A function stands in a room when its path begins there; the linker's names are mangled (v0: each part of the path with
 *  its length before it), wasm-bindgen's are not. */
function isIn(name, rooms) {
  const mangled = /^_R[^C]*C(?:s[0-9A-Za-z]*_)?7virchow(.*)$/.exec(name)?.[1];
  if (mangled !== undefined) return rooms.some(room => mangled.startsWith(room.split('::').map(part => `${part.length}${part}`).join('')));
  const path = plain(name).replace(/^</, '');
  return rooms.some(room => path === `virchow::${room}` || path.startsWith(`virchow::${room}::`));
}

/** The one function that wasm-bindgen calls `path`, among mangled names: it names the same things in the same order, each once. */
function alone(path, names) {
  const named = path.match(/\w+/g).filter((word, at, all) => all.indexOf(word) === at && !['yew', 'dom_bundle', 'virtual_dom', 'utils', 'as'].includes(word));
  const words = named.map(word => `${word.length}${word}`);
  const isIt = name => {
    let at = 0;
    return /^_RI?Nv[CMX]/.test(name) && words.every(word => (at = name.indexOf(word, at) + 1) > 0);
  };
  const found = names.flatMap((name, index) => (isIt(name ?? '') ? [index] : []));
  if (found.length !== 1) throw new Error(`split.mjs: ${found.length} functions are ${path}`);
  return found[0];
}

function closure(roots, next, isCut) {
  const seen = new Set(), waiting = roots.filter(node => !isCut(node));
  for (let node; (node = waiting.pop()) !== undefined;) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const after of next(node)) if (!seen.has(after) && !isCut(after)) waiting.push(after);
  }
  return seen;
}

/** The symbols of the linking section: `function` is the index of one, the rest places a piece of data. */
function symbolTable(body) {
  const reader = new Reader(body), [SYMBOLS, UNDEFINED, NAMED] = [8, 0x10, 0x40], [CODE_, DATA_, , SECTION] = Array(4).keys();
  reader.number();
  while (reader.at < body.length) {
    const kind = reader.byte(), inner = new Reader(reader.take(reader.number()));
    if (kind !== SYMBOLS) continue;
    return inner.list(number => {
      const kind = inner.byte(), flags = inner.number();
      if (kind === SECTION) return { number, section: inner.number() };
      if (kind === DATA_) {
        inner.text();
        return flags & UNDEFINED ? { number } : { number, segment: inner.number(), offset: inner.number(), size: inner.number() };
      }
      const index = inner.number();
      if (!(flags & UNDEFINED) || flags & NAMED) inner.text();
      return kind === CODE_ ? { number, function: index } : { number };
    });
  }
  return missing();
}

function relocations(body) {
  const reader = new Reader(body), [TYPE_INDEX, ADDENDS] = [6, [3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23]];
  reader.number();
  return reader.list(() => {
    const kind = reader.byte(), offset = reader.number(), symbol = reader.number();
    if (ADDENDS.includes(kind)) reader.signed();
    return { kind, offset, symbol };
  }).filter(({ kind }) => kind !== TYPE_INDEX);
}

function called(body) {
  const found = [];
  instructions(body, (opcode, reader) => { if (opcode === CALL || opcode === REF_FUNC) found.push(reader.number()); });
  return found;
}

/** Stretches of one segment that only the rest reads: `[at, bytes]`. */
function runs(at, bytes, { first, rest }) {
  const [OF_REST, OF_FIRST] = [1, 2], owner = new Uint8Array(bytes.length);
  for (const [stretches, mark] of [[rest, OF_REST], [first, OF_FIRST]]) for (const [from, to] of stretches) owner.fill(mark, Math.max(0, from - at), Math.max(0, to - at));
  const found = [];
  for (let from = 0; from < bytes.length; from++) {
    if (owner[from] !== OF_REST) continue;
    let to = from;
    while (to < bytes.length && owner[to] === OF_REST) to++;
    found.push([at + from, bytes.subarray(from, to)]);
    from = to;
  }
  return found.filter(([, bytes]) => bytes.some(byte => byte !== 0));
}

/** Each function beside the one that is most like it, by the runs of four bytes that both hold: what brotli has just seen is
 *  cheap to say again. 1.7 kB of the first part; how long the runs are and how much a large function counts was tried. */
function alike(functions) {
  const runsOf = new Map(functions.map(each => {
    const runs = new Set();
    for (let at = 0; at + 4 <= each.body.length; at++) runs.add(each.body.readUIntBE(at, 4));
    return [each, runs];
  }));
  const holders = new Map();
  for (const [each, runs] of runsOf) {
    for (const run of runs) {
      const known = holders.get(run);
      if (known) known.push(each);
      else holders.set(run, [each]);
    }
  }
  const left = new Set(functions.toSorted((one, other) => other.body.length - one.body.length || one.index - other.index)), ordered = [];
  for (let next = left.values().next().value; next; ) {
    ordered.push(next);
    left.delete(next);
    const shared = new Map();
    for (const run of runsOf.get(next)) for (const other of holders.get(run)) if (left.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
    const likeness = other => (shared.get(other) ?? 0) / (runsOf.get(other).size + 1) ** 0.7;
    next = undefined;
    for (const other of left) if (!next || likeness(other) > likeness(next)) next = other;
  }
  return ordered;
}

// ---- writing -----------------------------------------------------------------------------------------------------

const byte = (...bytes) => Buffer.from(bytes);
const UNREACHABLE = 0;
const constant = value => Buffer.concat([byte(I32_CONST), signed(value), byte(END)]);
const segment = (at, content) => Buffer.concat([byte(0), constant(at), content]);
/** Functions that stand next to each other in the table, in one segment each. */
const elements = places => list(places.reduce((runs, [place, index]) => {
  const last = runs.at(-1);
  if (last && last.from + last.indices.length === place) last.indices.push(index);
  else runs.push({ from: place, indices: [index] });
  return runs;
}, []).map(({ from, indices }) => segment(from, list(indices.map(number)))));
/** Nobody may call what is not there: that is what the gates are for. */
function known(indices) {
  return index => {
    const now = indices.get(index);
    if (now === undefined) throw new Error(`split.mjs: function ${index} is called from the other part`);
    return now;
  };
}

/** A body with its functions by their new indices, and without hints how memory is aligned: no browser heeds them, and they
 *  weigh 0.7 kB. */
function renumbered(body, indexOf) {
  const parts = [];
  let from = 0;
  instructions(body, (opcode, reader) => {
    const to = opcode === CALL || opcode === REF_FUNC ? indexOf : opcode >= I32_LOAD && opcode <= I64_STORE32 ? () => 0 : undefined;
    if (!to) return;
    parts.push(body.subarray(from, reader.at), number(to(reader.number())));
    from = reader.at;
  });
  return sized(Buffer.concat([...parts, body.subarray(from)]));
}

/** What the rest calls outside itself: functions of the first module, and the imports, which are all the first one's. Each has a place
 *  in the table, whose number is the name under which the second takes it (`later` in web/virchow.js): an export of its own would
 *  weigh four times as much. `all` of a place and its function, `added` behind the gates. */
function sharedOf({ all, rest, first, gates, slot }) {
  const shared = [...new Set(rest.flatMap(({ body }) => called(body)))].filter(index => index < all.imports.length || first.has(index)).sort((one, other) => one - other);
  const has = new Map(all.elements.flatMap(({ from, functions }) => functions.map((index, place) => [index, from + place])));
  const added = shared.filter(index => !has.has(index)), end = slot + gates.length;
  added.forEach((index, place) => has.set(index, end + place));
  return { shared, added, placeOf: index => has.get(index) };
}

/** The first module: without the rest, with a trap in its places of the table, and with a way in at each gate. A trap and not
 *  nothing: an exported table with empty places brings Chromium's developer tools down (queryObjects, 156). */
function firstOf(parts) {
  const { all, first, kept, gates, mark, slot, runs } = parts;
  const imported = all.imports.length;
  const indices = new Map([...Array(imported).keys(), ...kept.map(({ index }) => index), ...gates].map((index, now) => [index, now]));
  const indexOf = known(indices);
  const { added } = sharedOf(parts);
  const { tables, globals } = sharedState(all);
  const exports = [
    ...all.exports.map(({ name, kind, index }) => [name, kind, kind === FUNCTION ? indexOf(index) : index]),
    [mark, MEMORY, 0],
    ...tables.map((_, index) => [`t${index}`, TABLE, index]),
    ...globals.map((_, index) => [`g${index}`, GLOBAL, index]),
  ];
  const types = typesOf(all), trap = imported + kept.length + gates.length, nothing = types.findIndex(type => type.equals(byte(0x60, 0, 0)));
  const places = Array(slot + gates.length).fill(trap);
  for (const { from, functions } of all.elements) functions.forEach((index, place) => { if (first.has(index)) places[from + place] = indexOf(index); });
  places.push(...added.map(indexOf));
  const parameters = index => new Reader(types[all.types[index]], 1).number();
  const wayIn = (index, place) => sized(Buffer.concat([
    byte(0), ...Array.from({ length: parameters(index) }, (_, local) => Buffer.concat([byte(LOCAL_GET), number(local)])),
    byte(I32_CONST), signed(slot + place), byte(CALL_INDIRECT), number(all.types[index]), byte(0, END),
  ]));
  return written(all, {
    [FUNCTIONS]: list([...[...kept.map(({ index }) => index), ...gates].map(index => number(all.types[index])), number(nothing)]),
    [TABLES]: list(tables.map(({ kind, minimum }, index) => Buffer.concat([byte(kind, 0), number(index ? minimum : minimum + gates.length + added.length)]))),
    [EXPORTS]: list(exports.map(([name, kind, index]) => Buffer.concat([text(name), byte(kind), number(index)]))),
    [START]: all.start === undefined ? undefined : number(indexOf(all.start)),
    [ELEMENTS]: elements(places.map((index, place) => [place, index])),
    [CODE]: list([...kept.map(({ body }) => renumbered(body, indexOf)), ...gates.map(wayIn), sized(byte(0, UNREACHABLE, END))]),
    [DATA]: list(all.data.map(({ at, bytes }) => segment(at, sized(without(at, bytes, runs))))),
  });
}

/** The second: nothing of its own but functions and texts. */
function laterOf(parts) {
  const { all, first, rest, gates, mark, slot, runs } = parts;
  const { shared, placeOf } = sharedOf(parts);
  const indices = new Map([...shared, ...rest.map(({ index }) => index)].map((index, now) => [index, now]));
  const indexOf = known(indices);
  const { tables, memory, globals } = sharedState(all);
  const take = (name, kind, what) => Buffer.concat([text('.'), text(name), byte(kind), what]);
  const places = all.elements.flatMap(({ from, functions }) => functions.map((index, place) => [from + place, index])).filter(([, index]) => indices.has(index) && !first.has(index));
  return written(all, {
    [IMPORTS]: list([
      ...shared.map(index => take(`${placeOf(index)}`, FUNCTION, number(all.types[index]))),
      take(mark, MEMORY, memory),
      ...tables.map(({ kind, minimum }, index) => take(`t${index}`, TABLE, Buffer.concat([byte(kind, 0), number(minimum)]))),
      ...globals.map((type, index) => take(`g${index}`, GLOBAL, type)),
    ]),
    [FUNCTIONS]: list(rest.map(({ index }) => number(all.types[index]))),
    [TABLES]: undefined, [MEMORIES]: undefined, [GLOBALS]: undefined, [EXPORTS]: undefined, [START]: undefined,
    [ELEMENTS]: elements([...places.map(([place, index]) => [place, indexOf(index)]), ...gates.map((index, place) => [slot + place, indexOf(index)])]),
    [CODE]: list(rest.map(({ body }) => renumbered(body, indexOf))),
    [DATA]: list(runs.map(([at, bytes]) => segment(at, sized(bytes)))),
  });
}

/** The sections of `all` in their order, those of `changed` in place of its own. No names: they weigh, and say nothing to a browser. */
function written(all, changed) {
  const parts = [TYPES, IMPORTS, FUNCTIONS, TABLES, MEMORIES, GLOBALS, EXPORTS, START, ELEMENTS, CODE, DATA].map(id => {
    const body = id in changed ? changed[id] : all.section(id)?.body;
    return body === undefined ? byte() : section(id, body);
  });
  return Buffer.concat([HEAD, ...parts]);
}

/** Tables, memory and globals of a module, as far as the second must say what it expects. */
function sharedState(all) {
  const each = (id, read) => { const reader = new Reader(all.section(id)?.body ?? byte(0)); return reader.list(() => read(reader)); };
  return {
    tables: each(TABLES, reader => {
      const kind = reader.byte(), bounded = reader.byte() & 1, minimum = reader.number();
      if (bounded) reader.number();
      return { kind, minimum };
    }),
    memory: each(MEMORIES, reader => {
      const from = reader.at;
      if (reader.byte() & 1) reader.number();
      reader.number();
      return reader.bytes.subarray(from, reader.at);
    })[0],
    globals: each(GLOBALS, reader => {
      const type = reader.take(2);
      if (reader.byte() !== I32_CONST) throw new Error('split.mjs: a global of another kind');
      reader.signed();
      reader.byte();
      return type;
    }),
  };
}

function typesOf(all) {
  const reader = new Reader(all.section(TYPES).body);
  return reader.list(() => {
    const from = reader.at;
    if (reader.byte() !== 0x60) throw new Error('split.mjs: a type that is no function');
    reader.list(() => reader.byte());
    reader.list(() => reader.byte());
    return reader.bytes.subarray(from, reader.at);
  });
}

/** A segment with nothing where only the rest reads, and without zeros at its end. */
function without(at, bytes, runs) {
  const kept = Buffer.from(bytes);
  for (const [from, { length }] of runs) if (from >= at && from < at + bytes.length) kept.fill(0, from - at, from - at + length);
  return kept.subarray(0, kept.findLastIndex(byte => byte !== 0) + 1);
}
