//! That the claim walks indexes, however much waits.

use domain::outbox::Stream;
use domain::{DeliveryId, OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::ORG;
use super::explained::Explained;
use crate::sql::col;
use crate::{Claim, deliveries, held_destinations, lanes, sending_stops};

/// What is due is found lane by lane, however much waits in one.
pub(super) async fn lanes_walk_their_indexes(explained: &mut Explained) {
    let now = Timestamp::from_millis(5);
    let due = |organisation| lanes::due_lanes(Stream::Bulk, organisation, (now, 9));
    for (query, index) in [
        (due(None), "INDEX sender_lanes_due "),
        (due(Some(ORG)), "INDEX sender_lanes_due_by_organisation "),
        (lanes::first_of((ORG, Stream::Single, "d7.test", "e.test"), now, 9), "deliveries_by_sender_lane"),
        (lanes::going_to("mx:d7.test", now), "sender_lanes_by_destination (destination=? AND next_at<?)"),
        (lanes::overdue(now, now, &[]), "deliveries_by_age"),
        (lanes::mixed(), "lanes_mixed"),
        (sending_stops::stopped(), "organisations_stopped"),
        (sending_stops::resumed(now), "organisations_resumed"),
        (held_destinations::holding(&[ORG, OrganisationId::new(2)]), "held_destinations_unique (org_id=?)"),
        (
            held_destinations::due_to(ORG, "d7.test", now),
            "deliveries_by_domain (org_id=? AND domain=? AND queued_at<?)",
        ),
        (sending_stops::until_at(ORG, now, 9), "sending_stop_deeds_in_order (org_id=? AND at<?"),
        (sending_stops::after_at(ORG, now, 9), "sending_stop_deeds_in_order (org_id=? AND at>?"),
    ] {
        let plan = explained.plan(&query).await;
        assert!(plan.len() == 1 && plan[0].contains(index), "{plan:#?}");
    }
    for query in lanes::others_waiting_for(ORG, "relay:0:smtp.felles.example:25") {
        let plan = explained.plan(&query).await;
        assert!(
            plan.len() == 1 && plan[0].contains("deliveries_waiting_of (waits_for=? AND org_id"),
            "{plan:#?}"
        );
    }
    what_is_due_of_stopped_organisations_is_found_by_them(explained).await;
    let mut unmixed = Query::select();
    unmixed
        .column("id")
        .from("sender_lanes")
        .and_where(col("id").is_in([3, 5]).and(Expr::not_exists(lanes::chosen_of_lane())));
    let plan = explained.plan(&unmixed).await;
    let lane = "deliveries_by_sender_lane (org_id=? AND stream=? AND domain=? AND sender=?";
    assert!(plan.iter().any(|step| step.contains(lane)), "{plan:#?}");
    let plan = explained.plan(&lanes::overdue(now, now, &[ORG])).await;
    assert!(plan.iter().any(|step| step.contains("deliveries_by_age")), "{plan:#?}");
    let claim = Claim { now, owner: "w".to_owned(), lease_until: now, limit: 9 };
    let plan = explained.plan(&lanes::others_of_same_mail((&[3, 5], Stream::Bulk), &claim, 9)).await;
    assert!(plan[0].contains("deliveries_by_item (org_id=? AND outbox_id=?)"), "{plan:#?}");
    let plan = explained.plan(&lanes::of_items(ORG, &[OutboxId::new(3), OutboxId::new(5)])).await;
    assert!(plan[0].contains("deliveries_by_item"), "{plan:#?}");
    let plan = explained.plan(&deliveries::by_domain(ORG, &[OutboxId::new(3), OutboxId::new(5)])).await;
    let items = "deliveries_by_item (org_id=? AND outbox_id=?)";
    assert!(plan.iter().any(|step| step.contains(items)), "{plan:#?}");
    let lane = "sender_lanes_unique (org_id=? AND stream=? AND domain=? AND sender=?)";
    assert!(plan.iter().any(|step| step.contains(lane)), "{plan:#?}");
    let plan = explained.plan(&held_destinations::at_rest(ORG, "d7.test")).await;
    let rest = "deliveries_at_rest (org_id=? AND domain=? AND state=?)";
    assert!(plan.iter().any(|step| step.contains(rest)), "{plan:#?}");
    let plan = explained.plan(&deliveries::by_domain(ORG, &[OutboxId::new(3)])).await;
    let hold = "held_destinations_unique (org_id=? AND domain=?)";
    assert!(plan.iter().any(|step| step.contains(hold)), "{plan:#?}");
    what_no_server_heard_of_is_found_by_its_newest_attempt(explained).await;
}

/// The attempts of a mail are read once for all of its deliveries, and what waits is not sorted.
async fn what_no_server_heard_of_is_found_by_its_newest_attempt(explained: &mut Explained) {
    let count = |plan: &[String], words: &str| plan.iter().filter(|step| step.contains(words)).count();
    for behind in [None, Some((Timestamp::from_millis(9), DeliveryId::new(3)))] {
        let tried = deliveries::tried_at("mx:d7.test", Timestamp::from_millis(5), behind);
        let plan = explained.plan(&tried).await;
        assert_eq!(count(&plan, "deliveries_waiting_for (waits_for=? AND due_at>?"), 1, "{plan:#?}");
        assert_eq!(count(&plan, "TEMP B-TREE"), 0, "{plan:#?}");
    }
    let tried = [(OutboxId::new(3), DeliveryId::new(3)), (OutboxId::new(5), DeliveryId::new(5))];
    let plan = explained.plan(&deliveries::heard_of(ORG, &tried)).await;
    assert_eq!(count(&plan, "attempts_by_item (org_id=? AND outbox_id=?"), 1, "{plan:#?}");
    assert_eq!(count(&plan, "SEARCH a USING INTEGER PRIMARY KEY"), 1, "{plan:#?}");
    assert_eq!(count(&plan, "CORRELATED"), 0, "{plan:#?}");
}

/// However many are stopped, and whatever is due of others.
pub(super) async fn what_is_due_of_stopped_organisations_is_found_by_them(explained: &mut Explained) {
    let now = Timestamp::from_millis(200_000);
    for count in [1, 2, 4, 64] {
        // All lanes are of two others.
        let stopped: Vec<_> = (3..3 + count).map(OrganisationId::new).collect();
        for stream in Stream::ALL {
            let due = lanes::due_of(stream, &stopped, now);
            explained
                .check_few(&due, "sender_lanes_due_by_organisation (stream=? AND org_id=? AND next_at<?)")
                .await;
        }
    }
}
