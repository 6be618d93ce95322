// The document of a page: happy-dom's, with what it has not. Nothing is laid out and nothing is loaded by it.

import { Node, PropertySymbol, Window } from 'happy-dom';

const { clearCache, nodeArray, reportMutation, mutationListeners, ownerDocument } = PropertySymbol;
const report = Node.prototype[reportMutation];
/** A document knows whether anything in it was changed since it was last looked at; nobody observes more. */
Node.prototype[reportMutation] = function (record) {
  const document = this[ownerDocument] ?? this;
  document.touched = true;
  if (this[mutationListeners].length) report.call(this, record);
  else this[clearCache]();
};

/** Every element below `node`, in order; false from `see` leaves out what is below. */
export function walk(node, see) {
  const { nodeType } = node;
  if (nodeType === 1 && see(node, node.localName) === false) return;
  const below = node[nodeArray];
  for (let at = 0; at < below.length; at++) walk(below[at], see);
}

const settings = {
  disableJavaScriptFileLoading: true, disableJavaScriptEvaluation: true, disableCSSFileLoading: true, disableComputedStyleRendering: true, disableErrorCapturing: true,
  disableIframePageLoading: true, handleDisabledFileLoadingAsSuccess: true, navigation: { disableMainFrameNavigation: true, disableChildFrameNavigation: true },
};

export function dom(url) {
  const window = new Window({ url, settings });
  const { HTMLElement } = window;
  HTMLElement.prototype.attachInternals = function () {
    const element = this;
    return { get form() { return element.closest('form'); }, setFormValue() {}, setValidity() {}, checkValidity: () => true, reportValidity: () => true, validity: {}, validationMessage: '', willValidate: true };
  };
  // Sheets are neither read nor applied.
  window.CSSStyleSheet = class CSSStyleSheet extends window.CSSStyleSheet { replaceSync() {} };
  return window;
}
