// The one door to FHIR content, which another bundle makes (more/interop.js): `questionnaire`, `responseFrom`, `answersFrom`
// and `extract`, JSON text in and out (docs/for-hosts/fhir.md). Here they are plain objects, and a refusal is an OperationOutcome that
// is thrown. Where the bundle is missing nothing pretends to be FHIR: every question is answered `not-supported`.

/** The browser loads a module once; its instance may have been replaced since (virchow.js), so each asks for the one of now. */
const content = () => import('./interop.js').then(async module => {
  await module.default();
  return module;
}).catch(() => undefined);

/** Codes of ours in FHIR's words; any other is `invalid`. */
const CODES = { E_INSTRUMENT: 'not-supported', E_SCHEMA: 'structure', E_TOO_LARGE: 'too-long', E_CONFLICT: 'conflict', E_CONTEXT_MISMATCH: 'conflict', E_REJECTED: 'business-rule' };

/** `input` is an id or a plain object; `base`: where the hospital says that our canonical addresses live. */
export async function ask(verb, input, base) {
  const module = await content();
  if (!module) throw outcome('not-supported', '此部署不含FHIR部分。', 'FHIR content is not part of this deployment.');
  const { error, ...given } = JSON.parse(module[verb](typeof input === 'string' ? input : JSON.stringify(input), base));
  if (error) throw outcome(CODES[error.code] ?? 'invalid', error.message.zh, error.message.en, error.path);
  return given;
}

/** An OperationOutcome: a code of FHIR, both languages, the place; never a value. */
export function outcome(code, zh, en, expression) {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, diagnostics: `${zh} / ${en}`, ...(expression && { expression: [expression] }) }],
  };
}
/** `notes`: what was not taken, so that silence means taken. */
export const fine = (notes = []) => ({
  resourceType: 'OperationOutcome',
  issue: [
    { severity: 'information', code: 'informational', diagnostics: 'OK' },
    ...notes.map(({ code, message: { zh, en }, path }) => ({ severity: 'warning', code: CODES[code] ?? 'invalid', diagnostics: `${zh} / ${en}`, expression: [path] })),
  ],
});
