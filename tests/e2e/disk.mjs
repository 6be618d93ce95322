// What lies on a disk or in a memory, byte by byte.
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

const needles = words => words.flatMap(word => [Buffer.from(word, 'utf8'), Buffer.from(word, 'utf16le')].map(bytes => [word, bytes]));

/** Files of a folder that hold one of `words` as UTF-8 or UTF-16. */
export function onDisk(dir, words) {
  const found = [];
  for (const name of readdirSync(dir, { recursive: true })) {
    const path = join(dir, name);
    try {
      if (!statSync(path).isFile()) continue;
      const bytes = readFileSync(path);
      for (const [word, needle] of needles(words)) if (bytes.includes(needle)) found.push(`${name}: ${word}`);
    } catch { /* gone since */ }
  }
  return found;
}

/** The page processes of the browser with this profile folder. */
const renderers = dir => readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(pid => {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return line.includes('--type=renderer') && line.includes(dir);
  } catch { return false; }
});

/** Words that stand in the writable memory of those processes, with how often; `null` where this machine does not let us look. */
export function inMemory(dir, words) {
  const found = {}, pids = renderers(dir);
  let looked = 0;
  for (const pid of pids) {
    let file;
    try { file = openSync(`/proc/${pid}/mem`, 'r'); } catch { continue; }
    try {
      for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
        const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
        if (!from) continue;
        const start = BigInt(`0x${from}`), end = BigInt(`0x${to}`);
        // Reserved and never touched: gigabytes of nothing that cannot be read.
        for (let at = start; at < end; at += BigInt(CHUNK)) {
          const length = Number(end - at < BigInt(CHUNK) ? end - at : BigInt(CHUNK)), bytes = Buffer.alloc(length);
          let read = 0;
          try { read = readSync(file, bytes, 0, length, at); } catch { break; }
          looked += read;
          for (const [word, needle] of needles(words)) {
            for (let place = bytes.indexOf(needle); place >= 0; place = bytes.indexOf(needle, place + 1)) found[word] = (found[word] ?? 0) + 1;
          }
        }
      }
    } finally { closeSync(file); }
  }
  return looked > 0 ? found : null;
}
const CHUNK = 1 << 22;
