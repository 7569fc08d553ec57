//! One notice as one line.

use domain::notice::{Happening, RefusedTogether};
use domain::org::Language;
use domain::sender_domain::DomainNews;
use store::notices::NoticeRow;

use super::{Told, servers};

/// What happened, in a sentence without a full stop.
pub(super) fn of(language: Language, notice: &NoticeRow, told: &Told<'_>) -> String {
    let actor = notice.actor.and_then(|user| told.names.get(&user)).map(String::as_str);
    match language {
        Language::Nb => nb(notice, told, actor),
        Language::Sv => sv(notice, told, actor),
        Language::En => en(notice, told, actor),
    }
}

fn customer<'a>(told: &Told<'a>) -> &'a str {
    told.case.map_or("", |case| case.customer_name.as_deref().unwrap_or(&case.customer_address))
}

fn nb(notice: &NoticeRow, told: &Told<'_>, actor: Option<&str>) -> String {
    let who = actor.unwrap_or("Posthus");
    match &notice.what {
        Happening::Created => "ny sak".to_owned(),
        Happening::Received => format!("ny melding, kunde: {}", customer(told)),
        Happening::Commented => format!("{who} skrev en kommentar"),
        Happening::Answered => format!("{who} skrev e-post"),
        Happening::Owner { to, .. } if *to == Some(told.reader) => format!("{who} ga deg saken"),
        Happening::Owner { to: Some(to), .. } => {
            format!("{} har overtatt saken", told.names.get(to).map_or(who, String::as_str))
        }
        Happening::Owner { to: None, .. } => format!("{who} la saken tilbake i køen"),
        Happening::Woke => "ventetiden er over, saken er åpen igjen".to_owned(),
        Happening::Escalated { level, .. } => format!("eskalert til trinn {level}"),
        Happening::DeliveryFailed { mail: None } => "en e-post kom ikke fram".to_owned(),
        Happening::DeliveryFailed { mail: Some(mail) } if mail.count == 1 => {
            format!("en e-post kom ikke fram til {}", mail.named())
        }
        Happening::DeliveryFailed { mail: Some(mail) } => {
            format!("en e-post kom ikke fram til {} mottakere: {}", mail.count, mail.named())
        }
        Happening::DeliveryDelayed { mail: None, .. } => "en e-post er fortsatt underveis".to_owned(),
        Happening::DeliveryDelayed { mail: Some(mail), .. } => {
            format!("«{}» er fortsatt underveis til {}", mail.subject, mail.recipients)
        }
        Happening::MailReturned { together: Some(one), .. } if one.mails > 1 => alike(Language::Nb, one),
        Happening::MailReturned { subject, recipient, .. } => {
            format!("«{subject}» kom ikke fram til {recipient}")
        }
        Happening::Stranded { author, count } if *author == Some(told.reader) => match count {
            1 => "1 e-post fra deg er stanset: den får ikke sendes den veien den nå skulle gått".to_owned(),
            count => {
                format!("{count} e-poster fra deg er stanset: de får ikke sendes den veien de nå skulle gått")
            }
        },
        Happening::Stranded { author, count } => {
            let whose = author.and_then(|author| told.names.get(&author)).map_or(who, String::as_str);
            match count {
                1 => format!(
                    "1 e-post fra {whose} er stanset: den får ikke sendes den veien den nå skulle gått"
                ),
                count => format!(
                    "{count} e-poster fra {whose} er stanset: de får ikke sendes den veien de nå skulle gått"
                ),
            }
        }
        Happening::Changed { field } => format!("{who} endret {}", field_nb(field)),
        Happening::Incident { provider } => {
            format!("Blokkeringen av adresser hos {provider} er satt på pause")
        }
        Happening::Refused { provider } => {
            format!("{provider} avviser e-post fra dere, og det skyldes ikke mottakerne")
        }
        Happening::ColleagueBlocked { user, address } => {
            let whose = told.names.get(user).map_or(address.as_str(), String::as_str);
            format!("E-postadressen til {whose}, {address}, er blokkert, så varsler dit blir ikke sendt")
        }
        Happening::CopyFailed { address, sender } => copy(Language::Nb, address, sender.as_deref()),
        Happening::SenderDomain { name, news, .. } => domain_nb(name, *news),
        Happening::Server { server, name, news } => servers::line(Language::Nb, *server, name, *news),
        Happening::Newer => "Noe har skjedd. Logg inn for å se hva".to_owned(),
        Happening::OldCases { count: 1, days } => {
            format!("Du har 1 åpen sak der ingen har skrevet på {days} dager")
        }
        Happening::OldCases { count, days } => {
            format!("Du har {count} åpne saker der ingen har skrevet på {days} dager")
        }
    }
}

fn domain_nb(name: &str, news: DomainNews) -> String {
    match news {
        DomainNews::KeyMissing => format!("Signaturnøkkelen for {name} er borte fra DNS"),
        DomainNews::SwitchedOff => format!("E-post fra {name} blir ikke lenger signert"),
        DomainNews::KeyBack => {
            format!("Signaturnøkkelen for {name} er tilbake i DNS, og e-posten blir signert")
        }
        DomainNews::Exchangers => format!(
            "E-post til {name} kan gå tapt: regelen for MTA-STS nevner ikke alle servere som tar imot den"
        ),
        DomainNews::Policy => format!(
            "Regelen for kryptert e-post (MTA-STS) til {name} er ikke lenger å finne: oppføringen i DNS eller filen på nettstedet er borte"
        ),
        DomainNews::Spf => format!("SPF-oppføringen for {name} i DNS er ikke lenger som den skal være"),
        DomainNews::Dmarc => format!("DMARC-oppføringen for {name} i DNS er ikke lenger som den skal være"),
        DomainNews::ReturnPath => format!("Returnavnet for {name} i DNS leder ikke lenger e-post hit"),
        DomainNews::Reports => {
            format!("Andre sender ikke lenger rapporter om {name}: en oppføring i DNS er borte")
        }
    }
}

fn field_nb(field: &str) -> &str {
    match field {
        "status" => "statusen",
        "category" => "kategorien",
        "priority" => "prioriteten",
        "request_type" => "sakstypen",
        "title" => "tittelen",
        other => other,
    }
}

fn sv(notice: &NoticeRow, told: &Told<'_>, actor: Option<&str>) -> String {
    let who = actor.unwrap_or("Posthus");
    match &notice.what {
        Happening::Created => "nytt ärende".to_owned(),
        Happening::Received => format!("nytt meddelande, kund: {}", customer(told)),
        Happening::Commented => format!("{who} skrev en kommentar"),
        Happening::Answered => format!("{who} skrev ett mejl"),
        Happening::Owner { to, .. } if *to == Some(told.reader) => format!("{who} gav dig ärendet"),
        Happening::Owner { to: Some(to), .. } => {
            format!("{} har tagit över ärendet", told.names.get(to).map_or(who, String::as_str))
        }
        Happening::Owner { to: None, .. } => format!("{who} lade tillbaka ärendet i kön"),
        Happening::Woke => "väntetiden är slut, ärendet är öppet igen".to_owned(),
        Happening::Escalated { level, .. } => format!("eskalerat till steg {level}"),
        Happening::DeliveryFailed { mail: None } => "ett mejl kom inte fram".to_owned(),
        Happening::DeliveryFailed { mail: Some(mail) } if mail.count == 1 => {
            format!("ett mejl kom inte fram till {}", mail.named())
        }
        Happening::DeliveryFailed { mail: Some(mail) } => {
            format!("ett mejl kom inte fram till {} mottagare: {}", mail.count, mail.named())
        }
        Happening::DeliveryDelayed { mail: None, .. } => "ett mejl är fortfarande på väg".to_owned(),
        Happening::DeliveryDelayed { mail: Some(mail), .. } => {
            format!("”{}” är fortfarande på väg till {}", mail.subject, mail.recipients)
        }
        Happening::MailReturned { together: Some(one), .. } if one.mails > 1 => alike(Language::Sv, one),
        Happening::MailReturned { subject, recipient, .. } => {
            format!("”{subject}” kom inte fram till {recipient}")
        }
        Happening::Stranded { author, count } if *author == Some(told.reader) => match count {
            1 => "1 mejl från dig är stoppat: det får inte skickas den väg som det nu skulle ta".to_owned(),
            count => {
                format!("{count} mejl från dig är stoppade: de får inte skickas den väg som de nu skulle ta")
            }
        },
        Happening::Stranded { author, count } => {
            let whose = author.and_then(|author| told.names.get(&author)).map_or(who, String::as_str);
            match count {
                1 => format!(
                    "1 mejl från {whose} är stoppat: det får inte skickas den väg som det nu skulle ta"
                ),
                count => format!(
                    "{count} mejl från {whose} är stoppade: de får inte skickas den väg som de nu skulle ta"
                ),
            }
        }
        Happening::Changed { field } => format!("{who} ändrade {}", field_sv(field)),
        Happening::Incident { provider } => format!("Blockeringen av adresser hos {provider} är pausad"),
        Happening::Refused { provider } => {
            format!("{provider} avvisar e-post från er, och det beror inte på mottagarna")
        }
        Happening::ColleagueBlocked { user, address } => {
            let whose = told.names.get(user).map_or(address.as_str(), String::as_str);
            format!("E-postadressen för {whose}, {address}, är blockerad, så aviseringar dit skickas inte")
        }
        Happening::CopyFailed { address, sender } => copy(Language::Sv, address, sender.as_deref()),
        Happening::SenderDomain { name, news, .. } => domain_sv(name, *news),
        Happening::Server { server, name, news } => servers::line(Language::Sv, *server, name, *news),
        Happening::Newer => "Något har hänt. Logga in för att se vad".to_owned(),
        Happening::OldCases { count: 1, days } => {
            format!("Du har 1 öppet ärende där ingen har skrivit på {days} dagar")
        }
        Happening::OldCases { count, days } => {
            format!("Du har {count} öppna ärenden där ingen har skrivit på {days} dagar")
        }
    }
}

fn domain_sv(name: &str, news: DomainNews) -> String {
    match news {
        DomainNews::KeyMissing => format!("Signaturnyckeln för {name} är borta från DNS"),
        DomainNews::SwitchedOff => format!("E-post från {name} signeras inte längre"),
        DomainNews::KeyBack => format!("Signaturnyckeln för {name} är tillbaka i DNS, och e-posten signeras"),
        DomainNews::Exchangers => format!(
            "E-post till {name} kan gå förlorad: regeln för MTA-STS nämner inte alla servrar som tar emot den"
        ),
        DomainNews::Policy => format!(
            "Regeln för krypterad e-post (MTA-STS) för {name} går inte längre att hitta: posten i DNS eller filen på webbplatsen är borta"
        ),
        DomainNews::Spf => format!("SPF-posten för {name} i DNS är inte längre som den ska vara"),
        DomainNews::Dmarc => format!("DMARC-posten för {name} i DNS är inte längre som den ska vara"),
        DomainNews::ReturnPath => format!("Returnamnet för {name} i DNS leder inte längre e-post hit"),
        DomainNews::Reports => {
            format!("Andra skickar inte längre rapporter om {name}: en post i DNS är borta")
        }
    }
}

fn field_sv(field: &str) -> &str {
    match field {
        "status" => "statusen",
        "category" => "kategorin",
        "priority" => "prioriteten",
        "request_type" => "ärendetypen",
        "title" => "rubriken",
        other => other,
    }
}

fn en(notice: &NoticeRow, told: &Told<'_>, actor: Option<&str>) -> String {
    let who = actor.unwrap_or("Posthus");
    match &notice.what {
        Happening::Created => "new case".to_owned(),
        Happening::Received => format!("new message, customer: {}", customer(told)),
        Happening::Commented => format!("{who} wrote a comment"),
        Happening::Answered => format!("{who} wrote a mail"),
        Happening::Owner { to, .. } if *to == Some(told.reader) => format!("{who} gave you the case"),
        Happening::Owner { to: Some(to), .. } => {
            format!("{} has taken the case over", told.names.get(to).map_or(who, String::as_str))
        }
        Happening::Owner { to: None, .. } => format!("{who} put the case back into the queue"),
        Happening::Woke => "the wait is over, the case is open again".to_owned(),
        Happening::Escalated { level, .. } => format!("escalated to level {level}"),
        Happening::DeliveryFailed { mail: None } => "a mail did not arrive".to_owned(),
        Happening::DeliveryFailed { mail: Some(mail) } if mail.count == 1 => {
            format!("a mail did not reach {}", mail.named())
        }
        Happening::DeliveryFailed { mail: Some(mail) } => {
            format!("a mail did not reach {} recipients: {}", mail.count, mail.named())
        }
        Happening::DeliveryDelayed { mail: None, .. } => "a mail is still on its way".to_owned(),
        Happening::DeliveryDelayed { mail: Some(mail), .. } => {
            format!("“{}” is still on its way to {}", mail.subject, mail.recipients)
        }
        Happening::MailReturned { together: Some(one), .. } if one.mails > 1 => alike(Language::En, one),
        Happening::MailReturned { subject, recipient, .. } => {
            format!("“{subject}” did not reach {recipient}")
        }
        Happening::Stranded { author, count } if *author == Some(told.reader) => match count {
            1 => "1 mail of yours is stopped: it may not leave the way that it would take now".to_owned(),
            count => format!(
                "{count} mails of yours are stopped: they may not leave the way that they would take now"
            ),
        },
        Happening::Stranded { author, count } => {
            let whose = author.and_then(|author| told.names.get(&author)).map_or(who, String::as_str);
            match count {
                1 => {
                    format!("1 mail from {whose} is stopped: it may not leave the way that it would take now")
                }
                count => format!(
                    "{count} mails from {whose} are stopped: they may not leave the way that they would take now"
                ),
            }
        }
        Happening::Changed { field } => format!("{who} changed the {}", field.replace('_', " ")),
        Happening::Incident { provider } => format!("Blocking of addresses at {provider} is paused"),
        Happening::Refused { provider } => {
            format!("{provider} refuses your mail, and the receivers are not to blame")
        }
        Happening::ColleagueBlocked { user, address } => {
            let whose = told.names.get(user).map_or(address.as_str(), String::as_str);
            format!(
                "The address of {whose}, {address}, is blocked, so that nothing they are to be told is mailed"
            )
        }
        Happening::CopyFailed { address, sender } => copy(Language::En, address, sender.as_deref()),
        Happening::SenderDomain { name, news, .. } => domain_en(name, *news),
        Happening::Server { server, name, news } => servers::line(Language::En, *server, name, *news),
        Happening::Newer => "Something happened. Sign in to see what".to_owned(),
        Happening::OldCases { count: 1, days } => {
            format!("You have 1 open case in which nobody has written for {days} days")
        }
        Happening::OldCases { count, days } => {
            format!("You have {count} open cases in which nobody has written for {days} days")
        }
    }
}

fn domain_en(name: &str, news: DomainNews) -> String {
    match news {
        DomainNews::KeyMissing => format!("The signing key of {name} is gone from DNS"),
        DomainNews::SwitchedOff => format!("Mail from {name} is no longer signed"),
        DomainNews::KeyBack => format!("The signing key of {name} is back in DNS, and mail is signed"),
        DomainNews::Exchangers => {
            format!("Mail to {name} may be lost: its MTA-STS policy does not name every server that takes it")
        }
        DomainNews::Policy => format!(
            "The MTA-STS policy of {name} is no longer found: its record in DNS or its file on the site is gone"
        ),
        DomainNews::Spf => format!("The SPF record of {name} in DNS is no longer as it should be"),
        DomainNews::Dmarc => format!("The DMARC record of {name} in DNS is no longer as it should be"),
        DomainNews::ReturnPath => format!("The return name of {name} in DNS no longer leads mail here"),
        DomainNews::Reports => {
            format!("Others no longer send reports on {name}: a record in DNS is gone")
        }
    }
}

/// Mails of the reader that one provider refused in the same words.
fn alike(language: Language, RefusedTogether { provider, mails, .. }: &RefusedTogether) -> String {
    match language {
        Language::Nb => {
            format!("{mails} e-poster fra deg kom ikke fram: {provider} avviste dem med de samme ordene")
        }
        Language::Sv => format!("{mails} mejl från dig kom inte fram: {provider} avvisade dem med samma ord"),
        Language::En => {
            format!("{mails} mails of yours did not arrive: {provider} refused them in the same words")
        }
    }
}

/// What is said of a copy of everything that did not arrive.
fn copy(language: Language, address: &str, sender: Option<&str>) -> String {
    match (language, sender) {
        (Language::Nb, Some(sender)) => {
            format!("Kopien av e-posten fra {sender} kom ikke fram til {address}")
        }
        (Language::Nb, None) => format!("Kopien av det du sender kom ikke fram til {address}"),
        (Language::Sv, Some(sender)) => {
            format!("Kopian av e-posten från {sender} kom inte fram till {address}")
        }
        (Language::Sv, None) => format!("Kopian av det du skickar kom inte fram till {address}"),
        (Language::En, Some(sender)) => format!("The copy of mail from {sender} did not reach {address}"),
        (Language::En, None) => format!("The copy of what you send did not reach {address}"),
    }
}
