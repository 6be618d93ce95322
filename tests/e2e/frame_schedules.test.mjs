// 200 of the random schedules (make frames: 1 000). Faults, seeds and what is looked at: frame_schedules.mjs.
import { test } from 'node:test';
import { campaign, holds } from './frame_schedules.mjs';

test('200 random schedules: each signed event is stored once, none while another patient is shown', async () => {
  const totals = await campaign(200, 1);
  console.log(`# ${JSON.stringify(totals)}`);
  holds(totals);
});
