//! A case as its page shows it.

use std::collections::BTreeMap;

use domain::case::ParticipantRole;
use domain::org::Actor;
use domain::{CaseId, EmailAddress, OrganisationId, Timestamp, UserId};
use serde::Serialize;
use store::cases::{self, LogRow, ParticipantRow};
use utoipa::ToSchema;

use super::CaseFields;
use super::messages::{self, Message};
use crate::problem::Refusal;
use crate::resources::shared::address_warning::{AddressWarning, Warnings};
use crate::schema::{self, CaseKey, MailboxKey, Moment, UserKey};
use crate::state::Api;

/// How long somebody counts as looking at a case after he opened it, milliseconds.
const VIEWER_MS: i64 = 2 * 60 * 1000;

/// A case with its messages.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseDetails {
    /// What the list shows too.
    #[serde(flatten)]
    case: CaseFields,
    /// What is to be known of the customer's address before it is written to; null where all is well.
    customer_warning: Option<AddressWarning>,
    /// The mailbox that it came through and is answered from.
    mailbox_id: Option<MailboxKey>,
    /// That mailbox's address.
    mailbox_address: Option<String>,
    /// Its messages, oldest first.
    messages: Vec<Message>,
    /// What was changed, oldest first.
    log: Vec<LogEntry>,
    /// Colleagues who are looking at it.
    viewers: Vec<Viewer>,
    /// Who outside takes part, by address.
    participants: Vec<Participant>,
    /// The case that stands for it, when it was merged.
    merged_into: Option<OtherCase>,
    /// Cases that went into it and can be taken out again, the latest first.
    merged: Vec<OtherCase>,
}

/// Somebody outside who takes part in a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct Participant {
    /// The address.
    address: String,
    /// The name, where one is known.
    name: Option<String>,
    /// What he is to the case.
    #[schema(value_type = schema::ParticipantRole)]
    role: ParticipantRole,
    /// What is to be known of the address before it is written to; null where all is well.
    warning: Option<AddressWarning>,
}

/// Another case, as a link.
#[derive(Serialize, ToSchema)]
pub(crate) struct OtherCase {
    /// The id.
    id: CaseKey,
    /// Its number.
    number: i64,
    /// Its title.
    title: String,
}

impl Participant {
    fn of(row: ParticipantRow, warnings: &Warnings) -> Self {
        let warning = warnings.about(&row.address);
        Self { address: row.address.to_string(), name: row.name, role: row.role, warning }
    }
}

/// One change of a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct LogEntry {
    /// When.
    at: Moment,
    /// By whom; null is the system.
    user_name: Option<String>,
    /// What, in a stable code.
    what: String,
    /// What the sentence about it needs, by name.
    params: BTreeMap<String, String>,
}

/// A colleague who is looking at a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct Viewer {
    /// The user.
    user_id: UserKey,
    /// His name.
    name: String,
}

impl From<LogRow> for LogEntry {
    fn from(row: LogRow) -> Self {
        Self { at: row.at.into(), user_name: row.user_name, what: row.what, params: row.params }
    }
}

impl CaseDetails {
    /// The case, if the actor may see it.
    pub(crate) async fn of(api: &Api, actor: &Actor, id: CaseId) -> Result<Self, Refusal> {
        let row = flows::cases::open(api.office(), actor, id).await?;
        let (conn, organisation) = (api.conn(), actor.organisation);
        let messages = cases::list_messages(&conn, organisation, id).await?;
        let messages = messages::with_links(api, organisation, (id, messages)).await?;
        let log = cases::list_log(&conn, organisation, id).await?;
        let since = api.office().now().plus_millis(-VIEWER_MS);
        let viewers = cases::list_viewers(&conn, organisation, id, since).await?;
        let participants = cases::list_participants(&conn, organisation, id).await?;
        let since = api.office().now().plus_millis(-domain::limits::UNMERGE_MS);
        let merged = cases::list_merged(&conn, organisation, id, since).await?;
        let merged = merged.into_iter().map(|row| OtherCase {
            id: row.case.id.into(),
            number: row.case.number,
            title: row.title,
        });
        let merged_into = match row.merged_into {
            Some(into) => survivor(api, actor, into).await?,
            None => None,
        };
        let customer: Option<EmailAddress> = row.customer_address.parse().ok();
        let known = customer.iter().chain(participants.iter().map(|one| &one.address));
        let keys: Vec<String> = known.map(EmailAddress::key).collect();
        let warnings = Warnings::of(&conn, organisation, &keys, api.office().now()).await?;
        Ok(Self {
            customer_warning: customer.and_then(|address| warnings.about(&address)),
            participants: participants.into_iter().map(|row| Participant::of(row, &warnings)).collect(),
            merged: merged.collect(),
            merged_into,
            mailbox_id: row.mailbox_id.map(Into::into),
            mailbox_address: row.mailbox_address.clone(),
            case: row.into(),
            messages,
            log: log.into_iter().map(LogEntry::from).collect(),
            viewers: others(viewers, actor.user),
        })
    }
}

/// The case at the end of all merges, if the actor may see it.
async fn survivor(api: &Api, actor: &Actor, id: CaseId) -> Result<Option<OtherCase>, Refusal> {
    let Some(id) = cases::survivor(&api.conn(), actor.organisation, id).await? else { return Ok(None) };
    let scope = flows::cases::scope_of(api.office(), actor).await?;
    let found = cases::find(&api.conn(), actor.organisation, id, &scope).await?;
    Ok(found.map(|row| OtherCase { id: row.id.into(), number: row.number, title: row.title }))
}

fn others(viewers: Vec<(UserId, String)>, me: UserId) -> Vec<Viewer> {
    let others = viewers.into_iter().filter(|(id, _)| *id != me);
    others.map(|(id, name)| Viewer { user_id: id.into(), name }).collect()
}

/// Notes that the actor is looking at a case he may see, so that colleagues know. The page does
/// not wait for more than it needs: when it cannot be noted, it is shown all the same.
pub(crate) async fn note_viewer(api: &Api, actor: &Actor, id: CaseId) {
    let (organisation, user, at): (OrganisationId, UserId, Timestamp) =
        (actor.organisation, actor.user, api.office().now());
    let written = api
        .office()
        .store()
        .write(move |tx| Box::pin(async move { cases::record_viewer(tx, organisation, id, user, at).await }));
    if let Err(error) = written.await {
        tracing::warn!(%error, case.id = %id, "a viewer could not be noted");
    }
}
