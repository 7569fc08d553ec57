//! One mail over an open connection: MAIL, RCPT for each recipient, DATA, the mail.

use bytes::Bytes;
use domain::{About, Envelope, Outcome, Reply, Timestamp};

use super::super::extensions::Extension;
use super::super::stuffing::Stuffed;
use super::attempt::{Attempt, outcome};
use super::content::{self, Content};
use super::wishes::{TOO_LARGE, TlsWish, UNPROMISED, Wishes};
use super::xtext::{utf8_xtext, xtext};
use super::{Client, Event, Failure, Phase, Step};
use crate::core::{Side, TraceLine};

/// One mail to be sent to one server.
#[derive(Clone, Debug)]
pub struct Transaction {
    /// Return path and recipients.
    pub envelope: Envelope,
    /// The mail: header, blank line, body.
    pub raw: Bytes,
    /// The same with a header of ASCII alone, for servers without SMTPUTF8; `None` where `raw` has such a header, or the mail
    /// cannot be written so.
    pub plain: Option<Bytes>,
    /// Whether the servers are asked to say that it has arrived (RFC 3461 4.1).
    pub confirms: bool,
    /// What is wished of those who carry it.
    pub wishes: Wishes,
}

impl Client {
    /// Begins a transaction. Only between [`Event::Ready`] or [`Event::Completed`] and the next;
    /// [`Event::Completed`] follows in every case.
    pub fn begin(&mut self, transaction: Transaction, now: Timestamp) {
        (self.heard, self.content_sent) = (false, false);
        let mut attempt = Attempt {
            known: vec![None; transaction.envelope.recipients.len()],
            accepted: Vec::new(),
            content: None,
            transaction,
        };
        if self.phase != Phase::Ready {
            let rest = Outcome::Unreachable("the connection cannot take a mail now".into());
            self.events.push_back(Event::Completed(attempt.into_outcomes(&rest)));
            return;
        }
        attempt.choose_form(self.extensions.has(Extension::SmtpUtf8));
        self.decide_beforehand(&mut attempt);
        self.phase = Phase::Sending;
        let recipients: Vec<Step> = attempt.undecided().map(Step::Recipient).collect();
        self.attempt = Some(attempt);
        if recipients.is_empty() {
            return self.complete();
        }
        if std::mem::take(&mut self.needs_reset) {
            self.to_send.push_back(Step::Reset);
        }
        self.to_send.push_back(Step::Mail);
        self.to_send.extend(recipients);
        if !self.goes_in_a_chunk() {
            self.to_send.push_back(Step::Data);
        }
        self.pump(now);
    }

    /// RFC 3030 2: whether the mail goes as one chunk, behind the answers for the recipients.
    fn goes_in_a_chunk(&self) -> bool {
        let raw = self.attempt.as_ref().map(|attempt| &attempt.transaction.raw);
        self.extensions.has(Extension::Chunking) && raw.is_some_and(|raw| content::is_plain(raw))
    }

    /// Whether the server said nothing to the transaction that was begun last. If the connection
    /// is gone too, it was gone before: the mail never left, and may take another connection.
    #[must_use]
    pub const fn is_unheard(&self) -> bool {
        !self.heard
    }

    /// Whether any of the mail of the transaction that was begun last may have left us.
    #[must_use]
    pub const fn has_sent_content(&self) -> bool {
        self.content_sent
    }

    /// What the server's EHLO already rules out.
    fn decide_beforehand(&self, attempt: &mut Attempt) {
        let octets = attempt.transaction.raw.len() as u64;
        if let Some(limit) = self.extensions.size_octets_max().filter(|&limit| octets > limit) {
            // RFC 1870 6.1: a mail over the announced limit is not even begun.
            // The web application says this sentence in its languages (`own-words.ts`).
            attempt.decide_rest(&Outcome::Impossible(format!(
                "{TOO_LARGE}: it has {}, and the server takes at most {}; send it with smaller files",
                in_words(octets),
                in_words(limit)
            )));
            return;
        }
        // RFC 8689 4.2.1: without the extension it is not sent.
        if attempt.transaction.wishes.tls == TlsWish::Throughout
            && !self.extensions.has(Extension::RequireTls)
        {
            attempt.decide_rest(&Outcome::Impossible(UNPROMISED.to_owned()));
            return;
        }
        if self.extensions.has(Extension::SmtpUtf8) {
            return;
        }
        // RFC 6531 3.2: without SMTPUTF8 such an address cannot be sent at all.
        let impossible = |whose: &str, cure: &str| {
            Outcome::Impossible(format!(
                "{whose} address has letters beyond ASCII before its @, and the server does not support SMTPUTF8; {cure}"
            ))
        };
        let envelope = &attempt.transaction.envelope;
        if envelope.return_path.as_ref().is_some_and(domain::EmailAddress::needs_smtputf8) {
            attempt.decide_rest(&impossible("the sender's", "write from an address without them"));
            return;
        }
        for (known, recipient) in attempt.known.iter_mut().zip(&envelope.recipients) {
            if recipient.needs_smtputf8() {
                *known = Some(impossible("the recipient's", "use another address of the same person"));
            }
        }
        // RFC 6532 3: whoever else has such an address is written otherwise; its author is not.
        if has_utf8_header(&attempt.transaction.raw) {
            attempt.decide_rest(&impossible("the sender's", "write from an address without them"));
        }
    }

    /// Sends what may be sent before the next answer.
    fn pump(&mut self, now: Timestamp) {
        let pipelining = self.extensions.has(Extension::Pipelining);
        while let Some(&step) = self.to_send.front() {
            // RFC 2920 3.1: DATA ends a group; without PIPELINING every command does.
            let waits = self.awaited.back().is_some_and(|last| !pipelining || *last == Step::Data);
            if waits {
                break;
            }
            self.to_send.pop_front();
            let line = self.command_line(step);
            self.send(step, &line, now);
        }
    }

    fn command_line(&self, step: Step) -> String {
        let Some(attempt) = &self.attempt else { return "RSET".into() };
        match step {
            Step::Mail => self.mail_line(&attempt.transaction),
            Step::Recipient(index) => self.recipient_line(&attempt.transaction, index),
            // DATA and RSET are their own line; the others are never queued here.
            Step::Reset | Step::Data | Step::Greeting | Step::Ehlo | Step::Helo => step.to_string(),
            Step::StartTls | Step::SignIn | Step::Content | Step::Quit => step.to_string(),
        }
    }

    fn mail_line(&self, transaction: &Transaction) -> String {
        let envelope = &transaction.envelope;
        let path = envelope.return_path.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut line = format!("MAIL FROM:<{path}>");
        if self.extensions.wants_size() {
            line.push_str(&format!(" SIZE={}", transaction.raw.len()));
        }
        // What is composed here is of seven bits. A mail that is not goes as it is to a server without 8BITMIME: RFC 6152 3
        // would have it converted, which breaks signatures, and servers in use keep the eighth bit anyway.
        if self.extensions.has(Extension::EightBitMime) && !transaction.raw.is_ascii() {
            line.push_str(" BODY=8BITMIME");
        }
        // RFC 3461 4.3: a report needs no more of the mail than its header. Nobody reports to the null return path.
        if self.extensions.has(Extension::Dsn) && envelope.return_path.is_some() {
            line.push_str(" RET=HDRS");
            // RFC 3461 4.4: at most 100 characters.
            let id = transaction.wishes.envelope_id.as_deref().map(xtext);
            if let Some(id) = id.filter(|id| !id.is_empty() && id.len() <= 100) {
                line.push_str(&format!(" ENVID={id}"));
            }
        }
        let addresses = envelope.return_path.iter().chain(&envelope.recipients);
        // RFC 6531 3.4, RFC 6532 3: UTF-8 in an address or in the header.
        let needs = addresses.into_iter().any(domain::EmailAddress::needs_smtputf8)
            || has_utf8_header(&transaction.raw);
        if needs && self.extensions.has(Extension::SmtpUtf8) {
            line.push_str(" SMTPUTF8");
        }
        if transaction.wishes.tls.needs_proof() && self.extensions.has(Extension::RequireTls) {
            line.push_str(" REQUIRETLS");
        }
        line
    }

    /// RFC 3461 4.1, 4.2: reports of failures and delays, of success where somebody asks for it, and which address they are about, whatever
    /// forwarding makes of it; none of mail that nobody is to be told of.
    fn recipient_line(&self, transaction: &Transaction, index: usize) -> String {
        let envelope = &transaction.envelope;
        let recipient = &envelope.recipients[index];
        let mut line = format!("RCPT TO:<{recipient}>");
        if !self.extensions.has(Extension::Dsn) {
            return line;
        }
        if envelope.return_path.is_none() {
            line.push_str(" NOTIFY=NEVER");
            return line;
        }
        let success = if transaction.confirms { "SUCCESS," } else { "" };
        line.push_str(&format!(" NOTIFY={success}FAILURE,DELAY"));
        if recipient.needs_smtputf8() {
            line.push_str(&format!(" ORCPT=utf-8;{}", utf8_xtext(&recipient.to_string())));
        } else {
            line.push_str(&format!(" ORCPT=rfc822;{}", xtext(&recipient.to_string())));
        }
        line
    }

    pub(super) fn transaction_answered(&mut self, step: Step, reply: Reply, now: Timestamp) {
        self.heard = true;
        let Some(attempt) = self.attempt.as_mut() else { return };
        // RFC 5321 4.3.2: 354 answers DATA and nothing else, and DATA has no 2yz.
        let continues = reply.code.get() == 354;
        let final_answer = reply.code.is_positive() || reply.code.get() >= 400;
        let fits = if step == Step::Data { continues || reply.code.get() >= 400 } else { final_answer };
        if !fits {
            return self.fail(Failure::OutOfStep { step, reply });
        }
        match step {
            Step::Mail if reply.code.is_positive() => self.needs_reset = true,
            Step::Mail => {
                // The commands behind it were sent already or need not be sent.
                attempt.decide_rest(&outcome(Reply { about: About::Sender, ..reply }));
                self.to_send.clear();
            }
            Step::Recipient(index) => attempt.recipient_answered(index, reply),
            Step::Data if continues => return self.begin_content(now),
            Step::Data => attempt.answer_mail(reply),
            Step::Content if attempt.is_writing() => {
                // The server did not wait for the end: where it reads on is anybody's guess.
                if !reply.code.is_positive() {
                    attempt.answer_mail(reply.clone());
                }
                return self.fail(Failure::OutOfStep { step, reply });
            }
            Step::Content => {
                self.needs_reset = false;
                attempt.answer_mail(reply);
            }
            // RFC 5321 4.1.1.5: RSET is always answered with 250; MAIL shows whether it worked.
            Step::Reset => {}
            Step::Greeting | Step::Ehlo | Step::Helo | Step::StartTls | Step::SignIn | Step::Quit => return,
        }
        self.go_on(now);
    }

    /// The next command, or the end.
    fn go_on(&mut self, now: Timestamp) {
        let Some(attempt) = &self.attempt else { return };
        // Without PIPELINING there is nothing to send once all recipients are refused.
        let hopeless = attempt.accepted.is_empty() && attempt.undecided().next().is_none();
        if hopeless {
            self.to_send.clear();
        }
        let wants_content = !attempt.accepted.is_empty() && attempt.undecided().next().is_some();
        let is_written = attempt.content.is_some();
        self.pump(now);
        if !self.awaited.is_empty() {
            return;
        }
        if wants_content && !is_written && self.goes_in_a_chunk() {
            return self.begin_chunk(now);
        }
        self.complete();
    }

    /// RFC 3030 2: the one chunk is the last; its length is said before, so that nothing in it has a meaning.
    fn begin_chunk(&mut self, now: Timestamp) {
        let Some(attempt) = self.attempt.as_mut() else { return };
        let raw = attempt.transaction.raw.clone();
        let line = format!("BDAT {} LAST", raw.len());
        attempt.content = Some(Content::Chunk(raw));
        self.content_sent = true;
        self.send(Step::Content, &line, now);
        self.deadline = Some(now.plus_millis(self.settings.timeouts.piece_ms));
    }

    fn begin_content(&mut self, now: Timestamp) {
        let Some(attempt) = self.attempt.as_mut() else { return };
        // RFC 2920 3.1: a server that says 354 though it refused every recipient gets a lone dot.
        let wanted = !attempt.accepted.is_empty() && attempt.undecided().next().is_some();
        let raw = if wanted { attempt.transaction.raw.clone() } else { Bytes::new() };
        let remark = format!("({} octets of mail)", raw.len());
        attempt.content = Some(Content::Lines(Stuffed::new(raw)));
        self.content_sent = true;
        self.traces.push_back(TraceLine::new(Side::Client, remark.as_bytes()));
        self.awaited.push_back(Step::Content);
        self.deadline = Some(now.plus_millis(self.settings.timeouts.piece_ms));
    }

    fn complete(&mut self) {
        let Some(attempt) = self.attempt.take() else { return };
        let rest = Outcome::Unreachable("the server did not answer for this recipient".into());
        self.phase = Phase::Ready;
        self.events.push_back(Event::Completed(attempt.into_outcomes(&rest)));
    }
}

/// RFC 6532 3: whether the header of a mail is in UTF-8 and beyond ASCII.
fn has_utf8_header(raw: &[u8]) -> bool {
    let header = memchr::memmem::find(raw, b"\r\n\r\n");
    let header = &raw[..header.unwrap_or(raw.len())];
    !header.is_ascii() && std::str::from_utf8(header).is_ok()
}

/// A size as people compare it: `18 octets`, `30.1 MB`.
fn in_words(octets: u64) -> String {
    const MB: u64 = 1_000_000;
    if octets < MB / 10 {
        return format!("{octets} octets");
    }
    format!("{}.{} MB", octets / MB, octets % MB * 10 / MB)
}
