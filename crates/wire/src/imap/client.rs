//! The IMAP client core: tags, pipelining, continuation requests, STARTTLS, SASL, IDLE.

use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;
use domain::{Secret, Timestamp};

use super::ANSWER_TIMEOUT_MS;
use super::command::{self, Command, Written};
use super::framer::{Framed, Framer};
use super::response::{self, Capabilities, Code, Completion, Data, Response, Status};
use crate::core::{Core, Side, TraceLine};
use crate::sasl::Exchange;

/// The name of a command that was sent; its answer carries the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tag(u32);

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P{}", self.0)
    }
}

/// What the client learns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// The server is there.
    Greeting {
        /// It took us for signed in already (RFC 3501 7.1.4).
        preauthenticated: bool,
        /// Its words.
        text: String,
    },
    /// A command is answered.
    Done {
        /// Which.
        tag: Tag,
        /// How.
        completion: Completion,
    },
    /// Data, asked for or not.
    Data(Data),
    /// IDLE has begun: what happens in the folder comes as data.
    Idling,
    /// The server closes the connection.
    Bye(String),
    /// One response could not be read; the session goes on.
    Malformed {
        /// How it began.
        start: String,
    },
    /// The stream cannot be read any more; the session is over.
    Lost,
}

enum Phase {
    Greeting,
    Open,
    /// STARTTLS is agreed on: whatever comes in plain text from here on is an attacker's.
    AwaitingTls,
    Over,
}

struct Pending {
    tag: Tag,
    kind: Kind,
}

/// What a command needs beyond its answer.
enum Kind {
    Plain,
    StartTls,
    Authenticate { exchange: Box<Exchange>, initial_is_sent: bool },
    Idle { idling: bool, ending: bool },
}

enum Outgoing {
    Send {
        tag: Tag,
        octets: Vec<u8>,
        shown: Option<String>,
    },
    /// A literal follows; the server must agree first.
    AwaitContinue {
        tag: Tag,
    },
}

/// The client.
pub struct Client {
    framer: Framer,
    phase: Phase,
    next_tag: u32,
    capabilities: Option<Capabilities>,
    pending: VecDeque<Pending>,
    outgoing: VecDeque<Outgoing>,
    events: VecDeque<Event>,
    trace: VecDeque<TraceLine>,
    due_at: Option<Timestamp>,
}

impl Client {
    /// A client that waits for the greeting and takes mails of at most `mail_octets_max`.
    #[must_use]
    pub fn new(mail_octets_max: usize) -> Self {
        Self {
            framer: Framer::new(mail_octets_max),
            phase: Phase::Greeting,
            next_tag: 1,
            capabilities: None,
            pending: VecDeque::new(),
            outgoing: VecDeque::new(),
            events: VecDeque::new(),
            trace: VecDeque::new(),
            due_at: None,
        }
    }

    /// What the server said it can do; `None` until it said so on this side of STARTTLS.
    #[must_use]
    pub const fn capabilities(&self) -> Option<&Capabilities> {
        self.capabilities.as_ref()
    }

    /// Queues a command. Several may be under way at once, in the order given, as long as their
    /// meaning does not depend on an answer (RFC 3501 5.5).
    pub fn send(&mut self, command: Command) -> Tag {
        let tag = Tag(self.next_tag);
        self.next_tag = self.next_tag.wrapping_add(1);
        let nothing_known = Capabilities::default();
        let capabilities = self.capabilities.as_ref().unwrap_or(&nothing_known);
        let written = command::write(&tag.to_string(), &command, capabilities);
        let initial_is_sent = capabilities.has("SASL-IR");
        self.queue(tag, written);
        self.pending.push_back(Pending { tag, kind: Kind::of(command, initial_is_sent) });
        tag
    }

    /// Ends IDLE; its answer follows.
    pub fn end_idle(&mut self) {
        let idle = self.pending.iter_mut().find_map(|pending| match &mut pending.kind {
            Kind::Idle { idling, ending } => Some((pending.tag, *idling, ending)),
            Kind::Plain | Kind::StartTls | Kind::Authenticate { .. } => None,
        });
        let Some((tag, idling, ending)) = idle else { return };
        // Before the server has agreed to idle, DONE would be read as a tag.
        if !std::mem::replace(ending, true) && idling {
            self.queue_done(tag);
        }
    }

    /// The stream is secure; capabilities learnt before are forgotten (RFC 3501 6.2.1).
    pub fn tls_started(&mut self) {
        self.capabilities = None;
        self.phase = Phase::Open;
    }

    fn queue(&mut self, tag: Tag, written: Written) {
        let mut shown = Some(written.shown);
        for (index, octets) in written.pieces.into_iter().enumerate() {
            if index > 0 {
                self.outgoing.push_back(Outgoing::AwaitContinue { tag });
            }
            self.outgoing.push_back(Outgoing::Send { tag, octets, shown: shown.take() });
        }
    }

    // RFC 2177 3: IDLE ends with DONE, which has no tag.
    fn queue_done(&mut self, tag: Tag) {
        self.queue(tag, Written { pieces: vec![b"DONE\r\n".to_vec()], shown: "DONE".to_owned() });
    }

    fn respond(&mut self, response: Response, start: &[u8]) {
        match response {
            Response::Continue(text) => self.continued(&text, start),
            Response::Tagged { tag, completion } => self.completed(&tag, completion),
            Response::Ready { preauthenticated, code, text } => self.ready(preauthenticated, code, text),
            Response::Bye(text) => self.events.push_back(Event::Bye(text)),
            Response::Data(Data::Code(code)) => self.learned(code),
            Response::Data(data) => self.events.push_back(Event::Data(data)),
            Response::Ignored => {}
            Response::Malformed => self.malformed(start),
        }
    }

    fn malformed(&mut self, start: &[u8]) {
        let start = TraceLine::new(Side::Server, start).text;
        self.events.push_back(Event::Malformed { start });
    }

    fn ready(&mut self, preauthenticated: bool, code: Option<Code>, text: String) {
        if let Some(code) = code {
            self.learned(code);
        }
        if matches!(self.phase, Phase::Greeting) {
            self.phase = Phase::Open;
            self.events.push_back(Event::Greeting { preauthenticated, text });
        }
    }

    fn learned(&mut self, code: Code) {
        if let Code::Capability(capabilities) = code {
            self.capabilities = Some(capabilities);
        } else {
            self.events.push_back(Event::Data(Data::Code(code)));
        }
    }

    /// A `+`: it is for the oldest command that can ask for more.
    fn continued(&mut self, text: &str, start: &[u8]) {
        let asking =
            self.pending.iter_mut().find(|pending| !matches!(pending.kind, Kind::Plain | Kind::StartTls));
        let awaited = match self.outgoing.front() {
            Some(Outgoing::AwaitContinue { tag }) => Some(*tag),
            Some(Outgoing::Send { .. }) | None => None,
        };
        match (asking, awaited) {
            (Some(pending), awaited) if awaited.is_none_or(|tag| tag.0 > pending.tag.0) => {
                let tag = pending.tag;
                match &mut pending.kind {
                    Kind::Authenticate { exchange, initial_is_sent } => {
                        let answer = answer(exchange, initial_is_sent, text);
                        self.queue(tag, command::write_response(&answer));
                    }
                    Kind::Idle { idling, ending } => {
                        let (first, ending) = (!std::mem::replace(idling, true), *ending);
                        if first && ending {
                            self.queue_done(tag);
                        } else if first {
                            self.events.push_back(Event::Idling);
                        }
                    }
                    Kind::Plain | Kind::StartTls => {}
                }
            }
            (_, Some(_)) => {
                self.outgoing.pop_front();
            }
            _ => self.malformed(start),
        }
    }

    fn completed(&mut self, name: &str, mut completion: Completion) {
        let Some(index) = self.pending.iter().position(|pending| pending.tag.to_string() == *name) else {
            return self.malformed(name.as_bytes());
        };
        let Some(pending) = self.pending.remove(index) else { return };
        let tag = pending.tag;
        // A literal that was refused is not sent.
        self.outgoing.retain(|outgoing| match outgoing {
            Outgoing::Send { tag: of, .. } | Outgoing::AwaitContinue { tag: of } => *of != tag,
        });
        if let Some(Code::Capability(capabilities)) = &completion.code {
            self.capabilities = Some(capabilities.clone());
        }
        match pending.kind {
            Kind::StartTls if completion.status == Status::Ok => self.phase = Phase::AwaitingTls,
            Kind::Authenticate { exchange, .. }
                if completion.status == Status::Ok && !exchange.server_is_proved() =>
            {
                completion = impostor();
            }
            Kind::Plain | Kind::StartTls | Kind::Authenticate { .. } | Kind::Idle { .. } => {}
        }
        self.events.push_back(Event::Done { tag, completion });
    }

    /// Whether the server owes us something. In IDLE it does not.
    fn is_owed(&self) -> bool {
        matches!(self.phase, Phase::Greeting)
            || self
                .pending
                .iter()
                .any(|pending| !matches!(pending.kind, Kind::Idle { idling: true, ending: false }))
    }

    fn rearm(&mut self, now: Timestamp) {
        self.due_at = self.is_owed().then(|| now.plus_millis(ANSWER_TIMEOUT_MS));
    }
}

impl Kind {
    fn of(command: Command, initial_is_sent: bool) -> Self {
        match command {
            Command::StartTls => Self::StartTls,
            Command::Authenticate(exchange, _) => {
                // Where the server speaks first, its first `+` already asks something.
                let initial_is_sent = initial_is_sent || exchange.initial().is_none();
                Self::Authenticate { exchange, initial_is_sent }
            }
            Command::Idle => Self::Idle { idling: false, ending: false },
            Command::Capability
            | Command::Noop
            | Command::Id { .. }
            | Command::Login(_)
            | Command::List
            | Command::Select(_)
            | Command::FolderStatus(_)
            | Command::FetchListing(_)
            | Command::FetchStart(..)
            | Command::FetchMails(_)
            | Command::SearchDeleted
            | Command::AddFlag(..)
            | Command::ExpungeMails(_)
            | Command::Expunge
            | Command::Logout => Self::Plain,
        }
    }
}

fn answer(exchange: &mut Exchange, initial_is_sent: &mut bool, challenge: &str) -> Secret {
    if !std::mem::replace(initial_is_sent, true) {
        return exchange.initial().unwrap_or_else(|| Secret::new(""));
    }
    // RFC 3501 6.2.2: "*" cancels; the server answers BAD.
    exchange.answer(challenge).unwrap_or_else(|_| Secret::new("*"))
}

fn impostor() -> Completion {
    let text = "the server did not prove that it knows the password; it may be an impostor".to_owned();
    Completion { status: Status::No, code: Some(Code::Other("IMPOSTOR".to_owned())), text }
}

impl Core for Client {
    type Event = Event;

    fn input(&mut self, bytes: &[u8], now: Timestamp) {
        let mut input = bytes;
        loop {
            // RFC 3501 6.2.1, CVE-2011-0411: what came behind STARTTLS's answer was not encrypted
            // and must not be taken for the server's.
            if matches!(self.phase, Phase::AwaitingTls | Phase::Over) {
                self.framer.clear();
                break;
            }
            match self.framer.take(&mut input) {
                Some(Framed::Frame(frame)) => {
                    let line = TraceLine::new(Side::Server, &frame.text);
                    let response = response::read(frame);
                    self.respond(response, line.text.as_bytes());
                    self.trace.push_back(line);
                }
                Some(Framed::Lost) => {
                    self.phase = Phase::Over;
                    self.events.push_back(Event::Lost);
                }
                None => break,
            }
        }
        self.rearm(now);
    }

    fn poll_output(&mut self, now: Timestamp) -> Option<Bytes> {
        if self.due_at.is_none() {
            self.rearm(now);
        }
        if matches!(self.outgoing.front(), None | Some(Outgoing::AwaitContinue { .. })) {
            return None;
        }
        let Some(Outgoing::Send { octets, shown, .. }) = self.outgoing.pop_front() else { return None };
        if let Some(shown) = shown {
            self.trace.push_back(TraceLine::new(Side::Client, shown.as_bytes()));
        }
        self.rearm(now);
        Some(octets.into())
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    fn poll_trace(&mut self) -> Option<TraceLine> {
        self.trace.pop_front()
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        self.due_at
    }

    fn timeout(&mut self, _now: Timestamp) {}
}
