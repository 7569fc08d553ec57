//! A folder of a listing: its name and what it is for (RFC 3501 7.2.2, RFC 6154 2).

use imap_proto::NameAttribute;

/// A folder that can be selected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folder {
    /// Its name, as a person reads it.
    pub name: String,
    /// What it is for, where the server says so.
    pub purpose: Option<FolderUse>,
}

/// What a folder is for (RFC 6154).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FolderUse {
    /// Every mail there is.
    All,
    /// Mail put away.
    Archive,
    /// What is being written.
    Drafts,
    /// Mail that somebody marked.
    Flagged,
    /// Spam.
    Junk,
    /// What was sent.
    Sent,
    /// What was deleted.
    Trash,
}

impl FolderUse {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Archive => "archive",
            Self::Drafts => "drafts",
            Self::Flagged => "flagged",
            Self::Junk => "junk",
            Self::Sent => "sent",
            Self::Trash => "trash",
        }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "imap-proto's enum is open")]
pub(super) fn purpose(attribute: &NameAttribute<'_>) -> Option<FolderUse> {
    match attribute {
        NameAttribute::All => Some(FolderUse::All),
        NameAttribute::Archive => Some(FolderUse::Archive),
        NameAttribute::Drafts => Some(FolderUse::Drafts),
        NameAttribute::Flagged => Some(FolderUse::Flagged),
        NameAttribute::Junk => Some(FolderUse::Junk),
        NameAttribute::Sent => Some(FolderUse::Sent),
        NameAttribute::Trash => Some(FolderUse::Trash),
        _ => None,
    }
}
