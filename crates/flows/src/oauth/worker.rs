//! The worker of grants: renews them before they end, asks whether device codes were typed, and has tokens
//! forgotten that nobody uses any more.

use std::time::Duration;

use domain::limits::OAUTH_REVOCATIONS_MAX;
use futures_util::future::{BoxFuture, join_all};
use store::StoreError;
use store::oauth::revocations::{self, Revocation};
use store::oauth::{renewing as renewals, sign_ins as waiting};

use super::renewing::{WORKER, claim, renew_due};
use super::requests::Client;
use super::sign_ins::device;
use crate::office::Office;
use crate::worker::{Found, Worker};

/// Requests of one kind at a time: providers count them.
const AT_A_TIME: u32 = 8;
/// The first wait after a failed request to forget a token, seconds; doubled each time.
const FORGET_AGAIN_S: i64 = 60;

/// Keeps grants alive.
pub struct OauthWorker {
    office: Office,
}

impl OauthWorker {
    /// The worker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office }
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        let renewed = self.renew().await?;
        let asked = self.ask_devices().await?;
        let forgotten = self.forget().await?;
        Ok(if renewed + asked + forgotten > 0 { Found::Work } else { Found::Nothing })
    }

    async fn renew(&self) -> Result<usize, StoreError> {
        let claim = claim(&self.office, AT_A_TIME);
        let store = self.office.store();
        let due = store.write(move |tx| Box::pin(async move { renewals::claim_due(tx, &claim).await }));
        let due = due.await?;
        let done = join_all(due.iter().map(|row| renew_due(&self.office, row))).await;
        done.into_iter().collect::<Result<Vec<_>, _>>().map(|done| done.len())
    }

    async fn ask_devices(&self) -> Result<usize, StoreError> {
        let claim = claim(&self.office, AT_A_TIME);
        let store = self.office.store();
        let due = store.write(move |tx| Box::pin(async move { waiting::claim_due(tx, &claim).await }));
        let due = due.await?;
        let done = join_all(due.iter().map(|(row, code)| device::ask(&self.office, row, code))).await;
        done.into_iter().collect::<Result<Vec<_>, _>>().map(|done| done.len())
    }

    async fn forget(&self) -> Result<usize, StoreError> {
        let claim = claim(&self.office, AT_A_TIME);
        let store = self.office.store();
        let due = store.write(move |tx| Box::pin(async move { revocations::claim_due(tx, &claim).await }));
        let due = due.await?;
        let done = join_all(due.iter().map(|revocation| forget(&self.office, revocation))).await;
        done.into_iter().collect::<Result<Vec<_>, _>>().map(|done| done.len())
    }
}

impl Worker for OauthWorker {
    fn name(&self) -> &'static str {
        WORKER
    }

    fn period(&self) -> Duration {
        Duration::from_secs(2)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}

/// RFC 7009 2.2: whatever the provider says of a token that it does not know, it is gone.
async fn forget(office: &Office, revocation: &Revocation) -> Result<(), StoreError> {
    let organisation = revocation.organisation;
    let client = Client::find(&office.store().read(), organisation, revocation.application).await?;
    // Only to where it was to be revoked when it was given up: the address may be another's by now.
    let client = client.filter(|client| client.row.settings.endpoints.revocation == revocation.endpoint);
    let answer = match client {
        Some(client) => client.revoke(office.net(), &revocation.token).await,
        None => Ok(()),
    };
    let again = answer.is_err_and(|refused| {
        let passes = !refused.verdict().state.needs_person();
        passes && revocation.attempts < OAUTH_REVOCATIONS_MAX
    });
    let (id, attempts, now) = (revocation.id, revocation.attempts, office.now());
    let until = now.plus_seconds(FORGET_AGAIN_S << attempts.min(10));
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                if again {
                    revocations::put_off(tx, organisation, id, until).await
                } else {
                    revocations::delete(tx, organisation, id).await
                }
            })
        })
        .await
}
