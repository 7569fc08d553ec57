//! What is left of a request's body when its answer is there before the end of it, as with a file that is refused.
//!
//! RFC 9112 9.6: whoever closes a connection with data on it that he did not read resets it, and the answer is lost to a
//! client that is still sending. Browsers send the whole of a file before they look at the answer, and would tell of a
//! line that is down. So the answer goes at once, and the rest is read and forgotten behind it.
//!
//! For users alone: whoever is not signed in sends no files, and would hold one of the server's connections for nothing.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use futures_util::StreamExt as _;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::extract::SignedIn;

/// What is read and forgotten of one body at most, octets: the largest file that is taken in where nothing else is set.
const OCTETS_MAX: usize = 256 * 1024 * 1024;
/// For how long: a line of 50 Mbit/s brings that much meanwhile. It costs a connection and no memory.
const WITHIN: Duration = Duration::from_secs(60);
/// How long the next piece may take to come: who sends nothing does not wait for the end of sending to read the answer.
const BETWEEN: Duration = Duration::from_secs(5);

/// Reads what the handler leaves of a user's body, within limits, after the answer. `author::named`, around it, says
/// whether somebody is signed in; of others the server closes the connection.
pub(crate) async fn discarded(request: Request, next: Next) -> Response {
    let is_signed_in = request.extensions().get::<SignedIn>().is_some();
    // RFC 9110 10.1.1: whoever asks first whether to send the body sends none to a refusal.
    if !is_signed_in || request.headers().contains_key(header::EXPECT) {
        return next.run(request).await;
    }
    next.run(request.map(|body| Body::new(Unread(body)))).await
}

/// A body whose rest is read when nobody wants it any more.
struct Unread(Body);

impl HttpBody for Unread {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.0).poll_frame(context);
        if matches!(polled, Poll::Ready(None | Some(Err(_)))) {
            self.0 = Body::empty();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        if self.0.is_end_stream() {
            return;
        }
        // Without a runtime the server has ended, and its connections with it.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(timeout(WITHIN, discard(mem::take(&mut self.0), OCTETS_MAX)));
        }
    }
}

/// Reads a body to its end, to the limit, octets, or until no more comes; returns what it read.
async fn discard(body: Body, octets_max: usize) -> usize {
    let mut pieces = body.into_data_stream();
    let mut octets = 0;
    while octets < octets_max
        && let Ok(Some(Ok(piece))) = timeout(BETWEEN, pieces.next()).await
    {
        octets += piece.len();
    }
    octets
}

#[cfg(test)]
mod tests {
    use std::io;

    use futures_util::stream;
    use tokio::time::Instant;

    use super::*;

    fn piece(_: usize) -> io::Result<Bytes> {
        Ok(Bytes::from_static(b"1234"))
    }

    #[tokio::test]
    async fn the_rest_of_a_body_is_read_to_its_end_and_no_further_than_the_limit() {
        let body = |pieces: usize| Body::from_stream(stream::iter((0..pieces).map(piece)));
        assert_eq!(discard(body(3), 100).await, 12);
        assert_eq!(discard(body(1_000), 100).await, 100);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_sends_nothing_more_is_not_waited_for() {
        let silent = stream::iter((0..2).map(piece)).chain(stream::pending());
        let began = Instant::now();
        assert_eq!(discard(Body::from_stream(silent), 100).await, 8);
        assert_eq!(began.elapsed(), BETWEEN);
    }
}
