// SMART Web Messaging (HL7 STU1) and the draft SDC profile on it, loaded when a host speaks them. Both are requests and
// answers over the window; the profile adds an order in which a form host may say things. What comes too early, is
// unknown or is not ours is answered with `status: "error"` and an OperationOutcome, and never ignored. FHIR content may have
// to be loaded first: whatever waits for it holds the token of the admission it began with (sitting.js).

import { LARGE, is, meter, nonce, own, unfit } from './line.js';
import { chartOf, clean, merged, personIn, readable, refusedIn, staysIn, userOf } from './context.js';
import { ask as content, fine, outcome } from './fhir.js';
import { another, sitting } from './sitting.js';

const PHASES = ['handshake', 'configure', 'configureContext', 'displayQuestionnaire', 'ready'];
const ANSWER_WITHIN = 14000, CHANGE_EVERY = 250, EHR_AFTER = 1500, FORM_AFTER = 5000;
/** Marks what we put into a scratchpad: which event, and which of its resources. */
const TAG = 'https://virchow.example/fhir/event';
const gone = () => outcome('conflict', '等待期间已切换患者，未采用。请重试。', 'Another patient was opened meanwhile: not taken. Try again.');
const taken = () => outcome('business-rule', '界面已由另一主机使用。', 'Another host has the form.');
/** Codes of the element's refusals in FHIR's words; any other is `invalid`. */
const REFUSED = { E_CONTEXT_BUSY: 'lock-error', E_CONFLICT: 'conflict' };

export function smart({ element, handle, refused, curtain, app, send, settled }) {
  let phase = 0, said = false, sdc = false, done = false, theirs = {};
  /** What is on the screen for this host: `{ contextId, patient, encounter, context, instrument, told }`. `context` is there before
   *  a form is; `told` are the answers of a response that the host gave. */
  const present = sitting();
  present.leave({ context: {}, instrument: null, told: [] });
  let configured = null;
  /** The linkIds of the Questionnaires that were shown: `<instrument>.<item>`. */
  const links = new Set();
  const waiting = new Map(), within = meter(), seen = new Set();

  /** Where the profile says that our canonical addresses live, if it does. */
  const base = () => { const { canonical } = Object(element.profile); return is.text(canonical) ? canonical : ''; };
  const ask = (verb, input) => content(verb, input, base());

  /** So for the mark; what was marked before it was set is still found. */
  const mark = () => (base() ? `${base()}/event` : TAG);

  // ---- envelope ----

  const post = message => send({ messageId: nonce(), ...message });
  const answer = (message, payload) => post({ responseToMessageId: message.messageId, messageType: message.messageType, payload });
  const failed = why => ({ status: 'error', outcome: why });
  function count(code) { refused[code] = (refused[code] || 0) + 1; }

  function request(messageType, payload, patience = ANSWER_WITHIN) {
    const messageId = nonce();
    post({ messagingHandle: handle, messageId, messageType, payload });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => { waiting.delete(messageId); reject(new Error('E_TIMEOUT')); }, patience);
      waiting.set(messageId, payload => { clearTimeout(timer); resolve(payload); });
    });
  }

  /** Whether the form is this host's: another kind of host may have been quicker. */
  function settle() {
    if (!done) done = settled() !== false;
    return done;
  }

  function take(message) {
    const id = typeof message.messageId === 'string' ? message.messageId.slice(0, 256) : '';
    const no = (code, why) => { count(code); if (id && !own(message, 'responseToMessageId')) answer(message, failed(why)); };
    if (!within()) return no('E_RATE', outcome('throttled', '消息过于频繁（每秒上限50条）。', 'Too many messages (50 a second).'));
    const why = unfit(message, LARGE);
    if (why) return no(why.code, outcome(why.code === 'E_TOO_LARGE' ? 'too-long' : 'structure', why.message.zh, why.message.en, why.path));
    if (own(message, 'responseToMessageId')) {
      const resolve = waiting.get(message.responseToMessageId);
      waiting.delete(message.responseToMessageId);
      return resolve?.(is.object(message.payload) || is.list(message.payload) ? message.payload : {});
    }
    if (!id) return count('E_PROTOCOL');
    if (seen.has(id)) return no('E_REPLAY', outcome('duplicate', '消息重复，未再处理。', 'This message was taken already.'));
    seen.add(id);
    if (seen.size > 1000) seen.delete(seen.values().next().value);
    if (own(message, 'messagingHandle') && message.messagingHandle !== handle) return no('E_HANDSHAKE', outcome('security', 'messagingHandle 不符。', 'The messagingHandle does not match.'));
    // Be liberal: no payload is an empty one.
    const payload = message.payload === undefined || message.payload === null ? {} : message.payload;
    if (!is.object(payload)) return no('E_SCHEMA', outcome('structure', 'payload 应为对象。', 'payload must be an object.', 'payload'));
    if (!own(hears, message.messageType)) return no('E_TYPE', outcome('not-supported', '未知的消息类型。', 'Unknown message type.', 'messageType'));
    const { from, act } = hears[message.messageType];
    if (phase < from) return no('E_PHASE', outcome('business-rule', `尚早：请先 ${PHASES[phase]}。`, `Too early: ${PHASES[phase]} comes first.`, 'messageType'));
    serve(message, payload, act);
  }

  /** One at a time: what a host says in order is done in order, however long the first takes. */
  let turn = Promise.resolve();
  function serve(message, payload, act) {
    turn = turn.then(() => act(payload)).then(
      given => answer(message, given),
      error => {
        count('E_SCHEMA');
        answer(message, failed(error?.resourceType ? error : outcome('exception', '处理时出错。', 'It failed inside.')));
      });
  }

  // ---- SDC: what a form host says ----

  const advance = to => { phase = Math.max(phase, to); };

  const hears = {
    'status.handshake': {
      from: 0,
      act(payload) {
        if (!said) {
          if (!settle()) throw taken();
          said = true;
          // A form host goes on by itself. An EHR that only wanted to know whether we are there is asked what it can.
          const of = present.take();
          if (!own(payload, 'protocolVersion')) setTimeout(() => { if (!sdc && of.holds()) introduce(of); }, EHR_AFTER);
        }
        advance(1);
        return { application: { name: 'Virchow', version: app().app.element, publisher: 'Virchow' }, capabilities: { extraction: true, focusChangeNotifications: true } };
      },
    },
    'sdc.configure': {
      from: 1,
      act({ configuration }) {
        if (!sdc) {
          // The frame asks for our name as it takes us up.
          sdc = true;
          if (settled() === false) { sdc = false; throw taken(); }
        }
        // Our own settings, from a host that knows us; servers are not for us: no request leaves the origin.
        for (const name of ['lang', 'theme', 'chrome', 'mode']) if (is.text(Object(configuration)[name])) element.setAttribute(name, configuration[name]);
        for (const name of ['profile', 'user', 'strings']) if (is.object(Object(configuration)[name])) fits(() => { element[name] = configuration[name]; });
        // Not whoever is at the screen now: that may be the user of this admission's context, and is not of the next.
        if (is.object(Object(configuration).user)) configured = configuration.user;
        advance(2);
        return { status: 'success', outcome: fine() };
      },
    },
    'sdc.configureContext': {
      from: 2,
      async act(payload) {
        const given = Object(payload.context), of = present.take(), known = phase === 4 ? await knownIn(given) : undefined;
        // Replaces all; on a form that is already shown this is another admission.
        const notes = known && lay(of, given, undefined, of.instrument, known);
        if (!known) present.leave({ ...of, context: given });
        advance(3);
        return { status: 'success', outcome: fine(notes) };
      },
    },
    'sdc.displayQuestionnaire': {
      from: 3,
      async act({ questionnaire, questionnaireResponse, context: more }) {
        const of = present.take(), id = await ours(questionnaire), whole = is.object(more) ? merged(of.context, more) : of.context;
        const answers = questionnaireResponse === undefined ? undefined : await answersOf(questionnaireResponse, questionnaire, whole), known = await knownIn(whole);
        return { status: 'success', outcome: fine(show(of, id, whole, answers, known)) };
      },
    },
    'sdc.displayQuestionnaireResponse': {
      from: 3,
      async act({ questionnaireResponse, questionnaire }) {
        if (!is.object(questionnaireResponse)) throw outcome('required', '缺少 questionnaireResponse。', 'questionnaireResponse is missing.', 'payload.questionnaireResponse');
        const of = present.take(), { context, instrument } = of, named = questionnaire ?? questionnaireResponse.questionnaire ?? instrument;
        if (!named) throw outcome('required', '未说明 questionnaire。', 'Which questionnaire is not said.', 'payload.questionnaire');
        const id = named === instrument ? instrument : await ours(named);
        const answers = await answersOf(questionnaireResponse, named, context), known = await knownIn(context);
        return { status: 'success', outcome: fine(show(of, id, context, answers, known)) };
      },
    },
    'sdc.requestCurrentQuestionnaireResponse': { from: 4, act: async () => ({ questionnaireResponse: await response(present.take()) }) },
    'sdc.requestExtract': {
      from: 4,
      async act({ questionnaireResponse }) {
        // Of another response than the one on the screen nothing was signed here, and nothing is proposed from it.
        if (questionnaireResponse !== undefined) throw outcome('not-supported', '只提取本界面的评估。', 'Only what this form shows is extracted.', 'payload.questionnaireResponse');
        const of = present.take(), event = lastAssessed();
        if (!event) return { ...failed(outcome('not-found', '尚无已签名的评估。', 'Nothing has been signed yet.')), extractedResources: [] };
        const { entry } = await ask('extract', { event, options: options(of) });
        if (!of.holds()) throw gone();
        // Out of their Bundle they are found by their ids.
        const places = new Map(entry.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${idOf(fullUrl)}`]));
        return { status: 'success', outcome: fine(), extractedResources: entry.map(({ fullUrl, resource }) => ({ ...pointed(resource, places), id: idOf(fullUrl) })) };
      },
    },
  };

  /** The instrument whose canonical this is; any other Questionnaire, and any other edition, is somebody else's form. */
  async function ours(questionnaire) {
    const unknown = () => outcome('not-supported', '只显示本软件自己的量表。', 'Only our own Questionnaires are shown.', 'payload.questionnaire');
    const canonical = canonicalOf(questionnaire), id = canonical?.split('|')[0].split('/').pop();
    // An id alone is not a canonical.
    if (!canonical?.includes('/') || !app().instruments.includes(id)) throw unknown();
    const mine = await ask('questionnaire', canonical);
    linksOf(mine.item);
    return id;
  }

  function canonicalOf(questionnaire) {
    if (typeof questionnaire === 'string') return questionnaire;
    const { url, version } = Object(questionnaire);
    return typeof url !== 'string' ? undefined : typeof version === 'string' && !url.includes('|') ? `${url}|${version}` : url;
  }

  function linksOf(items) {
    for (const { linkId, item } of items) {
      links.add(linkId);
      if (item) linksOf(item);
    }
  }

  /** What a response of the person of this context answers, "cannot be known" and notes too. One that does not say of which
   *  Questionnaire it is, is of the one that is shown. */
  async function answersOf(response, questionnaire, whole) {
    if (!is.object(response)) throw outcome('structure', 'questionnaireResponse 应为对象。', 'questionnaireResponse must be an object.', 'payload.questionnaireResponse');
    const canonical = canonicalOf(questionnaire);
    const questionnaireResponse = { ...response, questionnaire: response.questionnaire ?? (canonical.includes('/') ? canonical : (await ask('questionnaire', canonical)).url) };
    const { answers, notes = {} } = await ask('answersFrom', { questionnaireResponse, bundle: { entry: personIn(whole) } });
    return Object.entries(answers).map(([id, value]) => ({ id, value, note: notes[id] }));
  }

  /** What lies in a context, read as `prefill` reads a Bundle: its facts, suggested where a code is broad; the Encounters that are
   *  no stay of this person now; and what was not taken. */
  async function knownIn(whole) {
    const bundle = readable(whole), made = bundle && (await ask('prefill', bundle));
    return { chart: made?.chart, facts: made?.chart.facts ?? [], refused: made ? refusedIn(bundle, made) : [], notes: made?.rejected };
  }

  function show(of, ...form) {
    const [id, whole, answers, known] = form;
    // Asked first: a refused form leaves the old one as it was.
    const notes = lay(of, whole, answers, id, known);
    advance(4);
    return notes;
  }

  /** What `act` gives, and the errors that the element fires meanwhile: they come at once. */
  function during(act) {
    const errors = [], hear = event => errors.push(event.detail);
    element.addEventListener('vte-error', hear);
    try {
      return [act(), errors];
    } finally {
      element.removeEventListener('vte-error', hear);
    }
  }
  /** What the element lists of a chart that it takes: a fact, or the time of an admission. */
  const isListed = ({ path }) => /^\/chart\/(facts\/|encounter\/admittedAt)/.test(path);
  const reason = why => outcome(REFUSED[why.code] ?? 'invalid', why.message.zh, why.message.en, why.path);
  /** The first error that concerns the whole is the answer. */
  function fits(act) {
    const why = during(act)[1].find(error => !isListed(error));
    if (why) throw reason(why);
  }

  /** Puts another context on the screen, in the place of the one that `of` names, and gives what was not taken of it, which stands on the
   *  screen, too. `answers` of a response stand before what the host knows of the same (`known.facts`); without new ones those of
   *  before stay. */
  function lay(of, whole, answers, id = of.instrument, known = {}) {
    const { facts = [], notes = [] } = known;
    // What is laid was asked for over the form that was there when the host asked.
    if (!of.holds()) throw gone();
    const chart = chartOf(whole, handle, known), { contextId, patient, encounter } = chart, again = contextId === of.contextId;
    const before = element.getAttribute('instrument');
    // An encounter that stayed behind when the patient was changed would give the answers of one to the other.
    if (again && of.person.ref !== undefined && patient.ref !== of.person.ref) throw outcome('conflict', '同一次住院不能属于另一患者。请同时给出 encounter。', 'One encounter cannot be of two patients. Give the encounter, too.', 'payload.context.encounter');
    const told = answers ?? (again && !another(of.person, patient) ? of.told : []), said = told.filter(({ value }) => value !== null), ids = said.map(({ id }) => id);
    // What a diagnosis suggests to the other score is suggested to this one by its own name: an answer here is over both.
    const sibling = fact => told.length > 0 && fact.status === 'suggested' && /^(caprini|padua)\./.test(fact.id) && !fact.id.startsWith(`${id}.`);
    chart.facts = [...facts.filter(fact => !ids.includes(fact.id) && !sibling(fact)), ...said.map(({ id, value }) => ({ id, value, source: 'QuestionnaireResponse' }))];
    element.setAttribute('instrument', id ?? 'auto');
    const [answer, errors] = during(() => element.open(chart, { force: of.contextId === undefined && Object(element.chart).contextId !== contextId }));
    if (answer?.error) {
      element.setAttribute('instrument', before ?? 'auto');
      throw reason(answer.error);
    }
    // It is on the screen from here on, whatever else there is to say of it.
    present.lay({ contextId, patient, encounter, context: whole, instrument: id, told });
    focus = undefined;
    // Another context may be of another person: whoever stood here before does not sign in it.
    element.user = null;
    const user = userOf(whole) ?? configured;
    if (user) fits(() => { element.user = user; });
    // What the element lists it shows itself; what was not taken of the resources it never saw.
    curtain(false, notes);
    const why = errors.find(error => !isListed(error));
    if (why) throw reason(why);
    return [...notes, ...errors];
  }

  const lastAssessed = () => element.record.findLast(event => ['assessed', 'amended'].includes(event.type));

  /** What the bundle cannot know: how this host names whom and what it is about. */
  const options = ({ patient, encounter }) => ({ patient: Object(patient).ref, encounter: Object(encounter).ref, lang: element.lang, profile: element.profile, record: element.record });

  const responseIn = bundle => bundle?.entry?.find(({ resource }) => resource.resourceType === 'QuestionnaireResponse')?.resource;

  /** Of a signed event, or as the form stands; with nobody at the screen only what was answered, and by nobody. All is asked of
   *  the element before the first wait, and given away only if `of` still holds after the last. */
  async function response(of, event) {
    const signed = event ?? (element.state === 'sent' || element.state === 'sending' ? lastAssessed() : undefined), form = answered(of);
    const bundle = signed ? ask('extract', { event: signed, options: options(of) }) : element.user && element.getResult({ outputs: ['fhirR4'] }).then(({ fhirR4 }) => fhirR4);
    const { subject, author, encounter } = of.context;
    const { identifier, ...made } = responseIn(await bundle) ?? await form();
    if (!signed) await keep(of, made);
    if (!of.holds()) throw gone();
    // What is not signed has no identity: two drafts under one would be one to a host that stores by it.
    return { ...made, ...clean({ identifier: signed && identifier, subject, author, encounter }) };
  }

  /** What a response said and the form cannot show, "cannot be known" and notes, stays in a draft until it is answered otherwise. */
  async function keep(of, made) {
    if (!of.told?.some(({ value, note }) => value === null || note)) return;
    const { instrument, answers, notes = {} } = await ask('answersFrom', made);
    for (const { id, value, note } of of.told) {
      if (value === null && !own(answers, id)) answers[id] = null;
      if (note && answers[id] === value) notes[id] ??= note;
    }
    made.item = (await ask('responseFrom', { instrument, answers, notes })).item;
  }

  /** The answers as they stand now; as a response when they are asked for. */
  function answered(of) {
    const result = element.getResult({ outputs: ['flat'] }), keys = Object(element.profile?.flat_keys);
    return async () => {
      const { flat } = await result;
      // A hospital's own keys for ours, the other way round.
      const ours = new Map(Object.entries(keys).map(([mine, theirs]) => [theirs, mine]));
      const named = Object.entries(flat).map(([key, value]) => [ours.get(key) ?? key, value]), instrument = Object.fromEntries(named).instrument ?? of.instrument;
      return ask('responseFrom', { instrument, answers: Object.fromEntries(named.filter(([key, value]) => key.startsWith(`${instrument}.`) && value !== null)) });
    };
  }

  let gathered, focus;
  function change(detail) {
    if (!sdc || phase < 4) return;
    const of = present.take();
    if (gathered?.of.number !== of.number) {
      const mine = gathered = { of, links: new Set() };
      setTimeout(async () => {
        if (gathered === mine) gathered = undefined;
        // Of a form that has gone no draft is told: under the next it would be another patient's.
        const questionnaireResponse = await of.now(() => response(of))?.catch(() => undefined);
        if (questionnaireResponse && of.holds()) request('sdc.ui.changedQuestionnaireResponse', { questionnaireResponse, changedLinkIds: [...mine.links] }).catch(() => {});
      }, CHANGE_EVERY);
    }
    detail.changed.map(item => `${detail.instrument}.${item}`).filter(linkId => links.has(linkId)).forEach(linkId => gathered.links.add(linkId));
  }
  element.addEventListener('focusin', event => {
    const linkId = `${present.take().instrument}.${event.composedPath()[0]?.dataset?.item}`;
    if (!sdc || phase < 4 || !links.has(linkId) || linkId === focus) return;
    focus = linkId;
    request('sdc.ui.changedFocus', { linkId }).catch(() => {});
  });

  // ---- SMART: what an EHR is told ----

  /** `of`: that nobody is on the screen yet. Whoever has come there meanwhile is not replaced by the launch. */
  function introduce(of) {
    request('status.handshake', { protocolVersion: '1.0', fhirVersion: 'R4' }, 60000).then(payload => {
      if (sdc || (done && !of.holds())) return;
      theirs = payload;
      if (!settle()) return;
      advance(1);
      // STU1 carries no patient and no user: the launch is the context, unless the EHR extends its answer by a `context`. Who
      // names an application is a form host, and has more to say.
      setTimeout(() => {
        if (sdc || !of.holds()) return;
        const context = Object(payload.context);
        // A context of two people is nobody's. Without the FHIR part nothing says which Encounter is a stay, and none is taken.
        const unread = why => (Object(Object(why).issue?.[0]).code === 'security' ? count('E_CONTEXT_MISMATCH') : { refused: staysIn(readable(context)) });
        knownIn(context).catch(unread).then(known => { if (!sdc && known) lay(of, context, undefined, null, known); }).catch(() => {});
      }, own(payload, 'application') ? FORM_AFTER : 500);
    }, () => {});
  }

  const supports = name => {
    const { capabilities, messageTypes } = theirs, group = name.split('.')[0];
    const listed = [capabilities, messageTypes].flat().filter(is.text);
    return [name, group, `${group}.*`, `messaging/${group}`, `messaging/${name}`].some(word => listed.includes(word) || (is.object(capabilities) && own(capabilities, word) && capabilities[word] !== false));
  };
  const good = status => /^(2\d\d|success)/i.test(String(status));
  const bad = status => /^(4\d\d|error|failure|fail)/i.test(String(status));
  /** An answer in the words of the outbox; a 5xx or none at all is tried again on its schedule. */
  function verdict({ status, outcome: why }) {
    if (good(status)) return { status: 'accepted' };
    return bad(status) ? { status: 'rejected', issues: [{ code: 'E_REJECTED', message: Object(Object(why).issue?.[0]).diagnostics }] } : {};
  }

  /** Only of the admission that is on the screen, and only while it is there: the outbox offers the event again later. What the
   *  host answers counts whenever it comes. */
  async function deliver(of, event) {
    if (event.contextId !== of.contextId) return {};
    if (sdc) return response(of, event).then(questionnaireResponse => request('sdc.ui.changedQuestionnaireResponse', { questionnaireResponse })).then(verdict);
    const bundle = await ask('extract', { event, options: options(of) });
    if (!of.holds()) throw gone();
    if (supports('fhir.http')) {
      const given = await request('fhir.http', { bundle });
      const statuses = (Object(given.bundle).entry ?? []).map(entry => Object(entry.response).status);
      if (!statuses.length) return verdict({ status: given.status ?? (given.outcome ? 'error' : undefined), outcome: given.outcome });
      return verdict({ status: statuses.find(status => !good(status)) ?? '200', outcome: given.outcome });
    }
    return scratch(of, event, bundle);
  }

  /**
   * A scratchpad has no transaction. Each resource carries the event's id and its own number, what is already there is
   * not written again, and an amendment takes the place of what it amends: in effect once, however often it is tried. When
   * another patient comes on the screen in between, the rest waits until this one is opened again.
   */
  async function scratch(of, event, bundle) {
    const held = new Map(), write = (...message) => { if (!of.holds()) throw gone(); return request(...message); };
    for (const { resource, place } of resourcesIn(await request('scratchpad.read', {}))) {
      const tag = [Object(resource.meta).tag].flat().find(tag => [TAG, mark()].includes(Object(tag).system));
      if (tag) held.set(tag.code, place);
    }
    const places = new Map();
    let written = 0;
    for (const [index, { fullUrl, resource }] of bundle.entry.entries()) {
      const code = `${event.id}#${index}`, amended = event.type === 'amended' ? held.get(`${event.body.of}#${index}`) : undefined;
      let location = held.get(code);
      if (!held.has(code)) {
        const body = pointed({ ...resource, meta: { ...resource.meta, tag: [...(resource.meta?.tag ?? []), { system: mark(), code }] } }, places);
        const same = amended?.startsWith(`${resource.resourceType}/`);
        const given = same
          ? await write('scratchpad.update', { location: amended, resource: { ...body, id: amended.split('/')[1] } })
          : await write('scratchpad.create', { resource: body });
        if (!good(given.status)) return verdict(given);
        location = same ? amended : given.location;
        written += 1;
        if (amended && !same) await write('scratchpad.delete', { location: amended });
      }
      if (fullUrl && location) places.set(fullUrl, location);
    }
    return { status: written ? 'accepted' : 'duplicate' };
  }

  /** A scratchpad is told as a list of resources (STU1) or as a Bundle, bare or under a name; each with where it lies, if that is said. */
  function resourcesIn(given, place) {
    if (is.list(given)) return given.flatMap(one => resourcesIn(one));
    if (!is.object(given)) return [];
    const { resourceType, id, entry, scratchpad, resource, location, fullUrl } = given;
    if (resourceType && resourceType !== 'Bundle') return [{ resource: given, place: id ? `${resourceType}/${id}` : place }];
    const said = location ?? fullUrl;
    return [entry, scratchpad, resource].flatMap(one => resourcesIn(one, is.text(said) ? said.split('/').slice(-2).join('/') : undefined));
  }

  const delivering = new Map();
  const idOf = fullUrl => fullUrl.replace('urn:uuid:', '');
  /** References to what the bundle itself holds, as the host names it. */
  const pointed = (resource, places) => JSON.parse(JSON.stringify(resource, (key, value) => (key === 'reference' && places.get(value)) || value));

  return {
    get name() { return sdc ? 'sdc' : 'smart'; },
    get settled() { return done; },
    closable: true,
    take,

    /** Our own handshake; whoever answers it is a SMART host, and may still turn out to be a form host. */
    greet() {
      if (!done) introduce(present.take());
    },
    event({ event, respondWith }) {
      const { id } = event, of = present.take();
      // A slow host may be asked again before it has answered: the same key is not written twice at the same time.
      if (!delivering.has(id)) delivering.set(id, deliver(of, event).catch(error => (error?.resourceType && of.holds() ? { status: 'pending' } : {})).finally(() => delivering.delete(id)));
      respondWith(delivering.get(id));
    },
    change,
    alert: ({ contextId }) => { if ((contextId ?? present.take().contextId) === present.take().contextId && supports('ui.launchActivity')) request('ui.launchActivity', { activityType: 'order-review', activityParameters: {} }).catch(() => {}); },
    error() {},
    close: () => request('ui.done', {}).catch(() => {}),
  };
}
