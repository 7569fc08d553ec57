//! Cases: who may see them, and what a person changes of them.

use domain::case::{CaseStatus, Direction};
use domain::org::Right;
use domain::{Actor, CaseId, CategoryId, MessageId, PriorityId, Problem, UserId};
use store::cases::{By, CaseRow, CaseScope, Correspondent, MessageContent, NewMessage};
use store::events::{self, Change};

use crate::office::Office;
use crate::problem;

/// Characters of a case's title.
const TITLE_CHARS_MAX: usize = 500;
/// Octets of a comment or an answer.
pub(crate) const TEXT_OCTETS_MAX: usize = domain::limits::TEXT_OCTETS_MAX;

/// What to change of a case; `None` leaves it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseChange {
    /// The title.
    pub title: Option<String>,
    /// The status.
    pub status: Option<CaseStatus>,
    /// The owner, or nobody.
    pub owner: Option<Option<UserId>>,
    /// The category, or none.
    pub category: Option<Option<CategoryId>>,
    /// The priority, or none.
    pub priority: Option<Option<PriorityId>>,
    /// Whether it is unread.
    pub unread: Option<bool>,
}

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

/// The scope of an actor, his categories read.
///
/// # Errors
/// When the store fails.
pub async fn scope_of(office: &Office, actor: &Actor) -> Result<CaseScope, Problem> {
    if actor.may(Right::CasesAll) {
        return Ok(CaseScope::All);
    }
    let conn = office.store().read();
    let own = store::users::list_categories(&conn, actor.organisation, actor.user).await;
    Ok(scope(actor, own.map_err(problem::from_store)?))
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

/// Changes a case; what changed is logged.
///
/// # Errors
/// 404 for the case, 422 for an owner, category or priority that this organisation does not have.
pub async fn change(office: &Office, actor: &Actor, id: CaseId, change: CaseChange) -> Result<(), Problem> {
    open(office, actor, id).await?;
    check(office, actor, &change).await?;
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });
    // Whoever looks at a case has seen to its failed delivery when he closes or answers it.
    let seen = change.status.is_some_and(|status| status != CaseStatus::Open).then_some(false);
    let change = store::cases::CaseChange {
        title: change.title.map(|title| title.trim().to_owned()),
        status: change.status,
        owner_id: change.owner,
        category_id: change.category,
        priority_id: change.priority,
        unread: change.unread,
        delivery_failed: seen,
    };

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                if store::cases::update(tx, organisation, id, &change, by).await? {
                    events::insert(tx, organisation, Change::case(id));
                }
                Ok(())
            })
        })
        .await
        .map_err(problem::from_store)
}

async fn check(office: &Office, actor: &Actor, change: &CaseChange) -> Result<(), Problem> {
    if let Some(title) = &change.title
        && title.chars().count() > TITLE_CHARS_MAX
    {
        let detail = format!("the title is longer than {TITLE_CHARS_MAX} characters; shorten it");
        return Err(Problem::invalid("title", "case.title_too_long", detail));
    }
    let (conn, organisation) = (office.store().read(), actor.organisation);
    if let Some(Some(owner)) = change.owner {
        let found = store::users::find(&conn, organisation, owner).await.map_err(problem::from_store)?;
        if !found.is_some_and(|user| user.active) {
            return Err(Problem::invalid("owner_id", "case.no_such_owner", "there is no such active user"));
        }
    }
    if let Some(Some(category)) = change.category {
        known_category(office, actor, category).await?;
    }
    if let Some(Some(priority)) = change.priority {
        known_priority(office, actor, priority).await?;
    }
    Ok(())
}

/// Refuses a category that this organisation does not have.
pub(crate) async fn known_category(office: &Office, actor: &Actor, id: CategoryId) -> Result<(), Problem> {
    let conn = office.store().read();
    let found = store::categories::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    let refusal = || Problem::invalid("category_id", "no_such_category", "there is no such category");
    found.map(|_| ()).ok_or_else(refusal)
}

/// Refuses a priority that this organisation does not have.
pub(crate) async fn known_priority(office: &Office, actor: &Actor, id: PriorityId) -> Result<(), Problem> {
    let conn = office.store().read();
    let found = store::priorities::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    let refusal = || Problem::invalid("priority_id", "no_such_priority", "there is no such priority");
    found.map(|_| ()).ok_or_else(refusal)
}

/// Adds a comment that the customer never sees.
///
/// # Errors
/// 404 for the case, 422 for an empty or overlong text.
pub async fn comment(office: &Office, actor: &Actor, id: CaseId, text: String) -> Result<MessageId, Problem> {
    open(office, actor, id).await?;
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
