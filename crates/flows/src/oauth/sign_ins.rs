//! A person signs in with a provider: begun for a mailbox or the outgoing server, finished in the browser
//! that began it, or on any device. What it brings is kept only for the owner as he is then.

mod browser;
pub(super) mod device;

pub use browser::{Returned, finish};

use domain::limits::OAUTH_SIGN_INS_MAX;
use domain::mailbox::{Protocol, Security, SignIn};
use domain::oauth::{GrantOwner, SignInWay};
use domain::transport::TransportOwner;
use domain::{
    Actor, MailboxId, OauthApplicationId, OauthSignInId, OrganisationId, Problem, ProblemKind, TransportId,
};
use store::oauth::applications::{self, ApplicationRow};
use store::oauth::grants::{self, NewGrant};
use store::oauth::sign_ins::{self, NewSignIn, SignInRow};
use store::{Conn, Tx};

use super::renewing;
use super::requests::Client;
use crate::office::Office;
use crate::problem;
use crate::sign_in::Credential;
use crate::users::Refused;

/// Who signs in: an actor, with the session or key in his hands.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    /// The actor.
    pub actor: &'a Actor,
    /// The session or key: a sign-in that it began is finished with it alone (RFC 9700 2.1).
    pub credential: &'a Credential,
}

impl Person<'_> {
    fn bound_to(&self) -> String {
        match self.credential {
            Credential::Session(id) => format!("session/{id}"),
            Credential::Token(id) => format!("token/{id}"),
        }
    }
}

/// A sign-in that began.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Begun {
    /// Its id.
    pub id: OauthSignInId,
    /// Where the browser goes, for one in the browser.
    pub address: Option<String>,
}

/// Where a provider of this name sends the browser back to: one address each, so that one provider's answer
/// is never taken for another's (RFC 9700 4.4.2).
#[must_use]
pub fn redirect_address(office: &Office, provider: &str) -> String {
    format!("{}/oauth/callback/{provider}", office.settings().base_url)
}

/// Begins a sign-in for a mailbox.
///
/// # Errors
/// 404 for the mailbox, 409 where it signs in with a password or the provider refuses, 429 for too many.
pub async fn begin_for_mailbox(
    office: &Office,
    person: Person<'_>,
    id: MailboxId,
    way: SignInWay,
) -> Result<Begun, Problem> {
    crate::mailboxes::find(office, person.actor, id).await?;
    begin(office, person, GrantOwner::Mailbox(id), way).await
}

/// Begins a sign-in for the outgoing server.
///
/// # Errors
/// As [`begin_for_mailbox`].
pub async fn begin_for_transport(
    office: &Office,
    person: Person<'_>,
    way: SignInWay,
) -> Result<Begun, Problem> {
    begin(office, person, GrantOwner::Transport, way).await
}

/// Begins a sign-in for the actor's own outgoing server.
///
/// # Errors
/// As [`begin_for_mailbox`].
pub async fn begin_for_own(office: &Office, person: Person<'_>, way: SignInWay) -> Result<Begun, Problem> {
    begin(office, person, GrantOwner::User(person.actor.user), way).await
}

/// Begins a sign-in for the outgoing server of a sender domain.
///
/// # Errors
/// 404 where no domain has it; else as [`begin_for_mailbox`].
pub async fn begin_for_domain(
    office: &Office,
    person: Person<'_>,
    id: TransportId,
    way: SignInWay,
) -> Result<Begun, Problem> {
    let conn = office.store().read();
    let found = store::transports::find_domain(&conn, person.actor.organisation, id).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("transport"))?;
    begin(office, person, GrantOwner::Domain(id), way).await
}

async fn begin(
    office: &Office,
    person: Person<'_>,
    owner: GrantOwner,
    way: SignInWay,
) -> Result<Begun, Problem> {
    let (conn, organisation) = (office.store().read(), person.actor.organisation);
    let Some(wanted) = wanted(&conn, organisation, owner).await.map_err(problem::from_store)? else {
        let detail = "this signs in with a password; choose OAuth 2.0 and an application first, and save";
        return Err(Problem::conflict("oauth.not_chosen", detail));
    };
    // Of a user's own server at most one is under way: it takes nobody else's place.
    let is_own = matches!(owner, GrantOwner::User(_));
    let waiting = sign_ins::count_waiting(&conn, organisation, office.now()).await;
    if waiting.map_err(problem::from_store)? >= OAUTH_SIGN_INS_MAX && !is_own {
        let detail = format!(
            "{OAUTH_SIGN_INS_MAX} sign-ins are under way already; finish or cancel one, or wait 15 minutes"
        );
        return Err(Problem::new(ProblemKind::Limit, "oauth.too_many_sign_ins", detail));
    }
    let client = Client::find(&conn, organisation, wanted.application).await.map_err(problem::from_store)?;
    let client = client.ok_or_else(gone)?;
    match way {
        SignInWay::Browser => browser::begin(office, person, (owner, &wanted), &client).await,
        SignInWay::Device => device::begin(office, person, (owner, &wanted), &client).await,
    }
}

/// A user's own sign-in: how it stands.
///
/// # Errors
/// 404.
pub async fn find(office: &Office, actor: &Actor, id: OauthSignInId) -> Result<SignInRow, Problem> {
    let conn = office.store().read();
    let found = sign_ins::find(&conn, actor.organisation, actor.user, id).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("sign-in"))
}

/// Cancels a user's own sign-in: whatever the provider still says to it is thrown away.
///
/// # Errors
/// 404.
pub async fn cancel(office: &Office, actor: &Actor, id: OauthSignInId) -> Result<(), Problem> {
    let (organisation, user) = (actor.organisation, actor.user);
    let cancelled = office
        .store()
        .write(move |tx| Box::pin(async move { sign_ins::cancel(tx, organisation, user, id).await }))
        .await;
    if cancelled.map_err(problem::from_store)? { Ok(()) } else { Err(Problem::not_found("sign-in")) }
}

/// What an owner's settings ask for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Wanted {
    application: OauthApplicationId,
    account: String,
    server: Server,
}

/// The mail server that tokens are for: they go to no other.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Server {
    host: String,
    port: u16,
    security: Security,
    protocol: Option<Protocol>,
}

/// What the owner's settings ask for at present; `None` where it signs in with a password, or is gone.
async fn wanted(
    conn: &Conn,
    organisation: OrganisationId,
    owner: GrantOwner,
) -> Result<Option<Wanted>, store::StoreError> {
    let settings = match owner {
        GrantOwner::Mailbox(id) => {
            let row = store::mailboxes::find(conn, organisation, id).await?;
            row.map(|row| {
                let settings = row.settings;
                let (host, port, security) = (settings.host, settings.port, settings.security);
                let server = Server { host, port, security, protocol: Some(settings.protocol) };
                (settings.sign_in, settings.username, server)
            })
        }
        GrantOwner::Transport | GrantOwner::User(_) | GrantOwner::Domain(_) => {
            let row = match transport_of(conn, organisation, owner).await? {
                Some(owner) => store::transports::find(conn, organisation, &owner).await?,
                None => None,
            };
            row.map(|row| {
                let settings = row.settings;
                let (host, port, security) = (settings.host, settings.port, settings.security);
                (settings.sign_in, settings.username, Server { host, port, security, protocol: None })
            })
        }
    };
    Ok(match settings {
        Some((SignIn::OAuth(application), account, server)) => Some(Wanted { application, account, server }),
        Some((SignIn::Password, _, _)) | None => None,
    })
}

/// Whose outgoing server a grant is for; `None` for a mailbox's, and for a domain's that is gone.
async fn transport_of(
    conn: &Conn,
    organisation: OrganisationId,
    owner: GrantOwner,
) -> Result<Option<TransportOwner>, store::StoreError> {
    Ok(match owner {
        GrantOwner::Mailbox(_) => None,
        GrantOwner::Transport => Some(TransportOwner::Organisation),
        GrantOwner::User(user) => Some(TransportOwner::User(user)),
        GrantOwner::Domain(id) => {
            let found = store::transports::find_domain(conn, organisation, id).await?;
            found.map(TransportOwner::Domain)
        }
    })
}

/// Writes a sign-in down that begins, if its owner and application still lead where they led. Whoever
/// changes them from here on forgets it.
async fn put_down(
    office: &Office,
    (owner, asked): (GrantOwner, &Wanted),
    client: &Client,
    new: NewSignIn,
) -> Result<OauthSignInId, Problem> {
    let (asked, used) = (asked.clone(), client.row.clone());
    let put = office.store().write(move |tx| {
        Box::pin(async move {
            store::organisations::lock(tx, used.organisation).await?;
            unchanged(tx, owner, (&asked, &used)).await?;
            // Whoever begins again has left what he began before.
            sign_ins::forget_own(tx, used.organisation, (new.user, owner)).await?;
            Ok::<_, Refused>(sign_ins::insert(tx, used.organisation, &new).await?)
        })
    });
    put.await.map_err(Refused::into_problem)
}

/// That neither the owner nor the application leads elsewhere by now. The organisation is locked.
async fn unchanged(
    tx: &Tx,
    owner: GrantOwner,
    (asked, used): (&Wanted, &ApplicationRow),
) -> Result<(), Refused> {
    let owner_is_same = wanted(tx, used.organisation, owner).await?.as_ref() == Some(asked);
    let application = applications::find(tx, used.organisation, used.id).await?;
    let application_is_same = application.is_some_and(|present| {
        let (before, present) = (&used.settings, &present.settings);
        before.client_id == present.client_id && before.endpoints == present.endpoints
    });
    if owner_is_same && application_is_same { Ok(()) } else { Err(changed_meanwhile().into()) }
}

/// Keeps what a sign-in brought, if its owner still asks for it as it did when it began. The organisation is
/// locked.
async fn keep(tx: &Tx, row: &SignInRow, grant: &NewGrant) -> Result<(), Refused> {
    let present = wanted(tx, row.organisation, row.owner).await?;
    let is_asked_for =
        |present: &Wanted| present.application == row.application && present.account == row.account;
    if !present.as_ref().is_some_and(is_asked_for) {
        return Err(changed_meanwhile().into());
    }
    grants::put(tx, row.organisation, row.owner, grant).await?;
    match row.owner {
        GrantOwner::Mailbox(id) => {
            store::mailboxes::begin_fetching(tx, row.organisation, id, grant.at).await?;
        }
        GrantOwner::Transport | GrantOwner::User(_) | GrantOwner::Domain(_) => {
            renewing::wake(tx, (row.organisation, row.owner), grant.at).await?;
        }
    }
    Ok(())
}

/// Rings for whoever waits for the grant.
fn ring(office: &Office) {
    office.signals().sync.notify_one();
    office.signals().outbox.notify_one();
}

fn changed_meanwhile() -> Problem {
    let detail = "the settings were changed while the sign-in was under way; begin it again";
    Problem::conflict("oauth.changed_meanwhile", detail)
}

fn gone() -> Problem {
    let detail = "the OAuth application is not there any more; choose another one in the settings";
    Problem::conflict("oauth.no_application", detail)
}

/// A provider that gives no lasting permission is of no use.
fn no_refresh_token() -> Problem {
    let detail = "the provider gave no refresh token, so the sign-in would end within the hour; add the scope \
        `offline_access`, or `access_type=offline` to the authorisation address";
    Problem::conflict("oauth.no_refresh_token", detail)
}
