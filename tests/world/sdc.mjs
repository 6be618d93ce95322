// A form host that speaks the SDC profile on SMART Web Messaging with the frame: it displays a Questionnaire for a patient,
// hears of every change, and asks for the response and what can be extracted from it.

import { PEOPLE, contextOf, owners, subjects } from './people.mjs';
import { FRAME } from './frame.mjs';

const HANDLE = 'form-host', QUESTIONNAIRE = 'https://example.invalid/virchow/fhir/Questionnaire/padua';
const KIND = 'a response under another patient';

function context(name) {
  const { contextId, ref, label, sex, birthDate } = PEOPLE[name];
  return {
    subject: { reference: ref }, encounter: { reference: contextId.slice('fhir:'.length) }, author: { reference: 'Practitioner/n-07', display: '李护士' },
    launchContext: [
      { name: 'patient', contentResource: { resourceType: 'Patient', id: ref.split('/')[1], gender: sex, birthDate, name: [{ text: label }] } },
      { name: 'user', contentResource: { resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/n-07', display: '李护士' }, code: [{ coding: [{ code: 'nurse' }] }] } },
    ],
  };
}

export class FormHost {
  constructor(desk, server, { rash }) {
    Object.assign(this, { desk, server, world: desk.world, page: desk.host, rash });
    this.waiting = new Map();
    this.said = 0;
    /** Displayed and confirmed; how many displays are under way. */
    this.shown = null;
    this.displaying = 0;
    this.phase = 0;
    // A plan or a bleeding list is no answer to this Questionnaire: whether the host took it, its answer does not say.
    server.invariants.answered = event => ['assessed', 'amended'].includes(event.type);
    const { page } = this;
    page.listen('message', event => this.hear(event));
    const frame = page.document.createElement('iframe');
    frame.src = `${FRAME}?messaging_origin=his&messaging_handle=${HANDLE}`;
    page.document.body.replaceChildren(frame);
  }

  /** The frame is another page now, and knows nothing. */
  anew() {
    this.life = (this.life ?? 0) + 1;
    this.phase = 0;
    this.shown = null;
    this.waiting.clear();
    this.displaying = 0;
  }

  send(message) { this.desk.inner.post(this.page, message, 'http://widget.example', []); }

  ask(messageType, payload) {
    const messageId = `h-${++this.said}`;
    this.send({ messagingHandle: HANDLE, messageId, messageType, payload });
    return new Promise(resolve => this.waiting.set(messageId, resolve));
  }

  hear({ data: message, source }) {
    if (source !== this.desk.inner.handle || message.p) return;
    if (message.responseToMessageId) {
      const resolve = this.waiting.get(message.responseToMessageId);
      this.waiting.delete(message.responseToMessageId);
      return void resolve?.(message.payload);
    }
    const { world, server, page } = this, { invariants } = server;
    // A form host leaves our own handshake unanswered, and begins by itself.
    if (message.messageType === 'status.handshake') return;
    let payload = { status: 'success' };
    if (message.messageType === 'sdc.ui.changedQuestionnaireResponse') {
      const response = message.payload?.questionnaireResponse;
      this.check(response, `${this.desk.name}, ${response?.status} response`);
      // A form host goes on to the next patient as soon as one is finished.
      if (!server.calm && ['completed', 'amended'].includes(response?.status) && world.chance(0.5)) world.soon('next patient', page, () => this.display(world.pick(['A', 'B', 'C'])), world.int(300));
      const id = response?.identifier?.value?.split('.')[0], kind = server.calm ? 'accept' : world.weighed({ accept: 6, lost: 1, error: 1, silence: 1 });
      if (id !== undefined && ['accept', 'lost'].includes(kind)) {
        const event = invariants.events.get(id);
        if (event) server.take(event, `${this.desk.name}, form host`);
        else invariants.accepted.add(id);
      }
      if (id !== undefined && kind === 'error' && !invariants.accepted.has(id)) invariants.refused.add(id);
      if (kind === 'lost' || kind === 'silence') return;
      if (kind === 'error') payload = { status: 'error' };
    }
    world.soon(`form host answers ${message.messageType}`, page, () => this.send({ messageId: `h-${++this.said}`, responseToMessageId: message.messageId, messageType: message.messageType, payload }));
  }

  /** A response is of one person: answers, subject and encounter say the same. */
  check(response, where) {
    const { invariants } = this.server;
    if (!response) return undefined;
    const contextId = response.encounter?.reference && `fhir:${response.encounter.reference}`;
    if (contextId === undefined) return undefined;
    const strangers = [...owners(response)].filter(name => contextOf(name) !== contextId);
    if (strangers.length) invariants.fail(KIND, `${where}: answers of ${strangers} with subject ${response.subject?.reference} and encounter of ${contextId}`);
    for (const name of subjects(JSON.stringify(response))) if (contextOf(name) !== contextId) invariants.fail(KIND, `${where}: Patient/${name} in a response of ${contextId}`);
    return contextId;
  }

  async display(who) {
    const { life } = this;
    this.displaying += 1;
    const payload = { questionnaire: QUESTIONNAIRE, context: context(who) };
    const answer = await (this.phase < 3 ? this.start(who).then(() => this.ask('sdc.displayQuestionnaire', payload)) : this.ask('sdc.displayQuestionnaire', payload));
    if (life !== this.life) return;
    this.displaying -= 1;
    if (answer?.status === 'success') this.shown = contextOf(who);
  }

  async start(who) {
    const { life } = this;
    await this.ask('status.handshake', {});
    await this.ask('sdc.configure', { configuration: {} });
    await this.ask('sdc.configureContext', { context: context(who) });
    if (life === this.life) this.phase = 3;
  }

  turn() {
    for (let left = this.world.chance(this.rash) ? 1 + this.world.int(3) : 1; left > 0; left--) this.act();
  }

  act() {
    const { world, desk, server } = this, { invariants } = server;
    if (!desk.page?.alive || !desk.seat?.element) return;
    if (this.phase < 3 && this.displaying > 0 && !world.chance(0.05)) return;
    const what = world.weighed({ display: 5, context: this.phase < 3 ? 0 : 1, current: this.phase < 3 ? 0 : 4, extract: this.phase < 3 ? 0 : 2 }), who = world.pick(['A', 'A', 'B', 'B', 'C']);
    if (world.trace) world.say(`${desk.name}  form host: ${what} ${what === 'display' || what === 'context' ? who : ''}`);
    const sure = this.displaying === 0 ? this.shown : null, { life } = this;
    const still = () => sure !== null && this.displaying === 0 && this.shown === sure && life === this.life;
    switch (what) {
      case 'display': this.display(who); break;
      case 'context':
        this.displaying += 1;
        this.ask('sdc.configureContext', { context: context(who) }).then(answer => { if (life !== this.life) return; this.displaying -= 1; if (answer?.status === 'success') this.shown = contextOf(who); });
        break;
      case 'current': this.ask('sdc.requestCurrentQuestionnaireResponse', {}).then(answer => {
        const where = `${desk.name}, requestCurrentQuestionnaireResponse`, of = this.check(answer?.questionnaireResponse, where);
        if (of !== undefined && still() && of !== sure) invariants.fail(KIND, `${where}: of ${of} while ${sure} is displayed`);
      }); break;
      case 'extract': this.ask('sdc.requestExtract', {}).then(answer => {
        const json = JSON.stringify(answer?.extractedResources ?? []), where = `${desk.name}, requestExtract`;
        const contexts = new Set([...subjects(json).map(contextOf), ...[...owners(answer?.extractedResources)].map(contextOf)]);
        if (contexts.size > 1) invariants.fail(KIND, `${where}: resources of ${[...contexts]} in one answer`);
        if (still() && contexts.size && !contexts.has(sure)) invariants.fail(KIND, `${where}: of ${[...contexts]} while ${sure} is displayed`);
      }); break;
    }
  }
}
