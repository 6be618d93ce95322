// Somebody before the screen: sees whose name stands there, and answers for that person. A tap goes to what is on the screen
// in that moment, as a finger does.

import { PEOPLE } from './people.mjs';

/** Buttons that begin a signature. */
const SIGNING = ['sign', 'authorise', 'decline'];
/** Buttons that a person may press at any time, by weight. */
const BUTTONS = {
  sign: 9, 'none-of-the-rest': 8, unknown: 0.3, prevention: 2, 'to-score': 1, amend: 2, new: 1, retry: 1, reset: 0.4, 'reset-yes': 2, 'reset-no': 1, dismiss: 1, 'cancel-amend': 0.5, 'load-again': 2,
  authorise: 5, 'decline-open': 0.5, 'decline-close': 0.5, decline: 3, 'suspected-vte': 0.2,
};

export class Person {
  constructor(seat) { Object.assign(this, { seat, world: seat.world }); }

  /** One tap. */
  turn() {
    const { seat, world } = this;
    if (!seat.ready) {
      const restart = seat.$('.fail button');
      if (restart && world.chance(0.3)) restart.click();
      return;
    }
    const who = seat.who;
    if (!who) return;
    const mine = seat.$(`input[data-item="${PEOPLE[who].mark}"]:not([disabled])`);
    if (mine && world.chance(mine.checked ? 0.03 : 0.5)) return this.tap(mine, `ticks ${PEOPLE[who].mark} of ${who}`);
    const notes = seat.$$('textarea, input[type=text]');
    if (notes.length && world.chance(0.3)) return this.write(world.pick(notes));
    // What is asked after the score: any answer, for none of it is anybody's mark.
    const others = seat.$$('input').filter(input => !input.disabled && ['checkbox', 'radio'].includes(input.type) && !Object.values(PEOPLE).some(({ mark }) => input.dataset.item === mark));
    if (others.length && !mine && world.chance(0.35)) return this.tap(world.pick(others), 'answers');
    const buttons = seat.$$('button[data-action]').filter(button => !button.disabled && BUTTONS[button.dataset.action]);
    if (!buttons.length) return;
    const weights = Object.fromEntries(buttons.map((button, place) => [place, BUTTONS[button.dataset.action]]));
    const button = buttons[world.weighed(weights)], { action } = button.dataset;
    if (world.trace) world.say(`${seat.where}  person: ${action} (${who})`);
    if (SIGNING.includes(action)) seat.press(button);
    else button.click();
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
