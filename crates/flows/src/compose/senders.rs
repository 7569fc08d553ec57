//! As whom a user may write beside the mailboxes, for the From line of the composer.

use domain::compose::FromChoice;
use domain::outbox::TransportKind;
use domain::{Actor, EmailAddress, Problem, TemplateId};
use policy::sender::Because;

use super::names;
use super::sender::{Known, named, uses_own_server};
use crate::office::Office;
use crate::outbox::{self, Asked};
use crate::{cases, problem};

/// A user's own address, as whom he may write too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSender {
    /// The address.
    pub address: EmailAddress,
    /// His name.
    pub name: Option<String>,
    /// Whether it leaves through a server of his own.
    pub own_server: bool,
    /// Whether it goes straight to the receivers' servers.
    pub direct: bool,
}

/// A sender that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What a mail names it by.
    pub choice: FromChoice,
    /// The address.
    pub address: EmailAddress,
    /// The name before it.
    pub name: Option<String>,
    /// Whether it leaves through a server of the user's own.
    pub own_server: bool,
}

/// As whom a mail can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Senders {
    /// As whom it is unless its author chooses.
    pub usual: FromChoice,
    /// Who says so.
    pub because: Because,
    /// The senders beside the mailbox of the case.
    pub offered: Vec<Offered>,
}

/// As whom the actor may write, and does unless he chooses; with the template that he begins with, in a mail that
/// begins a case or not.
///
/// # Errors
/// When the store fails.
pub async fn senders(
    office: &Office,
    actor: &Actor,
    (template, begins): (Option<TemplateId>, bool),
) -> Result<Senders, Problem> {
    let known = Known::of(office, actor, template).await?;
    let (usual, because) = known.resolve(None, begins);
    let mut offered = Vec::new();
    for row in known.identities() {
        offered.push(Offered {
            choice: FromChoice::Shared { id: row.id },
            address: row.settings.address.clone(),
            name: named(office, actor, &known, &row.settings.display_name).await?,
            own_server: false,
        });
    }
    if known.may_use_own()
        && let Some(own) = own_sender(office, actor).await?
    {
        let OwnSender { address, name, own_server, .. } = own;
        offered.push(Offered { choice: FromChoice::Own, address, name, own_server });
    }
    Ok(Senders { usual, because, offered })
}

/// The actor's own address; `None` where his organisation lets no mail leave from such.
///
/// # Errors
/// When the store fails.
pub async fn own_sender(office: &Office, actor: &Actor) -> Result<Option<OwnSender>, Problem> {
    if !names::rules(office, actor).await?.lets_own_address() {
        return Ok(None);
    }
    let author = cases::author(office, actor).await?;
    let Some(address) = author.address else { return Ok(None) };
    let own_server = uses_own_server(office, actor).await?;
    let asked = Asked {
        organisation: actor.organisation,
        own_of: Some(actor.user),
        from: address.to_string(),
        domain: address.domain().to_owned(),
        choice: None,
    };
    let way = outbox::kind_of_way(&office.store().read(), office, &asked).await;
    let (kind, ..) = way.map_err(problem::from_store)?;
    let direct = kind == TransportKind::Direct;
    Ok(Some(OwnSender { address, name: author.name, own_server, direct }))
}
