//! One connection: commands in, the script's replies out.

use std::io::{Error, Result};
use std::net::TcpStream;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::wire::Wire;
use super::{ConnectionFault, Fault, Shared, Taken};
use crate::certificates::ServerCertificate;
use crate::wait;

/// Serves a connection to its end. What breaks it is the peer's or the script's doing, and the test
/// sees it on the peer's side.
pub(super) fn run(stream: TcpStream, fault: Option<&ConnectionFault>, shared: &Shared) {
    let _broken = stream.set_nodelay(true).and_then(|()| serve(stream, fault, shared));
}

fn serve(stream: TcpStream, fault: Option<&ConnectionFault>, shared: &Shared) -> Result<()> {
    let mut wire = Wire::plain(stream);
    match fault {
        Some(ConnectionFault::CloseAtOnce) => return Ok(()),
        Some(ConnectionFault::Silence) => {
            // Reads, so that the peer's end is seen, and answers nothing.
            while wire.line().is_ok() {}
            return Ok(());
        }
        Some(ConnectionFault::Greeting(reply)) => return wire.write(format!("{reply}\r\n").as_bytes()),
        Some(ConnectionFault::GarbageInsteadOfTls) | None => {}
    }
    if let Some(certificate) = &shared.offer.implicit_tls {
        start_tls(&mut wire, certificate)?;
    }
    let breaks_tls = fault == Some(&ConnectionFault::GarbageInsteadOfTls);
    Session { wire, shared, replies: Vec::new(), user: None, mail: None, breaks_tls }.talk()
}

fn start_tls(wire: &mut Wire, certificate: &ServerCertificate) -> Result<()> {
    wire.start_tls(certificate.rustls().map_err(Error::other)?)
}

/// The transaction that is under way.
struct Mail {
    return_path: String,
    recipients: Vec<String>,
    fault: Option<Fault>,
}

struct Session<'a> {
    wire: Wire,
    shared: &'a Shared,
    /// Replies that wait for the end of a pipelined group.
    replies: Vec<u8>,
    user: Option<String>,
    mail: Option<Mail>,
    breaks_tls: bool,
}

#[derive(PartialEq, Eq)]
enum Next {
    Continue,
    Close,
}

impl Session<'_> {
    fn talk(&mut self) -> Result<()> {
        self.reply("220 sink.test ESMTP")?;
        loop {
            let line = self.wire.line()?;
            if self.command(&String::from_utf8_lossy(&line))? == Next::Close {
                return self.flush();
            }
        }
    }

    fn command(&mut self, line: &str) -> Result<Next> {
        let (verb, argument) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => self.hello()?,
            "HELO" => self.reply("250 sink.test")?,
            "STARTTLS" => return self.starttls(),
            "AUTH" => self.auth(argument)?,
            "MAIL" => self.mail_from(argument)?,
            "RCPT" => self.recipient(argument)?,
            "DATA" => return self.data(),
            "RSET" => {
                self.mail = None;
                self.reply("250 2.0.0 forgotten")?;
            }
            "NOOP" => self.reply("250 2.0.0 here")?,
            "QUIT" => {
                self.reply("221 2.0.0 bye")?;
                return Ok(Next::Close);
            }
            _ => self.reply("500 5.5.1 unknown command")?,
        }
        Ok(Next::Continue)
    }

    fn hello(&mut self) -> Result<()> {
        let offer = &self.shared.offer;
        let mut lines = vec!["sink.test".to_owned(), "8BITMIME".to_owned(), "ENHANCEDSTATUSCODES".to_owned()];
        lines.push(format!("SIZE {}", offer.size_octets_max));
        if offer.pipelining {
            lines.push("PIPELINING".to_owned());
        }
        if offer.smtputf8 {
            lines.push("SMTPUTF8".to_owned());
        }
        if offer.starttls.is_some() && !self.wire.is_tls() {
            lines.push("STARTTLS".to_owned());
        }
        if offer.sign_in.is_some() {
            lines.push("AUTH PLAIN LOGIN".to_owned());
        }
        let last = lines.len() - 1;
        let text: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| format!("250{}{line}", if index == last { ' ' } else { '-' }))
            .collect();
        self.reply(&text.join("\r\n"))
    }

    fn starttls(&mut self) -> Result<Next> {
        let Some(certificate) = &self.shared.offer.starttls else {
            self.reply("502 5.5.1 no TLS here")?;
            return Ok(Next::Continue);
        };
        self.reply("220 2.0.0 go ahead")?;
        self.flush()?;
        if self.breaks_tls {
            self.wire.write(b"this is no TLS record\r\n")?;
            return Ok(Next::Close);
        }
        start_tls(&mut self.wire, certificate)?;
        Ok(Next::Continue)
    }

    /// RFC 4954 4, with the mechanisms PLAIN (RFC 4616) and LOGIN.
    fn auth(&mut self, argument: &str) -> Result<()> {
        let (mechanism, initial) = argument.split_once(' ').unwrap_or((argument, ""));
        let given = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => {
                let message = if initial.is_empty() { self.challenge("")? } else { decode(initial) };
                let mut parts = message.split('\0').skip(1).map(str::to_owned);
                (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
            }
            "LOGIN" => {
                let user = if initial.is_empty() { self.challenge("VXNlcm5hbWU6")? } else { decode(initial) };
                (user, self.challenge("UGFzc3dvcmQ6")?)
            }
            _ => return self.reply("504 5.5.4 unknown mechanism"),
        };
        let refusal = self.shared.lock().sign_in_refusal.clone();
        if let Some(refusal) = refusal {
            return self.reply(&refusal);
        }
        if self.shared.offer.sign_in.as_ref() == Some(&given) {
            self.user = Some(given.0);
            return self.reply("235 2.7.0 welcome");
        }
        self.reply("535 5.7.8 wrong user name or password")
    }

    fn challenge(&mut self, text: &str) -> Result<String> {
        self.reply(&format!("334 {text}"))?;
        let line = self.wire.line()?;
        Ok(decode(&String::from_utf8_lossy(&line)))
    }

    fn mail_from(&mut self, argument: &str) -> Result<()> {
        if self.shared.offer.sign_in.is_some() && self.user.is_none() {
            return self.reply("530 5.7.0 sign in first");
        }
        let declared = argument.to_ascii_uppercase();
        let declared = declared.split(" SIZE=").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
        if declared.is_some_and(|octets: usize| octets > self.shared.offer.size_octets_max) {
            return self.reply("552 5.3.4 too large");
        }
        let fault = {
            let mut state = self.shared.lock();
            state.transactions += 1;
            state.faults.pop_front()
        };
        if let Some(Fault::Sender(reply)) = fault {
            return self.reply(&reply);
        }
        self.mail = Some(Mail { return_path: path(argument), recipients: Vec::new(), fault });
        self.reply("250 2.1.0 fine")
    }

    fn recipient(&mut self, argument: &str) -> Result<()> {
        let address = path(argument);
        let scripted = self.shared.lock().recipients.get(&address.to_lowercase()).cloned();
        let Some(mail) = &mut self.mail else { return self.reply("503 5.5.1 MAIL first") };
        if let Some(reply) = scripted {
            return self.reply(&reply);
        }
        let most = self.shared.lock().recipients_max.clone();
        if let Some((_, reply)) = most.filter(|(most, _)| mail.recipients.len() >= *most) {
            return self.reply(&reply);
        }
        let left = self.shared.lock().recipients_left.as_mut().and_then(|(left, reply)| {
            let is_used_up = *left == 0;
            *left = left.saturating_sub(1);
            is_used_up.then(|| reply.clone())
        });
        if let Some(reply) = left {
            return self.reply(&reply);
        }
        mail.recipients.push(address);
        self.reply("250 2.1.5 fine")
    }

    fn data(&mut self) -> Result<Next> {
        let mail = match self.mail.take() {
            Some(mail) if !mail.recipients.is_empty() => mail,
            // RFC 5321 3.3: 503 and 554 are both right without a recipient.
            Some(_) | None => {
                self.reply("554 5.5.1 no valid recipients")?;
                return Ok(Next::Continue);
            }
        };
        if let Some(Fault::Data(reply)) = &mail.fault {
            let reply = reply.clone();
            self.reply(&reply)?;
            return Ok(Next::Continue);
        }
        self.reply("354 go ahead")?;
        self.flush()?;
        let stop_after = match mail.fault {
            Some(Fault::CloseInData(octets)) => octets,
            _ => usize::MAX,
        };
        let Some(raw) = self.read_mail(stop_after)? else { return Ok(Next::Close) };
        self.finish(mail, raw)
    }

    /// RFC 5321 4.5.2: lines until the lone dot, a leading dot taken away. `None` at the scripted end.
    fn read_mail(&mut self, stop_after: usize) -> Result<Option<Vec<u8>>> {
        let mut raw = Vec::new();
        loop {
            let line = self.wire.line()?;
            if line == b"." {
                return Ok(Some(raw));
            }
            raw.extend(line.strip_prefix(b".").unwrap_or(&line));
            raw.extend(b"\r\n");
            if raw.len() >= stop_after {
                return Ok(None);
            }
        }
    }

    fn finish(&mut self, mail: Mail, raw: Vec<u8>) -> Result<Next> {
        let confirmed = match mail.fault {
            Some(Fault::CloseAfterDot) => return Ok(Next::Close),
            Some(Fault::Final(reply)) => {
                self.reply(&reply)?;
                return Ok(Next::Continue);
            }
            Some(Fault::KeepAndClose) => false,
            Some(Fault::Sender(_) | Fault::Data(_) | Fault::CloseInData(_)) | None => true,
        };
        let mut state = self.shared.lock();
        state.taken_count += 1;
        if self.shared.offer.keeps {
            state.taken.push(Taken {
                return_path: mail.return_path,
                recipients: mail.recipients,
                raw,
                over_tls: self.wire.is_tls(),
                user: self.user.clone(),
                confirmed,
            });
        }
        drop(state);
        if !confirmed {
            return Ok(Next::Close);
        }
        self.reply("250 2.0.0 taken")?;
        Ok(Next::Continue)
    }

    fn reply(&mut self, text: &str) -> Result<()> {
        let latency = self.shared.lock().latency;
        if !latency.is_zero() {
            wait::pause(latency);
        }
        self.replies.extend(text.as_bytes());
        self.replies.extend(b"\r\n");
        // RFC 2920 3.2: replies to a group may go out together.
        if self.wire.has_more() { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<()> {
        let replies = std::mem::take(&mut self.replies);
        self.wire.write(&replies)
    }
}

/// The path in `FROM:<a@b> SIZE=1`.
fn path(argument: &str) -> String {
    let inside = argument.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or(String::new(), |(path, _)| path.to_owned())
}

fn decode(text: &str) -> String {
    let bytes = STANDARD.decode(text.trim()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
