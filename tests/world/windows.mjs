// Windows that talk: browsing contexts with a handle that stays the same when another page comes into them, messages between
// them, and the two ends of a channel. A bad line loses, doubles and delays what goes over a port.

export class Context {
  constructor(world, name) {
    Object.assign(this, { world, name });
    this.page = null;
    const context = this;
    /** What other pages hold of this window. */
    this.handle = { postMessage(data, origin, ports = []) { context.world.sender.call(context, data, origin, ports); } };
  }

  /** A page comes into this window; `parent` is whose frame it is. */
  enter(page, parent) {
    this.page = page;
    page.context = this;
    const { globals } = page;
    globals.parent = globals.top = parent ? parent.handle : globals;
    if (parent) globals.window.parent = globals.window.top = parent.handle;
    globals.MessageChannel = globals.window.MessageChannel = class { constructor() { [this.port1, this.port2] = channel(page); } };
  }

  /** `from` is the page that calls. */
  post(from, data, origin, ports) {
    const target = this.page;
    if (!target?.alive || (origin !== '*' && origin !== target.globals.location.origin)) return;
    const clone = structuredClone(data);
    ports.forEach(port => port.moved());
    target.post(from.context, `message ${clone?.messageType ?? ''} from ${from.name}`, () => {
      ports.forEach(port => port.given(target));
      target.emit('message', { data: clone, origin: from.globals.location.origin, source: from.context.handle, ports });
    });
  }
}

/** The share of messages on ports that a fault befalls; set by the story. */
export function line(world, share) { world.line = share; }

/** Whose turn it is, is who sends. */
export function connect(world) {
  world.line = 0;
  world.sender = function (data, origin, ports) { this.post(world.running.page, data, origin, ports); };
}

class Port {
  constructor(page) {
    Object.assign(this, { page, other: null, closed: false, waiting: [], away: false });
  }

  get onmessage() { return this.hear; }
  set onmessage(hear) {
    this.hear = hear;
    this.waiting.splice(0).forEach(data => this.deliver(data));
  }
  start() {}
  moved() { this.away = true; }
  given(page) { this.page = page; this.away = false; }
  addEventListener(kind, act) { if (kind === 'close') this.onclose = act; else this.onmessage = act; }

  postMessage(data) {
    const { other, page } = this, { world } = page;
    if (this.closed || other.closed) return;
    const clone = structuredClone(data);
    const fault = world.chance(world.line) ? world.pick(['lost', 'twice', 'late', 'late']) : '';
    if (fault === 'lost') return;
    other.arrive(clone, fault === 'late' ? world.int(20_000) : undefined);
    if (fault === 'twice') other.arrive(structuredClone(clone));
  }

  arrive(data, late) {
    const { page } = this, kind = `port ${data?.messageType ?? 'answer'}`;
    const act = () => { if (this.hear && !this.away) this.deliver(data); else this.waiting.push(data); };
    if (late !== undefined) page.world.soon(`${kind} (late)`, page, act, late);
    else page.post(this, kind, act);
  }

  deliver(data) { if (!this.closed) this.hear({ data, target: this }); }

  close() {
    this.closed = true;
    const { other } = this;
    // Not every browser says so.
    if (!other.closed && other.onclose) other.page.world.soon('port closed', other.page, () => other.onclose({ target: other }));
  }
}

function channel(page) {
  const one = new Port(page), other = new Port(page);
  one.other = other;
  other.other = one;
  return [one, other];
}
