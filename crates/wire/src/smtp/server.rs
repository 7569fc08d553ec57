//! The receiving side of one connection (RFC 5321, LMTP by RFC 2033).
//!
//! The core keeps the order of commands and the limits; it knows no mailbox. Whom it may receive
//! for and whether a mail was taken is asked by an [`Event`] and answered by its user, and nothing
//! after the question is read before the answer. Replies to pipelined commands leave together.
//!
//! ```text
//! Recipient(address) -> answer_recipient      Mail(mail) -> answer_mail
//! Content            -> answer_content        StartTls   -> tls_established
//! ```

mod answers;
mod commands;
mod receiving;
mod settings;

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use domain::{EmailAddress, Envelope, Reply, Timestamp};

use self::receiving::Receiving;
pub use self::settings::{Limits, Protocol, Settings};
use super::command::MailFrom;
use super::{COMMAND_OCTETS_MAX, reply};
use crate::core::{Core, Ending, Line, Lines, Side, TraceLine};

/// What the core wants of its user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// May mail for this address come in? Answer with [`Server::answer_recipient`].
    Recipient(EmailAddress),
    /// A mail for [`Server::envelope`] is about to come: answer with [`Server::answer_content`].
    Content,
    /// A mail is complete: take responsibility for it and answer with [`Server::answer_mail`].
    Mail(Mail),
    /// Send the output, begin a TLS handshake, then call [`Server::tls_established`].
    StartTls,
    /// Send the output and close.
    Close,
}

/// A mail that came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mail {
    /// Return path and recipients.
    pub envelope: Envelope,
    /// The octets as they came, behind the trace fields that [`Server::answer_content`] gave.
    pub raw: Vec<u8>,
}

/// The receiving side of one connection.
#[derive(Debug)]
pub struct Server {
    settings: Arc<Settings>,
    phase: Phase,
    greeted: Option<Greeted>,
    is_tls: bool,
    open: Option<Open>,
    receiving: Option<Receiving>,
    lines: Lines,
    /// Input behind a question that is not answered yet: at most what one read brought.
    unread: Vec<u8>,
    output: Vec<u8>,
    events: VecDeque<Event>,
    traces: VecDeque<TraceLine>,
    errors: u32,
    idle_commands: u32,
    deadline: Timestamp,
}

/// What the next octets are, or why none are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    /// Commands.
    Commands,
    /// The mail after DATA.
    Content,
    /// The octets of a BDAT.
    Chunk { left: u64, last: bool },
    /// The octets of a BDAT that was refused; the reply follows them (RFC 3030 2).
    Skip { left: u64, reply: &'static str },
    /// A question is open.
    Asking(Question),
    /// TLS is being negotiated.
    Handshake,
    /// Over.
    Closed,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
    Recipient,
    Content(Transfer),
    Mail,
}

/// How the content comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Transfer {
    Data,
    Chunk { octets: u64, last: bool },
}

/// Who the client said it is.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Greeted {
    name: String,
    extended: bool,
}

/// A transaction that MAIL began.
#[derive(Clone, Debug)]
struct Open {
    from: MailFrom,
    envelope: Envelope,
    /// The recipient that is being asked for.
    asked: Option<EmailAddress>,
    refused: bool,
}

impl Server {
    /// The server's side of a connection that was just accepted; the greeting is ready to be sent.
    /// `is_tls`: the connection began with TLS.
    #[must_use]
    pub fn new(settings: Arc<Settings>, is_tls: bool, now: Timestamp) -> Self {
        let mut server = Self {
            phase: Phase::Commands,
            greeted: None,
            is_tls,
            open: None,
            receiving: None,
            lines: Lines::new(COMMAND_OCTETS_MAX),
            unread: Vec::new(),
            output: Vec::new(),
            events: VecDeque::new(),
            traces: VecDeque::new(),
            errors: 0,
            idle_commands: 0,
            deadline: now.plus_millis(settings.limits.command_ms),
            settings,
        };
        let protocol = match server.settings.protocol {
            Protocol::Smtp => "ESMTP",
            Protocol::Lmtp => "LMTP",
        };
        server.say(&format!("220 {} {protocol} ready", server.settings.host_name));
        server
    }

    /// The name that the client gave with EHLO, HELO or LHLO.
    #[must_use]
    pub fn client_name(&self) -> Option<&str> {
        self.greeted.as_ref().map(|greeted| greeted.name.as_str())
    }

    /// How the mail comes, as a `Received` field names it (RFC 3848).
    #[must_use]
    pub fn with_protocol(&self) -> &'static str {
        let extended = self.greeted.as_ref().is_some_and(|greeted| greeted.extended);
        match (self.settings.protocol, extended, self.is_tls) {
            (Protocol::Lmtp, _, false) => "LMTP",
            (Protocol::Lmtp, _, true) => "LMTPS",
            (Protocol::Smtp, false, _) => "SMTP",
            (Protocol::Smtp, true, false) => "ESMTP",
            (Protocol::Smtp, true, true) => "ESMTPS",
        }
    }

    /// Return path and recipients of the transaction that is open.
    #[must_use]
    pub fn envelope(&self) -> Option<&Envelope> {
        self.open.as_ref().map(|open| &open.envelope)
    }

    /// The return path as the client wrote it, without brackets; it may be one that
    /// [`Envelope::return_path`] cannot hold.
    #[must_use]
    pub fn written_return_path(&self) -> &str {
        self.open.as_ref().map_or("", |open| &open.from.written)
    }

    /// The size that the client announced for the mail, octets (RFC 1870); it need not be true.
    #[must_use]
    pub fn announced_octets(&self) -> Option<u64> {
        self.open.as_ref()?.from.size_octets
    }

    /// Whether no mail is begun and no question open, so that closing loses nothing.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.phase == Phase::Commands && self.open.is_none()
    }

    /// Octets of mail that are held for this connection.
    #[must_use]
    pub fn held_octets(&self) -> usize {
        self.receiving.as_ref().map_or(0, Receiving::held_octets)
    }

    /// Ends the conversation with a reply of our own, as when the server stops (RFC 5321 3.8).
    pub fn close(&mut self, farewell: &str) {
        if self.phase != Phase::Closed {
            self.say(farewell);
            self.phase = Phase::Closed;
            self.receiving = None;
            self.unread = Vec::new();
            self.events.push_back(Event::Close);
        }
    }

    /// Reads on after an answer.
    fn resume(&mut self, now: Timestamp) {
        self.restart_clock(now);
        let mut unread = std::mem::take(&mut self.unread);
        let consumed = self.process(&unread, now);
        unread.drain(..consumed);
        if self.phase != Phase::Closed {
            self.unread = unread;
        }
    }

    /// Reads until the input ends or a question is open; says how much was read.
    fn process(&mut self, input: &[u8], now: Timestamp) -> usize {
        let mut rest = input;
        while !rest.is_empty() {
            match self.phase {
                Phase::Commands => match self.lines.take(&mut rest) {
                    Some(line) => self.line(line, now),
                    None => break,
                },
                Phase::Content | Phase::Chunk { .. } | Phase::Skip { .. } => self.receive(&mut rest, now),
                Phase::Asking(_) => break,
                // RFC 3207 4.2: commands that were pipelined behind STARTTLS came in plain text,
                // maybe from somebody else; they are thrown away.
                Phase::Handshake | Phase::Closed => rest = &[],
            }
        }
        input.len() - rest.len()
    }

    fn line(&mut self, line: Line, now: Timestamp) {
        self.restart_clock(now);
        match line {
            Line::Whole { text, ending } => {
                self.trace(Side::Client, &text);
                // RFC 5321 2.3.8: a bare LF ends no line; naming the fault beats waiting for a CR.
                if ending == Ending::Lf || text.contains(&b'\r') {
                    self.error("500 5.5.2 lines must end with CR LF");
                } else {
                    self.command(&text);
                }
            }
            // RFC 5321 4.5.3.1.9: 500, line too long.
            Line::TooLong { .. } => self.error("500 5.5.6 the line is too long"),
        }
    }

    fn restart_clock(&mut self, now: Timestamp) {
        self.deadline = now.plus_millis(self.settings.limits.command_ms);
    }

    fn ask(&mut self, question: Question, event: Event) {
        self.phase = Phase::Asking(question);
        self.events.push_back(event);
    }

    fn say(&mut self, line: &str) {
        self.trace(Side::Server, line.as_bytes());
        self.output.extend_from_slice(line.as_bytes());
        self.output.extend_from_slice(b"\r\n");
    }

    /// The reply to a whole mail: in LMTP one for each recipient (RFC 2033 4.2).
    fn say_for_each(&mut self, recipients: usize, line: &str) {
        let times = match self.settings.protocol {
            Protocol::Smtp => 1,
            Protocol::Lmtp => recipients.max(1),
        };
        for _ in 0..times {
            self.say(line);
        }
    }

    /// A reply that blames the client; too many of them end the connection.
    fn error(&mut self, line: &str) {
        self.errors += 1;
        if self.errors > self.settings.limits.errors_max {
            self.close("421 4.7.0 too many errors, closing");
        } else {
            self.say(line);
        }
    }

    fn refuse(&mut self, refusal: &Reply) {
        let mut line = Vec::new();
        reply::write(refusal, &mut line);
        self.error(String::from_utf8_lossy(&line).trim_end());
    }

    fn trace(&mut self, side: Side, line: &[u8]) {
        if self.settings.traces {
            self.traces.push_back(TraceLine::new(side, line));
        }
    }
}

impl Core for Server {
    type Event = Event;

    fn input(&mut self, bytes: &[u8], now: Timestamp) {
        if !self.unread.is_empty() {
            self.unread.extend_from_slice(bytes);
            return;
        }
        let consumed = self.process(bytes, now);
        if self.phase != Phase::Closed {
            self.unread.extend_from_slice(&bytes[consumed..]);
        }
    }

    fn poll_output(&mut self, _now: Timestamp) -> Option<Bytes> {
        (!self.output.is_empty()).then(|| std::mem::take(&mut self.output).into())
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    fn poll_trace(&mut self) -> Option<TraceLine> {
        self.traces.pop_front()
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Commands => Some(self.deadline),
            Phase::Content | Phase::Chunk { .. } | Phase::Skip { .. } => {
                let whole = self.receiving.as_ref().map(Receiving::deadline);
                Some(whole.map_or(self.deadline, |whole| whole.min(self.deadline)))
            }
            Phase::Asking(_) | Phase::Handshake | Phase::Closed => None,
        }
    }

    fn timeout(&mut self, now: Timestamp) {
        if self.poll_timeout().is_some_and(|deadline| deadline <= now) {
            self.close("421 4.4.2 timeout, closing");
        }
    }
}
