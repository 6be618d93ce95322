// Plays the desktop program around a WebView2, in JavaScript, so that it runs anywhere: the six messages of its side, as
// README.md writes them in C#. With ?nobody there is no shell, and the form offers copy, print and download.
if (!new URLSearchParams(location.search).has('nobody')) {
  const chart = {
    contextId: 'example-webview', patient: { label: '王*', bed: '12-03', sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'medical' },
    facts: [{ id: 'height', value: 160, unit: 'cm' }, { id: 'weight', value: 70, unit: 'kg' }],
  };
  const user = { id: 'n-07', name: '李护士', role: 'nurse' };
  let seq = 0, handle = '', hear;

  const send = message => hear({ data: { p: 'vte/1', messageId: `shell-${++seq}`, seq, ...message } });
  const ask = (messageType, payload) => send({ messagingHandle: handle, messageType, payload });
  const answer = (to, payload) => send({ responseToMessageId: to.messageId, payload });

  const takes = {
    'vte.hello'(message) {
      handle = message.messagingHandle;
      seq = 0;
      ask('vte.init', { protocol: 'vte/1', nonceC: message.payload.nonceC, nonceH: crypto.getRandomValues(new Uint32Array(4)).join('-'), sessionId: 'shell', capabilities: {} });
    },
    'vte.ready'(message) {
      answer(message, {});
      ask('vte.configure', { user });
      ask('vte.open', { chart });
    },
    async 'vte.event'(message) {
      const { ok, status } = await fetch('/his/vte', { method: 'POST', body: JSON.stringify(message.payload.event) });
      // 409 and 422 refuse for good. Anything else is not answered, and the frame asks again.
      if (ok || [409, 422].includes(status)) answer(message, { status: ok ? 'accepted' : 'rejected' });
    },
    'vte.ping': message => answer(message, {}),
    'vte.alert': message => answer(message, {}),
    'vte.ui.close': message => answer(message, {}),
  };

  window.chrome = Object.assign(window.chrome || {}, {
    webview: {
      addEventListener(_, listener) { hear = listener; },
      postMessage(message) { setTimeout(() => takes[message.messageType]?.(message)); },
    },
  });
}
