//! The request type of a mail's case, as filters ask for it.

use domain::filter::FilterField;
use domain::timeline::MatchReason;
use domain::{CaseId, OrganisationId, RequestTypeId};
use policy::filter::TypeOfCase;
use store::cases::CaseScope;
use store::request_types::{self, RequestTypeRow};
use store::{Conn, StoreError};

/// What filters may ask, and the names of what they ask for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    rows: Vec<RequestTypeRow>,
    shown: Option<RequestTypeId>,
}

/// Reads it: that of the case that the mail answers, or else that which its mailbox gives new cases.
pub(crate) async fn asked(
    conn: &Conn,
    organisation: OrganisationId,
    (answers, of_mailbox): (Option<CaseId>, Option<RequestTypeId>),
) -> Result<Asked, StoreError> {
    let rows = request_types::list(conn, organisation).await?;
    let shown = match answers {
        Some(case) => {
            let case = store::cases::find(conn, organisation, case, &CaseScope::All).await?;
            case.and_then(|case| case.request_type_id)
        }
        None => {
            let given = rows.iter().find(|row| Some(row.id) == of_mailbox).map(RequestTypeRow::shown);
            given.filter(|id| rows.iter().any(|row| row.id == *id && row.archived_at.is_none()))
        }
    };
    Ok(Asked { rows, shown })
}

impl Asked {
    /// The case's, with those that it stands for: a filter that names one of these means it.
    pub(crate) fn of_case(&self) -> Option<TypeOfCase> {
        let row = self.rows.iter().find(|row| Some(row.id) == self.shown)?;
        let ids = self.rows.iter().filter(|other| other.shown() == row.id).map(|other| other.id);
        Some(TypeOfCase { ids: ids.collect(), name: row.name.clone() })
    }

    /// The same reasons with the names of the request types that were asked for.
    pub(crate) fn all_named(&self, reasons: Vec<MatchReason>) -> Vec<MatchReason> {
        reasons.into_iter().map(|reason| self.named(reason)).collect()
    }

    fn named(&self, reason: MatchReason) -> MatchReason {
        let asked = self.rows.iter().find(|row| row.id.to_string() == reason.value);
        match asked.filter(|_| reason.field == FilterField::RequestType) {
            Some(row) => MatchReason { value: row.name.clone(), ..reason },
            None => reason,
        }
    }
}
