//! The author of a mail that is still on its way after four hours, and again after a day, is told so: an entry of the
//! case says whom it did not reach and what was said last, and a notice brings him there. Each is told once, in the
//! transaction that notes it; automatic mail tells nobody.

use std::time::Duration;

use domain::case::Direction;
use domain::notice::Happening;
use domain::{CaseId, UserId};
use futures_util::future::BoxFuture;
use store::cases::{By, CaseScope, Correspondent, MessageContent, NewMessage};
use store::deliveries::{self, LateMail};
use store::events::{self, Change};
use store::{StoreError, Tx};

use crate::office::Office;
use crate::worker::{Found, Worker};

/// The class of the case's entry about it, as the interface knows it.
const CLASS: &str = "delivery_delay";
const HOUR_MS: i64 = 3_600_000;
/// How often an author was told, how often he was when he is told now, and after how long, the last news first: who is
/// told of a day is not told of four hours.
const NEWS: [((u32, u32), i64); 3] = [((1, 2), 24 * HOUR_MS), ((0, 2), 24 * HOUR_MS), ((0, 1), 4 * HOUR_MS)];
/// Recipients that one transaction tells of.
const BATCH: u64 = 100;

/// Tells authors of mail that is late.
pub struct StillTrying {
    office: Office,
}

impl StillTrying {
    /// The worker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office }
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        let told = self.office.store().write(|tx| Box::pin(tell_all(tx))).await?;
        if told == 0 {
            return Ok(Found::Nothing);
        }
        self.office.signals().cases.notify_one();
        Ok(Found::Work)
    }
}

async fn tell_all(tx: &Tx) -> Result<usize, StoreError> {
    let mut count = 0;
    for (told, after_ms) in NEWS {
        let before = tx.now().plus_millis(-after_ms);
        for mail in deliveries::take_late(tx, told, before, BATCH).await? {
            count += 1;
            if let (Some(author), Some(case)) = (mail.author, mail.case_id) {
                tell(tx, &mail, (author, case)).await?;
            }
        }
    }
    Ok(count)
}

async fn tell(tx: &Tx, mail: &LateMail, (author, case): (UserId, CaseId)) -> Result<(), StoreError> {
    let organisation = mail.organisation;
    if store::cases::find(tx, organisation, case, &CaseScope::All).await?.is_none() {
        return Ok(());
    }
    store::cases::append_message(tx, organisation, case, &entry(tx, mail)).await?;
    let by = By { user: None, at: tx.now() };
    store::happenings::insert(tx, organisation, case, by, &Happening::DeliveryDelayed { author }).await?;
    events::insert(tx, organisation, Change::case(case));
    Ok(())
}

/// The entry stands among colleagues: the customer never sees it.
fn entry(tx: &Tx, mail: &LateMail) -> NewMessage {
    let recipient =
        |address: &domain::EmailAddress| Correspondent { name: None, address: Some(address.clone()) };
    let words = mail.last_words.clone().unwrap_or_default();
    NewMessage {
        direction: Direction::Comment,
        at: tx.now(),
        content: MessageContent {
            to: mail.recipients.iter().map(recipient).collect(),
            subject: mail.subject.clone(),
            text: words.clone(),
            full_text: words,
            class: CLASS.to_owned(),
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
