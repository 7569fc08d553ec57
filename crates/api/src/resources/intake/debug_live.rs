//! Imports a mail again and streams each step as it happens.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::Problem;
use domain::intake::IntakeState;
use flows::intake::{Stage, Told, Watch};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, Stream};
use serde::Serialize;
use tokio::sync::mpsc::Receiver;
use utoipa::ToSchema;

use super::super::shared::TimelineEntry;
use super::open;
use crate::events::HEARTBEAT;
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{self, IntakeKey};
use crate::state::Api;

/// One event of a run that is watched: exactly one of its fields is given.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct DebugEvent {
    /// The stage that begins. At `matching` the steps begin anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<StageWord>)]
    stage: Option<&'static str>,
    /// What was found or done.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<TimelineEntry>,
    /// The last event: where the mail stands after the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::IntakeState>)]
    outcome: Option<IntakeState>,
    /// The last event where the run was not committed: the code of the reason. The mail is as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

/// The schema of a stage of the pipeline.
struct StageWord;

impl utoipa::PartialSchema for StageWord {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        schema::words(Stage::ALL.map(Stage::as_str))
    }
}

impl ToSchema for StageWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "DebugStage".into()
    }
}

/// Import a mail with debugging, live
///
/// Tries a mail that failed or is blocked again, and tells each stage and step as it happens: one `data:` line of
/// JSON each, the outcome last. A client that closes the stream before the stage `committing` stops the run, and the
/// mail is as it was.
#[utoipa::path(post, path = "/intake/{id}/debug/live", tag = "intake", params(ById),
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 200, content_type = "text/event-stream", body = DebugEvent, description = "The stream."),
        OfOne))]
pub(crate) async fn debug_intake_live(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    Ids(id): Ids<IntakeKey>,
) -> Result<impl IntoResponse, Refusal> {
    let row = open(&api, &actor, id.into()).await?;
    let (watch, told) = Watch::new();
    let run = async move { flows::intake::debug_live(api.office(), &actor, row.id, watch).await };
    let stream = Sse::new(events(Box::pin(run), told)).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    // Proxies that gather answers would hold events back.
    Ok(([("x-accel-buffering", "no")], stream))
}

type Run = BoxFuture<'static, Result<IntakeState, Problem>>;

/// Where a stream is: the run goes on only while somebody reads.
enum Place {
    Running(Run, Receiver<Told>),
    Ended(Result<IntakeState, Problem>, Receiver<Told>),
    Over,
}

fn events(run: Run, told: Receiver<Told>) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(Place::Running(run, told), async |place| {
        let (event, next) = advance(place).await?;
        let data = serde_json::to_string(&event).unwrap_or_default();
        Some((Ok(Event::default().data(data)), next))
    })
}

async fn advance(place: Place) -> Option<(DebugEvent, Place)> {
    let (ended, mut told) = match place {
        Place::Over => return None,
        Place::Ended(ended, told) => (ended, told),
        Place::Running(mut run, mut told) => {
            tokio::select! {
                biased;
                Some(one) = told.recv() => return Some((event(one), Place::Running(run, told))),
                ended = &mut run => (ended, told),
            }
        }
    };
    if let Ok(one) = told.try_recv() {
        return Some((event(one), Place::Ended(ended, told)));
    }
    let last = match ended {
        Ok(outcome) => DebugEvent { outcome: Some(outcome), ..DebugEvent::default() },
        Err(problem) => DebugEvent { code: Some(problem.code), ..DebugEvent::default() },
    };
    Some((last, Place::Over))
}

fn event(told: Told) -> DebugEvent {
    match told {
        Told::Stage(stage) => DebugEvent { stage: Some(stage.as_str()), ..DebugEvent::default() },
        Told::Step(at, step) => {
            DebugEvent { step: Some(TimelineEntry::of((at, step))), ..DebugEvent::default() }
        }
    }
}
