//! Files of a mail that go as links: each link is made with its mail, and stands below what its author wrote.

use domain::org::Language;
use domain::timeline::Step;
use domain::{Actor, Problem, Timestamp};
use store::file_links::NewFileLink;

use super::files::FileToLink;
use crate::file_links::{self, PATH};
use crate::office::Office;
use crate::sign_in;

/// The links of a mail.
#[derive(Default)]
pub(super) struct Linked {
    /// What is kept of them.
    pub(super) links: Vec<NewFileLink>,
    /// What the mail says of them; empty where there are none.
    pub(super) text: String,
}

/// Makes a link to each file. Their days begin when the mail leaves.
///
/// # Errors
/// 409 where there can be none, saying why.
pub(super) async fn make(
    office: &Office,
    actor: &Actor,
    files: Vec<FileToLink>,
    (language, leaves_at): (Language, Timestamp),
) -> Result<Linked, Problem> {
    if files.is_empty() {
        return Ok(Linked::default());
    }
    let rules = file_links::for_new_links(office, actor).await?;
    let expires_at = end_of_day(leaves_at.plus_seconds(i64::from(rules.days) * 24 * 3600));
    let mut linked = Linked { links: Vec::new(), text: lead(language, expires_at) };
    for file in files {
        let token = sign_in::random_token(office.entropy());
        let size = file_links::size(language, file.size_octets);
        let address = format!("{}{PATH}{}", office.settings().base_url, token.expose());
        linked.text.push_str(&format!("\n\n{} ({size})\n{address}", file.name));
        linked.links.push(NewFileLink {
            name: file.name,
            media_type: file.media_type,
            size_octets: file.size_octets,
            bytes: file.bytes,
            token_hash: sign_in::token_hash(token.expose()),
            by: actor.user,
            at: office.now(),
            expires_at,
            fetches_max: rules.fetches,
        });
    }
    Ok(linked)
}

/// What the mail's timeline says of its links; nothing where there are none.
pub(super) fn step(links: &[NewFileLink]) -> Option<Step> {
    let until = links.first()?.expires_at;
    Some(Step::FilesLinked { files: u32::try_from(links.len()).unwrap_or(u32::MAX), until })
}

/// The last moment of its day (UTC): the mail names the day, and keeps its word until it is over.
fn end_of_day(at: Timestamp) -> Timestamp {
    const DAY_MS: i64 = 24 * 3600 * 1000;
    Timestamp::from_millis((at.as_millis().div_euclid(DAY_MS) + 1) * DAY_MS - 1)
}

fn lead(language: Language, until: Timestamp) -> String {
    let day = file_links::day(language, until);
    match language {
        Language::Nb => format!("Filene til denne e-posten kan lastes ned til {day}:"),
        Language::Sv => format!("Filerna till det här meddelandet kan laddas ner till och med {day}:"),
        Language::En => format!("The files of this mail can be downloaded until {day}:"),
    }
}
