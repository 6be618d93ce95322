// Generated from the shapes in src/interop/; a test fails when it differs.

/** What the host knows of a patient: set on the element, or handed to assess. Never sent by us. */
export type Chart = {
  /** Opaque id of the admission; required by the element. */
  contextId?: string | null;
  /** Who: shown, never stored. */
  patient?: {
    /** Opaque reference. */
    ref?: string | null;
    /** What the screen shows, as masked as the host wants it. */
    label?: string | null;
    /** Bed. */
    bed?: string | null;
    /** Sex. */
    sex?: 'female' | 'male' | null;
    /** Date of birth; ages are completed years. */
    birthDate?: string | null;
  } | null;
  /** This stay. */
  encounter?: {
    /** Opaque reference. */
    ref?: string | null;
    /** Time of admission. */
    admittedAt?: string | null;
    /** Department, shown. */
    department?: string | null;
    /** Absent: asked. */
    setting?: 'surgical' | 'medical' | 'obstetric' | null;
    /** Where. */
    facility?: {
      /** Facility. */
      id?: string | null;
      /** Level of care. */
      tier?: 'tertiary' | 'county' | 'township' | 'village' | null;
    } | null;
  } | null;
  /** What is known, one fact an entry (see fact.json). */
  facts?: Array<unknown> | null;
};

/** One entry of chart.facts, or of the facts of score and derive. */
export type Fact = {
  /** A quantity, `sex`, `operation` … or a finding (bare or `instrument.item`). */
  id: string;
  /** Number, true/false, text or object, by id. */
  value: unknown;
  /** UCUM; required for quantities except age, bmi, inr. */
  unit?: string | null;
  /** When it was true or measured. */
  at?: string | null;
  /** The system that says so. */
  source?: string | null;
  /** Suggested does not count until confirmed. */
  status?: 'asserted' | 'suggested' | null;
};

/** The value of a fact with the id operation. */
export type Operation = {
  /** Way of access. */
  kind: 'open' | 'laparoscopic' | 'arthroscopic' | 'elective_arthroplasty' | 'other';
  /** Planned or done count, cancelled does not. */
  status?: 'planned' | 'done' | 'cancelled' | null;
  /** Class of procedure. */
  procedure?: 'tha' | 'tka' | 'hip_fracture' | 'turp' | 'radical_prostatectomy' | 'neurosurgery' | 'spinal' | 'cardiac' | 'thoracic' | 'bariatric' | 'abdominal_pelvic_cancer' | 'other' | null;
  /** Operation time, actual or planned, minutes. */
  durationMin?: number | null;
  /** Anaesthesia time, minutes; comes first. */
  anaesthesiaMin?: number | null;
  /** Start. */
  at?: string | null;
  /** Limb. */
  limb?: 'left' | 'right' | 'both' | null;
  /** Haemostasis recorded by the surgeon. */
  haemostasisAt?: string | null;
};

/** Who is at the screen: set on the element before anything is signed. */
export type User = {
  /** Staff id. */
  id: string;
  /** Name as it is to stand beside the signature. */
  name: string;
  /** Role. */
  role: 'nurse' | 'physician' | 'pharmacist' | 'quality' | 'trainee';
};

/** What the hospital has set: read whole, or refused whole. */
export type Profile = {
  /** Score for patients without an operation; default padua. */
  medical_instrument?: 'padua' | 'caprini' | null;
  /** The bleeding list that governs; default auto: surgical or medical, as the patient is. */
  bleeding_instrument?: 'auto' | 'cn_bleed_surgical' | 'cn_bleed_medical' | 'improve_bleeding' | null;
  /** Anticoagulants in stock, in order of choice; default all but dabigatran and aspirin, which are never proposed. */
  formulary?: Array<'enoxaparin' | 'nadroparin' | 'dalteparin' | 'ufh' | 'fondaparinux' | 'rivaroxaban' | 'apixaban' | 'dabigatran' | 'aspirin'> | null;
  /** Devices at hand, in order of choice; default all. */
  devices?: Array<'ipc' | 'vfp' | 'gcs'> | null;
  /** Numbers that no source prints (local settings). */
  thresholds?: {
    /** Surgical list: thrombocytopenia below, 10⁹/L; 50 to 100, default 50. */
    platelets?: number | null;
    /** Uncontrolled hypertension at or above, mmHg; 140 to 180, default 180. */
    systolic?: number | null;
    /** Uncontrolled hypertension at or above, mmHg; 90 to 110, default 110. */
    diastolic?: number | null;
    /** Surgical list: severe renal failure below, mL/min; 15 to 60, default 30. */
    renal?: number | null;
    /** Coagulopathy above; 1.2 to 2, default 1.5. */
    inr?: number | null;
    /** Coagulopathy above this many times the upper limit; 1.2 to 2, default 1.5. */
    aptt_ratio?: number | null;
    /** The laboratory's upper limit of APTT, seconds; without it an APTT decides nothing. */
    aptt_upper_s?: number | null;
  } | null;
  /** Aspirin of 100 mg or less alone in the surgical list; default counts. */
  low_dose_aspirin?: 'counts' | 'caution' | null;
  /** Contraindications that nobody here may override; must hold CI_HIT, CI_HIT_ACUTE, CI_THERAPEUTIC_AC and CI_ACUTE_VTE. */
  no_override?: Array<string> | null;
  /** Level of care. */
  tier?: 'tertiary' | 'county' | 'township' | 'village' | null;
  /** Where drafts and unsent events are kept; default durable. */
  storage?: 'durable' | 'memory' | null;
  /** Age in hours from which platelets, creatinine and INR warn; default 72 (1 to 720). */
  fresh_hours?: number | null;
  /** IANA zone for display; default Asia/Shanghai. */
  time_zone?: string | null;
};

/** One signed line of the record: sent once it is signed and stored, never for a draft. */
export type Event = {
  /** Version of this form: 1. */
  v: number;
  /** uuid v7; the idempotency key. */
  id: string;
  /** Counts within the record, from 1. */
  seq: number;
  /** The admission. */
  contextId: string;
  /** What happened. */
  type: 'admitted' | 'assessed' | 'reviewed' | 'bleeding_screened' | 'plan_authorised' | 'plan_declined' | 'measure_started' | 'measure_stopped' | 'vte_suspected' | 'vte_confirmed' | 'vte_excluded' | 'transferred' | 'operated' | 'discharged' | 'amended';
  /** When it was signed. */
  at: string;
  /** Who signed. */
  by: {
    /** Staff id. */
    id: string;
    /** Name as it is to stand beside the signature. */
    name: string;
    /** Role. */
    role: 'nurse' | 'physician' | 'pharmacist' | 'quality' | 'trainee';
  };
  /** The tables in force. */
  rules?: {
    /** Version. */
    version: string;
    /** Digest of rules.json. */
    sha256: string;
  } | null;
  /** By type; see assessed and amended. */
  body: unknown;
  /** hash of the event before, or null. */
  prev?: string | null;
  /** SHA-256 over the canonical JSON (RFC 8785) of all fields but hash. */
  hash: string;
};

/** The body of an event of type assessed. */
export type Assessed = {
  /** Instrument id. */
  instrument: string;
  /** Edition. */
  edition: string;
  /** Trigger id of the specification. */
  timepoint: string;
  /** Every item. */
  answers: Array<{
    /** Qualified item key. */
    item: string;
    /** true, false, or null: cannot be known. */
    value?: boolean | null;
    /** Points that counted. */
    points: number;
    /** person, host or derived. */
    source: string;
    /** Free text that the item demands. */
    note?: string | null;
  }>;
  /** Certain points. */
  floor?: number | null;
  /** Possible points. */
  ceiling?: number | null;
  /** null while both ends differ. */
  band?: 'low' | 'moderate' | 'high' | null;
  /** Caprini: very_low, 5_6, 7_8, ge_9. */
  subBand?: string | null;
};

/** The body of an event of type amended; the event it names stays as it is. */
export type Amended = {
  /** Id of the event amended. */
  of: string;
  /** Why. */
  reason: string;
  /** What holds instead, in the form of the event amended. */
  body: unknown;
};

/** The argument of score and derive. */
export type Score = {
  /** Item key to true, false or null (cannot be known). */
  answers?: Record<string, unknown> | null;
  /** As in a chart. */
  facts?: Array<unknown> | null;
  /** How silence on yes/no items is read; default unknown. */
  unanswered?: 'unknown' | 'absent' | null;
  /** Time of assessment; without it nothing that depends on today is derived. */
  at?: string | null;
};

/** The argument of assess. */
export type Assess = {
  /** The chart. */
  chart: unknown;
  /** An instrument id in place of routing. */
  instrument?: string | null;
  /** Item key to true, false or null. */
  answers?: Record<string, unknown> | null;
  /** The hospital's profile. */
  profile?: unknown | null;
  /** How silence on yes/no items is read; default unknown. */
  unanswered?: 'unknown' | 'absent' | null;
  /** Time of assessment: there is no clock inside. */
  at: string;
};
