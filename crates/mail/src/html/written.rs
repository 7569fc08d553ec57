//! HTML that somebody writes, made fit to be sent: the walls for foreign HTML, and nothing that a reader's
//! program would have to load from elsewhere. What comes out may go in again, and stays as it is.
//!
//! Quotes, code and pictures get inline styles here: mail programs drop style sheets.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use domain::limits::HTML_OCTETS_MAX;

use super::reference::Reference;
use super::token::{Token, Tokens};
use super::{Rewrite, View, allowed, attribute, plain_form};
use crate::compose::html_of_lines;
use crate::text;

/// Pictures of one text; a mail takes fewer files.
const PICTURES_MAX: usize = 200;

/// What mail programs would show in their own way, or wider than a telephone.
const STYLES: [(&str, &str); 3] = [
    ("blockquote", "margin:0 0 0 2px;padding:0 0 0 12px;border-left:2px solid #b5b9c0;color:#50555c"),
    (
        "pre",
        "margin:0;padding:8px 10px;background:#f3f4f6;font-family:Consolas,monospace;white-space:pre-wrap",
    ),
    ("img", "max-width:100%;height:auto"),
];

/// Makes HTML that somebody wrote fit for a mail. A picture stands in it by a content id alone: `picture` is
/// given the id without `cid:`, and gives the one to write; `None` takes the picture's address out.
#[must_use]
pub fn written(html: &str, picture: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> String {
    if html.len() > HTML_OCTETS_MAX {
        return as_lines(html);
    }
    let clean = || clean(html, Arc::new(picture));
    catch_unwind(AssertUnwindSafe(clean)).unwrap_or_else(|_| as_lines(html))
}

/// The content ids of the pictures that stand in HTML, in its order, each once.
#[must_use]
pub fn pictures_of(html: &str) -> Vec<String> {
    let (mut seen, mut ids) = (HashSet::new(), Vec::new());
    for token in Tokens::of(html) {
        let Token::Start(tag) = token else { continue };
        if tag.name != "img" || ids.len() == PICTURES_MAX {
            continue;
        }
        let Some(Reference::ContentId(id)) = tag.get("src").map(|src| Reference::read(&src)) else {
            continue;
        };
        if seen.insert(id.clone()) {
            ids.push(id);
        }
    }
    ids
}

fn as_lines(html: &str) -> String {
    html_of_lines(&text::from_html(html))
}

fn clean(html: &str, picture: Rewrite) -> String {
    let rules = attribute::Rules { view: View::blocking(|_| None), blocked: Arc::new(AtomicU32::new(0)) };
    let mut builder = allowed::builder();
    // Whoever writes a link vouches for it, and his reader's program opens it as it opens all.
    builder.link_rel(None).rm_set_tag_attribute_value("a", "target");
    for (element, style) in STYLES {
        builder.set_tag_attribute_value(element, "style", style);
    }
    builder.attribute_filter(move |element, attribute, value| match (element, attribute) {
        ("img", "src") => match Reference::read(value) {
            Reference::ContentId(id) => picture(&id).map(|id| format!("cid:{id}").into()),
            Reference::Data(_) | Reference::Remote(_) | Reference::Other => None,
        },
        (_, "background") => None,
        _ => rules.judge(element, attribute, value),
    });
    builder.clean(&plain_form::of(html)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(html: &str) -> String {
        written(html, |id| Some(id.to_owned()))
    }

    #[test]
    fn what_an_editor_writes_stays() {
        for html in [
            "<div>Hei <strong>Kari</strong>, <em>se</em> <s>her</s> <u>nå</u></div><div><br></div>",
            "<ul><li><div>a</div></li></ul><ol start=\"3\"><li><div>b</div></li></ol>",
            "<div><a href=\"https://a.no/?b=1&amp;c\">her</a> <code>x</code></div>",
        ] {
            assert_eq!(same(html), html);
        }
        let styled = same("<blockquote>a</blockquote><pre><code>b</code></pre>");
        assert!(styled.contains("border-left") && styled.contains("monospace"), "{styled}");
        assert_eq!(same(&styled), styled, "what was cleaned stays as it is");
    }

    #[test]
    fn nothing_runs_and_nothing_is_loaded_from_elsewhere() {
        let hostile = "<script>a()</script><div onclick=b() style=\"background:url(https://x.no/t)\">c</div>\
                       <img src=https://x.no/p.png alt=d><img src=data:image/png;base64,AAAA>\
                       <table background=https://x.no/b><tr><td>e</table><a href=javascript:f()>g</a>\
                       <iframe src=https://x.no></iframe><form action=/x><input></form>";
        let clean = same(hostile);
        for never in ["script", "onclick", "x.no", "data:", "iframe", "form", "input"] {
            assert!(!clean.contains(never), "{never}: {clean}");
        }
        assert!(
            clean.contains("alt=\"d\"") && clean.contains(">c<") && clean.contains("<td>e</td>"),
            "{clean}"
        );
    }

    #[test]
    fn pictures_are_found_in_their_order_and_named_anew() {
        let html = "<img src=\"cid:7\"><div>cid:9<img src='CID:8'><img src=\"cid:7\"></div>";
        assert_eq!(pictures_of(html), ["7", "8"]);
        let anew = written(html, |id| (id == "7").then(|| "p1.x@a.no".to_owned()));
        assert_eq!(pictures_of(&anew), ["p1.x@a.no"]);
        assert_eq!(anew.matches("<img").count(), 3, "an unknown picture loses its address alone");
    }
}
