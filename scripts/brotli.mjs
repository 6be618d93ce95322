// How many bytes a file is after brotli at its strongest, as a server that packs beforehand sends it.
import { brotliCompressSync, constants } from 'node:zlib';

export function packed(bytes, isText) {
  const mode = isText ? constants.BROTLI_MODE_TEXT : constants.BROTLI_MODE_GENERIC;
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_MODE]: mode, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
}
