// The patient is named once, at the moment of the act: no script of the frame looks after a wait who is on the screen.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { kept, readAfterWait } from './named_once.mjs';

const source = name => readFileSync(new URL(`../../src/web/${name}`, import.meta.url), 'utf8');
const member = (node, object, names) => node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === object && names.includes(node.property.name);
const isCall = (node, ...names) => node.type === 'CallExpression' && names.includes(node.callee.property?.name ?? node.callee.name);

/** What a script of the frame sees of the patient: its own sitting, and what the element shows. */
const ofFrame = {
  reads: node => member(node, 'present', ['take']) || member(node, 'element', ['chart', 'record', 'user', 'state', 'pending', 'getResult', 'validate']),
  asks: node => isCall(node, 'holds'),
};
/** The host's side: which admission is wanted, being opened, and open. To compare is to ask. */
const ofHost = {
  reads(node) {
    if (node.type !== 'Identifier' || !['wanted', 'current', 'opening'].includes(node.name) || (node.parent.type === 'MemberExpression' && node.parent.property === node)) return false;
    for (let at = node; at.parent && /^(MemberExpression|LogicalExpression|BinaryExpression)$/.test(at.parent.type); at = at.parent) if (/^[!=]==$/.test(at.parent.operator)) return false;
    // Whether there is any is no question of who it is.
    if (node.parent.type === 'UnaryExpression') return false;
    return node.parent.type !== 'VariableDeclarator' || node.parent.id !== node;
  },
  asks: node => isCall(node, 'still') || (node.type === 'BinaryExpression' && /^[!=]==$/.test(node.operator) && /^(wanted|current|opening)$/.test(node.left.object?.object?.name ?? node.left.name) && node.right.type !== 'Literal'),
};
/** The element: what it was given, and what it is told or asked of the instance. */
const ofElement = {
  // To ask whether an offer is still wanted, by the id of its event, is no look at who is there.
  reads: node => !(node.parent?.type === 'CallExpression' && node.parent.arguments[0]?.value === 'offered') && node.type === 'MemberExpression' && node.object.type === 'ThisExpression' && ['#given', 'chart', 'record', 'state', '#state', '#ask', 'pending', 'getResult', 'validate'].includes(node.property.type === 'PrivateIdentifier' ? `#${node.property.name}` : node.property.name),
  asks: node => isCall(node, 'holds'),
  // A start lays what the page has given by then, an end takes whatever is there, a rest changes nothing of it, and the form around
  // an element is told of whoever is there.
  // The end of a lesson, too, opens what the page has given by then.
  begins: ['#mount', '#unmount', '#rest', '#associate', '#goHome'],
};

for (const [file, rule] of [
  ['frame/session.js', ofFrame], ['frame/smart.js', ofFrame], ['frame/frame.js', ofFrame], ['frame/shell.js', ofFrame], ['frame/fhir.js', ofFrame],
  ['frame/context.js', ofFrame], ['frame/line.js', ofFrame], ['frame/host.js', ofHost], ['virchow.js', ofElement],
]) {
  test(`${file} never looks after a wait who is on the screen`, () => assert.deepEqual(readAfterWait(source(file), rule), []));
}

test('what the frame keeps from turn to turn is listed: of a patient it keeps only tokens', () => {
  assert.deepEqual(kept(source('frame/session.js'), 'vte1'), [
    'talk', 'locked', 'capabilities',          // the line, the curtain, what the host can do
    'collecting', 'watch', 'missed', 'aheadBefore', 'turn',   // errors of the act that runs, pings, the order of acts
    'gathered', 'sentAt',                      // changes with their token; when the last were told
    'heights', 'resizeTimer',
  ]);
  assert.deepEqual(kept(source('frame/smart.js'), 'smart'), [
    'phase', 'said', 'sdc', 'done', 'theirs',  // how far the conversation is, and what the host can do
    'configured',                              // the user whom the host has named for all patients
    'turn', 'gathered', 'focus',               // changes with their token; emptied with each patient
  ]);
});

test('the reader finds what it is for', () => {
  const late = text => readAfterWait(text, ofFrame).length;
  for (const text of [
    'async function f() { await a(); return present.take(); }',
    'const f = () => a().then(() => element.chart);',
    'const f = () => setTimeout(() => { tell(element.state); });',
    'async function f() { for (const x of xs) { tell(present.take()); await a(x); } }',
    'const options = () => element.chart.patient; async function f() { const x = await a(); return b(x, options()); }',
    'const one = () => element.chart, two = () => one(); async function f() { await a(); two(); }',
    'async function f() { await a(); xs.forEach(x => x.tell(element.user)); }',
    'async function f(of) { if (!of.holds()) throw no; await a(); return element.chart; }',
    'async function f(of) { await a(); if (b) { if (!of.holds()) return; } return element.chart; }',
    'function f(of) { return async () => element.getResult(of); }',
    'async function f(of) { return of.holds() ? b(await a(), element.chart) : 0; }',
  ]) assert.equal(late(text), 1, text);
  for (const text of [
    'async function f() { const of = present.take(); await a(); return of.contextId; }',
    'async function f() { await ask(element.chart); }',
    'async function f(of) { await a(); if (!of.holds()) throw no; return element.chart; }',
    'async function f(of) { await a(); return of.now(() => element.chart); }',
    'function lay(of) { if (!of.holds()) throw no; return element.chart; } async function f(of) { await a(); lay(of); }',
    'const f = of => a().then(() => (of.holds() ? element.chart : 0));',
    'addEventListener("x", () => element.chart); async function f() { await a(); element.chart = 1; }',
  ]) assert.equal(late(text), 0, text);
});
