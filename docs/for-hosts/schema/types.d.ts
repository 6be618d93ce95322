// Generated from the shapes in src/interop/; a test fails when it differs.

/** What the host knows of a patient: set on the element, or handed to assess. Never sent by us. */
export type Chart = {
  /** Opaque id of the admission; required by the element. */
  contextId?: string | null;
  /** True: a fictional patient. What is signed bears the same mark and is neither delivered nor alerted. */
  demo?: boolean | null;
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
    /** Date of birth; ages are completed years. A year or a month alone is listed, and the age is asked. */
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
    /** Absent: in-patient. An out-patient with cancer is routed to Khorana. */
    class?: 'inpatient' | 'outpatient' | null;
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
  /** When it was true or measured: a time, or a civil date. */
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
  /** Start: a time, or a civil date where only that is known. */
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
  /** How long things may wait, in hours. */
  due?: {
    /** Admission to first score; 1 to 24, default 24. */
    admission?: number | null;
    /** Transfer to score; 1 to 24, default 24. */
    transfer_in?: number | null;
    /** How long before an operation the score may lie; 1 to 72, default 24. */
    pre_op?: number | null;
    /** End of operation to score; 1 to 24, default 24. */
    post_op?: number | null;
    /** How long before a procedure the look at bleeding may lie; 1 to 72, default 24. */
    invasive?: number | null;
    /** Change of condition to score; 1 to 24, default 24. */
    condition_change?: number | null;
    /** Between scores at high risk; 12 to 168, default 72. */
    periodic_high?: number | null;
    /** Between scores at moderate risk; 24 to 336, default 168. */
    periodic_moderate?: number | null;
    /** Between scores at low risk; 0 (never, default) to 336. */
    periodic_low?: number | null;
    /** Between bleeding screens while high; 1 to 24, default 24. */
    bleed_high?: number | null;
    /** Score to bleeding screen; 1 to 24, default 24. */
    bleed_screen?: number | null;
    /** Fallen bleeding risk to decision; 1 to 72, default 24. */
    bleed_fell?: number | null;
    /** Closed bleeding window to screen; 1 to 24, default 6. */
    window?: number | null;
    /** Nurse's score to review; 1 to 72, default 24. */
    review?: number | null;
    /** Score to decision; 1 to 72, default 24. */
    plan?: number | null;
    /** Planned start to first dose; 1 to 24, default 6. */
    drug_start?: number | null;
    /** Unplanned stop to decision; 1 to 72, default 24. */
    drug_stop?: number | null;
    /** How long before a planned stop the decision opens; 12 to 96, default 48. */
    drug_stop_ahead?: number | null;
    /** How long before discharge the score may lie; 1 to 72, default 24. */
    pre_discharge?: number | null;
    /** Suspicion to confirmation or exclusion; 1 to 24, default 24. */
    suspected_vte?: number | null;
  } | null;
  /** Level of care. */
  tier?: 'tertiary' | 'county' | 'township' | 'village' | null;
  /** Settings of the green channel: see the schema channel. */
  channel?: unknown | null;
  /** Where drafts and unsent events are kept; default durable. */
  storage?: 'durable' | 'memory' | null;
  /** Age in hours from which platelets, creatinine and INR warn; default 72 (1 to 720). */
  fresh_hours?: number | null;
  /** IANA zone for display; default Asia/Shanghai. */
  time_zone?: string | null;
  /** Enoxaparin at Caprini 3–4, mg once daily: 20 (default, by the label) or 40. */
  enoxaparin_moderate_mg?: number | null;
  /** Hours to the first dose of an acute medical patient: 24 (default) or 14. */
  medical_start_h?: number | null;
  /** Hours from admission to the first assessment: 24 (default) or 14; the same as due.admission. */
  admission_h?: number | null;
  /** Names of medicines that are known here to be irrelevant to clotting. */
  irrelevant_medicines?: Array<string> | null;
  /** Where our Questionnaires, CodeSystems and identifiers are said to live in FHIR: an absolute address; default as docs/for-hosts/fhir.md names it. */
  canonical?: string | null;
  /** Our key of the flat output to the host's; each of them once. */
  flat_keys?: Record<string, string> | null;
};

/** The green channel's settings: the value of profile.channel, beside profile.tier and profile.formulary. */
export type Channel = {
  /** Daytime, for means that are there by day only: from-to, default 08:00-17:00. */
  day_hours?: string | null;
  /** Minutes of a clock by its id (c_vitals …): one number, or [unstable, PE or pressing, usual]; 0 to 43200. */
  clocks?: Record<string, number | Array<number>> | null;
  /** Imaging counts as immediate where its result is expected within so many minutes: 60 (default), 0 is ESC 2019 to the letter; 0 to 240. */
  imaging_now_min?: number | null;
  /** At low probability with a late D-dimer: nice (default, a dose where none is expected within 4 h) or accp9 (24 h). */
  low_prob_interim?: 'nice' | 'accp9' | null;
  /** How far a leg is scanned; default proximal. */
  us_extent?: 'proximal' | 'whole_leg' | null;
  /** By which rule PE is judged; default wells_pe, in two levels. */
  pe_rule?: 'wells_pe' | 'geneva' | 'years' | null;
  /** Active cancer goes to imaging without a D-dimer; default true. */
  cancer_skips_ddimer?: boolean | null;
  /** Pregnancy-adapted YEARS; default true. */
  preg_years?: boolean | null;
  /** What is proposed before the answer where nothing decides otherwise; default lmwh (enoxaparin). */
  interim_agent?: 'lmwh' | 'apixaban' | 'rivaroxaban' | null;
  /** What is there otherwise than the tier assumes: y day and night, d by day, n not. */
  means?: {
    /** ECG. */
    ecg?: 'y' | 'd' | 'n' | null;
    /** Pulse oximeter. */
    spo2?: 'y' | 'd' | 'n' | null;
    /** D-dimer. */
    ddimer?: 'y' | 'd' | 'n' | null;
    /** Creatinine and platelets. */
    laboratory?: 'y' | 'd' | 'n' | null;
    /** Leg ultrasound. */
    leg_ultrasound?: 'y' | 'd' | 'n' | null;
    /** CTPA. */
    ctpa?: 'y' | 'd' | 'n' | null;
    /** Echo. */
    echo?: 'y' | 'd' | 'n' | null;
    /** LMWH. */
    lmwh?: 'y' | 'd' | 'n' | null;
    /** UFH infusion with pump and APTT. */
    ufh_infusion?: 'y' | 'd' | 'n' | null;
    /** DOAC. */
    doac?: 'y' | 'd' | 'n' | null;
    /** Thrombolytic. */
    thrombolytic?: 'y' | 'd' | 'n' | null;
    /** PERT, or intensive care. */
    pert_icu?: 'y' | 'd' | 'n' | null;
    /** V/Q scan. */
    vq?: 'y' | 'd' | 'n' | null;
    /** Vena cava filter. */
    filter?: 'y' | 'd' | 'n' | null;
    /** Vascular surgeon. */
    vascular_surgeon?: 'y' | 'd' | 'n' | null;
  } | null;
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
  /** True: signed in a demonstration, of a fictional patient; refused beside a real one. */
  demo?: boolean | null;
  /** What happened. */
  type: 'admitted' | 'assessed' | 'reviewed' | 'bleeding_screened' | 'plan_authorised' | 'plan_declined' | 'measure_started' | 'measure_stopped' | 'vte_suspected' | 'vte_confirmed' | 'vte_excluded' | 'pathway_step' | 'referral' | 'transferred' | 'operated' | 'discharged' | 'amended';
  /** When it was signed, by the clock of the device; nothing proves it. See clock. */
  at: string;
  /** Only where at is not simply what the device showed: see the fields. */
  clock?: {
    /** What this device showed, up to 5 minutes before the event before; at is then the time of the event before. */
    device?: string | null;
    /** at of the event before, which was signed by a clock that was ahead; with reason. Only then may at be earlier than that. */
    after?: string | null;
    /** Why a person went on although the event before is of the future. */
    reason?: string | null;
  } | null;
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
  /** By type: the schema of that name; of the vte_ types, pathway_step, referral, admitted, transferred, operated and discharged: happened. */
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
  /** What a person said of facts that the host only suggested beside the items. */
  suggestions?: Array<{
    /** Tells one fact from another, and nothing of its value. */
    fact: string;
    /** Its kind, as in the chart: operation, medication, platelets … */
    id?: string | null;
    /** true: confirmed; false: turned down. */
    taken: boolean;
    /** When it was said. */
    at: string;
    /** Who was at the screen. */
    by?: {
      /** Staff id. */
      id: string;
      /** Name. */
      name: string;
      /** Role. */
      role: string;
    } | null;
  }> | null;
};

/** The body of an event of type reviewed: a physician's second look at an assessment. */
export type Reviewed = {
  /** Id of the assessment. */
  of: string;
  /** changed carries answers, floor, ceiling and band as assessed does. */
  decision: 'confirmed' | 'changed';
  /** Every item as the physician holds it; with changed only. */
  answers?: Array<{
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
  }> | null;
};

/** The body of an event of type bleeding_screened. */
export type BleedingScreened = {
  /** The bleeding list that governs. */
  instrument: string;
  /** Edition. */
  edition?: string | null;
  /** Every item of the list, then the contraindications that were answered or found. */
  answers: Array<{
    /** Qualified item key of the list, a CI_ or MC_ id, or the id of a question. */
    item: string;
    /** true, false, or null: cannot be known. */
    value?: boolean | null;
    /** Points that counted; of the list's items only. */
    points?: number | null;
    /** person, host or derived. */
    source: string;
    /** Free text. */
    note?: string | null;
    /** The leg it is on. */
    limb?: 'left' | 'right' | 'both' | null;
    /** In force until then. */
    until?: string | null;
    /** When it was answered, where that was before it was signed. */
    at?: string | null;
    /** Of a question about names answered no: the names that this settles. */
    names?: Array<string> | null;
  }>;
  /** High bleeding risk; null while what cannot be known leaves it open. */
  high?: boolean | null;
  /** IMPROVE, shown beside the governing list. */
  improve?: {
    /** Certain points. */
    floor: number;
    /** Possible points. */
    ceiling: number;
  } | null;
};

/** One measure: of a proposal, and of a plan that was authorised. */
export type Measure = {
  /** basic, escalate, or the id of a device or drug. */
  id: string;
  /** Kind. */
  kind: 'basic' | 'device' | 'drug' | 'escalate';
  /** Its name in both languages. */
  text?: unknown | null;
  /** What was not known when it was proposed. */
  conditionalOn?: Array<string> | null;
  /** A device: on which leg. */
  limb?: 'left' | 'right' | 'both' | null;
  /** A drug's dose. */
  dose?: {
    /** How much. */
    amount: number;
    /** Of what. */
    unit: 'mg' | 'IU' | 'U' | 'mL';
    /** Under the skin, or by mouth. */
    route: 'sc' | 'po';
    /** How often; `q8-12h` only in plans of 0.1.0. */
    frequency: 'qd' | 'q12h' | 'q8h' | 'q8-12h';
    /** From day 4 after the operation. */
    fromDay4?: number | null;
    /** In words. */
    text?: unknown | null;
  } | null;
  /** First dose. */
  start?: string | null;
  /** When it starts, in words. */
  startRule?: unknown | null;
  /** Planned stop; every authorised drug has one. */
  stop?: string | null;
  /** Length of treatment in days. */
  days?: {
    /** Shortest. */
    from: number;
    /** Longest. */
    to: number;
    /** Planned. */
    planned: number;
  } | null;
  /** Which day of the course it was when it was proposed; 1 is the first. */
  day?: number | null;
  /** Bridges the time until the drug may be given. */
  meanwhile?: boolean | null;
  /** What the proposal said beside it. */
  remarks?: Array<{
    /** Chinese. */
    zh: string;
    /** English. */
    en: string;
  }> | null;
  /** Where the dose comes from. */
  sources?: Array<unknown> | null;
};

/** The body of an event of type plan_authorised: a physician's decision, never an order to a dispensary. */
export type PlanAuthorised = {
  /** Id of the assessment. */
  of: string;
  /** The row of the matrix that was shown. */
  rule?: string | null;
  /** Id of the bleeding screen it rests on. */
  screen?: string | null;
  /** What is ordered: the proposal's measures with what was changed. */
  measures: Array<{
    /** basic, escalate, or the id of a device or drug. */
    id: string;
    /** Kind. */
    kind: 'basic' | 'device' | 'drug' | 'escalate';
    /** Its name in both languages. */
    text?: unknown | null;
    /** What was not known when it was proposed. */
    conditionalOn?: Array<string> | null;
    /** A device: on which leg. */
    limb?: 'left' | 'right' | 'both' | null;
    /** A drug's dose. */
    dose?: {
      /** How much. */
      amount: number;
      /** Of what. */
      unit: 'mg' | 'IU' | 'U' | 'mL';
      /** Under the skin, or by mouth. */
      route: 'sc' | 'po';
      /** How often; `q8-12h` only in plans of 0.1.0. */
      frequency: 'qd' | 'q12h' | 'q8h' | 'q8-12h';
      /** From day 4 after the operation. */
      fromDay4?: number | null;
      /** In words. */
      text?: unknown | null;
    } | null;
    /** First dose. */
    start?: string | null;
    /** When it starts, in words. */
    startRule?: unknown | null;
    /** Planned stop; every authorised drug has one. */
    stop?: string | null;
    /** Length of treatment in days. */
    days?: {
      /** Shortest. */
      from: number;
      /** Longest. */
      to: number;
      /** Planned. */
      planned: number;
    } | null;
    /** Which day of the course it was when it was proposed; 1 is the first. */
    day?: number | null;
    /** Bridges the time until the drug may be given. */
    meanwhile?: boolean | null;
    /** What the proposal said beside it. */
    remarks?: Array<{
      /** Chinese. */
      zh: string;
      /** English. */
      en: string;
    }> | null;
    /** Where the dose comes from. */
    sources?: Array<unknown> | null;
  }>;
  /** What stood against it and why it was ordered all the same. */
  overrides: Array<{
    /** A contraindication, the bleeding list, or an unknown fact. */
    id: string;
    /** Why. */
    reason: string;
  }>;
  /** What is watched. */
  monitoring?: Array<{
    /** Task. */
    id: string;
    /** In both languages. */
    text?: unknown | null;
    /** From when. */
    from?: string | null;
    /** Until when. */
    to?: string | null;
    /** How often; absent: once. */
    everyHours?: number | null;
  }> | null;
  /** Id of the plan_authorised that it ends; absent where none was in force. */
  replaces?: string | null;
};

/** The body of an event of type plan_declined. */
export type PlanDeclined = {
  /** Id of the assessment. */
  of: string;
  /** Why. */
  reasonCode: 'bleeding_concern' | 'patient_refused' | 'early_mobile' | 'short_stay' | 'other_therapy' | 'end_of_life' | 'awaiting_result' | 'transferred_out' | 'other';
  /** In words; other needs it. */
  note?: string | null;
};

/** The body of an event of type measure_started or measure_stopped. */
export type MeasureChanged = {
  /** Id of the measure. */
  measure: string;
  /** When it was begun or stopped. */
  at: string;
  /** Why it was stopped; missed leaves it in use, held and procedure until it is started again. */
  reasonCode?: 'missed' | 'held' | 'procedure' | 'completed' | 'bleeding' | 'adverse' | 'patient_refused' | 'replaced' | 'risk_fell' | 'discharge' | null;
  /** Who was told of the risk and of the measure; with basic measures above all. */
  informed?: 'patient' | 'family' | 'both' | null;
  /** In words, beside the code. */
  note?: string | null;
  /** Id of the plan_authorised that it is of. */
  plan?: string | null;
};

/** The body of an event of type admitted, transferred, operated, discharged, vte_suspected, vte_confirmed, vte_excluded, pathway_step or referral; never of what is only planned. */
export type Happened = {
  /** When it happened; else when it was signed. Never in the future. */
  at?: string | null;
  /** admitted: where. */
  department?: string | null;
  /** vte_suspected, vte_confirmed: dvt, pe, dvt_pe or other. */
  site?: string | null;
  /** vte_confirmed: on_admission or in_hospital. */
  onset?: string | null;
  /** vte_confirmed, vte_excluded: by what. */
  method?: string | null;
  /** transferred: from where. */
  from?: string | null;
  /** transferred, discharged: where to. */
  to?: string | null;
  /** operated: operation (default), invasive, or neuraxial. */
  class?: string | null;
  /** operated: as the chart's operation.kind. */
  kind?: string | null;
  /** operated: as the chart's operation.procedure. */
  procedure?: string | null;
  /** operated, vte_suspected: left, right or both. */
  limb?: string | null;
  /** vte_suspected: what was seen, by code (leg_swelling, dyspnoea ...). */
  signs?: Array<string> | null;
  /** vte_suspected: for how long: lt_1h, today, d1_3, gt_3d or unknown. */
  since?: string | null;
  /** vte_suspected, in an amendment: a physician has taken the suspicion back. */
  status?: 'withdrawn' | null;
  /** pathway_step, referral: id of the vte_suspected that it belongs to. */
  of?: string | null;
  /** pathway_step: what was entered, an id of the table of entries. */
  step?: string | null;
  /** pathway_step: what was answered. */
  answers?: Array<{
    /** Id of a field of the entry. */
    item: string;
    /** As the table of entries says: a code, a number and its unit (84 mm[Hg]), a time with offset, or words. */
    value: string;
  }> | null;
  /** referral: which; the same in every event of it, here and at the other hospital. */
  id?: string | null;
  /** referral: drafted, sent, received, declined, accepted, departed, arrived, kept, returned, acknowledged or cancelled. */
  state?: string | null;
  /** referral: network, qr, file, fax or telephone. */
  way?: string | null;
  /** referral: who was spoken with. */
  person?: string | null;
  /** referral: to which hospital, ward or bed. */
  place?: string | null;
  /** referral: why declined or cancelled. */
  reason?: string | null;
  /** operated: when it was over; neuraxial: when the catheter was out. */
  endedAt?: string | null;
  /** operated: when the surgeon found it dry. */
  haemostasisAt?: string | null;
  /** Free text. */
  note?: string | null;
};

/** The body of an event of type amended; the event it names stays as it is. */
export type Amended = {
  /** Id of the event amended. */
  of: string;
  /** Why. */
  reason: string;
  /** What holds instead, in the form of the event amended. */
  body: unknown;
  /** Type of the event amended; absent: assessed, or as the record says. */
  type?: 'admitted' | 'assessed' | 'reviewed' | 'bleeding_screened' | 'plan_authorised' | 'plan_declined' | 'measure_started' | 'measure_stopped' | 'vte_suspected' | 'vte_confirmed' | 'vte_excluded' | 'pathway_step' | 'referral' | 'transferred' | 'operated' | 'discharged' | 'amended' | null;
};

/** A referral between two hospitals (virchow-referral/1): the sheet, and the states that the sending side knows. Encrypted as a file and as codes. */
export type Referral = {
  /** `virchow-referral/1`. */
  format: string;
  /** Of the referral; both sides name it so. */
  id: string;
  /** When the message was made. */
  at: string;
  /** Who sends it. */
  side: 'sender' | 'receiver';
  /** The hospital or ward that sends it. */
  site: string;
  /** Of a fictional patient. */
  demo?: boolean | null;
  /** The sheet; the sender's first message has it. */
  sheet?: {
    /** When it was made. */
    at: string;
    /** Who made it. */
    by: string;
    /** Every line, in the order of the table. */
    answers: Array<{
      /** A line of the sheet. */
      id: string;
      /** What is known. */
      values?: Array<{
        /** What is said; where `en` is missing the same in both languages. */
        zh: string;
        /** In English. */
        en?: string | null;
        /** When it was measured, given or done. */
        at?: string | null;
        /** Who or what says it: a text, or `{ zh, en }`. */
        source?: unknown | null;
      }> | null;
      /** Where there is no value. */
      word?: 'not_asked' | 'not_done' | 'no' | null;
    }>;
  } | null;
  /** All states that this side knows. */
  states: Array<{
    /** A state of extended.md 5.6.7. */
    state: string;
    /** When it was reached. */
    at: string;
    /** Who reports it. */
    side: 'sender' | 'receiver';
    /** The name of whoever reports it. */
    by: string;
    /** Hospital or ward. */
    site: string;
    /** What the state says, by field. */
    said?: Record<string, string> | null;
  }>;
  /** SHA-256 of the canonical JSON of all other fields. */
  sum: string;
};

/** The argument of score and derive. */
export type Score = {
  /** Item key to true, false or null (cannot be known). */
  answers?: Record<string, unknown> | null;
  /** As in a chart. */
  facts?: Array<unknown> | null;
  /** How silence on yes/no items is read; default unknown. */
  unanswered?: 'unknown' | 'absent' | null;
  /** Time of assessment; without it that of the newest fact. */
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
  /** What the record of this stay adds to the chart. */
  stay?: {
    /** The first dose of prevention this stay, where no medication of the chart tells it. */
    firstDoseAt?: string | null;
    /** When a physician last signed a decision. */
    decidedAt?: string | null;
    /** A suspicion of VTE that is not closed. */
    suspicion?: {
      /** No prevention until it is settled; false: prevention goes on (back_to_core). */
      paused: boolean;
      /** The leg; without it both, as for a suspected PE. */
      limb?: 'left' | 'right' | 'both' | null;
    } | null;
    /** VTE was confirmed this stay: it is treated, and no prevention is proposed. */
    confirmed?: boolean | null;
  } | null;
  /** Time of assessment: there is no clock inside. */
  at: string;
};

/** What no event says of a stay: handed to reduce of more/quality.js. */
export type Header = {
  /** Version of this form: 1. */
  v?: number | null;
  /** Key of the stay: opaque, and the same wherever the stay is named. */
  episode: string;
  /** Salted key that is the same for every stay of a patient. */
  patientKey?: string | null;
  /** Hospital or site. */
  facility?: string | null;
  /** Level of care. */
  tier?: 'tertiary' | 'county' | 'township' | 'village' | 'unknown' | null;
  /** Department at admission; without it, that of the admission event. */
  deptAdmission?: string | null;
  /** Department at the first assessment; without it, from the record. */
  deptAssessment?: string | null;
  /** Department at discharge; without it, the last transfer. */
  deptDischarge?: string | null;
  /** A time, or a date where only that is known; without it, the admission event. */
  admittedAt?: string | null;
  /** How exactly: second (default of a time), hour, day (default of a date). */
  admittedPrecision?: 'second' | 'hour' | 'day' | 'unknown' | null;
  /** Decision to admit. */
  decidedAt?: string | null;
  /** As admittedPrecision. */
  decidedPrecision?: 'second' | 'hour' | 'day' | 'unknown' | null;
  /** Without it, the discharge event. */
  dischargedAt?: string | null;
  /** As admittedPrecision. */
  dischargedPrecision?: 'second' | 'hour' | 'day' | 'unknown' | null;
  /** Civil date of birth: completed years are counted at admission. */
  birthDate?: string | null;
  /** Completed years at admission, where no date of birth is known. */
  age?: number | null;
  /** Sex. */
  sex?: 'female' | 'male' | 'unknown' | null;
  /** Height, cm. */
  heightCm?: number | null;
  /** Weight, kg. */
  weightKg?: number | null;
  /** Class of the encounter. */
  class?: 'inpatient' | 'day_surgery' | 'emergency' | 'outpatient' | 'unknown' | null;
  /** Service. */
  service?: 'neonatal' | 'paediatric' | 'obstetric' | 'icu' | 'other' | 'unknown' | null;
  /** Lay in intensive care during the stay. */
  icu?: boolean | null;
  /** DVT or PE before admission. */
  vteBefore?: boolean | null;
  /** Way of leaving. */
  leaving?: 'home' | 'transferred' | 'community' | 'against_advice' | 'died' | 'other' | 'unknown' | null;
  /** IANA zone by which days and months are told; default Asia/Shanghai. */
  timeZone?: string | null;
};

/** A row of the table episode: one stay. Unknown is a value of its own, never null. */
export type Episode = {
  /** Version of the tables: 1. */
  v?: number | null;
  /** Key of the stay. */
  episode: string;
  /** Links the stays of a patient; unknown where they are not linked. */
  patient_key?: string | null;
  /** Hospital or site. */
  facility?: string | null;
  /** Level of care. */
  tier?: 'tertiary' | 'county' | 'township' | 'village' | 'unknown' | null;
  /** Department at admission. */
  dept_admission?: string | null;
  /** Department at the first assessment. */
  dept_assessment?: string | null;
  /** Department at discharge. */
  dept_discharge?: string | null;
  /** First second (UTC) that the admission may have been; -1 unknown. */
  admitted_at?: number | null;
  /** Last second that it may have been; the same where it is exact. */
  admitted_last?: number | null;
  /** How exactly the source had it. */
  admitted_precision?: 'second' | 'hour' | 'day' | 'unknown' | null;
  /** Civil date in the hospital's zone, or unknown. */
  admitted_day?: string | null;
  /** Its month, 2026-01, or unknown. */
  admitted_month?: string | null;
  /** Decision to admit, first second; -1 unknown. */
  decided_at?: number | null;
  /** Last second. */
  decided_last?: number | null;
  /** Discharge, first second; -1 unknown or not yet. */
  discharged_at?: number | null;
  /** Last second. */
  discharged_last?: number | null;
  /** How exactly the source had it. */
  discharged_precision?: 'second' | 'hour' | 'day' | 'unknown' | null;
  /** Civil date, or unknown. */
  discharged_day?: string | null;
  /** Its month, or unknown. */
  discharged_month?: string | null;
  /** Seconds from admission to discharge, at least; -1 unknown. */
  stay_least?: number | null;
  /** At most. */
  stay_most?: number | null;
  /** Completed years at admission; -1 unknown. */
  age?: number | null;
  /** Sex. */
  sex?: 'female' | 'male' | 'unknown' | null;
  /** Height in millimetres; -1 unknown. */
  height_mm?: number | null;
  /** Weight in grams; -1 unknown. */
  weight_g?: number | null;
  /** Class of the encounter. */
  class?: 'inpatient' | 'day_surgery' | 'emergency' | 'outpatient' | 'unknown' | null;
  /** Service. */
  service?: 'neonatal' | 'paediatric' | 'obstetric' | 'icu' | 'other' | 'unknown' | null;
  /** Lay in intensive care. */
  icu?: 'yes' | 'no' | 'unknown' | null;
  /** DVT or PE before admission. */
  vte_before?: 'yes' | 'no' | 'unknown' | null;
  /** Way of leaving. */
  leaving?: 'home' | 'transferred' | 'community' | 'against_advice' | 'died' | 'other' | 'unknown' | null;
  /** What contradicts itself: codes with a space between them, or none. */
  flaws?: string | null;
};

/** A row of the table settled: one fact of a stay that holds after the fold. */
export type Settled = {
  /** Version of the tables: 1. */
  v?: number | null;
  /** Key of the stay. */
  episode: string;
  /** What holds after the fold. */
  kind: 'assessed' | 'bleeding_screened' | 'ordered' | 'given' | 'declined' | 'operated' | 'transferred' | 'vte_suspected' | 'vte_confirmed' | 'vte_excluded' | 'pathway_step' | 'referral';
  /** Which of its kind: instrument, measure, site (dvt, pe, dvt_pe, other), step, state; or none. */
  what?: string | null;
  /** assessed: low, moderate, high, open. bleeding_screened: high, not_high, open. ordered, given: basic, device, drug, escalate. declined: the code. operated: operation, invasive, neuraxial. transferred: the department. vte_confirmed: in_hospital, on_admission, not_stated. Any of them: unknown; another word is refused. */
  value?: string | null;
  /** assessed: the nurse's band beside the governing one, none where no nurse signed; absent reads as unknown. */
  beside?: string | null;
  /** ordered: firm, begun, conditional, withdrawn. vte_suspected: standing, withdrawn. vte_confirmed: discharge_diagnosis where a list of diagnoses names it. Any: untold (the source tells nothing of this kind), or none. */
  state?: string | null;
  /** First second (UTC) that it may have been; -1 unknown. */
  at?: number | null;
  /** Last second. */
  at_last?: number | null;
  /** How exactly the source had it. */
  precision?: 'second' | 'hour' | 'day' | 'unknown' | null;
  /** The last of its kind in the stay: said, because a missing one would read as no. */
  latest: 'yes' | 'no';
  /** The event of the record, or the line of the file, that it rests on; -1 neither. */
  seq?: number | null;
};

/** A teacher's own case (virchow-case/1): an invented patient, never a real one. */
export type TeachingCase = {
  /** `virchow-case/1`. */
  format: 'virchow-case/1';
  /** Letters, digits, `-` and `_`; within a lesson no two are alike. */
  id: string;
  /** What the case is called. */
  title: {
    /** In Chinese. */
    zh?: string | null;
    /** In English. */
    en?: string | null;
  };
  /** The invented patient. Never a real one. */
  story: {
    /** In Chinese. */
    zh?: string | null;
    /** In English. */
    en?: string | null;
  };
  /** What is to be learnt; shown after the answer. */
  why?: {
    /** In Chinese. */
    zh?: string | null;
    /** In English. */
    en?: string | null;
  } | null;
  /** The form that is right for it, by id. */
  instrument: string;
  /** What of the story is measured. */
  facts?: Array<{
    /** `sex`, `operation`, or a quantity (`age`, `bmi`, …) as in a chart. */
    id: string;
    /** `female` or `male`; a number; of an operation `{ kind, durationMin?, procedure? }`. */
    value: unknown;
    /** Of a quantity; without it the first unit of its table. */
    unit?: string | null;
  }> | null;
  /** Items that are true and follow from no fact; all others are false. */
  holds: Array<string>;
  /** What the items come to; held against them, and refused where it contradicts. */
  total?: number | null;
  /** The tables that it was made for. */
  edition: {
    /** Version of the program. */
    version: string;
    /** The first 12 characters of the digest of the rules. */
    rules: string;
  };
  /** That no real patient may be told of; written, never read. */
  warning?: {
    /** In Chinese. */
    zh?: string | null;
    /** In English. */
    en?: string | null;
  } | null;
};

/** A lesson or an exam (virchow-lesson/1): exercises for a class, with the teacher's own cases. */
export type Lesson = {
  /** `virchow-lesson/1`. */
  format: 'virchow-lesson/1';
  /** Letters, digits, `-` and `_`. */
  id: string;
  /** What the lesson is called. */
  title: {
    /** In Chinese. */
    zh?: string | null;
    /** In English. */
    en?: string | null;
  };
  /** The class that it is given to; results of another are not merged. */
  class: string;
  /** What it is given for; hints only in `practice`. */
  phase: 'practice' | 'pre' | 'post' | 'exam';
  /** Ids, none twice: `bank:22`, `caprini:4711`, `own:ID`, `plan:ID`, `channel:ID`. */
  exercises: Array<string>;
  /** The teacher's own cases that the exercises name. */
  own?: Array<{
    /** `virchow-case/1`. */
    format: 'virchow-case/1';
    /** Letters, digits, `-` and `_`; within a lesson no two are alike. */
    id: string;
    /** What the case is called. */
    title: {
      /** In Chinese. */
      zh?: string | null;
      /** In English. */
      en?: string | null;
    };
    /** The invented patient. Never a real one. */
    story: {
      /** In Chinese. */
      zh?: string | null;
      /** In English. */
      en?: string | null;
    };
    /** What is to be learnt; shown after the answer. */
    why?: {
      /** In Chinese. */
      zh?: string | null;
      /** In English. */
      en?: string | null;
    } | null;
    /** The form that is right for it, by id. */
    instrument: string;
    /** What of the story is measured. */
    facts?: Array<{
      /** `sex`, `operation`, or a quantity (`age`, `bmi`, …) as in a chart. */
      id: string;
      /** `female` or `male`; a number; of an operation `{ kind, durationMin?, procedure? }`. */
      value: unknown;
      /** Of a quantity; without it the first unit of its table. */
      unit?: string | null;
    }> | null;
    /** Items that are true and follow from no fact; all others are false. */
    holds: Array<string>;
    /** What the items come to; held against them, and refused where it contradicts. */
    total?: number | null;
    /** The tables that it was made for. */
    edition: {
      /** Version of the program. */
      version: string;
      /** The first 12 characters of the digest of the rules. */
      rules: string;
    };
    /** That no real patient may be told of; written, never read. */
    warning?: {
      /** In Chinese. */
      zh?: string | null;
      /** In English. */
      en?: string | null;
    } | null;
  }> | null;
  /** Of an exam; a test may have them. */
  terms?: {
    /** 1 to 240. */
    minutes: number;
    /** 1 to 100. */
    passPercent: number;
    /** The seed of the order, a whole number as text. */
    shuffle: string;
    /** 1 to 60: for how long a pass holds. */
    validMonths: number;
  } | null;
  /** The tables that it was made for. */
  edition: {
    /** Version of the program. */
    version: string;
    /** The first 12 characters of the digest of the rules. */
    rules: string;
  };
  /** That no real patient may be told of; written, never read. */
  warning?: {
    /** In Chinese. */
    zh?: string | null;
    /** In English. */
    en?: string | null;
  } | null;
};

/** One attempt of a file of results (virchow-results/1): a sealed log. */
export type LessonAttempt = {
  /** Of the attempt; no two are alike. */
  id: string;
  /** The id of the lesson. */
  lesson: string;
  /** The class that the lesson was given to. */
  class: string;
  /** The learner. */
  who: {
    /** A name, or a word that names nobody. */
    name: string;
    /** Whether it is a name. */
    named: boolean;
  };
  /** The tables that it was marked with. */
  edition: {
    /** Version of the program. */
    version: string;
    /** The first 12 characters of the digest of the rules. */
    rules: string;
  };
  /** All steps, in order. */
  log: Array<{
    /** When it happened, by the clock of the learner's machine. */
    at: string;
    /** What happened, as one line (see *Steps*). */
    step: string;
    /** SHA-256 over the seal before, the moment and the step. */
    seal: string;
  }>;
};
