// One <vte-assessment> in a page, with the person before it and the page's own script around it. Here is what is seen of it and
// what is held of it; what the two do is person.mjs and host.mjs.

import { CONTEXTS, PEOPLE, contextOf, named, owner } from './people.mjs';

/** Refusals that say nothing of whether an event was signed: the instance is gone, or the element was taken away. */
const UNSAID = ['E_INTERNAL', 'E_WASM'];

export class Seat {
  constructor(page, invariants, { by = 'screen' } = {}) {
    Object.assign(this, { page, world: page.world, invariants, by });
    /** Signatures that were begun: { who, contextId, left, outcome }. */
    this.acts = [];
    /** Signed here, not on the disk, and not accepted yet. */
    this.unkept = new Set();
    this.signs = 0;
    page.seat = this;
  }

  adopt(element) {
    this.element = element;
    element.addEventListener('vte-event', event => this.offered(event.detail));
    return element;
  }

  get root() { return this.element?.shadowRoot; }
  $(selector) { return this.root?.querySelector(selector); }
  $$(selector) { return this.root ? [...this.root.querySelectorAll(selector)] : []; }
  get where() { return this.page.name; }

  /** Whose name stands on the screen. */
  get who() { return named(this.$('.strip dd')?.textContent); }

  // ---- signing ----

  /** A person or the host signs: it is for whoever stands on the screen in this moment. */
  begin() {
    const who = this.who;
    if (!who) return undefined;
    const act = { who, contextId: contextOf(who), left: 2, open: true };
    this.acts.push(act);
    return act;
  }

  /** A person presses a button that signs. */
  press(button) {
    const act = this.begin();
    button.click();
    // Refused on the spot.
    if (act && this.element.state !== 'sending') act.open = false;
  }

  /** `sign()` of the element, and what it is answered. */
  sign() {
    const act = this.begin() ?? { who: undefined, contextId: undefined, left: 0, open: true }, { invariants } = this;
    this.signs += 1;
    this.element.sign().then(answer => {
      this.signs -= 1;
      if (answer?.event) {
        this.arrived(answer.event, 'sign()');
        if (act.contextId !== undefined && answer.event.contextId !== act.contextId) invariants.fail('sign() answered with another act', `${this.where}: sign() of ${act.contextId} gives an event of ${answer.event.contextId}`);
      } else if (answer?.error && !UNSAID.includes(answer.error.code)) {
        act.failed = answer.error.code;
        act.open = false;
      } else if (!answer?.error) invariants.fail('sign()', `${this.where}: sign() gives ${JSON.stringify(answer)?.slice(0, 100)}`);
    });
  }

  /** An event that this page has signed turns up for the first time. */
  arrived(event, from) {
    const { invariants } = this, where = `${this.where}, ${from}`;
    // Of before a reload, of another page or device, or seen on the disk already.
    const known = invariants.events.has(event.id);
    invariants.event(event, where);
    if (known) return;
    const act = this.acts.find(act => act.contextId === event.contextId && act.open && act.left > 0);
    if (act) {
      act.left -= 1;
      return;
    }
    const failed = this.acts.find(act => act.contextId === event.contextId && act.failed && act.left > 0);
    if (failed) invariants.fail('sign() answered by another error', `${where}: sign() was answered ${failed.failed}, and ${event.contextId} has the event all the same`);
    else invariants.fail('signed for nobody', `${where}: an event of ${event.contextId} turns up; begun was ${JSON.stringify(this.acts.map(({ contextId, failed, left }) => [contextId, failed, left]))}`);
  }

  /** `vte-event`. */
  offered(detail) {
    const { invariants } = this, { event, stored } = detail, where = `${this.where}, vte-event`;
    this.arrived(event, 'vte-event');
    invariants.outputs(detail.outputs, event, where);
    if (stored === false) {
      invariants.forked.add(event.contextId);
      if (!invariants.accepted.has(event.id)) this.unkept.add(event.id);
    } else if (!this.keeps(event.id)) invariants.fail('said stored, and is not', `${where}: ${event.id} of ${event.contextId} never was on the disk`);
  }

  /** Whether this id ever was where this element keeps what is signed. */
  keeps(id) { return this.invariants.ever(this.page.profile.disk, id); }

  // ---- looking ----

  look() {
    const { element } = this;
    if (!this.root?.firstElementChild || this.$('.fail')) return;
    const ticked = new Set();
    for (const input of this.$$('input[data-item]')) if (input.checked && !input.disabled) {
      const whose = owner(input.dataset.item);
      if (whose) ticked.add(whose);
    }
    for (const id of this.unkept) if (this.invariants.accepted.has(id) || this.invariants.refused.has(id)) this.unkept.delete(id);
    const line = this.$('[data-delivery]'), delivery = line?.dataset.delivery;
    const last = delivery === 'confirmed' ? element.record.at(-1) : undefined;
    this.invariants.screen({ who: this.who, ticked: [...ticked], delivery, words: line?.textContent, notice: Boolean(this.$('[data-storage]')), last, unkept: [...this.unkept] }, this.where);
  }

  /** The record in hand, and what the element gives of itself. */
  read() {
    const { element, invariants } = this;
    const record = element.record, { who } = this;
    if (record.length) invariants.record(record, who && contextOf(who), `${this.where}, el.record`);
    for (const { contextId, id } of element.pending) {
      const event = invariants.events.get(id);
      if (event && event.contextId !== contextId) invariants.fail('wrong patient', `${this.where}, pending: ${id} of ${event.contextId} under ${contextId}`);
    }
  }

  get ready() { return Boolean(this.element?.isConnected && this.element.state !== 'loading' && this.root?.firstElementChild && !this.$('.fail')); }
}

export { CONTEXTS, PEOPLE };
