// What a referral needs of the browser: its codes encrypted under a number that is told by telephone, a text file read, and a
// camera where the browser reads codes itself. Fails with a word that referral.rs knows.
//
// The bytes of the codes: 1 (version), 16 (salt), 12 (iv), then AES-256-GCM of the message, deflated (raw), with the version as
// additional data; the key by PBKDF2-HMAC-SHA-256 from the twelve digits.

const VERSION = 1;
const ITERATIONS = 600_000;
/** A message is some kilobytes; what would unpack to more was not made by us. */
const MOST = 1 << 20;

const failed = word => { throw word; };

async function key(digits, salt, usage) {
  const words = await crypto.subtle.importKey('raw', new TextEncoder().encode(digits), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ITERATIONS }, words, { name: 'AES-GCM', length: 256 }, false, [usage]);
}

const about = iv => ({ name: 'AES-GCM', iv, additionalData: Uint8Array.of(VERSION) });

/** Twelve digits, each as likely as any other. */
export function digits() {
  let out = '';
  while (out.length < 12) for (const byte of crypto.getRandomValues(new Uint8Array(16))) if (byte < 250 && out.length < 12) out += byte % 10;
  return out;
}

export async function shut(text, code) {
  const packed = new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw')));
  const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12));
  const closed = await crypto.subtle.encrypt(about(iv), await key(code, salt, 'encrypt'), await packed.arrayBuffer());
  return new Uint8Array(await new Blob([Uint8Array.of(VERSION), salt, iv, closed]).arrayBuffer());
}

export async function unshut(bytes, code) {
  if (bytes.length < 45) failed('damaged');
  if (bytes[0] !== VERSION) failed('newer');
  const salt = bytes.subarray(1, 17), iv = bytes.subarray(17, 29);
  let open;
  try { open = await crypto.subtle.decrypt(about(iv), await key(code, salt, 'decrypt'), bytes.subarray(29)); } catch { failed('wrong'); }
  const reader = new Blob([open]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if ((size += value.length) > MOST) failed('large');
      parts.push(value);
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer());
  } catch (word) {
    return failed(word === 'large' ? word : 'damaged');
  }
}

/** The text of a file that is not encrypted. */
export async function plain(file) {
  if (file.size > MOST) failed('large');
  try { return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()); } catch { return failed('unreadable'); }
}

export const copy = text => navigator.clipboard.writeText(text);

/** Whether this browser reads codes with its camera by itself. */
export const sees = () => 'BarcodeDetector' in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);

/** Shows the camera in `video` and tells each code that it reads; answers how to end it. Fails where nobody allows a camera. */
export async function look(video, heard) {
  const detector = new globalThis.BarcodeDetector({ formats: ['qr_code'] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  video.srcObject = stream;
  await video.play();
  const turn = setInterval(async () => {
    try { for (const { rawValue } of await detector.detect(video)) heard(rawValue); } catch { /* no picture yet */ }
  }, 250);
  return () => { clearInterval(turn); stream.getTracks().forEach(track => track.stop()); video.srcObject = null; };
}
