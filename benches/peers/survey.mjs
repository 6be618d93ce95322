// SurveyJS as its guide for React says: survey-core and survey-react-ui, one Model a form. Its style sheet without the font, which
// the usual one fetches from Google.
import 'survey-core/survey-core.fontless.min.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Model } from 'survey-core';
import { Survey } from 'survey-react-ui';

window.peer = {
  control: (root, id, answer) => root.querySelector(`[data-name="${id}"] input[value="${answer}"]`),
  total: (root, name) => root.querySelector(`[data-name="${name}"] .sd-expression`),
};
window.addForm = parent => {
  const added = parent.appendChild(document.createElement('div'));
  createRoot(added).render(createElement(Survey, { model: new Model(FORM) }));
  return added;
};
begin();
