//! What a filter would have done.

use axum::Json;
use axum::extract::State;
use domain::intake::IntakeState;
use domain::timeline;
use flows::filters::{Hit, Match, Period};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::FilterFields;
use crate::extract::Input;
use crate::page::Total;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::resources::shared::MatchReason;
use crate::rights::{self, May};
use crate::schema::{self, FilterKey, IntakeKey, Moment, UploadKey};
use crate::state::Api;

/// A filter and the mails to try it on.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DryRun {
    /// The filter, where it is saved; `filter` is laid over it.
    id: Option<FilterKey>,
    /// The filter as it would be.
    filter: FilterFields,
    /// Mail received from here on.
    from: Moment,
    /// Mail received before this.
    until: Moment,
    /// Where the last page ended: its `next`.
    cursor: Option<String>,
}

/// One page of a dry run.
#[derive(Serialize, ToSchema)]
pub(crate) struct DryRunPage {
    /// The mails of the page that the filter matches, the latest first.
    hits: Vec<DryRunHit>,
    /// How many mails of the page were tried.
    tried: u32,
    /// How many of them are not readable any more.
    unreadable: u32,
    /// How many mails the period has.
    total: Total,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// A mail that the filter would have matched.
#[derive(Serialize, ToSchema)]
pub(crate) struct DryRunHit {
    /// The mail.
    id: IntakeKey,
    /// When it came.
    received_at: Moment,
    /// The mailbox's address.
    mailbox_address: String,
    /// The sender.
    from: String,
    /// The subject.
    subject: String,
    /// Where it stands.
    #[schema(value_type = schema::IntakeState)]
    state: IntakeState,
    /// Why, and what would be done.
    #[serde(flatten)]
    result: DryRunMatch,
}

/// Why a filter matches, and what it would do.
#[derive(Serialize, ToSchema)]
pub(crate) struct DryRunMatch {
    /// Each condition that holds, and the text it holds for.
    #[schema(value_type = Vec<MatchReason>)]
    reasons: Vec<timeline::MatchReason>,
    /// What is read out of the mail, by name.
    variables: std::collections::BTreeMap<String, String>,
    /// What would be done, as stable names.
    actions: Vec<&'static str>,
    /// What would be left out, because a text names something that the mail does not have.
    left_out: Vec<&'static str>,
}

/// A filter and a file to try it on.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DryRunFile {
    /// The filter, where it is saved; `filter` is laid over it.
    id: Option<FilterKey>,
    /// The filter as it would be.
    filter: FilterFields,
    /// The mail, uploaded.
    upload_id: UploadKey,
}

/// What a filter says of one mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct DryRunAnswer {
    /// The sender.
    from: String,
    /// The subject.
    subject: String,
    /// Why it matches; null where it does not.
    result: Option<DryRunMatch>,
    /// The condition that does not hold, from 1; null where it matches, or any would have done.
    condition: Option<usize>,
}

/// Try a filter on mail that came
///
/// Changes nothing. Each call tries one page of the period, the latest mail first.
#[utoipa::path(post, path = "/filters/dry-run", tag = "filters", request_body = DryRun,
    security(("session" = ["mailboxes", "intake"]), ("token" = ["mailboxes", "intake"])),
    responses((status = 200, body = DryRunPage, description = "What the filter would have done."), OfInput))]
pub(crate) async fn dry_run_filter(
    State(api): State<Api>,
    May(actor, _): May<(rights::Mailboxes, rights::Intake)>,
    Input(asked): Input<DryRun>,
) -> Answer<DryRunPage> {
    let period = Period { from: asked.from.0, until: asked.until.0, cursor: asked.cursor };
    let filter = (asked.id.map(Into::into), asked.filter.into());
    let page = flows::filters::dry_run(api.office(), &actor, filter, period).await?;
    let total = Total::from(page.total);
    let hits = page.hits.into_iter().map(DryRunHit::from).collect();
    Ok(Json(DryRunPage { hits, tried: page.tried, unreadable: page.unreadable, total, next: page.next }))
}

/// Try a filter on a mail from a file
#[utoipa::path(post, path = "/filters/dry-run/file", tag = "filters", request_body = DryRunFile,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = DryRunAnswer, description = "What the filter says of it."), OfInput))]
pub(crate) async fn dry_run_file(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(asked): Input<DryRunFile>,
) -> Answer<DryRunAnswer> {
    let filter = (asked.id.map(Into::into), asked.filter.into());
    let said = flows::filters::dry_run_mail(api.office(), &actor, filter, asked.upload_id.into()).await?;
    let (result, condition) = match said.result {
        Ok(found) => (Some(found.into()), None),
        Err(miss) => (None, miss.condition.map(|place| place + 1)),
    };
    Ok(Json(DryRunAnswer { from: said.from, subject: said.subject, result, condition }))
}

impl From<Hit> for DryRunHit {
    fn from(hit: Hit) -> Self {
        Self {
            id: hit.id.into(),
            received_at: hit.received_at.into(),
            mailbox_address: hit.mailbox_address,
            from: hit.from,
            subject: hit.subject,
            state: hit.state,
            result: hit.found.into(),
        }
    }
}

impl From<Match> for DryRunMatch {
    fn from(found: Match) -> Self {
        let Match { reasons, variables, actions, left_out, .. } = found;
        Self { reasons, variables, actions, left_out }
    }
}
