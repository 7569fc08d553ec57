//! The store as its callers see it, every test on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod audit;
mod cases;
mod claims;
mod db;
mod distribution_lists;
mod domain_reports;
mod doubles;
mod drafts;
mod escalating;
mod events;
mod faq;
mod file_links;
mod fixtures;
mod handed;
mod intake;
mod isolation;
mod jobs;
mod lanes;
mod mailboxes;
mod message_marks;
mod notices;
mod oauth;
mod outbox;
mod paging;
mod people;
mod people_lists;
mod person_imports;
mod policies;
mod postgres;
mod queue_pages;
mod raw;
mod request_types;
mod reseal;
mod returns;
mod s3;
mod schema;
mod search;
mod sender_domains;
mod sent;
mod small_tables;
mod statuses;
mod templates;
mod writes;
