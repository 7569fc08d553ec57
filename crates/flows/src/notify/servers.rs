//! A mailbox, an outgoing server or a sign-in stopped working, or ends soon: those who can mend it are told wherever they are,
//! once for each change.

use domain::mailbox::SignIn;
use domain::notice::{Happening, NoticeEvent, ServerNews, ServerOf};
use domain::oauth::{GrantOwner, GrantState};
use domain::org::Right;
use domain::transport::TransportOwner;
use domain::{MailboxId, OrganisationId, Timestamp, UserId};
use policy::oauth::REFRESH_WARNING_MS;
use store::events::{self, Change};
use store::notices::NewNotice;
use store::oauth::ending::{self, Warning};
use store::oauth::grants::{self, GrantRow};
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

/// It takes mail again: who was told and has not read it, nor was sent it as a mail, needs not know.
///
/// # Errors
/// When the store fails.
pub(crate) async fn take_back(
    tx: &Tx,
    organisation: OrganisationId,
    owner: &TransportOwner,
) -> Result<(), StoreError> {
    let (users, server, name) = of_transport(tx, organisation, owner).await?;
    let told = Happening::Server { server, name, news: ServerNews::Failing };
    for user in users {
        let about = (None, NoticeEvent::Server);
        for notice in store::notices::list_unread(tx, organisation, user, about).await? {
            if notice.what == told && notice.mail_due_at.is_some() {
                store::notices::take_unread(tx, organisation, notice.id).await?;
                events::insert(tx, organisation, Change::notice(user));
            }
        }
    }
    Ok(())
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
            tell_of_application(tx, row, ServerNews::SecretExpired, now).await?;
            // He mends it not himself, and has to know all the same why his mail waits.
            if let GrantOwner::User(_) = row.owner {
                tell_owner(tx, row, ServerNews::SecretExpired, now).await?;
            }
            Ok(())
        }
        GrantState::Good | GrantState::Expiring | GrantState::Throttled | GrantState::ProviderDown => Ok(()),
    }
}

/// Tells of grants that end soon; whether there were any.
pub(super) async fn tell_of_endings(office: &Office) -> Result<bool, StoreError> {
    let now = office.now();
    let warning =
        Warning { secret_ms: domain::limits::OAUTH_SECRET_WARNING_MS, refresh_ms: REFRESH_WARNING_MS };
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let taken = ending::take(tx, now, warning).await?;
                for row in &taken {
                    tell_of_ending(tx, row, now).await?;
                }
                Ok::<_, StoreError>(!taken.is_empty())
            })
        })
        .await
}

async fn tell_of_ending(tx: &Tx, row: &GrantRow, now: Timestamp) -> Result<(), StoreError> {
    let Some(glance) = grants::find_glance(tx, row.organisation, row.owner).await? else { return Ok(()) };
    let ends = |secret, refresh| {
        policy::oauth::standing(GrantState::Good, secret, refresh, now) == GrantState::Expiring
    };
    if ends(glance.secret_expires_at, None) {
        tell_of_application(tx, row, ServerNews::Expiring, now).await?;
    }
    if ends(None, glance.refresh_expires_at) {
        tell_owner(tx, row, ServerNews::Expiring, now).await?;
    }
    Ok(())
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
    row: &GrantRow,
    news: ServerNews,
    now: Timestamp,
) -> Result<(), StoreError> {
    let organisation = row.organisation;
    let found = store::oauth::applications::find(tx, organisation, row.application).await?;
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
    let newest = store::notices::list(tx, organisation, user, None).await?;
    Ok(newest.iter().filter(|row| now.millis_since(row.at) < SAME_MS).any(|row| {
        let Happening::Server { server, name, news } = &row.what else { return false };
        (*server, name.as_str()) == (about.server, about.name.as_str()) && news.covers(about.news)
    }))
}
