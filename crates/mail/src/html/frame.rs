//! The page in which a mail is shown, for `<iframe sandbox>`.

use super::Sanitised;

/// Content security policy of the frame that shows a mail. Send it as the response header: as a `<meta>` a
/// browser heeds neither `sandbox` nor `frame-ancestors`. `'self'` is for pictures of the mail and the proxy.
pub const FRAME_CSP: &str = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
     sandbox allow-popups allow-popups-to-escape-sandbox";

/// A `<meta>` policy without the directives that browsers complain about there.
const META_CSP: &str = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// White paper under every mail, also in a dark interface: senders write for it. Nothing is wider than the
/// screen of a phone.
const STYLE: &str = "html{background:#fff;color:#1a1a1a;color-scheme:light}\
body{margin:12px;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\
img{max-width:100%;height:auto}pre{white-space:pre-wrap}table{max-width:100%}\
blockquote{margin:.5em 0 .5em .25em;padding-left:.75em;border-left:3px solid #d0d0d0}";

/// A whole page around a sanitised fragment, for the sandboxed frame.
#[must_use]
pub fn frame_document(sanitised: &Sanitised) -> String {
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{META_CSP}\">\
         <meta name=\"referrer\" content=\"no-referrer\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <style>{STYLE}</style></head><body>{}</body></html>",
        sanitised.html
    )
}
