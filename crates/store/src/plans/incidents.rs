//! That incidents, and what failed for them, are found along indexes.

use domain::IncidentId;

use super::ORG;
use super::explained::Explained;
use crate::incidents;

/// Few are open of very many.
pub(super) async fn open_ones_are_found_whatever_was_closed(explained: &mut Explained) {
    explained
        .check_walks(&incidents::open_ones(ORG), &["return_incidents_open (org_id=? AND burst>?)"])
        .await;
}

/// Whatever else was refused and sent.
pub(super) async fn what_failed_is_found_by_the_refusals(explained: &mut Explained) {
    let walks = [
        "returns_by_incident (org_id=? AND incident_id=?)",
        "SCAN r",
        "SEARCH o USING INTEGER PRIMARY KEY",
        "deliveries_by_item (org_id=? AND outbox_id=?)",
        "SEARCH m USING INDEX case_messages_by_outbox (org_id=? AND outbox_id=?)",
        "SEARCH n USING INDEX case_messages_by_case (org_id=? AND case_id=? AND id>?)",
    ];
    explained.check_walks(&incidents::failed(ORG, IncidentId::new(8), (1_000, 1_000)), &walks).await;
}

/// However many addresses are known.
pub(super) async fn addresses_are_counted_by_the_refusals(explained: &mut Explained) {
    let refusals = "returns_by_incident (org_id=? AND incident_id=? AND blocked=?)";
    let standing = "address_standings_by_address (org_id=? AND address_key=?)";
    let id = IncidentId::new(8);
    let blocked = [refusals, "SCAN r", standing];
    explained.check_walks(&incidents::blocked_ones(ORG, id, 1_000), &blocked).await;
    let held = [refusals, "SCAN r", standing, standing];
    explained.check_walks(&incidents::held_ones(ORG, id, 1_000), &held).await;
    for blocked in [true, false] {
        let counted = incidents::refusals(ORG, (id, blocked), 1_000);
        explained.check_walks(&counted, &[refusals, "SCAN r"]).await;
    }
}
