/** @jsxImportSource react */
// React 19: the element in markup, with attributes, properties and listeners by their types; compiled, never run.
import '../../dist/v1/jsx/react.d.ts';
import type { Chart, User, VteEventMap } from '../../dist/v1/virchow.js';

const chart: Chart = { contextId: 'adm-0017', encounter: { setting: 'medical' } };
const user: User = { id: 'n-07', name: '李护士', role: 'nurse' };
const store = ({ detail: { event, respondWith } }: VteEventMap['vte-event']) => respondWith({ status: 'accepted', hostId: event.id });

export const Page = () => <main><vte-assessment lang="zh-CN" heading-level={2} chrome="compact" chart={chart} user={user} record={[]} outputs={['flat', 'fhirR4']} onvte-event={store} onvte-error={({ detail }) => console.log(detail.code)} /></main>;
// @ts-expect-error a mode that does not exist
export const wrongMode = () => <vte-assessment mode="demo" />;
// @ts-expect-error a chart is an object
export const wrongChart = () => <vte-assessment chart="{}" />;
// @ts-expect-error a listener of another event
export const wrongListener = () => <vte-assessment onvte-change={store} />;
