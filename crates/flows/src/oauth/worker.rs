//! The worker of grants: renews them before they end, asks whether device codes were typed, and has tokens
//! forgotten that nobody uses any more.

use std::time::Duration;

use domain::limits::OAUTH_REVOCATIONS_MAX;
use futures_util::future::{BoxFuture, join_all, join3};
use store::StoreError;
use store::oauth::revocations::{self, Revocation};
use store::oauth::{renewing as renewals, sign_ins as waiting};

use super::installation;
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
        // None of the three holds up the others.
        let (renewed, asked, forgotten) = join3(self.renew(), self.ask_devices(), self.forget()).await;
        let (renewed, asked, forgotten) = (renewed?, asked?, forgotten?);
        Ok(if renewed + asked + forgotten > 0 { Found::Work } else { Found::Nothing })
    }

    async fn renew(&self) -> Result<usize, StoreError> {
        // Another token or secret in the configuration is tried though no mail waits.
        installation::begin(&self.office).await?;
        installation::forget_left(&self.office).await?;
        let (claim, own) = (claim(&self.office, AT_A_TIME), installation::own(&self.office));
        let (store, lease) = (self.office.store(), claim.owner.clone());
        let due = store
            .write(move |tx| Box::pin(async move { renewals::claim_due(tx, &claim, own.as_ref()).await }));
        let due = due.await?;
        let done = join_all(due.iter().map(|row| renew_due(&self.office, row, &lease))).await;
        counted(done)
    }

    async fn ask_devices(&self) -> Result<usize, StoreError> {
        let claim = claim(&self.office, AT_A_TIME);
        let (store, lease) = (self.office.store(), claim.owner.clone());
        let due = store.write(move |tx| Box::pin(async move { waiting::claim_due(tx, &claim).await }));
        let due = due.await?;
        let asked = due.iter().map(|(row, code)| device::ask(&self.office, (row, &lease), code.as_ref()));
        counted(join_all(asked).await)
    }

    async fn forget(&self) -> Result<usize, StoreError> {
        let claim = claim(&self.office, AT_A_TIME);
        let store = self.office.store();
        let due = store.write(move |tx| Box::pin(async move { revocations::claim_due(tx, &claim).await }));
        let due = due.await?;
        let done = join_all(due.iter().map(|revocation| forget(&self.office, revocation))).await;
        counted(done)
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

/// How many were done. One that fails for reasons of its own is told, and fails nobody else.
fn counted<T>(done: Vec<Result<T, StoreError>>) -> Result<usize, StoreError> {
    let count = done.len();
    for failed in done.into_iter().filter_map(Result::err) {
        if failed.is_temporary() {
            return Err(failed);
        }
        tracing::error!(error = %failed, "a sign-in could not be worked on; others are");
    }
    Ok(count)
}

/// RFC 7009 2.2: whatever the provider says of a token that it does not know, it is gone.
async fn forget(office: &Office, revocation: &Revocation) -> Result<(), StoreError> {
    let organisation = revocation.organisation;
    let client = match Client::find(&office.store().read(), organisation, revocation.application).await {
        Err(error) if error.is_temporary() => return Err(error),
        found => found,
    };
    // Only to where it was to be revoked when it was given up: the address may be another's by now.
    let client = client.map(|client| {
        client.filter(|client| client.row.settings.endpoints.revocation == revocation.endpoint)
    });
    let passes = match (client, &revocation.token) {
        (Ok(Some(client)), Some(token)) => {
            let answer = client.revoke(office.net(), token).await;
            answer.is_err_and(|refused| !refused.verdict().state.needs_person())
        }
        // Perhaps the right master key comes back.
        (Ok(Some(_)), None) | (Err(_), _) => true,
        (Ok(None), _) => false,
    };
    let again = passes && revocation.attempts < OAUTH_REVOCATIONS_MAX;
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
