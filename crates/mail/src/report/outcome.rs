//! What became of a mail, as a notice says in words: servers that write no fields say it to people alone.

use std::sync::LazyLock;

use domain::EnhancedStatus;

use super::{Action, codes};
use crate::rules::{Anywhere, Beginnings};

/// Words that tell of further tries.
static TRIES: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("delays", "tries"));
/// Words of a delay that say nothing of what comes next. Mails are about delays, too.
static DELAYS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("delays", "delays"));
/// How lines begin with which a notice repeats the subject of our mail.
static SUBJECTS: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of("copies", "subjects"));
/// Words of servers that have given up, whatever they say of delays before that.
static FAILURES: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("failures", "given-up"));
/// How subjects of failures begin.
static TITLES: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of("failures", "titles"));
/// Words of servers that tell of an arrival (RFC 3461 4.1, `NOTIFY=SUCCESS`).
static ARRIVALS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("arrivals", "arrivals"));
/// Words that stand beside those where something did not arrive after all.
static SETBACKS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("failures", "setbacks"));

/// What a whole notice that names nobody says became of the mail. Where it says nothing of a delay or an arrival, the mail
/// has failed: that is what such notices are for. `subject` is the notice's own, `notice` its words to people.
#[must_use]
pub fn of_notice(subject: &str, notice: &str) -> Action {
    let status = codes::first_status(notice);
    match of_recipient(subject, notice, status) {
        Action::Failed if says_arrived(subject, notice, status) => Action::Delivered,
        told
        @ (Action::Failed | Action::Delayed | Action::Delivered | Action::Relayed | Action::Expanded) => told,
    }
}

/// What a notice says of a recipient whom it names: a warning says that the host goes on trying.
pub(super) fn of_recipient(subject: &str, notice: &str, status: Option<EnhancedStatus>) -> Action {
    // Behind such a beginning stands often the subject of our mail, whatever it says.
    let is_of_failure = is_of_failure(subject);
    let said = said(if is_of_failure { "" } else { subject }, notice);
    // Who begins so speaks of a delay only where he says that he goes on: a failure may be about a mail on one.
    let goes_on = TRIES.stand_in(&said) || (!is_of_failure && DELAYS.stand_in(&said));
    let may_be_delayed = match (status, codes::first_reply(notice)) {
        (Some(status), _) => status.class == 4,
        (None, Some(reply)) => reply.get() < 500,
        (None, None) => true,
    };
    if may_be_delayed && goes_on && !FAILURES.stand_in(&said) { Action::Delayed } else { Action::Failed }
}

/// Whether a subject begins as that of a failure.
fn is_of_failure(subject: &str) -> bool {
    TITLES.begin(&subject.trim().to_lowercase())
}

fn says_arrived(subject: &str, notice: &str, status: Option<EnhancedStatus>) -> bool {
    // RFC 3463 3.1: the class of a success is 2. RFC 5321 4.2.1: so is the first digit of its reply.
    let may_have_arrived = status.is_none_or(|status| status.class == 2)
        && codes::first_reply(notice).is_none_or(|reply| reply.get() < 300);
    // Behind a colon stands the subject of our mail, which may be about a parcel that was delivered.
    let title = subject.split_once(':').map_or(subject, |(title, _ours)| title);
    let told = said(title, notice);
    may_have_arrived && !is_of_failure(subject) && ARRIVALS.stand_in(&told) && !SETBACKS.stand_in(&told)
}

/// What a notice says itself: its words, but for the subject of our mail that it repeats.
fn said(subject: &str, notice: &str) -> String {
    let whole = format!("{subject}\n{notice}").to_lowercase();
    let is_own = |line: &&str| !SUBJECTS.begin(line.trim_start_matches([' ', '\t', '>', '*']));
    whole.lines().filter(is_own).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: &str, notice: &str, expected: Action) {
        assert_eq!(of_notice(subject, notice), expected, "{subject}: {notice}");
    }

    #[test]
    fn a_notice_that_names_nobody_tells_a_delay_and_an_arrival_from_a_failure() {
        check("Warning: message delayed 4 hours", "Delivery will be retried.", Action::Delayed);
        check("Mail delivery", "Meldingen er forsinket.", Action::Delayed);
        check("Mail delivery", "It was delayed, and the server is giving up: 4.4.7", Action::Failed);
        check("Undelivered Mail Returned to Sender", "the mailbox is full.", Action::Failed);
        check(
            "Delivery failure notification",
            "Delivery attempts will continue to be made.",
            Action::Delayed,
        );
        // A subject of ours that speaks of a delay makes none of a failure.
        check("Undeliverable: Forsinket levering", "No such user", Action::Failed);
        check("Mail delivery failed: Your order is delayed", "No such user", Action::Failed);
        check("Delivery report: Forsinket levering", "550 No such user", Action::Failed);
        check("Delivery Status Notification (Success)", "Your mail has been delivered.", Action::Delivered);
        check("Delivery report", "Din melding ble levert.", Action::Delivered);
    }

    #[test]
    fn a_subject_of_ours_that_a_notice_repeats_makes_no_delay_of_a_failure() {
        // quirk: Domino repeats it above the recipients, as in corpus/flufl.bounce/simple_11.txt.
        let domino = |subject: &str| {
            format!(
                "Your message\n\n  {subject}\n\nwas not delivered to:\n\n  ola@x.no\n\nbecause:\n\n  \
                 User ola not listed in Domino Directory"
            )
        };
        let title = "DELIVERY FAILURE: User ola (ola@x.no) not listed in Domino Directory";
        check(title, &domino("Subject: Your order is delayed"), Action::Failed);
        check(title, &domino("Subject: We are still trying to reach you"), Action::Failed);
        check("Levering", &domino("Emne: Varene er forsinket"), Action::Failed);
        check("Leverans", &domino("Ämne: Varorna är försenade: försenad leverans"), Action::Failed);
        check("Zustellung", &domino("Betreff: Ihr Paket ist verzögert"), Action::Failed);
        // Folded, or without a label.
        check(title, &domino("Subject:\n    Your order is delayed"), Action::Failed);
        check("Undeliverable: x", "Your mail 'Varene er forsinket' did not reach ola@x.no.", Action::Failed);
        check("Undeliverable: x", "It is delayed. We are still trying.", Action::Delayed);
        check("Kan ikke leveres: x", "Serveren vil fortsette å prøve i to dager.", Action::Delayed);
    }

    #[test]
    fn a_subject_of_ours_that_speaks_of_an_arrival_makes_none_of_a_failure() {
        check("Delivery report: Pakken er levert", "550 No such user", Action::Failed);
        check("Delivery report: Pakken er levert", "No such user", Action::Failed);
        check("Unzustellbar: Ihr Paket wurde zugestellt", "Unbekannter Empfänger", Action::Failed);
        check("Uleverbar: Varene er levert", "Ukjent mottaker", Action::Failed);
        check("Olevererbar - Varorna har levererats", "Okänd mottagare", Action::Failed);
        check("Delivery report", "It was delivered to the gateway: 554 unknown", Action::Failed);
        check("Levering: Pakken er levert", "Din melding ble levert. 250 OK", Action::Delivered);
        check("Successful Mail Delivery Report", "Here it is.", Action::Delivered);
    }

    #[test]
    fn words_of_an_arrival_that_did_not_happen_are_none() {
        check("Mail delivery", "Your mail has not been delivered. One copy was delivered.", Action::Failed);
        check("Mail delivery", "It was delivered to the gateway, which rejected it.", Action::Failed);
        check("Mail delivery", "It was delivered to the gateway: 550 5.1.1 unknown", Action::Failed);
        check("Rapport", "Meldingen er ikke levert.", Action::Failed);
    }
}
