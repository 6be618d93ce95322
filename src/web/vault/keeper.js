// What an embedded <vte-assessment> asks of a store (see store.js), answered by rows of the vault: the draft, and a
// signature with the ward's own line on it, each in one transaction.
//
// The element's outbox leads no further than this page, and is forgotten with it: what stands in the vault has arrived. The
// ward's outbox, to the HIS, gets its entry in the same transaction and is nobody's but the ward's.

const DRAFT = 'draft/', EVENT = 'event/', ADMISSION = 'admission/', OUTBOX = 'outbox/';
const numbered = (context, seq) => `${EVENT}${context}/${String(seq).padStart(6, '0')}`;

/**
 * `admission(context, row | null, events JSON) → row | null`: the ward's line of an admission, as it is after these events.
 * `aside(context)`: another tab had written a draft that was not seen here; it was put beside, not lost.
 * `demo`: every row bears the mark, nothing waits for a HIS, and the ward hears of a signature by `aside`: nobody is sent it.
 */
export function keeper(vault, admission, aside, demo = false) {
  /** The draft of each admission as last read or written here. */
  const drafts = new Map();
  /** Signed here and not yet taken by this page, by event id. */
  const offered = new Map();
  // Another row whose key begins with this one may be damaged: that is no reason to fail here.
  const found = async key => (await vault.readable(key)).find(([found]) => found === key);
  /** A draft that cannot be decrypted is as good as none. */
  const draftOf = async context => (await found(DRAFT + context))?.[1];
  /** The line of an admission that cannot be decrypted is not one that is missing. */
  const row = async key => {
    const held = await found(key);
    if (held && held[1] === undefined) throw 'damaged';
    return held?.[1];
  };
  const eventsOf = async context => {
    const events = await vault.read(`${EVENT}${context}/`);
    return events.length ? `[${events.map(([, text]) => text).join(',')}]` : undefined;
  };
  const full = word => { throw word === 'full'; };

  async function load(context) {
    if (!context) return [undefined, undefined, ...waiting()];
    const [draft, events] = await Promise.all([draftOf(context), eventsOf(context)]);
    drafts.set(context, draft);
    return [draft, events, ...waiting()];
  }
  const waiting = () => [[...offered.keys()], [...offered.values()]];

  async function keepDraft(context, given) {
    const text = demo ? given?.replace(/^\{(?!"demo":)/, '{"demo":true,') ?? null : given;
    if ((drafts.get(context) ?? null) === text) return [];
    const held = await draftOf(context), known = drafts.has(context);
    // Written by another tab, and never seen here.
    const other = known && held !== undefined && held !== drafts.get(context) && held !== text;
    drafts.set(context, text ?? undefined);
    if (other) aside?.(context);
    return [...(other ? [['put', `${DRAFT}${context} (other)`, held]] : []), text === null ? ['delete', DRAFT + context] : ['put', DRAFT + context, text]];
  }

  async function sign(context, seen, text) {
    if ((await eventsOf(context)) !== seen) return null;
    const known = seen === undefined ? 0 : JSON.parse(seen).length;
    // As text, for the hash covers it to the letter.
    const events = elements(text).slice(known);
    const line = admission(context, (await row(ADMISSION + context)) ?? null, text);
    return [...events.map(event => ['add', numbered(context, JSON.parse(event).seq), event]), ...(line === null || line === undefined ? [] : [['put', ADMISSION + context, line]])];
  }

  async function write(lines, strict, context, seen) {
    const rows = [];
    for (const [store, key, text] of lines) {
      if (store === 'drafts') rows.push(...await keepDraft(key, text));
      if (store === 'events') {
        const signed = await sign(key, seen, text);
        if (signed === null) return false;
        rows.push(...signed);
      }
      if (store === 'outbox') {
        if (text === null) offered.delete(key);
        else if (context !== undefined && !demo) rows.push(['put', OUTBOX + key, text]);
      }
    }
    if (rows.length > 0) {
      try { await vault.write(rows); } catch (word) {
        if (word === 'moved') return false;
        throw word;
      }
    }
    for (const [store, key, text] of lines) if (store === 'outbox' && text !== null) offered.set(key, text);
    if (demo) for (const [store, key] of lines) if (store === 'events') aside?.(key);
    return true;
  }

  return { load: context => load(context).catch(full), write: (...all) => write(...all).catch(full) };
}

/** The elements of a JSON list, each as it is written. */
export function elements(list) {
  const found = [];
  for (let at = 1, depth = 0, from = 1, quoted = false; at < list.length; at++) {
    const c = list[at];
    if (quoted) {
      if (c === '\\') at += 1;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '{' || c === '[') depth += 1;
    else if ((c === ',' && depth === 0) || (c === ']' && depth === 0)) {
      if (at > from) found.push(list.slice(from, at));
      from = at + 1;
    } else if (c === '}' || c === ']') depth -= 1;
  }
  return found;
}

/** Gives an element its keeper. Before it is in the page: it asks as soon as it has a chart. */
export function give(element, vault, admission, aside, demo) {
  element.keeper = keeper(vault, admission, aside, demo);
}
