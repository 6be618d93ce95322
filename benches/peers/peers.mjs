// The same Caprini form in our own element and in the form engines of others, measured in one run beside the floor of
// benches/floor.html by the functions of benches/measure.mjs. Writes docs/reports/peers.md.
//   make peers                               installs the peers (npm ci, this folder only) and runs every part
//   node benches/peers/peers.mjs totals      SETS=200 random answer sets, clicked on the real forms (not a matter of time; ONLY="lhc survey")
//   node benches/peers/peers.mjs weight      bytes of a first visit, and memory (not a matter of time)
//   node benches/peers/peers.mjs speed       RUNS=7 rounds, all subjects in each, on a machine that does nothing else
//   node benches/peers/peers.mjs page        the page, from what the others left in target/
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { packed } from '../../scripts/brotli.mjs';
import { launch } from '../../tests/e2e/driver.mjs';
import { serve } from '../../tests/e2e/server.mjs';
import { answered } from '../../tests/fhir/campaign.mjs';
import { generator } from '../../tests/fhir/events.mjs';
import { clicks, further, held, median, opened, quantile } from '../measure.mjs';
import { written } from './page.mjs';
import { INSTRUMENT, pages, virchow } from './pages.mjs';

const RUNS = Number(process.env.RUNS ?? 7), SETS = Number(process.env.SETS ?? 200), SEED = Number(process.env.SEED ?? 1), CLICKS = 8, FURTHER = 2, THROTTLE = 4, MEMORY = 3;
const at = path => fileURLToPath(new URL(path, import.meta.url));
const SUBJECTS = {
  floor: { url: '/benches/floor.html', shadow: false }, virchow: { url: '/benches/widget.html', shadow: true },
  lhc: { url: '/peers/lhc/index.html', later: true }, survey: { url: '/peers/survey/index.html', later: true }, medplum: { url: '/peers/medplum/index.html', later: true },
};
const names = Object.keys(SUBJECTS), ONLY = process.env.ONLY?.split(' ') ?? names;
const file = part => at(`../../target/peers-${part}.json`), keep = (part, what) => writeFileSync(file(part), JSON.stringify(what)), kept = part => JSON.parse(readFileSync(file(part), 'utf8'));

// Every page needs what the page of benches/run.mjs has; no page that was left weighs on the one that is measured.
const headers = { 'cache-control': 'max-age=600', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const start = () => launch({ flags: ['--disable-back-forward-cache'] });

/** All that a first visit asks for until two seconds after the form is there: files, bytes, and bytes after brotli. */
async function loaded(browser, server, name) {
  const from = server.requests.length;
  await opened(browser, server.origin + SUBJECTS[name].url);
  await new Promise(done => setTimeout(done, 2000));
  const paths = [...new Set(server.requests.slice(from).map(({ path }) => path))].filter(path => path !== '/favicon.ico'), sum = { files: paths.length, raw: 0, brotli: 0 };
  // All of it first: packing holds this process up for seconds, and a line that waits meanwhile is cut.
  const bodies = await Promise.all(paths.map(async path => {
    const response = await fetch(server.origin + path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }));
  for (const [n, bytes] of bodies.entries()) {
    sum.raw += bytes.length;
    sum.brotli += packed(bytes, !/\.(wasm|png|woff2)$/.test(paths[n].split('?')[0]));
  }
  return sum;
}

async function speed() {
  const server = await serve({ override: pages(), headers }), browser = await start();
  const results = Object.fromEntries(names.map(name => [name, { cold: [], again: [], text: [], shown: [], painted: [], further: [] }]));
  const open = name => opened(browser, server.origin + SUBJECTS[name].url);
  const loads = [];
  let version;
  try {
    version = (await browser.cdp('Browser.getVersion')).product;
    for (const name of names) await open(name);
    await browser.throttle(THROTTLE);
    for (let run = 0; run < RUNS; run++) {
      loads.push(loadavg()[0]);
      // Each round begins with another, so that nobody always follows the same neighbour.
      for (const name of names.map((_, n) => names[(n + run) % names.length])) {
        const { shadow, later } = SUBJECTS[name], result = results[name];
        await browser.cdp('Network.enable');
        await browser.cdp('Network.setCacheDisabled', { cacheDisabled: true });
        result.cold.push(await open(name));
        for (const click of await browser.run(clicks, CLICKS, shadow)) for (const [what, ms] of Object.entries(click)) result[what].push(ms);
        for (const { shown } of await browser.run(further, FURTHER, shadow || later)) result.further.push(shown);
        await browser.cdp('Network.setCacheDisabled', { cacheDisabled: false });
        await open(name);
        result.again.push(await open(name));
      }
      process.stderr.write(`round ${run + 1}/${RUNS}: interactive after ${names.map(name => `${name} ${results[name].cold.at(-1).toFixed(0)}`).join(', ')} ms\n`);
    }
  } finally { await browser.quit(); await server.close(); }
  return { version, node: process.versions.node, cores: availableParallelism(), load: median(loads), runs: RUNS, clicks: RUNS * CLICKS, further: RUNS * FURTHER, throttle: THROTTLE, date: new Date().toISOString().slice(0, 10),
    of: Object.fromEntries(names.map(name => { const { cold, again, shown, painted, further } = results[name]; return [name, { cold: median(cold), again: median(again), shown: median(shown), shown95: quantile(shown, 0.95), painted: median(painted), painted95: quantile(painted, 0.95), further: median(further) }]; })) };
}

/** Bytes and memory: one page in the life of one browser. */
async function weight() {
  const server = await serve({ override: pages(), headers }), of = Object.fromEntries(names.map(name => [name, { memories: [] }]));
  try {
    for (let run = 0; run < MEMORY; run++) {
      for (const name of names) {
        const fresh = await start();
        try {
          if (run === 0) Object.assign(of[name], await loaded(fresh, server, name));
          else await opened(fresh, server.origin + SUBJECTS[name].url);
          const { heap, wasm } = await held(fresh);
          of[name].memories.push(heap + wasm);
        } finally { await fresh.quit(); }
      }
    }
  } finally { await server.close(); }
  return { memory: MEMORY, of: Object.fromEntries(names.map(name => [name, { ...of[name], memory: median(of[name].memories) }])) };
}

// In the page: for every set a new form and no other, its answers clicked one after the other, then what it shows: where it is right
// twice in a row at once, after ten seconds where it stays wrong.
async function filled(sets, shadow, later) {
  const parent = document.getElementById('forms'), wait = ms => new Promise(done => setTimeout(done, ms)), number = element => parseInt(element.value ?? element.textContent), all = [];
  for (const { answers, floor, ceiling } of sets) {
    parent.replaceChildren();
    const added = addForm(parent);
    if (shadow || later) await new Promise(done => whenPresent(added, false, done));
    const root = added.shadowRoot ?? added;
    const control = (id, value) => (later ? peer.control(root, id, value === null ? 'unknown' : value ? 'yes' : 'no')
      : value ? root.querySelector(`[data-item="${id}"]`) : value === null ? root.querySelector(`[data-action="unknown"][data-for="${id}"]`) : null);
    for (const [id, value] of Object.entries(answers)) control(id, value)?.click();
    const totals = () => (later ? { floor: number(peer.total(root, 'score')), ceiling: number(peer.total(root, 'ceiling')) } : { floor: number(root.querySelector('[data-score]')) });
    const isRight = found => found.floor === floor && (!later || found.ceiling === ceiling);
    let found, times = 0;
    for (const end = Date.now() + 10_000; times < 2 && Date.now() < end; await wait(20)) times = isRight(found = totals()) ? times + 1 : 0;
    all.push({ ...found, field: later && peer.field ? number(peer.field(root)) : found.floor });
  }
  return all;
}
// In the page of a peer: the same question answered otherwise in a second form. Does the first keep its answer and its total?
async function apart() {
  const wait = ms => new Promise(done => setTimeout(done, ms));
  const one = forms.firstElementChild;
  peer.control(one, 'swollen_legs', 'yes').click();
  const two = addForm(forms);
  await new Promise(done => whenPresent(two, false, done));
  peer.control(two, 'swollen_legs', 'no').click();
  await wait(1000);
  const total = peer.total(one, 'score');
  return { checked: peer.control(one, 'swollen_legs', 'yes').checked, total: parseInt(total.value ?? total.textContent) };
}

async function totals() {
  const sets = await answered(virchow, INSTRUMENT, SETS, generator(virchow, SEED).random);
  const server = await serve({ override: pages(), headers }), browser = await start();
  try {
    for (const name of ONLY) {
      const counted = { sets: SETS, seed: SEED, floor: 0, ceiling: 0, field: 0, wrong: [] };
      const { url, shadow, later } = SUBJECTS[name];
      await opened(browser, server.origin + url);
      for (let from = 0; from < SETS; from += 5) {
        const some = sets.slice(from, from + 5).map(({ answers, floor, ceiling }) => ({ answers, floor, ceiling }));
        for (const [n, found] of (await browser.run(filled, some, shadow, later)).entries()) {
          const { floor, ceiling } = some[n];
          if (found.floor === floor) counted.floor++;
          if (found.ceiling === ceiling) counted.ceiling++;
          if (found.field === floor) counted.field++;
          if (found.floor !== floor || (later && found.ceiling !== ceiling)) counted.wrong.push({ ...some[n], found });
        }
      }
      if (later) {
        await opened(browser, server.origin + url);
        counted.apart = await browser.run(apart);
      }
      process.stderr.write(`${name}: ${counted.floor}, ${counted.ceiling} and ${counted.field} of ${SETS}, ${JSON.stringify(counted.apart ?? '')} ${JSON.stringify(counted.wrong.slice(0, 2))}\n`);
      keep(`totals-${name}`, counted);
    }
  } finally { await browser.quit(); await server.close(); }
}

const asked = process.argv.slice(2), isAsked = part => !asked.length || asked.includes(part);
if (isAsked('totals')) await totals();
if (isAsked('weight')) keep('weight', await weight());
if (isAsked('speed')) keep('speed', await speed());
if (isAsked('page')) {
  const counted = Object.fromEntries(names.map(name => [name, kept(`totals-${name}`)]));
  const text = written(counted, kept('weight'), kept('speed'));
  writeFileSync(at('../../docs/reports/peers.md'), text);
  console.log(text);
}
