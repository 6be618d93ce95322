//! The courses: modules by audience, in order.

use super::course_nurse::NURSE;
use super::course_others::OTHERS;
use super::course_physician::PHYSICIAN_MODULES;
use super::reading::{Audience, CourseModule};

/// All modules.
pub fn modules() -> impl Iterator<Item = &'static CourseModule> {
    NURSE.iter().chain(PHYSICIAN_MODULES).chain(OTHERS)
}

/// The modules for an audience.
pub fn course(audience: Audience) -> impl Iterator<Item = &'static CourseModule> {
    modules().filter(move |module| module.audiences.contains(&audience))
}

pub fn course_module(id: &str) -> Option<&'static CourseModule> {
    modules().find(|module| module.id == id)
}
