// What the product, its build and its tests are made of, as cargo and the lock files tell it: licences.mjs and notices.mjs read it.
import { execFileSync } from 'node:child_process';

export function graph(...filter) {
  const output = execFileSync('cargo', ['metadata', '--format-version', '1', '--offline', ...filter], { maxBuffer: 1 << 28 });
  const { packages, resolve } = JSON.parse(output);
  return { root: resolve.root, packages: new Map(packages.map((each) => [each.id, each])), nodes: new Map(resolve.nodes.map((each) => [each.id, each])) };
}

/** Every crate behind `root` and what it is for: normal edges keep a use, build edges and macros are `build`. */
export function reach({ root, packages, nodes }, first) {
  const isMacro = (id) => packages.get(id).targets.some((target) => target.kind.includes('proc-macro'));
  const use = new Map();
  const queue = nodes.get(root).deps.filter((edge) => edge.dep_kinds.some(({ kind }) => kind === first)).map((edge) => [edge.pkg, first === 'dev' ? 'tests' : 'product']);
  while (queue.length > 0) {
    const [id, asked] = queue.shift();
    const here = asked === 'product' && isMacro(id) ? 'build' : asked;
    if (use.get(id) === 'product' || use.get(id) === here) continue;
    use.set(id, here);
    for (const edge of nodes.get(id).deps) {
      for (const { kind } of edge.dep_kinds) {
        if (kind === null) queue.push([edge.pkg, here]);
        if (kind === 'build') queue.push([edge.pkg, here === 'tests' ? here : 'build']);
      }
    }
  }
  return [...use].map(([id, kind]) => ({ kind, ...packages.get(id) }));
}

/** By name, then by version. */
export const order = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1);

/** Every crate of the wasm with its `kind`: `product` when its code is in it, `build` when only its macros or scripts ran. */
export const ofProduct = () => reach(graph('--filter-platform', 'wasm32-unknown-unknown'), null).sort(order);
