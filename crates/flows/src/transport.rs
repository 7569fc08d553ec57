//! Outgoing servers: the organisation's, those of its users and of its sender domains; shown, set, tested.

mod domains;
mod entered;
mod guard;
mod leaving;
mod sender;
mod spf;
mod test;
mod waiting;

pub use domains::{DomainTransport, delete_of_domain, domain_name, list_of_domains};
use entered::{Wanted, leads_on, may_be_own, merged, wanted};
pub(crate) use leaving::close_of_leaver;
pub use leaving::{delete_of_user, get_of_user};
pub use spf::{SpfProposal, propose_spf};
pub use test::{TestInput, may_be_tried_by_user, test};
pub(crate) use waiting::go_on;
use waiting::see_to_waiting;

use domain::audit::Record;
use domain::mailbox::{Security, SignIn};
use domain::oauth::{GrantOwner, GrantState};
use domain::outbox::TransportKind;
use domain::returns::ReturnClass;
use domain::transport::TransportOwner;
use domain::{Actor, OrganisationId, Problem, Secret, Timestamp, TransportId};
use store::events::{self, Change};
use store::oauth::grants::{self, Glance};
use store::oauth::sign_ins;
use store::transports::{Failing, TransportRow, TransportSettings};
use store::{Conn, StoreError, Tx};

use crate::office::Office;
use crate::preflight::Seen;
use crate::users::Refused;
use crate::{oauth, problem};

/// The usual submission port (RFC 8314 3.3).
const PORT_DEFAULT: u16 = 465;

/// What a person enters; `None` leaves a field.
#[derive(Clone, Default)]
pub struct TransportInput {
    /// Whether the owner's own server is used, or the shared one; his own if left out.
    pub own: Option<bool>,
    /// Direct or through a relay.
    pub kind: Option<TransportKind>,
    /// The relay's name.
    pub host: Option<String>,
    /// Its port.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub security: Option<Security>,
    /// Who signs in; empty for nobody.
    pub username: Option<String>,
    /// With what: a password, or an application's tokens.
    pub sign_in: Option<SignIn>,
    /// The password; an empty one removes it.
    pub password: Option<Secret>,
    /// The name we greet other servers with; empty for this server's own.
    pub helo_name: Option<String>,
    /// Whether the relay takes mail with a return path of ours. A user's own server is for his address alone.
    pub own_return_path: Option<bool>,
    /// The terms of SPF that the relay's provider asks for, as a person types them; empty for none. Never of a user's own
    /// server: whoever runs a domain's DNS asks for the ways of all its mail.
    pub spf_terms: Option<String>,
    /// The version that its author saw; left out, it is written over what others did.
    pub seen_version: Option<i64>,
}

/// An outgoing server as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportView {
    /// The settings, used or not.
    pub settings: TransportSettings,
    /// Whether a password is kept.
    pub has_password: bool,
    /// What its provider grants, where somebody signed in.
    pub grant: Option<Glance>,
    /// How mail leaves for whoever does not use a server of his own.
    pub shared: TransportKind,
    /// Whether that is the organisation's choice, and not the installation's.
    pub shared_is_of_organisation: bool,
    /// How the installation's relay is signed in to stands, where that is by a grant and the shared way leads there.
    pub shared_grant: Option<GrantState>,
    /// What keeps mail from leaving through it, while something does.
    pub failing: Option<Failing>,
    /// When it was set.
    pub updated_at: Option<Timestamp>,
}

impl TransportView {
    /// Which version of the settings this is: another one with each change, 0 of those that nobody set.
    #[must_use]
    pub fn version(&self) -> i64 {
        version(self.updated_at)
    }
}

/// What is noted of a server beside its settings leaves the time alone at which they were set.
fn version(set_at: Option<Timestamp>) -> i64 {
    set_at.map_or(0, Timestamp::as_millis)
}

/// What a test showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestReport {
    /// Whether it works.
    pub ok: bool,
    /// A stable name for what was found.
    pub summary_code: String,
    /// One sentence.
    pub detail: String,
    /// What a server's words mean, where it said no to a mail.
    pub class: Option<ReturnClass>,
    /// Mails that wait on the server, for a mailbox.
    pub waiting: Option<u64>,
    /// The conversation, secrets masked.
    pub conversation: Vec<String>,
    /// What a receiver sees of mail that leaves so; `None` where nothing leaves.
    pub seen: Option<Seen>,
}

/// An owner's outgoing server.
///
/// # Errors
/// When the store fails.
pub async fn get(
    office: &Office,
    organisation: OrganisationId,
    owner: &TransportOwner,
) -> Result<TransportView, Problem> {
    let conn = office.store().read();
    let row = store::transports::find(&conn, organisation, owner).await.map_err(problem::from_store)?;
    let grant = match &row {
        Some(row) => {
            let grant = grant_of(owner, row.id);
            grants::find_glance(&conn, organisation, grant).await.map_err(problem::from_store)?
        }
        None => None,
    };
    let shared = shared(office, &conn, organisation, owner).await?;
    let shared_grant = if shared == (TransportKind::Relay, false) {
        oauth::shared_standing(office).await.map_err(problem::from_store)?
    } else {
        None
    };
    Ok(TransportView { shared_grant, ..view(office, row, grant, shared) })
}

fn view(
    office: &Office,
    row: Option<TransportRow>,
    grant: Option<Glance>,
    (shared, shared_is_of_organisation): (TransportKind, bool),
) -> TransportView {
    let (failing, updated_at) =
        row.as_ref().map(|row| (row.failing.clone(), Some(row.updated_at))).unwrap_or_default();
    let (settings, has_password) =
        row.map_or_else(|| (unset(office), false), |row| (row.settings, row.has_password));
    TransportView {
        settings,
        has_password,
        grant,
        shared,
        shared_is_of_organisation,
        shared_grant: None,
        failing,
        updated_at,
    }
}

/// The way of those who use none of their own, and whether it is the organisation's.
async fn shared(
    office: &Office,
    conn: &Conn,
    organisation: OrganisationId,
    owner: &TransportOwner,
) -> Result<(TransportKind, bool), Problem> {
    let of_organisation = match owner {
        TransportOwner::Organisation => None,
        TransportOwner::User(_) | TransportOwner::Domain(_) => {
            let found = store::transports::find(conn, organisation, &TransportOwner::Organisation).await;
            found.map_err(problem::from_store)?.filter(|row| row.settings.in_use)
        }
    };
    Ok(match of_organisation {
        Some(row) => (row.settings.kind, true),
        None => (office.settings().outgoing.kind, false),
    })
}

/// The grant that an owner's server may be signed in to with; `id` is the server's.
pub(crate) const fn grant_of(owner: &TransportOwner, id: TransportId) -> GrantOwner {
    match owner {
        TransportOwner::Organisation => GrantOwner::Transport,
        TransportOwner::User(user) => GrantOwner::User(*user),
        TransportOwner::Domain(_) => GrantOwner::Domain(id),
    }
}

/// What an owner's server is signed in to with ends: it leads elsewhere from here on, or is gone.
async fn end_grant(tx: &Tx, organisation: OrganisationId, owner: &TransportOwner) -> Result<(), StoreError> {
    let Some(row) = store::transports::find(tx, organisation, owner).await? else { return Ok(()) };
    let grant = grant_of(owner, row.id);
    sign_ins::forget_of_owner(tx, organisation, grant).await?;
    grants::delete(tx, organisation, grant).await.map(|_was_there| ())
}

/// The settings of an owner who has entered none. Where the shared way leads is its operator's business.
fn unset(office: &Office) -> TransportSettings {
    TransportSettings {
        in_use: false,
        kind: office.settings().outgoing.kind,
        host: String::new(),
        port: PORT_DEFAULT,
        security: Security::Tls,
        username: String::new(),
        sign_in: SignIn::Password,
        helo_name: String::new(),
        own_return_path: false,
        spf_terms: String::new(),
    }
}

/// Sets an owner's outgoing server.
///
/// # Errors
/// 422 for a field that is wrong, 409 where somebody changed it since its author saw it, or an organisation has as many
/// domains with a server of their own as it may.
pub async fn put(
    office: &Office,
    actor: &Actor,
    owner: TransportOwner,
    input: TransportInput,
) -> Result<(), Problem> {
    if let Some(SignIn::OAuth(application)) = input.sign_in {
        oauth::applications::known(office, actor.organisation, application).await?;
    }
    let present = get(office, actor.organisation, &owner).await?;
    domains::has_room(office, actor.organisation, &owner, &present).await?;
    // DNS may be asked, so that this is done before anything is written; what is wrong otherwise is told below.
    if let Ok(settings) = merged(present.settings.clone(), input.clone()) {
        // Also of a server that stays: what is found out is remembered for the look at what waits for it.
        let may_be = may_be_own(office, &settings).await;
        if !leads_on(&present.settings, &settings) {
            may_be?;
        }
    }
    let (organisation, within, of) = (actor.organisation, office.clone(), owner.clone());
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            // What is set goes on from what is there, as nobody else changes it meanwhile.
            store::organisations::lock(tx, organisation).await?;
            let row = store::transports::find(tx, organisation, &owner).await?;
            is_as_seen(tx, (organisation, &owner), (input.seen_version, row.as_ref())).await?;
            let (settings, had_password) =
                row.map_or_else(|| (unset(&within), false), |row| (row.settings, row.has_password));
            let (kept, was_in_use) = (settings.spf_terms.clone(), settings.in_use);
            let wanted = wanted((settings, had_password), &owner, input)?;
            // What is kept of a server that is out of use stands in no record, and whoever leaves it must not be kept there.
            let begins = wanted.settings.in_use && !was_in_use;
            if begins || wanted.settings.in_use && wanted.settings.spf_terms != kept {
                spf::may_be_in(tx, organisation, (&owner, wanted.settings.spf_terms.as_str())).await?;
            }
            write(tx, &within, (organisation, &owner), wanted).await.map_err(Refused::from)
        })
    });
    let is_all: bool = written.await.map_err(Refused::into_problem)?;
    if !is_all {
        go_on(office, organisation, of).await.map_err(problem::from_store)?;
    }
    let signals = office.signals();
    for signal in [&signals.outbox, &signals.oauth, &signals.domains] {
        signal.notify_one();
    }
    Ok(())
}

/// Refuses to write over what somebody else set since; who and when, as far as the history of settings knows.
async fn is_as_seen(
    tx: &Tx,
    (organisation, owner): (OrganisationId, &TransportOwner),
    (seen, row): (Option<i64>, Option<&TransportRow>),
) -> Result<(), Refused> {
    let set_at = row.map(|row| row.updated_at);
    let there = version(set_at);
    let Some(seen) = seen.filter(|seen| *seen != there) else { return Ok(()) };
    let record = Record::outgoing_server(owner);
    let last = store::audit::last_of(tx, organisation, (record.kind, &record.key), "").await?;
    // What was done before he saw it is not what he has not seen.
    let last = last.filter(|entry| entry.at.as_millis() > seen);
    let at = last.as_ref().map(|entry| entry.at).or(set_at).unwrap_or_else(|| tx.now());
    let by = last.map(|entry| if entry.user_name.is_empty() { PROGRAM.to_owned() } else { entry.user_name });
    let detail = format!(
        "{} changed the server since you saw it; look at it again, or save over it",
        by.as_deref().unwrap_or("somebody")
    );
    let refused = Problem::conflict("transport.changed_meanwhile", detail)
        .with("version", there.to_string())
        .with("at", at.to_rfc3339());
    Err(match by {
        Some(by) => refused.with("by", by),
        None => refused,
    }
    .into())
}

/// Who is named where no person changed something.
const PROGRAM: &str = "Posthus";

/// Returns whether all that waits was seen to; else `go_on` follows.
async fn write(
    tx: &Tx,
    office: &Office,
    (organisation, owner): (OrganisationId, &TransportOwner),
    Wanted { settings, password, ends_grant }: Wanted,
) -> Result<bool, StoreError> {
    let at = office.now();
    if ends_grant {
        end_grant(tx, organisation, owner).await?;
    }
    events::insert(tx, organisation, Change::settings());
    store::transports::put(tx, (organisation, owner), &settings, &password, at).await?;
    see_to_waiting(tx, office, (organisation, owner), at).await
}
