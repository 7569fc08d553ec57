//! How fast mail goes to one destination, and how long nothing is tried there.
//!
//! A destination begins with a few transactions at a time. While all goes well each success gives one more; after the
//! first trouble a whole round of successes does (additive increase). Trouble takes half of them away. What a server
//! says of one recipient is no trouble: it says nothing of how fast we may come.

use domain::outbox::ParkReason;
use domain::returns::{ReturnClass, ReturnScope};
use domain::{Outcome, Reply, Timestamp};
use mail::reply::{is_of_sender, of_recipients};

use crate::returns::{Evidence, RuleSet};

/// What a transaction tells of its destination.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feedback {
    /// A server listened to us.
    Answered,
    /// The connection was lost on the way.
    Broken,
    /// A server said that it is too much at once.
    Busy,
    /// No server let us begin.
    Silent,
    /// A relay wants a sign-in for this mail before it takes any.
    Unsigned,
    /// No server has the protection that its zone or the domain demands.
    Unprotected,
    /// A provider refuses an organisation's mail for the reputation of our address.
    Refused,
}

impl Feedback {
    /// What these outcomes of one transaction tell; `reached` is whether a server let us begin. `None` where they tell
    /// nothing of the destination: the domain is none, or the mail is one that cannot be sent.
    #[must_use]
    pub fn of(outcomes: &[Outcome], reached: bool, host: Option<&str>) -> Option<Self> {
        let is_lost = |outcome: &Outcome| matches!(outcome, Outcome::Unreachable(_));
        if !reached {
            return outcomes.iter().any(is_lost).then_some(Self::Silent);
        }
        if outcomes.iter().any(|outcome| is_too_much(outcome, host)) {
            return Some(Self::Busy);
        }
        if outcomes.iter().any(|outcome| outcome.reply().is_some()) {
            return Some(Self::Answered);
        }
        outcomes.iter().any(is_lost).then_some(Self::Broken)
    }

    /// Why nothing is tried for a while, where that follows; `broken_in_a_row` is how many connections were lost since a server
    /// was last heard out, this one included.
    #[must_use]
    pub const fn parks(self, broken_in_a_row: u32) -> Option<ParkReason> {
        match self {
            // One may be of the mail, or of the network between. A server that ends each transaction takes none.
            Self::Broken if broken_in_a_row >= BROKEN_IN_A_ROW => Some(ParkReason::Silent),
            Self::Answered | Self::Broken => None,
            Self::Busy => Some(ParkReason::Busy),
            Self::Silent | Self::Unsigned => Some(ParkReason::Silent),
            Self::Unprotected => Some(ParkReason::Unprotected),
            Self::Refused => Some(ParkReason::Refused),
        }
    }
}

/// Mails whose connections are lost in a row before nothing is tried there for a while.
pub const BROKEN_IN_A_ROW: u32 = 3;

/// RFC 5321 3.8: 421 closes the channel, whatever it answers. Other replies say so in their words. Either may be about
/// one mail, its sender or its recipient: whoever writes such mail must not keep everybody else's from leaving.
fn is_too_much(outcome: &Outcome, host: Option<&str>) -> bool {
    let Outcome::Deferred(reply) = outcome else { return false };
    let class = RuleSet::standard().judge(&Evidence::of_outcome(outcome, host)).class;
    let is_of_one = match class.scope() {
        ReturnScope::Address
        | ReturnScope::Message
        | ReturnScope::SenderDomain
        | ReturnScope::SenderAddress
        | ReturnScope::AddressAndSender
        | ReturnScope::AddressAndList => true,
        ReturnScope::Domain
        | ReturnScope::Source
        | ReturnScope::Destination
        | ReturnScope::Nobody
        | ReturnScope::Unknown => false,
    };
    // A limit on one sender's domain is told in the reply, as a limit: its class does not say whose it is.
    if is_of_one || is_long_list(reply) || is_of_sender(&reply.words) {
        return false;
    }
    reply.code.get() == 421 || class == ReturnClass::RateLimited
}

/// Whether a recipient who was put off is one more than a mail may have. RFC 5321 4.5.3.1.10: 452, where the others were
/// taken. RFC 3463 3.6: x.5.3. A 5yz is put off for that reason alone.
#[must_use]
pub fn is_long_list(reply: &Reply) -> bool {
    if reply.code.is_permanent() {
        return true;
    }
    let has_status = reply.enhanced.is_some_and(|status| status.to_string() == "4.5.3");
    reply.code.get() == 452
        && (has_status || reply.words.contains("4.5.3") || of_recipients(&reply.words).too_many)
}

/// What a server has too many recipients of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TooMany {
    /// Of one transaction: another one takes the others.
    Together,
    /// Of a time: whoever counts those of an hour refuses the next ones as well until it is over.
    InTime,
}

/// Whether a reply says that there are too many recipients, and of what. A basic code alone does not: 552 is also what a
/// full mailbox gets. RFC 3463 3.6: X.5.3 says so; servers that give no enhanced code say it in words.
#[must_use]
pub fn too_many(reply: &Reply) -> Option<TooMany> {
    let said = of_recipients(&reply.words);
    let is_status = |word: &str| matches!(word.trim_end_matches('.'), "4.5.3" | "5.5.3");
    let has_status = reply.enhanced.is_some_and(|status| (status.subject, status.detail) == (5, 3))
        || reply.words.split(|letter: char| !letter.is_ascii_digit() && letter != '.').any(is_status);
    if !has_status && !said.too_many && !said.limited {
        return None;
    }
    Some(if said.of_a_time { TooMany::InTime } else { TooMany::Together })
}

/// How many transactions a destination gets at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// Thousandths of a transaction.
    milli: u32,
    at_most: u32,
    /// Whether there was no trouble yet.
    calm: bool,
}

/// Transactions with a destination of which nothing is known yet.
const AT_FIRST: u32 = 5;

impl Window {
    /// A destination of which nothing is known.
    #[must_use]
    pub fn first(at_most: usize) -> Self {
        let at_most = u32::try_from(at_most).unwrap_or(u32::MAX / 1000).clamp(1, u32::MAX / 1000);
        Self { milli: 1000 * AT_FIRST.min(at_most), at_most, calm: true }
    }

    /// One that was in trouble when it was last heard of.
    #[must_use]
    pub fn after_trouble(at_most: usize) -> Self {
        Self::first(at_most).after(Feedback::Silent)
    }

    /// How many at a time.
    #[must_use]
    pub const fn places(self) -> usize {
        (self.milli / 1000) as usize
    }

    /// After this was learnt.
    #[must_use]
    pub fn after(self, feedback: Feedback) -> Self {
        match feedback {
            Feedback::Answered => {
                let step = if self.calm { 1000 } else { (1_000_000 / self.milli).max(1) };
                Self { milli: self.milli.saturating_add(step).min(1000 * self.at_most), ..self }
            }
            Feedback::Broken => {
                Self { milli: self.milli.saturating_sub(1000).max(1000), calm: false, ..self }
            }
            Feedback::Busy => Self { milli: (self.milli / 2).max(1000), calm: false, ..self },
            // How many were too many is not known; one finds out whether it is over.
            Feedback::Silent | Feedback::Unsigned | Feedback::Unprotected | Feedback::Refused => {
                Self { milli: 1000, calm: false, ..self }
            }
        }
    }
}

/// The first wait, milliseconds; each further failure in a row doubles it.
const WAIT_MS: i64 = 60_000;
/// The longest wait, milliseconds.
const WAIT_MS_MAX: i64 = 3_600_000;
/// A destination that was in trouble longer ago than this is one of which nothing is known, milliseconds.
pub const FORGOTTEN_AFTER_MS: i64 = 24 * 3_600_000;

/// Until when nothing is tried after so many failures in a row, from 1. `jitter`, 0 to 999, stretches the wait by up
/// to a fifth, so that nodes and destinations do not come back together.
#[must_use]
pub fn parked_until(now: Timestamp, failures: u32, jitter: u16) -> Timestamp {
    let doubled = WAIT_MS.saturating_mul(1_i64 << failures.saturating_sub(1).min(16));
    let wait_ms = doubled.min(WAIT_MS_MAX);
    now.plus_millis(wait_ms + wait_ms / 5 * i64::from(jitter.min(999)) / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{About, ReplyCode};

    fn reply(code: u16, words: &str) -> Reply {
        Reply {
            code: ReplyCode::new(code).unwrap(),
            enhanced: None,
            words: words.to_owned(),
            about: About::default(),
        }
    }

    #[test]
    fn a_window_grows_fast_until_the_first_trouble_and_by_rounds_after_it() {
        let mut window = Window::first(20);
        assert_eq!(window.places(), 5);
        for _ in 0..3 {
            window = window.after(Feedback::Answered);
        }
        assert_eq!(window.places(), 8);
        window = window.after(Feedback::Busy);
        assert_eq!(window.places(), 4);
        for _ in 0..4 {
            assert_eq!(window.places(), 4);
            window = window.after(Feedback::Answered);
        }
        // A fourth of a place each, a little less as it grows.
        assert_eq!(window.after(Feedback::Answered).places(), 5);
        for _ in 0..500 {
            window = window.after(Feedback::Answered);
        }
        assert_eq!(window.places(), 20);
    }

    #[test]
    fn trouble_never_takes_the_last_place() {
        let mut window = Window::first(20);
        for feedback in [Feedback::Silent, Feedback::Busy, Feedback::Broken, Feedback::Silent] {
            window = window.after(feedback);
        }
        assert_eq!(window.places(), 1);
        assert_eq!(Window::first(0).places(), 1);
    }

    #[test]
    fn what_is_said_of_a_recipient_is_no_trouble_of_the_destination() {
        let refused = Outcome::Refused(reply(550, "5.1.1 no such user"));
        let full = Outcome::Deferred(reply(452, "4.2.2 mailbox full"));
        let greylisted = Outcome::Deferred(reply(451, "4.7.1 greylisted, come back in 5 minutes"));
        for outcome in [refused, full, greylisted] {
            assert_eq!(Feedback::of(&[outcome], true, None), Some(Feedback::Answered));
        }
    }

    #[test]
    fn what_is_said_of_a_mail_or_its_sender_is_no_trouble_of_the_destination() {
        for (code, words) in [
            (421, "4.7.32 the From domain is not aligned with SPF or DKIM"),
            (421, "4.7.26 this mail is unauthenticated"),
            (421, "4.1.8 sender address rejected"),
            (421, "4.2.2 mailbox full"),
            (452, "4.5.3 too many recipients"),
            (452, "Too many recipients"),
            (550, "5.5.3 too many recipients, split your message"),
        ] {
            let outcome = Outcome::Deferred(reply(code, words));
            assert_eq!(Feedback::of(&[outcome], true, None), Some(Feedback::Answered), "{code} {words}");
        }
        let rate = Outcome::Deferred(reply(450, "4.7.1 you have sent to too many recipients this hour"));
        assert_eq!(Feedback::of(&[rate], true, None), Some(Feedback::Busy));
    }

    /// As Gmail, Yahoo, Microsoft and Apple write it: half of it says "rate limited" and "to protect our users from spam".
    const UNAUTHENTICATED: &[&str] = &[
        "4.7.24 The SPF record of the sending domain has one or more suspicious entries. To protect our users from spam, \
         mail sent from your IP address has been temporarily rate limited.",
        "4.7.26 This mail has been rate limited because it is unauthenticated. Gmail requires all senders to authenticate \
         with either SPF or DKIM.",
        "4.7.27 Your email has been rate limited because SPF authentication didn't pass for this message. Gmail requires \
         all bulk email senders to authenticate their email with SPF.",
        "4.7.30 Your email has been rate limited because DKIM authentication didn't pass for this message. Gmail requires \
         all email bulk senders to authenticate their email with DKIM.",
        "4.7.31 Your email has been rate limited because the sending domain doesn't have a DMARC record, or the DMARC \
         record doesn't specify a DMARC policy.",
        "4.7.32 Your email has been rate limited because the From: header (RFC5322) in this message isn't aligned with \
         either the authenticated SPF or DKIM organizational domain.",
        "5.7.30 This mail has been blocked because DKIM does not pass. Gmail requires all large senders to authenticate \
         with DKIM.",
        "5.7.32 Your email was blocked because the From: header (RFC5322) in this message isn't aligned with either the \
         authenticated SPF or DKIM organizational domain.",
        "4.7.28 Gmail has detected an unusual rate of mail originating from your DKIM domain [example.no 35]. To protect \
         our users from spam, mail has been temporarily rate limited. \
         https://support.google.com/mail/?p=UnsolicitedRateLimitError",
        "4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your SPF domain [example.no 15].",
        "5.7.9 This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to \
         authenticate with either SPF or DKIM.",
        "5.7.515 Access denied, sending domain [example.no] does not meet the required authentication level.",
        "5.7.1 [HME1] This message was blocked for failing both SPF and DKIM authentication checks.",
    ];

    #[test]
    fn what_a_provider_refuses_for_the_domain_of_one_sender_keeps_no_other_senders_mail_back() {
        for words in UNAUTHENTICATED {
            let told = |host| {
                let outcome = Outcome::Deferred(reply(421, words));
                Feedback::of(&[outcome], true, host).and_then(|feedback| feedback.parks(0))
            };
            assert_eq!([None, Some("gmail-smtp-in.l.google.com")].map(told), [None, None], "{words}");
        }
        // What is said of our address is true of all mail that comes from there.
        let of_address = "4.7.28 Gmail has detected an unusual rate of mail originating from your IP address [192.0.2.1 15].";
        let outcome = Outcome::Deferred(reply(421, of_address));
        assert_eq!(Feedback::of(&[outcome], true, None), Some(Feedback::Busy));
    }

    #[test]
    fn that_there_are_too_many_recipients_is_said_by_words_and_x53_alone() {
        for (code, words, says) in [
            (550, "Too many recipients, split your message", Some(TooMany::Together)),
            (550, "Too many recipients this hour", Some(TooMany::InTime)),
            (550, "5.5.3 recipients per minute exceeded", Some(TooMany::InTime)),
            (452, "sorry, no more of them (#4.5.3)", Some(TooMany::Together)),
            (452, "4.2.2 mailbox full at 194.5.3.7", None),
            (552, "mailbox full", None),
        ] {
            assert_eq!(too_many(&reply(code, words)), says, "{code} {words}");
        }
        let status = Some(domain::EnhancedStatus::new(5, 5, 3));
        let coded = Reply { enhanced: status, ..reply(550, "no more of them") };
        assert_eq!(too_many(&coded), Some(TooMany::Together));
    }

    #[test]
    fn a_server_that_has_enough_is_busy_and_one_that_says_nothing_is_silent() {
        let closing = Outcome::Deferred(reply(421, "4.3.2 closing the channel"));
        let limited = Outcome::Deferred(reply(450, "4.7.28 our system detected an unusual rate of mail"));
        for outcome in [closing, limited] {
            assert_eq!(Feedback::of(&[outcome], true, None), Some(Feedback::Busy));
        }
        let silent = Outcome::Unreachable("no answer".to_owned());
        assert_eq!(Feedback::of(std::slice::from_ref(&silent), false, None), Some(Feedback::Silent));
        assert_eq!(Feedback::of(&[silent], true, None), Some(Feedback::Broken));
        let none = Outcome::Impossible("there is no such domain".to_owned());
        assert_eq!(Feedback::of(&[none], false, None), None);
    }

    #[test]
    fn connections_that_are_lost_in_a_row_park_their_server_and_one_alone_does_not() {
        for (in_a_row, parks) in
            [(1, None), (2, None), (3, Some(ParkReason::Silent)), (9, Some(ParkReason::Silent))]
        {
            assert_eq!(Feedback::Broken.parks(in_a_row), parks);
        }
        assert_eq!(Feedback::Answered.parks(9), None);
    }

    #[test]
    fn waits_double_up_to_an_hour_and_are_stretched_by_a_fifth_at_most() {
        let now = Timestamp::from_millis(0);
        let minutes = |failures| parked_until(now, failures, 0).as_millis() / 60_000;
        assert_eq!([1, 2, 3, 4, 5, 6, 7, 60].map(minutes), [1, 2, 4, 8, 16, 32, 60, 60]);
        let stretched = parked_until(now, 1, u16::MAX).as_millis();
        assert!((60_000..=72_000).contains(&stretched), "{stretched}");
    }
}
