// One patient with one chart, opened as the address says: ?empty with nothing signed, ?signed with the record that this origin keeps.
// Interactive: the form and its sign button, or what holds, are in the shadow root, and vte-ready was said.
'use strict';
var kept = JSON.parse(localStorage.again || 'null'), el = document.querySelector('vte-assessment'), isSigned = location.search === '?signed', said = false, seen;
function there() {
  var root = el.shadowRoot;
  return !!root && (isSigned ? !!root.querySelector('.holding [data-action="new"]') : root.querySelectorAll('[data-item]').length >= 11 && !!root.querySelector('[data-action="sign"]'));
}
function look() {
  if (!seen && el.shadowRoot) { seen = new MutationObserver(look); seen.observe(el.shadowRoot, { childList: true, subtree: true }); }
  if (said && !window.interactiveAt && there()) { el.shadowRoot.querySelector('.stage').getBoundingClientRect(); window.interactiveAt = performance.now(); }
}
el.addEventListener('vte-ready', function () { said = true; look(); });
if (kept) {
  el.user = kept.user;
  if (isSigned) el.record = kept.record;
  el.chart = isSigned ? kept.chart : Object.assign({}, kept.chart, { contextId: 'again-' + Date.now().toString(36) });
}
customElements.whenDefined('vte-assessment').then(look);
