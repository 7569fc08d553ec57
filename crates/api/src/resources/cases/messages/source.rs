//! A message's mail as text.

use axum::Json;
use axum::extract::State;
use flows::view::Source;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ByMessage, raw_hash};
use crate::extract::Ids;
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// A mail as it was received or written, to be read as text.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailSource {
    /// Its header.
    header: String,
    /// Its beginning, header included; at most 256 KiB.
    text: String,
    /// Octets of the whole mail.
    size_octets: u64,
    /// Whether there is more than is shown; the download has all.
    cut: bool,
}

impl From<Source> for MailSource {
    fn from(Source { header, text, size_octets, cut }: Source) -> Self {
        Self { header, text, size_octets, cut }
    }
}

/// Read the source of a message
///
/// The header and the mail as it was received or written, undecoded. Octets that are no UTF-8 are shown as replacement
/// characters; the download has them as they are.
#[utoipa::path(get, path = "/cases/{id}/messages/{mid}/source", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = MailSource, description = "The source."), OfOne))]
pub(crate) async fn get_message_source(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id)): Ids<(CaseKey, MessageKey)>,
) -> Answer<MailSource> {
    let hash = raw_hash(&api, &actor, case.into(), id.into()).await?;
    Ok(Json(flows::view::source(api.office(), actor.organisation, hash).await?.into()))
}
