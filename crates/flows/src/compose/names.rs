//! How mail is sent: under whose name, as the organisation says; how long a user can take it back, and what
//! belongs to mail from his own address.

use domain::compose::AnswersTo;
use domain::preflight::UnverifiedRule;
use domain::{Actor, EmailAddress, IdentityId, OrganisationId, Problem, limits};
use serde::{Deserialize, Serialize};
use store::events::{self, Change};
use store::mailboxes::MailboxRow;
use store::{Conn, StoreError};

use crate::addresses::deaf;
use crate::office::Office;
use crate::problem;

/// What an organisation says about all its mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct SendingRules {
    /// Whether the agent's name stands before the mailbox's: "Ingrid Solberg, Vestvik Energi".
    pub agent_name: bool,
    /// Whether users may write from their own addresses too.
    pub own_address: bool,
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
            identity_id: None,
            unverified: UnverifiedRule::default(),
            list_recipients_max: limits::LIST_RECIPIENTS_DEFAULT,
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

/// The rules of an organisation.
pub(crate) async fn rules_of(conn: &Conn, organisation: OrganisationId) -> Result<SendingRules, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), RULES).await?.unwrap_or_default())
}

/// Changes the organisation's rules.
///
/// # Errors
/// 422 for a shared sender that is not there, where the operator offers no address in the place of others, or too many
/// recipients.
pub async fn change_rules(office: &Office, actor: &Actor, rules: SendingRules) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let max = limits::LIST_RECIPIENTS_MAX;
    if !(1..=max).contains(&rules.list_recipients_max) {
        let detail = format!(
            "a mail through distribution lists goes to at most {max} recipients, and to one at least"
        );
        return Err(
            Problem::invalid("list_recipients_max", "list_recipients", detail).with("max", max.to_string())
        );
    }
    if let Some(id) = rules.identity_id {
        let detail = "there is no such sender; choose another";
        let none = |_| Problem::invalid("identity_id", "no_such_identity", detail);
        crate::identities::find(office, organisation, id).await.map_err(none)?;
    }
    if rules.unverified == UnverifiedRule::Rewrite && office.settings().rewrite_from.is_none() {
        let detail = "the operator of this installation offers no address for that; choose another way";
        return Err(Problem::invalid("unverified", "sending.no_operator_address", detail));
    }
    if rules.unverified != rules.unverified.at_least(office.settings().unverified) {
        let detail =
            "whoever runs this installation lets no mail of unproved domains leave; choose another way";
        return Err(Problem::invalid("unverified", "sending.operator_wants_proof", detail));
    }

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                store::settings::put(tx, Some(organisation), RULES, &rules).await?;
                events::insert(tx, organisation, Change::settings());
                Ok(())
            })
        })
        .await
        .map_err(problem::from_store)
}

/// What the actor chose.
///
/// # Errors
/// When the store fails.
pub async fn user_sending(office: &Office, actor: &Actor) -> Result<UserSending, Problem> {
    let found = store::settings::find(&office.store().read(), Some(actor.organisation), &key(actor)).await;
    Ok(found.map_err(problem::from_store)?.unwrap_or_default())
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
    let (organisation, key) = (actor.organisation, key(actor));

    office
        .store()
        .write(move |tx| {
            let (key, sending) = (key.clone(), sending.clone());
            Box::pin(async move { store::settings::remember(tx, Some(organisation), &key, &sending).await })
        })
        .await
        .map_err(problem::from_store)
}

fn key(actor: &Actor) -> String {
    format!("sending.user.{}", actor.user)
}

/// The name that a mail of the actor from a mailbox is sent under.
pub(super) async fn of_mailbox(
    office: &Office,
    actor: &Actor,
    mailbox: &MailboxRow,
) -> Result<Option<String>, Problem> {
    let mailbox = Some(mailbox.settings.display_name.trim()).filter(|name| !name.is_empty());
    if !rules(office, actor).await?.agent_name {
        return Ok(mailbox.map(str::to_owned));
    }
    let agent = crate::cases::author(office, actor).await?.name.unwrap_or_default();
    Ok(Some(match mailbox {
        Some(mailbox) => format!("{agent}, {mailbox}"),
        None => agent,
    }))
}
