//! A transaction under way: what is known of each recipient, and what each answer says of it.

use bytes::Bytes;
use domain::{About, Outcome, Reply};

use super::content::Content;
use super::transaction::Transaction;

/// A transaction under way.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) transaction: Transaction,
    /// What is known of each recipient.
    pub(super) known: Vec<Option<Outcome>>,
    /// Recipients that the server said yes to.
    pub(super) accepted: Vec<usize>,
    pub(super) content: Option<Content>,
}

impl Attempt {
    /// Whether the mail is being written.
    pub(super) fn is_writing(&self) -> bool {
        self.content.as_ref().is_some_and(|content| !content.is_finished())
    }

    /// `why` the connection was lost, and what that means for the mail.
    pub(super) fn lost(&self, why: &str) -> String {
        // RFC 1047: once the last octet is out, the server may have taken the mail without our
        // hearing of it.
        if self.content.as_ref().is_some_and(Content::is_finished) {
            format!("{why}; the mail was sent completely, so the server may have taken it")
        } else {
            why.to_owned()
        }
    }

    /// RFC 6531 3.2: a header beyond ASCII goes to servers alone that take it; others get the mail as it was written for them.
    pub(super) fn choose_form(&mut self, takes_utf8: bool) {
        let plain = self.transaction.plain.take();
        if let Some(plain) = plain.filter(|_| !takes_utf8) {
            self.transaction.raw = plain;
        }
    }

    pub(super) fn next_piece(&mut self) -> Option<Bytes> {
        self.content.as_mut()?.next_piece()
    }

    /// One outcome per recipient; `rest` for those of whom nothing else is known.
    pub(super) fn into_outcomes(self, rest: &Outcome) -> Vec<Outcome> {
        self.known.into_iter().map(|known| known.unwrap_or_else(|| rest.clone())).collect()
    }

    pub(super) fn decide_rest(&mut self, outcome: &Outcome) {
        for known in self.known.iter_mut().filter(|known| known.is_none()) {
            *known = Some(outcome.clone());
        }
    }

    /// One answer for all whose mail it is: where they are several, nobody knows which of them it means.
    pub(super) fn answer_mail(&mut self, reply: Reply) {
        let about = if self.accepted.len() > 1 { About::MailOfSeveral } else { About::Mail };
        self.decide_rest(&outcome(Reply { about, ..reply }));
    }

    pub(super) fn undecided(&self) -> impl Iterator<Item = usize> {
        let undecided = self.known.iter().enumerate().filter(|(_, known)| known.is_none());
        undecided.map(|(index, _)| index)
    }

    /// What a server said of one recipient.
    pub(super) fn recipient_answered(&mut self, index: usize, reply: Reply) {
        if self.known[index].is_some() {
            return;
        }
        if reply.code.is_positive() {
            self.accepted.push(index);
            return;
        }
        let later = !self.accepted.is_empty() && is_too_many(&reply);
        self.known[index] = Some(if later { Outcome::Deferred(reply) } else { outcome(reply) });
    }
}

/// Whether a refusal of a further recipient says that one transaction holds no more, so that another one takes them.
/// RFC 5321 4.5.3.1.10: 552 may mean so, and does unless the enhanced code says what else it means. RFC 3463 3.6: the
/// enhanced code X.5.3 always does, whatever number stands before it.
fn is_too_many(reply: &Reply) -> bool {
    match reply.enhanced {
        Some(code) => (code.subject, code.detail) == (5, 3) && matches!(reply.code.get(), 550 | 552..=555),
        None => reply.code.get() == 552,
    }
}

/// What an answer means: taken, put off, or refused.
pub(super) fn outcome(reply: Reply) -> Outcome {
    if reply.code.is_positive() {
        Outcome::Delivered(reply)
    } else if reply.code.is_permanent() {
        Outcome::Refused(reply)
    } else {
        Outcome::Deferred(reply)
    }
}
