// The ward page's own script: starts the app, and says so in both languages when it cannot.

const FAILURE = [
  ['zh-CN', '病区程序未能启动。请检查网络后重新载入；浏览器须为 Chromium 109、Firefox 115 或 Safari 16.4 以上。已保存的数据不受影响。'],
  ['en', 'The ward program could not start. Check the network and load again; the browser must be Chromium 109, Firefox 115, Safari 16.4 or later. What is stored is untouched.'],
];

function fail() {
  const panel = document.createElement('main');
  panel.className = 'failed';
  panel.setAttribute('role', 'alert');
  for (const [lang, words] of FAILURE) {
    const line = panel.appendChild(document.createElement('p'));
    line.lang = lang;
    line.append(words);
  }
  const button = panel.appendChild(document.createElement('button'));
  button.type = 'button';
  button.append('重新载入 / Load again');
  button.addEventListener('click', () => location.reload());
  document.body.replaceChildren(panel);
}

import('./app.js').then(app => app.default()).catch(fail);
