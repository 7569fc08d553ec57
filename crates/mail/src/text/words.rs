//! The words that mail programs write around what they quote and forward, in Norwegian, Swedish, Danish, German,
//! English and Finnish. All lower case; data, so that a language is added by adding words.

/// "wrote", between the date and the colon.
pub(super) const WROTE: [&str; 6] = ["wrote", "skrev", "schrieb", "geschrieben", "kirjoitti", "writes"];

/// How attributions begin, besides with a date or a day.
pub(super) const OPENS_ATTRIBUTION: [&str; 9] = ["on", "den", "am", "le", "på", "kl", "il", "el", "op"];

/// How the names of the days begin.
pub(super) const DAYS: [&str; 24] = [
    "man", "tir", "ons", "tor", "fre", "lør", "søn", "mån", "tis", "lör", "sön", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun", "mo.", "di.", "mi.", "do.", "fr.", "sa.",
];

/// Between rows of hyphens, above a quoted mail.
pub(super) const ORIGINAL: [&str; 18] = [
    "original message",
    "original appointment",
    "opprinnelig melding",
    "opprinnelig avtale",
    "oprindelig meddelelse",
    "oprindelig besked",
    "oprindelig aftale",
    "original meddelelse",
    "original besked",
    "ursprungligt meddelande",
    "ursprunglig avtalad tid",
    "originalmeddelande",
    "ursprüngliche nachricht",
    "ursprünglicher termin",
    "originalnachricht",
    "original-nachricht",
    "alkuperäinen viesti",
    "reply message",
];

/// Above a forwarded mail, with or without hyphens around it.
pub(super) const FORWARDED: [&str; 21] = [
    "forwarded message",
    "begin forwarded message",
    "forwarded by",
    "videresendt melding",
    "videresendt e-post",
    "videresendt besked",
    "videresendt meddelelse",
    "videresendt mail",
    "start på videresendt melding",
    "begynnelse på videresendt melding",
    "start på videresendt besked",
    "begin på videresendt besked",
    "vidarebefordrat meddelande",
    "vidarebefordrat mejl",
    "vidarebefordrat brev",
    "vidarebefordrat mail",
    "början på vidarebefordrat brev",
    "början på vidarebefordrat meddelande",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "välitetty viesti",
];

/// What subjects of forwarded mails begin with. `SV` is no such word: it is the answer's own.
pub(super) const FORWARD_PREFIXES: [&str; 10] =
    ["fwd", "fw", "vs", "vb", "wg", "vl", "tr", "videresendt", "vidarebefordrat", "weitergeleitet"];

/// The fields of a quoted header: from.
pub(super) const FROM: [&str; 7] = ["from", "fra", "från", "von", "avsender", "avsändare", "lähettäjä"];
/// Sent or date.
pub(super) const SENT: [&str; 10] =
    ["sent", "date", "sendt", "dato", "skickat", "datum", "gesendet", "sänt", "lähetetty", "päivämäärä"];
/// To, copy or subject.
pub(super) const TO_OR_SUBJECT: [&str; 15] = [
    "to",
    "til",
    "till",
    "an",
    "subject",
    "emne",
    "ämne",
    "betreff",
    "cc",
    "kopi",
    "kopia",
    "kopie",
    "mottaker",
    "vastaanottaja",
    "aihe",
];

/// How the lines begin that telephones and programs add at the end.
pub(super) const DEVICE: [&str; 40] = [
    "sent from my",
    "sent from outlook",
    "sent from mail for",
    "sent from yahoo",
    "sent from samsung",
    "sent from proton",
    "sent with proton",
    "sent via",
    "get outlook for",
    "yahoo mail:",
    "sendt fra min",
    "sendt fra outlook",
    "sendt fra mail",
    "sendt fra e-post",
    "sendt fra yahoo",
    "sendt fra samsung",
    "sendt fra proton",
    "sendt med proton",
    "sendt via",
    "hent outlook",
    "last ned outlook",
    "få outlook",
    "skaff deg outlook",
    "skickat från min",
    "skickat från outlook",
    "skickat från mail",
    "skickat från e-post",
    "skickat från yahoo",
    "skickat från samsung",
    "skickat via",
    "skickades från",
    "hämta outlook",
    "skaffa outlook",
    "von meinem",
    "von meiner",
    "gesendet von",
    "gesendet mit",
    "outlook für",
    "holen sie sich outlook",
    "lähetetty",
];

/// What writers say who answer between the lines of the other.
pub(super) const ANSWERS_BELOW: [&str; 22] = [
    "se svar under",
    "se svar nedenfor",
    "svar i teksten",
    "svarer i teksten",
    "svarer under",
    "svart under",
    "svar nedenfor",
    "se under i rødt",
    "kommentarer under",
    "kommentarer i teksten",
    "se kommentarer",
    "mine svar i",
    "se mina svar",
    "svar nedan",
    "svarar nedan",
    "svar i texten",
    "answers below",
    "see my answers",
    "comments below",
    "comments inline",
    "answers inline",
    "antworten unten",
];
