// What time a device says it is: the world's own time, and how far this device's clock stands beside it. Timers and
// performance.now() do not jump; Date does.

import { BEGIN } from './scheduler.mjs';

export class Clock {
  constructor(world) {
    this.world = world;
    /** Milliseconds by which Date of this device is ahead. */
    this.ahead = 0;
    const clock = this;
    this.Date = class Date extends globalThis.Date {
      constructor(...given) {
        if (given.length) super(...given);
        else super(clock.now());
      }
      static now() { return clock.now(); }
    };
  }

  now() { return BEGIN + this.world.time + this.ahead; }
}
