// Workbooks (XLSX): `import init, { writeWorkbook, readSheet } from './more/sheets.js'; await init();`. In Node give the bytes:
// `await init({ module_or_path: readFileSync('more/sheets_bg.wasm') })`. Runs in a page, in a worker and in Node 20.

export default function init(from?: { module_or_path: BufferSource | WebAssembly.Module | URL | string | Response | Promise<Response> }): Promise<unknown>;

interface Failure { error: { code: string; path: string; message: { zh: string; en: string } } }

/** Plain tables. A text is written as a text whatever it begins with, a number as a number; null is an empty cell. */
export interface Tables { sheets: { name: string; columns: string[]; rows: (string | number | null)[][] }[] }
/** The bytes of a workbook; the same tables give the same bytes. */
export function writeWorkbook(tables: Tables | string): Uint8Array | Failure;

export interface SheetText {
  v: 1;
  sheet: string;
  /** All sheets of the workbook. */
  sheets: string[];
  /** Rows that were read, the header among them. */
  count: number;
  /** Rows that were not, and the first thousand of them by their number in the sheet. No cell is repeated. */
  refusedCount: number;
  refused: { row: number; faults: { column: string; name: string | null; code: string; message: { zh: string; en: string } }[] }[];
  rows?: { row: number; cells: string[] }[];
  /** Line k is row k of the sheet: encoded as UTF-8 it is what `frontPages` of `more/quality.js` takes. */
  csv: string;
}
/** One sheet as texts. Days and times by the type of their cells: `2026-03-01`, `2026-03-01 08:05:00`. */
export function readSheet(bytes: Uint8Array, told: { sheet?: string; rows?: boolean } | string): SheetText | Failure;
/** Overwrites the memory of the instance; nothing works after it. */
export function stop(): void;
