//! The schema: numbered steps, only ever appended to. Each is one SQL text for both engines, in
//! which `{..}` stands for the few type names that differ.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};

use crate::StoreError;
use crate::look::SchemaFound;

/// All steps. A released step never changes: a new one is added behind it, and works with the
/// program before it, since nodes are replaced one by one.
const STEPS: &[Step] = &[
    Step { name: "0001_people", sql: include_str!("../migrations/0001_people.sql") },
    Step { name: "0002_intake", sql: include_str!("../migrations/0002_intake.sql") },
    Step { name: "0003_cases", sql: include_str!("../migrations/0003_cases.sql") },
    Step { name: "0004_outbox", sql: include_str!("../migrations/0004_outbox.sql") },
    Step { name: "0005_feed", sql: include_str!("../migrations/0005_feed.sql") },
    Step { name: "0010_mailbox_intake", sql: include_str!("../migrations/0010_mailbox_intake.sql") },
    Step { name: "0020_filter_rules", sql: include_str!("../migrations/0020_filter_rules.sql") },
    Step { name: "0021_delete_for_good", sql: include_str!("../migrations/0021_delete_for_good.sql") },
    Step { name: "0022_review", sql: include_str!("../migrations/0022_review.sql") },
    Step { name: "0030_templates", sql: include_str!("../migrations/0030_templates.sql") },
    Step { name: "0031_answers", sql: include_str!("../migrations/0031_answers.sql") },
    Step { name: "0040_cases_wide", sql: include_str!("../migrations/0040_cases_wide.sql") },
    Step { name: "0050_compose", sql: include_str!("../migrations/0050_compose.sql") },
    Step { name: "0060_transport_choice", sql: include_str!("../migrations/0060_transport_choice.sql") },
    Step { name: "0070_preferences", sql: include_str!("../migrations/0070_preferences.sql") },
    Step { name: "0071_jobs", sql: include_str!("../migrations/0071_jobs.sql") },
    Step { name: "0072_search", sql: include_str!("../migrations/0072_search.sql") },
    Step { name: "0100_person_phone", sql: include_str!("../migrations/0100_person_phone.sql") },
    Step { name: "0110_case_views", sql: include_str!("../migrations/0110_case_views.sql") },
    Step { name: "0125_blocked_bin", sql: include_str!("../migrations/0125_blocked_bin.sql") },
    Step { name: "0130_statuses", sql: include_str!("../migrations/0130_statuses.sql") },
    Step { name: "0131_bins", sql: include_str!("../migrations/0131_bins.sql") },
    Step { name: "0132_messages", sql: include_str!("../migrations/0132_messages.sql") },
    Step { name: "0140_notices", sql: include_str!("../migrations/0140_notices.sql") },
    Step { name: "0141_weights", sql: include_str!("../migrations/0141_weights.sql") },
    Step { name: "0142_escalation", sql: include_str!("../migrations/0142_escalation.sql") },
    Step { name: "0143_absences", sql: include_str!("../migrations/0143_absences.sql") },
    Step { name: "0150_persons_apart", sql: include_str!("../migrations/0150_persons_apart.sql") },
    Step { name: "0160_awaited_ids", sql: include_str!("../migrations/0160_awaited_ids.sql") },
    Step { name: "0170_bounds", sql: include_str!("../migrations/0170_bounds.sql") },
    Step { name: "0180_oauth", sql: include_str!("../migrations/0180_oauth.sql") },
    Step { name: "0190_request_types", sql: include_str!("../migrations/0190_request_types.sql") },
    Step { name: "0191_faq", sql: include_str!("../migrations/0191_faq.sql") },
    Step { name: "0192_usual_status", sql: include_str!("../migrations/0192_usual_status.sql") },
    Step { name: "0200_returns", sql: include_str!("../migrations/0200_returns.sql") },
    Step { name: "0201_authenticity", sql: include_str!("../migrations/0201_authenticity.sql") },
    Step { name: "0202_incidents", sql: include_str!("../migrations/0202_incidents.sql") },
    Step { name: "0203_people_lists", sql: include_str!("../migrations/0203_people_lists.sql") },
    Step { name: "0204_return_rules", sql: include_str!("../migrations/0204_return_rules.sql") },
    Step { name: "0205_review", sql: include_str!("../migrations/0205_review.sql") },
    Step { name: "0210_sender_domains", sql: include_str!("../migrations/0210_sender_domains.sql") },
    Step { name: "0211_return_paths", sql: include_str!("../migrations/0211_return_paths.sql") },
    Step { name: "0220_ways", sql: include_str!("../migrations/0220_ways.sql") },
    Step { name: "0221_identities", sql: include_str!("../migrations/0221_identities.sql") },
    Step { name: "0230_engine", sql: include_str!("../migrations/0230_engine.sql") },
    Step { name: "0231_still_trying", sql: include_str!("../migrations/0231_still_trying.sql") },
    Step { name: "0240_sent", sql: include_str!("../migrations/0240_sent.sql") },
    Step { name: "0241_distribution_lists", sql: include_str!("../migrations/0241_distribution_lists.sql") },
    Step { name: "0242_receipts", sql: include_str!("../migrations/0242_receipts.sql") },
    Step { name: "0250_encryption", sql: include_str!("../migrations/0250_encryption.sql") },
    Step { name: "0251_parked_unprotected", sql: include_str!("../migrations/0251_parked_unprotected.sql") },
    Step { name: "0260_domain_reports", sql: include_str!("../migrations/0260_domain_reports.sql") },
    Step { name: "0270_address_changes", sql: include_str!("../migrations/0270_address_changes.sql") },
    Step { name: "0271_person_imports", sql: include_str!("../migrations/0271_person_imports.sql") },
    Step { name: "0272_standing_groups", sql: include_str!("../migrations/0272_standing_groups.sql") },
    Step { name: "0280_audit", sql: include_str!("../migrations/0280_audit.sql") },
    Step { name: "0290_formatted_texts", sql: include_str!("../migrations/0290_formatted_texts.sql") },
    Step { name: "0291_installation_grant", sql: include_str!("../migrations/0291_installation_grant.sql") },
    Step { name: "0300_chosen_way", sql: include_str!("../migrations/0300_chosen_way.sql") },
    Step { name: "0301_tls_throughout", sql: include_str!("../migrations/0301_tls_throughout.sql") },
    Step { name: "0310_file_links", sql: include_str!("../migrations/0310_file_links.sql") },
    Step { name: "0311_held_back", sql: include_str!("../migrations/0311_held_back.sql") },
    Step { name: "0312_blocked_by_hand", sql: include_str!("../migrations/0312_blocked_by_hand.sql") },
    Step { name: "0320_known_sources", sql: include_str!("../migrations/0320_known_sources.sql") },
    Step { name: "0321_trusted_gateways", sql: include_str!("../migrations/0321_trusted_gateways.sql") },
    Step { name: "0322_served_sts", sql: include_str!("../migrations/0322_served_sts.sql") },
    Step { name: "0330_review_done", sql: include_str!("../migrations/0330_review_done.sql") },
    Step { name: "0331_standing_orders", sql: include_str!("../migrations/0331_standing_orders.sql") },
    Step { name: "0340_kept_files", sql: include_str!("../migrations/0340_kept_files.sql") },
    Step { name: "0345_given_up", sql: include_str!("../migrations/0345_given_up.sql") },
    Step { name: "0350_sending_stops", sql: include_str!("../migrations/0350_sending_stops.sql") },
    Step { name: "0351_refused_paths", sql: include_str!("../migrations/0351_refused_paths.sql") },
    Step { name: "0360_own_return_path", sql: include_str!("../migrations/0360_own_return_path.sql") },
    Step { name: "0361_renewed_incidents", sql: include_str!("../migrations/0361_renewed_incidents.sql") },
    Step { name: "0370_send_keys", sql: include_str!("../migrations/0370_send_keys.sql") },
    Step { name: "0380_asked_words", sql: include_str!("../migrations/0380_asked_words.sql") },
    Step { name: "0381_matched_returns", sql: include_str!("../migrations/0381_matched_returns.sql") },
    Step { name: "0382_block_words", sql: include_str!("../migrations/0382_block_words.sql") },
    Step { name: "0384_dkim_generations", sql: include_str!("../migrations/0384_dkim_generations.sql") },
    Step { name: "0388_deleted_addresses", sql: include_str!("../migrations/0388_deleted_addresses.sql") },
    Step { name: "0389_seen_versions", sql: include_str!("../migrations/0389_seen_versions.sql") },
    Step { name: "0390_resumed_sending", sql: include_str!("../migrations/0390_resumed_sending.sql") },
    Step { name: "0391_untold_of", sql: include_str!("../migrations/0391_untold_of.sql") },
    Step { name: "0392_company_versions", sql: include_str!("../migrations/0392_company_versions.sql") },
    Step { name: "0393_waiting_of", sql: include_str!("../migrations/0393_waiting_of.sql") },
    Step { name: "0395_standing_rules", sql: include_str!("../migrations/0395_standing_rules.sql") },
    Step { name: "0397_draft_writers", sql: include_str!("../migrations/0397_draft_writers.sql") },
    Step { name: "0398_untaken_uploads", sql: include_str!("../migrations/0398_untaken_uploads.sql") },
    Step { name: "0399_joined_drafts", sql: include_str!("../migrations/0399_joined_drafts.sql") },
    Step { name: "0400_proved_domains", sql: include_str!("../migrations/0400_proved_domains.sql") },
    Step { name: "0402_address_trials", sql: include_str!("../migrations/0402_address_trials.sql") },
    Step { name: "0403_cleared_addresses", sql: include_str!("../migrations/0403_cleared_addresses.sql") },
    Step { name: "0405_complaints", sql: include_str!("../migrations/0405_complaints.sql") },
    Step { name: "0406_sent_again", sql: include_str!("../migrations/0406_sent_again.sql") },
    Step { name: "0407_person_joins", sql: include_str!("../migrations/0407_person_joins.sql") },
    Step { name: "0408_spf_terms", sql: include_str!("../migrations/0408_spf_terms.sql") },
    Step { name: "0410_sender_lanes", sql: include_str!("../migrations/0410_sender_lanes.sql") },
    Step { name: "0413_natures_of_returns", sql: include_str!("../migrations/0413_natures_of_returns.sql") },
    Step { name: "0414_stamped_deliveries", sql: include_str!("../migrations/0414_stamped_deliveries.sql") },
    Step { name: "0416_said_by_hand", sql: include_str!("../migrations/0416_said_by_hand.sql") },
    Step { name: "0418_late_ways", sql: include_str!("../migrations/0418_late_ways.sql") },
    Step { name: "0420_company_joins", sql: include_str!("../migrations/0420_company_joins.sql") },
    Step { name: "0422_sending_stop_deeds", sql: include_str!("../migrations/0422_sending_stop_deeds.sql") },
    Step { name: "0423_lifted_trials", sql: include_str!("../migrations/0423_lifted_trials.sql") },
    Step { name: "0426_arrived_at", sql: include_str!("../migrations/0426_arrived_at.sql") },
    Step { name: "0430_cases_by_mailbox", sql: include_str!("../migrations/0430_cases_by_mailbox.sql") },
    Step { name: "0434_warned_grants", sql: include_str!("../migrations/0434_warned_grants.sql") },
    Step {
        name: "0435_sizes_and_last_changes",
        sql: include_str!("../migrations/0435_sizes_and_last_changes.sql"),
    },
    Step { name: "0438_deliveries_at_rest", sql: include_str!("../migrations/0438_deliveries_at_rest.sql") },
    Step { name: "0442_failure_seen_by", sql: include_str!("../migrations/0442_failure_seen_by.sql") },
    Step { name: "0444_told_ends", sql: include_str!("../migrations/0444_told_ends.sql") },
    Step { name: "0445_size_said_at", sql: include_str!("../migrations/0445_size_said_at.sql") },
    Step {
        name: "0450_mailbox_signatures_of_answers",
        sql: include_str!("../migrations/0450_mailbox_signatures_of_answers.sql"),
    },
    Step {
        name: "0475_block_import_changes",
        sql: include_str!("../migrations/0475_block_import_changes.sql"),
    },
    Step { name: "0490_first_attempts", sql: include_str!("../migrations/0490_first_attempts.sql") },
    Step {
        name: "0491_block_imports_of_organisation",
        sql: include_str!("../migrations/0491_block_imports_of_organisation.sql"),
    },
    Step { name: "0510_lifted_blocks", sql: include_str!("../migrations/0510_lifted_blocks.sql") },
    Step { name: "0550_unasked_copies", sql: include_str!("../migrations/0550_unasked_copies.sql") },
    Step { name: "0570_held_destinations", sql: include_str!("../migrations/0570_held_destinations.sql") },
];

/// One step.
#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    sql: &'static str,
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let sql = for_engine(self.sql, connection.get_database_backend());
        connection.execute_unprepared(&sql).await?;
        Ok(())
    }

    /// On both engines: a step that stops half-way leaves nothing.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

struct Steps;

impl MigratorTrait for Steps {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        STEPS.iter().map(|step| Box::new(*step) as Box<dyn MigrationTrait>).collect()
    }
}

/// Runs the steps that are missing; refuses a database that has one this program does not know.
pub(crate) async fn bring_up_to_date(database: &DatabaseConnection) -> Result<(), StoreError> {
    Steps::install(database).await?;
    let applied = Steps::get_migration_models(database).await?;
    let unknown = applied.into_iter().find(|model| STEPS.iter().all(|step| step.name != model.version));
    if let Some(unknown) = unknown {
        return Err(StoreError::NewerSchema(unknown.version));
    }
    Ok(Steps::up(database, None).await?)
}

/// How the schema of a database stands to the steps, without changing it.
pub(crate) async fn found(database: &DatabaseConnection) -> SchemaFound {
    // Connected, it fails only where the steps' own table is missing.
    let Ok(applied) = Steps::get_migration_models(database).await else { return SchemaFound::Missing };
    let known = |version: &str| STEPS.iter().any(|step| step.name == version);
    if let Some(unknown) = applied.iter().find(|model| !known(&model.version)) {
        return SchemaFound::Newer(unknown.version.clone());
    }
    match STEPS.len() - applied.len() {
        0 => SchemaFound::Current,
        missing if missing == STEPS.len() => SchemaFound::Missing,
        missing => SchemaFound::Older(missing),
    }
}

/// What the words in braces mean to `SQLite`.
const SQLITE: [(&str, &str); 6] = [
    ("{id}", "INTEGER PRIMARY KEY NOT NULL"),
    ("{sequence}", "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"),
    ("{bytes}", "BLOB"),
    ("{key}", "TEXT"),
    ("{clustered}", "WITHOUT ROWID"),
    // Without the texts and without places in them: they are in the tables already, and searches
    // ask for words alone.
    (
        "{search_index}",
        "CREATE VIRTUAL TABLE search_index USING fts5(words, content='', contentless_delete=1, detail=none, \
         tokenize='ascii');",
    ),
];

/// What they mean to `PostgreSQL`.
const POSTGRES: [(&str, &str); 6] = [
    ("{id}", "BIGINT PRIMARY KEY"),
    ("{sequence}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    ("{bytes}", "BYTEA"),
    // Compared octet by octet, as SQLite does, whatever the server's order of letters.
    ("{key}", "TEXT COLLATE \"C\""),
    ("{clustered}", ""),
    (
        "{search_index}",
        "CREATE TABLE search_index (id BIGINT PRIMARY KEY, org_id BIGINT NOT NULL, words TSVECTOR NOT NULL); \
         CREATE INDEX search_index_words ON search_index USING gin (words);",
    ),
];

/// Fills in the type names of an engine.
fn for_engine(sql: &str, engine: DbBackend) -> String {
    let words = if matches!(engine, DbBackend::Postgres) { POSTGRES } else { SQLITE };
    words.iter().fold(sql.to_owned(), |sql, (word, meaning)| sql.replace(word, meaning))
}
