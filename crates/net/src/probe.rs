//! "Test connection": goes the way that an import would go, changes nothing, and shows the
//! conversation.

use std::time::Duration;

use domain::mailbox::Protocol;
use tokio::time::timeout;

use crate::drive::DriveError;
use crate::imap_source::ImapSource;
use crate::network::Net;
use crate::pop3_source::Pop3Source;
use crate::source::{Failure, ServerSettings, SourceError};
use crate::survey::{self, Survey};

/// A person waits for it. Each step has a shorter bound of its own, which keeps the conversation.
const PROBE_TIMEOUT: Duration = Duration::from_secs(120);

/// What a test found.
#[derive(Debug)]
pub struct Probe {
    /// Whether mail can be fetched with these settings.
    pub ok: bool,
    /// How many mails lie there.
    pub waiting: Option<u64>,
    /// What lies there; `None` where the server would not tell.
    pub survey: Option<Survey>,
    /// Mails can be fetched, but neither marked as read nor removed.
    pub read_only: bool,
    /// The conversation, `C:` and `S:` lines and our remarks, secrets masked.
    pub transcript: Vec<String>,
    /// Why not: its text is a sentence with a next step.
    pub failure: Option<SourceError>,
}

/// Tests the settings of a mailbox. One that our own listener feeds has no server to test.
pub async fn mailbox(protocol: Protocol, settings: &ServerSettings, net: &Net) -> Probe {
    let tested = async {
        match protocol {
            Protocol::Imap => Box::pin(imap(settings, net)).await,
            Protocol::Pop3 => Box::pin(pop3(settings, net)).await,
            Protocol::Smtp => {
                Ok(Found { waiting: 0, survey: None, read_only: false, transcript: Vec::new() })
            }
        }
    };
    let tested = timeout(PROBE_TIMEOUT, tested).await.unwrap_or_else(|_| Err(too_slow(settings)));
    match tested {
        Ok(Found { waiting, survey, read_only, transcript }) => {
            Probe { ok: true, waiting: Some(waiting), survey, read_only, transcript, failure: None }
        }
        Err(Failure { error, transcript }) => Probe {
            ok: false,
            waiting: None,
            survey: None,
            read_only: false,
            transcript,
            failure: Some(error),
        },
    }
}

struct Found {
    waiting: u64,
    survey: Option<Survey>,
    read_only: bool,
    transcript: Vec<String>,
}

async fn imap(settings: &ServerSettings, net: &Net) -> Result<Found, Failure> {
    let mut source = ImapSource::connect(settings, net).await?;
    match source.select().await {
        Ok(selected) => {
            let survey = survey::imap(&mut source, &settings.folder, net.clock.now()).await;
            Ok(Found {
                waiting: u64::from(selected.exists),
                survey: survey.ok(),
                read_only: selected.read_only,
                transcript: source.logout().await.lines(),
            })
        }
        Err(error) => {
            let mut transcript = source.logout().await;
            transcript.note(&error.to_string());
            Err(Failure { error, transcript: transcript.lines() })
        }
    }
}

async fn pop3(settings: &ServerSettings, net: &Net) -> Result<Found, Failure> {
    let mut source = Pop3Source::connect(settings, net).await?;
    match source.list().await {
        Ok(listed) => {
            let survey = survey::pop3(&mut source, listed.first().map(|mail| mail.number)).await.ok();
            let transcript = source.quit().await?;
            let waiting = u64::try_from(listed.len()).unwrap_or(u64::MAX);
            Ok(Found { waiting, survey, read_only: false, transcript: transcript.lines() })
        }
        Err(error) => {
            let mut transcript = source.abandon().await;
            transcript.note(&error.to_string());
            Err(Failure { error, transcript: transcript.lines() })
        }
    }
}

fn too_slow(settings: &ServerSettings) -> Failure {
    let server = format!("{}:{}", settings.host, settings.port);
    let error = SourceError::Lost { server, source: DriveError::TimedOut };
    Failure { transcript: vec![format!("* {error}")], error }
}
