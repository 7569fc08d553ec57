//! What kinds of requests an organisation's cases are: made, changed, archived, and chosen for cases.

mod founding;
mod of_mail;

pub(crate) use founding::seed;
pub(crate) use of_mail::{Asked, asked};

use domain::limits::{REQUEST_TYPE_CHARS_MAX, REQUEST_TYPES_MAX};
use domain::{Actor, OrganisationId, Problem, ProblemKind, RequestTypeId};
use store::events::{self, Change};
use store::request_types::{self, RequestTypeRow};
use store::{Conn, StoreError, Tx};

use crate::office::Office;
use crate::problem;
use crate::users::Refused;

/// What to change of a request type; `None` leaves it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestTypeChange {
    /// The name.
    pub name: Option<String>,
    /// Its place, from 1; the others make room.
    pub position: Option<u32>,
}

/// All request types in their order, archived ones behind the others.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, organisation: OrganisationId) -> Result<Vec<RequestTypeRow>, Problem> {
    request_types::list(&office.store().read(), organisation).await.map_err(problem::from_store)
}

/// One of them.
///
/// # Errors
/// 404 when there is none.
pub async fn find(
    office: &Office,
    organisation: OrganisationId,
    id: RequestTypeId,
) -> Result<RequestTypeRow, Problem> {
    let found = request_types::find(&office.store().read(), organisation, id).await;
    found.map_err(problem::from_store)?.ok_or_else(not_found)
}

/// Makes a request type, the last of all.
///
/// # Errors
/// 409 for a name that is taken, 422 for a name that cannot be read, 429 when there are too many.
pub async fn create(office: &Office, actor: &Actor, name: &str) -> Result<RequestTypeId, Problem> {
    let name = readable(name)?;
    let organisation = actor.organisation;
    let made = office.store().write(move |tx| {
        let name = name.clone();
        Box::pin(async move {
            let made = request_types::insert(tx, organisation, &name).await.map_err(taken)?;
            tell(tx, organisation);
            made.ok_or_else(|| Refused::from(too_many()))
        })
    });
    made.await.map_err(Refused::into_problem)
}

/// Changes a request type.
///
/// # Errors
/// 404 for the type, 409 for a name that is taken or one that is archived, 422 for a name that cannot be read.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: RequestTypeId,
    change: RequestTypeChange,
) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let name = change.name.as_deref().map(readable).transpose()?;
    let changed = office.store().write(move |tx| {
        let name = name.clone();
        Box::pin(async move {
            living(tx, organisation, id).await?;
            if let Some(name) = name {
                request_types::rename(tx, organisation, id, &name).await.map_err(taken)?;
            }
            if let Some(position) = change.position {
                request_types::put_at(tx, organisation, id, position).await?;
            }
            tell(tx, organisation);
            Ok::<_, Refused>(())
        })
    });
    changed.await.map_err(Refused::into_problem)
}

/// Archives a request type: nobody chooses it any longer. Its cases are shown as of another one, or go on showing
/// it where none stands for it.
///
/// # Errors
/// 404 for the type, 409 for one that is archived already, 422 when the other is not there.
pub async fn archive(
    office: &Office,
    actor: &Actor,
    (id, instead): (RequestTypeId, Option<RequestTypeId>),
) -> Result<(), Problem> {
    let (organisation, now) = (actor.organisation, office.now());
    let archived = office.store().write(move |tx| {
        Box::pin(async move {
            request_types::lock(tx, organisation).await?;
            living(tx, organisation, id).await?;
            if let Some(instead) = instead {
                let other = request_types::find(tx, organisation, instead).await?;
                if !other.is_some_and(|other| other.id != id && other.archived_at.is_none()) {
                    let detail =
                        "what stands for it must be another request type that is not archived; choose one";
                    return Err(Problem::invalid("replaced_by", "request_type.replacement", detail).into());
                }
            }
            request_types::archive(tx, organisation, id, (instead, now)).await?;
            tell(tx, organisation);
            Ok::<_, Refused>(())
        })
    });
    archived.await.map_err(Refused::into_problem)
}

/// Puts an archived request type back among the choices; the cases that it had have it again.
///
/// # Errors
/// 404 when there is no such archived type, 409 when another has its name by now.
pub async fn restore(office: &Office, actor: &Actor, id: RequestTypeId) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let restored = office.store().write(move |tx| {
        Box::pin(async move {
            request_types::lock(tx, organisation).await?;
            if !request_types::restore(tx, organisation, id).await.map_err(taken)? {
                return Err(not_found().into());
            }
            tell(tx, organisation);
            Ok::<_, Refused>(())
        })
    });
    restored.await.map_err(Refused::into_problem)
}

/// Refuses a request type that nobody of this organisation can choose.
pub(crate) async fn known(
    conn: &Conn,
    organisation: OrganisationId,
    id: RequestTypeId,
) -> Result<(), Problem> {
    let found = request_types::find(conn, organisation, id).await.map_err(problem::from_store)?;
    if found.is_some_and(|row| row.archived_at.is_none()) {
        return Ok(());
    }
    let detail = "there is no such request type, or it is archived; choose another one";
    Err(Problem::invalid("request_type_id", "no_such_request_type", detail))
}

/// Refuses a request type that this organisation does not have. A rule may go on naming an archived one, which
/// then means the one that stands for it.
pub(crate) async fn there(
    conn: &Conn,
    organisation: OrganisationId,
    id: RequestTypeId,
) -> Result<(), Problem> {
    let found = request_types::find(conn, organisation, id).await.map_err(problem::from_store)?;
    let detail = "there is no such request type; choose another one";
    let refusal = || Problem::invalid("request_type_id", "no_such_request_type", detail);
    found.map(|_| ()).ok_or_else(refusal)
}

/// What a rule that was made some time ago gives a case: the type it names, the one that stands for it, or none.
pub(crate) async fn meant(
    conn: &Conn,
    organisation: OrganisationId,
    id: Option<RequestTypeId>,
) -> Result<Option<RequestTypeRow>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    let found = match request_types::find(conn, organisation, id).await? {
        Some(RequestTypeRow { replaced_by: Some(other), .. }) => {
            request_types::find(conn, organisation, other).await?
        }
        found => found,
    };
    Ok(found.filter(|row| row.archived_at.is_none()))
}

async fn living(tx: &Tx, organisation: OrganisationId, id: RequestTypeId) -> Result<(), Refused> {
    let row = request_types::find(tx, organisation, id).await?.ok_or_else(not_found)?;
    if row.archived_at.is_some() {
        let detail = "the request type is archived; restore it first";
        return Err(Problem::conflict("request_type.archived", detail).into());
    }
    Ok(())
}

fn readable(name: &str) -> Result<String, Problem> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Problem::invalid("name", "name.empty", "a name is needed"));
    }
    if name.chars().count() > REQUEST_TYPE_CHARS_MAX {
        let detail = format!("a name has at most {REQUEST_TYPE_CHARS_MAX} characters");
        let refused = Problem::invalid("name", "name.too_long", detail);
        return Err(refused.with("max", REQUEST_TYPE_CHARS_MAX.to_string()));
    }
    Ok(name)
}

fn taken(error: StoreError) -> Refused {
    if error.is_duplicate() {
        let problem = Problem::conflict("request_type.name_taken", "the name is taken; choose another one");
        return Problem { field: Some("name"), ..problem }.into();
    }
    error.into()
}

fn too_many() -> Problem {
    let detail = format!(
        "there are {REQUEST_TYPES_MAX} request types already, with those in the archive; rename one of them"
    );
    Problem::new(ProblemKind::Limit, "request_type.too_many", detail)
        .with("max", REQUEST_TYPES_MAX.to_string())
}

fn not_found() -> Problem {
    Problem::not_found("request_type")
}

fn tell(tx: &Tx, organisation: OrganisationId) {
    events::insert(tx, organisation, Change::settings());
}
