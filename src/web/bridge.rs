//! The element's side of the bridge: what the page tells an element and asks of it, by name, as JSON text.
//! Each call answers JSON text; a refusal is `{ "error": { code, path, message } }`.

use std::rc::Rc;

use chrono::TimeDelta;

use crate::interop::json::Value;

use super::surroundings::Runtime;
use crate::clinical::instruments::{Keys, scored_id};
use crate::clinical::second;
use crate::interop::chart::read_user;
use crate::interop::headless::instrument;
use crate::interop::json::{amount, canonical};
use crate::interop::profile::read_profile;
use crate::interop::rejected::Rejected;
use crate::interop::shape::{MAX_BYTES, MAX_RECORD_BYTES, Place, Read as _, Shape, check, parse};
use crate::session::calculator::handed::attempt;
use crate::session::outbox::Reply;
use crate::session::screen::{Chrome, Mode, Theme};
use crate::session::sitting::Options;
use crate::text::Lang;

/// Tells or asks the element behind `runtime`. `what` is one of the names below, `json` its argument.
pub fn call(runtime: &Rc<Runtime>, what: &str, json: &str) -> String {
    let limit = if matches!(what, "record" | "open") { MAX_RECORD_BYTES } else { MAX_BYTES };
    let answer =
        parse(json, limit, &Place::root(what)).map_err(|rejected| told(runtime, what, rejected)).and_then(|value| dispatch(runtime, what, &value));
    answer.unwrap_or_else(|rejected| rejected.to_json())
}

/// What cannot even be parsed is shown and reported like any other bad input.
fn told(runtime: &Rc<Runtime>, what: &str, rejected: Rejected) -> Rejected {
    if matches!(what, "chart" | "open" | "record" | "user" | "profile" | "strings" | "outputs" | "misplaced") {
        runtime.refuse(&rejected);
    }
    rejected
}

fn dispatch(runtime: &Rc<Runtime>, what: &str, value: &Value) -> Result<String, Rejected> {
    let place = Place::root(what);
    let refused = |rejected: Rejected| told(runtime, what, rejected);
    match what {
        "attributes" => {
            let options = attributes(runtime, value);
            let turning = runtime.turning();
            runtime.change(|desk, at| {
                let before = (desk.options.instrument, desk.options.lang, desk.options.mode);
                let reread = before != (options.instrument, options.lang, options.mode);
                desk.options = options;
                if reread {
                    desk.reread(at);
                }
            });
            runtime.turned(turning);
        }
        // A property that was written as an attribute.
        "misplaced" => {
            let name = value.as_str().unwrap_or_default();
            return Err(refused(Place::root(name).reject(
                "E_SCHEMA",
                ["不能写在HTML标签上。请在脚本中设置属性（property）：el.", name, " = …"].concat(),
                ["Not an attribute. Set the property: el.", name, " = …"].concat(),
            )));
        }
        "chart" => runtime.open(value.clone(), None, false)?,
        "open" => {
            let record = value.get("record").filter(|record| !record.is_null()).cloned();
            runtime.open(value["chart"].clone(), record, value["force"].as_bool() == Some(true))?;
        }
        "record" => runtime.take_record(value.clone())?,
        "user" => {
            let user = if value.is_null() { None } else { Some(read_user(value, &place).map_err(refused)?) };
            runtime.is_told();
            let turning = runtime.turning();
            runtime.change(|desk, at| {
                desk.user = user;
                desk.lead(at);
            });
            runtime.turned(turning);
        }
        "profile" => {
            let profile = match value {
                Value::Null => Default::default(),
                profile => read_profile(profile, &place).map_err(refused)?,
            };
            runtime.is_told();
            runtime.change(|desk, at| {
                desk.profile = profile;
                desk.hospital = value.clone();
                desk.reread(at);
            });
        }
        "strings" => {
            check(value, &Shape::Or(&[Shape::Null, Shape::Map(&Shape::Text(200))]), &place).map_err(refused)?;
            let mut strings = vec![];
            for (key, text) in value.fields() {
                strings.push(((**key).to_owned(), text.as_str().unwrap_or_default().to_owned()));
            }
            runtime.change(|desk, _| desk.strings = Rc::new(strings));
        }
        "outputs" => {
            check(value, &Shape::List(&Shape::Text(32)), &place).map_err(refused)?;
            let outputs = names(value);
            runtime.change(|desk, _| desk.outputs = outputs);
        }
        "hostClock" => {
            let ahead = match value {
                Value::Number(millis) => TimeDelta::try_milliseconds(amount(millis) as i64),
                _ => None,
            };
            runtime.change(|desk, _| desk.host_clock = ahead);
        }
        "outbox" => runtime.deliver_all(value.as_str() == Some("all")),
        "answered" => {
            let reply = match value.text("status") {
                Some("accepted" | "duplicate") => Reply::Accepted,
                Some("pending") => Reply::Pending,
                Some("rejected") => Reply::Rejected(value.text("reason").map(|reason| reason.chars().take(300).collect())),
                Some(_) => {
                    let expected = "accepted | duplicate | rejected | pending";
                    runtime.tell_error(
                        &Place::root("").key("status").reject(
                            "E_SCHEMA",
                            ["HIS的答复应为：", expected, "。将重新发送。"].concat(),
                            ["Expected one of ", expected, ". It is sent again."].concat(),
                        ),
                        true,
                    );
                    Reply::None
                }
                None => Reply::None,
            };
            runtime.answered(value.text("id").unwrap_or_default(), value.text("contextId"), reply);
        }
        "sign" => runtime.sign(value.as_u64().map(|ticket| ticket as u32))?,
        // The page has made what was asked for beyond `flat`: is it still wanted?
        "offered" => return Ok(if runtime.is_offered(value.as_str().unwrap_or_default()) { "true" } else { "false" }.into()),
        "reset" => runtime.reset(value["discard"].as_bool() == Some(true)),
        "flush" => runtime.save_now(),
        "restore" => runtime.restore(),
        "rest" => runtime.rest(value.as_bool() == Some(true)),
        "focus" => {
            let id = value.as_str().unwrap_or_default();
            let bare = id.bytes().rposition(|byte| byte == b'.').map_or(id, |dot| &id[dot + 1..]);
            let item = runtime.desk().named(bare);
            let item = item.ok_or_else(|| place.reject("E_ITEM", "当前表单没有此条目。", "The form has no such item."))?;
            runtime.change(|desk, _| desk.focus_on(item));
        }
        "getRecord" => return Ok(runtime.record()),
        "getChart" => return Ok(runtime.desk().raw_chart().map_or_else(|| "null".into(), canonical)),
        "latest" => return Ok(canonical(&runtime.latest())),
        // What a lesson marks; its form is drawn with the second part, or needs none of it.
        "attempt" if second::is_here() => return Ok(attempt(&runtime.desk())),
        "getState" => return Ok(["\"", runtime.desk().state().id(), "\""].concat()),
        "validate" => return Ok(runtime.validate()),
        "pending" => return Ok(runtime.pending()),
        "result" => return Ok(runtime.result(&names(value))),
        _ => return Err(Rejected::new("E_TYPE", String::new(), "未知调用。", "Unknown call.")),
    }
    Ok("{\"ok\":true}".into())
}

fn names(value: &Value) -> Vec<String> {
    let mut names = vec![];
    for name in value.items() {
        if let Some(name) = name.as_str() {
            names.push(name.to_owned());
        }
    }
    names
}

/// Attributes never fail: an unknown word is the default, an unknown instrument is reported and routed as `auto`.
fn attributes(runtime: &Runtime, value: &Value) -> Options {
    let word = |key: &str| value.text(key).unwrap_or_default();
    let id = word("instrument");
    let named = Keys::named(id).map(|instrument| instrument.id).or_else(|| scored_id(id));
    if !matches!(id, "" | "auto")
        && named.is_none()
        && let Err(rejected) = instrument(id, &Place::root("instrument"))
    {
        runtime.tell_error(&rejected, false);
    }
    Options {
        lang: Lang::parse(word("lang")),
        instrument: named,
        mode: match word("mode") {
            "teaching" => Mode::Teaching,
            "readonly" => Mode::ReadOnly,
            "calculator" => Mode::Calculator,
            _ => Mode::Live,
        },
        chrome: match word("chrome") {
            "none" => Chrome::None,
            "compact" => Chrome::Compact,
            _ => Chrome::Full,
        },
        theme: match word("theme") {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            "contrast" => Theme::Contrast,
            _ => Theme::Auto,
        },
        heading_level: word("heading-level").parse().unwrap_or(2),
        disabled: value["disabled"].as_bool() == Some(true),
    }
}
