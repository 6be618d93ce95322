// One <vte-assessment> in a page, with the person before it and the page's own script around it. Here is what is seen of it and
// what is held of it; what the two do is person.mjs and host.mjs.

import { walk } from './dom.mjs';
import { contextOf, named, owner } from './people.mjs';

/** Refusals that say nothing of whether an event was signed: the instance is gone, or the element was taken away. */
const UNSAID = ['E_INTERNAL', 'E_WASM'];

export class Seat {
  constructor(page, invariants, { by = 'screen' } = {}) {
    Object.assign(this, { page, world: page.world, invariants, by });
    /** Signatures that were begun: { who, contextId, left, outcome }. */
    this.acts = [];
    /** Signed here, not on the disk, and not accepted yet. */
    this.unkept = new Set();
    /** Ids of every event that was offered. */
    this.asked = new Set();
    this.signs = 0;
    page.seat = this;
  }

  adopt(element) {
    this.element = element;
    // What was asked of an element that is gone is answered by nobody.
    this.signs = 0;
    this.shown = undefined;
    element.addEventListener('vte-event', event => this.offered(event.detail));
    return element;
  }

  get where() { return this.page.name; }

  /** What is on the screen: read once after each change, for that is what costs. */
  get screen() {
    const { element, page } = this, { document } = page;
    if (this.shown && !document.touched) return this.shown;
    document.touched = false;
    const shown = this.shown = { label: undefined, delivery: undefined, words: '', notice: false, failed: undefined, inputs: [], fields: [], buttons: [], empty: true };
    const root = element?.shadowRoot;
    if (!root) return shown;
    let strip = false;
    walk(root, (node, kind) => {
      shown.empty = false;
      if (kind === 'input') {
        if (node.type === 'text') shown.fields.push(node);
        else shown.inputs.push({ node, item: node.getAttribute('data-item') });
      } else if (kind === 'textarea') shown.fields.push(node);
      else if (kind === 'button') {
        const action = node.getAttribute('data-action');
        if (action) shown.buttons.push({ node, action });
      } else if (kind === 'dl') strip = node.className === 'strip';
      else if (kind === 'dd') {
        if (strip && shown.label === undefined) shown.label = node.textContent;
      } else if (kind === 'div') {
        if (node.hasAttribute('data-storage')) shown.notice = true;
        else if (node.hasAttribute('data-delivery')) {
          shown.delivery = node.getAttribute('data-delivery');
          shown.words = node.textContent;
        } else if (node.classList.contains('fail')) shown.failed = node;
      } else if (kind === 'small' || kind === 'p' || kind === 'li') return false;
      return true;
    });
    return shown;
  }

  /** Whose name stands on the screen. */
  get who() { return named(this.screen.label); }

  // ---- signing ----

  /** A person or the host signs: it is for whoever stands on the screen in this moment. */
  begin() {
    const who = this.who;
    if (!who) return undefined;
    const act = { who, contextId: this.numberOf(who), left: 2, open: true };
    this.acts.push(act);
    return act;
  }

  numberOf(who) { return contextOf(who); }

  /** A person presses a button that signs. */
  press(button) {
    const act = this.begin();
    button.click();
    // Refused on the spot.
    if (act && this.element.state !== 'sending') act.open = false;
  }

  /** Which admission lies on the desk in this moment, which the screen shows a microtask later. */
  async open() { return Object((await this.element.getResult({ outputs: ['flat'] })).flat).contextId; }

  /** `sign()` of the element, and what it is answered. */
  sign() {
    const act = { left: 2, open: true }, { invariants } = this;
    this.acts.push(act);
    this.open().then(contextId => { act.contextId = contextId; }, () => {});
    const { element } = this;
    this.signs += 1;
    element.sign().then(answer => {
      if (element === this.element) this.signs -= 1;
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
    if (!invariants.by.has(event.id)) invariants.by.set(event.id, this.page);
    if (known || (this.types && !this.types.includes(event.type))) return;
    const act = this.acts.find(act => (act.contextId ?? event.contextId) === event.contextId && act.open && act.left > 0);
    if (act) {
      act.left -= 1;
      return;
    }
    const failed = this.acts.findLast(act => (act.contextId ?? event.contextId) === event.contextId && act.failed && act.left > 0);
    if (failed) invariants.fail('sign() answered by another error', `${where}: sign() was answered ${failed.failed}, and ${event.contextId} has the event all the same`);
    else invariants.fail('signed for nobody', `${where}: an event of ${event.contextId} turns up; begun was ${JSON.stringify(this.acts.map(({ contextId, failed, left }) => [contextId, failed, left]))}`);
  }

  /** `vte-event`. */
  offered(detail) {
    const { invariants } = this, { event, stored } = detail, where = `${this.where}, vte-event`;
    this.arrived(event, 'vte-event');
    this.asked.add(event.id);
    invariants.outputs(detail.outputs, event, where);
    if (stored === false && this.keeper) invariants.fail('signed and not kept', `${where}: the vault is the only keeper, and ${event.id} of ${event.contextId} is not in it`);
    else if (stored === false) {
      invariants.unheld(event, this.page.profile.durable ? this.page : undefined, where);
      if (!invariants.accepted.has(event.id)) this.unkept.add(event.id);
    } else if (!this.keeps(event.id)) invariants.fail('said stored, and is not', `${where}: ${event.id} of ${event.contextId} never was on the disk`);
  }

  /** Whether this id ever was where this element keeps what is signed. */
  keeps(id) { return this.invariants.ever(this.page.profile.disk, id); }

  // ---- looking ----

  look() {
    const { element, screen, invariants } = this;
    if (screen.empty || screen.failed) return;
    // Taken out of the page: nobody sees it, and what it held waits for it to come back.
    if (!element.isConnected) return;
    const ticked = new Set();
    for (const { node, item } of screen.inputs) if (node.checked && !node.disabled) {
      const whose = owner(item);
      if (whose) ticked.add(whose);
    }
    // Stored after all, once there was room again.
    const lies = id => invariants.has(this.page.profile.disk, id);
    for (const id of this.unkept) if (invariants.accepted.has(id) || invariants.refused.has(id) || lies(id)) this.unkept.delete(id);
    const { delivery, words, notice } = screen;
    const last = delivery === 'confirmed' ? element.record.at(-1) : undefined;
    invariants.screen({ who: this.who, ticked: [...ticked], delivery, words, notice, last, unkept: [...this.unkept] }, this.where);
  }

  /** The record in hand, and what the element gives of itself. */
  read() {
    const { element, invariants, where } = this;
    const { record, pending, chart } = element;
    this.open().then(contextId => {
      // Somebody else was opened before the answer came: it is of that one, and what was read here is not.
      if (element !== this.element || element.chart?.contextId !== chart?.contextId) return;
      if (record.length) invariants.record(record, contextId, `${where}, el.record`);
      if (contextId !== undefined && chart?.contextId !== contextId) invariants.fail('el.chart is not who is open', `${where}: el.chart is of ${chart?.contextId}, open is ${contextId}`);
    }, () => {});
    for (const { contextId, id } of pending) {
      const event = invariants.events.get(id);
      if (event && event.contextId !== contextId) invariants.fail('wrong patient', `${where}, pending: ${id} of ${event.contextId} under ${contextId}`);
    }
  }

  get failed() { return Boolean(this.screen.failed); }
  get ready() { return Boolean(this.element?.isConnected && this.element.state !== 'loading' && !this.screen.empty && !this.failed); }
}
