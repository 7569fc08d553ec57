//! The API's document (OpenAPI 3.1), collected from the routes themselves.

use std::collections::BTreeSet;

use serde_json::Value;
use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Schema,
};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::ProblemBody;
use crate::refusals;

/// How an operation's `security` names the session cookie.
pub(crate) const SESSION: &str = "session";
/// How an operation's `security` names API tokens.
pub(crate) const TOKEN: &str = "token";

const ABOUT: &str = "The mail office of an organisation. Everything that the web application does goes through \
    this API. Sign in with POST /api/v1/session, or send an API token as a bearer token. The rights that an \
    operation needs stand in its `security`. A parameter that an operation does not have is refused and not left out, since an action \
    on all that fit would be done to every row. Refusals are problems of RFC 9457 with a stable `code`.";

/// The document before the routes are added: its title, the ways to sign in, what all share.
pub(crate) fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Posthus API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(
            LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build(),
        ));
    let cookie = ApiKeyValue::with_description(
        "__Host-posthus",
        "The session's cookie; named `posthus` where the base URL is plain HTTP on this machine.",
    );
    let mut problems = vec![(ProblemBody::name().into_owned(), ProblemBody::schema())];
    ProblemBody::schemas(&mut problems);
    let components = ComponentsBuilder::new()
        .schemas_from_iter(problems)
        .responses_from_iter(refusals::components())
        .security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)))
        .security_scheme(TOKEN, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    OpenApiBuilder::new().info(info.build()).components(Some(components.build())).build()
}

/// Says of every answer that all its members are there, null or not: we leave none out. What a
/// caller sends keeps its optional members.
pub(crate) fn with_whole_answers(mut document: OpenApi) -> OpenApi {
    let asked = asked_schemas(&document);
    let Some(components) = document.components.as_mut() else { return document };
    for (name, schema) in &mut components.schemas {
        name_rows(name, schema);
        // RFC 9457 3.1: members of a problem are left out where they have nothing to say.
        if name != "Problem" && !asked.contains(name) {
            require_all(schema);
        }
    }
    document
}

/// The rows of `Page_User` are users by reference: the type that other operations answer, too.
fn name_rows(name: &str, schema: &mut RefOr<Schema>) {
    let row = name.strip_prefix("Page_").or_else(|| name.strip_prefix("Rows_"));
    if let (Some(row), RefOr::T(Schema::Object(list))) = (row, schema) {
        let rows = ArrayBuilder::new().items(Ref::from_schema_name(row));
        list.properties.insert("rows".to_owned(), rows.description(Some("The rows, in their order.")).into());
    }
}

fn require_all(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => object.required = object.properties.keys().cloned().collect(),
        RefOr::T(Schema::OneOf(one_of)) => one_of.items.iter_mut().for_each(require_all),
        RefOr::T(Schema::AllOf(all_of)) => all_of.items.iter_mut().for_each(require_all),
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

/// The schemas that request bodies are made of, directly or through others.
fn asked_schemas(document: &OpenApi) -> BTreeSet<String> {
    let json = serde_json::to_value(document).unwrap_or_default();
    let mut asked = BTreeSet::new();
    collect_bodies(&json["paths"], &json["components"]["schemas"], &mut asked);
    asked
}

fn collect_bodies(paths: &Value, schemas: &Value, asked: &mut BTreeSet<String>) {
    let operations =
        paths.as_object().into_iter().flat_map(|paths| paths.values()).filter_map(Value::as_object);
    for body in operations.flat_map(|item| item.values()).map(|operation| &operation["requestBody"]) {
        collect_references(body, schemas, asked);
    }
}

fn collect_references(node: &Value, schemas: &Value, asked: &mut BTreeSet<String>) {
    if let Some(name) = node["$ref"].as_str().and_then(|reference| reference.rsplit('/').next())
        && asked.insert(name.to_owned())
    {
        collect_references(&schemas[name], schemas, asked);
    }
    match node {
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, schemas, asked)),
        Value::Object(members) => members.values().for_each(|item| collect_references(item, schemas, asked)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
