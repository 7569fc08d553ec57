//! As whom a mail can be written, for the From line of the composer.

use axum::Json;
use axum::extract::State;
use domain::Problem;
use domain::compose::{FromChoice, FromKind};
use flows::compose::{self, Offered, Senders};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Params;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::schema::{self, IdentityKey, TemplateKey};
use crate::state::Api;

/// As whom a mail is written.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = FromChoice)]
pub(crate) struct FromInput {
    /// From whose address: the mailbox of the case, the author's own, or a shared sender.
    #[schema(value_type = schema::FromKind)]
    kind: FromKind,
    /// The shared sender.
    #[serde(default)]
    id: Option<IdentityKey>,
}

impl From<FromChoice> for FromInput {
    fn from(choice: FromChoice) -> Self {
        let id = match choice {
            FromChoice::Shared { id } => Some(id.into()),
            FromChoice::Mailbox | FromChoice::Own => None,
        };
        Self { kind: choice.kind(), id }
    }
}

impl FromInput {
    /// The choice that it means.
    pub(crate) fn read(self) -> Result<FromChoice, Problem> {
        match (self.kind, self.id) {
            (FromKind::Mailbox, _) => Ok(FromChoice::Mailbox),
            (FromKind::Own, _) => Ok(FromChoice::Own),
            (FromKind::Shared, Some(id)) => Ok(FromChoice::Shared { id: id.into() }),
            (FromKind::Shared, None) => {
                Err(Problem::invalid("from", "from.not_usable", "the sender is missing; name it by its id"))
            }
        }
    }
}

/// What decides about the sender.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BegunWith {
    /// The template that the mail was begun with.
    template_id: Option<TemplateKey>,
    /// Whether it is the first mail of a new case.
    #[param(value_type = Option<bool>)]
    begins: Option<bool>,
}

/// As whom a mail can be written beside the mailbox of its case.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailSenders {
    /// As whom it is unless its author chooses.
    usual: FromInput,
    /// Who says so: `template`, `organisation`, or nobody, as the case belongs to the mailbox (`mailbox`) or the one that
    /// begins will (`new_case`). `template_archived` and `template_of_others` where the one that the template names is passed
    /// over, `organisation_of_others` where the usual one is.
    because: &'static str,
    /// The senders.
    offered: Vec<MailSender>,
}

/// A sender that can be chosen.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailSender {
    /// What a mail names it by.
    from: FromInput,
    /// The address.
    address: String,
    /// The name that stands before it.
    name: Option<String>,
    /// Whether it leaves through a server of the user's own.
    own_server: bool,
}

impl From<Offered> for MailSender {
    fn from(offered: Offered) -> Self {
        let Offered { choice, address, name, own_server } = offered;
        Self { from: choice.into(), address: address.to_string(), name, own_server }
    }
}

/// List as whom a mail can be written
///
/// Shared senders that one may use, and one's own address, beside the mailbox of the case.
#[utoipa::path(get, path = "/mail-senders", tag = "cases", params(BegunWith),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = MailSenders, description = "The senders."), OfList))]
pub(crate) async fn list_mail_senders(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(begun): Params<BegunWith>,
) -> Answer<MailSenders> {
    let with = (begun.template_id.map(Into::into), begun.begins.unwrap_or(false));
    let Senders { usual, because, offered } = compose::senders(api.office(), &actor, with).await?;
    Ok(Json(MailSenders {
        usual: usual.into(),
        because: because.as_str(),
        offered: offered.into_iter().map(Into::into).collect(),
    }))
}
