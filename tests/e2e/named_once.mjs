// Reads a script and finds where it looks at who is on the screen after a wait: after the first `await` of a function, in a
// callback of a promise or a timer, in a function that is handed out. There another patient may have been opened. What may be
// looked at there is a token that was taken before (src/web/frame/sitting.js); a line that asks it, `if (!of.holds()) throw …`
// or `of.holds() ? … : …`, makes what follows as good as before the wait, until the next one.
import { parse } from 'acorn';

const LATE = ['then', 'catch', 'finally', 'setTimeout', 'setInterval', 'queueMicrotask', 'requestAnimationFrame', 'requestIdleCallback', 'atLeisure', 'ResizeObserver', 'persist'];
const isFunction = node => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node?.type);
const isLoop = node => /^(For|While|DoWhile|ForOf|ForIn)Statement$/.test(node?.type);

/** Each node knows its parent and the function that it is in. */
function tree(text) {
  const all = [];
  const visit = (node, parent, of) => {
    if (!node || typeof node.type !== 'string') return;
    node.parent = parent;
    node.of = of;
    all.push(node);
    const inner = isFunction(node) ? node : of;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'parent' || key === 'of') continue;
      for (const child of [].concat(value)) if (child && typeof child === 'object' && child.type) visit(child, node, inner);
    }
  };
  const root = parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  visit(root, null, root);
  return all;
}

const nameOf = node => (node?.type === 'Identifier' ? node.name : node?.type === 'PrivateIdentifier' ? `#${node.name}` : node?.type === 'MemberExpression' ? nameOf(node.property) : node?.type === 'ChainExpression' ? nameOf(node.expression) : undefined);
const isWithin = (node, outer) => { for (let at = node; at; at = at.parent) if (at === outer) return true; return false; };
const isTarget = node => node.parent.type === 'AssignmentExpression' && node.parent.left === node;

/** Whether a name is that of a parameter of a function around it. */
function isArgument(node) {
  for (let at = node.of; isFunction(at); at = at.of) if (at.params.some(param => nameOf(param) === node.name)) return true;
  return false;
}

/** Under which name a function can be called, if it has one. */
function named(node) {
  if (node.id) return node.id.name;
  const { parent } = node;
  if (parent.type === 'VariableDeclarator' && parent.init === node) return nameOf(parent.id);
  if (/^(Property|MethodDefinition|PropertyDefinition)$/.test(parent.type) && parent.value === node) return nameOf(parent.key);
}

/** How a function begins: 'fresh' at the moment of an act, 'late' after a wait, or as the place in which it is written. */
function beginning(node) {
  const { parent } = node;
  if (/^(CallExpression|NewExpression)$/.test(parent.type) && parent.arguments.includes(node)) {
    const callee = nameOf(parent.callee);
    if (callee === 'now') return 'fresh';
    return LATE.includes(callee) ? 'late' : callee === 'addEventListener' || callee === 'button' ? 'fresh' : 'inherits';
  }
  // Nobody can say when a function that is given away is called.
  if (parent.type === 'ReturnStatement' || (isFunction(parent) && parent.body === node)) return 'late';
  return 'fresh';
}

/**
 * The places where `text` reads the present after a wait, one line each. `reads(node)` says what a reading is, `asks(node)` what
 * asks a token, and `begins` which functions are an act of their own whenever they are called.
 */
export function readAfterWait(text, { reads, asks, begins = [] }) {
  const all = tree(text), functions = all.filter(isFunction);
  const awaits = all.filter(node => node.type === 'AwaitExpression');
  const isNegated = node => (node.type === 'BinaryExpression' ? node.operator === '!==' : node.parent.type === 'UnaryExpression' && node.parent.operator === '!');
  const asked = (test, negated) => all.some(node => asks(node) && isWithin(node, test) && isNegated(node) === negated);
  const leaves = node => /^(ThrowStatement|ReturnStatement|ContinueStatement|BreakStatement)$/.test(node.type) || (node.type === 'BlockStatement' && node.body.length > 0 && leaves(node.body.at(-1)));
  const guards = all.filter(node => node.type === 'IfStatement' && leaves(node.consequent) && asked(node.test, true));
  const waitBetween = (from, to, of) => awaits.some(wait => wait.of === of && wait.end > from && wait.end <= to);

  /** Whether `node` stands behind a question to a token that no wait has made old. */
  function isGuarded(node) {
    if (guards.some(guard => guard.of === node.of && guard.end <= node.start && isWithin(node, guard.parent) && !waitBetween(guard.end, node.start, node.of))) return true;
    for (let at = node; at && at !== node.of; at = at.parent) {
      const { parent } = at;
      if (!parent) break;
      if (/^(IfStatement|ConditionalExpression)$/.test(parent.type) && parent.consequent === at && asked(parent.test, false) && !waitBetween(parent.test.end, node.start, node.of)) return true;
      if (parent.type === 'LogicalExpression' && parent.operator === '&&' && parent.right === at && asked(parent.left, false) && !waitBetween(parent.left.end, node.start, node.of)) return true;
    }
    return false;
  }
  /** Whether a wait of its own function comes before `node`; in a loop, the wait of the round before. */
  function isAfterWait(node) {
    const { of } = node;
    if (awaits.some(wait => wait.of === of && wait.end <= node.start)) return true;
    for (let at = node; at && at !== of; at = at.parent) if (isLoop(at) && awaits.some(wait => wait.of === of && isWithin(wait, at))) return true;
    return false;
  }
  function isLate(node) {
    if (isGuarded(node)) return false;
    if (isAfterWait(node)) return true;
    const { of } = node;
    if (!isFunction(of)) return false;
    const how = beginning(of);
    return how === 'late' || (how === 'inherits' && isLate(of));
  }
  /** Whether the reading happens as soon as its function is called: then calling the function is a reading. */
  function outermost(node) {
    let { of } = node;
    if (isGuarded(node)) return undefined;
    while (isFunction(of) && beginning(of) === 'inherits') {
      if (isGuarded(of)) return undefined;
      of = of.of;
    }
    return isFunction(of) ? of : undefined;
  }

  const readings = new Set(all.filter(node => reads(node) && !isTarget(node)));
  // A function that looks is itself a look, wherever it is called.
  const looking = new Set();
  for (let grew = true; grew;) {
    grew = false;
    for (const node of readings) {
      const name = functions.includes(outermost(node)) ? named(outermost(node)) : undefined;
      if (name !== undefined && !begins.includes(name) && !looking.has(name)) { looking.add(name); grew = true; }
    }
    for (const node of all) {
      if (node.type !== 'CallExpression' || readings.has(node)) continue;
      // A function that came as an argument is the turn of a host, which begins when it is called.
      const { callee } = node, own = (callee.type === 'Identifier' && !isArgument(callee)) || (callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression');
      if (own && looking.has(nameOf(callee))) { readings.add(node); grew = true; }
    }
  }
  return [...readings].filter(isLate).map(node => `${node.loc.start.line}: ${text.slice(node.start, node.end).split('\n')[0].slice(0, 80)}`);
}

/** Names of the variables that a script keeps from one turn to the next: those of the file, and those of the function that makes
 *  the thing the file is about. */
export function kept(text, maker) {
  const all = tree(text), owner = all.find(node => isFunction(node) && named(node) === maker);
  return all.filter(node => node.type === 'VariableDeclaration' && node.kind !== 'const' && (!isFunction(node.of) || node.of === owner) && !(isLoop(node.parent))
    && (!isFunction(node.of) || node.parent === owner.body)).flatMap(node => node.declarations.map(one => nameOf(one.id)));
}
