//! What blocked addresses came back as, in the reader's language.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::org::Language;
use domain::returns::{ReturnClass, ReturnScope};

use crate::export::Phrase;

/// The classes of docs/returns.md.
const CLASSES: [(&str, Phrase); 30] = [
    ("mailbox-unknown", Phrase::new("Ukjent mottaker", "Okänd mottagare", "Unknown recipient")),
    (
        "mailbox-moved",
        Phrase::new("Mottakeren har flyttet", "Mottagaren har flyttat", "The recipient has moved"),
    ),
    (
        "mailbox-inactive",
        Phrase::new("Postkassen er slått av", "Brevlådan är avstängd", "The mailbox is switched off"),
    ),
    ("domain-unknown", Phrase::new("Domenet finnes ikke", "Domänen finns inte", "The domain does not exist")),
    (
        "domain-no-mail",
        Phrase::new(
            "Domenet tar ikke imot e-post",
            "Domänen tar inte emot e-post",
            "The domain takes no mail",
        ),
    ),
    ("mailbox-full", Phrase::new("Postkassen er full", "Brevlådan är full", "The mailbox is full")),
    (
        "mailbox-busy",
        Phrase::new(
            "Postkassen får for mye på en gang",
            "Brevlådan får för mycket på en gång",
            "The mailbox receives too much at once",
        ),
    ),
    ("too-large", Phrase::new("E-posten er for stor", "Mejlet är för stort", "The mail is too large")),
    (
        "content-refused",
        Phrase::new("Innholdet ble ikke godtatt", "Innehållet godtogs inte", "The content was refused"),
    ),
    ("virus", Phrase::new("Serveren fant et virus", "Servern hittade ett virus", "The server found a virus")),
    ("spam-judged", Phrase::new("Tatt for å være søppelpost", "Bedömdes som skräppost", "Taken for spam")),
    (
        "reputation-block",
        Phrase::new(
            "Avsenderens adresse står på en blokkeringsliste",
            "Avsändarens adress finns på en blockeringslista",
            "Our address is on a block list",
        ),
    ),
    (
        "auth-failed",
        Phrase::new(
            "Avsenderens domene kunne ikke bekreftes",
            "Avsändarens domän kunde inte bekräftas",
            "Our domain could not be confirmed",
        ),
    ),
    (
        "setup-refused",
        Phrase::new("Serveren vår godtas ikke", "Vår server godtas inte", "Our server is not accepted"),
    ),
    (
        "sender-refused",
        Phrase::new("Avsenderen godtas ikke", "Avsändaren godtas inte", "The sender is not accepted"),
    ),
    (
        "relay-denied",
        Phrase::new(
            "Serveren kjenner ikke domenet",
            "Servern känner inte domänen",
            "The server does not take mail for that domain",
        ),
    ),
    (
        "greylisted",
        Phrase::new(
            "Serveren ba oss prøve igjen senere",
            "Servern bad oss försöka igen senare",
            "The server asked us to try later",
        ),
    ),
    ("rate-limited", Phrase::new("For mye på en gang", "För mycket på en gång", "Too much at once")),
    ("host-down", Phrase::new("Serveren svarer ikke", "Servern svarar inte", "The server does not answer")),
    ("loop", Phrase::new("E-posten gikk i ring", "Mejlet gick runt i en slinga", "The mail went in circles")),
    (
        "expired",
        Phrase::new(
            "Ga opp etter mange forsøk",
            "Gav upp efter många försök",
            "Given up after many attempts",
        ),
    ),
    (
        "protocol",
        Phrase::new(
            "Serverne forsto ikke hverandre",
            "Servrarna förstod inte varandra",
            "The servers did not understand each other",
        ),
    ),
    (
        "eai-unsupported",
        Phrase::new(
            "Serveren kan ikke adresser med slike bokstaver",
            "Servern klarar inte adresser med sådana bokstäver",
            "The server cannot take addresses with such letters",
        ),
    ),
    (
        "refused-by-recipient",
        Phrase::new(
            "Mottakeren tar bare imot fra noen",
            "Mottagaren tar bara emot från vissa",
            "The recipient takes mail of some only",
        ),
    ),
    ("complaint", Phrase::new("Meldt som søppelpost", "Anmält som skräppost", "Reported as spam")),
    ("unsubscribe", Phrase::new("Meldt av", "Avanmäld", "Unsubscribed")),
    ("auto-reply", Phrase::new("Automatisk svar", "Automatiskt svar", "Automatic reply")),
    (
        "challenge",
        Phrase::new(
            "Avsenderen må bekrefte seg",
            "Avsändaren måste bekräfta sig",
            "The sender must prove himself",
        ),
    ),
    (
        "progress",
        Phrase::new("Nytt om en e-post på vei", "Nytt om ett mejl på väg", "News of a mail on its way"),
    ),
    ("unclassified", Phrase::new("Ukjent årsak", "Okänd orsak", "Unknown cause")),
];

/// What a class is called; the class of what no rule knows for one that has no words.
pub(crate) fn class(class: ReturnClass, language: Language) -> &'static str {
    let known = CLASSES.iter().find(|(name, _)| *name == class.as_str());
    known.or(CLASSES.last()).map_or("", |(_, words)| words.in_language(language))
}

/// Whose fault it is.
pub(super) const fn fault(scope: ReturnScope, language: Language) -> &'static str {
    let words = match scope {
        ReturnScope::Address => Phrase::new("Adressen", "Adressen", "The address"),
        ReturnScope::Domain => Phrase::new("Domenet", "Domänen", "The domain"),
        ReturnScope::Message => Phrase::new("E-posten", "Mejlet", "The message"),
        ReturnScope::Source => Phrase::new("Serveren vår", "Vår server", "Our server"),
        ReturnScope::SenderDomain => Phrase::new("Domenet vårt", "Vår domän", "Our domain"),
        ReturnScope::SenderAddress => Phrase::new("Avsenderen", "Avsändaren", "The sender"),
        ReturnScope::Destination => {
            Phrase::new("Mottakerens server", "Mottagarens server", "The receiving server")
        }
        ReturnScope::AddressAndSender | ReturnScope::AddressAndList => {
            Phrase::new("Mottakerens valg", "Mottagarens val", "The recipient's choice")
        }
        ReturnScope::Nobody => Phrase::new("Ingen", "Ingen", "Nobody"),
        ReturnScope::Unknown => Phrase::new("Ukjent", "Okänt", "Not known"),
    };
    words.in_language(language)
}

/// Why an address is blocked.
pub(super) const fn reason(reason: BlockReason, language: Language) -> &'static str {
    let words = match reason {
        BlockReason::Returned => Phrase::new("Kom i retur", "Kom i retur", "Came back"),
        BlockReason::Limit => Phrase::new("For mange returer", "För många returer", "Too many returns"),
        BlockReason::Hand => Phrase::new("Blokkert for hånd", "Blockerad för hand", "Blocked by hand"),
        BlockReason::Imported => {
            Phrase::new("Fra en importert liste", "Från en importerad lista", "From an imported list")
        }
    };
    words.in_language(language)
}

/// Who blocks what nobody blocked by hand.
pub(super) const BY_RETURN: Phrase =
    Phrase::new("E-post som kom i retur", "E-post som kom i retur", "Mail that came back");
/// Who blocked it, where the user is gone.
pub(super) const BY_FORMER: Phrase =
    Phrase::new("En tidligere bruker", "En tidigare användare", "A former user");

/// Why an address is blocked, in the words of the screen: what came back says nothing of what a person or a list blocked.
pub(super) fn cause(
    blocked: Option<BlockReason>,
    came_back: Option<ReturnClass>,
    language: Language,
) -> Option<&'static str> {
    match (blocked, came_back) {
        (Some(by @ (BlockReason::Hand | BlockReason::Imported)), _) => Some(reason(by, language)),
        (_, Some(known)) => Some(class(known, language)),
        (Some(by @ (BlockReason::Returned | BlockReason::Limit)), None) => Some(reason(by, language)),
        (None, None) => None,
    }
}

/// A rule by what it says, in the words of the screen; those of the organisation's own with their ids, since several may
/// say the same.
pub(super) fn rule(rule: &str, says: Option<ReturnClass>, language: Language) -> String {
    let name = says.map_or(rule, |says| class(says, language));
    if !rule.starts_with("own-") {
        return name.to_owned();
    }
    let own = Phrase::new("egen regel", "egen regel", "own rule").in_language(language);
    format!("{name} ({own} {rule})")
}

/// How a block was taken away; `None` for what takes none away.
pub(super) const fn lifted(deed: AddressDeed, language: Language) -> Option<&'static str> {
    let words = match deed {
        AddressDeed::Cleared => Phrase::new("Av en bruker", "Av en användare", "By a user"),
        AddressDeed::RolledBack => Phrase::new(
            "Feilen lå hos leverandøren",
            "Felet låg hos leverantören",
            "The provider was at fault",
        ),
        AddressDeed::TrialKept => Phrase::new("Prøven gikk bra", "Provet gick bra", "The trial went well"),
        AddressDeed::Wrote => {
            Phrase::new("Ved e-post fra adressen", "Genom mejl från adressen", "By mail from the address")
        }
        AddressDeed::Blocked
        | AddressDeed::Deleted
        | AddressDeed::OnTrial
        | AddressDeed::TrialReturned
        | AddressDeed::TrialUnused
        | AddressDeed::TrialEnded => return None,
    };
    Some(words.in_language(language))
}

/// Which mail a block stops.
pub(super) const fn scope(scope: BlockScope, language: Language) -> &'static str {
    let words = match scope {
        BlockScope::All => Phrase::new("All e-post", "All e-post", "All mail"),
        BlockScope::Mailings => Phrase::new("Utsendelser", "Utskick", "Mailings"),
    };
    words.in_language(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_has_words_of_its_own_in_each_language() {
        for language in [Language::Nb, Language::Sv, Language::En] {
            let words: std::collections::BTreeSet<&str> =
                ReturnClass::all().map(|one| class(one, language)).collect();
            assert_eq!(words.len(), ReturnClass::all().count());
            assert!(ReturnClass::all().all(|one| class(one, language) != one.as_str()));
        }
    }

    #[test]
    fn a_file_tells_cause_and_rule_as_the_screen_does() {
        let full: ReturnClass = "mailbox-full".parse().unwrap();
        let of = |reason, class| cause(reason, class, Language::En);
        assert_eq!(of(Some(BlockReason::Imported), None), Some("From an imported list"));
        assert_eq!(of(Some(BlockReason::Hand), Some(full)), Some("Blocked by hand"));
        assert_eq!(of(Some(BlockReason::Limit), Some(full)), Some("The mailbox is full"));
        assert_eq!(of(Some(BlockReason::Returned), None), Some("Came back"));
        assert_eq!(rule("mailbox-full", Some(full), Language::En), "The mailbox is full");
        assert_eq!(rule("own-7", Some(full), Language::Sv), "Brevlådan är full (egen regel own-7)");
        assert_eq!(rule("feedback-type", None, Language::En), "feedback-type");
    }
}
