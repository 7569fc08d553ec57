//! Lists made, changed and deleted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::Problem;
use flows::distribution_lists::{self, ListInput};

use super::super::addresses::Remarked;
use super::{DistributionList, DistributionListInput, ListMemberInput};
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::DistributionListKey;
use crate::state::Api;

impl DistributionListInput {
    /// The addresses that stand in it by themselves.
    fn entered(&self) -> Vec<String> {
        self.members.iter().filter_map(ListMemberInput::typed).collect()
    }

    fn read(self) -> Result<ListInput, Problem> {
        let members = self.members.into_iter().map(ListMemberInput::read);
        Ok(ListInput {
            name: self.name,
            description: self.description,
            shared: self.shared,
            members: members.collect::<Result<_, _>>()?,
            seen_version: self.seen_version,
        })
    }
}

/// Make a distribution list
#[utoipa::path(post, path = "/distribution-lists", tag = "persons", request_body = DistributionListInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = Remarked<DistributionList>, description = "The list."), OfInput))]
pub(crate) async fn create_distribution_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<DistributionListInput>,
) -> Result<(StatusCode, Json<Remarked<DistributionList>>), Refusal> {
    let entered = input.entered();
    let id = distribution_lists::create(api.office(), &actor, input.read()?).await?;
    let (row, _) = distribution_lists::find(api.office(), &actor, id).await?;
    let made = (DistributionList::of(&actor, row), entered);
    Ok((StatusCode::CREATED, Json(Remarked::of(&api, &actor, made).await)))
}

/// Change a distribution list
///
/// What it is and who is in it, as a whole. Its owner may, and of one that everybody may write to also those who keep
/// the templates.
#[utoipa::path(put, path = "/distribution-lists/{id}", tag = "persons", params(ById),
    request_body = DistributionListInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Remarked<DistributionList>, description = "The list as it is now."), OfOneInput))]
pub(crate) async fn update_distribution_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<DistributionListKey>,
    Input(input): Input<DistributionListInput>,
) -> Answer<Remarked<DistributionList>> {
    let entered = input.entered();
    distribution_lists::change(api.office(), &actor, id.into(), input.read()?).await?;
    let (row, _) = distribution_lists::find(api.office(), &actor, id.into()).await?;
    let changed = (DistributionList::of(&actor, row), entered);
    Ok(Json(Remarked::of(&api, &actor, changed).await))
}

/// Delete a distribution list
///
/// Who is in it stays where he is.
#[utoipa::path(delete, path = "/distribution-lists/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "It is gone."), OfOne))]
pub(crate) async fn delete_distribution_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<DistributionListKey>,
) -> Result<StatusCode, Refusal> {
    distribution_lists::delete(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
