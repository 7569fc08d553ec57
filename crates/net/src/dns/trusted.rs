//! Answers that a name server of this machine proved: it checks the signatures of zones (RFC 4033), and says so by a
//! bit that nobody on the way can set, since there is no way.
//!
//! The bit is asked for in each question (RFC 6840 5.7), which a resolver for everything does not do; and one that
//! came over a network is worth nothing (RFC 7672 2.1.1).

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use futures_util::TryFutureExt as _;
use hickory_resolver::proto::op::{Edns, Message, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use super::hickory::{RECORDS_MAX, plain};
use super::proofs::Told;
use super::{DnsError, SetupError};

/// How long the server may take for one answer: it asks others.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// Questions before it is given up.
const TRIES: usize = 2;
/// RFC 6891 6.2.5: what fits into one packet everywhere; octets.
const UDP_OCTETS: u16 = 1232;

/// A name server of this machine that checks the signatures of zones.
pub(super) struct Trusted(SocketAddr);

impl Trusted {
    /// The server at this address, which is of this machine.
    pub(super) fn at(server: SocketAddr) -> Result<Self, SetupError> {
        if server.ip().to_canonical().is_loopback() {
            return Ok(Self(server));
        }
        let why = format!(
            "`{server}` is not on this machine; what a name server says of signatures is believed over \
             loopback alone"
        );
        Err(SetupError::new(&why))
    }

    /// What it says of a name.
    pub(super) async fn ask(&self, name: &str, kind: RecordType) -> Result<Told, DnsError> {
        let failed = |cause: String| DnsError::Unavailable { name: name.to_owned(), cause };
        let absolute = Name::from_ascii(format!("{}.", name.trim_end_matches('.')));
        let absolute = absolute.map_err(|_| DnsError::NoSuchName(name.to_owned()))?;
        let mut question = Message::query();
        question.metadata.recursion_desired = true;
        // RFC 6840 5.7: whoever asks so wants to hear whether the answer is proven.
        question.metadata.authentic_data = true;
        question.add_query(Query::query(absolute, kind));
        let mut edns = Edns::new();
        edns.set_max_payload(UDP_OCTETS);
        question.set_edns(edns);
        let answer = self.answer(&question).await.map_err(failed)?;
        let code = answer.metadata.response_code;
        // Others are also what a server says of signatures that are false.
        if !matches!(code, ResponseCode::NoError | ResponseCode::NXDomain) {
            return Err(failed(code.to_string()));
        }
        Ok(told(name, kind, &answer))
    }

    /// RFC 1035 4.2: over UDP, and over TCP where the answer does not fit.
    async fn answer(&self, question: &Message) -> Result<Message, String> {
        let octets = question.to_vec().map_err(|error| error.to_string())?;
        let mut why = String::new();
        for _ in 0..TRIES {
            let asked = timeout(ANSWER_WITHIN, self.over_udp(&octets, question)).await;
            match asked.unwrap_or_else(|_| Err("no answer in time".to_owned())) {
                Ok(answer) if !answer.metadata.truncation => return Ok(answer),
                Ok(_) => {
                    let asked = timeout(ANSWER_WITHIN, self.over_tcp(&octets, question)).await;
                    return asked.unwrap_or_else(|_| Err("no answer in time".to_owned()));
                }
                Err(cause) => why = cause,
            }
        }
        Err(why)
    }

    async fn over_udp(&self, octets: &[u8], question: &Message) -> Result<Message, String> {
        let told = |error: std::io::Error| error.to_string();
        let any: SocketAddr =
            if self.0.is_ipv6() { (Ipv6Addr::LOCALHOST, 0).into() } else { (Ipv4Addr::LOCALHOST, 0).into() };
        let socket = UdpSocket::bind(any).await.map_err(told)?;
        socket.connect(self.0).await.map_err(told)?;
        socket.send(octets).await.map_err(told)?;
        let mut packet = vec![0; usize::from(u16::MAX)];
        loop {
            let size = socket.recv(&mut packet).await.map_err(told)?;
            let answer = packet.get(..size).and_then(|packet| Message::from_vec(packet).ok());
            // An answer to another question is somebody's mistake; the right one may follow.
            if let Some(answer) = answer.filter(|answer| is_answer(answer, question)) {
                return Ok(answer);
            }
        }
    }

    async fn over_tcp(&self, octets: &[u8], question: &Message) -> Result<Message, String> {
        let told = |error: std::io::Error| error.to_string();
        let mut stream = TcpStream::connect(self.0).await.map_err(told)?;
        // RFC 1035 4.2.2: the length in two octets before the message.
        let length = u16::try_from(octets.len()).map_err(|error| error.to_string())?;
        let framed = [&length.to_be_bytes()[..], octets].concat();
        stream.write_all(&framed).await.map_err(told)?;
        let size = stream.read_u16().map_err(told).await?;
        let mut packet = vec![0; usize::from(size)];
        stream.read_exact(&mut packet).await.map_err(told)?;
        let answer = Message::from_vec(&packet).map_err(|error| error.to_string())?;
        is_answer(&answer, question).then_some(answer).ok_or_else(|| "it answers another question".to_owned())
    }
}

fn is_answer(answer: &Message, question: &Message) -> bool {
    let same = answer.queries.first().zip(question.queries.first()).is_some_and(|(one, other)| one == other);
    answer.metadata.id == question.metadata.id && same
}

fn told(asked: &str, kind: RecordType, answer: &Message) -> Told {
    let of_kind = answer.answers.iter().filter(|record| record.data.record_type() == kind);
    let records = of_kind.clone().map(|record| record.data.clone()).take(RECORDS_MAX).collect();
    let last_alias = answer.answers.iter().rev().find_map(|record| {
        let RData::CNAME(target) = &record.data else { return None };
        Some(plain(&target.0.to_ascii()))
    });
    let name = of_kind.map(|record| plain(&record.name.to_ascii())).next().or(last_alias);
    Told {
        is_proven: answer.metadata.authentic_data,
        exists: answer.metadata.response_code == ResponseCode::NoError,
        records,
        name: name.unwrap_or_else(|| asked.to_ascii_lowercase()),
    }
}
