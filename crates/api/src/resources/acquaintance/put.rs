//! Sets whom mail makes known.

use axum::Json;
use axum::extract::State;
use flows::people::{self, Acquaintance};

use super::AcquaintanceBody;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Set whom mail makes known
///
/// For mail from here on; who is known stays known.
#[utoipa::path(put, path = "/acquaintance", tag = "persons", request_body = AcquaintanceBody,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = AcquaintanceBody, description = "The setting as it is now."), OfInput))]
pub(crate) async fn put_acquaintance(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<AcquaintanceBody>,
) -> Answer<AcquaintanceBody> {
    let wanted = Acquaintance { persons: input.persons, companies: input.companies };
    people::set_acquaintance(api.office(), &actor, wanted).await?;
    Ok(Json(people::find_acquaintance(api.office(), &actor).await?.into()))
}
