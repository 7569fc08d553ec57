//! Senders that an organisation blocks: one filter of its own, the first of all, that holds their mail back.
//! It is a filter like the others, so that blocked mail names it and *Import* passes it.

use domain::filter::{Combine, FilterAction, FilterCondition, FilterField, FilterOperator, FilterRules};
use domain::org::Language;
use domain::{Actor, EmailAddress, FilterId, OrganisationId, Problem};
use policy::acquaintance::company_domain;
use serde::{Deserialize, Serialize};
use store::events::{self, Change};
use store::filters::FilterSettings;
use store::{Conn, StoreError, Tx};

use crate::office::Office;
use crate::users::Refused;
use crate::{organisation, problem};

/// The name under which the filter is remembered.
const KEY: &str = "blocked_senders";
/// Senders of one organisation: each is looked for in each mail.
pub const BLOCKED_SENDERS_MAX: usize = 500;

/// Which filter it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Remembered {
    filter_id: FilterId,
}

/// A sender: one address, or all of a domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sender {
    /// This address.
    Address(EmailAddress),
    /// Everybody under this domain, such as `example.com`.
    Domain(String),
}

impl Sender {
    /// Reads `kari@example.com`, or `@example.com` for a domain.
    ///
    /// # Errors
    /// 422 for what is neither.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let whole = if text.starts_with('@') { format!("x{text}") } else { text.to_owned() };
        let address = whole.parse::<EmailAddress>().map_err(|error| {
            Problem::invalid("sender", "address.invalid", error.to_string()).with("address", text)
        })?;
        if text.starts_with('@') {
            return Ok(Self::Domain(address.domain().to_lowercase()));
        }
        Ok(Self::Address(address))
    }

    /// As it was read.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Address(address) => address.to_string(),
            Self::Domain(domain) => format!("@{domain}"),
        }
    }

    fn condition(&self) -> FilterCondition {
        let operator = match self {
            Self::Address(_) => FilterOperator::Equals,
            Self::Domain(_) => FilterOperator::Ends,
        };
        FilterCondition { field: FilterField::From, header: None, operator, value: self.written() }
    }

    fn of(condition: &FilterCondition) -> Option<Self> {
        Some(condition)
            .filter(|one| one.field == FilterField::From)
            .and_then(|one| Self::read(&one.value).ok())
    }

    fn is(&self, other: &Self) -> bool {
        self.written().to_lowercase() == other.written().to_lowercase()
    }
}

/// The senders that are blocked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Blocked {
    /// Them, in the order in which they were blocked.
    pub senders: Vec<Sender>,
    /// Whether their filter is applied; somebody may have switched it off.
    pub active: bool,
}

/// The senders that are blocked.
///
/// # Errors
/// When the store fails.
pub async fn blocked_senders(office: &Office, actor: &Actor) -> Result<Blocked, Problem> {
    let found = present(&office.store().read(), actor.organisation).await.map_err(problem::from_store)?;
    let Some((_, settings)) = found else { return Ok(Blocked::default()) };
    let senders = settings.rules.conditions.iter().filter_map(Sender::of).collect();
    Ok(Blocked { senders, active: settings.active })
}

/// Blocks a sender from now on; his mail waits in *Blocked mail*. What came before stays where it is.
///
/// # Errors
/// 422 for ourselves and for the domain of a provider that many people share, 429 when there are too many.
pub async fn block_sender(office: &Office, actor: &Actor, sender: Sender) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let blocked = office.store().write(move |tx| {
        let sender = sender.clone();
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            check(tx, organisation, &sender).await?;
            add(tx, organisation, &sender).await
        })
    });
    blocked.await.map_err(Refused::into_problem)
}

/// Lifts the block of a sender; mail of his that was blocked waits on.
///
/// # Errors
/// 404 when he is not blocked.
pub async fn lift_sender(office: &Office, actor: &Actor, sender: Sender) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let lifted = office.store().write(move |tx| {
        let sender = sender.clone();
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            let found = present(tx, organisation).await?;
            let (id, mut settings) = found.ok_or_else(|| Problem::not_found("blocked sender"))?;
            let before = settings.rules.conditions.len();
            settings.rules.conditions.retain(|one| !Sender::of(one).is_some_and(|known| known.is(&sender)));
            if settings.rules.conditions.len() == before {
                return Err(Problem::not_found("blocked sender").into());
            }
            events::insert(tx, organisation, Change::settings());
            if settings.rules.conditions.is_empty() {
                // Without conditions it would hold every mail back.
                store::filters::delete(tx, organisation, id, tx.now()).await?;
            } else {
                store::filters::update(tx, organisation, id, &settings).await?;
            }
            Ok::<_, Refused>(())
        })
    });
    lifted.await.map_err(Refused::into_problem)
}

async fn present(
    conn: &Conn,
    organisation: OrganisationId,
) -> Result<Option<(FilterId, FilterSettings)>, StoreError> {
    let Some(Remembered { filter_id }) = store::settings::find(conn, Some(organisation), KEY).await? else {
        return Ok(None);
    };
    let found = store::filters::find(conn, organisation, filter_id).await?;
    Ok(found.map(|row| (row.id, row.settings)))
}

/// Nobody shuts the organisation itself out, nor half the world.
async fn check(tx: &Tx, organisation: OrganisationId, sender: &Sender) -> Result<(), Refused> {
    let ours = store::mailboxes::list_names(tx, organisation).await?;
    let refused = match sender {
        Sender::Address(address) => store::mailboxes::is_own(tx, organisation, address).await?,
        Sender::Domain(domain) => ours.iter().any(|(_, own)| own.domain().eq_ignore_ascii_case(domain)),
    };
    if refused {
        let detail = "this is an address or a domain of yours; your own mail cannot be blocked";
        return Err(Problem::invalid("sender", "blocked_sender.own", detail).into());
    }
    if let Sender::Domain(domain) = sender
        && format!("x@{domain}").parse().is_ok_and(|one: EmailAddress| company_domain(&one).is_none())
    {
        let detail = format!("many people have addresses at {domain}; block the single address instead");
        let problem = Problem::invalid("sender", "blocked_sender.provider", detail);
        return Err(problem.with("domain", domain.clone()).into());
    }
    Ok(())
}

async fn add(tx: &Tx, organisation: OrganisationId, sender: &Sender) -> Result<(), Refused> {
    events::insert(tx, organisation, Change::settings());
    let Some((id, mut settings)) = present(tx, organisation).await? else {
        return Ok(begin(tx, organisation, sender).await?);
    };
    let conditions = &mut settings.rules.conditions;
    let known = conditions.iter().filter_map(Sender::of).any(|one| one.is(sender));
    if !known && conditions.len() >= BLOCKED_SENDERS_MAX {
        let detail =
            format!("{BLOCKED_SENDERS_MAX} senders are blocked already; lift some, or block a domain");
        let problem = Problem::new(domain::ProblemKind::Limit, "blocked_sender.too_many", detail);
        return Err(problem.with("max", BLOCKED_SENDERS_MAX.to_string()).into());
    }
    if !known {
        conditions.push(sender.condition());
    }
    settings.active = true;
    store::filters::update(tx, organisation, id, &settings).await?;
    Ok(())
}

/// Makes the filter, before all others.
async fn begin(tx: &Tx, organisation: OrganisationId, sender: &Sender) -> Result<(), StoreError> {
    let name = match organisation::language(tx, organisation).await? {
        Language::Nb => "Blokkerte avsendere",
        Language::Sv => "Blockerade avsändare",
        Language::En => "Blocked senders",
    };
    let rules = FilterRules {
        combine: Combine::Any,
        conditions: vec![sender.condition()],
        captures: Vec::new(),
        actions: vec![FilterAction::Block],
        stop: true,
    };
    let settings = FilterSettings { name: name.to_owned(), active: true, mailbox_ids: Vec::new(), rules };
    let id = store::filters::insert(tx, organisation, &settings).await?;
    store::filters::reorder(tx, organisation, &[id]).await?;
    store::settings::remember(tx, Some(organisation), KEY, &Remembered { filter_id: id }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_an_address_or_a_domain() {
        let read = |text: &str| Sender::read(text).map(|sender| sender.written());
        assert_eq!(read(" Kari@Example.com ").unwrap(), "Kari@example.com");
        assert_eq!(read("@Example.COM").unwrap(), "@example.com");
        for wrong in ["", "@", "example.com", "a b@c.no"] {
            assert_eq!(read(wrong).unwrap_err().code, "address.invalid", "{wrong}");
        }
    }

    #[test]
    fn a_condition_reads_back_as_its_sender() {
        for text in ["kari@example.com", "@example.com"] {
            let sender = Sender::read(text).unwrap();
            assert_eq!(Sender::of(&sender.condition()), Some(sender));
        }
    }
}
