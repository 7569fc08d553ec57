//! What cases are sorted by, and the index that each order walks.

use crate::SortColumn;
use crate::paging::{Order, Referred, number, text};

/// What cases can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CaseSort {
    /// When the last message was written.
    #[default]
    LastMessageAt,
    /// The number.
    Number,
    /// The title.
    Title,
    /// The customer's name, or address where there is none.
    Customer,
    /// The status: by kind, and by place among those of its kind.
    Status,
    /// The priority's rank.
    Priority,
    /// The request type, in the organisation's order.
    RequestType,
    /// The owner's name.
    Owner,
    /// The category's name.
    Category,
    /// When it was made.
    CreatedAt,
    /// By when it is to be closed; those without a deadline come last.
    Due,
}

impl SortColumn for CaseSort {
    const ALL: &'static [Self] = &[
        Self::LastMessageAt,
        Self::Number,
        Self::Title,
        Self::Customer,
        Self::Status,
        Self::Priority,
        Self::RequestType,
        Self::Owner,
        Self::Category,
        Self::CreatedAt,
        Self::Due,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::LastMessageAt => "last_message_at",
            Self::Number => "number",
            Self::Title => "title",
            Self::Customer => "customer",
            Self::Status => "status",
            Self::Priority => "priority",
            Self::RequestType => "request_type",
            Self::Owner => "owner",
            Self::Category => "category",
            Self::CreatedAt => "created_at",
            Self::Due => "due_at",
        }
    }
}

/// How the walks of a list are ordered.
pub(super) fn order(sort: CaseSort) -> Order {
    let then = number("r.last_message_at");
    match sort {
        // Index `cases_by_last_message`; `cases_by_category` and `cases_by_owner` within a scope.
        CaseSort::LastMessageAt => Order::By(then),
        // Index `cases_by_number`.
        CaseSort::Number => Order::By(number("r.number")),
        // Index `cases_by_title`.
        CaseSort::Title => Order::By(text("r.title_key")),
        // Index `cases_by_customer`.
        CaseSort::Customer => Order::By(text("r.customer_key")),
        // Index `cases_by_own_status`, one walk for each status.
        CaseSort::Status => Order::ByPart(then),
        // Index `cases_by_priority` for each of `priorities_by_rank`.
        CaseSort::Priority => {
            let key = number("g.rank");
            Order::ByReferred(Referred {
                table: "priorities",
                key,
                reference: "r.priority_id",
                optional: true,
                then,
            })
        }
        // Index `cases_by_request_type` for each of `request_types_in_order`.
        CaseSort::RequestType => {
            let key = number("g.position");
            Order::ByReferred(Referred {
                table: "request_types",
                key,
                reference: "r.request_type_id",
                optional: true,
                then,
            })
        }
        // Index `cases_by_owner` for each of `users_by_name`.
        CaseSort::Owner => {
            let key = text("g.name_key");
            Order::ByReferred(Referred { table: "users", key, reference: "r.owner_id", optional: true, then })
        }
        // Index `cases_by_category` for each of `categories_by_name`.
        CaseSort::Category => {
            let key = text("g.name_key");
            Order::ByReferred(Referred {
                table: "categories",
                key,
                reference: "r.category_id",
                optional: true,
                then,
            })
        }
        // Index `cases_by_created`.
        CaseSort::CreatedAt => Order::By(number("r.created_at")),
        // Index `cases_by_due`, a walk for those that have none.
        CaseSort::Due => Order::ByOptional(number("r.due_at")),
    }
}
