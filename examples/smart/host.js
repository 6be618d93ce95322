// A form host of the draft SDC profile of SMART Web Messaging: four requests in order, then whatever the form says.
const origin = new URLSearchParams(location.search).get('frame') ?? location.origin;
const handle = crypto.getRandomValues(new Uint32Array(4)).join('-'), iframe = document.getElementById('form'), waiting = new Map();
iframe.src = `${origin}/virchow/v1/frame.html?messaging_origin=${encodeURIComponent(location.origin)}&messaging_handle=${handle}`;

const post = message => iframe.contentWindow.postMessage({ messageId: crypto.getRandomValues(new Uint32Array(4)).join('-'), ...message }, origin);
function ask(messageType, payload) {
  const messageId = crypto.getRandomValues(new Uint32Array(4)).join('-');
  return new Promise(resolve => { waiting.set(messageId, resolve); post({ messagingHandle: handle, messageId, messageType, payload }); });
}

addEventListener('message', async ({ data, source, origin: from }) => {
  if (source !== iframe.contentWindow || from !== origin || data.p) return;   // data.p: vte/1, which this page does not speak
  if (data.responseToMessageId) return waiting.get(data.responseToMessageId)?.(data.payload);
  let payload = { status: 'success' };
  if (data.messageType === 'sdc.ui.changedQuestionnaireResponse' && data.payload.questionnaireResponse.status !== 'in-progress') {
    // Signed: kept under its own identifier, so that a second try writes nothing twice.
    const response = data.payload.questionnaireResponse;
    const stored = await fetch('/his/vte', { method: 'POST', body: JSON.stringify({ id: response.identifier.value, ...response }) });
    // 409 and 422 refuse for good. Anything else is not answered, and the frame asks again.
    if (!stored.ok && ![409, 422].includes(stored.status)) return;
    payload = { status: stored.ok ? 'success' : 'error' };
  }
  post({ responseToMessageId: data.messageId, payload });
});

async function start() {
  // The frame may still be loading: the handshake is asked until it answers.
  while (!await Promise.race([ask('status.handshake', {}), new Promise(done => setTimeout(done, 500))]));
  await ask('sdc.configure', {});
  const context = {
    subject: { reference: 'Patient/123' }, encounter: { reference: 'Encounter/example-smart' }, author: { reference: 'Practitioner/n-07', display: '李护士' },
    launchContext: [
      { name: 'patient', contentResource: { resourceType: 'Patient', id: '123', gender: 'female', birthDate: '1958-03-02', name: [{ text: '王*' }] } },
      { name: 'user', contentResource: { resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/n-07', display: '李护士' }, code: [{ coding: [{ code: 'nurse' }] }] } },
    ],
  };
  await ask('sdc.configureContext', { context });
  console.info('sdc.displayQuestionnaire', (await ask('sdc.displayQuestionnaire', { questionnaire: 'https://example.invalid/virchow/fhir/Questionnaire/padua' })).status);
}
start();
