import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { VteAssessment } from './VteAssessment.jsx';

// Fictional. In your page: what the HIS knows of the admission that is open, and who is logged in.
const chart = {
  contextId: 'example-react18', patient: { label: '王*', bed: '12-03', sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'medical' },
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

function Page() {
  const [lang, setLang] = useState('zh-CN'), [open, setOpen] = useState(true), [stored, setStored] = useState(0);
  const store = ({ event, respondWith }) => respondWith(
    fetch('/his/vte', { method: 'POST', body: JSON.stringify(event) }).then(response => {
      const answer = answered(response);
      if (response.ok) setStored(record.push(event));
      return answer;
    }),
  );
  return (
    <main>
      <button id="lang" onClick={() => setLang(lang === 'en' ? 'zh-CN' : 'en')}>中 / EN</button>
      <button id="toggle" onClick={() => setOpen(!open)}>{open ? '收起 / Hide' : '展开 / Show'}</button>
      <output id="stored">{stored}</output>
      {open && <VteAssessment lang={lang} chart={chart} user={user} record={record} onEvent={store} />}
    </main>
  );
}

createRoot(document.getElementById('app')).render(<StrictMode><Page /></StrictMode>);
