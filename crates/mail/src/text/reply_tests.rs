//! One sample for each program and language.

use super::*;

const ANSWER: &str = "Takk, det gikk bra.\n\nKari";

fn check_cut(quote: &str) {
    let text = format!("{ANSWER}\n\n{quote}\n");
    assert_eq!(reply_text(&text), ANSWER, "{quote}");
}

#[test]
fn gmail_is_known_in_all_languages() {
    check_cut("On Mon, Sep 21, 2026 at 2:13 PM Ola <ola@example.no> wrote:\n\n> Hei");
    check_cut(
        "On Mon, Sep 21, 2026 at 2:13 PM Ola Nordmann med langt navn\n<ola@example.no> wrote:\n\n> Hei",
    );
    check_cut("man. 21. sep. 2026 kl. 14:13 skrev Ola <ola@example.no>:\n\n> Hei\n> du");
    check_cut("Den mån 21 sep. 2026 kl 14:13 skrev Ola <ola@example.no>:\n\n> Hej");
    check_cut("Den man. 21. sep. 2026 kl. 14.13 skrev Ola <ola@example.no>:\n\n> Hej");
    check_cut("Am Mo., 21. Sept. 2026 um 14:13 Uhr schrieb Ola <ola@example.no>:\n\n> Hallo");
}

#[test]
fn apple_mail_and_thunderbird_are_known() {
    check_cut("21. sep. 2026 kl. 14:13 skrev Ola <ola@example.no>:\n\n> Hei");
    check_cut("> 21. sep. 2026 kl. 14:13 skrev Ola <ola@example.no>:\n> \n> Hei");
    check_cut("On 21 Sep 2026, at 14:13, Ola <ola@example.no> wrote:\n\n> Hei");
    check_cut("Den 21.09.2026 14:13, skrev Ola Nordmann:\n> Hei");
    check_cut("Den 2026-09-21 kl. 14:13, skrev Ola:\n> Hej");
    check_cut("Am 21.09.26 um 14:13 schrieb Ola:\n> Hallo");
    check_cut("Ola skrev:\n> Hei");
}

#[test]
fn outlook_is_known_in_all_languages() {
    check_cut(
        "From: Ola <ola@example.no>\nSent: Monday, September 21, 2026 2:13 PM\nTo: Kari\nSubject: Sak\n\nHei",
    );
    check_cut(
        "Fra: Ola <ola@example.no>\nSendt: mandag 21. september 2026 14:13\nTil: Kari\nEmne: Sak\n\nHei",
    );
    check_cut(
        "Från: Ola <ola@example.no>\nSkickat: den 21 september 2026 14:13\nTill: Kari\nÄmne: Ärende\n\nHej",
    );
    check_cut("Fra: Ola\nDato: 21. september 2026\nTil: Kari\nEmne: Sag\n\nHej");
    check_cut(
        "Von: Ola <ola@example.no>\nGesendet: Montag, 21. September 2026 14:13\nAn: Kari\nBetreff: Fall\n\nHallo",
    );
    check_cut(
        "________________________________\nFra: Ola\nSendt: mandag 21. september 2026\nTil: Kari\nEmne: Sak\n\nHei",
    );
    check_cut("*From:* Ola\n*Sent:* Monday\n*To:* Kari\n*Subject:* Case\n\nHi");
    check_cut("-----Original Message-----\nFrom: Ola\n\nHei");
    check_cut("-----Opprinnelig melding-----\nFra: Ola\n\nHei");
    check_cut("-----Ursprungligt meddelande-----\nHej");
    check_cut("-----Ursprüngliche Nachricht-----\nHallo");
}

#[test]
fn signatures_are_cut() {
    check_cut("-- \nKari Nordmann\nTelefon 22 22 22 22");
    check_cut("--\nKari Nordmann");
    check_cut("Sendt fra min iPhone");
    check_cut("Sent from my iPhone\n\nOn 21 Sep 2026, at 14:13, Ola <ola@example.no> wrote:\n\n> Hei");
    check_cut(
        "Hent Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFra: Ola\nSendt: i dag\nTil: Kari\n\nHei",
    );
    check_cut("Skickat från min iPad");
    check_cut("Von meinem iPhone gesendet");
}

#[test]
fn an_answer_under_the_quote_is_found() {
    let text =
        "Den 21.09.2026 14:13, skrev Ola:\n> Går det bra?\n> Hilsen Ola\n\nJa, det går bra.\n\n-- \nKari\n";
    assert_eq!(reply_text(text), "Ja, det går bra.");
}

#[test]
fn answers_between_the_quotes_are_all_kept() {
    let text = "Den 21.09.2026 14:13, skrev Ola:\n> Går det bra?\nJa.\n> Når?\nI dag.\n\n-- \nKari";
    let kept = "Den 21.09.2026 14:13, skrev Ola:\n> Går det bra?\nJa.\n> Når?\nI dag.";
    assert_eq!(reply_text(text), kept);
    let text = "Se under.\n> Går det bra?\nJa.";
    assert_eq!(reply_text(text), text);
}

#[test]
fn what_only_looks_like_a_quote_is_kept() {
    let check = |text: &str| assert_eq!(reply_text(text), text);
    check("Hun skrev: dette er fint");
    check("Jeg har tre spørsmål som Ola skrev om i går:\n- ett\n- to");
    check("Fra: Oslo\nTil: Bergen\nHvor lang tid tar det?");
    check("Priser -- alle -- er eks. mva.");
    check("Ring meg på 22 22 22 22 i dag");
    check("");
}

#[test]
fn a_forwarded_mail_is_its_own_content() {
    let text = "Fra: Ola\nSendt: mandag\nTil: Kari\nEmne: Sak\n\nHei, kan dere hjelpe?";
    assert_eq!(reply_text(text), text);
}

#[test]
fn more_programs_are_known_by_their_lines() {
    check_cut("On Monday, 21 September 2026 at 14:13:20 CEST, Ola <ola@example.no> wrote:\n\n Hi\n");
    check_cut("mandag 21. september 2026 kl. 14:13:20 CEST skrev Ola <ola@example.no>:\n\n Hei");
    check_cut(
        "Am Montag, 21. September 2026 um 14:13:20 MESZ hat Ola <ola@example.no> Folgendes geschrieben:\n\n Hallo",
    );
    check_cut("2014-09-21 14:13 GMT+02:00 Ola <ola@example.no>:\n\n> Hei");
    check_cut("On 21/09/2026, 14:13, \"Ola\" <ola@example.no> wrote:\n\n    Hi");
    check_cut("-------- Opprinnelig melding --------\nFra: Ola\nDato: 21.09.2026 14:13\nTil: Kari\n\nHei");
    check_cut("-------- Oprindelig besked --------\nFra: Ola\n\nHej");
    check_cut("-----Opprinnelig avtale-----\nFra: Ola\n\nHei");
    check_cut("**Fra:** Ola\n**Sendt:** mandag\n**Til:** Kari\n\nHei");
    check_cut("Sendt fra E-post for Windows\n\nFra: Ola\nSendt: mandag\nTil: Kari\n\nHei");
    check_cut("Skickades från Outlook för iOS");
    check_cut("Gesendet mit der GMX Mail App");
    check_cut("Sendt fra Yahoo Mail på Android");
    check_cut(
        "Sent with Proton Mail secure email.\n\nOn Monday, September 21st, 2026 at 14:13, Ola <ola@example.no> wrote:\n\n> Hi",
    );
}

#[test]
fn sentences_that_resemble_an_attribution_are_kept() {
    let check = |text: &str| assert_eq!(reply_text(text), text);
    check("Mange skrev 5 spørsmål til oss:\nEr det bra?");
    check("Mandag skrev jeg 3 ting:\n- ett");
    check("On 3 occasions she wrote:\nnothing");
}
