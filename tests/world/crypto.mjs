// WebCrypto as the vault uses it. The ciphers are real (Node's, called at once and answered in a turn of the scheduler); the
// derivation of a key counts one round where the product asks for 600 000, since no attack on it is played here.

import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';

const TAG = 16;
const of = data => Buffer.from(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
const given = buffer => buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);

/** A key that scripts hold; what is in it stays here. */
const material = new WeakMap();
class Key {
  constructor(bytes, extractable, usages) {
    material.set(this, bytes);
    Object.assign(this, { extractable, usages, type: 'secret' });
  }
}

export function subtle(page) {
  const { world } = page;
  world.plain ??= new Map();
  const turn = (kind, act) => new Promise((resolve, reject) => {
    world.soon(kind, page, () => { try { resolve(act()); } catch (error) { reject(error); } }, world.int(4));
  });
  const failed = () => { throw new DOMException('', 'OperationError'); };
  const random = length => page.globals.crypto.getRandomValues(new Uint8Array(length));
  function encrypt({ iv, additionalData }, key, data) {
    const cipher = createCipheriv('aes-256-gcm', material.get(key), of(iv));
    if (additionalData) cipher.setAAD(of(additionalData));
    const sealed = Buffer.concat([cipher.update(of(data)), cipher.final(), cipher.getAuthTag()]);
    // The invariants read what lies on the disk without knowing how it is laid there.
    world.plain.set(sealed.toString('latin1'), Buffer.from(of(data)));
    return given(sealed);
  }
  function decrypt({ iv, additionalData }, key, data) {
    const all = of(data);
    if (all.length < TAG) failed();
    const decipher = createDecipheriv('aes-256-gcm', material.get(key), of(iv));
    if (additionalData) decipher.setAAD(of(additionalData));
    decipher.setAuthTag(all.subarray(all.length - TAG));
    try { return given(Buffer.concat([decipher.update(all.subarray(0, all.length - TAG)), decipher.final()])); } catch { return failed(); }
  }
  return {
    importKey: (format, data, algorithm, extractable, usages) => turn('key', () => new Key(of(data), extractable, usages)),
    exportKey: (format, key) => turn('key out', () => (key.extractable ? given(material.get(key)) : failed())),
    generateKey: (algorithm, extractable, usages) => turn('new key', () => new Key(Buffer.from(random(32)), extractable, usages)),
    deriveKey: ({ salt }, base, algorithm, extractable, usages) => turn('derive', () => new Key(pbkdf2Sync(material.get(base), of(salt), 1, 32, 'sha256'), extractable, usages)),
    encrypt: (algorithm, key, data) => turn('encrypt', () => encrypt(algorithm, key, data)),
    decrypt: (algorithm, key, data) => turn('decrypt', () => decrypt(algorithm, key, data)),
    wrapKey: (format, key, by, algorithm) => turn('wrap', () => (key.extractable ? encrypt(algorithm, by, material.get(key)) : failed())),
    unwrapKey: (format, wrapped, by, algorithm, inner, extractable, usages) => turn('unwrap', () => new Key(of(decrypt(algorithm, by, wrapped)), extractable, usages)),
    digest: (algorithm, data) => turn('digest', () => given(createHash('sha256').update(of(data)).digest())),
  };
}

/** What stands in an encrypted row of the vault (12 bytes of iv, then the cipher), or `undefined`. */
export function plainOf(world, row) {
  const plain = row instanceof Uint8Array ? world.plain?.get(of(row).subarray(12).toString('latin1')) : undefined;
  return plain?.toString('utf8').replace(/\0+$/, '');
}
