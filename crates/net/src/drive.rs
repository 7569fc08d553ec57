//! Runs any `wire` core over a stream: reads and writes at the same time, keeps the core's
//! deadlines and records what was said. The one place where a protocol meets a socket.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use domain::Clock;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::timeout;
use wire::Core;

use crate::network::BoxStream;
use crate::transcript::Transcript;

/// What is read at once, octets.
const READ_OCTETS_MAX: usize = 64 * 1024;
/// What waits to be written before the core is asked for more, octets.
const WRITE_OCTETS_MAX: usize = 64 * 1024;

/// Why a conversation cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    /// The peer closed the connection.
    #[error("the other side closed the connection")]
    Closed,
    /// The peer was silent for too long.
    #[error("the other side did not answer in time")]
    TimedOut,
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Io(#[source] io::Error),
}

impl From<io::Error> for DriveError {
    fn from(error: io::Error) -> Self {
        // Peers that drop TLS without close_notify end up here as well; for a mail protocol, which
        // marks its own ends, that is a close like any other.
        let closed = matches!(
            error.kind(),
            io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
        );
        if closed { Self::Closed } else { Self::Io(error) }
    }
}

/// A core on its stream.
pub struct Drive<C> {
    core: C,
    // `None` only between `upgrade` taking the stream and putting it back.
    stream: Option<BoxStream>,
    clock: Arc<dyn Clock>,
    transcript: Transcript,
    input: Box<[u8]>,
    output: BytesMut,
    unflushed: bool,
}

impl<C: Core> Drive<C> {
    /// Puts `core` on `stream`; nothing is sent or read yet.
    #[must_use]
    pub fn new(core: C, stream: BoxStream, clock: Arc<dyn Clock>) -> Self {
        Self {
            core,
            stream: Some(stream),
            clock,
            transcript: Transcript::new(),
            input: vec![0; READ_OCTETS_MAX].into_boxed_slice(),
            output: BytesMut::new(),
            unflushed: false,
        }
    }

    /// The core, to ask it.
    pub const fn core(&self) -> &C {
        &self.core
    }

    /// The core, to give it commands; they are sent by the next [`Drive::next`] or
    /// [`Drive::flush`].
    pub const fn core_mut(&mut self) -> &mut C {
        &mut self.core
    }

    /// What was said so far.
    pub const fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// The transcript, to add a remark or hide a secret.
    pub const fn transcript_mut(&mut self) -> &mut Transcript {
        &mut self.transcript
    }

    /// Takes the transcript out, as for an error that outlives the session.
    pub fn take_transcript(&mut self) -> Transcript {
        std::mem::take(&mut self.transcript)
    }

    /// Goes on until the core has an event. Safe to drop and call again: nothing is lost.
    ///
    /// # Errors
    ///
    /// When the connection ends, breaks or is silent for longer than the core waits.
    pub async fn next(&mut self) -> Result<C::Event, DriveError> {
        loop {
            if let Some(event) = self.advance() {
                return Ok(event);
            }
            let wait = self.remaining();
            match timeout(wait.unwrap_or(FOREVER), self.exchange()).await {
                Ok(Ok(read)) => self.take_input(read),
                Ok(Err(error)) => return Err(error),
                Err(_) if wait.is_none() => {}
                Err(_) => self.expire()?,
            }
        }
    }

    /// Writes everything that the core has to say, without waiting for an answer.
    ///
    /// # Errors
    ///
    /// When the connection breaks, or takes nothing for longer than the core waits.
    pub async fn flush(&mut self) -> Result<(), DriveError> {
        loop {
            self.collect_output();
            if self.output.is_empty() && !self.unflushed {
                return Ok(());
            }
            let wait = self.remaining().unwrap_or(FOREVER);
            let wrote = poll_fn(|cx| self.poll_write(cx));
            timeout(wait, wrote).await.map_err(|_| DriveError::TimedOut)??;
        }
    }

    /// Replaces the stream by what `with` makes of it, as STARTTLS does. Output is written first.
    ///
    /// # Errors
    ///
    /// What [`Drive::flush`] or `with` reports; the session is over then.
    pub async fn upgrade<E, F, Fut>(&mut self, with: F) -> Result<(), E>
    where
        E: From<DriveError>,
        F: FnOnce(BoxStream) -> Fut,
        Fut: Future<Output = Result<BoxStream, E>>,
    {
        self.flush().await?;
        let plain = self.stream.take().ok_or(DriveError::Closed)?;
        self.stream = Some(with(plain).await?);
        Ok(())
    }

    /// Says goodbye to the stream: writes what is left, then closes our direction. Errors are not
    /// of interest any more.
    pub async fn close(mut self) -> Transcript {
        let goodbye = async {
            self.flush().await.ok();
            if let Some(stream) = &mut self.stream {
                stream.shutdown().await.ok();
            }
        };
        timeout(CLOSE_TIMEOUT, goodbye).await.ok();
        self.transcript
    }

    /// Moves everything the core has: output first, since an event may end the session.
    fn advance(&mut self) -> Option<C::Event> {
        self.collect_output();
        let event = self.core.poll_event();
        self.collect_trace();
        event
    }

    fn collect_output(&mut self) {
        let now = self.clock.now();
        while self.output.len() < WRITE_OCTETS_MAX {
            let Some(bytes) = self.core.poll_output(now) else { break };
            self.output.extend_from_slice(&bytes);
        }
        self.collect_trace();
    }

    fn collect_trace(&mut self) {
        while let Some(mut line) = self.core.poll_trace() {
            // A log is read by more people than the conversation is.
            line.text = self.transcript.masked(line.text);
            tracing::trace!(side = %line.side.letter(), line = %line.text, "conversation");
            self.transcript.record(&line);
        }
    }

    /// How long the core still waits; `None` when it waits for its user alone.
    fn remaining(&self) -> Option<Duration> {
        let due = self.core.poll_timeout()?;
        let millis = due.millis_since(self.clock.now()).max(0);
        Some(Duration::from_millis(millis.unsigned_abs()))
    }

    fn take_input(&mut self, read: usize) {
        let now = self.clock.now();
        self.core.input(&self.input[..read], now);
    }

    /// Lets the core act on its timeout, or gives up with it.
    fn expire(&mut self) -> Result<(), DriveError> {
        let Some(due) = self.core.poll_timeout() else { return Ok(()) };
        // The timer has fired for `due`; a clock that runs behind it must not make us wait again.
        self.core.timeout(due.max(self.clock.now()));
        let moved = self.core.poll_timeout() != Some(due);
        if moved { Ok(()) } else { Err(DriveError::TimedOut) }
    }

    /// Reads once, writing meanwhile: a peer that answers while we still send must not make both
    /// wait for each other. How many octets were read.
    async fn exchange(&mut self) -> Result<usize, DriveError> {
        poll_fn(|cx| {
            // Written or not, what counts is whether there is input; a write wakes us again.
            while !self.output.is_empty() || self.unflushed {
                match self.poll_write(cx) {
                    Poll::Ready(Ok(())) => self.collect_output(),
                    // What the peer said before it went away is still to be read.
                    Poll::Ready(Err(DriveError::Closed)) => self.drop_output(),
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                    Poll::Pending => break,
                }
            }
            self.poll_read(cx)
        })
        .await
    }

    fn drop_output(&mut self) {
        self.output.clear();
        self.unflushed = false;
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), DriveError>> {
        let Some(stream) = &mut self.stream else { return Poll::Ready(Err(DriveError::Closed)) };
        if self.output.is_empty() {
            let flushed = std::task::ready!(Pin::new(stream).poll_flush(cx));
            self.unflushed = false;
            return Poll::Ready(flushed.map_err(DriveError::from));
        }
        match std::task::ready!(Pin::new(stream).poll_write(cx, &self.output))? {
            0 => Poll::Ready(Err(DriveError::Closed)),
            written => {
                self.output.advance(written);
                self.unflushed = true;
                Poll::Ready(Ok(()))
            }
        }
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<usize, DriveError>> {
        let Some(stream) = &mut self.stream else { return Poll::Ready(Err(DriveError::Closed)) };
        let mut buffer = ReadBuf::new(&mut self.input);
        std::task::ready!(Pin::new(stream).poll_read(cx, &mut buffer))?;
        match buffer.filled().len() {
            0 => Poll::Ready(Err(DriveError::Closed)),
            read => Poll::Ready(Ok(read)),
        }
    }
}

/// Stands for no deadline; a core without one is woken by its user.
const FOREVER: Duration = Duration::from_secs(24 * 3600);
/// How long a goodbye may take.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
