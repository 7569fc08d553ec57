//! Foreign HTML made safe to show: nothing in it runs, and nothing is loaded but what the caller gives.
//!
//! Three walls. HTML is first brought into a plain form within limits (`plain_form`), so that the real parser
//! has no hard work; then `ammonia` parses it and keeps what `allowed` lists, each attribute through
//! `attribute`; last, [`FRAME_CSP`] and a sandboxed frame, in case the others had a hole. The sanitiser does
//! not lean on the policy: a browser may connect before it has read one.
//!
//! Sanitised HTML is never stored: it is made anew for every reading, by the newest rules.

mod allowed;
mod attribute;
mod frame;
mod plain_form;
mod reference;
mod style;
pub(crate) mod token;
mod written;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::limits::HTML_OCTETS_MAX;

pub use frame::{FRAME_CSP, frame_document};
pub(crate) use reference::content_ids;
pub use written::{pictures_of, written};

use crate::text;

/// Turns one reference into the address to load it from; `None` takes it out.
/// What it gives is written as it is: it must be an address of our own or a `data:` picture.
pub type Rewrite = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What to do with pictures that lie on other people's servers.
#[derive(Clone, Default)]
pub enum Remote {
    /// Take them out and count them.
    #[default]
    Block,
    /// Load them from where the function says, as through a proxy of our own. It is given `http:` and
    /// `https:` addresses.
    Through(Rewrite),
}

/// How a mail is to be shown.
#[derive(Clone)]
pub struct View {
    /// Pictures on other servers.
    pub remote: Remote,
    /// `cid:` references: the argument is the content id without `cid:`.
    pub inline: Rewrite,
}

impl View {
    /// Shows nothing from elsewhere, and the pictures of the mail itself as `inline` says.
    pub fn blocking(inline: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { remote: Remote::Block, inline: Arc::new(inline) }
    }
}

/// HTML that loads nothing but what [`View`] gave and runs nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sanitised {
    /// A fragment for the body of a page.
    pub html: String,
    /// Pictures and backgrounds on other servers that [`Remote::Block`] took out: those that
    /// [`Remote::Through`] would load. What is never loaded (frames, films, fonts) is not counted.
    pub remote_blocked: u32,
}

/// Makes foreign HTML safe to show. Bounded; what is longer than we sanitise becomes plain text.
#[must_use]
pub fn sanitise(html: &str, view: &View) -> Sanitised {
    if html.len() > HTML_OCTETS_MAX {
        return as_text(html);
    }
    catch_unwind(AssertUnwindSafe(|| clean(html, view))).unwrap_or_else(|_| as_text(html))
}

fn as_text(html: &str) -> Sanitised {
    Sanitised { html: text::to_html(&text::from_html(html)), remote_blocked: 0 }
}

fn clean(html: &str, view: &View) -> Sanitised {
    let blocked = Arc::new(AtomicU32::new(0));
    let rules = attribute::Rules { view: view.clone(), blocked: Arc::clone(&blocked) };
    let mut builder = allowed::builder();
    builder.attribute_filter(move |element, attribute, value| rules.judge(element, attribute, value));
    let html = builder.clean(&plain_form::of(html)).to_string();
    Sanitised { html, remote_blocked: blocked.load(Ordering::Relaxed) }
}

#[cfg(test)]
#[path = "html/tests.rs"]
mod tests;
