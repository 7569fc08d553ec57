//! The author of a mail that is still on its way after four hours, and again after a day, is told so: an entry of the
//! case says whom it did not reach and what was said last, and a notice brings him there; of a mail that is of no case, or
//! of one that is gone, a notice tells him alone. Each is told once, in the transaction that notes it; automatic mail tells
//! nobody.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::case::Direction;
use domain::failure::Failure;
use domain::notice::Happening;
use domain::{CaseId, UserId};
use futures_util::future::BoxFuture;
use store::cases::{By, CaseScope, Correspondent, MessageContent, NewMessage};
use store::deliveries::{self, AttemptRow, LateMail, TOLD_MAX};
use store::events::{self, Change};
use store::{StoreError, Tx};

use crate::notify;
use crate::office::Office;
use crate::returns;
use crate::worker::{Found, Worker};

/// The class of the case's entry about it, as the interface knows it.
pub(crate) const CLASS: &str = "delivery_delay";
const HOUR_MS: i64 = 3_600_000;
/// How often an author was told, how often he was when he is told now, and after how long, the last news first: who is
/// told of a day is not told of four hours.
const NEWS: [((u32, u32), i64); 3] =
    [((1, TOLD_MAX), 24 * HOUR_MS), ((0, TOLD_MAX), 24 * HOUR_MS), ((0, 1), 4 * HOUR_MS)];
/// Recipients that are looked at together.
const BATCH: u64 = 100;
/// How much longer nobody looks after a look that found nothing than it took, and how long at most, milliseconds: what waits for
/// a limit of ours is read each time, and a mailing of a million recipients may wait for a day.
const REST: (i64, i64) = (300, HOUR_MS);

/// Tells authors of mail that is late.
pub struct StillTrying {
    office: Office,
    /// When it looks again, milliseconds.
    rests_until: AtomicI64,
}

impl StillTrying {
    /// The worker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, rests_until: AtomicI64::new(i64::MIN) }
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        let begun = self.office.now();
        if begun.as_millis() < self.rests_until.load(Ordering::Relaxed) {
            return Ok(Found::Nothing);
        }
        let mut count = 0;
        for ((told, becomes), after_ms) in NEWS {
            let before = self.office.now().plus_millis(-after_ms);
            let late = deliveries::list_late(&self.office.store().read(), told, before, BATCH).await?;
            for mail in late {
                count += 1;
                self.tell_of(mail, becomes).await?;
            }
        }
        if count == 0 {
            let now = self.office.now();
            let until = now.plus_millis(rest_ms(now.millis_since(begun)));
            self.rests_until.store(until.as_millis(), Ordering::Relaxed);
            return Ok(Found::Nothing);
        }
        self.office.signals().cases.notify_one();
        Ok(Found::Work)
    }

    /// A mail that cannot be told of is passed over, so that its failure keeps the news from no other author.
    async fn tell_of(&self, mail: LateMail, becomes: u32) -> Result<(), StoreError> {
        let (organisation, outbox) = (mail.organisation, mail.outbox_id);
        let store = self.office.store();
        let office = self.office.clone();
        let told = store
            .write(move |tx| {
                let (office, mail) = (office.clone(), mail.clone());
                Box::pin(async move { tell_once((tx, &office), &mail, becomes).await })
            })
            .await;
        let Err(error) = told else { return Ok(()) };
        tracing::error!(
            organisation.id = %organisation, outbox.id = %outbox, %error,
            "the author of a mail that is late cannot be told"
        );
        store
            .write(move |tx| {
                Box::pin(async move {
                    deliveries::note_told(tx, organisation, outbox, becomes).await.map(|_noted| ())
                })
            })
            .await
    }
}

/// How long nobody looks after a look that took so long.
fn rest_ms(took_ms: i64) -> i64 {
    let (times, at_most_ms) = REST;
    took_ms.max(0).saturating_mul(times).min(at_most_ms)
}

async fn tell_once((tx, office): (&Tx, &Office), mail: &LateMail, becomes: u32) -> Result<(), StoreError> {
    if !deliveries::note_told(tx, mail.organisation, mail.outbox_id, becomes).await? {
        return Ok(());
    }
    // What programs wrote is late for nobody.
    let Some(author) = mail.author else { return Ok(()) };
    let case = match mail.case_id {
        Some(case) => store::cases::find(tx, mail.organisation, case, &CaseScope::All).await?,
        None => None,
    };
    match case {
        Some(case) => tell((tx, office), mail, (author, case.id)).await,
        None => notify::tell_author_of_delay(tx, (mail, author), tx.now()).await,
    }
}

async fn tell(
    (tx, office): (&Tx, &Office),
    mail: &LateMail,
    (author, case): (UserId, CaseId),
) -> Result<(), StoreError> {
    let organisation = mail.organisation;
    let last = deliveries::list_last(tx, organisation, &[mail.outbox_id]).await?.remove(&mail.outbox_id);
    let rules = returns::rules_of(office, tx, organisation).await?;
    let failure = last.as_ref().map(|last| returns::failure_of_attempt(rules, last));
    let entry = entry(tx, mail, (last, failure));
    store::cases::append_message(tx, organisation, case, &entry).await?;
    let by = By { user: None, at: tx.now() };
    let delayed = Happening::DeliveryDelayed { author, mail: None };
    store::happenings::insert(tx, organisation, case, by, &delayed).await?;
    events::insert(tx, organisation, Change::case(case));
    Ok(())
}

/// The entry stands among colleagues: the customer never sees it.
fn entry(tx: &Tx, mail: &LateMail, (last, failure): (Option<AttemptRow>, Option<Failure>)) -> NewMessage {
    let recipient =
        |address: &domain::EmailAddress| Correspondent { name: None, address: Some(address.clone()) };
    let words = last.map(|last| last.with_codes()).unwrap_or_default();
    NewMessage {
        direction: Direction::Comment,
        at: tx.now(),
        content: MessageContent {
            to: mail.recipients.iter().map(recipient).collect(),
            subject: mail.subject.clone(),
            text: words.clone(),
            full_text: words,
            class: CLASS.to_owned(),
            failure,
            ..MessageContent::default()
        },
        author_id: None,
        intake_id: None,
        outbox_id: Some(mail.outbox_id),
        raw_hash: None,
    }
}

impl Worker for StillTrying {
    fn name(&self) -> &'static str {
        "still_trying"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(300)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_that_takes_long_is_a_rare_one() {
        // After one of a second it is the worker's own period.
        assert_eq!([-1, 0, 1_000, 4_000, 60_000].map(rest_ms), [0, 0, 300_000, 1_200_000, HOUR_MS]);
    }
}
