//! Cases by the organisation's own statuses: in their order, with one of them, and what each case shows.

use std::iter::once;

use domain::StatusId;
use domain::case::CaseStatus;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoTableRef, SelectStatement};

use super::CaseFilter;
use crate::StoreError;
use crate::paging::Part;
use crate::row::Row;
use crate::sql::{col, is, same};
use crate::statuses::StatusRow;

/// Parts of one list, each of up to three walks: the rest of an entry, the later ones, and what refers to none.
/// `SQLite` merges at most 500 walks; a user whose categories and statuses make more has his cases filtered
/// out of all.
const PARTS_MAX: usize = 500 / 3;

/// The status that a case has of its own, which counts while its kind is the case's. Written as in the index
/// `cases_by_own_status`.
const OWN: &str = "CASE WHEN r.status_kind = r.status THEN r.status_id END";

/// The walks of a list, one for each status that cases have: those that show the same share a rank, by kind
/// and by place in the kind. `own` are all statuses in their order.
pub(super) fn parts(filter: &CaseFilter, own: &[StatusRow]) -> Vec<Part> {
    let groups = groups(filter, own);
    let mut pieces = filter.scope.pieces();
    if pieces.len() * groups.iter().map(|(_, had)| had.len()).sum::<usize>() > PARTS_MAX {
        pieces = vec![filter.scope.condition()];
    }
    let mut parts = Vec::new();
    for (rank, (kind, had)) in (0..).zip(&groups) {
        for own in had {
            let of_kind = || Condition::all().add(is("r.status", kind.as_str())).add_option(own.clone());
            parts.extend(pieces.iter().map(|piece| Part { rank, condition: of_kind().add(piece.clone()) }));
        }
    }
    parts
}

/// What cases have that show the same, in the list's order: a kind, and conditions on their own statuses.
type Group = (CaseStatus, Vec<Option<Expr>>);

fn groups(filter: &CaseFilter, own: &[StatusRow]) -> Vec<Group> {
    let asked = |row: &StatusRow| {
        filter.own_status.is_none_or(|id| {
            row.id == id
                || own.iter().any(|archived| archived.id == id && archived.replaced_by == Some(row.id))
        })
    };
    let mut groups = Vec::new();
    for kind in CaseStatus::ALL.into_iter().filter(|kind| filter.statuses.contains(kind)) {
        let living = |row: &&StatusRow| row.kind == kind && row.archived_at.is_none();
        if own.iter().any(|row| row.kind == kind && row.is_default) {
            let group = |row: &StatusRow| (kind, had(row, own));
            groups.extend(own.iter().filter(living).filter(|row| asked(row)).map(group));
        } else if filter.own_status.is_none() {
            groups.push((kind, vec![None]));
        }
    }
    groups
}

/// What cases that show this status have: it, one that it stands for, or none where it is their kind's.
fn had(shown: &StatusRow, own: &[StatusRow]) -> Vec<Option<Expr>> {
    let replaced = own.iter().filter(|row| row.replaced_by == Some(shown.id)).map(|row| row.id);
    let named = replaced.chain(once(shown.id));
    let named = named.map(|id: StatusId| Expr::cust(OWN).eq(id.get()));
    shown.is_default.then(|| Expr::cust(OWN).is_null()).into_iter().chain(named).map(Some).collect()
}

/// Adds what a case shows: its own status `s`, the one `t` that stands for it, or else its kind's, `d`.
pub(super) fn pick_shown(query: &mut SelectStatement) {
    let own = Condition::all().add(col("s.id").eq(Expr::cust(OWN))).add(same("s.org_id", "r.org_id"));
    let instead = Condition::all().add(same("t.id", "s.replaced_by")).add(same("t.org_id", "r.org_id"));
    // Index `statuses_default`.
    let of_kind = Condition::all()
        .add(same("d.org_id", "r.org_id"))
        .add(same("d.kind", "r.status"))
        .add(Expr::cust("d.is_default"));
    for (alias, id, name, condition) in [
        ("s", "own_status_id", "own_status_name", own),
        ("t", "instead_status_id", "instead_status_name", instead),
        ("d", "kind_status_id", "kind_status_name", of_kind),
    ] {
        query
            .expr_as(Expr::col((alias, "id")), id)
            .expr_as(Expr::col((alias, "name")), name)
            .left_join("statuses".into_table_ref().alias(alias), condition);
    }
}

/// Reads it: the status, and its name where it has one of its own.
pub(super) fn read_shown(row: &Row) -> Result<(Option<StatusId>, Option<String>), StoreError> {
    for (id, name) in [
        ("instead_status_id", "instead_status_name"),
        ("own_status_id", "own_status_name"),
        ("kind_status_id", "kind_status_name"),
    ] {
        if let Some(found) = row.id_or_none(id)? {
            return Ok((Some(found), row.text_or_none(name)?.filter(|name| !name.is_empty())));
        }
    }
    Ok((None, None))
}
