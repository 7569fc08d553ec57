//! The API's document: complete, consistent, and the list of operations that tests walk.

use std::collections::BTreeSet;

use axum::http::Method;
use domain::org::Right;
use serde_json::Value;

use crate::office::World;

/// One operation of the document.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    /// The alternatives of rights that it needs; empty when it needs no sign-in.
    pub(crate) rights: Vec<BTreeSet<Right>>,
}

impl Operation {
    pub(crate) fn needs_sign_in(&self) -> bool {
        !self.rights.is_empty()
    }

    pub(crate) fn is_suffix(&self, suffix: &str) -> bool {
        self.path.ends_with(suffix)
    }
}

pub(crate) fn document() -> Value {
    serde_json::to_value(api::openapi()).unwrap()
}

/// All operations, in the document's order.
pub(crate) fn operations() -> Vec<Operation> {
    let document = document();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap_or_default().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                rights: rights(&operation["security"]),
            });
        }
    }
    assert!(operations.len() > 70, "the document has all operations");
    operations
}

fn rights(security: &Value) -> Vec<BTreeSet<Right>> {
    let schemes = security.as_array().into_iter().flatten().filter_map(|scheme| scheme.get("session"));
    let names = |scheme: &Value| {
        scheme.as_array().unwrap().iter().map(|name| name.as_str().unwrap().parse().unwrap()).collect()
    };
    schemes.map(names).collect()
}

/// Each operation, with its answers in place of references to them.
fn each_operation(mut check: impl FnMut(&str, &Value)) {
    let document = document();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let mut operation = operation.clone();
            for response in operation["responses"].as_object_mut().unwrap().values_mut() {
                if let Some(reference) = response["$ref"].as_str() {
                    *response = document.pointer(reference.trim_start_matches('#')).unwrap().clone();
                }
            }
            check(operation["operationId"].as_str().unwrap(), &operation);
        }
    }
}

#[test]
fn every_operation_says_what_it_is_and_what_it_answers() {
    let mut ids = BTreeSet::new();
    each_operation(|id, operation| {
        assert!(ids.insert(id.to_owned()), "{id} is there once");
        assert!(operation["summary"].as_str().is_some_and(|summary| summary.len() > 5), "{id} has a summary");
        assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{id} has one tag");
        assert!(operation["security"].is_array(), "{id} says who may");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{id} has a good answer");
        assert!(
            responses
                .values()
                .all(|response| response["description"].as_str().is_some_and(|text| !text.is_empty()))
        );
        if id != "get_live" {
            assert!(responses.contains_key("503"), "{id} can fail");
        }
    });
}

#[test]
fn operations_say_the_refusals_that_their_kind_has() {
    each_operation(|id, operation| {
        let responses = operation["responses"].as_object().unwrap();
        let says = |status: &str| responses.contains_key(status);
        let needs_sign_in =
            operation["security"].as_array().unwrap().iter().any(|scheme| scheme.get("session").is_some());
        assert!(!needs_sign_in || (says("401") && says("403")), "{id} can be refused");
        assert!(operation.get("requestBody").is_none() || says("422"), "{id} can be given nonsense");
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let has_id = parameters.filter(|parameter| parameter["in"] == "path").count() > 0;
        assert!(!has_id || says("404"), "{id} can be asked for what is not there");
        for (status, response) in responses.iter().filter(|(status, _)| status.starts_with('4')) {
            let content = &response["content"];
            assert!(
                content.is_null() || !content["application/problem+json"].is_null(),
                "{id} {status} is a problem"
            );
        }
    });
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.len() > 40);
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(node: &Value, references: &mut BTreeSet<String>) {
    if let Some(reference) = node["$ref"].as_str() {
        references.insert(reference.to_owned());
    }
    match node {
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        Value::Object(members) => members.values().for_each(|item| collect(item, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_list_with_pages_can_be_exported() {
    let operations = operations();
    let document = document();
    for operation in operations.iter().filter(|operation| operation.method == Method::GET) {
        let answer =
            &document["paths"][&operation.path]["get"]["responses"]["200"]["content"]["application/json"];
        let is_page = answer["schema"]["$ref"].as_str().is_some_and(|name| name.contains("/Page_"));
        let export = format!("{}/export", operation.path);
        assert!(!is_page || operations.iter().any(|other| other.path == export), "{export}");
    }
}

#[test]
fn answers_have_all_their_members_and_inputs_may_leave_some_out() {
    let schemas = &document()["components"]["schemas"];
    let required = |name: &str| schemas[name]["required"].as_array().map_or(0, Vec::len);
    assert_eq!(required("User"), schemas["User"]["properties"].as_object().unwrap().len());
    assert_eq!(required("UserInput"), 0);
    assert_eq!(required("NewUserInput"), 3);
    assert!(required("Problem") < schemas["Problem"]["properties"].as_object().unwrap().len());
}

/// The whole surface at a glance; a change here is a change that callers see.
#[test]
fn the_surface_is_as_agreed() {
    let line = |operation: &Operation| {
        let rights: Vec<String> = operation
            .rights
            .iter()
            .map(|set| set.iter().map(|right| right.as_str()).collect::<Vec<_>>().join("+"))
            .collect();
        let needs =
            if operation.needs_sign_in() { format!("[{}]", rights.join(" | ")) } else { "open".to_owned() };
        format!("{:6} {} {needs}", operation.method.as_str(), operation.path)
    };
    let lines: Vec<String> = operations().iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn the_document_and_its_page_are_served() {
    let world = World::open().await;
    let browser = world.browser();
    let served = browser.get("/api/openapi.json").await.expect(200);
    assert_eq!(served.json(), document());
    assert!(served.json()["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let page = browser.get("/api/docs").await.expect(200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(!page.text().contains("http://") && !page.text().contains("https://"), "nothing from elsewhere");
    assert!(
        browser
            .get("/api/docs/page.js")
            .await
            .expect(200)
            .header("content-type")
            .starts_with("text/javascript")
    );
    assert!(
        browser.get("/api/docs/page.css").await.expect(200).header("content-type").starts_with("text/css")
    );
}
