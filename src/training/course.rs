//! The courses: modules by audience, in order.

use super::reading::{Audience, CourseModule};

/// All modules.
pub fn modules() -> impl Iterator<Item = &'static CourseModule> {
    NONE.iter()
}

static NONE: &[CourseModule] = &[];

/// The modules for an audience.
pub fn course(audience: Audience) -> impl Iterator<Item = &'static CourseModule> {
    modules().filter(move |module| module.audiences.contains(&audience))
}

pub fn course_module(id: &str) -> Option<&'static CourseModule> {
    modules().find(|module| module.id == id)
}
