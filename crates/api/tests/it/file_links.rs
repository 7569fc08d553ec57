//! Files by links, as people outside and colleagues meet them.

use axum::body::Body;
use axum::http::{Method, header};
use domain::FileLinkId;
use domain::org::Right;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::browser::{Answer, Browser};
use crate::office::{Everything, World};

/// 43 characters, as a real token has.
const TOKEN: &str = "Nq8y3kqYw0l2bT1xv7Zp5cR4sD6fG9hJmKaLoPeUiWt";

/// A link whose address is known.
async fn link(world: &World, ours: &Everything, name: &'static str, seconds: i64) -> FileLinkId {
    let (org, message, case, by) = (ours.organisation, ours.message, ours.case, ours.user);
    let content = bytes::Bytes::from_static(b"<script>alert(1)</script>");
    let raw = store::raw::prepare(world.office.store(), org, content).await.unwrap();
    let at = world.office.now();
    let new = store::file_links::NewFileLink {
        name: name.to_owned(),
        media_type: "text/html".to_owned(),
        size_octets: raw.size_octets(),
        bytes: store::file_links::LinkedBytes::New(raw),
        token_hash: Sha256::digest(TOKEN).into(),
        by,
        at,
        expires_at: at.plus_seconds(seconds),
        fetches_max: 5,
    };
    world
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move {
                store::file_links::insert(tx, org, message, &[new]).await?;
                let all = store::file_links::list_of_case(tx, org, case).await?;
                Ok(all.last().unwrap().id)
            })
        })
        .await
}

async fn visit(browser: &Browser, method: Method, path: &str, languages: &str) -> Answer {
    let request = browser.request(method, path).header(header::ACCEPT_LANGUAGE, languages);
    browser.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn whoever_has_a_link_sees_what_it_leads_to_and_fetches_it_without_signing_in() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    link(&world, &ours, "Pris <b>&.html", 3600).await;
    let outside = world.browser();
    let page = visit(&outside, Method::GET, &format!("/files/{TOKEN}"), "sv-SE,sv;q=0.9").await.expect(200);
    assert!(page.text().contains("nord har skickat en fil till dig"), "{}", page.text());
    assert!(page.text().contains("Pris &lt;b&gt;&amp;.html") && page.text().contains("lang=\"sv\""));
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("x-robots-tag"), "noindex, nofollow");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    outside.get("/file-page.css").await.expect(200);

    let path = format!("/files/{TOKEN}/download");
    let head = visit(&outside, Method::HEAD, &path, "nb").await.expect(200);
    assert_eq!(head.header("content-disposition"), "", "a look takes nothing along");
    let file = visit(&outside, Method::GET, &path, "nb").await.expect(200);
    assert_eq!(file.text(), "<script>alert(1)</script>");
    assert!(file.header("content-disposition").starts_with("attachment; filename="));
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(file.header("content-length"), "25");

    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let case = browser.get(&format!("/api/v1/cases/{}", ours.case)).await.expect(200).json();
    let shown = case["messages"][0]["links"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&shown["fetches"], &shown["state"]), (&json!(1), &json!("open")));
    assert!(!case.to_string().contains(TOKEN), "nobody is told the address again");
}

#[tokio::test]
async fn a_link_that_is_over_or_none_says_so_in_the_readers_language() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    link(&world, &ours, "tegning.pdf", 60).await;
    world.clock.advance_seconds(61);
    let outside = world.browser();
    for path in [format!("/files/{TOKEN}"), format!("/files/{TOKEN}/download")] {
        let page = visit(&outside, Method::GET, &path, "nb-NO").await.expect(410);
        assert!(page.text().contains("Lenken har utløpt") && page.text().contains("Be nord sende"));
        assert!(!page.text().contains("tegning.pdf"), "{}", page.text());
    }
    let none = visit(&outside, Method::GET, "/files/abc", "en").await.expect(404);
    assert!(none.text().contains("There is no file here"), "{}", none.text());
    for _ in 0..domain::limits::FILE_LINK_MISSES_MAX {
        visit(&outside, Method::GET, "/files/abc", "en").await;
    }
    let wait = visit(&outside, Method::GET, "/files/abc", "en").await.expect(429);
    assert!(wait.text().contains("Too many attempts"), "{}", wait.text());
    visit(&outside.at_host("198.51.100.3"), Method::GET, "/files/abc", "en").await.expect(404);
}

#[tokio::test]
async fn a_colleague_opens_the_file_and_withdraws_the_link() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let id = link(&world, &ours, "tegning.pdf", 3600).await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/cases/{}/file-links/{id}", ours.case);
    browser.get(&path).await.expect(200);
    let others = world.signed_in(theirs.organisation, &Right::ALL).await;
    others.get(&path).await.expect(404);
    others.post(&format!("{path}/revoke"), json!({})).await.expect(404);
    browser
        .post(&format!("/api/v1/cases/{}/file-links/{}/revoke", ours.case, theirs.files.link), json!({}))
        .await
        .expect(404);

    browser.post(&format!("{path}/revoke"), json!({})).await.expect(204);
    let page = visit(&world.browser(), Method::GET, &format!("/files/{TOKEN}"), "en").await.expect(410);
    assert!(page.text().contains("The link was withdrawn"), "{}", page.text());
    browser.get(&path).await.expect(200);
    let again = browser.post(&format!("{path}/revoke"), json!({})).await.expect(409);
    assert_eq!(again.code(), "file_links.revoked");
}

#[tokio::test]
async fn whoever_writes_is_told_whether_files_can_go_as_links() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let offer =
        async || browser.get("/api/v1/profile/sending").await.expect(200).json()["file_links"].clone();
    let offered = offer().await;
    assert_eq!((&offered["refused"], &offered["days"]), (&Value::Null, &json!(30)));

    let set = async |name: &str, value: Value| {
        let path = format!("/api/v1/settings/{name}");
        browser.json(Method::PUT, &path, json!({ "value": value })).await
    };
    set("file_links.days", json!(7)).await.expect(200);
    set("file_links.enabled", json!(false)).await.expect(200);
    let offered = offer().await;
    assert_eq!((&offered["refused"], &offered["days"]), (&json!("switched_off"), &json!(7)));
    assert_eq!(set("file_links.days", json!(0)).await.expect(422).code(), "file_links.bounds");
}
