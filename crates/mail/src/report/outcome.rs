//! What became of a mail, as a notice says in words: servers that write no fields say it to people alone.

use std::cell::OnceCell;
use std::sync::LazyLock;

use domain::{EnhancedStatus, ReplyCode};

use super::own::Own;
use super::{Action, codes};
use crate::rules::{Anywhere, AnywhereBut, Beginnings};

/// Words that tell of further tries.
static TRIES: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("delays", "tries"));
/// Words of a delay that say nothing of what comes next. Mails are about delays, too.
static DELAYS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("delays", "delays"));
/// Words of servers that have given up, whatever they say of delays before that.
static FAILURES: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("failures", "given-up"));
/// Words of a mail that did not arrive, or could not; "not delivered yet" is none.
static REFUSALS: LazyLock<AnywhereBut> =
    LazyLock::new(|| AnywhereBut::of(("failures", "refusals"), ("delays", "delays")));
/// How subjects of failures begin.
static TITLES: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of("failures", "titles"));
/// Words of servers that tell of an arrival (RFC 3461 4.1, `NOTIFY=SUCCESS`).
static ARRIVALS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("arrivals", "arrivals"));
/// Words that stand beside those where something did not arrive after all.
static SETBACKS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("failures", "setbacks"));

/// What a whole notice that names nobody says became of the mail. Where it says nothing of a delay or an arrival, the mail
/// has failed: that is what such notices are for. `subject` is the notice's own, `notice` its words to people, and `ours` the
/// subject of our mail, where it is known.
#[must_use]
pub fn of_notice(subject: &str, notice: &str, ours: Option<&str>) -> Action {
    let codes = (codes::first_status(notice), codes::first_reply(notice));
    Outcome::of(subject, notice, ours).of_recipient(codes)
}

/// Whether words of lower case say that a mail did not arrive.
pub(super) fn says_refused(words: &str) -> bool {
    REFUSALS.stand_in(words)
}

/// What a notice says became of the mail for those whom it names. Its words are looked through once, however many they are.
pub(super) struct Outcome<'t> {
    subject: &'t str,
    notice: &'t str,
    /// The subject of our mail, where it is known.
    ours: Option<&'t str>,
    own: OnceCell<Own>,
    /// Whether its words tell of a delay of those with a temporary code.
    goes_on: OnceCell<bool>,
    /// Whether they do so of those without any.
    surely_goes_on: OnceCell<bool>,
    /// Whether the first code of all is a temporary one.
    is_temporary: OnceCell<Option<bool>>,
    /// Whether its words tell of an arrival of those with no code of a failure.
    has_arrived: OnceCell<bool>,
}

impl<'t> Outcome<'t> {
    pub(super) fn of(subject: &'t str, notice: &'t str, ours: Option<&'t str>) -> Self {
        Self {
            subject,
            notice,
            ours,
            own: OnceCell::new(),
            goes_on: OnceCell::new(),
            surely_goes_on: OnceCell::new(),
            is_temporary: OnceCell::new(),
            has_arrived: OnceCell::new(),
        }
    }

    /// What it says of a recipient whom it names: a warning says that the host goes on trying, a receipt that it arrived. The
    /// codes are those that were said of him.
    pub(super) fn of_recipient(
        &self,
        (status, reply): (Option<EnhancedStatus>, Option<ReplyCode>),
    ) -> Action {
        // RFC 3463 3.1, RFC 5321 4.2.1: the first digit says whether a failure is a temporary one. A permanent one of either
        // kind says more than any words.
        let is_temporary = match (status, reply) {
            (_, Some(reply)) if reply.is_permanent() => Some(false),
            (Some(status), _) => Some(status.class == 4),
            (None, Some(_)) => Some(true),
            (None, None) => *self
                .is_temporary
                .get_or_init(|| codes::first_reply(self.notice).map(|reply| !reply.is_permanent())),
        };
        // A failure may be about a mail on a delay, and a delay may be of one about a failure. Under the heading of a failure,
        // or beside its words where no code says more, only words of further tries make a delay of it. Without a code, all of
        // them must be the server's own: a heading and a label may be in a language that nobody knows here, and a quote is one
        // in all of them. What refuses may stand behind any label, since a failure is told by whatever says so.
        let is_delayed = match is_temporary {
            Some(false) => false,
            Some(true) => *self.goes_on.get_or_init(|| self.goes_on()),
            None => *self.surely_goes_on.get_or_init(|| self.surely_goes_on()),
        };
        if is_delayed {
            Action::Delayed
        } else if may_have_arrived((status, reply)) && *self.has_arrived.get_or_init(|| self.tells_arrival())
        {
            Action::Delivered
        } else {
            Action::Failed
        }
    }

    /// Whether it tells of an arrival and of nothing else: what stands in it of somebody who was not reached may be about anybody.
    fn tells_arrival(&self) -> bool {
        let codes = (codes::first_status(self.notice), codes::first_reply(self.notice));
        if !may_have_arrived(codes) || is_of_failure(self.subject) {
            return false;
        }
        // Behind a colon stands the subject of our mail, which may be about a parcel that was delivered.
        let title = self.subject.split_once(':').map_or(self.subject, |(title, _ours)| title);
        let own = Own::read(title, self.notice, self.ours);
        if !ARRIVALS.stand_in(&own.unquoted()) {
            return false;
        }
        let told = own.said();
        !SETBACKS.stand_in(&told) && !REFUSALS.stand_in(&told) && !FAILURES.stand_in(&told)
    }

    fn goes_on(&self) -> bool {
        let said = self.own().said();
        (TRIES.stand_in(&said) || self.is_late(&said)) && !FAILURES.stand_in(&said)
    }

    fn surely_goes_on(&self) -> bool {
        let words = self.own().surely_own();
        let (is_tried, is_late) = (TRIES.stand_in(&words), self.is_late(&words));
        if !is_tried && !is_late {
            return false;
        }
        let refusal = self.own().unquoted();
        (is_tried || !REFUSALS.stand_in(&refusal)) && !FAILURES.stand_in(&refusal)
    }

    /// Whether words tell of a delay, and not under the heading of a failure.
    fn is_late(&self, words: &str) -> bool {
        !is_of_failure(self.subject) && DELAYS.stand_in(words)
    }

    fn own(&self) -> &Own {
        self.own.get_or_init(|| {
            // Behind such a beginning stands often the subject of our mail, whatever it says.
            let subject = if is_of_failure(self.subject) { "" } else { self.subject };
            Own::read(subject, self.notice, self.ours)
        })
    }
}

/// Whether a subject begins as that of a failure.
fn is_of_failure(subject: &str) -> bool {
    TITLES.begin(&subject.trim().to_lowercase())
}

/// RFC 3463 3.1: the class of a success is 2. RFC 5321 4.2.1: so is the first digit of its reply.
fn may_have_arrived((status, reply): (Option<EnhancedStatus>, Option<ReplyCode>)) -> bool {
    status.is_none_or(|status| status.class == 2) && reply.is_none_or(|reply| reply.get() < 300)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: &str, notice: &str, expected: Action) {
        assert_eq!(of_notice(subject, notice, None), expected, "{subject}: {notice}");
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
    fn under_the_heading_of_a_failure_words_of_a_delay_are_those_of_our_subject() {
        // Headings of corpus/flufl.bounce, and of servers in other languages.
        let titles = [
            "Mail could not be delivered",
            "Delivery Notification: Delivery has failed",
            "Mail Not Delivered",
            "Message Delivery Failure",
            "mail failed, returning to sender",
            "[Postmaster] Email Delivery Failure",
            "Permanent Delivery Failure",
            "Delivery Report (failure) for ola@x.no",
            "Ikke levert: Varene er forsinket",
            "Ikke leveret: Varerne er forsinket",
            "Det gick inte att leverera: Varorna är försenade",
            "Nicht zustellbar: Ihr Paket ist verzögert",
            "Onbestelbaar: Your order is delayed",
        ];
        for title in titles {
            check(title, "'Your order is delayed' went no further than here.", Action::Failed);
            check(title, "It is delayed, and the server will keep trying.", Action::Delayed);
        }
        check(titles[1], "Subject:\n    Your order is delayed\n\nReason: unknown user", Action::Failed);
        check(titles[8], "'Varene er forsinket' did not reach ola@x.no", Action::Failed);
    }

    #[test]
    fn beside_words_of_a_refusal_a_delay_is_one_where_further_tries_or_a_code_say_so() {
        check("Notice", "'Your order is delayed' did not reach ola@x.no.", Action::Failed);
        check("Notice: Your order is delayed", "Unknown user.", Action::Failed);
        check("Beskjed", "'Varene er forsinket': Mottakeren finnes ikke.", Action::Failed);
        check("Besked", "'Varerne er forsinket': Ukendt modtager.", Action::Failed);
        check("Besked", "'En försenad leverans': Okänd mottagare.", Action::Failed);
        check("Mitteilung", "'Ihr Paket ist verzögert': Unbekannter Empfänger.", Action::Failed);
        check(
            "Notice",
            "It could not be delivered. Delivery is delayed, and will be retried.",
            Action::Delayed,
        );
        check("Notice", "The delivery is delayed: 450 4.1.1 unknown user", Action::Delayed);
        check("Notice", "Delayed: it has not yet been delivered.", Action::Delayed);
        check("Notice", "Delayed: it could not be delivered yet.", Action::Delayed);
        check("Beskjed", "Meldingen er forsinket. Den er ikke levert ennå.", Action::Delayed);
        check("Besked", "Mailen er forsinket. Den er ikke leveret endnu.", Action::Delayed);
        check("Besked", "En försenad leverans: det kunde inte levereras ännu.", Action::Delayed);
        check("Mitteilung", "Verzögert: der Server wurde nicht erreicht.", Action::Delayed);
        // quirk: Postfix, as in corpus/flufl.bounce/dsn_17.txt.
        let postfix = "Your message could not be delivered for more than 15 minutes.\n\
                       It will be retried until it is 24 hours old.";
        check("Delayed Mail (still being retried)", postfix, Action::Delayed);
    }

    #[test]
    fn a_subject_of_ours_goes_on_below_its_label() {
        let ours = |subject: &str| format!("Your message\n\n{subject}\n\nwent no further than here.");
        check("Notice", &ours("  Subject:\n    Your order is delayed"), Action::Failed);
        check("Notice", &ours("Subject:\nYour order is delayed"), Action::Failed);
        check("Notice", &ours("> *Subject:*\r\n>\r\n>    Your order\r\n>    is delayed"), Action::Failed);
        check("Notice", &ours("Emne: Varene som du bestilte\n\ter forsinket"), Action::Failed);
        check("Notice", &ours("* Subject: Your order of November\n  is delayed"), Action::Failed);
        // What stands as far out as the label, or below a blank line, is the server's again.
        check("Notice", "Subject: Case 12\nStatus: delayed", Action::Delayed);
        check("Notice", "Subject: Case 12\n\n  It is delayed.", Action::Delayed);
        check("Notice", "  Subject:\n\nis delayed.", Action::Delayed);
        check("Notice", "Subject:\n    Case 12\n\nIt is delayed.", Action::Delayed);
    }

    #[test]
    fn words_of_further_tries_in_a_quote_are_none_of_the_servers_whatever_language_it_speaks() {
        for quote in [
            "'We will keep trying'",
            "'It won't arrive: we're still trying'",
            "\"We will keep trying\"",
            "“We will keep trying”",
            "„We will keep trying“",
            "”We will keep trying”",
            "«We will keep trying»",
            "»We will keep trying«",
            "‘We will keep trying’",
            "’We will keep trying’",
        ] {
            check("Notice", &format!("Your mail {quote} did not reach ola@x.no."), Action::Failed);
            check("Známka", &format!("Vaše zpráva {quote} nebyla doručena."), Action::Failed);
            check(&format!("{quote}: nedoručeno"), "Uživatel neexistuje.", Action::Failed);
            let folded = quote.replacen("we ", "we\n", 1).replacen("We ", "We\n", 1);
            check("Notice", &format!("Your mail {folded} did not reach ola@x.no."), Action::Failed);
            check("Notice", &format!("Your mail {quote} is late. We are still trying."), Action::Delayed);
        }
        check(
            "Známka",
            "Uživatel neexistuje.\n\n> We are still trying to reach you.\n> Kari",
            Action::Failed,
        );
        let within = "Vaše zpráva\n\n  We will keep trying\n\nnebyla doručena:\n\n  ola@x.no";
        check("Známka", within, Action::Failed);
        check("Notice", "Your mail to\n\n  ola@x.no\n\nis late. We are still trying.", Action::Delayed);
        // An apostrophe opens no quote, what is passed on as a whole is the server's, and so is what stands behind a colon.
        let apostrophes =
            "It couldn't be delivered. The server will keep trying, and you needn't do anything.";
        check("Notice", apostrophes, Action::Delayed);
        check("Notice", "> It is late.\n> The server will keep trying.", Action::Delayed);
        check("Notice", "The server says:\n\n  we will keep trying\n\nfor two days.", Action::Delayed);
        // A temporary code says that it is late, and the words beside it that somebody goes on.
        check("Notice", "The server said \"450 4.2.0 busy\": 'we will keep trying'", Action::Delayed);
    }

    #[test]
    fn a_subject_of_ours_that_is_known_makes_no_delay_of_a_failure_wherever_it_stands_by_itself() {
        let ours = "We will keep  trying";
        let told = |subject: &str, notice: &str| of_notice(subject, notice, Some(ours));
        for notice in [
            "Předmět: We will keep trying\n\nUživatel neexistuje.",
            "We will keep trying\n\nUživatel neexistuje.",
            "Předmět:\n  We will\n  keep trying\n\nUživatel neexistuje.",
            "Vaše zpráva (we will keep trying) nebyla doručena.",
        ] {
            assert_eq!(told("Známka", notice), Action::Failed, "{notice}");
            assert_eq!(told("Známka: We will keep trying", notice), Action::Failed, "{notice}");
        }
        assert_eq!(told("Notice", "It is late, and we will keep trying for two days."), Action::Delayed);
        assert_eq!(of_notice("Notice", "Your mail is delayed.", Some("Delayed")), Action::Delayed);
        assert_eq!(of_notice("Notice", "It is delayed.", Some("(".repeat(10_000).as_str())), Action::Delayed);
    }

    #[test]
    fn failures_that_speak_of_delays_in_five_languages_are_failures() {
        for (subject, notice) in [
            (
                "Mail system",
                "This is the mail system at mx.kunde.test.\n\nRegarding: We are still trying to reach you\nTo: kari@kunde.test\n\nThe mailbox is not here any more.",
            ),
            (
                "E-postvarsel",
                "Vi fant ingen mottaker for denne e-posten.\n\nGjelder: Vi fortsetter å prøve å nå deg\nTil: kari@kunde.test",
            ),
            (
                "Besked från e-posten",
                "Mottagaren har slutat.\n\nÄrende:\n    Vi fortsätter att försöka nå dig\n\nBrevet slängdes.",
            ),
            (
                "Postausgang",
                "Diese Nachricht ging an niemanden:\n\nThema\tIhr Paket wird erneut versucht\nAn\tkari@kunde.test\n\nDas Postfach gibt es nicht.",
            ),
            (
                "Message du serveur",
                "Votre courrier est resté ici.\n\nTitre du message : nous tenterons une nouvelle tentative de remise\nMotif : boîte supprimée",
            ),
            ("Levering", "Meldingen er forsinket i to dager, og serveren vil ikke fortsette å prøve."),
            (
                "Leverans",
                "Vi gav upp efter fem dagar, där servern fortsatte: brevet var försenad och Servern kommer inte att försöka igen.",
            ),
            (
                "Zustellung",
                "Die Nachricht\n\nIhre Bestellung ist verzögert\n\nist nicht angekommen, weil es das Postfach nicht gibt.",
            ),
            (
                "Mail delivery",
                "Your mail was blocked by our filter: it was judged to be advertising. No action is required.",
            ),
            (
                "Rapport de remise",
                "La remise est restée retardée cinq jours. Le serveur a abandonné, et aucune nouvelle tentative de remise ne sera faite.",
            ),
        ] {
            check(subject, notice, Action::Failed);
        }
    }

    #[test]
    fn delays_that_quote_failures_in_five_languages_are_delays() {
        for (subject, notice) in [
            (
                "Notice",
                "Your mail \"Address does not exist: what now\" to kari@kunde.test has been postponed.",
            ),
            ("Beskjed", "E-posten «Leveringen mislyktes» til kari@kunde.test er forsinket."),
            ("Besked", "Brevet ”Okänd mottagare” till kari@kunde.test är försenad."),
            (
                "Mitteilung",
                "Die Nachricht „Zustellung wurde abgelehnt, wir haben aufgegeben: was nun“ ist noch nicht zugestellt. Sie wird erneut versucht: die Zustellung wird erneut versucht.",
            ),
            (
                "Rapport",
                "Objet : Cette adresse n'existe pas\n\nLa remise est retardée. Le serveur continuera d'essayer pendant deux jours.",
            ),
            ("Beskjed", "Hva skjer nå: Serveren vil fortsette å prøve i to dager."),
        ] {
            check(subject, notice, Action::Delayed);
        }
    }

    #[test]
    fn behind_a_label_that_no_server_speaks_under_stand_words_of_our_mail() {
        for label in [
            "Předmět: ",
            "**Předmět:** ",
            "> Předmět: ",
            "Předmět\t",
            "Předmět vaší zprávy :\n  ",
            "Objet de l’affaire: ",
        ] {
            let told = |words: &str| format!("Uživatel neexistuje.\n\n{label}{words}\n\nPostmaster");
            check("Známka", &told("We will keep trying"), Action::Failed);
            check("Známka", &told("Your order is delayed"), Action::Failed);
            check(
                &format!("{label}We will keep trying").replace('\n', " "),
                "Uživatel neexistuje.",
                Action::Failed,
            );
        }
        // A server speaks under some, behind others stands an address, and a sentence may have a colon.
        check("Notice", "Status: we will keep trying", Action::Delayed);
        check("Notice", "Status\tdelayed", Action::Delayed);
        check("Notice", "Příjemce: ola@x.no is delayed", Action::Delayed);
        check("Notice", "It is late: we are still trying.", Action::Delayed);
        check("Notice", "Since 10:30 it is delayed", Action::Delayed);
        check("Notice", "Příjemce: Ola\nThe server will keep trying", Action::Delayed);
    }

    #[test]
    fn a_permanent_code_says_more_than_words_of_further_tries() {
        check("Notice", "We are still trying: 550 5.1.1 unknown user", Action::Failed);
        check("Notice", "We are still trying: 550 unknown user", Action::Failed);
        check("Notice", "We are still trying (#5.1.1)", Action::Failed);
        check("Notice", "We are still trying: 554 4.4.7 too late", Action::Failed);
        check("Notice", "We are still trying: 450 4.2.0 busy", Action::Delayed);
        // A reply to somebody else is none to him.
        let temporary = (Some(EnhancedStatus::new(4, 2, 0)), None);
        let both = "<a@x.no>: 550 unknown\n<b@x.no>: 4.2.0 busy, we are still trying";
        assert_eq!(Outcome::of("Notice", both, None).of_recipient(temporary), Action::Delayed);
    }

    #[test]
    fn a_notice_of_very_many_lines_is_read_once() {
        // With work for each line that grew with the lines before it, this would not come to an end.
        let many = 50_000;
        let labels = "Subject:\n".repeat(many);
        let folded = format!("Subject: x\n{}", "  delayed\n".repeat(many));
        let nearly = "subjec ikke lever could not be deliver\n".repeat(many);
        let marks = "x 'y \"z “a\n\n  b c\n\n".repeat(many);
        for lines in [labels, folded, nearly, marks] {
            check("Notice", &lines, Action::Failed);
            check("Notice", &format!("{lines}\nThe server will keep trying."), Action::Delayed);
        }
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
