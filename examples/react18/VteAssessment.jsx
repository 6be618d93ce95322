import { useEffect, useLayoutEffect, useRef } from 'react';

/** React 18 knows only attributes and its own events: this puts properties and listeners where they belong. */
export function VteAssessment({ lang, theme, instrument, onEvent, onChange, onError, ...properties }) {
  const ref = useRef(null), listeners = useRef({});
  listeners.current = { 'vte-event': onEvent, 'vte-change': onChange, 'vte-error': onError };
  useEffect(() => {
    const element = ref.current, hear = event => listeners.current[event.type]?.(event.detail);
    for (const type of Object.keys(listeners.current)) element.addEventListener(type, hear);
    return () => { for (const type of Object.keys(listeners.current)) element.removeEventListener(type, hear); };
  }, []);
  // Only what has changed; also before virchow.js has come: the element takes up what it finds.
  const given = useRef({});
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(properties)) if (given.current[name] !== value) ref.current[name] = value;
    given.current = properties;
  });
  return <vte-assessment ref={ref} lang={lang} theme={theme} instrument={instrument} />;
}
