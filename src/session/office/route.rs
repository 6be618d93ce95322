//! Where in the office one is, by the fragment of the address: names of indicators and places of a count, nothing of a patient.

/// Where in the office one is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OfficePage {
    Sources,
    Overview,
    Trend,
    BeforeAfter,
    Sites,
    DataQuality,
    Definitions,
    Report,
    /// The stays behind a number: an indicator by its id, and a place by its word ([`crate::quality::count::Placed::word`]) or a group of them.
    Behind(String, String),
}

impl OfficePage {
    /// The pages of the navigation, in the order of the work.
    pub const ALL: [OfficePage; 8] = [
        OfficePage::Sources,
        OfficePage::Overview,
        OfficePage::Trend,
        OfficePage::BeforeAfter,
        OfficePage::Sites,
        OfficePage::DataQuality,
        OfficePage::Definitions,
        OfficePage::Report,
    ];

    /// As it stands in the address; the pages behind numbers have longer ones.
    pub fn id(&self) -> &'static str {
        match self {
            OfficePage::Sources => "sources",
            OfficePage::Overview => "overview",
            OfficePage::Trend => "trend",
            OfficePage::BeforeAfter => "before-after",
            OfficePage::Sites => "sites",
            OfficePage::DataQuality => "data-quality",
            OfficePage::Definitions => "definitions",
            OfficePage::Report => "report",
            OfficePage::Behind(..) => "behind",
        }
    }

    pub fn fragment(&self) -> String {
        match self {
            OfficePage::Behind(id, place) => format!("#/quality/behind/{id}/{place}"),
            page => format!("#/quality/{}", page.id()),
        }
    }
}

/// Of the address's fragment; `None` where it is of something else. What nobody knows leads to the sources.
pub fn office_page(fragment: &str) -> Option<OfficePage> {
    let rest = fragment.strip_prefix("#/quality")?;
    let Some(rest) = rest.strip_prefix('/') else { return rest.is_empty().then_some(OfficePage::Sources) };
    let mut parts = rest.split('/');
    let first = parts.next().unwrap_or_default();
    if let ("behind", Some(id), Some(place)) = (first, parts.next(), parts.next()) {
        return Some(OfficePage::Behind(id.to_owned(), place.to_owned()));
    }
    Some(OfficePage::ALL.into_iter().find(|page| page.id() == first).unwrap_or(OfficePage::Sources))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_again_by_its_address() {
        for page in OfficePage::ALL.into_iter().chain([OfficePage::Behind("alliance_2.within_24h".into(), "numerator".into())]) {
            assert_eq!(office_page(&page.fragment()), Some(page));
        }
        assert_eq!(office_page("#/quality"), Some(OfficePage::Sources));
        assert_eq!(office_page("#/quality/what"), Some(OfficePage::Sources));
        assert_eq!([office_page("#/calc"), office_page("#/qualitything"), office_page("")], [None, None, None]);
    }
}
