//! What a list is asked for: sort, search, page and the list's own filters.

use std::borrow::Cow;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use domain::Problem;
use domain::limits::{PAGE_ROWS_DEFAULT, SELECTION_MAX};
use domain::problem::ProblemKind;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::{ListQuery, SortColumn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::ids::comma_separated;
use crate::problem::Refusal;
use crate::schema::AnyKey;

/// The longest search text, characters.
const SEARCH_CHARS_MAX: usize = 200;

/// The parameters that all lists share.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// The column to sort by; an unknown one is refused, and the refusal names those there are.
    pub(crate) sort: Option<String>,
    /// Whether the last comes first.
    pub(crate) descending: Option<bool>,
    /// Only rows that hold this text, case ignored.
    pub(crate) q: Option<String>,
    /// Where the last page ended: its `next`.
    pub(crate) cursor: Option<String>,
    /// The most rows of this page, 1 to 200.
    pub(crate) limit: Option<u32>,
}

/// A list's query with the list's own filters.
pub(crate) struct Listing<S, F> {
    /// Sort, search and page.
    pub(crate) query: ListQuery<S>,
    /// The filters.
    pub(crate) filter: F,
}

impl<S, F, T> FromRequestParts<T> for Listing<S, F>
where
    S: SortColumn,
    F: DeserializeOwned,
    T: Send + Sync,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &T) -> Result<Self, Refusal> {
        let params: ListParams = from_query(parts)?;
        Ok(Self { query: params.into_query()?, filter: from_query(parts)? })
    }
}

/// Parameters of the query of something that is no list.
pub(crate) struct Params<P>(pub(crate) P);

impl<P: DeserializeOwned, T: Send + Sync> FromRequestParts<T> for Params<P> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &T) -> Result<Self, Refusal> {
        from_query(parts).map(Self)
    }
}

/// Reads parameters of the query; those it does not know are another extractor's (`layers::known` refuses what is nobody's).
pub(crate) fn from_query<P: DeserializeOwned>(parts: &Parts) -> Result<P, Refusal> {
    let refuse = |detail: String| Problem::new(ProblemKind::Invalid, "request.malformed", detail);
    Query::try_from_uri(&parts.uri)
        .map(|Query(params)| params)
        .map_err(|error| refuse(error.body_text()).into())
}

impl ListParams {
    /// The query, if this list can be asked so.
    pub(crate) fn into_query<S: SortColumn>(self) -> Result<ListQuery<S>, Problem> {
        let sort = self.sort.as_deref().map_or(Ok(S::default()), sort_column)?;
        if self.q.as_deref().is_some_and(|text| text.chars().count() > SEARCH_CHARS_MAX) {
            let detail = format!("a search text has at most {SEARCH_CHARS_MAX} characters");
            return Err(Problem::invalid("q", "list.search_too_long", detail)
                .with("max", SEARCH_CHARS_MAX.to_string()));
        }
        Ok(ListQuery {
            sort,
            descending: self.descending.unwrap_or(false),
            search: self.q,
            cursor: self.cursor,
            limit: self.limit.unwrap_or(PAGE_ROWS_DEFAULT),
            ..ListQuery::default()
        })
    }
}

fn sort_column<S: SortColumn>(name: &str) -> Result<S, Problem> {
    S::from_name(name).ok_or_else(|| {
        let known = S::ALL.iter().map(|column| column.as_str()).collect::<Vec<_>>().join(", ");
        let shown: String = name.chars().take(40).collect();
        let detail = format!("this list has no column `{shown}` to sort by; it has {known}");
        Problem::invalid("sort", "list.unknown_sort", detail).with("column", shown).with("known", known)
    })
}

/// The ids in `ids=1,2,3`, where there are some.
///
/// # Errors
/// When one is not an id, or there are more than an action may name.
pub(crate) fn selected_ids(ids: Option<&str>) -> Result<Option<Vec<i64>>, Problem> {
    let Some(text) = ids.filter(|text| !text.is_empty()) else { return Ok(None) };
    let ids: Vec<i64> = comma_separated(text).ok_or_else(|| {
        Problem::invalid("ids", "request.malformed", "ids are whole numbers, separated by commas")
    })?;
    if ids.len() > SELECTION_MAX {
        let detail =
            format!("a selection has at most {SELECTION_MAX} rows; choose fewer, or export the whole list");
        return Err(
            Problem::invalid("ids", "selection_too_large", detail).with("max", SELECTION_MAX.to_string())
        );
    }
    Ok(Some(ids))
}

/// The body of an action on selected rows.
#[derive(Debug, Deserialize)]
pub(crate) struct Selection<I> {
    /// The rows' ids, at most 1,000.
    pub(crate) ids: Vec<I>,
}

impl<I> PartialSchema for Selection<I> {
    fn schema() -> RefOr<Schema> {
        let ids = ArrayBuilder::new().items(AnyKey::schema()).max_items(Some(SELECTION_MAX));
        let ids = ids.description(Some("The rows' ids."));
        ObjectBuilder::new().property("ids", ids).required("ids").into()
    }
}

impl<I> ToSchema for Selection<I> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Selection")
    }
}

#[cfg(test)]
mod tests {
    use store::users::UserSort;

    use super::*;

    fn params(query: &str) -> Result<ListQuery<UserSort>, Refusal> {
        let uri: axum::http::Uri = format!("/users?{query}").parse().unwrap();
        let (parts, ()) = axum::http::Request::builder().uri(uri).body(()).unwrap().into_parts();
        Ok(from_query::<ListParams>(&parts)?.into_query()?)
    }

    #[test]
    fn a_list_is_asked_for_in_its_query() {
        let query = params("sort=email&descending=true&q=kari%20n&limit=7&cursor=x&other=1").ok().unwrap();
        assert_eq!((query.sort, query.descending, query.limit), (UserSort::Address, true, 7));
        assert_eq!((query.search.as_deref(), query.cursor.as_deref()), (Some("kari n"), Some("x")));
    }

    #[test]
    fn an_unknown_column_is_named_with_those_there_are() {
        let refusal = params("sort=shoe_size").err().unwrap();
        let problem = refusal.into_problem();
        assert_eq!((problem.code, problem.field), ("list.unknown_sort", Some("sort")));
        assert_eq!(problem.params["column"], "shoe_size");
        assert!(problem.params["known"].contains("last_sign_in_at"));
    }

    #[test]
    fn selections_are_bounded_numbers() {
        assert_eq!(selected_ids(Some("1,2, 3")).unwrap(), Some(vec![1, 2, 3]));
        assert_eq!(selected_ids(None).unwrap(), None);
        assert!(selected_ids(Some("1,x")).is_err());
        assert!(selected_ids(Some(&"1,".repeat(SELECTION_MAX + 1))).is_err());
    }
}
