// A few bad days with every run; `make faults` has two hundred and more. The seeds stand still, so that a run says the same each time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsDevTools } from './driver.mjs';
import { campaign, KINDS } from './faults.mjs';

/** With a full disk at several writes of a signature among them. */
const SEED = { tablet: 27 };
const COUNT = { element: 20, tablet: 10, vault: 6, signing: 2 };
for (const kind of KINDS) {
  test(`a bad day, seed after seed: ${kind}`, { skip: needsDevTools('faults'), timeout: 600_000 }, async () => {
    const { counts, found } = await campaign({ count: COUNT[kind] ?? 1, seed: SEED[kind] ?? 1, kinds: [kind] });
    assert.deepEqual(found.map(({ kind, seed, rule, what, line }) => `${rule}: ${what} (--again ${kind}:${seed}: ${line})`), []);
    assert.ok(counts[kind].runs > 0);
  });
}
