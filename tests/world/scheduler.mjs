// The one order of everything: each timer, answer of the disk, message, loaded file, tap and fault is a task in one queue,
// and one seed decides when each comes due. A step is one task with all the microtasks that it leaves behind.

/** mulberry32: small, seeded, the same everywhere. */
const drawn = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** When the story of every seed begins. */
export const BEGIN = Date.parse('2026-11-29T09:00:00+08:00');

export class World {
  constructor(seed, { trace = false } = {}) {
    this.seed = seed;
    this.random = drawn(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
    /** Milliseconds since the beginning; never goes back. */
    this.time = 0;
    this.steps = 0;
    this.failures = new Map();
    this.trace = trace;
    this.heap = [];
    this.running = null;
    this.after = [];
    /** How slow this world is: 1 is an ordinary network and disk. */
    this.mood = this.pick([0.3, 1, 1, 3]);
  }

  int(below) { return Math.floor(this.random() * below); }
  pick(list) { return list[this.int(list.length)]; }
  chance(share) { return this.random() < share; }

  /** By weight: `{ word: weight }`. */
  weighed(table) {
    let left = this.random() * Object.values(table).reduce((sum, weight) => sum + weight, 0);
    for (const word of Object.keys(table)) if ((left -= table[word]) < 0) return word;
    return Object.keys(table)[0];
  }

  /** Mostly at once, now and then very late: two tasks of one moment come in either order. */
  latency() {
    const draw = this.random(), more = this.random();
    if (draw < 0.55) return Math.floor(more * 3);
    if (draw < 0.85) return Math.floor(more * 40 * this.mood);
    if (draw < 0.97) return Math.floor(more * 900 * this.mood);
    return Math.floor(more * 9000 * this.mood);
  }

  /** `page` is whose task it is: it waits while that page is frozen, and is dropped when it is gone. */
  soon(kind, page, act, wait = this.latency(), order = this.random()) {
    const task = { due: this.time + Math.round(wait), order, kind, page, act, live: true };
    push(this.heap, task);
    return task;
  }

  /** A page stands still until `at`, or as long as it did already: what was put off until then is not left behind. */
  freeze(page, at) { page.frozen = Math.max(page.frozen, at); }

  /** A frozen page goes on at `at` at the latest, with all that was put off until it would. */
  thaw(page, at) {
    if (page.frozen <= at) return;
    page.frozen = at;
    const tasks = this.heap.splice(0);
    for (const task of tasks) {
      if (task.page === page && task.meant !== undefined) task.due = Math.max(at, task.meant);
      push(this.heap, task);
    }
  }

  say(text) { if (this.trace) console.log(`${String(this.steps).padStart(6)} ${(this.time / 1000).toFixed(3).padStart(10)} s  ${text}`); }

  /** An invariant does not hold: the first of each kind is kept. */
  fail(kind, text) {
    if (this.trace) this.say(`FAILURE ${kind}: ${text}`);
    if (!this.failures.has(kind)) this.failures.set(kind, { kind, text, seed: this.seed, step: this.steps });
  }

  /** The next task that may run, with the clock set to it. */
  next() {
    for (;;) {
      const task = pop(this.heap);
      if (!task) return undefined;
      if (!task.live || (task.page && !task.page.alive)) continue;
      if (task.page && task.page.frozen > Math.max(this.time, task.due)) {
        task.meant ??= task.due;
        task.due = task.page.frozen;
        push(this.heap, task);
        continue;
      }
      this.time = Math.max(this.time, task.due);
      return task;
    }
  }

  /** Runs until `over()` or until nothing is left to do. Each turn is one callback of Node's check phase, so that all
   *  promises of the turn are settled before the next. */
  run(over) {
    return new Promise(resolve => {
      const turn = () => {
        if (this.running) {
          for (const look of this.after) look(this.running);
          this.running = null;
        }
        const task = over() ? undefined : this.next();
        if (!task) return resolve();
        this.steps += 1;
        this.running = task;
        if (this.trace) this.say(`${task.page ? `${task.page.name}  ` : ''}${task.kind}`);
        try {
          task.act();
        } catch (error) {
          if (task.page) task.page.trouble(error);
          else throw error;
        }
        setImmediate(turn);
      };
      setImmediate(turn);
    });
  }
}

/** Whose promise failed with nobody listening: the page whose turn it is. */
let current = null;
export const watch = world => { current = world; };
process.on('unhandledRejection', error => {
  const page = current?.running?.page;
  if (page) page.rejected(error);
  else if (current) current.fail('inside', `a promise of the simulation failed: ${error?.stack ?? error}`);
  else throw error;
});

const before = (one, other) => one.due < other.due || (one.due === other.due && one.order < other.order);

function push(heap, task) {
  let at = heap.length;
  heap.push(task);
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!before(task, heap[up])) break;
    heap[at] = heap[up];
    at = up;
  }
  heap[at] = task;
}

function pop(heap) {
  const top = heap[0], last = heap.pop();
  if (heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && before(heap[down + 1], heap[down])) down += 1;
    if (!before(heap[down], last)) break;
    heap[at] = heap[down];
    at = down;
  }
  heap[at] = last;
  return top;
}
