// The one way in which this build calls esbuild: small, in the syntax of the browser floor, and told all that it would
// otherwise look for in folders above the clone (tsconfig.json here; package.json is at our root).
import { execFileSync } from 'node:child_process';

const ALWAYS = ['--minify', '--charset=utf8', '--target=chrome109,firefox115,safari16.4', '--log-level=warning', '--allow-overwrite', '--tsconfig-raw={}'];

export function pack(source, target, ...options) {
  execFileSync('esbuild', [source, ...ALWAYS, `--outfile=${target}`, ...options], { stdio: 'inherit' });
}
