// The host objects of embedded shells: WebView2 (`chrome.webview`) and CEF (a query function by name). The shell is the
// program that shows us, so there is no origin to check; that it may is said by an entry of allow.json with `shell`.
// Both carry the same envelope as a port does; CEF and old WebViews as JSON text.

/** Gives `{ send }` for the shell that `entry` names and that is really there, or `undefined`. `hear` gets each message. */
export function shell(entry, hear) {
  const name = entry.shell === true ? 'webview' : entry.shell;
  if (name === 'webview') {
    const host = globalThis.chrome?.webview;
    if (!host) return undefined;
    host.addEventListener('message', event => hear(read(event.data)));
    return { send: message => host.postMessage(message) };
  }
  const query = name === 'cef' ? 'cefQuery' : name;
  if (!Object.hasOwn(window, query) || typeof window[query] !== 'function') return undefined;
  // A shell that can only run script calls this; one that answers queries uses the hello, which stays open.
  window[entry.receive ?? 'virchowReceive'] = text => hear(read(text));
  const onSuccess = text => { if (text) hear(read(text)); };
  return {
    send: message => window[query]({ request: JSON.stringify(message), persistent: message.messageType === 'vte.hello', onSuccess, onFailure() {} }),
  };
}

function read(data) {
  if (typeof data !== 'string') return data;
  try {
    return data.length > 2 * 1024 * 1024 ? data : JSON.parse(data);
  } catch {
    return data;
  }
}
