// The browsers that suites run in. BROWSER names one: chromium (default), firefox, webkit (`make engines`). Each starts with a
// profile folder, a size and the proxy that is its only way out; what an engine cannot do stands in docs/reports/engines.md.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Builder, Capabilities } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import firefox from 'selenium-webdriver/firefox.js';

export const ENGINE = process.env.BROWSER || 'chromium';
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const CHROMEDRIVER = process.env.CHROMEDRIVER || '/usr/bin/chromedriver';

/** For tests that ask the browser what only DevTools can tell: false in Chromium, else the reason why it is skipped. */
export const needsDevTools = what => (ENGINE === 'chromium' ? false : `${what}: only through Chromium's DevTools`);

// Without the background flags the browser's own calls hang on a closed network; root needs --no-sandbox.
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--no-default-browser-check',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
  '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable', '--force-color-profile=srgb', '--enable-precise-memory-info', '--hide-scrollbars'];

async function chromium({ dir, width, height, log, flags, proxy }) {
  const options = new chrome.Options().setChromeBinaryPath(CHROMIUM)
    .addArguments(...FLAGS, ...flags, `--user-data-dir=${dir}`, `--window-size=${width},${height}`, `--proxy-server=http://${proxy}`);
  // The console is always listened to: no suite ends with an error in it (driver.mjs).
  options.set('goog:loggingPrefs', log ? { performance: 'ALL', browser: 'ALL' } : { browser: 'SEVERE' });
  return { driver: chrome.Driver.createSession(options, new chrome.ServiceBuilder(CHROMEDRIVER).build()), end() {} };
}

// Its own calls home, one by one; what remains is answered by the proxy with a refusal.
const QUIET = {
  'browser.safebrowsing.update.enabled': false, 'browser.safebrowsing.malware.enabled': false, 'browser.safebrowsing.phishing.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false, 'toolkit.telemetry.enabled': false, 'app.normandy.enabled': false, 'app.update.auto': false,
  'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false, 'extensions.update.enabled': false,
  'dom.security.https_first': false, 'dom.disable_open_during_load': false,
};

async function firefoxEsr({ dir, width, height, proxy }) {
  const [host, port] = proxy.split(':');
  const options = new firefox.Options().setBinary(process.env.FIREFOX || '/usr/bin/firefox-esr').addArguments('-headless', '-profile', dir, `--width=${width}`, `--height=${height}`);
  const ways = { 'network.proxy.type': 1, 'network.proxy.http': host, 'network.proxy.http_port': Number(port), 'network.proxy.ssl': host, 'network.proxy.ssl_port': Number(port) };
  for (const [name, value] of Object.entries({ ...QUIET, ...ways })) options.setPreference(name, value);
  return { driver: firefox.Driver.createSession(options, new firefox.ServiceBuilder(process.env.GECKODRIVER || 'geckodriver').build()), end() {} };
}

const minibrowser = () => process.env.MINIBROWSER || readdirSync('/usr/lib/x86_64-linux-gnu').filter(name => /^webkit2gtk-4/.test(name)).map(name => `/usr/lib/x86_64-linux-gnu/${name}/MiniBrowser`).find(existsSync);

/** A port that was free a moment ago. */
const freePort = () => new Promise((found, failed) => { const probe = createServer().once('error', failed).listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => found(port)); }); });

async function webkit({ dir, proxy }) {
  const port = await freePort();
  // Each session has a home of its own: that is where this engine keeps what pages store.
  const home = { HOME: dir, XDG_DATA_HOME: join(dir, 'data'), XDG_CACHE_HOME: join(dir, 'cache'), XDG_CONFIG_HOME: join(dir, 'config') };
  const service = spawn(process.env.WEBKITWEBDRIVER || 'WebKitWebDriver', [`--port=${port}`], {
    // Root has no user namespaces to make a sandbox of.
    stdio: 'ignore', detached: true, env: { ...process.env, ...home, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', http_proxy: `http://${proxy}`, https_proxy: `http://${proxy}`, no_proxy: '127.0.0.1,localhost' },
  });
  const capabilities = new Capabilities();
  capabilities.set('browserName', 'MiniBrowser');
  capabilities.set('webkitgtk:browserOptions', { binary: minibrowser(), args: ['--automation', `--proxy=http://${proxy}`, '--ignore-host=127.0.0.1'] });
  const builder = new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities);
  for (let tries = 0; ; tries++) {
    try {
      const driver = builder.build();
      await driver.getSession();
      const cut = () => { try { process.kill(-service.pid, 'SIGKILL'); } catch { /* gone already */ } };
      return { driver, end: cut, cut };
    } catch (error) {
      // The service listens a moment after it was started.
      if (tries === 50 || !/ECONNREFUSED/.test(error.message)) { service.kill(); throw error; }
      await new Promise(next => setTimeout(next, 100));
    }
  }
}

export const start = { chromium, firefox: firefoxEsr, webkit }[ENGINE];
if (!start) throw new Error(`BROWSER=${ENGINE}: chromium, firefox or webkit`);
