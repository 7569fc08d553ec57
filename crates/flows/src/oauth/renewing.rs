//! One renewal, from the claim to what is written down.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::oauth::{GrantOwner, GrantState};
use domain::transport::TransportOwner;
use domain::{OrganisationId, Secret, Timestamp};
use policy::oauth::{lifetime, retry_after_s, rolls};
use store::deliveries::hasten;
use store::oauth::grants::{self, GrantRow, Held, Tokens};
use store::oauth::installation::INSTALLATION;
use store::oauth::renewing::{self, Trouble};
use store::{Claim, StoreError, Tx};

use super::requests::{Client, Granted, Refused};
use super::writing::until_written;
use crate::office::Office;
use crate::{lease, notify};

/// The name under which leases are held.
pub(super) const WORKER: &str = "oauth";

/// How long a provider is waited for, and what is left to write down its answer, milliseconds: while a
/// refresh token is on its way, nobody else may send it again.
const LEASE_MS: i64 = 60_000;
/// Octets of chance in the name of a lease.
const LEASE_NAME_OCTETS: usize = 9;

/// A claim that outlasts the request, however short this node's other leases are. Each has a name of its
/// own: an attempt that is late finds that its grant is another's, though that is of the same node.
pub(super) fn claim(office: &Office, limit: u32) -> Claim {
    let claim = lease::claim(office, WORKER, limit);
    let lease_until = claim.lease_until.max(claim.now.plus_millis(LEASE_MS));
    let mut chance = [0; LEASE_NAME_OCTETS];
    office.entropy().fill(&mut chance);
    let owner = format!("{}/{}", claim.owner, URL_SAFE_NO_PAD.encode(chance));
    Claim { owner, lease_until, ..claim }
}

/// Ends the leases that a process left when it died in the middle of a renewal, where the database is this process's alone: a
/// mailbox whose token is about to end does not wait for them to run out.
///
/// # Errors
/// When the store fails.
pub async fn end_left_leases(office: &Office) -> Result<(), StoreError> {
    let at = office.now();
    office.store().write(move |tx| Box::pin(async move { renewing::end_leases(tx, at).await })).await
}

/// What became of a renewal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Renewed {
    /// It was tried, and what came of it is written down.
    Tried,
    /// Somebody else renews it, or a person signed in meanwhile.
    Elsewhere,
}

/// A renewal under way.
struct Renewal {
    office: Office,
    row: GrantRow,
    refresh: Secret,
    /// The name of its lease.
    lease: String,
}

/// Renews a grant of this version unless somebody else does.
pub(super) async fn renew(office: &Office, held: &Held) -> Result<Renewed, StoreError> {
    let claim = claim(office, 1);
    let renewal = Renewal {
        office: office.clone(),
        row: held.row.clone(),
        refresh: held.refresh.clone(),
        lease: claim.owner.clone(),
    };
    // Whoever waits for the token may leave; the provider's answer is kept all the same.
    let claimed_and_run = async move {
        let (place, version) = ((renewal.row.organisation, renewal.row.owner), renewal.row.version);
        let claimed = renewal.office.store().write(move |tx| {
            Box::pin(async move { renewing::claim(tx, place.0, place.1, version, &claim).await })
        });
        if claimed.await? { renewal.run().await } else { Ok(Renewed::Elsewhere) }
    };
    office.see_through(claimed_and_run).await?
}

/// The same for one that the worker claimed under this name.
pub(super) async fn renew_due(office: &Office, row: &GrantRow, lease: &str) -> Result<Renewed, StoreError> {
    let conn = office.store().read();
    let held = match grants::find_held(&conn, row.organisation, row.owner).await {
        Ok(Some(held)) if held.row.version == row.version => held,
        Ok(Some(_) | None) => return Ok(Renewed::Elsewhere),
        Err(StoreError::Unsealable) => return record_unreadable(office, row, lease).await,
        Err(error) => return Err(error),
    };
    let (row, refresh) = (held.row, held.refresh);
    let renewal = Renewal { office: office.clone(), row, refresh, lease: lease.to_owned() };
    office.see_through(async move { renewal.run().await }).await?
}

impl Renewal {
    async fn run(&self) -> Result<Renewed, StoreError> {
        let (office, row) = (&self.office, &self.row);
        let client = Client::of(office, row).await?;
        let answer = match &client {
            Some(client) => client.renew(office.net(), &self.refresh).await,
            None => Err(Refused::default()),
        };
        let now = office.now();
        let written = match answer {
            Ok(granted) => {
                let given = tokens(now, granted, Some(&self.refresh), row.refresh_expires_at);
                let (before, after) =
                    ((row.renewed_at, row.refresh_expires_at), (now, given.refresh_expires_at));
                let tokens = Tokens { refresh_rolls: rolls(before, after), ..given };
                metrics::counter!("posthus_oauth_renewals_total").increment(1);
                self.record_tokens(tokens, now).await?
            }
            Err(refused) => self.record_refused(&refused, now).await?,
        };
        Ok(if written { Renewed::Tried } else { Renewed::Elsewhere })
    }

    async fn record_tokens(&self, tokens: Tokens, at: Timestamp) -> Result<bool, StoreError> {
        let (office, row) = (&self.office, &self.row);
        let (place, version) = ((row.organisation, row.owner), row.version);
        let ailed = row.standing.state != GrantState::Good;
        let written = until_written(|| {
            let (tokens, lease) = (tokens.clone(), self.lease.clone());
            office.store().write(move |tx| {
                Box::pin(async move {
                    let written = renewing::record_renewed(tx, place, (version, &lease), &tokens, at).await?;
                    if written && ailed {
                        wake(tx, place, at).await?;
                    }
                    Ok::<_, StoreError>(written)
                })
            })
        });
        let written = written.await;
        if ailed {
            office.signals().sync.notify_one();
            office.signals().outbox.notify_one();
        }
        written
    }

    async fn record_refused(&self, refused: &Refused, at: Timestamp) -> Result<bool, StoreError> {
        let row = &self.row;
        let verdict = refused.verdict();
        let wait_s = retry_after_s(verdict.state, row.standing.failures + 1, refused.retry_after_s);
        metrics::counter!("posthus_oauth_failures_total", "state" => verdict.state.as_str()).increment(1);
        tracing::warn!(
            organisation.id = %row.organisation,
            grant.purpose = row.owner.purpose(),
            grant.subject = row.owner.subject(),
            state = verdict.state.as_str(),
            because = verdict.because,
            wait_s,
            "a sign-in could not be renewed"
        );
        let trouble = Trouble {
            state: verdict.state,
            because: verdict.because,
            words: refused.words(),
            at,
            renew_at: at.plus_seconds(i64::from(wait_s)),
        };
        let (place, version) = ((row.organisation, row.owner), row.version);
        until_written(|| {
            let (trouble, lease) = (trouble.clone(), self.lease.clone());
            self.office.store().write(move |tx| {
                Box::pin(async move { note_trouble(tx, place, (version, &lease), &trouble).await })
            })
        })
        .await
    }
}

/// Writes down how a request failed, and tells those who can mend it where that is new.
async fn note_trouble(
    tx: &Tx,
    (organisation, owner): (OrganisationId, GrantOwner),
    (version, lease): (i64, &str),
    trouble: &Trouble,
) -> Result<bool, StoreError> {
    let before = grants::find(tx, organisation, owner).await?;
    let noted = renewing::record_trouble(tx, (organisation, owner), (version, lease), trouble).await?;
    if let Some(before) = before.filter(|before| noted && before.standing.state != trouble.state) {
        // Nobody of an organisation can mend the installation's own: its operator reads the log.
        if organisation == INSTALLATION && trouble.state.needs_person() {
            tracing::error!(
                because = trouble.because,
                "the shared outgoing server's sign-in gives no tokens until its operator acts: see `outgoing.oauth_*`"
            );
        }
        notify::tell_of_grant(tx, &before, trouble.state, trouble.at).await?;
    }
    Ok(noted)
}

/// No waiting opens what another key sealed: a person signs in again.
async fn record_unreadable(office: &Office, row: &GrantRow, lease: &str) -> Result<Renewed, StoreError> {
    let (state, at) = (GrantState::Revoked, office.now());
    tracing::error!(
        organisation.id = %row.organisation,
        grant.purpose = row.owner.purpose(),
        grant.subject = row.owner.subject(),
        "the tokens of a sign-in cannot be opened with this server's secret key"
    );
    let trouble = Trouble {
        state,
        because: "unreadable".to_owned(),
        words: "the kept tokens cannot be opened with this server's secret key".to_owned(),
        at,
        renew_at: at.plus_seconds(i64::from(retry_after_s(state, row.standing.failures + 1, None))),
    };
    let (place, version, owner) = ((row.organisation, row.owner), row.version, lease.to_owned());
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { note_trouble(tx, place, (version, &owner), &trouble).await }));
    Ok(if written.await? { Renewed::Tried } else { Renewed::Elsewhere })
}

/// What is kept of what a provider gave; a refresh token that it left out stays (RFC 6749 6).
pub(super) fn tokens(
    now: Timestamp,
    granted: Granted,
    before: Option<&Secret>,
    ends_at: Option<Timestamp>,
) -> Tokens {
    let lives = lifetime(now, granted.expires_in_s);
    let refresh = granted.refresh.or_else(|| before.cloned()).unwrap_or_else(|| Secret::new(""));
    let said = granted.refresh_expires_in_s.map(|seconds| now.plus_seconds(i64::from(seconds)));
    Tokens {
        access: granted.access,
        refresh,
        usable_until: lives.usable_until,
        renew_at: lives.renew_at,
        refresh_expires_at: said.or(ends_at),
        refresh_rolls: None,
    }
}

/// What waits for this grant is tried at once.
pub(super) async fn wake(
    tx: &Tx,
    (organisation, owner): (OrganisationId, GrantOwner),
    at: Timestamp,
) -> Result<(), StoreError> {
    if organisation == INSTALLATION {
        return hasten_all(tx, at).await;
    }
    match owner {
        GrantOwner::Mailbox(id) => {
            store::mailboxes::request_check(tx, organisation, id, at).await.map(|_due| ())
        }
        GrantOwner::Transport => hasten(tx, organisation, &TransportOwner::Organisation, at).await,
        GrantOwner::User(user) => hasten(tx, organisation, &TransportOwner::User(user), at).await,
        GrantOwner::Domain(id) => match store::transports::find_domain(tx, organisation, id).await? {
            Some(name) => hasten(tx, organisation, &TransportOwner::Domain(name), at).await,
            None => Ok(()),
        },
    }
}

/// What waits for the installation's relay is of every organisation that has no server of its own.
pub(super) async fn hasten_all(tx: &Tx, at: Timestamp) -> Result<(), StoreError> {
    store::parked::remove_installation_relays(tx).await?;
    for row in store::organisations::list(tx).await? {
        let own = store::transports::find(tx, row.id, &TransportOwner::Organisation).await?;
        if own.is_none_or(|own| !own.settings.in_use) {
            hasten(tx, row.id, &TransportOwner::Organisation, at).await?;
        }
    }
    Ok(())
}
