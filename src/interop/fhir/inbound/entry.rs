//! One resource of a Bundle, with its place and its addresses.

use std::collections::BTreeMap;

use crate::clinical::chart::Instant;
use crate::interop::json::Value;
use crate::interop::shape::Read as _;

/// One resource of a Bundle.
#[derive(Clone)]
pub struct BundleEntry<'a> {
    /// Its place among all entries.
    pub number: usize,
    /// JSON pointer of the resource.
    pub path: String,
    pub kind: &'a str,
    pub id: Option<&'a str>,
    /// `fullUrl` without a version, and those of its older versions.
    pub urls: Vec<&'a str>,
    pub resource: &'a Value,
    pub version: Option<u64>,
    pub updated: Option<Instant>,
}

impl<'a> BundleEntry<'a> {
    /// The address of this resource on a server, where the Bundle tells it.
    pub fn address(&self) -> Option<&'a str> {
        self.urls.iter().copied().find(|url| is_address(url))
    }

    /// The server it is on.
    pub fn server(&self) -> Option<&'a str> {
        let address = self.address()?;
        address.strip_suffix(self.id?)?.strip_suffix('/')?.strip_suffix(self.kind)?.strip_suffix('/')
    }
}

/// One resource by itself.
pub fn of(resource: &Value) -> Option<BundleEntry<'_>> {
    let (kind, id) = (resource.text("resourceType")?, resource.text("id"));
    Some(BundleEntry { number: 0, path: String::new(), kind, id, urls: vec![], resource, version: None, updated: None })
}

pub fn is_address(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// Where a reference of `from` leads among `known` (addresses, and kind with id where one resource alone has them). A relative one is
/// of the server of its own entry.
pub fn referred<'e, 'a>(from: &BundleEntry<'_>, reference: &str, known: &BTreeMap<String, &'e BundleEntry<'a>>) -> Option<&'e BundleEntry<'a>> {
    let reference = unversioned(reference);
    if is_address(reference) {
        return known.get(reference).copied();
    }
    let there = from.server().and_then(|server| known.get(&[server, "/", reference].concat()));
    if there.is_some() {
        return there.copied();
    }
    let found = known.get(reference)?;
    let elsewhere = from.server().zip(found.server()).is_some_and(|(one, other)| one != other);
    (!elsewhere).then_some(*found)
}

/// A reference without its version.
pub fn unversioned(reference: &str) -> &str {
    reference.split_once("/_history/").map_or(reference, |(before, _)| before)
}
