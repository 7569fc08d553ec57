//! What mail of one group meets on its way: its server, which it shares with all mail that goes there, and on the direct
//! way the recipients' domain.
//!
//! Whoever has a domain chooses the name of its exchanger, and it may be another's. So a server that is not reached
//! parks the domain alone, and an operator's exchangers are judged by what they say themselves.

use std::sync::Arc;

use domain::Timestamp;
use domain::outbox::{ParkReason, Stream};
use policy::address_check::registrable_domain;
use policy::pace::Feedback;
use store::StoreError;
use store::oauth::installation::INSTALLATION;
use store::parked::{self, Parked};
use tokio_util::sync::CancellationToken;

use super::batch::Dispatch;
use super::destinations::{Destination, Follows, Learnt, is_of_servers};
use super::naming::Key;
use super::refusals::Refusal;
use super::slots::Slot;
use super::worker::Group;
use crate::office::Office;

/// The destinations of one group.
pub(super) struct Target {
    server: Arc<Destination>,
    /// A server that others share, as far as it keeps the organisation's mail alone: the installation's relay, which may want
    /// a sign-in for it, and either where it cuts it.
    for_organisation: Option<Arc<Destination>>,
    direct: Option<Direct>,
    /// The stream it goes in.
    stream: Stream,
}

/// What the direct way adds.
struct Direct {
    /// The recipients' domain.
    domain: Arc<Destination>,
    /// The domain that the exchangers' names lie under, as DNS tells.
    operator: String,
    /// The same exchangers, as far as they refuse the organisation's mail.
    refuser: Arc<Destination>,
    /// The same, as far as they refuse mail that is from the same domain, since that does not vouch for it.
    sender_refuser: Arc<Destination>,
    /// Whether the mail waits for these, as bulk mail does.
    waits_for_refuser: bool,
    /// Whether the exchangers are those of somebody who serves others, too.
    are_anothers: bool,
}

/// Places that a group holds.
pub(super) type Held = (Vec<Slot>, Slot);

impl Target {
    /// Those of this group. The exchangers of one operator share a destination, as far as DNS tells; where it does not,
    /// the domain is its own operator.
    pub(super) async fn of(dispatch: &Dispatch, group: &Group) -> Result<Self, StoreError> {
        let (office, destinations) = (&dispatch.office, &dispatch.destinations);
        let organisation = group.organisation();
        let (key, domain) = match (&group.domain, &group.way.relay) {
            (_, Some(hop)) => {
                let owner = group.way.of.as_ref().map(|chosen| chosen.owner.clone());
                // All mail takes the installation's in the same way: it is one server, with one limit.
                let organisation = if owner.is_some() { organisation } else { INSTALLATION };
                (Key::Relay { organisation, owner, host: hop.host.clone(), port: hop.port }, None)
            }
            (Some(domain), None) => {
                let first = office.sender().first_exchanger(domain).await;
                let operator = operator_of(first.as_deref().unwrap_or(domain));
                (Key::Exchangers(operator.clone()), Some((domain.clone(), operator)))
            }
            (None, None) => (Key::Exchangers(String::new()), None),
        };
        let from = group.deliveries.first().map_or("", |due| due.mail.from.domain());
        let stream = group.stream();
        if let Key::Relay { owner: None, host, port, .. } = &key {
            let narrow = Key::RelayFor { organisation, host: host.clone(), port: *port };
            let [for_organisation, server] = destinations.of(office, [narrow, key]).await?;
            return Ok(Self { server, for_organisation: Some(for_organisation), direct: None, stream });
        }
        let Some((domain, operator)) = domain else {
            let [server] = destinations.of(office, [key]).await?;
            return Ok(Self { server, for_organisation: None, direct: None, stream });
        };
        let keys = [
            key,
            Key::ExchangersFor(organisation, operator.clone()),
            Key::Domain(domain.clone()),
            Key::Refuser(organisation, operator.clone()),
            Key::RefuserOfDomain(organisation, operator.clone(), from.to_owned()),
        ];
        let [server, for_organisation, of_domain, refuser, sender_refuser] =
            destinations.of(office, keys).await?;
        let direct = Direct {
            are_anothers: !lies_within(&operator, &domain),
            domain: of_domain,
            refuser,
            sender_refuser,
            waits_for_refuser: stream == Stream::Bulk,
            operator,
        };
        Ok(Self { server, for_organisation: Some(for_organisation), direct: Some(direct), stream })
    }

    /// Whether one of its servers that puts off whoever comes speaks for other domains, too. A domain's own is tried when
    /// somebody asks for it, as one that is not there.
    pub(super) fn serves_others(&self) -> bool {
        self.direct.as_ref().is_some_and(|direct| direct.are_anothers)
    }

    /// What limits on mails in a minute count.
    pub(super) fn server(&self) -> &Destination {
        &self.server
    }

    fn all(&self) -> impl Iterator<Item = &Destination> {
        let of_direct = self.direct.iter().flat_map(|direct| {
            let refusers = direct.refusers().into_iter().filter(move |_| direct.waits_for_refuser);
            [direct.domain.as_ref()].into_iter().chain(refusers)
        });
        of_direct.chain(self.for_organisation.as_deref()).chain([self.server.as_ref()])
    }

    /// The one of them with this name.
    pub(super) fn named(&self, name: &str) -> Option<&Destination> {
        let refusers = self.direct.iter().flat_map(Direct::refusers);
        self.all().chain(refusers).find(|destination| destination.name() == name)
    }

    /// Notes that what follows is written down.
    pub(super) fn told(&self, follows: &[Follows]) {
        for follows in follows {
            if let Follows::Parked(parked) = follows
                && let Some(destination) = self.named(&parked.destination)
            {
                destination.told(parked);
            }
        }
    }

    /// Whether it was in trouble until a short while ago, so that this mail is to find out whether that is over: a
    /// limit of ours is no trouble.
    pub(super) fn is_in_trouble(&self, now: Timestamp) -> bool {
        self.all().any(|destination| destination.is_in_trouble(now))
    }

    /// Whether all nodes wait to know if its trouble is over, or somebody asked for a try, which this node may not have
    /// heard of. Where that is not known, it is not tried.
    pub(super) async fn is_to_be_tried(&self, office: &Office) -> bool {
        for destination in self.all() {
            match parked::find(&office.store().read(), destination.name()).await {
                Ok(Some(parked)) if parked.until <= office.now() && is_of_servers(parked.reason) => {
                    return true;
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "whether a destination is to be tried is not known"),
            }
        }
        false
    }

    /// What keeps it back, as far as this node knows; `None` where mail may go.
    pub(super) fn parked(&self, now: Timestamp) -> Option<Parked> {
        self.all().find_map(|destination| self.holding(destination.parked(now)))
    }

    /// This, where it holds the mail. A limit of ours is told first to bulk mail, which leaves some of it to single mail:
    /// that tries whether there is room for it.
    fn holding(&self, parked: Option<Parked>) -> Option<Parked> {
        parked.filter(|parked| parked.reason != ParkReason::Rate || self.stream == Stream::Bulk)
    }

    /// The same but for want of protection.
    pub(super) fn parked_otherwise(&self, now: Timestamp) -> Option<Parked> {
        let mut parked = self.all().filter_map(|destination| self.holding(destination.parked(now)));
        parked.find(|parked| parked.reason != ParkReason::Unprotected)
    }

    /// The same, as all nodes know it.
    pub(super) async fn is_parked(&self, office: &Office) -> Result<Option<Parked>, StoreError> {
        for destination in self.all() {
            if let Some(parked) = self.holding(destination.is_parked(office).await?) {
                return Ok(Some(parked));
            }
        }
        Ok(None)
    }

    /// What is tried with one mail after its trouble, beside the server.
    fn narrow(&self) -> impl Iterator<Item = &Destination> {
        let domain = self.direct.iter().map(|direct| direct.domain.as_ref());
        domain.chain(self.for_organisation.as_deref())
    }

    /// A place among those that are with it or ready to follow; `None` when the process is to end.
    pub(super) async fn ready(&self, stream: Stream, stop: &CancellationToken) -> Option<Held> {
        let mut held = Vec::new();
        for narrow in self.narrow() {
            held.push(narrow.ready(stream, stop).await?);
        }
        Some((held, self.server.ready(stream, stop).await?))
    }

    /// A place among the transactions with it; `None` when the process is to end.
    pub(super) async fn place(&self, stream: Stream, stop: &CancellationToken) -> Option<Held> {
        let mut held = Vec::new();
        for narrow in self.narrow() {
            held.push(narrow.place(stream, stop).await?);
        }
        Some((held, self.server.place(stream, stop).await?))
    }

    /// Notes what a transaction told, of whom it tells.
    pub(super) fn learn(&self, learnt: &Learnt<'_>, at: (Timestamp, u16)) -> Vec<Follows> {
        let Some(direct) = &self.direct else { return self.learn_of_relay(learnt, at) };
        let is_operators = learnt.host.is_some_and(|host| operator_of(host) == direct.operator);
        match learnt.feedback {
            // What is refused is learnt by itself.
            Feedback::Refused => Vec::new(),
            Feedback::Silent | Feedback::Unsigned | Feedback::Unprotected => {
                vec![direct.domain.learn(learnt, at)]
            }
            Feedback::Answered if is_operators => {
                let mut follows = vec![direct.domain.learn(learnt, at)];
                follows.extend(self.learn_of_shared(learnt, at));
                follows
            }
            Feedback::Broken | Feedback::Busy if is_operators => self.learn_of_shared(learnt, at),
            Feedback::Answered | Feedback::Broken | Feedback::Busy => vec![direct.domain.learn(learnt, at)],
        }
    }
}

impl Target {
    /// A sign-in that the installation's relay wants is wanted of one organisation's mail, as far as anybody knows: each
    /// finds it out for itself.
    fn learn_of_relay(&self, learnt: &Learnt<'_>, at: (Timestamp, u16)) -> Vec<Follows> {
        let Some(narrow) = &self.for_organisation else { return vec![self.server.learn(learnt, at)] };
        match learnt.feedback {
            Feedback::Unsigned => vec![narrow.learn(learnt, at)],
            Feedback::Answered | Feedback::Broken | Feedback::Busy => self.learn_of_shared(learnt, at),
            Feedback::Silent | Feedback::Unprotected | Feedback::Refused => {
                vec![self.server.learn(learnt, at)]
            }
        }
    }

    /// That mail is cut each organisation finds out for itself, until that of another one is.
    fn learn_of_shared(&self, learnt: &Learnt<'_>, at: (Timestamp, u16)) -> Vec<Follows> {
        let narrow = self.for_organisation.as_deref();
        if learnt.feedback == Feedback::Busy {
            if let Some(narrow) = narrow {
                narrow.heard();
            }
            return vec![self.server.learn(learnt, at)];
        }
        // Whoever is alone shares the server with nobody: his mail would wait for it under two names.
        let narrow = narrow.filter(|_| learnt.feedback != Feedback::Broken || !learnt.by.is_alone);
        narrow.into_iter().chain([self.server.as_ref()]).map(|each| each.learn(learnt, at)).collect()
    }

    /// Notes that the operator's exchangers refuse the organisation's mail, with these words, or that they took some: whoever
    /// else speaks for the domain tells nothing of them. What follows, and until when bulk mail waits. What one of the
    /// organisation's domains does not vouch for says nothing of its mail from the others.
    pub(super) fn learn_of_refusals(
        &self,
        (learnt, refusal): (&Learnt<'_>, Refusal),
        at: (Timestamp, u16),
    ) -> (Vec<Follows>, Option<Parked>) {
        let operators =
            |direct: &&Direct| learnt.host.is_some_and(|host| operator_of(host) == direct.operator);
        let Some(direct) = self.direct.as_ref().filter(operators) else { return (Vec::new(), None) };
        let [of_all, of_sender] = direct.refusers();
        // One address that is wrong says nothing of the others.
        let follows = match refusal {
            Refusal::OfAddress if !of_all.is_one_too_many(at.0) => Vec::new(),
            Refusal::OfSender if !of_sender.is_one_too_many(at.0) => Vec::new(),
            Refusal::OfAddress | Refusal::OfReputation => vec![of_all.learn(learnt, at)],
            Refusal::OfSender => vec![of_sender.learn(learnt, at)],
            Refusal::Taken => vec![of_all.learn(learnt, at), of_sender.learn(learnt, at)],
        };
        let parked = direct.refusers().into_iter().find_map(|refuser| refuser.parked(at.0));
        (follows, parked.filter(|_| direct.waits_for_refuser))
    }
}

impl Direct {
    /// The operator's exchangers, as far as they refuse all mail of the organisation, and that of one domain.
    fn refusers(&self) -> [&Destination; 2] {
        [self.refuser.as_ref(), self.sender_refuser.as_ref()]
    }
}

/// The domain that somebody registered and this name lies under.
fn operator_of(host: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    registrable_domain(&host).unwrap_or(&host).to_owned()
}

/// Whether an operator is the domain's own: whoever registered it, or a host in it where nobody knows who registers there.
fn lies_within(operator: &str, domain: &str) -> bool {
    let own = operator_of(domain);
    let before = operator.strip_suffix(own.as_str());
    before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::super::broken::FoundBy;
    use super::*;
    use domain::{OrganisationId, OutboxId};
    use policy::blocking::mass::IN_A_ROW;

    const NOW: (Timestamp, u16) = (Timestamp::from_millis(0), 0);

    fn target() -> Target {
        let of = |name: &str| Arc::new(Destination::new(name.to_owned(), 7, (None, NOW.0)));
        let direct = Direct {
            domain: of("domain:stranger.example"),
            operator: "google.com".to_owned(),
            refuser: of("refuser:1:google.com"),
            sender_refuser: of("refuser-of-domain:1:google.com acme.no"),
            waits_for_refuser: true,
            are_anothers: true,
        };
        Target {
            server: of("mx:google.com"),
            for_organisation: None,
            direct: Some(direct),
            stream: Stream::Bulk,
        }
    }

    fn learnt(feedback: Feedback, host: &'static str) -> Learnt<'static> {
        let by = FoundBy { organisation: OrganisationId::new(1), mail: None, is_alone: false };
        Learnt { feedback, words: String::new(), host: Some(host), by }
    }

    fn parked(target: &Target) -> Option<(String, ParkReason)> {
        target.parked(NOW.0).map(|parked| (parked.destination, parked.reason))
    }

    #[test]
    fn an_operator_is_the_domains_own_or_serves_others() {
        for (host, domain) in
            [("mx.acme.no", "acme.no"), ("mx.acme.no", "post.acme.no"), ("mx.customer.test", "customer.test")]
        {
            assert!(lies_within(&operator_of(host), domain), "{host} {domain}");
        }
        for (host, domain) in [("aspmx.l.google.com", "acme.no"), ("mx.notacme.no", "acme.no")] {
            assert!(!lies_within(&operator_of(host), domain), "{host} {domain}");
        }
    }

    #[test]
    fn a_domain_that_names_anothers_exchanger_parks_itself_alone() {
        for (feedback, host) in
            [(Feedback::Silent, "www.google.com"), (Feedback::Busy, "mx.stranger.example")]
        {
            let target = target();
            target.learn(&learnt(feedback, host), NOW);
            assert!(target.server.parked(NOW.0).is_none(), "{feedback:?}");
            assert_eq!(parked(&target).map(|parked| parked.0).as_deref(), Some("domain:stranger.example"));
        }
    }

    #[test]
    fn a_sign_in_that_the_shared_relay_wants_is_wanted_of_one_organisations_mail() {
        let of = |name: &str| Arc::new(Destination::new(name.to_owned(), 7, (None, NOW.0)));
        let shared = of("relay:0:smtp.house.test:587");
        let target = |name| Target {
            server: Arc::clone(&shared),
            for_organisation: Some(of(name)),
            direct: None,
            stream: Stream::Single,
        };
        let (asked, other) =
            (target("relay:0:for 1:smtp.house.test:587"), target("relay:0:for 2:smtp.house.test:587"));
        let unsigned = learnt(Feedback::Unsigned, "smtp.house.test");
        assert!(matches!(asked.learn(&unsigned, NOW).as_slice(), [Follows::Parked(_)]));
        let held = Some(("relay:0:for 1:smtp.house.test:587".to_owned(), ParkReason::Silent));
        assert_eq!((parked(&asked), parked(&other)), (held, None));
        let taken = asked.learn(&learnt(Feedback::Answered, "smtp.house.test"), (NOW.0.plus_seconds(61), 0));
        assert_eq!(taken[0], Follows::Open("relay:0:for 1:smtp.house.test:587".to_owned()));
        asked.learn(&learnt(Feedback::Silent, "smtp.house.test"), (NOW.0, 0));
        assert_eq!(parked(&other).map(|parked| parked.0).as_deref(), Some("relay:0:smtp.house.test:587"));
    }

    #[test]
    fn exchangers_that_cut_one_organisations_mail_keep_that_alone_until_one_gets_through() {
        let host = "aspmx.l.google.com";
        let of = |name: &str| Some(Arc::new(Destination::new(name.to_owned(), 7, (None, NOW.0))));
        let one = Target { for_organisation: of("mx-for:1:google.com"), ..target() };
        let other = Target {
            server: Arc::clone(&one.server),
            for_organisation: of("mx-for:2:google.com"),
            ..target()
        };
        let cut = |mail, host: &'static str| {
            let broken = learnt(Feedback::Broken, host);
            let by = FoundBy { mail: Some(OutboxId::new(mail)), ..broken.by };
            one.learn(&Learnt { by, ..broken }, NOW);
        };
        (1..9).for_each(|mail| cut(mail, "mx.stranger.example"));
        (1..3).for_each(|mail| cut(mail, host));
        assert_eq!(parked(&one), None, "whoever else speaks for the domain tells nothing of the operator");
        cut(3, host);
        let held = Some(("mx-for:1:google.com".to_owned(), ParkReason::Silent));
        assert_eq!((parked(&one), parked(&other)), (held, None));
        let open = one.learn(&learnt(Feedback::Answered, host), (NOW.0.plus_seconds(61), 0));
        assert!(open.contains(&Follows::Open("mx-for:1:google.com".to_owned())), "{open:?}");
    }

    #[test]
    fn exchangers_that_cut_the_mail_of_the_only_organisation_keep_it_under_one_name() {
        let host = "aspmx.l.google.com";
        let narrow = Arc::new(Destination::new("mx-for:1:google.com".to_owned(), 7, (None, NOW.0)));
        let alone = Target { for_organisation: Some(Arc::clone(&narrow)), ..target() };
        let cut = |mail, is_alone| {
            let broken = learnt(Feedback::Broken, host);
            let by = FoundBy { mail: Some(OutboxId::new(mail)), is_alone, ..broken.by };
            alone.learn(&Learnt { by, ..broken }, NOW);
        };
        (1..4).for_each(|mail| cut(mail, true));
        assert_eq!(parked(&alone), Some(("mx:google.com".to_owned(), ParkReason::Silent)));
        assert!(narrow.parked(NOW.0).is_none());
        // Somebody else is there, and the server is well again.
        (1..4).for_each(|mail| cut(mail, false));
        assert!(narrow.parked(NOW.0).is_some());
        let later = (NOW.0.plus_seconds(61), 0);
        let answered = learnt(Feedback::Answered, host);
        let by = FoundBy { is_alone: true, ..answered.by };
        let open = alone.learn(&Learnt { by, ..answered }, later);
        assert!(open.contains(&Follows::Open("mx-for:1:google.com".to_owned())), "{open:?}");
    }

    #[test]
    fn addresses_that_are_refused_in_a_row_park_the_provider_and_one_that_is_taken_begins_anew() {
        let target = target();
        let (refused, taken) = (
            learnt(Feedback::Refused, "aspmx.l.google.com"),
            learnt(Feedback::Answered, "aspmx.l.google.com"),
        );
        let refuse = |at| target.learn_of_refusals((&refused, Refusal::OfAddress), at).0.pop();
        let late = |seconds: i64| (NOW.0.plus_seconds(seconds), 0);
        let in_a_row = || (1..IN_A_ROW).for_each(|_| assert_eq!(refuse(NOW), None));
        in_a_row();
        let elsewhere = learnt(Feedback::Refused, "mx.stranger.example");
        assert_eq!(
            target.learn_of_refusals((&elsewhere, Refusal::OfAddress), NOW).0,
            Vec::new(),
            "whoever else speaks for the domain tells nothing of the provider"
        );
        target.learn_of_refusals((&taken, Refusal::Taken), NOW);
        in_a_row();
        assert!(matches!(refuse(NOW), Some(Follows::Parked(_))));
        assert_eq!(parked(&target), Some(("refuser:1:google.com".to_owned(), ParkReason::Refused)));
        let Some(Follows::Parked(again)) = refuse(late(61)) else {
            panic!("the next one finds it as it was")
        };
        assert_eq!(again.failures, 2);
        let open = target.learn_of_refusals((&taken, Refusal::Taken), late(500)).0;
        assert_eq!(open, [Follows::Open("refuser:1:google.com".to_owned()), Follows::Nothing]);
        in_a_row();
    }

    #[test]
    fn what_a_domain_does_not_vouch_for_parks_the_provider_for_its_mail_alone() {
        let (target, host) = (target(), "aspmx.l.google.com");
        let refuse =
            || target.learn_of_refusals((&learnt(Feedback::Refused, host), Refusal::OfSender), NOW).0;
        (1..IN_A_ROW).for_each(|_| assert!(refuse().is_empty()));
        let name = "refuser-of-domain:1:google.com acme.no";
        let follows = refuse();
        let [Follows::Parked(parked_for)] = follows.as_slice() else { panic!("{follows:?}") };
        assert_eq!(parked_for.destination, name);
        assert_eq!(parked(&target), Some((name.to_owned(), ParkReason::Refused)));
        let Some(direct) = &target.direct else { panic!("it is direct") };
        assert!(direct.refuser.parked(NOW.0).is_none(), "mail of other domains goes on");
    }

    #[test]
    fn a_limit_of_ours_holds_bulk_mail_and_trouble_all_mail() {
        let (bulk, single) = (target(), Target { stream: Stream::Single, ..target() });
        let limit = Parked {
            destination: "mx:google.com".to_owned(),
            until: NOW.0.plus_seconds(5),
            reason: ParkReason::Rate,
            words: String::new(),
            host: None,
            failures: 0,
            found_by: OrganisationId::new(1),
        };
        for target in [&bulk, &single] {
            target.server.wait_for_rate(&limit);
        }
        assert_eq!(parked(&bulk), Some(("mx:google.com".to_owned(), ParkReason::Rate)));
        assert_eq!((parked(&single), single.parked_otherwise(NOW.0)), (None, None));
        single.learn(&learnt(Feedback::Busy, "aspmx.l.google.com"), NOW);
        assert_eq!(parked(&single), Some(("mx:google.com".to_owned(), ParkReason::Busy)));
    }

    #[test]
    fn what_an_operators_own_exchanger_says_is_true_of_all_of_them() {
        let target = target();
        target.learn(&learnt(Feedback::Busy, "ASPMX.L.Google.com."), NOW);
        assert_eq!(parked(&target), Some(("mx:google.com".to_owned(), ParkReason::Busy)));
    }
}
