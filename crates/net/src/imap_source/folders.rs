//! Which folders there are and how much lies in each, without opening or changing any.

use wire::imap::{Command, Data, FolderUse, Status};

use super::ImapSource;
use crate::source::SourceError;

/// A folder that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FolderFound {
    /// Its name, as a person reads it.
    pub name: String,
    /// What it is for, where the server says so (RFC 6154).
    pub purpose: Option<FolderUse>,
    /// Mails in it; `None` where the server does not say.
    pub messages: Option<u32>,
    /// Those that nobody has read.
    pub unseen: Option<u32>,
}

impl ImapSource {
    /// Folders that are listed; a form with more is of no use.
    pub const FOLDERS_MAX: usize = 500;
    /// Folders that are counted: each is a question to the server, and counting a large one is work.
    const COUNTED_MAX: usize = 50;

    /// The folders, INBOX first, those the server named first counted.
    ///
    /// # Errors
    ///
    /// When the server refuses to list them, or the connection fails.
    pub async fn folders(&mut self) -> Result<Vec<FolderFound>, SourceError> {
        let mut folders: Vec<FolderFound> = Vec::new();
        let tag = self.send(Command::List);
        let completion = self
            .finish(tag, |data| {
                if let Data::Folder(folder) = data
                    && folders.len() < Self::FOLDERS_MAX
                {
                    let (name, purpose) = (folder.name, folder.purpose);
                    folders.push(FolderFound { name, purpose, messages: None, unseen: None });
                }
            })
            .await?;
        self.check(&completion, "to list its folders", "write the folder's name yourself")?;
        // RFC 3501 5.1: INBOX is written in any case.
        folders.sort_by_key(|folder| !folder.name.eq_ignore_ascii_case("INBOX"));
        for folder in folders.iter_mut().take(Self::COUNTED_MAX) {
            (folder.messages, folder.unseen) = self.count(&folder.name).await?;
        }
        Ok(folders)
    }

    async fn count(&mut self, folder: &str) -> Result<(Option<u32>, Option<u32>), SourceError> {
        let mut counted = (None, None);
        let tag = self.send(Command::FolderStatus(folder.to_owned()));
        let completion = self
            .finish(tag, |data| {
                if let Data::FolderStatus { messages, unseen } = data {
                    counted = (messages, unseen);
                }
            })
            .await?;
        // One that may be listed and not be read is no reason to show none.
        Ok(if completion.status == Status::Ok { counted } else { (None, None) })
    }
}
