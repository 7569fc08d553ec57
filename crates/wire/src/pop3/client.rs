//! The POP3 client core: commands are answered in order; they are sent without waiting only where
//! the server said it can read them so.

use std::collections::VecDeque;

use bytes::Bytes;
use domain::{Secret, Timestamp};

use super::answer::{Answer, Capabilities, Payload};
use super::dots::Dots;
use super::{ANSWER_TIMEOUT_MS, LINE_OCTETS_MAX};
use crate::body::Body;
use crate::core::{Core, Line, Lines, Side, TraceLine};
use crate::sasl::Exchange;

/// One command (RFC 1939 5 to 9).
pub enum Command {
    /// What can you do (RFC 2449 5)?
    Capa,
    /// Make the connection secure (RFC 2595 4).
    StartTls,
    /// Who signs in.
    User(String),
    /// And the password.
    Pass(Secret),
    /// Sign in with SASL (RFC 5034).
    Auth(Box<Exchange>, &'static str),
    /// The unique ids of all mails.
    UniqueIds,
    /// The sizes of all mails.
    Sizes,
    /// One mail.
    Retrieve(u32),
    /// The header of one mail and so many lines of its text (RFC 1939 7, optional).
    Top(u32, u32),
    /// Mark one mail for removal at QUIT.
    Delete(u32),
    /// Goodbye, and remove what is marked.
    Quit,
}

/// The name of a command that was sent; its answer carries the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ticket(u32);

/// What the client learns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// The server's first word.
    Greeting(Answer),
    /// A command is answered.
    Done {
        /// Which.
        ticket: Ticket,
        /// How.
        answer: Answer,
    },
    /// The server said something that is no answer; the session is over.
    Lost {
        /// How it began.
        start: String,
    },
}

struct Queued {
    ticket: Ticket,
    octets: Vec<u8>,
    shown: String,
    expects: Expects,
}

struct InFlight {
    ticket: Ticket,
    expects: Expects,
}

/// What follows a positive answer.
enum Expects {
    Status,
    StartTls,
    Challenges { exchange: Box<Exchange>, initial_is_sent: bool },
    Listing(Payload),
    Mail,
}

enum Phase {
    Greeting,
    Status,
    Listing(Answer),
    Mail(Answer, Box<Dots>),
    /// STLS is agreed on: whatever comes in plain text from here on is an attacker's.
    AwaitingTls,
    Over,
}

/// The client.
pub struct Client {
    lines: Lines,
    phase: Phase,
    mail_octets_max: usize,
    capabilities: Capabilities,
    next_ticket: u32,
    queued: VecDeque<Queued>,
    /// An answer to a challenge, which goes before any command.
    response: Option<Secret>,
    in_flight: VecDeque<InFlight>,
    events: VecDeque<Event>,
    trace: VecDeque<TraceLine>,
    due_at: Option<Timestamp>,
}

impl Client {
    /// Commands under way at once. RFC 2449 6.6 sets no bound; the answers must not fill the
    /// peer's buffers while we still write.
    const IN_FLIGHT_MAX: usize = 64;

    /// A client that waits for the greeting and takes mails of at most `mail_octets_max`.
    #[must_use]
    pub const fn new(mail_octets_max: usize) -> Self {
        Self {
            lines: Lines::new(LINE_OCTETS_MAX),
            phase: Phase::Greeting,
            mail_octets_max,
            capabilities: Capabilities::new(),
            next_ticket: 1,
            queued: VecDeque::new(),
            response: None,
            in_flight: VecDeque::new(),
            events: VecDeque::new(),
            trace: VecDeque::new(),
            due_at: None,
        }
    }

    /// What the server said it can do on this side of STLS; empty until it said so.
    #[must_use]
    pub const fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Queues a command.
    pub fn send(&mut self, command: Command) -> Ticket {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket = self.next_ticket.wrapping_add(1);
        let (octets, shown, expects) = written(command);
        self.queued.push_back(Queued { ticket, octets, shown, expects });
        ticket
    }

    /// The stream is secure; what was learnt before is forgotten (RFC 2595 4).
    pub fn tls_started(&mut self) {
        self.capabilities = Capabilities::new();
        self.phase = Phase::Status;
    }

    fn line(&mut self, line: Line) {
        let text = match line {
            Line::Whole { text, .. } => text,
            Line::TooLong { start } => return self.lost(&start),
        };
        let phase = std::mem::replace(&mut self.phase, Phase::Status);
        match phase {
            Phase::Greeting => {
                self.traced(&text);
                match Answer::read(&text) {
                    Some(answer) => self.events.push_back(Event::Greeting(answer)),
                    None => self.lost(&text),
                }
            }
            Phase::Listing(answer) => self.listed(answer, &text),
            Phase::Status => {
                self.traced(&text);
                self.status(&text);
            }
            Phase::Mail(..) | Phase::AwaitingTls | Phase::Over => self.phase = phase,
        }
    }

    fn listed(&mut self, mut answer: Answer, line: &[u8]) {
        if line == b"." {
            return self.done(answer);
        }
        // RFC 1939 3: the first dot of a line is the protocol's.
        answer.payload.add(line.strip_prefix(b".").unwrap_or(line));
        self.phase = Phase::Listing(answer);
    }

    fn status(&mut self, line: &[u8]) {
        let Some(flight) = self.in_flight.front_mut() else { return self.lost(line) };
        if let (Expects::Challenges { exchange, initial_is_sent }, Some(challenge)) =
            (&mut flight.expects, challenge(line))
        {
            self.response = Some(answer_to(exchange, initial_is_sent, &challenge));
            return;
        }
        let Some(mut answer) = Answer::read(line) else { return self.lost(line) };
        match (&mut flight.expects, answer.ok) {
            (Expects::Listing(empty), true) => {
                answer.payload = std::mem::replace(empty, Payload::None);
                self.phase = Phase::Listing(answer);
            }
            (Expects::Mail, true) => {
                self.phase = Phase::Mail(answer, Box::new(Dots::new(self.mail_octets_max)))
            }
            (Expects::StartTls, true) => {
                self.phase = Phase::AwaitingTls;
                self.done(answer);
            }
            (Expects::Challenges { exchange, .. }, true) if !exchange.server_is_proved() => {
                answer.ok = false;
                answer.text =
                    "the server did not prove that it knows the password; it may be an impostor".to_owned();
                self.done(answer);
            }
            _ => self.done(answer),
        }
    }

    fn mail(&mut self, mut answer: Answer, body: Body) {
        let octets = match &body {
            Body::Whole(octets) => u64::try_from(octets.len()).unwrap_or(u64::MAX),
            Body::TooLarge { octets } => *octets,
        };
        self.traced(format!("({octets} octets)").as_bytes());
        answer.payload = Payload::Mail(body);
        self.done(answer);
    }

    fn done(&mut self, answer: Answer) {
        let Some(flight) = self.in_flight.pop_front() else { return };
        if let Payload::Capabilities(capabilities) = &answer.payload {
            self.capabilities = capabilities.clone();
        }
        self.events.push_back(Event::Done { ticket: flight.ticket, answer });
    }

    fn lost(&mut self, line: &[u8]) {
        self.phase = Phase::Over;
        self.events.push_back(Event::Lost { start: TraceLine::new(Side::Server, line).text });
    }

    fn traced(&mut self, line: &[u8]) {
        self.trace.push_back(TraceLine::new(Side::Server, line));
    }

    /// Whether the next command may be sent before the last is answered.
    fn has_room(&self) -> bool {
        let most = if self.capabilities.has("PIPELINING") { Self::IN_FLIGHT_MAX } else { 1 };
        !matches!(self.phase, Phase::Greeting | Phase::AwaitingTls | Phase::Over)
            && self.in_flight.len() < most
    }

    fn rearm(&mut self, now: Timestamp) {
        let owed = matches!(self.phase, Phase::Greeting) || !self.in_flight.is_empty();
        self.due_at = owed.then(|| now.plus_millis(ANSWER_TIMEOUT_MS));
    }
}

/// RFC 1734 2: "+" SP and base64.
fn challenge(line: &[u8]) -> Option<String> {
    let rest = line.strip_prefix(b"+").filter(|rest| rest.is_empty() || rest.starts_with(b" "))?;
    Some(String::from_utf8_lossy(rest).trim().to_owned())
}

fn answer_to(exchange: &mut Exchange, initial_is_sent: &mut bool, challenge: &str) -> Secret {
    if !std::mem::replace(initial_is_sent, true) {
        return exchange.initial().unwrap_or_else(|| Secret::new(""));
    }
    // RFC 5034 4: "*" cancels.
    exchange.answer(challenge).unwrap_or_else(|_| Secret::new("*"))
}

fn written(command: Command) -> (Vec<u8>, String, Expects) {
    let (text, expects) = match command {
        Command::Capa => ("CAPA".to_owned(), Expects::Listing(Payload::Capabilities(Capabilities::new()))),
        Command::StartTls => ("STLS".to_owned(), Expects::StartTls),
        Command::User(name) => (format!("USER {}", argument(&name)), Expects::Status),
        Command::Pass(password) => {
            let octets = format!("PASS {}\r\n", argument(password.expose())).into_bytes();
            return (octets, "PASS ****".to_owned(), Expects::Status);
        }
        Command::Auth(exchange, mechanism) => {
            let initial_is_sent = exchange.initial().is_none();
            (format!("AUTH {mechanism}"), Expects::Challenges { exchange, initial_is_sent })
        }
        Command::UniqueIds => ("UIDL".to_owned(), Expects::Listing(Payload::UniqueIds(Vec::new()))),
        Command::Sizes => ("LIST".to_owned(), Expects::Listing(Payload::Sizes(Vec::new()))),
        Command::Retrieve(number) => (format!("RETR {number}"), Expects::Mail),
        Command::Top(number, lines) => (format!("TOP {number} {lines}"), Expects::Mail),
        Command::Delete(number) => (format!("DELE {number}"), Expects::Status),
        Command::Quit => ("QUIT".to_owned(), Expects::Status),
    };
    (format!("{text}\r\n").into_bytes(), text, expects)
}

/// A name or password may not end its line and begin a command of its own.
fn argument(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}

impl Core for Client {
    type Event = Event;

    fn input(&mut self, bytes: &[u8], now: Timestamp) {
        let mut input = bytes;
        loop {
            match &mut self.phase {
                // RFC 2595 4, CVE-2011-0411: what came behind the answer to STLS was not encrypted.
                Phase::AwaitingTls | Phase::Over => {
                    self.lines.clear();
                    break;
                }
                Phase::Mail(answer, dots) => {
                    let Some(body) = dots.take(&mut input) else { break };
                    let answer = answer.clone();
                    self.phase = Phase::Status;
                    self.mail(answer, body);
                }
                Phase::Greeting | Phase::Status | Phase::Listing(_) => {
                    let Some(line) = self.lines.take(&mut input) else { break };
                    self.line(line);
                }
            }
        }
        self.rearm(now);
    }

    fn poll_output(&mut self, now: Timestamp) -> Option<Bytes> {
        if self.due_at.is_none() {
            self.rearm(now);
        }
        if let Some(response) = self.response.take() {
            let shown = if response.is_empty() { "" } else { "****" };
            self.trace.push_back(TraceLine::new(Side::Client, shown.as_bytes()));
            self.rearm(now);
            return Some(format!("{}\r\n", response.expose()).into());
        }
        if !self.has_room() {
            return None;
        }
        let queued = self.queued.pop_front()?;
        self.trace.push_back(TraceLine::new(Side::Client, queued.shown.as_bytes()));
        self.in_flight.push_back(InFlight { ticket: queued.ticket, expects: queued.expects });
        self.rearm(now);
        Some(queued.octets.into())
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
