//! Refuses parameters of the query that an operation does not have: an action on all rows of a list that fit would take a
//! filter whose name is mistyped for none, and be done to every row.
//!
//! What an operation has is what the document says of it, so whatever reads a parameter documents it. Operations that
//! programs of others ask (`machine`) are not within this layer: those add parameters of their own.

use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Problem;
use domain::problem::ProblemKind;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{HttpMethod, RefOr};

use crate::problem::Refusal;

/// The longest part of an unknown name that a refusal repeats, characters.
const SHOWN_CHARS_MAX: usize = 40;

/// An operation of a path, as the document has it; made when it is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Documented {
    /// The methods that it answers.
    pub(crate) methods: fn() -> Vec<HttpMethod>,
    /// What the document says of it.
    pub(crate) operation: fn() -> Operation,
}

/// Lets a request through whose parameters its operation has, all of them.
pub(crate) async fn alone(
    State(operations): State<Arc<[Documented]>>,
    request: Request,
    next: Next,
) -> Response {
    match check(&operations, request.method(), request.uri()) {
        Ok(()) => next.run(request).await,
        Err(problem) => Refusal::from(problem).into_response(),
    }
}

fn check(operations: &[Documented], method: &Method, uri: &Uri) -> Result<(), Problem> {
    if uri.query().is_none_or(str::is_empty) {
        return Ok(());
    }
    let Query(asked) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|error| Problem::new(ProblemKind::Invalid, "request.malformed", error.body_text()))?;
    let known = known(operations, method);
    match asked.iter().find(|(name, _)| !known.contains(name)) {
        Some((name, _)) => Err(unknown(name, &known)),
        None => Ok(()),
    }
}

/// The names of the parameters that the operation has in its query.
fn known(operations: &[Documented], method: &Method) -> Vec<String> {
    // RFC 9110 9.3.2: HEAD is GET without the content, and asks as GET does.
    let method = if method == Method::HEAD { "GET" } else { method.as_str() };
    let served = operations.iter().find(|one| (one.methods)().iter().any(|of| name(of) == method));
    let parameters = served.and_then(|one| (one.operation)().parameters).unwrap_or_default();
    let in_query = parameters.into_iter().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => (parameter.parameter_in == ParameterIn::Query).then_some(parameter.name),
        RefOr::Ref(_) => None,
    });
    in_query.collect()
}

/// RFC 9110 9.1: the method as it stands in a request.
const fn name(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Delete => "DELETE",
        HttpMethod::Options => "OPTIONS",
        HttpMethod::Head => "HEAD",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Trace => "TRACE",
    }
}

fn unknown(name: &str, known: &[String]) -> Problem {
    let shown: String = name.chars().take(SHOWN_CHARS_MAX).collect();
    let known = known.join(", ");
    let detail = if known.is_empty() {
        format!("this operation has no parameter `{shown}` in its query, nor any other; leave it out")
    } else {
        format!("this operation has no parameter `{shown}` in its query; it has {known}")
    };
    Problem::new(ProblemKind::Invalid, "request.unknown_parameter", detail)
        .with("parameter", shown)
        .with("known", known)
}

#[cfg(test)]
mod tests {
    use utoipa::openapi::path::{OperationBuilder, ParameterBuilder};

    use super::*;

    fn list() -> Operation {
        let parameter =
            |name: &str, place: ParameterIn| ParameterBuilder::new().name(name).parameter_in(place);
        OperationBuilder::new()
            .parameter(parameter("id", ParameterIn::Path))
            .parameter(parameter("q", ParameterIn::Query))
            .parameter(parameter("sort", ParameterIn::Query))
            .build()
    }

    fn asked(method: &Method, uri: &'static str) -> Result<(), Problem> {
        let get = Documented { methods: || vec![HttpMethod::Get], operation: list };
        let post = Documented { methods: || vec![HttpMethod::Post], operation: Operation::new };
        check(&[get, post], method, &Uri::from_static(uri))
    }

    #[test]
    fn an_unknown_parameter_is_named_with_those_there_are() {
        for uri in ["/cases", "/cases?", "/cases?q=kari%20n", "/cases?sort=number&q=", "/cases?q"] {
            assert_eq!(asked(&Method::GET, uri), Ok(()), "{uri}");
            assert_eq!(asked(&Method::HEAD, uri), Ok(()), "{uri}");
        }
        let problem = asked(&Method::GET, "/cases?q=x&search=kari").unwrap_err();
        assert_eq!((problem.code, problem.kind), ("request.unknown_parameter", ProblemKind::Invalid));
        assert_eq!((&*problem.params["parameter"], &*problem.params["known"]), ("search", "q, sort"));
    }

    #[test]
    fn each_method_has_its_own_and_what_stands_in_the_path_is_none_of_the_query() {
        assert!(asked(&Method::GET, "/cases?id=7").is_err());
        let problem = asked(&Method::POST, "/cases?q=x").unwrap_err();
        assert_eq!(problem.params["known"], "");
        assert!(problem.detail.contains("nor any other"));
    }
}
