// The app's icons, drawn: a drop with a V in it on the deep blue of the ward. Written as PNG by hand, because nothing else
// here needs a drawing library. scripts/app.mjs calls it.
import { deflateSync } from 'node:zlib';

const DEEP = [11, 58, 83], PAPER = [255, 255, 255], RED = [176, 42, 48];

const CENTRE = [0.5, 0.575], RADIUS = 0.235;
/** How far inside (positive) or outside the shape a point of the unit square lies; below it the same for the V. */
function drop(x, y) {
  const [cx, cy] = CENTRE, round = RADIUS - Math.hypot(x - cx, y - cy);
  // The tip: between the two tangents from (0.5, 0.16) to the circle.
  const tip = [0.5, 0.16], reach = cy - tip[1], angle = Math.asin(RADIUS / reach);
  const away = Math.hypot(x - tip[0], y - tip[1]), turn = Math.abs(Math.atan2(x - tip[0], y - tip[1]));
  const cone = turn > angle + Math.PI / 2 ? -away : away < reach * Math.cos(angle) ? away * Math.sin(angle - turn) : -1;
  return Math.max(round, cone);
}
function letter(x, y) {
  const top = 0.475, foot = 0.685, thick = 0.034;
  if (y < top || y > foot) return -1;
  const middle = 0.115 * (1 - (y - top) / (foot - top));
  return thick - Math.abs(Math.abs(x - 0.5) - middle);
}

/** A PNG of `size` pixels; `inset` draws smaller, for masks that cut a circle out of it. */
export function icon(size, inset = 1) {
  const rows = [], fine = 3, edge = 1 / size;
  for (let row = 0; row < size; row++) {
    const line = Buffer.alloc(1 + size * 4);
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0];
      for (let sub = 0; sub < fine * fine; sub++) {
        const x = (column + ((sub % fine) + 0.5) / fine) * edge, y = (row + (Math.floor(sub / fine) + 0.5) / fine) * edge;
        const u = (x - 0.5) / inset + 0.5, v = (y - 0.5) / inset + 0.5;
        const colour = drop(u, v) > 0 ? (letter(u, v) > 0 ? PAPER : RED) : drop(u, v) > -0.028 ? PAPER : DEEP;
        colour.forEach((value, channel) => { sum[channel] += value; });
      }
      line.set([...sum.map(value => Math.round(value / fine / fine)), 255], 1 + column * 4);
    }
    rows.push(line);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name, body) {
  const data = Buffer.concat([Buffer.from(name), body]), out = Buffer.alloc(8 + data.length);
  out.writeUInt32BE(body.length, 0);
  out.set(data, 4);
  out.writeUInt32BE(crc(data), 4 + data.length);
  return out;
}
function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
