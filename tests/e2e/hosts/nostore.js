// A browser set to "block all cookies": touching IndexedDB throws.
Object.defineProperty(window, 'indexedDB', { configurable: true, get() { throw new DOMException('denied', 'SecurityError'); } });
