// Somebody before the screen: sees whose name stands there, and answers for that person. A tap goes to what is on the screen
// in that moment, as a finger does.

import { MARKS, PEOPLE } from './people.mjs';

/** Buttons that begin a signature. */
const SIGNING = ['sign', 'authorise', 'decline'];
/** Buttons that a person may press at any time, by weight. */
const BUTTONS = {
  sign: 3, 'none-of-the-rest': 4, unknown: 0.2, prevention: 2, 'to-score': 1, amend: 2, new: 1, retry: 1, reset: 0.4, 'reset-yes': 2, 'reset-no': 1, dismiss: 1, 'cancel-amend': 0.5, 'load-again': 2,
  authorise: 5, 'decline-open': 0.5, 'decline-close': 0.5, decline: 3, 'suspected-vte': 0.2,
};

export class Person {
  constructor(seat) { Object.assign(this, { seat, world: seat.world }); }

  /** One tap. */
  turn() {
    const { seat, world } = this;
    const { screen, who } = seat;
    if (!seat.ready) {
      const restart = screen.buttons.find(({ action }) => action === 'restart');
      if (restart && world.chance(0.3)) restart.node.click();
      return;
    }
    if (!who) return;
    const inputs = screen.inputs.filter(({ node }) => !node.disabled), mine = inputs.find(({ item }) => item === PEOPLE[who].mark)?.node;
    if (mine && world.chance(mine.checked ? 0.03 : 0.5)) return this.tap(mine, `ticks ${PEOPLE[who].mark} of ${who}`);
    if (screen.fields.length && world.chance(0.3)) return this.write(world.pick(screen.fields));
    // What is asked after the score: any answer, for none of it is anybody's mark.
    if (inputs.length && !mine && world.chance(0.35)) {
      const { node, item } = world.pick(inputs);
      return MARKS.includes(item) ? undefined : this.tap(node, `answers ${item}`);
    }
    const buttons = screen.buttons.filter(({ node, action }) => BUTTONS[action] && !node.disabled);
    if (!buttons.length) return;
    // Mostly what comes next: the rest is answered, and what is complete is signed.
    const { state } = seat.element, next = state === 'complete' ? 'sign' : state === 'sent' ? 'new' : 'none-of-the-rest';
    const { node, action } = buttons[world.weighed(Object.fromEntries(buttons.map(({ action }, place) => [place, BUTTONS[action] * (action === next ? 4 : 1)])))];
    if (world.trace) world.say(`${seat.where}  person: ${action} (${who})`);
    if (SIGNING.includes(action)) seat.press(node);
    else node.click();
  }

  tap(input, what) {
    if (this.world.trace) this.world.say(`${this.seat.where}  person: ${what}`);
    input.click();
  }

  write(field) {
    field.value = this.world.pick(['复核', '化验更正', '']);
    field.dispatchEvent(new this.seat.page.globals.Event('input', { bubbles: true, composed: true }));
    field.dispatchEvent(new this.seat.page.globals.Event('change', { bubbles: true, composed: true }));
  }
}
