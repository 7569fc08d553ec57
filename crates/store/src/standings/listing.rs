//! How blocked addresses are listed: by every column that is shown of them, and narrowed by what they are blocked for.

use domain::OrganisationId;
use domain::blocks::{BlockReason, BlockScope};
use domain::returns::ReturnClass;
use sea_orm::sea_query::{Condition, Expr};

use crate::SortColumn;
use crate::paging::{Listing, Order, Part, Referred, number, text};
use crate::sql::is;

/// What blocked addresses can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum StandingSort {
    /// When it was blocked.
    #[default]
    BlockedAt,
    /// The address.
    Address,
    /// Its domain.
    Domain,
    /// What its last mail came back as.
    Class,
    /// Whose fault that was.
    Fault,
    /// Why it is blocked.
    Reason,
    /// Which mail the block stops.
    Scope,
    /// How many mails came back.
    Returns,
    /// When the last one came back.
    LastReturnAt,
    /// The words of the host that refused it.
    Words,
    /// That host.
    Host,
    /// Who blocked it, by name; those that a return blocked come last.
    ChangedBy,
}

impl SortColumn for StandingSort {
    const ALL: &'static [Self] = &[
        Self::BlockedAt,
        Self::Address,
        Self::Domain,
        Self::Class,
        Self::Fault,
        Self::Reason,
        Self::Scope,
        Self::Returns,
        Self::LastReturnAt,
        Self::Words,
        Self::Host,
        Self::ChangedBy,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::BlockedAt => "blocked_at",
            Self::Address => "address",
            Self::Domain => "domain",
            Self::Class => "class",
            Self::Fault => "fault",
            Self::Reason => "reason",
            Self::Scope => "scope",
            Self::Returns => "returns",
            Self::LastReturnAt => "last_return_at",
            Self::Words => "words",
            Self::Host => "host",
            Self::ChangedBy => "changed_by",
        }
    }
}

/// Which blocked addresses a list shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StandingFilter {
    /// Only those that are blocked for this.
    pub scope: Option<BlockScope>,
    /// Only those whose last mail came back as this; of complaints also those whose complaint stands beside what came back later.
    pub class: Option<ReturnClass>,
    /// Only those whose last mail this rule judged.
    pub rule: Option<String>,
    /// Only those blocked for this reason.
    pub reason: Option<BlockReason>,
    /// Only those that have written since they were blocked.
    pub written_since: bool,
    /// Only those on trial.
    pub on_trial: bool,
}

/// How a list of blocked addresses is walked. Those that have written since are so few that all of them are walked,
/// along `address_standings_blocked_and_well`, and so are those on trial, along `address_standings_on_trial`.
pub(crate) fn listing(org: OrganisationId, sort: StandingSort, filter: StandingFilter) -> Listing {
    const ON_TRIAL: &str = "r.trial_at IS NOT NULL";
    // Written out and no parameter, so that both engines see that the indexes hold it.
    let blocked = match (filter.written_since, filter.on_trial) {
        (true, _) => "r.well_at > r.blocked_at",
        (false, true) => ON_TRIAL,
        (false, false) => "r.blocked_at IS NOT NULL",
    };
    let both = filter.written_since && filter.on_trial;
    Listing {
        table: "address_standings",
        org,
        parts: vec![Part::only(Condition::all().add(Expr::cust(blocked)))],
        narrowed: Condition::all()
            .add_option(filter.scope.map(|scope| is("r.block_scope", scope.as_str())))
            .add_option(filter.class.map(of_class))
            .add_option(filter.rule.map(|rule| is("r.last_rule", rule)))
            .add_option(filter.reason.map(|reason| is("r.block_reason", reason.as_str())))
            .add_option(both.then(|| Expr::cust(ON_TRIAL))),
        order: order(sort),
        searched: &["r.address_key", "r.words_key", "r.host_key"],
    }
}

/// Those whose last mail came back as this; of complaints also those that other mail came back from since.
fn of_class(class: ReturnClass) -> Condition {
    let is_last = Condition::any().add(is("r.last_class", class.as_str()));
    if class == ReturnClass::Complaint {
        is_last.add(Expr::cust("(r.complained_at IS NOT NULL AND r.consented_at IS NULL)"))
    } else {
        is_last
    }
}

fn order(sort: StandingSort) -> Order {
    match sort {
        // Index `address_standings_blocked`.
        StandingSort::BlockedAt => Order::By(number("r.blocked_at")),
        // Index `address_standings_blocked_by_address`.
        StandingSort::Address => Order::By(text("r.address_order")),
        // Index `address_standings_blocked_by_domain`.
        StandingSort::Domain => Order::By(text("r.domain_key")),
        // Index `address_standings_blocked_by_class`.
        StandingSort::Class => Order::By(text("r.last_class")),
        // Index `address_standings_blocked_by_fault`.
        StandingSort::Fault => Order::By(text("r.last_fault")),
        // Index `address_standings_blocked_by_reason`.
        StandingSort::Reason => Order::By(text("r.block_reason")),
        // Index `address_standings_blocked_by_scope`.
        StandingSort::Scope => Order::By(text("r.block_scope")),
        // Index `address_standings_blocked_by_returns`.
        StandingSort::Returns => Order::By(number("r.returns")),
        // Index `address_standings_blocked_by_last`.
        StandingSort::LastReturnAt => Order::ByOptional(number("r.last_return_at")),
        // Index `address_standings_blocked_by_words`.
        StandingSort::Words => Order::By(text("r.words_key")),
        // Index `address_standings_blocked_by_host`.
        StandingSort::Host => Order::By(text("r.host_key")),
        // Index `address_standings_blocked_by_changer` for each of `users_by_name`.
        StandingSort::ChangedBy => Order::ByReferred(Referred {
            table: "users",
            key: text("g.name_key"),
            reference: "r.changed_by",
            optional: true,
            then: number("r.blocked_at"),
        }),
    }
}
