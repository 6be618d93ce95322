// What an integrator's page imports: the element registers itself, the headless functions are there beside it. The bundler's
// own build finds every other file by its literal address.
import init, { assess, outputs, questionnaire } from './virchow/v1/virchow.js';
import './job.js';

const el = document.querySelector('vte-assessment');
el.outputs = ['flat', 'fhirR4', 'hl7v2', 'text'];
// The test asks by this name: a bundle has no address to import from.
window.headless = { init, assess, outputs, questionnaire };
