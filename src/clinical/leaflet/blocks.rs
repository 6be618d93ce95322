//! What a sheet for the patient is made of: blocks of words with their marks, under headings with a drawing.

use crate::clinical::source::{Mark, Mark::D};
use crate::text::{Text, text};

/// The mark of wording that no source prints.
pub const WORDING: Mark = D(text!("本单措辞", "the wording of this sheet"));

/// At the foot of every sheet that a patient is given.
pub const FOOTER: Text = text!(
    "〔D〕本单措辞由本院程序拟定，须经本院审核批准后使用。本单不能代替医生和护士的当面讲解。",
    "[D] Wording of this hospital's program, to be approved by the hospital. This sheet does not take the place of a talk with doctor and nurse."
);

/// A drawing, by what it shows; `ui::ward` draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// A vein, cut along, with a clot in it.
    Clot,
    /// Toes pulled up, then pointed down.
    AnklePump,
    Stockings,
    /// Sleeves around the legs and the pump beside them.
    Pump,
    FootPump,
    /// A fold of the belly and a syringe.
    Injection,
    Tablet,
    /// A drop of blood with a sign of warning.
    Bleeding,
    /// A swollen leg, and a chest in pain.
    Warning,
    Telephone,
}

impl Picture {
    pub const ALL: [Picture; 10] = [
        Picture::Clot,
        Picture::AnklePump,
        Picture::Stockings,
        Picture::Pump,
        Picture::FootPump,
        Picture::Injection,
        Picture::Tablet,
        Picture::Bleeding,
        Picture::Warning,
        Picture::Telephone,
    ];

    /// What is to be seen, for who does not see it.
    pub fn label(self) -> Text {
        match self {
            Picture::Clot => text!("血管里有一个血块", "A blood vessel with a clot in it"),
            Picture::AnklePump => text!("第一步勾脚尖，第二步踩脚尖", "Step one: toes up. Step two: toes down"),
            Picture::Stockings => text!("腿上穿着弹力袜", "A leg in a tight stocking"),
            Picture::Pump => text!("小腿套着气囊，旁边是充气机", "Air sleeves on the legs, with the pump beside them"),
            Picture::FootPump => text!("脚上套着气垫，旁边是充气机", "An air pad on the foot, with the pump beside it"),
            Picture::Injection => text!("捏起肚皮，针直着扎进去", "A fold of the belly, with the needle straight in"),
            Picture::Tablet => text!("药片和一杯水", "Tablets and a glass of water"),
            Picture::Bleeding => text!("一滴血和警示标志", "A drop of blood and a warning sign"),
            Picture::Warning => text!("一条腿肿了；胸口痛、喘不上气", "One leg is swollen; the chest hurts and breath is short"),
            Picture::Telephone => text!("打电话", "A telephone"),
        }
    }
}

/// How a block stands under its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockShape {
    Line,
    /// One of numbered steps that follow one another.
    Step,
    /// One of a list of signs.
    Sign,
    /// A line to be filled in by hand.
    Blank,
}

/// One or two sentences.
#[derive(Clone, Copy, Debug)]
pub struct LeafletBlock {
    pub id: &'static str,
    pub shape: BlockShape,
    pub text: Text,
    pub marks: &'static [Mark],
}

/// A heading with what stands under it.
#[derive(Debug)]
pub struct LeafletTopic {
    pub id: &'static str,
    pub heading: Text,
    pub picture: Option<Picture>,
    pub blocks: &'static [LeafletBlock],
}
