//! What the API document says about refusals: the sets of problems that operations share.

use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::{ContentBuilder, Ref, RefOr};

type Responses = BTreeMap<String, RefOr<Response>>;

/// Of operations that need no sign-in.
pub(crate) struct OfAnybody;
/// Of operations for whoever is signed in.
pub(crate) struct OfSignedIn;
/// Of operations that need a right.
pub(crate) struct OfRight;
/// Of lists: a right, and parameters that may be wrong.
pub(crate) struct OfList;
/// Of operations on one record: a right, and the record may not exist.
pub(crate) struct OfOne;
/// Of operations with a body: a right, and the body may be wrong.
pub(crate) struct OfInput;
/// Of operations with a body on one record.
pub(crate) struct OfOneInput;

/// A refusal that operations share: its status, its name in the document, what it means.
type Shared = (u16, &'static str, &'static str);

const NOT_SIGNED_IN: Shared = (401, "NotSignedIn", "Not signed in, or the credentials are wrong.");
const FORBIDDEN: Shared =
    (403, "Forbidden", "A right is missing, and `right` names it; or a browser sent this from another site.");
const NOT_FOUND: Shared =
    (404, "NotFound", "No such record in this organisation, or none that this user may see.");
const CONFLICT: Shared = (409, "Conflict", "The record's state does not allow it.");
const TOO_LARGE: Shared = (413, "TooLarge", "The request is larger than is taken in.");
const INVALID: Shared = (422, "Invalid", "The input is wrong; `field` and `detail` say where.");
const LIMIT: Shared = (429, "Limit", "A limit was reached; `Retry-After` says when to try again.");
const UNAVAILABLE: Shared = (503, "Unavailable", "Something of ours failed; trying again may help.");

/// The shared refusals by name, for the document's components.
pub(crate) fn components() -> impl Iterator<Item = (&'static str, RefOr<Response>)> {
    let all = [NOT_SIGNED_IN, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, INVALID, LIMIT, UNAVAILABLE];
    all.into_iter().map(|(_, name, meaning)| (name, problem(meaning)))
}

impl IntoResponses for OfAnybody {
    fn responses() -> Responses {
        problems(&[NOT_SIGNED_IN, FORBIDDEN, TOO_LARGE, INVALID, LIMIT, UNAVAILABLE])
    }
}

impl IntoResponses for OfSignedIn {
    fn responses() -> Responses {
        problems(&[NOT_SIGNED_IN, FORBIDDEN, UNAVAILABLE])
    }
}

impl IntoResponses for OfRight {
    fn responses() -> Responses {
        problems(&[NOT_SIGNED_IN, FORBIDDEN, UNAVAILABLE])
    }
}

impl IntoResponses for OfList {
    fn responses() -> Responses {
        problems(&[NOT_SIGNED_IN, FORBIDDEN, INVALID, UNAVAILABLE])
    }
}

impl IntoResponses for OfOne {
    fn responses() -> Responses {
        problems(&[NOT_SIGNED_IN, FORBIDDEN, NOT_FOUND, CONFLICT, UNAVAILABLE])
    }
}

impl IntoResponses for OfInput {
    fn responses() -> Responses {
        problems(&[NOT_SIGNED_IN, FORBIDDEN, CONFLICT, TOO_LARGE, INVALID, LIMIT, UNAVAILABLE])
    }
}

impl IntoResponses for OfOneInput {
    fn responses() -> Responses {
        problems(&[NOT_SIGNED_IN, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, INVALID, UNAVAILABLE])
    }
}

fn problems(refusals: &[Shared]) -> Responses {
    let by_name = |name| RefOr::Ref(Ref::from_response_name(name));
    refusals.iter().map(|(status, name, _)| (status.to_string(), by_name(*name))).collect()
}

fn problem(meaning: &str) -> RefOr<Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(meaning).content("application/problem+json", content).build().into()
}
