//! Where reports about mail from an address, and answers to it, come in.

use domain::{EmailAddress, MailboxId, OrganisationId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::sql::{col, is};
use crate::{Conn, StoreError};

/// Where reports about mail from this address belong: the mailbox with that address or alias, or else the
/// organisation's first. `None` where it has no mailbox. Index `mailboxes_by_org`.
pub async fn find_for_returns(
    conn: &Conn,
    org: OrganisationId,
    from: &EmailAddress,
) -> Result<Option<MailboxId>, StoreError> {
    let query = own_or_first(org, from);
    conn.one(&query).await?.map(|row| row.id("id")).transpose()
}

/// The same among those that are switched on: where answers to mail from this address are read.
pub async fn find_for_answers(
    conn: &Conn,
    org: OrganisationId,
    from: &EmailAddress,
) -> Result<Option<MailboxId>, StoreError> {
    let mut query = own_or_first(org, from);
    query.and_where(is("m.active", true));
    conn.one(&query).await?.map(|row| row.id("id")).transpose()
}

/// The mailbox with this address or alias before the others.
fn own_or_first(org: OrganisationId, from: &EmailAddress) -> SelectStatement {
    let mut own = Query::select();
    own.column("mailbox_id").from("mailbox_addresses").and_where(is("org_id", org));
    own.and_where(is("address_key", from.key()));
    let mut query = Query::select();
    query
        .column(("m", "id"))
        .from_as("mailboxes", "m")
        .and_where(is("m.org_id", org))
        .and_where(col("m.deleted_at").is_null())
        .order_by_expr(
            Expr::case(col("m.id").in_subquery(own), Expr::val(0_i64)).finally(Expr::val(1_i64)).into(),
            Order::Asc,
        )
        .order_by(("m", "id"), Order::Asc)
        .limit(1);
    query
}
