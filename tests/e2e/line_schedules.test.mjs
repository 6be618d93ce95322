// Part of the schedules without a browser (any number of them: node e2e/line_schedules.mjs). What they are: line_schedules.mjs.
import { test } from 'node:test';
import { campaign, holds } from './line_schedules.mjs';

test('150 schedules of the scripts alone: nothing of one patient leaves while another is shown, nothing is lost', { timeout: 300_000 }, async () => {
  const totals = await campaign(150, 1);
  console.log(`# ${JSON.stringify({ ...totals, problems: totals.problems.length })}`);
  holds(totals);
});
