//! What becomes of one attribute: links to three kinds of places, pictures from the mail or through the
//! caller, styles without anything that loads.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::reference::{self, Reference};
use super::style;
use super::{Remote, View};

/// The rules for one mail.
pub(super) struct Rules {
    pub(super) view: View,
    pub(super) blocked: Arc<AtomicU32>,
}

impl Rules {
    /// The value to write; `None` takes the attribute out.
    pub(super) fn judge<'v>(&self, element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
        match (element, attribute) {
            ("a", "href") => reference::link(value).map(Cow::Owned),
            ("img", "src") | (_, "background") => self.picture(value).map(Cow::Owned),
            (_, "style") => style::filtered(value, &|target| self.picture(target)).map(Cow::Owned),
            // No other allowed attribute is an address; none has reason to hold one.
            (_, "title" | "alt" | "summary") => Some(Cow::Borrowed(value)),
            _ => is_plain(value).then_some(Cow::Borrowed(value)),
        }
    }

    /// Where a picture is loaded from.
    fn picture(&self, value: &str) -> Option<String> {
        match Reference::read(value) {
            Reference::ContentId(id) => (self.view.inline)(&id),
            Reference::Data(picture) => Some(picture),
            Reference::Remote(address) => match &self.view.remote {
                Remote::Through(rewrite) => rewrite(&address),
                Remote::Block => {
                    self.blocked.fetch_add(1, Ordering::Relaxed);
                    None
                }
            },
            Reference::Other => None,
        }
    }
}

/// Words and numbers: nothing that any attribute could take for an address or a script.
fn is_plain(value: &str) -> bool {
    value.len() <= 200 && !value.contains([':', '\\', '<', '>', '(', '{', '@']) && !value.contains("//")
}
