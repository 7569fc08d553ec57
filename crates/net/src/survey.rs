//! What lies in a mailbox, told before anything of it is touched.

use domain::Timestamp;

use crate::imap_source::{FolderFound, ImapSource};
use crate::pop3_source::Pop3Source;
use crate::source::{Beginning, SourceError};

/// Spans of which the mails are counted, days.
pub const SPANS_DAYS: [i64; 4] = [1, 7, 30, 365];

/// What lies on the server.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Survey {
    /// The folders; POP3 has none.
    pub folders: Vec<FolderFound>,
    /// Mails in the chosen folder that nobody has read, where the server says so.
    pub unseen: Option<u32>,
    /// When the oldest arrived there, where that is known (IMAP).
    pub oldest_at: Option<Timestamp>,
    /// How many arrived within each of [`SPANS_DAYS`]; empty where nothing tells.
    pub since: Vec<u64>,
    /// The header of the first mail, where the protocol tells no dates (POP3): the oldest, as a rule.
    pub first_header: Option<Vec<u8>>,
}

/// Over IMAP, with the folder open.
pub(crate) async fn imap(
    source: &mut ImapSource,
    folder: &str,
    now: Timestamp,
) -> Result<Survey, SourceError> {
    let mut listed = source.new_mails(0).await?;
    let is_whole = listed.len() < ImapSource::LISTED_MAX;
    listed.retain(|mail| !mail.is_deleted);
    let dates: Vec<Timestamp> = listed.iter().filter_map(|mail| mail.arrived_at).collect();
    let folders = source.folders().await?;
    let chosen = folders.iter().find(|known| known.name.eq_ignore_ascii_case(folder));
    // A folder with more mails than are listed tells no counts rather than wrong ones.
    let counts = !dates.is_empty() && dates.len() == listed.len() && is_whole;
    let within = |days: i64| {
        let from = now.plus_seconds(-days * 86_400);
        dates.iter().filter(|at| **at >= from).count() as u64
    };
    Ok(Survey {
        unseen: chosen.and_then(|folder| folder.unseen),
        oldest_at: dates.iter().min().copied(),
        since: if counts { SPANS_DAYS.map(within).to_vec() } else { Vec::new() },
        folders,
        first_header: None,
    })
}

/// Over POP3; `first` is the number of the first mail.
pub(crate) async fn pop3(source: &mut Pop3Source, first: Option<u32>) -> Result<Survey, SourceError> {
    let Some(first) = first else { return Ok(Survey::default()) };
    let header = source.beginnings(&[first], Beginning::Header).await?.pop().flatten();
    Ok(Survey { first_header: header, ..Survey::default() })
}
