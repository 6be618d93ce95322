// Of no origin, and not the parent of the frame: whatever it says must be refused.
for (const messageType of ['vte.get', 'vte.init', 'vte.open']) {
  parent.frames[0].postMessage({ p: 'vte/1', messageId: `stranger-${messageType}`, seq: 1, messageType, payload: { chart: { contextId: 'stolen' } } }, '*');
}
