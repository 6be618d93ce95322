// virchow-host.js: an ES module.
import { frame } from './host.js';
export { frame };
export const virchow = { frame };
export default virchow;
