// The quality office for programs: `import init, { evaluate } from './more/quality.js'; await init();`. In Node give the bytes:
// `await init({ module_or_path: readFileSync('more/quality_bg.wasm') })`. Runs in a page, in a worker and in Node 20.

import type { Header, Episode, Settled } from '../schema/types';

export default function init(from?: { module_or_path: BufferSource | WebAssembly.Module | URL | string | Response | Promise<Response> }): Promise<unknown>;

interface Bilingual { zh: string; en: string }
interface Failure { error: { code: string; path: string; message: Bilingual } }
interface Interval { value: number; low: number; high: number }

export interface Catalogue {
  v: 1;
  indicators: {
    id: string;
    /** The official number, where there is one. */
    label: string | null;
    name: Bilingual;
    /** By which date a stay belongs to a month. */
    clock: 'discharge' | 'admission';
    unit: Bilingual;
    exclusions: { id: string; name: Bilingual }[];
    target: { percent: number | null; higherIsBetter: boolean; whose: Bilingual };
    /** A word behind the id chooses another reading: `alliance_2.within_24h`. */
    options: { word: string; default: Bilingual; chosen: Bilingual }[];
    ripensAfterDays: number | null;
    marks: string[];
    /** How it is counted, a line for each part. */
    how: { zh: string[]; en: string[] };
  }[];
  notCounted: { id: string; name: Bilingual; why: Bilingual }[];
}
export function catalogue(): Catalogue;

/** The rows of one stay. `record` is the sealed events in order; its chain is verified. */
export function reduce(input: { record: readonly object[]; header: Header } | string): { v: 1; episode: Episode; settled: Settled[] } | Failure;

export interface Counts {
  numerator: number;
  denominator: number;
  /** Of the denominator: nobody knows whether in the numerator. They are in no numerator, so the rate is the least that it may be. */
  open: number;
  /** numerator / denominator with Wilson's interval of 95 %; null of nobody, never 0. */
  rate: Interval | null;
  /** The rate with none and with all of `open` in the numerator: between them it truly lies. Null of nobody. */
  range: { least: number; most: number } | null;
  excluded: { id: string; count: number; unknown: number }[];
  outside: number;
  outsideUnknown: number;
  /** Without a month: of any period, and counted in none. */
  undated: number;
  all: number;
}
type Group = 'month' | 'facility' | 'tier' | 'department';
export interface Evaluation {
  v: 1;
  stays: number;
  results: {
    id: string;
    name: Bilingual;
    label: string | null;
    /** Whether the days after discharge are over; null where nothing has to ripen, or `asOf` was not given. */
    ripe: boolean | null;
    total: Counts;
    groups?: { by: Partial<Record<Group, string>>; counts: Counts }[];
    how: { zh: string[]; en: string[] };
  }[];
  /** Rows that were not taken, each with its place; they change no other. */
  refused: Failure['error'][];
}
export function evaluate(input: {
  episode: readonly Episode[];
  settled: readonly Settled[];
  indicators?: readonly string[];
  period?: { from?: string; to?: string };
  groupBy?: readonly Group[];
  asOf?: string;
} | string): Evaluation | Failure;

interface Test { statistic: number; p: number; written: string }
export interface Compared {
  v: 1;
  /** First less second, with Newcombe's interval; null where one group is nobody, and then `why` says so. */
  difference: Interval | null;
  why?: Bilingual;
  first?: Interval;
  second?: Interval;
  pearson?: Test | null;
  yates?: Test | null;
  /** Where an expected count is below five. */
  fisher?: { p: number; written: string } | null;
  smallestExpected?: number;
}
export function compare(input: { a: number; n: number; b: number; m: number } | string): Compared | Failure;

/** The definition as SQL, one text for DuckDB and Spark. */
export function sql(id: string): string | Failure;
/** The definition as a FHIR R4 Measure. */
export function measure(id: string): { resourceType: 'Measure' } | Failure;
/** Not there in this version: answers E_NOT_THERE. */
export function measureReports(input: object | string): Failure;
/** Overwrites the memory of the instance; nothing works after it. */
export function stop(): void;

/** What is told of a file of front pages (住院病案首页). `salt` is a secret of the facility, 16 characters or more: keys of stays and patients are made from it, the same
 *  for each of its files. `orders` says how a column writes days where the answer was `E_ASK`. */
export interface FrontPageFile {
  facility: string; tier: 'tertiary' | 'county' | 'township' | 'village' | 'unknown'; salt: string; timeZone?: string;
  encoding?: 'utf-8' | 'gb18030'; orders?: { CSRQ?: 'ymd' | 'dmy' | 'mdy'; RYSJ?: 'ymd' | 'dmy' | 'mdy'; CYSJ?: 'ymd' | 'dmy' | 'mdy' };
}
export interface FrontPageTables {
  v: 1;
  file: { encoding: string; delimiter: string; preset: string | null; rows: number; columns: { id: string; label: { zh: string; en: string }; name: string | null; order: string | null }[]; missing: string[]; twice: string[]; unused: string[] };
  counts: { taken: number; again: number; refused: number };
  faults: { column: string; code: string; rows: number }[];
  /** The first thousand, by the line they begin at; no cell is repeated. */
  refused: { line: number; faults: { column: string; code: string; message: { zh: string; en: string } }[] }[];
  /** As `evaluate` takes them. */
  episode: Episode[]; settled: Settled[];
}
/** Reads a CSV file in UTF-8 or GB18030, with comma, semicolon or tab. `{ error, file }` where a person has to say or mend something first. */
export function frontPages(bytes: Uint8Array, told: FrontPageFile): FrontPageTables | { error: { code: string; path: string; message: { zh: string; en: string } }; file?: FrontPageTables['file'] };
