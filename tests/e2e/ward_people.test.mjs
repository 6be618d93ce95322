// The people of a ward as they meet the tablet: who may change whom, PINs and the pause after wrong ones, every change under
// Audit, a forgotten PIN, and a ward that was founded before there were administrators.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CJK } from './cases.mjs';
import { until } from './stage.mjs';
import { PASS, PIN, tablet } from './tablet.mjs';

let it;
before(async () => {
  it = await tablet({ width: 768, height: 1024, log: true });
  await it.open();
  await it.speak('zh-CN');
  await it.open();
  await it.create();
});
after(async () => { await it?.quit(); await it?.server.close(); });

const count = selector => it.run(s => document.querySelectorAll(s).length, selector);
const people = () => it.run(() => [...document.querySelectorAll('[data-person]')].map(person => person.querySelector('b').textContent));
const audit = () => it.run(() => [...document.querySelectorAll('[data-people-audit] [data-change]')].map(row => row.dataset.change));
const line = kind => it.run(kind => document.querySelector(`[data-people-audit] [data-change="${kind}"]`)?.innerText, kind);
const pressed = async name => { await it.run(name => [...document.querySelectorAll('[data-person]')].find(person => person.textContent.includes(name)).click(), name); await it.see('[data-form="pin"]'); };
const enter = async pin => { await it.type('[data-form="pin"] [name="pin"]', pin); await it.press('[data-form="pin"] button'); };
const seconds = async () => Number(/(\d+)$/.exec(await it.text('.trouble p'))?.[1]);
const dismiss = async () => { await it.press('[data-action="dismiss"]'); await it.gone('.trouble[data-trouble]'); };
const staff = async (name, inside) => {
  const at = await it.run(name => { const row = [...document.querySelectorAll('[data-staff]')].find(row => row.textContent.includes(name)); row.querySelector('details').open = true; return row.dataset.staff; }, name);
  return `[data-staff="${at}"] ${inside}`;
};
/** Rows of the vault, read and written with the passphrase beside the page. */
const inVault = async act => {
  const first = await it.driver.getWindowHandle();
  await it.driver.switchTo().newWindow('tab');
  try {
    await it.driver.get(`${it.origin}/vault.html`);
    await until(() => it.run(() => window.ready), 'the script');
    await it.run(async pass => { window.v = await vault.unlock(pass); }, PASS);
    return await act();
  } finally {
    await it.driver.close();
    await it.driver.switchTo().window(first);
  }
};
async function sound(what) {
  for (const width of [480, 768, 1280]) {
    await it.session.size(width, 1024);
    assert.ok(await it.run(() => document.documentElement.scrollWidth <= innerWidth), `${what} at ${width}`);
    const small = await it.run(() => [...document.querySelectorAll('button, summary, select, input')].filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90)));
    assert.deepEqual(small, [], `targets of ${what} at ${width}`);
  }
  await it.session.size(768, 1024);
  assert.deepEqual(await it.session.axe(), [], what);
}

test('who founds the ward needs a PIN, and administers it', async () => {
  await it.type('[name="ward"]', '骨科三病区');
  await it.type('[data-form="found"] [name="name"]', '李敏');
  await it.choose('[data-form="found"] [name="role"]', 'nurse');
  await it.press('[data-action="found"]');
  await it.said('.trouble', /须有PIN/);
  await it.setPin('[data-form="found"]', PIN, '2469');
  await it.press('[data-action="found"]');
  await it.said('.trouble', /两次输入的PIN不一致/);
  await it.run(() => { for (const field of document.querySelectorAll('[data-form="found"] [type="password"]')) field.value = ''; });
  await it.setPin('[data-form="found"]', PIN);
  await it.press('[data-action="found"]');
  await it.see('[data-board="0"]');
  assert.equal(await count('[data-missing]'), 0, 'nothing is missing');
  await it.manage();
  assert.deepEqual(await audit(), ['founded']);
  assert.match(await line('founded'), /李敏/);
});

test('the administrator adds people; who signs gets a PIN; names tell people apart', async () => {
  await it.type('[data-form="person"] [name="name"]', '王一');
  await it.choose('[data-form="person"] [name="role"]', 'physician');
  await it.press('[data-action="add-person"]');
  await it.said('.trouble', /须有PIN/);
  await it.setPin('[data-form="person"]', '13579');
  await it.press('[data-action="add-person"]');
  await until(async () => (await people()).includes('王一'), 'the physician');
  await it.add('赵护士', 'nurse', '8642');
  await it.type('[data-form="person"] [name="name"]', '王一');
  await it.choose('[data-form="person"] [name="role"]', 'nurse');
  await it.setPin('[data-form="person"]', '8642');
  await it.press('[data-action="add-person"]');
  await it.said('.trouble', /同名/);
  await dismiss();
  assert.deepEqual(await audit(), ['added', 'added', 'founded']);
  assert.match(await line('added'), /赵护士 护士\s+李敏/);
  await sound('the page of the people');
});

test('nobody else changes the people, nor the administrator without the PIN on each visit', async () => {
  await it.press('[data-page="board"]');
  await it.press('[data-action="switch-user"]');
  await it.see('[data-form="prove"]');
  assert.equal(await count('[data-staff], [data-form="person"]'), 0, 'the visit before is over');
  await it.as('physician', '13579');
  await it.press('[data-action="switch-user"]');
  await it.said('[data-manage="false"]', /由管理员办理：李敏/);
  assert.equal(await count('[data-staff], [data-form="person"], [data-form="prove"], [data-remove]'), 0);
});

test('wrong PINs cost 1, 2, 4, 8 … seconds; neither a reload nor a clock set ahead ends it; another person is not kept waiting', async () => {
  await pressed('李敏');
  for (const [place, cost] of [1, 2, 4, 8, 16].entries()) {
    await enter(`000${place}`);
    await until(async () => /PIN不正确/.test(await it.text('.trouble p')) && (await seconds()) === cost, `${cost} seconds`);
    if (cost < 16) await new Promise(next => setTimeout(next, cost * 1000 + 100));
  }
  await it.run(() => { const now = Date.now; Date.now = () => now() + 120_000; });
  await enter(PIN);
  await it.said('.trouble', /未核对/);
  assert.match(await it.text('[data-user]'), /王一/, 'the right one too soon is not looked at');
  await it.open();
  await it.unlock();
  await pressed('李敏');
  await enter(PIN);
  await it.said('.trouble', /未核对/);
  assert.equal(await count('[data-user]'), 0);
  await pressed('赵护士');
  await enter('8642');
  await it.said('[data-user]', /赵护士/);
  await new Promise(next => setTimeout(next, 16_000));
  await it.press('[data-action="switch-user"]');
  await pressed('李敏');
  await enter(PIN);
  await it.said('[data-user]', /李敏/);
});

test('a forgotten PIN, another role, a name taken off: by the administrator, each a row', async () => {
  await it.manage();
  const pin = await staff('王一', '[data-form="give-pin"]');
  await it.setPin(pin, '97531');
  await it.press(`${pin} button`);
  await until(async () => (await audit())[0] === 'pin_reset', 'the row');
  const role = await staff('赵护士', '[data-form="role"]');
  await it.choose(`${role} [name="role"]`, 'trainee');
  await it.press(`${role} button`);
  await until(async () => (await audit())[0] === 'role', 'the row');
  assert.match(await line('role'), /护士 → 学员/);
  await it.press(await staff('赵护士', '[data-remove]'));
  await it.press(await staff('赵护士', '[data-remove]'));
  await until(async () => (await audit())[0] === 'removed', 'the row');
  assert.deepEqual(await people(), ['李敏', '王一']);
  assert.equal(await count('[data-staff] [data-remove]'), 1, 'the administrator has no such button');
  await it.as('physician', '97531');
});

test('with the passphrase of the ward another administrator is named, which stands under Audit', async () => {
  await it.press('[data-action="switch-user"]');
  await it.press('[data-manage] details > summary');
  await it.choose('[name="who"]', await it.run(() => [...document.querySelectorAll('[name="who"] option')].find(option => option.textContent === '王一').value));
  await it.setPin('[data-form="name-administrator"]', '24680');
  await it.type('[name="passphrase"]', 'not this one');
  await it.press('[data-action="name-administrator"]');
  await it.said('.trouble', /口令不正确/);
  await new Promise(next => setTimeout(next, 1200));
  await it.run(() => { document.querySelector('[name="passphrase"]').value = ''; });
  await it.type('[name="passphrase"]', PASS);
  await it.press('[data-action="name-administrator"]');
  await it.see('[data-manage="true"]');
  assert.match(await line('administrator_by_passphrase'), /王一 医师\s+王一 医师/);
  await it.press(await staff('李敏', '[data-action="hand-on"]'));
  await it.press(await staff('李敏', '[data-action="hand-on"]'));
  await until(async () => (await audit())[0] === 'administrator', 'the row');
  await it.as('nurse');
});

test('what is changed in another tab holds here at once: a name taken off is signed out', async () => {
  const first = await it.driver.getWindowHandle();
  await it.press('[data-action="switch-user"]');
  await it.as('physician', '24680');
  await it.driver.switchTo().newWindow('tab');
  await it.open();
  await it.unlock();
  await it.as('nurse');
  await it.manage();
  await it.press(await staff('王一', '[data-remove]'));
  await it.press(await staff('王一', '[data-remove]'));
  await until(async () => (await people()).length === 1, 'one person');
  await it.driver.close();
  await it.driver.switchTo().window(first);
  await it.gone('[data-user]');
});

test('a ward of 0.1.0 goes on working, is led to an administrator once, and says what is missing until it is done', async () => {
  await inVault(() => it.run(async () => {
    const old = (await v.read('')).filter(([key]) => /^(user|people|setting)\//.test(key)).map(([key]) => ['delete', key]);
    const user = (id, name, role) => ['put', `user/${id}`, JSON.stringify({ v: 1, id, name, role })];
    await v.write([...old, user('n-1', '孙护士', 'nurse'), user('d-1', '周医师', 'physician')]);
  }));
  for (const lang of ['en', 'zh-CN']) {
    await it.speak(lang);
    await it.open();
    await it.unlock();
    await it.see('[data-lead]');
    assert.equal(CJK.test(await it.text('[data-lead] > p')), lang === 'zh-CN');
    await sound(`the step, ${lang}`);
  }
  await it.press('[data-action="put-off"]');
  await it.press('[data-person="nurse"]');
  await it.said('[data-missing]', /周医师、孙护士/);
  await it.press('[data-action="admit"]');
  await it.type('[name="label"]', '演练乙');
  await it.type('[name="bed"]', '3');
  await it.press('[data-action="admit-now"]');
  await it.see('[data-patient]');
  await it.press('[data-tab="audit"]');
  await it.said('.audit ~ [data-missing]', /任何人都可以用其姓名登录并签名/);
  await it.open();
  await it.unlock();
  assert.equal(await count('[data-lead]'), 0, 'asked once');
  await it.press('[data-person="physician"]');
  await it.press('[data-action="mend-people"]');
  await it.see('[data-lead]');
  await it.choose('[name="who"]', 'n-1');
  await it.setPin('[data-form="name-administrator"]', PIN);
  await it.type('[name="passphrase"]', PASS);
  await it.press('[data-action="name-administrator"]');
  await it.see('[data-manage="true"]');
  const pin = await staff('周医师', '[data-form="give-pin"]');
  await it.setPin(pin, '97531');
  await it.press(`${pin} button`);
  await until(async () => (await audit())[0] === 'pin_set', 'the row');
  assert.deepEqual(await audit(), ['pin_set', 'administrator_by_passphrase']);
  await it.press('[data-page="board"]');
  await it.see('[data-board="1"]');
  assert.equal(await count('[data-missing]'), 0, 'done');
  await it.press('[data-action="switch-user"]');
  await pressed('周医师');
});

test('people and their changes are rows like all others; the PIN itself is nowhere', async () => {
  const rows = await inVault(() => it.run(() => v.read('')));
  assert.ok(rows.some(([key]) => key.startsWith('people/')));
  assert.ok(rows.every(([, text]) => !text.includes('97531')));
  const raw = await it.run(() => new Promise(done => { const open = indexedDB.open('virchow-ward'); open.onsuccess = () => { const all = open.result.transaction('rows').objectStore('rows').getAll(); all.onsuccess = () => { open.result.close(); done(all.result.map(row => new TextDecoder('latin1').decode(row)).join(' ')); }; }; }));
  assert.ok(!/administrator|pin_set/.test(raw), 'encrypted');
  assert.deepEqual((await it.session.consoleErrors()).filter(line => !/favicon/.test(line)), []);
});
