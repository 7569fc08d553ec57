//! Which cases a list shows.

use domain::case::CaseStatus;
use domain::org::Actor;
use domain::{CategoryId, Problem, UserId};
use serde::{Deserialize, Serialize};
use store::cases::{CaseFilter, Narrow, OwnerFilter};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Refusal;
use crate::schema::{CategoryKey, CompanyKey, PersonKey, PriorityKey, RequestTypeKey, StatusKey, TagKey};
use crate::state::Api;

/// Which cases a list shows.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseFilters {
    /// `open`, `waiting`, `closed`, several of them separated by commas, or `all`, which are these three; open and waiting
    /// when left out. Also `spam`, `deleted` and `merged`.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    /// Only those that show this status of the organisation's own; of all living ones when `status` is left out.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    status_id: Option<StatusKey>,
    /// `me`, `none`, or a user's id; anybody's when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// Only those of this category.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    category_id: Option<CategoryKey>,
    /// `mine` for the actor's own categories.
    #[serde(skip_serializing_if = "Option::is_none")]
    categories: Option<String>,
    /// Only those of this priority.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    priority_id: Option<PriorityKey>,
    /// Only those that show this request type.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    request_type_id: Option<RequestTypeKey>,
    /// Only those with this tag.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    tag_id: Option<TagKey>,
    /// `true`: only those whose deadline has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    overdue: Option<bool>,
    /// `true`: only those with a reply that could not be delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery_failed: Option<bool>,
    /// Only the one with this number.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
    /// Only those of this person.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    person_id: Option<PersonKey>,
    /// Only those of this company.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    company_id: Option<CompanyKey>,
}

impl CaseFilters {
    /// The filter within what the actor may see.
    pub(crate) async fn for_actor(self, api: &Api, actor: &Actor) -> Result<CaseFilter, Refusal> {
        Ok(CaseFilter {
            statuses: statuses(self.status.as_deref().or(self.status_id.map(|_| "all")))?,
            own_status: self.status_id.map(Into::into),
            owner: owner(self.owner.as_deref(), actor.user)?,
            category_id: self.category_id.map(Into::into),
            scope: flows::cases::scope_of(api.office(), actor).await?,
            narrow: Narrow {
                categories: own_categories(self.categories.as_deref(), api, actor).await?,
                priority: self.priority_id.map(Into::into),
                request_type: self.request_type_id.map(Into::into),
                tag: self.tag_id.map(Into::into),
                due_before: (self.overdue == Some(true)).then(|| api.office().now()),
                delivery_failed: self.delivery_failed == Some(true),
                number: self.number,
                person: self.person_id.map(Into::into),
                company: self.company_id.map(Into::into),
            },
        })
    }
}

async fn own_categories(
    text: Option<&str>,
    api: &Api,
    actor: &Actor,
) -> Result<Option<Vec<CategoryId>>, Refusal> {
    match text {
        None | Some("") => Ok(None),
        Some("mine") => {
            Ok(Some(store::users::list_categories(&api.conn(), actor.organisation, actor.user).await?))
        }
        Some(_) => Err(unknown("categories").into()),
    }
}

fn statuses(text: Option<&str>) -> Result<Vec<CaseStatus>, Problem> {
    match text {
        None | Some("") => Ok(vec![CaseStatus::Open, CaseStatus::Waiting]),
        Some("all") => Ok(CaseStatus::LIVING.to_vec()),
        Some(names) => {
            names.split(',').map(|name| name.trim().parse().map_err(|_| unknown("status"))).collect()
        }
    }
}

fn owner(text: Option<&str>, me: UserId) -> Result<OwnerFilter, Problem> {
    match text {
        None | Some("") => Ok(OwnerFilter::Any),
        Some("me") => Ok(OwnerFilter::Is(me)),
        Some("none") => Ok(OwnerFilter::Nobody),
        Some(id) => id.parse().map(OwnerFilter::Is).map_err(|_| unknown("owner")),
    }
}

fn unknown(field: &'static str) -> Problem {
    let detail = "the status is open, waiting, closed, all, spam, deleted or merged; the owner is me, none or a user's id; the \
                  categories are mine";
    Problem::invalid(field, "list.unknown_filter", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_and_waiting_are_shown_unless_asked_otherwise() {
        assert_eq!(statuses(None).unwrap(), [CaseStatus::Open, CaseStatus::Waiting]);
        assert_eq!(statuses(Some("closed,open")).unwrap(), [CaseStatus::Closed, CaseStatus::Open]);
        assert_eq!(statuses(Some("all")).unwrap().len(), 3);
        assert_eq!(statuses(Some("lost")).unwrap_err().code, "list.unknown_filter");
    }

    #[test]
    fn an_owner_is_me_nobody_or_somebody() {
        let me = UserId::new(7);
        assert_eq!(owner(Some("me"), me).unwrap(), OwnerFilter::Is(me));
        assert_eq!(owner(Some("none"), me).unwrap(), OwnerFilter::Nobody);
        assert_eq!(owner(Some("8"), me).unwrap(), OwnerFilter::Is(UserId::new(8)));
        assert_eq!(owner(None, me).unwrap(), OwnerFilter::Any);
        assert!(owner(Some("kari"), me).is_err());
    }
}
