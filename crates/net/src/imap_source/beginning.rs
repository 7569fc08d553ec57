//! The beginning of a mail that cannot be had whole.

use wire::imap::{Command, Data, Start, Status, UidSet};

use super::ImapSource;
use crate::source::{Beginning, Content, SourceError};

impl ImapSource {
    /// The beginning of a mail; `None` where the server does not give it.
    ///
    /// # Errors
    ///
    /// When the connection fails.
    pub async fn beginning(&mut self, uid: u32, much: Beginning) -> Result<Option<Vec<u8>>, SourceError> {
        let start = match much {
            Beginning::Header => Start::Header,
            Beginning::Text => Start::Octets(self.beginning_octets),
        };
        let Some(set) = UidSet::cover(&[uid]).pop() else { return Ok(None) };
        let tag = self.send(Command::FetchStart(set, start));
        let mut found = None;
        let asked = self.finish(tag, |data| {
            if let Data::Fetch(fetch) = data
                && fetch.uid == Some(uid)
                && let Some(Content::Mail(octets)) = fetch.body.map(Content::from)
            {
                found = Some(octets);
            }
        });
        let completion = asked.await?;
        Ok(found.filter(|_| completion.status == Status::Ok))
    }
}
