//! Cases: who may see them, and what a person does with them.

mod bin;
mod change;
mod due;
pub(crate) mod giving;
mod merge;
pub mod messages;
mod next;
mod participants;
mod split;
mod tags;
mod waking;

pub(crate) use bin::{Deed, apply as put_away, refusal as not_put_away};
pub use bin::{delete, mark_spam, restore};
pub(crate) use change::change_within;
pub use change::{BulkChange, CaseChange, change, change_many};
pub use due::{office_hours, set_office_hours};
pub use merge::{merge, unmerge};
pub use next::take_next;
pub use participants::{NewParticipant, add_participant, remove_participant};
pub use policy::deadline::OfficeHours;
pub use split::{move_messages, split};
pub(crate) use tags::apply as apply_tags;
pub use tags::{TagChange, set_tags};
pub use waking::CaseWaker;

pub(crate) use due::{Deadlines, begin_anew_by_mail, begin_levels, hours};

use domain::case::Direction;
use domain::org::Right;
use domain::{Actor, CaseId, CategoryId, MessageId, OrganisationId, PriorityId, Problem};
use store::cases::{By, CaseRow, CaseScope, Correspondent, MessageContent, NewMessage};
use store::events::{self, Change};
use store::{Conn, StoreError};

use crate::office::Office;
use crate::problem;

/// Octets of a comment or an answer.
pub(crate) const TEXT_OCTETS_MAX: usize = domain::limits::TEXT_OCTETS_MAX;

/// Which cases the actor may see, given the categories that are his own. Somebody with neither
/// right sees only cases he owns, and without any case right the API asks nobody.
#[must_use]
pub fn scope(actor: &Actor, own_categories: Vec<CategoryId>) -> CaseScope {
    if actor.may(Right::CasesAll) {
        CaseScope::All
    } else {
        CaseScope::Own { user: actor.user, categories: own_categories }
    }
}

/// Whether an actor may see cases at all; [`scope_within`] says which.
pub(crate) fn may_any(actor: &Actor) -> bool {
    actor.may(Right::CasesAll) || actor.may(Right::CasesOwn)
}

/// The scope of an actor, his categories read.
///
/// # Errors
/// When the store fails.
pub async fn scope_of(office: &Office, actor: &Actor) -> Result<CaseScope, Problem> {
    scope_within(&office.store().read(), actor).await.map_err(problem::from_store)
}

/// The same within a transaction.
pub(crate) async fn scope_within(conn: &Conn, actor: &Actor) -> Result<CaseScope, StoreError> {
    if actor.may(Right::CasesAll) {
        return Ok(CaseScope::All);
    }
    Ok(scope(actor, store::users::list_categories(conn, actor.organisation, actor.user).await?))
}

/// The case, if the actor may see it.
///
/// # Errors
/// 404 when there is none, or none that he may see.
pub async fn open(office: &Office, actor: &Actor, id: CaseId) -> Result<CaseRow, Problem> {
    let scope = scope_of(office, actor).await?;
    let conn = office.store().read();
    let found =
        store::cases::find(&conn, actor.organisation, id, &scope).await.map_err(problem::from_store)?;
    found.ok_or_else(|| Problem::not_found("case"))
}

/// Refuses a category that this organisation does not have.
pub(crate) async fn known_category(office: &Office, actor: &Actor, id: CategoryId) -> Result<(), Problem> {
    category_within(&office.store().read(), actor.organisation, id).await
}

async fn category_within(conn: &Conn, organisation: OrganisationId, id: CategoryId) -> Result<(), Problem> {
    let found = store::categories::find(conn, organisation, id).await.map_err(problem::from_store)?;
    let refusal = || Problem::invalid("category_id", "no_such_category", "there is no such category");
    found.map(|_| ()).ok_or_else(refusal)
}

/// Refuses a priority that this organisation does not have.
pub(crate) async fn known_priority(office: &Office, actor: &Actor, id: PriorityId) -> Result<(), Problem> {
    priority_within(&office.store().read(), actor.organisation, id).await
}

async fn priority_within(conn: &Conn, organisation: OrganisationId, id: PriorityId) -> Result<(), Problem> {
    let found = store::priorities::find(conn, organisation, id).await.map_err(problem::from_store)?;
    let refusal = || Problem::invalid("priority_id", "no_such_priority", "there is no such priority");
    found.map(|_| ()).ok_or_else(refusal)
}

/// The case, if the actor may see it and it is worked on.
pub(crate) async fn open_living(office: &Office, actor: &Actor, id: CaseId) -> Result<CaseRow, Problem> {
    let case = open(office, actor, id).await?;
    if case.status.is_living() { Ok(case) } else { Err(not_living()) }
}

/// Spam, deleted and merged cases rest as they are.
pub(crate) fn not_living() -> Problem {
    let detail = "this case is spam, deleted or merged; restore it or take it out of the other case first";
    Problem::conflict("case.not_living", detail)
}

/// Adds a comment that the customer never sees.
///
/// # Errors
/// 404 for the case, 422 for an empty or overlong text.
pub async fn comment(office: &Office, actor: &Actor, id: CaseId, text: String) -> Result<MessageId, Problem> {
    open_living(office, actor, id).await?;
    let text = written(text)?;
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });
    let author = author(office, actor).await?;
    let message = NewMessage {
        direction: Direction::Comment,
        at: by.at,
        content: MessageContent {
            from: author,
            text: text.clone(),
            full_text: text,
            class: mail::Class::Person.as_str().to_owned(),
            ..MessageContent::default()
        },
        author_id: Some(actor.user),
        intake_id: None,
        outbox_id: None,
        raw_hash: None,
    };

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let message_id = store::cases::append_message(tx, organisation, id, &message).await?;
                events::insert(tx, organisation, Change::case(id));
                Ok(message_id)
            })
        })
        .await
        .map_err(problem::from_store)
}

/// The actor as the author of a message.
pub(crate) async fn author(office: &Office, actor: &Actor) -> Result<Correspondent, Problem> {
    let conn = office.store().read();
    let user =
        store::users::find(&conn, actor.organisation, actor.user).await.map_err(problem::from_store)?;
    let user = user.ok_or_else(|| Problem::not_found("user"))?;
    Ok(Correspondent { name: Some(user.name), address: Some(user.address) })
}

/// A text that somebody wrote: not empty, not endless.
pub(crate) fn written(text: String) -> Result<String, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::invalid("text", "text_missing", "the text is empty; write something"));
    }
    if text.len() > TEXT_OCTETS_MAX {
        let detail = format!("the text has more than {TEXT_OCTETS_MAX} octets; attach it as a file");
        return Err(Problem::invalid("text", "text_too_long", detail));
    }
    Ok(text)
}
