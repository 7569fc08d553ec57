//! What stands below an answer or a forward: the message it is about.

use domain::org::Language;
use store::cases::{Correspondent, MessageRow};

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
    let receivers: Vec<_> = content.to.iter().map(shown).collect();
    let head = [
        format!("---------- {title} ----------"),
        format!("{from}: {}", shown(&content.from)),
        format!("{date}: {}", day(message)),
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

/// Name and address, as far as they are known.
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
}
