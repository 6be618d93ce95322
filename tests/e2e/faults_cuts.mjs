// The power cut, many times: a real browser is killed with SIGKILL at a random moment of entry, signing, import, migration
// and update, opened again, and looked through.
//
// Held, each time: no event that a page showed as signed is lost, none is there twice, every chain verifies, an import is
// there whole or not at all, what was typed is there up to the last keystroke or the one before the last that was kept, an
// old store is readable before and after its migration, and the program is one version, never half of each.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { medical, surgical } from './cases.mjs';
import { launch } from './driver.mjs';
import { DIST } from './server.mjs';
import { pause, until, verifies } from './stage.mjs';
import { PASS, Tablet, WARD } from './tablet.mjs';
import { file, rows } from './wards.mjs';

export const KINDS = ['entry', 'signing', 'import', 'migration', 'update'];

/** One tablet, killed again and again. */
export class Line {
  constructor(server, below, counts) { Object.assign(this, { server, below, counts }); }

  async begin() { this.browser = await launch({ breaks: ['store', 'network', 'worker'] }); }
  async end() { await this.browser.quit(); }
  run(code, ...args) { return this.browser.run(code, ...args); }
  note(what) { this.counts[what] = (this.counts[what] ?? 0) + 1; }

  async open(page) {
    await this.browser.driver.get(`${this.server.origin}/${page}`);
    await until(() => this.run(() => window.ready), 'the script', 20_000);
  }
  async cut(within) {
    await pause(this.below(within));
    this.browser = await launch({ profile: await this.browser.kill(), breaks: ['store', 'network', 'worker'] });
  }
  /** Every row, by the passphrase: a store that cannot be read fails here. */
  async rows() {
    await this.open('vault.html');
    return this.run(async pass => {
      // A try that was cut off counts as one; who comes back at once is told to wait a moment.
      for (;;) {
        try { return Object.fromEntries(await (window.v = await vault.unlock(pass)).read('')); } catch (error) {
          const [, moment] = /^wait (\d+)$/.exec(error.message ?? error) ?? [];
          if (!moment) throw error;
          await new Promise(next => setTimeout(next, moment));
        }
      }
    }, PASS);
  }
  /** What is true of every store at every moment. */
  sound(all) {
    const chains = new Map(), ids = new Set();
    for (const [key, text] of Object.entries(all)) {
      const value = JSON.parse(text);
      if (!key.startsWith('event/')) continue;
      const [, context, seq] = key.split('/');
      assert.equal(value.seq, Number(seq), key);
      assert.ok(!ids.has(value.id), `${value.id} is there twice`);
      ids.add(value.id);
      chains.set(context, [...(chains.get(context) ?? []), value]);
    }
    chains.forEach(chain => verifies(chain));
    return { chains, ids };
  }

  async seat(chart) {
    this.server.his.reset('accept');
    await this.open('keeper.html');
    // What the vault says is kept, the server hears: that much must be there afterwards.
    await this.run(async pass => {
      delete window.answerWith;
      await open_(pass);
      const { keeper } = document.querySelector('vte-assessment'), { write } = keeper;
      keeper.write = async (...all) => {
        const done = await write(...all);
        const draft = all[0].find(([store]) => store === 'drafts')?.[2];
        if (done && draft) fetch(`/blank.html?kept=${Object.keys(JSON.parse(draft).answers).length}`).catch(() => {});
        return done;
      };
    }, PASS);
    const widget = this.browser.widget();
    await widget.load({ chart, lang: 'en' });
    return widget;
  }

  async entry() {
    const chart = surgical(), widget = await this.seat(chart), from = this.server.requests.length;
    await widget.until((el, $) => $('[data-item="varicose_veins"]'), 'the form', { timeout: 20_000 });
    const items = ['varicose_veins', 'history_vte', 'swollen_legs', 'sepsis_lt_1mo', 'acute_mi', 'ibd_history', 'factor_v_leiden', 'stroke_lt_1mo'];
    await this.run((items, gap) => items.forEach((item, place) => setTimeout(() => document.querySelector('vte-assessment').shadowRoot.querySelector(`[data-item="${item}"]`).click(), place * gap)), items, 20 + this.below(60));
    await this.cut(500);
    const all = await this.rows();
    this.sound(all);
    const answers = Object.keys(JSON.parse(all[`draft/${chart.contextId}`] ?? '{"answers":{}}').answers).filter(item => items.includes(item));
    const kept = Math.max(0, ...this.server.requests.slice(from).map(({ path }) => Number(/\?kept=(\d+)/.exec(path)?.[1] ?? 0)));
    assert.deepEqual([...answers].sort(), items.slice(0, answers.length).sort(), 'in the order they were typed, without a hole');
    assert.ok(answers.length >= Math.min(kept, items.length), `${answers.length} of ${kept} kept`);
    this.counts.keystrokes = (this.counts.keystrokes ?? 0) + answers.length;
  }

  async signing() {
    const chart = medical(), widget = await this.seat(chart);
    await widget.until((el, $) => $('[data-item="active_cancer"]'), 'the form', { timeout: 20_000 });
    await widget.press('[data-item="active_cancer"]');
    await widget.press('[data-action="none-of-the-rest"]');
    await widget.untilState('complete', { timeout: 20_000 });
    await pause(200);
    // A signature takes a tenth of a second, and so does a cut: the one is let fall somewhere around the other.
    await this.run(() => { setTimeout(() => document.querySelector('vte-assessment').shadowRoot.querySelector('[data-action="sign"]').click(), 200); });
    await this.cut(900);
    const shown = this.server.his.posts.map(({ event }) => event);
    const all = await this.rows(), { chains, ids } = this.sound(all);
    for (const event of shown) {
      assert.ok(ids.has(event.id), 'shown as signed, and lost');
      assert.deepEqual(chains.get(chart.contextId).find(({ id }) => id === event.id), event);
    }
    const signed = chains.get(chart.contextId) ?? [];
    for (const { id } of signed) assert.ok(all[`outbox/${id}`], 'signed, and its way to the HIS is there');
    const assessed = signed.some(({ type }) => type === 'assessed');
    assert.equal(assessed, !all[`draft/${chart.contextId}`] || Object.keys(JSON.parse(all[`draft/${chart.contextId}`]).answers).length === 0, 'either still a draft or signed');
    this.note(assessed ? 'signed' : 'still draft');
    if (shown.length) this.note('shown before the cut');
  }

  async import(run) {
    const ward = new Tablet(this.browser, this.server.origin);
    await ward.open();
    await (await this.run(() => Boolean(document.querySelector('[data-gate="create"]'))) ? ward.create() : ward.unlock());
    await ward.data();
    const brought = rows(Object.fromEntries(Array.from({ length: 25 }, (_, place) => [`r${run}-${place}`, [1, 2, 3, 4, 5]])), { outbox: true });
    const path = join(this.browser.dir, 'import.vward');
    writeFileSync(path, await file(brought, 'another passphrase'));
    await (await this.browser.driver.findElement({ css: '[name="import-file"]' })).sendKeys(path);
    await ward.type('[name="import-passphrase"]', 'another passphrase');
    await ward.press('[data-action="import-open"]');
    await ward.see('[data-action="import"]', 60_000);
    await this.run(() => { setTimeout(() => document.querySelector('[data-action="import"]').click(), 150); });
    await this.cut(1200);
    const all = await this.rows();
    this.sound(all);
    // The line of an admission is folded anew from its events.
    const taken = brought.filter(([key, text]) => (key.startsWith('admission/') ? key in all : all[key] === text));
    const there = taken.length;
    assert.ok(there === 0 || there === brought.length, `${there} of ${brought.length} rows`);
    this.note(there ? 'whole' : 'nothing');
    for (const [context, rows] of Object.entries(this.before ?? {})) assert.equal(Object.keys(all).filter(key => key.includes(`/${context}`)).length, rows, `${context} of an earlier import`);
    if (there) this.before = { ...this.before, [`r${run}-0/`]: Object.keys(all).filter(key => key.includes(`/r${run}-0/`)).length };
  }

  async migration(run) {
    await this.open('vault.html');
    const brought = rows(Object.fromEntries(Array.from({ length: 60 }, (_, place) => [`m${run}-${place}`, [1, 2, 3]])));
    await this.run(async (pass, all) => {
      await new Promise((done, bad) => { const gone = indexedDB.deleteDatabase('virchow-ward'); gone.onsuccess = () => done(); gone.onerror = bad; });
      // The program as it was: format 1, version 1.
      const source = (await (await fetch('/vault/vault.js')).text()).replace(/const VERSION = \d+;/, 'const VERSION = 1;').replace(/const FORMAT = \d+;/, 'const FORMAT = 1;');
      const then = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      const old = await then.create(pass);
      await old.write(all.map(([key, text]) => ['put', key, text]));
      await old.lock();
    }, PASS, brought);
    await this.open('vault.html');
    await this.run(pass => { vault.unlock(pass).then(() => fetch('/blank.html?migrated')); }, PASS);
    await this.cut(1500);
    await this.open('vault.html');
    const { v } = await this.run(() => reread('header', 'vault'));
    const all = await this.rows();
    assert.deepEqual(all, Object.fromEntries(brought), 'every row, as it was');
    assert.equal((await this.run(() => reread('header', 'vault'))).v, 3);
    this.note(v === 3 ? 'done before the cut' : 'done after it');
  }

  async update(run) {
    const ward = new Tablet(this.browser, this.server.origin);
    if (run === 0) {
      await ward.open();
      await ward.create();
      await ward.installed();
      await this.open('vault.html');
      await this.run(async (pass, all) => (await vault.unlock(pass)).write(all.map(([key, text]) => ['put', key, text])), PASS, rows({ a: [1, 2] }));
    }
    const version = `u${run}x`;
    Object.assign(this.server.override, published(version));
    await ward.open();
    await this.run(take => navigator.serviceWorker.getRegistration().then(async registration => {
      await registration.update();
      if (!take) return;
      for (let turn = 0; turn < 200 && !registration.waiting; turn++) await new Promise(next => setTimeout(next, 20));
      registration.waiting?.postMessage('activate', [new MessageChannel().port2]);
    }).catch(() => {}) && undefined, this.below(4) > 0);
    await this.cut(5000);
    const again = new Tablet(this.browser, this.server.origin);
    await again.open(WARD);
    const [one, other] = await this.run(() => Promise.all(['app/app.css', 'demo/demo.css'].map(path => fetch(path).then(r => r.text()).then(text => /\/\*(u\d+x)\*\/$/.exec(text)?.[1] ?? 'first'))));
    assert.equal(one, other, 'one version, not half of each');
    this.note(one === version ? 'new version' : 'version before');
    const all = await this.rows();
    assert.equal(Object.keys(all).filter(key => key.startsWith('event/')).length, 2);
    this.sound(all);
  }
}

/** A new version on the server: two files that bear its mark, and the list that says so. */
function published(version) {
  const override = {};
  let list = readFileSync(join(DIST, 'sw.js'), 'utf8').replace(/"[0-9a-f]{16}"/, `"${version.padEnd(16, '0')}"`);
  for (const path of ['app/app.css', 'demo/demo.css']) {
    const before = readFileSync(join(DIST, path)), body = `${before}/*${version}*/`, digest = bytes => createHash('sha256').update(bytes).digest('hex');
    list = list.replace(digest(before), digest(body));
    override[`/virchow/${path}`] = { body, type: 'text/css' };
  }
  override['/virchow/sw.js'] = { body: list, type: 'text/javascript' };
  return override;
}
