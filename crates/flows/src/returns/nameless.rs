//! A report or a complaint that names nobody: it waits until a person says whom of its mail it is about, and is judged then.

use domain::blocks::{ReturnNature, ReturnSource};
use domain::returns::{Confidence, ReturnClass};
use domain::{About, EmailAddress, IntakeId, OrganisationId, OutboxId, Problem, Timestamp};
use policy::returns::{Evidence, RuleSet};
use store::deliveries::SentBefore;
use store::returns::{Judged, NewReturn, Weight};
use store::{Conn, StoreError, Tx};

use super::counting::judged;

/// What is told as the rule, where none could judge.
const RULE: &str = "names-nobody";

/// What is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Nameless {
    /// The mail, where that is known.
    pub(crate) outbox: Option<OutboxId>,
    /// The report.
    pub(crate) intake: Option<IntakeId>,
    /// How it became known.
    pub(crate) source: ReturnSource,
    /// What it says to people.
    pub(crate) words: String,
    /// The host that reports.
    pub(crate) host: Option<String>,
}

/// Keeps it to be looked at; it counts for nobody. One report stands once, however often it is read.
pub(crate) async fn record(
    tx: &Tx,
    organisation: OrganisationId,
    nameless: Nameless,
    at: Timestamp,
) -> Result<(), StoreError> {
    // What it means for an address is not known before the address is: it waits as what no rule knows does.
    let class = ReturnClass::Unclassified;
    let Nameless { outbox, intake, source, words, host } = nameless;
    let told = NewReturn {
        address: None,
        outbox_id: outbox,
        intake_id: intake,
        at,
        source,
        judged: Judged {
            class,
            cause: None,
            kind: class.kind(),
            confidence: Confidence::Low,
            rule: RULE.to_owned(),
            rules: None,
            matched: String::new(),
            of_relay: false,
        },
        words,
        about: About::default(),
        host,
        at_relay: false,
    };
    store::returns::put(tx, organisation, &told, &Weight::default()).await.map(|_id| ())
}

/// One that somebody had chosen a recipient for, as it was before that; and a mail, where it named none.
pub(super) fn unnamed(told: NewReturn, named_no_mail: bool) -> Nameless {
    let NewReturn { outbox_id, intake_id, source, words, host, .. } = told;
    Nameless { outbox: outbox_id.filter(|_| !named_no_mail), intake: intake_id, source, words, host }
}

/// Whom a return is about: the one that it names, or that a person chose where it names nobody.
///
/// # Errors
/// 422 where nobody is named or chosen, 404 where another is chosen, or another mail than the one that it is about.
pub(super) fn of_whom(
    told: NewReturn,
    (outbox, whom): (OutboxId, Option<EmailAddress>),
    rules: &RuleSet,
) -> Result<(EmailAddress, NewReturn), Problem> {
    match (told.address.clone(), whom) {
        (Some(named), whom) if whom.as_ref().is_none_or(|whom| whom.key() == named.key()) => {
            Ok((named, told))
        }
        (None, Some(whom)) if told.outbox_id.is_none_or(|of| of == outbox) => {
            let judged = judged_now(&told, rules);
            Ok((whom.clone(), NewReturn { address: Some(whom), judged, ..told }))
        }
        (None, None) => {
            let detail = "the report names nobody; say whom of the mail it is about";
            Err(Problem::invalid("address", "return.names_nobody", detail))
        }
        (Some(_) | None, _) => Err(Problem::not_found("mail to this address")),
    }
}

/// What its words mean, now that it is known for whom.
fn judged_now(told: &NewReturn, rules: &RuleSet) -> Judged {
    match told.source.nature() {
        ReturnNature::Failure => judged(&rules.judge(&Evidence {
            reply: mail::report::first_reply(&told.words),
            status: mail::report::first_status(&told.words),
            hosts: [told.host.as_deref(), None],
            action: Some(mail::Action::Failed),
            ..Evidence::of_words(&told.words)
        })),
        ReturnNature::Complaint => {
            let class = ReturnClass::Complaint;
            Judged { class, kind: class.kind(), confidence: Confidence::High, ..told.judged.clone() }
        }
    }
}

/// The mail that it is about, and those of whom it may be: whom a server took it for. `None` where the mail is gone.
pub(super) async fn choice(
    conn: &Conn,
    organisation: OrganisationId,
    outbox: OutboxId,
) -> Result<Option<(SentBefore, Vec<EmailAddress>)>, StoreError> {
    let Some(item) = store::outbox::find(conn, organisation, outbox).await? else { return Ok(None) };
    let deliveries = store::deliveries::list_of_item(conn, organisation, outbox).await?;
    let is_with_him =
        |delivery: &store::deliveries::DeliveryRow| delivery.state == domain::outbox::DeliveryState::Sent;
    let of_whom = deliveries.into_iter().filter(is_with_him).map(|delivery| delivery.recipient);
    let mail = SentBefore { outbox_id: outbox, subject: item.subject, at: item.created_at, only: true };
    Ok(Some((mail, of_whom.collect())))
}
