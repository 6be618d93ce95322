// What others do to the nodes that we drew, undone. Yew keeps references to its nodes. A translator of the browser (or of an
// extension) that puts its own in their place would leave the last patient's name on the next one's form, and a node that is
// not where Yew left it would stop the calculator. So each change that is not ours is written down as the browser tells it,
// and taken back in reverse order: at once where something of ours was touched, and always before we draw.
//
// What is ours is known by when it happens: Yew draws in tasks that the glue hands to `drawn` (scripts/intact.mjs).
const SEEN = { subtree: true, childList: true, characterData: true, characterDataOldValue: true, attributeOldValue: true, attributeFilter: ['title', 'aria-label', 'placeholder'] };
/** So often a second a change is taken back at once, and then at its end: two that undo each other would hold the page. */
const AT_ONCE = 30;
const trees = new Set();

/** Runs a task in which we may draw. */
export function drawn(act) {
  trees.forEach(tree => tree.mend());
  try { act(); } finally { trees.forEach(tree => tree.forget()); }
}

/** Keeps what is drawn below `root` as we drew it; gives what ends that. What is put right under `root`, beside what we drew, stays. */
export function watch(root) {
  /** Nodes that others put in, and those of ours that they took from their place. */
  const theirs = new WeakSet(), moved = new Set();
  let changes = [], hasty = 0, waiting = 0, focused;
  const observer = new MutationObserver(records => {
    if (!take(records)) return;
    if (hasty++ < AT_ONCE) mend();
    waiting ||= setTimeout(() => {
      hasty = waiting = 0;
      mend();
    }, 1000);
  });

  function isTheirs(node) {
    for (; node && node !== root && !moved.has(node); node = node.parentNode) if (theirs.has(node)) return true;
    return false;
  }

  /** Whether something of ours was touched, or words were put among ours. */
  function take(records) {
    let harm = false;
    for (const record of records) {
      const { type, target, addedNodes, removedNodes } = record;
      if (isTheirs(target)) continue;
      let ours = type !== 'childList';
      for (const node of removedNodes) if (!theirs.has(node)) ours = moved.add(node);
      harm ||= ours;
      for (const node of addedNodes) {
        if (moved.has(node)) continue;
        theirs.add(node);
        if (target === root) continue;
        harm ||= node.textContent.trim();
        ours = true;
      }
      if (ours) changes.push(record);
    }
    return harm;
  }

  function mend() {
    take(observer.takeRecords());
    if (!changes.length) return;
    for (const { type, target, attributeName, oldValue, addedNodes, removedNodes, previousSibling, nextSibling } of changes.reverse()) {
      if (type === 'characterData') target.data = oldValue;
      else if (type === 'attributes') oldValue === null ? target.removeAttribute(attributeName) : target.setAttribute(attributeName, oldValue);
      else {
        for (const node of addedNodes) if (node.parentNode === target) node.remove();
        const next = nextSibling?.parentNode === target ? nextSibling : previousSibling?.parentNode === target ? previousSibling.nextSibling : null;
        for (const node of removedNodes) if (!theirs.has(node)) target.insertBefore(node, next);
      }
    }
    // Whoever was typing goes on.
    const { activeElement } = root.getRootNode();
    if ((!activeElement || activeElement === document.body) && [...moved].some(node => node.contains(focused))) focused.focus({ preventScroll: true });
    forget();
  }

  function forget() {
    observer.takeRecords();
    changes = [];
    moved.clear();
  }

  const tree = { mend, forget }, focus = event => { focused = event.target; };
  root.addEventListener('focusin', focus);
  trees.add(tree);
  observer.observe(root, SEEN);
  return () => {
    observer.disconnect();
    trees.delete(tree);
    clearTimeout(waiting);
    root.removeEventListener('focusin', focus);
  };
}
