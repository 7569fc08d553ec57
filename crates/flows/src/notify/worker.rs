//! The worker that tells: first what happened and which sign-ins end soon, then mails that are due, then who is to be reminded.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use futures_util::future::BoxFuture;
use store::StoreError;

use super::{mailing, reminding, servers, telling};
use crate::office::Office;
use crate::worker::{Found, Worker};

/// How often is looked for what ends soon, milliseconds: it is told of days before.
const ENDINGS_MS: i64 = 3_600_000;

/// Tells users what happened.
pub struct Notifier {
    office: Office,
    /// When it looks next for what ends soon, milliseconds of the epoch.
    endings_at: AtomicI64,
}

impl Notifier {
    /// The notifier of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, endings_at: AtomicI64::new(0) }
    }

    /// Tells what waits, writes what mails are due, and reminds, up to one batch of each.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_once(&self) -> Result<Found, StoreError> {
        let told = telling::tell(&self.office).await?;
        let warned = self.tell_of_endings().await?;
        let mailed = mailing::mail(&self.office).await?;
        let reminded = reminding::remind(&self.office).await?;
        if told || warned || mailed || reminded { Ok(Found::Work) } else { Ok(Found::Nothing) }
    }

    /// Once an hour, and then for as long as there is more.
    async fn tell_of_endings(&self) -> Result<bool, StoreError> {
        let now = self.office.now().as_millis();
        if now < self.endings_at.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let warned = servers::tell_of_endings(&self.office).await?;
        if !warned {
            self.endings_at.store(now.saturating_add(ENDINGS_MS), Ordering::Relaxed);
        }
        Ok(warned)
    }
}

impl Worker for Notifier {
    fn name(&self) -> &'static str {
        "notices"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
