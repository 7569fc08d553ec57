//! Files that come: so many lie in memory at a time, and the next one waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, header};
use bytes::Bytes;
use domain::org::Right;
use futures_util::stream;
use serde_json::json;
use testkit::wait;
use tokio::time::timeout;

use crate::browser::{Answer, Browser};
use crate::office::World;

/// Those that lie in memory at a time.
const AT_A_TIME: usize = 16;

/// A file that never ends, and counts when somebody begins to read it.
fn endless(begun: &Arc<AtomicUsize>) -> Body {
    let begun = Arc::clone(begun);
    let mut counted = false;
    Body::from_stream(stream::poll_fn(move |_| {
        if !counted {
            begun.fetch_add(1, Ordering::SeqCst);
            counted = true;
        }
        std::task::Poll::<Option<Result<Bytes, std::io::Error>>>::Pending
    }))
}

#[tokio::test]
async fn an_upload_waits_while_too_many_lie_in_memory_and_goes_on_when_one_ends() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = Arc::new(world.signed_in(ours.organisation, &Right::ALL).await);
    let begun = Arc::new(AtomicUsize::new(0));
    let mut slow = Vec::new();
    for _ in 0..AT_A_TIME {
        let (browser, body) = (Arc::clone(&browser), endless(&begun));
        slow.push(tokio::spawn(async move {
            let request = browser.request(Method::POST, "/api/v1/uploads?name=slow.bin");
            browser.send(request.body(body).unwrap()).await
        }));
    }
    wait::until_async("all of them to be read", || async {
        (begun.load(Ordering::SeqCst) == AT_A_TIME).then_some(())
    })
    .await;
    let next = Arc::clone(&browser);
    let mut next = tokio::spawn(async move {
        let request = next.request(Method::POST, "/api/v1/uploads?name=quick.txt");
        next.send(request.body(Body::from("hello")).unwrap()).await
    });
    assert!(timeout(Duration::from_millis(300), &mut next).await.is_err(), "there is no room for it");
    browser.get("/api/v1/cases").await.expect(200);
    slow.pop().unwrap().abort();
    next.await.unwrap().expect(201);
    for upload in slow {
        upload.abort();
    }
}

/// Octets of a file that no mail takes.
const LARGE: usize = 26 * 1024 * 1024;

async fn send(browser: &Browser, announced: usize, pieces: usize) -> Answer {
    let piece = |_| Ok::<_, std::io::Error>(Bytes::from(vec![9; 1024 * 1024]));
    let body = Body::from_stream(stream::iter((0..pieces).map(piece)));
    let request = browser.request(Method::POST, "/api/v1/uploads?name=film.mp4");
    browser.send(request.header(header::CONTENT_LENGTH, announced).body(body).unwrap()).await
}

#[tokio::test]
async fn a_file_that_goes_as_a_link_comes_in_piece_by_piece_and_may_be_larger() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let kept = send(&browser, LARGE, 26).await.expect(201).json();
    assert_eq!((&kept["size_octets"], &kept["media_type"]), (&json!(LARGE), &json!("video/mp4")));
    let path = format!("/api/v1/uploads/{}", kept["id"].as_str().unwrap());
    let file = browser.get(&path).await.expect(200);
    assert_eq!(file.header("content-length"), LARGE.to_string());
    assert!(file.bytes.len() == LARGE && file.bytes.iter().all(|octet| *octet == 9));

    let short = send(&browser, LARGE, 25).await.expect(422);
    assert_eq!(short.code(), "upload.incomplete");
    let large = send(&browser, 251 * 1024 * 1024, 0).await.expect(413);
    assert_eq!(large.code(), "upload.too_large");
    let set = json!({ "value": false });
    browser.json(Method::PUT, "/api/v1/settings/file_links.enabled", set).await.expect(200);
    let no_links = send(&browser, LARGE, 26).await.expect(413).json();
    assert_eq!(no_links["params"]["max_mb"], json!("25"), "{no_links}");
}

/// A large file that begins and never goes on.
fn begun(browser: &Arc<Browser>, started: &Arc<AtomicUsize>) -> tokio::task::JoinHandle<Answer> {
    let (browser, body) = (Arc::clone(browser), endless(started));
    tokio::spawn(async move {
        let request = browser.request(Method::POST, "/api/v1/uploads?name=film.mp4");
        browser.send(request.header(header::CONTENT_LENGTH, LARGE).body(body).unwrap()).await
    })
}

#[tokio::test]
async fn a_large_file_too_many_is_refused_at_once_and_taken_in_when_another_ends() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = Arc::new(world.signed_in(ours.organisation, &Right::ALL).await);
    let started = Arc::new(AtomicUsize::new(0));
    let mut slow: Vec<_> = (0..3).map(|_| begun(&browser, &started)).collect();
    wait::until_async("all of them to be read", || async {
        (started.load(Ordering::SeqCst) == 3).then_some(())
    })
    .await;
    let refused = send(&browser, LARGE, 26).await.expect(429);
    assert_eq!((refused.code().as_str(), refused.header("retry-after")), ("upload.too_many_at_once", "5"));
    // His colleagues have places of their own.
    let colleague = world.signed_in(ours.organisation, &Right::ALL).await;
    send(&colleague, LARGE, 26).await.expect(201);
    slow.pop().unwrap().abort();
    let browser = &browser;
    wait::until_async("the place to be free", || async move {
        (send(browser, LARGE, 26).await.status == 201).then_some(())
    })
    .await;
    for upload in slow {
        upload.abort();
    }
}
