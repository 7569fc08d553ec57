//! Who outside takes part in a case, changed by hand.

use std::collections::BTreeMap;

use domain::case::ParticipantRole;
use domain::{Actor, CaseId, EmailAddress, Problem};
use store::cases::{By, PARTICIPANTS_MAX, ParticipantRow};
use store::events::{self, Change};

use super::open_living;
use crate::addresses::deaf;
use crate::office::Office;
use crate::problem;
use crate::users::Refused;

/// Characters of a participant's name.
const NAME_CHARS_MAX: usize = 100;

/// Somebody to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewParticipant {
    /// The address.
    pub address: String,
    /// The name.
    pub name: Option<String>,
    /// What he is to the case; a new customer takes the old one's place, who is kept informed.
    pub role: ParticipantRole,
}

/// Adds somebody, or changes what he is to the case.
///
/// # Errors
/// 404 for the case, 422 for what is no address, or a new one whose domain takes no mail, 409 when the case has too many participants.
pub async fn add_participant(
    office: &Office,
    actor: &Actor,
    id: CaseId,
    new: NewParticipant,
) -> Result<(), Problem> {
    let case = open_living(office, actor, id).await?;
    let address = address(&new.address)?;
    let name = new.name.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    let name = name.filter(|name| !name.is_empty()).map(|name| name.chars().take(NAME_CHARS_MAX).collect());
    let known = store::cases::participants(&office.store().read(), actor.organisation, id).await;
    let known = known.map_err(problem::from_store)?;
    if !known.iter().any(|one| one.key() == address.key()) {
        deaf::refuse(office, "address", [&address]).await?;
    }
    let somebody = ParticipantRow { address, name, role: new.role };
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            let known = store::cases::list_participants(tx, organisation, id).await?;
            if known.len() as u64 >= PARTICIPANTS_MAX {
                let detail = format!("a case has at most {PARTICIPANTS_MAX} participants");
                return Err(Refused::from(Problem::conflict("case.too_many_participants", detail)));
            }
            store::cases::put_participant(tx, organisation, id, &somebody).await?;
            let shown = somebody.address.to_string();
            if somebody.role == ParticipantRole::Customer {
                store::cases::set_customer(tx, organisation, id, &somebody).await?;
                let params = [("from", case.customer_address.clone()), ("to", shown)];
                let params = BTreeMap::from(params.map(|(name, value)| (name.to_owned(), value)));
                store::cases::insert_log(tx, organisation, id, by, ("customer", params)).await?;
            } else {
                let params = BTreeMap::from([("address".to_owned(), shown)]);
                store::cases::insert_log(tx, organisation, id, by, ("participant_added", params)).await?;
            }
            events::insert(tx, organisation, Change::case(id));
            Ok(())
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Takes somebody out: his mails find the case by their threads alone from then on.
///
/// # Errors
/// 404 for the case and for who takes no part, 409 for the customer.
pub async fn remove_participant(
    office: &Office,
    actor: &Actor,
    id: CaseId,
    written: &str,
) -> Result<(), Problem> {
    let case = open_living(office, actor, id).await?;
    let address = address(written)?;
    if case.customer_address.parse::<EmailAddress>().is_ok_and(|customer| customer.key() == address.key()) {
        let detail = "the customer cannot be taken out; make somebody else the customer first";
        return Err(Problem::conflict("case.customer_stays", detail));
    }
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });
    let done = office.store().write(move |tx| {
        Box::pin(async move {
            let removed = store::cases::remove_participant(tx, organisation, id, &address).await?;
            if removed {
                let params = BTreeMap::from([("address".to_owned(), address.to_string())]);
                store::cases::insert_log(tx, organisation, id, by, ("participant_removed", params)).await?;
                events::insert(tx, organisation, Change::case(id));
            }
            Ok(removed)
        })
    });
    if done.await.map_err(problem::from_store)? { Ok(()) } else { Err(Problem::not_found("participant")) }
}

fn address(text: &str) -> Result<EmailAddress, Problem> {
    text.trim().parse().map_err(|error: domain::AddressError| {
        Problem::invalid("address", "address.invalid", error.to_string()).with("address", text.trim())
    })
}
