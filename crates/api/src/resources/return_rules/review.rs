//! Returns that a person should look at: listed, worked off, and matched to their mail.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::blocks::ReturnNature;
use flows::returns::ToReview;
use serde::{Deserialize, Serialize};
use store::deliveries::SentBefore;
use store::returns::{ReviewFilter, ReviewRow, ReviewSort};
use utoipa::ToSchema;

use crate::extract::{ById, Ids, Input, ListParams, Listing, Selection};
use crate::page::{Done, Page};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfList, OfOneInput};
use crate::resources::blocked_addresses::ReturnedMail;
use crate::resources::persons::AddressDecision;
use crate::rights::{self, May};
use crate::schema::{Moment, OutboxKey, ReturnKey, UserKey};
use crate::state::Api;

/// The selected returns.
type Reviewed = Selection<ReturnKey>;

/// A return that a person should look at, or has.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnToReview {
    /// The id.
    id: ReturnKey,
    /// The address; null where the report names nobody.
    address: Option<String>,
    /// What is known of it.
    #[serde(flatten)]
    told: ReturnedMail,
    /// When somebody looked; null while it waits.
    reviewed_at: Option<Moment>,
    /// Who.
    reviewed_by: Option<UserKey>,
    /// Who said which mail it is about, where that can be taken back; null where nobody did, or a server said it too.
    matched_by: Option<UserKey>,
    /// Of one that belongs to no mail: the newest mail that a server took for its address within the seven days before; of one
    /// that names nobody the mail that it is about, where that is known.
    proposed: Option<ProposedMail>,
    /// Of one that names nobody: those whom a server took that mail for, one of whom it is about.
    recipients: Vec<String>,
    /// Of a complaint that belongs to no mail: who let its address go since. Whatever mail it is about, it blocks nothing
    /// then; null where nobody did, and where that was undone.
    settled: Option<AddressDecision>,
}

/// A mail that a report may be about.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProposedMail {
    /// The mail, in the outbox.
    outbox_id: OutboxKey,
    /// Its subject.
    subject: String,
    /// When it was written.
    at: Moment,
    /// Whether it is the only mail to the address in the seven days before the report.
    only: bool,
}

impl From<SentBefore> for ProposedMail {
    fn from(SentBefore { outbox_id, subject, at, only }: SentBefore) -> Self {
        Self { outbox_id: outbox_id.into(), subject, at: at.into(), only }
    }
}

impl From<ToReview> for ReturnToReview {
    fn from(ToReview { row, proposed, recipients, settled }: ToReview) -> Self {
        let ReviewRow { row, reviewed, matched_by } = row;
        Self {
            id: row.id.into(),
            address: row.told.address.as_ref().map(ToString::to_string),
            told: row.into(),
            reviewed_at: reviewed.map(|(at, _)| at.into()),
            reviewed_by: reviewed.map(|(_, by)| by.into()),
            matched_by: matched_by.map(Into::into),
            proposed: proposed.map(Into::into),
            recipients: recipients.iter().map(ToString::to_string).collect(),
            settled: settled.map(Into::into),
        }
    }
}

/// Which returns the list shows.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReviewFilters {
    /// Those that somebody has looked at, and not those that wait.
    done: Option<bool>,
}

impl From<ReviewFilters> for ReviewFilter {
    fn from(filters: ReviewFilters) -> Self {
        Self { done: filters.done.unwrap_or(false) }
    }
}

/// The mail that a report is about.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MatchInput {
    /// The mail, in the outbox.
    outbox_id: OutboxKey,
    /// Of a report that names nobody: whom of the mail it is about.
    address: Option<String>,
}

/// List returns to review
///
/// Those that no rule knows, and reports that belong to no mail of ours or name nobody; they block nobody. Sorted by at; of those that
/// are done, that is when somebody looked. `q` is looked for in the address.
#[utoipa::path(get, path = "/returns/review", tag = "returns", params(ListParams, ReviewFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Page<ReturnToReview>, description = "One page of returns."), OfList))]
pub(crate) async fn list_returns_to_review(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Listing { query, filter }: Listing<ReviewSort, ReviewFilters>,
) -> Answer<Page<ReturnToReview>> {
    let page = flows::returns::list_to_review(api.office(), &actor, &query, filter.into()).await?;
    Ok(Json(Page::of(page, ReturnToReview::from)))
}

/// Note that returns were looked at
///
/// They leave the list, and nothing else follows.
#[utoipa::path(post, path = "/returns/review/done", tag = "returns", request_body = Reviewed,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn review_returns(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Reviewed>,
) -> Answer<Done> {
    let ids: Vec<_> = selected.ids.into_iter().map(Into::into).collect();
    Ok(Json(flows::returns::review(api.office(), &actor, &ids).await?.into()))
}

/// Say which mail a report is about
///
/// Of a report that named no mail of ours, or nobody of it: then `address` says whom. It counts from then on as one that named it: the delivery has failed, its
/// author is told, and the mail's timeline says who said so.
#[utoipa::path(post, path = "/returns/{id}/match", tag = "returns", params(ById), request_body = MatchInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 204, description = "It counts."), OfOneInput))]
pub(crate) async fn match_return(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Ids(id): Ids<ReturnKey>,
    Input(MatchInput { outbox_id, address }): Input<MatchInput>,
) -> Result<StatusCode, Refusal> {
    let of = (id.into(), outbox_id.into());
    match address {
        Some(whom) => flows::returns::match_chosen(api.office(), &actor, of, &whom).await?,
        None => flows::returns::match_by_hand(api.office(), &actor, of).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A mail and an address that a report was said to be about.
#[derive(Deserialize, ToSchema)]
pub(crate) struct UnmatchInput {
    /// The mail, in the outbox.
    outbox_id: OutboxKey,
    /// The address.
    address: String,
    /// Whether what was said is that somebody complained of the mail; `false`: that it did not arrive. Without it, that it did not
    /// arrive where somebody said so, else that somebody complained.
    complaint: Option<bool>,
}

/// Take back which mail a report is about
///
/// The mail counts as delivered again, what followed for the address is undone, and the report waits to be looked at. Its
/// author was told and its case opened: that stays.
#[utoipa::path(post, path = "/returns/unmatch", tag = "returns", request_body = UnmatchInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 204, description = "It is taken back."), OfOneInput))]
pub(crate) async fn unmatch_return(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(UnmatchInput { outbox_id, address, complaint }): Input<UnmatchInput>,
) -> Result<StatusCode, Refusal> {
    let nature = complaint.map(|is| if is { ReturnNature::Complaint } else { ReturnNature::Failure });
    flows::returns::unmatch(api.office(), &actor, (outbox_id.into(), &address, nature)).await?;
    Ok(StatusCode::NO_CONTENT)
}
