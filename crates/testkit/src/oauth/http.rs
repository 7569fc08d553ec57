//! As much HTTP/1.1 as the provider needs: one request a connection.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Shared, answers};

/// How long a peer may be silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came.
pub(super) struct Request {
    pub(super) path: String,
    /// Query and form fields together.
    pub(super) fields: BTreeMap<String, String>,
    /// Name and password of HTTP Basic.
    pub(super) basic: Option<(String, String)>,
}

/// What goes back; `None` loses the answer.
pub(super) enum Answer {
    Json(u16, String),
    Redirect(String),
    Nothing,
}

/// Answers one request.
pub(super) fn serve(stream: TcpStream, shared: &Shared) {
    let _set = stream.set_read_timeout(Some(PATIENCE));
    let Some(request) = read(&stream, shared) else { return };
    let answer = answers::answer(&request, shared);
    if request.path == "/token" {
        shared.until_let_go();
    }
    let text = match answer {
        Answer::Json(status, body) => format!(
            "HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        ),
        Answer::Redirect(to) => {
            format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        }
        Answer::Nothing => return,
    };
    let _sent = (&stream).write_all(text.as_bytes());
}

fn read(stream: &TcpStream, shared: &Shared) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length, mut basic) = (String::new(), 0, None);
    reader.read_line(&mut first).ok()?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => basic = read_basic(value),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    let target = first.split(' ').nth(1)?.to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut fields = fields(query);
    fields.extend(self::fields(&body));
    shared.lock().bodies.push(body);
    Some(Request { path: path.to_owned(), fields, basic })
}

fn read_basic(value: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(value.strip_prefix("Basic ")?).ok()?).ok()?;
    let (name, password) = text.split_once(':')?;
    Some((decoded(name), decoded(password)))
}

/// The answer to a GET, head and all.
pub(super) fn get(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.replace("\r\n", "\n"))
}

/// The fields of a query or form.
pub(super) fn fields(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

fn decoded(text: &str) -> String {
    let (mut octets, mut rest) = (Vec::new(), text.bytes());
    while let Some(octet) = rest.next() {
        match octet {
            b'+' => octets.push(b' '),
            b'%' => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let digits = String::from_utf8_lossy(&digits).into_owned();
                octets.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
            }
            other => octets.push(other),
        }
    }
    String::from_utf8_lossy(&octets).into_owned()
}
