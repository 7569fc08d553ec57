//! Takes mail from a file into a mailbox.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use domain::Problem;
use domain::problem::ProblemKind;
use flows::importing::{Import, Refusal as Refused, Report};
use futures_util::StreamExt as _;
use serde::Serialize;
use utoipa::ToSchema;

use super::ImportParams;
use crate::extract::{ById, Ids, Params};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::MailboxKey;
use crate::state::Api;

/// What became of a file's mails.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportReport {
    /// Mails that are new; the inbox queue has them.
    stored: u64,
    /// Mails that the mailbox has already.
    known: u64,
    /// Mails that were not taken.
    refused: u64,
    /// The first 100 of them.
    refusals: Vec<ImportRefusal>,
}

/// A mail that was not taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportRefusal {
    /// Which mail of the file, from 1.
    number: u64,
    /// `empty`, `not_a_mail` or `too_large`.
    because: &'static str,
}

impl From<Report> for ImportReport {
    fn from(report: Report) -> Self {
        let Report { stored, known, refused, refusals } = report;
        let refusal = |Refused { number, because }| ImportRefusal { number, because: because.as_str() };
        Self { stored, known, refused, refusals: refusals.into_iter().map(refusal).collect() }
    }
}

/// Import mail from a file
///
/// The body is one mail (.eml) or many (mbox, RFC 4155). They are history: nobody is answered by a program for them, and
/// each stands in its case at its own date. One that cannot be taken stops no other. What the mailbox has already is
/// recognised, so that a file whose upload broke off is sent again from its beginning.
#[utoipa::path(post, path = "/mailboxes/{id}/import", tag = "mailboxes", params(ById, ImportParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ImportReport, description = "What became of its mails."), OfOneInput))]
pub(crate) async fn import_mails(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<MailboxKey>,
    Params(params): Params<ImportParams>,
    body: Body,
) -> Answer<ImportReport> {
    let mut import = Import::begin(api.office(), &actor, id.into(), &params.name).await?;
    let _room = api.room_for_upload().await?;
    let mut parts = body.into_data_stream();
    while let Some(part) = parts.next().await {
        import.push(&part.map_err(|_| broken())?).await?;
    }
    Ok(Json(import.finish().await?.into()))
}

fn broken() -> Problem {
    let detail =
        "the file did not arrive whole; what came before is stored, send it again from its beginning";
    Problem::new(ProblemKind::Invalid, "import.incomplete", detail)
}
