//! A file on its way to somebody outside. It lies in memory until he has it, and so its room is held until then; who does
//! not take it in time is left without the rest.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flows::file_links::Room;
use futures_util::stream;
use tokio::sync::mpsc;

use crate::download::Download;

/// Octets that are handed on at a time.
const PIECE_OCTETS: usize = 64 * 1024;
/// How long somebody may take to receive one piece: also over a poor line it is a matter of seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// To be saved, never shown.
pub(super) fn of((name, media_type): (String, String), bytes: Bytes, room: Room) -> Response {
    let size = bytes.len();
    let (sender, receiver) = mpsc::channel(1);
    // The server asks for nothing while its socket is full, so the waiting is done beside it.
    tokio::spawn(hand_on(bytes, room, sender));
    let pieces = stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|piece| (Ok::<_, Infallible>(piece), receiver))
    });
    let mut response = Download { name, media_type, body: Body::from_stream(pieces) }.into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    response
}

/// Piece by piece. A body that ends before its length ends the connection: the receiver's browser says that it is
/// incomplete.
async fn hand_on<Held>(mut bytes: Bytes, room: Held, sender: mpsc::Sender<Bytes>) {
    while !bytes.is_empty() {
        let piece = bytes.split_to(PIECE_OCTETS.min(bytes.len()));
        if !matches!(tokio::time::timeout(PATIENCE, sender.send(piece)).await, Ok(Ok(()))) {
            break;
        }
    }
    drop(room);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_does_not_take_his_file_gives_its_room_back() {
        let (room, free) = tokio::sync::oneshot::channel::<()>();
        let (sender, mut receiver) = mpsc::channel(1);
        tokio::spawn(hand_on(Bytes::from(vec![0; 3 * PIECE_OCTETS]), room, sender));
        let began = tokio::time::Instant::now();
        assert!(free.await.is_err(), "its holder is gone");
        assert_eq!(began.elapsed(), PATIENCE);
        let mut got = 0;
        while let Some(piece) = receiver.recv().await {
            got += piece.len();
        }
        assert_eq!(got, PIECE_OCTETS, "the rest never comes");
    }
}
