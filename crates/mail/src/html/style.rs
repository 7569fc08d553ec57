//! `style` attributes: properties from a list, values without escapes, functions from a list. Only `url()` in
//! backgrounds can load anything, and it goes the way of pictures.

/// Properties that shape a mail and reach nothing outside their own box.
const PROPERTIES: [&str; 79] = [
    "background",
    "background-color",
    "background-image",
    "background-position",
    "background-repeat",
    "background-size",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-left-radius",
    "border-bottom-right-radius",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-radius",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-left-radius",
    "border-top-right-radius",
    "border-top-style",
    "border-top-width",
    "border-width",
    "box-sizing",
    "caption-side",
    "clear",
    "color",
    "direction",
    "display",
    "empty-cells",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style",
    "list-style-position",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "opacity",
    "overflow",
    "overflow-wrap",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
];

/// Functions that only compute.
const FUNCTIONS: [&str; 5] = ["rgb", "rgba", "hsl", "hsla", "calc"];

/// Octets of one `style` that are read; more is dropped whole.
const STYLE_OCTETS_MAX: usize = 16 * 1024;

/// The style without what is not allowed; `None` where nothing is left. `picture` says where a background is
/// loaded from, if it may be.
pub(super) fn filtered(style: &str, picture: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if style.len() > STYLE_OCTETS_MAX {
        return None;
    }
    let mut kept = String::with_capacity(style.len());
    for declaration in declarations(&without_comments(style)) {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        if !PROPERTIES.contains(&name.as_str()) {
            continue;
        }
        let Some(value) = checked(value.trim(), name.starts_with("background"), picture) else { continue };
        if !kept.is_empty() {
            kept.push(';');
        }
        kept.push_str(&name);
        kept.push(':');
        kept.push_str(&value);
    }
    (!kept.is_empty()).then_some(kept)
}

/// CSS syntax 4.3.2: a comment that never ends takes the rest.
fn without_comments(style: &str) -> String {
    let mut kept = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        kept.push(' ');
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

/// Splits at semicolons outside quotes and brackets.
fn declarations(style: &str) -> Vec<&str> {
    let (mut found, mut from, mut quote, mut depth) = (Vec::new(), 0, None, 0_u32);
    for (at, byte) in style.bytes().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (b'(', None) => depth += 1,
            (b')', None) => depth = depth.saturating_sub(1),
            (b';', None) if depth == 0 => {
                found.push(&style[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&style[from..]);
    found
}

/// The value with its `url()`s judged; `None` where it holds anything that is not known to be harmless.
fn checked(value: &str, may_picture: bool, picture: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut kept = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, inner)) = rest.split_once('(') {
        let name_from = before.rfind(|character: char| !is_name_character(character)).map_or(0, |at| at + 1);
        let name = before.get(name_from..)?.to_ascii_lowercase();
        if name == "url" {
            let (target, after) = target_of(inner)?;
            kept.push_str(plain(&before[..name_from])?);
            // Judged even where it may not stand, so that it is counted.
            if let Some(address) = picture(target).filter(|_| may_picture) {
                kept.push_str("url(\"");
                push_url(&mut kept, &address);
                kept.push_str("\")");
            }
            rest = after;
        } else if FUNCTIONS.contains(&name.as_str()) {
            kept.push_str(plain(before)?);
            kept.push('(');
            rest = inner;
        } else {
            return None;
        }
    }
    kept.push_str(plain(rest)?);
    let is_closed = kept.matches('"').count().is_multiple_of(2)
        && kept.matches('\'').count().is_multiple_of(2)
        && kept.matches('(').count() == kept.matches(')').count();
    let kept = kept.trim();
    (is_closed && !kept.is_empty()).then(|| kept.to_owned())
}

fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-' || character == '_'
}

/// What stands in `url(..)` and what follows it. An escape could spell anything: none is read.
fn target_of(inner: &str) -> Option<(&str, &str)> {
    let trimmed = inner.trim_start();
    let (target, after) = match trimmed.chars().next()? {
        quote @ ('"' | '\'') => {
            let (target, after) = trimmed[1..].split_once(quote)?;
            (target, after.trim_start().strip_prefix(')')?)
        }
        _ => {
            let (target, after) = trimmed.split_once(')')?;
            // CSS syntax 4.3.6: quotes, brackets and blanks make it a bad url, which browsers skip in their own way.
            if target.trim().contains(['"', '\'', '(', ' ', '\t', '\n']) {
                return None;
            }
            (target, after)
        }
    };
    (!target.contains('\\')).then_some((target.trim(), after))
}

/// Words, numbers, colours and quoted font names: nothing that opens, escapes or addresses.
fn plain(text: &str) -> Option<&str> {
    let is_plain = |character: char| {
        character.is_alphanumeric() || character.is_ascii_whitespace() || "#%.,-+*/\"')!_".contains(character)
    };
    (text.chars().all(is_plain) && !text.contains("//") && !text.contains("/*")).then_some(text)
}

/// An address within `url("")`.
fn push_url(css: &mut String, address: &str) {
    for character in address.chars() {
        match character {
            '"' | '\\' | '(' | ')' | '\'' | '<' | '>' => {
                css.push_str(&format!("%{:02X}", u32::from(character)))
            }
            control if control.is_control() => {}
            other => css.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(style: &str, expected: Option<&str>) {
        let picture = |target: &str| target.strip_prefix("cid:").map(|id| format!("/p/{id}"));
        assert_eq!(filtered(style, &picture).as_deref(), expected, "{style}");
    }

    #[test]
    fn shapes_and_colours_are_kept() {
        check(
            "color: RED ; font-family:'Segoe UI', \"Arial\"",
            Some("color:RED;font-family:'Segoe UI', \"Arial\""),
        );
        check(
            "margin:0 auto!important;width:calc(100% - 2px)",
            Some("margin:0 auto!important;width:calc(100% - 2px)"),
        );
        check("color:rgba(0, 0, 0, .5)", Some("color:rgba(0, 0, 0, .5)"));
        check("position:fixed;top:0;mso-hide:all;color:#fff", Some("color:#fff"));
    }

    #[test]
    fn nothing_that_loads_or_runs_is_kept() {
        check("background:url(http://a.no/x.png)", None);
        check("background:#fff url('http://a.no/;x.png') no-repeat", Some("background:#fff  no-repeat"));
        check("background:u\\72l(http://a.no)", None);
        check("background:url(\\68ttp://a.no)", None);
        check("background:ur/**/l(http://a.no)", None);
        check("background-image:image-set('http://a.no' 1x)", None);
        check("width:expression(alert(1))", None);
        check("behavior:url(x);-moz-binding:url(x)", None);
        check("@import 'http://a.no'", None);
        check(
            "color:red;list-style:url(cid:x) square",
            Some("color:red;list-style: square".replace(": ", ":").as_str()),
        );
        check("font-family:'a;color:red", None);
        check("background:url(http://a.no", None);
        check("color:var(--x)", None);
    }

    #[test]
    fn pictures_of_the_mail_are_rewritten() {
        check("background-image: url( \"cid:x\" )", Some("background-image:url(\"/p/x\")"));
        check("background:url(cid:a')b)", None);
    }
}
