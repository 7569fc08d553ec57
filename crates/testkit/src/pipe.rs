//! A connection in memory that misbehaves on purpose, and the same way each time.
//!
//! Bytes arrive in pieces of seeded sizes, late, or not at all after a cut. With tokio's paused clock
//! a delay costs no time.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};
use tokio::time::Sleep;

use crate::SeededEntropy;

/// How many octets wait in each direction before a writer has to.
const BUFFER_OCTETS: usize = 64 * 1024;

/// How one direction misbehaves. The default does not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// Seed for the sizes of the pieces that arrive; `None`: they arrive as written.
    pub chop_seed: Option<u64>,
    /// Each piece arrives this much later.
    pub delay: Duration,
    /// The connection breaks once this many octets have arrived.
    pub cut_after_octets: Option<u64>,
}

/// A pair of connected ends: what the first writes suffers `outward`, what it reads `homeward`.
#[must_use]
pub fn pipe(outward: Faults, homeward: Faults) -> (End, End) {
    let (near, far) = tokio::io::duplex(BUFFER_OCTETS);
    (End::new(near, homeward), End::new(far, outward))
}

/// One end; its faults are those of what it reads.
#[derive(Debug)]
pub struct End {
    stream: DuplexStream,
    faults: Faults,
    sizes: Option<SeededEntropy>,
    arrived_octets: u64,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl End {
    fn new(stream: DuplexStream, faults: Faults) -> Self {
        let sizes = faults.chop_seed.map(SeededEntropy::new);
        Self { stream, faults, sizes, arrived_octets: 0, waiting: None }
    }

    /// How many octets the next read may give; `None`: the connection is cut.
    fn piece(&self, wanted: usize) -> Option<usize> {
        let left = match self.faults.cut_after_octets {
            Some(cut) => usize::try_from(cut.saturating_sub(self.arrived_octets)).unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        // Small pieces find the parser that cannot stop in the middle of a line.
        let chopped = self.sizes.as_ref().map_or(usize::MAX, |sizes| 1 + (sizes.next() % 16) as usize);
        (left > 0).then_some(wanted.min(left).min(chopped))
    }

    fn is_cut(&self) -> bool {
        self.faults.cut_after_octets.is_some_and(|cut| self.arrived_octets >= cut)
    }
}

impl AsyncRead for End {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        if !this.faults.delay.is_zero() {
            let delay = this.faults.delay;
            let sleep = this.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(delay)));
            ready!(sleep.as_mut().poll(cx));
        }
        let Some(size) = this.piece(into.remaining()) else {
            return Poll::Ready(Err(std::io::ErrorKind::ConnectionReset.into()));
        };
        let mut piece = vec![0; size];
        let mut buffer = ReadBuf::new(&mut piece);
        ready!(Pin::new(&mut this.stream).poll_read(cx, &mut buffer))?;
        this.waiting = None;
        this.arrived_octets += buffer.filled().len() as u64;
        into.put_slice(buffer.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for End {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        let this = self.get_mut();
        if this.is_cut() {
            return Poll::Ready(Err(std::io::ErrorKind::BrokenPipe.into()));
        }
        Pin::new(&mut this.stream).poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::time::Instant;

    use super::*;

    #[tokio::test]
    async fn chopped_bytes_arrive_whole_and_in_the_same_pieces_each_time() {
        let mut seen = Vec::new();
        for _ in 0..2 {
            let chopped = Faults { chop_seed: Some(3), ..Faults::default() };
            let (mut near, mut far) = pipe(chopped, Faults::default());
            near.write_all(&[b'x'; 100]).await.unwrap();
            drop(near);
            let (mut sizes, mut buffer) = (Vec::new(), [0; 100]);
            loop {
                match far.read(&mut buffer).await.unwrap() {
                    0 => break,
                    size => sizes.push(size),
                }
            }
            assert_eq!(sizes.iter().sum::<usize>(), 100);
            assert!(sizes.len() > 5);
            seen.push(sizes);
        }
        assert_eq!(seen[0], seen[1]);
    }

    #[tokio::test]
    async fn a_cut_connection_gives_what_arrived_and_then_an_error() {
        let cut = Faults { cut_after_octets: Some(4), ..Faults::default() };
        let (mut near, mut far) = pipe(cut, Faults::default());
        near.write_all(b"250 OK").await.unwrap();
        let mut arrived = Vec::new();
        let error = far.read_to_end(&mut arrived).await.unwrap_err();
        assert_eq!(arrived, b"250 ");
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
        assert_eq!(far.write(b"x").await.unwrap_err().kind(), std::io::ErrorKind::BrokenPipe);
    }

    #[tokio::test(start_paused = true)]
    async fn a_delay_goes_by_the_clock_of_the_runtime() {
        let late = Faults { delay: Duration::from_secs(60), ..Faults::default() };
        let (mut near, mut far) = pipe(late, Faults::default());
        let start = Instant::now();
        near.write_all(b"x").await.unwrap();
        far.read_u8().await.unwrap();
        assert_eq!(start.elapsed(), Duration::from_secs(60));
    }
}
