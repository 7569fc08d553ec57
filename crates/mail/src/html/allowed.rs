//! What may stand in shown HTML: an allow-list of elements and attributes. What is not here is taken out.

use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

/// Elements that are kept. None of them loads anything by itself but `img`.
pub(super) const ELEMENTS: [&str; 72] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "wbr",
];

/// Attributes of every element. `style` is judged by `style`, the others are plain words and numbers.
const EVERYWHERE: [&str; 10] =
    ["align", "bgcolor", "dir", "height", "lang", "style", "title", "valign", "width", "nowrap"];

/// Attributes of single elements.
const SOME: [(&str, &[&str]); 15] = [
    ("a", &["href"]),
    ("blockquote", &["type"]),
    ("br", &["clear"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("details", &["open"]),
    ("font", &["color", "face", "size"]),
    ("hr", &["color", "noshade", "size"]),
    ("img", &["alt", "border", "hspace", "src", "vspace"]),
    ("li", &["type", "value"]),
    ("ol", &["reversed", "start", "type"]),
    ("table", &["background", "border", "bordercolor", "cellpadding", "cellspacing", "rules", "summary"]),
    ("td", &["background", "colspan", "rowspan"]),
    ("th", &["background", "colspan", "rowspan", "scope"]),
    ("ul", &["type"]),
];

/// Elements that go with everything in them. `plain_form` takes most of them out before; these are the wall
/// behind it.
const WITH_CONTENT: [&str; 16] = [
    "applet", "audio", "canvas", "iframe", "math", "noembed", "noframes", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video",
];

/// Schemes that may pass the parser; `attribute` decides which of them may stand where.
const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "cid", "data"];

/// Whether the attribute may stand on the element.
pub(super) fn is_allowed(element: &str, attribute: &str) -> bool {
    let own = SOME.iter().find(|(name, _)| *name == element).map(|(_, attributes)| *attributes);
    EVERYWHERE.contains(&attribute) || own.is_some_and(|own| own.contains(&attribute))
}

/// The sanitiser with these lists.
pub(super) fn builder() -> Builder<'static> {
    let mut builder = Builder::empty();
    let some: HashMap<&str, HashSet<&str>> =
        SOME.iter().map(|(element, attributes)| (*element, attributes.iter().copied().collect())).collect();
    builder
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(HashSet::from(WITH_CONTENT))
        .generic_attributes(HashSet::from(EVERYWHERE))
        .tag_attributes(some)
        .url_schemes(HashSet::from(SCHEMES))
        // Relative addresses reach the attribute rules, which know what `//host` means, and end there.
        .url_relative(UrlRelative::PassThrough)
        // The page behind the link learns nothing of ours, cannot reach back, and is not vouched for.
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .strip_comments(true);
    builder
}
