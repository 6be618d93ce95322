// Interactive: 40 items and the sign button are in the shadow root, drawn from a chart, and vte-ready was said.
'use strict';
var USER = { id: 'n-07', name: 'Nurse', role: 'nurse' };
var made = 0, load = Date.now().toString(36);
function chart() {
  return { contextId: 'bench-' + load + '-' + ++made, patient: { sex: 'female' }, encounter: { setting: 'surgical' }, facts: [] };
}
function present(el) {
  var root = el.shadowRoot;
  return !!root && root.querySelectorAll('[data-item]').length >= 40 && !!root.querySelector('[data-action="sign"]') && !!root.querySelector('[data-score]');
}
// Calls `then` at the first moment (microtask after the change) when the form of `el` is all there.
function whenPresent(el, ready, then) {
  var seen, said = !ready;
  function look() {
    if (!seen && el.shadowRoot) { seen = new MutationObserver(look); seen.observe(el.shadowRoot, { childList: true, subtree: true }); }
    if (said && present(el)) { if (seen) seen.disconnect(); said = false; then(performance.now()); }
  }
  el.addEventListener('vte-ready', function () { said = true; look(); });
  look();
  return look;
}
function addForm(parent) {
  var el = document.createElement('vte-assessment');
  el.lang = 'en';
  el.chart = chart();
  el.user = USER;
  parent.appendChild(el);
  return el;
}
var first = document.querySelector('vte-assessment');
first.chart = chart();
first.user = USER;
var look = whenPresent(first, true, function (at) { window.interactiveAt = at; });
customElements.whenDefined('vte-assessment').then(look);
