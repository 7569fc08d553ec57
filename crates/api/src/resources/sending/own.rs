//! How a user's own mail is sent.

use axum::Json;
use axum::extract::State;
use domain::file_link::NoFileLinks;
use domain::org::Actor;
use domain::{EmailAddress, Problem};
use flows::compose::{self, UserSending};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use super::super::cases::address_alone;
use super::super::identities::AnswersWord;
use crate::extract::{Input, SignedIn};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfSignedIn};
use crate::schema;
use crate::state::Api;

/// How a user's own mail is sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnSending {
    /// How long a mail can be taken back before it leaves, seconds, from 0 to 60.
    undo_s: u32,
    /// As whom the user may write beside the mailboxes; null where the organisation lets no mail leave from
    /// personal addresses.
    own: Option<OwnSender>,
    /// Where answers to mail from the user's own address go.
    answers_to: AnswersWord,
    /// That address, where it is another one.
    answers_address: Option<String>,
    /// Who gets a hidden copy of what the user writes from the own address.
    copy_to: Vec<String>,
    /// Whether also of what the user writes from the organisation's addresses.
    copy_of_shared: bool,
    /// Whether files may go as links.
    file_links: FileLinksOffer,
}

/// Whether the files of a mail may stay here, for its receiver to fetch them by links.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileLinksOffer {
    /// Why they may not; null where they may.
    #[schema(value_type = Option<schema::NoFileLinks>)]
    refused: Option<NoFileLinks>,
    /// How many days a link is good.
    days: u32,
    /// What the files of one mail may come to together, octets.
    max_octets: u64,
}

/// A user's own address.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnSender {
    /// The address.
    address: String,
    /// The user's name.
    name: Option<String>,
    /// Whether mail from it leaves through the user's own server.
    own_server: bool,
    /// Whether mail from it goes straight to the receivers' servers.
    direct: bool,
}

/// What to change of it; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct OwnSendingInput {
    /// How long a mail can be taken back before it leaves, seconds, from 0 to 60.
    undo_s: Option<u32>,
    /// Where answers to mail from the user's own address go.
    answers_to: Option<AnswersWord>,
    /// That address, where it is another one.
    answers_address: Option<String>,
    /// Who gets a hidden copy of what the user writes from the own address; at most 5.
    copy_to: Option<Vec<String>>,
    /// Whether also of what the user writes from the organisation's addresses.
    copy_of_shared: Option<bool>,
}

/// Get how one's own mail is sent
#[utoipa::path(get, path = "/profile/sending", tag = "profile",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = OwnSending, description = "What the user chose, or the usual."), OfSignedIn))]
pub(crate) async fn get_own_sending(State(api): State<Api>, signed_in: SignedIn) -> Answer<OwnSending> {
    Ok(Json(present(&api, &signed_in.actor).await?))
}

/// Change how one's own mail is sent
#[utoipa::path(put, path = "/profile/sending", tag = "profile", request_body = OwnSendingInput,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Remarked<OwnSending>, description = "As it is now."), OfInput))]
pub(crate) async fn put_own_sending(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<OwnSendingInput>,
) -> Answer<Remarked<OwnSending>> {
    let copies = input.copy_to.iter().flatten();
    let entered: Vec<String> = input.answers_address.iter().chain(copies).cloned().collect();
    let present_sending = compose::user_sending(api.office(), &signed_in.actor).await?;
    let sending = input.over(present_sending)?;
    compose::change_user_sending(api.office(), &signed_in.actor, sending).await?;
    let done = (present(&api, &signed_in.actor).await?, entered);
    Ok(Json(Remarked::of(&api, &signed_in.actor, done).await))
}

async fn present(api: &Api, actor: &Actor) -> Result<OwnSending, Refusal> {
    let UserSending { undo_s, answers_to, copy_to, copy_of_shared } =
        compose::user_sending(api.office(), actor).await?;
    let own = compose::own_sender(api.office(), actor).await?.map(|own| OwnSender {
        address: own.address.to_string(),
        name: own.name,
        own_server: own.own_server,
        direct: own.direct,
    });
    let (answers_to, answers_address) = AnswersWord::parts(answers_to);
    let copy_to = copy_to.iter().map(EmailAddress::to_string).collect();
    let offer = flows::file_links::offer(api.office(), actor).await?;
    let file_links =
        FileLinksOffer { refused: offer.refused, days: offer.days, max_octets: offer.octets_max };
    Ok(OwnSending { undo_s, own, answers_to, answers_address, copy_to, copy_of_shared, file_links })
}

impl OwnSendingInput {
    fn over(self, present: UserSending) -> Result<UserSending, Problem> {
        let answers_to = match self.answers_to {
            Some(word) => word.with(self.answers_address.as_deref())?,
            None => present.answers_to,
        };
        let copy_to = match self.copy_to {
            Some(texts) => {
                let read = texts.iter().map(|text| address_alone("copy_to", text));
                read.collect::<Result<Vec<_>, _>>()?
            }
            None => present.copy_to,
        };
        Ok(UserSending {
            undo_s: self.undo_s.unwrap_or(present.undo_s),
            answers_to,
            copy_to,
            copy_of_shared: self.copy_of_shared.unwrap_or(present.copy_of_shared),
        })
    }
}
