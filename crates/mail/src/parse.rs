//! Raw mail to [`Parsed`].

use crate::defect::Defect;
use crate::parsed::{Attachment, Parsed};

/// Rises whenever the same bytes would be read differently; stored beside what was parsed.
pub const PARSER_VERSION: i64 = 1;

/// Reads a mail. Never fails and never panics; what was wrong is in the list, each thing once.
#[must_use]
pub fn parse(raw: &[u8]) -> (Parsed, Vec<Defect>) {
    let _ = raw;
    (Parsed::default(), Vec::new())
}

/// The attachment with this index, decoded; `None` where there is none.
#[must_use]
pub fn attachment(raw: &[u8], index: u32) -> Option<(Attachment, Vec<u8>)> {
    let _ = (raw, index);
    None
}

/// Media type and bytes of the part that a `cid:` link names; `None` where there is none.
#[must_use]
pub fn inline_part(raw: &[u8], content_id: &str) -> Option<(String, Vec<u8>)> {
    let _ = (raw, content_id);
    None
}
