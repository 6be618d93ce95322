//! The resources of a Bundle, each in its last version. A history, a page that holds one resource twice, and a deletion are
//! read as what they are; an older version is never beside the newer one.

use std::collections::BTreeMap;

use super::entry::{BundleEntry, is_address, unversioned};
use super::listed::Listed;
use super::person::folded_server;
use crate::interop::json::Value;
use crate::interop::shape::{Read as _, time};

/// All entries, those of a Bundle within the Bundle too. What holds no resource is listed.
pub fn entries<'a>(bundle: &'a Value, listed: &mut Listed) -> Vec<BundleEntry<'a>> {
    let mut all = vec![];
    flatten(bundle, "", 3, &mut all, listed);
    name_by_url(&mut all);
    all
}

/// A resource that a Bundle holds under one `urn:` twice is one resource, and has its id wherever it tells it once.
fn name_by_url(all: &mut [BundleEntry<'_>]) {
    let key = |entry: &BundleEntry<'_>| Some((entry.kind.to_owned(), entry.urls.first()?.to_lowercase()));
    let named: BTreeMap<_, _> = all.iter().filter_map(|entry| Some((key(entry)?, entry.id?))).collect();
    for entry in all.iter_mut().filter(|entry| entry.id.is_none()) {
        entry.id = key(entry).and_then(|key| named.get(&key).copied());
    }
}

fn flatten<'a>(bundle: &'a Value, path: &str, depth: usize, all: &mut Vec<BundleEntry<'a>>, listed: &mut Listed) {
    let more = bundle["link"].items().iter().any(|link| link.text("relation") == Some("next"));
    if more {
        let (zh, en) = ("数据未完：还有下一页。请取全后再传入。", "Not complete: there is a next page. Hand in all pages.");
        listed.say_whole(&[path, "/link"].concat(), "E_SCHEMA", zh, en);
    }
    for (index, entry) in bundle["entry"].items().iter().enumerate() {
        let place = format!("{path}/entry/{index}");
        let resource = &entry["resource"];
        let inside = [&place, "/resource"].concat();
        if resource.text("resourceType") == Some("Bundle") && depth > 0 {
            flatten(resource, &inside, depth - 1, all, listed);
            continue;
        }
        let (request, response) = (&entry["request"], &entry["response"]);
        let full = entry.text("fullUrl");
        let url = full.map(unversioned);
        let of_url = || {
            let mut parts = url.filter(|url| is_address(url)).or(request.text("url").map(unversioned))?.rsplit('/');
            parts.next().zip(parts.next())
        };
        let deleted = request.text("method") == Some("DELETE") && !resource.is_object();
        let kind = resource.text("resourceType").or_else(|| of_url().filter(|_| deleted).map(|(_, kind)| kind));
        let id = resource.text("id").filter(|id| !id.is_empty()).or_else(|| of_url().filter(|(_, of)| Some(*of) == kind).map(|(id, _)| id));
        let meta = &resource["meta"];
        let version = meta.text("versionId").or_else(|| full?.split_once("/_history/").map(|(_, version)| version)).or(response.text("etag"));
        let made = BundleEntry {
            number: all.len(),
            path: inside,
            kind: kind.unwrap_or_default(),
            id,
            urls: url.into_iter().collect(),
            resource,
            version: version.and_then(|text| text.trim_start_matches("W/").trim_matches('"').parse().ok()),
            updated: meta.text("lastUpdated").or(response.text("lastModified")).and_then(time),
        };
        if kind.is_none() {
            let (zh, en) = ("此处没有可读的资源，未采用。", "No resource that can be read here: not taken.");
            listed.say(&made, "", "E_SCHEMA", zh, en);
        }
        all.push(made);
    }
}

/// Of each resource the last version; the others are listed. `newest_first`: as a history stands.
pub fn last<'a>(all: Vec<BundleEntry<'a>>, newest_first: bool, listed: &mut Listed) -> Vec<BundleEntry<'a>> {
    // Of one kind and id on two servers are two resources.
    let mut servers: BTreeMap<(&str, &str), (String, bool)> = BTreeMap::new();
    for entry in &all {
        if let (Some(id), Some(address)) = (entry.id, entry.address()) {
            let address = folded_server(address);
            let (first, several) = servers.entry((entry.kind, id)).or_insert_with(|| (address.clone(), false));
            *several |= *first != address;
        }
    }
    let mut groups: BTreeMap<(&str, &str, Option<String>), Vec<BundleEntry<'a>>> = BTreeMap::new();
    let mut alone = vec![];
    for entry in all.into_iter().filter(|entry| !entry.kind.is_empty()) {
        match (entry.id, entry.urls.first()) {
            (Some(id), _) => {
                let several = servers.get(&(entry.kind, id)).is_some_and(|(_, several)| *several);
                groups.entry((entry.kind, id, entry.address().filter(|_| several).map(folded_server))).or_default().push(entry);
            }
            (None, Some(url)) => groups.entry((entry.kind, "", Some(folded_server(url)))).or_default().push(entry),
            (None, None) => alone.push(entry),
        }
    }
    alone.extend(groups.into_values().filter_map(|versions| one_of(versions, newest_first, listed)));
    alone.sort_by_key(|entry| entry.number);
    alone
}

fn one_of<'a>(versions: Vec<BundleEntry<'a>>, newest_first: bool, listed: &mut Listed) -> Option<BundleEntry<'a>> {
    let mut urls: Vec<&str> = versions.iter().flat_map(|version| version.urls.iter().copied()).collect();
    urls.dedup();
    let all_told = |told: fn(&BundleEntry<'a>) -> bool| versions.iter().all(told);
    let by_number = all_told(|entry| entry.version.is_some());
    let by_time = all_told(|entry| entry.updated.is_some());
    let rank = |entry: &BundleEntry<'a>| (entry.version.filter(|_| by_number), entry.updated.filter(|_| by_time));
    let last = versions.iter().map(rank).max()?;
    let (mut candidates, older): (Vec<BundleEntry<'a>>, Vec<BundleEntry<'a>>) = versions.into_iter().partition(|entry| rank(entry) == last);
    let mut older = older;
    let unclear = candidates.iter().any(|entry| entry.resource != candidates[0].resource);
    if newest_first {
        candidates.reverse();
    }
    let mut chosen = candidates.pop()?;
    older.append(&mut candidates);
    for entry in &older {
        let (zh, en) = ("同一资源的较早版本，未采用；只用最新版本。", "An earlier version of the same resource: not taken; the last one is.");
        listed.say(entry, "", "E_STALE", zh, en);
    }
    if unclear {
        let (zh, en) = (
            "同一资源有内容不同的多个版本，且无法从versionId或lastUpdated分出先后：按顺序取最后一个。请核对。",
            "Several versions of one resource differ, and neither versionId nor lastUpdated tells which is the last: taken by their order. Check it.",
        );
        listed.say(&chosen, "/meta", "E_CONFLICT", zh, en);
    }
    if !chosen.resource.is_object() {
        listed.say(&chosen, "", "E_STALE", "此资源已被删除，未采用。", "This resource was deleted: not taken.");
        return None;
    }
    chosen.urls = urls;
    Some(chosen)
}
