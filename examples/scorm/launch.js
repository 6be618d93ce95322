// SCORM 1.2 around a lesson: finds the API of the learning system, hands the element what is left of the lesson, and reports what it
// hears in `vte-lesson`. Nothing is asked of any server but by that API; where there is none the lesson is practised all the same.

/** A pass, in percent of all cases (D: a decision of ours; change it here and in the manifest). */
export const MASTERY = 80;
/** A system that opens in a frame of a frame: nobody nests deeper (SCORM 1.2 RTE, 3.3.6.1). */
const DEEP = 7;

/** The API of SCORM 1.2: in this window, those around it, or the one that opened it. */
export function findApi(win) {
  const up = from => {
    for (let at = from, tries = 0; at && tries <= DEEP; tries += 1) {
      try { if (at.API) return at.API; } catch { return null; }
      if (!at.parent || at.parent === at) return null;
      at = at.parent;
    }
    return null;
  };
  let opener = null;
  try { opener = win.opener; } catch { /* another origin */ }
  return up(win) ?? (opener ? up(opener) : null);
}

/** Seconds as CMITimespan: HHHH:MM:SS. */
export function timespan(seconds) {
  const two = value => String(value).padStart(2, '0'), whole = Math.min(Math.max(0, Math.floor(seconds)), 9999 * 3600);
  return `${String(Math.floor(whole / 3600)).padStart(4, '0')}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/**
 * One sitting. `api`: of the learning system, or null. `lesson`: `{ id, cases: [...] }` as `el.lesson` takes it. `clock`: seconds.
 * `begin()` gives the lesson of what is left (null: nothing is), `heard(detail)` takes each `vte-lesson`, `leave()` ends the sitting.
 * What the system refuses is listed in `refused` and stops nothing.
 */
export function sitting(api, lesson, clock) {
  const refused = [], done = new Map(), tried = new Map(), begun = clock();
  const id = one => one.case ?? `${one.variant}:${one.seed ?? 1}`;
  /** As the element names it: a case of the bank is bank:1, and not T01. */
  const named = one => id(one).replace(/^T0*(\d+)$/, 'bank:$1');
  let asked = [], open = false, left = false;
  const ask = (name, ...words) => {
    if (!api) return '';
    try {
      const answer = api[name](...words), code = Number(api.LMSGetLastError());
      if (code) refused.push(`${name} ${words[0] ?? ''}: ${code}`.trim());
      return answer;
    } catch (error) {
      refused.push(`${name}: ${error.name}`);
      return '';
    }
  };
  const set = (name, value) => ask('LMSSetValue', name, String(value));
  const percent = () => Math.round([...done.values()].reduce((sum, one) => sum + one, 0) / lesson.cases.length);
  const over = () => done.size >= lesson.cases.length;

  function report() {
    if (!open) return;
    set('cmi.core.score.min', 0);
    set('cmi.core.score.max', 100);
    // A system judges whatever score there is by the masteryscore: half a lesson has none.
    if (over()) set('cmi.core.score.raw', percent());
    set('cmi.core.lesson_status', over() ? (percent() >= MASTERY ? 'passed' : 'failed') : 'incomplete');
    set('cmi.suspend_data', JSON.stringify({ v: 1, lesson: lesson.id, done: Object.fromEntries(done), tried: Object.fromEntries(tried) }));
    ask('LMSCommit', '');
  }

  return {
    refused, percent, over,
    begin() {
      open = api !== null && String(ask('LMSInitialize', '')) === 'true';
      if (open) {
        // What was kept of another lesson, or is damaged, is no beginning of this one.
        let kept;
        try { kept = JSON.parse(ask('LMSGetValue', 'cmi.suspend_data') || 'null'); } catch { kept = null; }
        const known = new Set(lesson.cases.map(id));
        if (kept?.v === 1 && kept.lesson === lesson.id && kept.done) {
          for (const [into, from] of [[done, kept.done], [tried, kept.tried ?? {}]]) {
            for (const [one, value] of Object.entries(from)) if (known.has(one) && value >= 0 && value <= 100) into.set(one, Math.round(value));
          }
        }
        // A system that has already said passed keeps its word: nothing is reported before something is answered.
        if (done.size === 0) report();
      }
      asked = lesson.cases.filter(one => !done.has(id(one)));
      return asked.length === 0 ? null : { ...lesson, cases: asked };
    },
    heard(detail) {
      if (left) return;
      const result = detail?.result ?? {}, marks = value => Math.min(100, Math.max(0, Math.round(value)));
      if (detail?.kind === 'progress') {
        // The first try is marked: leaving now and coming back is no second first try.
        const one = asked[result.answered ?? 0];
        if (!one || named(one) !== detail.case || result.tries !== 1 || result.percent === undefined || tried.has(id(one))) return;
        tried.set(id(one), marks(result.percent));
        return report();
      }
      if (detail?.kind !== 'result') return;
      // The element counts the cases that it was given, in their order.
      const one = asked[(result.answered ?? 0) - 1];
      if (!one) return;
      done.set(id(one), tried.get(id(one)) ?? marks(result.percent ?? (result.right ? 100 : 0)));
      report();
    },
    leave() {
      if (!open || left) return;
      left = true;
      set('cmi.core.session_time', timespan(clock() - begun));
      set('cmi.core.exit', over() ? '' : 'suspend');
      ask('LMSCommit', '');
      ask('LMSFinish', '');
    },
  };
}
