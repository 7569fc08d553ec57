//! Why a mail is from whom it is, and why it takes the way that it takes: as it was written down when it was sent and
//! tried, or, before its first attempt, as it would be chosen at this moment.

use domain::compose::FromKind;
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
    let last = told.into_iter().rev().map(|(_, step)| step).find(is_of_way);
    let mut way = match last {
        Some(Step::Routed(by)) => taken(by),
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

fn taken(by: RoutedBy) -> WayTaken {
    WayTaken { transport: by.transport, because: by.because, from: by.from, taken: true, chosen_by: None }
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
    })
}
