// Plays schedules (frame_schedules.mjs): a host page, its server, and a bad line between it and the frame. The server is a
// table keyed by event id, as a real one must be. Whatever reaches the page is compared with the patient that it shows.
import { frame as embed } from '/virchow/v1/virchow-host.js';
import { formHost } from './schedules_form.js';

export const slowly = wait => new Promise(done => window.slowly(done, wait));

export const blank = () => ({ signed: 0, stored: 0, posts: 0, duplicates: 0, wrong: 0, missing: 0, unconfirmed: 0, faults: 0, reloads: 0, results: 0, told: 0, drafts: 0, clocks: 0, persons: 0, moves: 0, hung: 0, unkept: 0, unsigned: 0, problems: [] });

window.playAll = async (plans, frame, atOnce) => {
  const ends = [], queue = plans.slice();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    const benches = { host: worker(frame), form: formHost(frame) };
    while (queue.length) { const plan = queue.shift(); ends.push(await benches[plan.form ? 'form' : 'host'].play(plan)); }
    await Promise.all([benches.host.end(), benches.form.end()]);
  }));
  return ends;
};

/** A signature that the element refuses, by its code: after the clock was set back, for one. */
export const note = (end, code) => { end.unsigned += 1; end[`unsigned: ${code}`] = (end[`unsigned: ${code}`] ?? 0) + 1; };

/** Into another box of the same place, as a tab strip does that draws its panels anew: the browser loads the frame again. */
export const move = (iframe, place) => place.appendChild(document.createElement('div')).append(iframe);
/** Out of sight for a while, and in sight again: it is not loaded anew. */
export async function hide(iframe, wait) {
  iframe.style.display = 'none';
  await slowly(wait);
  iframe.style.display = '';
}
/** Real milliseconds of a silent store: by the clocks of the pages sixty times as long, shorter and longer than anybody waits. */
export const SILENCES = [20, 70, 300];

/** Signed, said not to be stored, and gone with its frame before a host had it: what the screen says that a reload loses. */
export const isGone = (end, { kept, at }) => kept === false && end.reloads > at;

/** Asks the person in a frame to do something. */
export const robotIn = (iframe, frame, order) => new Promise(done => {
  const mine = `${Math.random()}`;
  const hear = event => { if (event.data?.nth === mine) { removeEventListener('message', hear); done(event.data.robot); } };
  addEventListener('message', hear);
  iframe.contentWindow.postMessage({ ...order, nth: mine }, frame);
  window.slowly(() => { removeEventListener('message', hear); done({ code: 'silent' }); }, 4000);
});

function worker(frame) {
  const place = document.body.appendChild(document.createElement('div'));
  let plan, end, table, signed, host, shown, fault, server, paused, page = 0;
  const wrong = what => { end.wrong += 1; end.problems.push(`seed ${plan.seed}: ${what} while ${shown} is shown`); };
  const pause = () => slowly(plan.pauses[paused++ % plan.pauses.length]);
  const chartOf = contextId => plan.charts.find(chart => chart.contextId === contextId);
  /** Whether something names the other patient of the schedule. */
  const namesAnother = (thing, contextId) => plan.charts.some(chart => chart.contextId !== contextId && JSON.stringify(thing ?? null).includes(chart.contextId));

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

  const write = ({ event, outputs }) => {
    end.posts += 1;
    if (event.contextId !== shown) wrong(`a write for ${event.contextId}`);
    if (outputs.flat?.contextId !== event.contextId || namesAnother(outputs, event.contextId)) wrong(`outputs of another beside an event of ${event.contextId}`);
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

  const hears = (what, mine) => detail => {
    // A page that is gone hears nothing, though the line still has something for it.
    if (mine !== page) return;
    end.told += 1;
    if (typeof detail.contextId === 'string' && detail.contextId !== shown) wrong(`${what} of ${detail.contextId}`);
  };
  const make = () => {
    place.replaceChildren();
    const mine = ++page;
    host = embed(place, {
      src: `${frame}/virchow/v1/frame.html`, lang: 'en', height: 200, resize: false, outputs: plan.outputs, user: { id: 'n', name: 'N', role: 'nurse' }, wrap: badly,
      onEvent: detail => (mine === page ? write(detail) : new Promise(() => {})),
      onAlert: hears('an alert', mine), onChange: hears('a change', mine), onError: hears('an error', mine),
    });
  };

  const open = async (contextId, chart = chartOf(contextId)) => {
    // The ward's page shows the patient whom it opens, from this moment on.
    shown = contextId;
    // A frame that never comes must not stand in the way of the other schedules: it is a problem like any other.
    const never = slowly(60_000).then(() => true);
    for (let tries = 0; tries < 60; tries++) {
      try {
        const opening = host.open(chart, { force: true });
        if (await Promise.race([opening, never]) !== true) return;
        opening.catch(() => {});
        break;
      } catch { await slowly(20); }
    }
    end.problems.push(`seed ${plan.seed}: ${contextId} never opened`);
  };

  const robot = (what, more) => robotIn(host.element, frame, { robot: what, contextId: shown, ...more });

  /** A person fills in and signs what is on the screen; the line has no part in that. */
  const sign = async () => {
    if (host.contextId !== shown) await open(shown);
    const answer = await robot('sign');
    // What an earlier schedule signed, and could not say in time on a busy machine, is not this one's.
    if (answer.id && chartOf(answer.contextId)) signed.push({ ...answer, at: end.reloads });
    else note(end, answer.code);
  };
  const other = () => plan.charts.find(chart => chart.contextId !== shown).contextId;

  const TURNS = {
    sign,
    async 'other-and-back'() { const here = shown; await open(other()); await sign(); await open(here); },
    /** Asks for what has to be loaded first, and goes on to the next patient before it is there. */
    async 'get-and-away'() {
      if (host.contextId !== shown) await open(shown);
      const asked = shown, back = host.get(['flat', 'fhirR4']).then(answer => {
        end.results += 1;
        if (asked !== shown || answer.contextId !== asked || answer.result.flat.contextId !== asked || namesAnother(answer.result, asked)) wrong(`a result of ${answer.contextId}, asked of ${asked}`);
      }, () => {});
      await pause();
      await open(other());
      await Promise.race([back, slowly(2000)]);
    },
    /** Another person under the same admission: what was asked of the one before is not given of this one, nor the other way round. */
    async person() {
      if (host.contextId !== shown) await open(shown);
      end.persons += 1;
      const chart = chartOf(shown), now = { ...chart, patient: { ...chart.patient, ref: `${chart.patient.ref}-anew` } };
      let ref = chart.patient.ref;
      const back = host.get(['flat', 'fhirR4']).then(({ result }) => {
        end.results += 1;
        const named = JSON.stringify(result.fhirR4 ?? null).match(/"Patient\/s[^"]*"/);
        if (named && named[0] !== `"${ref}"`) wrong(`a result of another person of ${chart.contextId}`);
      }, () => {});
      await pause();
      ref = now.patient.ref;
      plan.charts = plan.charts.map(other => (other === chart ? now : other));
      await open(shown);
      await Promise.race([back, slowly(2000)]);
    },
    async 'reload-frame'() { end.reloads += 1; host.element.src = `${host.element.src}`; await slowly(50); },
    // Nobody says goodbye: what the page knew is gone, the server's table is not.
    async 'page-gone'() { end.reloads += 1; host.element.remove(); make(); },
    async 'host-anew'() { end.reloads += 1; await host.close(); make(); },
    async moved() { end.moves += 1; end.reloads += 1; move(host.element, place); await pause(); },
    async hidden() { end.moves += 1; await hide(host.element, plan.pauses[0]); },
    async hung() { end.hung += 1; await robot('hang', { wait: SILENCES[plan.seed % SILENCES.length] }); await sign(); },
    async 'clock-page'(by) { end.clocks += 1; window.setClock(by); },
    async 'clock-frame'(by) { end.clocks += 1; await robot('clock', { by }); },
  };

  return {
    async play(next) {
      plan = next;
      end = blank();
      table = new Map();
      signed = [];
      fault = server = paused = 0;
      if (!host || plan.fresh) make();
      else host.configure({ outputs: plan.outputs }).catch(() => {});
      await open(plan.charts[0].contextId);
      await robot('clock', { by: 0 });
      for (const turn of plan.turns) { const [what, ...more] = [].concat(turn); await TURNS[what](...more); }
      // Every admission is opened once more, as a ward does, until nothing waits; the faults run out on the way.
      // What went away with its frame before that had said that it is kept is not waited for; where it comes all the same it counts.
      const gone = signed.filter(event => !table.has(event.id) && isGone(end, event)), all = signed;
      signed = all.filter(event => !gone.includes(event));
      const missing = () => signed.filter(({ id }) => !table.has(id));
      for (const contextId of new Set(gone.map(event => event.contextId))) { await open(contextId); await slowly(300); }
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
      signed = all.filter(event => table.has(event.id) || !gone.includes(event));
      end.unkept = all.length - signed.length;
      missing().forEach(({ id, contextId }) => end.problems.push(`seed ${plan.seed}: ${id} of ${contextId} never arrived`));
      Object.assign(end, { signed: signed.length, missing: missing().length, unconfirmed: waiting.length, stored: signed.filter(({ id }) => table.has(id)).length });
      return end;
    },
    end: () => host?.close(),
  };
}
