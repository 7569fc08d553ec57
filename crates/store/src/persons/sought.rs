//! Persons by what a mail says of them.

use domain::filter::CustomerBy;
use domain::{OrganisationId, PersonId, phone_key};
use sea_orm::sea_query::{Order, Query};

use crate::sql::{is, sort_key};
use crate::{Conn, StoreError};

/// How many are looked at: beyond one it is not known who is meant.
const FOUND_MAX: u64 = 2;

/// The persons with this number or name, at most two. Indexes `persons_by_phone`, `persons_by_name`.
pub async fn find_by(
    conn: &Conn,
    org: OrganisationId,
    (by, text): (CustomerBy, &str),
) -> Result<Vec<PersonId>, StoreError> {
    let mut query = Query::select();
    query.column("id").from("persons").and_where(is("org_id", org));
    match by {
        CustomerBy::Phone => {
            let Some(key) = phone_key(text) else { return Ok(Vec::new()) };
            query.and_where(is("phone_key", key));
        }
        CustomerBy::Name => {
            query.and_where(is("name_key", sort_key(text)));
        }
    }
    query.order_by("id", Order::Asc).limit(FOUND_MAX);
    conn.all(&query).await?.iter().map(|row| row.id("id")).collect()
}
