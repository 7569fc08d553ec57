//! What each command does, and in which order they may come (RFC 5321 4.1.4).

use domain::Envelope;

use super::super::command::{self, Command, CommandError, MailFrom, RcptTo};
use super::{Event, Greeted, Open, Phase, Protocol, Question, Server, Transfer};

impl Server {
    pub(super) fn command(&mut self, line: &[u8]) {
        match command::parse(line) {
            Ok(command) => self.obey(command),
            Err(refusal @ CommandError::OtherProtocol) => self.close(&refusal.to_string()),
            Err(refusal) => self.error(&refusal.to_string()),
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Mail(from) => self.mail(from),
            Command::Rcpt(to) => self.rcpt(to),
            Command::Data => self.data(),
            Command::Bdat { octets, last } => self.bdat(octets, last),
            Command::Ehlo(name) => self.hello(Greeting::Ehlo, name),
            Command::Helo(name) => self.hello(Greeting::Helo, name),
            Command::Lhlo(name) => self.hello(Greeting::Lhlo, name),
            Command::Rset => self.rset(),
            Command::Noop => self.idle("250 2.0.0 ok"),
            // RFC 5321 3.5.3: 252 neither confirms nor denies, whoever asks.
            Command::Verify => self.idle("252 2.1.5 send some mail, it will be tried"),
            Command::Help => self.idle("214 2.0.0 see RFC 5321"),
            Command::StartTls => self.starttls(),
            Command::Quit => self.close("221 2.0.0 bye"),
        }
    }

    fn hello(&mut self, greeting: Greeting, name: String) {
        let spoken = match greeting {
            Greeting::Ehlo | Greeting::Helo => Protocol::Smtp,
            Greeting::Lhlo => Protocol::Lmtp,
        };
        if spoken != self.settings.protocol {
            // RFC 2033 4.1: an LMTP server takes neither HELO nor EHLO, an SMTP server no LHLO.
            return self.error("500 5.5.1 this listener speaks the other of SMTP and LMTP");
        }
        // RFC 5321 4.1.4: EHLO clears what was begun.
        self.reset();
        let extended = greeting != Greeting::Helo;
        let host = self.settings.host_name.clone();
        self.greeted = Some(Greeted { name, extended });
        if !extended {
            return self.idle(&format!("250 {host}"));
        }
        let size = self.settings.limits.size_octets_max;
        let mut answer = format!(
            "250-{host}\r\n250-PIPELINING\r\n250-SIZE {size}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-CHUNKING\r\n"
        );
        // RFC 3207 4.2: not offered again once it is in use.
        if self.settings.offers_starttls && !self.is_tls {
            answer.push_str("250-STARTTLS\r\n");
        }
        answer.push_str("250 ENHANCEDSTATUSCODES");
        self.idle(&answer);
    }

    fn mail(&mut self, from: MailFrom) {
        if self.greeted.is_none() {
            return self.error("503 5.5.1 say who you are first (EHLO)");
        }
        if self.open.is_some() {
            // RFC 5321 4.1.4: no MAIL within a transaction.
            return self.error("503 5.5.1 a mail is already begun; end it or send RSET");
        }
        // RFC 1870 6.1: an announced size over the limit is refused at once.
        if from.size_octets.is_some_and(|size| size > self.settings.limits.size_octets_max as u64) {
            return self.error("552 5.3.4 the mail is larger than is taken here");
        }
        // RFC 6531 3.5: an address beyond ASCII needs SMTPUTF8.
        if !from.smtputf8 && !from.written.is_ascii() {
            return self.error("553 5.6.7 the sender's address needs SMTPUTF8");
        }
        let envelope = Envelope { return_path: from.return_path.clone(), recipients: Vec::new() };
        self.open = Some(Open { from, envelope, asked: None, refused: false });
        self.say("250 2.1.0 ok");
    }

    fn rcpt(&mut self, to: RcptTo) {
        let Some(open) = self.open.as_mut().filter(|_| self.receiving.is_none()) else {
            return self.error("503 5.5.1 send MAIL first");
        };
        if open.envelope.recipients.len() >= self.settings.limits.recipients_max {
            // RFC 5321 4.5.3.1.10: 452 lets the client send the others in another transaction.
            return self.say("452 4.5.3 too many recipients; send the others in another mail");
        }
        let address = match to {
            RcptTo::Address(address) => address,
            RcptTo::Postmaster => match format!("postmaster@{}", self.settings.host_name).parse() {
                Ok(address) => address,
                Err(_) => return self.error("550 5.1.1 no such recipient"),
            },
        };
        if address.needs_smtputf8() && !open.from.smtputf8 {
            return self.error("553 5.6.7 the recipient's address needs SMTPUTF8");
        }
        if open.envelope.recipients.contains(&address) {
            return self.say("250 2.1.5 ok, as before");
        }
        open.asked = Some(address.clone());
        self.ask(Question::Recipient, Event::Recipient(address));
    }

    fn data(&mut self) {
        match self.refusal_of_content() {
            Some(refusal) => self.error(refusal),
            // RFC 3030 3: DATA and BDAT do not mix.
            None if self.receiving.is_some() => self.error("503 5.5.1 the mail was begun with BDAT"),
            None => self.ask(Question::Content(Transfer::Data), Event::Content),
        }
    }

    fn bdat(&mut self, octets: u64, last: bool) {
        let limit = self.settings.limits.size_octets_max as u64;
        if octets > limit.saturating_mul(2) {
            // Reading all this only to refuse it is what an attacker would want.
            return self.close("552 5.3.4 the mail is larger than is taken here");
        }
        let mut refusal = self.refusal_of_content();
        if refusal.is_none() && self.held_octets() as u64 + octets > limit {
            self.reset();
            refusal = Some("552 5.3.4 the mail is larger than is taken here");
        }
        match refusal {
            // RFC 3030 2: the octets come whatever we answer, and the reply follows them.
            Some(reply) => self.skip_chunk(octets, reply),
            None if self.receiving.is_some() => self.begin_chunk(octets, last),
            None => self.ask(Question::Content(Transfer::Chunk { octets, last }), Event::Content),
        }
    }

    fn refusal_of_content(&self) -> Option<&'static str> {
        match &self.open {
            None => Some("503 5.5.1 send MAIL and RCPT first"),
            Some(open) if !open.envelope.recipients.is_empty() => None,
            // RFC 5321 3.3: 554 when no recipient was accepted.
            Some(open) if open.refused => Some("554 5.5.1 no valid recipients"),
            Some(_) => Some("503 5.5.1 send RCPT first"),
        }
    }

    fn rset(&mut self) {
        self.reset();
        self.idle("250 2.0.0 ok");
    }

    pub(super) fn reset(&mut self) {
        self.open = None;
        self.receiving = None;
    }

    fn starttls(&mut self) {
        if !self.settings.offers_starttls || self.is_tls {
            return self.error("503 5.5.1 STARTTLS is not offered");
        }
        self.reset();
        self.say("220 2.0.0 begin TLS");
        self.phase = Phase::Handshake;
        self.events.push_back(Event::StartTls);
    }

    /// Answers a command that moves no mail; too many of them end the connection.
    fn idle(&mut self, line: &str) {
        self.idle_commands += 1;
        if self.idle_commands > self.settings.limits.idle_commands_max {
            self.close("421 4.7.0 too many commands without a mail, closing");
        } else {
            self.say(line);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Greeting {
    Ehlo,
    Helo,
    Lhlo,
}
