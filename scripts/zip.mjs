// A zip archive whose bytes depend on nothing but names and contents: entries sorted, one fixed date, mode 0644, and stored
// without compression, because zlib compresses one input differently from version to version and from processor to processor.

const CRC = Uint32Array.from({ length: 256 }, (_, n) => { for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n; });
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** 1 January 1980, the first day that the format can say. */
const DATE = 0x0021;
const UNIX = 3 << 8, VERSION = 20, NAMES_ARE_UTF8 = 0x0800, MODE = 0o100644;

const u16 = (...values) => Buffer.from(Uint16Array.from(values).buffer), u32 = (...values) => Buffer.from(Uint32Array.from(values).buffer);

/** `entries`: a Map from path (with slashes) to bytes, all of them below the format's 4 GB. */
export function zip(entries) {
  const local = [], central = [];
  let offset = 0;
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, content] of sorted) {
    const name = Buffer.from(path), bytes = Buffer.from(content);
    // Common to both headers: flags, stored, time and date, checksum, twice the size, lengths of name and extra field.
    const fields = Buffer.concat([u16(VERSION, NAMES_ARE_UTF8, 0, 0, DATE), u32(crc32(bytes), bytes.length, bytes.length), u16(name.length, 0)]);
    local.push(u32(0x04034b50), fields, name, bytes);
    central.push(u32(0x02014b50), u16(UNIX | VERSION), fields, u16(0, 0, 0), u32(MODE * 0x10000, offset), name);
    offset += 4 + fields.length + name.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...local, directory, u32(0x06054b50), u16(0, 0, sorted.length, sorted.length), u32(directory.length, offset), u16(0)]);
}
