import { campaign } from './faults.mjs';
console.log(await campaign({ count: +process.argv[3], seed: +process.argv[4], kinds: [process.argv[2]], log: console.log }));
