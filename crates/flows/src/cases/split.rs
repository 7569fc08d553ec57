//! Messages that belong elsewhere: into a case of their own, or into another one.

use domain::case::Direction;
use domain::{Actor, CaseId, MessageId, Problem};
use store::cases::{By, CaseChange, CaseRow, MessageRow, NewCase};

use super::merge::log;
use super::{Deadlines, begin_levels, open_living};
use crate::bulk::within_limit;
use crate::office::Office;
use crate::problem;

/// Makes these messages a case of their own, with the same category, priority and owner; answers
/// to them arrive there. Returns the new case.
///
/// # Errors
/// 404 for the case and its messages, 409 when none would be left.
pub async fn split(
    office: &Office,
    actor: &Actor,
    id: CaseId,
    messages: &[MessageId],
) -> Result<CaseId, Problem> {
    let case = open_living(office, actor, id).await?;
    let moved = chosen(office, actor, id, messages).await?;
    let new = new_case(&case, &moved, office.now());
    let ids: Vec<MessageId> = moved.iter().map(|message| message.id).collect();
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let (new_id, number) = store::cases::insert(tx, organisation, &new).await?;
                store::cases::move_messages(tx, organisation, (id, new_id), &ids, by.at).await?;
                let deadlines = Deadlines::read(tx, organisation, new.priority_id).await?;
                if let Some(due) = deadlines.due(by.at) {
                    let change = CaseChange { due_at: Some(Some(due)), ..CaseChange::default() };
                    store::cases::update(tx, organisation, new_id, &change, by).await?;
                }
                begin_levels(tx, organisation, new_id, (&deadlines, by.at, by.at)).await?;
                let title = new.title.clone();
                log(tx, organisation, by, (new_id, "split_from", &case)).await?;
                log(tx, organisation, by, (id, "split", &CaseRow { number, title, ..case.clone() })).await?;
                Ok(new_id)
            })
        })
        .await
        .map_err(problem::from_store)
}

/// Moves these messages into another case; answers to them arrive there.
///
/// # Errors
/// 404 for either case and the messages, 409 when none would be left.
pub async fn move_messages(
    office: &Office,
    actor: &Actor,
    (from, to): (CaseId, CaseId),
    messages: &[MessageId],
) -> Result<(), Problem> {
    let (source, target) = (open_living(office, actor, from).await?, open_living(office, actor, to).await?);
    if from == to {
        let detail = "the messages are in this case already; choose another one";
        return Err(Problem::conflict("case.merge_itself", detail));
    }
    let moved = chosen(office, actor, from, messages).await?;
    let ids: Vec<MessageId> = moved.iter().map(|message| message.id).collect();
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                store::cases::move_messages(tx, organisation, (from, to), &ids, by.at).await?;
                log(tx, organisation, by, (from, "moved_to", &target)).await?;
                log(tx, organisation, by, (to, "moved_from", &source)).await
            })
        })
        .await
        .map_err(problem::from_store)
}

/// The messages, which must lie in the case and not be all it has.
async fn chosen(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    ids: &[MessageId],
) -> Result<Vec<MessageRow>, Problem> {
    within_limit(ids)?;
    let conn = office.store().read();
    let all =
        store::cases::message_ids(&conn, actor.organisation, case).await.map_err(problem::from_store)?;
    if ids.is_empty() || !ids.iter().all(|id| all.contains(id)) {
        return Err(Problem::not_found("message"));
    }
    if all.iter().all(|id| ids.contains(id)) {
        let detail = "a case keeps at least one message; merge it into the other case instead";
        return Err(Problem::conflict("case.last_message", detail));
    }
    let mut found = Vec::new();
    for id in ids {
        let message = store::cases::find_message(&conn, actor.organisation, case, *id).await;
        found.extend(message.map_err(problem::from_store)?);
    }
    found.sort_by_key(|message| message.id);
    found.dedup_by_key(|message| message.id);
    Ok(found)
}

/// The new case is of whoever wrote the first of the messages, or of the old case's customer.
fn new_case(case: &CaseRow, moved: &[MessageRow], at: domain::Timestamp) -> NewCase {
    let received = moved.iter().find(|message| message.direction == Direction::Received);
    let subject = moved.iter().map(|message| message.content.subject.as_str()).find(|text| !text.is_empty());
    let title = subject.map_or(case.title.as_str(), policy::subject::without_prefixes);
    let from = received.map(|message| &message.content.from);
    let (customer_name, customer_address) = match from.and_then(|from| Some((from, from.address.as_ref()?))) {
        Some((from, address)) => (from.name.clone(), address.to_string()),
        None => (case.customer_name.clone(), case.customer_address.clone()),
    };
    NewCase {
        title: title.to_owned(),
        customer_name,
        customer_address,
        category_id: case.category_id,
        priority_id: case.priority_id,
        request_type_id: case.request_type_id,
        owner_id: case.owner_id,
        mailbox_id: case.mailbox_id,
        at,
    }
}
