//! 4Ts, how likely heparin-induced thrombocytopenia is, edition 2006: Lo GK et al., J Thromb Haemost 2006;4:759-765. Four questions
//! with three answers each, of which exactly one holds: a T that nobody answered leaves the score a minimum. The haematologist
//! decides; the program proposes no drug and no dose. Variants not coded: nadir "20-100", exposure within 100 days for 2 points,
//! a fall "or" a nadir, "more than 30 %" for 0 points, and the modified version, which is another one.

use crate::clinical::instrument::{Figure, Group, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S100"), V("S101"), V("S103")];
const BANDS: &[Mark] = &[V("S103"), V("S104"), V("S115")];
/// The first T as rows in an order.
const FALL: &[Mark] = &[
    V("S100"),
    V("S101"),
    V("S103"),
    D(text!("恰为30%和恰为50%计1分；最低值<10先判为0分", "exactly 30 % and exactly 50 % count 1; a nadir below 10 is 0 before anything else")),
];

const fn item(id: &'static str, points: i16, label: Text) -> Item {
    Item::new(id, points, label, TABLE)
}

const fn fall(id: &'static str, points: i16, label: Text) -> Item {
    Item::new(id, points, label, FALL)
}

const fn one_of(id: &'static str, title: Text, members: &'static [&'static str]) -> Group {
    Group { id, title, members, marks: TABLE }
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, BANDS) }
}

const fn figure(from: i16, to: i16, text: Text, citation: &'static str, marks: &'static [Mark]) -> Figure {
    Figure { from: Points::whole(from), to: Points::whole(to), text, source: Source { citation, doi: None, marks } }
}

const RANGES: &str = "4Ts, probability of HIT, as reprinted";
const META: &str = "Meta-analysis of the 4Ts, 3068 patients (Blood 120/20/4160)";

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static FOUR_TS: Instrument = Instrument {
    id: "four_ts",
    edition: "2006",
    setting: "suspected_hit",
    purpose: Purpose::Diagnosis,
    title: text!("4Ts 评分（HIT可能性）", "4Ts score (how likely HIT is)"),
    source: Source { citation: "Lo GK et al. J Thromb Haemost 2006;4:759-765", doi: None, marks: TABLE },
    items: &[
        fall("thrombocytopenia_2", 2, text!("血小板下降>50%且最低值≥20×10⁹/L", "Platelet fall >50 % and nadir ≥20×10⁹/L"))
            .counts(text!("且前3天内无手术。基线为用肝素前最高值", "And no surgery within the preceding 3 days. The baseline is the highest count before heparin")),
        fall("thrombocytopenia_1", 1, text!("血小板下降30%～50%或最低值10～19×10⁹/L", "Platelet fall 30–50 % or nadir 10–19×10⁹/L"))
            .counts(text!("或因手术下降>50%", "Or a fall >50 % due to surgery")),
        fall("thrombocytopenia_0", 0, text!("血小板下降<30%或最低值<10×10⁹/L", "Platelet fall <30 % or nadir <10×10⁹/L")),
        item("timing_2", 2, text!("明确第5～10天起病，或30天内用过肝素者≤1天", "Clear onset days 5–10, or ≤1 day with heparin exposure within the past 30 days"))
            .counts(text!("首次用肝素当天为第0天；手术后从再次用药重新计算", "The first day of heparin is day 0; after surgery the count restarts at re-exposure")),
        item("timing_1", 1, text!("可能第5～10天但不明确；>第10天；或31～100天前用过肝素者≤1天", "Consistent with days 5–10 but unclear; onset after day 10; or ≤1 day with exposure 31–100 days ago")),
        item("timing_0", 0, text!("无近期肝素暴露而<4天（≤第4天）", "Fall <4 days (≤ day 4) without recent heparin")),
        item("thrombosis_2", 2, text!("新发确诊血栓；皮肤坏死；静推肝素后急性全身反应", "New confirmed thrombosis; skin necrosis; acute systemic reaction after an intravenous UFH bolus")),
        item("thrombosis_1", 1, text!("血栓进展或复发；非坏死性皮损；疑似血栓未证实", "Progressive or recurrent thrombosis; non-necrotising skin lesions; suspected thrombosis not proven")),
        item("thrombosis_0", 0, text!("无", "None")),
        item("other_2", 2, text!("无其他明显原因", "No other cause apparent")),
        item("other_1", 1, text!("可能有其他原因", "Other cause possible")),
        item("other_0", 0, text!("明确有其他原因", "Other cause definite")),
    ],
    groups: &[
        one_of("G_THROMBOCYTOPENIA", text!("血小板减少（三选一）", "Thrombocytopenia (one of three)"), &["thrombocytopenia_2", "thrombocytopenia_1", "thrombocytopenia_0"]),
        one_of("G_TIMING", text!("下降时间（三选一）", "Timing (one of three)"), &["timing_2", "timing_1", "timing_0"]),
        one_of("G_THROMBOSIS", text!("血栓（三选一）", "Thrombosis (one of three)"), &["thrombosis_2", "thrombosis_1", "thrombosis_0"]),
        one_of("G_OTHER", text!("其他原因（三选一）", "Other cause (one of three)"), &["other_2", "other_1", "other_0"]),
    ],
    bands: &[],
    sub_bands: &[],
    figures: &[
        figure(0, 3, text!("HIT可能性<5%（有来源<1%）", "HIT <5 % (one source <1 %)"), RANGES, BANDS),
        figure(4, 5, text!("HIT可能性约10%～14%", "HIT about 10–14 %"), RANGES, BANDS),
        figure(6, 8, text!("HIT可能性约50%～64%", "HIT about 50–64 %"), RANGES, BANDS),
        figure(0, 3, text!("阴性预测值0.998", "Negative predictive value 0.998"), META, &[V("S180")]),
        figure(4, 5, text!("阳性预测值0.14（0.09～0.22）", "Positive predictive value 0.14 (0.09–0.22)"), META, &[V("S180")]),
        figure(6, 8, text!("阳性预测值0.64（0.40～0.82）", "Positive predictive value 0.64 (0.40–0.82)"), META, &[V("S180")]),
    ],
    warnings: &[],
    caveats: &[
        (text!("何时用：用肝素期间血小板下降触发警报，或出现皮肤坏死。", "When: a fall of platelets on heparin raises an alert, or there is skin necrosis."), &[D(text!("何时询问4Ts", "when the 4Ts are asked"))]),
        (text!("0～3分：需要时可继续用肝素，无须检测，另找原因；血小板再降或出现血栓时重新评分。", "0–3: heparin may go on if needed, no test, look for another cause; score again if the count falls further or a clot appears."), &[V("S180"), V("S104"), D(text!("重新评分", "score again"))]),
        (text!("≥4分：停用一切肝素（含冲管、低分子肝素、肝素涂层管路），查PF4抗体；换用非肝素抗凝药的强度由血液科决定（4～5分且出血高危者用预防强度，4～5分出血非高危者和6～8分用治疗强度）。", "4 or more: stop all heparin including flushes, LMWH and coated lines; PF4 test; the haematologist decides on the intensity of a non-heparin anticoagulant (prophylactic at 4–5 with a high bleeding risk; treatment at 4–5 with a bleeding risk that is not high, and at 6–8)."), &[V2("S180A"), D(text!("由血液科决定；本程序不提出药物和剂量", "the haematologist decides; the program proposes no drug and no dose"))]),
        (text!("≥4分：血小板≥150前不用维生素K拮抗剂；正在用者给维生素K；不常规输血小板，不常规放滤器。", "4 or more: no vitamin K antagonist until platelets are 150 or more; vitamin K if one is running; no routine platelet transfusion, no routine filter."), &[V2("S180A")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("HIT可能性", "How likely HIT is"), by: Reading::Sum(&[
                cut(0, "low", Tone::Low, text!("低度（0～3分）", "Low (0–3)")),
                cut(4, "intermediate", Tone::Moderate, text!("中度（4～5分）", "Intermediate (4–5)")),
                cut(6, "high", Tone::High, text!("高度（6～8分）", "High (6–8)")),
            ]) },
        ],
        phases: &[],
        choices: &["G_THROMBOCYTOPENIA", "G_TIMING", "G_THROMBOSIS", "G_OTHER"],
        not_for: &[
            (text!("从未用过肝素者；对每个血小板减少都作筛查；既往HIT；有一项未知或血小板经过不全时排除HIT。", "Patients never exposed to heparin; screening every low count; a past HIT; ruling out HIT when a T is unknown or the platelet history is incomplete."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(FOUR_TS.max_points().0 == 80 && FOUR_TS.min_points().0 == 0);
const _: () = assert!(FOUR_TS.items.len() == 4 * 3);
const _: () = assert!(well_formed(&FOUR_TS));
