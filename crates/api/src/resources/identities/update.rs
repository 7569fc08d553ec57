//! Changes a shared sender, archives it or takes it back.

use axum::Json;
use axum::extract::State;

use super::super::addresses::Remarked;
use super::{Identity, IdentityFields};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::IdentityKey;
use crate::state::Api;

/// Change a shared sender
///
/// One that is archived is kept, since mails were sent from it; nobody writes from it until it is taken back.
#[utoipa::path(patch, path = "/identities/{id}", tag = "identities", params(ById), request_body = IdentityFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Remarked<Identity>, description = "The sender as it is now."), OfOneInput))]
pub(crate) async fn update_identity(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<IdentityKey>,
    Input(input): Input<IdentityFields>,
) -> Answer<Remarked<Identity>> {
    let entered = input.entered();
    flows::identities::change(api.office(), &actor, id.into(), input.into_input()?).await?;
    let row = flows::identities::find(api.office(), actor.organisation, id.into()).await?;
    Ok(Json(Remarked::of(&api, &actor, (Identity::from(row), entered)).await))
}
