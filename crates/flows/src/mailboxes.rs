//! Mailboxes: made, changed, deleted, tested.

mod gateways;
pub mod health;
mod input;
mod server;
mod testing;

pub use input::{History, MailboxInput, RulesInput, ServerInput};
pub(crate) use input::{checked, moved};
pub(crate) use server::check as check_server;
pub use testing::{Folder, MailboxReport, Survey, test};

use domain::audit::{AuditKind, Record};
use domain::mailbox::{Protocol, SignIn};
use domain::oauth::GrantOwner;
use domain::{Actor, MailboxId, Problem};
use store::events::{self, Change};
use store::mailboxes::{HealthState, MailboxRow, MailboxSettings, MailboxUpdate};
use store::oauth::{grants, sign_ins};
use store::{PasswordChange, StoreError};

use crate::office::Office;
use crate::users::Refused;
use crate::{problem, seen};

/// Makes a mailbox; one that is fetched is due at once, or as soon as somebody has signed in with its provider. One with the
/// address of a deleted one takes over what that left behind, and goes on where it was left unless somebody says how much of the
/// server's mail it takes in.
///
/// # Errors
/// 422 for a field that is wrong, by name; 409 when the address is taken.
pub async fn create(office: &Office, actor: &Actor, input: MailboxInput) -> Result<MailboxId, Problem> {
    let password = input.server.password.clone().filter(|password| !password.is_empty());
    let aliases = input::aliases(input.aliases.as_deref())?.unwrap_or_default();
    let goes_on = input.rules.leaves_history_unsaid();
    let settings = checked(office, actor, None, input).await?;
    let password = password.filter(|_| settings.sign_in == SignIn::Password);
    let (organisation, at) = (actor.organisation, office.now());

    let id = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let password = password.as_ref();
                let taken_up = if goes_on {
                    Box::pin(store::mailboxes::take_up(tx, organisation, &settings, password, at)).await?
                } else {
                    None
                };
                let id = match taken_up {
                    Some(id) => id,
                    None => store::mailboxes::insert(tx, organisation, &settings, password, at).await?,
                };
                store::mailboxes::set_aliases(tx, organisation, id, &aliases).await?;
                events::insert(tx, organisation, Change::mailbox(id));
                Ok(id)
            })
        })
        .await
        .map_err(taken)?;
    office.signals().sync.notify_one();
    Ok(id)
}

/// Changes a mailbox; it is due at once.
///
/// # Errors
/// As [`create`], 422 where a password is kept that belongs to another server or user name, 404, and 409 where it was changed
/// since it was seen.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: MailboxId,
    input: MailboxInput,
) -> Result<(), Problem> {
    let row = find(office, actor, id).await?;
    let password = match &input.server.password {
        None => PasswordChange::Keep,
        Some(password) if password.is_empty() => PasswordChange::Clear,
        Some(password) => PasswordChange::Set(password.clone()),
    };
    let has_moved = moved(&row.settings, &input.server);
    // What is entered goes on from what was read here; whoever says nothing of what he saw saw that.
    let seen = input.seen_version.or(Some(seen::version(row.updated_at)));
    let aliases = input::aliases(input.aliases.as_deref())?;
    let settings = checked(office, actor, Some(&row.settings), input).await?;
    if has_moved && row.has_password && matches!(password, PasswordChange::Keep) {
        may_forget_password(&settings)?;
    }
    // A stored password goes to the server it was entered for, never to one named later; so do tokens.
    let password = match password {
        PasswordChange::Keep if has_moved => PasswordChange::Clear,
        _ if settings.sign_in != SignIn::Password => PasswordChange::Clear,
        other @ (PasswordChange::Keep | PasswordChange::Clear | PasswordChange::Set(_)) => other,
    };
    let ends_grant = has_moved || settings.sign_in != row.settings.sign_in;
    let (organisation, at) = (actor.organisation, office.now());

    let changed = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let update = MailboxUpdate { settings, password, aliases, at };
                store::organisations::lock(tx, organisation).await?;
                let present = store::mailboxes::find(tx, organisation, id).await?;
                let present = present.ok_or_else(|| Refused::from(Problem::not_found("mailbox")))?;
                let (record, seen) = (Record::of(AuditKind::Mailbox, id), (seen, present.updated_at));
                seen::unchanged(tx, organisation, (&record, "mailbox.changed_meanwhile"), seen).await?;
                if ends_grant {
                    sign_ins::forget_of_owner(tx, organisation, GrantOwner::Mailbox(id)).await?;
                    grants::delete(tx, organisation, GrantOwner::Mailbox(id)).await?;
                }
                events::insert(tx, organisation, Change::mailbox(id));
                let changed = store::mailboxes::update(tx, organisation, id, &update).await;
                Ok::<_, Refused>(changed.map_err(taken)?)
            })
        })
        .await
        .map_err(Refused::into_problem)?;
    office.signals().sync.notify_one();
    office.signals().oauth.notify_one();
    if changed { Ok(()) } else { Err(Problem::not_found("mailbox")) }
}

/// Deletes a mailbox; its mail and cases stay, and its provider is asked to forget the sign-in.
///
/// # Errors
/// 404.
pub async fn delete(office: &Office, actor: &Actor, id: MailboxId) -> Result<(), Problem> {
    let (organisation, at) = (actor.organisation, office.now());

    let deleted = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                events::insert(tx, organisation, Change::mailbox(id));
                store::organisations::lock(tx, organisation).await?;
                // Made again it is the same mailbox: nobody who began to sign in for this one ends in that.
                sign_ins::forget_of_owner(tx, organisation, GrantOwner::Mailbox(id)).await?;
                grants::delete(tx, organisation, GrantOwner::Mailbox(id)).await?;
                store::mailboxes::delete(tx, organisation, id, at).await
            })
        })
        .await
        .map_err(problem::from_store)?;
    office.signals().oauth.notify_one();
    if deleted { Ok(()) } else { Err(Problem::not_found("mailbox")) }
}

/// Has the mailbox fetched now.
///
/// # Errors
/// 404; 409 for one that our own listener feeds, or that nobody has signed in for.
pub async fn check(office: &Office, actor: &Actor, id: MailboxId) -> Result<(), Problem> {
    let row = find(office, actor, id).await?;
    if row.health.state == HealthState::SignIn {
        let detail =
            "nobody has signed in with the provider of this mailbox yet; sign in first, in its settings";
        return Err(Problem::conflict("mailbox.sign_in_first", detail));
    }
    let (organisation, at) = (actor.organisation, office.now());

    let asked = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                events::insert(tx, organisation, Change::mailbox(id));
                store::mailboxes::request_check(tx, organisation, id, at).await
            })
        })
        .await
        .map_err(problem::from_store)?;
    office.signals().sync.notify_one();
    let detail = "mail comes to this mailbox by itself; there is no server to fetch it from";
    if asked { Ok(()) } else { Err(Problem::conflict("mailbox.not_fetched", detail)) }
}

/// How many of its cases are open or wait: what is answered as somebody else once it is deleted.
///
/// # Errors
/// When the store fails.
pub async fn count_open_cases(office: &Office, actor: &Actor, id: MailboxId) -> Result<u64, Problem> {
    let conn = office.store().read();
    let counted = store::cases::count_open_of_mailbox(&conn, actor.organisation, id).await;
    counted.map_err(problem::from_store)
}

/// The mailbox.
///
/// # Errors
/// 404.
pub async fn find(office: &Office, actor: &Actor, id: MailboxId) -> Result<MailboxRow, Problem> {
    let conn = office.store().read();
    let found = store::mailboxes::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    found.ok_or_else(|| Problem::not_found("mailbox"))
}

/// Refuses another server or user name for a mailbox that is signed in to with a password, where it is not given again: the
/// one that is kept goes nowhere else, and without one no mail would come in.
fn may_forget_password(settings: &MailboxSettings) -> Result<(), Problem> {
    if settings.protocol == Protocol::Smtp || settings.sign_in != SignIn::Password {
        return Ok(());
    }
    let detail = "the password that is kept belongs to another server, protocol, port, encryption or user name, and is not \
                  handed to this one; enter the password once more";
    Err(Problem::invalid("password", "mailbox.password_again", detail))
}

fn taken(error: StoreError) -> Problem {
    if let StoreError::Duplicate(_) = error {
        let detail = "another mailbox has this address already; choose another or change that one";
        return Problem { field: Some("address"), ..Problem::conflict("mailbox.address_taken", detail) };
    }
    if let StoreError::NoKey = error {
        let detail = "passwords cannot be kept because there is no secret key; run `posthus init` or set `secret.key_file`";
        return Problem::conflict("no_master_key", detail);
    }
    problem::from_store(error)
}
