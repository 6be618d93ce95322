//! stub until merge
use crate::text::{Text, text};
pub struct Reason {
    pub id: &'static str,
    pub label: Text,
}
pub static DECLINE_REASONS: &[Reason] =
    &[Reason { id: "bleeding_concern", label: text("担心出血", "Concern about bleeding") }, Reason { id: "other", label: text("其他", "Other") }];
