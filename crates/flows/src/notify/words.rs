//! The words of notices that are mailed, in the reader's language.

mod lines;
mod servers;

use std::collections::BTreeMap;

use domain::UserId;
use domain::notice::Happening;
use domain::org::Language;
use domain::sender_domain::DomainNews;
use store::Count;
use store::cases::{CaseRow, Newest};
use store::notices::NoticeRow;

/// Characters of a message that are quoted.
const TEXT_CHARS_MAX: usize = 2_000;

/// What one mail tells.
pub(super) struct Told<'a> {
    /// Oldest first.
    pub(super) notices: &'a [NoticeRow],
    /// The case; `None` for what is of no single one.
    pub(super) case: Option<&'a CaseRow>,
    /// Who reads it.
    pub(super) reader: UserId,
    /// The names of those whom the notices speak of.
    pub(super) names: &'a BTreeMap<UserId, String>,
    /// The newest message, where the organisation wants it in the mail.
    pub(super) newest: Option<&'a Newest>,
    /// What was refused, of the incidents that the notices tell of.
    pub(super) refused: &'a [Refusals],
    /// Where the interface is.
    pub(super) base_url: &'a str,
}

/// The refusals of one open incident.
pub(super) struct Refusals {
    /// How many there are so far, blocked or not.
    pub(super) count: Count,
    /// The provider's words.
    pub(super) words: String,
}

impl Refusals {
    /// As a paragraph.
    fn line(&self, language: Language) -> String {
        let words: String = self.words.chars().take(TEXT_CHARS_MAX).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let Count { count, more } = self.count;
        let count = format!("{count}{}", if more { "+" } else { "" });
        match language {
            Language::Nb => format!("Avvisninger så langt: {count}. Ordene:\n> {words}\n\n"),
            Language::Sv => format!("Avvisningar hittills: {count}. Orden:\n> {words}\n\n"),
            Language::En => format!("Refusals so far: {count}. The words:\n> {words}\n\n"),
        }
    }
}

/// Of what an address is told.
#[derive(Clone, Copy)]
pub(crate) enum About<'a> {
    /// A new case in a category.
    NewCase {
        /// Its name.
        category: &'a str,
    },
    /// A case that takes too long.
    Escalated {
        /// The level, from 1.
        level: u32,
    },
}

/// Subject and text.
pub(super) fn of(language: Language, told: &Told<'_>) -> (String, String) {
    let said: Vec<String> = told.notices.iter().map(|notice| lines::of(language, notice, told)).collect();
    let newest_line = said.last().cloned().unwrap_or_default();
    let words = Words::of(language);
    let base = told.base_url;
    let Some(case) = told.case else {
        let (choices, place) = place((&words, language), told);
        let said = said.join("\n");
        let refused = told.refused.iter().map(|one| one.line(language)).collect::<String>();
        let footer = words.footer(words.nobody_reads, base);
        let text = format!("{said}\n\n{refused}{choices}{}\n{base}/{place}\n\n{footer}", words.open);
        return (newest_line, text);
    };
    let subject = format!("{} {}: {} – {newest_line}", words.case, case.number, case.title);
    let said = said.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n");
    let text = format!(
        "{}\n\n{}{}\n{base}/cases/{}\n\n{}",
        head(&words, case, &said),
        quoted(&words, told.newest),
        words.open,
        case.id,
        words.footer(words.no_answer, base)
    );
    (subject, text)
}

/// What can be done about notices of no single case, and where: a decision on many addresses comes first.
fn place((words, language): (&Words, Language), told: &Told<'_>) -> (&'static str, String) {
    if told
        .notices
        .iter()
        .any(|notice| matches!(notice.what, Happening::Incident { .. } | Happening::Refused { .. }))
    {
        return (words.choices, "email/blocked-addresses".to_owned());
    }
    match told.notices.last().map(|notice| &notice.what) {
        Some(Happening::MailReturned { together: Some(one), .. }) if one.mails > 1 => {
            (words.cures, "email/sent".to_owned())
        }
        // In quotes: the interface would read a bare number, and round it.
        Some(Happening::MailReturned { outbox, .. }) => {
            (words.cures, format!("email/sent?open=%22{outbox}%22"))
        }
        Some(Happening::DeliveryDelayed { mail: Some(mail), .. }) => {
            (words.waits, format!("email/sent?open=%22{}%22", mail.outbox))
        }
        Some(Happening::Stranded { author, .. }) if *author == Some(told.reader) => {
            (words.stopped_own, "email/sent?state=stopped".to_owned())
        }
        Some(Happening::Stranded { .. }) => (words.stopped, "email/outbox?stopped=true".to_owned()),
        Some(Happening::ColleagueBlocked { .. }) => (words.blocked, "email/blocked-addresses".to_owned()),
        Some(Happening::CopyFailed { sender, .. }) => {
            let place = if sender.is_some() { "settings/senders" } else { "profile/outgoing" };
            (of_copies(language), place.to_owned())
        }
        Some(Happening::SenderDomain { id, news, .. }) => {
            // What is in order again needs nobody.
            let cure = if *news == DomainNews::KeyBack { "" } else { words.records };
            (cure, format!("settings/sender-domains/{id}"))
        }
        Some(Happening::Server { server, news, .. }) => {
            (servers::cure(language, *news), servers::place(*server))
        }
        Some(_) | None => ("", "cases".to_owned()),
    }
}

/// What can be done about a copy of everything that did not arrive.
const fn of_copies(language: Language) -> &'static str {
    match language {
        Language::Nb => "Det gjelder bare kopien. Ta adressen ut, eller sett den riktige inn i stedet.\n\n",
        Language::Sv => "Det gäller bara kopian. Ta bort adressen, eller ange rätt adress i stället.\n\n",
        Language::En => {
            "It is about the copy alone. Take the address out, or put the right one in its place.\n\n"
        }
    }
}

/// Subject and text of what an address is told of a case.
pub(super) fn to_address(
    language: Language,
    (case, about): (&CaseRow, About<'_>),
    newest: Option<&Newest>,
    base_url: &str,
) -> (String, String) {
    let words = Words::of(language);
    let line = about.line(language);
    let text = format!(
        "{}\n\n{}{}\n{base_url}/cases/{}\n\n-- \n{}\n",
        head(&words, case, &line),
        quoted(&words, newest),
        words.open,
        case.id,
        words.no_answer
    );
    (format!("{line}: {} ({} {})", case.title, words.case.to_lowercase(), case.number), text)
}

impl About<'_> {
    fn line(self, language: Language) -> String {
        match (self, language) {
            (Self::NewCase { category }, Language::Nb) => format!("Ny sak i {category}"),
            (Self::NewCase { category }, Language::Sv) => format!("Nytt ärende i {category}"),
            (Self::NewCase { category }, Language::En) => format!("New case in {category}"),
            (Self::Escalated { level }, Language::Nb) => format!("Eskalert til trinn {level}"),
            (Self::Escalated { level }, Language::Sv) => format!("Eskalerat till steg {level}"),
            (Self::Escalated { level }, Language::En) => format!("Escalated to level {level}"),
        }
    }
}

fn head(words: &Words, case: &CaseRow, said: &str) -> String {
    let customer = case.customer_name.as_deref().unwrap_or(&case.customer_address);
    format!("{} {}: {}\n{}: {customer}\n\n{said}", words.case, case.number, case.title, words.customer)
}

fn quoted(words: &Words, newest: Option<&Newest>) -> String {
    let Some(newest) = newest else { return String::new() };
    let text: String = newest.text.trim().chars().take(TEXT_CHARS_MAX).collect();
    let text = text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    format!("{} {}:\n{text}\n\n", newest.author, words.wrote)
}

/// What every mail says.
struct Words {
    cures: &'static str,
    waits: &'static str,
    stopped: &'static str,
    stopped_own: &'static str,
    records: &'static str,
    blocked: &'static str,
    case: &'static str,
    customer: &'static str,
    wrote: &'static str,
    open: &'static str,
    no_answer: &'static str,
    /// The same of what is of no single case.
    nobody_reads: &'static str,
    choices: &'static str,
    why: &'static str,
}

impl Words {
    const fn of(language: Language) -> Self {
        match language {
            Language::Nb => Self {
                case: "Sak",
                customer: "Kunde",
                wrote: "skrev",
                open: "Åpne i Posthus:",
                no_answer: "Denne e-posten er laget av Posthus. Svar leses ikke av noen; svar i saken.",
                nobody_reads: "Denne e-posten er laget av Posthus. Svar leses ikke av noen.",
                choices: "Mange adresser der ble avvist med de samme ordene på kort tid. Det er trolig en feil hos \
                          leverandøren, så ingen flere blokkeres før noen har valgt:\n\
                          - Feilen er der: blokkeringene som kom av dette, oppheves.\n\
                          - Adressene er feil: alle blokkeres.\n\n",
                cures: "E-posten ligger blant det du har sendt. Der kan du rette adressen, sende den på nytt eller skrive den om.\n\n",
                waits: "E-posten ligger blant det du har sendt. Der ser du hva som ble svart, og når den prøves igjen.\n\n",
                stopped: "Den utgående serveren de ble skrevet for, er ute av bruk eller byttet ut, og de får ikke gå den veien som er \
                          igjen. I utboksen kan du la dem gå når de får det, velge en annen vei eller slette dem.\n\n",
                stopped_own: "De får ikke gå den veien som er igjen. Det som er planlagt til senere, går av seg selv når din egen \
                              utgående server er i bruk igjen.\n\n",
                blocked: "Den som kan se utboksen, kan oppheve blokkeringen når adressen er riktig. Til da kommer varslene bare i Posthus.\n\n",
                records: "På siden til domenet står det hva som skal stå i DNS, og hva som ble funnet. Når signaturnøkkelen er borte i \
                          mer enn et døgn, blir e-posten ikke lenger signert.\n\n",
                why: "Velg hva du får varsel om, i profilen din:",
            },
            Language::Sv => Self {
                case: "Ärende",
                customer: "Kund",
                wrote: "skrev",
                open: "Öppna i Posthus:",
                no_answer: "Det här mejlet är skrivet av Posthus. Ingen läser svar på det; svara i ärendet.",
                nobody_reads: "Det här mejlet är skrivet av Posthus. Ingen läser svar på det.",
                choices: "Många adresser där avvisades med samma ord på kort tid. Felet ligger troligen hos leverantören, \
                          så inga fler blockeras förrän någon har valt:\n\
                          - Felet är där: blockeringarna som kom av detta upphävs.\n\
                          - Adresserna är fel: alla blockeras.\n\n",
                cures: "Mejlet ligger bland det du har skickat. Där kan du rätta adressen, skicka det igen eller skriva om det.\n\n",
                waits: "Mejlet ligger bland det du har skickat. Där ser du vad som svarades och när nästa försök görs.\n\n",
                stopped: "Den utgående server som de skrevs för är ur bruk eller utbytt, och de får inte gå den väg som är kvar. I \
                          utkorgen kan du släppa dem vidare när de får gå, välja en annan väg eller radera dem.\n\n",
                stopped_own: "De får inte gå den väg som är kvar. Det som är planerat till senare går av sig självt när din egen \
                              utgående server är i bruk igen.\n\n",
                blocked: "Den som kan se utkorgen kan upphäva blockeringen när adressen stämmer. Till dess kommer aviseringarna bara i Posthus.\n\n",
                records: "På domänens sida står det vad som ska finnas i DNS och vad som hittades. När signaturnyckeln är borta i mer \
                          än ett dygn signeras e-posten inte längre.\n\n",
                why: "Välj vad du aviseras om i din profil:",
            },
            Language::En => Self {
                case: "Case",
                customer: "Customer",
                wrote: "wrote",
                open: "Open in Posthus:",
                no_answer: "Posthus wrote this mail. Nobody reads answers to it; answer in the case.",
                nobody_reads: "Posthus wrote this mail. Nobody reads answers to it.",
                choices: "Many addresses there were refused with the same words within minutes. That is probably the \
                          provider's mistake, so nobody more is blocked until somebody has chosen:\n\
                          - The mistake is theirs: the blocks that came of this are lifted.\n\
                          - The addresses are wrong: all of them are blocked.\n\n",
                cures: "The mail is among what you sent. There you can correct the address, send it again or write it anew.\n\n",
                waits: "The mail is among what you sent. There you see what was answered, and when it is tried next.\n\n",
                stopped: "The outgoing server that they were written for is out of use or is another one, and they may not leave the \
                          way that is left. In the outbox you can let them go once they may, choose another way, or delete them.\n\n",
                stopped_own: "They may not leave the way that is left. What is planned for later leaves by itself once your own \
                              outgoing server is in use again.\n\n",
                blocked: "Whoever may see the outbox can clear the block once the address is right. Until then they are told in Posthus alone.\n\n",
                records: "The domain's page says what is to be in DNS, and what was found. When the signing key is gone for more than a \
                          day, mail is signed no more.\n\n",
                why: "Choose what you are notified of in your profile:",
            },
        }
    }

    fn footer(&self, answers: &str, base_url: &str) -> String {
        format!("-- \n{answers}\n{} {base_url}/profile/notifications\n", self.why)
    }
}
