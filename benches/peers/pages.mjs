// The pages of the peers, for the tests' own server: path → { body, type }. Production builds, minified; every page has the same
// frame and the form beside it (form.js), and loads what its makers say that a page loads.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from '../../tests/fhir/load.mjs';
import { asked, inEnglish, surveyOf } from './form.mjs';

const at = path => fileURLToPath(new URL(path, import.meta.url));
const MODULES = at('node_modules/'), OUT = at('../../target/peers/');
const TYPES = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png', '.gif': 'image/gif', '.woff2': 'font/woff2', '.json': 'application/json' };
const LHC = ['zone.min.js', 'runtime.js', 'polyfills.js', 'main.js', 'lformsFHIR.min.js'];

export const virchow = await load();
export const INSTRUMENT = virchow.instruments().find(({ id }) => id === 'caprini');
export const QUESTIONNAIRE = asked(inEnglish(await virchow.questionnaire('caprini')));
export const SURVEY = surveyOf(QUESTIONNAIRE);

function everyFile(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? everyFile(join(folder, entry.name)) : join(folder, entry.name)));
}
const page = (title, styles, scripts) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
${styles.map(href => `<link rel="stylesheet" href="${href}">`).join('')}</head>
<body><main><h1>Caprini</h1><div id="forms"></div></main>
<script src="form.js"></script><script src="subject.js"></script>
${scripts}
</body></html>
`;

/** Bundles what is to be bundled and gives every path of every peer. */
export function pages() {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const bundle = ['--bundle', '--minify', '--format=esm', '--splitting', '--define:process.env.NODE_ENV="production"', '--legal-comments=none', '--target=es2022', '--log-level=error'];
  for (const name of ['survey', 'medplum']) execFileSync('esbuild', [at(`${name}.mjs`), ...bundle, `--outdir=${OUT}${name}`], { stdio: 'inherit' });
  const files = {}, put = (path, body, type = TYPES[extname(path)]) => { files[`/peers/${path}`] = { body, type }; };
  const shared = (name, form) => {
    const subject = readFileSync(at('subject.js'), 'utf8').replace('FORM_ITEMS', () => JSON.stringify(INSTRUMENT.items.map(({ id }) => id)));
    writeFileSync(join(OUT, 'subject.js'), subject);
    put(`${name}/subject.js`, execFileSync('esbuild', [join(OUT, 'subject.js'), '--minify-whitespace']));
    put(`${name}/form.js`, `var FORM=${JSON.stringify(form)}`);
  };
  for (const [name, form] of [['survey', SURVEY], ['medplum', QUESTIONNAIRE]]) {
    shared(name, form);
    for (const file of everyFile(OUT + name)) put(`${name}/${relative(OUT + name, file)}`, readFileSync(file));
    const styles = existsSync(`${OUT}${name}/${name}.css`) ? [`${name}.css`] : [];
    put(`${name}/index.html`, page(name, styles, `<script type="module" src="${name}.js"></script>`), 'text/html; charset=utf-8');
  }
  shared('lhc', QUESTIONNAIRE);
  const lforms = `${MODULES}lforms/dist/lforms/`;
  for (const file of everyFile(`${lforms}webcomponent`).filter(file => !file.endsWith('.map'))) put(`lhc/webcomponent/${relative(`${lforms}webcomponent`, file)}`, readFileSync(file));
  put('lhc/lformsFHIR.min.js', readFileSync(`${lforms}fhir/R4/lformsFHIR.min.js`));
  put('lhc/lhc.js', readFileSync(at('lhc.js')));
  const scripts = LHC.map(name => (name === 'zone.min.js' ? `webcomponent/assets/lib/${name}` : name === 'lformsFHIR.min.js' ? name : `webcomponent/${name}`));
  put('lhc/index.html', page('lhc', ['webcomponent/styles.css'], [...scripts, 'lhc.js'].map(src => `<script src="${src}"></script>`).join('\n')), 'text/html; charset=utf-8');
  return files;
}
