// Bad days, many times: `make faults` (COUNT=, SEED=, JOBS=). Four kinds of line:
//
//   element   the embedded element with a host that answers, is slow, refuses, breaks off or is silent (faults_element.mjs)
//   tablet    the ward's own page (faults_tablet.mjs)
//   vault     its passphrase changed, an earlier format rewritten, many rows at once (faults_vault.mjs)
//   entry, signing, import, migration, update   a browser killed at a random moment (faults_cuts.mjs)
//
// The first three draw one fault for each run (a disk full at the n-th write or for a while, a failing disk, a quota, a store that is
// cleared, deleted, upgraded or held, a frozen page, a clock that jumps) and keep one browser: every run has a seed of its own and
// is done again alone by `node tests/e2e/faults.mjs --again element:17`. What was found is listed by rule:
//
//   said stored    a screen or the host was told that it is kept, and it is not (unless the fault took it, and that was said)
//   not said       what a reload loses, or a store that is gone, and no word of it on the screen
//   confirmed      "Confirmed by HIS", and no host has said so
//   lost, halves, delivery, draft   kept before and missing after; half of it; kept and never on its way; typed and gone
//   patient, twice, chain   under another admission; there or in effect twice; a chain that does not verify
//   sign()         answered by another call's outcome, or with an event that nobody has
//   opened again   the store works again, and the page does not use it until it is reloaded
//   clock          a clock a few minutes off stops the next signature
//   shut, uncaught   a ward that does not open; an error of ours that nobody caught
import { launch } from './driver.mjs';
import { Line, KINDS as CUTS } from './faults_cuts.mjs';
import { Element } from './faults_element.mjs';
import { Ward } from './faults_tablet.mjs';
import { Vault } from './faults_vault.mjs';
import { random } from './random.mjs';
import { serve } from './server.mjs';

const STORMS = { element: Element, tablet: Ward, vault: Vault };
/** A run of a line without cuts takes a few seconds, one with a cut more: of a hundred runs so many are of each kind. */
const SHARE = { element: 45, tablet: 32, vault: 8, entry: 3, signing: 4, import: 3, migration: 3, update: 2 };
export const KINDS = Object.keys(SHARE);

/** So many runs of each kind, none of the kinds asked for left out. */
function shares(count, kinds) {
  const all = kinds.reduce((sum, kind) => sum + SHARE[kind], 0);
  return Object.fromEntries(kinds.map(kind => [kind, Math.max(1, Math.round((count * SHARE[kind]) / all))]));
}

/** `jobs` browsers at a time. Gives `{ counts, found: [{ kind, seed, rule, what, log }] }`. */
export async function campaign({ count, seed = 1, kinds = KINDS, jobs = 1, log = () => {} }) {
  const counts = {}, found = [], work = [];
  for (const [kind, share] of Object.entries(shares(count, kinds))) {
    counts[kind] = { runs: 0 };
    // A line of cuts goes on with the tablet it has; the others are cut into stretches.
    const stretch = STORMS[kind] ? Math.max(1, Math.min(25, Math.ceil(share / jobs))) : share;
    for (let from = 0; from < share; from += stretch) work.push({ kind, from, to: Math.min(share, from + stretch) });
  }
  // What takes longest first, so that no browser is alone at the end.
  work.sort((a, b) => Number(Boolean(STORMS[a.kind])) - Number(Boolean(STORMS[b.kind])));
  const worker = async () => {
    const server = await serve();
    try {
      for (let piece = work.shift(); piece; piece = work.shift()) await (STORMS[piece.kind] ? storms : cuts)(server, piece);
    } finally { await server.close(); }
  };
  const note = (kind, seed, list, line) => list.forEach(([rule, what]) => {
    counts[kind][rule] = (counts[kind][rule] ?? 0) + 1;
    found.push({ kind, seed, rule, what, line });
    log(`  ${rule}: ${what}\n    ${kind} ${seed}: ${line}\n    again: node tests/e2e/faults.mjs --again ${kind}:${seed}`);
  });
  async function storms(server, { kind, from, to }) {
    let browser, line;
    try {
      for (let run = from; run < to; run++) {
        if (!browser) {
          browser = await launch({ width: 900, height: 1100, breaks: ['panic', 'store', 'network', 'worker', 'file'] });
          line = new STORMS[kind](server, browser);
          await line.begin();
        }
        const own = seed * 100_000 + run, start = Date.now();
        let list;
        try { list = await line.storm(random(own)); } catch (error) {
          list = [['broken', String(error.message).slice(0, 400)]];
          // A page that hangs takes its browser with it, not the campaign.
          await browser.quit();
          browser = undefined;
        }
        counts[kind].runs += 1;
        note(kind, own, list, line.log.join(' '));
        log(`${kind} ${own} ${Date.now() - start} ms: ${line.log.join(' ')}: ${list.length ? 'FAILED' : 'ok'}`);
      }
    } finally { await browser?.quit(); }
  }
  async function cuts(server, { kind, to }) {
    const line = new Line(server, random(seed * 1000 + CUTS.indexOf(kind)), counts[kind]);
    try {
      await line.begin();
      for (let run = 0; run < to; run++) {
        await line[kind](run);
        counts[kind].runs += 1;
        log(`${kind} ${run + 1}/${to} ${JSON.stringify(counts[kind])}`);
      }
    } catch (error) {
      note(kind, seed, [['cut', String(error.message).slice(0, 600)]], `run ${counts[kind].runs + 1} of seed ${seed}`);
    } finally { await line.end(); }
  }
  await Promise.all(Array.from({ length: jobs }, worker));
  return { counts, found };
}

/** One run again, by what the campaign printed. */
async function again(name) {
  const [kind, seed] = name.split(':'), server = await serve(), browser = await launch({ width: 900, height: 1100, breaks: ['panic', 'store', 'network', 'worker', 'file'] });
  try {
    const line = new STORMS[kind](server, browser);
    await line.begin();
    const found = await line.storm(random(Number(seed)));
    console.log(line.log.join(' '));
    for (const [rule, what] of found) console.log(`${rule}: ${what}`);
    return found.length === 0;
  } finally { await browser.quit(); await server.close(); }
}

if (process.argv[1]?.endsWith('faults.mjs')) {
  const [first, second] = process.argv.slice(2);
  if (first === '--again') process.exit(await again(second) ? 0 : 1);
  const [count = 200, seed = 1, jobs = 2] = process.argv.slice(2, 5).map(Number), kinds = process.argv[5]?.split(',') ?? KINDS, start = Date.now();
  const { counts, found } = await campaign({ count, seed, jobs, kinds, log: console.log });
  console.log(`\n| line | runs | what was found |\n|---|---:|---|`);
  for (const [kind, { runs, ...rest }] of Object.entries(counts)) console.log(`| ${kind} | ${runs} | ${Object.entries(rest).map(([what, number]) => `${what}: ${number}`).join(', ')} |`);
  const rules = {};
  for (const { rule, kind, seed } of found) (rules[rule] ??= []).push(`${kind}:${seed}`);
  console.log(`\n${Object.values(counts).reduce((sum, { runs }) => sum + runs, 0)} runs, seed ${seed}, ${Math.round((Date.now() - start) / 1000)} s; against a rule: ${found.length}`);
  for (const [rule, runs] of Object.entries(rules)) console.log(`${rule}: ${runs.length} (${runs.slice(0, 12).join(' ')}${runs.length > 12 ? ' …' : ''})`);
  process.exit(found.length ? 1 : 0);
}
