//! Where mail was taken of late: who has a domain that nobody here writes to says little about our mail.

use std::collections::BTreeSet;

use domain::OrganisationId;
use domain::outbox::AttemptResult;
use sea_orm::sea_query::{IntoTableRef as _, Order, Query, SelectStatement};

use crate::sql::{is, is_of, joined};
use crate::{Conn, StoreError};

/// The domains that servers took an organisation's mail for, and the servers, by the newest attempts of its mail, at most so
/// many. Index `attempts_by_item`.
pub async fn list_taken_at(
    conn: &Conn,
    org: OrganisationId,
    newest: u64,
) -> Result<BTreeSet<String>, StoreError> {
    let mut names = BTreeSet::new();
    for row in conn.all(&taken_at(org, newest)).await? {
        names.insert(row.text("domain")?);
        names.extend(row.text_or_none("host")?.map(|host| host.trim_end_matches('.').to_ascii_lowercase()));
    }
    names.remove("");
    Ok(names)
}

/// Those attempts, each name once.
pub(crate) fn taken_at(org: OrganisationId, newest: u64) -> SelectStatement {
    let mut attempts = Query::select();
    attempts
        .columns(["org_id", "delivery_id", "result", "host"])
        .from("attempts")
        .and_where(is("org_id", org))
        .order_by("outbox_id", Order::Desc)
        .limit(newest);
    let mut query = Query::select();
    query
        .distinct()
        .column(("d", "domain"))
        .column(("a", "host"))
        .from_subquery(attempts, "a")
        .inner_join(
            "deliveries".into_table_ref().alias("d"),
            joined("d.id", "a.delivery_id", ("d.org_id", "a.org_id")),
        )
        .and_where(is_of("d.org_id", org))
        .and_where(is("a.result", AttemptResult::Delivered.as_str()));
    query
}
