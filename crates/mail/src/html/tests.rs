//! What the sanitiser must let through and what it must not.

use super::*;

fn blocking() -> View {
    View::blocking(|id| (id == "logo@x").then(|| "/parts/1".to_owned()))
}

fn check(html: &str, expected: &str, blocked: u32) {
    let sanitised = sanitise(html, &blocking());
    assert_eq!((sanitised.html.as_str(), sanitised.remote_blocked), (expected, blocked), "{html}");
}

#[test]
fn ordinary_mail_looks_as_it_did() {
    check("<p style=\"color:red\">Hei <b>Kari</b></p>", "<p style=\"color:red\">Hei <b>Kari</b></p>", 0);
    check(
        "<html><head><title>t</title></head><body bgcolor=white><table width=100% border=0><tr><td>a</table>",
        "<table width=\"100%\" border=\"0\"><tbody><tr><td>a</td></tr></tbody></table>",
        0,
    );
}

#[test]
fn links_open_elsewhere_and_only_to_known_places() {
    let rel = "target=\"_blank\" rel=\"noopener noreferrer nofollow\"";
    check(
        "<a href=https://a.no/?b=1&amp;c>x</a>",
        &format!("<a href=\"https://a.no/?b=1&amp;c\" {rel}>x</a>"),
        0,
    );
    check("<a href='javascript:alert(1)'>x</a>", &format!("<a {rel}>x</a>"), 0);
    check(
        "<a href='jav&#x0A;ascript:alert(1)' ping=https://a.no target=_top>x</a>",
        &format!("<a {rel}>x</a>"),
        0,
    );
}

#[test]
fn pictures_come_from_the_mail_alone() {
    check("<img src=\"cid:logo@x\" alt=Logo>", "<img src=\"/parts/1\" alt=\"Logo\">", 0);
    check("<img src=\"cid:other\" alt=a>", "<img alt=\"a\">", 0);
    check("<img src=https://a.no/p.gif srcset='https://a.no/2 2x' width=1>", "<img width=\"1\">", 1);
    check("<img src=//a.no/p.gif>", "<img>", 1);
    check("<img src='ht\ntp://a.no/p.gif'>", "<img>", 1);
    check("<img src=/etc/passwd><img src=data:image/svg+xml;base64,AAAA>", "<img><img>", 0);
    check("<img src=data:image/gif;base64,R0lGODlh>", "<img src=\"data:image/gif;base64,R0lGODlh\">", 0);
    check(
        "<td background=https://a.no/x><table background='http://a.no/y'><tr><td>z</table>",
        "<table><tbody><tr><td>z</td></tr></tbody></table>",
        1,
    );
    check("<div style=\"background:url(https://a.no/x)\">y</div>", "<div>y</div>", 1);
}

#[test]
fn pictures_go_through_the_proxy_when_asked_for() {
    let through: Rewrite = Arc::new(|address| Some(format!("/proxy?u={}", address.len())));
    let view = View { remote: Remote::Through(through), inline: Arc::new(|_| None) };
    let html = "<img src=https://a.no/p.gif><p style='background:url(http://a.no/x)'>y</p>";
    let shown = sanitise(html, &view);
    assert_eq!(
        shown.html,
        "<img src=\"/proxy?u=18\"><p style=\"background:url(&quot;/proxy?u=13&quot;)\">y</p>"
    );
    assert_eq!(shown.remote_blocked, 0);
}

#[test]
fn nothing_that_loads_runs_or_asks_is_left() {
    for gone in [
        "<script>alert(1)</script>",
        "<style>@import 'https://a.no/x';</style>",
        "<link rel=stylesheet href=https://a.no/x>",
        "<base href=https://a.no/>",
        "<meta http-equiv=refresh content='0;url=https://a.no'>",
        "<iframe src=https://a.no></iframe>",
        "<object data=https://a.no></object><embed src=https://a.no>",
        "<svg><image href=https://a.no/x /><script>1</script></svg>",
        "<math><mi xlink:href=https://a.no>x</mi></math>",
        "<video poster=https://a.no/x src=https://a.no/y></video><audio src=https://a.no/z></audio>",
        "<form action=https://a.no><input type=image src=https://a.no/x></form>",
        "<frameset><frame src=https://a.no></frameset>",
        "<!-- <img src=https://a.no/x> -->",
    ] {
        check(gone, "", 0);
    }
    check("<p onclick=alert(1) onmouseover='x' id=a class=b>x</p>", "<p>x</p>", 0);
    check("<form action=https://a.no><button>Send</button></form>", "Send", 0);
    check("<p style='position:fixed;top:0'>x</p>", "<p>x</p>", 0);
}

#[test]
fn mutations_that_fooled_other_sanitisers_do_not() {
    for html in [
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<svg><iframe><a title=\"</iframe><img src onerror=alert(1)>\">test",
        "<img src=\"x` `<script>alert(1)</script>\"` `>",
        "<a href=\"https://a.no\" title='\"><script>alert(1)</script>'>x</a>",
        "<<script>script>alert(1)<</script>/script>",
        "<img alt=\"<x\" src=\"https://a.no/&quot;onerror=alert(1)//\">",
    ] {
        let shown = sanitise(html, &blocking()).html;
        let fragment = shown.replace("&lt;", "").replace("&quot;", "");
        assert!(
            !fragment.contains("<script") && !fragment.contains("<svg") && !fragment.contains("<img src=1"),
            "{html} -> {shown}"
        );
        assert_eq!(sanitise(&shown, &blocking()).html, shown, "what was shown is stable: {html}");
    }
}

#[test]
fn too_much_becomes_text() {
    let huge = format!("<p>begin</p>{}", "<b>x</b>".repeat(HTML_OCTETS_MAX / 8));
    let shown = sanitise(&huge, &blocking());
    assert!(shown.html.starts_with("<div style=\"white-space:pre-wrap\">begin"));
}

#[test]
fn costly_nesting_is_cheap() {
    for piece in [
        "<div>",
        "<p><b>",
        "<a href=https://a.no><p>",
        "<table><td>",
        "<x a=",
        "<b><div></b>",
        "<li><ul>",
        "&amp",
        "a<",
    ] {
        let html = piece.repeat(100_000);
        let _ = sanitise(&html, &blocking());
    }
    let attributes: String = (0..200_000).map(|number| format!(" a{number}")).collect();
    let _ = sanitise(&format!("<p{attributes}>x"), &blocking());
}

#[test]
fn the_page_carries_its_policy() {
    let page = frame_document(&Sanitised { html: "<p>x</p>".to_owned(), remote_blocked: 0 });
    assert!(page.contains("default-src 'none'") && page.contains("<body><p>x</p></body>"));
}
