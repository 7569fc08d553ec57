//! Every limit of the product with its unit and source. Those an operator may change stand in the
//! configuration under the same name; these are the defaults.

/// The largest mail that is taken in, octets. RFC 5321 4.5.3.1.7 demands at least 64 KiB; common
/// providers send up to 50 MB before encoding.
pub const MAIL_OCTETS_MAX: usize = 75 * 1024 * 1024;

/// The largest mail that we write, octets; most receivers stop at 25 to 36 MB.
pub const OUTGOING_OCTETS_MAX: usize = 35 * 1024 * 1024;

/// What the files of one mail come to together that go as links, megabytes, where nobody chose.
pub const LINKED_MEGABYTES: u32 = 250;
/// The most that can be chosen: what goes to an object store in one piece has at most five times as much.
pub const LINKED_MEGABYTES_MAX: u32 = 1_000;
/// What the uploads of one user come to together that no mail took yet, as a multiple of what one mail may link.
pub const UPLOADS_OF_USER_MAILS: u64 = 8;
/// Days that a link to a file is good, where nobody chose.
pub const FILE_LINK_DAYS: u32 = 30;
/// The most days that can be chosen.
pub const FILE_LINK_DAYS_MAX: u32 = 365;
/// How often a file can be fetched by its link, where nobody chose.
pub const FILE_LINK_FETCHES: u32 = 100;
/// The most that can be chosen.
pub const FILE_LINK_FETCHES_MAX: u32 = 10_000;
/// Links that are none which one host may ask for before it has to wait.
pub const FILE_LINK_MISSES_MAX: u32 = 30;
/// Files that one host may fetch before it has to wait: a whole office may be behind one address.
pub const FILE_LINK_HOST_FETCHES_MAX: u32 = 300;
/// How long it has to wait, milliseconds.
pub const FILE_LINK_WAIT_MS: i64 = 10 * 60 * 1000;

/// Raw mail below this lies in the database, above it in the object store, octets.
pub const RAW_INLINE_OCTETS_MAX: usize = 128 * 1024;

/// Recipients of one SMTP transaction. RFC 5321 4.5.3.1.8: at least 100.
pub const RECIPIENTS_MAX: usize = 100;
/// The name before a recipient's address, characters: as long as that of a sender.
pub const RECIPIENT_NAME_CHARS_MAX: usize = 200;
/// Recipients of one mail that goes to distribution lists, where nobody said less.
pub const LIST_RECIPIENTS_DEFAULT: u32 = 100;
/// The most that can be allowed.
pub const LIST_RECIPIENTS_MAX: u32 = 500;
/// Distribution lists of an organisation.
pub const DISTRIBUTION_LISTS_MAX: u64 = 500;
/// Members of one of them; a company is one.
pub const DISTRIBUTION_MEMBERS_MAX: usize = 1_000;
/// Addresses that get a copy of all that a user writes.
pub const DEFAULT_COPIES_MAX: usize = 5;
/// Shared senders of an organisation that are in use.
pub const IDENTITIES_MAX: usize = 200;
/// Shared senders of an organisation that are archived: they stay, since mails were sent from them.
pub const IDENTITIES_ARCHIVED_MAX: usize = 2_000;
/// Sender domains of an organisation that have an outgoing server of their own.
pub const DOMAIN_TRANSPORTS_MAX: u32 = 200;

/// Rows on one page of a list.
pub const PAGE_ROWS_MAX: u32 = 200;
/// Rows on one page of a list when nothing is asked for.
pub const PAGE_ROWS_DEFAULT: u32 = 50;
/// A list's count is exact up to here; above it the list says "more than".
pub const COUNT_MAX: u64 = 10_000;
/// Rows of one export.
pub const EXPORT_ROWS_MAX: u32 = 100_000;
/// Megabytes of a file of persons that can be allowed: it lies in memory while it is read.
pub const IMPORT_MEGABYTES_MAX: usize = 64;
/// Items that one action on a selection may name.
pub const SELECTION_MAX: usize = 1_000;
/// Rows that one job takes from a list; the rest is for the next one.
pub const JOB_ROWS_MAX: usize = 100_000;
/// Rows of a job that are done in one transaction: other writers wait that long.
pub const JOB_BATCH_ROWS: usize = 200;
/// Planned mails that a job takes back in one transaction: each is a draft, a case and its log.
pub const JOB_TAKE_BACK_ROWS: usize = 20;
/// Mails that one job writes to the customers of cases, or passes on: more is a mailing.
pub const BULK_MAILS_MAX: usize = 2_000;
/// Jobs of one user that are not over.
pub const JOBS_OPEN_MAX: u64 = 10;
/// Rows that a job was not done to and that it tells of one by one.
pub const JOB_FAILURES_MAX: usize = 100;
/// How long a job that is over is kept, milliseconds: 7 days; one that planned mails until they go.
pub const JOB_MS: i64 = 7 * 24 * 3600 * 1000;

/// Things that one user may have chosen about the interface.
pub const PREFERENCES_MAX: u64 = 200;
/// The longest of them, octets of JSON.
pub const PREFERENCE_OCTETS_MAX: usize = 8 * 1024;
/// The longest name of one, characters.
pub const PREFERENCE_NAME_CHARS_MAX: usize = 60;

/// Characters of a mail's text that searches look into.
pub const SEARCH_TEXT_CHARS_MAX: usize = 100_000;
/// Different words of a mail that searches find it by.
pub const SEARCH_WORDS_MAX: usize = 4_000;
/// Words of a question that are looked for.
pub const SEARCH_ASKED_WORDS_MAX: usize = 8;
/// The newest documents that one search looks through.
pub const SEARCH_DOCUMENTS_MAX: u64 = 5_000;
/// Cases that one search shows.
pub const SEARCH_HITS_MAX: u32 = 50;

/// Octets of the formatted text of a mail that somebody writes: a long report without its pictures.
pub const WRITTEN_HTML_OCTETS_MAX: usize = 512 * 1024;
/// Octets of the formatted text of a template: as long as its plain text may be, with room for how it looks.
pub const TEMPLATE_HTML_OCTETS_MAX: usize = 256 * 1024;
/// Octets of a signature with formatting: it stands under every mail.
pub const SIGNATURE_HTML_OCTETS_MAX: usize = 32 * 1024;
/// Pictures of one signature: a logo, and the marks of a few networks beside it.
pub const SIGNATURE_PICTURES_MAX: usize = 5;
/// Octets of them together: they go with every mail.
pub const SIGNATURE_PICTURES_OCTETS_MAX: u64 = 256 * 1024;
/// Octets of the pictures that an automatic reply carries: it is written within a transaction and lies in the database.
pub const AUTOMATIC_PICTURES_OCTETS_MAX: u64 = 512 * 1024;
/// Octets of the pictures that stand in the text of one mail; as many are shown of a mail that is read.
pub const WRITTEN_PICTURES_OCTETS_MAX: u64 = 8 * 1024 * 1024;

/// Parts of one mail that are looked at.
pub const PARTS_MAX: usize = 500;
/// Octets of text that are shown of a mail.
pub const TEXT_OCTETS_MAX: usize = 2 * 1024 * 1024;
/// Octets of HTML that are sanitised of a mail; beyond it the text is shown.
pub const HTML_OCTETS_MAX: usize = 4 * 1024 * 1024;

/// Intakes that one worker holds at a time.
pub const INTAKE_BATCH: u32 = 64;
/// How often an intake is tried before it waits for a person.
pub const INTAKE_ATTEMPTS_MAX: u32 = 3;
/// Deliveries that one node holds at a time; they are short rows, the mails are read when it is their turn. Beside those
/// of the bulk stream there is room for two claims of single mail, so that a claim is worth it while some are held.
pub const OUTBOX_HELD_MAX: u32 = OUTBOX_BULK_HELD_MAX + 2 * OUTBOX_CLAIM_MIN;
/// Of these, deliveries of the bulk stream.
pub const OUTBOX_BULK_HELD_MAX: u32 = 384;
/// Room for this many deliveries is worth a claim.
pub const OUTBOX_CLAIM_MIN: u32 = 128;
/// How long a lease lasts; a worker that died gives its work back after this, milliseconds.
/// Workers extend it while they live.
pub const LEASE_MS: i64 = 60 * 1000;
/// Mailboxes that are fetched at the same time on one node.
pub const SYNC_CONCURRENCY: usize = 8;

/// Mailboxes whose server is listened to for new mail on one node; the others are asked at intervals.
pub const WATCHES_MAX: usize = 200;

/// How long a session lives without use, milliseconds: 14 days.
pub const SESSION_IDLE_MS: i64 = 14 * 24 * 3600 * 1000;
/// Failed sign-ins for one address or from one host before it must wait.
pub const SIGN_IN_FAILURES_MAX: u32 = 8;
/// Failed sign-ins from one host, whatever the address, before it has to wait. More than of one address: a whole
/// office may stand behind one host.
pub const SIGN_IN_HOST_FAILURES_MAX: u32 = 40;
/// How long it must wait then, milliseconds: 15 minutes.
pub const SIGN_IN_WAIT_MS: i64 = 15 * 60 * 1000;
/// The shortest password, characters.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// The longest password, octets: what is hashed must be bounded.
pub const PASSWORD_OCTETS_MAX: usize = 512;

/// The longest that an organisation keeps what lies in its bins, days. What they are until it chooses stands in
/// the columns of its table: 14 days for cases and spam, 30 for the rest.
pub const BIN_DAYS_MAX: u32 = 365;
/// How long a merged case can be taken out again, milliseconds: 30 days.
pub const UNMERGE_MS: i64 = 30 * 24 * 3600 * 1000;
/// How long the author of a comment may change or delete it, milliseconds: 15 minutes.
pub const COMMENT_EDIT_MS: i64 = 15 * 60 * 1000;
/// Statuses of one organisation, archived ones among them: lists in their order walk each by itself.
pub const STATUSES_MAX: usize = 60;
/// Characters of the name of a status.
pub const STATUS_CHARS_MAX: usize = 60;
/// Request types of one organisation, archived ones among them.
pub const REQUEST_TYPES_MAX: usize = 60;
/// Characters of the name of a request type.
pub const REQUEST_TYPE_CHARS_MAX: usize = 60;
/// Sender domains of one organisation that are in use.
pub const SENDER_DOMAINS_MAX: usize = 50;
/// Sender domains of one organisation, archived ones among them: those stay with their keys and their reports.
pub const SENDER_DOMAINS_EVER_MAX: usize = 500;
/// Days that reports on a sender domain are kept when nothing else is chosen: over a year, so that two years can be
/// laid side by side.
pub const DOMAIN_REPORTS_DAYS: u32 = 400;
/// The fewest and the most days that they can be kept.
pub const DOMAIN_REPORTS_DAYS_RANGE: (u32, u32) = (30, 800);
/// Reports on one sender domain that count in a day: a domain known all over the world gets some hundred.
pub const DOMAIN_REPORTS_A_DAY_MAX: u64 = 1_000;
/// The same of reports whose authors are not proved to be whom they claim; counted apart, so that they crowd out none.
pub const DOMAIN_REPORTS_UNVOUCHED_A_DAY_MAX: u64 = 200;
/// Of these, from one reporter: most send one a day.
pub const DOMAIN_REPORTS_OF_REPORTER_MAX: u64 = 50;
/// Rows of all reports on one sender domain that are kept of a day; what comes beyond is summed up.
pub const DOMAIN_REPORT_ROWS_A_DAY_MAX: u64 = 20_000;
/// The same of reports whose authors are not proved.
pub const DOMAIN_REPORT_UNVOUCHED_ROWS_A_DAY_MAX: u64 = 2_000;
/// Sources of one report that are kept one by one; what the smaller ones sent is one row together.
pub const DOMAIN_REPORT_ROWS_MAX: usize = 1_000;
/// The same of a report whose author is not proved to be whom he claims: anybody can write such.
pub const DOMAIN_REPORT_UNVOUCHED_ROWS_MAX: usize = 100;
/// Signing keys of one sender domain that are kept, retired ones among them.
pub const DKIM_KEYS_MAX: usize = 12;
/// Characters of a tag.
pub const TAG_CHARS_MAX: usize = 40;
/// Tags of one case.
pub const TAGS_OF_CASE_MAX: usize = 30;
/// Characters of a telephone number.
pub const PHONE_CHARS_MAX: usize = 40;
/// Views of the case list that one user keeps for himself.
pub const VIEWS_OF_USER_MAX: usize = 50;
/// Views of the case list that an organisation shares.
pub const VIEWS_SHARED_MAX: usize = 100;
/// Drafts that one user may have; more are not a memory but a store.
pub const DRAFTS_MAX: u64 = 500;
/// How long a draft that nobody came back to is kept, milliseconds: 90 days.
pub const DRAFT_MS: i64 = 90 * 24 * 3600 * 1000;
/// How long a mail can be taken back after it was sent, seconds, when the user chose nothing.
pub const UNDO_S_DEFAULT: u32 = 10;
/// The longest such time that a user may choose, seconds.
pub const UNDO_S_MAX: u32 = 60;
/// How far ahead a mail can be planned, milliseconds: one year.
pub const PLAN_MS_MAX: i64 = 366 * 24 * 3600 * 1000;
/// Notices that a user's bell keeps; older ones go.
pub const NOTICES_MAX: u64 = 500;
/// How long a notice is kept, milliseconds: 90 days.
pub const NOTICE_MS: i64 = 90 * 24 * 3600 * 1000;
/// Notices of one page.
pub const NOTICES_PAGE: u64 = 50;
/// Users who follow one case.
pub const FOLLOWERS_MAX: usize = 200;
/// How long persons or companies that were joined can be split again, milliseconds: 30 days.
pub const JOINS_KEPT_MS: i64 = 30 * 24 * 3600 * 1000;
/// How long what came back is kept as evidence, milliseconds: a year.
pub const RETURNS_KEPT_MS: i64 = 366 * 24 * 3600 * 1000;
/// How long the list of cleared addresses shows one, milliseconds: 90 days. The decisions on it are kept as long as evidence is.
pub const CLEARED_SHOWN_MS: i64 = 90 * 24 * 3600 * 1000;
/// For how long an import of a block list can be taken back, milliseconds: 7 days.
pub const BLOCK_IMPORT_KEPT_MS: i64 = 7 * 24 * 3600 * 1000;
/// Characters of what a person says when he takes a block of an address away.
pub const CLEARING_NOTE_CHARS_MAX: usize = 500;
/// Characters of what a person says when he sends mail another way.
pub const WAY_REASON_CHARS_MAX: usize = 500;
/// The longest absence of a user, milliseconds: a year.
pub const ABSENCE_MS_MAX: i64 = 366 * 24 * 3600 * 1000;
/// The largest weight of a category's member.
pub const WEIGHT_MAX: u32 = 100;
/// The longest that a customer's new cases go to the same member, minutes: a week.
pub const TOGETHER_MINUTES_MAX: u32 = 7 * 24 * 60;
/// Addresses that a category tells of its new cases.
pub const NOTIFY_ADDRESSES_MAX: usize = 10;
/// Applications that one organisation has registered with providers.
pub const OAUTH_APPLICATIONS_MAX: usize = 30;
/// Sign-ins with providers that one organisation has under way.
pub const OAUTH_SIGN_INS_MAX: u64 = 30;
/// How long a sign-in with a provider may take, milliseconds; a device code may end sooner.
pub const OAUTH_SIGN_IN_MS: i64 = 15 * 60 * 1000;
/// How long the outcome of a sign-in is kept for whoever asks, milliseconds.
pub const OAUTH_SIGN_IN_KEPT_MS: i64 = 24 * 3600 * 1000;
/// How often a provider is asked to forget a token before that is given up.
pub const OAUTH_REVOCATIONS_MAX: u32 = 8;
/// How long before its end a client secret is warned of, milliseconds.
pub const OAUTH_SECRET_WARNING_MS: i64 = 30 * 24 * 3600 * 1000;
/// Mails in a minute that a limit can be set to: a thousandth of a second each.
pub const PER_MINUTE_MAX: u32 = 60_000;
/// The fewest days that changes of settings are kept.
pub const AUDIT_DAYS_MIN: u32 = 90;
/// The most: ten years. What it is until an organisation chooses, two years, stands in the column of its table.
pub const AUDIT_DAYS_MAX: u32 = 3660;
/// The fewest days that sent mail is kept where an organisation does not keep it for ever: what comes back comes within them.
pub const SENT_DAYS_MIN: u32 = 30;
/// The most: ten years.
pub const SENT_DAYS_MAX: u32 = 3660;
/// Fields that one change of a setting tells of.
pub const AUDIT_FIELDS_MAX: usize = 100;
/// Characters that it tells of one value.
pub const AUDIT_VALUE_CHARS_MAX: usize = 2_000;
/// Servers or networks before a mailbox that are believed.
pub const TRUSTED_GATEWAYS_MAX: usize = 50;
