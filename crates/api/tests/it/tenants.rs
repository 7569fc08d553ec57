//! No operation shows, changes or admits that there is a record of another organisation.

use domain::org::Right;
use serde_json::{Value, json};

use crate::document::{Operation, operations};
use crate::office::{Everything, World};

/// The path with the ids of another organisation's records.
pub(crate) fn with_ids(operation: &Operation, other: &Everything) -> String {
    let parts: Vec<&str> = operation.path.split('/').collect();
    let resource = parts.iter().position(|part| part.starts_with('{')).map_or("", |at| parts[at - 1]);
    let id = match resource {
        "tokens" => other.token.get(),
        "users" => other.user.get(),
        "roles" => other.settings.role.get(),
        "categories" => other.settings.category.get(),
        "priorities" => other.settings.priority.get(),
        "statuses" => other.settings.status.get(),
        "request-types" => other.settings.request_type.get(),
        "mailboxes" => other.settings.mailbox.get(),
        "sender-domains" => other.settings.sender_domain.get(),
        "filters" => other.settings.filter.get(),
        "faq-entries" => other.settings.faq.get(),
        "templates" => other.settings.template.get(),
        "pauses" => other.settings.budget.get(),
        "intake" => other.intake.get(),
        "blocked" => other.blocked.get(),
        "outbox" | "sent" => other.outbox.get(),
        "blocked-addresses" => other.known.standing.get(),
        "return-incidents" => other.known.incident.get(),
        "people-lists" => other.known.list.get(),
        "distribution-lists" => other.known.distribution.get(),
        "imports" => other.known.import.get(),
        "return-rules" => other.known.rule.get(),
        "returns" => other.known.returned.get(),
        "cases" => other.case.get(),
        "uploads" => other.files.upload.get(),
        "kept-files" => other.files.kept.get(),
        "jobs" => other.job.get(),
        // Named by their user alone, so that nobody can name another's.
        "preferences" | "settings" => 0,
        "tags" => other.tag.get(),
        "case-views" => other.view.get(),
        "persons" => other.known.person.get(),
        "companies" => other.known.company.get(),
        "identities" => other.settings.identity.get(),
        "domain-transports" => other.settings.transport.get(),
        "applications" => other.settings.oauth.0.get(),
        "sign-ins" => other.settings.oauth.1.get(),
        "pictures" | "" => 0,
        unknown => panic!("`{unknown}` is new: say which record of another organisation it has"),
    };
    // A file needs its kind before anything else is looked at.
    let file = if operation.is_suffix("{id}/reports/export") { "?format=txt" } else { "" };
    let path = operation
        .path
        .replace("{id}", &id.to_string())
        .replace("{mid}", &other.message.get().to_string())
        .replace("{lid}", &other.files.link.get().to_string())
        .replace("{index}", "0")
        .replace("{name}", "list.cases")
        .replace("{mode}", "reply")
        .replace("{token}", "1.2.3.4");
    path + file
}

/// A body that is good enough to reach the record.
pub(crate) fn body(operation: &Operation) -> Value {
    match operation.id.as_str() {
        "update_category" | "update_tag" => json!({ "name": "Annet" }),
        "archive_status" => json!({ "replaced_by": "7" }),
        "put_user_absence" => {
            json!({ "from": "2026-01-01T00:00:00Z", "until": "2026-12-31T00:00:00Z", "substitute_id": null })
        }
        "merge_tag" => json!({ "into": "7" }),
        "edit_comment" => json!({ "text": "Hei" }),
        "flag_message" => json!({ "flagged": true }),
        "choose_sent_way" => json!({ "way": "installation" }),
        "match_return" => json!({ "outbox_id": "7" }),
        "change_return_rule" | "try_changed_return_rule" => {
            json!({ "class": "virus", "phrases": ["a worm"], "sample": "550 a worm" })
        }
        "merge_person" | "merge_company" => json!({ "into": "7" }),
        "split_person" => json!({ "person": "7" }),
        "split_company" => json!({ "company": "7" }),
        "keep_persons_apart" => json!({ "other": "7" }),
        "update_company" => json!({ "name": "Annet", "domains": [] }),
        "update_distribution_list" => json!({ "name": "Annet", "shared": true, "members": [] }),
        "rename_people_list" => json!({ "name": "Annet" }),
        "add_people_to_list" | "take_people_off_list" => json!({ "ids": ["7"] }),
        "put_case_tags" => json!({ "names": ["Annet"] }),
        "split_case" => json!({ "message_ids": ["7"] }),
        "move_messages" => json!({ "message_ids": ["7"], "to": "8" }),
        "add_participant" => json!({ "address": "per@kunde.example", "role": "cc" }),
        "remove_participant" => json!({ "address": "ola@kunde.example" }),
        "reply_case" | "comment_case" => json!({ "text": "Hei" }),
        "put_mailbox_signature" => json!({ "text": "Hilsen" }),
        "put_served_mta_sts" => json!({ "serving": "testing" }),
        "fill_template" | "begin_with_template" | "fill_faq_entry" => json!({ "case_id": "1" }),
        _ => json!({}),
    }
}

#[tokio::test]
async fn another_organisations_records_are_not_found() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let mut walked = 0;
    let of_a_record =
        |operation: &&Operation| operation.path.contains('{') && !operation.path.contains("{name}");
    for operation in operations().iter().filter(of_a_record) {
        let path = with_ids(operation, &theirs);
        let answer = browser.json(operation.method.clone(), &path, body(operation)).await;
        assert_eq!(answer.status.as_u16(), 404, "{} {path}: {}", operation.id, answer.text());
        assert_eq!(answer.code(), "not_found", "{} {path}", operation.id);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        walked += 1;
    }
    assert!(walked > 30, "the walk covers the document");
}

#[tokio::test]
async fn the_same_walk_finds_ones_own_records() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let reads =
        operations().into_iter().filter(|operation| operation.method == "GET" && operation.needs_sign_in());
    for operation in
        reads.filter(|operation| !operation.is_suffix("/events") && !operation.is_suffix("/html"))
    {
        if operation.is_suffix("/{index}")
            || operation.is_suffix("/{index}/mail")
            || operation.is_suffix("/messages/{mid}/timeline")
        {
            // The sample mail has no file, and came by no intake.
            continue;
        }
        let query = if operation.is_suffix("{id}/reports/export") {
            String::new()
        } else if operation.is_suffix("/export") {
            String::from("?format=txt")
        } else if operation.is_suffix("/start/signatures") {
            format!("?mailbox_id={}", ours.settings.mailbox)
        } else if operation.is_suffix("/blocked-addresses/list") {
            String::from("?service=ses")
        } else if operation.is_suffix("/persons/contacts") {
            String::from("?format=csv")
        } else if operation.is_suffix("/people-lists") {
            String::from("?kind=project")
        } else if operation.is_suffix("/sender-check") {
            String::from("?address=post@nord.example")
        } else {
            String::new()
        };
        let path = format!("{}{query}", with_ids(&operation, &ours));
        let answer = browser.get(&path).await;
        assert_eq!(answer.status.as_u16(), 200, "{} {path}: {}", operation.id, answer.text());
    }
}

#[tokio::test]
async fn actions_on_another_organisations_records_do_nothing() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let actions = [
        ("/api/v1/intake/import", theirs.intake.get()),
        ("/api/v1/intake/delete", theirs.intake.get()),
        ("/api/v1/intake/restore", theirs.intake.get()),
        ("/api/v1/intake/purge", theirs.intake.get()),
        ("/api/v1/blocked/import", theirs.blocked.get()),
        ("/api/v1/blocked/delete", theirs.blocked.get()),
        ("/api/v1/outbox/send", theirs.outbox.get()),
        ("/api/v1/outbox/delete", theirs.outbox.get()),
        ("/api/v1/outbox/restore", theirs.outbox.get()),
        ("/api/v1/cases/change", theirs.case.get()),
        ("/api/v1/cases/spam", theirs.case.get()),
        ("/api/v1/cases/delete", theirs.case.get()),
        ("/api/v1/cases/restore", theirs.case.get()),
        ("/api/v1/outbox/hold", theirs.outbox.get()),
        ("/api/v1/outbox/release", theirs.outbox.get()),
        ("/api/v1/blocked-addresses/former", theirs.known.standing.get()),
        ("/api/v1/blocked-addresses/delete", theirs.known.standing.get()),
        ("/api/v1/blocked-addresses/trial", theirs.known.standing.get()),
        ("/api/v1/blocked-addresses/block-again", theirs.known.standing.get()),
        ("/api/v1/blocked-addresses/trial/end", theirs.known.standing.get()),
    ];
    for (path, id) in actions {
        let done = browser.post(path, json!({ "ids": [id.to_string()] })).await.expect(200).json();
        assert_eq!(done["done"], 0, "{path}");
        assert_eq!(done["failed"][0]["id"], id.to_string(), "{path}");
    }
    let way = json!({ "ids": [theirs.outbox.get().to_string()], "way": "installation" });
    let done = browser.post("/api/v1/outbox/way", way).await.expect(200).json();
    assert_eq!((&done["done"], &done["failed"][0]["code"]), (&json!(0), &json!("outbox.way_not_changed")));
    let untouched = world.signed_in(theirs.organisation, &Right::ALL).await;
    let intake = untouched.get(&format!("/api/v1/intake/{}", theirs.intake)).await.expect(200).json();
    assert_eq!((&intake["state"], &intake["deleted_at"]), (&json!("failed"), &Value::Null));
}

#[tokio::test]
async fn lists_and_exports_hold_ones_own_rows_alone() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    for list in ["users", "mailboxes", "intake", "blocked", "outbox", "cases"] {
        let foreign = match list {
            "users" => theirs.user.get(),
            "mailboxes" => theirs.settings.mailbox.get(),
            "intake" => theirs.intake.get(),
            "blocked" => theirs.blocked.get(),
            "outbox" => theirs.outbox.get(),
            _ => theirs.case.get(),
        };
        let foreign = foreign.to_string();
        let page = browser.get(&format!("/api/v1/{list}")).await.expect(200).json();
        let rows = page["rows"].as_array().unwrap();
        assert!(!rows.is_empty(), "{list}");
        assert!(rows.iter().all(|row| row["id"] != foreign), "{list}");
        let export =
            browser.get(&format!("/api/v1/{list}/export?format=txt&ids={foreign}")).await.expect(200);
        assert_eq!(
            export.text().lines().filter(|line| line.contains('\t')).count(),
            1,
            "{list}: the headings alone"
        );
    }
}

#[tokio::test]
async fn nothing_that_one_reads_names_a_record_of_another_organisation() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let foreign = ids(&theirs);
    let reads = operations();
    // The feed of changes has no end; its rows are those of `store::events`, which a test there walks.
    let reads = reads.iter().filter(|read| read.method == "GET" && !read.is_suffix("/events"));
    for operation in reads.filter(|read| read.needs_sign_in() && !read.path.contains('{')) {
        let mut asked = vec![operation.path.clone()];
        if operation.is_suffix("/export") {
            asked = ["txt", "html"].map(|format| format!("{}?format={format}", operation.path)).to_vec();
        } else if operation.is_suffix("/start/signatures") {
            asked = vec![format!("{}?mailbox_id={}", operation.path, theirs.settings.mailbox)];
        } else if operation.is_suffix("/search") {
            asked = vec![format!("{}?q=faktura", operation.path)];
        }
        for path in asked {
            let answer = browser.get(&path).await;
            let text = answer.text();
            assert!(answer.status.is_success() || answer.status.as_u16() == 422, "{path}: {text}");
            let named = foreign.iter().find(|id| text.contains(id.as_str()));
            assert_eq!(named, None, "{path} names a record of another organisation: {text}");
        }
    }
}

/// The ids of an organisation's records; they are unique over all organisations.
fn ids(all: &Everything) -> Vec<String> {
    let choices = &all.settings;
    let ids = [
        all.organisation.get(),
        all.user.get(),
        all.intake.get(),
        all.blocked.get(),
        all.outbox.get(),
        all.case.get(),
        all.message.get(),
        all.files.upload.get(),
        all.token.get(),
        all.job.get(),
        all.tag.get(),
        all.known.person.get(),
        all.known.company.get(),
        choices.oauth.0.get(),
        choices.oauth.1.get(),
        choices.role.get(),
        choices.category.get(),
        choices.priority.get(),
        choices.status.get(),
        choices.request_type.get(),
        choices.faq.get(),
        choices.sender_domain.get(),
        choices.mailbox.get(),
        choices.filter.get(),
        choices.template.get(),
        choices.budget.get(),
    ];
    ids.map(|id| id.to_string()).to_vec()
}
