//! Lists of other services.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use domain::Problem;
use flows::returns::{Imported, LeftAlone, LeftOut, ListPreview, Refused, Slip};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ListServiceParams;
use crate::download::Download;
use crate::extract::{Input, Params};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfList};
use crate::rights::{self, May};
use crate::schema::BlockImportKey;
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
    /// What blocked nobody.
    #[serde(flatten)]
    left_out: BlockListLeftOut,
    /// With which the import can be taken back for 7 days; null where it changed nothing.
    undo: Option<BlockImportKey>,
}

/// What of a list blocks nobody, and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockListLeftOut {
    /// Addresses that are left alone, since their server's words blame something else: the sender, the mail, the server.
    spared: u64,
    /// The first 100 of them.
    spared_addresses: Vec<String>,
    /// Addresses that are left alone, since what their server's words say of them may pass: that the mailbox was full, or
    /// "not now".
    passing: u64,
    /// The first 100 of them.
    passing_addresses: Vec<String>,
    /// Addresses that are left alone, since they are of your own: a mailbox, or what a user signs in with. Who means it blocks them
    /// one by one.
    own: u64,
    /// The first 100 of them.
    own_addresses: Vec<String>,
    /// Entries that hold no address.
    refused: u64,
    /// The first 100 of them.
    refusals: Vec<BlockListRefusal>,
}

/// An import of a block list that shall be taken back.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BlockListUndo {
    /// What the import gave as `undo`.
    id: BlockImportKey,
}

/// What became of an import that was taken back.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockListUndone {
    /// Addresses that stand as they did before it.
    restored: u64,
    /// Addresses about which something was decided since, or that mail came back from: they stay as they are.
    left: u64,
}

/// An entry that holds no address.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockListRefusal {
    /// Which entry of the list, from 1.
    number: u64,
    /// What stands there.
    text: String,
    /// Why it is none: `empty`, `shape` (no name, @ and domain), `local` (what stands before the @), `domain` (what stands
    /// behind it) or `length`.
    why: &'static str,
}

impl From<Refused> for BlockListRefusal {
    fn from(Refused { number, text, why }: Refused) -> Self {
        Self { number: number as u64, text, why: why.as_str() }
    }
}

/// What would become of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockListPreview {
    /// Whose form it has: `ses`, `postmark`, `sendgrid`, `mailgun` or `plain`.
    service: &'static str,
    /// How many entries it has, also those that hold no address.
    entries: u64,
    /// Addresses that would be blocked for all mail, since mail to them came back.
    bounces: u64,
    /// Addresses that would be blocked for mailings, since they complained or want no more mail.
    complaints: u64,
    /// Addresses that would be blocked for all mail, since somebody put them on the list by hand.
    by_hand: u64,
    /// Addresses that are blocked for as much already, or stand there again.
    known: u64,
    /// Addresses that would be blocked and were probably meant to be others.
    typos: u64,
    /// The first 100 of them.
    typo_addresses: Vec<BlockListTypo>,
    /// Addresses that would be blocked and are a function's, as `post` or `info`: several people may read what goes there.
    roles: u64,
    /// The first 100 of them.
    role_addresses: Vec<String>,
    /// Addresses that would be blocked and are of mailboxes for a few hours.
    disposable: u64,
    /// The first 100 of them.
    disposable_addresses: Vec<String>,
    /// What would block nobody.
    #[serde(flatten)]
    left_out: BlockListLeftOut,
}

/// An address that was probably meant to be another.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockListTypo {
    /// As it stands on the list.
    address: String,
    /// What it was probably meant to be.
    suggestion: String,
}

impl From<Slip> for BlockListTypo {
    fn from(Slip { address, suggestion }: Slip) -> Self {
        Self { address: address.to_string(), suggestion: suggestion.to_string() }
    }
}

impl From<ListPreview> for BlockListPreview {
    fn from(preview: ListPreview) -> Self {
        Self {
            service: preview.service.as_str(),
            entries: preview.entries,
            bounces: preview.would_block.bounces,
            complaints: preview.would_block.complaints,
            by_hand: preview.would_block.by_hand,
            known: preview.known,
            typos: preview.marked.slips,
            typo_addresses: preview.marked.first_slips.into_iter().map(Into::into).collect(),
            roles: preview.marked.roles.count,
            role_addresses: named(&preview.marked.roles),
            disposable: preview.marked.disposable.count,
            disposable_addresses: named(&preview.marked.disposable),
            left_out: preview.left_out.into(),
        }
    }
}

impl From<Imported> for BlockListReport {
    fn from(imported: Imported) -> Self {
        Self {
            service: imported.service.as_str(),
            blocked: imported.blocked,
            known: imported.known,
            left_out: imported.left_out.into(),
            undo: imported.undo.map(Into::into),
        }
    }
}

impl From<LeftOut> for BlockListLeftOut {
    fn from(left_out: LeftOut) -> Self {
        let LeftOut { spared, passing, own, refused, refusals, .. } = left_out;
        Self {
            spared: spared.count,
            spared_addresses: named(&spared),
            passing: passing.count,
            passing_addresses: named(&passing),
            own: own.count,
            own_addresses: named(&own),
            refused,
            refusals: refusals.into_iter().map(Into::into).collect(),
        }
    }
}

fn named(alone: &LeftAlone) -> Vec<String> {
    alone.first.iter().map(ToString::to_string).collect()
}

/// Look at a block list of another service before it is imported
///
/// The body is as for the import, and the answer says what that would do: whose form the list has, how many of its
/// addresses would be blocked and why, how many are blocked already, and what cannot be taken in; also which of them were
/// probably meant to be others, are a function's, or of mailboxes for a few hours. Nothing is written.
#[utoipa::path(post, path = "/blocked-addresses/import/preview", tag = "returns",
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The list."),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = BlockListPreview, description = "What would become of its addresses."), OfInput))]
pub(crate) async fn preview_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    body: Body,
) -> Answer<BlockListPreview> {
    let _room = api.room_for_upload().await?;
    let octets = to_bytes(body, LIST_OCTETS_MAX).await.map_err(|_| too_large())?;
    Ok(Json(flows::returns::preview(api.office(), &actor, octets.to_vec()).await?.into()))
}

/// Import a block list of another service
///
/// The body is a list that Amazon SES, Postmark, SendGrid or Mailgun exported, as CSV or JSON, any other CSV with a column
/// of addresses, or one address a line; in UTF-8, UTF-16 or Windows-1252. Its form is found by itself. Bounces block all
/// mail, complaints mailings; what is blocked already stays as it is, and where the server's words blame something else,
/// or what may pass, as a full mailbox, the address is left alone. So are mailboxes of your own and the addresses that users
/// sign in with, where they would get no mail any more.
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

/// Take an import of a block list back
///
/// For 7 days. Each address that it changed stands as before, with its block, its trial and its complaint, and what the import
/// decided is forgotten; where something was decided since, it stays as it is. Mail that ended for a block meanwhile does not
/// go by itself. What was stopped on the way goes on when it is asked for again.
#[utoipa::path(post, path = "/blocked-addresses/import/undo", tag = "returns", request_body = BlockListUndo,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = BlockListUndone, description = "What became of its addresses."), OfInput))]
pub(crate) async fn undo_block_list_import(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(BlockListUndo { id }): Input<BlockListUndo>,
) -> Answer<BlockListUndone> {
    let undone = flows::returns::undo_import(api.office(), &actor, id.into()).await?;
    Ok(Json(BlockListUndone { restored: undone.restored, left: undone.left }))
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
