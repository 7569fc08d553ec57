//! Why a mail is from whom it is, and why it takes the way that it takes: as it was written down when it was sent and
//! tried, or, before its first attempt, as it would be chosen at this moment.

use domain::compose::FromKind;
use domain::outbox::TransportKind;
use domain::timeline::{RoutedBy, Step, Subject};
use domain::{OrganisationId, Problem};
use policy::route::Because;
use store::outbox::{Origin, OutboxRow};

use super::route::{Asked, way};
use crate::office::Office;
use crate::problem;

/// Why it is from whom, and takes which way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reasons {
    /// From whose address it is.
    pub from_kind: FromKind,
    /// Who decided that, as a stable name: `message`, `template`, `organisation`, `mailbox`; `automatic` where a
    /// program wrote it. `None` for mail from before this was written down.
    pub sender_because: Option<String>,
    /// The way.
    pub way: WayTaken,
}

/// The way of a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WayTaken {
    /// `direct` or `relay`.
    pub transport: String,
    /// Whose server it is, which is the reason: `user`, `domain`, `organisation` or `installation`; or `chosen`.
    pub because: String,
    /// The address that the mail is from, which decided.
    pub from: Option<String>,
    /// Whether it was tried that way; else it would be chosen so at this moment.
    pub taken: bool,
    /// Who chose it, where somebody did.
    pub chosen_by: Option<String>,
    /// The relay's name; of mail that was tried, as it was spoken to last.
    pub server: Option<String>,
}

/// The reasons.
///
/// # Errors
/// When the store fails.
pub async fn reasons(
    office: &Office,
    organisation: OrganisationId,
    item: &OutboxRow,
) -> Result<Reasons, Problem> {
    let conn = office.store().read();
    let origin = store::outbox::find_origin(&conn, organisation, item.id).await;
    let origin = origin.map_err(problem::from_store)?;
    let told = store::timeline::list(&conn, organisation, Subject::Outbox(item.id)).await;
    let told = told.map_err(problem::from_store)?;
    let from_kind = origin.as_ref().map(|origin| origin.written.sent_from).unwrap_or_default();
    let spoken_to = told.iter().rev().find_map(|(_, step)| host_of(step)).map(str::to_owned);
    let last = told.into_iter().rev().map(|(_, step)| step).find(is_of_way);
    let mut way = match last {
        Some(Step::Routed(by)) => taken(by, spoken_to),
        _ => chosen(office, organisation, item, from_kind).await?,
    };
    if let Some(choice) = item.way.filter(|_| way.because == Because::Chosen.as_str()) {
        let user = store::users::find(&conn, organisation, choice.by).await;
        way.chosen_by = user.map_err(problem::from_store)?.map(|user| user.name);
    }
    Ok(Reasons { from_kind, sender_because: sender_because(item, origin), way })
}

/// Whether it tells of the way that it took, or is to take from there on.
const fn is_of_way(step: &Step) -> bool {
    matches!(step, Step::Routed(_) | Step::WayChosen { .. })
}

fn sender_because(item: &OutboxRow, origin: Option<Origin>) -> Option<String> {
    match origin {
        Some(origin) => origin.because,
        None => item.created_by.is_none().then(|| "automatic".to_owned()),
    }
}

/// Whom an attempt spoke to.
fn host_of(step: &Step) -> Option<&str> {
    if let Step::Attempted(attempt) = step { attempt.host.as_deref() } else { None }
}

/// Without a relay each recipient's mail goes to exchangers of his own, which stand with him.
fn taken(by: RoutedBy, spoken_to: Option<String>) -> WayTaken {
    let server = spoken_to.filter(|_| by.transport == TransportKind::Relay.as_str());
    let RoutedBy { transport, because, from, .. } = by;
    WayTaken { transport, because, from, taken: true, chosen_by: None, server }
}

async fn chosen(
    office: &Office,
    organisation: OrganisationId,
    item: &OutboxRow,
    from_kind: FromKind,
) -> Result<WayTaken, Problem> {
    let asked = Asked {
        organisation,
        own_of: item.created_by.filter(|_| from_kind == FromKind::Own),
        from: item.from.to_string(),
        domain: item.from.domain().to_owned(),
        choice: item.way,
    };
    let way = way(office, &asked).await.map_err(problem::from_store)?;
    Ok(WayTaken {
        transport: way.kind.as_str().to_owned(),
        because: way.because.as_str().to_owned(),
        from: way.from,
        taken: false,
        chosen_by: None,
        server: way.relay.as_ref().map(|hop| hop.host.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_was_taken_names_its_relay_and_no_exchanger_of_one_recipient() {
        let by = |kind: TransportKind| RoutedBy {
            recipient: "kari@customer.test".to_owned(),
            transport: kind.as_str().to_owned(),
            because: "organisation".to_owned(),
            from: None,
            chosen_by: None,
        };
        let server = |kind| taken(by(kind), Some("smtp.house.test".to_owned())).server;
        assert_eq!(server(TransportKind::Relay).as_deref(), Some("smtp.house.test"));
        assert_eq!(server(TransportKind::Direct), None);
    }
}
