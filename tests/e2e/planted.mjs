// What a fault campaign puts into a page before anything of the page runs: a store that is full at the n-th write or does not
// answer, an element out of the page, a clock that jumps, and a watcher that keeps what the screen says from moment to moment. Everything stands in `window.storm`.

/** Runs in the page. What it must keep over a reload lies in the tab's own sessionStorage. */
function plant(given) {
  if (window.storm) return;
  const kept = { skew: 0, full: null, yes: [], events: {}, ticked: {}, wrong: [], shown: {}, gone: [], given: [], shut: false, ...given };
  try { Object.assign(kept, JSON.parse(sessionStorage.storm ?? '{}')); } catch { return; }
  const storm = (window.storm = { ...kept, writes: 0, failed: 0, outcomes: [], page: Math.random() });
  storm.keep = () => { sessionStorage.storm = JSON.stringify(Object.fromEntries(Object.keys(kept).map(key => [key, storm[key]]))); };

  // The clock: ahead or behind by `skew`, at once. What only counts forward (performance.now) does not jump.
  const Real = Date;
  window.Date = new Proxy(Real, {
    construct: (target, given, self) => Reflect.construct(target, given.length ? given : [Real.now() + storm.skew], self === window.Date ? target : self),
    apply: () => String(new Real(Real.now() + storm.skew)),
    get: (target, name) => (name === 'now' ? () => Real.now() + storm.skew : Reflect.get(target, name)),
  });

  // The disk: writes number `from` up to `to` fail as the browser lets them fail: the request is heard, the transaction is not.
  const doomed = new WeakSet(), { prototype } = IDBObjectStore;
  for (const verb of ['put', 'add']) {
    const real = prototype[verb];
    prototype[verb] = function (...given) {
      const { full } = storm, number = storm.writes++, request = real.apply(this, given);
      if (full && number >= full.from && number < full.to) {
        const { transaction } = this;
        storm.failed++;
        doomed.add(transaction);
        Object.defineProperty(transaction, 'error', { configurable: true, get: () => new DOMException('', full.name) });
        request.addEventListener('success', () => { try { transaction.abort(); } catch { /* over already */ } });
      }
      return request;
    };
  }
  const { commit } = IDBTransaction.prototype;
  IDBTransaction.prototype.commit = function () { if (!doomed.has(this)) commit.call(this); };

  // The store does not open: who asks hears nothing as long as `shut` stands, also over a reload, and then that it is open. As a
  // number it is so many milliseconds from the beginning of a page.
  const open = IDBFactory.prototype.open, unheard = [];
  const opens = (...given) => open.apply(indexedDB, given);
  IDBFactory.prototype.open = function (...given) {
    const request = open.apply(this, given);
    if (!storm.shut) return request;
    let heard = null;
    Object.defineProperty(request, 'onsuccess', { get: () => heard, set: listener => { heard = listener; } });
    request.addEventListener('success', event => { unheard.push(() => heard?.call(request, event)); });
    return request;
  };
  storm.answer = () => { storm.shut = false; storm.keep(); for (const tell of unheard.splice(0)) tell(); };
  if (storm.shut > 1) setTimeout(storm.answer, storm.shut);

  // ---- by hand ------------------------------------------------------------------------------------------------------
  /** The element, in the page or taken out of it. */
  const element = () => document.querySelector('vte-assessment') ?? storm.out?.element ?? null;
  storm.element = element;
  storm.takeOut = () => {
    const element = document.querySelector('vte-assessment');
    if (!element) return;
    storm.out = { element, home: element.parentNode, next: element.nextSibling };
    element.remove();
  };
  storm.putBack = () => {
    const { element, home, next } = storm.out ?? {};
    storm.out = undefined;
    // Where it was, or at the end where its neighbour has gone.
    if (element && !element.isConnected) home.insertBefore(element, next?.parentNode === home ? next : null);
  };
  const $ = selector => document.querySelector(selector) ?? element()?.shadowRoot?.querySelector(selector) ?? null;
  storm.find = $;
  storm.press = selector => { const found = $(selector); found?.click(); return Boolean(found); };
  const answered = request => new Promise((done, bad) => { request.onsuccess = () => done(request.result); request.onerror = () => bad(request.error); });
  /** What lies in a database, text by key; null where there is none. */
  storm.disk = async name => {
    if (!(await indexedDB.databases()).some(held => held.name === name)) return null;
    const database = await answered(opens(name));
    database.onversionchange = () => database.close();
    try {
      const stores = [...database.objectStoreNames], all = {};
      if (stores.length === 0) return null;
      const transaction = database.transaction(stores);
      await Promise.all(stores.map(async store => {
        const rows = transaction.objectStore(store), [keys, values] = await Promise.all([answered(rows.getAllKeys()), answered(rows.getAll())]);
        all[store] = Object.fromEntries(keys.map((key, place) => [key, values[place]]));
      }));
      return all;
    } finally { database.close(); }
  };
  /** Somebody else's connection that does not give way. */
  storm.hold = async name => { storm.held = await answered(opens(name)); };
  storm.release = () => { storm.held?.close(); storm.held = undefined; };
  /** A transaction over every row that does not end: whatever is asked of the store waits behind it, and is done when it is let go. */
  storm.hang = async name => {
    if (!(await indexedDB.databases()).some(held => held.name === name)) return;
    const database = await answered(opens(name)), stores = [...database.objectStoreNames];
    if (stores.length === 0) return database.close();
    const rows = database.transaction(stores, 'readwrite').objectStore(stores[0]);
    let on = true;
    const turn = () => { if (on) rows.get('').onsuccess = turn; else database.close(); };
    turn();
    storm.letGo = () => { on = false; };
  };
  storm.remove = name => { indexedDB.deleteDatabase(name); };
  storm.clear = async (name, store) => {
    const database = await answered(opens(name));
    try { await answered(database.transaction(store, 'readwrite').objectStore(store).clear()); } catch { /* there is none yet */ } finally { database.close(); }
  };
  storm.upgrade = name => { const opening = opens(name, 99); opening.onsuccess = () => opening.result.close(); };

  // ---- what the screen says ---------------------------------------------------------------------------------------
  const wrong = (rule, what) => { if (storm.wrong.length < 20 && !storm.wrong.some(held => held[0] === rule)) { storm.wrong.push([rule, what]); storm.keep(); } };
  storm.wronged = wrong;
  storm.now = () => {
    const el = element();
    return {
      state: el?.state, delivery: $('[data-delivery]')?.dataset.delivery, said: $('[data-delivery]')?.textContent.trim(), storage: $('[data-storage]')?.textContent.trim() || undefined,
      errors: $('[data-errors]')?.textContent.trim() || undefined, pending: el?.pending?.length,
    };
  };
  let before;
  storm.look = () => {
    const delivery = $('[data-delivery]');
    const confirmed = delivery?.dataset.delivery === 'confirmed';
    if (confirmed && !before) storm.confirmed?.(element());
    before = confirmed;
    storm.each?.();
  };
  setInterval(storm.look, 25);
}

/** Runs in the page with the instrumented host: what the host is told, and what it answers. */
function listen() {
  const { storm } = window;
  if (!storm || storm.listens) return;
  storm.listens = true;
  window.answerWith = (respond, { event, attempt, stored, outputs }) => {
    const held = storm.events[event.id];
    storm.events[event.id] = { context: event.contextId, seq: event.seq, type: event.type, stored: stored !== false, here: held?.here ?? storm.page };
    storm.keep();
    respond(fetch('/his/vte', { method: 'POST', body: JSON.stringify({ event, attempt, stored, outputs }) }).then(answer => answer.json()).then(answer => {
      if (['accepted', 'duplicate'].includes(answer?.status) && (!answer.contextId || answer.contextId === event.contextId)) { storm.accepted(event.id); storm.keep(); }
      return answer;
    }));
  };
  // One host serves all windows of the origin: what it said yes to in one, and the lines of colleagues that one was given, another
  // finds in the store, and shows as confirmed.
  const known = (list, id) => storm[list].includes(id) || localStorage.getItem(`storm ${list} ${id}`) !== null;
  storm.accepted = id => { storm.yes.push(id); localStorage.setItem(`storm yes ${id}`, ''); };
  // "Confirmed by HIS" while there is a signature of this record that no host has said yes to.
  storm.confirmed = el => {
    const open = (el.record ?? []).filter(({ id }) => !known('yes', id) && !known('given', id)).map(({ id, type }) => `${type} ${id}`);
    if (open.length) storm.wronged('confirmed', `the screen says confirmed; no host has said so of ${open}`);
  };
}

/** Every page of this browser from here on; `given` is what `storm` begins with, such as `{ skew }`. */
export const planted = (browser, given = {}) => browser.cdp('Page.addScriptToEvaluateOnNewDocument', { source: `(${plant})(${JSON.stringify(given)})` });
export const listens = browser => browser.run(listen);
