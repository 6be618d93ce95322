// The public face of virchow.js. The nouns are generated from the Rust shapes: schema/types.d.ts.
import type { Assessed, Amended, Chart, Event, Fact, Profile, User } from './schema/types.d.ts';
export type { Assessed, Amended, Chart, Event, Fact, Profile, User };

export type Band = 'low' | 'moderate' | 'high';
export type Bilingual = { zh: string; en: string };
/** Wrong input, and never a throw: the place as a JSON pointer, never the value. */
export type Refusal = { error: { code: string; path: string; message: Bilingual } };
export type Issue = { code: string; id?: string; path: string; message: Bilingual; items?: string[] | null };

/** Starts the module: bytes (Node), a URL, a Response, or nothing (the wasm beside this file). */
declare function init(source?: BufferSource | URL | string | Response | { module_or_path: unknown }): Promise<void>;
declare namespace init {
  /** Loads what is else loaded on first use; in Node from bytes. */
  function more(bytes?: { interop?: BufferSource }): Promise<unknown>;
  /** The ids of the instruments that a form can hold, in the order of `instruments()`; empty before `init()`. */
  function ids(): string[];
}
export default init;

export type Score = {
  instrument: string; edition: string; floor: number; ceiling: number; missing: string[]; band: Band | null;
  subBand?: 'very_low' | '5_6' | '7_8' | 'ge_9'; provisional?: true; points: Record<string, number>; issues: Issue[];
};
/** Instruments that are scored and nothing else: no form, no route and no plan of prevention uses them. */
export type ScoredOnly = 'nhs_dh' | 'wells_dvt' | 'perc' | 'years' | 'pesi' | 'spesi' | 'wells_pe' | 'wells_pe_simplified' | 'geneva' | 'geneva_simplified' | 'bova' | 'hestia' | 'd_dimer_age' | 'peged' | 'improve_vte' | 'improve_dd' | 'khorana' | 'has_bled' | 'vte_bleed' | 'four_ts' | 'rcog_37a' | 'esc_2019';
/**
 * What an instrument of several readings comes to. Each reading stands under its own name: its outcome, or null while more than one is
 * possible; `outcomes` lists all that are. `floor` and `ceiling` are null where nothing has points.
 */
export type Outcomes = {
  instrument: string; edition: string; floor: number | null; ceiling: number | null; missing: string[]; points: Record<string, number>;
  band: string | null; band2?: string | null; band3?: string | null; ge2?: string | null; category?: string | null; cutoff?: string | null; outcomes: Record<string, string[]>; issues: Issue[];
};
export type Unanswered = 'unknown' | 'absent';
export function score(instrument: ScoredOnly, input?: { answers?: Record<string, boolean | null>; facts?: Fact[]; unanswered?: Unanswered; at?: string }): Outcomes | Refusal;
export function score(instrument: 'caprini' | 'padua' | (string & {}), input?: { answers?: Record<string, boolean | null>; facts?: Fact[]; unanswered?: Unanswered; at?: string }): Score | Refusal;

export type Time = string | null;
/** What was said of a contraindication. */
export type Said = boolean | null | { value: boolean | null; limb?: 'left' | 'right' | 'both'; until?: string };
/** Something proposed; what hangs on an unknown fact names it in `conditionalOn`, and a dose that does is null. */
export type Measure = {
  id: string; kind: 'basic' | 'device' | 'drug' | 'escalate'; text: Bilingual; conditionalOn: string[]; meanwhile?: true; remarks?: Bilingual[];
  limb?: 'left' | 'right' | 'both'; dose?: { amount: number; unit: 'mg' | 'IU' | 'U' | 'mL'; route: 'sc' | 'po'; frequency: 'qd' | 'q12h' | 'q8-12h'; fromDay4?: number; text: Bilingual } | null;
  start?: Time; startRule?: Bilingual; stop?: Time; days?: { from: number; to: number; planned: number }; sources?: string[];
};
export type Advice = {
  rule: string | null; output: string; measures: Measure[];
  alternatives: Array<{ id: string; kind: 'drug' | 'device'; offered: boolean; why: 'proposed' | 'offered' | 'blocked' | 'not_in_stock' | 'not_for_this'; blockedBy?: string[] }>;
  missing: Array<{ id: string; change: Bilingual }>; reasons: Bilingual[]; sources: string[]; recheckAt: Time; crcl?: number; needsPhysician: true;
  monitoring: Array<{ id: string; text: Bilingual; from: Time; to: Time; everyHours: number | null; mark?: string }>;
};
export type Contraindication = { id: string; severity: 'block' | 'block_until' | 'caution'; applies: string[]; until: Time; limb?: 'left' | 'right' | 'both'; noOverride: boolean; text: Bilingual; mark: string };
export type Bleeding = { instrument: string; high: boolean | null; items: string[]; missing: string[]; improve: { floor: number; ceiling: number; band: Band | null; missing: string[] } };

/** Routed, scored, and on to bleeding, contraindications and the proposal. It proposes; a physician decides. */
export function assess(input: { chart: Chart; answers?: Record<string, Said>; profile?: Profile; instrument?: string; unanswered?: Unanswered; at: string }):
  | { instrument: string; edition: string; tally: { floor: number; ceiling: number; missing: string[]; points: Record<string, number> }; band: Band | null; subBand?: string; provisional: boolean; why?: Bilingual; issues: Issue[]; bleeding: Bleeding; contraindications: Contraindication[]; advice: Advice[]; due: Array<{ trigger: string; dueAt: string }> }
  | Refusal;

export type Derived = { value: number | string; inputs: Record<string, number | string> };
/** `issues` only where there are any: keys that nobody reads. */
export function derive(input: { facts: Fact[] }): Partial<Record<'bmi' | 'bmi_class_cn' | 'crcl' | 'egfr' | 'ibw' | 'adjbw' | 'bsa', Derived>> & { issues?: Issue[] } | Refusal;
/** How an instrument of several readings is asked and read; `bands` is then empty. `from`: the points from which an outcome of a sum holds, `chosen`: the member of a choice with which it does. */
export type Reads = {
  phases: Array<{ id: string; title: Bilingual; items: string[]; unless?: string }>; choices: string[]; notFor: Bilingual[];
  readings: Array<{ id: string; title: Bilingual; outcomes: Array<{ id: string; chosen?: string; from?: number; zh: string; en: string; tone: 'low' | 'moderate' | 'high' | 'neutral' }> }>;
};
export function instruments(): Array<{ id: string; edition: string; title: Bilingual; setting: string; items: Array<{ id: string; group?: string; points: number; per?: string; zh: string; en: string; mark: string; counts?: Bilingual }>; bands: Array<{ from: number; band: Band; zh: string; en: string }> } & Partial<Reads>> | Refusal;
/** `at` is the index of the first event that does not hold. The chain is unkeyed: see docs/for-hosts/embedding.md for what it shows. */
export function verify(record: Event[]): Promise<{ ok: true } | { ok: false; at?: number | null; code: string; error: Refusal['error'] }>;
/** Any FHIR R4 resource; docs/for-hosts/fhir.md says which. */
export type Resource = { resourceType: string; [field: string]: unknown };
/** An instrument, by id or canonical URL, as a Questionnaire; under the addresses that `profile.canonical` sets. */
export function questionnaire(instrument: string, options?: { profile?: Profile }): Promise<Resource | Refusal>;
/** A chart from a Bundle of Patient, Encounter, Condition, Observation, Procedure and MedicationRequest; what could not be read, with its place. */
export function prefill(bundle: Resource): Promise<{ chart: Chart; rejected: Refusal['error'][]; issues: Refusal['error'][] } | Refusal>;
export type OutputName = 'fhirR4' | 'hl7v2' | 'text';
/** What `vte-event` would carry beside `flat`, of any event. `patient` and `encounter` are the host's references. */
export function outputs(event: Event, names?: OutputName[], options?: { patient?: string; encounter?: string; lang?: string; profile?: Profile; record?: readonly Event[] }): Promise<{ fhirR4?: Resource | Refusal; hl7v2?: string | Refusal; text?: string | Refusal }>;
/** Registers the element under another name as well, and gives the name: where `tag` is somebody else's, the next free one of `tag-2`, `tag-3` … */
export function defineVteElement(tag?: string): string;

export type State = 'loading' | 'ready' | 'in_progress' | 'complete' | 'sending' | 'sent' | 'locked' | 'error';
export type Answer = { status: 'accepted' | 'duplicate' | 'rejected' | 'pending'; contextId?: string; hostId?: string; issues?: Array<string | { message: string | Bilingual }> };

/** A case to be drilled: `T01` to `T40`, an exercise by its id (`bank:1`, `caprini:7`), a patient made up from a seed, or a teacher's own case file (`virchow-case/1`). */
export type LessonCase = { case: string } | { variant: 'caprini' | 'padua'; seed?: number } | { format: 'virchow-case/1'; [field: string]: unknown };
/** One case, several in a row, or a teacher's lesson file (`virchow-lesson/1`). `exam`: no hints, no marking, no second try; `byHand`: the running total is hidden and the learner's own is asked for. */
export type Lesson = LessonCase | { id?: string; cases: LessonCase[]; exam?: boolean; byHand?: boolean } | { format: 'virchow-lesson/1'; [field: string]: unknown };
/** An item that is not as it should be; of a group the wrong one with what was ticked. */
export type LessonItem = { item: string; kind: 'missed' | 'added' | 'instead' | 'open'; ticked?: string };
/** Of the first attempt where the case is over, else of the last. `null`: not asked, or left open. */
export type LessonMarks = { band: boolean | null; total: boolean | null; writtenTotal: boolean | null; nextStep: boolean | null; items: LessonItem[]; mistakes: string[] };
export type LessonProgress = { answered: number; of: number; tries: number; hints: number } & Partial<LessonMarks>;
export type LessonResult = LessonMarks & {
  instrument: string; answered: number; of: number; right: boolean; rightFirst: boolean; tries: number; hints: number; percent: number;
  answers: Record<string, boolean | null>; typed: Array<{ id: string; value: number }>; response: string; rightTotal?: number; last: boolean;
};

export interface VteAssessmentElement extends HTMLElement {
  chart: Chart | undefined;
  user: User | undefined;
  profile: Profile | undefined;
  /** A frozen copy with what was signed here; setting loads. */
  record: readonly Event[];
  /** Overrides of screen words, by key. */
  strings: Record<string, string> | undefined;
  /** What `vte-event` carries: flat, fhirR4, hl7v2, text; default `['flat']`. The others load more/ on first use. */
  outputs: string[];
  /** `'all'`: this host routes by `event.contextId`, so other admissions' entries may go too. */
  outbox: 'context' | 'all';
  /** Cases to be drilled in this form, in mode="teaching"; null ends the lesson. */
  lesson: Lesson | null | undefined;
  readonly pending: ReadonlyArray<{ contextId: string; id: string; since: string }>;
  readonly state: State;
  readonly version: { element: string; wasm: string | null; rules: string | null; rulesSha256: string | null };
  readonly whenReady: Promise<VteAssessmentElement>;
  open(chart: Chart, options?: { record?: Event[]; force?: boolean }): { ok: true } | Refusal;
  getResult(options?: { outputs?: string[] }): Promise<Record<string, unknown>>;
  validate(): { valid: boolean; missing: string[]; issues: Issue[] };
  /** As the button. Answered by what came of this signature alone: the event once it is signed, or why it is not. */
  sign(): Promise<{ event: Event } | Refusal>;
  reset(options?: { discard?: boolean }): void;
  focusItem(id: string): { ok: true } | Refusal;
  print(): void;
  /** Our events by their names, with their details; every other as on any element. */
  addEventListener<K extends keyof VteAssessmentElementEventMap>(type: K, listener: (this: VteAssessmentElement, event: VteAssessmentElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof VteAssessmentElementEventMap>(type: K, listener: (this: VteAssessmentElement, event: VteAssessmentElementEventMap[K]) => unknown, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

export interface VteEventMap {
  'vte-ready': CustomEvent<Record<string, never>>;
  /** After an answer or a fact changed the score, at most once a frame. Not when only words changed. */
  'vte-change': CustomEvent<{ instrument: string; floor: number; ceiling: number; missing: string[]; band: Band | null; changed: string[] }>;
  /** Before anything is written; `preventDefault()` keeps the answers and signs nothing. */
  'vte-before-sign': CustomEvent<{ instrument: string; floor: number; ceiling: number; missing: string[]; band: Band | null; changed: string[] }>;
  /** After an event is signed and stored, and again until it is accepted. Not for what another window delivers. */
  'vte-event': CustomEvent<{ event: Event; outputs: Record<string, unknown>; attempt: number; stored?: false; respondWith(answer: Answer | Promise<Answer>): void }>;
  'vte-alert': CustomEvent<{ contextId: string; kind: 'review_required' | 'reassess_due' | 'bleeding_fell' | 'suspected_vte'; dueAt: string | null }>;
  /** In mode="teaching" with a lesson: how far the learner has come, and what came of each case. Nothing of a person is in it. */
  'vte-lesson': CustomEvent<{ case: string | null; lesson: string | null; kind: 'progress'; result: LessonProgress } | { case: string; lesson: string | null; kind: 'result'; result: LessonResult }>;
  /** `warning`: a key that nobody reads; all the rest was taken. */
  'vte-error': CustomEvent<{ code: string; message: Bilingual; path: string; retryable: boolean; warning?: true }>;
}
export interface VteAssessmentElementEventMap extends HTMLElementEventMap, VteEventMap {}

/** What may stand in markup as an attribute: words, and never patient data. */
export interface VteAssessmentAttributes {
  lang?: 'zh-CN' | 'en';
  instrument?: 'auto' | 'caprini' | 'padua' | (string & {});
  mode?: 'live' | 'teaching' | 'readonly' | 'calculator';
  chrome?: 'full' | 'compact' | 'none';
  theme?: 'auto' | 'light' | 'dark' | 'contrast';
  'heading-level'?: 1 | 2 | 3 | 4 | 5 | 6 | '1' | '2' | '3' | '4' | '5' | '6';
  'base-url'?: string;
  name?: string;
  required?: boolean;
  disabled?: boolean;
}
/** What a framework sets as a property of the element. */
export type VteAssessmentProperties = Partial<Pick<VteAssessmentElement, 'chart' | 'user' | 'profile' | 'strings' | 'outputs' | 'outbox' | 'lesson'>> & { record?: readonly Event[] };
/** Listeners as JSX writes them: `onvte-event`. */
export type VteAssessmentListeners = { [K in keyof VteEventMap as `on${K}`]?: (event: VteEventMap[K]) => void };
/** All of it, for JSX: jsx/react.d.ts, jsx/preact.d.ts, jsx/vue.d.ts. */
export type VteAssessmentProps = VteAssessmentAttributes & VteAssessmentProperties & VteAssessmentListeners;

declare global {
  interface HTMLElementTagNameMap { 'vte-assessment': VteAssessmentElement }
  /** They bubble: a page may listen on its document. */
  interface DocumentEventMap extends VteEventMap {}
}
