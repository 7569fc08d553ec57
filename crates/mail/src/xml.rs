//! Small XML documents that strangers wrote, as a tree with limits.
//!
//! XML 1.0 without a document type: nothing is declared, so nothing can be expanded or fetched.
//! Names are read without their prefix; comments and instructions are passed over.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// The largest document that is read, octets.
pub const DOCUMENT_OCTETS_MAX: usize = 256 * 1024;
/// Elements within elements.
const DEPTH_MAX: usize = 16;
/// Elements of one document; the largest in use lists some 150 domains.
const ELEMENTS_MAX: usize = 4_096;
/// Attributes of one element.
const ATTRIBUTES_MAX: usize = 32;
/// Octets of text of one element.
const TEXT_OCTETS_MAX: usize = 4_096;

/// What a document may have at most.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    /// Octets.
    pub(crate) octets: usize,
    /// Elements.
    pub(crate) elements: usize,
}

/// The bounds of a settings file.
const SMALL: Bounds = Bounds { octets: DOCUMENT_OCTETS_MAX, elements: ELEMENTS_MAX };

/// Why a document was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum XmlFault {
    /// More octets than it may have.
    #[error("the document is larger than a real one would be")]
    TooLarge,
    /// Deeper, longer or wider than any real one.
    #[error("the document has more parts than a real one would have")]
    TooMany,
    /// Not UTF-8.
    #[error("the document is not in UTF-8")]
    Charset,
    /// It declares a document type.
    #[error("the document declares a document type, which is not read")]
    Doctype,
    /// It refers to an entity that XML itself does not know.
    #[error("the document refers to an entity of its own, which is not read")]
    Entity,
    /// No XML.
    #[error("the document is not XML")]
    Malformed,
}

/// An element: its name, its own text, its attributes, and the elements in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The elements in it with this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first of them.
    pub(crate) fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first of them, without what surrounds it; `None` when there is none.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.first(name).map(Self::text).filter(|text| !text.is_empty())
    }

    /// Its own text, without what surrounds it.
    pub(crate) fn text(&self) -> &str {
        self.text.trim()
    }
}

/// Reads a small document.
pub(crate) fn read(raw: &[u8]) -> Result<Element, XmlFault> {
    read_within(raw, SMALL)
}

/// Reads a document.
pub(crate) fn read_within(raw: &[u8], bounds: Bounds) -> Result<Element, XmlFault> {
    if raw.len() > bounds.octets {
        return Err(XmlFault::TooLarge);
    }
    let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    let text = std::str::from_utf8(raw).map_err(|_| XmlFault::Charset)?;
    let mut reader = Reader::from_str(text);
    let mut growing = Growing { open: Vec::new(), root: None, elements: 0, elements_max: bounds.elements };
    loop {
        match reader.read_event().map_err(|_| XmlFault::Malformed)? {
            Event::Start(start) => growing.open(element(&start)?)?,
            Event::Empty(start) => {
                growing.open(element(&start)?)?;
                growing.close()?;
            }
            Event::End(_) => growing.close()?,
            Event::Text(text) => growing.add(&text.decode().map_err(|_| XmlFault::Charset)?)?,
            Event::CData(text) => growing.add(&text.decode().map_err(|_| XmlFault::Charset)?)?,
            Event::GeneralRef(name) => growing.add(&character(&name)?)?,
            Event::DocType(_) => return Err(XmlFault::Doctype),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return growing.finish(),
        }
    }
}

/// The tree while it is read.
struct Growing {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    elements_max: usize,
}

impl Growing {
    fn open(&mut self, element: Element) -> Result<(), XmlFault> {
        self.elements += 1;
        if self.root.is_some() {
            return Err(XmlFault::Malformed);
        }
        if self.open.len() >= DEPTH_MAX || self.elements > self.elements_max {
            return Err(XmlFault::TooMany);
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) -> Result<(), XmlFault> {
        let done = self.open.pop().ok_or(XmlFault::Malformed)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(done),
            None => self.root = Some(done),
        }
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<(), XmlFault> {
        let Some(element) = self.open.last_mut() else {
            return if text.trim().is_empty() { Ok(()) } else { Err(XmlFault::Malformed) };
        };
        if element.text.len() + text.len() > TEXT_OCTETS_MAX {
            return Err(XmlFault::TooMany);
        }
        element.text.push_str(text);
        Ok(())
    }

    fn finish(self) -> Result<Element, XmlFault> {
        if self.open.is_empty() { self.root.ok_or(XmlFault::Malformed) } else { Err(XmlFault::Malformed) }
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, XmlFault> {
    let named = |octets: &[u8]| String::from_utf8(octets.to_vec()).map_err(|_| XmlFault::Charset);
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| XmlFault::Malformed)?;
        if attributes.len() >= ATTRIBUTES_MAX {
            return Err(XmlFault::TooMany);
        }
        let value = std::str::from_utf8(&attribute.value).map_err(|_| XmlFault::Charset)?;
        // Only the five entities of XML 1.0 4.6 are known, and characters by number.
        let value = quick_xml::escape::unescape(value).map_err(|_| XmlFault::Entity)?;
        attributes.push((named(attribute.key.local_name().as_ref())?, value.into_owned()));
    }
    Ok(Element { name: named(start.local_name().as_ref())?, attributes, ..Element::default() })
}

/// XML 1.0 4.1, 4.6: a character by its number, or one of the five that have a name.
fn character(reference: &BytesRef<'_>) -> Result<String, XmlFault> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| XmlFault::Entity)? {
        return Ok(character.to_string());
    }
    let name = reference.decode().map_err(|_| XmlFault::Charset)?;
    let known = match &*name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return Err(XmlFault::Entity),
    };
    Ok(known.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_with_its_texts() {
        let read = read(
            b"\xef\xbb\xbf<?xml version='1.0'?><!-- c --><a:root xmlns:a='u' id='1 &amp; 2'>\n <b> x &amp; &#229;<![CDATA[<y>]]> </b><b/></a:root>\n",
        )
        .unwrap();
        assert_eq!((read.name.as_str(), read.attribute("id")), ("root", Some("1 & 2")));
        let texts: Vec<_> = read.all("b").map(Element::text).collect();
        assert_eq!(texts, ["x & å<y>", ""]);
        assert_eq!(read.text_of("b"), Some("x & å<y>"));
        assert_eq!(read.text_of("c"), None);
    }

    #[test]
    fn bombs_and_floods_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><a>&b;</a>";
        assert_eq!(read(bomb.as_bytes()), Err(XmlFault::Doctype));
        let outside = "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>";
        assert_eq!(read(outside.as_bytes()), Err(XmlFault::Doctype));
        assert_eq!(read(b"<a>&bomb;</a>"), Err(XmlFault::Entity));
        assert_eq!(read(b"<a b='&bomb;'/>"), Err(XmlFault::Entity));
        assert_eq!(read("<a>".repeat(17).as_bytes()), Err(XmlFault::TooMany));
        assert_eq!(read(format!("<a>{}</a>", "<b/>".repeat(4_096)).as_bytes()), Err(XmlFault::TooMany));
        assert_eq!(read(format!("<a>{}</a>", "x".repeat(4_097)).as_bytes()), Err(XmlFault::TooMany));
        assert_eq!(read(&vec![b' '; DOCUMENT_OCTETS_MAX + 1]), Err(XmlFault::TooLarge));
    }

    #[test]
    fn what_is_no_document_is_said_so() {
        for none in ["", "hello", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "{\"a\":1}", "<a b='1' b='2'/>"] {
            assert_eq!(read(none.as_bytes()), Err(XmlFault::Malformed), "{none:?}");
        }
        assert_eq!(read(b"<a>\xff</a>"), Err(XmlFault::Charset));
    }
}
