// What joins a lesson (bin/teaching) to the element whose form is drilled: two places around the form, and a voice. It is a script
// because it stands between two wasm instances, neither of which can name the other. Loaded by virchow.js when an element in
// mode="teaching" is given a lesson; scripts/bundle.mjs makes more/teaching.js of it.
import begin, { call, mount, unmount } from './teaching_glue.js';

/** styles/lesson.css: scripts/bundle.mjs puts it here. */
const STYLES = __LESSON__;
/** What stands around the form of an element: `{ above, below, key, lesson, room }`. */
const taught = new WeakMap();

/** The lesson that is to stand now; none in another mode than teaching. */
const wanted = (element, text) => (element.lesson && element.getAttribute('mode') === 'teaching' ? text(element.lesson) ?? 'null' : undefined);

/**
 * Draws the lesson of `element` around its form, or ends it where there is none or the mode is not teaching; the same lesson again only
 * follows its language and stands where it belongs. The rest is the element's own: `wasm` is where ours lies, `text` writes JSON,
 * `ask` calls its engine, `fire` its events, `wear` puts on a style sheet, and without one leads the form home to its patient.
 */
export async function teach(element, wasm, text, ask, fire, wear) {
  const lesson = wanted(element, text), shadow = element.shadowRoot;
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
    wear();
    return;
  }
  await begin({ module_or_path: wasm });
  // While that was loading the mode may have turned, or another lesson was set.
  if (wanted(element, text) !== lesson) return teach(element, wasm, text, ask, fire, wear);
  // Two calls may wait for the start together: the first of them has drawn it.
  at = taught.get(element);
  const fresh = !at;
  if (fresh) {
    const place = () => Object.assign(document.createElement('div'), { className: 'root lesson-root notranslate', translate: false });
    at = { above: place(), below: place(), instrument: element.getAttribute('instrument') };
    taught.set(element, at);
  }
  // After a fresh start of the element these are its new ones.
  Object.assign(at, { shadow, ask, fire });
  if (!at.worn || ![...shadow.adoptedStyleSheets].includes(at.worn)) {
    wear(STYLES);
    at.worn = shadow.adoptedStyleSheets.at(-1);
  }
  const room = shadow.querySelector('.root:not(.lesson-root)');
  for (const root of [at.above, at.below]) root.dataset.theme = element.getAttribute('theme') ?? 'auto';
  if (at.above.nextSibling !== room || !at.above.isConnected) shadow.prepend(at.above);
  if (!at.below.isConnected) shadow.append(at.below);
  if (fresh) {
    // The drawing holds no element that its page has let go.
    const held = new WeakRef(element);
    at.key = mount(at.above, at.below, (kind, text) => {
      const here = held.deref(), of = here && taught.get(here);
      return of && heard(here, of, kind, text);
    });
  }
  const said = element.getAttribute('lang') ?? element.closest('[lang]')?.getAttribute('lang') ?? 'zh-CN';
  const lang = said.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
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
  const { shadow, ask, fire } = at;
  switch (kind) {
    case 'instrument': return element.setAttribute('instrument', text);
    case 'open': return ask('open', { chart: JSON.parse(text), force: true });
    case 'attempt': return JSON.stringify(ask('attempt', null) ?? {});
    case 'focus': return ask('focus', text);
    case 'dress': return dress(shadow, at.word = text);
    case 'error': return fire('vte-error', { ...JSON.parse(text).error, retryable: false });
    case 'lesson': return fire('vte-lesson', JSON.parse(text));
  }
}
