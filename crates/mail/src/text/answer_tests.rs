//! Answers as mail programs write them, one sample for each program and language: `(what, HTML around the answer)`.

use super::*;

const ANSWER: &str = "Takk, det gikk bra.\n\nKari";
const ANSWER_HTML: &str = "<p>Takk, det gikk bra.</p><p>Kari</p>";

/// What programs put behind the answer.
const BEHIND: [(&str, &str); 37] = [
    (
        "Gmail, nb",
        "<br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">man. 21. sep. 2026 kl. 14:13 skrev Ola &lt;<a href=\"mailto:ola@example.no\">ola@example.no</a>&gt;:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\"><p>Hei</p></blockquote></div>",
    ),
    (
        "Gmail, sv",
        "<div class=gmail_quote><div class=gmail_attr>Den mån 21 sep. 2026 kl 14:13 skrev Ola &lt;ola@example.no&gt;:<br></div><blockquote class=gmail_quote>Hej</blockquote></div>",
    ),
    (
        "Gmail, da",
        "<div class=gmail_quote><div class=gmail_attr>Den man. 21. sep. 2026 kl. 14.13 skrev Ola &lt;ola@example.no&gt;:<br></div><blockquote class=gmail_quote>Hej</blockquote></div>",
    ),
    (
        "Gmail, de",
        "<div class=gmail_quote><div class=gmail_attr>Am Mo., 21. Sept. 2026 um 14:13 Uhr schrieb Ola &lt;ola@example.no&gt;:<br></div><blockquote class=gmail_quote>Hallo</blockquote></div>",
    ),
    (
        "Gmail, en",
        "<div class=gmail_quote><div class=gmail_attr>On Mon, Sep 21, 2026 at 2:13 PM Ola &lt;ola@example.no&gt; wrote:<br></div><blockquote class=gmail_quote>Hi</blockquote></div>",
    ),
    (
        "Gmail, pl: no words of it are known",
        "<div class=gmail_quote><div class=gmail_attr>pon., 21 wrz 2026 o 14:13 Ola &lt;ola@example.no&gt; napisał(a):<br></div><blockquote class=gmail_quote>Cześć</blockquote></div>",
    ),
    (
        "Gmail before 2018",
        "<div class=\"gmail_extra\"><br><div class=gmail_quote>Den 21. september 2016 kl. 14.13 skrev Ola <span dir=ltr>&lt;ola@example.no&gt;</span>:<br><blockquote class=gmail_quote>Hei</blockquote></div></div>",
    ),
    (
        "Gmail with its signature",
        "<br clear=all><div><div dir=ltr class=gmail_signature data-smartmail=gmail_signature>Kari Nordmann<br>Leder</div></div><br><div class=gmail_quote><div class=gmail_attr>On Mon wrote:</div><blockquote class=gmail_quote>Hi</blockquote></div>",
    ),
    ("Gmail without a quoting element", "<div class=gmail_quote><div>Ola wrote</div><div>Hi</div></div>"),
    (
        "Apple Mail, macOS, nb",
        "<div><br><blockquote type=\"cite\"><div>21. sep. 2026 kl. 14:13 skrev Ola &lt;ola@example.no&gt;:</div><br class=\"Apple-interchange-newline\"><div>Hei</div></blockquote></div>",
    ),
    (
        "Apple Mail, macOS, sv",
        "<div><blockquote type=cite><div>21 sep. 2026 kl. 14:13 skrev Ola &lt;ola@example.no&gt;:</div><div>Hej</div></blockquote></div>",
    ),
    (
        "Apple Mail before 2014, da",
        "<div><div>Den 21/09/2013 kl. 14.13 skrev Ola &lt;ola@example.no&gt;:</div><br><blockquote type=cite>Hej</blockquote></div>",
    ),
    (
        "Apple Mail, iOS, nb",
        "<br id=\"lineBreakAtBeginningOfSignature\"><div dir=\"ltr\">Sendt fra min iPhone</div><div dir=\"ltr\"><br><blockquote type=\"cite\">21. sep. 2026 kl. 14:13 skrev Ola &lt;ola@example.no&gt;:<br><br></blockquote></div><blockquote type=\"cite\"><div dir=\"ltr\">Hei</div></blockquote>",
    ),
    (
        "Apple Mail, iOS, sv",
        "<div dir=ltr>Skickat från min iPhone</div><div dir=ltr><blockquote type=cite>21 sep. 2026 kl. 14:13 skrev Ola:<br></blockquote></div><blockquote type=cite>Hej</blockquote>",
    ),
    (
        "Apple Mail, iOS, de",
        "<div dir=ltr>Von meinem iPhone gesendet</div><div dir=ltr><blockquote type=cite>Am 21.09.2026 um 14:13 schrieb Ola:<br></blockquote></div><blockquote type=cite>Hallo</blockquote>",
    ),
    (
        "Thunderbird, nb",
        "<div class=\"moz-cite-prefix\">Den 21.09.2026 14:13, skrev Ola:<br></div><blockquote type=\"cite\" cite=\"mid:1@example.no\"><p>Hei</p></blockquote>",
    ),
    (
        "Thunderbird, de",
        "<div class=moz-cite-prefix>Am 21.09.26 um 14:13 schrieb Ola:<br></div><blockquote type=cite>Hallo</blockquote>",
    ),
    (
        "Thunderbird with its signature",
        "<pre class=\"moz-signature\" cols=\"72\">-- \nKari Nordmann</pre><div class=moz-cite-prefix>On 21/09/2026 14:13, Ola wrote:<br></div><blockquote type=cite>Hi</blockquote>",
    ),
    (
        "Outlook, desktop, nb",
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Fra:</b> Ola &lt;ola@example.no&gt; <br><b>Sendt:</b> mandag 21. september 2026 14:13<br><b>Til:</b> Kari<br><b>Emne:</b> Sak</p></div></div><p class=MsoNormal>Hei</p>",
    ),
    (
        "Outlook, desktop, sv",
        "<div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p><b>Från:</b> Ola <br><b>Skickat:</b> den 21 september 2026 14:13<br><b>Till:</b> Kari<br><b>Ämne:</b> Ärende</p></div><p>Hej</p>",
    ),
    (
        "Outlook, desktop, pl: no words of it are known",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>Od:</b> Ola <br><b>Wysłano:</b> 21 września 2026 14:13<br><b>Do:</b> Kari<br><b>Temat:</b> Sprawa</p></div><p>Cześć</p>",
    ),
    (
        "Outlook, web, nb",
        "<div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><b>Fra:</b> Ola &lt;ola@example.no&gt;<br><b>Sendt:</b> mandag 21. september 2026 14:13<br><b>Til:</b> Kari<br><b>Emne:</b> Sak<div>&nbsp;</div></div><div>Hei</div>",
    ),
    (
        "Outlook, web, da",
        "<hr><div id=divRplyFwdMsg><b>Fra:</b> Ola<br><b>Sendt:</b> 21. september 2026 14:13<br><b>Til:</b> Kari<br><b>Emne:</b> Sag</div><div>Hej</div>",
    ),
    (
        "Outlook, web, de",
        "<hr><div id=divRplyFwdMsg><b>Von:</b> Ola<br><b>Gesendet:</b> Montag, 21. September 2026 14:13<br><b>An:</b> Kari<br><b>Betreff:</b> Fall</div><div>Hallo</div>",
    ),
    (
        "Outlook, web, its own signature",
        "<div id=\"Signature\"><p>Kari Nordmann</p><p>Leder</p></div><div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>From:</b> Ola<br><b>Sent:</b> Monday<br><b>To:</b> Kari</div><div>Hi</div>",
    ),
    (
        "Outlook, telephone, nb",
        "<div id=\"ms-outlook-mobile-signature\">Hent <a href=\"https://aka.ms/o0ukef\">Outlook for iOS</a></div><hr style=\"display:inline-block;width:98%\"><div id=\"divRplyFwdMsg\"><b>Fra:</b> Ola<br><b>Sendt:</b> i dag<br><b>Til:</b> Kari</div>Hei",
    ),
    (
        "Outlook, new",
        "<div id=\"mail-editor-reference-message-container\"><div class=\"ms-outlook-mobile-reference-message skipProofing\"><b>From:</b> Ola<br><b>Date:</b> Monday<br><b>To:</b> Kari</div><div>Hi</div></div>",
    ),
    (
        "Outlook 2003",
        "<hr><div class=\"OutlookMessageHeader\" dir=ltr><font face=Tahoma><b>Fra:</b> Ola<br><b>Sendt:</b> 21. september<br></font></div><div>Hei</div>",
    ),
    (
        "Outlook for Mac 2011",
        "<span id=\"OLK_SRC_BODY_SECTION\"><div><span>Fra: </span> Ola<br><span>Dato: </span> mandag</div><div>Hei</div></span>",
    ),
    (
        "Hotmail",
        "<div><hr id=\"stopSpelling\">Date: Mon, 21 Sep 2026<br>From: ola@example.no<br><br>Hi</div>",
    ),
    (
        "Yahoo",
        "<div id=\"ydp1yahoo_quoted_123\" class=\"ydp1 yahoo_quoted\"><div><div>On Monday, 21 September 2026 at 14:13:20 CEST, Ola &lt;ola@example.no&gt; wrote:</div><div>Hi</div></div></div>",
    ),
    (
        "Samsung, nb",
        "<div id=\"composer_signature\"><div>Sendt fra min Galaxy</div></div><div><br></div><div><!-- originalMessage --><div>-------- Opprinnelig melding --------</div><div>Fra: Ola</div><div>Dato: 21.09.2026 14:13</div><div>Til: Kari</div><div>Emne: Sak</div><div><br></div></div>Hei",
    ),
    (
        "Samsung, sv",
        "<div>Skickat från min Galaxy</div><div>-------- Originalmeddelande --------</div><div>Från: Ola</div><div>Datum: 2026-09-21 14:13</div><div>Till: Kari</div>Hej",
    ),
    (
        "Proton",
        "<div class=\"protonmail_signature_block\">Sendt med Proton Mail</div><div class=\"protonmail_quote\">Den mandag 21. september 2026 14:13, Ola skrev:<blockquote class=\"protonmail_quote\" type=\"cite\">Hei</blockquote></div>",
    ),
    (
        "GMX",
        "<div name=\"quote\" style=\"margin:10px\"><div><b>Gesendet:</b> Montag<br><b>Von:</b> Ola</div><div name=\"quoted-content\">Hallo</div></div>",
    ),
    (
        "Roundcube",
        "<p id=\"reply-intro\">Den 21.09.2026 14:13, skrev Ola:</p><blockquote type=\"cite\">Hei</blockquote>",
    ),
    ("Zimbra", "<hr id=\"zwchr\"><div><b>From: </b>Ola<br><b>Sent: </b>Monday</div><div>Hi</div>"),
];

#[test]
fn answers_are_cut_by_the_marks_of_each_program() {
    for (what, behind) in BEHIND {
        let html = format!("<html><body><div dir=\"ltr\">{ANSWER_HTML}</div>{behind}</body></html>");
        let text = crate::from_html(&html);
        assert_eq!(answer(&text, Some(&html), "Re: Sak"), ANSWER, "{what}\n{text}");
    }
}

fn check_whole(html: &str, subject: &str) {
    let text = crate::from_html(html);
    assert_eq!(answer(&text, Some(html), subject), text.trim(), "{html}");
}

#[test]
fn answers_between_the_quotes_are_all_kept() {
    check_whole(
        "<blockquote type=cite>Går det?</blockquote><p>Ja</p><blockquote type=cite>Når?</blockquote><p>I dag</p>",
        "Re: x",
    );
    check_whole(
        "<p>Hei</p><div class=gmail_quote><div class=gmail_attr>Ola skrev:</div><blockquote class=gmail_quote>Går det?</blockquote><div>Ja</div><blockquote class=gmail_quote>Når?</blockquote></div>",
        "SV: x",
    );
    check_whole(
        "<p>Se svar under i rødt</p><div id=divRplyFwdMsg><b>Fra:</b> Ola</div><p>Går det? Ja</p>",
        "SV: x",
    );
}

#[test]
fn an_answer_under_the_quote_is_found() {
    let html = "<div class=moz-cite-prefix>Den 21.09.2026 14:13, skrev Ola:</div><blockquote type=cite>Går det?</blockquote><p>Ja, det går.</p>";
    assert_eq!(answer(&crate::from_html(html), Some(html), "Re: x"), "Ja, det går.");
}

#[test]
fn what_is_passed_on_is_kept() {
    let forwarded = "<p>Til orientering</p><div id=divRplyFwdMsg><b>Fra:</b> Ola<br><b>Sendt:</b> mandag<br><b>Til:</b> Kari</div><p>Hei</p>";
    for subject in
        ["Fwd: x", "FW: x", "VS: x", "vb: x", "WG: x", "[Ekstern] VS: x", "Fwd[2]: x", "Videresendt: x"]
    {
        check_whole(forwarded, subject);
    }
    for subject in ["SV: x", "Re: VS: x", "AW: x", "VS", "x"] {
        assert_eq!(answer("", Some(forwarded), subject), "Til orientering", "{subject}");
    }
    check_whole(
        "<p>FYI</p><div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>Fra: Ola</div>Hei</div>",
        "x",
    );
    check_whole(
        "<div id=divRplyFwdMsg><b>Fra:</b> Ola<br><b>Sendt:</b> mandag<br><b>Til:</b> Kari</div><p>Hei</p>",
        "x",
    );
    for line in [
        "---------- Forwarded message ---------",
        "Start på videresendt melding:",
        "Begin forwarded message:",
        "-------- Videresendt melding --------",
        "-------- Vidarebefordrat meddelande --------",
        "-------- Weitergeleitete Nachricht --------",
        "Anfang der weitergeleiteten Nachricht:",
        "Vidarebefordrat brev:",
    ] {
        let text = format!("Se under.\n\n-- \nKari\n\n{line}\nFra: Ola\nSendt: mandag\nTil: Kari\n\nHei");
        assert_eq!(answer(&text, None, "x"), text);
    }
}

#[test]
fn a_signature_with_words_of_the_writer_is_kept() {
    let long = "ord ".repeat(500);
    let html = format!(
        "<p>Hei</p><div id=Signature>{long}</div><div id=divRplyFwdMsg><b>Fra:</b> Ola</div><p>x</p>"
    );
    assert!(answer("", Some(&html), "Re: x").contains("ord"));
    let html = "<div id=Signature>Alt står her</div><div id=divRplyFwdMsg><b>Fra:</b> Ola</div><p>x</p>";
    assert_eq!(answer("", Some(html), "Re: x"), "Alt står her");
}

#[test]
fn html_without_marks_is_read_by_its_lines() {
    let text = "Takk\n\nDen 21.09.2026 14:13, skrev Ola:\n> Hei";
    assert_eq!(answer(text, Some("<p>Takk</p>"), "Re: x"), "Takk");
    assert_eq!(answer("Priser -- alle -- er eks. mva.", None, "x"), "Priser -- alle -- er eks. mva.");
    // A line drawn in a newsletter is no quote.
    check_whole("<p>Hei</p><div style='border-top:solid 1px'><p>Nyheter</p></div>", "x");
}

#[test]
fn a_thousand_marks_are_read_in_one_pass() {
    let html = "<div class=gmail_quote><blockquote type=cite>a</blockquote>b".repeat(20_000);
    let _ = answer("", Some(&html), "x");
    let html = "<div style='border-top:solid'>a".repeat(20_000);
    let _ = answer("", Some(&html), "x");
}
