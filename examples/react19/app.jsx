import { StrictMode, Suspense, use, useState } from 'react';
import { createRoot } from 'react-dom/client';

// Fictional. In your page: what the HIS knows of the admission that is open, and who is logged in.
const chart = {
  contextId: 'example-react19', patient: { label: '王*', bed: '12-03', sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'medical' },
  facts: [{ id: 'height', value: 160, unit: 'cm' }, { id: 'weight', value: 70, unit: 'kg' }],
};
const user = { id: 'n-07', name: '李护士', role: 'nurse' };
// The admission's events so far, as your server keeps them. What is signed here is added.
const record = [];

// Stored: accepted. 409 and 422: refused for good. Anything else (no network, a restart, a login that ran out) throws, and is tried again.
const answered = response => {
  if (response.ok) return { status: 'accepted' };
  if ([409, 422].includes(response.status)) return { status: 'rejected' };
  throw new Error(`HTTP ${response.status}`);
};

// React 19 sets a property only where the element already has it: so it waits until virchow.js has come.
const defined = customElements.whenDefined('vte-assessment');

function Assessment({ onStored, ...props }) {
  use(defined);
  const store = ({ detail: { event, respondWith } }) => respondWith(
    fetch('/his/vte', { method: 'POST', body: JSON.stringify(event) }).then(response => {
      const answer = answered(response);
      if (response.ok) onStored(event);
      return answer;
    }),
  );
  return <vte-assessment {...props} onvte-event={store} />;
}

function Page() {
  const [lang, setLang] = useState('zh-CN'), [open, setOpen] = useState(true), [stored, setStored] = useState(0);
  return (
    <main>
      <button id="lang" onClick={() => setLang(lang === 'en' ? 'zh-CN' : 'en')}>中 / EN</button>
      <button id="toggle" onClick={() => setOpen(!open)}>{open ? '收起 / Hide' : '展开 / Show'}</button>
      <output id="stored">{stored}</output>
      <Suspense fallback={<p>…</p>}>
        {open && <Assessment lang={lang} chart={chart} user={user} record={record} onStored={event => setStored(record.push(event))} />}
      </Suspense>
    </main>
  );
}

createRoot(document.getElementById('app')).render(<StrictMode><Page /></StrictMode>);
