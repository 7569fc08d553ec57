//! The bell: what a user was told, and that he read it.

use std::collections::BTreeMap;

use domain::limits::NOTICES_PAGE;
use domain::notice::Happening;
use domain::{Actor, CaseId, NoticeId, Problem, Timestamp, UserId};
use store::cases::{CaseRow, CaseScope};
use store::notices::{NoticeRow, Which};
use store::{Conn, StoreError};

use super::mailing;
use super::settings::of_organisation;
use crate::cases;
use crate::office::Office;
use crate::problem;

/// One notice as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The notice.
    pub row: NoticeRow,
    /// The case, as far as he may see it; he may have lost it since he was told.
    pub case: Option<CaseRow>,
    /// The names of those whom it speaks of.
    pub names: BTreeMap<UserId, String>,
}

/// A page of notices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bell {
    /// Newest first.
    pub notices: Vec<Notice>,
    /// Where the next page begins.
    pub next: Option<NoticeId>,
    /// How many he has not read.
    pub unread: u64,
    /// Until when he is sent no more mails, because there were too many.
    pub mail_paused_until: Option<Timestamp>,
}

/// The actor's own notices before one.
///
/// # Errors
/// When the store fails.
pub async fn bell(office: &Office, actor: &Actor, before: Option<NoticeId>) -> Result<Bell, Problem> {
    read(office, actor, before).await.map_err(problem::from_store)
}

async fn read(office: &Office, actor: &Actor, before: Option<NoticeId>) -> Result<Bell, StoreError> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let rows = store::notices::list(&conn, organisation, actor.user, before).await?;
    let is_full = rows.len() as u64 == NOTICES_PAGE;
    let next = rows.last().filter(|_| is_full).map(|row| row.id);
    let scope = cases::scope_within(&conn, actor).await?;
    let mut known = Known { cases: BTreeMap::new(), names: BTreeMap::new() };
    let mut notices = Vec::with_capacity(rows.len());
    for row in rows {
        let case = match row.case {
            // A notice outlives the right to see its case.
            Some(id) if cases::may_any(actor) => known.case(&conn, actor, (id, &scope)).await?,
            Some(_) | None => None,
        };
        let mut names = BTreeMap::new();
        for user in mentioned(&row) {
            if let Some(name) = known.name(&conn, actor, user).await? {
                names.insert(user, name);
            }
        }
        notices.push(Notice { row, case, names });
    }
    let unread = store::notices::count_unread(&conn, organisation, actor.user).await?;
    let settings = of_organisation(&conn, organisation).await?;
    let whose = actor.user.to_string();
    let paused = store::budgets::find_paused(&conn, organisation, (mailing::SCOPE, &whose)).await?;
    let resumes_at = paused.map(|row| settings.budget().resumes_at(row.full_at));
    let mail_paused_until = resumes_at.filter(|at| *at > office.now());
    Ok(Bell { notices, next, unread, mail_paused_until })
}

/// What was looked up: many notices of a page are of the same case and the same colleague.
struct Known {
    cases: BTreeMap<CaseId, Option<CaseRow>>,
    names: BTreeMap<UserId, Option<String>>,
}

impl Known {
    async fn case(
        &mut self,
        conn: &Conn,
        actor: &Actor,
        (id, scope): (CaseId, &CaseScope),
    ) -> Result<Option<CaseRow>, StoreError> {
        if let Some(found) = self.cases.get(&id) {
            return Ok(found.clone());
        }
        let found = store::cases::find(conn, actor.organisation, id, scope).await?;
        self.cases.insert(id, found.clone());
        Ok(found)
    }

    async fn name(&mut self, conn: &Conn, actor: &Actor, id: UserId) -> Result<Option<String>, StoreError> {
        if let Some(found) = self.names.get(&id) {
            return Ok(found.clone());
        }
        let found = store::users::find(conn, actor.organisation, id).await?.map(|user| user.name);
        self.names.insert(id, found.clone());
        Ok(found)
    }
}

/// The users whom the words of a notice name.
pub(super) fn mentioned(row: &NoticeRow) -> Vec<UserId> {
    let named = match &row.what {
        Happening::Owner { from, to } => vec![*from, *to],
        Happening::Stranded { author, .. } => vec![*author],
        Happening::ColleagueBlocked { user, .. } => vec![Some(*user)],
        Happening::Created
        | Happening::Received
        | Happening::Commented
        | Happening::Answered
        | Happening::Woke
        | Happening::Escalated { .. }
        | Happening::DeliveryFailed { .. }
        | Happening::DeliveryDelayed { .. }
        | Happening::MailReturned { .. }
        | Happening::CopyFailed { .. }
        | Happening::Changed { .. }
        | Happening::OldCases { .. }
        | Happening::Incident { .. }
        | Happening::Refused { .. }
        | Happening::SenderDomain { .. }
        | Happening::Server { .. }
        | Happening::Newer => Vec::new(),
    };
    named.into_iter().chain([row.actor]).flatten().collect()
}

/// Notes that the actor read some of his notices.
///
/// # Errors
/// When the store fails.
pub async fn mark_read(office: &Office, actor: &Actor, which: Which) -> Result<(), Problem> {
    let (organisation, user, at) = (actor.organisation, actor.user, office.now());
    office
        .store()
        .write(move |tx| {
            Box::pin(async move { store::notices::mark_read(tx, organisation, user, (&which, at)).await })
        })
        .await
        .map_err(problem::from_store)
}
