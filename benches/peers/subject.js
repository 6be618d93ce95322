// What the page of a peer tells the bench: when its form is all there, where the total stands, and what is clicked. `peer` is
// told by the script of the page: { control(root, id, answer), total(root, name) }, the elements of one form within `root`, and
// `field(root)` where the form's own field is not what shows the total.
'use strict';
var ITEMS = FORM_ITEMS, forms = document.getElementById('forms');
// A total that stands in a field changes no node of the page: what a script writes there goes to its attribute as well, where
// the observer of the bench sees it at once.
var field = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
Object.defineProperty(HTMLInputElement.prototype, 'value', Object.assign({}, field, { set: function (value) {
  field.set.call(this, value);
  if (this.readOnly || this.disabled) this.setAttribute('value', value);
} }));
function present(root) {
  var total = peer.total(root, 'score');
  return !!total && (total.value || total.textContent) !== '' && ITEMS.every(function (id) { return peer.control(root, id, 'yes'); });
}
// Calls `then` at the first moment (microtask after the change) when the form in `root` is all there.
function whenPresent(root, ready, then) {
  var seen = new MutationObserver(look);
  function look() { if (seen && present(root)) { seen.disconnect(); seen = null; then(performance.now()); } }
  seen.observe(root, { childList: true, characterData: true, subtree: true, attributeFilter: ['value'] });
  look();
}
var subject = {
  output: function () { return peer.total(forms, 'score'); },
  control: function (id) { return peer.control(forms, id, 'yes'); },
};
function begin() {
  whenPresent(addForm(forms), false, function (at) { window.interactiveAt = at; });
}
