import '@angular/compiler';   // only because this example is built without the Angular CLI; yours compiles ahead
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';

// Stored: accepted. 409 and 422: refused for good. Anything else (no network, a restart, a login that ran out) throws, and is tried again.
const answered = (response: Response) => {
  if (response.ok) return { status: 'accepted' };
  if ([409, 422].includes(response.status)) return { status: 'rejected' };
  throw new Error(`HTTP ${response.status}`);
};

@Component({
  selector: 'ward-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <main>
      <button id="lang" (click)="lang.set(lang() === 'en' ? 'zh-CN' : 'en')">中 / EN</button>
      <button id="toggle" (click)="open.set(!open())">{{ open() ? '收起 / Hide' : '展开 / Show' }}</button>
      <output id="stored">{{ stored() }}</output>
      @if (open()) {
        <vte-assessment [attr.lang]="lang()" [chart]="chart" [user]="user" [record]="record" (vte-event)="store($event)"></vte-assessment>
      }
    </main>`,
})
class WardPage {
  // Fictional. In your page: what the HIS knows of the admission that is open, and who is logged in.
  readonly chart = {
    contextId: 'example-angular', patient: { label: '王*', bed: '12-03', sex: 'female', birthDate: '1958-03-02' }, encounter: { setting: 'medical' },
    facts: [{ id: 'height', value: 160, unit: 'cm' }, { id: 'weight', value: 70, unit: 'kg' }],
  };
  readonly user = { id: 'n-07', name: '李护士', role: 'nurse' };
  // The admission's events so far, as your server keeps them. What is signed here is added.
  readonly record: object[] = [];
  readonly lang = signal('zh-CN');
  readonly open = signal(true);
  readonly stored = signal(0);

  store({ detail: { event, respondWith } }: CustomEvent) {
    respondWith(fetch('/his/vte', { method: 'POST', body: JSON.stringify(event) }).then(response => {
      const answer = answered(response);
      if (response.ok) this.stored.set(this.record.push(event));
      return answer;
    }));
  }
}

document.getElementById('app')!.append(document.createElement('ward-page'));
bootstrapApplication(WardPage, { providers: [provideZonelessChangeDetection()] });
