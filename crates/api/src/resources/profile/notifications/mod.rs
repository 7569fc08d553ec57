//! How a user wants to be told of events.

mod get;
mod put;

use domain::notice::{Channels, NoticeEvent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_notifications, put::put_notifications))
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
