// What a form host's context says of patient, stay and user. Here only what needs no terminology; codes are read by the bundle
// that knows them (`prefill`), and the rest is asked on the screen.

import { is, own } from './line.js';

/** What is about the form and its user, and never part of a chart. */
const ASIDE = ['Practitioner', 'PractitionerRole', 'Organization', 'Questionnaire', 'QuestionnaireResponse'];
/** HL7 practitioner-role codes; any other signs nothing. */
const ROLES = { doctor: 'physician', nurse: 'nurse', pharmacist: 'pharmacist' };

const listed = context => (Array.isArray(Object(context).launchContext) ? context.launchContext.filter(is.object) : []);

/** By name: what is given again replaces, what is not stays. */
export function merged(before, more) {
  const named = new Map([...listed(before), ...listed(more)].map(line => [line.name, line]));
  return { ...before, ...more, launchContext: [...named.values()] };
}

/** The person of a context, as an entry of a Bundle: its Patient, and the subject that it names. Two entries if they are not one. */
export function personIn(context) {
  const { resource, reference } = resourceOf(context, 'patient'), { reference: subject = reference, identifier } = Object(Object(context).subject);
  const given = resource.resourceType === 'Patient' ? [{ resource }] : [];
  if (!is.text(subject)) return given.length || !identifier ? given : [{ resource: { resourceType: 'Patient', identifier: [identifier] } }];
  const fullUrl = subject.split('/_history/')[0], [, id] = /(?:^|\/)Patient\/([^/]+)$/.exec(fullUrl) ?? [], far = /^(https?|urn):/.test(fullUrl);
  if (given.length && (!id || id === resource.id)) return [{ ...(far && { fullUrl }), resource }];
  return [...given, { ...(far && { fullUrl }), resource: { resourceType: 'Patient', ...(id && { id }), ...(identifier && { identifier: [identifier] }) } }];
}

/** As one Bundle what `prefill` can read, under the person of the context; undefined where there is no resource at all. */
export function readable(context) {
  const resources = listed(context).map(({ contentResource }) => contentResource).filter(is.object)
    .flatMap(resource => (resource.resourceType === 'Bundle' && Array.isArray(resource.entry) ? resource.entry.map(Object) : [{ resource }]))
    .filter(({ resource }) => is.object(resource) && !ASIDE.includes(resource.resourceType));
  const person = personIn(context), named = person.map(({ resource }) => resource), others = resources.filter(({ resource }) => !named.includes(resource));
  if (others.length || person.length > 1 || resourceOf(context, 'patient').resource.resourceType === 'Patient') return { resourceType: 'Bundle', type: 'collection', entry: [...person, ...others] };
}

/** The Encounters of `bundle` that are no stay of this person now, by what `prefill` made of it. */
export const refusedIn = ({ entry }, { chart, rejected = [] }) => entry.flatMap(({ resource: { resourceType, id } }, n) => (
  resourceType === 'Encounter' && Object(chart.encounter).ref !== `Encounter/${id}` && rejected.some(({ path }) => `${path}/`.startsWith(`/entry/${n}/resource/`)) ? [`Encounter/${id}`] : []));

/** Every Encounter of such a Bundle. */
export const staysIn = bundle => (bundle?.entry ?? []).flatMap(({ resource: { resourceType, id } }) => (resourceType === 'Encounter' ? [`Encounter/${id}`] : []));

/** Without what is undefined. */
export const clean = fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function resourceOf(context, name) {
  const line = listed(context).find(line => line.name === name);
  return { resource: Object(Object(line).contentResource), reference: Object(Object(line).contentReference).reference };
}

/** `known`: `chart` as `prefill` read the context, the one reader of what its resources say of person and stay; `refused`: Encounters that must
 *  not become the admission. Without that reader (FHIR is no part of the deployment) nothing of them is taken but the names. */
export function chartOf(context, handle, { chart: { patient: read = {}, encounter: { ref, ...stayed } = {} } = {}, refused = [] } = {}) {
  const no = reference => refused.some(name => `/${reference}/`.includes(`/${name}/`)), patient = resourceOf(context, 'patient'), given = resourceOf(context, 'encounter');
  const encounter = no(`Encounter/${given.resource.id}`) ? { resource: {} } : given;
  const named = (reference, { resource }) => Object(reference).reference ?? (resource.id && `${resource.resourceType}/${resource.id}`);
  const subject = named(context.subject, patient) ?? patient.reference, told = named(context.encounter, encounter) ?? encounter.reference, stay = no(told) ? undefined : told;
  const { name } = patient.resource, texts = fields => clean(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' && value ? value : undefined])));
  return {
    // One admission is one encounter; where none is named, the launch is.
    contextId: `fhir:${(stay ? stay : `${handle}:${subject ?? ''}`)}`.slice(0, 128),
    patient: { ...texts({ ref: subject, label: Object(Array.isArray(name) ? name[0] : undefined).text?.slice(0, 64) }), ...clean({ sex: read.sex, birthDate: read.birthDate }) },
    // Of another stay than the one that is named nothing is said of this one.
    encounter: { ...texts({ ref: stay }), ...(ref && stay && `/${stay}/`.includes(`/${ref}/`) && clean(stayed)) },
  };
}

export function userOf(context) {
  const { resource } = resourceOf(context, 'user'), author = Object(context.author);
  const code = [].concat(resource.code ?? []).flatMap(concept => Object(concept).coding ?? []).map(coding => Object(coding).code).find(code => own(ROLES, code));
  const id = Object(resource.practitioner).reference ?? author.reference ?? resource.id, name = Object(resource.practitioner).display ?? author.display;
  return code && is.text(id) && is.text(name) ? { id: id.slice(0, 64), name: name.slice(0, 64), role: ROLES[code] } : undefined;
}
