// IndexedDB of one browser profile, as far as the product uses it, over plain maps. Opening, each request and each commit is
// a task of its own; a transaction waits for those before it that touch the same stores, as the standard says. Faults: the
// disk is full, a transaction fails or hangs, nothing is answered for a while, a connection is closed under the page, data are cleared, a row goes.

const GONE = Symbol('gone');
/** So long the product waits for an answer (`src/web/store.js`). */
const PATIENCE = 3000;
const trouble = (name, text = '') => new DOMException(text, name);

export class Disk {
  constructor(world, name = 'disk') {
    this.world = world;
    this.name = name;
    /** name → { version, stores: Map, connections: Set, queue: [], busy, transactions: [] } */
    this.databases = new Map();
    this.full = false;
    /** Share of transactions that fail, and that hang for a while. */
    this.failing = 0;
    this.hanging = 0;
    /** Opening fails, or is never answered. */
    this.shut = '';
    /** Nothing that is asked is answered as long as this stands: what had begun goes on afterwards, where it stopped. */
    this.silent = false;
    /** Called with (database, [[store, key, value | undefined]], page) as soon as they are on the disk. */
    this.committed = () => {};
    /** Called with (database, store, key, value) for what a fault took away. */
    this.taken = () => {};
    /** Called with a page that got no answer, or a refusal: what it signs now may lie nowhere, and it has to say so. */
    this.failed = () => {};
    /** Openings that nothing has answered yet: { page, asked }. */
    this.openings = new Set();
    world.after.push(() => this.#settle());
    this.active = new Set();
  }

  /** What a page calls `indexedDB`. */
  of(page) {
    return { open: (name, version) => this.#ask('open', page, name, version), deleteDatabase: name => this.#ask('delete', page, name, 0) };
  }

  /** Reads past all transactions: for the invariants only. */
  peek(database, store, key) { return this.databases.get(database)?.stores.get(store)?.get(key); }
  rows(database, store) { return [...this.databases.get(database)?.stores.get(store)?.entries() ?? []]; }

  /** A page has waited in vain for an opening. */
  keepsWaiting(page) { return [...this.openings].some(opening => opening.page === page && this.world.time - opening.asked >= PATIENCE); }

  // ---- faults ----

  /** Site data cleared: everything goes at once, and the pages hear of it. */
  clear() {
    for (const [name, database] of this.databases) {
      for (const connection of [...database.connections]) connection.lose();
      for (const [store, rows] of database.stores) for (const [key, value] of rows) this.taken(name, store, key, value);
      // The same one, emptied: an upgrade that was under way ends here, and keeps nobody waiting who asks for it next.
      Object.assign(database, { version: 0, stores: new Map() });
    }
  }

  /** The browser closes the connections, and keeps the data. */
  close() {
    for (const database of this.databases.values()) for (const connection of [...database.connections]) connection.lose();
  }

  /** One row is not there any more. */
  take(database, store, key) {
    const rows = this.databases.get(database)?.stores.get(store);
    if (!rows?.has(key)) return false;
    this.taken(database, store, key, rows.get(key));
    rows.delete(key);
    return true;
  }

  /** One row says something else: `change` of its text. */
  alter(database, store, key, change) {
    const rows = this.databases.get(database)?.stores.get(store), value = rows?.get(key), next = typeof value === 'string' ? change(value) : value;
    if (next === value) return false;
    this.taken(database, store, key, value);
    rows.set(key, next);
    return true;
  }

  /** A page of this profile is gone: what it had begun is done whole or not at all. */
  leave(page) {
    for (const database of this.databases.values()) {
      for (const transaction of [...database.transactions]) {
        if (transaction.page !== page) continue;
        // Said to commit before: the browser may still do it.
        if (transaction.said && transaction.requests.length === 0 && transaction.started && !transaction.fate && this.world.chance(0.5)) transaction.finish();
        else transaction.undo();
      }
      for (const connection of [...database.connections]) {
        if (connection.page !== page) continue;
        connection.close();
        this.#upgraded(database, connection);
      }
      this.#pump(database);
    }
  }

  // ---- opening and deleting ----

  #database(name) {
    let database = this.databases.get(name);
    if (!database) this.databases.set(name, database = { version: 0, stores: new Map(), connections: new Set(), queue: [], busy: false, transactions: [] });
    return database;
  }

  #ask(verb, page, name, version) {
    const request = new Request(), { world } = this, asked = world.time;
    // An opening that is refused, or that comes after the page has given up waiting for it.
    if (verb === 'open') {
      const opening = { page, asked };
      this.openings.add(opening);
      request.settled = () => {
        this.openings.delete(opening);
        if (request.error || world.time - asked >= PATIENCE) this.failed(page);
      };
    }
    const database = this.#database(name);
    database.queue.push({ verb, page, name, version, request });
    this.world.soon(`${this.name} ${verb} ${name}`, page, () => this.#serve(name));
    return request;
  }

  #serve(name) {
    const database = this.#database(name);
    if (database.busy || database.queue.length === 0) return;
    const asked = database.queue.shift(), { verb, page, request, version } = asked;
    if (!page.alive) return this.#serve(name);
    if (this.shut === 'never' || this.silent) return this.world.soon(`${this.name} does not open`, page, () => { database.queue.unshift(asked); this.#serve(name); }, this.silent ? 500 + this.world.int(5000) : 20_000 + this.world.int(100_000));
    if (this.shut) return void request.failed(trouble(this.shut));
    const want = version ?? (database.version || 1);
    if (verb === 'open' && want < database.version) return void request.failed(trouble('VersionError'));
    if (verb === 'open' && want === database.version) return this.#give(database, asked);
    database.busy = true;
    const others = [...database.connections];
    others.forEach(connection => this.world.soon('versionchange', connection.page, () => { this.failed(connection.page); if (!connection.closed) connection.onversionchange?.({ target: connection, oldVersion: database.version, newVersion: verb === 'open' ? want : null }); }));
    let said = false;
    const free = () => {
      if (!page.alive) { database.busy = false; return this.#serve(name); }
      if (database.connections.size === 0) {
        database.busy = false;
        verb === 'open' ? this.#upgrade(database, asked, want) : this.#drop(name, request);
        return this.world.soon('next', null, () => this.#serve(name), 0);
      }
      if (!said) { said = true; this.failed(page); request.onblocked?.({ target: request }); }
      this.world.soon('still open elsewhere', null, free, 200 + this.world.int(2000));
    };
    // After every page has heard of it.
    if (others.length) this.world.soon('are they closed', null, free, 5 + this.world.int(200));
    else free();
  }

  #drop(name, request) {
    const database = this.#database(name);
    for (const [store, rows] of database.stores) for (const [key, value] of rows) this.taken(name, store, key, value);
    database.version = 0;
    database.stores = new Map();
    request.done(undefined);
  }

  #upgrade(database, asked, version) {
    const before = database.version, connection = new Connection(this, database, asked, version);
    database.version = version;
    connection.upgrading = true;
    // Who asks next waits until it is open: whoever upgrades would not hear yet that somebody wants it closed.
    database.busy = true;
    asked.request.result = connection;
    asked.request.onupgradeneeded?.({ target: asked.request, oldVersion: before, newVersion: version });
    this.world.soon(`${this.name} opened ${asked.name}`, asked.page, () => {
      this.#upgraded(database, connection);
      if (connection.closed) return asked.request.failed(trouble('AbortError'));
      asked.request.done(connection);
    });
  }

  #upgraded(database, connection) {
    if (!connection.upgrading) return;
    connection.upgrading = false;
    database.busy = false;
    if (database.queue.length) this.world.soon('next', null, () => this.#serve(connection.name), 0);
  }

  #give(database, asked) {
    asked.request.done(new Connection(this, database, asked, database.version));
    if (database.queue.length) this.world.soon('next', null, () => this.#serve(asked.name), 0);
  }

  // ---- transactions ----

  /** Outside of its own callbacks a transaction takes no more requests. */
  #settle() {
    for (const transaction of this.active) transaction.active = false;
    this.active.clear();
  }

  pump(database) { this.#pump(database); }
  #pump(database) {
    database.transactions.forEach((transaction, place) => {
      if (transaction.scheduled || transaction.over) return;
      const waits = database.transactions.slice(0, place).some(earlier => !earlier.over && (earlier.writes || transaction.writes) && earlier.stores.some(store => transaction.stores.includes(store)));
      if (!waits) transaction.go();
    });
  }
}

class Request {
  readyState = 'pending';
  done(result) {
    this.readyState = 'done';
    this.result = result;
    this.settled?.();
    this.onsuccess?.({ target: this, type: 'success' });
  }
  failed(error) {
    this.readyState = 'done';
    this.result = undefined;
    this.error = error;
    this.settled?.();
    this.onerror?.({ target: this, type: 'error', preventDefault() {}, stopPropagation() {} });
  }
  addEventListener(kind, act) { this[`on${kind}`] = act; }
}

class Connection {
  closed = false;
  constructor(disk, database, { page, name }, version) {
    Object.assign(this, { disk, database, page, name, version });
    database.connections.add(this);
  }

  get objectStoreNames() { const names = [...this.database.stores.keys()]; return { contains: name => names.includes(name), length: names.length, [Symbol.iterator]: () => names[Symbol.iterator]() }; }
  createObjectStore(name) {
    if (!this.upgrading) throw trouble('InvalidStateError');
    this.database.stores.set(name, new Map());
  }
  deleteObjectStore(name) { this.database.stores.delete(name); }

  transaction(stores, mode = 'readonly') {
    const names = [...new Set([].concat(stores))];
    if (this.closed) throw trouble('InvalidStateError', 'the connection is closed');
    for (const name of names) if (!this.database.stores.has(name)) throw trouble('NotFoundError');
    const made = new Transaction(this, names, mode === 'readwrite');
    this.database.transactions.push(made);
    this.disk.pump(this.database);
    return made;
  }

  /** What has begun is finished; nothing new begins. Until then the connection stands in the way of who deletes or upgrades. */
  close() {
    this.closed = true;
    this.left();
  }
  left() {
    if (this.closed && !this.database.transactions.some(transaction => transaction.connection === this)) this.database.connections.delete(this);
  }

  /** Taken away: what has begun is undone. */
  lose() {
    if (this.closed) return;
    this.disk.failed(this.page);
    this.close();
    for (const transaction of [...this.database.transactions]) if (transaction.connection === this) transaction.abort(trouble('AbortError'));
    this.disk.world.soon('connection closed', this.page, () => this.onclose?.({ target: this }), 0);
  }
  addEventListener(kind, act) { this[`on${kind}`] = act; }
}

class Transaction {
  requests = [];
  undone = [];
  lines = [];
  active = true;
  over = false;
  started = false;
  scheduled = false;
  said = false;
  error = null;

  constructor(connection, stores, writes) {
    Object.assign(this, { connection, stores, writes, page: connection.page, disk: connection.disk, database: connection.database });
    const { world, failing, hanging } = this.disk;
    this.fate = world.chance(failing) ? 'fails' : world.chance(hanging) ? 'hangs' : '';
    this.disk.active.add(this);
  }

  objectStore(name) {
    if (this.over) throw trouble('InvalidStateError');
    if (!this.stores.includes(name)) throw trouble('NotFoundError');
    const rows = this.database.stores.get(name), ask = (act, writes) => this.#ask(act, writes);
    const put = (key, value) => { this.undone.push([rows, key, rows.has(key) ? rows.get(key) : GONE]); this.lines.push([name, key, value]); if (value === undefined) rows.delete(key); else rows.set(key, value); };
    const within = range => [...rows.keys()].filter(key => range === undefined || range === null || (range instanceof KeyRange ? range.includes(key) : range === key)).sort();
    return {
      get: key => ask(() => rows.get(key)), getKey: key => ask(() => (rows.has(key) ? key : undefined)),
      getAll: range => ask(() => within(range).map(key => rows.get(key))), getAllKeys: range => ask(() => within(range)),
      count: range => ask(() => within(range).length),
      put: (value, key) => ask(() => { put(key, structuredClone(value)); return key; }, true),
      add: (value, key) => ask(() => { if (rows.has(key)) throw trouble('ConstraintError'); put(key, structuredClone(value)); return key; }, true),
      delete: key => ask(() => { within(key).forEach(each => put(each, undefined)); }, true),
      clear: () => ask(() => { within().forEach(each => put(each, undefined)); }, true),
    };
  }

  #ask(act, writes = false) {
    if (!this.active || this.over || this.said) throw trouble('TransactionInactiveError');
    if (writes && !this.writes) throw trouble('ReadOnlyError');
    const request = new Request();
    request.transaction = this;
    this.requests.push({ request, act });
    return request;
  }

  commit() {
    if (this.over || this.said) throw trouble('InvalidStateError');
    this.said = true;
  }

  abort(error = null) {
    if (this.over) {
      if (error !== null) return;
      // Done, and the page has not heard so in time.
      this.disk.failed(this.page);
      throw trouble('InvalidStateError');
    }
    this.error = error;
    this.undo();
    // The page itself gives up one that does not answer in time, however slow the rest of the world was: from outside of its callbacks.
    if (error !== null || this.stuck || !this.active) this.disk.failed(this.page);
    const { world } = this.disk;
    world.soon('transaction aborted', this.page, () => this.onabort?.({ target: this }), 0);
  }

  go() {
    this.scheduled = true;
    if (this.fate === 'hangs') this.stuck = true;
    const { world } = this.disk, wait = this.fate === 'hangs' ? 5_000 + world.int(300_000) : undefined;
    world.soon(`${this.disk.name} ${this.writes ? 'writes' : 'reads'} ${this.stores}${this.fate ? ` (${this.fate})` : ''}`, this.page, () => this.#turn(), wait);
  }

  #turn() {
    this.scheduled = false;
    if (this.over) return;
    if (this.disk.silent) {
      this.stuck = true;
      this.scheduled = true;
      return void this.disk.world.soon(`${this.disk.name} is silent`, this.page, () => this.#turn(), 500 + this.disk.world.int(5000));
    }
    this.started = true;
    if (this.fate === 'hangs') this.fate = '';
    const asked = this.requests.shift();
    if (!asked) return this.#end();
    this.active = true;
    this.disk.active.add(this);
    let result;
    try {
      if (this.fate === 'fails' && this.disk.world.chance(0.4)) throw trouble('UnknownError');
      result = asked.act();
    } catch (error) {
      asked.request.failed(error);
      return this.abort(error);
    }
    asked.request.done(result);
    if (!this.over) this.go();
  }

  #end() {
    if (this.fate === 'fails') return this.abort(trouble('UnknownError'));
    if (this.disk.full && this.lines.some(([, , value]) => value !== undefined)) return this.abort(trouble('QuotaExceededError'));
    this.finish();
    this.disk.world.soon('transaction complete', this.page, () => this.oncomplete?.({ target: this }));
  }

  finish() {
    this.over = true;
    this.#leave();
    if (this.lines.length) this.disk.committed(this.connection.name, this.lines, this.page);
  }

  undo() {
    if (this.over) return;
    this.over = true;
    for (const [rows, key, value] of this.undone.reverse()) if (value === GONE) rows.delete(key); else rows.set(key, value);
    this.#leave();
  }

  #leave() {
    const { transactions } = this.database, place = transactions.indexOf(this);
    if (place >= 0) transactions.splice(place, 1);
    this.connection.left();
    this.disk.pump(this.database);
  }
  addEventListener(kind, act) { this[`on${kind}`] = act; }
}

export class KeyRange {
  constructor(lower, upper) { Object.assign(this, { lower, upper }); }
  static bound(lower, upper) { return new KeyRange(lower, upper); }
  static only(key) { return new KeyRange(key, key); }
  static lowerBound(lower) { return new KeyRange(lower, '\uffff\uffff'); }
  includes(key) { return this.lower <= key && key <= this.upper; }
}
