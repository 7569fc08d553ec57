//! Which cases a list shows.

use domain::case::CaseStatus;
use domain::org::Actor;
use domain::{Problem, UserId};
use serde::Deserialize;
use store::cases::{CaseFilter, OwnerFilter};
use utoipa::IntoParams;

use crate::problem::Refusal;
use crate::schema::CategoryKey;
use crate::state::Api;

/// Which cases a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseFilters {
    /// `open`, `waiting`, `closed`, several of them separated by commas, or `all`; open and waiting when left out.
    status: Option<String>,
    /// `me`, `none`, or a user's id; anybody's when left out.
    owner: Option<String>,
    /// Only those of this category.
    #[param(value_type = Option<String>)]
    category_id: Option<CategoryKey>,
}

impl CaseFilters {
    /// The filter within what the actor may see.
    pub(crate) async fn for_actor(self, api: &Api, actor: &Actor) -> Result<CaseFilter, Refusal> {
        Ok(CaseFilter {
            statuses: statuses(self.status.as_deref())?,
            owner: owner(self.owner.as_deref(), actor.user)?,
            category_id: self.category_id.map(Into::into),
            scope: flows::cases::scope_of(api.office(), actor).await?,
        })
    }
}

fn statuses(text: Option<&str>) -> Result<Vec<CaseStatus>, Problem> {
    match text {
        None | Some("") => Ok(vec![CaseStatus::Open, CaseStatus::Waiting]),
        Some("all") => Ok(CaseStatus::ALL.to_vec()),
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
    let detail = "the status is open, waiting, closed or all; the owner is me, none or a user's id";
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
