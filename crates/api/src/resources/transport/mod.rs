//! The outgoing server.

mod get;
mod put;
mod test;

use domain::mailbox::Security;
use domain::outbox::TransportKind;
use flows::transport::TransportView;
use serde::{Deserialize, Serialize};
use store::transports::TransportSettings;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::schema;
use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(get::get_transport, put::put_transport))
}

pub(crate) fn long_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(test::test_transport))
}

/// The way out of the organisation's mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct Transport {
    /// Whether these settings are used. If not, mail leaves by the installation's way, and they are kept.
    own: bool,
    /// How mail leaves by the installation's way.
    #[schema(value_type = schema::TransportKind)]
    installation: TransportKind,
    /// Direct to the recipients' servers, or through a relay.
    #[schema(value_type = schema::TransportKind)]
    kind: TransportKind,
    /// The relay; empty for direct.
    host: String,
    /// Its port.
    port: u16,
    /// How the connection is protected.
    #[schema(value_type = schema::Security)]
    security: Security,
    /// Who signs in there; empty for nobody.
    username: String,
    /// Whether a password is kept; it is never shown.
    has_password: bool,
    /// The name we greet other servers with; empty for this server's own.
    helo_name: String,
}

impl From<TransportView> for Transport {
    fn from(view: TransportView) -> Self {
        let TransportView { settings, has_password, installation } = view;
        let TransportSettings { in_use, kind, host, port, security, username, helo_name } = settings;
        Self { own: in_use, installation, kind, host, port, security, username, has_password, helo_name }
    }
}

/// The outgoing server's settings; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = TransportInput)]
pub(crate) struct TransportFields {
    /// Whether the organisation's own settings are used, or the installation's way; its own when left out.
    own: Option<bool>,
    /// Direct to the recipients' servers, or through a relay.
    #[schema(value_type = Option<schema::TransportKind>)]
    kind: Option<TransportKind>,
    /// The relay.
    host: Option<String>,
    /// Its port.
    port: Option<u16>,
    /// How the connection is protected; `none` to this machine alone.
    #[schema(value_type = Option<schema::Security>)]
    security: Option<Security>,
    /// Who signs in there; empty for nobody.
    username: Option<String>,
    /// The password; an empty one removes it.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<domain::Secret>,
    /// The name we greet other servers with; empty for this server's own.
    helo_name: Option<String>,
}

impl From<TransportFields> for flows::transport::TransportInput {
    fn from(fields: TransportFields) -> Self {
        let TransportFields { own, kind, host, port, security, username, password, helo_name } = fields;
        Self { own, kind, host, port, security, username, password, helo_name }
    }
}
