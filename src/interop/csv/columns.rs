//! Which column of a table is what. A preset knows the columns that one kind of table has and the names they go by; what it finds is shown to
//! a person before a row is read, and may be set otherwise. A column that nothing asks for is listed, never read.

use crate::text::{Text, text};

/// A column that a kind of table has.
#[derive(Debug)]
pub struct WantedColumn {
    /// What the reader of the table asks for.
    pub id: &'static str,
    pub label: Text,
    /// Other names that exports give it, beside `id`; compared without case and white space.
    pub names: &'static [&'static str],
    /// Without it no row can be read.
    pub is_needed: bool,
}

/// A kind of table.
#[derive(Debug)]
pub struct ColumnPreset {
    pub id: &'static str,
    pub label: Text,
    pub columns: &'static [WantedColumn],
}

const fn needed(id: &'static str, label: Text, names: &'static [&'static str]) -> WantedColumn {
    WantedColumn { id, label, names, is_needed: true }
}

const fn known(id: &'static str, label: Text, names: &'static [&'static str]) -> WantedColumn {
    WantedColumn { id, label, names, is_needed: false }
}

/// 住院病案首页, by the field names of the national quality reporting (the key is `BAH` with `ZYCS`).
pub static FRONT_PAGE: ColumnPreset = ColumnPreset {
    id: "front_page",
    label: text!("住院病案首页", "Front page of the inpatient record"),
    columns: &[
        needed("BAH", text!("病案号", "Record number"), &["病案号"]),
        needed("ZYCS", text!("住院次数", "Number of the stay"), &["住院次数", "第几次住院"]),
        known("XB", text!("性别", "Sex"), &["性别"]),
        known("CSRQ", text!("出生日期", "Date of birth"), &["出生日期"]),
        known("NL", text!("年龄（岁）", "Age (years)"), &["年龄", "年龄(岁)", "年龄（岁）"]),
        needed("RYSJ", text!("入院日期", "Day of admission"), &["入院日期", "入院时间"]),
        known("RYSJS", text!("入院时（点）", "Hour of admission"), &["入院时间(时)", "入院时间（时）", "入院时间时"]),
        known("RYKB", text!("入院科别", "Department of admission"), &["入院科别", "入院科室"]),
        known("ZKKB", text!("转科科别", "Departments of transfer"), &["转科科别"]),
        needed("CYSJ", text!("出院日期", "Day of discharge"), &["出院日期", "出院时间"]),
        known("CYSJS", text!("出院时（点）", "Hour of discharge"), &["出院时间(时)", "出院时间（时）", "出院时间时"]),
        known("CYKB", text!("出院科别", "Department of discharge"), &["出院科别", "出院科室"]),
        known("SJZYTS", text!("实际住院天数", "Days in hospital"), &["实际住院(天)", "实际住院（天）", "实际住院天数", "SJZY"]),
        known("JBDM", text!("主要诊断编码", "Code of the main diagnosis"), &["主要诊断编码", "主要诊断疾病编码", "疾病编码"]),
        known("RYBQ", text!("主要诊断入院病情", "Main diagnosis on admission"), &["入院病情", "主要诊断入院病情"]),
        known("LYFS", text!("离院方式", "Way of leaving"), &["离院方式"]),
    ],
};

pub static PRESETS: &[&ColumnPreset] = &[&FRONT_PAGE];

/// What was found in a header.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundColumns {
    /// By the columns of the preset, in their order: the place in the table, from 0.
    pub places: Vec<Option<usize>>,
    /// Needed and not there.
    pub missing: Vec<&'static str>,
    /// Of the same name twice: the first is taken, and a person is told.
    pub twice: Vec<&'static str>,
    /// Places of the table that nothing asks for.
    pub unused: Vec<usize>,
}

impl ColumnPreset {
    /// Finds the columns by the names of a header.
    pub fn find(&self, header: &[String]) -> FoundColumns {
        let mut found = FoundColumns::default();
        let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
        for column in self.columns {
            // Its own id goes before other names: an export may have both.
            let by =
                |wanted: &str| names.iter().enumerate().filter(move |(_, name)| **name == plain(wanted)).map(|(place, _)| place).collect::<Vec<_>>();
            let places = std::iter::once(column.id).chain(column.names.iter().copied()).map(by).find(|places| !places.is_empty()).unwrap_or_default();
            if places.is_empty() && column.is_needed {
                found.missing.push(column.id);
            }
            if places.len() > 1 {
                found.twice.push(column.id);
            }
            found.places.push(places.first().copied());
        }
        found.unused = (0..header.len()).filter(|place| !found.places.contains(&Some(*place))).collect();
        found
    }

    /// The place of a column among those of the preset.
    pub fn index(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }
}

/// The preset that most of a header's names belong to; `None` where no one has all that it needs.
pub fn preset_of(header: &[String]) -> Option<&'static ColumnPreset> {
    let fitting = PRESETS.iter().map(|preset| (preset, preset.find(header))).filter(|(_, found)| found.missing.is_empty());
    fitting.max_by_key(|(_, found)| found.places.iter().flatten().count()).map(|(preset, _)| *preset)
}

/// A name as it is compared: full-width brackets and signs as the plain ones, no white space, capitals.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '\u{feff}')
        .map(|sign| match sign {
            '（' => '(',
            '）' => ')',
            _ => sign,
        })
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_are_found_by_their_code_or_their_name() {
        let names = header(&["\u{feff}bah", " 住院次数 ", "入院时间", "出院时间", "离院方式", "住院总费用"]);
        let found = FRONT_PAGE.find(&names);
        let place = |id: &str| found.places[FRONT_PAGE.index(id).expect("a column")];
        assert_eq!(
            [place("BAH"), place("ZYCS"), place("RYSJ"), place("CYSJ"), place("LYFS"), place("XB")],
            [Some(0), Some(1), Some(2), Some(3), Some(4), None]
        );
        assert_eq!((found.missing, found.twice, found.unused), (vec![], vec![], vec![5]));
        assert_eq!(preset_of(&names).map(|preset| preset.id), Some("front_page"));
    }

    #[test]
    fn what_is_missing_or_there_twice_is_said() {
        let found = FRONT_PAGE.find(&header(&["BAH", "BAH", "RYSJ"]));
        assert_eq!((found.missing, found.twice), (vec!["ZYCS", "CYSJ"], vec!["BAH"]));
        assert_eq!(preset_of(&header(&["BAH", "RYSJ"])).map(|preset| preset.id), None);
    }

    #[test]
    fn no_name_means_two_columns_of_a_preset() {
        for preset in PRESETS {
            // A column may go by one name written in two ways; two columns may not.
            for column in preset.columns {
                for other in preset.columns.iter().filter(|other| other.id != column.id) {
                    assert!(
                        !other.names.iter().any(|name| column.names.iter().any(|own| plain(own) == plain(name))),
                        "{} and {}",
                        column.id,
                        other.id
                    );
                }
            }
        }
    }
}
