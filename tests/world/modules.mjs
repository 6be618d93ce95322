// The product's scripts as functions: an ES module is rewritten so that every global it names is a parameter, and what it
// exports is what the function returns. One compiled function serves any number of pages, each with a clock, a disk and a
// document of its own, in one realm: no vm context, nothing to leak. Not one line of the script is changed otherwise.

import { readFileSync } from 'node:fs';
import { parse } from 'acorn';

/** What a page has and Node has not, or has and must not give: whatever a script names of these is the page's own. */
export const GLOBALS = [
  'globalThis', 'window', 'self', 'global', 'parent', 'top', 'opener', 'document', 'location', 'history', 'navigator', 'customElements',
  'indexedDB', 'IDBKeyRange', 'localStorage', 'sessionStorage', 'caches',
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'requestAnimationFrame', 'cancelAnimationFrame', 'requestIdleCallback',
  'Date', 'performance', 'Blob', 'crypto', 'Math', 'fetch', 'Response', 'Request', 'WebAssembly', 'FinalizationRegistry', 'console', 'process',
  'MessageChannel', 'BroadcastChannel', 'ResizeObserver', 'MutationObserver', 'IntersectionObserver', 'Notification',
  'queueMicrotask', 'structuredClone', 'addEventListener', 'removeEventListener', 'dispatchEvent', 'postMessage', 'print', 'scrollTo', 'chrome', 'isSecureContext', 'trustedTypes', 'matchMedia',
  'Window', 'Node', 'Text', 'Element', 'HTMLElement', 'HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement', 'HTMLButtonElement', 'HTMLFormElement', 'HTMLAnchorElement',
  'HTMLDialogElement', 'HTMLDetailsElement', 'HTMLOptionElement', 'Document', 'DocumentFragment', 'ShadowRoot', 'Event', 'CustomEvent', 'KeyboardEvent', 'MouseEvent', 'InputEvent', 'EventTarget', 'FormData', 'CSSStyleSheet', 'DOMParser', 'CSS',
];

const compiled = new Map();

/** The function of the module at `path`; the same file is parsed once. */
export function moduleAt(path) {
  let made = compiled.get(path);
  if (!made) compiled.set(path, made = compile(readFileSync(path, 'utf8'), path));
  return made;
}

/** `(globals, url, load) → exports`: `load(specifier)` answers an `import()` with a promise, `load.now(specifier)` a static import. */
export function compile(source, name) {
  const tree = parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
  const edits = [], exported = new Map();
  const cut = (from, to, text = '') => edits.push({ from, to, text });
  for (const node of tree.body) {
    if (node.type === 'ImportDeclaration') {
      const whole = node.specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier');
      const named = node.specifiers.filter(part => part !== whole).map(({ imported, local }) => `${imported?.name ?? 'default'}: ${local.name}`);
      const from = `__load.now(${node.source.raw})`;
      cut(node.start, node.end, whole ? `const ${whole.local.name} = ${from};` : named.length ? `const { ${named.join(', ')} } = ${from};` : `${from};`);
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration) {
      cut(node.start, node.declaration.start);
      for (const each of node.declaration.declarations ?? [node.declaration]) exported.set(each.id.name, each.id.name);
    } else if (node.type === 'ExportNamedDeclaration') {
      for (const { local, exported: as } of node.specifiers) exported.set(as.name, local.name);
      cut(node.start, node.end);
    } else if (node.type === 'ExportDefaultDeclaration') {
      if (node.declaration.id) {
        exported.set('default', node.declaration.id.name);
        cut(node.start, node.declaration.start);
      } else {
        exported.set('default', '__default');
        cut(node.start, node.declaration.start, 'const __default = ');
      }
    }
  }
  walk(tree, node => {
    if (node.type === 'ImportExpression') cut(node.start, node.start + 'import'.length, '__load');
    if (node.type === 'MetaProperty') cut(node.start, node.end, '__meta');
  });
  edits.sort((one, other) => one.from - other.from);
  let text = '', at = 0;
  for (const { from, to, text: put } of edits) {
    text += source.slice(at, from) + put;
    at = to;
  }
  text += source.slice(at);
  const names = [...exported].map(([as, local]) => `get ${JSON.stringify(as)}() { return ${local}; }`).join(', ');
  // Strict, as every module is; the name is what a stack says.
  const body = `'use strict';\n${text}\n;return { __proto__: null, ${names} };\n//# sourceURL=${name.replace(/^.*\/dist\//, 'dist/').replace(/^.*\/src\//, 'src/')}`;
  const made = new Function('__meta', '__load', ...GLOBALS, body);
  return (globals, url, load) => made({ url }, load, ...GLOBALS.map(global => globals[global]));
}

function walk(node, see) {
  see(node);
  for (const key in node) {
    const value = node[key];
    if (Array.isArray(value)) value.forEach(each => { if (each?.type) walk(each, see); });
    else if (value?.type && typeof value.type === 'string') walk(value, see);
  }
}
