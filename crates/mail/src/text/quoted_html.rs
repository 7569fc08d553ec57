//! Where HTML says that it quotes: the marks that mail programs leave in classes, ids and styles.
//!
//! One pass beside the writing of the text; a mark is a range of that text. Elements are matched by counting
//! those of the same name, which is enough for what programs write and linear for what others write.

use std::ops::Range;

use super::from_html::written;
use super::reply::begins_with_header;
use crate::html::token::{Tag, Token};

/// Marks of one mail that are kept; a thread of a hundred answers has some three hundred.
const MARKS_MAX: usize = 2_000;

/// The text of HTML, and what in it is marked.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// The text, as `from_html` writes it.
    pub(super) text: String,
    /// Signatures.
    pub(super) signatures: Vec<Range<usize>>,
    quotes: Vec<Range<usize>>,
}

impl Marked {
    /// What is quoted, in order, without overlaps.
    pub(super) fn quotes(&self) -> Vec<Range<usize>> {
        let mut quotes = self.quotes.clone();
        quotes.sort_by_key(|quote| (quote.start, quote.end));
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(quotes.len());
        for quote in quotes.into_iter().filter(|quote| !self.text[quote.clone()].trim().is_empty()) {
            match merged.last_mut() {
                Some(last)
                    if self.text[last.end..quote.start.max(last.end)]
                        .trim_matches([' ', '\n', '>'])
                        .is_empty() =>
                {
                    last.end = last.end.max(quote.end);
                }
                Some(_) | None => merged.push(quote),
            }
        }
        merged
    }
}

/// What a mark means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// The element is quoted.
    Quote,
    /// The element holds an attribution and the quote, or nothing but the quote.
    Container,
    /// From here on everything is quoted.
    Rest,
    /// As `Rest`, if the header of a mail follows.
    RestIfHeader,
    Signature,
}

struct Open {
    kind: Kind,
    name: String,
    /// Elements of this name that were open around it.
    depth: usize,
    from: usize,
    /// Where the first quote within begins.
    first_quote: Option<usize>,
}

/// Reads HTML with its marks.
pub(super) fn read(html: &str) -> Marked {
    let mut watch = Watch::default();
    let text = written(html, |token, at| match token {
        Token::Start(tag) => watch.start(tag, at),
        Token::End(name) => watch.end(name, at),
        Token::Text(_) => {}
    });
    watch.finish(text)
}

#[derive(Default)]
struct Watch {
    open: Vec<Open>,
    depths: std::collections::HashMap<String, usize>,
    quotes: Vec<Range<usize>>,
    signatures: Vec<Range<usize>>,
    rest: Option<usize>,
    rest_if_header: Vec<usize>,
}

impl Watch {
    fn start(&mut self, tag: &Tag<'_>, at: usize) {
        if !MARKED.contains(&tag.name.as_str()) {
            return;
        }
        let depth = self.depths.entry(tag.name.clone()).or_default();
        let around = *depth;
        *depth += 1;
        let is_within = self.open.iter().any(|open| open.kind == Kind::Container);
        let Some(kind) = kind_of(tag, is_within) else { return };
        match kind {
            Kind::Rest => {
                self.rest.get_or_insert(at);
            }
            Kind::RestIfHeader if self.rest_if_header.len() < 8 => self.rest_if_header.push(at),
            Kind::Quote | Kind::Container | Kind::Signature if self.open.len() < 100 => {
                if tag.name == "blockquote" {
                    let containers = self.open.iter_mut().filter(|open| open.kind == Kind::Container);
                    containers.for_each(|open| {
                        open.first_quote.get_or_insert(at);
                    });
                }
                self.open.push(Open {
                    kind,
                    name: tag.name.clone(),
                    depth: around,
                    from: at,
                    first_quote: None,
                });
            }
            Kind::Quote | Kind::Container | Kind::Signature | Kind::RestIfHeader => {}
        }
    }

    fn end(&mut self, name: &str, at: usize) {
        let Some(depth) = self.depths.get_mut(name).filter(|depth| **depth > 0) else { return };
        *depth -= 1;
        let depth = *depth;
        while self.open.iter().any(|open| open.name == name && open.depth >= depth) {
            let Some(open) = self.open.pop() else { break };
            self.close(&open, at);
        }
    }

    fn close(&mut self, open: &Open, at: usize) {
        if self.quotes.len() + self.signatures.len() >= MARKS_MAX {
            return;
        }
        match open.kind {
            Kind::Quote => self.quotes.push(open.from..at),
            // What stands before the first quote is the attribution; without one all of it is quoted.
            Kind::Container => self.quotes.push(open.from..open.first_quote.unwrap_or(at)),
            Kind::Signature => self.signatures.push(open.from..at),
            Kind::Rest | Kind::RestIfHeader => {}
        }
    }

    fn finish(mut self, text: String) -> Marked {
        let end = text.len();
        while let Some(open) = self.open.pop() {
            self.close(&open, end);
        }
        let header =
            self.rest_if_header.iter().copied().find(|&at| text.get(at..).is_some_and(begins_with_header));
        if let Some(from) = self.rest.into_iter().chain(header).min() {
            self.quotes.push(from..end);
        }
        let bounded = |range: Range<usize>| range.start.min(end)..range.end.min(end);
        Marked {
            quotes: self.quotes.into_iter().map(bounded).collect(),
            signatures: self.signatures.into_iter().map(bounded).collect(),
            text,
        }
    }
}

/// Elements that carry marks.
const MARKED: [&str; 8] = ["blockquote", "div", "hr", "p", "pre", "span", "table", "td"];

/// Ids that quote everything behind them: Outlook on the web and on telephones, Hotmail, Zimbra.
const REST_IDS: [&str; 5] = ["divrplyfwdmsg", "appendonsend", "stopspelling", "zwchr", "replysplit"];
/// Classes that do: Outlook 2003, Outlook on telephones.
const REST_CLASSES: [&str; 2] = ["outlookmessageheader", "ms-outlook-mobile-reference-message"];
/// Classes of elements around a quote: Gmail, Yahoo, Proton, Tuta, Zoho, Front.
const CONTAINER_CLASSES: [&str; 8] = [
    "gmail_quote",
    "gmail_quote_container",
    "yahoo_quoted",
    "protonmail_quote",
    "tutanota_quote",
    "zmail_extra",
    "front-blockquote",
    "gmail_extra_quote",
];
/// Classes of attributions: Thunderbird, Gmail.
const ATTRIBUTION_CLASSES: [&str; 2] = ["moz-cite-prefix", "gmail_attr"];
/// Ids of attributions and quotes: Roundcube, new Outlook, Outlook for Mac, old Outlook.
const QUOTE_IDS: [&str; 5] = [
    "reply-intro",
    "replybody1",
    "mail-editor-reference-message-container",
    "olk_src_body_section",
    "isreplycontent",
];
const SIGNATURE_CLASSES: [&str; 4] =
    ["gmail_signature", "moz-signature", "protonmail_signature_block", "yahoo_signature"];
const SIGNATURE_IDS: [&str; 4] =
    ["ms-outlook-mobile-signature", "signature", "applemailsignature", "composer_signature"];

fn kind_of(tag: &Tag<'_>, is_within_container: bool) -> Option<Kind> {
    let lower = |name: &str| tag.get(name).map(|value| value.to_ascii_lowercase()).unwrap_or_default();
    let id = lower("id");
    // Outlook on the web renames what it quotes.
    let id = id.trim_start_matches("x_");
    let class = lower("class");
    let has_class = |known: &[&str]| {
        class.split_ascii_whitespace().any(|word| known.contains(&word.trim_start_matches("x_")))
    };
    if tag.name == "blockquote" {
        let is_cite = lower("type") == "cite" || tag.get("cite").is_some();
        let is_quote =
            is_cite || is_within_container || has_class(&CONTAINER_CLASSES) || QUOTE_IDS.contains(&id);
        return is_quote.then_some(Kind::Quote);
    }
    if REST_IDS.contains(&id) || has_class(&REST_CLASSES) {
        return Some(Kind::Rest);
    }
    if has_class(&ATTRIBUTION_CLASSES) || QUOTE_IDS.contains(&id) {
        return Some(Kind::Quote);
    }
    if has_class(&CONTAINER_CLASSES) || (tag.name == "div" && lower("name") == "quote") {
        return Some(Kind::Container);
    }
    if has_class(&SIGNATURE_CLASSES) || SIGNATURE_IDS.contains(&id) {
        return Some(Kind::Signature);
    }
    // Outlook and Windows Mail draw a line above the header of what they quote.
    let style: String = lower("style").split_whitespace().collect();
    (tag.name == "div" && style.contains("border-top:solid")).then_some(Kind::RestIfHeader)
}
