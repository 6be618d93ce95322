// The host's side of the frame protocol. The nouns are generated from the Rust shapes: schema/types.d.ts.
import type { Chart, Event, Fact, Profile, User } from './schema/types.d.ts';
export type { Chart, Event, Fact, Profile, User };

export type Bilingual = { zh: string; en: string };
/** What every rejected promise carries, and `onError`: a code, the place, never a patient's data. */
export type FrameError = {
  code: string; message: Bilingual; path: string; retryable: boolean; warning?: true; ref?: string; issues?: FrameError[];
  /** The admission that was open when it happened; absent where it is of none. */
  contextId?: string;
};
export type Answer = { status: 'accepted' | 'duplicate' | 'rejected' | 'pending'; contextId?: string; hostId?: string; issues?: Array<string | { code?: string; message: string | Bilingual }> };
export type Taken = { accepted: number; rejected: Array<{ id: string; code: string; path: string }> };
export type Settings = {
  lang?: 'zh-CN' | 'en'; theme?: 'auto' | 'light' | 'dark' | 'contrast'; chrome?: 'none' | 'compact' | 'full'; mode?: 'live' | 'teaching' | 'readonly';
  instrument?: string; user?: User | null; profile?: Profile | null; strings?: Record<string, string> | null; outputs?: string[];
  /** `'all'`: this page routes by `event.contextId`, so events of other admissions may be delivered too. */
  outbox?: 'context' | 'all';
};

export type FrameOptions = Settings & {
  /** Address of frame.html. */
  src: string;
  /** Key in the deployment's allow.json; default: the origin of this page, which stands there as `origin`. */
  key?: string;
  /** Opaque handle of this launch; default: 128 random bits. */
  handle?: string;
  chart?: Chart;
  record?: Event[];
  title?: string;
  /** First height in pixels; afterwards the frame says how high it is, unless `resize` is false. */
  height?: number;
  resize?: boolean;
  /** Only for the admission that is open. The promise's answer goes back; store by `event.id`, so that a second one is a `duplicate`. */
  onEvent?(detail: { event: Event; outputs: Record<string, unknown>; attempt: number; stored?: false }): Answer | Promise<Answer>;
  onChange?(detail: { contextId: string; instrument: string; floor: number; ceiling: number; missing: string[]; band: string | null; changed: string[] }): void;
  onAlert?(detail: { id: string; contextId: string; kind: 'review_required' | 'reassess_due' | 'bleeding_fell' | 'suspected_vte'; dueAt: string | null }): void;
  /** Errors of an admission only while it is open; those of no admission always. */
  onError?(error: FrameError): void;
  onReady?(frame: { nonceH: string; capabilities: object; instruments: string[]; langs: string[] }): void;
  /** With it the frame has a Close button. */
  onClose?(detail: { reason: string; dirty: boolean; contextId?: string }): void;
  /** For simulators: what stands between the port and this library. */
  wrap?(port: MessagePort): Pick<MessagePort, 'postMessage' | 'onmessage'>;
};

export interface Frame {
  readonly element: HTMLIFrameElement | null;
  /** The admission that the frame has confirmed; null while another is being opened, and after an `open` that nobody answered. */
  readonly contextId: string | null;
  readonly ready: Promise<void>;
  /** Replaces all. Rejects with E_CONTEXT_BUSY over unsigned answers of another admission unless `force`; with E_CONFLICT over those of
   *  the same one when `patient.ref`, `birthDate` or `sex` is another's, unless `force`; with E_TIMEOUT when nobody
   *  answered: then nothing counts as open until a patient is opened again. */
  open(chart: Chart, also?: { record?: Event[]; force?: boolean }): Promise<Taken & { contextId: string }>;
  /** Merges facts into the open chart. */
  chart(facts: Fact[], contextId?: string): Promise<Taken>;
  configure(settings: Settings): Promise<object>;
  /** Of the admission that is open now. Rejects with E_CONTEXT_MISMATCH (try again) when another was opened before the answer came. */
  get(outputs?: string[]): Promise<{ contextId: string; state: string; result: Record<string, unknown> }>;
  /** Hides the form and keeps what is entered, until the next `open`. */
  lock(): Promise<object>;
  close(): Promise<void>;
}

/** Puts the assessment into `container`. Below the browser floor it shows why not, and every promise rejects with E_WASM. */
export function frame(container: Element | string, options: FrameOptions): Frame;
export const virchow: { frame: typeof frame };
export default virchow;
