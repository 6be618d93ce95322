// What a form host's context says of patient, stay and user. Here only what needs no terminology; codes are read by the bundle
// that knows them (`prefill`), and the rest is asked on the screen.

import { is, own } from './line.js';

/** What a context may bring, the first two for the head of the form. */
const READ = ['Patient', 'Encounter', 'Observation', 'Condition', 'Procedure', 'MedicationRequest'];
/** HL7 practitioner-role codes; any other signs nothing. */
const ROLES = { doctor: 'physician', nurse: 'nurse', pharmacist: 'pharmacist' };

const listed = context => (Array.isArray(Object(context).launchContext) ? context.launchContext.filter(is.object) : []);

/** By name: what is given again replaces, what is not stays. */
export function merged(before, more) {
  const named = new Map([...listed(before), ...listed(more)].map(line => [line.name, line]));
  return { ...before, ...more, launchContext: [...named.values()] };
}

/** As one Bundle what `prefill` can read, where there is more than patient and encounter. */
export function readable(context) {
  const resources = listed(context).map(({ contentResource }) => contentResource).filter(is.object)
    .flatMap(resource => (resource.resourceType === 'Bundle' && Array.isArray(resource.entry) ? resource.entry.map(entry => Object(entry).resource) : [resource]))
    .filter(resource => is.object(resource) && READ.includes(resource.resourceType));
  if (resources.some(({ resourceType }) => READ.indexOf(resourceType) > 1)) return { resourceType: 'Bundle', type: 'collection', entry: resources.map(resource => ({ resource })) };
}

/** Without what is undefined. */
export const clean = fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function resourceOf(context, name) {
  const line = listed(context).find(line => line.name === name);
  return { resource: Object(Object(line).contentResource), reference: Object(Object(line).contentReference).reference };
}

export function chartOf(context, handle) {
  const patient = resourceOf(context, 'patient'), encounter = resourceOf(context, 'encounter');
  const named = (reference, { resource }) => Object(reference).reference ?? (resource.id && `${resource.resourceType}/${resource.id}`);
  const subject = named(context.subject, patient) ?? patient.reference, stay = named(context.encounter, encounter) ?? encounter.reference;
  const { gender, birthDate, name } = patient.resource, start = Object(encounter.resource.period).start;
  const texts = fields => clean(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' && value ? value : undefined])));
  return {
    // One admission is one encounter; where none is named, the launch is.
    contextId: `fhir:${(stay ? stay : `${handle}:${subject ?? ''}`)}`.slice(0, 128),
    patient: texts({
      ref: subject, label: Object(Array.isArray(name) ? name[0] : undefined).text?.slice(0, 64), sex: ['male', 'female'].includes(gender) ? gender : undefined,
      // A year alone is a FHIR date and no birthday: the chart lists it, and the age is asked.
      birthDate: /^\d{4}(-\d\d){0,2}$/.test(birthDate) ? birthDate : undefined,
    }),
    encounter: texts({ ref: stay, admittedAt: /T.*(Z|[+-]\d\d:\d\d)$/.test(start) ? start : undefined }),
  };
}

export function userOf(context) {
  const { resource } = resourceOf(context, 'user'), author = Object(context.author);
  const code = [].concat(resource.code ?? []).flatMap(concept => Object(concept).coding ?? []).map(coding => Object(coding).code).find(code => own(ROLES, code));
  const id = Object(resource.practitioner).reference ?? author.reference ?? resource.id, name = Object(resource.practitioner).display ?? author.display;
  return code && is.text(id) && is.text(name) ? { id: id.slice(0, 64), name: name.slice(0, 64), role: ROLES[code] } : undefined;
}
