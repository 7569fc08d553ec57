//! The draft of an answer: who, to whom, which thread, what text.

use domain::org::Language;
use domain::{EmailAddress, Problem, Timestamp, UploadId};
use mail::{ComposeError, Draft, NewAttachment};
use policy::subject;
use store::cases::{CaseRow, Correspondent, MessageRow};
use store::mailboxes::MailboxRow;

use super::reply::NewReply;

/// Lines of the answered mail that are quoted below the answer.
const QUOTED_LINES_MAX: usize = 200;
/// Message-IDs of the thread that are named; RFC 5322 3.6.4 lets a long one be cut.
const REFERENCES_MAX: usize = 20;

/// What an answer is written from.
pub(super) struct Source<'a> {
    /// The case.
    pub(super) case: &'a CaseRow,
    /// The mailbox it is answered from.
    pub(super) mailbox: &'a MailboxRow,
    /// Its messages, oldest first.
    pub(super) messages: &'a [MessageRow],
    /// What the agent wrote.
    pub(super) reply: &'a NewReply,
    /// The files.
    pub(super) attachments: Vec<NewAttachment>,
    /// The new mail's Message-ID.
    pub(super) message_id: String,
    /// Makes the MIME boundaries.
    pub(super) boundary_seed: String,
    /// The present.
    pub(super) now: Timestamp,
}

/// The draft.
///
/// # Errors
/// 422 when nobody would receive it.
pub(super) fn draft(source: Source<'_>) -> Result<Draft, Problem> {
    let answered = last_received(source.messages);
    let to = match &source.reply.to {
        Some(to) => to.iter().map(|address| (None, address.clone())).collect(),
        None => vec![customer(source.case)?],
    };
    let cc: Vec<_> = source.reply.cc.iter().map(|address| (None, address.clone())).collect();
    if to.is_empty() && cc.is_empty() {
        return Err(Problem::invalid(
            "to",
            "recipient_missing",
            "the answer has no recipient; add an address",
        ));
    }
    let settings = &source.mailbox.settings;
    let name = Some(settings.display_name.trim()).filter(|name| !name.is_empty());
    let bare = source.reply.subject.as_deref().unwrap_or(&source.case.title);
    let text = with_quote(&source.reply.text, answered, settings.language);
    Ok(Draft {
        from: (name.map(str::to_owned), settings.address.clone()),
        to,
        cc,
        subject: subject::of_reply(bare, source.case.number),
        text,
        html: None,
        in_reply_to: answered.and_then(|message| message.content.message_id.clone()),
        references: references(source.messages),
        message_id: source.message_id,
        date: source.now,
        attachments: source.attachments,
        boundary_seed: source.boundary_seed,
        auto_submitted: None,
    })
}

fn last_received(messages: &[MessageRow]) -> Option<&MessageRow> {
    messages.iter().rev().find(|message| message.direction == domain::case::Direction::Received)
}

fn customer(case: &CaseRow) -> Result<(Option<String>, EmailAddress), Problem> {
    let address = case.customer_address.parse().map_err(|_| {
        let detail = "the customer's address cannot be written to; enter the right one as the recipient";
        Problem::invalid("to", "customer_address_broken", detail)
            .with("address", case.customer_address.clone())
    })?;
    Ok((case.customer_name.clone(), address))
}

/// The thread's Message-IDs, oldest first, the last ones where there are many.
fn references(messages: &[MessageRow]) -> Vec<String> {
    let ids: Vec<_> = messages.iter().filter_map(|message| message.content.message_id.clone()).collect();
    ids[ids.len().saturating_sub(REFERENCES_MAX)..].to_vec()
}

/// The answer above what it answers.
fn with_quote(text: &str, answered: Option<&MessageRow>, language: Language) -> String {
    let text = text.trim_end();
    let Some(message) = answered else { return text.to_owned() };
    let who = shown(&message.content.from);
    let day = message.created_at.to_rfc3339();
    let day = day.split('T').next().unwrap_or_default();
    let lead = match language {
        Language::Nb => format!("{day} skrev {who}:"),
        Language::Sv => format!("{day} skrev {who}:"),
        Language::En => format!("On {day}, {who} wrote:"),
    };
    let quoted: Vec<String> = message
        .content
        .full_text
        .trim_end()
        .lines()
        .take(QUOTED_LINES_MAX)
        .map(|line| if line.starts_with('>') { format!(">{line}") } else { format!("> {line}") })
        .collect();
    format!("{text}\n\n{lead}\n{}\n", quoted.join("\n"))
}

fn shown(correspondent: &Correspondent) -> String {
    match (&correspondent.name, &correspondent.address) {
        (Some(name), _) => name.clone(),
        (None, Some(address)) => address.to_string(),
        (None, None) => String::new(),
    }
}

/// Composing failed: what the agent can do about it.
pub(super) fn refusal(error: &ComposeError) -> Problem {
    match error {
        ComposeError::TooLarge { max, .. } => {
            Problem::invalid("upload_ids", "mail_too_large", error.to_string())
                .with("max_octets", max.to_string())
        }
        ComposeError::TooLong { field, max } => {
            Problem::invalid("text", "mail_unwritable", error.to_string())
                .with("field", *field)
                .with("max", max.to_string())
        }
        ComposeError::Control { field } | ComposeError::Malformed { field } => {
            Problem::invalid("text", "mail_unwritable", error.to_string()).with("field", *field)
        }
    }
}

/// An upload that is not there, or is somebody else's.
pub(super) fn no_upload(id: UploadId) -> Problem {
    let detail = "a file is no longer there; attach it again";
    Problem::invalid("upload_ids", "upload_missing", detail).with("id", id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_anything_to_quote_is_just_its_text() {
        assert_eq!(with_quote("Hei\n\n", None, Language::Nb), "Hei");
    }
}
