//! What narrows a list of cases beside its states, its owner and its category.

use domain::{CategoryId, CompanyId, OrganisationId, PersonId, PriorityId, RequestTypeId, TagId, Timestamp};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};

use crate::request_types;
use crate::sql::{Stored, col, is, is_among};

/// What narrows a list of cases further; each that is given must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Narrow {
    /// Only those of one of these categories.
    pub categories: Option<Vec<CategoryId>>,
    /// Only those of this priority.
    pub priority: Option<PriorityId>,
    /// Only those that show this request type.
    pub request_type: Option<RequestTypeId>,
    /// Only those with this tag.
    pub tag: Option<TagId>,
    /// Only those whose deadline is before this.
    pub due_before: Option<Timestamp>,
    /// Only those with a reply that could not be delivered.
    pub delivery_failed: bool,
    /// Only the one with this number.
    pub number: Option<i64>,
    /// Only those of this person.
    pub person: Option<PersonId>,
    /// Only those of this company.
    pub company: Option<CompanyId>,
}

impl Narrow {
    /// The same as a condition on the cases, `r`.
    pub(super) fn condition(&self, org: OrganisationId) -> Condition {
        let tagged = |tag: TagId| {
            let mut marked = Query::select();
            marked
                .column("case_id")
                .from("case_tags")
                .and_where(is("org_id", org))
                .and_where(is("tag_id", tag));
            col("r.id").in_subquery(marked)
        };
        // Index `cases_failed`, which holds the failed ones alone.
        let failed = self.delivery_failed.then(|| Expr::cust("r.delivery_failed"));
        Condition::all()
            .add_option(self.categories.as_ref().map(|among| is_among("r.category_id", among)))
            .add_option(self.priority.map(|priority| is("r.priority_id", priority)))
            .add_option(self.request_type.map(|id| request_types::shown_by_cases(org, id)))
            .add_option(self.tag.map(tagged))
            .add_option(self.due_before.map(|at| col("r.due_at").lt(at.stored())))
            .add_option(failed)
            .add_option(self.number.map(|number| is("r.number", number)))
            .add_option(self.person.map(|person| is("r.person_id", person)))
            .add_option(self.company.map(|company| is("r.company_id", company)))
    }
}
