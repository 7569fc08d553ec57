//! Addresses that are written to again: who took the block away, when, and why.

use axum::Json;
use axum::extract::State;
use domain::Timestamp;
use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::org::Language;
use domain::returns::ReturnClass;
use serde::{Deserialize, Serialize};
use store::standings::{ClearedFilter, ClearedRow, ClearedSort};
use utoipa::ToSchema;

use super::words;
use crate::download::Download;
use crate::export::{Cell, ExportParams, Exporting, Phrase, Row, Sheet, Table};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::{Answer, Refusal};
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::schema::{self, JobKey, Moment, StandingKey, UserKey};
use crate::state::Api;

/// An address whose block was taken away.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClearedAddress {
    /// The id, as a blocked address.
    id: StandingKey,
    /// The address.
    address: String,
    /// When the block was taken away.
    cleared_at: Moment,
    /// How: `cleared` by a person, `rolled_back` with all blocks of one provider's mistake, `wrote` since mail came from it, or `trial_kept`, since the mail of its
    /// trial stayed.
    #[schema(value_type = String)]
    deed: AddressDeed,
    /// Who did it, or put it on the trial that went well; null where nobody did.
    cleared_by: Option<UserKey>,
    /// His name, also of one who is not active any more.
    cleared_by_name: Option<String>,
    /// Why, in his own words; empty where he said nothing.
    note: String,
    /// Which mail the block stopped; null where that is not known.
    #[schema(value_type = Option<schema::BlockScope>)]
    scope: Option<BlockScope>,
    /// Why it was blocked; null where that is not known.
    #[schema(value_type = Option<schema::BlockReason>)]
    reason: Option<BlockReason>,
    /// What its last mail had come back as by then, one of the classes of docs/returns.md.
    class: Option<String>,
}

impl From<ClearedRow> for ClearedAddress {
    fn from(row: ClearedRow) -> Self {
        let ClearedRow { id, address, at, deed, by, by_name, note, scope, reason, class } = row;
        Self {
            id: id.into(),
            address: address.to_string(),
            cleared_at: at.into(),
            deed,
            cleared_by: by.map(Into::into),
            cleared_by_name: by_name,
            note,
            scope,
            reason,
            class: class.map(|class| class.as_str().to_owned()),
        }
    }
}

/// Which cleared addresses a list shows.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ClearedAddressFilters {
    /// Only those that were blocked for this.
    #[param(value_type = Option<schema::BlockScope>)]
    scope: Option<BlockScope>,
    /// Only those that were blocked for this reason.
    #[param(value_type = Option<schema::BlockReason>)]
    reason: Option<BlockReason>,
    /// Only those whose last mail had come back as this class.
    #[param(value_type = Option<String>)]
    class: Option<ReturnClass>,
    /// Only those that this job cleared.
    #[param(value_type = Option<String>)]
    pub(crate) job: Option<JobKey>,
}

impl ClearedAddressFilters {
    /// The filter at this moment.
    pub(crate) fn at(self, now: Timestamp) -> ClearedFilter {
        let Self { scope, reason, class, job } = self;
        ClearedFilter {
            since: flows::returns::cleared_since(now),
            scope,
            reason,
            class,
            job: job.map(Into::into),
        }
    }
}

/// List addresses whose block was taken away
///
/// Those of the last 90 days that are not blocked again. Sorted by cleared_at, address, domain, class, reason, scope, deed, note
/// or cleared_by. `q` is looked for in the address and the note.
#[utoipa::path(get, path = "/blocked-addresses/cleared", tag = "returns", params(ListParams, ClearedAddressFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Page<ClearedAddress>, description = "One page of cleared addresses."), OfList))]
pub(crate) async fn list_cleared_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Listing { query, filter }: Listing<ClearedSort, ClearedAddressFilters>,
) -> Answer<Page<ClearedAddress>> {
    let filter = filter.at(api.office().now());
    let page = store::standings::list_cleared(&api.conn(), actor.organisation, &query, filter).await?;
    Ok(Json(Page::of(page, Into::into)))
}

const SHEET: Sheet = Sheet {
    title: Phrase::new("Opphevede blokkeringer", "Hävda blockeringar", "Lifted blocks"),
    headings: &[
        Phrase::new("Adresse", "Adress", "Address"),
        Phrase::new("Domene", "Domän", "Domain"),
        Phrase::new("Opphevet", "Hävd", "Lifted"),
        Phrase::new("Opphevet av", "Hävd av", "Lifted by"),
        Phrase::new("Hvordan", "Hur", "How"),
        Phrase::new("Hvorfor", "Varför", "Why"),
        Phrase::new("Var blokkert av", "Var blockerad av", "Was blocked by"),
        Phrase::new("Årsak", "Orsak", "Cause"),
        Phrase::new("Gjaldt", "Gällde", "Stopped"),
    ],
};

/// Export addresses whose block was taken away to a file
#[utoipa::path(get, path = "/blocked-addresses/cleared/export", tag = "returns",
    params(ListParams, ClearedAddressFilters, ExportParams),
    security(("session" = ["outbox", "export"]), ("token" = ["outbox", "export"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfList))]
pub(crate) async fn export_cleared_addresses(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Export)>,
    Listing { query, filter }: Listing<ClearedSort, ClearedAddressFilters>,
    exporting: Exporting,
) -> Result<Download, Refusal> {
    let filter = filter.at(api.office().now());
    let read = move |query| {
        let conn = api.conn();
        async move { store::standings::list_cleared(&conn, actor.organisation, &query, filter).await }
    };
    exporting.file(Table { sheet: SHEET, row }, query, read).await
}

fn row(address: &ClearedRow, language: Language) -> Row {
    vec![
        Cell::Text(address.address.to_string()),
        Cell::Text(address.address.domain().to_owned()),
        Cell::Time(address.at),
        Cell::text(address.by_name.as_deref()),
        Cell::text(words::lifted(address.deed, language)),
        Cell::Text(address.note.clone()),
        Cell::text(address.reason.map(|reason| words::reason(reason, language))),
        Cell::text(address.class.map(|class| words::class(class, language))),
        Cell::text(address.scope.map(|scope| words::scope(scope, language))),
    ]
}
