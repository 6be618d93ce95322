// Medplum's form as its documents say: QuestionnaireForm within MantineProvider and MedplumProvider. The client is there because
// the provider asks for one; nobody is signed in, and nothing is asked of a server. The form works both totals out into its
// response, but its own field keeps the number that it was first drawn with: the page writes them beside it, from `onChange`.
import '@mantine/core/styles.css';
import '@medplum/react/styles.css';
import { MantineProvider } from '@mantine/core';
import { MedplumClient } from '@medplum/core';
import { MedplumProvider, QuestionnaireForm } from '@medplum/react';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const medplum = new MedplumClient({ baseUrl: `${location.origin}/fhir/` }), ANSWERS = ['yes', 'no', 'unknown'];
window.peer = {
  control: (root, id, answer) => root.querySelectorAll(`input[type=radio][name$=".${id}"]`)[ANSWERS.indexOf(answer)],
  total: (root, name) => root.querySelector(`[data-total="${name}"]`),
  field: root => root.querySelector('input[name="score"]'),
};
window.addForm = parent => {
  const added = parent.appendChild(document.createElement('div')), form = added.appendChild(document.createElement('div'));
  for (const name of ['score', 'ceiling']) added.appendChild(document.createElement('output')).dataset.total = name;
  const onChange = ({ item }) => { for (const output of added.querySelectorAll('output')) output.textContent = item.find(({ linkId }) => linkId === output.dataset.total)?.answer?.[0]?.valueDecimal ?? ''; };
  createRoot(form).render(createElement(MantineProvider, null, createElement(MedplumProvider, { medplum }, createElement(QuestionnaireForm, { questionnaire: FORM, onSubmit() {}, onChange }))));
  return added;
};
begin();
