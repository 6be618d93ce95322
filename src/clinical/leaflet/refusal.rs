//! The sheet of an informed refusal: what was proposed, what refusing means, questions, signatures. It is paper: nothing here
//! signs an event. A physician records the refusal as `plan_declined`, a nurse that of one measure as `measure_stopped`.

use super::blocks::{BlockShape, LeafletBlock, WORDING};
use crate::clinical::source::{Mark, Mark::D};
use crate::text::{Text, text};

const OURS: &[Mark] = &[WORDING, D(text!("告知内容", "what is told"))];

const fn line(id: &'static str, text: Text) -> LeafletBlock {
    LeafletBlock { id, shape: BlockShape::Line, text, marks: OURS }
}

const fn blank(id: &'static str, text: Text) -> LeafletBlock {
    LeafletBlock { id, shape: BlockShape::Blank, text, marks: OURS }
}

pub const TITLE: Text = text!("不做血栓预防：知情书", "Saying no to clot prevention: what I was told");
pub const PROPOSED: Text = text!("1. 医生建议的办法（在不要的前面打勾）", "1. What the doctor proposed (tick what you do not want)");
pub const MEANING: Text = text!("2. 不用会怎样", "2. What saying no means");
pub const QUESTIONS: Text = text!("3. 我问的问题，医生的回答", "3. What I asked, and the answers");
pub const DECISION: Text = text!("4. 我的决定", "4. My decision");
pub const SIGNATURES: Text = text!("5. 签名", "5. Signatures");

/// What a physician would write in where no plan lists it.
#[rustfmt::skip]
pub static TO_WRITE_IN: [LeafletBlock; 3] = [
    blank("write_devices", text!("器械（名称、哪条腿）：", "Pump or stockings (which, which leg): ")),
    blank("write_drug", text!("药（名称、剂量、用多久）：", "Drug (name, dose, how long): ")),
    blank("write_other", text!("其他：", "Other: ")),
];

#[rustfmt::skip]
pub static MEANS: [LeafletBlock; 6] = [
    line("risk", text!("医生说，我有得血栓的危险。", "The doctor told me that I am at risk of a clot.")),
    line("more", text!("不用这些办法，更容易得血栓。", "Without these measures a clot is more likely.")),
    line("harm", text!("血栓让腿肿、腿痛。跑到肺里，可能要命。", "A clot can make the leg swell and hurt. In the lungs it can kill.")),
    line("both_ways", text!("这些办法也有坏处：药可能引起出血，器械可能磨破皮肤。医生都讲了。", "The measures have risks too. Drugs can cause bleeding. Devices can hurt the skin. The doctor told me.")),
    line("care", text!("不用也不影响接着看病。可以只要一部分。", "I will be cared for all the same. I may say no to a part only.")),
    line("change", text!("什么时候改主意都行，告诉护士就可以。", "I can change my mind at any time. I only have to tell the nurse.")),
];

#[rustfmt::skip]
pub static DECIDES: [LeafletBlock; 4] = [
    line("understood", text!("□ 上面的话我听懂了。该看的表现、该打的电话，也告诉我了。", "□ I understood this. I know the warning signs and whom to call.")),
    line("all", text!("□ 全都不要。", "□ I want none of it.")),
    line("some", text!("□ 只是打勾的不要，其他的都要。", "□ I do not want what I ticked. I want the rest.")),
    blank("why", text!("为什么（可以不写）：", "Why (you need not say): ")),
];

/// Who signs, in the order of the lines.
#[rustfmt::skip]
pub static SIGNERS: [LeafletBlock; 4] = [
    blank("patient", text!("本人签名：", "Patient: ")),
    blank("kin", text!("家属签名，与本人关系：", "Family, and how related: ")),
    blank("reader", text!("念给我听的人（不识字时）：", "Who read this to me (if I cannot read): ")),
    blank("physician", text!("医生签名：", "Doctor: ")),
];
