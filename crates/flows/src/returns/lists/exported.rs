//! Our blocked addresses in the forms of other services.

use domain::blocks::{BlockReason, BlockScope};
use domain::returns::ReturnClass;
use domain::{Actor, Problem};
use mail::block_list::{self, ListEntry, ListReason, Service};
use store::ListQuery;
use store::standings::{self, StandingFilter, StandingRow, StandingSort};

use crate::office::Office;
use crate::problem;

/// Addresses that are written into one file.
const EXPORTED_MAX: usize = 500_000;

/// All blocked addresses in the form of a service.
///
/// # Errors
/// 409 for too many; 503 when the store does not answer.
pub async fn export(office: &Office, actor: &Actor, service: Service) -> Result<Vec<u8>, Problem> {
    let conn = office.store().read();
    let mut query: ListQuery<StandingSort> = ListQuery::default().for_export();
    let mut entries = Vec::new();
    loop {
        let filter = StandingFilter::default();
        let page = standings::list(&conn, actor.organisation, &query, filter).await;
        let page = page.map_err(problem::from_store)?;
        entries.extend(page.rows.iter().map(entry));
        if entries.len() > EXPORTED_MAX {
            let detail = format!("one file takes at most {EXPORTED_MAX} addresses");
            return Err(Problem::conflict("block_list.too_long", detail));
        }
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    let written = tokio::task::spawn_blocking(move || block_list::write(service, &entries)).await;
    written.map_err(|_| problem::internal("returns.export"))
}

fn entry(row: &StandingRow) -> ListEntry {
    let is_complaint = row.complaint.is_some()
        || row.last_class == Some(ReturnClass::Complaint)
        || row.block.is_some_and(|block| block.scope == BlockScope::Mailings);
    let is_manual = row.block.is_some_and(|block| block.reason == BlockReason::Hand);
    let reason = match (is_complaint, is_manual) {
        (true, _) => ListReason::Complaint,
        (false, true) => ListReason::Manual,
        (false, false) => ListReason::Bounce,
    };
    // Of several mails that came back, the words of the last one are not why it is blocked: they may say what passes.
    let is_of_many = row.block.is_some_and(|block| block.reason == BlockReason::Limit);
    ListEntry {
        address: row.address.clone(),
        reason,
        at: row.block.map(|block| block.at),
        words: if is_of_many { String::new() } else { row.last_words.clone() },
        reply: None,
        status: None,
    }
}
