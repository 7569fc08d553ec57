//! One connection of the receiving listener.

use std::net::SocketAddr;
use std::sync::Arc;

use domain::{About, EnhancedStatus, Reply, ReplyCode, Timestamp};
use net::listen::Accepted;
use net::{BoxStream, Drive, DriveError, TlsError, TlsInfo};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use wire::smtp::Mail;
use wire::smtp::server::{Event, Server, Settings as Conversation};

use super::trace::{HOPS_MAX, Trace, hops};
use super::{AcceptError, Arrival, Arrivals, Origin, RecipientVerdict, Settings, World};

/// Memory for mails is handed out in pieces of this size, octets.
pub(super) const MEMORY_UNIT_OCTETS: usize = 1024;
/// What is set aside for a mail whose size was not announced, octets.
const UNANNOUNCED_OCTETS: u64 = 1024 * 1024;

/// What all sessions of a listener share.
pub(super) struct Office<A> {
    pub(super) settings: Settings,
    pub(super) conversation: Arc<Conversation>,
    pub(super) world: World,
    pub(super) memory: Arc<Semaphore>,
    pub(super) arrivals: A,
}

/// Speaks with one client until one of the two has enough.
pub(super) async fn run<A: Arrivals>(office: Arc<Office<A>>, accepted: Accepted) {
    metrics::counter!("posthus_mx_connections_total").increment(1);
    metrics::gauge!("posthus_mx_connections").increment(1.0);
    let Accepted { stream, peer, stop, place } = accepted;
    let server = Server::new(Arc::clone(&office.conversation), false, office.world.clock.now());
    let drive = Drive::new(server, stream, Arc::clone(&office.world.clock));
    let mut session = Session { office, drive, peer, stop, tls: None, coming: None };
    match session.speak().await {
        Ok(()) => {}
        // Clients hang up whenever they like; only the curious want to know.
        Err(Ended::Drive(error)) => tracing::debug!(%error, "session ended"),
        Err(Ended::Tls(error)) => tracing::debug!(%error, "TLS failed"),
    }
    session.drive.close().await;
    drop(place);
    metrics::gauge!("posthus_mx_connections").decrement(1.0);
}

struct Session<A> {
    office: Arc<Office<A>>,
    drive: Drive<Server>,
    peer: SocketAddr,
    stop: CancellationToken,
    tls: Option<TlsInfo>,
    coming: Option<Coming>,
}

/// The mail that is coming in.
struct Coming {
    id: String,
    received_at: Timestamp,
    /// Held as long as the mail is in memory.
    _memory: OwnedSemaphorePermit,
}

/// Why a session ended before its time.
#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error(transparent)]
    Drive(#[from] DriveError),
    #[error(transparent)]
    Tls(#[from] TlsError),
}

impl<A: Arrivals> Session<A> {
    async fn speak(&mut self) -> Result<(), Ended> {
        loop {
            if self.stop.is_cancelled() && self.drive.core().is_idle() {
                self.drive.core_mut().close("421 4.3.2 the server stops, try again later");
            }
            // A mail under way is finished also after a stop: the client is not made to send it again.
            let waits_for_stop = !self.stop.is_cancelled();
            let event = tokio::select! {
                biased;
                event = self.drive.next() => event?,
                () = self.stop.cancelled(), if waits_for_stop => continue,
            };
            match event {
                Event::Recipient(address) => {
                    let verdict = self.office.arrivals.recipient(&address).await;
                    let now = self.now();
                    self.drive.core_mut().answer_recipient(recipient_answer(verdict), now);
                }
                Event::Content => {
                    let answer = self.begin();
                    let now = self.now();
                    self.drive.core_mut().answer_content(answer, now);
                }
                Event::Mail(mail) => {
                    let answer = self.accept(mail).await;
                    let now = self.now();
                    self.drive.core_mut().answer_mail(answer, now);
                }
                Event::StartTls => self.start_tls().await?,
                Event::Close => return Ok(()),
            }
        }
    }

    fn now(&self) -> Timestamp {
        self.office.world.clock.now()
    }

    /// Makes room for a mail and writes its trace fields.
    fn begin(&mut self) -> Result<Vec<u8>, Reply> {
        let server = self.drive.core();
        let octets = server.announced_octets().unwrap_or(UNANNOUNCED_OCTETS);
        let units = octets.div_ceil(MEMORY_UNIT_OCTETS as u64);
        let memory = u32::try_from(units)
            .ok()
            .and_then(|units| Arc::clone(&self.office.memory).try_acquire_many_owned(units).ok());
        let Some(memory) = memory else {
            metrics::counter!("posthus_mx_mails_total", "result" => "busy").increment(1);
            return Err(reply(452, (4, 3, 1), "too many mails at the same time, try again later"));
        };
        let id = self.office.world.entropy.hex(8);
        let received_at = self.now();
        let trace = Trace {
            id: &id,
            at: received_at,
            host_name: &self.office.settings.host_name,
            helo: server.client_name().unwrap_or_default(),
            peer: self.peer,
            with_protocol: server.with_protocol(),
            tls: self.tls.as_ref(),
            return_path: server.written_return_path(),
            recipients: server.envelope().map(|envelope| &envelope.recipients[..]).unwrap_or_default(),
        };
        let fields = trace.fields();
        self.coming = Some(Coming { id, received_at, _memory: memory });
        Ok(fields)
    }

    /// Hands a mail over; the words that the client gets with 250.
    async fn accept(&mut self, mail: Mail) -> Result<String, Reply> {
        let Some(coming) = self.coming.take() else {
            return Err(reply(451, (4, 3, 0), "try again later"));
        };
        if hops(&mail.raw) > HOPS_MAX {
            return Err(reply(554, (5, 4, 6), "the mail goes in circles"));
        }
        let (started, octets) = (Instant::now(), mail.raw.len());
        let arrival = Arrival {
            id: coming.id.clone(),
            received_at: coming.received_at,
            recipients: mail.envelope.recipients,
            return_path: mail.envelope.return_path,
            raw: mail.raw.into(),
            from: Origin {
                peer: self.peer,
                helo: self.drive.core().client_name().unwrap_or_default().to_owned(),
                tls: self.tls.clone(),
            },
        };
        let answer = self.office.arrivals.accept(arrival).await;
        let duration = started.elapsed();
        metrics::histogram!("posthus_mx_accept_seconds").record(duration.as_secs_f64());
        let (result, answer) = match answer {
            Ok(()) => ("accepted", Ok(format!("taken as {}", coming.id))),
            Err(AcceptError::Refused(words)) => ("refused", Err(reply(554, (5, 6, 0), &words))),
            Err(AcceptError::Unavailable(cause)) => {
                tracing::warn!(mail.id = %coming.id, %cause, "a mail could not be stored; its sender keeps it");
                ("failed", Err(reply(451, (4, 3, 0), "the mail cannot be stored now, try again later")))
            }
        };
        metrics::counter!("posthus_mx_mails_total", "result" => result).increment(1);
        metrics::counter!("posthus_mx_octets_total").increment(octets as u64);
        tracing::debug!(mail.id = %coming.id, result, octets, duration_ms = duration.as_millis(), "mail came in");
        answer
    }

    async fn start_tls(&mut self) -> Result<(), Ended> {
        let (tls, within) = (self.office.settings.tls.clone(), self.office.settings.handshake_within);
        let agreed = &mut self.tls;
        self.drive
            .upgrade(|plain: BoxStream| async move {
                // Never missing: STARTTLS is offered only with it.
                let tls = tls.ok_or(DriveError::Closed)?;
                let (secured, info) = tls.accept(plain, within).await?;
                *agreed = Some(info);
                Ok::<_, Ended>(secured)
            })
            .await?;
        let now = self.now();
        self.drive.core_mut().tls_established(now);
        Ok(())
    }
}

fn recipient_answer(verdict: RecipientVerdict) -> Result<(), Reply> {
    let (label, answer) = match verdict {
        RecipientVerdict::Accepted => ("accepted", Ok(())),
        RecipientVerdict::Unknown => ("unknown", Err(reply(550, (5, 1, 1), "no such recipient here"))),
        RecipientVerdict::NotHere => {
            ("not_here", Err(reply(550, (5, 7, 1), "this server takes no mail for that domain")))
        }
        RecipientVerdict::NoReturn => {
            let words = "no mail was sent from this return path within the last 30 days";
            ("no_return", Err(reply(550, (5, 7, 1), words)))
        }
        RecipientVerdict::TryLater => ("later", Err(reply(451, (4, 3, 0), "try again later"))),
    };
    metrics::counter!("posthus_mx_recipients_total", "result" => label).increment(1);
    answer
}

fn reply(code: u16, (class, subject, detail): (u8, u16, u16), words: &str) -> Reply {
    let code = ReplyCode::new(code).expect("every caller gives a code from 200 to 599");
    Reply {
        code,
        enhanced: Some(EnhancedStatus::new(class, subject, detail)),
        words: words.to_owned(),
        about: About::default(),
    }
}
