// The vault itself on a bad day: its passphrase is changed, an earlier format is rewritten, many rows are written at once, while a
// write finds no room, the disk fails, the page is frozen or goes away in the middle. Whole or not at all; and if a passphrase was
// said to be changed, the new one opens, the old one does not; if it was not, the old one does.
import { readFileSync } from 'node:fs';
import { putBack } from './kept.mjs';
import { planted } from './planted.mjs';
import { pause, until } from './stage.mjs';

const NAME = 'virchow-ward', AFTER = 'a brand new passphrase';
const read = name => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const ward = read('fixtures/0.1.0/ward.json'), ROWS = read('fixtures/0.1.0/ward-rows.json'), golden = read('golden/vault-v1.json');
/** Format 1, as the golden file has it, in the form of the fixtures. */
const coded = value => (value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, of]) => [key, ['salt', 'iv', 'key'].includes(key) && typeof of === 'string' ? `b64:${of}` : coded(of)])) : value);
const first = { version: golden.database, stores: { header: [['vault', coded(golden.header)]], rows: golden.rows.map(([key, row]) => [key, `b64:${row}`]) } };
export const FAULTS = ['none', 'one write', 'one write', 'full', 'full', 'disk error', 'frozen', 'gone away'];

export class Vault {
  constructor(server, browser) { Object.assign(this, { server, browser }); }
  run(code, ...args) { return this.browser.run(code, ...args); }
  async begin() { await planted(this.browser); }

  async page() {
    await this.browser.driver.get(`${this.server.origin}/vault.html`);
    await until(() => this.run(() => window.ready), 'the script');
  }
  /** Every row by this passphrase, or the word why not. */
  open(pass) {
    return this.run(async pass => {
      for (;;) {
        try { const v = await vault.unlock(pass), rows = Object.fromEntries(await v.read('')); await v.lock(); return { rows }; } catch (error) {
          const word = String(error.message ?? error), [, moment] = /^wait (\d+)$/.exec(word) ?? [];
          if (!moment) return { word };
          await new Promise(next => setTimeout(next, moment));
        }
      }
    }, pass);
  }

  async storm(below) {
    const fault = FAULTS[below(FAULTS.length)], act = ['rekey', 'rekey', 'migrate', 'many'][below(4)], found = [];
    this.fault_ = fault;
    this.log = [fault, act];
    await this.browser.driver.get(`${this.server.origin}/blank.html`);
    await this.run(() => sessionStorage.clear());
    await this.browser.cdp('Storage.clearDataForOrigin', { origin: this.server.origin, storageTypes: 'indexeddb' });
    const database = act === 'migrate' ? first : ward.database, pass = act === 'migrate' ? golden.passphrase : ward.passphrase;
    await this.run(putBack, NAME, database);
    await this.page();
    const full = { from: act === 'rekey' && below(2) ? below(70) : below(8), name: fault === 'disk error' ? 'UnknownError' : 'QuotaExceededError' };
    full.to = fault === 'one write' ? full.from + 1 : 1e9;
    if (['one write', 'full', 'disk error'].includes(fault)) this.log.push(`from write ${full.from}`);
    // What the page was told is kept in the tab, for a page that goes away cannot be asked.
    await this.run((act, pass, after, full, dooms) => void (async () => {
      const tell = word => { sessionStorage.told = word; };
      const handle = act === 'migrate' ? undefined : await vault.unlock(pass);
      if (dooms) storm.full = { ...full, from: storm.writes + full.from, to: storm.writes + full.to };
      tell('begun');
      try {
        if (act === 'rekey') await handle.rekey(pass, after);
        if (act === 'migrate') await vault.unlock(pass);
        if (act === 'many') await handle.write(Array.from({ length: 40 }, (_, place) => ['put', `aside/many/${String(place).padStart(6, '0')}`, JSON.stringify({ place })]));
        tell('done');
      } catch (word) { tell(`refused ${word.message ?? word}`); }
      storm.full = null;
    })(), act, pass, AFTER, full, ['one write', 'full', 'disk error'].includes(fault));
    if (fault === 'frozen') {
      await pause(below(900));
      await this.browser.cdp('Page.setWebLifecycleState', { state: 'frozen' });
      await pause(200);
      await this.browser.cdp('Page.setWebLifecycleState', { state: 'active' });
    }
    if (fault === 'gone away') {
      await pause(below(1200));
      await this.page();
    } else await until(() => this.run(() => sessionStorage.told && sessionStorage.told !== 'begun'), 'its end');
    const told = await this.run(() => sessionStorage.told ?? 'not begun');
    this.log.push(told);
    await this.page();
    const [old, next] = [await this.open(pass), act === 'rekey' ? await this.open(AFTER) : null];
    const opens = next?.rows ?? old.rows;
    if (!opens) return [['shut', `neither passphrase opens it: ${old.word}, ${next?.word}`]];
    if (act === 'rekey') {
      if (told === 'done' && !next.rows) found.push(['said stored', `the passphrase was said to be changed, and the new one does not open: ${next.word}`]);
      if (told === 'done' && old.rows) found.push(['said stored', 'the passphrase was said to be changed, and the old one opens']);
      if (told.startsWith('refused') && !old.rows) found.push(['halves', `the change was refused (${told}), and the old passphrase does not open: ${old.word}`]);
      if (old.rows && next.rows) found.push(['halves', 'both passphrases open it']);
    }
    if (act === 'many') {
      const there = Object.keys(opens).filter(key => key.startsWith('aside/many/')).length;
      if (![0, 40].includes(there)) found.push(['halves', `${there} of 40 rows`]);
      if (told === 'done' && there !== 40) found.push(['said stored', `${there} of 40 rows`]);
    }
    const wanted = act === 'migrate' ? {} : ROWS;
    for (const [key, text] of Object.entries(wanted)) if (key.startsWith('event/') ? opens[key] !== text : !(key in opens)) found.push(['lost', key]);
    if (act === 'migrate') {
      const missing = golden.rows.filter(([key]) => !(key in opens));
      if (missing.length) found.push(['lost', `${missing.map(([key]) => key)} of a ward of format 1`]);
    }
    return found;
  }
}
