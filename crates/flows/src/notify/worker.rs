//! The worker that tells: first what happened and which sign-ins end soon, then mails that are due, then who is to be reminded.

use std::time::Duration;

use futures_util::future::BoxFuture;
use store::StoreError;

use super::{mailing, reminding, servers, telling};
use crate::office::Office;
use crate::worker::{Found, Worker};

/// Tells users what happened.
pub struct Notifier {
    office: Office,
}

impl Notifier {
    /// The notifier of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office }
    }

    /// Tells what waits, writes what mails are due, and reminds, up to one batch of each.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_once(&self) -> Result<Found, StoreError> {
        let told = telling::tell(&self.office).await?;
        let warned = servers::tell_of_endings(&self.office).await?;
        let mailed = mailing::mail(&self.office).await?;
        let reminded = reminding::remind(&self.office).await?;
        if told || warned || mailed || reminded { Ok(Found::Work) } else { Ok(Found::Nothing) }
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
