// A form host in the schedules (frame_schedules.mjs): shows one patient's form, has it ticked and signed, and shows the next
// while drafts and responses are still on their way. The first patient's form is ticked as no other's is, so that a response
// tells whose answers it holds, whatever name stands on it.
import { blank, hide, isGone, move, note, robotIn, SILENCES, slowly } from './schedules.js';

const H = 'form';
const ITEMS = { a: 'active_cancer', b: 'previous_vte' };

export function formHost(frame) {
  const place = document.body.appendChild(document.createElement('div'));
  let iframe, lastShown, plan, end, table, signed, shown, server, paused, next = 0, hello, ready = false;
  const waiting = new Map();
  const wrong = what => { end.wrong += 1; end.problems.push(`seed ${plan.seed}: ${what}`); };
  const pause = () => slowly(plan.pauses[paused++ % plan.pauses.length]);
  const post = message => iframe.contentWindow?.postMessage({ messageId: `m${Math.random()}-${++next}`, ...message }, frame);

  /** Answered within a while of real time, or `undefined`. */
  const ask = (messageType, payload = {}) => new Promise(done => {
    const messageId = `q${Math.random()}-${++next}`;
    waiting.set(messageId, done);
    post({ messagingHandle: H, messageId, messageType, payload });
    window.slowly(() => { waiting.delete(messageId); done(undefined); }, 5000);
  });

  const nameOf = reference => /-([ab])$/.exec(reference ?? '')?.[1];
  const ticked = (items, linkId) => (items ?? []).some(item => (item.linkId === linkId ? JSON.stringify(item.answer ?? null).includes('"yes"') : ticked(item.item, linkId)));
  /** Whose name is on a response, and whose answers are in it. */
  function look(response) {
    if (!response) return;
    end.drafts += 1;
    const { subject, encounter, item } = response, name = nameOf(subject?.reference);
    // Until the first form of this schedule is there, the frame shows whom the schedule before has left in it.
    if (!shown) return;
    if (!subject?.reference.includes(`s${plan.seed}-`)) return wrong(`a response of ${subject?.reference}`);
    if (nameOf(encounter?.reference) !== name) wrong('a response with the encounter of another');
    for (const [whose, id] of Object.entries(ITEMS)) if (whose !== name && ticked(item, `padua.${id}`)) wrong(`answers of ${whose} under ${name}`);
  }

  function serve({ messageType, payload }) {
    if (messageType !== 'sdc.ui.changedQuestionnaireResponse') return { status: 'success' };
    const response = payload.questionnaireResponse, id = response.identifier?.value;
    look(response);
    if (!id) return { status: 'success' };
    end.posts += 1;
    const how = plan.servers[server++] ?? 'accept', event = id.split('.')[0];
    if (how === 'fail') return { status: '500 Internal Server Error' };
    if (table.has(event)) end.duplicates += 1;
    table.set(event, nameOf(response.subject.reference));
    if (how === 'lost') return undefined;
    return how === 'late' ? new Promise(done => setTimeout(() => done({ status: 'success' }), 20000)) : { status: 'success' };
  }

  addEventListener('message', async event => {
    if (event.source !== iframe?.contentWindow || event.origin !== frame || !event.data?.messageId) return;
    const message = event.data;
    if (message.p) return hello?.();
    if (message.responseToMessageId) { waiting.get(message.responseToMessageId)?.(message.payload); return waiting.delete(message.responseToMessageId); }
    // A form host leaves our own handshake unanswered.
    if (message.messageType === 'status.handshake' || !plan) return;
    const from = iframe, payload = await serve(message);
    if (payload && from === iframe) post({ responseToMessageId: message.messageId, payload });
  });

  async function make() {
    end.reloads += iframe ? 1 : 0;
    ready = false;
    place.replaceChildren();
    iframe = document.createElement('iframe');
    iframe.style.cssText = 'width:100%;height:200px';
    const greeted = new Promise(done => { hello = done; });
    iframe.src = `${frame}/virchow/v1/frame.html?messaging_origin=${encodeURIComponent(location.origin)}&messaging_handle=${H}&lang=en`;
    place.append(iframe);
    await Promise.race([greeted, slowly(30_000)]);
  }
  const contextOf = name => ({
    subject: { reference: `Patient/s${plan.seed}-${name}` }, encounter: { reference: `Encounter/s${plan.seed}-${name}` }, author: { reference: 'Practitioner/n', display: 'N' },
    launchContext: [
      { name: 'patient', contentResource: { resourceType: 'Patient', id: `s${plan.seed}-${name}`, gender: 'male', birthDate: '1960-01-02' } },
      { name: 'user', contentResource: { resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/n', display: 'N' }, code: [{ coding: [{ code: 'nurse' }] }] } },
    ],
  });
  const contextId = () => `fhir:Encounter/s${plan.seed}-${shown}`;
  const robot = (what, more) => robotIn(iframe, frame, { robot: what, contextId: contextId(), ...more });

  async function show(name) {
    for (let tries = 0; tries < 40; tries++) {
      if (!ready) {
        await ask('status.handshake');
        ready = (await ask('sdc.configure'))?.status === 'success' && (await ask('sdc.configureContext', { context: contextOf(name) }))?.status === 'success';
        if (!ready) continue;
      }
      const answer = await ask('sdc.displayQuestionnaire', { questionnaire: plan.questionnaire, context: contextOf(name) });
      if (answer?.status === 'success') { shown = name; lastShown = contextId(); return true; }
      // Over unsigned answers a form host is refused, and the patient of before stays.
      if (answer?.outcome?.issue[0].code === 'lock-error') return false;
      await slowly(20);
    }
    end.problems.push(`seed ${plan.seed}: the form of ${name} never came`);
    return false;
  }

  const TURNS = {
    tick: () => robot('tick', { items: [ITEMS[shown]] }),
    async sign() {
      const answer = await robot('sign');
      if (answer.id && answer.contextId === contextId()) signed.push({ ...answer, name: shown, at: end.reloads });
      else note(end, answer.code);
    },
    async other() { await pause(); if (await show(shown === 'a' ? 'b' : 'a')) await robot('tick', { items: [ITEMS[shown]] }); },
    async current() { const of = shown, answer = await ask('sdc.requestCurrentQuestionnaireResponse'); if (answer?.questionnaireResponse) { look(answer.questionnaireResponse); if (nameOf(answer.questionnaireResponse.subject.reference) !== of) wrong('the current response of another'); } },
    async extract() {
      const of = shown, answer = await ask('sdc.requestExtract');
      for (const { subject } of answer?.extractedResources ?? []) if (subject?.reference && nameOf(subject.reference) !== of) wrong(`an extract of ${subject.reference}`);
    },
    // What the frame had is in its store: the form of the same patient is asked for again.
    async moved() {
      end.moves += 1;
      end.reloads += 1;
      ready = false;
      const greeted = new Promise(done => { hello = done; });
      move(iframe, place);
      await Promise.race([greeted, slowly(30_000)]);
      await show(shown);
    },
    async hidden() { end.moves += 1; await hide(iframe, plan.pauses[0]); },
    async hung() { end.hung += 1; await robot('hang', { wait: SILENCES[plan.seed % SILENCES.length] }); await TURNS.sign(); },
    async 'clock-page'(by) { end.clocks += 1; window.setClock(by); },
    async 'clock-frame'(by) { end.clocks += 1; await robot('clock', { by }); },
  };

  return {
    async play(given) {
      plan = given;
      end = blank();
      table = new Map();
      signed = [];
      server = paused = 0;
      shown = undefined;
      if (!iframe || plan.fresh) await make();
      else await robotIn(iframe, frame, { robot: 'sign', contextId: lastShown });   // What the schedule before left open is finished first: a form host cannot force.
      if (!await show('a')) { await make(); await show('a'); }
      await robot('clock', { by: 0 });
      for (const turn of plan.turns) { const [what, ...more] = [].concat(turn); await TURNS[what](...more); }
      const gone = signed.filter(event => !table.has(event.id) && isGone(end, event)), all = signed;
      signed = all.filter(event => !gone.includes(event));
      const missing = () => signed.filter(({ id }) => !table.has(id));
      for (const name of new Set(gone.map(event => event.name))) { if (shown !== name) await show(name); await slowly(300); }
      let waits = signed;
      for (let round = 0; round < 8 && waits.length; round++) {
        for (const name of new Set(waits.map(event => event.name))) {
          if (shown !== name && !await show(name)) { await robot('sign'); await show(name); }
          for (let tries = 0; tries < 120; tries++) {
            const { pending = waits } = await robot('pending');
            waits = signed.filter(({ id }) => !table.has(id) || pending.some(entry => entry.id === id));
            if (!waits.some(event => event.name === name)) break;
            await slowly(20);
          }
        }
      }
      signed = all.filter(event => table.has(event.id) || !gone.includes(event));
      end.unkept = all.length - signed.length;
      missing().forEach(({ id, name }) => end.problems.push(`seed ${plan.seed}: ${id} of ${name} never arrived`));
      signed.filter(({ id, name }) => table.has(id) && table.get(id) !== name).forEach(({ id }) => wrong(`${id} stored under another name`));
      Object.assign(end, { signed: signed.length, missing: missing().length, unconfirmed: waits.length, stored: signed.filter(({ id }) => table.has(id)).length });
      return end;
    },
    end() { place.remove(); },
  };
}
