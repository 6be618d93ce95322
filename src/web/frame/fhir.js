// The one door to FHIR content, which another bundle makes (more/interop.js). What it must export, plain objects in and
// out, promises allowed:
//
//   questionnaire(id)          → Questionnaire, with our canonical `url`
//   responseFrom(state)        → QuestionnaireResponse; state = { instrument, contextId, status, flat, event?, subject?, author?, encounter? }
//   answersFrom(response)      → { answers: { "<instrument>.<item>": true | false | null } }
//   extract(event)             → transaction Bundle of one signed event
//
// Its default export, if it has one, starts it. Where the bundle is missing nothing pretends to be FHIR: every question
// is answered with an OperationOutcome `not-supported`.

let loading;

export function content() {
  loading ??= import('./interop.js').then(async module => {
    if (typeof module.default === 'function') await module.default();
    return module;
  }).catch(() => {
    loading = undefined;
    return undefined;
  });
  return loading;
}

/** What is asked of the bundle and it does not export is as if it were not there. */
export async function ask(verb, ...inputs) {
  const module = await content();
  if (typeof module?.[verb] !== 'function') throw outcome('not-supported', '此部署不含FHIR部分。', 'FHIR content is not part of this deployment.');
  return module[verb](...inputs);
}

/** An OperationOutcome: a code of FHIR, both languages, the place; never a value. */
export function outcome(code, zh, en, expression) {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, diagnostics: `${zh} / ${en}`, ...(expression && { expression: [expression] }) }],
  };
}
export const fine = () => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational', diagnostics: 'OK' }] });
