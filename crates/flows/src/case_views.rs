//! Saved views of the case list: a user's own, and those shared with everybody, which whoever
//! holds the right changes.

use domain::limits::{VIEWS_OF_USER_MAX, VIEWS_SHARED_MAX};
use domain::org::Right;
use domain::{Actor, CaseViewId, Problem, ProblemKind};
use store::Tx;
use store::case_views::{self, CaseViewChange, CaseViewRow, NewCaseView};

use crate::office::Office;
use crate::problem;
use crate::users::{Refused, readable_name};

/// Octets of what a view holds.
const QUERY_OCTETS_MAX: usize = 8 * 1024;

/// The views that the actor sees: his own first, then those that are shared.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<CaseViewRow>, Problem> {
    let conn = office.store().read();
    case_views::list(&conn, actor.organisation, actor.user).await.map_err(problem::from_store)
}

/// One of them.
///
/// # Errors
/// 404 when there is none that he sees.
pub async fn find(office: &Office, actor: &Actor, id: CaseViewId) -> Result<CaseViewRow, Problem> {
    let conn = office.store().read();
    let found = case_views::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    found.filter(|view| sees(actor, view)).ok_or_else(not_found)
}

/// Whether the actor may change a view that he sees.
#[must_use]
pub fn may_change(actor: &Actor, view: &CaseViewRow) -> bool {
    if view.shared { actor.may(Right::ShareViews) } else { view.author == actor.user }
}

/// Makes a view of the actor's.
///
/// # Errors
/// 403 for a shared one without the right, 409 for a name that is taken, 422 for a name that
/// cannot be read, 429 when there are too many.
pub async fn create(
    office: &Office,
    actor: &Actor,
    (name, shared): (&str, bool),
    query: String,
) -> Result<CaseViewId, Problem> {
    let name = readable_name("name", name)?;
    check_query(&query)?;
    let (actor, at) = (actor.clone(), office.now());
    let made = office.store().write(move |tx| {
        Box::pin(async move {
            let wanted = Wanted { name: &name, shared, except: None };
            settle(tx, &actor, &wanted).await?;
            let view = NewCaseView { author: actor.user, name, shared, query, at };
            Ok::<_, Refused>(case_views::insert(tx, actor.organisation, &view).await?)
        })
    });
    made.await.map_err(Refused::into_problem)
}

/// Changes a view.
///
/// # Errors
/// As [`create`]; 404 for a view that he does not see, 409 when somebody but its author makes a
/// shared one private.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: CaseViewId,
    change: CaseViewChange,
) -> Result<(), Problem> {
    let name = change.name.as_deref().map(|name| readable_name("name", name)).transpose()?;
    change.query.as_deref().map(check_query).transpose()?;
    let (actor, change) = (actor.clone(), CaseViewChange { name, ..change });
    let changed = office.store().write(move |tx| {
        Box::pin(async move {
            let view = changeable(tx, &actor, id).await?;
            let shared = change.shared.unwrap_or(view.shared);
            if view.shared && !shared && view.author != actor.user {
                let detail = "only its author can keep a shared view for himself; delete it instead";
                return Err(Problem::conflict("case_view.not_its_author", detail).into());
            }
            if change.name.is_some() || shared != view.shared {
                let name = change.name.as_ref().unwrap_or(&view.name);
                settle(tx, &actor, &Wanted { name, shared, except: Some(id) }).await?;
            }
            case_views::update(tx, actor.organisation, id, &change).await?;
            Ok::<_, Refused>(())
        })
    });
    changed.await.map_err(Refused::into_problem)
}

/// Puts views into this order, each of which the actor may change.
///
/// # Errors
/// 404 for a view that he does not see, 403 for one that he may not change.
pub async fn order(office: &Office, actor: &Actor, ids: Vec<CaseViewId>) -> Result<(), Problem> {
    if ids.len() > VIEWS_OF_USER_MAX + VIEWS_SHARED_MAX {
        let max = VIEWS_OF_USER_MAX + VIEWS_SHARED_MAX;
        let detail = format!("an order names at most {max} views");
        return Err(Problem::invalid("ids", "selection_too_large", detail).with("max", max.to_string()));
    }
    let actor = actor.clone();
    let placed = office.store().write(move |tx| {
        Box::pin(async move {
            for (at, id) in (1..).zip(ids) {
                changeable(tx, &actor, id).await?;
                case_views::place(tx, actor.organisation, id, at).await?;
            }
            Ok::<_, Refused>(())
        })
    });
    placed.await.map_err(Refused::into_problem)
}

/// Removes a view.
///
/// # Errors
/// 404 for a view that he does not see, 403 for one that he may not change.
pub async fn delete(office: &Office, actor: &Actor, id: CaseViewId) -> Result<(), Problem> {
    let actor = actor.clone();
    let deleted = office.store().write(move |tx| {
        Box::pin(async move {
            changeable(tx, &actor, id).await?;
            case_views::delete(tx, actor.organisation, id).await?;
            Ok::<_, Refused>(())
        })
    });
    deleted.await.map_err(Refused::into_problem)
}

fn sees(actor: &Actor, view: &CaseViewRow) -> bool {
    view.shared || view.author == actor.user
}

async fn changeable(tx: &Tx, actor: &Actor, id: CaseViewId) -> Result<CaseViewRow, Refused> {
    let found = case_views::find(tx, actor.organisation, id).await?;
    let view = found.filter(|view| sees(actor, view)).ok_or_else(not_found)?;
    if may_change(actor, &view) { Ok(view) } else { Err(no_right().into()) }
}

/// What a view is to become.
struct Wanted<'a> {
    name: &'a str,
    shared: bool,
    /// The view itself, which may keep its name.
    except: Option<CaseViewId>,
}

/// Refuses what the actor may not make, a name that stands beside it already, and too many.
async fn settle(tx: &Tx, actor: &Actor, wanted: &Wanted<'_>) -> Result<(), Refused> {
    if wanted.shared && !actor.may(Right::ShareViews) {
        return Err(no_right().into());
    }
    let seen = case_views::list(tx, actor.organisation, actor.user).await?;
    let beside = || seen.iter().filter(|view| view.shared == wanted.shared && Some(view.id) != wanted.except);
    if beside().any(|view| view.name.to_lowercase() == wanted.name.to_lowercase()) {
        let detail = "a view with this name is there already; choose another name";
        let problem = Problem::conflict("case_view.name_taken", detail);
        return Err(Problem { field: Some("name"), ..problem }.into());
    }
    let max = if wanted.shared { VIEWS_SHARED_MAX } else { VIEWS_OF_USER_MAX };
    if beside().count() >= max {
        let detail = format!("there are {max} such views already; delete one first");
        return Err(Problem::new(ProblemKind::Limit, "case_view.too_many", detail)
            .with("max", max.to_string())
            .into());
    }
    Ok(())
}

fn check_query(query: &str) -> Result<(), Problem> {
    if query.len() <= QUERY_OCTETS_MAX {
        return Ok(());
    }
    let detail = format!("what a view holds has at most {QUERY_OCTETS_MAX} octets");
    Err(Problem::invalid("settings", "case_view.too_long", detail).with("max", QUERY_OCTETS_MAX.to_string()))
}

fn not_found() -> Problem {
    Problem::not_found("saved view")
}

fn no_right() -> Problem {
    let right = Right::ShareViews.as_str();
    let detail = format!("sharing a view, and changing a shared one, needs the right `{right}`");
    Problem::new(ProblemKind::Forbidden, "right_missing", detail).with("right", right)
}
