/** A small generator: `below(n)` gives a whole number from 0 up to and without n. The same seed draws the same. */
export function random(seed) {
  let state = seed | 0;
  return below => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
  };
}
