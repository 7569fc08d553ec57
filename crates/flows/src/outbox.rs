//! The outbox: deliveries are claimed, routed, attempted and recorded; people send again, delete
//! and restore.

mod actions;
mod again;
mod announced;
mod another_way;
mod attempt;
mod batch;
mod blocks;
mod broken;
mod claim;
mod contact;
mod destination_holds;
mod destinations;
mod failed;
mod going;
mod health;
mod holding;
mod judged;
mod kept_waiting;
mod ledger;
mod letting_go;
mod naming;
mod parking;
mod patience;
mod places;
mod rates;
mod reasons;
mod rechecking;
mod record;
mod refusals;
mod relay;
mod reopened;
mod room;
mod route;
mod shares;
mod signing;
mod slots;
mod split;
mod still_trying;
mod stopping;
mod stops_told;
mod stranded;
mod target;
mod unreached;
mod waited;
mod why;
mod worker;

pub(crate) use actions::{Deed, apply, send_again_to};
pub use actions::{delete, delete_for_good, hasten, hold, release, restore, send_again, without_sent_anew};
pub(crate) use announced::{ToldSize, size_max};
pub use another_way::{
    AnotherWay, ChoiceOfWay, Closed, Keeps, WayOut, choice_of_way, send_another_way, ways,
};
pub(crate) use another_way::{Wanted, choose_within};
pub use destination_holds::{
    HeldDestination, hold_destination, let_destination_go_on, list_destination_holds,
};
pub use failed::is_told_of_delivery;
pub(crate) use failed::{Unreached, return_to_author};
pub use going::going;
pub use letting_go::LettingGo;
pub use naming::destination_of;
pub(crate) use rates::{KEY as RATES_KEY, ReadyRates};
pub use rates::{OwnRate, Rates, own_rate, set_own_rate};
pub use reasons::{Reasons, WayTaken, reasons};
pub(crate) use refusals::{KEY as REFUSALS_KEY, kept_by, let_go, lock_open};
pub use refusals::{RefusalRules, refusal_rules, set_refusal_rules};
pub(crate) use relay::words as words_without_token;
pub(crate) use route::{
    Asked, Chosen, NO_SIGN_IN, Way, find_out_kind, installation as installation_way,
    is_strict_relay_of_domain, kind as kind_of_way, own as own_way, way,
};
pub(crate) use signing::{return_path as own_return_path, signed, signed_plain};
pub(crate) use still_trying::CLASS as DELAY_CLASS;
pub use still_trying::StillTrying;
pub use stopping::{Reworded, Stopped, Stopper, go_on, reword, stop, stops};
pub use stops_told::timeline_of;
pub(crate) use stranded::{
    begin_to_free, begin_to_free_others, free_all_others, free_all_rest, free_others, free_rest,
    hold_all_rest, hold_rest, hold_stranded,
};
pub use why::{Wait, why};
pub use worker::OutboxWorker;
