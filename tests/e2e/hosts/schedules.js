// Plays schedules (frame_schedules.mjs): a host page, its server, and a bad line between it and the frame. The server is a
// table keyed by event id, as a real one must be, and looks on every write at which patient the page shows.
import { frame as embed } from '/virchow/v1/virchow-host.js';

const slowly = wait => new Promise(done => window.slowly(done, wait));

window.playAll = async (plans, frame, atOnce) => {
  const ends = [], queue = plans.slice();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    const bench = worker(frame);
    while (queue.length) ends.push(await bench.play(queue.shift()));
    await bench.end();
  }));
  return ends;
};

function worker(frame) {
  const place = document.body.appendChild(document.createElement('div'));
  let plan, end, table, signed, host, shown, fault, server, nth = 0;

  /** Each message, either way, meets the next fault of the plan. */
  const badly = port => {
    let hear = null, held = null;
    const carry = (message, deliver) => {
      const kind = plan.faults[fault++] ?? 'pass';
      if (kind !== 'pass') end.faults += 1;
      const flush = () => { const last = held; held = null; last?.(); };
      if (kind === 'drop') return;
      if (kind === 'swap') { flush(); held = () => deliver(message); setTimeout(flush, 400); return; }
      if (kind === 'late') return void setTimeout(() => deliver(message), 1500);
      if (kind === 'later') return void setTimeout(() => deliver(message), 17000);
      deliver(message);
      if (kind === 'twice') deliver(message);
      flush();
    };
    port.onmessage = ({ data }) => carry(data, message => hear?.({ data: message }));
    return { postMessage: message => carry(message, message => port.postMessage(message)), set onmessage(listener) { hear = listener; } };
  };

  const write = ({ event }) => {
    end.posts += 1;
    if (event.contextId !== shown) { end.wrong += 1; end.problems.push(`seed ${plan.seed}: a write for ${event.contextId} while ${shown} is shown`); }
    const how = plan.servers[server++] ?? 'accept';
    if (how === 'fail') return Promise.reject(new Error('500'));
    if (how === 'none') return new Promise(() => {});
    const had = table.has(event.id);
    if (had) end.duplicates += 1;
    if (had && table.get(event.id) !== event.hash) end.problems.push(`seed ${plan.seed}: two events under one key`);
    table.set(event.id, event.hash);
    const answer = { status: had ? 'duplicate' : 'accepted' };
    if (how === 'lost') return new Promise(() => {});
    if (how === 'other') return { ...answer, contextId: 'somebody-else' };
    return how === 'late' ? new Promise(done => setTimeout(() => done(answer), 20000)) : answer;
  };

  const make = () => {
    place.replaceChildren();
    host = embed(place, { src: `${frame}/virchow/v1/frame.html`, lang: 'en', height: 200, resize: false, user: { id: 'n', name: 'N', role: 'nurse' }, wrap: badly, onEvent: write });
  };

  const open = async contextId => {
    // The ward's page shows the patient whom it opens, from this moment on.
    shown = contextId;
    // A frame that never comes must not stand in the way of the other schedules: it is a problem like any other.
    const never = slowly(60_000).then(() => true);
    for (let tries = 0; tries < 60; tries++) {
      try {
        const opening = host.open(plan.charts.find(chart => chart.contextId === contextId), { force: true });
        if (await Promise.race([opening, never]) !== true) return;
        opening.catch(() => {});
        break;
      } catch { await slowly(20); }
    }
    end.problems.push(`seed ${plan.seed}: ${contextId} never opened`);
  };

  const robot = what => new Promise(done => {
    const mine = `${plan.seed}:${++nth}`;
    const hear = event => { if (event.data?.nth === mine) { removeEventListener('message', hear); done(event.data.robot); } };
    addEventListener('message', hear);
    host.element.contentWindow.postMessage({ robot: what, nth: mine, contextId: shown }, frame);
    window.slowly(() => done({ code: 'silent' }), 4000);
  });

  /** A person fills in and signs what is on the screen; the line has no part in that. */
  const sign = async () => {
    if (host.contextId !== shown) await open(shown);
    const answer = await robot('sign');
    // What an earlier schedule signed, and could not say in time on a busy machine, is not this one's.
    if (answer.id && plan.charts.some(chart => chart.contextId === answer.contextId)) signed.push(answer);
  };

  const TURNS = {
    sign,
    async 'other-and-back'() { await open(plan.charts[1].contextId); await sign(); await open(plan.charts[0].contextId); },
    async 'reload-frame'() { end.reloads += 1; host.element.src = `${host.element.src}`; await slowly(50); },
    // Nobody says goodbye: what the page knew is gone, the server's table is not.
    async 'page-gone'() { end.reloads += 1; host.element.remove(); make(); },
    async 'host-anew'() { end.reloads += 1; await host.close(); make(); },
  };

  return {
    async play(next) {
      plan = next;
      end = { signed: 0, stored: 0, posts: 0, duplicates: 0, wrong: 0, missing: 0, unconfirmed: 0, faults: 0, reloads: 0, problems: [] };
      table = new Map();
      signed = [];
      fault = server = 0;
      if (!host) make();
      await open(plan.charts[0].contextId);
      for (const turn of plan.turns) await TURNS[turn]();
      // Every admission is opened once more, as a ward does, until nothing waits; the faults run out on the way.
      const missing = () => signed.filter(({ id }) => !table.has(id));
      let waiting = signed;
      for (let round = 0; round < 8 && waiting.length; round++) {
        for (const contextId of new Set(waiting.map(event => event.contextId))) {
          await open(contextId);
          for (let tries = 0; tries < 120; tries++) {
            const { code, pending = waiting } = await robot('pending');
            if (code) break;   // not there yet: opened again in the next round
            waiting = signed.filter(({ id }) => !table.has(id) || pending.some(entry => entry.id === id));
            if (!waiting.some(event => event.contextId === contextId)) break;
            await slowly(20);
          }
        }
      }
      missing().forEach(({ id, contextId }) => end.problems.push(`seed ${plan.seed}: ${id} of ${contextId} never arrived`));
      Object.assign(end, { signed: signed.length, missing: missing().length, unconfirmed: waiting.length, stored: signed.filter(({ id }) => table.has(id)).length });
      return end;
    },
    end: () => host?.close(),
  };
}
