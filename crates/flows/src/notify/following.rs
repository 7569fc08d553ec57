//! Cases that a user follows, whosever they are.

use domain::limits::FOLLOWERS_MAX;
use domain::problem::ProblemKind;
use domain::{Actor, CaseId, Problem};
use store::events::{self, Change};

use crate::office::Office;
use crate::{cases, problem};

/// Whether the actor follows a case that he may see.
///
/// # Errors
/// 404 for the case.
pub async fn is_followed(office: &Office, actor: &Actor, id: CaseId) -> Result<bool, Problem> {
    cases::open(office, actor, id).await?;
    let conn = office.store().read();
    let found = store::followers::is_followed(&conn, actor.organisation, id, actor.user).await;
    found.map_err(problem::from_store)
}

/// Follows a case from here on, or no more.
///
/// # Errors
/// 404 for the case, and a limit when too many follow it.
pub async fn follow(office: &Office, actor: &Actor, id: CaseId, follows: bool) -> Result<(), Problem> {
    cases::open(office, actor, id).await?;
    let (organisation, user, at) = (actor.organisation, actor.user, office.now());
    let done = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let done = if follows {
                    store::followers::follow(tx, organisation, id, (user, at)).await?
                } else {
                    store::followers::unfollow(tx, organisation, id, user).await?;
                    true
                };
                events::insert(tx, organisation, Change::case(id));
                Ok(done)
            })
        })
        .await
        .map_err(problem::from_store)?;
    if done {
        return Ok(());
    }
    let detail = format!("a case has at most {FOLLOWERS_MAX} followers; somebody must leave first");
    Err(Problem::new(ProblemKind::Limit, "case.too_many_followers", detail))
}
