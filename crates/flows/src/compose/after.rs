//! What a case becomes when it is answered and its author chose no status: what its category says.

use domain::OrganisationId;
use domain::case::CaseStatus;
use domain::compose::Mode;
use store::cases::CaseRow;
use store::statuses::StatusRow;
use store::{Conn, StoreError};

use super::request::NewReply;

/// The status that an answer gives a case of this category; `None` where the case stays as it is.
pub(super) async fn of_category(
    conn: &Conn,
    organisation: OrganisationId,
    case: &CaseRow,
) -> Result<Option<StatusRow>, StoreError> {
    let Some(category) = case.category_id else { return Ok(None) };
    let category = store::categories::find(conn, organisation, category).await?;
    let Some(id) = category.and_then(|category| category.reply_status_id) else { return Ok(None) };
    let found = match store::statuses::find(conn, organisation, id).await? {
        Some(StatusRow { replaced_by: Some(other), .. }) => {
            store::statuses::find(conn, organisation, other).await?
        }
        found => found,
    };
    Ok(found.filter(|row| row.archived_at.is_none()))
}

/// The same reply with that status, where its author left the choice and it answers the customer.
pub(super) async fn with_status(
    conn: &Conn,
    organisation: OrganisationId,
    (case, reply, aside): (&CaseRow, NewReply, bool),
) -> Result<NewReply, StoreError> {
    let answers = matches!(reply.mode, Mode::Reply | Mode::ReplyAll) && !aside;
    if !answers || reply.status.is_some() {
        return Ok(reply);
    }
    let Some(row) = of_category(conn, organisation, case).await? else { return Ok(reply) };
    let (kind, status_id): (CaseStatus, _) = crate::statuses::as_chosen(&row);
    Ok(NewReply { status: Some(kind), status_id, ..reply })
}
