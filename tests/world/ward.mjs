// A ward's tablet: vault.js and keeper.js as they stand in the source, under the element of the build. The ward's own screen
// (Rust, dist/app) is not run here; what it does around an element (web/ward/element.rs) is done by this script.

import { Page, SOURCE } from './page.mjs';
import { Seat } from './element.mjs';
import { USERS } from './host.mjs';
import { chartOf, contextOf } from './people.mjs';

const PASSPHRASES = ['correct horse', 'battery staple'];

export class WardScript {
  constructor(story, profile, name) {
    Object.assign(this, { story, profile, name, world: story.world });
    this.vault = null;
  }

  /** The page is loaded, and somebody says the passphrase. */
  load() {
    const { world, profile, story } = this;
    this.page?.crash();
    this.vault = null;
    const page = this.page = new Page(world, profile, { name: this.name, url: 'https://tablet.example/ward.html' });
    story.counts.loads += 1;
    page.onTrouble = error => story.trouble(page, error);
    const seat = this.seat = new Seat(page, story.invariants);
    seat.keeper = true;
    page.document.body.innerHTML = '<main id="seat"></main>';
    this.code = page.source(`${SOURCE}/vault/vault.js`);
    this.keeper = page.source(`${SOURCE}/vault/keeper.js`);
    this.ward = page.source(`${SOURCE}/ward/element.js`);
    page.load('./virchow.js').then(() => this.gate(page), () => world.soon('load again', null, () => { if (this.page === page) this.load(); }, 500));
  }

  /** The gate: a new vault, or the passphrase that was last known to be right. */
  async gate(page) {
    const { world, profile } = this;
    const again = () => { if (page.alive && this.page === page && !this.vault) world.soon('gate', page, () => this.gate(page), 1000 + world.int(4000)); };
    try {
      const [word] = await this.code.standing();
      if (this.vault || this.page !== page) return;
      const passphrase = PASSPHRASES[profile.passphrase ?? 0];
      const opening = word === 'absent' ? this.code.create(passphrase) : this.code.unlock(world.chance(0.05) && !this.story.quiet ? 'something else' : passphrase);
      this.take(await opening, page);
    } catch (word) {
      if (typeof word !== 'string') return this.story.trouble(page, word);
      // Which passphrase a change that was cut off has left: the other one is tried too.
      if (/^wrong/.test(word) && world.chance(0.5)) profile.passphrase = 1 - (profile.passphrase ?? 0);
      again();
    }
  }

  take(vault, page) {
    const { world, story } = this;
    if (this.page !== page || !page.alive) return;
    this.vault = vault;
    this.code.watch(vault, () => this.closed(page));
    this.code.listen(vault, () => {});
    if (world.chance(0.8)) this.open(world.pick(['A', 'B', 'C']));
    story.wardTurn(this, page);
  }

  /** Locked here or elsewhere: the page begins anew, or stays where no worker can bring it. */
  closed(page) {
    if (this.page !== page) return;
    this.vault = null;
    this.world.soon('locked', null, () => { if (this.page === page) this.load(); }, this.world.pick([1, 100, 3000]));
  }

  /** As web/ward/element.rs: an element of its own for each patient, with the vault for a store. */
  open(who) {
    const { page, vault, seat, world } = this;
    if (!vault || !page.alive) return;
    const contextId = contextOf(who), host = page.document.getElementById('seat');
    seat.element?.remove();
    const element = this.ward.make(host, 'zh-CN');
    this.keeper.give(element, vault, (context, row) => row ?? JSON.stringify({ contextId: context }), () => {});
    seat.unkept.clear();
    seat.adopt(element);
    element.addEventListener('vte-event', ({ detail }) => {
      // It has arrived if it can be read, and not because a reading did not fail.
      detail.respondWith(this.code.read(vault, `event/${contextId}/`).then(rows => ({ status: rows.some(([, text]) => JSON.parse(text).id === detail.event.id) ? 'accepted' : 'pending' })));
    });
    this.ward.tell(element, 'profile', '{}');
    this.ward.tell(element, 'strings', '{"confirmed":"已加密存入本机"}');
    this.ward.tell(element, 'user', JSON.stringify(world.pick(USERS)));
    this.ward.open(element, JSON.stringify(chartOf(who)));
  }

  act() {
    const { world, vault, profile, page, story } = this, { seat } = this;
    if (!vault) return;
    const what = world.weighed({ open: 5, sign: 3, user: 1, lock: 1, rekey: 0.4, check: 0.2, read: 2, leave: 0.5 });
    if (world.trace) world.say(`${this.name}  ward: ${what}`);
    const known = word => { if (typeof word !== 'string') story.trouble(page, word); };
    switch (what) {
      case 'open': this.open(world.pick(['A', 'B', 'C'])); break;
      case 'sign': if (seat.ready) seat.sign(); break;
      case 'user': if (seat.element) this.ward.tell(seat.element, 'user', JSON.stringify(world.pick(USERS))); break;
      case 'read': if (seat.ready) seat.read(); break;
      // To the board: the element goes, with whatever was under way.
      case 'leave': seat.element?.remove(); break;
      case 'lock': this.lock(); break;
      case 'check': this.code.check(vault, PASSPHRASES[profile.passphrase ?? 0]).catch(known); break;
      case 'rekey': {
        const now = profile.passphrase ?? 0;
        this.code.rekey(vault, PASSPHRASES[now], PASSPHRASES[1 - now]).then(() => { profile.passphrase = 1 - now; }, known);
        break;
      }
    }
  }

  /** After it nothing can be read or written by what is left of the handle. */
  lock() {
    const { vault, page, story } = this;
    const open = async (verb, act) => {
      try {
        await act();
        story.invariants.fail('open after a lock', `${this.name}: ${verb} goes on after the lock`);
      } catch (word) {
        if (word !== 'locked') story.invariants.fail('open after a lock', `${this.name}: ${verb} fails with ${word}`);
      }
    };
    this.code.lock(vault).then(() => {
      if (!page.alive) return;
      open('reading', () => this.code.read(vault, ''));
      open('writing', () => this.code.write(vault, [['put', 'draft/x', '{}']]));
      this.closed(page);
    });
  }
}
