//! The connection under a session: plain or TLS, lines in, replies out.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// RFC 5321 4.5.3.1.6: a text line has at most 1,000 octets; peers under test may break that, and we
/// take what they send up to here.
const LINE_OCTETS_MAX: usize = 64 * 1024;
const READ_OCTETS: usize = 32 * 1024;

enum Transport {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

/// A buffered connection.
pub(super) struct Wire {
    transport: Transport,
    buffer: Vec<u8>,
    read: usize,
}

impl Wire {
    pub(super) const fn plain(stream: TcpStream) -> Self {
        Self { transport: Transport::Plain(stream), buffer: Vec::new(), read: 0 }
    }

    /// TLS from here on. RFC 3207 4.2: what came before it in plain text is thrown away.
    pub(super) fn start_tls(&mut self, config: Arc<ServerConfig>) -> Result<()> {
        let Transport::Plain(stream) = &self.transport else { return Err(ErrorKind::InvalidInput.into()) };
        let connection = ServerConnection::new(config).map_err(Error::other)?;
        self.transport = Transport::Tls(Box::new(StreamOwned::new(connection, stream.try_clone()?)));
        self.buffer.clear();
        self.read = 0;
        Ok(())
    }

    pub(super) const fn is_tls(&self) -> bool {
        matches!(self.transport, Transport::Tls(_))
    }

    /// The next line without its end; an error at the end of the connection.
    pub(super) fn line(&mut self) -> Result<Vec<u8>> {
        loop {
            let waiting = &self.buffer[self.read..];
            if let Some(end) = waiting.iter().position(|octet| *octet == b'\n') {
                let line = waiting[..end].strip_suffix(b"\r").unwrap_or(&waiting[..end]).to_vec();
                self.read += end + 1;
                return Ok(line);
            }
            if waiting.len() > LINE_OCTETS_MAX {
                return Err(ErrorKind::InvalidData.into());
            }
            self.fill()?;
        }
    }

    /// Writes all of it.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.transport {
            Transport::Plain(stream) => stream.write_all(bytes),
            Transport::Tls(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
        }
    }

    /// Whether the peer has sent more already: replies to a pipelined group go out together.
    pub(super) fn has_more(&self) -> bool {
        self.read < self.buffer.len()
    }

    fn fill(&mut self) -> Result<()> {
        self.buffer.drain(..self.read);
        self.read = 0;
        let mut piece = [0; READ_OCTETS];
        let size = match &mut self.transport {
            Transport::Plain(stream) => stream.read(&mut piece)?,
            Transport::Tls(stream) => stream.read(&mut piece)?,
        };
        if size == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.buffer.extend(&piece[..size]);
        Ok(())
    }
}
