// One page of the random schedules (make frames: 10 000). Faults, seeds and what is looked at: frame_schedules.mjs.
import { test } from 'node:test';
import { campaign, holds } from './frame_schedules.mjs';

test('30 random schedules: each signed event is stored once, none while another patient is shown', { timeout: 180_000 }, async () => {
  const totals = await campaign(30, 1);
  console.log(`# ${JSON.stringify(totals)}`);
  holds(totals);
});
