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
const workers = Number(env.WORKERS ?? Math.min(4, cpus().length)), stride = Number(env.STRIDE ?? 1);

if (stride > 1 || workers < 2) {
  const found = await campaign({ steps, seed, stride, kinds: kinds.length ? kinds : undefined, report: console.log });
  process.send?.({ found: [...found].map(([kind, { text, seeds }]) => ({ kind, text, seeds })), totals: found.totals });
  if (process.send) process.disconnect();
  process.exitCode = found.size ? 1 : 0;
  if (!process.send) process.exit();
} else {
  // One process for each core, each with every so-manieth seed.
  const start = Date.now(), found = new Map(), totals = { worlds: 0, steps: 0, loads: 0, signed: 0 };
  await Promise.all(Array.from({ length: workers }, (_, n) => new Promise(done => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), String(Math.ceil(steps / workers)), String(seed + n), ...kinds], { env: { ...env, STRIDE: workers }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    let heard = false;
    child.on('message', ({ found: theirs, totals: more }) => {
      heard = true;
      for (const key of Object.keys(totals)) totals[key] += more[key];
      for (const { kind, text, seeds } of theirs) {
        const known = found.get(kind) ?? { text, seeds: [] };
        known.seeds.push(...seeds);
        found.set(kind, known);
      }
    });
    child.on('exit', code => {
      if (!heard) found.set('the simulation itself stopped', { text: `a worker ended with ${code}`, seeds: [] });
      done();
    });
  })));
  const seconds = (Date.now() - start) / 1000;
  console.log(`\nIN ALL ${totals.steps} steps in ${totals.worlds} worlds, ${totals.loads} pages loaded, ${totals.signed} events signed, ${Math.round(totals.steps / seconds)} steps/s; found ${found.size}`);
  for (const [kind, { text, seeds }] of found) {
    seeds.sort((one, other) => one - other);
    console.log(`${kind}: ${seeds.length} worlds, seeds ${seeds.slice(0, 8).join(' ')}${seeds.length > 8 ? ' …' : ''}\n      ${text}\n      SEED=${seeds[0]} REPLAY=1 node tests/world/run.mjs ${kinds.join(' ')}`);
  }
  process.exit(found.size ? 1 : 0);
}
