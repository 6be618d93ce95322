//! Draws elements one inside the other: `pen.tag("p", "hint", |pen| pen.text(words.hint))`.
//!
//! Makes the same nodes as `html!`, which writes out the whole construction of an element at every place and copies every
//! text: this form took 60 kB of wasm that way and takes 30 this way, a tenth of all that a first visit may load
//! (measured). A part that may be absent is drawn by `when`, which keeps its place, so that what follows it is never taken
//! for it.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, VComp, VList, VNode, VTag, VText};
use yew::{AttrValue, Component, Context, Html, Properties};

use super::wall::by_the_clock_of;
use crate::session::screen::{Screen, State};

/// What is drawn so far, and the attributes of the elements that are still open, each on one stack.
#[derive(Default)]
pub struct Pen {
    open: Vec<Element>,
    names: Vec<&'static str>,
    values: Vec<Option<AttributeOrProperty>>,
    drawn: Vec<VNode>,
}

/// An element whose end has not been drawn: where its attributes and its content begin.
struct Element {
    tag: &'static str,
    attributes: usize,
    content: usize,
    key: Option<Key>,
    checked: Option<bool>,
    value: Option<AttrValue>,
}

/// What `with` draws.
pub fn draw(with: impl FnOnce(&mut Pen)) -> Html {
    let mut pen = Pen::default();
    with(&mut pen);
    pen.finish()
}

/// A part of the screen that is drawn again only when it differs from what was drawn. All parts are one Yew component:
/// each type of component costs some 3 kB of wasm.
pub trait Part: PartialEq + 'static {
    fn draw(&self, pen: &mut Pen);
}

trait AnyPart {
    fn draw_any(&self, pen: &mut Pen);
    fn same(&self, other: &dyn Any) -> bool;
    fn any(&self) -> &dyn Any;
}

impl<P: Part> AnyPart for P {
    fn draw_any(&self, pen: &mut Pen) {
        self.draw(pen);
    }

    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<P>().is_some_and(|other| self == other)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

#[derive(Clone, Properties)]
struct Drawn {
    part: Rc<dyn AnyPart>,
}

impl PartialEq for Drawn {
    fn eq(&self, other: &Drawn) -> bool {
        self.part.same(other.part.any())
    }
}

struct Drawer;

impl Component for Drawer {
    type Message = ();
    type Properties = Drawn;

    fn create(_: &Context<Drawer>) -> Drawer {
        Drawer
    }

    fn view(&self, ctx: &Context<Drawer>) -> Html {
        draw(|pen| ctx.props().part.draw_any(pen))
    }
}

/// A part that shows some of the screen: drawn again when `same` says that two screens differ there.
struct Still {
    screen: Rc<Screen>,
    /// One more thing that it shows, kept outside the screen.
    open: bool,
    same: fn(&Screen, &Screen) -> bool,
    draw: fn(&mut Pen, &Screen, bool),
}

impl PartialEq for Still {
    /// Of one part, which its key tells from the others.
    fn eq(&self, other: &Still) -> bool {
        self.open == other.open && (Rc::ptr_eq(&self.screen, &other.screen) || (self.same)(&self.screen, &other.screen))
    }
}

impl Part for Still {
    fn draw(&self, pen: &mut Pen) {
        by_the_clock_of(&self.screen);
        (self.draw)(pen, &self.screen, self.open);
    }
}

/// Frame and strings that nearly every part shows.
pub fn same_frame(one: &Screen, other: &Screen) -> bool {
    one.lang == other.lang
        && (one.mode, one.practises, one.demo) == (other.mode, other.practises, other.demo)
        && one.chrome == other.chrome
        && one.disabled == other.disabled
        && (one.state == State::Locked) == (other.state == State::Locked)
        && one.user == other.user
        && one.strings == other.strings
}

impl Pen {
    pub fn still(
        &mut self,
        key: &'static str,
        screen: &Rc<Screen>,
        open: bool,
        same: fn(&Screen, &Screen) -> bool,
        draw: fn(&mut Pen, &Screen, bool),
    ) {
        self.part(key, Still { screen: Rc::clone(screen), open, same, draw });
    }

    /// A part with the key that tells it from its neighbours.
    pub fn part(&mut self, key: impl Into<Key>, part: impl Part) {
        self.keyed(key.into(), Rc::new(part));
    }

    #[inline(never)]
    fn keyed(&mut self, key: Key, part: Rc<dyn AnyPart>) {
        // A test has no page that draws it later.
        if cfg!(test) {
            let start = self.drawn.len();
            part.draw_any(self);
            self.gather(start);
            return;
        }
        self.drawn.push(VNode::VComp(Rc::new(VComp::new::<Drawer>(Rc::new(Drawn { part }), Some(key)))));
    }

    pub fn tag(&mut self, tag: &'static str, class: &'static str, with: impl FnOnce(&mut Pen)) {
        self.begin(tag, class);
        with(self);
        self.end();
    }

    /// An element that holds one text.
    pub fn line(&mut self, tag: &'static str, class: &'static str, text: &'static str) {
        self.begin(tag, class);
        self.text(text);
        self.end();
    }

    /// Draws `with` or leaves its place empty.
    pub fn when(&mut self, there: bool, with: impl FnOnce(&mut Pen)) {
        let start = self.drawn.len();
        if there {
            with(self);
        }
        self.gather(start);
    }

    /// Draws `with` of a value, or leaves its place empty.
    pub fn some<T>(&mut self, value: Option<T>, with: impl FnOnce(&mut Pen, T)) {
        let start = self.drawn.len();
        if let Some(value) = value {
            with(self, value);
        }
        self.gather(start);
    }

    /// A list of its own: as long as it happens to be.
    pub fn each<T>(&mut self, values: impl IntoIterator<Item = T>, mut with: impl FnMut(&mut Pen, T)) {
        let start = self.drawn.len();
        for value in values {
            with(self, value);
        }
        self.gather(start);
    }

    #[inline(never)]
    pub fn text(&mut self, text: &'static str) {
        self.drawn.push(VNode::VText(VText::new(AttrValue::Static(text))));
    }

    #[inline(never)]
    pub fn written(&mut self, text: AttrValue) {
        self.drawn.push(VNode::VText(VText::new(text)));
    }

    /// Several pieces as one text.
    pub fn joined(&mut self, pieces: &[&str]) {
        self.written(pieces.concat().into());
    }

    /// An attribute of the element that was begun last; before its content.
    #[inline(never)]
    pub fn is(&mut self, name: &'static str, value: &'static str) {
        self.attribute(name, Some(AttributeOrProperty::Static(value)));
    }

    pub fn is_written(&mut self, name: &'static str, value: AttrValue) {
        self.attribute(name, Some(AttributeOrProperty::Attribute(value)));
    }

    #[inline(never)]
    pub fn flag(&mut self, name: &'static str, set: bool) {
        self.attribute(name, set.then_some(AttributeOrProperty::Static("")));
    }

    pub fn key(&mut self, key: &str) {
        self.element().key = Some(Key::from(key));
    }

    pub fn checked(&mut self, checked: bool) {
        self.element().checked = Some(checked);
    }

    pub fn value(&mut self, value: Option<AttrValue>) {
        self.element().value = value;
    }

    #[inline(never)]
    fn attribute(&mut self, name: &'static str, value: Option<AttributeOrProperty>) {
        self.names.push(name);
        self.values.push(value);
    }

    fn element(&mut self) -> &mut Element {
        self.open.last_mut().expect("an element is open")
    }

    #[inline(never)]
    fn begin(&mut self, tag: &'static str, class: &'static str) {
        self.open.push(Element { tag, attributes: self.names.len(), content: self.drawn.len(), key: None, checked: None, value: None });
        if !class.is_empty() {
            self.is("class", class);
        }
    }

    #[inline(never)]
    fn end(&mut self) {
        let element = self.open.pop().expect("an element is open");
        let mut tag = VTag::new(AttrValue::Static(element.tag));
        let keys = shape(&self.names[element.attributes..]);
        self.names.truncate(element.attributes);
        tag.set_attributes(Attributes::Dynamic { keys, values: self.values.drain(element.attributes..).collect() });
        tag.key = element.key;
        if let Some(checked) = element.checked {
            tag.set_checked(checked);
        }
        if element.value.is_some() {
            tag.set_value(element.value);
        }
        self.gather(element.content);
        if let (Some(children), Some(content)) = (tag.children_mut(), self.drawn.pop()) {
            *children = content;
        }
        self.drawn.push(VNode::VTag(Rc::new(tag)));
    }

    /// Makes one node of all that was drawn from `start` on.
    #[inline(never)]
    fn gather(&mut self, start: usize) {
        if self.drawn.len() != start + 1 {
            let list = VList::with_children(self.drawn.drain(start..).collect(), None);
            self.drawn.push(VNode::VList(Rc::new(list)));
        }
    }

    fn finish(mut self) -> Html {
        self.gather(0);
        self.drawn.pop().unwrap_or_default()
    }
}

/// Yew compares attributes name by name only where two elements share one list of names: the same names give the same
/// list here. There are as many lists as kinds of elements in this folder.
fn shape(names: &[&'static str]) -> &'static [&'static str] {
    thread_local!(static SHAPES: RefCell<Vec<&'static [&'static str]>> = const { RefCell::new(Vec::new()) });
    SHAPES.with_borrow_mut(|shapes| match shapes.iter().find(|shape| same(shape, names)) {
        Some(shape) => *shape,
        None => {
            let shape: &'static [&'static str] = Box::leak(names.into());
            shapes.push(shape);
            shape
        }
    })
}

/// By address: names are literals.
fn same(one: &[&'static str], other: &[&'static str]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| std::ptr::eq(*one, *other))
}

/// What was drawn, written out, so that a test reads a screen without a browser.
#[cfg(test)]
pub fn written_out(node: &Html) -> String {
    let mut out = String::new();
    write_node(node, &mut out);
    out
}

#[cfg(test)]
fn write_node(node: &VNode, out: &mut String) {
    const VOID: [&str; 3] = ["input", "br", "img"];
    match node {
        VNode::VText(text) => *out += &text.text.replace('&', "&amp;").replace('<', "&lt;"),
        VNode::VList(list) => list.iter().for_each(|child| write_node(child, out)),
        VNode::VTag(tag) => {
            *out += &["<", tag.tag()].concat();
            if let Attributes::Dynamic { keys, values } = &tag.attributes {
                for (key, value) in keys.iter().zip(values.iter()) {
                    let value: &str = match value {
                        Some(AttributeOrProperty::Static(value)) => value,
                        Some(AttributeOrProperty::Attribute(value)) => value,
                        _ => continue,
                    };
                    *out += &[" ", key, "=\"", &value.replace('"', "&quot;"), "\""].concat();
                }
            }
            *out += if tag.tag() == "input" && tag.checked() == Some(true) { " checked>" } else { ">" };
            if let Some(children) = tag.children() {
                write_node(children, out);
            }
            if !VOID.contains(&tag.tag()) {
                *out += &["</", tag.tag(), ">"].concat();
            }
        }
        _ => {}
    }
}
