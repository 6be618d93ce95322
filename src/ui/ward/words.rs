//! Words of the frame around the pages: a missing translation does not compile.

use crate::text::Lang;

pub struct Words {
    pub title: &'static str,
    pub board: &'static str,
    pub data: &'static str,
    pub lock: &'static str,
    pub update: &'static str,
}

pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: Words = Words { title: "Virchow 病区", board: "病区", data: "数据", lock: "锁定", update: "有新版本" };
static EN: Words = Words { title: "Virchow ward", board: "Ward", data: "Data", lock: "Lock", update: "new version" };
