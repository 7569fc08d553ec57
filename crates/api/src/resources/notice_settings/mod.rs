//! What an organisation sets of its notices.

mod get;
mod put;

use flows::notify::NotifySettings;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema::MailboxKey;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_notice_settings, put::put_notice_settings))
}

/// The notices of an organisation.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct NoticeSettings {
    /// The mailbox whose address they are sent from; null: the case's own.
    mailbox_id: Option<MailboxKey>,
    /// Whether their mails hold what the customer wrote.
    with_text: bool,
    /// How many mails one user or address is sent an hour, 1 to 500.
    per_hour: u32,
    /// After how many days without a message an open case is old, at most 365; 0 reminds nobody.
    remind_days: u32,
    /// The hour at which users are reminded, 0 to 23, in the time zone of the office hours.
    remind_hour: u32,
}

impl From<NotifySettings> for NoticeSettings {
    fn from(settings: NotifySettings) -> Self {
        Self {
            mailbox_id: settings.mailbox_id.map(Into::into),
            with_text: settings.with_text,
            per_hour: settings.per_hour,
            remind_days: settings.remind_days,
            remind_hour: settings.remind_hour,
        }
    }
}

impl From<NoticeSettings> for NotifySettings {
    fn from(settings: NoticeSettings) -> Self {
        Self {
            mailbox_id: settings.mailbox_id.map(Into::into),
            with_text: settings.with_text,
            per_hour: settings.per_hour,
            remind_days: settings.remind_days,
            remind_hour: settings.remind_hour,
        }
    }
}
