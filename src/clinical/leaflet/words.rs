//! The leaflet in plain words: what a ward nurse of a county hospital says to a farmer of seventy. Short sentences, no
//! abbreviation that is not explained, no number that no source has.

use super::blocks::{BlockShape, LeafletBlock, LeafletTopic, Picture, WORDING};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2};
use crate::text::{Text, text};

const OURS: &[Mark] = &[WORDING];

const fn block(id: &'static str, shape: BlockShape, text: Text, marks: &'static [Mark]) -> LeafletBlock {
    LeafletBlock { id, shape, text, marks }
}

const fn line(id: &'static str, text: Text) -> LeafletBlock {
    block(id, BlockShape::Line, text, OURS)
}

const fn step(id: &'static str, text: Text) -> LeafletBlock {
    block(id, BlockShape::Step, text, OURS)
}

const fn sign(id: &'static str, text: Text) -> LeafletBlock {
    block(id, BlockShape::Sign, text, OURS)
}

pub const TITLE: Text = text!("预防血栓：给您和家人", "Preventing blood clots: for you and your family");

/// First on the sheet, before what was chosen.
#[rustfmt::skip]
pub static CLOT: LeafletTopic = LeafletTopic {
    id: "clot",
    heading: text!("什么是血栓", "What is a clot?"),
    picture: Some(Picture::Clot),
    blocks: &[
        line("flow", text!("血在血管里流，像水在渠里流。", "Blood flows in your body like water in a ditch.")),
        line("slow", text!("生病、开刀、老躺着，血就流得慢。流慢了会结成块，这就是血栓。", "When you are ill or lie still, it flows slowly. Slow blood can set into a lump. That lump is a clot.")),
        line("leg", text!("血栓多长在腿里。腿会肿，会痛。也有的人没有感觉。", "Most clots grow in the leg. The leg can swell and hurt. Some people feel nothing.")),
        line("lung", text!("血块掉下来，会跑到肺里，可能要命。", "A piece can break off and go to the lungs. That can kill.")),
        line("prevent", text!("提前预防，血栓就少。您和家人也要出力。", "We can make clots less likely. You and your family can help.")),
    ],
};

/// The heading of what was chosen; its lines come from the plan.
pub const CHOSEN: Text = text!("给您定的办法", "What was chosen for you");

#[rustfmt::skip]
pub static MOVING: LeafletTopic = LeafletTopic {
    id: "moving",
    heading: text!("勾脚、活动、喝水", "Move your feet, get up, drink"),
    picture: Some(Picture::AnklePump),
    blocks: &[
        step("lie", text!("躺平或坐好，腿伸直，放松。", "Lie flat or sit. Let your legs rest.")),
        step("up", text!("脚尖慢慢往上勾，勾到头，停一停。", "Pull your toes up as far as they go. Hold.")),
        step("down", text!("脚尖慢慢往下踩，踩到头，停一停。", "Push your toes down as far as they go. Hold.")),
        step("both", text!("两只脚都做。累了就歇一歇。", "Do this with both feet. Rest when you are tired.")),
        block("how_often", BlockShape::Blank, text!("每次做几下、一天做几次（护士填）：", "How many, and how many times a day (the nurse fills this in): "), OURS),
        line("hurt", text!("腿受伤、打石膏或很痛，先问护士。", "If a leg is hurt or in plaster, ask the nurse first.")),
        line("get_up", text!("护士说能下床了，就早点下床走走。旁边要有人。", "When the nurse says you may get up, get up and walk. Have someone with you.")),
        line("drink", text!("没让您少喝水，就多喝几口。", "Drink enough water, unless you were told to drink less.")),
        line("needles", text!("打吊针尽量不扎腿。", "It is best to have no drip in your legs.")),
    ],
};

/// What every device asks of the skin: a nurse looks daily (core specification 5.7).
#[rustfmt::skip]
const SKIN: LeafletBlock = line("skin", text!("护士每天看您腿上的皮肤。腿发麻、发凉、变色、很痛或破皮，马上叫护士。", "The nurse looks at your skin each day. If the leg is numb, cold, sore or has a new colour, call at once."));

#[rustfmt::skip]
pub static STOCKINGS: LeafletTopic = LeafletTopic {
    id: "stockings",
    heading: text!("弹力袜", "Your stockings"),
    picture: Some(Picture::Stockings),
    blocks: &[
        line("size", text!("这种袜子比普通袜子紧，把血往上推。大小要量好腿再定。", "These are tight. They push the blood up your legs. The nurse measures you for the size.")),
        line("smooth", text!("要拉平，不打褶，不卷边。", "Pull them smooth. Do not let the top roll down.")),
        line("when", text!("什么时候穿、什么时候脱，听护士的。", "The nurse tells you when to wear them.")),
        SKIN,
    ],
};

#[rustfmt::skip]
pub static PUMP: LeafletTopic = LeafletTopic {
    id: "pump",
    heading: text!("腿部充气泵", "The air pump for your legs"),
    picture: Some(Picture::Pump),
    blocks: &[
        line("squeeze", text!("腿上套个气囊，一会儿充气，一会儿放气，替您挤血。", "A sleeve on your leg fills with air and lets it out. It squeezes the blood along.")),
        block("hours", BlockShape::Line, text!("一天要戴满18小时。躺着、睡觉都可以戴。", "Wear it for at least 18 hours a day. You may sleep in it."), &[V("SUO"), D(text!("睡觉时戴", "asleep"))]),
        line("walk", text!("下床前叫护士取下来，别绊倒。", "Before you walk, have the nurse take it off, so that you do not trip.")),
        SKIN,
    ],
};

#[rustfmt::skip]
pub static FOOT_PUMP: LeafletTopic = LeafletTopic {
    id: "foot_pump",
    heading: text!("脚底充气泵", "The air pump for your foot"),
    picture: Some(Picture::FootPump),
    blocks: &[
        line("press", text!("脚底垫个气垫，机器一下一下地压，像走路一样。", "A pad under your foot fills with air. It presses, as if you were walking.")),
        line("foot_walk", text!("下床前叫护士取下来，别绊倒。", "Before you walk, have the nurse take it off, so that you do not trip.")),
        SKIN,
    ],
};

#[rustfmt::skip]
pub static INJECTIONS: LeafletTopic = LeafletTopic {
    id: "injections",
    heading: text!("打针，回家也能打", "Your injections, also at home"),
    picture: Some(Picture::Injection),
    blocks: &[
        line("ward", text!("住院时护士给您打，打在肚皮上。针很细，扎得浅。", "In hospital the nurse gives it, into the belly. The needle is thin and does not go deep.")),
        line("learn", text!("要带药回家的，先跟护士学会，当着护士做一遍。家人也可以学。", "If you take it home, learn how first. Do it once while the nurse looks on. Your family can learn it too.")),
        step("wash", text!("洗手。坐好或躺好，露出肚皮。", "Wash your hands. Sit or lie down. Bare your belly.")),
        step("place", text!("离开肚脐找块好皮肤。今天左边，下次右边。", "Choose good skin, away from the navel. Left today, right next time.")),
        step("clean", text!("用酒精棉擦一擦，等它干。", "Clean the skin with the swab. Let it dry.")),
        step("push", text!("捏起一层肚皮，针直着扎进去，药慢慢推完。", "Pinch a fold of skin. Put the needle straight in. Push slowly to the end.")),
        step("press", text!("拔出针，轻轻按住，不要揉。", "Take it out. Press lightly. Do not rub.")),
        step("box", text!("针放进硬盒里，带回医院。盒子放在小孩拿不到的地方。", "Put the needle into a hard box and bring it back. Keep the box away from children.")),
        line("missed_injection", text!("漏了一针：打电话问。不要一次打两针。", "Missed one? Call and ask. Never take two at once.")),
        line("go_on_injection", text!("医生没说停，就不要自己停。", "Do not stop by yourself. Ask the doctor.")),
    ],
};

#[rustfmt::skip]
pub static TABLETS: LeafletTopic = LeafletTopic {
    id: "tablets",
    heading: text!("吃药", "Your tablets"),
    picture: Some(Picture::Tablet),
    blocks: &[
        line("same_time", text!("每天按点吃，不多吃，不少吃。", "Take them at the same time each day. No more, no less.")),
        line("missed_tablet", text!("漏了一次：打电话问。不要一次吃两次的药。", "Missed one? Call and ask. Never take two at once.")),
        line("go_on_tablet", text!("医生没说停，就不要自己停。", "Do not stop by yourself. Ask the doctor.")),
    ],
};

#[rustfmt::skip]
pub static BLEEDING: LeafletTopic = LeafletTopic {
    id: "bleeding",
    heading: text!("用药时留心出血", "Look out for bleeding"),
    picture: Some(Picture::Bleeding),
    blocks: &[
        line("why", text!("这种药让血不容易结块，也就容易出血。有下面一样，马上叫人：", "This drug stops clots, so you bleed more easily. Call at once if you see one of these:")),
        sign("nose", text!("鼻子、牙龈或伤口出血，止不住。", "Blood from nose, gums or a wound that does not stop.")),
        sign("urine", text!("尿发红，大便发黑或带血。", "Red urine. Black or bloody stools.")),
        sign("vomit", text!("吐血，或身上青一大片。", "You vomit blood, or have large new bruises.")),
        sign("head", text!("头很痛，话说不清，一边手脚没劲。", "A very bad headache, slurred speech, or one weak side.")),
        sign("fall", text!("摔了，碰了头。", "You fall or hit your head.")),
        line("tell", text!("看别的病、拔牙、打针前，先说您在用这种药。", "Before you see a dentist or get a needle, say that you take this drug.")),
        line("other_drugs", text!("别的药，止痛药、草药也算，先问再用。", "Ask before you take other drugs. Pain pills and herbs count too.")),
    ],
};

/// The signs are those of the red button (`first_minutes`, `record::story`): the same ids.
#[rustfmt::skip]
pub static WARNING: LeafletTopic = LeafletTopic {
    id: "warning",
    heading: text!("有这些，马上叫人", "Warning signs: call at once"),
    picture: Some(Picture::Warning),
    blocks: &[
        sign("leg_swelling", text!("一条腿肿了、变粗了。", "One leg swells.")),
        sign("leg_pain", text!("腿痛，按着更痛。", "The leg hurts, more so when pressed.")),
        sign("leg_warm", text!("腿发热、发红。", "The leg is warm or red.")),
        sign("limb_threat", text!("腿发青或发白，痛得厉害，或没有感觉。", "The leg turns blue or white, hurts badly, or has no feeling.")),
        sign("dyspnoea", text!("突然气短，喘不上气。", "You are short of breath.")),
        sign("chest_pain", text!("胸口痛。", "Your chest hurts.")),
        sign("haemoptysis", text!("咳出血来。", "You cough up blood.")),
        sign("syncope", text!("眼前发黑，晕倒。", "You faint.")),
        block("no_massage", BlockShape::Line, text!("腿肿了别揉、别热敷。躺着别动，叫人来。", "Do not rub or heat a swollen leg. Stay in bed and call."), &[V2("S175"), D(text!("躺着叫人", "stay in bed and call"))]),
    ],
};

#[rustfmt::skip]
pub static CALLING: LeafletTopic = LeafletTopic {
    id: "calling",
    heading: text!("找谁", "Whom to call"),
    picture: Some(Picture::Telephone),
    blocks: &[
        line("bell", text!("在医院：按床头铃，叫护士。", "In hospital: press the bell.")),
        line("home", text!("在家，喘不上气、胸痛、晕倒、出血不止：马上打120。", "At home, with short breath, chest pain, a faint or bleeding that does not stop: call 120 at once.")),
        line("home_too", text!("头很痛、话说不清，或腿发青、发白，也打120。", "Call 120 too for a very bad headache, slurred speech, or a blue or white leg.")),
        line("home_leg", text!("在家，腿肿了、腿痛，或有事要问：当天打医院电话。", "At home, with a sore or swollen leg, or a question: call the hospital the same day.")),
        block("telephone", BlockShape::Blank, text!("医院电话：", "The hospital's telephone: "), OURS),
        line("ask", text!("哪里不明白，或有什么不愿意，现在就问。", "Is something not clear? Is there something you do not want? Ask now.")),
    ],
};

/// Every heading with fixed words, in the order of the sheet.
pub static TOPICS: [&LeafletTopic; 10] = [&CLOT, &MOVING, &STOCKINGS, &PUMP, &FOOT_PUMP, &INJECTIONS, &TABLETS, &BLEEDING, &WARNING, &CALLING];
