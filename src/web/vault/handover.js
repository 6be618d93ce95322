// What a hand-over needs of the browser: FHIR from the widget's own bundle, and a text made short enough for codes.

/** FHIR R4 Bundles of these events (JSON list), as a JSON list; `null` where the bundle cannot be loaded. */
export async function fhir(events) {
  try {
    const { outputs } = await import('../v1/virchow.js');
    const made = [];
    for (const event of JSON.parse(events)) {
      const { fhirR4 } = await outputs(event, ['fhirR4']);
      if (!fhirR4 || fhirR4.error) return null;
      made.push(fhirR4);
    }
    return JSON.stringify(made);
  } catch {
    return null;
  }
}

/** Deflated (raw) and in base64url, where the browser can; a mark says which. */
export async function short(text) {
  const bytes = new TextEncoder().encode(text);
  const packed = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer());
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
