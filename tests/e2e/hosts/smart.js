// An EHR written from the text of SMART Web Messaging STU1, and a form host from the draft SDC profile. No vte/1 here.
const query = new URLSearchParams(location.search), origin = query.get('frame'), H = 'smart-handle';
const ehr = window.ehr = {
  got: [], hellos: 0, scratchpad: new Map(), fhir: new Map(), done: 0, activities: [], next: 1, capabilities: undefined, speaks: query.get('speaks') ?? 'smart', bend: {},
  load() {
    const iframe = document.createElement('iframe');
    iframe.style.cssText = 'width:100%;height:800px';
    iframe.src = `${origin}/virchow/v1/frame.html?messaging_origin=${encodeURIComponent(self.origin)}&messaging_handle=${H}&lang=en`;
    document.getElementById('place').replaceChildren(ehr.iframe = iframe);
  },
  post(message) { ehr.iframe.contentWindow.postMessage(message, origin); },
  id: () => `m-${ehr.next++}`,
  async ask(messageType, payload, more) {
    more ??= {};
    const messageId = more.messageId ?? ehr.id();
    ehr.post({ messagingHandle: H, messageId, messageType, ...(payload !== null && payload !== undefined && { payload }), ...more });
    const found = await ehr.until(() => ehr.got.find(m => m.responseToMessageId === messageId));
    return found && { ...found.payload, envelope: Object.keys(found).sort() };
  },
  async until(check, within = 30000) {
    const end = performance.now() + within;
    for (;;) { const value = check(); if (value) return value; if (performance.now() > end) return null; await new Promise(next => setTimeout(next, 15)); }
  },
  serve: {
    'status.handshake': () => ({ capabilities: ehr.capabilities }),
    'scratchpad.create': ({ resource }) => { const id = `r${ehr.scratchpad.size + 1}`, location = `${resource.resourceType}/${id}`; ehr.scratchpad.set(location, { ...resource, id }); return { status: '200 OK', location }; },
    'scratchpad.read': ({ location }) => location ? { scratchpad: ehr.scratchpad.get(location) } : { scratchpad: { resourceType: 'Bundle', type: 'collection', entry: [...ehr.scratchpad].map(([place, resource]) => ({ fullUrl: `http://ehr.example/${place}`, resource })) } },
    'scratchpad.update': ({ resource, location }) => { ehr.scratchpad.set(location, resource); return { status: '200 OK', location }; },
    'scratchpad.delete': ({ location }) => { ehr.scratchpad.delete(location); return { status: '200 OK' }; },
    'fhir.http': ({ bundle }) => { for (const { request } of bundle.entry) ehr.fhir.set(request.ifNoneExist, (ehr.fhir.get(request.ifNoneExist) ?? 0) + 1); return { bundle: { resourceType: 'Bundle', type: 'transaction-response', entry: bundle.entry.map(() => ({ response: { status: '201 Created' } })) } }; },
    'ui.done': () => { ehr.done += 1; return { status: 'success' }; },
    'ui.launchActivity': payload => { ehr.activities.push(payload); return { status: 'success' }; },
    'sdc.ui.changedQuestionnaireResponse': () => ({ status: 'success' }),
    'sdc.ui.changedFocus': () => ({ status: 'success' }),
  },
};
addEventListener('message', event => {
  if (event.source !== ehr.iframe?.contentWindow || event.origin !== origin) return;
  const message = event.data;
  if (message.p) { ehr.hellos += 1; return; }
  ehr.got.push(message);
  if (message.responseToMessageId) return;
  // A form host starts the handshake itself, and leaves ours unanswered.
  if (ehr.speaks === 'silent' || (ehr.speaks === 'sdc' && message.messageType === 'status.handshake')) return;
  const bent = ehr.bend[message.messageType]?.(message), serve = ehr.serve[message.messageType];
  if (bent === null) return;
  ehr.post({ messageId: ehr.id(), responseToMessageId: message.messageId, payload: bent ?? (serve ? serve(message.payload ?? {}) : { status: 'failure' }) });
});
ehr.load();
