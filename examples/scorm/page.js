// The page of the package: the element, the sitting with the learning system, and what is said of both. A file of its own, so that a page
// may forbid scripts inside HTML (script-src without unsafe-inline).
import { findApi, sitting } from './launch.js';

const lesson = await (await fetch('lesson.json')).json();
const el = document.querySelector('vte-assessment'), said = document.getElementById('said');
const api = findApi(window), one = sitting(api, lesson, () => Date.now() / 1000);
const left = one.begin();
const banner = said.textContent;
const say = () => {
  const state = one.over() ? ` ${one.percent()} %` : '';
  const lost = one.refused.length > 0 ? ' 学习系统未收下成绩，请告知教师 / The learning system did not take the result: tell your teacher' : '';
  const none = api ? '' : ' 未连接学习系统，仅供练习 / No learning system: practice only';
  said.textContent = `${banner}${state}${lost}${none}`;
};
el.addEventListener('vte-lesson', event => { one.heard(event.detail); say(); });
if (left) el.lesson = left;
else el.hidden = true;
addEventListener('pagehide', () => one.leave());
say();
