// The published types, used by a host in TypeScript under `strict`: what it may write compiles, what it may not does not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('a host in TypeScript compiles against dist/v1', () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', fileURLToPath(new URL('../types/', import.meta.url))], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
