//! What stands below an answer or a forward: the message it is about.

use domain::Timestamp;
use domain::org::Language;
use store::cases::{Correspondent, MessageRow};

use crate::file_links;

/// Lines of the answered mail that are quoted below the answer.
const QUOTED_LINES_MAX: usize = 200;
/// Lines of a message that are passed on.
const FORWARDED_LINES_MAX: usize = 2_000;

/// The answer above what it answers.
pub(super) fn answer(text: &str, answered: Option<&MessageRow>, language: Language) -> String {
    let text = text.trim_end();
    let Some(message) = answered else { return text.to_owned() };
    let (who, day) = (shown(&message.content.from), day(message));
    let lead = match language {
        Language::Nb => format!("{day} skrev {who}:"),
        Language::Sv => format!("{day} skrev {who}:"),
        Language::En => format!("On {day}, {who} wrote:"),
    };
    let quoted: Vec<String> = lines(message, QUOTED_LINES_MAX)
        .map(|line| if line.starts_with('>') { format!(">{line}") } else { format!("> {line}") })
        .collect();
    format!("{text}\n\n{lead}\n{}\n", quoted.join("\n"))
}

/// The covering words above the message that is passed on.
pub(super) fn forward(text: &str, message: &MessageRow, language: Language) -> String {
    let [title, from, date, subject, to] = match language {
        Language::Nb => ["Videresendt melding", "Fra", "Dato", "Emne", "Til"],
        Language::Sv => ["Vidarebefordrat meddelande", "Från", "Datum", "Ämne", "Till"],
        Language::En => ["Forwarded message", "From", "Date", "Subject", "To"],
    };
    let content = &message.content;
    let receivers: Vec<_> = content.to.iter().map(in_full).collect();
    let head = [
        format!("---------- {title} ----------"),
        format!("{from}: {}", in_full(&content.from)),
        format!("{date}: {}", moment(message.created_at, language)),
        format!("{subject}: {}", content.subject),
        format!("{to}: {}", receivers.join(", ")),
    ];
    let body: Vec<_> = lines(message, FORWARDED_LINES_MAX).collect();
    format!("{}\n\n{}\n\n{}\n", text.trim_end(), head.join("\n"), body.join("\n")).trim_start().to_owned()
}

fn lines(message: &MessageRow, max: usize) -> impl Iterator<Item = &str> {
    message.content.full_text.trim_end().lines().take(max)
}

fn day(message: &MessageRow) -> String {
    let at = message.created_at.to_rfc3339();
    at.split('T').next().unwrap_or_default().to_owned()
}

/// Day and time as the language writes them. The receiver's zone is not known, so the zone is named.
fn moment(at: Timestamp, language: Language) -> String {
    let day = file_links::day(language, at);
    let text = at.to_rfc3339();
    let (hour, minute) = (text.get(11..13).unwrap_or_default(), text.get(14..16).unwrap_or_default());
    match language {
        Language::Nb | Language::Sv => format!("{day} kl. {hour}.{minute} UTC"),
        Language::En => format!("{day} at {hour}:{minute} UTC"),
    }
}

/// Name and address as mail programs write them, as far as they are known: whoever gets it can answer the writer.
fn in_full(correspondent: &Correspondent) -> String {
    match (&correspondent.name, &correspondent.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(_), None) | (None, _) => shown(correspondent),
    }
}

/// Name or address, as far as they are known.
fn shown(correspondent: &Correspondent) -> String {
    match (&correspondent.name, &correspondent.address) {
        (Some(name), _) => name.clone(),
        (None, Some(address)) => address.to_string(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_anything_to_quote_is_just_its_text() {
        assert_eq!(answer("Hei\n\n", None, Language::Nb), "Hei");
    }

    #[test]
    fn the_moment_of_a_forwarded_message_is_written_as_in_the_language() {
        let at = Timestamp::from_millis(1_798_416_300_000);
        assert_eq!(moment(at, Language::Nb), "28. desember 2026 kl. 00.05 UTC");
        assert_eq!(moment(at, Language::Sv), "28 december 2026 kl. 00.05 UTC");
        assert_eq!(moment(at, Language::En), "28 December 2026 at 00:05 UTC");
    }

    #[test]
    fn whoever_wrote_a_forwarded_message_stands_there_with_his_address() {
        let kari = |name: Option<&str>| Correspondent {
            name: name.map(str::to_owned),
            address: Some("kari@customer.test".parse().unwrap()),
        };
        assert_eq!(in_full(&kari(Some("Kari"))), "Kari <kari@customer.test>");
        assert_eq!(in_full(&kari(None)), "kari@customer.test");
    }
}
