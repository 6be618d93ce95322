// What joins a lesson (bin/teaching) to the element whose form is drilled: two places around the form, and a voice. It is a script
// because it stands between two wasm instances, neither of which can name the other. Loaded by virchow.js when an element in
// mode="teaching" is given a lesson; scripts/bundle.mjs makes more/teaching.js of it.
import begin, { call, mount, unmount } from './teaching_glue.js';

/** styles/lesson.css: scripts/bundle.mjs puts it here. */
const STYLES = __LESSON__;
/** What stands around the form of an element: `{ above, below, key, lesson, room }`. */
const taught = new WeakMap();

/**
 * Draws `lesson` (JSON text, or undefined: the lesson ends) around the form of `element`; the same lesson again only follows its language and
 * stands where it belongs. `hooks` are the element's own:
 * `{ shadow, lesson, lang, wasm, tell, ask, fire, wear, back }`.
 */
export async function teach(element, hooks) {
  await begin({ module_or_path: hooks.wasm });
  const { shadow, lesson, lang } = hooks;
  let at = taught.get(element);
  if (lesson === undefined) {
    if (!at) return;
    taught.delete(element);
    unmount(at.key);
    at.above.remove();
    at.below.remove();
    dress(shadow, 'off');
    if (at.instrument === null) element.removeAttribute('instrument');
    else element.setAttribute('instrument', at.instrument);
    hooks.back();
    return;
  }
  const fresh = !at;
  if (fresh) {
    const place = () => Object.assign(document.createElement('div'), { className: 'root lesson-root notranslate', translate: false });
    at = { above: place(), below: place(), instrument: element.getAttribute('instrument') };
    taught.set(element, at);
  }
  // After a fresh start of the element these are its new ones.
  at.hooks = hooks;
  hooks.wear(STYLES);
  const room = shadow.querySelector('.root:not(.lesson-root)');
  for (const root of [at.above, at.below]) root.dataset.theme = element.getAttribute('theme') ?? 'auto';
  if (at.above.nextSibling !== room || !at.above.isConnected) shadow.prepend(at.above);
  if (!at.below.isConnected) shadow.append(at.below);
  if (fresh) at.key = mount(at.above, at.below, (kind, text) => heard(element, at, kind, text));
  if (at.lang !== lang) call(at.key, 'lang', at.lang = lang);
  if (at.lesson !== lesson || at.room !== room) {
    [at.lesson, at.room] = [lesson, room];
    call(at.key, 'lesson', lesson);
  } else dress(shadow, at.word);
}

/** How the form is dressed: what signs and alerts is hidden while a case is drilled (styles/lesson.css). */
function dress(shadow, word) {
  const room = shadow.querySelector('.root:not(.lesson-root)');
  if (!room) return;
  if (word === 'off') delete room.dataset.lesson;
  else room.dataset.lesson = word;
}

function heard(element, at, kind, text) {
  const { shadow, tell, ask, fire } = at.hooks;
  switch (kind) {
    case 'instrument': return element.setAttribute('instrument', text);
    case 'open': return tell('open', { chart: JSON.parse(text), force: true });
    case 'attempt': return JSON.stringify(ask('attempt', null) ?? {});
    case 'focus': return ask('focus', text);
    case 'dress': return dress(shadow, at.word = text);
    case 'error': return fire('vte-error', { ...JSON.parse(text).error, retryable: false });
    case 'lesson': return fire('vte-lesson', JSON.parse(text));
  }
}
