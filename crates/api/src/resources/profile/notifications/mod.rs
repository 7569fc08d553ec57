//! How a user wants to be told of events.

mod get;
mod put;

use domain::notice::{Channels, NoticeEvent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::schema;
use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(get::get_notifications, put::put_notifications))
}

/// How one is told of one event.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct NoticeChoice {
    /// The event.
    #[schema(value_type = schema::NoticeEvent)]
    event: NoticeEvent,
    /// By the bell.
    in_app: bool,
    /// By mail to one's own address.
    by_mail: bool,
}

impl NoticeChoice {
    fn of((event, channels): (NoticeEvent, Channels)) -> Self {
        Self { event, in_app: channels.in_app, by_mail: channels.by_mail }
    }

    fn chosen(self) -> (NoticeEvent, Channels) {
        (self.event, Channels { in_app: self.in_app, by_mail: self.by_mail })
    }
}
