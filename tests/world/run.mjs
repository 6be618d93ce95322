// node tests/world/run.mjs STEPS SEED [KIND …]      seeds from SEED on, until STEPS steps have been played
//   KIND: element, frame, sdc, ward, tablet; without any, all of them. WORKERS=2 (processes) shares the seeds out.
// SEED=1234 REPLAY=1 node tests/world/run.mjs [KIND]   that seed again, each turn in one line
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { campaign } from './campaign.mjs';
import { play } from './stories.mjs';

const { env, argv } = process;

if (env.REPLAY) {
  const seed = Number(env.SEED ?? 1), kinds = argv.slice(2);
  const { steps, failures, counts, kind } = await play(seed, { trace: true, kinds: kinds.length ? kinds : undefined });
  console.log(`seed ${seed} (${kind}): ${steps} steps, ${JSON.stringify(counts)}`);
  for (const { kind, text, step } of failures) console.log(`  ${kind} at step ${step}: ${text}`);
  process.exit(failures.length ? 1 : 0);
}

const [steps = 100_000, seed = 1] = argv.slice(2, 4).map(Number), kinds = argv.slice(4);
const stride = Math.max(1, Number(env.WORKERS ?? Math.min(4, cpus().length)));
/** A document that is gone is not wholly forgotten by the DOM of Node: after so many steps a process makes room for a fresh one. */
const CHUNK = 60_000;

if (process.send) {
  const found = await campaign({ steps, seed, stride, kinds: kinds.length ? kinds : undefined, report: console.log });
  process.send({ found: [...found].map(([kind, { text, seeds }]) => ({ kind, text, seeds })), totals: found.totals, next: found.next }, () => process.exit());
} else {
  const start = Date.now(), found = new Map(), totals = { worlds: 0, steps: 0, loads: 0, signed: 0 };
  const chunk = (most, from) => new Promise(done => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), String(most), String(from), ...kinds], { env: { ...env, WORKERS: String(stride) }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    let answer;
    child.on('message', message => { answer = message; });
    child.on('exit', code => {
      if (!answer) found.set('the simulation itself stopped', { text: `a process that began with seed ${from} ended with ${code}`, seeds: [from] });
      done(answer);
    });
  });
  // One process for each core, each with every so-manieth seed.
  await Promise.all(Array.from({ length: stride }, async (_, n) => {
    for (let left = Math.ceil(steps / stride), from = seed + n; left > 0;) {
      const answer = await chunk(Math.min(left, CHUNK), from);
      if (!answer) return;
      for (const key of Object.keys(totals)) totals[key] += answer.totals[key];
      for (const { kind, text, seeds } of answer.found) {
        const known = found.get(kind) ?? { text, seeds: [] };
        known.seeds.push(...seeds);
        found.set(kind, known);
      }
      left -= answer.totals.steps;
      from = answer.next;
    }
  }));
  const seconds = (Date.now() - start) / 1000;
  console.log(`\nIN ALL ${totals.steps} steps in ${totals.worlds} worlds, ${totals.loads} pages loaded, ${totals.signed} events signed, ${Math.round(totals.steps / seconds)} steps/s; found ${found.size}`);
  for (const [kind, { text, seeds }] of found) {
    seeds.sort((one, other) => one - other);
    console.log(`${kind}: ${seeds.length} worlds, seeds ${seeds.slice(0, 8).join(' ')}${seeds.length > 8 ? ' …' : ''}\n      ${text}\n      SEED=${seeds[0]} REPLAY=1 node tests/world/run.mjs ${kinds.join(' ')}`);
  }
  process.exit(found.size ? 1 : 0);
}
