// NOT to be copied: a host that seems to work, until an answer is lost, a patient is changed or a stranger speaks.
var origin = new URLSearchParams(location.search).get('frame') || location.origin;
var frame = document.createElement('iframe');
frame.src = origin + '/examples/simulator/conformance.html?h=ward';
frame.style.cssText = 'width:100%;height:800px;border:0';
document.getElementById('vte').appendChild(frame);

var seq = 0, port;
function say(message) { message.p = 'vte/1'; message.messageId = 'm' + (++seq); message.seq = seq; port.postMessage(message); }

window.addEventListener('message', function (event) {
  // No look at event.source or event.origin: whoever asks gets a port.
  if (!event.data || event.data.messageType !== 'vte.hello') return;
  var channel = new MessageChannel();
  port = channel.port1;
  event.source.postMessage({ p: 'vte/1', messagingHandle: 'ward', messageId: 'init', seq: 1, messageType: 'vte.init', payload: { protocol: 'vte/1', nonceC: event.data.payload.nonceC, nonceH: '1', sessionId: 's' } }, '*', [channel.port2]);
  port.onmessage = function (event) {
    var message = event.data;
    if (message.messageType === 'vte.ready') {
      say({ responseToMessageId: message.messageId, payload: {} });
      // A weight without its unit, and no user.
      say({ messagingHandle: 'ward', messageType: 'vte.open', payload: { chart: { contextId: 'ward-1', encounter: { setting: 'medical' }, facts: [{ id: 'weight', value: 70 }] } } });
    }
    // No look at event.contextId, and none at whether it was there before.
    if (message.messageType === 'vte.event') say({ responseToMessageId: message.messageId, payload: { status: 'accepted' } });
    if (message.messageType === 'vte.ping') say({ responseToMessageId: message.messageId, payload: {} });
  };
});
