//! A file on its way to somebody outside, piece by piece. Its room is held until he has it; who does not take it in time
//! is left without the rest.

use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flows::file_links::Room;
use futures_util::{Stream, StreamExt, stream};
use store::StoreError;
use store::raw::OutgoingRaw;
use tokio::sync::mpsc;

use crate::download::Download;

/// How long somebody may take to receive one piece: also over a poor line it is a matter of seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// To be saved, never shown.
pub(super) fn of((name, media_type): (String, String), content: OutgoingRaw, room: Room) -> Response {
    let octets = Some(content.size_octets());
    let (sender, receiver) = mpsc::channel(1);
    // The server asks for nothing while its socket is full, so the waiting is done beside it.
    tokio::spawn(hand_on(content.into_pieces(), room, sender));
    let pieces = stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|piece| (piece, receiver))
    });
    Download { name, media_type, body: Body::from_stream(pieces), octets }.into_response()
}

/// Piece by piece. A body that ends before its length ends the connection: the receiver's browser says that it is
/// incomplete.
async fn hand_on<Held>(
    pieces: impl Stream<Item = Result<Bytes, StoreError>>,
    room: Held,
    sender: mpsc::Sender<Result<Bytes, StoreError>>,
) {
    let mut pieces = std::pin::pin!(pieces);
    while let Some(piece) = pieces.next().await {
        if let Err(error) = &piece {
            tracing::warn!(%error, "a file that was being fetched broke off");
        }
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
        let pieces = stream::iter((0..3).map(|_| Ok(Bytes::from_static(b"piece"))));
        tokio::spawn(hand_on(pieces, room, sender));
        let began = tokio::time::Instant::now();
        assert!(free.await.is_err(), "its holder is gone");
        assert_eq!(began.elapsed(), PATIENCE);
        let mut got = 0;
        while let Some(piece) = receiver.recv().await {
            got += piece.unwrap().len();
        }
        assert_eq!(got, "piece".len(), "the rest never comes");
    }
}
