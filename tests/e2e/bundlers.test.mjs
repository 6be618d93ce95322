// Pages as integrators build them, by Vite, webpack and esbuild, from a copy of dist/v1 in a folder of their own, served and
// driven to an authorised plan: every part of the widget has come along, also the ones that are fetched on first use and the
// fresh copy after a crash. As docs/for-hosts/embedding.md says it under "With a bundler". With PACKAGE, the folder that scripts/package.mjs
// wrote (make release), the same from the installed npm package, and plain pages from the package and from the zip.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { labs, stamp, surgical } from './cases.mjs';
import { launch, NURSE } from './driver.mjs';
import { install, unzip } from './packages.mjs';
import { DIST, serve } from './server.mjs';
import { until, verifies } from './stage.mjs';

const HERE = fileURLToPath(new URL('./hosts/', import.meta.url));
const PHYSICIAN = { id: 'd-01', name: '周医生', role: 'physician' };
const scratch = mkdtempSync(join(tmpdir(), 'virchow-bundlers-'));
let browser;
before(async () => { browser = await launch({ log: true, breaks: ['panic', 'file'] }); });
after(async () => { await browser?.quit(); rmSync(scratch, { recursive: true, force: true }); });

const page = (script, attributes = '') => `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>护理工作站</title></head>
<body><main><h1>护理工作站</h1><vte-assessment lang="zh-CN"${attributes}></vte-assessment>${script}</main></body></html>`;

/** Where the packages lie; without it dist/ itself is what a project gets. */
const { PACKAGE } = process.env;
const COPIED = './virchow/v1/virchow.js';

/** A project as its author has it: a page, a script, and our folder copied beside it or our package installed. */
function project(name, html) {
  const root = join(scratch, name), src = join(root, 'src');
  mkdirSync(src, { recursive: true });
  if (PACKAGE) install(PACKAGE, root);
  else cpSync(join(DIST, 'v1'), join(src, 'virchow/v1'), { recursive: true });
  const main = readFileSync(join(HERE, 'bundled/main.js'), 'utf8');
  assert.ok(main.includes(COPIED));
  writeFileSync(join(src, 'main.js'), PACKAGE ? main.replace(COPIED, 'virchow') : main);
  cpSync(join(HERE, 'job.js'), join(src, 'job.js'));
  writeFileSync(join(root, 'index.html'), html);
  return root;
}
/** The folder v1 that a project serves as it is. */
const served = root => (PACKAGE ? join(root, 'node_modules/virchow/v1') : join(DIST, 'v1'));

/** A page without a bundler, on a plain server: `v1` lies in its folder. */
function plain(name, v1) {
  const root = join(scratch, name);
  cpSync(v1, join(root, 'virchow/v1'), { recursive: true });
  for (const [from, to] of [['bundled/main.js', 'main.js'], ['job.js', 'job.js']]) cpSync(join(HERE, from), join(root, to));
  writeFileSync(join(root, 'index.html'), page('<script type="module" src="main.js"></script>'));
  return root;
}

/** Each gives the folder that is served. */
const BUILDS = {
  async vite() {
    const root = project('vite', page('<script type="module" src="/src/main.js"></script>'));
    const { build } = await import('vite');
    await build({ root, logLevel: 'error', configFile: false });
    return join(root, 'dist');
  },
  async webpack() {
    const root = project('webpack', page('<script defer src="main.js"></script>')), path = join(root, 'dist');
    const { default: webpack } = await import('webpack');
    const stats = await new Promise((done, failed) => webpack({ mode: 'production', context: root, entry: './src/main.js', output: { path, filename: 'main.js' }, performance: false }, (error, stats) => (error ? failed(error) : done(stats))));
    assert.deepEqual([...stats.toJson().errors, ...stats.toJson().warnings].map(({ message }) => message), []);
    cpSync(join(root, 'index.html'), join(path, 'index.html'));
    return path;
  },
  // It leaves such addresses alone: the folder is copied, and the element is told where.
  async esbuild() {
    const root = project('esbuild', page('<script type="module" src="main.js"></script>', ' base-url="/virchow/v1/"')), path = join(root, 'dist');
    execFileSync('esbuild', [join(root, 'src/main.js'), '--bundle', '--minify', '--format=esm', '--log-level=error', `--outfile=${join(path, 'main.js')}`], { stdio: 'inherit' });
    cpSync(served(root), join(path, 'virchow/v1'), { recursive: true });
    cpSync(join(root, 'index.html'), join(path, 'index.html'));
    return path;
  },
  ...(PACKAGE && {
    plain: () => plain('plain', served(project('copied', ''))),
    zip: async () => plain('zip', join(await unzip(PACKAGE, join(scratch, 'unpacked')), 'dist/v1')),
  }),
};

const typed = (server, type) => server.his.posts.map(({ event }) => event).filter(event => event.type === type);
/** The instance dies under a tap: its memory is laid waste. */
const trap = async widget => {
  const { result } = await browser.cdp('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await browser.cdp('Runtime.queryObjects', { prototypeObjectId: result.objectId });
  await browser.cdp('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration: 'function () { for (const memory of this) new Uint8Array(memory.buffer).fill(0xff); }' });
  await widget.press('[data-item="malignancy"]').catch(() => {});
  await widget.until((el, $) => el.state === 'error' && $('[data-action="restart"]'), 'the panel that says so');
  await widget.press('[data-action="restart"]');
};

for (const [name, build] of Object.entries(BUILDS)) {
  test(`${name}: a built page reaches an authorised plan with all parts, and comes back after a crash`, async () => {
    const site = await build(), server = await serve({ site });
    try {
      // A renderer of its own: Chromium's search for objects brings down one that still holds the dead page of the test before.
      await browser.driver.switchTo().newWindow('tab');
      const widget = await browser.open(`${server.origin}/index.html`);
      const facts = labs();
      await widget.run((el, $, $$, chart, user) => { el.chart = chart; el.user = user; }, surgical({ facts }), NURSE);
      await widget.untilScore(5);
      await widget.press('[data-item="varicose_veins"]');
      await widget.untilScore(6);
      await widget.untilKept(await widget.run(el => el.chart.contextId));

      await trap(widget);
      await widget.untilScore(6);

      await widget.fillRest();
      await widget.press('[data-action="sign"]');
      await widget.untilDelivery('confirmed');
      await widget.press('[data-action="prevention"]');
      await widget.until((el, $) => $('[data-rule]'), 'the proposal');
      await widget.press('[data-action="none-of-the-rest"]');
      await widget.until((el, $) => $('[data-bleeding]')?.dataset.bleeding !== 'open', 'bleeding settled');
      await widget.press('[data-action="sign"]');
      await until(() => typed(server, 'bleeding_screened').length, 'the screen at the host');
      await widget.untilDelivery('confirmed');
      await widget.run((el, $, $$, user) => { el.user = user; }, PHYSICIAN);
      await widget.until((el, $) => $('[data-action="authorise"]'), 'the buttons of a physician');
      await widget.press('[data-action="authorise"]');
      await until(() => typed(server, 'plan_authorised').length, 'the plan at the host');
      verifies(await widget.run(el => el.record));

      // What else comes on first use: outputs with each event, a Questionnaire, the whole assessment without a form.
      const { outputs } = server.his.posts.find(({ event }) => event.type === 'plan_authorised');
      assert.deepEqual(Object.keys(outputs).sort(), ['fhirR4', 'flat', 'hl7v2', 'text']);
      assert.equal(outputs.fhirR4.resourceType, 'Bundle');
      assert.match(outputs.hl7v2, /^MSH\|/);
      const asked = await browser.run(async (chart, at) => ({ form: (await headless.questionnaire('padua')).resourceType, rule: headless.assess({ chart, at, unanswered: 'absent' }).advice?.[0].rule }), surgical({ facts }), stamp());
      assert.deepEqual([asked.form, typeof asked.rule], ['Questionnaire', 'string']);

      // Every file that was asked for was there, and none of another origin.
      const files = await browser.run(() => performance.getEntriesByType('resource').map(({ name, responseStatus }) => [name, responseStatus]).filter(([name]) => !name.endsWith('/favicon.ico')));
      assert.deepEqual(files.filter(([address, status]) => status !== 200 || !address.startsWith(server.origin)), []);
      const parts = files.filter(([address]) => address.endsWith('.wasm')).length;
      assert.ok(parts >= 3, `three parts of wasm: ${files}`);
      assert.deepEqual((await browser.consoleErrors()).filter(line => !/Uncaught RuntimeError: /.test(line)), [], 'nothing but the traps of the instance that was laid waste');
    } finally { await server.close(); }
  });
}

if (PACKAGE) test('Node scores and assesses with the installed package', () => {
  const root = join(scratch, 'node');
  mkdirSync(root);
  install(PACKAGE, root);
  writeFileSync(join(root, 'main.mjs'), `import { readFile } from 'node:fs/promises';
    import { fileURLToPath } from 'node:url';
    import init, { assess, questionnaire, score } from 'virchow';
    await init(await readFile(fileURLToPath(import.meta.resolve('virchow/v1/virchow_bg.wasm'))));
    const chart = ${JSON.stringify(surgical({ facts: labs() }))};
    console.log(JSON.stringify([score('padua', { answers: { active_cancer: true }, facts: [{ id: 'age', value: 71 }] }).floor, typeof assess({ chart, at: '${stamp()}', unanswered: 'absent' }).advice[0].rule, (await questionnaire('padua')).resourceType]));`);
  assert.deepEqual(JSON.parse(execFileSync(process.execPath, ['main.mjs'], { cwd: root, encoding: 'utf8' })), [4, 'string', 'Questionnaire']);
});

test('no address of a file is put together: Vite and webpack read each of them as it is written', () => {
  const script = readFileSync(join(DIST, 'v1/virchow.js'), 'utf8');
  const named = [...script.matchAll(/new URL\("([^"]+)",\s*import\.meta\.url\)|import\("([^"]+)"\)/g)].map(([, file, module]) => file ?? module);
  for (const file of ['./virchow_bg.wasm', './virchow_glue.js', './more/later_bg.wasm', './more/interop.js', './more/interop_bg.wasm']) assert.ok(named.includes(file), `${file} among ${named}`);
  const parts = readdirSync(join(DIST, 'v1/more')).filter(file => /\.wasm$/.test(file)).map(file => `./more/${file}`);
  // The quality office and the workbooks are asked by their own scripts, which name their own wasm.
  const own = ['quality', 'sheets'];
  for (const name of own) assert.match(readFileSync(join(DIST, `v1/more/${name}.js`), 'utf8'), new RegExp(`new URL\\("${name}_bg\\.wasm",\\s*import\\.meta\\.url\\)`));
  assert.deepEqual(parts.filter(file => !named.includes(file) && !own.some(name => file === `./more/${name}_bg.wasm`)), [], 'a part that nobody would carry');
  assert.doesNotMatch(script.replace(/new URL\("[^"]+",\s*import\.meta\.url\)/g, ''), /import\.meta\.url/, 'webpack writes the folder of the build machine there');
});
