// Reading aloud by the browser. Only with a voice that the device itself has: others send the text to a service of the
// browser's maker, and nothing of a sheet leaves the device.

const speech = () => globalThis.speechSynthesis;

/** A voice of the device for `zh-CN` or `en`; Mandarin, not Cantonese. */
function voice(lang) {
  const fits = lang === 'en' ? /^en\b/ : /^(zh|cmn)(?!-hk|-mo|-yue)\b/;
  const all = (speech()?.getVoices?.() ?? []).filter(it => it.localService && fits.test(it.lang.toLowerCase().replaceAll('_', '-')));
  return all.find(it => /^(zh-cn|cmn-cn|zh-hans)/i.test(it.lang.replaceAll('_', '-'))) ?? all[0] ?? null;
}

export const hasVoice = lang => voice(lang) !== null;

/** Called whenever the browser has found further voices; `undefined` ends it. Some find theirs only after the first look. */
export function onVoices(changed) {
  const it = speech();
  if (it) it.onvoiceschanged = changed ?? null;
}

let turn = 0;

/** Reads `lines` one after another and calls `ended` after the last, or when it cannot go on. */
export function read(lines, lang, ended) {
  const it = speech(), by = voice(lang), mine = ++turn;
  const over = () => { if (mine === turn) { turn++; ended(); } };
  if (!it || !by) return over();
  it.cancel();
  const next = at => {
    if (mine !== turn) return;
    if (at >= lines.length) return over();
    const said = new SpeechSynthesisUtterance(lines[at]);
    said.voice = by;
    said.lang = by.lang;
    // For old ears.
    said.rate = 0.85;
    said.onend = () => next(at + 1);
    said.onerror = over;
    it.speak(said);
  };
  next(0);
}

export function silence() {
  turn++;
  speech()?.cancel();
}

globalThis.addEventListener?.('pagehide', silence);
