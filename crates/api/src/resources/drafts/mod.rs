//! Drafts: what a user has not finished, in his cases and for a new one. Always his own.

mod fields;
mod list;
mod new;

pub(crate) use fields::{Draft, DraftInput, KeptDraft, claim, mail_key};

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(list::list_drafts)).routes(routes!(
        new::get_new_draft,
        new::put_new_draft,
        new::delete_new_draft
    ))
}
