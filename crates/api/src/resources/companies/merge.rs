//! Joins two companies that are the same.

use axum::Json;
use axum::extract::State;
use domain::{CompanyId, Problem};
use serde::Deserialize;
use store::companies::DOMAINS_MAX;
use utoipa::ToSchema;

use super::{Company, find};
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::CompanyKey;
use crate::state::Api;

/// Which company is the same.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CompanyMergeInput {
    /// The company that stays.
    into: CompanyKey,
}

/// Join a company with another
///
/// Persons, cases and domains become those of the one that stays.
#[utoipa::path(post, path = "/companies/{id}/merge", tag = "persons", params(ById), request_body = CompanyMergeInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Company, description = "The company that stays."), OfOneInput))]
pub(crate) async fn merge_company(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CompanyKey>,
    Input(input): Input<CompanyMergeInput>,
) -> Answer<Company> {
    let organisation = actor.organisation;
    let (from, into): (CompanyId, CompanyId) = (id.into(), input.into.into());
    find(&api, organisation, from).await?;
    find(&api, organisation, into).await?;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            let merged = store::companies::merge(tx, organisation, (from, into)).await?;
            if merged { Ok(()) } else { Err(Refusal::from(cannot_merge())) }
        })
    });
    written.await?;
    Ok(Json(find(&api, organisation, into).await?))
}

fn cannot_merge() -> Problem {
    let detail = format!("two different companies with at most {DOMAINS_MAX} domains together can be joined");
    Problem::conflict("company.cannot_merge", detail)
}
