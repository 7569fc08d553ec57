//! `posthus serve`: the roles of a node, and its graceful stop.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use api::{ApiConfig, BaseUrl};
use flows::Office;
use flows::cases::CaseWaker;
use flows::escalation::Escalator;
use flows::housekeeping::Housekeeper;
use flows::intake::IntakeWorker;
use flows::jobs::JobWorker;
use flows::notify::Notifier;
use flows::oauth::OauthWorker;
use flows::outbox::{LettingGo, OutboxWorker, StillTrying};
use flows::reread::Rereader;
use flows::search_index::SearchIndexer;
use flows::sender_domains::DomainWatcher;
use flows::sync::{SyncWorker, WatchWorker};
use flows::worker::{self, Worker};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{Config, Role};
use crate::{listener, logging, wiring};

/// Runs until SIGTERM or SIGINT.
pub(crate) async fn serve(config: Config, roles: &[Role]) -> Result<()> {
    logging::start(&config.log)?;
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let metrics = start_metrics()?;
    let office = wiring::open(&config).await?;
    let roles = if roles.is_empty() { config.roles.clone() } else { roles.to_vec() };
    let stop = CancellationToken::new();
    // Before anybody can find it ready: who is told to end then ends in order.
    let mut ending = Ending::listen()?;
    let house = open(&config, &office, &roles, metrics, stop.clone()).await?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), ?roles, "posthus is open");
    ending.told().await;
    close(&office, house, &stop).await
}

/// Upper bounds of the buckets of durations, seconds.
const DURATION_BUCKETS: [f64; 12] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0];
/// How often measured durations are put into their buckets; until then each takes memory.
const UPKEEP: Duration = Duration::from_secs(5);

/// Whoever scrapes reads what all parts count.
pub(crate) fn start_metrics() -> Result<PrometheusHandle> {
    let builder = PrometheusBuilder::new().set_buckets(&DURATION_BUCKETS)?;
    builder.install_recorder().context("cannot start the metrics")
}

async fn keep_metrics_small(metrics: PrometheusHandle, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(UPKEEP)).await.is_some() {
        metrics.run_upkeep();
    }
}

/// What runs, and what must be waited for at the end.
pub(crate) struct House {
    tasks: TaskTracker,
    sync: Option<Arc<SyncWorker>>,
    watch: Option<Arc<WatchWorker>>,
    outbox: Option<Arc<OutboxWorker>>,
    /// How long mails on their way are waited for.
    stop_within: Duration,
}

/// Opens the doors and starts the workers of these roles.
pub(crate) async fn open(
    config: &Config,
    office: &Office,
    roles: &[Role],
    metrics: PrometheusHandle,
    stop: CancellationToken,
) -> Result<House> {
    let tasks = TaskTracker::new();
    tasks.spawn(keep_metrics_small(metrics.clone(), stop.clone()));
    let (mut sync, mut watch, mut outbox) = (None, None, None);
    for role in roles {
        match role {
            Role::Api => open_api(config, office, metrics.clone(), (&tasks, &stop)).await?,
            Role::Hosted => listener::open(config, office, (&tasks, &stop)).await?,
            Role::Intake => {
                if config.database.url.is_empty() {
                    flows::oauth::end_left_leases(office).await.context("cannot use the database")?;
                }
                let signals = office.signals();
                let fetcher = Arc::new(SyncWorker::new(office.clone(), stop.clone()));
                start(fetcher.clone(), signals.sync.clone(), (&tasks, &stop));
                let watcher = Arc::new(WatchWorker::new(office.clone(), stop.clone()));
                start(watcher.clone(), Arc::default(), (&tasks, &stop));
                start(Arc::new(OauthWorker::new(office.clone())), signals.oauth.clone(), (&tasks, &stop));
                let domains = Arc::new(DomainWatcher::new(office.clone()));
                start(domains, signals.domains.clone(), (&tasks, &stop));
                start(Arc::new(IntakeWorker::new(office.clone())), signals.intake.clone(), (&tasks, &stop));
                start(Arc::new(JobWorker::new(office.clone())), signals.jobs.clone(), (&tasks, &stop));
                start(Arc::new(SearchIndexer::new(office.clone())), Arc::default(), (&tasks, &stop));
                start(Arc::new(Rereader::new(office.clone())), Arc::default(), (&tasks, &stop));
                start(Arc::new(Housekeeper::new(office.clone())), Arc::default(), (&tasks, &stop));
                start(Arc::new(Notifier::new(office.clone())), signals.cases.clone(), (&tasks, &stop));
                start(Arc::new(CaseWaker::new(office.clone())), Arc::default(), (&tasks, &stop));
                start(Arc::new(Escalator::new(office.clone())), Arc::default(), (&tasks, &stop));
                (sync, watch) = (Some(fetcher), Some(watcher));
            }
            Role::Outbox => {
                start(Arc::new(StillTrying::new(office.clone())), Arc::default(), (&tasks, &stop));
                let letting_go = Arc::new(LettingGo::new(office.clone()));
                start(letting_go, office.signals().refusals.clone(), (&tasks, &stop));
                let sender = Arc::new(OutboxWorker::new(office.clone(), stop.clone()));
                start(sender.clone(), office.signals().outbox.clone(), (&tasks, &stop));
                outbox = Some(sender);
            }
        }
    }
    tasks.spawn(wake_from_other_nodes(office.clone(), stop));
    Ok(House { tasks, sync, watch, outbox, stop_within: config.outbox.stop_within() })
}

fn start(worker: Arc<dyn Worker>, wake: Arc<Notify>, (tasks, stop): (&TaskTracker, &CancellationToken)) {
    tasks.spawn(worker::run(worker, wake, stop.clone()));
}

async fn open_api(
    config: &Config,
    office: &Office,
    metrics: PrometheusHandle,
    (tasks, stop): (&TaskTracker, &CancellationToken),
) -> Result<()> {
    let address = config.http.listen;
    let listener = net::listen::bind(address).await.with_context(|| {
        format!("cannot listen on `{address}` for the web application; is another program there?")
    })?;
    let settings = ApiConfig {
        proxies: config.http.proxies.clone(),
        metrics: Some(metrics),
        metrics_token: Some(config.http.metrics_token.clone()).filter(|token| !token.is_empty()),
        stop: stop.clone(),
        ..ApiConfig::new(BaseUrl::parse(&config.base_url).context("`base_url` cannot be used")?)
    };
    let (router, stop) = (api::router(office.clone(), settings), stop.clone());
    tasks.spawn(async move {
        if let Err(error) = api::serve(listener, router, stop).await {
            tracing::error!(%error, "the web application ended");
        }
    });
    tracing::info!(%address, base_url = config.base_url, "the web application is open");
    Ok(())
}

/// A commit of any node that makes work wakes this node's workers.
async fn wake_from_other_nodes(office: Office, stop: CancellationToken) {
    use store::events::EventKind;
    let mut changes = store::events::subscribe(office.store());
    let signals = office.signals().clone();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            change = changes.recv() => match change {
                Ok(wake) => match wake.kind {
                    EventKind::Intake | EventKind::Blocked => signals.intake.notify_one(),
                    EventKind::Outbox => signals.outbox.notify_one(),
                    EventKind::Mailbox => signals.sync.notify_one(),
                    EventKind::Job => signals.jobs.notify_one(),
                    EventKind::Case => signals.cases.notify_one(),
                    // Settings are no sign that mail is let go: each address that comes back changes them. What a decision
                    // lets go in its own transaction is an event of the outbox, and the timer finds the rest.
                    EventKind::Settings => office.note_settings(wake.organisation),
                    EventKind::Person | EventKind::Company | EventKind::Notice => {}
                },
                // Some were missed: the workers look for themselves.
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {
                    signals.intake.notify_one();
                    signals.outbox.notify_one();
                    signals.sync.notify_one();
                    signals.jobs.notify_one();
                    signals.cases.notify_one();
                }
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
            },
        }
    }
}

/// SIGTERM and SIGINT, which ask a server to end; from this moment on they do not end it by themselves.
pub(crate) struct Ending {
    terminate: Signal,
    interrupt: Signal,
}

impl Ending {
    /// Listens for them.
    pub(crate) fn listen() -> Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for one of them, or takes one that came since.
    pub(crate) async fn told(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Takes nothing more, finishes what it holds, closes the database.
pub(crate) async fn close(office: &Office, house: House, stop: &CancellationToken) -> Result<()> {
    tracing::info!("posthus closes: what is under way is finished first");
    stop.cancel();
    house.tasks.close();
    house.tasks.wait().await;
    if let Some(sync) = house.sync {
        sync.drain().await;
    }
    if let Some(watch) = house.watch {
        watch.drain().await;
    }
    if let Some(outbox) = house.outbox {
        outbox.close(house.stop_within).await;
    }
    office.close().await?;
    tracing::info!("posthus is closed");
    Ok(())
}
