//! Mails on their way: several FETCH commands are under way at once, and one bad mail costs
//! itself alone.

use std::collections::{BTreeSet, VecDeque};

use tokio::time::timeout;
use wire::imap::{Command, Completion, Data, Event, Fetch, Status, Tag, UidSet};

use super::{ImapSource, sign_in};
use crate::source::{Content, Fetched, STEP_TIMEOUT, SourceError, words};

/// The mails that [`ImapSource::fetch`] asked for, as they come. Dropped early, the rest is read
/// and forgotten by the next step.
pub struct Fetching<'a> {
    source: &'a mut ImapSource,
    unseen: BTreeSet<u32>,
    waiting: VecDeque<UidSet>,
    /// Mails that are asked for a second time, alone.
    again: VecDeque<u32>,
    under_way: VecDeque<UnderWay>,
    /// What is wrong with a mail that the server has not sent yet.
    complaint: Option<String>,
    asked_again: bool,
}

/// One FETCH command.
struct UnderWay {
    tag: Tag,
    /// The mail, when it is asked for alone.
    alone: Option<u32>,
}

impl<'a> Fetching<'a> {
    /// FETCH commands under way at once: the server reads the next while it sends the last.
    const UNDER_WAY_MAX: usize = 4;

    pub(super) fn new(source: &'a mut ImapSource, uids: &[u32]) -> Self {
        let unseen: BTreeSet<u32> = uids.iter().copied().collect();
        let in_order: Vec<u32> = unseen.iter().copied().collect();
        Self {
            source,
            unseen,
            waiting: UidSet::cover(&in_order).into(),
            again: VecDeque::new(),
            under_way: VecDeque::new(),
            complaint: None,
            asked_again: false,
        }
    }

    /// The next mail, in the server's order; `None` after the last. Each UID comes exactly once.
    ///
    /// # Errors
    ///
    /// When the connection fails; the mails that came before are good.
    pub async fn next(&mut self) -> Result<Option<Fetched>, SourceError> {
        let found = timeout(STEP_TIMEOUT, self.advance()).await;
        found.unwrap_or_else(|_| Err(sign_in::too_slow(&self.source.session.server)))
    }

    async fn advance(&mut self) -> Result<Option<Fetched>, SourceError> {
        loop {
            self.fill();
            if self.under_way.is_empty() {
                // Whoever is missing without a complaint was removed by somebody.
                return Ok(self.unseen.pop_first().map(|id| Fetched { id, content: Content::Gone }));
            }
            match self.source.event().await? {
                Event::Data(Data::Fetch(fetch)) => {
                    if let Some(fetched) = self.arrived(fetch) {
                        return Ok(Some(fetched));
                    }
                }
                Event::Done { tag, completion } => {
                    if let Some(fetched) = self.done(tag, &completion) {
                        return Ok(Some(fetched));
                    }
                }
                Event::Malformed { start } => {
                    self.complaint = Some(format!("the server's answer cannot be read: {start}"));
                }
                Event::Data(_) | Event::Greeting { .. } | Event::Idling | Event::Bye(_) | Event::Lost => {}
            }
        }
    }

    /// Keeps commands under way. Servers end a FETCH of many at the first mail that they cannot
    /// read, so after a complaint all that is missing is asked for once more, one by one.
    fn fill(&mut self) {
        while self.under_way.len() < Self::UNDER_WAY_MAX {
            if let Some(set) = self.waiting.pop_front() {
                let tag = self.source.send(Command::FetchMails(set));
                self.under_way.push_back(UnderWay { tag, alone: None });
            } else if let Some(uid) = self.again.pop_front() {
                for set in UidSet::cover(&[uid]) {
                    let tag = self.source.send(Command::FetchMails(set));
                    self.under_way.push_back(UnderWay { tag, alone: Some(uid) });
                }
            } else if self.under_way.is_empty() && !self.asked_again && self.complaint.take().is_some() {
                self.asked_again = true;
                self.again = self.unseen.iter().copied().collect();
            } else {
                return;
            }
        }
    }

    fn arrived(&mut self, fetch: Fetch) -> Option<Fetched> {
        let (id, body) = (fetch.uid?, fetch.body?);
        self.unseen.remove(&id).then(|| Fetched { id, content: body.into() })
    }

    /// A command is answered; the fate of a mail that was asked for alone is known with it.
    fn done(&mut self, tag: Tag, completion: &Completion) -> Option<Fetched> {
        let index = self.under_way.iter().position(|command| command.tag == tag)?;
        let command = self.under_way.remove(index)?;
        if completion.status != Status::Ok {
            self.complaint = Some(format!("the server says {}", words(&completion.text)));
        }
        let id = command.alone.filter(|uid| self.unseen.remove(uid))?;
        let content = self.complaint.take().map_or(Content::Gone, Content::Unreadable);
        Some(Fetched { id, content })
    }
}
