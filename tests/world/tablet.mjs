// The tablet itself: ward.html with boot.js and the ward's own program (dist/app, Rust) as they are delivered, and somebody who
// works with it by its buttons and forms: sets it up, admits patients, opens them, locks and unlocks.

import { Page } from './page.mjs';
import { Seat } from './element.mjs';
import { NAMES, PEOPLE } from './people.mjs';

const PASSPHRASE = 'correct horse battery';
const LABELS = NAMES.map(name => Buffer.from(PEOPLE[name].label));

/** Of everybody on this tablet. */
const PIN = '2468';

export class Tablet {
  constructor(story, profile, name) { Object.assign(this, { story, profile, name, world: story.world }); }

  load() {
    const { world, profile, story } = this;
    this.page?.crash();
    const page = this.page = new Page(world, profile, { name: this.name, url: 'https://widget.example/virchow/ward.html' });
    story.counts.loads += 1;
    page.onTrouble = error => story.trouble(page, error);
    page.onReload = () => world.soon('load again', null, () => { if (this.page === page) this.load(); }, 10);
    page.document.body.innerHTML = '<div id="app"></div>';
    const seat = this.seat = new Seat(page, story.invariants);
    seat.keeper = true;
    // What else is signed on a tablet, the ward's own screen signs.
    seat.types = ['assessed', 'amended', 'bleeding_screened', 'plan_authorised', 'plan_declined'];
    seat.numberOf = () => page.document.querySelector('[data-patient]')?.getAttribute('data-patient') ?? undefined;
    page.listen('virchow-locked', () => world.soon('after the lock', page, () => this.searched(), 15_000));
    page.load('./virchow.js').then(() => page.load('../app/boot.js')).then(() => story.tabletTurn(this, page), () => world.soon('load again', null, () => { if (this.page === page) this.load(); }, 500));
  }

  /** The page is still there a while after it was locked: in the memory of its engines nobody is named any more. */
  searched() {
    const { page } = this;
    if (!page.document.querySelector('[data-gate="unlock"]') && !page.document.querySelector('[data-why], .failed')) return;
    for (const memory of page.memories) {
      const bytes = Buffer.from(memory.buffer), found = LABELS.find(label => bytes.indexOf(label) >= 0);
      if (found) this.story.invariants.fail('a lock leaves patients in memory', `${this.name}: ${found} in the memory of an engine, 15 s after the lock`);
    }
  }

  /** The element that stands in the page now. */
  look() {
    const { page, seat } = this, element = page.document.querySelector('vte-assessment');
    if (element && element !== seat.element) {
      seat.unkept.clear();
      seat.adopt(element);
    }
  }

  $(selector) { return this.page.document.querySelector(selector); }
  type(field, text) {
    if (!field) return;
    const { Event } = this.page.globals;
    field.value = text;
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  fill(form, values) {
    for (const field of form.querySelectorAll('input, select, textarea')) {
      const name = field.getAttribute('name');
      if (field.type === 'checkbox') { if (!field.checked) field.click(); } else if (name in values) this.type(field, values[name]);
    }
  }

  /** One act on the ward's own screen; `want` is somebody who is to be opened, or to be `admitted`. */
  act(want, admitted = false) {
    const { world, page } = this, press = selector => { const button = this.$(selector); if (button && !button.disabled) button.click(); return Boolean(button); };
    if (world.trace) world.say(`${this.name}  ward: ${[...page.document.querySelectorAll('[data-gate], [data-form], [data-board], [data-patient], [data-why]')].map(part => part.outerHTML.slice(0, 40)).join(' ')}`);
    const gate = this.$('[data-gate]')?.getAttribute('data-gate');
    if (gate === 'create') {
      this.fill(this.$('[data-gate]'), { passphrase: PASSPHRASE, again: PASSPHRASE });
      return press('[data-action="create"]');
    }
    if (gate === 'unlock') {
      this.fill(this.$('[data-gate]'), { passphrase: !want && world.chance(0.05) ? 'something else' : PASSPHRASE });
      return press('[data-action="unlock"]');
    }
    const asking = this.$('form[data-form="pin"]');
    if (asking) {
      this.fill(asking, { pin: !want && world.chance(0.1) ? '1357' : PIN });
      return press('form[data-form="pin"] button');
    }
    const founding = this.$('form[data-form="found"]');
    if (founding) {
      // Only a rash person presses it again while nothing seems to happen.
      if (this.story.rash < 0.5 && world.time - (this.founded ?? -1e9) < 120_000) return undefined;
      this.founded = world.time;
      this.fill(founding, { ward: '三病区', department: '内科', name: '周医师', role: 'physician', pin: PIN, again: PIN });
      return press('[data-action="found"]');
    }
    const admitting = this.$('form[data-form="admit"]');
    if (admitting && this.admits) {
      const { label, sex, birthDate } = PEOPLE[this.admits];
      this.fill(admitting, { label, sex, born: birthDate, bed: `0${NAMES.indexOf(this.admits) + 1}`, height: '170', weight: '65', setting: 'medical', department: '内科' });
      this.admits = undefined;
      return press('[data-action="admit-now"]');
    }
    // What stands in the way: no store yet, or nobody who works here.
    if (this.$('[data-why]')) return press('main button.primary');
    if (press('[data-person]')) return true;
    if (!want && world.chance(0.15)) return press('[data-action="lock"]');
    if (world.chance(0.1) && press('[data-action="dismiss"]')) return true;
    const open = this.seat.element?.isConnected && this.seat.who;
    if (open && want === open) return false;
    // The form is behind a tab of the patient's page, or on its way.
    if (!admitted && this.$('[data-patient]') && !this.$('vte-assessment') && world.chance(0.8)) return press('[data-tab="score"]');
    if (!admitted && !open && this.$('[data-patient]') && world.chance(0.8)) return false;
    const beds = [...page.document.querySelectorAll('[data-open]')], of = name => beds.find(bed => bed.textContent.includes(PEOPLE[name].label)), who = want ?? world.pick(['A', 'B', 'C']);
    if (open || !this.$('[data-board]') || this.$('[data-patient]')) return press('[data-action="back"]') || press('[data-page="board"]');
    if (of(who)) return of(who).click();
    if (!admitted || [...this.story.invariants.numbered.values()].includes(who)) return undefined;
    this.admits = who;
    return press('[data-action="admit"]');
  }
}
