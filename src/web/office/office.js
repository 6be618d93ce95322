// The quality office: files as bytes, and a text saved as the kind of file that it is. Nothing is stored and nothing is sent.
/** `[[name, bytes]]` of the chosen files; of one that is larger than may be, or cannot be read, no bytes. */
export async function files(input, most) {
  const read = async file => [file.name, file.size > most ? null : new Uint8Array(await file.arrayBuffer())];
  return Promise.all([...input.files].slice(0, 20).map(file => read(file).catch(() => [file.name, null])));
}

export function save(text, name, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A turn for the screen and for whoever types. */
export const breath = () => new Promise(next => setTimeout(next));
