//! Mails to the customers of many cases, and many cases passed on: as jobs, on a selection or on all that fit.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use domain::compose::{AsWhom, DraftClaim, SignatureChoice};
use domain::{Problem, Recipient};
use flows::compose::{BulkHow, BulkMail, BulkSending, BulkText};
use flows::jobs::Rows;
use serde::Deserialize;
use store::cases::CaseSort;
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use super::super::cases::{CaseFilters, TimingInput, recipient};
use super::super::drafts::{claim, mail_key};
use super::super::identities::FromInput;
use super::super::signatures::SignatureWord;
use super::on_cases::matching;
use super::{Begun, Job, begun};
use crate::extract::{Input, ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::{CaseKey, TemplateKey, UploadKey};
use crate::state::Api;

/// The job that passes cases on, and what is to be said of whom they go to.
type Passed = Result<(StatusCode, Json<Remarked<Job>>), Refusal>;

/// What the list is asked for.
type Asked = Listing<CaseSort, CaseFilters>;

/// How each of many mails goes.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BulkHowInput {
    /// The files to attach to each.
    #[serde(default)]
    upload_ids: Vec<UploadKey>,
    /// What stands under each; the usual signature when left out.
    #[schema(value_type = Option<SignatureWord>)]
    signature: Option<SignatureChoice>,
    /// Whether the author asks to be told when each has arrived and was read.
    #[serde(default)]
    receipt: bool,
    /// Whether they may go over verified encryption alone: one comes back at once where a server on its way has none.
    #[serde(default)]
    needs_tls: bool,
    /// Whether they may do so to their end alone, by servers that promise it (RFC 8689).
    #[serde(default)]
    tls_throughout: bool,
    /// Whether the files stay here and receivers fetch them by links.
    #[serde(default)]
    files_as_links: bool,
    /// Whether they go only while the draft is there that is named beside it, so that two windows that have it do not both
    /// send it: 409 `draft.gone` where it was sent or thrown away meanwhile, `draft.changed` where another `writer` wrote on it.
    /// It ends with the beginning of the job.
    #[serde(default)]
    needs_draft: bool,
    /// Which version of that draft it is.
    draft_version: Option<i64>,
    /// Under which name it was kept.
    #[schema(min_length = 1, max_length = 64)]
    writer: Option<String>,
    /// Its key among the drafts of first mails; without it, the one that has none.
    #[schema(min_length = 32, max_length = 32)]
    mail_key: Option<String>,
    /// When they are sent. The job writes none in the seconds of `undo_s`, and none at all where it is stopped in them.
    #[serde(flatten)]
    timing: TimingInput,
}

/// An answer to the customer of each case: a template or a text.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BulkReplyInput {
    /// The template, in each customer's language.
    #[serde(default)]
    template_id: Option<TemplateKey>,
    /// The text, with variables; where there is no template.
    #[serde(default)]
    text: String,
    /// The same with formatting; the text is then made of it. It shows no pictures.
    html: Option<String>,
    /// As whom; when left out as the template or the organisation says, or from the mailbox of each case.
    from: Option<FromInput>,
    /// Whether each case is closed with it.
    #[serde(default)]
    close: bool,
    /// How each goes.
    #[serde(flatten)]
    how: BulkHowInput,
}

/// An answer to the customers of these cases.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SelectedReplyInput {
    /// The cases' ids, at most 2,000.
    ids: Vec<CaseKey>,
    /// The answer.
    #[serde(flatten)]
    mail: BulkReplyInput,
}

/// The latest mail of each case passed on.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BulkForwardInput {
    /// Whom it goes to: an address, alone or with a name before it.
    to: String,
    /// The covering words.
    text: String,
    /// The same with formatting; the words are then made of it. It shows no pictures.
    html: Option<String>,
    /// As whom; when left out as the organisation says, or from the mailbox of each case.
    from: Option<FromInput>,
    /// Whether each case is closed with it.
    #[serde(default)]
    close: bool,
    /// How each goes.
    #[serde(flatten)]
    how: BulkHowInput,
}

/// These cases passed on.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SelectedForwardInput {
    /// The cases' ids, at most 2,000.
    ids: Vec<CaseKey>,
    /// How.
    #[serde(flatten)]
    mail: BulkForwardInput,
}

impl BulkHowInput {
    /// The draft that is to be there.
    fn needed(&self) -> Result<Option<DraftClaim>, Problem> {
        let draft = claim(self.draft_version, self.writer.as_deref())?;
        let draft = DraftClaim { mail: mail_key(self.mail_key.as_deref())?, ..draft };
        Ok(self.needs_draft.then_some(draft))
    }
}

impl From<BulkHowInput> for BulkHow {
    fn from(input: BulkHowInput) -> Self {
        let as_whom = AsWhom {
            signature: input.signature,
            receipt: input.receipt,
            needs_tls: input.needs_tls || input.tls_throughout,
            tls_throughout: input.tls_throughout,
            files_as_links: input.files_as_links,
            ..AsWhom::default()
        };
        let upload_ids = input.upload_ids.into_iter().map(Into::into).collect();
        Self { as_whom, upload_ids, timing: input.timing.into() }
    }
}

impl TryFrom<BulkReplyInput> for BulkSending {
    type Error = Problem;

    fn try_from(input: BulkReplyInput) -> Result<Self, Problem> {
        let text = match input.template_id {
            Some(id) => BulkText::Template(id.into()),
            None => BulkText::Text(input.text),
        };
        let from = input.from.map(FromInput::read).transpose()?;
        let mail = BulkMail::Answer { text, html: input.html, from, close: input.close };
        let draft = input.how.needed()?;
        Ok(Self { mail, how: input.how.into(), draft })
    }
}

impl TryFrom<BulkForwardInput> for BulkSending {
    type Error = Problem;

    fn try_from(input: BulkForwardInput) -> Result<Self, Problem> {
        let Recipient { name: to_name, address: to } = recipient("to", &input.to)?;
        let from = input.from.map(FromInput::read).transpose()?;
        let BulkForwardInput { text, html, close, how, .. } = input;
        let mail = BulkMail::Forward { to, to_name, text, html, from, close };
        let draft = how.needed()?;
        Ok(Self { mail, how: how.into(), draft })
    }
}

/// Answer the customers of selected cases
///
/// One mail for each case, at most 2,000; a case that cannot be answered is told of by the job.
#[utoipa::path(post, path = "/cases/reply", tag = "cases", request_body = SelectedReplyInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn reply_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<SelectedReplyInput>,
) -> Begun {
    let mail = BulkSending::try_from(input.mail)?.checked(api.office(), &actor).await?;
    begun(flows::jobs::start_mails(api.office(), &actor, mail, selected(input.ids)).await?)
}

/// Answer the customers of all cases that fit
///
/// The rows are those of the list with these filters and this search when the request comes, at most 2,000.
#[utoipa::path(post, path = "/cases/reply/matching", tag = "cases", params(ListParams, CaseFilters),
    request_body = BulkReplyInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn reply_matching_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    asked: Asked,
    RawQuery(words): RawQuery,
    Input(input): Input<BulkReplyInput>,
) -> Begun {
    let mail = BulkSending::try_from(input)?.checked(api.office(), &actor).await?;
    let rows = matching(&api, &actor, asked).await?.of_list(words.unwrap_or_default());
    begun(flows::jobs::start_mails(api.office(), &actor, mail, rows).await?)
}

/// Pass selected cases on
///
/// One mail for each case, with its latest mail and that mail's files.
#[utoipa::path(post, path = "/cases/forward", tag = "cases", request_body = SelectedForwardInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 202, body = Remarked<Job>, description = "The job that has begun."), OfInput))]
pub(crate) async fn forward_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<SelectedForwardInput>,
) -> Passed {
    let entered = vec![input.mail.to.clone()];
    let mail = BulkSending::try_from(input.mail)?.checked(api.office(), &actor).await?;
    let job = flows::jobs::start_mails(api.office(), &actor, mail, selected(input.ids)).await?;
    Ok((StatusCode::ACCEPTED, Json(Remarked::of(&api, &actor, (job.into(), entered)).await)))
}

/// Pass all cases that fit on
///
/// The rows are those of the list with these filters and this search when the request comes, at most 2,000.
#[utoipa::path(post, path = "/cases/forward/matching", tag = "cases", params(ListParams, CaseFilters),
    request_body = BulkForwardInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 202, body = Remarked<Job>, description = "The job that has begun."), OfInput))]
pub(crate) async fn forward_matching_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    asked: Asked,
    RawQuery(words): RawQuery,
    Input(input): Input<BulkForwardInput>,
) -> Passed {
    let entered = vec![input.to.clone()];
    let mail = BulkSending::try_from(input)?.checked(api.office(), &actor).await?;
    let rows = matching(&api, &actor, asked).await?.of_list(words.unwrap_or_default());
    let job = flows::jobs::start_mails(api.office(), &actor, mail, rows).await?;
    Ok((StatusCode::ACCEPTED, Json(Remarked::of(&api, &actor, (job.into(), entered)).await)))
}

fn selected(ids: Vec<CaseKey>) -> Rows {
    let mut rows = Rows::default();
    rows.add(ids.into_iter().map(|id| domain::CaseId::from(id).get()));
    rows
}
