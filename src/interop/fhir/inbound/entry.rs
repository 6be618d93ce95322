//! One resource of a Bundle, with its place and its addresses.

use crate::clinical::chart::Instant;
use crate::interop::json::Value;
use crate::interop::shape::Read as _;

/// One resource of a Bundle.
#[derive(Clone)]
pub struct Entry<'a> {
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

impl<'a> Entry<'a> {
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
pub fn of(resource: &Value) -> Option<Entry<'_>> {
    let (kind, id) = (resource.text("resourceType")?, resource.text("id"));
    Some(Entry { number: 0, path: String::new(), kind, id, urls: vec![], resource, version: None, updated: None })
}

pub fn is_address(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// A reference without its version.
pub fn unversioned(reference: &str) -> &str {
    reference.split_once("/_history/").map_or(reference, |(before, _)| before)
}
