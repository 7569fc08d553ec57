//! The figures beside the menu, each counted up to `COUNT_MAX` along an index.

use domain::OrganisationId;
use domain::case::CaseStatus;
use domain::intake::IntakeState;
use domain::outbox::DeliveryState;
use sea_orm::sea_query::{Condition, Expr};

use crate::cases::{self, CaseScope};
use crate::paging::{self, Listing, Order, Part, number};
use crate::{Conn, Count, StoreError, blocked, intake, outbox};

/// The figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Open cases within the scope.
    pub open_cases: Count,
    /// Unread ones among the open and waiting.
    pub unread_cases: Count,
    /// Intakes that wait.
    pub intake_waiting: Count,
    /// Intakes that failed.
    pub intake_failed: Count,
    /// Intakes that a person must place.
    pub intake_review: Count,
    /// Outbox items that wait or are being sent.
    pub outbox_waiting: Count,
    /// Outbox items that failed and in whose place no other went.
    pub outbox_failed: Count,
    /// Blocked mail.
    pub blocked: Count,
}

/// The figures of an organisation as one with this scope sees them.
pub async fn find(conn: &Conn, org: OrganisationId, scope: &CaseScope) -> Result<Summary, StoreError> {
    let count = async |table, parts, narrowed: Condition| {
        let order = Order::By(number("r.id"));
        let listing = Listing { table, org, parts, narrowed, order, searched: &[] };
        paging::count(conn, &listing).await
    };
    let intakes =
        async |state| count("intakes", vec![Part::only(intake::in_state(state))], Condition::all()).await;
    let items =
        |states: &[DeliveryState]| states.iter().map(|state| Part::only(outbox::in_state(*state))).collect();
    let (open, waiting) = (CaseStatus::Open, CaseStatus::Waiting);
    // Index `cases_unread`, which holds the unread ones alone.
    let unread = Condition::all().add(Expr::cust("r.unread"));
    let to_send = items(&[DeliveryState::Queued, DeliveryState::Sending]);
    let left = outbox::is_left(&outbox::Deep::of_failed(conn, org).await?);
    Ok(Summary {
        open_cases: count("cases", cases::parts(&[open], scope), Condition::all()).await?,
        unread_cases: count("cases", cases::parts(&[open, waiting], scope), unread).await?,
        intake_waiting: intakes(IntakeState::Stored).await?,
        intake_failed: intakes(IntakeState::Failed).await?,
        intake_review: intakes(IntakeState::Review).await?,
        outbox_waiting: count("outbox", to_send, Condition::all()).await?,
        outbox_failed: count("outbox", items(&[DeliveryState::Failed]), left).await?,
        blocked: count("intakes", vec![Part::only(blocked::waiting())], Condition::all()).await?,
    })
}
