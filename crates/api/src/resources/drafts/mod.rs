//! Drafts: what a user has not finished, in his cases and for a new one. Always his own.

mod fields;
mod list;
mod new;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use fields::{Draft, DraftInput, KeptDraft, claim};

use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list::list_drafts)).routes(routes!(
        new::get_new_draft,
        new::put_new_draft,
        new::delete_new_draft
    ))
}
