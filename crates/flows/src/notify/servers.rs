//! A mailbox, an outgoing server or a sign-in stopped working, or ends soon: those who can mend it are told wherever they are,
//! once for each change.

use domain::mailbox::SignIn;
use domain::notice::{Happening, NoticeEvent, ServerNews, ServerOf};
use domain::oauth::{GrantOwner, GrantState};
use domain::org::Right;
use domain::transport::TransportOwner;
use domain::{MailboxId, OauthApplicationId, OrganisationId, Timestamp, UserId};
use policy::oauth::REFRESH_WARNING_MS;
use store::notices::NewNotice;
use store::oauth::ending::{self, Warning};
use store::oauth::grants::GrantRow;
use store::oauth::installation::INSTALLATION;
use store::{StoreError, Tx};

use super::telling::GATHER_MS;
use crate::office::Office;

/// For how long nobody is told the same of a server again, milliseconds: one that comes and goes is one notice an hour.
const SAME_MS: i64 = 3_600_000;

/// What is told of a server, before it is known whom.
struct About {
    server: ServerOf,
    name: String,
    news: ServerNews,
}

/// Tells that a mailbox cannot be fetched any more. In the transaction that writes down that people are told from here on.
///
/// # Errors
/// When the store fails.
pub(crate) async fn tell_of_mailbox(
    tx: &Tx,
    organisation: OrganisationId,
    (id, address): (MailboxId, String),
    now: Timestamp,
) -> Result<(), StoreError> {
    let about = About { server: ServerOf::Mailbox { id }, name: address, news: ServerNews::Failing };
    let users = store::users::list_with_right(tx, organisation, Right::Mailboxes).await?;
    tell(tx, organisation, (&users, about), now).await
}

/// Tells that an outgoing server takes no mail. In the transaction that writes that down.
///
/// # Errors
/// When the store fails.
pub(crate) async fn tell_of_failing(
    tx: &Tx,
    organisation: OrganisationId,
    owner: &TransportOwner,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (users, server, name) = of_transport(tx, organisation, owner).await?;
    tell(tx, organisation, (&users, About { server, name, news: ServerNews::Failing }), now).await
}

/// Tells that a provider gives nothing until a person acts. In the transaction that writes that down.
///
/// # Errors
/// When the store fails.
pub(crate) async fn tell_of_grant(
    tx: &Tx,
    row: &GrantRow,
    state: GrantState,
    now: Timestamp,
) -> Result<(), StoreError> {
    match state {
        GrantState::Revoked => tell_owner(tx, row, ServerNews::Revoked, now).await,
        GrantState::SecretExpired => {
            let of = (row.organisation, row.application);
            tell_of_application(tx, of, ServerNews::SecretExpired, now).await?;
            // He mends it not himself, and has to know all the same why his mail waits.
            if let GrantOwner::User(_) = row.owner {
                tell_owner(tx, row, ServerNews::SecretExpired, now).await?;
            }
            Ok(())
        }
        GrantState::Good | GrantState::Expiring | GrantState::Throttled | GrantState::ProviderDown => Ok(()),
    }
}

/// Tells of client secrets and sign-ins that end soon; whether there were any.
pub(super) async fn tell_of_endings(office: &Office) -> Result<bool, StoreError> {
    let now = office.now();
    let warning =
        Warning { secret_ms: domain::limits::OAUTH_SECRET_WARNING_MS, refresh_ms: REFRESH_WARNING_MS };
    // Nearly always there is none, and nobody who writes waits for that to be seen.
    if !ending::is_any(&office.store().read(), now, warning).await? {
        return Ok(false);
    }
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let secrets = ending::take_secrets(tx, now, warning).await?;
                for of in &secrets {
                    tell_of_application(tx, *of, ServerNews::Expiring, now).await?;
                }
                let sign_ins = ending::take_sign_ins(tx, now, warning).await?;
                for row in &sign_ins {
                    tell_owner(tx, row, ServerNews::Expiring, now).await?;
                }
                Ok::<_, StoreError>(!secrets.is_empty() || !sign_ins.is_empty())
            })
        })
        .await
}

/// Whoever can sign in again.
async fn tell_owner(tx: &Tx, row: &GrantRow, news: ServerNews, now: Timestamp) -> Result<(), StoreError> {
    let organisation = row.organisation;
    let owner = match row.owner {
        GrantOwner::Mailbox(id) => {
            let Some(mailbox) = store::mailboxes::find(tx, organisation, id).await? else { return Ok(()) };
            let name = mailbox.settings.address.to_string();
            let users = store::users::list_with_right(tx, organisation, Right::Mailboxes).await?;
            let about = About { server: ServerOf::Mailbox { id }, name, news };
            return tell(tx, organisation, (&users, about), now).await;
        }
        GrantOwner::Transport => TransportOwner::Organisation,
        GrantOwner::User(user) => TransportOwner::User(user),
        GrantOwner::Domain(id) => match store::transports::find_domain(tx, organisation, id).await? {
            Some(domain) => TransportOwner::Domain(domain),
            None => return Ok(()),
        },
    };
    // A server that is out of use, or signed in to otherwise, waits for nobody.
    let found = store::transports::find(tx, organisation, &owner).await?;
    if found.is_none_or(|row| !row.settings.in_use || row.settings.sign_in == SignIn::Password) {
        return Ok(());
    }
    let (users, server, name) = of_transport(tx, organisation, &owner).await?;
    tell(tx, organisation, (&users, About { server, name, news }), now).await
}

/// Whoever can give the application a new secret: all that is signed in with it is told of at once.
async fn tell_of_application(
    tx: &Tx,
    (organisation, application): (OrganisationId, OauthApplicationId),
    news: ServerNews,
    now: Timestamp,
) -> Result<(), StoreError> {
    let found = store::oauth::applications::find(tx, organisation, application).await?;
    let Some(application) = found else { return Ok(()) };
    let users = store::users::list_with_right(tx, organisation, Right::Mailboxes).await?;
    let about = About { server: ServerOf::Application, name: application.settings.name, news };
    tell(tx, organisation, (&users, about), now).await
}

/// Who can mend an outgoing server, how they see it, and its name.
async fn of_transport(
    tx: &Tx,
    organisation: OrganisationId,
    owner: &TransportOwner,
) -> Result<(Vec<UserId>, ServerOf, String), StoreError> {
    Ok(match owner {
        TransportOwner::Organisation => {
            let keepers = store::users::list_with_right(tx, organisation, Right::Mailboxes).await?;
            (keepers, ServerOf::Organisation, host(tx, organisation, owner).await?)
        }
        TransportOwner::User(user) => {
            let found = store::users::find(tx, organisation, *user).await?;
            let himself = found.filter(|user| user.active).map(|user| user.id).into_iter().collect();
            (himself, ServerOf::User, host(tx, organisation, owner).await?)
        }
        TransportOwner::Domain(domain) => {
            let keepers = store::users::list_with_right(tx, organisation, Right::Mailboxes).await?;
            (keepers, ServerOf::Domain, domain.clone())
        }
    })
}

async fn host(tx: &Tx, organisation: OrganisationId, owner: &TransportOwner) -> Result<String, StoreError> {
    let found = store::transports::find(tx, organisation, owner).await?;
    Ok(found.map(|row| row.settings.host).unwrap_or_default())
}

/// Tells each as he chose, but nobody what he was told within the hour.
async fn tell(
    tx: &Tx,
    organisation: OrganisationId,
    (users, about): (&[UserId], About),
    now: Timestamp,
) -> Result<(), StoreError> {
    // The installation's own relay is nobody's here: its operator reads it in the log.
    if organisation == INSTALLATION {
        return Ok(());
    }
    let event = NoticeEvent::Server;
    let chosen = store::notice_choices::of_event(tx, organisation, users, event).await?;
    let mut notices = Vec::new();
    for user in users {
        let channels = chosen.get(user).copied().unwrap_or_else(|| event.proposed());
        if !channels.is_any() || knows(tx, organisation, (*user, &about), now).await? {
            continue;
        }
        notices.push(NewNotice {
            user: *user,
            case: None,
            event,
            actor: None,
            at: now,
            what: Happening::Server { server: about.server, name: about.name.clone(), news: about.news },
            in_app: channels.in_app,
            // What mends itself within minutes is no mail.
            mail_due_at: channels.by_mail.then(|| now.plus_millis(GATHER_MS)),
        });
    }
    store::notices::insert(tx, organisation, &notices).await
}

async fn knows(
    tx: &Tx,
    organisation: OrganisationId,
    (user, about): (UserId, &About),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let since = now.plus_millis(-SAME_MS);
    let told = store::notices::list_of_servers(tx, organisation, user, since).await?;
    Ok(told.iter().any(|what| {
        let Happening::Server { server, name, news } = what else { return false };
        (*server, name.as_str()) == (about.server, about.name.as_str()) && news.covers(about.news)
    }))
}
