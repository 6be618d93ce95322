// A HIS with the product in an iframe: the page of the host runs virchow-host.js, the frame runs frame.html as it is delivered,
// and between the two lies a line that may be bad.

import { readFileSync } from 'node:fs';
import { DIST, Page } from './page.mjs';
import { Context } from './windows.mjs';
import { Seat } from './element.mjs';
import { USERS } from './host.mjs';
import { chartOf, contextOf } from './people.mjs';

export const FRAME = 'http://widget.example/virchow/v1/frame.html', HIS = 'http://his.example/ward';
const body = () => /<body>([^]*)<\/body>/.exec(readFileSync(`${DIST}/v1/frame.html`, 'utf8'))[1];
let markup;

/** One desk: the window of the HIS and the window in it. */
export class Desk {
  constructor(story, profile, name) {
    Object.assign(this, { story, profile, name, world: story.world });
    this.outer = new Context(this.world, `${name} HIS`);
    this.inner = new Context(this.world, `${name} frame`);
  }

  /** The page of the HIS is loaded; the frame comes when its script makes one. */
  load() {
    const { world, profile, story } = this;
    this.page?.crash();
    this.host?.crash();
    this.page = this.seat = null;
    const host = this.host = new Page(world, profile, { name: `${this.name} HIS`, url: HIS });
    host.onTrouble = error => story.trouble(host, error);
    this.outer.enter(host, null);
    story.counts.loads += 1;
    const create = host.document.createElement.bind(host.document);
    host.document.createElement = kind => (kind === 'iframe' ? this.iframe(create('iframe')) : create(kind));
    if (story.sdc) return void world.soon('form host', host, () => story.hostBegins(this, host));
    host.load('./virchow-host.js').then(({ frame }) => {
      this.frame = frame;
      story.hostBegins(this, host);
    }, () => world.soon('load again', null, () => { if (this.host === host) this.load(); }, 500));
  }

  iframe(element) {
    const desk = this;
    Object.defineProperty(element, 'contentWindow', { get: () => desk.inner.handle });
    Object.defineProperty(element, 'src', { set: address => { desk.address = address; }, get: () => desk.address });
    const { host } = this;
    element.setAttribute('data-frame', '');
    this.world.soon('iframe', host, () => desk.enter(), 1);
    return element;
  }

  /** The page in the frame, anew. */
  enter() {
    const { world, profile, story } = this, { host } = this;
    if (!host?.alive || !this.address) return;
    this.page?.crash();
    const page = this.page = new Page(world, profile, { name: `${this.name} frame`, url: this.address });
    this.script?.anew?.();
    story.counts.loads += 1;
    page.onTrouble = error => story.trouble(page, error);
    page.served = name => (name.endsWith('/allow.json') ? [{ key: 'his', origin: 'http://his.example' }] : undefined);
    this.inner.enter(page, this.outer);
    const seat = this.seat = new Seat(page, story.invariants);
    page.load('./virchow.js').then(() => {
      page.document.body.innerHTML = markup ??= body();
      seat.adopt(page.document.querySelector('vte-assessment'));
      return page.load('./frame.js');
    }).then(() => story.frameBegins(this, page), () => world.soon('load again', null, () => { if (this.page === page) this.enter(); }, 500));
  }

  /** The iframe is taken out, or its page goes. */
  out() {
    this.page?.crash();
  }
}

/** The script of the HIS around virchow-host.js. */
export class FrameHost {
  constructor(desk, server, { rash }) {
    Object.assign(this, { desk, server, world: desk.world, page: desk.host, rash });
    this.begin();
  }

  begin() {
    const { desk, world, server, page } = this, { invariants } = server;
    const where = `${desk.name}, virchow-host.js`;
    // Some hosts ask all day long.
    this.chatty = world.chance(0.15);
    const routed = this.routed = world.chance(0.2);
    const place = page.document.createElement('div');
    page.document.body.replaceChildren(place);
    const first = world.chance(0.5) ? server.someone({ A: 1, B: 1, C: 1 }) : undefined;
    const of = (name, contextId) => {
      const open = this.handle?.contextId;
      if (contextId !== undefined && contextId !== open) invariants.fail('of an admission that is not open', `${where}: ${name} of ${contextId} while ${open} is open`);
    };
    this.handle = desk.frame(place, {
      src: FRAME, key: 'his', user: world.pick(USERS), outputs: ['flat'], ...(routed && { outbox: 'all' }), ...(first && { chart: chartOf(first), record: server.record(contextOf(first)) }),
      ...(world.chance(0.3) && { onClose() {} }),
      onEvent: detail => {
        const { event, outputs } = detail;
        if (!routed) of('onEvent', event.contextId);
        invariants.outputs(outputs, event, where);
        return new Promise((resolve, reject) => {
          let asked = false;
          server.answer(event, page, answer => { asked = true; Promise.resolve(answer).then(resolve, reject); }, where);
          if (!asked) resolve(undefined);
        });
      },
      onChange: payload => of('onChange', payload.contextId),
      onAlert: payload => of('onAlert', payload.contextId),
      onError() {},
    });
  }

  turn() {
    for (let left = this.world.chance(this.rash) ? 1 + this.world.int(3) : 1; left > 0; left--) this.act();
    if (this.chatty) for (let left = 5; left > 0; left--) this.get();
  }

  act() {
    const { handle, world, server, desk } = this, who = server.someone({ A: 4, B: 4, C: 2, D: this.rash > 0.3 ? 0.4 : 0 }), open = handle.contextId;
    const what = world.weighed({ open: 5, force: 3, chart: 2, get: 5, lock: 0.5, configure: 1, anew: 0.3, record: 1 });
    if (world.trace) world.say(`${desk.name}  HIS: ${what} ${['open', 'force'].includes(what) ? who : open ?? ''}`);
    const quiet = () => {};
    switch (what) {
      case 'open': handle.open(chartOf(who), world.chance(0.4) ? { record: server.record(contextOf(who)) } : {}).catch(quiet); break;
      case 'force': handle.open(chartOf(who), { force: true, ...(world.chance(0.4) && { record: server.record(contextOf(who)) }) }).catch(quiet); break;
      case 'record': if (open) handle.open(chartOf(open === contextOf('A') ? server.someone({ A: 1 }) : open.at(-1)), { record: server.record(open), force: world.chance(0.5) }).catch(quiet); break;
      case 'chart': if (open) handle.chart([{ id: 'platelets', value: 100 + world.int(200), unit: '10*9/L', at: '2026-11-28T09:00:00+08:00' }]).catch(quiet); break;
      case 'get': this.get(); break;
      case 'lock': handle.lock().catch(quiet); break;
      case 'configure': handle.configure(world.pick([{ user: world.pick(USERS) }, { lang: world.pick(['zh-CN', 'en']) }, { outputs: world.pick([['flat'], ['flat', 'fhirR4']]) }])).catch(quiet); break;
      case 'anew': handle.close().then(() => { if (this.page.alive) { desk.out(); this.begin(); } }, quiet); break;
    }
  }

  /** What is answered says whose it is, and everything in it is that person's. */
  get() {
    const { handle, world, server, desk } = this, { invariants } = server, where = `${desk.name}, get()`;
    handle.get(world.pick([['flat'], ['flat', 'fhirR4'], ['fhirR4', 'hl7v2', 'text']])).then(({ contextId, result }) => {
      const { flat } = Object(result);
      if (flat?.contextId !== undefined && flat.contextId !== contextId) invariants.fail('vte.get answered with another contextId', `${where}: a result of ${flat.contextId} under contextId ${contextId}`);
      if (contextId) invariants.of(contextId, result, where, 'vte.get answered with another contextId');
    }, () => {});
  }
}
