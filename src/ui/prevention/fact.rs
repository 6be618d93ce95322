//! What a fact of the host is called on a ward. Stands in the second part of the program, where all names are.

use crate::clinical::{naming, second};
use crate::session::screen::Rejection;
use crate::text::{Lang, Text, text};
use crate::ui::pen::Pen;

/// Writes what was not taken by its name; a message that begins with the name is not given it twice. `false` for what only a host
/// knows.
#[inline(never)]
pub fn names(pen: &mut Pen, fact: &Rejection, lang: Lang) -> bool {
    second::is_needed();
    let name = fact_name(&fact.id).map(|name| name.get(lang));
    pen.some(name.filter(|name| !fact.text(lang).starts_with(name)), |pen, name| pen.line("b", "", name));
    name.is_some()
}

/// None for what only a host knows.
fn fact_name(id: &str) -> Option<Text> {
    const OTHERS: [(&str, Text); 11] = [
        ("birthDate", text!("出生日期", "Date of birth")),
        ("admittedAt", text!("入院时间", "Admission")),
        ("sex", text!("性别", "Sex")),
        ("operation", text!("手术", "Operation")),
        ("medication", text!("用药", "Medicine")),
        ("allergy", text!("过敏", "Allergy")),
        ("dialysis", text!("透析", "Dialysis")),
        ("neuraxial", text!("椎管内穿刺或置管", "Neuraxial needle or catheter")),
        ("icu", text!("重症监护", "Intensive care")),
        ("transfusion", text!("输血", "Transfusion")),
        ("abi", text!("踝肱指数", "Ankle-brachial index")),
    ];
    let other = OTHERS.iter().find(|(of, _)| *of == id).map(|(_, name)| *name);
    other.or_else(|| naming::name_of(id.rsplit('.').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_taken_goes_by_the_name_it_has_on_a_ward() {
        let check = |id: &str, expected: Option<&str>| assert_eq!(fact_name(id).map(|name| name.zh()), expected, "{id}");
        check("birthDate", Some("出生日期"));
        check("admittedAt", Some("入院时间"));
        check("platelets", Some("血小板计数"));
        check("operation", Some("手术"));
        check("padua.active_cancer", fact_name("active_cancer").map(|name| name.zh()));
        assert!(fact_name("active_cancer").is_some() && fact_name("CI_HIT").is_some());
        check("zz_unheard_of", None);
        check("", None);
    }
}
