// Two servers are two origins: one plays the hospital, the other serves the widget in an iframe of its page.
import { after, before } from 'node:test';
import { launch } from './driver.mjs';
import { serve } from './server.mjs';
import { until } from './stage.mjs';

export const allow = origin => JSON.stringify([{ key: 'his', origin }, { key: 'other', origin: 'https://other.example' }]);

export function frames(options = {}) {
  const it = {};
  before(async () => {
    it.his = await serve(options.host);
    it.widget = await serve({ override: { '/virchow/v1/allow.json': { body: allow(it.his.origin), type: 'application/json' }, ...options.override } });
    it.browser = await launch({ log: true, breaks: ['network', 'origin'], ...options });
  });
  after(async () => { await it.browser?.quit(); await it.his?.close(); await it.widget?.close(); });

  /** Opens a host page with the frame's origin in its address. */
  it.open = (page, query = '') => it.browser.driver.get(`${it.his.origin}/${page}?frame=${encodeURIComponent(it.widget.origin)}${query}`);
  it.run = (code, ...args) => it.browser.run(code, ...args);
  /** Does something inside the iframe, with the element as a person has it there. */
  it.inside = async (act, index = 0) => {
    const { driver } = it.browser;
    await until(() => it.run(index => window.frames.length > index, index), `frame ${index}`, 15_000);
    await driver.switchTo().frame(index);
    try {
      return await act(it.browser.widget());
    } finally {
      await driver.switchTo().defaultContent();
    }
  };
  return it;
}
