// Many seeds, one after the other.

import { play } from './stories.mjs';

/** Plays seeds from `seed` on until `steps` have been made; gives what was found: kind → { text, seeds }, with `totals`, and
 *  the `next` seed. */
export async function campaign({ steps, seed, stride = 1, kinds, report = () => {}, every = 10_000 }) {
  const found = new Map(), totals = { signed: 0, loads: 0 }, start = Date.now();
  let made = 0, worlds = 0, said = Date.now();
  const line = () => `${worlds} worlds, ${made} steps, ${totals.loads} pages loaded, ${totals.signed} events, ${Math.round(made / ((Date.now() - start) / 1000))} steps/s, found ${found.size}`;
  for (; made < steps; seed += stride, worlds++) {
    const played = await play(seed, { kinds });
    made += played.steps;
    for (const key of Object.keys(totals)) totals[key] += played.counts[key] ?? 0;
    for (const { kind, text } of played.failures) {
      const known = found.get(kind);
      if (known) known.seeds.push(seed);
      else {
        found.set(kind, { text, seeds: [seed] });
        report(`FOUND ${kind}\n      ${text}\n      SEED=${seed} REPLAY=1 node tests/world/run.mjs ${kinds?.join(' ') ?? ''}`);
      }
    }
    if (Date.now() - said > every) { said = Date.now(); report(line()); }
  }
  report(line());
  Object.assign(found, { totals: { ...totals, worlds, steps: made }, next: seed });
  for (const [kind, { seeds }] of found) report(`${kind}: ${seeds.length} worlds, seeds ${seeds.slice(0, 8).join(' ')}${seeds.length > 8 ? ' …' : ''}`);
  return found;
}
