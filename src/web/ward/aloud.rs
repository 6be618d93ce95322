//! Reading aloud, where the browser has a voice of its own for the language. Nothing is sent anywhere: voices that are a service
//! of somebody are not taken.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use crate::text::Lang;

#[wasm_bindgen(module = "/src/web/ward/aloud.js")]
extern "C" {
    #[wasm_bindgen(js_name = hasVoice)]
    fn has_voice(lang: &str) -> bool;
    #[wasm_bindgen(js_name = onVoices)]
    fn on_voices(changed: &JsValue);
    fn read(lines: &Array, lang: &str, ended: &JsValue);
    fn silence();
}

/// Knows which voices there are while it is held; dropped, it falls silent.
pub struct Voices(#[allow(dead_code)] Closure<dyn FnMut()>);

impl Voices {
    /// `changed` whenever the browser has found others.
    pub fn watch(changed: impl FnMut() + 'static) -> Voices {
        let changed = Closure::new(changed);
        on_voices(changed.as_ref());
        Voices(changed)
    }

    /// Whether this device can read this language aloud.
    pub fn has(lang: Lang) -> bool {
        has_voice(lang.tag())
    }

    /// Reads the lines in order; `ended` once, after the last or when the voice gives up.
    pub fn read(lines: &[String], lang: Lang, ended: impl FnOnce() + 'static) {
        let lines: Array = lines.iter().map(|line| JsString::from(line.as_str())).collect();
        read(&lines, lang.tag(), Closure::once_into_js(ended).as_ref());
    }

    pub fn silence() {
        silence();
    }
}

impl Drop for Voices {
    fn drop(&mut self) {
        on_voices(&JsValue::UNDEFINED);
        silence();
    }
}
