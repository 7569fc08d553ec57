//! The few words that files need in the reader's language. Those of the interface are the web
//! app's own.

use domain::org::Language;

/// One text in each language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Phrase {
    nb: &'static str,
    sv: &'static str,
    en: &'static str,
}

impl Phrase {
    /// A text in Norwegian, Swedish and English.
    #[must_use]
    pub(crate) const fn new(nb: &'static str, sv: &'static str, en: &'static str) -> Self {
        Self { nb, sv, en }
    }

    /// The text in this language.
    #[must_use]
    pub(crate) const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Nb => self.nb,
            Language::Sv => self.sv,
            Language::En => self.en,
        }
    }
}

pub(crate) const YES: Phrase = Phrase::new("Ja", "Ja", "Yes");
pub(crate) const NO: Phrase = Phrase::new("Nei", "Nej", "No");
pub(super) const ZONE_NOTE: Phrase = Phrase::new("Tidssone", "Tidszon", "Time zone");

pub(super) const CUT_NOTE: Phrase = Phrase::new(
    "Listen er lengre enn en fil kan være; resten er utelatt. Snevre den inn med et filter.",
    "Listan är längre än en fil får vara; resten är utelämnad. Begränsa den med ett filter.",
    "The list is longer than a file may be; the rest is left out. Narrow it with a filter.",
);

/// The states, statuses and protocols by their stable names.
const WORDS: [(&str, Phrase); 23] = [
    ("open", Phrase::new("Åpen", "Öppen", "Open")),
    ("waiting", Phrase::new("Venter", "Väntar", "Waiting")),
    ("closed", Phrase::new("Lukket", "Stängd", "Closed")),
    ("spam", Phrase::new("Søppel", "Skräp", "Spam")),
    ("deleted", Phrase::new("Slettet", "Borttagen", "Deleted")),
    ("merged", Phrase::new("Slått sammen", "Sammanslagen", "Merged")),
    ("stored", Phrase::new("Mottatt", "Mottagen", "Received")),
    ("placed", Phrase::new("I sak", "I ärende", "In a case")),
    ("blocked", Phrase::new("Blokkert", "Blockerad", "Blocked")),
    ("failed", Phrase::new("Feilet", "Misslyckad", "Failed")),
    ("queued", Phrase::new("I kø", "I kö", "Queued")),
    ("sending", Phrase::new("Sendes", "Skickas", "Sending")),
    ("sent", Phrase::new("Sendt", "Skickad", "Sent")),
    ("imap", Phrase::new("IMAP", "IMAP", "IMAP")),
    ("pop3", Phrase::new("POP3", "POP3", "POP3")),
    ("smtp", Phrase::new("SMTP", "SMTP", "SMTP")),
    ("new", Phrase::new("Ny", "Ny", "New")),
    ("ok", Phrase::new("I orden", "I ordning", "Working")),
    ("failing", Phrase::new("Feiler", "Misslyckas", "Failing")),
    ("paused", Phrase::new("Satt på pause", "Pausad", "Paused")),
    ("sign_in", Phrase::new("Venter på innlogging", "Väntar på inloggning", "Waiting for sign-in")),
    ("listening", Phrase::new("Lytter", "Lyssnar", "Listening")),
    ("active", Phrase::new("Aktiv", "Aktiv", "Active")),
];

/// A stable name in the reader's language; the name itself where it has no translation.
#[must_use]
pub(super) fn word(name: &'static str, language: Language) -> &'static str {
    let found = WORDS.iter().find(|(known, _)| *known == name);
    found.map_or(name, |(_, phrase)| phrase.in_language(language))
}
