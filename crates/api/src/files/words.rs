//! What the pages of links say.

use domain::org::Language;

/// The words of one language; `{organisation}` and `{day}` are filled in.
pub(super) struct Words {
    pub(super) from: &'static str,
    pub(super) download: &'static str,
    pub(super) until: &'static str,
    pub(super) note: &'static str,
    pub(super) expired: &'static str,
    pub(super) revoked: &'static str,
    pub(super) used_up: &'static str,
    pub(super) ask: &'static str,
    pub(super) none: &'static str,
    pub(super) none_text: &'static str,
    pub(super) wait: &'static str,
    pub(super) wait_text: &'static str,
    pub(super) busy: &'static str,
    pub(super) busy_text: &'static str,
}

impl Words {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Nb => &NB,
            Language::Sv => &SV,
            Language::En => &EN,
        }
    }
}

const NB: Words = Words {
    from: "{organisation} har sendt deg en fil",
    download: "Last ned",
    until: "Kan lastes ned til {day}",
    note: "Last bare ned filer du venter på, fra noen du kjenner.",
    expired: "Lenken har utløpt",
    revoked: "Lenken er trukket tilbake",
    used_up: "Filen er lastet ned så mange ganger som tillatt",
    ask: "Be {organisation} sende filen på nytt hvis du fortsatt trenger den.",
    none: "Her er det ingen fil",
    none_text: "Kontroller at du har fått med hele lenken fra e-posten. Filen kan også være slettet av avsenderen.",
    wait: "For mange forsøk",
    wait_text: "Vent ti minutter og åpne lenken på nytt.",
    busy: "Filen kan ikke hentes akkurat nå",
    busy_text: "Prøv igjen om et minutt.",
};

const SV: Words = Words {
    from: "{organisation} har skickat en fil till dig",
    download: "Ladda ner",
    until: "Kan laddas ner till och med {day}",
    note: "Ladda bara ner filer som du väntar på, från någon du känner.",
    expired: "Länken har gått ut",
    revoked: "Länken har dragits tillbaka",
    used_up: "Filen har laddats ner så många gånger som är tillåtet",
    ask: "Be {organisation} att skicka filen igen om du fortfarande behöver den.",
    none: "Här finns ingen fil",
    none_text: "Kontrollera att du fick med hela länken från mejlet. Avsändaren kan också ha tagit bort filen.",
    wait: "För många försök",
    wait_text: "Vänta tio minuter och öppna länken igen.",
    busy: "Filen kan inte hämtas just nu",
    busy_text: "Försök igen om en minut.",
};

const EN: Words = Words {
    from: "{organisation} has sent you a file",
    download: "Download",
    until: "Can be downloaded until {day}",
    note: "Only download files that you expect, from somebody you know.",
    expired: "The link has expired",
    revoked: "The link was withdrawn",
    used_up: "The file has been downloaded as often as allowed",
    ask: "Ask {organisation} to send the file again if you still need it.",
    none: "There is no file here",
    none_text: "Check that you have the whole link from the mail. The sender may also have deleted the file.",
    wait: "Too many attempts",
    wait_text: "Wait ten minutes and open the link again.",
    busy: "The file cannot be fetched at the moment",
    busy_text: "Try again in a minute.",
};
