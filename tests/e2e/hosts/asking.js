// One question of a test to the page's own copy of the module (driver.mjs, `ask`).
import * as virchow from '/virchow/v1/virchow.js';
const { name, args, done, failed } = window.asking;
Promise.resolve(virchow[name](...args)).then(answer => done(JSON.stringify(answer)), failed);
