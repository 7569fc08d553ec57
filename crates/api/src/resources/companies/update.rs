//! Changes a company.

use axum::Json;
use axum::extract::State;
use flows::problem::changed_meanwhile;

use super::super::shared::write::found;
use super::{Company, CompanyInput, find, taken};
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::CompanyKey;
use crate::state::Api;

/// Change a company
#[utoipa::path(patch, path = "/companies/{id}", tag = "persons", params(ById), request_body = CompanyInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Company, description = "The company as it is now."), OfOneInput))]
pub(crate) async fn update_company(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CompanyKey>,
    Input(input): Input<CompanyInput>,
) -> Answer<Company> {
    let (organisation, by, seen) = (actor.organisation, Some(actor.user), input.seen_version);
    let (name, domains) = input.checked()?;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            let company = store::companies::open(tx, organisation, id.into()).await?;
            if let (Some(company), Some(seen)) = (company, seen)
                && company.version != seen
            {
                let changed = (company.version, company.updated_by_name);
                return Err(changed_meanwhile("company.changed_meanwhile", changed).into());
            }
            let changed = store::companies::update(tx, organisation, id.into(), (&name, &domains), by).await;
            found(changed.map_err(taken)?, "company")?;
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    Ok(Json(find(&api, organisation, id.into()).await?))
}
