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

const NOT_SIGNED_IN: (u16, &str) = (401, "Not signed in, or the credentials are wrong.");
const FORBIDDEN: (u16, &str) =
    (403, "A right is missing, and `right` names it; or a browser sent this from another site.");
const NOT_FOUND: (u16, &str) = (404, "No such record in this organisation, or none that this user may see.");
const CONFLICT: (u16, &str) = (409, "The record's state does not allow it.");
const TOO_LARGE: (u16, &str) = (413, "The request is larger than is taken in.");
const INVALID: (u16, &str) = (422, "The input is wrong; `field` and `detail` say where.");
const LIMIT: (u16, &str) = (429, "A limit was reached; `Retry-After` says when to try again.");
const UNAVAILABLE: (u16, &str) = (503, "Something of ours failed; trying again may help.");

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

fn problems(refusals: &[(u16, &str)]) -> Responses {
    refusals.iter().map(|(status, description)| (status.to_string(), problem(description))).collect()
}

fn problem(description: &str) -> RefOr<Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content)
        .build()
        .into()
}
