// LHC-Forms as its README says: the web component and the R4 library by script tags, the form by addFormToPage.
'use strict';
var peer = {
  control: function (root, id, answer) { return root.querySelector('label[id^="caprini.' + id + '/"][id$="|' + answer + '"] input'); },
  total: function (root, name) { return root.querySelector('input[id^="' + name + '/"]'); },
};
function addForm(parent) {
  var added = parent.appendChild(document.createElement('div'));
  LForms.Util.addFormToPage(FORM, added, { fhirVersion: 'R4' });
  return added;
}
begin();
