// examples.mjs: bundles the framework examples into target/examples/, each as its integrator's own build would.
// examples.mjs --serve: that, and a hospital's web server around all examples on 127.0.0.1:8090, the widget on 8091.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const packages = at('../tests/node_modules'), out = at('../target/examples');
if (!existsSync(packages)) throw new Error('examples.mjs: run make setup first (tests/node_modules is missing)');

/** What each framework's own tool would be told. React 18 stands beside 19 under another name. */
const BUILDS = {
  react19: ['app.jsx', '--jsx=automatic'],
  react18: ['app.jsx', '--jsx=automatic', '--alias:react=react18', '--alias:react-dom=react-dom18'],
  vue3: ['app.js', '--loader:.vue=js', '--define:__VUE_OPTIONS_API__=false', '--define:__VUE_PROD_DEVTOOLS__=false', '--define:__VUE_PROD_HYDRATION_MISMATCH_DETAILS__=false'],
  angular: ['app.ts', '--tsconfig-raw={"compilerOptions":{"experimentalDecorators":true,"useDefineForClassFields":false}}'],
};

rmSync(out, { recursive: true, force: true });
for (const [name, [entry, ...options]] of Object.entries(BUILDS)) {
  const folder = `${out}/${name}`;
  mkdirSync(folder, { recursive: true });
  cpSync(at(`../examples/${name}`), `${folder}/src`, { recursive: true });
  cpSync(at(`../examples/${name}/index.html`), `${folder}/index.html`);
  if (name === 'vue3') compileVue(`${folder}/src/App.vue`);
  execFileSync('esbuild', [`${folder}/src/${entry}`, '--bundle', '--minify', '--charset=utf8', '--format=esm', '--target=chrome109', '--define:process.env.NODE_ENV="production"', '--log-level=warning', `--outfile=${folder}/app.js`, ...options], { stdio: 'inherit', env: { ...process.env, NODE_PATH: packages } });
}

/** As @vitejs/plugin-vue does it, with the one option that a custom element wants. */
function compileVue(file) {
  const { parse, compileScript } = createRequire(`${packages}/`)('vue/compiler-sfc');
  const { descriptor, errors } = parse(readFileSync(file, 'utf8'), { filename: file });
  if (errors.length) throw errors[0];
  const { content } = compileScript(descriptor, { id: 'app', inlineTemplate: true, templateOptions: { compilerOptions: { isCustomElement: (tag) => tag === 'vte-assessment' } } });
  writeFileSync(file, content);
}

if (process.argv.includes('--serve')) {
  const { serve } = await import('../tests/e2e/server.mjs');
  const his = await serve({ port: 8090 });
  const list = JSON.stringify([{ key: 'his', origin: his.origin }, { key: 'shell', shell: 'webview' }]);
  const override = { '/virchow/v1/allow.json': { type: 'application/json', body: list } };
  Object.assign(his.override, override);
  const widget = await serve({ port: 8091, override });
  const framed = `?frame=${encodeURIComponent(widget.origin)}`;
  const pages = ['plain/', 'strict-csp/', `frame/${framed}`, `smart/${framed}`, 'react19/', 'react18/', 'vue3/', 'angular/', 'webview/', 'theme/', `simulator/${framed}`, `simulator/check.html${framed}`];
  console.log(`\n${pages.map((page) => `  ${his.origin}/examples/${page}`).join('\n')}\n\n  (Ctrl-C stops it; what is signed goes to this process and is forgotten)\n`);
}
