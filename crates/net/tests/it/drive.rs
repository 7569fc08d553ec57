//! The driver, with cores that do nothing but show it.

use std::sync::Arc;

use bytes::Bytes;
use domain::{SystemClock, Timestamp};
use net::{Drive, DriveError};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use wire::{Core, TraceLine};

/// Sends a number of octets and counts those that come.
struct Counter {
    to_send: usize,
    to_come: usize,
    due_at: Option<Timestamp>,
}

impl Core for Counter {
    type Event = &'static str;

    fn input(&mut self, bytes: &[u8], _now: Timestamp) {
        self.to_come -= bytes.len();
    }

    fn poll_output(&mut self, now: Timestamp) -> Option<Bytes> {
        self.due_at.get_or_insert(now.plus_seconds(60));
        let piece = self.to_send.min(1000);
        self.to_send -= piece;
        (piece > 0).then(|| vec![b'x'; piece].into())
    }

    fn poll_event(&mut self) -> Option<&'static str> {
        (self.to_come == 0).then_some("all came")
    }

    fn poll_trace(&mut self) -> Option<TraceLine> {
        None
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        self.due_at
    }

    fn timeout(&mut self, _now: Timestamp) {}
}

fn counter(to_send: usize, to_come: usize) -> Counter {
    Counter { to_send, to_come, due_at: None }
}

const MUCH: usize = 1024 * 1024;

#[tokio::test]
async fn two_sides_that_talk_at_once_do_not_block_each_other() {
    let (ours, mut theirs) = duplex(64);
    let peer = tokio::spawn(async move {
        // The peer reads nothing before it has said everything.
        theirs.write_all(&vec![b'y'; MUCH]).await.unwrap();
        let mut said = vec![0; MUCH];
        theirs.read_exact(&mut said).await.unwrap();
    });
    let mut drive = Drive::new(counter(MUCH, MUCH), Box::new(ours), Arc::new(SystemClock));
    assert_eq!(drive.next().await.unwrap(), "all came");
    drive.flush().await.unwrap();
    peer.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_core_that_waits_too_long_ends_with_a_timeout() {
    let (ours, _theirs) = duplex(64);
    let mut drive = Drive::new(counter(0, 1), Box::new(ours), Arc::new(SystemClock));
    assert!(matches!(drive.next().await, Err(DriveError::TimedOut)));
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_takes_nothing_ends_with_a_timeout() {
    let (ours, _theirs) = duplex(64);
    let mut drive = Drive::new(counter(MUCH, 1), Box::new(ours), Arc::new(SystemClock));
    assert!(matches!(drive.flush().await, Err(DriveError::TimedOut)));
}

#[tokio::test]
async fn what_a_peer_said_before_it_left_is_heard() {
    let (ours, mut theirs) = duplex(64);
    theirs.write_all(b"yy").await.unwrap();
    drop(theirs);
    let mut drive = Drive::new(counter(MUCH, 2), Box::new(ours), Arc::new(SystemClock));
    assert_eq!(drive.next().await.unwrap(), "all came");
    drive.core_mut().to_come = 1;
    assert!(matches!(drive.next().await, Err(DriveError::Closed)));
}
