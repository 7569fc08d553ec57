//! Real connections: answered, and let go of when the server stops.

use std::time::Duration;

use api::{ApiConfig, BaseUrl};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::office::World;

const WITHIN: Duration = Duration::from_secs(20);

/// Octets of a file that no mail takes, and more than the buffers of a connection hold.
const LARGE: usize = 26 * 1024 * 1024;

async fn send(stream: &mut TcpStream, head: &str) -> String {
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = timeout(WITHIN, stream.read(&mut answer)).await.expect("an answer in time").unwrap();
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

#[tokio::test]
async fn a_stop_lets_idle_connections_and_live_streams_go() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let token = world.session(ours.organisation, ours.user).await;
    let stop = CancellationToken::new();
    let config =
        ApiConfig { stop: stop.clone(), ..ApiConfig::new(BaseUrl::parse("http://127.0.0.1").unwrap()) };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(api::serve(listener, api::router(world.office.clone(), config), stop.clone()));

    let mut idle = TcpStream::connect(address).await.unwrap();
    let answer = send(&mut idle, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let mut live = TcpStream::connect(address).await.unwrap();
    let head = format!("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: posthus={token}\r\n\r\n");
    let answer = send(&mut live, &head).await;
    assert!(answer.contains("text/event-stream"), "{answer}");

    stop.cancel();
    let ended = timeout(WITHIN, serving).await.expect("the server stops in time");
    ended.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens there any more");
}

#[tokio::test]
async fn whoever_sends_a_file_that_there_is_no_room_for_to_its_end_reads_the_answer() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let token = world.session(ours.organisation, ours.user).await;
    let stop = CancellationToken::new();
    let config = ApiConfig::new(BaseUrl::parse("http://127.0.0.1").unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(api::serve(listener, api::router(world.office.clone(), config), stop.clone()));
    let head = |more: &str| {
        let of_browser = format!("Host: x\r\nSec-Fetch-Site: same-origin\r\nCookie: posthus={token}\r\n");
        let path = "/api/v1/uploads?name=film.mp4";
        format!("POST {path} HTTP/1.1\r\n{of_browser}Content-Length: {LARGE}\r\n{more}\r\n")
    };

    let mut begun = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // Asked for the body: it has its place.
        let answer = send(&mut stream, &head("Expect: 100-continue\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 100"), "{answer}");
        begun.push(stream);
    }
    let mut next = TcpStream::connect(address).await.unwrap();
    next.write_all(head("").as_bytes()).await.unwrap();
    // As browsers do it: all of the file first.
    for piece in vec![9_u8; LARGE].chunks(1024 * 1024) {
        let written = timeout(WITHIN, next.write_all(piece)).await.expect("the server goes on reading");
        written.expect("the connection is not reset");
    }
    let answer = send(&mut next, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 429"), "{answer}");
    let retry_after = answer.to_ascii_lowercase().contains("retry-after: 5");
    assert!(retry_after && answer.contains("upload.too_many_at_once"), "{answer}");

    drop((begun, next));
    stop.cancel();
    timeout(WITHIN, serving).await.expect("the server stops in time").unwrap().unwrap();
}

#[tokio::test]
async fn a_stranger_who_announces_a_file_holds_no_connection() {
    let world = World::open().await;
    let stop = CancellationToken::new();
    let config = ApiConfig::new(BaseUrl::parse("http://127.0.0.1").unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(api::serve(listener, api::router(world.office.clone(), config), stop.clone()));

    let mut stranger = TcpStream::connect(address).await.unwrap();
    let path = "/api/v1/uploads?name=film.mp4";
    let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGE}\r\n\r\n");
    let answer = send(&mut stranger, &head).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    // Not an octet of the file was sent, and none is waited for.
    let mut rest = Vec::new();
    let closed = timeout(Duration::from_secs(4), stranger.read_to_end(&mut rest)).await;
    closed.expect("the connection is closed at once").unwrap();

    stop.cancel();
    timeout(WITHIN, serving).await.expect("the server stops in time").unwrap().unwrap();
}
