//! The list of persons.

use domain::{CompanyId, OrganisationId, PeopleListId};
use sea_orm::sea_query::{Condition, ExprTrait};

use super::{PersonRow, rows};
use crate::paging::{self, Listing, Order, Part, number, text};
use crate::sql::{col, is};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError, people_lists};

/// What persons can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PersonSort {
    /// The name.
    #[default]
    Name,
    /// The usual address.
    Address,
    /// When he was made.
    CreatedAt,
}

impl SortColumn for PersonSort {
    const ALL: &'static [Self] = &[Self::Name, Self::Address, Self::CreatedAt];

    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Address => "address",
            Self::CreatedAt => "created_at",
        }
    }
}

/// Which persons a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PersonFilter {
    /// Only those of this company.
    pub company_id: Option<CompanyId>,
    /// Only those of this set.
    pub list_id: Option<PeopleListId>,
}

/// One page of persons.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<PersonSort>,
    filter: PersonFilter,
) -> Result<Page<PersonRow>, StoreError> {
    let keys = paging::keys(conn, listing(org, query.sort, filter), query).await?;
    let rows = rows(conn, org, &keys.ids).await?;
    Ok(keys.page(rows, |person| person.id.get()))
}

/// How a list of persons is walked.
pub(crate) fn listing(org: OrganisationId, sort: PersonSort, filter: PersonFilter) -> Listing {
    let order = match sort {
        // Index `persons_by_name`; `persons_by_company` of one company.
        PersonSort::Name => Order::By(text("r.name_key")),
        // Index `persons_by_address`.
        PersonSort::Address => Order::By(text("r.address_key")),
        // Index `persons_by_created`.
        PersonSort::CreatedAt => Order::By(number("r.created_at")),
    };
    let of_company = filter.company_id.map(|company| is("r.company_id", company));
    Listing {
        table: "persons",
        org,
        parts: vec![Part::only(Condition::all().add_option(of_company))],
        narrowed: Condition::all()
            .add_option(filter.list_id.map(|list| col("r.id").in_subquery(people_lists::members(org, list)))),
        order,
        searched: &["r.search_key"],
    }
}
