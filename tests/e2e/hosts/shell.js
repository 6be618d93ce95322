// What a shell puts into the page before anything runs: WebView2's host object, or CEF's query function (?shell=).
window.shellGot = [];
const shellKind = new URLSearchParams(location.search).get('o');
let shellSeq = 0;
window.shellSay = (messageType, payload, more) => ({ p: 'vte/1', messagingHandle: 's1', messageId: `shell-${++shellSeq}`, seq: shellSeq, messageType, payload, ...more });
function shellAnswer(message, say) {
  shellGot.push(message);
  if (message.messageType === 'vte.hello') return say(shellSay('vte.init', { protocol: 'vte/1', nonceC: message.payload.nonceC, nonceH: 'n'.repeat(32), sessionId: 's' }));
  if (message.responseToMessageId || ['vte.change', 'vte.error', 'vte.ui.resize'].includes(message.messageType)) return;
  say({ p: 'vte/1', messageId: `shell-${++shellSeq}`, responseToMessageId: message.messageId, seq: shellSeq, payload: message.messageType === 'vte.event' ? { status: 'accepted' } : {} });
}
if (shellKind === 'webview') {
  const listeners = [];
  window.chrome = { webview: { addEventListener: (_, listener) => listeners.push(listener), postMessage: message => setTimeout(() => shellAnswer(JSON.parse(JSON.stringify(message)), window.shellSend)) } };
  window.shellSend = message => listeners.forEach(listener => listener({ data: message }));
}
if (shellKind === 'cef') {
  window.cefQuery = ({ request, persistent, onSuccess }) => {
    const message = JSON.parse(request);
    if (persistent) window.shellSend = said => onSuccess(JSON.stringify(said));
    setTimeout(() => shellAnswer(message, window.shellSend));
  };
}
if (shellKind === 'named') {
  window.hisBridge = ({ request }) => setTimeout(() => shellAnswer(JSON.parse(request), window.shellSend));
  window.shellSend = said => window.hisReceive(JSON.stringify(said));
}
