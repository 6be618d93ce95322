// What the frame itself says, in both languages: why it does not start, that it waits, that it is locked, what was not taken of
// FHIR data. Text nodes only.

const TEXTS = {
  origin: ['本页未获准嵌入此评估。请信息科把该页面的来源加入 allow.json，并在地址中用 o= 指明。', 'This page may not embed the assessment. Add its origin to allow.json and name it by o= in the address.'],
  list: ['现在无法向服务器核对许可名单（allow.json），因此暂不打开，正在自动重试。长时间不恢复请检查网络。', 'The list of pages that may embed (allow.json) cannot be read from the server just now, so nothing is opened here yet. It is asked for again by itself; if that lasts, check the network.'],
  broken: ['评估程序未能载入。请检查网络后重新载入本页；仍不行请联系信息科。', 'The assessment could not be loaded. Check the network and load this page again; if that fails, have it checked.'],
  waiting: ['等待HIS打开患者。', 'Waiting for the host to open a patient.'],
  none: ['未连接到HIS。可在此单独评估，结果用复制、打印或下载带走；不会自动送达。', 'No host answers. You may assess here on its own and take the result by copy, print or download; nothing is sent.'],
};
const WORDS = {
  start: '单独使用 / Use on its own', copy: '复制结果 / Copy', print: '打印 / Print', download: '下载 / Download', close: '关闭 / Close',
};

export function panel(kind) {
  const section = document.createElement('section');
  section.className = 'panel';
  section.dataset.panel = kind;
  section.setAttribute('role', kind === 'waiting' ? 'status' : 'alert');
  TEXTS[kind].forEach((text, index) => {
    const line = section.appendChild(document.createElement('p'));
    line.lang = index ? 'en' : 'zh-CN';
    line.append(text);
  });
  return section;
}

const NOTICED = ['来自HIS的数据，请核对：', 'Of the data of the hospital system, check:'];

/** What was not taken, or is taken with a doubt: each reason once, those that concern the person before the others. */
export function noticed(notes) {
  const section = document.createElement('section'), told = new Map();
  section.className = 'panel';
  section.dataset.panel = 'noticed';
  section.setAttribute('role', 'status');
  const first = ({ code, path }) => Number(code !== 'E_CONFLICT' && code !== 'E_CONTEXT_MISMATCH') + Number(!/(deceased|active|link)/.test(path));
  for (const { message } of [...notes].sort((one, other) => first(one) - first(other))) told.set(message.zh, { message, count: (told.get(message.zh)?.count ?? 0) + 1 });
  section.append(...NOTICED.flatMap((title, english) => {
    const line = document.createElement('p'), list = document.createElement('ul');
    line.lang = list.lang = english ? 'en' : 'zh-CN';
    line.append(title);
    for (const { message, count } of told.values()) list.appendChild(document.createElement('li')).append(english ? message.en : message.zh, count > 1 ? ` ×${count}` : '');
    return [line, list];
  }));
  return section;
}

export function button(name, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.dataset.frameAction = name;
  made.append(WORDS[name]);
  made.addEventListener('click', act);
  return made;
}
