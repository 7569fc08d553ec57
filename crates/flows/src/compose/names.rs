//! How mail is sent: under whose name, as the organisation says; how long a user can take it back, and what
//! belongs to mail from his own address.

use domain::compose::AnswersTo;
use domain::preflight::UnverifiedRule;
use domain::{Actor, EmailAddress, IdentityId, OrganisationId, Problem, UserId, limits};
use serde::{Deserialize, Serialize};
use store::events::{self, Change};
use store::mailboxes::MailboxRow;
use store::{Conn, StoreError};

use crate::addresses::deaf;
use crate::office::Office;
use crate::{outbox, problem};

/// What an organisation says about all its mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct SendingRules {
    /// Whether the agent's name stands before the mailbox's: "Ingrid Solberg, Vestvik Energi".
    pub agent_name: bool,
    /// Whether users may write from their own addresses too.
    pub own_address: bool,
    /// Whether customers see no user at all, whatever the other two say: neither a user's name or address before a mail, nor his
    /// signature under it.
    pub anonymous: bool,
    /// The shared sender that mail of a case is from unless somebody chose; the mailbox of the case without one.
    pub identity_id: Option<IdentityId>,
    /// What becomes of mail from a domain that is not proved to be the organisation's.
    pub unverified: UnverifiedRule,
    /// Recipients of one mail that goes to distribution lists, at most [`limits::LIST_RECIPIENTS_MAX`].
    pub list_recipients_max: u32,
}

impl Default for SendingRules {
    fn default() -> Self {
        Self {
            agent_name: false,
            own_address: true,
            anonymous: false,
            identity_id: None,
            unverified: UnverifiedRule::default(),
            list_recipients_max: limits::LIST_RECIPIENTS_DEFAULT,
        }
    }
}

impl SendingRules {
    /// Whether the agent's name stands before the mailbox's.
    pub(crate) const fn names_agent(self) -> bool {
        self.agent_name && !self.anonymous
    }

    /// Whether users may write from their own addresses.
    pub(crate) const fn lets_own_address(self) -> bool {
        self.own_address && !self.anonymous
    }
}

/// What a person enters of them; `None` leaves a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SendingInput {
    /// Whether the agent's name stands before the mailbox's.
    pub agent_name: Option<bool>,
    /// Whether users may write from their own addresses too.
    pub own_address: Option<bool>,
    /// Whether customers see no user at all.
    pub anonymous: Option<bool>,
    /// The shared sender that mail of a case is from unless somebody chose, or none.
    pub identity_id: Option<Option<IdentityId>>,
    /// What becomes of mail from a domain that is not proved to be the organisation's.
    pub unverified: Option<UnverifiedRule>,
    /// Recipients of one mail that goes to distribution lists.
    pub list_recipients_max: Option<u32>,
}

impl From<SendingRules> for SendingInput {
    fn from(rules: SendingRules) -> Self {
        Self {
            agent_name: Some(rules.agent_name),
            own_address: Some(rules.own_address),
            anonymous: Some(rules.anonymous),
            identity_id: Some(rules.identity_id),
            unverified: Some(rules.unverified),
            list_recipients_max: Some(rules.list_recipients_max),
        }
    }
}

impl SendingInput {
    fn over(self, present: SendingRules) -> SendingRules {
        SendingRules {
            agent_name: self.agent_name.unwrap_or(present.agent_name),
            own_address: self.own_address.unwrap_or(present.own_address),
            anonymous: self.anonymous.unwrap_or(present.anonymous),
            identity_id: self.identity_id.unwrap_or(present.identity_id),
            unverified: self.unverified.unwrap_or(present.unverified),
            list_recipients_max: self.list_recipients_max.unwrap_or(present.list_recipients_max),
        }
    }
}

/// What a user says about his own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct UserSending {
    /// How long a mail can be taken back, seconds; 0 sends it at once.
    pub undo_s: u32,
    /// Where answers to mail from his own address go.
    pub answers_to: AnswersTo,
    /// Who gets a hidden copy of what he writes from his own address.
    pub copy_to: Vec<EmailAddress>,
    /// Whether also of what he writes from the organisation's addresses.
    pub copy_of_shared: bool,
}

impl Default for UserSending {
    fn default() -> Self {
        Self {
            undo_s: limits::UNDO_S_DEFAULT,
            answers_to: AnswersTo::default(),
            copy_to: Vec::new(),
            copy_of_shared: false,
        }
    }
}

const RULES: &str = "sending";

/// The organisation's rules, as they hold beside those of whoever runs the installation.
///
/// # Errors
/// When the store fails.
pub async fn rules(office: &Office, actor: &Actor) -> Result<SendingRules, Problem> {
    let rules = rules_of(&office.store().read(), actor.organisation).await.map_err(problem::from_store)?;
    Ok(SendingRules { unverified: rules.unverified.at_least(office.settings().unverified), ..rules })
}

/// What becomes of mail from unproved domains as the organisation itself has it, whatever the operator says at least.
///
/// # Errors
/// When the store fails.
pub async fn own_unverified(office: &Office, actor: &Actor) -> Result<UnverifiedRule, Problem> {
    let rules = rules_of(&office.store().read(), actor.organisation).await.map_err(problem::from_store)?;
    Ok(rules.unverified)
}

/// What somebody chose who sends what [`rules`] and [`own_unverified`] say, or other than that: nothing, where the operator
/// alone makes the difference between the two.
#[must_use]
pub fn chosen_unverified(
    office: &Office,
    holds: Option<UnverifiedRule>,
    own: Option<UnverifiedRule>,
) -> Option<UnverifiedRule> {
    let as_read = |own: &UnverifiedRule| {
        let at_least = own.at_least(office.settings().unverified);
        at_least != *own && holds == Some(at_least)
    };
    if own.as_ref().is_some_and(as_read) { None } else { holds }
}

/// The rules of an organisation, as it has them itself.
pub(crate) async fn rules_of(conn: &Conn, organisation: OrganisationId) -> Result<SendingRules, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), RULES).await?.unwrap_or_default())
}

/// Changes the organisation's own rules. What the operator says at least does not become one of them where it is left out; who
/// sends it back as he read it leaves it out by [`chosen_unverified`].
///
/// # Errors
/// 422 for a shared sender that is not there, a choice about unproved domains that the operator does not offer, or too
/// many recipients.
pub async fn change_rules(
    office: &Office,
    actor: &Actor,
    input: impl Into<SendingInput>,
) -> Result<(), Problem> {
    let input = input.into();
    let max = limits::LIST_RECIPIENTS_MAX;
    if input.list_recipients_max.is_some_and(|number| !(1..=max).contains(&number)) {
        let detail = format!(
            "a mail through distribution lists goes to at most {max} recipients, and to one at least"
        );
        return Err(
            Problem::invalid("list_recipients_max", "list_recipients", detail).with("max", max.to_string())
        );
    }
    if let Some(id) = input.identity_id.flatten() {
        let detail = "there is no such sender; choose another";
        let none = |_| Problem::invalid("identity_id", "no_such_identity", detail);
        let found = crate::identities::find(office, actor.organisation, id).await.map_err(none)?;
        // What is chosen already goes back with the rest of a page.
        let kept = rules(office, actor).await?.identity_id;
        if found.archived_at.is_some() && kept != Some(id) {
            return Err(Problem::invalid("identity_id", "no_such_identity", detail));
        }
    }
    if let Some(chosen) = input.unverified {
        offered(office, chosen)?;
    }
    write(office, actor.organisation, input).await
}

/// Leaves it to whoever runs the installation again what becomes of mail from unproved domains.
///
/// # Errors
/// When the store fails.
pub(crate) async fn reset_unverified(office: &Office, actor: &Actor) -> Result<(), Problem> {
    let unverified = Some(SendingRules::default().unverified);
    write(office, actor.organisation, SendingInput { unverified, ..SendingInput::default() }).await
}

/// Refuses what an organisation cannot choose here.
fn offered(office: &Office, chosen: UnverifiedRule) -> Result<(), Problem> {
    if chosen == UnverifiedRule::Rewrite && office.settings().rewrite_from.is_none() {
        let detail = "the operator of this installation offers no address for that; choose another way";
        return Err(Problem::invalid("unverified", "sending.no_operator_address", detail));
    }
    if chosen != chosen.at_least(office.settings().unverified) {
        let detail =
            "whoever runs this installation lets no mail of unproved domains leave; choose another way";
        return Err(Problem::invalid("unverified", "sending.operator_wants_proof", detail));
    }
    Ok(())
}

async fn write(office: &Office, organisation: OrganisationId, input: SendingInput) -> Result<(), Problem> {
    let within = office.clone();
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            // Whoever stops mail by the rule before does so before this, and it is seen below, or goes by this one.
            store::organisations::lock(tx, organisation).await?;
            let before = rules_of(tx, organisation).await?;
            let (unverified, rules) = (before.unverified, input.over(before));
            store::settings::put(tx, Some(organisation), RULES, &rules).await?;
            events::insert(tx, organisation, Change::settings());
            // What the rule before stopped may be let go by this one.
            Ok(unverified != rules.unverified && outbox::begin_to_free(tx, &within, organisation).await?)
        })
    });
    let frees: bool = written.await.map_err(problem::from_store)?;
    if frees {
        outbox::free_rest(office, organisation).await.map_err(problem::from_store)?;
    }
    Ok(())
}

/// What the actor chose.
///
/// # Errors
/// When the store fails.
pub async fn user_sending(office: &Office, actor: &Actor) -> Result<UserSending, Problem> {
    let found = sending_of_user(&office.store().read(), actor.organisation, actor.user).await;
    found.map_err(problem::from_store)
}

async fn sending_of_user(
    conn: &Conn,
    organisation: OrganisationId,
    user: UserId,
) -> Result<UserSending, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), &key(user)).await?.unwrap_or_default())
}

/// Who gets a hidden copy of what a user writes.
pub(crate) async fn copies_of_user(
    conn: &Conn,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Vec<EmailAddress>, StoreError> {
    Ok(sending_of_user(conn, organisation, user).await?.copy_to)
}

/// Changes what the actor chose.
///
/// # Errors
/// 422 when the time is too long, there are too many copies, or a new one goes where no mail is taken.
pub async fn change_user_sending(
    office: &Office,
    actor: &Actor,
    sending: UserSending,
) -> Result<(), Problem> {
    let max = limits::UNDO_S_MAX;
    if sending.undo_s > max {
        let detail = format!("a mail can be taken back for at most {max} seconds");
        return Err(Problem::invalid("undo_s", "undo_too_long", detail).with("max", max.to_string()));
    }
    let max = limits::DEFAULT_COPIES_MAX;
    if sending.copy_to.len() > max {
        let detail = format!("at most {max} addresses can get a copy of everything; take some out");
        return Err(Problem::invalid("copy_to", "too_many_copies", detail).with("max", max.to_string()));
    }
    let before = user_sending(office, actor).await?.copy_to;
    let is_new = |copy: &&EmailAddress| !before.iter().any(|one| one.key() == copy.key());
    deaf::refuse(office, "copy_to", sending.copy_to.iter().filter(is_new)).await?;
    let (organisation, key) = (actor.organisation, key(actor.user));

    office
        .store()
        .write(move |tx| {
            let (key, sending) = (key.clone(), sending.clone());
            Box::pin(async move { store::settings::remember(tx, Some(organisation), &key, &sending).await })
        })
        .await
        .map_err(problem::from_store)
}

fn key(user: UserId) -> String {
    format!("sending.user.{user}")
}

/// The name that a mail of the actor from a mailbox is sent under.
pub(super) async fn of_mailbox(
    office: &Office,
    actor: &Actor,
    mailbox: &MailboxRow,
) -> Result<Option<String>, Problem> {
    let mailbox = Some(mailbox.settings.display_name.trim()).filter(|name| !name.is_empty());
    if !rules(office, actor).await?.names_agent() {
        return Ok(mailbox.map(str::to_owned));
    }
    let agent = crate::cases::author(office, actor).await?.name.unwrap_or_default();
    Ok(Some(match mailbox {
        Some(mailbox) => format!("{agent}, {mailbox}"),
        None => agent,
    }))
}
