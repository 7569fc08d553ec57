//! Lists of other services.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use domain::Problem;
use flows::returns::Imported;
use serde::Serialize;
use utoipa::ToSchema;

use super::ListServiceParams;
use crate::download::Download;
use crate::extract::Params;
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfList};
use crate::rights::{self, May};
use crate::state::Api;

/// Octets of a list.
const LIST_OCTETS_MAX: usize = 64 * 1024 * 1024;

/// What became of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockListReport {
    /// Whose form it had: `ses`, `postmark`, `sendgrid`, `mailgun` or `plain`.
    service: &'static str,
    /// Addresses that are blocked now and were not.
    blocked: u64,
    /// Addresses that were blocked for as much already.
    known: u64,
    /// Addresses that were left alone, since their server's words blame something else: the sender, the mail, the server.
    spared: u64,
    /// The first 100 of them.
    spared_addresses: Vec<String>,
    /// Entries that hold no address.
    refused: u64,
    /// The first 100 of them.
    refusals: Vec<BlockListRefusal>,
}

/// An entry that holds no address.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockListRefusal {
    /// Which entry of the list, from 1.
    number: u64,
    /// What stands there.
    text: String,
}

impl From<Imported> for BlockListReport {
    fn from(imported: Imported) -> Self {
        let Imported { service, blocked, known, spared, spared_addresses, refused, refusals } = imported;
        let spared_addresses = spared_addresses.iter().map(ToString::to_string).collect();
        let refusal =
            |one: flows::returns::Refused| BlockListRefusal { number: one.number as u64, text: one.text };
        let refusals = refusals.into_iter().map(refusal).collect();
        Self { service: service.as_str(), blocked, known, spared, spared_addresses, refused, refusals }
    }
}

/// Import a block list of another service
///
/// The body is a list that Amazon SES, Postmark, SendGrid or Mailgun exported, as CSV or JSON, or one address a line. Its
/// form is found by itself. Bounces block all mail, complaints mailings; what is blocked already stays as it is, and where
/// the server's words blame something else, the address is left alone.
#[utoipa::path(post, path = "/blocked-addresses/import", tag = "returns",
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The list."),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = BlockListReport, description = "What became of its addresses."), OfInput))]
pub(crate) async fn import_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    body: Body,
) -> Answer<BlockListReport> {
    let _room = api.room_for_upload().await?;
    let octets = to_bytes(body, LIST_OCTETS_MAX).await.map_err(|_| too_large())?;
    Ok(Json(flows::returns::import(api.office(), &actor, octets.to_vec()).await?.into()))
}

/// Export blocked addresses for another service
#[utoipa::path(get, path = "/blocked-addresses/list", tag = "returns", params(ListServiceParams),
    security(("session" = ["outbox", "export"]), ("token" = ["outbox", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_block_list(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Export)>,
    Params(ListServiceParams { service }): Params<ListServiceParams>,
) -> Result<Download, Refusal> {
    let (service, name, media_type) = service.file();
    let octets = flows::returns::export(api.office(), &actor, service).await?;
    Ok(Download::whole((name.to_owned(), media_type.to_owned()), octets))
}

fn too_large() -> Problem {
    let detail = "the list did not arrive whole, or has more than 64 MB; send it again, or in parts";
    Problem::invalid("file", "block_list.too_large", detail)
}
