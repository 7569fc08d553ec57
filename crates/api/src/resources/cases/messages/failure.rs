//! What a mail came back as.

use domain::blocks::BlockScope;
use domain::failure;
use serde::Serialize;
use utoipa::ToSchema;

use crate::resources::shared::HeldBack;
use crate::schema::{self, Moment};

/// What a mail came back as.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageFailure)]
pub(crate) struct Failure {
    /// One of the classes of docs/returns.md; null where nothing is known.
    class: Option<String>,
    /// Whether the same mail may arrive when its files are fetched by links instead.
    links_may_help: bool,
    /// Which mail the address gets no more since this came back; null where that blocked nothing.
    #[schema(value_type = Option<schema::BlockScope>)]
    blocks: Option<BlockScope>,
    /// Why no server was asked; null where one was.
    held_back: Option<HeldBack>,
    /// It is no failure yet: a server that took the mail goes on trying; null where it has failed.
    elsewhere: Option<TriedElsewhere>,
}

/// A server that took a mail and cannot hand it on yet.
#[derive(Serialize, ToSchema)]
pub(crate) struct TriedElsewhere {
    /// The server, where it says who it is.
    host: Option<String>,
    /// When it gives up, where it says so.
    until: Option<Moment>,
}

impl From<failure::Failure> for Failure {
    fn from(failure: failure::Failure) -> Self {
        Self {
            class: failure.class.map(|class| class.as_str().to_owned()),
            links_may_help: failure.class.is_some_and(|class| class.may_arrive_without_files()),
            blocks: failure.blocks,
            held_back: failure.held_back.map(Into::into),
            elsewhere: failure.elsewhere.map(|failure::TriedElsewhere { host, until }| TriedElsewhere {
                host,
                until: until.map(Into::into),
            }),
        }
    }
}
