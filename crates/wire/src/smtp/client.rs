//! The sending side of one connection (RFC 5321): greeting, extensions, TLS, sign-in, then one
//! transaction after the other.
//!
//! ```text
//! greeting -> EHLO (or HELO) -> [STARTTLS -> EHLO] -> [AUTH] -> Ready -> begin -> Completed -> begin ...
//! ```
//! Where the server offers PIPELINING, a whole envelope travels in one piece. Every transaction
//! that was begun ends with [`Event::Completed`], one outcome per recipient, also when the
//! connection fails; [`Event::Failed`] follows then.

mod attempt;
mod content;
mod failure;
mod opening;
mod settings;
mod transaction;
mod wishes;
mod xtext;

use std::collections::VecDeque;

use bytes::Bytes;
use domain::{Outcome, Timestamp};

use self::attempt::Attempt;
pub use self::failure::{Failure, Step};
use self::opening::SigningIn;
pub use self::settings::{Channel, Settings, StartTls, Timeouts};
pub use self::transaction::Transaction;
pub use self::wishes::{TOO_LARGE, TlsWish, UNNAMED, UNPROMISED, UNPROVEN, Wishes, missed_need};
use super::extensions::Extensions;
use super::reply::{Answer, Replies};
use crate::core::{Core, Side, TraceLine};

/// What the client tells its user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// Send the output, make the connection secure, then call [`Client::tls_established`].
    StartTls,
    /// A transaction may begin.
    Ready,
    /// A transaction is over: one outcome per recipient, in their order.
    Completed(Vec<Outcome>),
    /// The connection is of no use any more.
    Failed(Failure),
    /// The server said goodbye to our QUIT.
    Closed,
}

/// The sending side of one connection.
pub struct Client {
    settings: Settings,
    phase: Phase,
    replies: Replies,
    extensions: Extensions,
    signing_in: Option<SigningIn>,
    attempt: Option<Attempt>,
    /// A transaction was begun that the server did not end itself: RSET comes before the next.
    needs_reset: bool,
    /// Whether the server said anything to the last transaction.
    heard: bool,
    /// Whether the last transaction came as far as the mail itself.
    content_sent: bool,
    to_send: VecDeque<Step>,
    awaited: VecDeque<Step>,
    output: Vec<u8>,
    events: VecDeque<Event>,
    traces: VecDeque<TraceLine>,
    deadline: Option<Timestamp>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    /// Up to `Ready`.
    Opening,
    /// TLS is being negotiated.
    Handshake,
    /// Between transactions.
    Ready,
    /// Within one.
    Sending,
    /// After QUIT.
    Leaving,
    /// Over.
    Over,
}

impl Client {
    /// The client's side of a connection that was just made; it waits for the greeting.
    #[must_use]
    pub fn new(settings: Settings, now: Timestamp) -> Self {
        let mut client = Self {
            settings,
            phase: Phase::Opening,
            replies: Replies::new(),
            extensions: Extensions::default(),
            signing_in: None,
            attempt: None,
            needs_reset: false,
            heard: false,
            content_sent: false,
            to_send: VecDeque::new(),
            awaited: VecDeque::from([Step::Greeting]),
            output: Vec::new(),
            events: VecDeque::new(),
            traces: VecDeque::new(),
            deadline: None,
        };
        client.restart_clock(now);
        client
    }

    /// What the server offers; empty before [`Event::Ready`].
    #[must_use]
    pub const fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Whether a transaction may begin.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.phase == Phase::Ready
    }

    /// Says goodbye; [`Event::Closed`] follows when the server answers.
    pub fn quit(&mut self, now: Timestamp) {
        if self.phase == Phase::Ready {
            self.phase = Phase::Leaving;
            self.send(Step::Quit, "QUIT", now);
        }
    }

    /// The connection broke or closed: ends the transaction that was open, if any, with what is
    /// known of each recipient. `why` is a sentence without a full stop.
    pub fn abandon(&mut self, why: &str) -> Option<Vec<Outcome>> {
        self.phase = Phase::Over;
        self.deadline = None;
        self.attempt.take().map(|attempt| {
            let rest = Outcome::Unreachable(attempt.lost(why));
            attempt.into_outcomes(&rest)
        })
    }

    fn restart_clock(&mut self, now: Timestamp) {
        let timeouts = &self.settings.timeouts;
        let wait = self.awaited.front().map(|step| match step {
            Step::Greeting | Step::Ehlo | Step::Helo | Step::StartTls | Step::SignIn => timeouts.opening_ms,
            Step::Reset | Step::Mail | Step::Recipient(_) => timeouts.envelope_ms,
            Step::Data => timeouts.data_ms,
            Step::Content => timeouts.end_ms,
            Step::Quit => timeouts.quit_ms,
        });
        self.deadline = wait.map(|wait| now.plus_millis(wait));
    }

    /// Sends one command whose answer is waited for.
    fn send(&mut self, step: Step, line: &str, now: Timestamp) {
        self.trace(Side::Client, line);
        self.put(line);
        self.awaited.push_back(step);
        self.restart_clock(now);
    }

    fn put(&mut self, line: &str) {
        // Whatever becomes part of a command, it stays one line.
        debug_assert!(!line.contains(['\r', '\n']), "a command is one line");
        self.output.extend(line.bytes().filter(|octet| !matches!(octet, b'\r' | b'\n')));
        self.output.extend_from_slice(b"\r\n");
    }

    fn answered(&mut self, answer: Answer, now: Timestamp) {
        let last = answer.lines.len().saturating_sub(1);
        for (number, line) in answer.lines.iter().enumerate() {
            let separator = if number == last { ' ' } else { '-' };
            self.trace(Side::Server, &format!("{}{separator}{line}", answer.code));
        }
        let step = self.awaited.pop_front();
        // RFC 5321 3.8: 421 may answer anything, and nothing at all.
        if answer.code.get() == 421 && step != Some(Step::Quit) {
            let reply = answer.into_reply();
            return self.fail(Failure::Closing(reply));
        }
        match step {
            None => {
                let reply = answer.into_reply();
                self.fail(Failure::OutOfStep { step: Step::Reset, reply });
            }
            Some(step @ (Step::Greeting | Step::Ehlo | Step::Helo | Step::StartTls | Step::SignIn)) => {
                self.opening_answered(step, answer, now);
            }
            Some(step @ (Step::Reset | Step::Mail | Step::Recipient(_) | Step::Data | Step::Content)) => {
                self.transaction_answered(step, answer.into_reply(), now);
            }
            Some(Step::Quit) => {
                self.phase = Phase::Over;
                self.events.push_back(Event::Closed);
            }
        }
        self.restart_clock_unless_writing(now);
    }

    fn restart_clock_unless_writing(&mut self, now: Timestamp) {
        let writing = self.attempt.as_ref().is_some_and(Attempt::is_writing);
        if writing {
            self.deadline = Some(now.plus_millis(self.settings.timeouts.piece_ms));
        } else if self.phase == Phase::Handshake || self.phase == Phase::Over {
            self.deadline = None;
        } else {
            self.restart_clock(now);
        }
    }

    /// Ends everything; a transaction that was open is completed with what is known.
    fn fail(&mut self, failure: Failure) {
        if let Some(attempt) = self.attempt.take() {
            let rest = if let Failure::Closing(reply) = &failure {
                Outcome::Deferred(reply.clone())
            } else {
                Outcome::Unreachable(attempt.lost(&failure.to_string()))
            };
            self.events.push_back(Event::Completed(attempt.into_outcomes(&rest)));
        }
        self.phase = Phase::Over;
        self.deadline = None;
        self.to_send.clear();
        self.awaited.clear();
        self.events.push_back(Event::Failed(failure));
    }

    fn trace(&mut self, side: Side, line: &str) {
        self.traces.push_back(TraceLine::new(side, line.as_bytes()));
    }
}

impl Core for Client {
    type Event = Event;

    fn input(&mut self, bytes: &[u8], now: Timestamp) {
        let mut rest = bytes;
        // RFC 3207 6: what came with the answer to STARTTLS was not protected, and is dropped.
        while self.phase != Phase::Over && self.phase != Phase::Handshake {
            match self.replies.take(&mut rest) {
                Ok(Some(answer)) => self.answered(answer, now),
                Ok(None) => return,
                Err(error) => return self.fail(error.into()),
            }
        }
        self.replies.clear();
    }

    fn poll_output(&mut self, now: Timestamp) -> Option<Bytes> {
        if !self.output.is_empty() {
            return Some(std::mem::take(&mut self.output).into());
        }
        let piece = self.attempt.as_mut()?.next_piece()?;
        self.restart_clock_unless_writing(now);
        Some(piece)
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    fn poll_trace(&mut self) -> Option<TraceLine> {
        self.traces.pop_front()
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        self.deadline
    }

    fn timeout(&mut self, now: Timestamp) {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            let step = self.awaited.front().copied().unwrap_or(Step::Greeting);
            self.fail(Failure::TimedOut(step));
        }
    }
}
