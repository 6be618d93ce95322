// Trunk's post-build hook: names the parts of dist/v1 as hosts know them and lays the hand-written files beside them.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hold } from './gates.mjs';
import { withIntact } from './intact.mjs';
import { pack } from './pack.mjs';
import { endOfData, renamed } from './shorten.mjs';
import { LATER, split } from './split.mjs';
import { withStop, withTell } from './stop.mjs';
import { OPTIMISE, bare, cut, withSection } from './wasm.mjs';

const stage = process.env.TRUNK_STAGING_DIR;
if (!stage) throw new Error('assemble.mjs is run by trunk (make build)');
const v1 = join(stage, 'v1');
const inV1 = (name) => join(v1, name);

function edit(path, change, encoding = 'utf8') {
  writeFileSync(path, change(readFileSync(path, encoding)));
}

/** A change that must find what it changes: a new wasm-bindgen or Trunk must not pass unnoticed. */
function replace(text, from, to) {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`assemble.mjs: nothing to replace for ${from}`);
  return result;
}

// Trunk leaves its link in the page when it injects no script.
edit(join(stage, 'index.html'), (html) => replace(html, /[ \t]*<link[^>]*data-trunk[^>]*rel="rust"[^>]*>\n?/, ''));

renameSync(inV1('widget.js'), inV1('virchow_glue.js'));
renameSync(inV1('widget_bg.wasm'), inV1('virchow_bg.wasm'));

// What a first visit loads, and what is loaded when somebody goes on from the score.
const wasmFile = inV1('virchow_bg.wasm');
const linked = readFileSync(join(process.env.CARGO_TARGET_DIR ?? 'target', 'wasm32-unknown-unknown/release/widget.wasm'));
// What Yew brings along and this form has not: listeners of its own (ui::hand listens), raw HTML, portals, suspense, panics
// that tell the console. No compiler can know, and it weighs 2.8 kB; tests/architecture.rs holds that none of it is used.
const NEVER = [
  '<yew::dom_bundle::subtree_root::SubtreeData>::add_listener', '<yew::dom_bundle::subtree_root::BSubtree>::ensure_handled',
  '<yew::dom_bundle::btag::listeners::ListenerRegistration>::register',
  ...['vraw::VRaw', 'vportal::VPortal', 'vsuspense::VSuspense'].map(node => `<yew::virtual_dom::${node} as yew::dom_bundle::traits::Reconcilable>::attach`),
  ...['vportal::VPortal', 'vsuspense::VSuspense'].map(node => `<alloc::rc::Rc<yew::virtual_dom::${node}> as yew::utils::RcExt<yew::virtual_dom::${node}>>::unwrap_or_clone`),
  '<yew::dom_bundle::btag::listeners::Registry>::unregister',
  '<yew::dom_bundle::braw::BRaw>::detach_bundle',
  // Attributes by name, which `html!` writes for `..props` alone.
  '<indexmap::map::IndexMap<implicit_clone::unsync::string::IString, yew::virtual_dom::AttributeOrProperty>>::get_index_of::<implicit_clone::unsync::string::IString>',
  'console_error_panic_hook::hook',
  '<yew::html::component::scope::AnyScope>::find_parent_scope::<yew::suspense::component::feat_csr_ssr::BaseSuspense>',
];
const { bytes: pruned, cuts } = cut(bare(readFileSync(wasmFile), ['name']), NEVER);
writeFileSync(wasmFile, pruned);
// A way in that is taken apart is none.
const rooms = LATER.map(room => `--no-inline=*${room}*`);
execFileSync('wasm-opt', [...rooms, ...OPTIMISE, wasmFile, '-o', wasmFile], { stdio: 'inherit' });
const { first, later, gates } = split(linked, readFileSync(wasmFile), NEVER);
hold({ gates, cuts });
mkdirSync(inV1('more'), { recursive: true });
writeFileSync(wasmFile, first);

// What the wasm takes from a snippet as it is, without a word of glue in between, stands with all the rest: one module to name.
const direct = WebAssembly.Module.imports(new WebAssembly.Module(first)).filter(({ module }) => module.startsWith('./snippets/'));
const [snippet] = new Set(direct.map(({ module }) => module));
const taken = direct.map(({ name }) => name).join(', ');

// What the glue of wasm-bindgen does three thousand times a form, done without detours; none of it says anything else.
edit(inV1('virchow_glue.js'), (glue) => {
  // The key of a text is one small number: its place, and above that its length as far as there is room.
  const end = endOfData(readFileSync(wasmFile)), bits = 32 - Math.clz32(end);
  const steps = [
    // How it is started stands in virchow.js, which knows what it fetched and what to say when that is no wasm: wasm-bindgen's own
    // way is another 0.5 kB. Each browser of the floor has `encodeInto`.
    [/^async function __wbg_load[^]*?^export \{ initSync, __wbg_init as default \};$/m, 'export { __wbg_get_imports as imports, __wbg_finalize_init as begin };'],
    [/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[^]*?^\}$/m, ''],
    [/^import \* as import1 from ("[^"]*");?$/m, `import { ${taken} } from $1;`],
    [`        "${snippet}": import1,\n`, ''],
    ['const import0 = {', `const import0 = { ${taken},`],
    // A text of the compiler's own never changes: each is decoded once.
    [/(function getStringFromWasm0\(ptr, len\) \{\s*ptr = ptr >>> 0;)\s*(return decodeText\([^;]*;)/, `
    const known = new Map();
    $1
    if (ptr >= ${end} || len >= ${1 << (30 - bits)}) $2
    const place = len << ${bits} | ptr;
    let text = known.get(place);
    if (text === undefined) known.set(place, text = decodeText(getUint8ArrayMemory0().subarray(ptr, ptr + len)));
    return text;`],
    // For each element Yew asks twice whether its parent is SVG or MathML, and is told by a text of 28 characters that it is not.
    [/const ret = (arg\d)\.namespaceURI;/, `let ret = $1.namespaceURI; if (ret === 'http://www.w3.org/1999/xhtml') ret = null;`],
    // A list of arguments and a call by it, for each call that may throw.
    [/function\(\) \{ return handleError\(function (\([^)]*\)) \{([^]*?)\}, arguments\); \}/g, 'function$1 { try {$2} catch (error) { return handleError(() => { throw error; }); } }'],
    // What is asked of a node is asked in a page, where these are there. A worker has no Window, and may be asked.
    [/let result;\s*try \{\s*result = (arg0 instanceof (?!Window)\w+);\s*\} catch \(_\) \{\s*result = false;\s*\}\s*const ret = result;/g, 'const ret = $1;'],
    [/^( {8}__wb\w+): function\(/gm, '$1('],
  ];
  // What only the functions named above would have asked of the page is asked by nobody.
  const asked = new Set([first, later].flatMap((bytes) => WebAssembly.Module.imports(new WebAssembly.Module(bytes)).map(({ name }) => name)));
  steps.unshift([/^ {8}(__wb\w+): function\([^]*?^ {8}\}(?:, arguments\); \})?,\n/gm, (entry, name) => (asked.has(name) ? entry : '')]);
  return steps.reduce((text, [from, to]) => replace(text, from, to), withIntact(withTell(withStop(glue))));
});

// The glue takes its snippets in, so that dist/v1 stays flat.
const cache = join(stage, 'names.json');
writeFileSync(cache, '{}');
pack(inV1('virchow_glue.js'), inV1('virchow_glue.js'), '--bundle', '--format=esm', '--mangle-props=^(__wb|__externref|wasm_bindgen)', `--mangle-cache=${cache}`);
// The module that all imports name, in both files.
edit(inV1('virchow_glue.js'), (glue) => replace(glue, '"./widget_bg.js"', '"."'));
writeFileSync(wasmFile, renamed(readFileSync(wasmFile), { ...JSON.parse(readFileSync(cache, 'utf8')), './widget_bg.js': '.', [snippet]: '.' }));
rmSync(cache);
rmSync(inV1('snippets'), { recursive: true, force: true });
// The style sheet goes with the entry and not with the wasm: it is read while the wasm is fetched. That of the second part
// goes in it.
const css = join(stage, 'styles.css');
const styles = layers => {
  writeFileSync(css, layers.map((layer) => readFileSync(`styles/${layer}.css`, 'utf8')).join(''));
  pack(css, css);
  return readFileSync(css, 'utf8').trim();
};
writeFileSync(inV1('more/later_bg.wasm'), withSection(later, 'css', styles(['prevention', 'standing', 'suspicion', 'channel', 'calculator'])));
// The entry takes the glue in: one file less to wait for before the wasm can be read. The glue also stays by itself, for the
// fresh copy after a crash.
copyFileSync('src/web/virchow.js', inV1('virchow.js'));
const [, version] = /^version = "(.*)"/m.exec(readFileSync('Cargo.toml', 'utf8'));
pack(inV1('virchow.js'), inV1('virchow.js'), '--bundle', '--format=esm', '--external:./more/*', `--define:__VERSION__=${JSON.stringify(version)}`, `--define:__STYLES__=${JSON.stringify(styles(['tokens', 'base', 'parts', 'form', 'print']))}`);
rmSync(css);
// webpack and Vite look for a module at every import, unless these words stand there; esbuild takes comments out.
edit(inV1('virchow.js'), (entry) => replace(entry, /\bimport\((\w+)\)/, 'import(/*webpackIgnore:true*//*@vite-ignore*/$1)'));

// The frame: its page, what it loads when a SMART host is there, and the host's side of it for the pages of others. Those run
// in old shells, so their syntax is that of Chrome 49, which has destructuring and for-of (esbuild's table is stricter).
const frame = (name) => join('src/web/frame', name);
copyFileSync(frame('frame.html'), inV1('frame.html'));
pack(frame('frame.css'), inV1('frame.css'));
pack(frame('frame.js'), inV1('frame.js'), '--bundle', '--format=esm', '--external:./virchow.js', '--external:./more/smart.js');
pack(frame('smart.js'), inV1('more/smart.js'), '--bundle', '--format=esm', '--external:./interop.js');
for (const [name, format] of [['virchow-host.js', 'esm'], ['virchow-host.iife.js', 'iife']]) {
  // Their pages may be written in another code (GBK), and read them so: ASCII is the same in all.
  pack(frame(name), inV1(name), '--bundle', '--charset=ascii', `--format=${format}`, '--target=chrome49', '--supported:destructuring=true', '--supported:for-of=true');
}
copyFileSync(frame('virchow-host.d.ts'), inV1('virchow-host.d.ts'));
if (existsSync('src/web/virchow.d.ts')) copyFileSync('src/web/virchow.d.ts', inV1('virchow.d.ts'));
for (const name of ['quality.d.ts', 'sheets.d.ts']) copyFileSync(join('src/web', name), inV1(`more/${name}`));
cpSync('src/web/jsx', inV1('jsx'), { recursive: true });
if (existsSync('docs/for-hosts/schema')) cpSync('docs/for-hosts/schema', inV1('schema'), { recursive: true });

// Node before 20.19 needs to be told that these are modules.
writeFileSync(inV1('package.json'), '{ "type": "module" }\n');
// A deployment's own: no key set means the defaults, no entry means that nobody may frame us.
writeFileSync(inV1('profile.json'), '{}\n');
writeFileSync(inV1('allow.json'), '[]\n');

const wasm = readdirSync(v1).filter((name) => name.endsWith('.wasm'));
if (wasm.length !== 1) throw new Error(`assemble.mjs: one .wasm belongs in dist/v1, found ${wasm.join(', ')}`);
rmSync(inV1('widget.d.ts'), { force: true });
