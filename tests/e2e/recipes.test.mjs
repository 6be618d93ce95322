// docs/for-hosts/integration.md, followed to the letter in an empty folder: every sh block is run in order, every script is written where
// it says, every page is opened and signed as the text asks. Only the ports are others.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from './driver.mjs';
import { until } from './stage.mjs';

const VIRCHOW = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'virchow-recipes-')), servers = [];
const free = () => new Promise(done => { const probe = createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); }); });
let browser, sections, origin, widget;

before(async () => {
  const [his, other] = [await free(), await free()];
  const page = readFileSync(join(VIRCHOW, 'docs/for-hosts/integration.md'), 'utf8').replaceAll('127.0.0.1:8080', `127.0.0.1:${his}`).replaceAll('127.0.0.1:8081', `127.0.0.1:${other}`).replaceAll('site 8080', `site ${his}`).replaceAll('site 8081', `site ${other}`);
  sections = new Map(page.split(/^## (?=\d\. )/m).slice(1).map(section => [Number(section[0]), section]));
  [origin, widget] = [`http://127.0.0.1:${his}`, `http://127.0.0.1:${other}`];
  browser = await launch({ breaks: ['network'] });
});
after(async () => {
  await browser?.quit();
  servers.forEach(server => server.kill());
  rmSync(scratch, { recursive: true, force: true });
});

const blocks = (section, kind) => [...sections.get(section).matchAll(new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code]) => code);
/** Runs a block; what it leaves running is ended with the test. */
async function shell(code, cwd = scratch) {
  const lines = code.trim().split('\n'), server = lines.at(-1).endsWith(' &') && lines.pop();
  const output = lines.length ? execFileSync('bash', ['-ec', lines.join('\n')], { cwd, env: { ...process.env, VIRCHOW }, encoding: 'utf8' }) : '';
  if (server) {
    const [command, ...words] = server.slice(0, -2).replaceAll('$VIRCHOW', VIRCHOW).split(' ');
    const running = spawn(command, words, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    servers.push(running);
    await new Promise(done => running.stdout.once('data', done));
  }
  return output;
}
const stored = () => (existsSync(join(scratch, 'site.jsonl')) ? readFileSync(join(scratch, 'site.jsonl'), 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line)) : []);
/** The address that the text says to open. */
const address = (section, part) => sections.get(section).match(new RegExp(`<(http[^>]*/examples/${part}[^>]*)>`))[1];
async function signIn(frame) {
  if (frame) {
    await until(() => browser.run(() => window.frames.length > 0), 'the frame', 15_000);
    await browser.driver.switchTo().frame(0);
  }
  const form = browser.widget();
  await form.until((el, $) => $('[data-score]'), 'the form', { timeout: 15_000 });
  await form.fillRest();
  await form.press('[data-action="sign"]');
  await form.untilDelivery('confirmed', { timeout: 15_000 });
  await browser.driver.switchTo().defaultContent();
}

test('0 and 1: the files, the element', async () => {
  await shell(blocks(0, 'sh')[0]);
  await browser.driver.get(address(1, 'plain'));
  await signIn();
  assert.equal(Number(await shell(blocks(1, 'sh')[0])), 1);
  writeFileSync(join(scratch, 'site/own.html'), `<!doctype html><meta charset="utf-8">${blocks(1, 'html')[0]}`);
  await browser.driver.get(`${origin}/own.html`);
  await signIn();
  assert.equal(stored().filter(event => event.type === 'assessed' && event.contextId === 'adm-0017').length, 1);
});

test('2: the frame, from an origin of its own', async () => {
  await shell(blocks(2, 'sh')[0]);
  await browser.driver.get(address(2, 'frame'));
  await signIn(true);
  writeFileSync(join(scratch, 'site/framed.html'), `<!doctype html><meta charset="utf-8">${blocks(2, 'html')[0]}`);
  await browser.driver.get(`${origin}/framed.html`);
  await signIn(true);
  const contexts = stored().filter(event => event.type === 'assessed').map(event => event.contextId);
  assert.ok(contexts.includes('example-frame') && contexts.includes('adm-0018'), contexts.join());
});

test('3: a form host', async () => {
  await browser.driver.get(address(3, 'smart'));
  await signIn(true);
  assert.equal(Number(await shell(blocks(3, 'sh')[0])), 1);
});

test('4: a shell', async () => {
  await browser.driver.get(address(4, 'webview'));
  await signIn();
  assert.ok(stored().some(event => event.contextId === 'example-webview'));
});

test('5 and 6: headless, and what an old system reads', async () => {
  for (const section of [5, 6]) for (const code of blocks(section, 'js')) writeFileSync(join(scratch, code.match(/^\/\/ (\S+\.mjs)/)[1]), code);
  // Node before 20.19 takes a module without a package.json beside it for a script; the folder of ours has one.
  const { floor, band } = JSON.parse(await shell(blocks(5, 'sh')[0]));
  assert.deepEqual([floor, band], [4, 'high']);
  const rows = await shell(blocks(6, 'sh')[0]);
  assert.equal(rows.match(/^MSH\|/gm).length, stored().filter(event => event.type === 'assessed').length);
  assert.match(rows, /Padua/);
});

test('README: from nothing to a stored event, in an empty folder', async () => {
  const folder = join(scratch, 'ten-minutes'), port = await free(), readme = readFileSync(join(VIRCHOW, 'README.md'), 'utf8').split('**从零开始')[1];
  mkdirSync(folder);
  const [sh, html] = ['sh', 'html'].map(kind => readme.match(new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``))[1]);
  await shell(sh.replace(/ +#.*$/gm, '').replaceAll('8080', String(port)), folder);
  writeFileSync(join(folder, 'site/index.html'), html);
  await browser.driver.get(`http://127.0.0.1:${port}/`);
  await signIn();
  const lines = readFileSync(join(folder, 'site.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line));
  assert.deepEqual(lines.map(event => [event.type, event.contextId, event.by.id]).filter(([type]) => type === 'assessed'), [['assessed', 'adm-0017', 'n-07']]);
});

test('every example has a page of ten lines beside it that says how to run it', () => {
  for (const name of ['plain', 'strict-csp', 'frame', 'react19', 'react18', 'vue3', 'angular', 'webview', 'smart', 'simulator', 'theme']) assert.match(readFileSync(join(VIRCHOW, 'examples', name, 'README.md'), 'utf8'), new RegExp(`/examples/${name}/`), name);
  assert.ok(widget);
});
