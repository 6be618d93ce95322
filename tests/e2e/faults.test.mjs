// A few power cuts with every run; `make faults` has two hundred.
import { test } from 'node:test';
import { campaign } from './faults.mjs';

for (const kind of ['entry', 'signing', 'import', 'migration', 'update']) {
  test(`killed at a random moment: ${kind}`, async () => {
    await campaign({ count: kind === 'signing' ? 2 : 1, seed: 1 + (Date.now() % 1000), kinds: [kind] });
  });
}
