//! An organisation's own statuses: made, changed, archived, and chosen for cases.

use domain::case::CaseStatus;
use domain::limits::{STATUS_CHARS_MAX, STATUSES_MAX};
use domain::{Actor, OrganisationId, Problem, ProblemKind, StatusId};
use store::events::{self, Change};
use store::statuses::{self, StatusChange, StatusRow, StatusTraits};
use store::{Conn, StoreError, Tx};

use crate::office::Office;
use crate::problem;
use crate::users::Refused;

/// All statuses in their order, archived ones behind the others of their kind.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, organisation: OrganisationId) -> Result<Vec<StatusRow>, Problem> {
    statuses::list(&office.store().read(), organisation).await.map_err(problem::from_store)
}

/// One of them.
///
/// # Errors
/// 404 when there is none.
pub async fn find(office: &Office, organisation: OrganisationId, id: StatusId) -> Result<StatusRow, Problem> {
    let found =
        statuses::find(&office.store().read(), organisation, id).await.map_err(problem::from_store)?;
    found.ok_or_else(not_found)
}

/// Makes a status, the last of its kind.
///
/// # Errors
/// 409 for a name that is taken, 422 for a name that cannot be read or a kind that nobody chooses, 429 when there
/// are too many.
pub async fn create(
    office: &Office,
    actor: &Actor,
    name: &str,
    (kind, traits): (CaseStatus, StatusTraits),
) -> Result<StatusId, Problem> {
    let name = readable(name)?;
    if !kind.is_living() {
        let detail = "a status is a kind of open, waiting or closed; choose one of these";
        return Err(Problem::invalid("kind", "status.kind", detail));
    }
    may_queue(kind, traits.in_queue)?;
    let organisation = actor.organisation;
    let made = office.store().write(move |tx| {
        Box::pin(async move {
            let made = statuses::insert(tx, organisation, &name, (kind, traits)).await.map_err(taken)?;
            tell(tx, organisation);
            made.ok_or_else(|| Refused::from(too_many()))
        })
    });
    made.await.map_err(Refused::into_problem)
}

/// Changes a status.
///
/// # Errors
/// 404 for the status, 409 for a name that is taken or one that is archived, 422 for what it cannot be.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: StatusId,
    change: StatusChange,
) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let changed = office.store().write(move |tx| {
        let change = change.clone();
        Box::pin(async move {
            let row = living(tx, organisation, id).await?;
            let name = change.name.as_deref().map(|name| renamed(&row, name)).transpose()?;
            may_queue(row.kind, change.in_queue.unwrap_or_default())?;
            let change = StatusChange { name, ..change };
            statuses::update(tx, organisation, &row, &change).await.map_err(taken)?;
            tell(tx, organisation);
            Ok::<_, Refused>(())
        })
    });
    changed.await.map_err(Refused::into_problem)
}

/// Archives a status: nobody chooses it any longer, and its cases are shown as of another one of its kind.
///
/// # Errors
/// 404 for the status, 409 for the one that every kind has, 422 when the other is not there or of another kind.
pub async fn archive(
    office: &Office,
    actor: &Actor,
    (id, instead): (StatusId, StatusId),
) -> Result<(), Problem> {
    let (organisation, now) = (actor.organisation, office.now());
    let archived = office.store().write(move |tx| {
        Box::pin(async move {
            statuses::lock(tx, organisation).await?;
            let row = living(tx, organisation, id).await?;
            if row.is_default {
                let detail =
                    "each kind keeps the status that its cases have when nobody chose one; rename it instead";
                return Err(Problem::conflict("status.is_default", detail).into());
            }
            let fits =
                |other: &StatusRow| other.kind == row.kind && other.id != id && other.archived_at.is_none();
            let other = statuses::find(tx, organisation, instead).await?.filter(fits);
            let Some(other) = other else {
                let detail =
                    "its cases need another status of the same kind; choose one that is not archived";
                return Err(Problem::invalid("replaced_by", "status.replacement", detail).into());
            };
            statuses::archive(tx, organisation, id, (instead, now)).await?;
            if row.is_usual {
                statuses::make_usual(tx, organisation, &other).await?;
            }
            tell(tx, organisation);
            Ok::<_, Refused>(())
        })
    });
    archived.await.map_err(Refused::into_problem)
}

/// Puts an archived status back among the choices; the cases that it had have it again.
///
/// # Errors
/// 404 when there is no such archived status, 409 when another has its name by now.
pub async fn restore(office: &Office, actor: &Actor, id: StatusId) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let restored = office.store().write(move |tx| {
        Box::pin(async move {
            if !statuses::restore(tx, organisation, id).await.map_err(taken)? {
                return Err(not_found().into());
            }
            tell(tx, organisation);
            Ok::<_, Refused>(())
        })
    });
    restored.await.map_err(Refused::into_problem)
}

/// What a case becomes by a choice: the kind, and the own status beside it.
pub(crate) type Chosen = (CaseStatus, Option<StatusId>);

/// What somebody chose for cases: a kind, an own status, or both where they agree.
///
/// # Errors
/// 422 for a status that is not there, is archived or of another kind.
pub(crate) async fn chosen(
    conn: &Conn,
    organisation: OrganisationId,
    (kind, own): (Option<CaseStatus>, Option<StatusId>),
) -> Result<Option<Chosen>, Problem> {
    let Some(own) = own else { return Ok(kind.map(|kind| (kind, None))) };
    let found = statuses::find(conn, organisation, own).await.map_err(problem::from_store)?;
    let Some(row) = found.filter(|row| row.archived_at.is_none()) else {
        let detail = "there is no such status, or it is archived; choose another one";
        return Err(Problem::invalid("status_id", "no_such_status", detail));
    };
    if kind.is_some_and(|kind| kind != row.kind) {
        let detail = "the status is of another kind than the one that is named beside it; leave one out";
        return Err(Problem::invalid("status_id", "status.other_kind", detail));
    }
    Ok(Some(as_chosen(&row)))
}

/// A status as a choice: a kind's own that is the usual one is what its kind alone means.
pub(crate) fn as_chosen(row: &StatusRow) -> Chosen {
    (row.kind, Some(row.id).filter(|_| !(row.is_default && row.is_usual)))
}

/// What a rule that was made some time ago gives a case: the status it names, the one that stands for it, or
/// else only its kind.
pub(crate) async fn meant(
    conn: &Conn,
    organisation: OrganisationId,
    (kind, own): Chosen,
) -> Result<Chosen, StoreError> {
    let Some(own) = own else { return Ok((kind, None)) };
    let found = statuses::find(conn, organisation, own).await?.filter(|row| row.kind == kind);
    Ok((kind, found.map(|row| row.replaced_by.unwrap_or(row.id))))
}

async fn living(tx: &Tx, organisation: OrganisationId, id: StatusId) -> Result<StatusRow, Refused> {
    let row = statuses::find(tx, organisation, id).await?.ok_or_else(not_found)?;
    if row.archived_at.is_some() {
        let detail = "the status is archived; restore it first";
        return Err(Problem::conflict("status.archived", detail).into());
    }
    Ok(row)
}

/// The word that a kind has in every language is had back by an empty name.
fn renamed(row: &StatusRow, name: &str) -> Result<String, Problem> {
    if row.is_default && name.trim().is_empty() { Ok(String::new()) } else { readable(name) }
}

fn readable(name: &str) -> Result<String, Problem> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Problem::invalid("name", "name.empty", "a name is needed"));
    }
    if name.chars().count() > STATUS_CHARS_MAX {
        let detail = format!("a name has at most {STATUS_CHARS_MAX} characters");
        return Err(
            Problem::invalid("name", "name.too_long", detail).with("max", STATUS_CHARS_MAX.to_string())
        );
    }
    Ok(name)
}

/// Only what somebody must act on waits in the queue.
fn may_queue(kind: CaseStatus, in_queue: bool) -> Result<(), Problem> {
    if in_queue && kind != CaseStatus::Open {
        let detail = "only open cases stand in the queue; make the status one of the open ones";
        return Err(Problem::invalid("in_queue", "status.not_queued", detail));
    }
    Ok(())
}

fn taken(error: StoreError) -> Refused {
    if error.is_duplicate() {
        let problem = Problem::conflict("status.name_taken", "the name is taken; choose another one");
        return Problem { field: Some("name"), ..problem }.into();
    }
    error.into()
}

fn too_many() -> Problem {
    let detail =
        format!("there are {STATUSES_MAX} statuses already, with those in the archive; rename one of them");
    Problem::new(ProblemKind::Limit, "status.too_many", detail).with("max", STATUSES_MAX.to_string())
}

fn not_found() -> Problem {
    Problem::not_found("status")
}

fn tell(tx: &Tx, organisation: OrganisationId) {
    events::insert(tx, organisation, Change::settings());
}
