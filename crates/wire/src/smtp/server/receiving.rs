//! The octets of a mail, after DATA (RFC 5321 4.1.1.4) or in chunks (RFC 3030).

use domain::{Reply, Timestamp};

use super::super::content::Content;
use super::{Event, Mail, Phase, Question, Server, Transfer};

/// Room that is made for a mail at once on the client's word, octets.
const ANNOUNCED_OCTETS_MAX: u64 = 256 * 1024;
/// Room that is made for a mail of which nothing is known, octets.
const UNANNOUNCED_OCTETS: u64 = 8 * 1024;

/// A mail that is being received.
#[derive(Debug)]
pub(super) struct Receiving {
    /// Our trace fields and what came so far.
    raw: Vec<u8>,
    /// Octets of our own trace fields.
    trace_octets: usize,
    content: Content,
    /// Octets that were thrown away because the mail is too large.
    dropped_octets: usize,
    deadline: Timestamp,
}

impl Receiving {
    fn new(trace: Vec<u8>, announced_octets: Option<u64>, deadline: Timestamp) -> Self {
        let mut raw = trace;
        let trace_octets = raw.len();
        let room = announced_octets.map_or(UNANNOUNCED_OCTETS, |octets| octets.min(ANNOUNCED_OCTETS_MAX));
        raw.reserve(usize::try_from(room).unwrap_or_default());
        Self { raw, trace_octets, content: Content::new(), dropped_octets: 0, deadline }
    }

    /// Octets that came and are held.
    pub(super) const fn held_octets(&self) -> usize {
        self.raw.len().saturating_sub(self.trace_octets)
    }

    /// When the whole mail must be there.
    pub(super) const fn deadline(&self) -> Timestamp {
        self.deadline
    }
}

impl Server {
    pub(super) fn begin_content(&mut self, transfer: Transfer, trace: Vec<u8>, now: Timestamp) {
        let announced = self.open.as_ref().and_then(|open| open.from.size_octets);
        let deadline = now.plus_millis(self.settings.limits.content_ms);
        self.receiving = Some(Receiving::new(trace, announced, deadline));
        match transfer {
            Transfer::Data => {
                self.phase = Phase::Content;
                self.say("354 send the mail, end with CR LF . CR LF");
            }
            Transfer::Chunk { octets, last } => self.begin_chunk(octets, last),
        }
    }

    pub(super) fn refuse_content(&mut self, transfer: Transfer, refusal: &Reply) {
        self.reset();
        self.phase = Phase::Commands;
        match transfer {
            Transfer::Data => self.refuse(refusal),
            Transfer::Chunk { octets, .. } => {
                let temporary = refusal.code.is_temporary();
                self.skip_chunk(
                    octets,
                    if temporary { "451 4.3.0 try again later" } else { "554 5.3.0 not taken" },
                );
            }
        }
    }

    pub(super) fn begin_chunk(&mut self, octets: u64, last: bool) {
        self.phase = Phase::Chunk { left: octets, last };
        if octets == 0 {
            self.end_chunk(last);
        }
    }

    pub(super) fn skip_chunk(&mut self, octets: u64, reply: &'static str) {
        self.phase = Phase::Skip { left: octets, reply };
        if octets == 0 {
            self.phase = Phase::Commands;
            self.error(reply);
        }
    }

    /// Reads content from the front of `input`, which is not empty.
    pub(super) fn receive(&mut self, input: &mut &[u8], now: Timestamp) {
        self.deadline = now.plus_millis(self.settings.limits.content_pause_ms);
        match self.phase {
            Phase::Content => self.receive_data(input),
            Phase::Chunk { left, last } => {
                let piece = take_up_to(input, left);
                if let Some(receiving) = self.receiving.as_mut() {
                    receiving.raw.extend_from_slice(piece);
                }
                let left = left - piece.len() as u64;
                self.phase = Phase::Chunk { left, last };
                if left == 0 {
                    self.end_chunk(last);
                }
            }
            Phase::Skip { left, reply } => {
                let left = left - take_up_to(input, left).len() as u64;
                self.phase = Phase::Skip { left, reply };
                if left == 0 {
                    self.phase = Phase::Commands;
                    self.error(reply);
                }
            }
            Phase::Commands | Phase::Asking(_) | Phase::Handshake | Phase::Closed => {}
        }
    }

    fn receive_data(&mut self, input: &mut &[u8]) {
        let limit = self.settings.limits.size_octets_max;
        let Some(receiving) = self.receiving.as_mut() else {
            self.phase = Phase::Commands;
            return;
        };
        let found = receiving.content.read(input, &mut receiving.raw);
        *input = &input[found.consumed..];
        if receiving.dropped_octets > 0 || receiving.held_octets() > limit {
            // The rest is read, since the client listens only at the end, but not kept.
            receiving.dropped_octets += receiving.raw.len();
            receiving.raw = Vec::new();
        }
        if found.ended {
            self.end_data();
        } else if receiving.dropped_octets > limit.saturating_mul(2) {
            self.close("552 5.3.4 the mail is larger than is taken here");
        }
    }

    fn end_data(&mut self) {
        let Some(receiving) = self.receiving.take() else { return };
        if receiving.dropped_octets > 0 {
            self.refuse_mail("552 5.3.4 the mail is larger than is taken here");
        } else if receiving.content.smuggling() {
            // Taking it would pass on what may be a second mail to a server that reads it as one.
            self.refuse_mail("554 5.6.0 the mail holds a lone dot between bare line breaks");
        } else {
            self.offer(receiving.raw);
        }
    }

    fn end_chunk(&mut self, last: bool) {
        if last {
            let raw = self.receiving.take().map(|receiving| receiving.raw).unwrap_or_default();
            self.offer(raw);
        } else {
            self.phase = Phase::Commands;
            self.say("250 2.0.0 ok, go on");
        }
    }

    fn offer(&mut self, raw: Vec<u8>) {
        let Some(open) = self.open.as_ref() else { return };
        let envelope = open.envelope.clone();
        self.ask(Question::Mail, Event::Mail(Mail { envelope, raw }));
    }

    fn refuse_mail(&mut self, line: &str) {
        self.phase = Phase::Commands;
        let recipients = self.open.take().map_or(1, |open| open.envelope.recipients.len());
        self.errors += 1;
        self.say_for_each(recipients, line);
    }
}

fn take_up_to<'input>(input: &mut &'input [u8], octets: u64) -> &'input [u8] {
    let length = usize::try_from(octets).map_or(input.len(), |octets| octets.min(input.len()));
    let (piece, rest) = input.split_at(length);
    *input = rest;
    piece
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is() {
        let mut input: &[u8] = b"abc";
        assert_eq!(take_up_to(&mut input, 2), b"ab");
        assert_eq!(take_up_to(&mut input, u64::MAX), b"c");
        assert_eq!(take_up_to(&mut input, 1), b"");
    }
}
