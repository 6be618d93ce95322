// What only the browser knows of time zones and randomness; the clock is clock.rs.

/** Making one costs as much as a whole redraw. */
const formats = {};

/** Seconds east of UTC that `zone` (IANA) is at `millis`; the device's own where the browser does not know the zone. */
export function offset(zone, millis) {
  try {
    const parts = (formats[zone] ??= new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })).formatToParts(millis);
    // "GMT", "GMT+08:00"
    const [, sign, hours, minutes] = /^GMT(?:([+−-])(\d+)(?::(\d+))?)?$/.exec(parts.find(part => part.type === 'timeZoneName').value);
    return sign ? (sign === '+' ? 1 : -1) * (hours * 3600 + (minutes ?? 0) * 60) : 0;
  } catch {
    return new Date(millis).getTimezoneOffset() * -60;
  }
}

/** Fills `bytes`, on insecure origins too. */
export function random(bytes) {
  globalThis.crypto?.getRandomValues(bytes);
}
