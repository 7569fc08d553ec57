//! What a mailbox is opened with: its password, or the present access token.

use domain::mailbox::SignIn;
use domain::oauth::GrantOwner;
use net::{Credentials, SourceError};
use store::mailboxes::MailboxRow;

use super::failure::VisitError;
use crate::oauth::{self, Access};
use crate::office::Office;

/// What a mailbox is opened with.
#[derive(Clone)]
pub(crate) struct Key {
    /// Who signs in, and with what.
    pub(crate) credentials: Credentials,
    /// The access token, where it is one.
    access: Option<Access>,
}

impl Key {
    /// The key of a mailbox as it is at present.
    pub(crate) async fn of(office: &Office, row: &MailboxRow) -> Result<Self, VisitError> {
        match row.settings.sign_in {
            SignIn::Password => {
                let conn = office.store().read();
                let password = store::mailboxes::password(&conn, row.organisation, row.id).await?;
                let password = password.ok_or(VisitError::NoPassword)?;
                let credentials = Credentials::password(row.settings.username.clone(), password);
                Ok(Self { credentials, access: None })
            }
            SignIn::OAuth(_) => {
                let access = oauth::access(office, row.organisation, GrantOwner::Mailbox(row.id)).await?;
                Ok(Self::with(row, access))
            }
        }
    }

    /// Another key for one that the server refused; `None` when there is none, and the refusal is to be told.
    pub(crate) async fn after(
        &self,
        office: &Office,
        row: &MailboxRow,
        error: &SourceError,
    ) -> Result<Option<Self>, VisitError> {
        let (SourceError::TokenRefused { .. }, Some(refused)) = (error, &self.access) else {
            return Ok(None);
        };
        let place = (row.organisation, GrantOwner::Mailbox(row.id));
        let access = oauth::afresh(office, place, refused).await?;
        Ok(access.map(|access| Self::with(row, access)))
    }

    fn with(row: &MailboxRow, access: Access) -> Self {
        let credentials = Credentials::token(row.settings.username.clone(), access.token.clone());
        Self { credentials, access: Some(access) }
    }
}
