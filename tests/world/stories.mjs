// What a seed becomes: a ward with its pages, people and faults, then an end in which nothing fails any more and everything
// that was promised must have come true.

import { World, watch } from './scheduler.mjs';
import { Page, Profile } from './page.mjs';
import { Invariants } from './invariants.mjs';
import { Seat } from './element.mjs';
import { Host, Server, USERS } from './host.mjs';
import { Desk, FrameHost } from './frame.mjs';
import { FormHost } from './sdc.mjs';
import { Tablet } from './tablet.mjs';
import { WardScript } from './ward.mjs';
import { connect } from './windows.mjs';
import { Person } from './person.mjs';
import { CONTEXTS, chartOf, contextOf, numbering } from './people.mjs';

/** Steps with faults (a tablet has three times as many), and at most so many after them. */
const STEPS = 500, REST = 4000;
/** What goes wrong, by weight. */
const FAULTS = { full: 4, free: 3, failing: 2, hanging: 2, silent: 1.5, out: 2, well: 3, shut: 1, close: 1.5, clear: 1.2, delete: 1, upgrade: 0.3, row: 1.2, flip: 0.8, crash: 3, leave: 2, freeze: 2, clock: 2, offline: 2, online: 3, slow: 2 };
const MINUTE = 60_000, HOUR = 3_600_000, DAY = 86_400_000;

/** Plays one seed; gives `{ steps, failures, kind }`. */
export async function play(seed, { trace = false, kinds } = {}) {
  const world = new World(seed, { trace });
  watch(world);
  const kind = kinds ? world.pick(kinds) : world.weighed({ element: 5, frame: 4, sdc: 2, ward: 2, tablet: 2 });
  const story = new STORIES[kind](world);
  story.begin();
  await world.run(() => story.prepared || world.steps > 6000);
  const enough = world.steps + story.steps;
  await world.run(() => world.steps >= enough || world.failures.has('inside'));
  story.calm();
  const until = world.time + 40 * MINUTE, last = world.steps + REST;
  await world.run(() => world.time > until || world.steps >= last || story.isOver());
  story.end();
  story.close();
  watch(null);
  return { steps: world.steps, failures: [...world.failures.values()], kind, counts: story.counts };
}

/** Pages of a HIS that embed the element, on one device or on two. */
class Element {
  steps = STEPS;
  faults = FAULTS;
  /** What there must be before anything goes wrong. */
  prepared = true;

  constructor(world) {
    this.world = world;
    this.invariants = new Invariants(world);
    this.server = new Server(world, this.invariants);
    this.counts = { signed: 0, loads: 0 };
    this.desks = [];
  }

  begin() {
    const { world } = this;
    this.rash = world.pick([0.1, 0.4, 0.7]);
    /** Some people are quick. */
    this.pace = world.pick([0.05, 0.3, 1, 1]);
    this.bad = world.pick([0, 0.3, 1, 1]);
    const profiles = [new Profile(world, 'disk')];
    if (this.devices !== 1 && world.chance(0.2)) profiles.push(new Profile(world, 'disk of another device'));
    const pages = profiles.length + (world.chance(0.3) ? 1 : 0);
    profiles.forEach(profile => {
      profile.secure = this.secure || world.chance(0.7);
      profile.durable = this.secure || world.chance(0.9);
      this.invariants.disk(profile.disk);
    });
    this.profiles = profiles;
    // Two devices that know nothing of each other may both sign the next event: that is for the HIS to settle.
    if (profiles.length > 1) CONTEXTS.forEach(context => this.invariants.forked.add(context));
    for (let n = 0; n < pages; n++) {
      const desk = this.desk(profiles[n % profiles.length], n + 1);
      this.desks.push(desk);
      this.load(desk);
    }
    world.after.push(task => { const { page } = task; if (page?.alive && page.seat) this.look(page); });
    if (this.bad) world.soon('fault', null, () => this.fault(), world.int(4000));
  }

  /** A screen is looked at whenever something on it has changed. */
  look(page) {
    if (page.document.touched) page.seat.look();
  }

  // ---- pages ----

  desk(profile, number) { return { profile, name: `page ${number}` }; }

  load(desk) {
    const { world, invariants } = this, { profile } = desk;
    const page = new Page(world, profile, { name: desk.name });
    this.counts.loads += 1;
    desk.page = page;
    const seat = desk.seat = new Seat(page, invariants);
    page.onTrouble = error => this.trouble(page, error);
    page.onReload = () => this.reload(desk);
    page.load('./virchow.js').then(() => {
      const element = seat.adopt(page.document.createElement('vte-assessment'));
      desk.host = new Host(seat, this.server, { rash: this.rash });
      desk.person = new Person(seat);
      if (!profile.durable) element.profile = { storage: 'memory' };
      element.user = world.pick(USERS);
      if (world.chance(0.7)) element.chart = chartOf(this.server.someone({ A: 1, B: 1, C: 1 }));
      page.document.body.append(element);
      this.hostTurn(desk, page);
      this.personTurn(desk, page);
    }, () => world.soon('load again', null, () => { if (desk.page === page) this.reload(desk); }, 500));
  }

  reload(desk, way = 'crash') {
    desk.page[way]();
    this.load(desk);
  }

  hostTurn(desk, page) {
    const { world } = this;
    world.soon('host', page, () => {
      if (this.quiet) return;
      desk.host.turn();
      this.hostTurn(desk, page);
    }, world.pick([3, 30, 300, 3000, 20_000]) * (0.2 + world.random()));
  }

  personTurn(desk, page) {
    const { world } = this;
    world.soon('person', page, () => {
      if (this.quiet) return;
      desk.person.turn();
      this.personTurn(desk, page);
    }, world.pick([1, 10, 50, 400, 3000]) * this.pace * (0.2 + world.random()));
  }

  trouble(page, error) {
    // A trap of the engine reaches the element, which says so; anything else that nobody caught is an error of ours.
    this.invariants.fail(error instanceof WebAssembly.RuntimeError ? 'the engine stopped' : 'an error that nobody caught', `${page.name}: ${String(error?.stack ?? error).slice(0, 400)}`);
  }

  // ---- faults ----

  fault() {
    const { world } = this;
    if (this.quiet) return;
    if (!this.prepared) return void world.soon('no fault yet', null, () => this.fault(), 2000);
    const desk = world.pick(this.desks), { profile } = desk, { disk } = profile;
    const what = world.weighed(this.faults);
    if (world.trace) world.say(`FAULT ${what} (${desk.name})`);
    switch (what) {
      case 'full':
        disk.full = true;
        // A vault is not unlocked on a full disk: some room comes back.
        if (this.secure) world.soon('some room', null, () => { disk.full = false; }, 3000 + world.int(60_000));
        break;
      case 'free': disk.full = false; break;
      case 'failing': disk.failing = world.pick([0.1, 0.5, 1]); break;
      case 'hanging': disk.hanging = world.pick([0.05, 0.3]); break;
      case 'well': Object.assign(disk, { full: false, failing: 0, hanging: 0, shut: '', silent: false }); break;
      // For as long as a write is waited for, or much longer.
      case 'silent':
        disk.silent = true;
        world.soon('the disk answers', null, () => { disk.silent = false; }, world.pick([1000, 4000, 20_000, 3 * MINUTE]));
        break;
      case 'out': this.out(desk, world.pick([0, 5, 400, 4000, MINUTE, 10 * MINUTE])); break;
      case 'shut': disk.shut = world.pick(['never', 'UnknownError', 'SecurityError']); break;
      case 'close': disk.close(); break;
      case 'clear': disk.clear(); break;
      // By the developer tools, or by another page of this origin.
      case 'delete': { const { page } = desk; if (page?.alive) disk.of(page).deleteDatabase(world.pick([...disk.databases.keys(), 'virchow'])); break; }
      // A newer program of this origin: this one has no store any more.
      case 'upgrade': {
        const { page } = desk;
        const version = disk.databases.get('virchow')?.version;
        if (!page?.alive || !version) break;
        const request = disk.of(page).open('virchow', version + 1);
        // From the moment that it is one, whatever becomes of the page that asked; one that never comes about changes nothing.
        request.onupgradeneeded = () => {
          // What lies there is the newer program's to deliver.
          for (const [context, ids] of this.invariants.kept.get(disk.name)) {
            ids.forEach(id => this.invariants.taken.add(id));
            this.invariants.forked.add(context);
          }
          profile.durable = false;
        };
        request.onsuccess = () => request.result.close();
        break;
      }
      case 'flip': {
        const [key] = world.pick(disk.rows('virchow', 'outbox').concat([[]]));
        if (key) disk.alter('virchow', 'outbox', key, text => text.replace(/"value":(true|false)/, (_, held) => `"value":${held === 'false'}`));
        break;
      }
      case 'row': { const [key] = world.pick(disk.rows('virchow', 'outbox').concat([[]])); if (key) disk.take('virchow', 'outbox', key); break; }
      case 'crash': this.reload(desk); break;
      case 'leave': this.reload(desk, 'leave'); break;
      case 'freeze': if (desk.page) world.freeze(desk.page, world.time + world.pick([2000, 30_000, 10 * MINUTE])); break;
      case 'clock': profile.clock.wasSet = true; profile.clock.ahead += world.pick([1, -1]) * world.pick([90_000, 3 * MINUTE, 20 * MINUTE, HOUR, 9 * HOUR, DAY, 400 * DAY]); break;
      case 'offline': profile.offline = world.pick([0.3, 1]); break;
      case 'slow': profile.slow = world.pick([1, 20, 100]); break;
      case 'online': profile.offline = 0; break;
    }
    world.soon('fault', null, () => this.fault(), (200 + world.int(15_000)) / this.bad);
  }

  /** A tab strip, or a framework that keeps what it hides: the element out of the page, and back in another box of it. */
  out(desk, wait) {
    const { page, seat } = desk, { element } = seat ?? {};
    if (!page?.alive || !element?.isConnected || !element.parentNode) return;
    const parent = element.parentNode;
    element.remove();
    this.world.soon('put back', page, () => { if (seat.element === element && !element.isConnected) parent.append(element); }, wait);
  }

  // ---- the end ----

  /** Everything works from here on, and everybody does what is needed: each admission is opened until its events are taken. */
  calm() {
    const { world } = this;
    if (world.trace) world.say('CALM');
    this.quiet = this.server.calm = true;
    world.mood = 0.3;
    for (const { disk, clock, ...profile } of this.profiles) Object.assign(disk, { full: false, failing: 0, hanging: 0, shut: '', silent: false });
    for (const profile of this.profiles) Object.assign(profile, { offline: 0, slow: 1 });
    for (const desk of this.desks) if (desk.page) world.thaw(desk.page, world.time + MINUTE);
    this.rounds = 0;
    this.settled = 0;
    world.soon('round', null, () => this.round(), 2 * MINUTE);
  }

  /** Another admission is opened on every desk; a desk whose engine stopped is loaded again. */
  round() {
    const { world } = this, contexts = ['A', 'B', 'C'];
    if (this.rounds >= contexts.length * 2 + 1) { this.settled = 1; return; }
    if (this.rounds === contexts.length) this.desks.forEach(desk => this.last(desk));
    const next = contexts[this.rounds++ % contexts.length], who = next === 'A' ? this.server.someone({ A: 1 }) : next;
    for (const desk of this.desks) {
      const { page, seat } = desk;
      if (!page?.alive || !seat.ready) { if (!seat?.element || seat.failed) this.reload(desk); continue; }
      seat.look();
      seat.read();
      this.open(desk, who);
    }
    world.soon('round', null, () => this.round(), 3 * MINUTE);
  }

  open(desk, who) { desk.seat.element.open(chartOf(who), { force: true }); }

  /** One more signature, now that the disk is well: it must be kept, whatever was before. */
  last(desk) {
    const { world } = this, { page, seat, profile } = desk;
    if (!page?.alive || !seat.ready || !seat.who) return;
    const press = action => seat.screen.buttons.find(button => button.action === action && !button.node.disabled)?.node;
    const steps = [() => press('to-score')?.click(), () => press('new')?.click(), () => press('none-of-the-rest')?.click(), () => {
      const begun = new Set(seat.asked);
      seat.element.addEventListener('vte-event', ({ detail }) => {
        if (detail.stored !== false || !profile.durable || begun.has(detail.event.id)) return;
        // One that took too long for the page is written anew.
        const { id, contextId } = detail.event;
        world.soon('is it stored', null, () => { if (page.alive && !this.invariants.has(profile.disk, id)) this.invariants.fail('the store is not opened again', `${page.name}: the disk is well, and ${id} of ${contextId} is not stored`); }, 60_000);
      });
      seat.sign();
    }];
    const step = () => {
      if (!seat.ready) return;
      steps.shift()();
      if (steps.length) world.soon('last signature', page, step, 5000);
    };
    world.soon('last signature', page, step, 5000);
  }

  isOver() { return this.settled > 0; }

  end() {
    const { invariants, world } = this;
    this.counts.signed = invariants.events.size;
    if (!this.settled) return;
    const settled = id => invariants.accepted.has(id) || invariants.refused.has(id) || !invariants.answered(invariants.events.get(id));
    for (const { disk } of this.profiles) {
      for (const [context, ids] of invariants.kept.get(disk.name)) {
        for (const id of ids) {
          if (!invariants.taken.has(id) && !settled(id)) invariants.fail('lost', `event ${invariants.events.get(id).seq} of ${context} was stored on ${disk.name}, and has never reached the host`);
        }
      }
    }
    for (const { page, seat } of this.desks) {
      if (!page?.alive || !seat.ready) continue;
      for (const id of seat.unkept) if (!settled(id)) invariants.fail('lost', `${page.name}: ${id} is in no store, and has not reached the host while the page lived`);
      if (seat.signs > 0) invariants.fail('sign() is never answered', `${page.name}: ${seat.signs} sign()`);
    }
  }

  close() {
    for (const { page, host } of this.desks) {
      page?.crash();
      host?.crash?.();
    }
  }
}

/** The same with the product in an iframe. */
class Frame extends Element {
  begin() {
    connect(this.world);
    super.begin();
    this.world.line = this.bad ? this.world.pick([0, 0.05, 0.3]) : 0;
  }

  desk(profile, number) { return new Desk(this, profile, `desk ${number}`); }
  load(desk) { desk.load(); }

  /** An iframe that its page moves or takes out is loaded again; one that is only hidden stands still. */
  out(desk, wait) {
    const { host, page } = desk;
    if (!host?.alive || !page?.alive) return;
    if (this.world.chance(0.3)) return this.world.freeze(page, this.world.time + wait);
    page.leave();
    this.world.soon('the frame is put back', host, () => { if (desk.host === host && desk.page === page) desk.enter(); }, wait);
  }

  reload(desk, way = 'crash') {
    // The frame alone, or the page around it.
    if (this.world.chance(0.5) && desk.host?.alive && desk.address) {
      desk.page?.[way]();
      desk.enter();
    } else {
      if (way === 'leave') desk.host?.leave();
      desk.load();
    }
  }

  hostBegins(desk, host) {
    desk.script = new (this.sdc ? FormHost : FrameHost)(desk, this.server, { rash: this.rash });
    const turn = () => this.world.soon('host', host, () => {
      if (this.quiet) return;
      desk.script.turn();
      turn();
    }, this.world.pick([3, 30, 300, 3000, 20_000]) * (0.2 + this.world.random()));
    turn();
  }

  frameBegins(desk, page) {
    desk.person = new Person(desk.seat);
    this.personTurn(desk, page);
  }

  calm() {
    super.calm();
    this.world.line = 0;
    for (const { host } of this.desks) if (host) this.world.thaw(host, this.world.time + MINUTE);
  }

  open(desk, who) {
    const { script, seat } = desk, open = script.handle.contextId;
    // Asked three minutes ago on a good line, by a host and of a frame that are both there.
    if (this.rounds > 2 && open === null && script === desk.asked?.script && desk.page === desk.asked.page) this.invariants.fail('the host is not heard', `${desk.name}: open() of three minutes ago is not answered`);
    desk.asked = { script, page: desk.page };
    if (open && !seat.element.hidden && seat.who && contextOf(seat.who) !== open) this.invariants.fail('another patient on the screen', `${desk.name}: the host shows ${open}, the frame ${seat.who}`);
    script.handle.open(chartOf(who), { force: true }).catch(() => {});
  }
}

/** The frame in a form host that speaks SDC. */
class Form extends Frame {
  sdc = true;

  open(desk, who) {
    // A form host has no force: what is unsigned is given up by a person.
    desk.seat.element.reset({ discard: true });
    desk.script.display(who);
  }
}

/** The ward's tablet: one vault, one or two tabs. */
class Ward extends Element {
  /** A vault is opened in a secure context only. */
  secure = true;
  faults = { ...FAULTS, full: 12, row: 0, flip: 0, upgrade: 0 };

  desk(profile, number) { return new WardScript(this, profile, `tab ${number}`); }
  load(desk) { desk.load(); }
  reload(desk, way = 'crash') {
    desk.page?.[way]();
    desk.load();
  }

  wardTurn(desk, page) {
    const { world } = this;
    desk.person = new Person(desk.seat);
    this.personTurn(desk, page);
    const turn = () => world.soon('ward', page, () => {
      if (this.quiet || !desk.vault) return;
      desk.act();
      turn();
    }, world.pick([3, 30, 300, 3000, 20_000]) * (0.2 + world.random()));
    turn();
  }

  open(desk, who) {
    if (desk.vault) desk.open(who);
    else if (!desk.page.alive) desk.load();
  }

  end() {
    super.end();
    // Whoever opens the vault finds every event that was ever shown as signed.
    const { invariants } = this;
    for (const { disk } of this.profiles) {
      const keys = new Set(disk.rows('virchow-ward', 'rows').map(([key]) => key));
      for (const [context, ids] of invariants.kept.get(disk.name)) ids.forEach((id, place) => {
        const key = `event/${context}/${String(place + 1).padStart(6, '0')}`;
        if (!invariants.taken.has(id) && !keys.has(key)) invariants.fail('lost', `${key} is not on the disk any more`);
      });
    }
  }
}

/** The tablet as it is delivered: the ward's own program around vault, keeper and element. */
class Whole extends Ward {
  devices = 1;
  /** Ciphers and rows take many turns. */
  steps = 3 * STEPS;
  /** Its element is drawn and taken away by the tablet alone. */
  faults = { ...this.faults, out: 0 };
  /** A ward with three patients. */
  prepared = false;

  begin() {
    this.invariants.numbered = new Map();
    numbering(this.invariants.numbered);
    super.begin();
  }

  desk(profile, number) { return new Tablet(this, profile, `tab ${number}`); }

  look(page) {
    if (!page.document.touched) return;
    const desk = this.desks.find(desk => desk.page === page);
    desk.look();
    page.seat.look();
  }

  tabletTurn(desk, page) {
    const { world } = this, person = desk.person = new Person(desk.seat);
    const turn = () => world.soon('person', page, () => {
      if (this.quiet) return;
      if (!this.prepared) {
        if (desk === this.desks[0]) this.prepare(desk);
      } else if (world.chance(0.04) || !desk.seat.ready) desk.act();
      else person.turn();
      turn();
    }, desk.seat.ready ? world.pick([1, 10, 50, 400, 3000]) * this.pace * (0.2 + world.random()) : 1500 + world.int(1500));
    if (!this.quiet) turn();
  }

  /** Mostly while somebody works: at the gate there is little to lose. */
  fault() {
    if (this.quiet || this.desks.some(({ seat }) => seat.ready) || this.world.chance(0.1)) return super.fault();
    return void this.world.soon('no fault yet', null, () => this.fault(), 1000);
  }

  prepare(desk) {
    const missing = ['A', 'B', 'C'].find(name => ![...this.invariants.numbered.values()].includes(name));
    if (missing) desk.act(missing, true);
    else this.prepared = true;
  }

  open(desk, who) {
    const { world } = this, { page } = desk;
    if (!page.alive) return desk.load();
    // By the buttons, as everything here: the passphrase, the board, the bed.
    for (let n = 0; n < 12; n++) world.soon('opens', page, () => desk.act(who), 10_000 * (n + 1));
    return undefined;
  }

  close() {
    super.close();
    numbering(null);
  }
}

const STORIES = { element: Element, frame: Frame, sdc: Form, ward: Ward, tablet: Whole };

