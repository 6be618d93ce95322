// docs/reports/peers.md in words: everything that is a number comes from the three parts of peers.mjs, every version from package.json.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = path => fileURLToPath(new URL(path, import.meta.url));
const { devDependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8')), lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
const version = name => devDependencies[name];
/** The licence file of these says what their package.json does not. */
const LICENCES = { lforms: 'NLM’s own, after the BSD licence, with the terms of LOINC and UCUM for what it holds of them' };
const FOR = { lforms: 'LHC-Forms', 'survey-core': 'SurveyJS', 'survey-react-ui': 'SurveyJS', '@medplum/core': 'Medplum', '@medplum/react': 'Medplum', '@medplum/react-hooks': 'Medplum', react: 'SurveyJS, Medplum', 'react-dom': 'SurveyJS, Medplum' };

const ms = n => `${n < 10 ? n.toFixed(2) : n < 100 ? n.toFixed(1) : n.toFixed(0)} ms`, mb = n => `${(n / 1e6).toFixed(2)} MB`, kb = n => `${(n / 1000).toFixed(1)} kB`;
export const SUBJECTS = { floor: 'floor', virchow: 'Virchow', lhc: 'LHC-Forms', survey: 'SurveyJS', medplum: 'Medplum' };
const ROWS = [
  ['First visit: all that the page loads, brotli-11', 'brotli', kb], ['First visit: the same, not packed', 'raw', kb], ['First visit: files', 'files', String],
  ['Form interactive, first visit (nothing cached)', 'cold', ms], ['Form interactive, later visit (files cached)', 'again', ms],
  ['Click to right total (text and layout), p50', 'shown', ms], ['Click to right total (text and layout), p95', 'shown95', ms],
  ['Click to right total on the screen (after the next frame), p50', 'painted', ms], ['Click to right total on the screen (after the next frame), p95', 'painted95', ms],
  ['Each further form on the page', 'further', ms], ['JavaScript heap plus wasm memory, one form', 'memory', mb],
];
const row = cells => `| ${cells.join(' | ')} |`;

export function written(counted, weighed, timed) {
  const names = Object.keys(SUBJECTS), peers = names.slice(2), of = Object.fromEntries(names.map(name => [name, { ...weighed.of[name], ...timed.of[name] }]));
  const times = (name, what) => (of[name][what] / of.floor[what]).toFixed(of[name][what] < 10 * of.floor[what] ? 1 : 0);
  const cell = (name, what, unit) => (name === 'floor' || what === 'files' ? unit(of[name][what]) : `${unit(of[name][what])} (${times(name, what)}×)`);
  const lost = ROWS.filter(([, what]) => what !== 'files').flatMap(([title, what, unit]) => {
    const better = peers.filter(name => of[name][what] < of.virchow[what]);
    return better.length ? [`- ${title}: ${unit(of.virchow[what])}, and ${better.map(name => `${SUBJECTS[name]} ${unit(of[name][what])}`).join(', ')}.`] : [];
  });
  const licences = {};
  for (const [path, { license = 'none named' }] of Object.entries(lock)) {
    if (/GPL/.test(license)) throw new Error(`${path}: ${license}`);
    const named = /see license/i.test(license) ? 'a licence file of their own (LHC-Forms and what NLM wrote for it)' : license;
    if (path) licences[named] = (licences[named] ?? 0) + 1;
  }
  const right = (name, what) => `${counted[name][what]} of ${counted[name].sets}`;
  const { checked, total } = counted.lhc.apart;
  return `# Ours beside the forms of others

Written by \`make peers\`, ${timed.date}; not edited by hand. ${timed.version.replace('/', ' ')}, Node ${timed.node}, ${timed.cores} cores, ${timed.throttle}× CPU throttling for every row in ms.
The same Caprini form of 40 items in our element (Virchow), in LHC-Forms ${version('lforms')}, SurveyJS ${version('survey-core')} and Medplum ${version('@medplum/react')}, beside the floor
(\`benches/floor.html\`: the same controls by hand in plain HTML and JavaScript). All five take turns in one browser, ${timed.runs} rounds: ${timed.clicks} clicks and ${timed.further} further
forms each, memory ${weighed.memory} times in a browser of its own. Medians unless a percentile is named; in brackets the ratio to the floor, which says more than the ms${timed.load > 1.5 * timed.cores ? `:
the machine was not idle (load average ${timed.load.toFixed(1)}), and every ms here is longer than on one that is` : ''}.

${row(['what', ...Object.values(SUBJECTS)])}
|---|${names.map(() => '---:|').join('')}
${ROWS.map(([title, what, unit]) => row([title, ...names.map(name => cell(name, what, unit))])).join('\n')}

## Are the totals right?

Random answer sets (seed ${counted.virchow.seed}; yes, no, not known and open, of an exclusive group at most one yes), each clicked into a form that was drawn
anew for it, against what our own \`score()\` says of the same answers. The cells say how many sets each was given.

${row(['what', ...Object.values(SUBJECTS)])}
|---|${names.map(() => '---:|').join('')}
${row(['Total is right', ...names.map(name => right(name, 'floor'))])}
${row(['Highest possible total is right', '–', '–', ...peers.map(name => right(name, 'ceiling'))])}
${row(["Total is right in the form's own field", ...names.map(name => right(name, 'field'))])}

- The floor and our own form were given the answers that they have a control for: yes, and with us "not known" of a single item. Neither asks for
  each "no" by itself, and ours asks for "not known" once a group; so the highest possible total is not compared there.
- **LHC-Forms** works both totals out by the Questionnaire's own \`calculatedExpression\` (FHIRPath).
- **SurveyJS** reads no FHIR. Its model is made from the Questionnaire by \`benches/peers/form.mjs\`, the totals as two questions of the type \`expression\`.
- **Medplum** works both totals out by \`calculatedExpression\` too, and hands them over in the response. But its own field for a number is drawn
  once with the first value and does not follow (right in ${right('medplum', 'field')}). A page that wants the total on the screen writes it there from
  \`onChange\`; the page of this bench does, and that is what was timed. The field is not read-only either, though the Questionnaire says so.
- Two forms on one page: an answer given in the second ${checked ? 'left the first alone in all three' : `took the mark off the same question of the first in LHC-Forms (both share the names of their radio buttons; its
  total stayed ${total === 1 ? 'right' : `at ${total}`})`}${['survey', 'medplum'].every(name => counted[name].apart.checked && counted[name].apart.total === 1) ? '; SurveyJS and Medplum kept the two apart' : ''}. Ours: \`tests/e2e/two_elements.test.mjs\`.

## What was measured, and how

By the functions of \`benches/measure.mjs\`, which make [performance.md](performance.md) too.
*First visit*: every request of the page until two seconds after the form is there, HTML and style sheets included, each file brotli-11 by itself.
*Interactive*: from the start of the navigation until all 40 items are in the page with a total beside them (ours: until \`vte-ready\` was said too).
*Click*: from the dispatch of the click on "yes" until the total is the right one and layout is done; *on the screen*: until the first task after the next frame.
*Further form*: from the call until it is all there and laid out. *Memory*: after a forced collection, without throttling; nodes of the page are not in it.

Every peer is its production build, minified. LHC-Forms: the script tags and the style sheet that its README names, with the library for FHIR R4 alone.
SurveyJS and Medplum: as their guides for React say, bundled by esbuild with \`NODE_ENV=production\`, so that what is not used drops out. The style sheet of SurveyJS
is the one without its font, which the usual one fetches from Google. Medplum gets a client, as its provider asks; nobody signs in.
The Questionnaire is our own export, in English, with the sex filled in (our chart has it too) and each choice asked for as radio buttons, so that one click answers everywhere.

## What is not comparable

- The three are general: they draw any form that is given to them. Ours draws its own instruments and no others, and has the rules compiled in.
- A peer draws 122 radio buttons for yes, no and not known; the floor and ours draw 40 controls, where what is not ticked is settled once for all.
- Ours also does in the same bytes what no peer does: prefilling from the chart with its source shown, drafts, the signed record, delivery to the
  host, two languages, the advice on prevention (whose pages come later, on first use, and are not in the bytes above).
- The peers do what ours does not: dates, numbers, free text, repeating groups, uploads, paging, other people's Questionnaires; SurveyJS themes and translations (not loaded here);
  LHC-Forms value sets from a server, prefilling by FHIRPath and every version of FHIR; Medplum references, signatures and its whole server.
- Files come from this machine over a line that costs nothing, unpacked; on a real line the bytes of the first rows are paid as time as well.
- Ours keeps the total in sight at the foot of the screen; LHC-Forms and SurveyJS have it as the last question, where one scrolls to see it.
- A page that has React, Angular or Mantine already pays less for a peer than stands here.

## What we lose at

${lost.length ? `Slower, larger or heavier than a peer in this run:\n\n${lost.join('\n')}` : 'No peer was smaller, faster or lighter than ours in any row of this run.'}
${names.every(name => ROWS.every(([, what]) => of[name][what] >= of.floor[what])) ? '- The floor is better than all of them in every row: what is beyond it is the price of what a form does more.\n' : ''}- A form of somebody else's: ours cannot show it at all. Whoever has many Questionnaires takes one of the three.
- Who else maintains it: the three have been in use in many places for years, ours has not.

## Again

\`make peers\` (Chromium, chromedriver, the npm registry for \`benches/peers/package-lock.json\`; \`RUNS=\`, \`SETS=\`, \`SEED=\`). Each part alone:
\`scripts/with node benches/peers/peers.mjs totals\`, \`weight\`, \`speed\` (on a machine that does nothing else), \`page\`. Nothing of this enters the product: the peers are installed
in \`benches/peers\` and nowhere else.

| package | version | licence | for |
|---|---|---|---|
${Object.keys(devDependencies).map(name => row([`\`${name}\``, version(name), LICENCES[name] ?? lock[`node_modules/${name}`].license, FOR[name] ?? 'Medplum'])).join('\n')}

Of SurveyJS only the form library is used, which is free; its designer, dashboard and PDF export are sold. All ${Object.keys(lock).length - 1} packages of the lock:
${Object.entries(licences).sort(([, a], [, b]) => b - a).map(([licence, count]) => `${licence} ${count}`).join(', ')}. None names the GPL or AGPL.
`;
}
