//! What the core's user answers to its questions.

use domain::{Reply, Timestamp};

use super::super::reply;
use super::{Phase, Question, Server};

impl Server {
    /// Answers [`super::Event::Recipient`]; a refusal is the reply.
    pub fn answer_recipient(&mut self, answer: Result<(), Reply>, now: Timestamp) {
        if self.phase != Phase::Asking(Question::Recipient) {
            return;
        }
        self.phase = Phase::Commands;
        match (answer, self.open.as_mut().and_then(|open| Some((open.asked.take()?, open)))) {
            (Ok(()), Some((address, open))) => {
                open.envelope.recipients.push(address);
                self.say("250 2.1.5 ok");
            }
            (Ok(()), None) => {}
            (Err(refusal), open) => {
                if let Some((_, open)) = open {
                    open.refused = true;
                }
                self.refuse(&refusal);
            }
        }
        self.resume(now);
    }

    /// Answers [`super::Event::Content`] with the trace fields that the mail begins with, each ended by
    /// CRLF, or with a refusal.
    pub fn answer_content(&mut self, answer: Result<Vec<u8>, Reply>, now: Timestamp) {
        let Phase::Asking(Question::Content(transfer)) = self.phase else { return };
        match answer {
            Ok(trace) => self.begin_content(transfer, trace, now),
            Err(refusal) => self.refuse_content(transfer, &refusal),
        }
        self.resume(now);
    }

    /// Answers [`super::Event::Mail`]. `Ok`: it is durable, and we are responsible for it (RFC 5321 6.1);
    /// the words are shown to the client.
    pub fn answer_mail(&mut self, answer: Result<String, Reply>, now: Timestamp) {
        if self.phase != Phase::Asking(Question::Mail) {
            return;
        }
        self.phase = Phase::Commands;
        let recipients = self.open.take().map_or(1, |open| open.envelope.recipients.len());
        match answer {
            Ok(words) => {
                (self.errors, self.idle_commands) = (0, 0);
                let words = format!("250 2.0.0 {words}");
                self.say_for_each(recipients, &words);
            }
            Err(refusal) => {
                let mut line = Vec::new();
                reply::write(&refusal, &mut line);
                self.say_for_each(recipients, String::from_utf8_lossy(&line).trim_end());
            }
        }
        self.resume(now);
    }

    /// The handshake that [`super::Event::StartTls`] asked for is done.
    pub fn tls_established(&mut self, now: Timestamp) {
        // RFC 3207 4.2: what the client said before is forgotten; it must say EHLO again.
        self.is_tls = true;
        self.greeted = None;
        self.open = None;
        self.receiving = None;
        self.lines.clear();
        self.unread.clear();
        self.phase = Phase::Commands;
        self.deadline = now.plus_millis(self.settings.limits.command_ms);
    }
}
