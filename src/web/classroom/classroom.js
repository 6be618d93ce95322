// The classroom of the app: a store of its own and the element as a seat. Nothing here opens the vault, and nothing of a patient is ever
// in this database: it holds what a learner answered to invented cases. Script, because a transaction must not wait on a future.
const NAME = 'virchow-classroom', ROWS = 'kept';
let opened;

const request = (of) => new Promise((done, failed) => {
  of.onsuccess = () => done(of.result);
  of.onerror = () => failed(of.error);
});

function database() {
  return opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(ROWS);
    asked.onsuccess = () => {
      asked.result.onclose = () => { opened = undefined; };
      asked.result.onversionchange = () => { asked.result.close(); opened = undefined; };
      done(asked.result);
    };
    asked.onerror = asked.onblocked = () => failed(asked.error);
  }).catch(error => { opened = undefined; throw error; });
}

const rows = async mode => (await database()).transaction(ROWS, mode).objectStore(ROWS);

/** What is kept under a key, or nothing. Throws where the store cannot be read: what is there then is not known, and not to be overwritten. */
export async function kept(key) {
  return request((await rows('readonly')).get(key));
}

/** Whether it is kept now. An empty text takes the row away. */
export async function keep(key, text) {
  try {
    const store = await rows('readwrite');
    const written = request(text === '' ? store.delete(key) : store.put(text, key));
    const whole = new Promise((done, failed) => { store.transaction.oncomplete = done; store.transaction.onabort = store.transaction.onerror = () => failed(store.transaction.error); });
    await Promise.all([written, whole]);
    return true;
  } catch { return false; }
}

/** An element of a learner in `host`; `heard` is told each detail of `vte-lesson` as JSON, for as long as the element stands in the page. */
export function seat(host, lang, theme, heard) {
  const element = document.createElement('vte-assessment');
  const said = { lang, theme, mode: 'teaching', 'heading-level': '3', chrome: 'none' };
  for (const [name, value] of Object.entries(said)) element.setAttribute(name, value);
  element.addEventListener('vte-lesson', event => { if (element.isConnected) heard(JSON.stringify(event.detail)); });
  host.replaceChildren(element);
  return element;
}
export const give = (element, lesson) => { element.lesson = JSON.parse(lesson); };

/** The texts of the chosen files, of which none may be larger than a lesson or a class can be; larger ones are empty. */
export const texts = async input => JSON.stringify(await Promise.all([...input.files].slice(0, 500).map(file => (file.size > 8 << 20 ? '' : file.text()))));
export const copy = async text => { try { await navigator.clipboard.writeText(text); return true; } catch { return false; } };
export const here = () => location.href.split('#')[0];
export const large = on => { document.documentElement.classList.toggle('projector', on); };
