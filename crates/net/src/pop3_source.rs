//! Fetches over POP3, as typed steps: connect, list, retrieve, delete, quit. Nothing is removed
//! from the server before QUIT is answered (RFC 1939 6).

mod sign_in;

use std::collections::{BTreeMap, VecDeque};

use tokio::time::timeout;
use wire::Body;
use wire::pop3::{Answer, Client, Command, Event, Payload, Ticket};

use crate::drive::DriveError;
use crate::network::Net;
use crate::source::{
    Beginning, Content, Failure, Fetched, GOODBYE_TIMEOUT, STEP_TIMEOUT, ServerSettings, Session,
    SourceError, other_protocol, words,
};
use crate::transcript::Transcript;

/// An open session; the server locks the mailbox for it.
pub struct Pop3Source {
    session: Session<Client>,
}

/// One mail that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its number in this session.
    pub number: u32,
    /// Its unique id, the same in every session.
    pub uidl: String,
    /// Its size, as the server counts.
    pub size_octets: u64,
}

impl Pop3Source {
    /// Connects and signs in.
    ///
    /// # Errors
    ///
    /// With the conversation, secrets masked.
    pub async fn connect(settings: &ServerSettings, net: &Net) -> Result<Self, Failure> {
        let mut session = Session::open(Client::new(settings.mail_octets_max), settings, net).await?;
        match Box::pin(sign_in::sign_in(&mut session, settings, net)).await {
            Ok(()) => Ok(Self { session }),
            Err(error) => Err(session.failure(error)),
        }
    }

    /// Everything in the mailbox, by number.
    ///
    /// # Errors
    ///
    /// When the server has no UIDL (RFC 1939 7): without it a mail cannot be told from one that
    /// was fetched before.
    pub async fn list(&mut self) -> Result<Vec<Listed>, SourceError> {
        let tickets = [self.send(Command::UniqueIds), self.send(Command::Sizes)];
        let [ids, sizes] = self.answers(tickets).await?;
        self.check(&ids, "to name its mails (UIDL)", "fetch this mailbox over IMAP")?;
        self.check(&sizes, "to list its mails", "it is tried again")?;
        let (Payload::UniqueIds(ids), Payload::Sizes(sizes)) = (ids.payload, sizes.payload) else {
            return Ok(Vec::new());
        };
        let sizes: BTreeMap<u32, u64> = sizes.into_iter().collect();
        let listed = ids.into_iter().map(|(number, uidl)| {
            let size_octets = sizes.get(&number).copied().unwrap_or(0);
            Listed { number, uidl, size_octets }
        });
        Ok(listed.collect())
    }

    /// Fetches these mails, pipelined where the server can; they come one by one from
    /// [`Retrieving::next`].
    pub fn retrieve(&mut self, numbers: &[u32]) -> Retrieving<'_> {
        let under_way =
            numbers.iter().map(|&number| (self.send(Command::Retrieve(number)), number)).collect();
        Retrieving { source: self, under_way }
    }

    /// The beginning of these mails, in their order; `None` for one that the server does not give,
    /// as where it has no TOP (RFC 1939 7).
    ///
    /// # Errors
    ///
    /// When the connection fails.
    pub async fn beginnings(
        &mut self,
        numbers: &[u32],
        much: Beginning,
    ) -> Result<Vec<Option<Vec<u8>>>, SourceError> {
        /// Lines that come to about what is asked for over IMAP.
        const LINES: u32 = 3000;
        let lines = match much {
            Beginning::Header => 0,
            Beginning::Text => LINES,
        };
        let tickets: Vec<Ticket> =
            numbers.iter().map(|&number| self.send(Command::Top(number, lines))).collect();
        let mut found = Vec::with_capacity(tickets.len());
        for ticket in tickets {
            let answer = self.answer(ticket).await?;
            found.push(match (answer.ok, answer.payload) {
                (true, Payload::Mail(Body::Whole(octets))) => Some(octets),
                _ => None,
            });
        }
        Ok(found)
    }

    /// Marks these mails for removal at [`Pop3Source::quit`].
    ///
    /// # Errors
    ///
    /// When the server refuses one, or the connection fails; nothing is removed then.
    pub async fn delete(&mut self, numbers: &[u32]) -> Result<(), SourceError> {
        let tickets: Vec<Ticket> = numbers.iter().map(|&number| self.send(Command::Delete(number))).collect();
        for ticket in tickets {
            let answer = self.answer(ticket).await?;
            self.check(&answer, "to remove an imported mail", "give the user the right to delete mails")?;
        }
        Ok(())
    }

    /// Ends the session; the marked mails are removed if, and only if, this succeeds.
    ///
    /// # Errors
    ///
    /// When the server could not remove all that was marked (RFC 1939 6), or the connection
    /// failed: what is left comes again in the next session, under the same unique ids.
    pub async fn quit(mut self) -> Result<Transcript, Failure> {
        let ticket = self.send(Command::Quit);
        let quit = async {
            let answer = self.answer(ticket).await?;
            self.check(&answer, "to remove all imported mails", "it is tried again")
        };
        match quit.await {
            Ok(()) => Ok(self.session.drive.close().await),
            Err(error) => Err(self.session.failure(error)),
        }
    }

    /// Ends the session without removing anything that was marked.
    pub async fn abandon(self) -> Transcript {
        // RFC 1939 3: a session that ends without QUIT removes nothing.
        let Self { session } = self;
        timeout(GOODBYE_TIMEOUT, session.drive.close()).await.unwrap_or_default()
    }

    /// What was said so far.
    #[must_use]
    pub const fn transcript(&self) -> &Transcript {
        self.session.drive.transcript()
    }

    fn send(&mut self, command: Command) -> Ticket {
        self.session.drive.core_mut().send(command)
    }

    /// The answer to `ticket`; the protocol answers in order.
    async fn answer(&mut self, ticket: Ticket) -> Result<Answer, SourceError> {
        let answered = timeout(STEP_TIMEOUT, sign_in::answer(&mut self.session, ticket)).await;
        answered.unwrap_or_else(|_| {
            Err(SourceError::Lost { server: self.session.server.clone(), source: DriveError::TimedOut })
        })
    }

    async fn answers<const N: usize>(&mut self, tickets: [Ticket; N]) -> Result<[Answer; N], SourceError> {
        let mut answers = Vec::with_capacity(N);
        for ticket in tickets {
            answers.push(self.answer(ticket).await?);
        }
        Ok(answers.try_into().expect("as many answers as tickets"))
    }

    fn check(&self, answer: &Answer, step: &'static str, advice: &'static str) -> Result<(), SourceError> {
        if answer.ok {
            return Ok(());
        }
        Err(SourceError::Refused {
            server: self.session.server.clone(),
            step,
            words: words(&answer.text),
            advice,
        })
    }
}

/// The mails that [`Pop3Source::retrieve`] asked for, as they come. Dropped early, the rest is
/// read and forgotten by the next step.
pub struct Retrieving<'a> {
    source: &'a mut Pop3Source,
    under_way: VecDeque<(Ticket, u32)>,
}

impl Retrieving<'_> {
    /// The next mail, in the order asked for; `None` after the last.
    ///
    /// # Errors
    ///
    /// When the connection fails; the mails that came before are good.
    pub async fn next(&mut self) -> Result<Option<Fetched>, SourceError> {
        let Some((ticket, id)) = self.under_way.front().copied() else { return Ok(None) };
        let answer = self.source.answer(ticket).await?;
        self.under_way.pop_front();
        let content = match (answer.ok, answer.payload) {
            (true, Payload::Mail(body)) => body.into(),
            _ => Content::Unreadable(format!("the server says {}", words(&answer.text))),
        };
        Ok(Some(Fetched { id, content }))
    }
}

/// What came in the place of an answer.
pub(super) fn lost(server: &str, event: Event) -> SourceError {
    let start = match event {
        Event::Lost { start } => start,
        Event::Greeting(answer) | Event::Done { answer, .. } => answer.text,
    };
    other_protocol(server, "POP3", &start)
}
