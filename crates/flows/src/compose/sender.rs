//! As whom a mail is written: from the mailbox of its case, from its author's own address, or from a shared sender;
//! and what follows: where answers and failures go, and who gets a copy unasked.

use domain::compose::{AnswersTo, FromChoice, Mode};
use domain::timeline::Step;
use domain::transport::TransportOwner;
use domain::{Actor, EmailAddress, IdentityId, OrganisationId, Problem, TemplateId};
use policy::sender::{self, Because, Facts, Proposal};
use store::identities::IdentityRow;
use store::mailboxes::MailboxRow;
use store::signatures::Signatures;
use store::{Conn, StoreError};

use super::names::{self, SendingRules};
use super::of_case;
use super::recipients::{Person, Recipients};
use super::request::NewReply;
use crate::office::Office;
use crate::outbox::{self, Asked};
use crate::{cases, identities, preflight, problem, signatures};

/// Who a mail is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SentAs {
    /// What was chosen, by whomever.
    pub(super) choice: FromChoice,
    /// Who decided.
    pub(super) because: Because,
    /// The name and address in `From`.
    pub(super) from: Person,
    /// Where answers go, where that is another address.
    pub(super) reply_to: Option<Person>,
    /// Where failures come back (RFC 5321 4.4).
    pub(super) return_path: EmailAddress,
    /// Where receipts go, where failures go elsewhere.
    pub(super) receipts_to: Option<EmailAddress>,
    /// Who gets a hidden copy though the author named nobody.
    pub(super) copies: Vec<EmailAddress>,
    /// What stands under it in the place of the mailbox's signatures, where it is not empty.
    pub(super) signatures: Signatures,
    /// Its own address, where it leaves from the operator's.
    pub(super) instead_of: Option<EmailAddress>,
}

impl SentAs {
    /// The recipients with the copies that are sent unasked, and those copies; nobody gets the mail twice.
    pub(super) fn with_copies(&self, mut recipients: Recipients) -> (Recipients, Vec<EmailAddress>) {
        let mut unasked = Vec::new();
        for copy in &self.copies {
            if recipients.envelope().iter().all(|known| known.key() != copy.key()) {
                recipients.bcc.push(copy.clone());
                unasked.push(copy.clone());
            }
        }
        (recipients, unasked)
    }

    /// What the timeline of the mail says where it leaves from the operator's address.
    pub(super) fn step(&self) -> Option<Step> {
        self.instead_of.as_ref().map(|own| preflight::sent_instead(&self.from.1, own))
    }

    /// From the operator's address, under the same name; answers go where they would have gone.
    fn rewritten(self, operators: EmailAddress) -> Self {
        let (name, address) = self.from;
        let shown = name.clone().unwrap_or_else(|| address.to_string());
        let instead_of = Some(address.clone());
        let reply_to = self.reply_to.or(Some((name, address)));
        // SPF is of the domain that failures come back to (RFC 7208 2.4): one that lets our servers send.
        let receipts_to = Some(self.return_path);
        let from = (Some(shown), operators.clone());
        Self { from, reply_to, return_path: operators, receipts_to, instead_of, ..self }
    }
}

/// As whom a user may write, and as whom he does unless he chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    rules: SendingRules,
    identities: Vec<IdentityRow>,
    /// What the template names.
    template: Proposal,
    /// What the organisation set.
    organisation: Proposal,
}

impl Known {
    /// Gathers it.
    pub(super) async fn of(
        office: &Office,
        actor: &Actor,
        template: Option<TemplateId>,
    ) -> Result<Self, Problem> {
        let conn = office.store().read();
        let template = match template {
            Some(id) => {
                let found = store::templates::find(&conn, actor.organisation, id).await;
                found.map_err(problem::from_store)?.and_then(|row| row.settings.identity_id)
            }
            None => None,
        };
        let rules = names::rules(office, actor).await?;
        let identities = identities::usable(&conn, actor).await.map_err(problem::from_store)?;
        let of = (actor.organisation, identities.as_slice());
        let template = proposal(&conn, of, template).await.map_err(problem::from_store)?;
        let organisation = proposal(&conn, of, rules.identity_id).await.map_err(problem::from_store)?;
        Ok(Self { rules, identities, template, organisation })
    }

    /// The shared senders that he may use.
    pub(super) fn identities(&self) -> &[IdentityRow] {
        &self.identities
    }

    /// Whether he may write from his own address.
    pub(super) const fn may_use_own(&self) -> bool {
        self.rules.lets_own_address()
    }

    /// As whom, and why; for a mail that begins a case, or one in a case.
    pub(super) const fn resolve(&self, chosen: Option<FromChoice>, begins: bool) -> (FromChoice, Because) {
        let (template, organisation) = (self.template, self.organisation);
        sender::resolve(Facts { message: chosen, template, organisation, begins })
    }
}

/// Whether whoever may use these senders may use the one that is named.
async fn proposal(
    conn: &Conn,
    (organisation, usable): (OrganisationId, &[IdentityRow]),
    named: Option<IdentityId>,
) -> Result<Proposal, StoreError> {
    let Some(id) = named else { return Ok(Proposal::Nothing) };
    if usable.iter().any(|row| row.id == id) {
        return Ok(Proposal::Usable(FromChoice::Shared { id }));
    }
    let found = store::identities::find(conn, organisation, id).await?;
    Ok(match found {
        Some(row) if row.archived_at.is_some() => Proposal::Archived,
        Some(_) => Proposal::OfOthers,
        None => Proposal::Nothing,
    })
}

/// Resolves it, and sees that mail from there may leave.
///
/// # Errors
/// 422 where the author may not write as whom he chose, and where no receiver would take the mail.
pub(super) async fn resolve(
    office: &Office,
    actor: &Actor,
    mailbox: &MailboxRow,
    reply: &NewReply,
) -> Result<SentAs, Problem> {
    let sent_as = chosen(office, actor, mailbox, reply).await?;
    let sent_as = of_its_server(office, actor, sent_as).await.map_err(problem::from_store)?;
    let own = (&sent_as.from.1, sent_as.choice);
    Ok(match preflight::cleared(office, actor, own).await? {
        Some(operators) => sent_as.rewritten(operators),
        None => sent_as,
    })
}

/// Refuses a sender that the actor may not write as.
///
/// # Errors
/// 422 with what to do.
pub(super) async fn usable(office: &Office, actor: &Actor, choice: FromChoice) -> Result<(), Problem> {
    let known = Known::of(office, actor, None).await?;
    match choice {
        FromChoice::Mailbox => Ok(()),
        FromChoice::Own => own_address(office, actor, &known).await.map(|_| ()),
        FromChoice::Shared { id } => shared(office, actor.organisation, &known, id).await.map(|_| ()),
    }
}

async fn chosen(
    office: &Office,
    actor: &Actor,
    mailbox: &MailboxRow,
    reply: &NewReply,
) -> Result<SentAs, Problem> {
    let known = Known::of(office, actor, reply.as_whom.template_id).await?;
    let (choice, because) = known.resolve(reply.as_whom.from, reply.mode == Mode::New);
    let sending = names::user_sending(office, actor).await?;
    let copy_of_shared = || if sending.copy_of_shared { sending.copy_to.clone() } else { Vec::new() };
    match choice {
        FromChoice::Mailbox if mailbox.deleted_at.is_some() => Err(of_case::gone()),
        FromChoice::Mailbox => Ok(SentAs {
            choice,
            because,
            from: of_case::person(office, actor, mailbox).await?,
            reply_to: None,
            // The mailbox is imported, so that failures are seen.
            return_path: mailbox.settings.address.clone(),
            receipts_to: None,
            copies: copy_of_shared(),
            signatures: Signatures::default(),
            instead_of: None,
        }),
        FromChoice::Own => {
            let from = own_address(office, actor, &known).await?;
            let home = of_case::home(office, actor, (mailbox, &from.1)).await?;
            // A server that is a person's own takes no mail whose failures go to somebody else's address.
            let has_own_server = uses_own_server(office, actor).await?;
            Ok(SentAs {
                choice,
                because,
                return_path: path_of(home.as_ref().filter(|_| !has_own_server), &from.1),
                // A receipt is no part of the envelope: it comes to where the case is.
                receipts_to: home.as_ref().filter(|_| has_own_server).map(|(_, address)| address.clone()),
                from,
                reply_to: reply_to(sending.answers_to.clone(), home),
                copies: sending.copy_to.clone(),
                signatures: Signatures::default(),
                instead_of: None,
            })
        }
        FromChoice::Shared { id } => {
            let row = shared(office, actor.organisation, &known, id).await?;
            let settings = &row.settings;
            let mut copies = settings.copy_to.clone();
            copies.extend(copy_of_shared());
            let home = of_case::home(office, actor, (mailbox, &settings.address)).await?;
            Ok(SentAs {
                choice,
                because,
                from: (named(office, actor, &known, &settings.display_name).await?, settings.address.clone()),
                return_path: path_of(home.as_ref(), &settings.address),
                reply_to: reply_to(settings.answers_to.clone(), home),
                receipts_to: None,
                copies,
                signatures: signatures::below(&row),
                instead_of: None,
            })
        }
    }
}

/// The server of a domain takes no mail whose failures go to an address of another one (Exchange Online refuses it), unless
/// whoever set it says that it does: they go to the sender then, and receipts, which are no part of the envelope, to the mailbox as before.
async fn of_its_server(office: &Office, actor: &Actor, sent_as: SentAs) -> Result<SentAs, StoreError> {
    let from = &sent_as.from.1;
    if from.domain() == sent_as.return_path.domain() {
        return Ok(sent_as);
    }
    let asked = Asked {
        organisation: actor.organisation,
        own_of: (sent_as.choice == FromChoice::Own).then_some(actor.user),
        from: from.to_string(),
        domain: from.domain().to_owned(),
        choice: None,
    };
    if !outbox::is_strict_relay_of_domain(&office.store().read(), office, &asked).await? {
        return Ok(sent_as);
    }
    let receipts_to = sent_as.receipts_to.or(Some(sent_as.return_path));
    Ok(SentAs { return_path: from.clone(), receipts_to, ..sent_as })
}

/// Failures come back where they are imported, so that they are seen; to the sender where nothing is.
fn path_of(home: Option<&Person>, from: &EmailAddress) -> EmailAddress {
    home.map_or_else(|| from.clone(), |(_, address)| address.clone())
}

fn reply_to(answers_to: AnswersTo, home: Option<Person>) -> Option<Person> {
    match answers_to {
        AnswersTo::Mailbox => home,
        AnswersTo::Own => None,
        AnswersTo::Address { address } => Some((None, address)),
    }
}

async fn own_address(office: &Office, actor: &Actor, known: &Known) -> Result<Person, Problem> {
    if !known.may_use_own() {
        let detail =
            "your organisation does not let mail leave from personal addresses; write from the mailbox";
        return Err(Problem::invalid("from", "from.own_not_allowed", detail));
    }
    let author = cases::author(office, actor).await?;
    let address = author.address.ok_or_else(|| Problem::not_found("user"))?;
    Ok((author.name, address))
}

async fn shared(
    office: &Office,
    organisation: OrganisationId,
    known: &Known,
    id: IdentityId,
) -> Result<IdentityRow, Problem> {
    if let Some(row) = known.identities.iter().find(|row| row.id == id) {
        return Ok(row.clone());
    }
    let found = store::identities::find(&office.store().read(), organisation, id).await;
    let detail = match found.map_err(problem::from_store)? {
        Some(row) if row.archived_at.is_none() => {
            "only members of certain categories may write from this address; choose another one"
        }
        Some(_) | None => "nobody writes from this address any longer; choose another one",
    };
    Err(Problem::invalid("from", "from.not_usable", detail))
}

/// The name before a shared address, with the agent's before it where the organisation wants that.
pub(super) async fn named(
    office: &Office,
    actor: &Actor,
    known: &Known,
    display_name: &str,
) -> Result<Option<String>, Problem> {
    let name = Some(display_name).filter(|name| !name.is_empty());
    if !known.rules.names_agent() {
        return Ok(name.map(str::to_owned));
    }
    let agent = cases::author(office, actor).await?.name.unwrap_or_default();
    Ok(Some(name.map_or_else(|| agent.clone(), |name| format!("{agent}, {name}"))))
}

/// Whether what the actor writes from his own address leaves through a server of his own.
pub(super) async fn uses_own_server(office: &Office, actor: &Actor) -> Result<bool, Problem> {
    let (conn, owner) = (office.store().read(), TransportOwner::User(actor.user));
    let found = store::transports::find(&conn, actor.organisation, &owner).await;
    Ok(found.map_err(problem::from_store)?.is_some_and(|row| row.settings.in_use))
}
