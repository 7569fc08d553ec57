//! Fetches from a folder over IMAP, as typed steps: connect, select, list what is new, fetch,
//! acknowledge, idle, log out. The caller decides the order and commits between fetching and
//! acknowledging.

mod acknowledging;
mod beginning;
mod fetching;
mod folders;
mod sign_in;

use std::time::Duration;

use domain::Timestamp;
use tokio::time::{Instant, timeout, timeout_at};
use wire::imap::{Client, Code, Command, Completion, Data, Event, Status, Tag, UidSet};

pub use self::acknowledging::Acknowledged;
pub use self::fetching::Fetching;
pub use self::folders::FolderFound;
use crate::network::Net;
use crate::source::{
    BEGINNING_OCTETS, Failure, GOODBYE_TIMEOUT, STEP_TIMEOUT, ServerSettings, Session, SourceError, words,
};
use crate::transcript::Transcript;
pub use wire::imap::FolderUse;

/// An open session.
pub struct ImapSource {
    session: Session<Client>,
    folder: String,
    exists: u32,
    /// Mails came since the folder was last listed.
    has_news: bool,
    /// What may be asked for of the beginning of a mail, octets.
    beginning_octets: u32,
}

/// An open folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Selected {
    /// The generation of the folder's UIDs; with another one, all UIDs mean other mails.
    pub uid_validity: u32,
    /// The UID that the next mail gets, where the server said so.
    pub uid_next: Option<u32>,
    /// How many mails it holds.
    pub exists: u32,
    /// Whether nothing can be marked or removed in it.
    pub read_only: bool,
}

/// One mail that waits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Listed {
    /// Its UID.
    pub uid: u32,
    /// Its size, as the server counts.
    pub size_octets: u64,
    /// When it arrived at the server, where that says so.
    pub arrived_at: Option<Timestamp>,
    /// Whether somebody marked it as deleted (RFC 3501 2.3.2): it is on its way to the bin.
    pub is_deleted: bool,
}

/// How waiting for mail ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Idled {
    /// Something came.
    News,
    /// Nothing came in the time given.
    Quiet,
    /// The server cannot push (no IDLE); ask again at an interval.
    NotOffered,
}

impl ImapSource {
    /// Mails that one listing names; those with the lowest UIDs, the others come with the next.
    pub const LISTED_MAX: usize = 50_000;
    /// Names of folders that an error offers.
    const FOLDERS_SHOWN_MAX: usize = 20;
    /// RFC 2177 3: IDLE is renewed at least every 29 minutes.
    const IDLE_MAX: Duration = Duration::from_secs(28 * 60);

    /// Connects and signs in.
    ///
    /// # Errors
    ///
    /// With the conversation, secrets masked.
    pub async fn connect(settings: &ServerSettings, net: &Net) -> Result<Self, Failure> {
        let mut session = Session::open(Client::new(settings.mail_octets_max), settings, net).await?;
        match Box::pin(sign_in::sign_in(&mut session, settings, net)).await {
            Ok(()) => {
                let limit = u32::try_from(settings.mail_octets_max).unwrap_or(u32::MAX);
                let beginning_octets = BEGINNING_OCTETS.min(limit);
                let folder = settings.folder.clone();
                Ok(Self { session, folder, exists: 0, has_news: false, beginning_octets })
            }
            Err(error) => Err(session.failure(error)),
        }
    }

    /// Opens the folder of the settings.
    ///
    /// # Errors
    ///
    /// [`SourceError::NoFolder`] names the folders there are.
    pub async fn select(&mut self) -> Result<Selected, SourceError> {
        let folder = if self.folder.trim().is_empty() { "INBOX".to_owned() } else { self.folder.clone() };
        let mut codes = Vec::new();
        let tag = self.send(Command::Select(folder.clone()));
        let completion = self
            .finish(tag, |data| {
                if let Data::Code(code) = data {
                    codes.push(code);
                }
            })
            .await?;
        if completion.status != Status::Ok {
            return Err(self.no_folder(folder, &completion).await);
        }
        codes.extend(completion.code);
        let uid_validity = codes
            .iter()
            .find_map(|code| if let Code::UidValidity(value) = code { Some(*value) } else { None });
        let uid_next =
            codes.iter().find_map(|code| if let Code::UidNext(value) = code { Some(*value) } else { None });
        // RFC 3501 2.3.1.1: without UIDVALIDITY nothing tells a mail from one seen before.
        let uid_validity = uid_validity.ok_or_else(|| SourceError::Refused {
            server: self.session.server.clone(),
            step: "to number the mails of the folder for good (no UIDVALIDITY)",
            words: words(&completion.text),
            advice: "fetch this mailbox over POP3",
        })?;
        self.has_news = false;
        let read_only = codes.contains(&Code::ReadOnly);
        Ok(Selected { uid_validity, uid_next, exists: self.exists, read_only })
    }

    /// The mails with a UID above `after_uid`, in rising order, at most [`Self::LISTED_MAX`].
    /// Those that somebody marked as deleted are among them: whose connection broke between the mark and the removal
    /// finds them again.
    ///
    /// # Errors
    ///
    /// When the server refuses or the connection fails.
    pub async fn new_mails(&mut self, after_uid: u32) -> Result<Vec<Listed>, SourceError> {
        self.has_news = false;
        let mut listed = Vec::new();
        // RFC 3501 6.4.8: in an empty folder `n:*` names no mail, which some servers refuse.
        if self.exists == 0 || after_uid == u32::MAX {
            return Ok(listed);
        }
        let tag = self.send(Command::FetchListing(UidSet::after(after_uid)));
        let completion = self
            .finish(tag, |data| {
                let Data::Fetch(fetch) = data else { return };
                let (Some(uid), Some(deleted)) = (fetch.uid, fetch.deleted) else { return };
                if uid > after_uid {
                    listed.push(Listed {
                        uid,
                        size_octets: fetch.size_octets.unwrap_or(0),
                        arrived_at: fetch.arrived_at,
                        is_deleted: deleted,
                    });
                }
                // Servers list in rising order; one that does not must not cost us unbounded memory.
                if listed.len() >= 2 * Self::LISTED_MAX {
                    keep_lowest(&mut listed);
                }
            })
            .await?;
        self.check(&completion, "to list new mails", "it is tried again")?;
        keep_lowest(&mut listed);
        Ok(listed)
    }

    /// Fetches these mails, pipelined; they come one by one from [`Fetching::next`].
    pub fn fetch(&mut self, uids: &[u32]) -> Fetching<'_> {
        Fetching::new(self, uids)
    }

    /// Whether the server tells of new mail by itself (RFC 2177).
    #[must_use]
    pub fn can_push(&self) -> bool {
        self.session.drive.core().capabilities().is_some_and(|offered| offered.has("IDLE"))
    }

    /// The news are known: [`Self::idle`] waits for the next.
    pub const fn note_news(&mut self) {
        self.has_news = false;
    }

    /// Waits for news at most `wait`, where the server can push.
    ///
    /// # Errors
    ///
    /// When the connection fails, as it may after hours; connect again.
    pub async fn idle(&mut self, wait: Duration) -> Result<Idled, SourceError> {
        if self.has_news {
            return Ok(Idled::News);
        }
        if !self.can_push() {
            return Ok(Idled::NotOffered);
        }
        let until = Instant::now() + wait.min(Self::IDLE_MAX);
        let tag = self.send(Command::Idle);
        loop {
            match timeout_at(until, self.event()).await {
                Ok(Ok(Event::Done { tag: done, completion })) if done == tag => {
                    self.check(&completion, "to wait for mail", "it is tried again")?;
                    return Ok(Idled::NotOffered);
                }
                Ok(Ok(_)) if !self.has_news => {}
                Ok(Err(error)) => return Err(error),
                Ok(Ok(_)) | Err(_) => break,
            }
        }
        self.session.drive.core_mut().end_idle();
        self.finish(tag, |_| ()).await?;
        Ok(if self.has_news { Idled::News } else { Idled::Quiet })
    }

    /// Says goodbye.
    pub async fn logout(mut self) -> Transcript {
        let tag = self.send(Command::Logout);
        timeout(GOODBYE_TIMEOUT, self.finish(tag, |_| ())).await.ok();
        self.session.drive.close().await
    }

    /// What was said so far.
    #[must_use]
    pub const fn transcript(&self) -> &Transcript {
        self.session.drive.transcript()
    }

    fn send(&mut self, command: Command) -> Tag {
        self.session.drive.core_mut().send(command)
    }

    /// The next event; keeps the count of mails.
    async fn event(&mut self) -> Result<Event, SourceError> {
        let event = self.session.event().await?;
        match &event {
            Event::Data(Data::Exists(count)) => {
                self.has_news |= *count > self.exists;
                self.exists = *count;
            }
            Event::Data(Data::Expunged(_)) => self.exists = self.exists.saturating_sub(1),
            Event::Bye(text) => return Err(sign_in::bye(&self.session.server, text)),
            Event::Lost => return Err(sign_in::not_imap(&self.session.server, "a line without an end")),
            Event::Greeting { .. }
            | Event::Done { .. }
            | Event::Data(_)
            | Event::Idling
            | Event::Malformed { .. } => {}
        }
        Ok(event)
    }

    /// Goes on until `tag` is answered; data on the way goes to `each`.
    async fn finish(&mut self, tag: Tag, mut each: impl FnMut(Data)) -> Result<Completion, SourceError> {
        let steps = async {
            loop {
                match self.event().await? {
                    Event::Done { tag: done, completion } if done == tag => return Ok(completion),
                    Event::Data(data) => each(data),
                    Event::Done { .. } | Event::Greeting { .. } | Event::Idling | Event::Bye(_) => {}
                    Event::Malformed { .. } | Event::Lost => {}
                }
            }
        };
        let finished = timeout(STEP_TIMEOUT, steps).await;
        finished.unwrap_or_else(|_| Err(sign_in::too_slow(&self.session.server)))
    }

    fn check(
        &self,
        completion: &Completion,
        step: &'static str,
        advice: &'static str,
    ) -> Result<(), SourceError> {
        match completion.status {
            Status::Ok => Ok(()),
            Status::No | Status::Bad => Err(SourceError::Refused {
                server: self.session.server.clone(),
                step,
                words: words(&completion.text),
                advice,
            }),
        }
    }

    /// SELECT was refused: says which folders there are.
    async fn no_folder(&mut self, folder: String, completion: &Completion) -> SourceError {
        let server = self.session.server.clone();
        let words = words(&completion.text);
        if completion.code == Some(Code::Unavailable) || completion.code == Some(Code::Busy) {
            return SourceError::SignInLater { server, words };
        }
        let mut names = Vec::new();
        let tag = self.send(Command::List);
        let listed = self.finish(tag, |data| {
            if let Data::Folder(folder) = data
                && names.len() < Self::FOLDERS_SHOWN_MAX
            {
                names.push(folder.name);
            }
        });
        match listed.await {
            Ok(_) => SourceError::NoFolder { server, folder, words, others: names.join(", ") },
            Err(error) => error,
        }
    }
}

fn keep_lowest(listed: &mut Vec<Listed>) {
    listed.sort_unstable();
    listed.dedup_by_key(|mail| mail.uid);
    listed.truncate(ImapSource::LISTED_MAX);
}
