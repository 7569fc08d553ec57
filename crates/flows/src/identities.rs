//! Shared senders: made, changed, archived, and who may write from them.

use std::collections::BTreeSet;

use domain::audit::{AuditKind, Record};
use domain::compose::{AnswersTo, Formatted};
use domain::kept_file::KeptBy;
use domain::limits::{DEFAULT_COPIES_MAX, IDENTITIES_ARCHIVED_MAX, IDENTITIES_MAX};
use domain::{Actor, CategoryId, EmailAddress, IdentityId, OrganisationId, Problem, ProblemKind};
use store::events::{self, Change};
use store::identities::{IdentityRow, IdentitySettings};
use store::kept_files::KeptFile;
use store::{Conn, StoreError, Tx};

use crate::addresses::deaf;
use crate::office::Office;
use crate::users::Refused;
use crate::{compose, problem, seen, signatures};

/// Characters of the name before the address.
const NAME_CHARS_MAX: usize = 200;

/// What to set of a shared sender; `None` leaves it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IdentityInput {
    /// The address.
    pub address: Option<EmailAddress>,
    /// The name before it.
    pub display_name: Option<String>,
    /// Where answers go.
    pub answers_to: Option<AnswersTo>,
    /// What stands under a mail that begins something.
    pub of_new: Option<Formatted>,
    /// What stands under an answer or a forwarded mail.
    pub of_reply: Option<Formatted>,
    /// Who gets a hidden copy of each mail.
    pub copy_to: Option<Vec<EmailAddress>>,
    /// Whose members alone may use it; empty for everybody.
    pub category_ids: Option<Vec<CategoryId>>,
    /// Whether nobody writes from it any longer.
    pub archived: Option<bool>,
    /// The version that whoever changes it saw; one that was changed since is not written over.
    pub seen_version: Option<i64>,
}

/// All of them by address, archived ones behind the others.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, organisation: OrganisationId) -> Result<Vec<IdentityRow>, Problem> {
    store::identities::list(&office.store().read(), organisation).await.map_err(problem::from_store)
}

/// One of them.
///
/// # Errors
/// 404 when there is none.
pub async fn find(
    office: &Office,
    organisation: OrganisationId,
    id: IdentityId,
) -> Result<IdentityRow, Problem> {
    let found = store::identities::find(&office.store().read(), organisation, id).await;
    found.map_err(problem::from_store)?.ok_or_else(not_found)
}

/// Makes one.
///
/// # Errors
/// 422 by field, 429 when there are too many in use.
pub async fn create(office: &Office, actor: &Actor, input: IdentityInput) -> Result<IdentityId, Problem> {
    let Some(address) = input.address.clone() else {
        let detail = "the address is missing; enter the one that mail shall be from";
        return Err(Problem::invalid("address", "address_missing", detail));
    };
    let unset = IdentitySettings {
        address,
        display_name: String::new(),
        answers_to: AnswersTo::default(),
        of_new: Formatted::default(),
        of_reply: Formatted::default(),
        copy_to: Vec::new(),
        category_ids: Vec::new(),
    };
    let (input, pictures) = safe(office, actor, None, input).await?;
    let settings = merged(unset, input)?;
    entered(office, (&settings, None)).await?;
    let (organisation, author, at) = (actor.organisation, actor.user, office.now());
    let made = office.store().write(move |tx| {
        let (settings, pictures) = (settings.clone(), pictures.clone());
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            known_categories(tx, organisation, &settings).await?;
            is_another(tx, organisation, (None, &settings)).await?;
            let made = store::identities::insert(tx, organisation, &settings, at).await?;
            events::insert(tx, organisation, Change::settings());
            let id = made.ok_or_else(|| Refused::from(too_many()))?;
            let texts = [&settings.of_new, &settings.of_reply];
            let by = (organisation, KeptBy::Identity(id));
            signatures::keep(tx, by, (&pictures, texts), (author, at)).await?;
            Ok(id)
        })
    });
    made.await.map_err(Refused::into_problem)
}

/// Changes one, archives it or takes it back.
///
/// # Errors
/// 404 for the sender, 422 by field, 409 where it was changed since it was seen, or mail of cases is usually from the one that is
/// to be archived, 429 when there are too many in use, or archived.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: IdentityId,
    input: IdentityInput,
) -> Result<(), Problem> {
    let (organisation, author, at) = (actor.organisation, actor.user, office.now());
    let by = KeptBy::Identity(id);
    let (input, pictures) = safe(office, actor, Some(by), input).await?;
    if input.address.is_some() || input.copy_to.is_some() {
        let before = find(office, organisation, id).await?.settings;
        entered(office, (&merged(before.clone(), input.clone())?, Some(&before))).await?;
    }
    let changed = office.store().write(move |tx| {
        let (input, pictures) = (input.clone(), pictures.clone());
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            let row = store::identities::find(tx, organisation, id).await?;
            let row = row.ok_or_else(|| Refused::from(not_found()))?;
            let (archived, record) = (input.archived, Record::of(AuditKind::Identity, id));
            let seen = (input.seen_version, row.updated_at);
            seen::unchanged(tx, organisation, (&record, "identity.changed_meanwhile"), seen).await?;
            let at = seen::next(row.updated_at, at);
            let before = row.settings;
            let settings = merged(before.clone(), input)?;
            known_categories(tx, organisation, &settings).await?;
            let is_used = !archived.unwrap_or(row.archived_at.is_some());
            let is_new = row.archived_at.is_some() || shown(&before) != shown(&settings);
            if is_used && is_new {
                is_another(tx, organisation, (Some(id), &settings)).await?;
            }
            store::identities::update(tx, organisation, id, &settings, at).await?;
            let texts = [&settings.of_new, &settings.of_reply];
            signatures::keep(tx, (organisation, by), (&pictures, texts), (author, at)).await?;
            if archived.is_some_and(|archived| archived != row.archived_at.is_some()) {
                if row.archived_at.is_none() {
                    is_not_usual(tx, organisation, id).await?;
                }
                has_room(tx, organisation, row.archived_at.is_none()).await?;
                let archived_at = row.archived_at.is_none().then_some(at);
                store::identities::set_archived(tx, organisation, id, archived_at).await?;
            }
            events::insert(tx, organisation, Change::settings());
            Ok::<_, Refused>(())
        })
    });
    changed.await.map_err(Refused::into_problem)
}

fn merged(present: IdentitySettings, input: IdentityInput) -> Result<IdentitySettings, Problem> {
    let settings = IdentitySettings {
        address: input.address.unwrap_or(present.address),
        display_name: input.display_name.map_or(present.display_name, |name| name.trim().to_owned()),
        answers_to: input.answers_to.unwrap_or(present.answers_to),
        of_new: input.of_new.unwrap_or(present.of_new),
        of_reply: input.of_reply.unwrap_or(present.of_reply),
        copy_to: input.copy_to.unwrap_or(present.copy_to),
        category_ids: input.category_ids.unwrap_or(present.category_ids),
    };
    let name = &settings.display_name;
    if name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        let detail = format!("the name must be one line of at most {NAME_CHARS_MAX} characters");
        return Err(Problem::invalid("display_name", "name_invalid", detail));
    }
    let max = DEFAULT_COPIES_MAX;
    if settings.copy_to.len() > max {
        let detail = format!("at most {max} addresses can get a copy of everything; take some out");
        return Err(Problem::invalid("copy_to", "too_many_copies", detail).with("max", max.to_string()));
    }
    Ok(settings)
}

/// Refuses addresses that it did not have before and whose domain takes no mail: answers could not come, nor copies, and
/// many servers refuse mail from there (RFC 7505 4.2).
async fn entered(
    office: &Office,
    (settings, before): (&IdentitySettings, Option<&IdentitySettings>),
) -> Result<(), Problem> {
    let known = before.into_iter().flat_map(|before| std::iter::once(&before.address).chain(&before.copy_to));
    let known: BTreeSet<String> = known.map(EmailAddress::key).collect();
    let is_new = |address: &&EmailAddress| !known.contains(&address.key());
    deaf::refuse(office, "address", [&settings.address].into_iter().filter(is_new)).await?;
    deaf::refuse(office, "copy_to", settings.copy_to.iter().filter(is_new)).await
}

/// The input with its signatures made safe, and the pictures that they can show.
async fn safe(
    office: &Office,
    actor: &Actor,
    by: Option<KeptBy>,
    mut input: IdentityInput,
) -> Result<(IdentityInput, Vec<KeptFile>), Problem> {
    let given = [("of_new", input.of_new.take()), ("of_reply", input.of_reply.take())];
    let ([of_new, of_reply], pictures) = signatures::entered(office, actor, by, given).await?;
    (input.of_new, input.of_reply) = (of_new, of_reply);
    Ok((input, pictures))
}

async fn known_categories(
    tx: &Tx,
    organisation: OrganisationId,
    settings: &IdentitySettings,
) -> Result<(), Refused> {
    for id in &settings.category_ids {
        if store::categories::find(tx, organisation, *id).await?.is_none() {
            let detail = "there is no such category; choose others";
            return Err(Problem::invalid("category_ids", "no_such_category", detail).into());
        }
    }
    Ok(())
}

/// What people tell a sender by: one address may be of several, with names and signatures of their own.
fn shown(settings: &IdentitySettings) -> (String, String) {
    (settings.address.key(), settings.display_name.to_lowercase())
}

/// Refuses a second sender with the same name and address in use: nobody who chooses could tell them apart.
async fn is_another(
    tx: &Tx,
    organisation: OrganisationId,
    (id, settings): (Option<IdentityId>, &IdentitySettings),
) -> Result<(), Refused> {
    let in_use = store::identities::list_in_use(tx, organisation).await?;
    let is_same = |row: &IdentityRow| Some(row.id) != id && shown(&row.settings) == shown(settings);
    let Some(taken) = in_use.into_iter().find(is_same) else { return Ok(()) };
    let name = taken.settings.display_name;
    let code = if name.is_empty() { "identity.taken_unnamed" } else { "identity.taken" };
    let detail =
        "there is a sender with this address and name already; change that one, or name this one otherwise";
    let refused = Problem::invalid("display_name", code, detail).with("id", taken.id.to_string());
    Err(refused.with("name", name).with("address", taken.settings.address.to_string()).into())
}

/// Refuses to archive the one that mail of cases is usually from: it would be from the mailboxes all at once.
async fn is_not_usual(tx: &Tx, organisation: OrganisationId, id: IdentityId) -> Result<(), Refused> {
    if compose::rules_of(tx, organisation).await?.identity_id != Some(id) {
        return Ok(());
    }
    let detail =
        "mail of cases is usually from this sender; choose another one for that first, then archive it";
    Err(Problem::conflict("identity.usual", detail).into())
}

fn not_found() -> Problem {
    Problem::not_found("identity")
}

fn too_many() -> Problem {
    let detail = format!(
        "{IDENTITIES_MAX} senders are in use already; archive one that nobody writes from, then try again"
    );
    Problem::new(ProblemKind::Limit, "identity.too_many", detail).with("max", IDENTITIES_MAX.to_string())
}

/// Refuses another one among those that are archived, or among those in use.
async fn has_room(tx: &Tx, organisation: OrganisationId, archives: bool) -> Result<(), Refused> {
    let (in_use, archived) = store::identities::count(tx, organisation).await?;
    if !archives && in_use >= IDENTITIES_MAX as u64 {
        return Err(too_many().into());
    }
    if archives && archived >= IDENTITIES_ARCHIVED_MAX as u64 {
        let max = IDENTITIES_ARCHIVED_MAX;
        let detail =
            format!("there are {max} archived senders already; take one of them into use again in its place");
        let refused = Problem::new(ProblemKind::Limit, "identity.too_many_archived", detail);
        return Err(refused.with("max", max.to_string()).into());
    }
    Ok(())
}

/// Those that the actor may write from, by address.
///
/// # Errors
/// When the store fails.
pub(crate) async fn usable(conn: &Conn, actor: &Actor) -> Result<Vec<IdentityRow>, StoreError> {
    let mut rows = store::identities::list_in_use(conn, actor.organisation).await?;
    if rows.iter().all(|row| row.settings.category_ids.is_empty()) {
        return Ok(rows);
    }
    let user = store::users::find(conn, actor.organisation, actor.user).await?;
    let own = user.map(|user| user.category_ids).unwrap_or_default();
    rows.retain(|row| {
        let of = &row.settings.category_ids;
        of.is_empty() || of.iter().any(|id| own.contains(id))
    });
    Ok(rows)
}
