//! An answer to a case whose status says that it begins a new one: the new case, or the one that an earlier
//! answer began, takes the mail, and both cases tell of each other.

use std::collections::BTreeMap;

use domain::CaseId;
use domain::timeline::{AnsweredCase, Step};
use policy::case_match::{self, Because, Evidence, NewBecause, Verdict};
use store::cases::{By, CaseRow, CaseScope};
use store::{Conn, StoreError, Tx};

use super::passage::Passage;

/// Cases that may have gone on in each other, one after the other.
const HOPS_MAX: usize = 20;

/// The case that an answer left, for the new one that it begins.
pub(super) type Left = Option<CaseRow>;

/// Looks at the status of the case that the mail answers; what a filter or a person said stands.
pub(super) async fn settle(
    conn: &Conn,
    passage: &mut Passage<'_>,
    verdict: Verdict,
) -> Result<(Verdict, Left), StoreError> {
    let Verdict::Existing { evidence, because } = verdict else { return Ok((verdict, None)) };
    if !case_match::may_begin_anew(because, passage.reading.parsed.class) {
        return Ok((Verdict::Existing { evidence, because }, None));
    }
    let organisation = passage.organisation();
    let mut at = evidence.case;
    for _ in 0..HOPS_MAX {
        let status = store::statuses::of_case(conn, organisation, at).await?;
        let Some(status) = status.filter(|status| status.traits.new_case_on_reply) else {
            if at == evidence.case {
                return Ok((Verdict::Existing { evidence, because }, None));
            }
            let evidence = Evidence { case: at, ..evidence };
            return Ok((Verdict::Existing { evidence, because: Because::Continued }, None));
        };
        let Some(left) = store::cases::find(conn, organisation, at, &CaseScope::All).await? else { break };
        match next(conn, passage, at).await? {
            Some(next) => at = next,
            None => {
                let name = status.name.unwrap_or_else(|| status.kind.as_str().to_owned());
                let answered = AnsweredCase { case_id: left.id, number: left.number, status: name };
                passage.note(Step::AnswersEnded(answered));
                return Ok((Verdict::New(NewBecause::Status), Some(left)));
            }
        }
    }
    Ok((Verdict::Existing { evidence, because }, None))
}

/// The case that an earlier answer began, unless it was thrown away.
async fn next(conn: &Conn, passage: &Passage<'_>, case: CaseId) -> Result<Option<CaseId>, StoreError> {
    let organisation = passage.organisation();
    let Some(next) = store::cases::continued_in(conn, organisation, case).await? else { return Ok(None) };
    let Some(next) = store::cases::survivor(conn, organisation, next).await? else { return Ok(None) };
    let found = store::cases::find(conn, organisation, next, &CaseScope::All).await?;
    Ok(found.filter(|row| row.status.is_living() && row.id != case).map(|row| row.id))
}

/// Ties the new case to the one that was answered.
pub(super) async fn link(tx: &Tx, passage: &Passage<'_>, left: Left, new: CaseId) -> Result<(), StoreError> {
    let Some(left) = left else { return Ok(()) };
    let (organisation, by) = (passage.organisation(), By { user: None, at: passage.desk.now });
    let Some(begun) = store::cases::find(tx, organisation, new, &CaseScope::All).await? else {
        return Ok(());
    };
    store::cases::continue_in(tx, organisation, (left.id, new)).await?;
    for (case, what, other) in [(new, "continues", &left), (left.id, "continued_in", &begun)] {
        let params = [
            ("number", other.number.to_string()),
            ("title", other.title.clone()),
            ("case_id", other.id.to_string()),
        ];
        let params = BTreeMap::from(params.map(|(name, value)| (name.to_owned(), value)));
        store::cases::insert_log(tx, organisation, case, by, (what, params)).await?;
    }
    Ok(())
}
