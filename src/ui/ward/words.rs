//! Words of the frame around the pages: a missing translation does not compile.

use crate::text::Lang;

pub struct WardWords {
    pub title: &'static str,
    pub board: &'static str,
    pub data: &'static str,
    pub lock: &'static str,
    pub update: &'static str,
}

pub fn words(lang: Lang) -> &'static WardWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: WardWords = WardWords { title: "Virchow 病区", board: "病区", data: "数据", lock: "锁定", update: "有新版本" };
static EN: WardWords = WardWords { title: "Virchow ward", board: "Ward", data: "Data", lock: "Lock", update: "new version" };
