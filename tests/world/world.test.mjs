// A minute of the simulated world on fixed seeds. What it plays and what must hold: README.md beside this file. A failure prints
// its seed; `SEED=… REPLAY=1 node tests/world/run.mjs KIND` plays that one again, each turn in one line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { campaign } from './campaign.mjs';
import { play } from './stories.mjs';

for (const [kind, what, steps] of [
  ['element', 'a page that embeds the element', 30_000],
  ['frame', 'a host and its frame on a bad line', 20_000],
  ['sdc', 'a form host that speaks SDC', 12_000],
  ['ward', 'the vault of a tablet', 15_000],
  ['tablet', 'a whole tablet', 15_000],
]) {
  test(`${what}: nothing is signed, shown, answered or lost that should not be`, async () => {
    const found = await campaign({ steps, seed: 1, kinds: [kind] });
    const { totals } = found;
    assert.deepEqual([...found].map(([kind, { text, seeds }]) => `${kind}: ${text} (seed ${seeds[0]} of ${seeds.length})`), []);
    // A world in which nothing happens proves nothing.
    assert.ok(totals.signed > totals.worlds / 2, `${totals.signed} events in ${totals.worlds} worlds`);
  });
}

test('a seed is a story: played twice it is the same to the last step', async () => {
  const once = await play(11, { kinds: ['frame'] }), again = await play(11, { kinds: ['frame'] });
  assert.deepEqual(again, once);
  assert.ok(once.steps > 100);
});

// Stories in which the world itself was wrong: a page that was frozen went on too late, an upgrade that never came about took the
// store away, and a write that the page gave up was none that had failed.
for (const seed of [900273, 900335, 900345]) {
  test(`seed ${seed}: no promise is held against the product that it does not make`, async () => {
    const { failures, steps } = await play(seed);
    assert.deepEqual(failures.map(({ kind, text }) => `${kind}: ${text}`), []);
    assert.ok(steps > 100);
  });
}

// What is thrown away is the bleeding list too: else a form host, which may not force, shows nobody else over it, and what was signed
// waits.
test('seed 5000400: nobody waits behind answers that were thrown away', async () => {
  const { failures, steps } = await play(5000400);
  assert.deepEqual(failures.map(({ kind, text }) => `${kind}: ${text}`), []);
  assert.ok(steps > 100);
});

// On these a draft that a slow store gave over the prevention screen put up a form whose taps went to the hidden bleeding list:
// ticked, not counted, and ticked still under the next patient.
for (const seed of [500126, 3000129, 3000260]) {
  test(`seed ${seed}: what a slow store gives late has the taps of its form`, async () => {
    const { failures, steps } = await play(seed);
    assert.deepEqual(failures.map(({ kind, text }) => `${kind}: ${text}`), []);
    assert.ok(steps > 100);
  });
}

// Two pages of one disk that answers neither of them in time sign one number, and both events reach the host: a limit that is
// stated, of which no `vte-event` says `stored: false` here, since the entry is kept alone as soon as the disk answers.
test('seed 900596: two windows that a slow disk keeps from each other, and no window that knew', async () => {
  const { failures } = await play(900596);
  assert.deepEqual(failures.map(({ kind, text }) => `${kind}: ${text}`), []);
});
