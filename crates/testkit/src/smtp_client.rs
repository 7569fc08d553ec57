//! Hands a mail to an SMTP server, one command after the other, and says what it answered.

use std::io::{BufRead, BufReader, Error, ErrorKind, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A test's server answers soon or not at all.
const DEADLINE: Duration = Duration::from_secs(30);

/// A connection on which mails can be handed over, one after the other.
pub struct SmtpClient(BufReader<TcpStream>);

impl SmtpClient {
    /// Connects to a port of loopback and greets.
    ///
    /// # Errors
    /// When the connection breaks, or the server greets with anything but 220.
    pub fn connect(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(DEADLINE))?;
        stream.set_nodelay(true)?;
        let mut client = Self(BufReader::new(stream));
        client.expect('2')?;
        client.ask("EHLO client.test")?;
        Ok(client)
    }

    /// Hands over one mail and gives the reply to the final dot, or the first refusal.
    ///
    /// # Errors
    /// When the connection breaks: then nobody knows whether the mail was taken.
    pub fn send(&mut self, from: &str, recipients: &[&str], raw: &[u8]) -> Result<String> {
        let mut commands = vec![format!("MAIL FROM:<{from}>")];
        commands.extend(recipients.iter().map(|recipient| format!("RCPT TO:<{recipient}>")));
        commands.push("DATA".to_owned());
        for command in commands {
            let reply = self.ask(&command)?;
            if !reply.starts_with(['2', '3']) {
                self.ask("RSET")?;
                return Ok(reply);
            }
        }
        // RFC 5321 4.5.2: a leading dot is doubled.
        let mut data = Vec::with_capacity(raw.len() + 64);
        for line in raw.split_inclusive(|octet| *octet == b'\n') {
            if line.starts_with(b".") {
                data.push(b'.');
            }
            data.extend(line);
        }
        if !data.ends_with(b"\r\n") {
            data.extend(b"\r\n");
        }
        data.extend(b".\r\n");
        self.0.get_mut().write_all(&data)?;
        self.reply()
    }

    /// Says a line and gives the last line of the reply.
    ///
    /// # Errors
    /// When the connection breaks.
    pub fn ask(&mut self, line: &str) -> Result<String> {
        self.0.get_mut().write_all(format!("{line}\r\n").as_bytes())?;
        self.reply()
    }

    fn reply(&mut self) -> Result<String> {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            // RFC 5321 4.2.1: a hyphen behind the code means that more lines follow.
            if line.as_bytes().get(3) != Some(&b'-') {
                return Ok(line.trim_end().to_owned());
            }
        }
    }

    fn expect(&mut self, class: char) -> Result<()> {
        let reply = self.reply()?;
        if reply.starts_with(class) { Ok(()) } else { Err(Error::other(reply)) }
    }
}

/// Hands one mail over on a connection of its own.
///
/// # Errors
/// When the connection breaks or the server refuses.
pub fn send(port: u16, from: &str, recipient: &str, raw: &[u8]) -> Result<()> {
    let reply = SmtpClient::connect(port)?.send(from, &[recipient], raw)?;
    if reply.starts_with('2') { Ok(()) } else { Err(Error::other(reply)) }
}
