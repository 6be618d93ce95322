// The whole ward in one file: a header in clear that says nothing of any patient, the rows encrypted in pieces, and a digest
// of everything at the end. Fails with a word that archive.rs knows. Nothing here touches the vault.
//
//     VIRCHOW-WARD\n  {"v":1,"program":…,"created":…,"kdf":{…},"iv":…,"piece":…,"bytes":…}\n  pieces  SHA-256
//
// `bytes` is the length of the rows before encryption; each piece is AES-GCM with its number, and whether it is the last, as
// additional data, so that none can be left out, moved or added.

// A referral to another hospital (`referral.rs`) is a file of the same form under another name: VIRCHOW-REFERRAL.

const magicOf = kind => `VIRCHOW-${kind}\n`;
const VERSION = 1;
const ITERATIONS = 600_000;
/** Dearer files than this were not made by us: opening one would stop the tablet. */
const MOST_ITERATIONS = 10_000_000;
const PIECE = 1 << 20;
const TAG = 16, DIGEST = 32, HEADER = 4096;
/** A year of a large ward is a tenth of this. */
export const MOST = 128 * 1024 * 1024;

const utf8 = text => new TextEncoder().encode(text);
const random = length => crypto.getRandomValues(new Uint8Array(length));
const base64 = bytes => btoa(String.fromCharCode(...bytes));
const unbase64 = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
const failed = word => { throw word; };
const pieces = ({ bytes, piece }) => Math.max(1, Math.ceil(bytes / piece));

async function key(passphrase, { iterations, salt }, usage) {
  const words = await crypto.subtle.importKey('raw', utf8(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: unbase64(salt), iterations }, words, { name: 'AES-GCM', length: 256 }, false, [usage]);
}

function about(header, clear, number) {
  const iv = new Uint8Array(12);
  iv.set(unbase64(header.iv));
  new DataView(iv.buffer).setUint32(8, number);
  return { name: 'AES-GCM', iv, additionalData: utf8(`${clear}${number}/${pieces(header)}`) };
}

/** In the file, the keys of the rows that could not be read where it was made. No program takes over a row of this name. */
const UNREADABLE = 'setting/unreadable';

/** The file, as a Blob, of `[[key, text]]`; a row without a text is listed by its key. */
export async function pack(all, passphrase, program, demo = false, kind = 'WARD') {
  const lost = all.filter(([, text]) => typeof text !== 'string').map(([key]) => key);
  const rows = all.filter(([key, text]) => typeof text === 'string' && key !== UNREADABLE);
  if (lost.length > 0) rows.push([UNREADABLE, JSON.stringify(lost)]);
  const lines = utf8(rows.map(row => JSON.stringify(row) + '\n').join(''));
  const header = {
    v: VERSION, program, created: new Date().toISOString(),
    kdf: { name: 'PBKDF2-HMAC-SHA-256', iterations: ITERATIONS, salt: base64(random(16)) }, iv: base64(random(8)), piece: PIECE, bytes: lines.length,
    // Of fictional patients: said outside too, so that nobody needs the passphrase to know.
    ...(demo && { demo }),
  };
  const clear = `${magicOf(kind)}${JSON.stringify(header)}\n`;
  const locked = await key(passphrase, header.kdf, 'encrypt'), parts = [utf8(clear)];
  for (let number = 0; number < pieces(header); number++) {
    parts.push(new Uint8Array(await crypto.subtle.encrypt(about(header, clear, number), locked, lines.subarray(number * PIECE, (number + 1) * PIECE))));
  }
  const body = await new Blob(parts).arrayBuffer();
  return new Blob([body, await crypto.subtle.digest('SHA-256', body)], { type: 'application/octet-stream' });
}

/** What the file says of itself, once it is known to be whole: `{ header, clear, from, bytes }`. */
export async function inspect(file, kind = 'WARD') {
  if (file.size > MOST) failed('large');
  const MAGIC = magicOf(kind);
  const start = new Uint8Array(await file.slice(0, MAGIC.length + HEADER).arrayBuffer());
  const head = new TextDecoder().decode(start);
  if (!head.startsWith(MAGIC)) failed(MAGIC.startsWith(head) ? 'truncated' : 'foreign');
  const end = start.indexOf(10, MAGIC.length);
  if (end < 0) failed(start.length < MAGIC.length + HEADER ? 'truncated' : 'damaged');
  const clear = new TextDecoder().decode(start.subarray(0, end + 1));
  let header;
  try { header = JSON.parse(clear.slice(MAGIC.length)); } catch { failed('damaged'); }
  if (Number.isInteger(header?.v) && header.v > VERSION) failed('newer');
  if (!sound(header)) failed('damaged');
  const from = end + 1, expected = from + header.bytes + pieces(header) * TAG + DIGEST;
  if (file.size < expected) failed('truncated');
  if (file.size > expected) failed('damaged');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.subarray(0, expected - DIGEST)));
  if (digest.some((byte, place) => byte !== bytes[expected - DIGEST + place])) failed('damaged');
  return { header, clear, from, bytes };
}

function sound(header) {
  try {
    const { v, kdf, iv, piece, bytes } = header;
    return v === VERSION && kdf.iterations >= ITERATIONS && kdf.iterations <= MOST_ITERATIONS && Number.isInteger(kdf.iterations)
      && unbase64(kdf.salt).length === 16 && unbase64(iv).length === 8 && piece === PIECE && Number.isInteger(bytes) && bytes >= 0 && bytes <= MOST;
  } catch {
    return false;
  }
}

/**
 * The rows of an inspected file. Where the first piece does not open, it is another passphrase, or a file that was altered and
 * whose digest was made anew: nobody can tell the two apart. Where a later piece does not, the passphrase was the right one.
 */
export async function unpack({ header, clear, from, bytes }, passphrase) {
  const locked = await key(passphrase, header.kdf, 'decrypt'), lines = new Uint8Array(header.bytes);
  for (let number = 0; number < pieces(header); number++) {
    const at = from + number * (PIECE + TAG), length = Math.min(PIECE, header.bytes - number * PIECE) + TAG;
    try {
      lines.set(new Uint8Array(await crypto.subtle.decrypt(about(header, clear, number), locked, bytes.subarray(at, at + length))), number * PIECE);
    } catch {
      failed(number === 0 ? 'wrong' : 'damaged');
    }
  }
  const rows = [];
  let last = performance.now();
  for (const line of new TextDecoder().decode(lines).split('\n')) {
    if (line === '') continue;
    let row;
    try { row = JSON.parse(line); } catch { failed('damaged'); }
    if (!Array.isArray(row) || row.length !== 2 || row.some(part => typeof part !== 'string')) failed('damaged');
    rows.push(row);
    // Large files are read in turns, so that the screen lives.
    if (performance.now() - last > 30) { await new Promise(next => setTimeout(next)); last = performance.now(); }
  }
  return rows;
}

/** Offers a Blob, or a text, to be saved under `name`. */
export function save(what, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(what instanceof Blob ? what : new Blob([what], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What Rust holds of a chosen file: nothing is kept of one that was refused. */
export const chosen = input => input.files?.[0];

/** A turn for the screen. */
export const breath = () => new Promise(next => setTimeout(next));
