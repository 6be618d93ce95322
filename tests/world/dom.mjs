// The document of a page: happy-dom's, with what it has not. Nothing is laid out and nothing is loaded by it.

import { Window } from 'happy-dom';

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
