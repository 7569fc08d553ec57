//! What protected an attempt, as the interface is told.

use domain::encryption::{self, TlsGrade};
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema;

/// What protected the connection to the server.
#[derive(Serialize, ToSchema)]
pub(crate) struct Encryption {
    /// `plain`: nothing; `opportunistic`: the server did not prove who it is; `verified`: it has a valid certificate;
    /// `mta-sts`: the same, as the domain demands; `dane`: it has the certificate that its zone publishes.
    #[schema(value_type = schema::TlsGrade)]
    grade: TlsGrade,
    /// As in `TLS 1.3`.
    version: Option<String>,
    /// Where the domain tries MTA-STS out: whether the server would have been good enough.
    tested: Option<bool>,
}

impl From<encryption::Encryption> for Encryption {
    fn from(encryption::Encryption { grade, version, tested }: encryption::Encryption) -> Self {
        Self { grade, version, tested }
    }
}
