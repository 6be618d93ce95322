// The form that every subject shows: our own export of Caprini, its texts in English as it carries them, and the same as a survey
// model for SurveyJS, which reads no FHIR.
const ANSWERS = { yes: 'Yes', no: 'No', unknown: 'Not known now', female: 'Female', male: 'Male' };
const RADIO = { url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl', valueCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/questionnaire-item-control', code: 'radio-button' }] } };
const SCORE = /sdc-questionnaire-calculatedExpression$/;

/** The Questionnaire with its English texts in place of the Chinese ones; nothing else is changed. */
export function inEnglish(node) {
  if (Array.isArray(node)) return node.map(inEnglish);
  if (!node || typeof node !== 'object') return node;
  const made = {};
  for (const [key, value] of Object.entries(node)) made[key] = inEnglish(value);
  for (const key of ['text', 'title']) {
    const said = node[`_${key}`]?.extension?.flatMap(({ extension }) => extension).find(({ url }) => url === 'content');
    if (said) made[key] = said.valueString;
  }
  if (made.code in ANSWERS && made.display) made.display = ANSWERS[made.code];
  return made;
}

const idOf = linkId => linkId.split('.').slice(1).join('_') || linkId;
const pointsOf = item => item.answerOption.map(({ extension }) => extension?.[0].valueDecimal ?? 0).reduce((most, points) => Math.max(most, points));
const isScored = item => item.type === 'choice' && item.linkId.includes('.');

/** As a host that knows its patient hands it over (the chart of our own page says female too), each choice as radio buttons, so
 *  that one click answers everywhere. */
export function asked(item) {
  if (item.item) item = { ...item, item: item.item.map(asked) };
  if (item.type !== 'choice') return item;
  const answerOption = item.answerOption.map(option => (option.valueCoding.code === 'female' ? { ...option, initialSelected: true } : option));
  return { ...item, answerOption, extension: [...item.extension ?? [], RADIO] };
}

/** A survey model of the same questions, answers, conditions, help and two totals. Items of a group exclude each other: of those
 *  that count, the highest does, as in the Questionnaire's own expressions. */
export function surveyOf(questionnaire) {
  const counts = { floor: id => `{${id}} = 'yes'`, ceiling: id => `{${id}} empty or {${id}} <> 'no'` };
  const highest = (items, holds) => items.map(item => [idOf(item.linkId), pointsOf(item)]).sort(([, a], [, b]) => a - b).reduce((rest, [id, points]) => `iif(${holds(id)}, ${points}, ${rest})`, '0');
  const terms = questionnaire.item.map(item => (item.type === 'group' ? item.item.filter(isScored) : isScored(item) ? [item] : [])).filter(items => items.length);
  const totals = {
    score: terms.map(items => highest(items, counts.floor)).join(' + '),
    // A group in which one is answered with yes has no more to come.
    ceiling: terms.map(items => (items.length > 1 ? `iif(${items.map(({ linkId }) => counts.floor(idOf(linkId))).join(' or ')}, ${highest(items, counts.floor)}, ${highest(items, counts.ceiling)})` : highest(items, counts.ceiling))).join(' + '),
  };
  const when = ({ enableWhen }) => (enableWhen ? { visibleIf: enableWhen.map(({ question, operator, answerCoding }) => `{${idOf(question)}} ${operator === '!=' ? '<>' : '='} '${answerCoding.code}'`).join(' or ') } : {});
  const element = item => {
    const named = { name: idOf(item.linkId), title: item.text, ...when(item) }, help = item.item?.find(({ type }) => type === 'display')?.text;
    if (item.extension?.some(({ url }) => SCORE.test(url))) return { type: 'expression', ...named, expression: totals[item.linkId] };
    if (item.type === 'group') return { type: 'panel', ...named, elements: item.item.map(element) };
    if (item.type === 'text') return { type: 'comment', ...named };
    return { type: 'radiogroup', ...named, ...(help ? { description: help } : {}), ...(item.answerOption.some(({ initialSelected }) => initialSelected) ? { defaultValue: item.answerOption.find(({ initialSelected }) => initialSelected).valueCoding.code } : {}), choices: item.answerOption.map(({ valueCoding }) => ({ value: valueCoding.code, text: valueCoding.display })) };
  };
  return { title: questionnaire.title, elements: questionnaire.item.map(element) };
}
