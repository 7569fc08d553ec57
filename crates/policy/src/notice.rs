//! Whom something that happened to a case concerns, and as what.

use std::collections::BTreeMap;

use domain::UserId;
use domain::notice::{Happening, NoticeEvent};

/// What is known of the case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// Who did it; `None` is a mail or the system.
    pub by: Option<UserId>,
    /// Whose the case is.
    pub owner: Option<UserId>,
    /// The members of its category, where they are told of new cases.
    pub members: Vec<UserId>,
    /// Who follows it.
    pub followers: Vec<UserId>,
    /// Who wrote mail in it.
    pub writers: Vec<UserId>,
}

/// Who is told, and of which event: each once, as what concerns him most, and nobody of what he did himself.
#[must_use]
pub fn audience(what: &Happening, facts: &Facts) -> BTreeMap<UserId, NoticeEvent> {
    let mut told = BTreeMap::new();
    // The closest first: who follows a case of his own hears of it as its owner.
    for (user, event) in concerned(what, facts) {
        told.entry(user).or_insert(event);
    }
    // A case that is made is no change of a case.
    if !matches!(what, Happening::Created) {
        for follower in &facts.followers {
            told.entry(*follower).or_insert(NoticeEvent::Followed);
        }
    }
    told.retain(|user, _| facts.by != Some(*user));
    told
}

fn concerned(what: &Happening, facts: &Facts) -> Vec<(UserId, NoticeEvent)> {
    let owner = |event| facts.owner.map(|owner| (owner, event)).into_iter().collect::<Vec<_>>();
    match what {
        // Who was given it hears that; for the others there is nothing to do.
        Happening::Created if facts.owner.is_some() => Vec::new(),
        Happening::Created => facts.members.iter().map(|user| (*user, NoticeEvent::NewCase)).collect(),
        Happening::Received | Happening::Commented | Happening::Answered => owner(NoticeEvent::NewMessage),
        Happening::Owner { from, to } => {
            to.iter().chain(from).map(|user| (*user, NoticeEvent::Assigned)).collect()
        }
        Happening::Woke => owner(NoticeEvent::Woken),
        Happening::Escalated { tell, .. } => {
            tell.iter().map(|user| (*user, NoticeEvent::Escalated)).collect()
        }
        Happening::DeliveryFailed { .. } => {
            let writers = facts.writers.iter().map(|user| (*user, NoticeEvent::DeliveryFailed));
            writers.chain(owner(NoticeEvent::DeliveryFailed)).collect()
        }
        Happening::DeliveryDelayed { author, .. } => vec![(*author, NoticeEvent::DeliveryFailed)],
        Happening::Changed { .. }
        | Happening::OldCases { .. }
        | Happening::MailReturned { .. }
        | Happening::Stranded { .. }
        | Happening::Incident { .. }
        | Happening::Refused { .. }
        | Happening::ColleagueBlocked { .. }
        | Happening::CopyFailed { .. }
        | Happening::SenderDomain { .. }
        | Happening::Server { .. }
        | Happening::Newer => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: UserId = UserId::new(1);
    const BO: UserId = UserId::new(2);
    const CARL: UserId = UserId::new(3);

    #[test]
    fn of_a_mail_that_is_late_its_author_is_told_and_whoever_follows() {
        let facts = Facts { owner: Some(ANNA), followers: vec![CARL], ..Facts::default() };
        let told = [(BO, NoticeEvent::DeliveryFailed), (CARL, NoticeEvent::Followed)];
        check(&Happening::DeliveryDelayed { author: BO, mail: None }, &facts, &told);
    }

    fn check(what: &Happening, facts: &Facts, expected: &[(UserId, NoticeEvent)]) {
        let told: Vec<_> = audience(what, facts).into_iter().collect();
        assert_eq!(told, expected, "{what:?}");
    }

    #[test]
    fn each_hears_what_concerns_him_most_and_once() {
        let facts = Facts {
            owner: Some(ANNA),
            members: vec![ANNA, BO],
            followers: vec![ANNA, CARL],
            writers: vec![ANNA, BO],
            by: None,
        };
        use NoticeEvent::{Assigned, DeliveryFailed, Escalated, Followed, NewMessage, Woken};
        check(&Happening::Created, &facts, &[]);
        check(&Happening::Received, &facts, &[(ANNA, NewMessage), (CARL, Followed)]);
        check(&Happening::Woke, &facts, &[(ANNA, Woken), (CARL, Followed)]);
        check(
            &Happening::DeliveryFailed { mail: None },
            &facts,
            &[(ANNA, DeliveryFailed), (BO, DeliveryFailed), (CARL, Followed)],
        );
        let changed = Happening::Changed { field: "status".to_owned() };
        check(&changed, &facts, &[(ANNA, Followed), (CARL, Followed)]);
        let taken = Happening::Owner { from: Some(BO), to: Some(ANNA) };
        check(&taken, &facts, &[(ANNA, Assigned), (BO, Assigned), (CARL, Followed)]);
        let late = Happening::Escalated { level: 1, tell: vec![BO] };
        check(&late, &facts, &[(ANNA, Followed), (BO, Escalated), (CARL, Followed)]);
    }

    #[test]
    fn a_new_case_of_nobody_is_told_to_the_members() {
        let facts = Facts { members: vec![ANNA, BO], followers: vec![CARL], ..Facts::default() };
        check(&Happening::Created, &facts, &[(ANNA, NoticeEvent::NewCase), (BO, NoticeEvent::NewCase)]);
    }

    #[test]
    fn nobody_is_told_of_what_he_did_himself() {
        let facts =
            Facts { owner: Some(ANNA), followers: vec![ANNA, BO], by: Some(ANNA), ..Facts::default() };
        check(&Happening::Commented, &facts, &[(BO, NoticeEvent::Followed)]);
        let taken = Happening::Owner { from: Some(BO), to: Some(ANNA) };
        check(&taken, &facts, &[(BO, NoticeEvent::Assigned)]);
    }
}
