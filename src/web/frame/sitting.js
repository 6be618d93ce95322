// Who is on the screen, named once: at the moment of the act. Code that waits (for an answer, a file, a timer) takes a token
// before its first wait and asks the token afterwards; it never asks after a wait who is on the screen, because another
// patient may have been opened meanwhile. tests/e2e/named_once.test.mjs reads the scripts of the frame and holds them to it.

/** What makes a person another one: given before, and given differently now. */
const PERSON = ['ref', 'birthDate', 'sex'];

/** Whether `patient` is certainly not the person of `before`. What is not given contradicts nothing. */
export function another(before, patient) {
  const one = Object(before), two = Object(patient);
  return PERSON.some(name => one[name] && two[name] && one[name] !== two[name]);
}

/** One screen. At first nobody is on it. */
export function sitting() {
  let number = 0, now;

  function token(what, person) {
    const mine = number, holds = () => number === mine;
    return (now = Object.freeze({
      ...what, number: mine, person,
      /** Whether the same admission of the same person is still on the screen. */
      holds,
      /** Does `act` if it holds: the one way to look at the screen again after a wait. */
      now: act => (holds() ? act() : undefined),
    }));
  }
  token({}, {});

  return {
    /** The token of what is on the screen; frozen, and without `contextId` while nobody is. */
    take: () => now,
    /** `what` (`contextId`, `patient`, and whatever belongs to them) is on the screen from now on. Tokens of the same admission
     *  and person hold on; all others have ended. */
    lay(what) {
      const known = Object.fromEntries(PERSON.map(name => [name, Object(what.patient)[name]]).filter(([, value]) => value));
      const same = now.contextId !== undefined && now.contextId === what.contextId && !another(now.person, known);
      if (!same) number += 1;
      return token(what, Object.freeze(same ? { ...now.person, ...known } : known));
    },
    /** Nobody is on the screen any more; `what` may say what is known already of who comes next. */
    leave(what) {
      number += 1;
      return token(what, {});
    },
  };
}
