// node tests/world/run.mjs STEPS SEED [KIND …]      seeds from SEED on, until STEPS steps have been played
// SEED=1234 REPLAY=1 node tests/world/run.mjs       that seed again, each turn in one line
import { play } from './stories.mjs';

const replay = process.env.REPLAY && Number(process.env.SEED);
if (replay) {
  const { steps, failures, counts } = await play(replay, { trace: true });
  console.log(`seed ${replay}: ${steps} steps, ${JSON.stringify(counts)}`);
  for (const { kind, text, step } of failures) console.log(`  ${kind} at step ${step}: ${text}`);
  process.exit(failures.length ? 1 : 0);
}

const [most = 100_000, first = 1] = process.argv.slice(2, 4).map(Number), kinds = process.argv.slice(4);
const { campaign } = await import('./campaign.mjs');
const found = await campaign({ steps: most, seed: first, kinds: kinds.length ? kinds : undefined, report: console.log });
process.exit(found.size ? 1 : 0);
