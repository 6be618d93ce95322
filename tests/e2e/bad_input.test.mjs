// What a host or a disk can get wrong: each is said in both languages at its place, nothing is lost, no value comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chain, CJK, LATIN, stamp, surgical } from './cases.mjs';
import { stage, until } from './stage.mjs';

const at = stage();
const fact = (id, value, unit) => ({ id, value, ...(unit && { unit }), at: stamp(-0.05), source: 'HIS' });
const withFact = extra => chart => ({ ...chart, facts: [...chart.facts, extra] });
const PLACE = '[data-rejected], [data-errors], [data-storage], [role="alert"]';

// what it is, what is assigned, the codes that say so, the place named, the value that must not come back
const CASES = [
  ['height 17 m', withFact(fact('height', 17.351, 'm')), ['E_RANGE'], /facts.3|height/, '17.351'],
  ['platelets in an unknown unit', withFact(fact('platelets', 214.77, 'zorbs/L')), ['E_UNIT'], /facts.3|platelets/, 'zorbs'],
  ['a quantity without its unit', withFact(fact('d_dimer', 913.77)), ['E_UNIT'], /facts.3|d_dimer/, '913.77'],
  ['an unknown finding', withFact(fact('zz_unheard_of', 'Zq81')), ['E_ITEM'], /facts.3/, 'Zq81'],
  ['a quantity that is text', withFact(fact('creatinine', 'Xy95', 'umol/L')), ['E_SCHEMA', 'E_RANGE'], /facts.3|creatinine/, 'Xy95'],
  ['a time without offset', withFact({ ...fact('platelets', 200, '10*9/L'), at: '2026-11-22 08:20:31' }), ['E_SCHEMA'], /facts.3/, '08:20:31'],
  ['a birth date to come', chart => ({ ...chart, patient: { ...chart.patient, birthDate: '2091-07-13' } }), ['E_CONFLICT', 'E_RANGE'], /birthDate/, '2091'],
  ['male with a pregnancy item', chart => ({ ...withFact(fact('pregnancy_postpartum', true))(chart), patient: { ...chart.patient, sex: 'male' } }), ['E_CONFLICT'], /facts.3|pregnancy/, null],
  ['male with a suggested pregnancy', chart => ({ ...withFact({ ...fact('pregnancy_postpartum', true), status: 'suggested' })(chart), patient: { ...chart.patient, sex: 'male' } }), ['E_CONFLICT'], /facts.3|pregnancy/, null],
  ['ten megabytes', chart => ({ ...chart, padding: 'Kw93'.repeat(2.5 * 1024 * 1024) }), ['E_TOO_LARGE'], /.*/, 'Kw93'],
  ['__proto__ keys', chart => JSON.parse(JSON.stringify(chart).replace('{', '{"__proto__":{"polluted":"Pw44"},')), ['E_SCHEMA'], /__proto__|^\/?$/, 'Pw44'],
  ['a fact called __proto__', withFact(fact('__proto__', 'Pw45')), ['E_ITEM', 'E_SCHEMA'], /facts.3/, 'Pw45'],
  ['facts that are no list', chart => ({ ...chart, facts: { 0: 'Lp17' } }), ['E_SCHEMA'], /facts/, 'Lp17'],
  ['a chart without contextId', ({ contextId, ...chart }) => chart, ['E_SCHEMA'], /contextId/, null],
];

for (const lang of ['zh-CN', 'en']) {
  for (const [what, spoil, codes, path, secret] of CASES) {
    test(`${what} (${lang})`, async () => {
      const chart = surgical();
      // Another sex under the same admission would be another person.
      if (what.startsWith('male')) delete chart.patient.sex;
      const widget = await at.page('job.html', { chart, lang });
      await widget.untilScore(5);
      await widget.press('[data-item="varicose_veins"]');
      await widget.untilScore(6);
      await widget.run((el, $, $$, chart) => { try { el.chart = JSON.parse(chart); } catch (error) { failures.push(`assigning threw ${error}`); } }, JSON.stringify(spoil(chart)));
      await refused(widget, { lang, codes, path, secret });

      const after = await widget.look();
      assert.equal(after.rows.varicose_veins, 'yes', 'the answer given is still there');
      assert.equal(await widget.run((el, $) => $('[data-item="laparoscopic_surgery"]').checked), true, 'the good facts still count');
      assert.ok(parseInt(after.score) >= 4, `score ${after.score}`);
      assert.deepEqual(after.failures, [], 'nothing thrown');
      if (what.startsWith('male')) assert.equal('pregnancy_postpartum' in after.rows, false, 'the group is not asked of a man');
    });
  }

  test(`a record whose chain is broken (${lang})`, async () => {
    const chart = surgical();
    const widget = await at.page('job.html', { chart, lang });
    await widget.untilScore(5);
    await widget.press('[data-item="varicose_veins"]');
    await widget.untilScore(6);
    const record = foreignRecord(chart.contextId);
    record[1].body.floor = 77;
    await widget.run((el, $, $$, record) => { el.record = record; }, record);
    await refused(widget, { lang, codes: ['E_CONFLICT', 'E_SCHEMA', 'E_REPLAY', 'E_REJECTED'], path: /record/, secret: null });
    assert.equal((await widget.look()).rows.varicose_veins, 'yes');
    const outcome = await widget.ask('verify', record);
    assert.equal(outcome.ok, false);
    assert.match(String(outcome.at), /1|2/);
    assert.match(outcome.code, /^E_/);
  });

  test(`a stored draft of an older schema, and one that is damaged (${lang})`, async () => {
    for (const spoil of ['older', 'damaged']) {
      const chart = surgical();
      let widget = await at.page('job.html', { chart, lang });
      await widget.untilScore(5);
      await widget.press('[data-item="varicose_veins"]');
      await widget.untilScore(6);
      await until(async () => await onDisk(widget, chart.contextId, 'count'), 'a stored draft');
      await at.browser.open(`${at.server.origin}/blank.html`);
      const changed = await onDisk(at.browser.widget('main'), chart.contextId, spoil);
      assert.ok(changed > 0, 'found the draft on disk');
      widget = await at.page('job.html', { chart, lang });
      await widget.until((el, $) => $('[data-score]'), 'the form');
      const now = await widget.look();
      if (now.rows.varicose_veins !== 'yes') await refused(widget, { lang, codes: ['E_STORAGE', 'E_SCHEMA', 'E_PROTOCOL'], path: /draft/, secret: 'Dm66' });
      assert.ok((await onDisk(widget, chart.contextId, 'count')) > 0, 'what could not be read is not thrown away');
      await widget.press('[data-item="swollen_legs"]');
      await widget.untilScore(now.rows.varicose_veins === 'yes' ? 7 : 6);
      assert.deepEqual((await widget.look()).failures, []);
    }
  });
}

test('nothing was polluted, and headless says the same', async () => {
  const widget = await at.page('job.html', { chart: surgical(), lang: 'en' });
  const [polluted, outcome] = await widget.run(async el => {
    const { assess } = await import('/virchow/v1/virchow.js');
    return [({}).polluted, assess({ chart: JSON.parse('{"contextId":"x","__proto__":{"polluted":1},"facts":[{"id":"height","value":17.351,"unit":"m","source":"HIS"}]}'), at: '2026-11-22T08:00:00+08:00' })];
  });
  assert.equal(polluted, null);
  assert.ok(outcome.error.code);
  assert.ok(!JSON.stringify(outcome).includes('17.351'));
});

test('texts of a host are texts: markup in each of them makes no element and runs nothing', async () => {
  const markup = place => `<img src=/told-${place} onerror=ran=1><i class=of>`;
  const chart = surgical({ label: markup('label'), facts: [{ id: 'weight', value: 64, unit: 'kg', at: stamp(-0.05), source: markup('source') }] });
  chart.patient.bed = '<img src=/told-b onerror=ran=1>';
  chart.encounter.department = markup('department');
  const widget = await at.page('job.html', { chart, lang: 'en', user: { id: 'n-07', name: markup('user'), role: 'nurse' } });
  const seen = await widget.until((el, $) => el.shadowRoot.textContent.includes('told-label') && { text: el.shadowRoot.textContent, made: [$('.of'), $('img')].filter(Boolean).length }, 'the label as it was written');
  assert.equal(seen.made, 0);
  await widget.fillRest();
  await widget.sign();
  await widget.untilDelivery('confirmed');
  assert.deepEqual(await widget.run(el => [el.shadowRoot.querySelectorAll('img, .of').length, window.ran ?? null]), [0, null]);
  assert.deepEqual(at.server.requests.filter(({ path }) => path.includes('told-')), []);
});

async function refused(widget, { lang, codes, path, secret }) {
  const errors = await until(async () => { const all = await widget.errors(); return all.length && all; }, 'vte-error');
  const found = errors.find(error => codes.includes(error.code));
  assert.ok(found, `wanted ${codes}, got ${errors.map(e => `${e.code} ${e.path}`)}`);
  assert.match(String(found.path ?? ''), path);
  const message = JSON.stringify(found.message);
  assert.ok(CJK.test(message) && LATIN.test(message), `in both languages: ${message}`);
  assert.equal(typeof found.retryable, 'boolean');
  const shown = await widget.until((el, $, $$, place) => $$(place).map(x => x.textContent.trim()).filter(Boolean).join(' '), 'a word on the screen', { args: [PLACE] });
  assert.match(shown, lang === 'en' ? LATIN : CJK);
  const everywhere = await widget.run(el => el.shadowRoot.innerHTML + [...el.shadowRoot.querySelectorAll('input, textarea')].map(x => x.value).join() + JSON.stringify(seen));
  if (secret) assert.ok(!everywhere.includes(secret), 'no value comes back');
}

function foreignRecord(contextId) {
  const line = (type, body, n) => ({ v: 1, id: `0192f0c0-0000-7000-8000-00000000000${n}`, contextId, type, at: stamp(-1), by: { id: 'd-1', name: 'Dr', role: 'physician' }, rules: { version: '1.0.0', sha256: '0'.repeat(64) }, body });
  return chain([line('admitted', {}, 1), line('assessed', { instrument: 'caprini', edition: '2005', timepoint: 'admission', answers: [], floor: 5, ceiling: 5, band: 'high' }, 2)]);
}

// Walks every IndexedDB record of the origin that names this admission: counts it, makes it older, or damages it.
function onDisk(widget, contextId, what) {
  return widget.run(async (el, $, $$, contextId, what) => {
    const wait = request => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });
    const age = value => {
      if (typeof value === 'string') { try { return JSON.stringify(age(JSON.parse(value))); } catch { return value; } }
      if (value && typeof value === 'object' && !(value instanceof Uint8Array)) for (const key of ['v', 'version', 'schema']) if (typeof value[key] === 'number') value[key] = 0; else if (typeof value[key] === 'string' && /\d/.test(value[key])) value[key] = value[key].replace(/\d+/, '0');
      return value;
    };
    let count = 0;
    for (const { name, version } of await indexedDB.databases()) {
      const db = await wait(indexedDB.open(name, version));
      for (const storeName of db.objectStoreNames) {
        const store = db.transaction(storeName, what === 'count' ? 'readonly' : 'readwrite').objectStore(storeName);
        const [keys, values] = [await wait(store.getAllKeys()), await wait(store.getAll())];
        for (const [index, key] of keys.entries()) {
          let value = values[index];
          if (!/draft/i.test(storeName + JSON.stringify(key)) || !(JSON.stringify(key) + JSON.stringify(value)).includes(contextId)) continue;
          count++;
          if (what === 'count') continue;
          value = what === 'older' ? age(value) : typeof value === 'string' ? '{"Dm66' : { ...value, ...Object.fromEntries(Object.keys(value).filter(k => k !== store.keyPath && k !== 'contextId').map(k => [k, 'Dm66'])) };
          await wait(store.keyPath ? store.put(value) : store.put(value, key));
        }
      }
      db.close();
    }
    return count;
  }, contextId, what);
}
