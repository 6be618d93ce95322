// Of no origin, and not the frame that the host made: whatever it says must be refused.
const query = new URLSearchParams(location.search);
if (query.has('h')) {
  // In the conformance report: asks the host for a session, as if it were the frame.
  addEventListener('message', ({ data }) => { if (data?.messageType === 'vte.init') parent.postMessage({ stranger: true, answered: true }, '*'); });
  parent.parent.postMessage({ p: 'vte/1', messagingHandle: query.get('h'), messageId: 'stranger', seq: 1, messageType: 'vte.hello', payload: { protocols: ['vte/1'], nonceC: 'f'.repeat(32), app: { name: 'Conformance test' } } }, '*');
  parent.postMessage({ stranger: true, asked: true }, '*');
} else {
  // In the simulator: speaks to the real frame.
  for (const messageType of ['vte.get', 'vte.init', 'vte.open']) {
    parent.frames[0].postMessage({ p: 'vte/1', messageId: `stranger-${messageType}`, seq: 1, messageType, payload: { chart: { contextId: 'stolen' } } }, '*');
  }
}
