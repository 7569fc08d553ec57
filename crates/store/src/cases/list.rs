//! The list of cases, within what one may see.

use domain::case::CaseStatus;
use domain::{CaseId, CategoryId, OrganisationId, UserId};

use super::CaseRow;
use crate::{Conn, ListQuery, Page, SortColumn, StoreError};

/// Which cases somebody may see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CaseScope {
    /// All of the organisation.
    All,
    /// Those he owns and those of his categories.
    Own {
        /// The user.
        user: UserId,
        /// His categories.
        categories: Vec<CategoryId>,
    },
}

/// Whose cases a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OwnerFilter {
    /// Anybody's and nobody's.
    #[default]
    Any,
    /// Nobody's.
    Nobody,
    /// This user's.
    Is(UserId),
}

/// Which cases a list shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseFilter {
    /// What may be seen.
    pub scope: CaseScope,
    /// Only those in one of these states; none shows nothing.
    pub statuses: Vec<CaseStatus>,
    /// Whose.
    pub owner: OwnerFilter,
    /// Only those of this category.
    pub category_id: Option<CategoryId>,
}

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
    /// The status.
    Status,
    /// The priority's rank.
    Priority,
    /// The owner's name.
    Owner,
    /// The category's name.
    Category,
    /// When it was made.
    CreatedAt,
}

impl SortColumn for CaseSort {
    const ALL: &'static [Self] = &[
        Self::LastMessageAt,
        Self::Number,
        Self::Title,
        Self::Customer,
        Self::Status,
        Self::Priority,
        Self::Owner,
        Self::Category,
        Self::CreatedAt,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::LastMessageAt => "last_message_at",
            Self::Number => "number",
            Self::Title => "title",
            Self::Customer => "customer",
            Self::Status => "status",
            Self::Priority => "priority",
            Self::Owner => "owner",
            Self::Category => "category",
            Self::CreatedAt => "created_at",
        }
    }
}

/// The case with this id, if it is within the scope.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: CaseId,
    scope: &CaseScope,
) -> Result<Option<CaseRow>, StoreError> {
    todo!()
}

/// One page of cases.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<CaseSort>,
    filter: &CaseFilter,
) -> Result<Page<CaseRow>, StoreError> {
    todo!()
}
