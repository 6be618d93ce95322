// The Notification API, where there is one and a person has allowed it.

export const permission = () => globalThis.Notification?.permission ?? 'absent';

export function ask(done) {
  globalThis.Notification?.requestPermission().then(done, done);
}

export function show(title, body) {
  try {
    // One at a time: a newer one takes the place of the one before.
    new Notification(title, { body, tag: 'virchow-ward' });
  } catch {
    // Some browsers allow it to service workers only: the board says the same.
  }
}
