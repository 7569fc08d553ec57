//! The resources of the API: one folder each, one file per verb.

mod absences;
mod acquaintance;
mod addresses;
mod audit;
mod auto_replies;
mod bins;
mod blocked;
mod blocked_addresses;
mod blocked_senders;
mod case_views;
mod cases;
mod categories;
mod companies;
mod distribution_lists;
mod drafts;
mod events;
mod faq;
mod filters;
mod held_destinations;
mod identities;
mod intake;
mod jobs;
mod kept_files;
mod machine;
mod mailboxes;
mod notice_settings;
mod notices;
mod oauth;
mod office_hours;
mod organisation;
mod outbox;
mod people;
mod people_lists;
mod persons;
mod pictures;
mod priorities;
mod profile;
mod request_types;
mod return_incidents;
mod return_rules;
mod roles;
mod search;
mod sender_domains;
mod sending;
mod sending_stop;
mod sent;
mod session;
mod settings;
mod shared;
mod signatures;
mod statuses;
mod summary;
mod tags;
mod templates;
mod transport;
mod uploads;
mod users;

use crate::routing::ApiRouter;

/// Routes that answer from the database.
pub(crate) fn ordinary() -> ApiRouter {
    ApiRouter::new()
        .merge(session::routes())
        .merge(profile::routes())
        .merge(users::routes())
        .merge(roles::routes())
        .merge(people::routes())
        .merge(organisation::routes())
        .merge(settings::routes())
        .merge(audit::routes())
        .merge(categories::routes())
        .merge(priorities::routes())
        .merge(statuses::routes())
        .merge(request_types::routes())
        .merge(bins::routes())
        .merge(tags::routes())
        .merge(people_lists::routes())
        .merge(distribution_lists::routes())
        .merge(persons::routes())
        .merge(companies::routes())
        .merge(absences::routes())
        .merge(acquaintance::routes())
        .merge(office_hours::routes())
        .merge(mailboxes::routes())
        .merge(transport::routes())
        .merge(oauth::routes())
        .merge(identities::routes())
        .merge(filters::routes())
        .merge(intake::routes())
        .merge(blocked::routes())
        .merge(blocked_senders::routes())
        .merge(outbox::routes())
        .merge(sent::routes())
        .merge(sending_stop::routes())
        .merge(held_destinations::routes())
        .merge(addresses::routes())
        .merge(blocked_addresses::routes())
        .merge(return_incidents::routes())
        .merge(return_rules::routes())
        .merge(cases::routes())
        .merge(case_views::routes())
        .merge(uploads::routes())
        .merge(drafts::routes())
        .merge(sending::routes())
        .merge(events::routes())
        .merge(summary::routes())
        .merge(templates::routes())
        .merge(kept_files::routes())
        .merge(faq::routes())
        .merge(search::routes())
        .merge(jobs::routes())
        .merge(auto_replies::routes())
        .merge(signatures::routes())
        .merge(notices::routes())
        .merge(notice_settings::routes())
        .merge(sender_domains::routes())
}

/// Routes that speak to other servers, take a file in, or write one.
pub(crate) fn long() -> ApiRouter {
    ApiRouter::new()
        .merge(users::long_routes())
        .merge(audit::long_routes())
        .merge(mailboxes::long_routes())
        .merge(transport::long_routes())
        .merge(sender_domains::long_routes())
        .merge(oauth::long_routes())
        .merge(filters::long_routes())
        .merge(intake::long_routes())
        .merge(blocked::long_routes())
        .merge(outbox::long_routes())
        .merge(sent::long_routes())
        .merge(blocked_addresses::long_routes())
        .merge(cases::long_routes())
        .merge(persons::long_routes())
        .merge(companies::long_routes())
        .merge(pictures::long_routes())
        .merge(jobs::long_routes())
}

/// Routes that take in files of any size: how long one may take goes by its size, and they see to it themselves.
pub(crate) fn patient() -> ApiRouter {
    uploads::patient_routes()
}

/// Routes for the machine's keeper, outside the API's prefix.
pub(crate) fn machine() -> ApiRouter {
    machine::routes()
}
