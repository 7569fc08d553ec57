//! Users and roles under the rules that keep an organisation in its owners' hands.

use domain::org::Right;
use serde_json::{Value, json};

use crate::office::World;

fn new_user(email: &str) -> Value {
    json!({ "name": "Ola Nordmann", "email": email, "password": "en ganske lang setning", "language": "en" })
}

#[tokio::test]
async fn users_are_made_and_changed() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Users]).await;
    let made = browser.post("/api/v1/users", new_user("ola@nord.example")).await.expect(201).json();
    assert_eq!(
        (&made["active"], &made["language"], &made["last_sign_in_at"]),
        (&json!(true), &json!("en"), &Value::Null)
    );

    let taken = browser.post("/api/v1/users", new_user("OLA@nord.example")).await.expect(409);
    assert_eq!((taken.code().as_str(), &taken.json()["field"]), ("user.address_taken", &json!("email")));
    let path = format!("/api/v1/users/{}", made["id"].as_str().unwrap());
    let change = json!({ "name": " Ola  N. ", "role_ids": [ours.settings.role.to_string()] });
    let mut changed = browser.patch(&path, change).await.expect(200).json();
    let remarks = changed.as_object_mut().unwrap().remove("remarks");
    assert_eq!(remarks, Some(json!([])), "no address was named");
    assert_eq!(
        (&changed["name"], &changed["role_ids"][0]),
        (&json!("Ola N."), &json!(ours.settings.role.to_string()))
    );
    assert_eq!(browser.get(&path).await.expect(200).json(), changed);
    let found = browser.get("/api/v1/users?q=OLA%20n&sort=email").await.expect(200).json();
    assert_eq!(found["rows"], json!([changed]));
}

#[tokio::test]
async fn a_blocked_address_is_told_in_the_users_row_and_to_himself() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Users]).await;
    // It is blocked already.
    let made = browser.post("/api/v1/users", new_user("borte@kunde.example")).await.expect(201).json();
    let other = browser.post("/api/v1/users", new_user("ola@nord.example")).await.expect(201).json();
    assert_eq!((&made["address_warning"]["scope"], &other["address_warning"]), (&json!("all"), &Value::Null));
    let one =
        browser.get(&format!("/api/v1/users/{}", made["id"].as_str().unwrap())).await.expect(200).json();
    let listed = browser.get("/api/v1/users?q=borte").await.expect(200).json();
    for told in [&one, &listed["rows"][0]] {
        assert_eq!(told["address_warning"], made["address_warning"]);
    }
    let user = made["id"].as_str().unwrap().parse().unwrap();
    let himself = world.signed_in_as(ours.organisation, user).await;
    let session = himself.get("/api/v1/session").await.expect(200).json();
    assert_eq!(session["user"]["address_warning"], made["address_warning"]);
    let profile = himself.patch("/api/v1/profile", json!({ "language": "en" })).await.expect(200).json();
    assert_eq!(profile["address_warning"], made["address_warning"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_user_is_said_by_field() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Users]).await;
    let check = async |field: &str, value: Value, code: &str| {
        let mut user = new_user("ny@nord.example");
        user[field] = value;
        let refused = browser.post("/api/v1/users", user).await.expect(422);
        assert_eq!((refused.code().as_str(), refused.json()["field"].as_str()), (code, Some(field)));
    };
    check("email", json!("nobody"), "address.invalid").await;
    check("name", json!("  "), "name.empty").await;
    check("password", json!("kort"), "password.too_short").await;
    check("password", json!("NY@nord.example"), "password.too_simple").await;
    check("role_ids", json!(["999"]), "user.unknown_role").await;
    check("category_ids", json!(["999"]), "user.unknown_category").await;
}

#[tokio::test]
async fn somebody_can_always_administer_users() {
    let world = World::open().await;
    let organisation = world
        .write(move |tx| Box::pin(async move { store::organisations::insert(tx, "øst", tx.now()).await }))
        .await;
    let admin = world.user(organisation, &[Right::Users]).await;
    let browser = world.signed_in_as(organisation, admin).await;
    let path = format!("/api/v1/users/{admin}");
    let user = browser.get(&path).await.expect(200).json();
    let role = format!("/api/v1/roles/{}", user["role_ids"][0].as_str().unwrap());

    for refused in [
        browser.patch(&path, json!({ "active": false })).await,
        browser.patch(&path, json!({ "role_ids": [] })).await,
        browser.patch(&role, json!({ "rights": ["intake"] })).await,
        browser.delete(&role).await,
    ] {
        assert_eq!(refused.expect(409).code(), "user.last_administrator");
    }
    assert_eq!(browser.get(&path).await.expect(200).json(), user, "nothing of it was kept");

    let second = world.user(organisation, &[Right::Users]).await;
    browser.patch(&format!("/api/v1/users/{second}"), json!({ "name": "Den andre" })).await.expect(200);
    browser.patch(&path, json!({ "active": false })).await.expect(200);
}

#[tokio::test]
async fn roles_are_made_changed_and_removed() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Users]).await;
    let input = json!({ "name": "Vakt", "rights": ["intake", "blocked"] });
    let made = browser.post("/api/v1/roles", input.clone()).await.expect(201).json();
    assert_eq!((&made["rights"], &made["users"]), (&json!(["intake", "blocked"]), &json!(0)));
    assert_eq!(browser.post("/api/v1/roles", input).await.expect(409).code(), "role.name_taken");
    let path = format!("/api/v1/roles/{}", made["id"].as_str().unwrap());
    let changed = browser.patch(&path, json!({ "rights": ["export"] })).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["rights"]), (&json!("Vakt"), &json!(["export"])));
    browser.delete(&path).await.expect(204);
    browser.delete(&path).await.expect(404);
}

#[tokio::test]
async fn the_organisation_is_renamed_and_its_language_chosen() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let theirs = world.organisation("sør").await;
    let browser = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let change = json!({ "name": " Nord  Energi ", "language": "sv" });
    let changed = browser.patch("/api/v1/organisation", change).await.expect(200).json();
    assert_eq!(changed, json!({ "name": "Nord Energi", "language": "sv" }));
    assert_eq!(browser.get("/api/v1/organisation").await.expect(200).json(), changed);
    let refused = browser.patch("/api/v1/organisation", json!({ "name": " " })).await.expect(422);
    assert_eq!((refused.code().as_str(), &refused.json()["field"]), ("name.empty", &json!("name")));

    let other = world.signed_in(theirs.organisation, &[Right::Mailboxes]).await;
    assert_eq!(other.get("/api/v1/organisation").await.expect(200).json()["name"], "sør");
}
