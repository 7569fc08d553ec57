// Written by `npm run gen` from openapi.json. Do not edit.

export interface paths {
    "/api/v1/acquaintance": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_acquaintance"];
        put: operations["put_acquaintance"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/addresses/check": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["check_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auto-replies": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_auto_replies"];
        put: operations["put_auto_replies"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auto-replies/pauses": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_pauses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auto-replies/pauses/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["lift_pause"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bins": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_bins"];
        put: operations["put_bins"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_blocked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_blocked_addresses"];
        put?: never;
        post: operations["block_address"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_blocked_address"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/add-to-list": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["add_blocked_to_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/add-to-list/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["add_matching_to_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/block-again": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["block_addresses_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/block-again/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["block_matching_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/clear": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["clear_blocked_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/clear/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["clear_matching_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/cleared": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_cleared_addresses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/delete": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_blocked_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/delete/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_matching_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/former": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["set_blocked_former"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/former/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["set_matching_former"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/import": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["import_blocked_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/import/preview": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["preview_blocked_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/import/undo": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["undo_block_list_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/imports": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_block_list_imports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/trial": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["try_blocked_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/trial/end": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["end_address_trials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/trial/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["try_matching_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-senders": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_blocked_senders"];
        put?: never;
        post: operations["block_sender"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-senders/lift": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["lift_blocked_sender"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_blocked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/{id}/attachments/{index}/mail": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_blocked_attached_mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/{id}/timeline": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_blocked_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/delete": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_blocked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/delete/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_matching_blocked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/import": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["import_blocked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/import/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["import_matching_blocked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/purge": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["purge_blocked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/restore": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_blocked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked/restore/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_matching_blocked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/case-views": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_case_views"];
        put?: never;
        post: operations["create_case_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/case-views/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_case_view"];
        options?: never;
        head?: never;
        patch: operations["update_case_view"];
        trace?: never;
    };
    "/api/v1/case-views/order": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["order_case_views"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_case"];
        trace?: never;
    };
    "/api/v1/cases/{id}/comments": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["comment_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/compose": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["open_compose"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/drafts": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_case_drafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/drafts/{mode}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put: operations["put_case_draft"];
        post?: never;
        delete: operations["delete_case_draft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/faq": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["suggest_faq_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/file-links/{lid}/revoke": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["revoke_file_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/follow": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_following"];
        put: operations["follow_case"];
        post?: never;
        delete: operations["unfollow_case"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["remove_message"];
        options?: never;
        head?: never;
        patch: operations["edit_comment"];
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/attachments/{index}/mail": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_message_attached_mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/flag": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put: operations["flag_message"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/restore": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/rewrite": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["rewrite_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/schedule": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["schedule_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/send-again": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["send_message_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/send-as-links": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["send_message_as_links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/source": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_message_source"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/take-back": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["take_back_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/messages/{mid}/timeline": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_message_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/move": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["move_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/participants": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["add_participant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/participants/remove": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["remove_participant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/reply": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["reply_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/signatures": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_case_signatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/split": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["split_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/tags": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put: operations["put_case_tags"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/unmerge": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["unmerge_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/change": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["change_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/change/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["change_matching_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/delete": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/delete/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_matching_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/forward": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["forward_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/forward/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["forward_matching_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/merge": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["merge_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/next": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["take_next_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/reply": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["reply_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/reply/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["reply_matching_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/restore": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/restore/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_matching_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/spam": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["spam_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/spam/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["spam_matching_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/start": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_senders"];
        put?: never;
        post: operations["start_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/start/signatures": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_first_signatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_categories"];
        put?: never;
        post: operations["create_category"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_category"];
        options?: never;
        head?: never;
        patch: operations["update_category"];
        trace?: never;
    };
    "/api/v1/companies": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_companies"];
        put?: never;
        post: operations["create_company"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_company"];
        put?: never;
        post?: never;
        delete: operations["delete_company"];
        options?: never;
        head?: never;
        patch: operations["update_company"];
        trace?: never;
    };
    "/api/v1/companies/{id}/merge": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["merge_company"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/{id}/split": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["split_company"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distribution-lists": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_distribution_lists"];
        put?: never;
        post: operations["create_distribution_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distribution-lists/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_distribution_list"];
        put: operations["update_distribution_list"];
        post?: never;
        delete: operations["delete_distribution_list"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distribution-lists/{id}/recipients": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_distribution_list_recipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/domain-report-settings": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_report_settings"];
        put: operations["put_report_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/domain-transports": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_domain_transports"];
        put: operations["put_domain_transport"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/domain-transports/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_domain_transport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/domain-transports/{id}/oauth": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["begin_domain_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/domain-transports/test": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["test_domain_transport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_drafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/new": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_new_draft"];
        put: operations["put_new_draft"];
        post?: never;
        delete: operations["delete_new_draft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faq-entries": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_faq_entries"];
        put?: never;
        post: operations["create_faq_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faq-entries/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_faq_entry"];
        put?: never;
        post?: never;
        delete: operations["delete_faq_entry"];
        options?: never;
        head?: never;
        patch: operations["update_faq_entry"];
        trace?: never;
    };
    "/api/v1/faq-entries/{id}/archive": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["archive_faq_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faq-entries/{id}/fill": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["fill_faq_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faq-entries/{id}/restore": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_faq_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faq-rules": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_faq_rules"];
        put: operations["put_faq_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filters": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_filters"];
        put?: never;
        post: operations["create_filter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filters/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_filter"];
        options?: never;
        head?: never;
        patch: operations["update_filter"];
        trace?: never;
    };
    "/api/v1/filters/dry-run": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["dry_run_filter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filters/dry-run/file": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["dry_run_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filters/file": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["import_filter_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filters/order": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["order_filters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-destinations": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_held_destinations"];
        put: operations["put_held_destination"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-destinations/lift": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["lift_held_destination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identities": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_identities"];
        put?: never;
        post: operations["create_identity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identities/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_identity"];
        trace?: never;
    };
    "/api/v1/intake": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_intake"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_intake"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/{id}/attachments/{index}/mail": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_intake_attached_mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/{id}/debug": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["debug_intake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/{id}/decide": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["decide_intake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/{id}/timeline": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_intake_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/delete": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_intake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/delete/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_matching_intake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/import": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["import_intake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/import/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["import_matching_intake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/purge": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["purge_intake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/restore": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_intake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/restore/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_matching_intake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/take-back": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["take_back_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail-senders": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_mail_senders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_mailboxes"];
        put?: never;
        post: operations["create_mailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_mailbox"];
        put?: never;
        post?: never;
        delete: operations["delete_mailbox"];
        options?: never;
        head?: never;
        patch: operations["update_mailbox"];
        trace?: never;
    };
    "/api/v1/mailboxes/{id}/check": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["check_mailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes/{id}/import": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["import_mails"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes/{id}/oauth": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["begin_mailbox_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes/{id}/signature": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_mailbox_signature"];
        put: operations["put_mailbox_signature"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes/alarms": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_mailbox_alarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes/detect": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["detect_servers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes/test": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["test_mailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notice-settings": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_notice_settings"];
        put: operations["put_notice_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/read": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["read_notices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/applications": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_oauth_applications"];
        put?: never;
        post: operations["create_oauth_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/applications/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_oauth_application"];
        options?: never;
        head?: never;
        patch: operations["update_oauth_application"];
        trace?: never;
    };
    "/api/v1/oauth/choices": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_oauth_choices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/finish": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["finish_oauth_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/providers": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_oauth_providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/sign-ins/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_oauth_sign_in"];
        put?: never;
        post?: never;
        delete: operations["cancel_oauth_sign_in"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office-hours": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_office_hours"];
        put: operations["put_office_hours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisation": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_organisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_organisation"];
        trace?: never;
    };
    "/api/v1/outbox": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_outbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_outbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{id}/schedule": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["schedule_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{id}/timeline": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_outbox_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/delete": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/delete/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["delete_matching_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/hold": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["hold_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/hold/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["hold_matching_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/picture": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_outbox_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/purge": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["purge_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/release": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["release_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/release/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["release_matching_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/restore": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/restore/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_matching_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/retry": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["retry_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/retry/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["retry_matching_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/send": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["send_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/send/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["send_matching_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/way": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["change_outbox_way"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/way/matching": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["change_matching_outbox_way"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/ways": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_outbox_ways"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people-lists": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_people_lists"];
        put?: never;
        post: operations["create_people_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people-lists/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_people_list"];
        put?: never;
        post?: never;
        delete: operations["delete_people_list"];
        options?: never;
        head?: never;
        patch: operations["rename_people_list"];
        trace?: never;
    };
    "/api/v1/people-lists/{id}/add": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["add_people_to_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people-lists/{id}/remove": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["take_people_off_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_persons"];
        put?: never;
        post: operations["create_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_person"];
        put?: never;
        post?: never;
        delete: operations["delete_person"];
        options?: never;
        head?: never;
        patch: operations["update_person"];
        trace?: never;
    };
    "/api/v1/persons/{id}/apart": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["keep_persons_apart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{id}/card": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_person_card"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{id}/merge": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["merge_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{id}/split": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["split_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/doubles": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_doubles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/imports": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_person_imports"];
        put?: never;
        post: operations["start_person_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/imports/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_person_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/imports/preview": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["preview_person_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/priorities": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_priorities"];
        put?: never;
        post: operations["create_priority"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/priorities/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_priority"];
        options?: never;
        head?: never;
        patch: operations["update_priority"];
        trace?: never;
    };
    "/api/v1/profile": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_profile"];
        trace?: never;
    };
    "/api/v1/profile/absence": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_own_absence"];
        put: operations["put_own_absence"];
        post?: never;
        delete: operations["delete_own_absence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/notifications": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_notifications"];
        put: operations["put_notifications"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/password": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/preferences": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_preferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/preferences/{name}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_preference"];
        put: operations["put_preference"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/sending": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_own_sending"];
        put: operations["put_own_sending"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/signatures": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_signatures"];
        put: operations["put_signatures"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/tokens": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_tokens"];
        put?: never;
        post: operations["create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/tokens/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/transport": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_own_transport"];
        put: operations["put_own_transport"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/transport/detect": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["detect_own_servers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/transport/oauth": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["begin_own_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/transport/test": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["test_own_transport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/request-types": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_request_types"];
        put?: never;
        post: operations["create_request_type"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/request-types/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_request_type"];
        trace?: never;
    };
    "/api/v1/request-types/{id}/archive": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["archive_request_type"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/request-types/{id}/restore": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_request_type"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/return-incidents": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_return_incidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/return-incidents/{id}/confirm": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["confirm_return_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/return-incidents/{id}/roll-back": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["roll_back_return_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/return-incidents/{id}/send-again": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["send_return_incident_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/return-incidents/open": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_open_return_incidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/return-rules": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_return_rules"];
        put?: never;
        post: operations["create_return_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/return-rules/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_return_rule"];
        options?: never;
        head?: never;
        patch: operations["change_return_rule"];
        trace?: never;
    };
    "/api/v1/return-rules/{id}/try": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["try_changed_return_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/return-rules/{id}/try-without": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["try_without_return_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/return-rules/try": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["try_return_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/returns/{id}/match": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["match_return"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/returns/review": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_returns_to_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/returns/review/done": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["review_returns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/returns/settings": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_returns_settings"];
        put: operations["put_returns_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/returns/unmatch": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["unmatch_return"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_roles"];
        put?: never;
        post: operations["create_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_role"];
        options?: never;
        head?: never;
        patch: operations["update_role"];
        trace?: never;
    };
    "/api/v1/search": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["search_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sender-check": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["check_sender"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sender-domains": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_sender_domains"];
        put?: never;
        post: operations["create_sender_domain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sender-domains/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_sender_domain"];
        put?: never;
        post?: never;
        delete: operations["archive_sender_domain"];
        options?: never;
        head?: never;
        patch: operations["update_sender_domain"];
        trace?: never;
    };
    "/api/v1/sender-domains/{id}/check": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["check_sender_domain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sender-domains/{id}/mta-sts": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_served_mta_sts"];
        put: operations["put_served_mta_sts"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sender-domains/{id}/reports": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_sender_domain_reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sender-domains/{id}/rotate": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["rotate_sender_domain_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sender-domains/{id}/waiting-keys": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_waiting_keys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sender-domains/alarms": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_sender_domain_alarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sending": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_sending"];
        put: operations["put_sending"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sending-stop": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_sending_stops"];
        put: operations["put_sending_stop"];
        post?: never;
        delete: operations["delete_sending_stop"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sending/retries": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_retries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sent": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_sent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sent/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_sent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sent/{id}/anew": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["write_sent_anew"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sent/{id}/send-again": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["send_sent_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sent/{id}/way": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["choose_sent_way"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sent/ways": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_sent_ways"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_session"];
        put?: never;
        post: operations["create_session"];
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/{name}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put: operations["set_setting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_statuses"];
        put?: never;
        post: operations["create_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_status"];
        trace?: never;
    };
    "/api/v1/statuses/{id}/archive": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["archive_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses/{id}/restore": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/summary": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_tags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_tag"];
        options?: never;
        head?: never;
        patch: operations["update_tag"];
        trace?: never;
    };
    "/api/v1/tags/{id}/merge": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["merge_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/usage": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_tag_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_templates"];
        put?: never;
        post: operations["create_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_template"];
        put?: never;
        post?: never;
        delete: operations["delete_template"];
        options?: never;
        head?: never;
        patch: operations["update_template"];
        trace?: never;
    };
    "/api/v1/templates/{id}/begin": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["begin_with_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{id}/fill": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["fill_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{id}/restore": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["restore_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/preview": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["preview_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transport": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_transport"];
        put: operations["put_transport"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transport/oauth": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["begin_transport_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transport/spf": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["propose_spf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transport/test": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["test_transport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post: operations["create_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_upload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["list_users"];
        put?: never;
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_user"];
        trace?: never;
    };
    "/api/v1/users/{id}/absence": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_user_absence"];
        put: operations["put_user_absence"];
        post?: never;
        delete: operations["delete_user_absence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/transport": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        get: operations["get_user_transport"];
        put?: never;
        post?: never;
        delete: operations["delete_user_transport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Absence: {
            from: components["schemas"]["Moment"];
            substitute_id?: components["schemas"]["Id"] | null;
            until: components["schemas"]["Moment"];
        };
        AcquaintanceBody: { companies: boolean; persons: boolean; };
        AddressBlock: {
            at: components["schemas"]["Moment"];
            class: string | null;
            reason: components["schemas"]["BlockReason"];
            scope: components["schemas"]["BlockScope"];
            trial: components["schemas"]["TrialStage"] | null;
            words: string;
        };
        AddressBlocked: { class: string; reason: string; recipient: string; rule: string; scope: string; };
        AddressDecision: {
            at: components["schemas"]["Moment"];
            by: components["schemas"]["Id"] | null;
            by_name: string | null;
            deed: string;
            note: string;
            outbox_id: components["schemas"]["Id"] | null;
            reason: components["schemas"]["BlockReason"] | null;
            scope: components["schemas"]["BlockScope"] | null;
        };
        AddressesInput: { addresses: string[]; };
        AddressHolder: { id: components["schemas"]["Id"]; name: string; };
        AddressTrial: {
            by: components["schemas"]["Id"];
            by_mail: boolean;
            by_name: string | null;
            outbox_id: components["schemas"]["Id"] | null;
            since: components["schemas"]["Moment"];
            taken_at: components["schemas"]["Moment"] | null;
            until: components["schemas"]["Moment"];
        };
        AddressWarning: {
            address: string;
            blocked_at: components["schemas"]["Moment"] | null;
            class: string | null;
            fault: string | null;
            last_return_at: components["schemas"]["Moment"] | null;
            reason: components["schemas"]["BlockReason"] | null;
            returns: number;
            scope: components["schemas"]["BlockScope"] | null;
            trial: components["schemas"]["TrialStage"] | null;
            words: string;
        };
        AddToListInput: components["schemas"]["IntoList"] & { ids: components["schemas"]["Id"][]; };
        AfterImport: "delete" | "keep";
        AllMailTold: { user_id: components["schemas"]["Id"] | null; what: string; why: string; };
        AnewInput: { mail_key?: string | null; replace?: boolean | null; to?: string | null; };
        AnsweredCase: { case_id: components["schemas"]["Id"]; number: number; status: string; };
        AnswersTo: "mailbox" | "own" | "address";
        ApartInput: { other: components["schemas"]["Id"]; };
        ApiToken: {
            created_at: components["schemas"]["Moment"];
            expires_at: components["schemas"]["Moment"] | null;
            id: components["schemas"]["Id"];
            last_used_at: components["schemas"]["Moment"] | null;
            name: string;
        };
        ApiTokenInput: { expires_at?: components["schemas"]["Moment"] | null; name: string; };
        ArchiveInput: { replaced_by: components["schemas"]["Id"]; };
        ArchiveTypeInput: { replaced_by?: components["schemas"]["Id"] | null; };
        AskedSource: {
            detail: string | null;
            outcome: components["schemas"]["DetectionOutcome"];
            place: string;
            source: components["schemas"]["DetectionSource"];
        };
        AssignKind: "keep" | "category" | "user";
        Assignment: "none" | "even" | "weighted" | "fewest_open";
        AsWhom: {
            files_as_links: boolean;
            from: components["schemas"]["FromChoice"] | null;
            needs_tls: boolean;
            receipt: boolean;
            signature: components["schemas"]["SignatureChoice"] | null;
            template_id: components["schemas"]["Id"] | null;
            tls_throughout: boolean;
        };
        AsWhomInput: {
            files_as_links?: boolean | null;
            from?: components["schemas"]["FromChoice"] | null;
            needs_tls?: boolean | null;
            receipt?: boolean | null;
            signature?: components["schemas"]["SignatureChoice"] | null;
            template_id?: components["schemas"]["Id"] | null;
            tls_throughout?: boolean | null;
        };
        AttachedMail: {
            attachments: components["schemas"]["Attachment"][];
            cc: components["schemas"]["Person"][];
            date: components["schemas"]["Moment"] | null;
            from: components["schemas"]["Person"] | null;
            has_html: boolean;
            subject: string;
            text: string;
            to: components["schemas"]["Person"][];
        };
        Attachment: { index: number; inline: boolean; is_mail: boolean; media_type: string; name: string; size_octets: number; };
        Attempt: {
            at: components["schemas"]["Moment"];
            code: number | null;
            duration_ms: number;
            encryption: components["schemas"]["Encryption"] | null;
            enhanced: string | null;
            held_back: components["schemas"]["HeldBack"] | null;
            host: string | null;
            meaning: components["schemas"]["Meaning"] | null;
            result: components["schemas"]["AttemptResult"];
            tls: boolean;
            words: string;
        };
        Attempted: {
            code: number | null;
            duration_ms: number;
            encryption: components["schemas"]["Encryption"] | null;
            enhanced: string | null;
            held_back: components["schemas"]["HeldBack"] | null;
            host: string | null;
            passed_over: components["schemas"]["PassedOver"][];
            recipient: string;
            result: components["schemas"]["AttemptResult"];
            tls: boolean;
            words: string;
        };
        AttemptResult: "delivered" | "deferred" | "failed" | "interrupted";
        AuditEntry: {
            at: components["schemas"]["Moment"];
            fields: components["schemas"]["AuditField"][];
            id: components["schemas"]["Id"];
            key: string;
            kind: components["schemas"]["AuditKind"];
            name: string;
            origin: components["schemas"]["AuditOrigin"];
            origin_name: string;
            user_id: components["schemas"]["Id"] | null;
            user_name: string;
            verb: components["schemas"]["AuditVerb"];
        };
        AuditField: { field: string; from: unknown; secret: string | null; to: unknown; };
        AuditKind: "setting" | "organisation" | "user" | "role" | "api_token" | "absence" | "mailbox" | "filter" | "category" | "priority" | "status" | "request_type" | "tag" | "template" | "faq_entry" | "identity" | "outgoing_server" | "oauth_application" | "sender_domain" | "return_rule" | "address" | "held_destination";
        AuditOrigin: "browser" | "token" | "command" | "program";
        AuditVerb: "made" | "changed" | "deleted" | "restored";
        Authenticity: {
            arc: string;
            dkim: components["schemas"]["AuthenticitySignature"][];
            dmarc: string;
            domain: string;
            gateway: components["schemas"]["AuthenticityGateway"] | null;
            policy: string | null;
            reason: string;
            server: string | null;
            spf: components["schemas"]["AuthenticitySpf"] | null;
        };
        AuthenticityGateway: { believed: boolean; client: string | null; name: string; };
        AuthenticitySignature: { aligned: boolean; domain: string; reason: string; result: string; selector: string; };
        AuthenticitySpf: { aligned: boolean; domain: string; reason: string; result: string; };
        AutoReplies: {
            categories: components["schemas"]["CategoryReply"][];
            enabled: boolean;
            per_address: components["schemas"]["AutoReplyRate"];
            per_case: components["schemas"]["AutoReplyRate"];
            per_organisation: components["schemas"]["AutoReplyRate"];
            template_id?: components["schemas"]["Id"] | null;
        };
        AutoReplyPause: {
            address: string | null;
            asked: number;
            case_id: components["schemas"]["Id"] | null;
            case_number: number | null;
            id: components["schemas"]["Id"];
            refused: number;
            resumes_at: components["schemas"]["Moment"];
            scope: string;
            since: components["schemas"]["Moment"];
        };
        AutoReplyRate: { burst: number; interval_s: number; };
        Away: { absence: components["schemas"]["Absence"] | null; };
        BegunMail: {
            filled: components["schemas"]["FilledTemplate"];
            lists_gone: number;
            recipients: components["schemas"]["TemplateRecipients"];
            uploads: components["schemas"]["Upload"][];
        };
        Belonging: { case_number?: number | null; };
        BinDays: { cases: number; queues: number; spam: number; };
        Blocked: {
            deleted_at: components["schemas"]["Moment"] | null;
            filter_id: components["schemas"]["Id"] | null;
            filter_name: string | null;
            from: string;
            id: components["schemas"]["Id"];
            mailbox_address: string;
            mailbox_id: components["schemas"]["Id"];
            size_octets: number;
            subject: string;
            when: components["schemas"]["Moment"];
        };
        BlockedAddress: components["schemas"]["BlockOfAddress"] & {
            address: string;
            class: string | null;
            fault: string | null;
            host: string | null;
            id: components["schemas"]["Id"];
            last_return_at: components["schemas"]["Moment"] | null;
            returns: number;
            rule: string | null;
            well_at: components["schemas"]["Moment"] | null;
            words: string;
            written_since: components["schemas"]["Moment"] | null;
        };
        BlockedDetails: components["schemas"]["Intake"] & components["schemas"]["MailDetails"] & { filter_id: components["schemas"]["Id"] | null; filter_name: string | null; when: components["schemas"]["Moment"]; };
        BlockedSenders: { active: boolean; senders: string[]; };
        BlockInput: { address: string; all_the_same?: boolean; scope?: components["schemas"]["BlockScope"] | null; };
        BlockListImport: {
            at: components["schemas"]["Moment"];
            by: components["schemas"]["Id"];
            by_name: string | null;
            changed: number;
            id: components["schemas"]["Id"];
        };
        BlockListLeftOut: {
            own: number;
            own_addresses: string[];
            passing: number;
            passing_addresses: string[];
            refusals: components["schemas"]["BlockListRefusal"][];
            refused: number;
            spared: number;
            spared_addresses: string[];
        };
        BlockListPreview: components["schemas"]["BlockListLeftOut"] & {
            bounces: number;
            by_hand: number;
            complaints: number;
            disposable: number;
            disposable_addresses: string[];
            entries: number;
            known: number;
            role_addresses: string[];
            roles: number;
            service: string;
            typo_addresses: components["schemas"]["BlockListTypo"][];
            typos: number;
        };
        BlockListRefusal: { number: number; text: string; why: string; };
        BlockListReport: components["schemas"]["BlockListLeftOut"] & { blocked: number; known: number; service: string; undo: components["schemas"]["Id"] | null; };
        BlockListTypo: { address: string; suggestion: string; };
        BlockListUndo: { id: components["schemas"]["Id"]; };
        BlockListUndone: { left: number; restored: number; };
        BlockOfAddress: {
            blocked_at: components["schemas"]["Moment"] | null;
            changed_by: components["schemas"]["Id"] | null;
            complained_at: components["schemas"]["Moment"] | null;
            reason: components["schemas"]["BlockReason"] | null;
            scope: components["schemas"]["BlockScope"] | null;
        };
        BlockReason: "returned" | "limit" | "hand" | "imported";
        BlockScope: "mailings" | "all";
        BulkForwardInput: components["schemas"]["BulkHowInput"] & {
            close?: boolean;
            from?: components["schemas"]["FromChoice"] | null;
            html?: string | null;
            text: string;
            to: string;
        };
        BulkHowInput: components["schemas"]["TimingInput"] & {
            draft_version?: number | null;
            files_as_links?: boolean;
            mail_key?: string | null;
            needs_draft?: boolean;
            needs_tls?: boolean;
            receipt?: boolean;
            signature?: components["schemas"]["SignatureChoice"] | null;
            tls_throughout?: boolean;
            upload_ids?: components["schemas"]["Id"][];
            writer?: string | null;
        };
        BulkReplyInput: components["schemas"]["BulkHowInput"] & {
            close?: boolean;
            from?: components["schemas"]["FromChoice"] | null;
            html?: string | null;
            template_id?: components["schemas"]["Id"] | null;
            text?: string;
        };
        CaseDetails: components["schemas"]["CaseFields"] & {
            customer_warning: components["schemas"]["AddressWarning"] | null;
            log: components["schemas"]["LogEntry"][];
            mailbox_address: string | null;
            mailbox_id: components["schemas"]["Id"] | null;
            merged: components["schemas"]["OtherCase"][];
            merged_into: components["schemas"]["OtherCase"] | null;
            messages: components["schemas"]["Message"][];
            participants: components["schemas"]["Participant"][];
            viewers: components["schemas"]["Viewer"][];
        };
        CaseFields: components["schemas"]["CasePlace"] & components["schemas"]["CaseMarks"] & {
            created_at: components["schemas"]["Moment"];
            customer_address: string;
            customer_name: string | null;
            delivery_failed: boolean;
            id: components["schemas"]["Id"];
            last_message_at: components["schemas"]["Moment"];
            number: number;
            status: components["schemas"]["CaseStatus"];
            status_id: components["schemas"]["Id"] | null;
            status_name: string | null;
            title: string;
            unread: boolean;
            updated_at: components["schemas"]["Moment"];
        };
        CaseFilters: {
            categories?: string | null;
            category_id?: components["schemas"]["Id"] | null;
            company_id?: components["schemas"]["Id"] | null;
            delivery_failed?: boolean | null;
            number?: number | null;
            overdue?: boolean | null;
            owner?: string | null;
            person_id?: components["schemas"]["Id"] | null;
            priority_id?: components["schemas"]["Id"] | null;
            request_type_id?: components["schemas"]["Id"] | null;
            status?: string | null;
            status_id?: components["schemas"]["Id"] | null;
            tag_id?: components["schemas"]["Id"] | null;
        };
        CaseInput: {
            category_id?: components["schemas"]["Id"] | null;
            owner_id?: components["schemas"]["Id"] | null;
            priority_id?: components["schemas"]["Id"] | null;
            request_type_id?: components["schemas"]["Id"] | null;
            status?: components["schemas"]["CaseStatus"] | null;
            status_id?: components["schemas"]["Id"] | null;
            title?: string | null;
            unread?: boolean | null;
            wait_until?: components["schemas"]["Moment"] | null;
        };
        CaseMarks: {
            binned_at: components["schemas"]["Moment"] | null;
            company_id: components["schemas"]["Id"] | null;
            due_at: components["schemas"]["Moment"] | null;
            person_id: components["schemas"]["Id"] | null;
            tags: components["schemas"]["Tag"][];
            wait_until: components["schemas"]["Moment"] | null;
        };
        CasePlace: {
            category_id: components["schemas"]["Id"] | null;
            category_name: string | null;
            owner_id: components["schemas"]["Id"] | null;
            owner_name: string | null;
            priority_id: components["schemas"]["Id"] | null;
            priority_name: string | null;
            request_type_id: components["schemas"]["Id"] | null;
            request_type_name: string | null;
        };
        CaseRow: components["schemas"]["CaseFields"] & { messages: number; };
        CasesInput: {
            add_tags?: string[];
            change?: components["schemas"]["CaseInput"];
            ids: components["schemas"]["Id"][];
            remove_tags?: string[];
        };
        CaseStatus: "open" | "waiting" | "closed" | "spam" | "deleted" | "merged";
        CaseView: {
            author_name: string | null;
            id: components["schemas"]["Id"];
            may_change: boolean;
            mine: boolean;
            name: string;
            settings: components["schemas"]["CaseViewSettings"];
            shared: boolean;
        };
        CaseViewInput: { name?: string | null; settings?: components["schemas"]["CaseViewSettings"] | null; shared?: boolean | null; };
        CaseViewSettings: {
            columns: string[];
            descending: boolean;
            filter: components["schemas"]["CaseFilters"];
            grouped: boolean;
            q: string | null;
            sort: string | null;
        };
        Category: components["schemas"]["Telling"] & components["schemas"]["Sharing"] & {
            administrator_id: components["schemas"]["Id"] | null;
            assignment: components["schemas"]["Assignment"];
            description: string;
            id: components["schemas"]["Id"];
            member_ids: components["schemas"]["Id"][];
            name: string;
            position: number;
            priority_id: components["schemas"]["Id"] | null;
            reply_status_id: components["schemas"]["Id"] | null;
        };
        CategoryInput: {
            administrator_id?: components["schemas"]["Id"] | null;
            assignment?: components["schemas"]["Assignment"] | null;
            description?: string | null;
            give_when_absent?: boolean | null;
            member_ids?: components["schemas"]["Id"][] | null;
            name?: string | null;
            notify_addresses?: string[] | null;
            notify_members?: boolean | null;
            position?: number | null;
            priority_id?: components["schemas"]["Id"] | null;
            reply_status_id?: components["schemas"]["Id"] | null;
            take_when_replying?: boolean | null;
            together_minutes?: number | null;
            weights?: { [key: string]: number; } | null;
        };
        CategoryReply: { category_id: components["schemas"]["Id"]; template_id?: components["schemas"]["Id"] | null; };
        ChangedMembers: { persons: number; };
        ChangedReturn: { address: string; after: string; before: string; words: string; };
        CheckedAddress: {
            address: string | null;
            blocked: components["schemas"]["AddressBlock"] | null;
            disposable: boolean;
            error: string | null;
            input: string;
            mail_hosts: string;
            role: boolean;
            suggestion: string | null;
            verdict: string;
        };
        ChosenWay: "organisation" | "installation" | "direct";
        ClearedAddress: {
            address: string;
            class: string | null;
            cleared_at: components["schemas"]["Moment"];
            cleared_by: components["schemas"]["Id"] | null;
            cleared_by_name: string | null;
            deed: string;
            id: components["schemas"]["Id"];
            note: string;
            reason: components["schemas"]["BlockReason"] | null;
            scope: components["schemas"]["BlockScope"] | null;
        };
        ClearInput: { consent_on_record?: boolean; ids: components["schemas"]["Id"][]; note?: string; };
        ClearMatchingInput: { consent_on_record?: boolean; note?: string; };
        ClientAuth: "body" | "header";
        Colleague: { away_until: components["schemas"]["Moment"] | null; id: components["schemas"]["Id"]; name: string; };
        Colour: "granite" | "fjord" | "spruce" | "cloudberry" | "lingonberry" | "bilberry";
        CommentInput: { text: string; };
        Company: {
            created_at: components["schemas"]["Moment"];
            domains: string[];
            id: components["schemas"]["Id"];
            name: string;
            persons: number;
            version: number;
        };
        CompanyDetails: components["schemas"]["Company"] & { joined: components["schemas"]["JoinedCompany"][]; };
        CompanyInput: { domains: string[]; name: string; seen_version?: number | null; };
        CompanyMergeInput: { into: components["schemas"]["Id"]; };
        CompanySplitInput: { company: components["schemas"]["Id"]; };
        Compose: {
            forward_subject: string;
            latest_message_id: components["schemas"]["Id"] | null;
            max_octets: number;
            reply: components["schemas"]["Receivers"];
            reply_all: components["schemas"]["Receivers"];
            sender: components["schemas"]["Sender"] | null;
            status_after: components["schemas"]["StatusAfter"] | null;
            subject: string;
        };
        CorrectionInput: { address?: string | null; lasting?: boolean | null; };
        CustomerBy: "phone" | "name";
        DebugAnswer: { outcome: components["schemas"]["IntakeState"]; trace: components["schemas"]["TimelineEntry"][]; };
        DebugEvent: {
            code: string | null;
            outcome: components["schemas"]["IntakeState"] | null;
            stage: components["schemas"]["DebugStage"] | null;
            step: components["schemas"]["TimelineEntry"] | null;
        };
        DebugStage: "fetching" | "reading" | "matching" | "filtering" | "placing" | "committing";
        Decided: { addresses: number; kept_by: components["schemas"]["KeptBy"] | null; };
        DelayedElsewhere: {
            cause: string | null;
            host: string | null;
            intake_id: components["schemas"]["Id"];
            recipient: string;
            until: components["schemas"]["Moment"] | null;
            words: string;
        };
        Delivery: {
            attempts: number;
            goes_at: components["schemas"]["Moment"] | null;
            id: components["schemas"]["Id"];
            last_code: number | null;
            last_enhanced: string | null;
            last_host: string | null;
            last_words: string | null;
            log: components["schemas"]["Attempt"][];
            meaning: components["schemas"]["Meaning"] | null;
            next_attempt_at: components["schemas"]["Moment"] | null;
            recipient: string;
            sent_anew: boolean;
            state: components["schemas"]["DeliveryState"];
            unasked: boolean;
        };
        DeliveryStanding: {
            all_stopped: boolean;
            binned: boolean;
            can_be_taken_back: boolean;
            cancel_if_answered: boolean;
            domain_held: boolean;
            held: boolean;
            held_back: components["schemas"]["HeldBack"] | null;
            meaning: components["schemas"]["Meaning"] | null;
            next_attempt_at: components["schemas"]["Moment"] | null;
            planned_at: components["schemas"]["Moment"] | null;
            state: components["schemas"]["DeliveryState"];
            words: string | null;
        };
        DeliveryState: "queued" | "sending" | "sent" | "failed";
        DetectionAnswer: {
            address: string;
            asked: components["schemas"]["AskedSource"][];
            candidates: components["schemas"]["ServerCandidate"][];
        };
        DetectionInput: { address: string; };
        DetectionOutcome: "found" | "nothing" | "unusable" | "failed" | "timed_out";
        DetectionSource: "autoconfig" | "isp_database" | "srv" | "mx" | "autodiscover" | "plain_autoconfig" | "preset" | "guess";
        Direction: "received" | "sent" | "comment";
        DistributionList: {
            description: string;
            id: components["schemas"]["Id"];
            is_own: boolean;
            may_change: boolean;
            members: number;
            name: string;
            owner_name: string | null;
            shared: boolean;
            updated_at: components["schemas"]["Moment"];
            version: number;
        };
        DistributionListDetails: components["schemas"]["DistributionList"] & { all: components["schemas"]["ListMember"][]; };
        DistributionListInput: {
            description?: string;
            members: components["schemas"]["ListMemberInput"][];
            name: string;
            seen_version?: number | null;
            shared: boolean;
        };
        DistributionReach: { left_out: components["schemas"]["LeftOutOfList"][]; max: number; recipients: components["schemas"]["Person"][]; };
        DkimAlgorithm: "rsa" | "ed25519";
        DkimKeyState: "next" | "active" | "retired";
        DmarcPolicy: "none" | "quarantine" | "reject";
        DomainAlarm: "key" | "exchangers" | "policy" | "spf" | "dmarc" | "return_path" | "reports";
        DomainReport: {
            begins_at: components["schemas"]["Moment"];
            counted: number;
            ends_at: components["schemas"]["Moment"];
            good: number;
            intake_id: components["schemas"]["Id"];
            kind: components["schemas"]["DomainReportKind"];
            proved: boolean;
            reporter: string;
            sent_from: string;
        };
        DomainReportKind: "dmarc" | "tls";
        DomainReportSettings: { addresses: string[]; kept_days: number; };
        DomainReportSettingsInput: { kept_days: number; };
        DomainReportTold: {
            counted: number;
            domain: string;
            fate: components["schemas"]["ReportFate"];
            fault: string;
            report: components["schemas"]["DomainReportKind"] | null;
            reporter: string;
        };
        DomainTransport: components["schemas"]["Transport"] & { domain: string; id: components["schemas"]["Id"]; };
        DomainTransportInput: components["schemas"]["TransportInput"] & { domain: string; };
        DomainTransportTestInput: components["schemas"]["TransportTestInput"] & { domain: string; };
        Done: { done: number; failed: components["schemas"]["NotDone"][]; };
        Draft: components["schemas"]["DraftWriting"] & {
            case_id: components["schemas"]["Id"] | null;
            case_number: number | null;
            case_title: string | null;
            joined: boolean;
            mail_key: string | null;
            mode: components["schemas"]["Mode"];
            returned: components["schemas"]["Returned"] | null;
            updated_at: components["schemas"]["Moment"];
            version: number;
        };
        DraftInput: components["schemas"]["AsWhomInput"] & {
            attachments?: number[];
            bcc?: string[];
            cc?: string[];
            html?: string | null;
            mailbox_id?: components["schemas"]["Id"] | null;
            message_id?: components["schemas"]["Id"] | null;
            mode?: components["schemas"]["Mode"] | null;
            seen_version?: number | null;
            subject?: string | null;
            text?: string;
            to?: string[] | null;
            upload_ids?: components["schemas"]["Id"][];
            writer?: string | null;
        };
        DraftPlace: { mode: components["schemas"]["Mode"]; };
        DraftWriting: components["schemas"]["AsWhom"] & {
            attachments: number[];
            bcc: string[];
            cancel_if_answered: boolean;
            cc: string[];
            html: string | null;
            mailbox_id: components["schemas"]["Id"] | null;
            message_id: components["schemas"]["Id"] | null;
            send_at: components["schemas"]["Moment"] | null;
            subject: string | null;
            text: string;
            to: string[] | null;
            uploads: components["schemas"]["Upload"][];
        };
        DryRun: {
            cursor?: string | null;
            filter: components["schemas"]["FilterInput"];
            from: components["schemas"]["Moment"];
            id?: components["schemas"]["Id"] | null;
            until: components["schemas"]["Moment"];
        };
        DryRunAnswer: { condition: number | null; from: string; result: components["schemas"]["DryRunMatch"] | null; subject: string; };
        DryRunFile: {
            filter: components["schemas"]["FilterInput"];
            id?: components["schemas"]["Id"] | null;
            upload_id: components["schemas"]["Id"];
        };
        DryRunHit: components["schemas"]["DryRunMatch"] & {
            from: string;
            id: components["schemas"]["Id"];
            mailbox_address: string;
            received_at: components["schemas"]["Moment"];
            state: components["schemas"]["IntakeState"];
            subject: string;
        };
        DryRunMatch: {
            actions: string[];
            left_out: string[];
            reasons: components["schemas"]["MatchReason"][];
            variables: { [key: string]: string; };
        };
        DryRunPage: {
            hits: components["schemas"]["DryRunHit"][];
            next: string | null;
            total: components["schemas"]["Total"];
            tried: number;
            unreadable: number;
        };
        Encryption: { grade: components["schemas"]["TlsGrade"]; tested: boolean | null; version: string | null; };
        EscalationLevel: {
            after_minutes: number;
            assign?: components["schemas"]["AssignKind"];
            assign_to?: components["schemas"]["Id"] | null;
            office_hours?: boolean;
            raise_to?: components["schemas"]["Id"] | null;
            tell?: components["schemas"]["EscalationTell"];
        };
        EscalationTell: {
            addresses: string[];
            administrator: boolean;
            members: boolean;
            owner: boolean;
            user_ids: components["schemas"]["Id"][];
        };
        Evidence: components["schemas"]["BlockedAddress"] & {
            accepted_returns: number;
            can_block_again: boolean;
            changed_by_name: string | null;
            changes: components["schemas"]["AddressDecision"][];
            history: components["schemas"]["ReturnedMail"][];
            holder: components["schemas"]["AddressHolder"] | null;
            trial: components["schemas"]["AddressTrial"] | null;
        };
        ExcerptPiece: { hit: boolean; text: string; };
        FailedRow: { code: string; detail: string; id: string; };
        FaqEntry: components["schemas"]["FaqSummary"] & { text: string; updated_by: components["schemas"]["Id"] | null; };
        FaqHit: { keyword: string | null; percent: number; title: string; words: string[]; };
        FaqInput: {
            folder?: string | null;
            keywords?: string[] | null;
            language?: components["schemas"]["Language"] | null;
            link?: string | null;
            text?: string | null;
            title?: string | null;
        };
        FaqRules: { minimum_percent: number; most: number; };
        FaqSuggestion: { id: components["schemas"]["Id"]; keyword: string | null; percent: number; title: string; words: string[]; };
        FaqSummary: {
            archived_at: components["schemas"]["Moment"] | null;
            folder: string;
            id: components["schemas"]["Id"];
            keywords: string[];
            language: components["schemas"]["Language"];
            link: string;
            title: string;
            updated_at: components["schemas"]["Moment"];
        };
        FaqTold: { entries: components["schemas"]["FaqHit"][]; faq: "suggested"; } | { because: string; best: number; faq: "silent"; minimum: number; };
        FileLink: {
            expires_at: components["schemas"]["Moment"];
            fetches: number;
            fetches_max: number;
            id: components["schemas"]["Id"];
            last_fetched_at: components["schemas"]["Moment"] | null;
            media_type: string;
            name: string;
            revoked_at: components["schemas"]["Moment"] | null;
            revoked_by_name: string | null;
            size_octets: number;
            state: components["schemas"]["FileLinkState"];
        };
        FileLinksOffer: { days: number; max_octets: number; refused: components["schemas"]["NoFileLinks"] | null; };
        FileLinkState: "open" | "expired" | "used_up" | "revoked";
        FilledTemplate: {
            html: string | null;
            language: components["schemas"]["Language"];
            missing: string[];
            subject: string;
            text: string;
        };
        Filter: {
            actions: components["schemas"]["FilterAction"][];
            active: boolean;
            captures: components["schemas"]["FilterCapture"][];
            combine: components["schemas"]["FilterCombine"];
            conditions: components["schemas"]["FilterCondition"][];
            hits: number;
            id: components["schemas"]["Id"];
            last_hit_at: components["schemas"]["Moment"] | null;
            mailbox_ids: components["schemas"]["Id"][];
            name: string;
            position: number;
            stop: boolean;
        };
        FilterAction: { kind: "block"; } | { kind: "discard"; } | { category_id: components["schemas"]["Id"]; kind: "category"; } | { kind: "priority"; priority_id: components["schemas"]["Id"]; } | { kind: "request_type"; request_type_id: components["schemas"]["Id"]; } | { kind: "owner"; user_id: components["schemas"]["Id"]; } | { kind: "status"; status: components["schemas"]["CaseStatus"]; status_id?: components["schemas"]["Id"] | null; } | { kind: "title"; text: string; } | { kind: "customer_name"; text: string; } | { kind: "customer_address"; text: string; } | { by: components["schemas"]["CustomerBy"]; kind: "find_customer"; text: string; } | { kind: "customer_phone"; replace: boolean; text: string; } | { kind: "customer_company"; replace: boolean; text: string; } | { kind: "tags"; text: string; } | { kind: "replace_text"; text: string; } | { kind: "link_case"; text: string; } | { kind: "new_case"; } | { kind: "ignore_sender"; } | { kind: "forward"; text: string; } | { kind: "reply"; template_id: components["schemas"]["Id"]; } | { kind: "reply_to"; template_id: components["schemas"]["Id"]; text: string; } | { kind: "no_auto_reply"; } | { kind: "bounced"; } | { kind: "debug"; };
        FilterCapture: { field: components["schemas"]["FilterField"]; header?: string | null; name: string; pattern: string; };
        FilterCombine: "all" | "any";
        FilterCondition: {
            field: components["schemas"]["FilterField"];
            header?: string | null;
            operator: components["schemas"]["FilterOperator"];
            value?: string | null;
        };
        FilterConflict: { code: string; detail: string; filter: string; params: { [key: string]: string; }; };
        FilterDeed: { by: string; deed: "customer_found"; name: string; person_id: components["schemas"]["Id"]; } | { by: string; deed: "customer_not_found"; filter_id: components["schemas"]["Id"]; several: boolean; text: string; } | {
            company: string | null;
            deed: "customer_changed";
            name: string;
            person_id: components["schemas"]["Id"];
            phone: string | null;
        } | { case_id: components["schemas"]["Id"]; deed: "tagged"; refused: string[]; tags: string[]; } | {
            deed: "letter_sent";
            filter_id: components["schemas"]["Id"];
            outbox_id: components["schemas"]["Id"];
            recipient: string;
            template: string;
        } | { because: string; deed: "letter_not_sent"; recipient: string; };
        FilterField: "from" | "to" | "cc" | "recipients" | "subject" | "body" | "header" | "attachment_name" | "attachment_type" | "size" | "class" | "language" | "request_type";
        FilterFile: { filters: Record<string, never>[]; format: string; version: number; };
        FilterFileInput: { file: components["schemas"]["FilterFile"]; same_name?: string | null; };
        FilterImport: { conflicts: components["schemas"]["FilterConflict"][]; made: number; replaced: number; skipped: number; };
        FilterInput: {
            actions?: components["schemas"]["FilterAction"][] | null;
            active?: boolean | null;
            captures?: components["schemas"]["FilterCapture"][] | null;
            combine?: components["schemas"]["FilterCombine"] | null;
            conditions?: components["schemas"]["FilterCondition"][] | null;
            mailbox_ids?: components["schemas"]["Id"][] | null;
            name?: string | null;
            stop?: boolean | null;
        };
        FilterMatched: {
            actions: string[];
            filter_id: components["schemas"]["Id"];
            left_out: string[];
            matched: string;
            name: string;
            reasons: components["schemas"]["MatchReason"][];
            variables: { [key: string]: string; };
        };
        FilterOperator: "contains" | "not_contains" | "equals" | "not_equals" | "begins" | "ends" | "regex" | "larger" | "smaller" | "exists" | "missing";
        FlagInput: { flagged: boolean; };
        Following: { follows: boolean; };
        FromChoice: { id?: components["schemas"]["Id"] | null; kind: components["schemas"]["FromKind"]; };
        FromKind: "mailbox" | "own" | "shared";
        GrantState: "good" | "expiring" | "revoked" | "secret_expired" | "throttled" | "provider_down";
        HeaderLine: { name: string; value: string; };
        Health: { status: string; };
        HealthState: "new" | "ok" | "failing" | "paused" | "listening" | "sign_in";
        HeldBack: {
            class: string | null;
            on_trial: boolean;
            reason: components["schemas"]["BlockReason"];
            since: components["schemas"]["Moment"];
            words: string;
        };
        HeldDestination: { at: components["schemas"]["Moment"]; by_operator: boolean; domain: string; user_name: string | null; why: string; };
        HeldDestinationInput: { domain: string; why: string; };
        History: "none" | "since" | "all";
        Id: string;
        Identity: {
            address: string;
            answers_address: string | null;
            answers_to: components["schemas"]["AnswersTo"];
            archived_at: components["schemas"]["Moment"] | null;
            category_ids: components["schemas"]["Id"][];
            copy_to: string[];
            display_name: string;
            id: components["schemas"]["Id"];
            of_new: string;
            of_new_html: string | null;
            of_reply: string;
            of_reply_html: string | null;
            updated_at: components["schemas"]["Moment"];
            version: number;
        };
        IdentityInput: {
            address?: string | null;
            answers_address?: string | null;
            answers_to?: components["schemas"]["AnswersTo"] | null;
            archived?: boolean | null;
            category_ids?: components["schemas"]["Id"][] | null;
            copy_to?: string[] | null;
            display_name?: string | null;
            of_new?: string | null;
            of_new_html?: string | null;
            of_reply?: string | null;
            of_reply_html?: string | null;
            seen_version?: number | null;
        };
        Importance: "required" | "recommended" | "optional";
        ImportColumn: { field: string | null; heading: string; sample: string; };
        ImportKnown: { id: components["schemas"]["Id"]; name: string; };
        ImportPreview: {
            charset: string;
            columns: components["schemas"]["ImportColumn"][];
            doubtful: number;
            form: string;
            has_heading: boolean;
            known: number;
            refused: number;
            rows: number;
            separator: string | null;
            shown: components["schemas"]["ImportRow"][];
        };
        ImportRefusal: { because: string; number: number; };
        ImportReport: { known: number; refusals: components["schemas"]["ImportRefusal"][]; refused: number; stored: number; };
        ImportRow: {
            addresses: string[];
            checked: components["schemas"]["CheckedAddress"][];
            company: string;
            known: components["schemas"]["ImportKnown"] | null;
            name: string;
            number: number;
            phone: string;
            problem: string | null;
            problem_address: string | null;
        };
        IncidentState: "open" | "confirmed" | "rolled_back";
        Intake: {
            arrived_at: components["schemas"]["Moment"] | null;
            attempts: number;
            case_id: components["schemas"]["Id"] | null;
            case_number: number | null;
            deleted_at: components["schemas"]["Moment"] | null;
            error: string | null;
            from: string;
            id: components["schemas"]["Id"];
            mailbox_address: string;
            mailbox_id: components["schemas"]["Id"];
            received_at: components["schemas"]["Moment"];
            review: components["schemas"]["IntakeReview"] | null;
            size_octets: number;
            state: components["schemas"]["IntakeState"];
            subject: string;
        };
        IntakeDetails: components["schemas"]["Intake"] & components["schemas"]["MailDetails"];
        IntakeReview: { because: string; case_id: components["schemas"]["Id"]; case_number: number; evidence: string; };
        IntakeState: "stored" | "placed" | "blocked" | "failed" | "ignored" | "review";
        IntoList: { list_id?: components["schemas"]["Id"] | null; new_list?: components["schemas"]["NewListInput"] | null; };
        Job: {
            can_undo: boolean;
            cancel_requested: boolean;
            created_at: components["schemas"]["Moment"];
            cut: boolean;
            done: number;
            failed: number;
            failures: components["schemas"]["FailedRow"][];
            finished_at: components["schemas"]["Moment"] | null;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["JobKind"];
            planned_at: components["schemas"]["Moment"] | null;
            state: components["schemas"]["JobState"];
            total: number;
        };
        JobKind: "intake_import" | "intake_delete" | "intake_restore" | "blocked_import" | "blocked_delete" | "blocked_restore" | "outbox_send" | "outbox_delete" | "outbox_restore" | "outbox_retry" | "outbox_hold" | "outbox_release" | "outbox_way" | "cases_change" | "cases_spam" | "cases_delete" | "cases_restore" | "cases_reply" | "cases_forward" | "mails_take_back" | "addresses_clear" | "addresses_block_again" | "addresses_trial" | "addresses_former" | "addresses_delete" | "addresses_list" | "persons_import";
        JobState: "waiting" | "running" | "done" | "cancelled";
        JoinedCompany: { domains: string[]; id: components["schemas"]["Id"]; joined_at: components["schemas"]["Moment"]; name: string; };
        JoinedPerson: { addresses: string[]; id: components["schemas"]["Id"]; joined_at: components["schemas"]["Moment"]; name: string; };
        KeptBy: "addresses" | "reputation" | "authentication";
        KeptDraft: { overwrote: boolean; updated_at: components["schemas"]["Moment"]; version: number; };
        KeptFile: { id: components["schemas"]["Id"]; media_type: string; name: string; size_octets: number; };
        KnownPerson: {
            addresses: string[];
            company_id: components["schemas"]["Id"] | null;
            company_name: string | null;
            created_at: components["schemas"]["Moment"];
            former: boolean;
            id: components["schemas"]["Id"];
            language: components["schemas"]["Language"] | null;
            name: string;
            phone: string;
            version: number;
            warnings: components["schemas"]["AddressWarning"][];
        };
        Language: "nb" | "sv" | "en";
        LastChange: {
            at: components["schemas"]["Moment"];
            origin: components["schemas"]["AuditOrigin"];
            user_id: components["schemas"]["Id"] | null;
            user_name: string;
        };
        LeavingInput: { address: string; };
        LeftOutOfList: { address: string; because: string; };
        LiftedDestination: { domain: string; };
        ListedBlockedAddress: components["schemas"]["BlockedAddress"] & { changed_by_name: string | null; trial: components["schemas"]["AddressTrial"] | null; };
        ListMatchingInput: components["schemas"]["IntoList"];
        ListMember: { address: string; kind: "address"; name: string | null; } | { id: components["schemas"]["Id"]; kind: "person"; name: string; } | { id: components["schemas"]["Id"]; kind: "company"; name: string; } | { id: components["schemas"]["Id"]; kind: "selection"; name: string; };
        ListMemberInput: { address: string; kind: "address"; name?: string | null; } | { id: components["schemas"]["Id"]; kind: "person"; } | { id: components["schemas"]["Id"]; kind: "company"; } | { id: components["schemas"]["Id"]; kind: "selection"; };
        LiveEvent: { id: string; kind: string; seq: number; };
        LogEntry: { at: components["schemas"]["Moment"]; params: { [key: string]: string; }; user_name: string | null; what: string; };
        Mailbox: components["schemas"]["MailboxServer"] & components["schemas"]["MailboxHandling"] & components["schemas"]["MailboxRules"] & {
            address: string;
            aliases: string[];
            display_name: string;
            health: components["schemas"]["MailboxHealth"];
            id: components["schemas"]["Id"];
            oauth: components["schemas"]["OauthGrant"] | null;
            version: number;
        };
        MailboxAlarm: {
            address: string;
            error_code: string | null;
            id: components["schemas"]["Id"];
            last_success_at: components["schemas"]["Moment"] | null;
        };
        MailboxDetail: components["schemas"]["Mailbox"] & { open_cases: number; };
        MailboxHandling: {
            active: boolean;
            after_import: components["schemas"]["AfterImport"];
            category_id: components["schemas"]["Id"] | null;
            category_name: string | null;
            forwarding_address: string | null;
            interval_s: number;
            language: components["schemas"]["Language"];
            priority_id: components["schemas"]["Id"] | null;
            priority_name: string | null;
            request_type_id: components["schemas"]["Id"] | null;
        };
        MailboxHealth: {
            alarmed_at: components["schemas"]["Moment"] | null;
            failures: number;
            last_error: string | null;
            last_error_code: string | null;
            last_success_at: components["schemas"]["Moment"] | null;
            last_try_at: components["schemas"]["Moment"] | null;
            next_check_at: components["schemas"]["Moment"] | null;
            recognised: number;
            recognised_at: components["schemas"]["Moment"] | null;
            state: components["schemas"]["HealthState"];
            watch: components["schemas"]["WatchState"];
        };
        MailboxInput: components["schemas"]["MailboxServerInput"] & components["schemas"]["MailboxRulesInput"] & {
            active?: boolean | null;
            address?: string | null;
            after_import?: components["schemas"]["AfterImport"] | null;
            aliases?: string[] | null;
            category_id?: components["schemas"]["Id"] | null;
            display_name?: string | null;
            forwarding_address?: string | null;
            interval_s?: number | null;
            language?: components["schemas"]["Language"] | null;
            priority_id?: components["schemas"]["Id"] | null;
            request_type_id?: components["schemas"]["Id"] | null;
            seen_version?: number | null;
        };
        MailboxRules: {
            alarm_after_s: number;
            auto_reply: boolean;
            faq_folder: string | null;
            import_from: components["schemas"]["Moment"] | null;
            imports_automatic: boolean;
            reply_template_id: components["schemas"]["Id"] | null;
            shown_fields: string[];
            trusted_gateways: string[];
        };
        MailboxRulesInput: {
            alarm_after_s?: number | null;
            auto_reply?: boolean | null;
            faq_folder?: string | null;
            history?: components["schemas"]["History"] | null;
            import_from?: components["schemas"]["Moment"] | null;
            imports_automatic?: boolean | null;
            reply_template_id?: components["schemas"]["Id"] | null;
            shown_fields?: string[] | null;
            trusted_gateways?: string[] | null;
        };
        MailboxServer: {
            folder: string;
            has_password: boolean;
            host: string;
            oauth_application_id: components["schemas"]["Id"] | null;
            port: number;
            protocol: components["schemas"]["Protocol"];
            security: components["schemas"]["Security"];
            username: string;
        };
        MailboxServerInput: {
            folder?: string | null;
            host?: string | null;
            oauth_application_id?: components["schemas"]["Id"] | null;
            password?: string | null;
            port?: number | null;
            protocol?: components["schemas"]["Protocol"] | null;
            security?: components["schemas"]["Security"] | null;
            username?: string | null;
        };
        MailboxSignature: { html: string | null; reply_html: string | null; reply_text: string; text: string; version: number; };
        MailboxSignatureInput: { html?: string | null; reply_html?: string | null; reply_text?: string; seen_version?: number | null; text: string; };
        MailboxSurvey: {
            folders: components["schemas"]["ServerFolder"][];
            oldest_at: components["schemas"]["Moment"] | null;
            since: components["schemas"]["MailsSince"][];
            unseen: number | null;
        };
        MailboxTestAnswer: components["schemas"]["TestAnswer"] & { survey: components["schemas"]["MailboxSurvey"] | null; };
        MailboxTestInput: components["schemas"]["MailboxInput"] & { id?: components["schemas"]["Id"] | null; };
        MailDetails: {
            attachments: components["schemas"]["Attachment"][];
            defects: string[];
            has_html: boolean;
            hash: string;
            headers: string;
            remote_blocked: number;
            source_id: string;
            text: string;
        };
        MailSender: { address: string; from: components["schemas"]["FromChoice"]; name: string | null; own_server: boolean; };
        MailSenders: { because: string; offered: components["schemas"]["MailSender"][]; usual: components["schemas"]["FromChoice"]; };
        MailSource: { cut: boolean; header: string; size_octets: number; text: string; };
        MailsSince: { days: number; mails: number; };
        MailsWayInput: components["schemas"]["WayInput"] & { ids: components["schemas"]["Id"][]; };
        MatchingCasesInput: { add_tags?: string[]; change?: components["schemas"]["CaseInput"]; remove_tags?: string[]; };
        MatchInput: { address?: string | null; outbox_id: components["schemas"]["Id"]; };
        MatchReason: {
            field: components["schemas"]["FilterField"];
            header: string | null;
            operator: components["schemas"]["FilterOperator"];
            text: string;
            value: string;
        };
        Meaning: {
            at_relay: boolean;
            by_server: boolean;
            cause: string | null;
            class: string | null;
            gave_up_after_s: number | null;
            left: boolean;
            missed_tls: string | null;
            new_address: string | null;
            of_relay: boolean;
            sign_in_refused: boolean;
        };
        MergedCompany: components["schemas"]["Company"] & { can_split: boolean; };
        MergedPerson: components["schemas"]["KnownPerson"] & { can_split: boolean; };
        MergeInput: { ids: components["schemas"]["Id"][]; into: components["schemas"]["Id"]; };
        MergeTagInput: { into: components["schemas"]["Id"]; };
        Message: components["schemas"]["MessageBody"] & components["schemas"]["MessageWay"] & components["schemas"]["MessageMarks"] & {
            aside: boolean;
            author_id: components["schemas"]["Id"] | null;
            author_name: string | null;
            bcc: string[];
            cc: components["schemas"]["Person"][];
            created_at: components["schemas"]["Moment"];
            direction: components["schemas"]["Direction"];
            from: components["schemas"]["Person"];
            id: components["schemas"]["Id"];
            intake_id: components["schemas"]["Id"] | null;
            outbox_id: components["schemas"]["Id"] | null;
            to: components["schemas"]["Person"][];
        };
        MessageBody: {
            attachments: components["schemas"]["Attachment"][];
            authenticity: string | null;
            class: string;
            full_text: string;
            has_html: boolean;
            header_fields: components["schemas"]["HeaderLine"][];
            remote_blocked: number | null;
            subject: string;
            text: string;
        };
        MessageFailure: {
            blocks: components["schemas"]["BlockScope"] | null;
            class: string | null;
            elsewhere: components["schemas"]["TriedElsewhere"] | null;
            held_back: components["schemas"]["HeldBack"] | null;
            links_may_help: boolean;
        };
        MessageMarks: {
            edited_at: components["schemas"]["Moment"] | null;
            flagged: boolean;
            removed: components["schemas"]["RemovedMessage"] | null;
        };
        MessageWay: {
            delivery: components["schemas"]["DeliveryStanding"] | null;
            failure: components["schemas"]["MessageFailure"] | null;
            links: components["schemas"]["FileLink"][];
            meaning: components["schemas"]["Meaning"] | null;
            recipient_state: components["schemas"]["DeliveryState"] | null;
        };
        Mode: "reply" | "reply_all" | "forward" | "comment" | "new";
        Moment: string;
        MoveInput: { message_ids: components["schemas"]["Id"][]; to: components["schemas"]["Id"]; };
        MtaStsChoice: { serving: components["schemas"]["MtaStsServing"]; warnings: components["schemas"]["MtaStsWarning"][]; };
        MtaStsInput: { serving: components["schemas"]["MtaStsServing"]; warned?: boolean | null; };
        MtaStsPolicy: { address: string; detail: string; state: components["schemas"]["StsFileState"] | null; text: string; };
        MtaStsServing: "off" | "testing" | "enforce" | "ending";
        MtaStsWarning: "record_not_seen" | "file_not_seen" | "tested_too_short" | "no_reports" | "failures";
        NewApiToken: components["schemas"]["ApiToken"] & { token: string; };
        NewCaseViewInput: { name: string; settings?: components["schemas"]["CaseViewSettings"]; shared?: boolean; };
        NewCategoryInput: { name: string; };
        NewListInput: { kind: components["schemas"]["PeopleListKind"]; name: string; };
        NewPeopleListInput: { kind: components["schemas"]["PeopleListKind"]; name: string; persons?: components["schemas"]["Id"][]; };
        NewPriorityInput: { name: string; rank: number; };
        NewRequestTypeInput: { name: string; };
        NewRoleInput: { name: string; rights: components["schemas"]["Right"][]; };
        NewSenderDomainInput: { name: string; };
        NewStatusInput: {
            colour?: components["schemas"]["Colour"] | null;
            in_queue?: boolean;
            kind: components["schemas"]["CaseStatus"];
            name: string;
            new_case_on_reply?: boolean;
        };
        NewUserInput: {
            category_ids?: components["schemas"]["Id"][];
            email: string;
            language?: components["schemas"]["Language"] | null;
            name: string;
            password: string;
            role_ids?: components["schemas"]["Id"][];
        };
        NextCase: { id: components["schemas"]["Id"] | null; };
        NoFileLinks: "no_public_address" | "switched_off";
        NotDone: { code: string; detail: string; id: string; };
        Notice: {
            actor: string | null;
            at: components["schemas"]["Moment"];
            case: components["schemas"]["NoticeCase"] | null;
            event: components["schemas"]["NoticeEvent"];
            id: components["schemas"]["Id"];
            params: { [key: string]: string; };
            read: boolean;
            to_me: boolean;
            what: string;
        };
        NoticeCase: { customer: string; id: components["schemas"]["Id"]; number: number; title: string; };
        NoticeChoice: { by_mail: boolean; event: components["schemas"]["NoticeEvent"]; in_app: boolean; };
        NoticeChoices: { rows: components["schemas"]["NoticeChoice"][]; };
        NoticeEvent: "new_case" | "new_message" | "assigned" | "escalated" | "woken" | "delivery_failed" | "followed" | "reminder" | "incident" | "sender_domain" | "server";
        Notices: {
            mail_paused_until: components["schemas"]["Moment"] | null;
            next: components["schemas"]["Id"] | null;
            rows: components["schemas"]["Notice"][];
            unread: number;
        };
        NoticeSettings: {
            mailbox_id?: components["schemas"]["Id"] | null;
            per_hour: number;
            remind_days: number;
            remind_hour: number;
            with_text: boolean;
        };
        OauthApplication: {
            authorization_endpoint: string;
            client_auth: components["schemas"]["ClientAuth"];
            client_id: string;
            device_endpoint: string;
            has_client_secret: boolean;
            id: components["schemas"]["Id"];
            name: string;
            provider: string;
            revocation_endpoint: string;
            scopes: string;
            secret_expires_at: components["schemas"]["Moment"] | null;
            token_endpoint: string;
            version: number;
        };
        OauthApplicationInput: {
            authorization_endpoint?: string | null;
            client_auth?: components["schemas"]["ClientAuth"] | null;
            client_id?: string | null;
            client_secret?: string | null;
            device_endpoint?: string | null;
            name?: string | null;
            provider?: string | null;
            revocation_endpoint?: string | null;
            scopes?: string | null;
            secret_expires_at?: components["schemas"]["Moment"] | null;
            seen_version?: number | null;
            token_endpoint?: string | null;
        };
        OauthBeginInput: { way?: components["schemas"]["OauthWay"] | null; };
        OauthChoice: { by_device: boolean; id: components["schemas"]["Id"]; name: string; provider: string; };
        OauthFinished: { mailbox_id: components["schemas"]["Id"] | null; purpose: components["schemas"]["OauthPurpose"]; };
        OauthGrant: {
            application_name: string;
            detail: string;
            ends_at: components["schemas"]["Moment"] | null;
            signed_in_at: components["schemas"]["Moment"];
            state: components["schemas"]["GrantState"];
        };
        OauthOutcome: "waiting" | "done" | "denied" | "expired" | "failed";
        OauthProvider: {
            authorization_endpoint: string;
            device_endpoint: string;
            hosts: string[];
            key: string;
            name: string;
            redirect_address: string;
            revocation_endpoint: string;
            scopes: string;
            token_endpoint: string;
        };
        OauthPurpose: "mailbox" | "transport" | "user" | "domain";
        OauthReturnInput: { code?: string | null; error?: string | null; error_description?: string | null; provider: string; state: string; };
        OauthSignIn: {
            address: string | null;
            application_id: components["schemas"]["Id"];
            detail: string;
            expires_at: components["schemas"]["Moment"];
            id: components["schemas"]["Id"];
            mailbox_id: components["schemas"]["Id"] | null;
            outcome: components["schemas"]["OauthOutcome"];
            purpose: components["schemas"]["OauthPurpose"];
            user_code: string | null;
            verification_address: string | null;
            way: components["schemas"]["OauthWay"];
        };
        OauthWay: "browser" | "device";
        OfferedSignature: { choice: components["schemas"]["SignatureChoice"]; html: string | null; text: string; };
        OfficeDay: { from: number; to: number; };
        OfficeHoursBody: { days: (components["schemas"]["OfficeDay"] | null)[]; holidays: string[]; time_zone: string; };
        OpenReturnIncident: { id: components["schemas"]["Id"]; ours: boolean; provider: string; };
        Organisation: { language: components["schemas"]["Language"]; name: string; };
        OrganisationInput: { language?: components["schemas"]["Language"] | null; name?: string | null; };
        OtherCase: { id: components["schemas"]["Id"]; number: number; title: string; };
        Outbox: components["schemas"]["OutboxPlan"] & {
            attempts: number;
            case_id: components["schemas"]["Id"] | null;
            case_number: number | null;
            created_at: components["schemas"]["Moment"];
            created_by_name: string | null;
            deleted_at: components["schemas"]["Moment"] | null;
            from: string;
            id: components["schemas"]["Id"];
            last_words: string | null;
            next_attempt_at: components["schemas"]["Moment"] | null;
            recipients: string[];
            size_octets: number;
            state: components["schemas"]["DeliveryState"];
            subject: string;
        };
        OutboxDetails: components["schemas"]["Outbox"] & {
            deliveries: components["schemas"]["Delivery"][];
            reasons: components["schemas"]["OutboxReasons"];
            retries: components["schemas"]["Retries"];
            text: string;
            waits: components["schemas"]["OutboxWait"][];
            way_kept: string | null;
        };
        OutboxFirstWaits: { day: components["schemas"]["OutboxWaits"] | null; hour: components["schemas"]["OutboxWaits"] | null; };
        OutboxPicture: {
            ages: components["schemas"]["WaitAge"][];
            more: boolean;
            rows: components["schemas"]["OutboxPictureRow"][];
            single: components["schemas"]["OutboxFirstWaits"];
        };
        OutboxPictureRow: {
            counts: number[];
            domain: string;
            oldest_at: components["schemas"]["Moment"];
            parked_reason: components["schemas"]["ParkReason"] | null;
            parked_until: components["schemas"]["Moment"] | null;
        };
        OutboxPlan: {
            cancel_if_answered: boolean;
            failed_recipients: number;
            goes_at: components["schemas"]["Moment"] | null;
            held_at: components["schemas"]["Moment"] | null;
            held_back: components["schemas"]["HeldBack"] | null;
            held_for: string[];
            meaning: components["schemas"]["Meaning"] | null;
            needs_tls: boolean;
            planned_at: components["schemas"]["Moment"] | null;
            return_path: string | null;
            sent_anew: boolean;
            tls_throughout: boolean;
            tried: number;
        };
        OutboxReasons: {
            from_kind: components["schemas"]["FromKind"];
            sender_because: string | null;
            transport: string;
            way_because: string;
            way_chosen_by_name: string | null;
            way_from: string | null;
            way_server: string | null;
            way_taken: boolean;
        };
        OutboxWait: {
            destination: string | null;
            domain: string;
            failures: number;
            goes_at: components["schemas"]["Moment"] | null;
            held_by: string | null;
            host: string | null;
            meaning: components["schemas"]["Meaning"] | null;
            more_others: boolean;
            others: number;
            per_minute: number | null;
            rule: components["schemas"]["WaitRule"];
            share_percent: number | null;
            since: components["schemas"]["Moment"] | null;
            until: components["schemas"]["Moment"] | null;
            words: string | null;
        };
        OutboxWaits: { mails: number; median_ms: number; p99_ms: number; };
        OwnReturnRule: {
            changed_at: components["schemas"]["Moment"] | null;
            changed_by: components["schemas"]["Id"] | null;
            class: string;
            created_at: components["schemas"]["Moment"];
            created_by: components["schemas"]["Id"];
            host: string;
            id: components["schemas"]["Id"];
            phrases: string[];
            sample: string;
        };
        OwnSender: { address: string; direct: boolean; name: string | null; own_server: boolean; };
        OwnSending: {
            answers_address: string | null;
            answers_to: components["schemas"]["AnswersTo"];
            copy_of_shared: boolean;
            copy_to: string[];
            file_links: components["schemas"]["FileLinksOffer"];
            own: components["schemas"]["OwnSender"] | null;
            undo_s: number;
        };
        OwnSendingInput: {
            answers_address?: string | null;
            answers_to?: components["schemas"]["AnswersTo"] | null;
            copy_of_shared?: boolean | null;
            copy_to?: string[] | null;
            undo_s?: number | null;
        };
        Page_AuditEntry: { next: string | null; rows: components["schemas"]["AuditEntry"][]; total: components["schemas"]["Total"]; };
        Page_Blocked: { next: string | null; rows: components["schemas"]["Blocked"][]; total: components["schemas"]["Total"]; };
        Page_CaseRow: { next: string | null; rows: components["schemas"]["CaseRow"][]; total: components["schemas"]["Total"]; };
        Page_ClearedAddress: { next: string | null; rows: components["schemas"]["ClearedAddress"][]; total: components["schemas"]["Total"]; };
        Page_Company: { next: string | null; rows: components["schemas"]["Company"][]; total: components["schemas"]["Total"]; };
        Page_Intake: { next: string | null; rows: components["schemas"]["Intake"][]; total: components["schemas"]["Total"]; };
        Page_KnownPerson: { next: string | null; rows: components["schemas"]["KnownPerson"][]; total: components["schemas"]["Total"]; };
        Page_ListedBlockedAddress: { next: string | null; rows: components["schemas"]["ListedBlockedAddress"][]; total: components["schemas"]["Total"]; };
        Page_Mailbox: { next: string | null; rows: components["schemas"]["Mailbox"][]; total: components["schemas"]["Total"]; };
        Page_Outbox: { next: string | null; rows: components["schemas"]["Outbox"][]; total: components["schemas"]["Total"]; };
        Page_ReturnToReview: { next: string | null; rows: components["schemas"]["ReturnToReview"][]; total: components["schemas"]["Total"]; };
        Page_SentMail: { next: string | null; rows: components["schemas"]["SentMail"][]; total: components["schemas"]["Total"]; };
        Page_User: { next: string | null; rows: components["schemas"]["User"][]; total: components["schemas"]["Total"]; };
        ParkReason: "silent" | "busy" | "rate" | "unprotected" | "refused";
        Participant: {
            address: string;
            name: string | null;
            role: components["schemas"]["ParticipantRole"];
            warning: components["schemas"]["AddressWarning"] | null;
        };
        ParticipantInput: { address: string; name?: string | null; role: components["schemas"]["ParticipantRole"]; };
        ParticipantRole: "customer" | "cc";
        PassedOver: { host: string; since: components["schemas"]["Moment"]; };
        PasswordInput: { current: string; new: string; };
        PasswordUse: "account" | "app" | "refused";
        PeopleList: {
            created_at: components["schemas"]["Moment"];
            id: components["schemas"]["Id"];
            kind: components["schemas"]["PeopleListKind"];
            name: string;
            persons: number;
        };
        PeopleListKind: "selection" | "project";
        PeopleListNameInput: { name: string; };
        Person: { address: string | null; name: string | null; };
        PersonAddress: {
            address: string;
            changes: components["schemas"]["AddressDecision"][];
            history: components["schemas"]["ReturnedMail"][];
            standing: components["schemas"]["BlockedAddress"] | null;
            trial: components["schemas"]["AddressTrial"] | null;
        };
        PersonCard: {
            accepted_returns: number;
            addresses: components["schemas"]["PersonAddress"][];
            joined: components["schemas"]["JoinedPerson"][];
            lists: components["schemas"]["PeopleList"][];
        };
        PersonDouble: { alike: string; other: components["schemas"]["KnownPerson"]; person: components["schemas"]["KnownPerson"]; };
        PersonDoubles: { next: string | null; rows: components["schemas"]["PersonDouble"][]; };
        PersonImport: {
            changed: number;
            created_at: components["schemas"]["Moment"];
            file_name: string;
            id: components["schemas"]["Id"];
            job: components["schemas"]["Job"] | null;
            kept: number;
            made: number;
            refused: number;
            to_look_at: number;
            waiting: number;
        };
        PersonInput: {
            addresses?: string[] | null;
            company_id?: components["schemas"]["Id"] | null;
            former?: boolean | null;
            language?: components["schemas"]["Language"] | null;
            name?: string | null;
            phone?: string | null;
            seen_version?: number | null;
        };
        PersonMergeInput: { into: components["schemas"]["Id"]; };
        PersonSplitInput: { person: components["schemas"]["Id"]; };
        Preference: { name: string; value: unknown; };
        PreferenceInput: { value?: unknown; };
        Priority: {
            deadline_minutes: number | null;
            id: components["schemas"]["Id"];
            levels: components["schemas"]["EscalationLevel"][];
            name: string;
            office_hours: boolean;
            rank: number;
            restarts_on_reply: boolean;
        };
        PriorityInput: {
            deadline_minutes?: number | null;
            levels?: components["schemas"]["EscalationLevel"][] | null;
            name?: string | null;
            office_hours?: boolean | null;
            rank?: number | null;
            restarts_on_reply?: boolean | null;
        };
        Problem: {
            code: string;
            detail: string;
            field?: string | null;
            params?: { [key: string]: string; } | null;
            right?: components["schemas"]["Right"] | null;
            status: number;
            title: string;
            type: string;
        };
        ProfileInput: {
            language?: components["schemas"]["Language"] | null;
            name?: string | null;
            theme?: components["schemas"]["Theme"] | null;
        };
        ProposedMail: { at: components["schemas"]["Moment"]; only: boolean; outbox_id: components["schemas"]["Id"]; subject: string; };
        Protocol: "imap" | "pop3" | "smtp";
        ReadInput: { all?: boolean; case_id?: components["schemas"]["Id"] | null; ids?: components["schemas"]["Id"][] | null; };
        ReceiptTold: { by_hand: boolean; recipient: string; said_at: components["schemas"]["Moment"] | null; what: string; };
        Receiver: { address: string; name: string | null; };
        ReceiverFinds: "passes" | "fails" | "missing" | "unknown" | "elsewhere";
        ReceiverLooksAt: "spf" | "dkim" | "dmarc" | "host_name" | "tls";
        Receivers: { cc: components["schemas"]["Receiver"][]; to: components["schemas"]["Receiver"][]; };
        RecordKind: "dkim" | "spf" | "dmarc" | "return_path" | "mta_sts" | "tls_rpt" | "report_consent";
        RecordProblem: "name_doubled" | "not_authorised" | "too_many_lookups" | "no_room" | "broken_include" | "too_many_voids" | "allows_everybody" | "includes_everybody" | "unreadable" | "other_key" | "other_use" | "revoked" | "weaker_policy" | "only_tried" | "for_a_part" | "weaker_below" | "no_reports" | "other_target" | "host_takes_no_mail" | "key_not_published" | "inherited" | "no_answer";
        RecordVerdict: "unchecked" | "live" | "missing" | "differs" | "several" | "way_unknown" | "not_needed" | "unanswered";
        Remarked_CaseDetails: (components["schemas"]["CaseFields"] & {
            customer_warning: components["schemas"]["AddressWarning"] | null;
            log: components["schemas"]["LogEntry"][];
            mailbox_address: string | null;
            mailbox_id: components["schemas"]["Id"] | null;
            merged: components["schemas"]["OtherCase"][];
            merged_into: components["schemas"]["OtherCase"] | null;
            messages: components["schemas"]["Message"][];
            participants: components["schemas"]["Participant"][];
            viewers: components["schemas"]["Viewer"][];
        }) & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_Category: (components["schemas"]["Telling"] & components["schemas"]["Sharing"] & {
            administrator_id: components["schemas"]["Id"] | null;
            assignment: components["schemas"]["Assignment"];
            description: string;
            id: components["schemas"]["Id"];
            member_ids: components["schemas"]["Id"][];
            name: string;
            position: number;
            priority_id: components["schemas"]["Id"] | null;
            reply_status_id: components["schemas"]["Id"] | null;
        }) & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_DistributionList: {
            description: string;
            id: components["schemas"]["Id"];
            is_own: boolean;
            may_change: boolean;
            members: number;
            name: string;
            owner_name: string | null;
            shared: boolean;
            updated_at: components["schemas"]["Moment"];
            version: number;
        } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_DraftPlace: { mode: components["schemas"]["Mode"]; } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_Filter: {
            actions: components["schemas"]["FilterAction"][];
            active: boolean;
            captures: components["schemas"]["FilterCapture"][];
            combine: components["schemas"]["FilterCombine"];
            conditions: components["schemas"]["FilterCondition"][];
            hits: number;
            id: components["schemas"]["Id"];
            last_hit_at: components["schemas"]["Moment"] | null;
            mailbox_ids: components["schemas"]["Id"][];
            name: string;
            position: number;
            stop: boolean;
        } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_FilterImport: { conflicts: components["schemas"]["FilterConflict"][]; made: number; replaced: number; skipped: number; } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_Identity: {
            address: string;
            answers_address: string | null;
            answers_to: components["schemas"]["AnswersTo"];
            archived_at: components["schemas"]["Moment"] | null;
            category_ids: components["schemas"]["Id"][];
            copy_to: string[];
            display_name: string;
            id: components["schemas"]["Id"];
            of_new: string;
            of_new_html: string | null;
            of_reply: string;
            of_reply_html: string | null;
            updated_at: components["schemas"]["Moment"];
            version: number;
        } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_Job: {
            can_undo: boolean;
            cancel_requested: boolean;
            created_at: components["schemas"]["Moment"];
            cut: boolean;
            done: number;
            failed: number;
            failures: components["schemas"]["FailedRow"][];
            finished_at: components["schemas"]["Moment"] | null;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["JobKind"];
            planned_at: components["schemas"]["Moment"] | null;
            state: components["schemas"]["JobState"];
            total: number;
        } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_KeptDraft: { overwrote: boolean; updated_at: components["schemas"]["Moment"]; version: number; } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_KnownPerson: {
            addresses: string[];
            company_id: components["schemas"]["Id"] | null;
            company_name: string | null;
            created_at: components["schemas"]["Moment"];
            former: boolean;
            id: components["schemas"]["Id"];
            language: components["schemas"]["Language"] | null;
            name: string;
            phone: string;
            version: number;
            warnings: components["schemas"]["AddressWarning"][];
        } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_Mailbox: (components["schemas"]["MailboxServer"] & components["schemas"]["MailboxHandling"] & components["schemas"]["MailboxRules"] & {
            address: string;
            aliases: string[];
            display_name: string;
            health: components["schemas"]["MailboxHealth"];
            id: components["schemas"]["Id"];
            oauth: components["schemas"]["OauthGrant"] | null;
            version: number;
        }) & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_Message: (components["schemas"]["MessageBody"] & components["schemas"]["MessageWay"] & components["schemas"]["MessageMarks"] & {
            aside: boolean;
            author_id: components["schemas"]["Id"] | null;
            author_name: string | null;
            bcc: string[];
            cc: components["schemas"]["Person"][];
            created_at: components["schemas"]["Moment"];
            direction: components["schemas"]["Direction"];
            from: components["schemas"]["Person"];
            id: components["schemas"]["Id"];
            intake_id: components["schemas"]["Id"] | null;
            outbox_id: components["schemas"]["Id"] | null;
            to: components["schemas"]["Person"][];
        }) & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_OwnSending: {
            answers_address: string | null;
            answers_to: components["schemas"]["AnswersTo"];
            copy_of_shared: boolean;
            copy_to: string[];
            file_links: components["schemas"]["FileLinksOffer"];
            own: components["schemas"]["OwnSender"] | null;
            undo_s: number;
        } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_Priority: {
            deadline_minutes: number | null;
            id: components["schemas"]["Id"];
            levels: components["schemas"]["EscalationLevel"][];
            name: string;
            office_hours: boolean;
            rank: number;
            restarts_on_reply: boolean;
        } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_StartedCase: { case_id: components["schemas"]["Id"]; message_id: components["schemas"]["Id"]; } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_Template: {
            active: boolean;
            default_language: components["schemas"]["Language"];
            description: string;
            files: components["schemas"]["KeptFile"][];
            folder: string;
            id: components["schemas"]["Id"];
            identity_id: components["schemas"]["Id"] | null;
            name: string;
            recipients: components["schemas"]["TemplateRecipients"];
            updated_at: components["schemas"]["Moment"];
            updated_by: components["schemas"]["Id"] | null;
            version: number;
            versions: components["schemas"]["TemplateText"][];
        } & { remarks: components["schemas"]["CheckedAddress"][]; };
        Remarked_User: {
            active: boolean;
            address_warning: components["schemas"]["AddressWarning"] | null;
            category_ids: components["schemas"]["Id"][];
            created_at: components["schemas"]["Moment"];
            email: string;
            id: components["schemas"]["Id"];
            language: components["schemas"]["Language"];
            last_sign_in_at: components["schemas"]["Moment"] | null;
            name: string;
            role_ids: components["schemas"]["Id"][];
        } & { remarks: components["schemas"]["CheckedAddress"][]; };
        RemovedMessage: { at: components["schemas"]["Moment"]; by_name: string | null; can_return: boolean; };
        ReplyInput: components["schemas"]["WordsInput"] & components["schemas"]["AsWhomInput"] & components["schemas"]["TimingInput"] & {
            attachments?: number[];
            bcc?: string[];
            cc?: string[];
            message_id?: components["schemas"]["Id"] | null;
            mode?: components["schemas"]["Mode"] | null;
            passes_blocks?: boolean;
            seen_message_id?: components["schemas"]["Id"] | null;
            status?: components["schemas"]["CaseStatus"] | null;
            status_id?: components["schemas"]["Id"] | null;
            subject?: string | null;
            to?: string[] | null;
            upload_ids?: components["schemas"]["Id"][];
        };
        ReportAdvice: "no_reports" | "too_few" | "look_at_sources" | "tighten" | "all_well";
        ReportedDay: { counted: number; day: string; good: number; };
        ReportedSource: {
            addresses: number;
            dkim: number;
            first_day: string;
            host: string;
            known_as: string;
            last_day: string;
            mails: number;
            network: string;
            proved: number;
            proved_reporter: boolean;
            source: string;
            spf: number;
            standing: components["schemas"]["SourceStanding"];
            stopped: number;
        };
        ReportFate: "counted" | "known" | "too_many" | "not_ours" | "forged" | "unreadable";
        RequestType: {
            archived_at: components["schemas"]["Moment"] | null;
            id: components["schemas"]["Id"];
            name: string;
            replaced_by: components["schemas"]["Id"] | null;
        };
        RequestTypeInput: { name?: string | null; position?: number | null; };
        Retries: { lifetime_s: number; waits_s: number[]; };
        ReturnCounted: { accepted: number; class: string; recipient: string; returns: number; };
        Returned: "taken_back" | "answered" | "failed";
        ReturnedLater: { enhanced: string | null; host: string | null; recipient: string; words: string; };
        ReturnedMail: components["schemas"]["ReturnVerdict"] & {
            at: components["schemas"]["Moment"];
            effect: string;
            host: string | null;
            intake_id: components["schemas"]["Id"] | null;
            new_address: string | null;
            outbox_id: components["schemas"]["Id"] | null;
            source: string;
            words: string;
        };
        ReturnIncident: components["schemas"]["WaitsForIncident"] & {
            blocked: components["schemas"]["Total"];
            class: string;
            closed_at: components["schemas"]["Moment"] | null;
            closed_by: components["schemas"]["Id"] | null;
            failed: components["schemas"]["Total"];
            held: components["schemas"]["Total"];
            id: components["schemas"]["Id"];
            opened_at: components["schemas"]["Moment"];
            ours: boolean;
            provider: string;
            sender_domain: string | null;
            state: components["schemas"]["IncidentState"];
            words: string;
        };
        ReturnMatched: { recipient: string; user_id: components["schemas"]["Id"]; };
        ReturnRuleInput: { class: string; host?: string; phrases: string[]; sample: string; };
        ReturnRuleTrial: { changed: number; changes: components["schemas"]["ChangedReturn"][]; tried: number; };
        ReturnsInput: { accepted_returns: number; mail_lifts_blocks?: boolean | null; trial_days?: number | null; };
        ReturnsSettings: { accepted_returns: number; mail_lifts_blocks: boolean; trial_days: number; };
        ReturnToReview: components["schemas"]["ReturnedMail"] & {
            address: string | null;
            id: components["schemas"]["Id"];
            matched_by: components["schemas"]["Id"] | null;
            proposed: components["schemas"]["ProposedMail"] | null;
            recipients: string[];
            reviewed_at: components["schemas"]["Moment"] | null;
            reviewed_by: components["schemas"]["Id"] | null;
            settled: components["schemas"]["AddressDecision"] | null;
        };
        ReturnVerdict: {
            cause: string | null;
            class: string;
            confidence: string;
            fault: string;
            kind: string;
            matched: string;
            rule: string;
            rules: string | null;
        };
        Right: "mailboxes" | "intake" | "outbox" | "blocked" | "cases_all" | "cases_own" | "templates" | "users" | "delete" | "delete_for_good" | "spam" | "share_views" | "export";
        Role: { id: components["schemas"]["Id"]; name: string; rights: components["schemas"]["Right"][]; users: number; };
        RoleInput: { name?: string | null; rights?: components["schemas"]["Right"][] | null; };
        Routed: {
            because: string;
            chosen_by: components["schemas"]["Id"] | null;
            from: string | null;
            recipient: string;
            transport: string;
        };
        Rows_ApiToken: { rows: components["schemas"]["ApiToken"][]; };
        Rows_AutoReplyPause: { rows: components["schemas"]["AutoReplyPause"][]; };
        Rows_BlockListImport: { rows: components["schemas"]["BlockListImport"][]; };
        Rows_CaseView: { rows: components["schemas"]["CaseView"][]; };
        Rows_Category: { rows: components["schemas"]["Category"][]; };
        Rows_CheckedAddress: { rows: components["schemas"]["CheckedAddress"][]; };
        Rows_Colleague: { rows: components["schemas"]["Colleague"][]; };
        Rows_DistributionList: { rows: components["schemas"]["DistributionList"][]; };
        Rows_DomainTransport: { rows: components["schemas"]["DomainTransport"][]; };
        Rows_Draft: { rows: components["schemas"]["Draft"][]; };
        Rows_FaqSuggestion: { rows: components["schemas"]["FaqSuggestion"][]; };
        Rows_FaqSummary: { rows: components["schemas"]["FaqSummary"][]; };
        Rows_Filter: { rows: components["schemas"]["Filter"][]; };
        Rows_HeldDestination: { rows: components["schemas"]["HeldDestination"][]; };
        Rows_Identity: { rows: components["schemas"]["Identity"][]; };
        Rows_Job: { rows: components["schemas"]["Job"][]; };
        Rows_MailboxAlarm: { rows: components["schemas"]["MailboxAlarm"][]; };
        Rows_NoticeChoice: { rows: components["schemas"]["NoticeChoice"][]; };
        Rows_OauthApplication: { rows: components["schemas"]["OauthApplication"][]; };
        Rows_OauthChoice: { rows: components["schemas"]["OauthChoice"][]; };
        Rows_OauthProvider: { rows: components["schemas"]["OauthProvider"][]; };
        Rows_OfferedSignature: { rows: components["schemas"]["OfferedSignature"][]; };
        Rows_OpenReturnIncident: { rows: components["schemas"]["OpenReturnIncident"][]; };
        Rows_OwnReturnRule: { rows: components["schemas"]["OwnReturnRule"][]; };
        Rows_PeopleList: { rows: components["schemas"]["PeopleList"][]; };
        Rows_PersonImport: { rows: components["schemas"]["PersonImport"][]; };
        Rows_Preference: { rows: components["schemas"]["Preference"][]; };
        Rows_Priority: { rows: components["schemas"]["Priority"][]; };
        Rows_RequestType: { rows: components["schemas"]["RequestType"][]; };
        Rows_ReturnIncident: { rows: components["schemas"]["ReturnIncident"][]; };
        Rows_Role: { rows: components["schemas"]["Role"][]; };
        Rows_Sender: { rows: components["schemas"]["Sender"][]; };
        Rows_SenderDomain: { rows: components["schemas"]["SenderDomain"][]; };
        Rows_SenderDomainAlarm: { rows: components["schemas"]["SenderDomainAlarm"][]; };
        Rows_SendingStop: { rows: components["schemas"]["SendingStop"][]; };
        Rows_Setting: { rows: components["schemas"]["Setting"][]; };
        Rows_Status: { rows: components["schemas"]["Status"][]; };
        Rows_Tag: { rows: components["schemas"]["Tag"][]; };
        Rows_TagUsage: { rows: components["schemas"]["TagUsage"][]; };
        Rows_TemplateSummary: { rows: components["schemas"]["TemplateSummary"][]; };
        Rows_TimelineEntry: { rows: components["schemas"]["TimelineEntry"][]; };
        Rows_WayOut: { rows: components["schemas"]["WayOut"][]; };
        SavedReturnRule: { explained: number; id: components["schemas"]["Id"]; };
        ScheduleInput: { send_at?: components["schemas"]["Moment"] | null; };
        SearchAnswer: { more: boolean; rows: components["schemas"]["SearchHit"][]; };
        SearchHit: { case: components["schemas"]["CaseRow"]; excerpt: components["schemas"]["ExcerptPiece"][]; };
        Security: "tls" | "starttls" | "none";
        SeenByReceiver: { attempts: number; from: string; plain: number; sights: components["schemas"]["SeenByReceiverPoint"][]; };
        SeenByReceiverPoint: {
            aspect: components["schemas"]["ReceiverLooksAt"];
            level: components["schemas"]["SenderCheckLevel"];
            sighting: components["schemas"]["ReceiverFinds"];
        };
        SelectedForwardInput: components["schemas"]["BulkForwardInput"] & { ids: components["schemas"]["Id"][]; };
        SelectedReplyInput: components["schemas"]["BulkReplyInput"] & { ids: components["schemas"]["Id"][]; };
        Selection: { ids: string[]; };
        Sender: { address: string; mailbox_id: components["schemas"]["Id"]; name: string | null; };
        SenderCheck: {
            address: string;
            is_sender_domain: boolean;
            level: components["schemas"]["SenderCheckLevel"];
            max_octets: number | null;
            points: components["schemas"]["SenderCheckPoint"][];
            rewritten_from: string | null;
            seen: components["schemas"]["SeenByReceiver"] | null;
            way: components["schemas"]["SenderWay"] | null;
        };
        SenderCheckFinding: "own_server" | "free_mail" | "no_such_domain" | "no_sender_domain" | "not_live" | "signed" | "signed_above" | "key_gone" | "spf_lets_us" | "spf_lacks_us" | "no_spf" | "return_path_spf" | "no_dmarc" | "dmarc_fails" | "dmarc_passes" | "host_name_differs" | "no_answer" | "unencrypted" | "rewritten";
        SenderCheckLevel: "pass" | "warn" | "refuse";
        SenderCheckPoint: { level: components["schemas"]["SenderCheckLevel"]; point: components["schemas"]["SenderCheckFinding"]; };
        SenderDomain: {
            check_at: components["schemas"]["Moment"] | null;
            checked_at: components["schemas"]["Moment"] | null;
            dmarc_policy: components["schemas"]["DmarcPolicy"];
            failing_since: components["schemas"]["Moment"] | null;
            id: components["schemas"]["Id"];
            is_absent: boolean;
            keys: components["schemas"]["SenderDomainSigningKey"][];
            live_since: components["schemas"]["Moment"] | null;
            mta_sts_policy: components["schemas"]["MtaStsPolicy"] | null;
            name: string;
            records: components["schemas"]["SenderDomainRecord"][];
            reports_to: string | null;
            spf_lookups: number | null;
            state: components["schemas"]["SenderDomainState"];
            switched_off_at: components["schemas"]["Moment"] | null;
        };
        SenderDomainAlarm: {
            failing_since: components["schemas"]["Moment"] | null;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["DomainAlarm"];
            name: string;
            state: components["schemas"]["SenderDomainState"];
            switched_off_at: components["schemas"]["Moment"] | null;
        };
        SenderDomainInput: { dmarc_policy?: components["schemas"]["DmarcPolicy"] | null; reports_to?: string | null; };
        SenderDomainRecord: {
            detail: string;
            found: string[];
            importance: components["schemas"]["Importance"];
            kind: components["schemas"]["RecordKind"];
            name: string;
            problem: components["schemas"]["RecordProblem"] | null;
            record_type: string;
            value: string;
            verdict: components["schemas"]["RecordVerdict"];
        };
        SenderDomainReports: {
            advice: components["schemas"]["ReportAdvice"];
            days: components["schemas"]["ReportedDay"][];
            dmarc_policy: components["schemas"]["DmarcPolicy"];
            dmarc_reports: number;
            first_day: string;
            last_day: string;
            name: string;
            newest: components["schemas"]["DomainReport"][];
            reach_us: boolean;
            reports_to: string | null;
            sources: components["schemas"]["ReportedSource"][];
            tls_days: components["schemas"]["ReportedDay"][];
            tls_outcomes: components["schemas"]["TlsOutcomeCount"][];
            tls_reports: number;
            unproved: components["schemas"]["UnprovedReports"];
        };
        SenderDomainSigningKey: {
            algorithm: components["schemas"]["DkimAlgorithm"];
            created_at: components["schemas"]["Moment"];
            removable: boolean;
            retired_at: components["schemas"]["Moment"] | null;
            seen_at: components["schemas"]["Moment"] | null;
            selector: string;
            state: components["schemas"]["DkimKeyState"];
        };
        SenderDomainState: "pending" | "live" | "warning";
        SenderInput: { sender: string; };
        SenderWay: { because: string; kind: components["schemas"]["TransportKind"]; server: string | null; };
        Sending: {
            agent_name?: boolean;
            anonymous?: boolean;
            identity_id?: components["schemas"]["Id"] | null;
            list_recipients_max?: number | null;
            own_address?: boolean;
            unverified?: components["schemas"]["UnverifiedRule"];
            unverified_at_least?: components["schemas"]["UnverifiedRule"];
            unverified_own?: components["schemas"]["UnverifiedRule"];
        };
        SendingStop: {
            at: components["schemas"]["Moment"];
            by_operator: boolean;
            reworded: components["schemas"]["StopReworded"] | null;
            user_name: string | null;
            why: string;
        };
        SendingStopInput: { rewords?: boolean; why: string; };
        SentAs: { because: string; from: string; };
        SentDetails: components["schemas"]["Outbox"] & {
            all_stopped: boolean;
            attachments: components["schemas"]["Attachment"][];
            bcc: string[];
            cc: components["schemas"]["Person"][];
            deliveries: components["schemas"]["Delivery"][];
            has_html: boolean;
            may_choose_way: boolean;
            message: components["schemas"]["SentMessage"] | null;
            reasons: components["schemas"]["OutboxReasons"];
            text: string;
            to: components["schemas"]["Person"][];
        };
        SentInstead: { from: string; instead_of: string; };
        SentMail: components["schemas"]["Outbox"] & { files: number | null; };
        SentMessage: { case_id: components["schemas"]["Id"]; id: components["schemas"]["Id"]; };
        ServedMtaSts: {
            choices: components["schemas"]["MtaStsChoice"][];
            detail: string;
            exchangers: string[];
            exchangers_differ: boolean;
            forgotten_at: components["schemas"]["Moment"] | null;
            host: string;
            name: string;
            record: string | null;
            record_is_live: boolean;
            serving: components["schemas"]["MtaStsServing"];
            since: components["schemas"]["Moment"] | null;
            state: components["schemas"]["StsFileState"] | null;
            text: string | null;
        };
        ServerCandidate: {
            host: string;
            password: components["schemas"]["PasswordUse"];
            place: string;
            port: number;
            provider: string | null;
            provider_name: string | null;
            reason: string;
            security: components["schemas"]["Security"];
            service: components["schemas"]["ServerService"];
            sign_in: components["schemas"]["ServerSignIn"];
            source: components["schemas"]["DetectionSource"];
            username: string;
            username_form: components["schemas"]["UsernameForm"];
        };
        ServerFolder: { messages: number | null; name: string; purpose: string | null; unseen: number | null; };
        ServerService: "imap" | "pop3" | "smtp";
        ServerSignIn: "password" | "oauth";
        Session: {
            demo: boolean;
            organisation: components["schemas"]["SessionOrganisation"];
            rights: components["schemas"]["Right"][];
            user: components["schemas"]["SessionUser"];
            version: string;
        };
        SessionOrganisation: { id: components["schemas"]["Id"]; language: components["schemas"]["Language"]; name: string; };
        SessionUser: {
            address_warning: components["schemas"]["AddressWarning"] | null;
            email: string;
            id: components["schemas"]["Id"];
            language: components["schemas"]["Language"];
            name: string;
            theme: components["schemas"]["Theme"];
        };
        Setting: {
            changed: components["schemas"]["LastChange"] | null;
            choices: string[];
            default: unknown;
            group: components["schemas"]["SettingGroup"];
            kind: string;
            max: number | null;
            min: number | null;
            name: string;
            place: string;
            place_name: string | null;
            unit: components["schemas"]["SettingUnit"] | null;
            value: unknown;
        };
        SettingGroup: "organisation" | "mail_in" | "cases" | "answers" | "mail_out" | "returns" | "keeping";
        SettingInput: { value: unknown; };
        SettingUnit: "count" | "days" | "days_or_ever" | "hours" | "seconds" | "percent" | "per_hour" | "per_minute" | "octets" | "megabytes" | "hour_of_day";
        SharedTransport: {
            shared: components["schemas"]["TransportKind"];
            shared_grant: components["schemas"]["GrantState"] | null;
            shared_is_of_organisation: boolean;
        };
        Sharing: {
            give_when_absent: boolean;
            take_when_replying: boolean;
            together_minutes: number;
            weights: { [key: string]: number; };
        };
        SignatureChoice: "new" | "reply" | "mailbox" | "none";
        Signatures: { of_new: string; of_new_html?: string | null; of_reply: string; of_reply_html?: string | null; };
        SignIn: { email: string; password: string; };
        Signing: { because: string; domain: string; recipient: string; selectors: string[]; };
        SourceStanding: "ours" | "authorised" | "forwarder" | "partly" | "unproved" | "known" | "unknown";
        SpfFound: "known" | "not_needed" | "addresses" | "not_public" | "no_such_name" | "no_address" | "unanswered";
        SpfProposalAnswer: { found: components["schemas"]["SpfFound"]; is_known: boolean; is_needed: boolean; terms: string; };
        SpfProposalInput: { host: string; };
        SplitInput: { message_ids: components["schemas"]["Id"][]; };
        StartedCase: { case_id: components["schemas"]["Id"]; message_id: components["schemas"]["Id"]; };
        StartInput: {
            draft_version?: number | null;
            mail: components["schemas"]["ReplyInput"];
            mail_key?: string | null;
            mailbox_id: components["schemas"]["Id"];
            needs_draft?: boolean;
            send_key?: string | null;
            writer?: string | null;
        };
        Status: components["schemas"]["Traits"] & {
            archived_at: components["schemas"]["Moment"] | null;
            id: components["schemas"]["Id"];
            is_default: boolean;
            is_usual: boolean;
            kind: components["schemas"]["CaseStatus"];
            name: string | null;
            replaced_by: components["schemas"]["Id"] | null;
        };
        StatusAfter: { id: components["schemas"]["Id"]; kind: components["schemas"]["CaseStatus"]; name: string | null; };
        StatusInput: {
            colour?: components["schemas"]["Colour"] | null;
            in_queue?: boolean | null;
            name?: string | null;
            new_case_on_reply?: boolean | null;
            position?: number | null;
            usual?: boolean;
        };
        StopReworded: { at: components["schemas"]["Moment"]; user_name: string | null; };
        StsFileState: "live" | "missing" | "unreadable" | "lacks_host" | "certificate" | "unanswered";
        Summary: {
            blocked: number | null;
            intake_failed: number | null;
            intake_review: number | null;
            intake_waiting: number | null;
            open_cases: number | null;
            outbox_failed: number | null;
            outbox_waiting: number | null;
            unread_cases: number | null;
        };
        Tag: { colour: components["schemas"]["Colour"]; id: components["schemas"]["Id"]; name: string; };
        TagInput: { colour?: components["schemas"]["Colour"] | null; name?: string | null; };
        TagsInput: { names: string[]; };
        TagUsage: { cases: number; id: components["schemas"]["Id"]; };
        Telling: { notify_addresses: string[]; notify_members: boolean; };
        Template: {
            active: boolean;
            default_language: components["schemas"]["Language"];
            description: string;
            files: components["schemas"]["KeptFile"][];
            folder: string;
            id: components["schemas"]["Id"];
            identity_id: components["schemas"]["Id"] | null;
            name: string;
            recipients: components["schemas"]["TemplateRecipients"];
            updated_at: components["schemas"]["Moment"];
            updated_by: components["schemas"]["Id"] | null;
            version: number;
            versions: components["schemas"]["TemplateText"][];
        };
        TemplateDraft: {
            automatic?: boolean | null;
            case_id?: components["schemas"]["Id"] | null;
            html?: string | null;
            language: components["schemas"]["Language"];
            mailbox_id?: components["schemas"]["Id"] | null;
            subject?: string | null;
            text: string;
        };
        TemplateInput: {
            active?: boolean | null;
            default_language?: components["schemas"]["Language"] | null;
            description?: string | null;
            file_ids?: components["schemas"]["Id"][] | null;
            folder?: string | null;
            identity_id?: components["schemas"]["Id"] | null;
            name?: string | null;
            recipients?: components["schemas"]["TemplateRecipients"] | null;
            seen_version?: number | null;
            upload_ids?: components["schemas"]["Id"][] | null;
            versions?: components["schemas"]["TemplateText"][] | null;
        };
        TemplateRecipients: { bcc: string[]; cc: string[]; to: string[]; };
        TemplateSummary: {
            active: boolean;
            default_language: components["schemas"]["Language"];
            deleted_at: components["schemas"]["Moment"] | null;
            description: string;
            files: number;
            folder: string;
            id: components["schemas"]["Id"];
            identity_id: components["schemas"]["Id"] | null;
            languages: components["schemas"]["Language"][];
            name: string;
            recipients: number;
            updated_at: components["schemas"]["Moment"];
        };
        TemplateText: { html?: string | null; language: components["schemas"]["Language"]; subject: string; text: string; };
        TemplateUse: {
            case_id?: components["schemas"]["Id"] | null;
            language?: components["schemas"]["Language"] | null;
            mailbox_id?: components["schemas"]["Id"] | null;
            subject?: string | null;
            to?: string | null;
        };
        TestAnswer: {
            class: string | null;
            conversation: string[];
            detail: string;
            ok: boolean;
            seen: components["schemas"]["SeenByReceiver"] | null;
            summary_code: string;
            waiting: number | null;
        };
        Theme: "auto" | "light" | "dark";
        ThroughList: { left_out: components["schemas"]["LeftOutOfList"][]; list: string; recipients: string[]; };
        TimelineEntry: components["schemas"]["TimelineStep"] & { at: components["schemas"]["Moment"]; };
        TimelineStep: { kind: "received"; mailbox_id: components["schemas"]["Id"]; peer: string; via: string; } | { hash: string; kind: "stored"; size_octets: number; } | { kind: "seen_again"; peer: string; via: string; } | { attachments: number; class: string; defects: string[]; kind: "parsed"; } | (components["schemas"]["Authenticity"] & { kind: "authenticity"; }) | (components["schemas"]["DomainReportTold"] & { kind: "domain_report"; }) | (components["schemas"]["FilterMatched"] & { kind: "filter_matched"; }) | { condition: number | null; filter_id: components["schemas"]["Id"]; kind: "filter_tried"; name: string; } | { filter_id: components["schemas"]["Id"]; kind: "discarded"; } | { filter_id: components["schemas"]["Id"]; kind: "filter_skipped"; } | { because: string; case_id: components["schemas"]["Id"]; evidence: string; kind: "case_matched"; number: number; } | { because: string; case_id: components["schemas"]["Id"]; kind: "case_created"; number: number; } | (components["schemas"]["AnsweredCase"] & { kind: "answers_ended"; }) | { filter_id: components["schemas"]["Id"]; kind: "no_such_case"; number: number; } | {
            because: string;
            case_id: components["schemas"]["Id"];
            kind: "case_assigned";
            user_id: components["schemas"]["Id"];
        } | { company: string | null; kind: "sender_known"; made: boolean; name: string; person_id: components["schemas"]["Id"]; } | (components["schemas"]["FilterDeed"] & { kind: "filter_did"; }) | { case_id: components["schemas"]["Id"]; kind: "placed"; } | { kind: "auto_replied"; outbox_id: components["schemas"]["Id"]; recipient: string; template: string; } | { because: string; evidence: string; kind: "not_auto_replied"; } | (components["schemas"]["FaqTold"] & { kind: "faq"; }) | {
            filter_id: components["schemas"]["Id"] | null;
            kind: "forwarded";
            outbox_id: components["schemas"]["Id"];
            recipient: string;
        } | { because: string; kind: "not_forwarded"; recipient: string; } | { filter_id: components["schemas"]["Id"]; kind: "blocked"; } | { because: string; kind: "ignored"; } | { because: string; case_id: components["schemas"]["Id"]; evidence: string; kind: "review"; number: number; } | { kind: "decided"; number: number | null; user_id: components["schemas"]["Id"]; } | { error: string; kind: "failed"; } | { kind: "requeued"; user_id: components["schemas"]["Id"]; } | { kind: "way_chosen"; user_id: components["schemas"]["Id"]; way: string; why: string; } | { kind: "deleted"; user_id: components["schemas"]["Id"]; } | { kind: "restored"; user_id: components["schemas"]["Id"]; } | { kind: "queued"; recipients: number; user_id: components["schemas"]["Id"] | null; } | (components["schemas"]["SentAs"] & { kind: "sent_as"; }) | (components["schemas"]["SentInstead"] & { kind: "sent_instead"; }) | (components["schemas"]["Routed"] & { kind: "routed"; }) | (components["schemas"]["Signing"] & { kind: "signing"; }) | (components["schemas"]["Attempted"] & { kind: "attempted"; }) | { kind: "next_try"; next_try_at: components["schemas"]["Moment"]; recipient: string; } | { kind: "delivered"; recipient: string; } | { files: number; kind: "files_linked"; until: components["schemas"]["Moment"]; } | { kind: "file_fetched"; name: string; } | { kind: "file_link_revoked"; name: string; user_id: components["schemas"]["Id"]; } | { kind: "planned"; planned_at: components["schemas"]["Moment"]; user_id: components["schemas"]["Id"]; } | { kind: "held"; user_id: components["schemas"]["Id"]; } | (components["schemas"]["ReceiptTold"] & { kind: "receipt"; }) | (components["schemas"]["ThroughList"] & { kind: "through_list"; }) | { address: string; kind: "stranded"; } | (components["schemas"]["AllMailTold"] & { kind: "all_mail"; }) | { kind: "released"; user_id: components["schemas"]["Id"] | null; } | { kind: "newer"; } | { case_id: components["schemas"]["Id"]; kind: "called_back"; } | (components["schemas"]["DelayedElsewhere"] & { kind: "delayed_elsewhere"; }) | { day: string; kind: "back_on"; } | (components["schemas"]["ReturnedLater"] & { kind: "returned"; }) | (components["schemas"]["ReturnMatched"] & { kind: "return_matched"; }) | (components["schemas"]["ReturnMatched"] & { kind: "return_unmatched"; }) | { class: string; kind: "return_held"; recipient: string; } | (components["schemas"]["ReturnCounted"] & { kind: "return_counted"; }) | (components["schemas"]["AddressBlocked"] & { kind: "address_blocked"; }) | { kind: "tries_address"; recipient: string; } | { because: string; kind: "gave_up"; recipient: string; };
        TimingInput: { cancel_if_answered?: boolean; send_at?: components["schemas"]["Moment"] | null; undo_s?: number | null; };
        TlsGrade: "plain" | "opportunistic" | "verified" | "mta-sts" | "dane";
        TlsOutcome: "success" | "starttls-not-supported" | "certificate-host-mismatch" | "certificate-expired" | "certificate-not-trusted" | "validation-failure" | "tlsa-invalid" | "dnssec-invalid" | "dane-required" | "sts-policy-fetch-error" | "sts-policy-invalid" | "sts-webpki-invalid" | "other";
        TlsOutcomeCount: { last_day: string; mx: string; outcome: components["schemas"]["TlsOutcome"]; sessions: number; words: string; };
        Total: { count: number; more: boolean; };
        Traits: { colour: components["schemas"]["Colour"]; in_queue: boolean; new_case_on_reply: boolean; };
        Transport: components["schemas"]["SharedTransport"] & {
            failing: components["schemas"]["TransportFailure"] | null;
            has_password: boolean;
            helo_name: string;
            host: string;
            kind: components["schemas"]["TransportKind"];
            oauth: components["schemas"]["OauthGrant"] | null;
            oauth_application_id: components["schemas"]["Id"] | null;
            own: boolean;
            own_return_path: boolean;
            port: number;
            security: components["schemas"]["Security"];
            spf_terms: string;
            username: string;
            version: number;
        };
        TransportFailure: { since: components["schemas"]["Moment"]; words: string; };
        TransportInput: {
            helo_name?: string | null;
            host?: string | null;
            kind?: components["schemas"]["TransportKind"] | null;
            oauth_application_id?: components["schemas"]["Id"] | null;
            own?: boolean | null;
            own_return_path?: boolean | null;
            password?: string | null;
            port?: number | null;
            security?: components["schemas"]["Security"] | null;
            seen_version?: number | null;
            spf_terms?: string | null;
            username?: string | null;
        };
        TransportKind: "direct" | "relay";
        TransportTestInput: components["schemas"]["TransportInput"] & { from?: string | null; recipient?: string | null; };
        TrialStage: "waits" | "tried";
        TriedElsewhere: { host: string | null; until: components["schemas"]["Moment"] | null; };
        UnmatchInput: { address: string; complaint?: boolean | null; outbox_id: components["schemas"]["Id"]; };
        UnprovedReports: {
            days: components["schemas"]["ReportedDay"][];
            dmarc_reports: number;
            tls_days: components["schemas"]["ReportedDay"][];
            tls_outcomes: components["schemas"]["TlsOutcomeCount"][];
            tls_reports: number;
        };
        UnverifiedRule: "warn" | "refuse" | "rewrite";
        Upload: { id: components["schemas"]["Id"]; media_type: string; name: string; size_octets: number; };
        User: {
            active: boolean;
            address_warning: components["schemas"]["AddressWarning"] | null;
            category_ids: components["schemas"]["Id"][];
            created_at: components["schemas"]["Moment"];
            email: string;
            id: components["schemas"]["Id"];
            language: components["schemas"]["Language"];
            last_sign_in_at: components["schemas"]["Moment"] | null;
            name: string;
            role_ids: components["schemas"]["Id"][];
        };
        UserInput: {
            active?: boolean | null;
            category_ids?: components["schemas"]["Id"][] | null;
            email?: string | null;
            language?: components["schemas"]["Language"] | null;
            name?: string | null;
            password?: string | null;
            role_ids?: components["schemas"]["Id"][] | null;
        };
        UsernameForm: "address" | "local_part" | "other";
        UserTransport: { transport: components["schemas"]["Transport"] | null; };
        Viewer: { name: string; user_id: components["schemas"]["Id"]; };
        WaitAge: "minutes_5" | "minutes_20" | "hour" | "hours_4" | "day" | "days";
        WaitRule: "turn" | "schedule" | "silent" | "busy" | "unprotected" | "refused" | "destination_rate" | "organisation_rate" | "own_rate" | "organisation_share" | "stopped" | "stopped_by_operator" | "held_destination";
        WaitsForIncident: {
            holds_until: components["schemas"]["Moment"] | null;
            kept_by: components["schemas"]["KeptBy"] | null;
            waiting: components["schemas"]["Total"];
            waits_until: components["schemas"]["Moment"] | null;
        };
        WatchState: "polled" | "watched" | "not_offered" | "failing";
        WayClosed: "absent" | "right";
        WayInput: { way: components["schemas"]["ChosenWay"]; why?: string; };
        WayOut: {
            closed: components["schemas"]["WayClosed"] | null;
            host: string | null;
            kind: components["schemas"]["TransportKind"] | null;
            way: components["schemas"]["ChosenWay"];
        };
        WordsInput: { html?: string | null; text?: string; };
    };
    responses: {
        Conflict: { headers: { [name: string]: unknown; }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        Forbidden: { headers: { [name: string]: unknown; }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        Invalid: { headers: { [name: string]: unknown; }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        Limit: { headers: { [name: string]: unknown; }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        NotFound: { headers: { [name: string]: unknown; }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        NotSignedIn: { headers: { [name: string]: unknown; }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        TooLarge: { headers: { [name: string]: unknown; }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        Unavailable: { headers: { [name: string]: unknown; }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_acquaintance: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["AcquaintanceBody"]; };
            };
        };
    };
    put_acquaintance: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["AcquaintanceBody"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["AcquaintanceBody"]; };
            };
        };
    };
    check_addresses: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["AddressesInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_CheckedAddress"]; };
            };
        };
    };
    list_audit: {
        parameters: {
            query?: {
                cursor?: string;
                descending?: boolean;
                from?: string;
                key?: string;
                kind?: components["schemas"]["AuditKind"];
                limit?: number;
                q?: string;
                sort?: string;
                until?: string;
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Page_AuditEntry"]; }; };
        };
    };
    get_auto_replies: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["AutoReplies"]; }; };
        };
    };
    put_auto_replies: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["AutoReplies"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["AutoReplies"]; }; };
        };
    };
    list_pauses: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_AutoReplyPause"]; };
            };
        };
    };
    lift_pause: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    get_bins: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BinDays"]; }; };
        };
    };
    put_bins: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["BinDays"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BinDays"]; }; };
        };
    };
    list_blocked: {
        parameters: {
            query?: {
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                filter_id?: string;
                limit?: number;
                mailbox_id?: string;
                q?: string;
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Page_Blocked"]; }; };
        };
    };
    list_blocked_addresses: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                descending?: boolean;
                limit?: number;
                on_trial?: boolean;
                q?: string;
                reason?: components["schemas"]["BlockReason"];
                rule?: string;
                scope?: components["schemas"]["BlockScope"];
                sort?: string;
                written_since?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Page_ListedBlockedAddress"]; };
            };
        };
    };
    block_address: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["BlockInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BlockedAddress"]; }; };
        };
    };
    get_blocked_address: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Evidence"]; }; };
        };
    };
    add_blocked_to_list: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["AddToListInput"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    add_matching_to_list: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                descending?: boolean;
                limit?: number;
                on_trial?: boolean;
                q?: string;
                reason?: components["schemas"]["BlockReason"];
                rule?: string;
                scope?: components["schemas"]["BlockScope"];
                sort?: string;
                written_since?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: { content: { "application/json": components["schemas"]["ListMatchingInput"]; }; };
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    block_addresses_again: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    block_matching_again: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                descending?: boolean;
                job?: string;
                limit?: number;
                q?: string;
                reason?: components["schemas"]["BlockReason"];
                scope?: components["schemas"]["BlockScope"];
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    clear_blocked_addresses: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ClearInput"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    clear_matching_addresses: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                descending?: boolean;
                limit?: number;
                on_trial?: boolean;
                q?: string;
                reason?: components["schemas"]["BlockReason"];
                rule?: string;
                scope?: components["schemas"]["BlockScope"];
                sort?: string;
                written_since?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: { content: { "application/json": components["schemas"]["ClearMatchingInput"]; }; };
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    list_cleared_addresses: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                descending?: boolean;
                job?: string;
                limit?: number;
                q?: string;
                reason?: components["schemas"]["BlockReason"];
                scope?: components["schemas"]["BlockScope"];
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Page_ClearedAddress"]; };
            };
        };
    };
    delete_blocked_addresses: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    delete_matching_addresses: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                descending?: boolean;
                limit?: number;
                on_trial?: boolean;
                q?: string;
                reason?: components["schemas"]["BlockReason"];
                rule?: string;
                scope?: components["schemas"]["BlockScope"];
                sort?: string;
                written_since?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    set_blocked_former: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    set_matching_former: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                descending?: boolean;
                limit?: number;
                on_trial?: boolean;
                q?: string;
                reason?: components["schemas"]["BlockReason"];
                rule?: string;
                scope?: components["schemas"]["BlockScope"];
                sort?: string;
                written_since?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    import_blocked_addresses: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/octet-stream": number[]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BlockListReport"]; }; };
        };
    };
    preview_blocked_addresses: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/octet-stream": number[]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["BlockListPreview"]; };
            };
        };
    };
    undo_block_list_import: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["BlockListUndo"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BlockListUndone"]; }; };
        };
    };
    list_block_list_imports: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_BlockListImport"]; };
            };
        };
    };
    try_blocked_addresses: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    end_address_trials: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    try_matching_addresses: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                descending?: boolean;
                limit?: number;
                on_trial?: boolean;
                q?: string;
                reason?: components["schemas"]["BlockReason"];
                rule?: string;
                scope?: components["schemas"]["BlockScope"];
                sort?: string;
                written_since?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    list_blocked_senders: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BlockedSenders"]; }; };
        };
    };
    block_sender: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SenderInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BlockedSenders"]; }; };
        };
    };
    lift_blocked_sender: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SenderInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BlockedSenders"]; }; };
        };
    };
    get_blocked: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BlockedDetails"]; }; };
        };
    };
    get_blocked_attached_mail: {
        parameters: { query?: never; header?: never; path: { id: string; index: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["AttachedMail"]; }; };
        };
    };
    get_blocked_timeline: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_TimelineEntry"]; };
            };
        };
    };
    delete_blocked: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    delete_matching_blocked: {
        parameters: {
            query?: {
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                filter_id?: string;
                limit?: number;
                mailbox_id?: string;
                q?: string;
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    import_blocked: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    import_matching_blocked: {
        parameters: {
            query?: {
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                filter_id?: string;
                limit?: number;
                mailbox_id?: string;
                q?: string;
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    purge_blocked: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    restore_blocked: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    restore_matching_blocked: {
        parameters: {
            query?: {
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                filter_id?: string;
                limit?: number;
                mailbox_id?: string;
                q?: string;
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    list_case_views: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_CaseView"]; }; };
        };
    };
    create_case_view: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NewCaseViewInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CaseView"]; }; };
        };
    };
    delete_case_view: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_case_view: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CaseViewInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CaseView"]; }; };
        };
    };
    order_case_views: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_CaseView"]; }; };
        };
    };
    list_cases: {
        parameters: {
            query?: {
                categories?: string;
                category_id?: string;
                company_id?: string;
                cursor?: string;
                delivery_failed?: boolean;
                descending?: boolean;
                limit?: number;
                number?: number;
                overdue?: boolean;
                owner?: string;
                person_id?: string;
                priority_id?: string;
                q?: string;
                request_type_id?: string;
                sort?: string;
                status?: string;
                status_id?: string;
                tag_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Page_CaseRow"]; }; };
        };
    };
    get_case: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CaseDetails"]; }; };
        };
    };
    update_case: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CaseInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CaseDetails"]; }; };
        };
    };
    comment_case: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CommentInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Message"]; }; };
        };
    };
    open_compose: {
        parameters: { query?: { message_id?: components["schemas"]["Id"]; }; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Compose"]; }; };
        };
    };
    list_case_drafts: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Draft"]; }; };
        };
    };
    put_case_draft: {
        parameters: { query?: never; header?: never; path: { id: string; mode: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DraftInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_KeptDraft"]; };
            };
        };
    };
    delete_case_draft: {
        parameters: { query?: never; header?: never; path: { id: string; mode: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    suggest_faq_entries: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_FaqSuggestion"]; };
            };
        };
    };
    revoke_file_link: {
        parameters: { query?: never; header?: never; path: { id: string; lid: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    get_following: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Following"]; }; };
        };
    };
    follow_case: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Following"]; }; };
        };
    };
    unfollow_case: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Following"]; }; };
        };
    };
    remove_message: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    edit_comment: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CommentInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Message"]; }; };
        };
    };
    get_message_attached_mail: {
        parameters: { query?: never; header?: never; path: { id: string; index: string; mid: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["AttachedMail"]; }; };
        };
    };
    flag_message: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["FlagInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    restore_message: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    rewrite_message: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CorrectionInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_DraftPlace"]; };
            };
        };
    };
    schedule_message: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ScheduleInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    send_message_again: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    send_message_as_links: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Message"]; }; };
        };
    };
    get_message_source: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["MailSource"]; }; };
        };
    };
    take_back_message: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["DraftPlace"]; }; };
        };
    };
    get_message_timeline: {
        parameters: { query?: never; header?: never; path: { id: string; mid: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_TimelineEntry"]; };
            };
        };
    };
    move_messages: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MoveInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CaseDetails"]; }; };
        };
    };
    add_participant: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ParticipantInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_CaseDetails"]; };
            };
        };
    };
    remove_participant: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["LeavingInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CaseDetails"]; }; };
        };
    };
    reply_case: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ReplyInput"]; }; };
        responses: {
            201: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_Message"]; };
            };
        };
    };
    list_case_signatures: {
        parameters: { query?: { identity_id?: components["schemas"]["Id"]; }; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_OfferedSignature"]; };
            };
        };
    };
    split_case: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SplitInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CaseDetails"]; }; };
        };
    };
    put_case_tags: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TagsInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CaseDetails"]; }; };
        };
    };
    unmerge_case: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CaseDetails"]; }; };
        };
    };
    change_cases: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CasesInput"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    change_matching_cases: {
        parameters: {
            query?: {
                categories?: string;
                category_id?: string;
                company_id?: string;
                cursor?: string;
                delivery_failed?: boolean;
                descending?: boolean;
                limit?: number;
                number?: number;
                overdue?: boolean;
                owner?: string;
                person_id?: string;
                priority_id?: string;
                q?: string;
                request_type_id?: string;
                sort?: string;
                status?: string;
                status_id?: string;
                tag_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: { content: { "application/json": components["schemas"]["MatchingCasesInput"]; }; };
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    delete_cases: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    delete_matching_cases: {
        parameters: {
            query?: {
                categories?: string;
                category_id?: string;
                company_id?: string;
                cursor?: string;
                delivery_failed?: boolean;
                descending?: boolean;
                limit?: number;
                number?: number;
                overdue?: boolean;
                owner?: string;
                person_id?: string;
                priority_id?: string;
                q?: string;
                request_type_id?: string;
                sort?: string;
                status?: string;
                status_id?: string;
                tag_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    forward_cases: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SelectedForwardInput"]; }; };
        responses: {
            202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Remarked_Job"]; }; };
        };
    };
    forward_matching_cases: {
        parameters: {
            query?: {
                categories?: string;
                category_id?: string;
                company_id?: string;
                cursor?: string;
                delivery_failed?: boolean;
                descending?: boolean;
                limit?: number;
                number?: number;
                overdue?: boolean;
                owner?: string;
                person_id?: string;
                priority_id?: string;
                q?: string;
                request_type_id?: string;
                sort?: string;
                status?: string;
                status_id?: string;
                tag_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: { content: { "application/json": components["schemas"]["BulkForwardInput"]; }; };
        responses: {
            202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Remarked_Job"]; }; };
        };
    };
    merge_cases: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MergeInput"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    take_next_case: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["NextCase"]; }; };
        };
    };
    reply_cases: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SelectedReplyInput"]; }; };
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    reply_matching_cases: {
        parameters: {
            query?: {
                categories?: string;
                category_id?: string;
                company_id?: string;
                cursor?: string;
                delivery_failed?: boolean;
                descending?: boolean;
                limit?: number;
                number?: number;
                overdue?: boolean;
                owner?: string;
                person_id?: string;
                priority_id?: string;
                q?: string;
                request_type_id?: string;
                sort?: string;
                status?: string;
                status_id?: string;
                tag_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: { content: { "application/json": components["schemas"]["BulkReplyInput"]; }; };
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    restore_cases: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    restore_matching_cases: {
        parameters: {
            query?: {
                categories?: string;
                category_id?: string;
                company_id?: string;
                cursor?: string;
                delivery_failed?: boolean;
                descending?: boolean;
                limit?: number;
                number?: number;
                overdue?: boolean;
                owner?: string;
                person_id?: string;
                priority_id?: string;
                q?: string;
                request_type_id?: string;
                sort?: string;
                status?: string;
                status_id?: string;
                tag_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    spam_cases: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    spam_matching_cases: {
        parameters: {
            query?: {
                categories?: string;
                category_id?: string;
                company_id?: string;
                cursor?: string;
                delivery_failed?: boolean;
                descending?: boolean;
                limit?: number;
                number?: number;
                overdue?: boolean;
                owner?: string;
                person_id?: string;
                priority_id?: string;
                q?: string;
                request_type_id?: string;
                sort?: string;
                status?: string;
                status_id?: string;
                tag_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    list_senders: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Sender"]; }; };
        };
    };
    start_case: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["StartInput"]; }; };
        responses: {
            201: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_StartedCase"]; };
            };
        };
    };
    list_first_signatures: {
        parameters: {
            query: { identity_id?: components["schemas"]["Id"]; mailbox_id: components["schemas"]["Id"]; };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_OfferedSignature"]; };
            };
        };
    };
    list_categories: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Category"]; }; };
        };
    };
    create_category: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NewCategoryInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Category"]; }; };
        };
    };
    delete_category: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_category: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CategoryInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_Category"]; };
            };
        };
    };
    list_companies: {
        parameters: {
            query?: { cursor?: string; descending?: boolean; limit?: number; q?: string; sort?: string; };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Page_Company"]; }; };
        };
    };
    create_company: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CompanyInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Company"]; }; };
        };
    };
    get_company: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["CompanyDetails"]; }; };
        };
    };
    delete_company: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_company: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CompanyInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Company"]; }; };
        };
    };
    merge_company: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CompanyMergeInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["MergedCompany"]; }; };
        };
    };
    split_company: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["CompanySplitInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Company"]; }; };
        };
    };
    list_distribution_lists: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_DistributionList"]; };
            };
        };
    };
    create_distribution_list: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DistributionListInput"]; }; };
        responses: {
            201: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_DistributionList"]; };
            };
        };
    };
    get_distribution_list: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["DistributionListDetails"]; };
            };
        };
    };
    update_distribution_list: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DistributionListInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_DistributionList"]; };
            };
        };
    };
    delete_distribution_list: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    get_distribution_list_recipients: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["DistributionReach"]; };
            };
        };
    };
    get_report_settings: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["DomainReportSettings"]; };
            };
        };
    };
    put_report_settings: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DomainReportSettingsInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["DomainReportSettings"]; };
            };
        };
    };
    list_domain_transports: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_DomainTransport"]; };
            };
        };
    };
    put_domain_transport: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DomainTransportInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_DomainTransport"]; };
            };
        };
    };
    delete_domain_transport: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    begin_domain_sign_in: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OauthBeginInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OauthSignIn"]; }; };
        };
    };
    test_domain_transport: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DomainTransportTestInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["TestAnswer"]; }; };
        };
    };
    list_drafts: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Draft"]; }; };
        };
    };
    get_new_draft: {
        parameters: { query?: { mail_key?: string; }; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Draft"] | null; }; };
        };
    };
    put_new_draft: {
        parameters: { query?: { mail_key?: string; }; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DraftInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_KeptDraft"]; };
            };
        };
    };
    delete_new_draft: {
        parameters: { query?: { mail_key?: string; version?: number; writer?: string; }; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    list_faq_entries: {
        parameters: { query?: { archived?: boolean; search?: string; }; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_FaqSummary"]; }; };
        };
    };
    create_faq_entry: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["FaqInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FaqEntry"]; }; };
        };
    };
    get_faq_entry: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FaqEntry"]; }; };
        };
    };
    delete_faq_entry: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_faq_entry: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["FaqInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FaqEntry"]; }; };
        };
    };
    archive_faq_entry: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FaqEntry"]; }; };
        };
    };
    fill_faq_entry: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TemplateUse"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FilledTemplate"]; }; };
        };
    };
    restore_faq_entry: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FaqEntry"]; }; };
        };
    };
    get_faq_rules: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FaqRules"]; }; };
        };
    };
    put_faq_rules: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["FaqRules"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FaqRules"]; }; };
        };
    };
    list_filters: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Filter"]; }; };
        };
    };
    create_filter: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["FilterInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Remarked_Filter"]; }; };
        };
    };
    delete_filter: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_filter: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["FilterInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Remarked_Filter"]; }; };
        };
    };
    dry_run_filter: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DryRun"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["DryRunPage"]; }; };
        };
    };
    dry_run_file: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DryRunFile"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["DryRunAnswer"]; }; };
        };
    };
    import_filter_file: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["FilterFileInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_FilterImport"]; };
            };
        };
    };
    order_filters: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Filter"]; }; };
        };
    };
    list_held_destinations: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_HeldDestination"]; };
            };
        };
    };
    put_held_destination: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["HeldDestinationInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_HeldDestination"]; };
            };
        };
    };
    lift_held_destination: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["LiftedDestination"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_HeldDestination"]; };
            };
        };
    };
    list_identities: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Identity"]; }; };
        };
    };
    create_identity: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["IdentityInput"]; }; };
        responses: {
            201: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_Identity"]; };
            };
        };
    };
    update_identity: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["IdentityInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_Identity"]; };
            };
        };
    };
    list_intake: {
        parameters: {
            query?: {
                cursor?: string;
                descending?: boolean;
                limit?: number;
                mailbox_id?: string;
                q?: string;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Page_Intake"]; }; };
        };
    };
    get_intake: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["IntakeDetails"]; }; };
        };
    };
    get_intake_attached_mail: {
        parameters: { query?: never; header?: never; path: { id: string; index: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["AttachedMail"]; }; };
        };
    };
    debug_intake: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["DebugAnswer"]; }; };
        };
    };
    decide_intake: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Belonging"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    get_intake_timeline: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_TimelineEntry"]; };
            };
        };
    };
    delete_intake: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    delete_matching_intake: {
        parameters: {
            query?: {
                cursor?: string;
                descending?: boolean;
                limit?: number;
                mailbox_id?: string;
                q?: string;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    import_intake: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    import_matching_intake: {
        parameters: {
            query?: {
                cursor?: string;
                descending?: boolean;
                limit?: number;
                mailbox_id?: string;
                q?: string;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    purge_intake: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    restore_intake: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    restore_matching_intake: {
        parameters: {
            query?: {
                cursor?: string;
                descending?: boolean;
                limit?: number;
                mailbox_id?: string;
                q?: string;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    list_jobs: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Job"]; }; };
        };
    };
    get_job: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    cancel_job: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    take_back_job: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    list_mail_senders: {
        parameters: {
            query?: { begins?: boolean; template_id?: components["schemas"]["Id"]; };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["MailSenders"]; }; };
        };
    };
    list_mailboxes: {
        parameters: {
            query?: {
                active?: boolean;
                cursor?: string;
                descending?: boolean;
                limit?: number;
                protocol?: components["schemas"]["Protocol"];
                q?: string;
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Page_Mailbox"]; }; };
        };
    };
    create_mailbox: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MailboxInput"]; }; };
        responses: {
            201: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_Mailbox"]; };
            };
        };
    };
    get_mailbox: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["MailboxDetail"]; }; };
        };
    };
    delete_mailbox: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_mailbox: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MailboxInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_Mailbox"]; };
            };
        };
    };
    check_mailbox: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    import_mails: {
        parameters: { query?: { name?: string; }; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/octet-stream": number[]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ImportReport"]; }; };
        };
    };
    begin_mailbox_sign_in: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OauthBeginInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OauthSignIn"]; }; };
        };
    };
    get_mailbox_signature: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["MailboxSignature"]; };
            };
        };
    };
    put_mailbox_signature: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MailboxSignatureInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["MailboxSignature"]; };
            };
        };
    };
    list_mailbox_alarms: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_MailboxAlarm"]; };
            };
        };
    };
    detect_servers: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DetectionInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["DetectionAnswer"]; }; };
        };
    };
    test_mailbox: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MailboxTestInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["MailboxTestAnswer"]; };
            };
        };
    };
    get_notice_settings: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["NoticeSettings"]; }; };
        };
    };
    put_notice_settings: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NoticeSettings"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["NoticeSettings"]; }; };
        };
    };
    list_notices: {
        parameters: { query?: { before?: components["schemas"]["Id"]; }; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Notices"]; }; };
        };
    };
    read_notices: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ReadInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    list_oauth_applications: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_OauthApplication"]; };
            };
        };
    };
    create_oauth_application: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OauthApplicationInput"]; }; };
        responses: {
            201: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["OauthApplication"]; };
            };
        };
    };
    delete_oauth_application: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_oauth_application: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OauthApplicationInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["OauthApplication"]; };
            };
        };
    };
    list_oauth_choices: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_OauthChoice"]; };
            };
        };
    };
    finish_oauth_sign_in: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OauthReturnInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OauthFinished"]; }; };
        };
    };
    list_oauth_providers: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_OauthProvider"]; };
            };
        };
    };
    get_oauth_sign_in: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OauthSignIn"]; }; };
        };
    };
    cancel_oauth_sign_in: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    get_office_hours: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OfficeHoursBody"]; }; };
        };
    };
    put_office_hours: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OfficeHoursBody"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OfficeHoursBody"]; }; };
        };
    };
    get_organisation: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Organisation"]; }; };
        };
    };
    update_organisation: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OrganisationInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Organisation"]; }; };
        };
    };
    list_outbox: {
        parameters: {
            query?: {
                age?: string;
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                destination?: string;
                domain?: string;
                limit?: number;
                q?: string;
                sent?: boolean;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Page_Outbox"]; }; };
        };
    };
    get_outbox: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OutboxDetails"]; }; };
        };
    };
    schedule_outbox: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ScheduleInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    get_outbox_timeline: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_TimelineEntry"]; };
            };
        };
    };
    delete_outbox: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    delete_matching_outbox: {
        parameters: {
            query?: {
                age?: string;
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                destination?: string;
                domain?: string;
                limit?: number;
                q?: string;
                sent?: boolean;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    hold_outbox: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    hold_matching_outbox: {
        parameters: {
            query?: {
                age?: string;
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                destination?: string;
                domain?: string;
                limit?: number;
                q?: string;
                sent?: boolean;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    get_outbox_picture: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OutboxPicture"]; }; };
        };
    };
    purge_outbox: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    release_outbox: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    release_matching_outbox: {
        parameters: {
            query?: {
                age?: string;
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                destination?: string;
                domain?: string;
                limit?: number;
                q?: string;
                sent?: boolean;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    restore_outbox: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    restore_matching_outbox: {
        parameters: {
            query?: {
                age?: string;
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                destination?: string;
                domain?: string;
                limit?: number;
                q?: string;
                sent?: boolean;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    retry_outbox: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    retry_matching_outbox: {
        parameters: {
            query?: {
                age?: string;
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                destination?: string;
                domain?: string;
                limit?: number;
                q?: string;
                sent?: boolean;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    send_outbox: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    send_matching_outbox: {
        parameters: {
            query?: {
                age?: string;
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                destination?: string;
                domain?: string;
                limit?: number;
                q?: string;
                sent?: boolean;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    change_outbox_way: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MailsWayInput"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    change_matching_outbox_way: {
        parameters: {
            query?: {
                age?: string;
                cursor?: string;
                deleted?: boolean;
                descending?: boolean;
                destination?: string;
                domain?: string;
                limit?: number;
                q?: string;
                sent?: boolean;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: { content: { "application/json": components["schemas"]["WayInput"]; }; };
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    list_outbox_ways: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_WayOut"]; }; };
        };
    };
    list_people: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Colleague"]; }; };
        };
    };
    list_people_lists: {
        parameters: { query: { kind: components["schemas"]["PeopleListKind"]; }; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_PeopleList"]; }; };
        };
    };
    create_people_list: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NewPeopleListInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["PeopleList"]; }; };
        };
    };
    get_people_list: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["PeopleList"]; }; };
        };
    };
    delete_people_list: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    rename_people_list: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["PeopleListNameInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["PeopleList"]; }; };
        };
    };
    add_people_to_list: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ChangedMembers"]; }; };
        };
    };
    take_people_off_list: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ChangedMembers"]; }; };
        };
    };
    list_persons: {
        parameters: {
            query?: {
                company_id?: string;
                cursor?: string;
                descending?: boolean;
                limit?: number;
                list_id?: string;
                q?: string;
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Page_KnownPerson"]; };
            };
        };
    };
    create_person: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["PersonInput"]; }; };
        responses: {
            201: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_KnownPerson"]; };
            };
        };
    };
    get_person: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["KnownPerson"]; }; };
        };
    };
    delete_person: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_person: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["PersonInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_KnownPerson"]; };
            };
        };
    };
    keep_persons_apart: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ApartInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    get_person_card: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["PersonCard"]; }; };
        };
    };
    merge_person: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["PersonMergeInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["MergedPerson"]; }; };
        };
    };
    split_person: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["PersonSplitInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["KnownPerson"]; }; };
        };
    };
    list_doubles: {
        parameters: { query?: { cursor?: string; }; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["PersonDoubles"]; }; };
        };
    };
    list_person_imports: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_PersonImport"]; };
            };
        };
    };
    start_person_import: {
        parameters: {
            query: {
                charset?: string;
                columns?: string;
                heading?: boolean;
                known?: "keep" | "fill" | "replace";
                name: string;
                separator?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: { content: { "application/octet-stream": number[]; }; };
        responses: {
            202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["PersonImport"]; }; };
        };
    };
    get_person_import: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["PersonImport"]; }; };
        };
    };
    preview_person_import: {
        parameters: {
            query?: { charset?: string; columns?: string; heading?: boolean; separator?: string; };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: { content: { "application/octet-stream": number[]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ImportPreview"]; }; };
        };
    };
    list_priorities: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Priority"]; }; };
        };
    };
    create_priority: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NewPriorityInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Priority"]; }; };
        };
    };
    delete_priority: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_priority: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["PriorityInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_Priority"]; };
            };
        };
    };
    update_profile: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ProfileInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SessionUser"]; }; };
        };
    };
    get_own_absence: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Away"]; }; }; };
    };
    put_own_absence: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Absence"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Away"]; }; }; };
    };
    delete_own_absence: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Away"]; }; }; };
    };
    get_notifications: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_NoticeChoice"]; };
            };
        };
    };
    put_notifications: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NoticeChoices"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_NoticeChoice"]; };
            };
        };
    };
    change_password: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["PasswordInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    list_preferences: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Preference"]; }; };
        };
    };
    get_preference: {
        parameters: { query?: never; header?: never; path: { name: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Preference"]; }; };
        };
    };
    put_preference: {
        parameters: { query?: never; header?: never; path: { name: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["PreferenceInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Preference"]; }; };
        };
    };
    get_own_sending: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OwnSending"]; }; };
        };
    };
    put_own_sending: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OwnSendingInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_OwnSending"]; };
            };
        };
    };
    get_signatures: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Signatures"]; }; };
        };
    };
    put_signatures: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Signatures"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Signatures"]; }; };
        };
    };
    list_tokens: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_ApiToken"]; }; };
        };
    };
    create_token: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ApiTokenInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["NewApiToken"]; }; };
        };
    };
    delete_token: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    get_own_transport: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Transport"]; }; };
        };
    };
    put_own_transport: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TransportInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Transport"]; }; };
        };
    };
    detect_own_servers: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["DetectionInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["DetectionAnswer"]; }; };
        };
    };
    begin_own_sign_in: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OauthBeginInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OauthSignIn"]; }; };
        };
    };
    test_own_transport: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TransportTestInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["TestAnswer"]; }; };
        };
    };
    list_request_types: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_RequestType"]; };
            };
        };
    };
    create_request_type: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NewRequestTypeInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["RequestType"]; }; };
        };
    };
    update_request_type: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["RequestTypeInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["RequestType"]; }; };
        };
    };
    archive_request_type: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ArchiveTypeInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["RequestType"]; }; };
        };
    };
    restore_request_type: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["RequestType"]; }; };
        };
    };
    list_return_incidents: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_ReturnIncident"]; };
            };
        };
    };
    confirm_return_incident: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Decided"]; }; };
        };
    };
    roll_back_return_incident: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Decided"]; }; };
        };
    };
    send_return_incident_again: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 202: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Job"]; }; }; };
    };
    list_open_return_incidents: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_OpenReturnIncident"]; };
            };
        };
    };
    list_return_rules: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_OwnReturnRule"]; };
            };
        };
    };
    create_return_rule: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ReturnRuleInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SavedReturnRule"]; }; };
        };
    };
    delete_return_rule: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    change_return_rule: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ReturnRuleInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SavedReturnRule"]; }; };
        };
    };
    try_changed_return_rule: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ReturnRuleInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ReturnRuleTrial"]; }; };
        };
    };
    try_without_return_rule: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ReturnRuleTrial"]; }; };
        };
    };
    try_return_rule: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ReturnRuleInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ReturnRuleTrial"]; }; };
        };
    };
    match_return: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MatchInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    list_returns_to_review: {
        parameters: {
            query?: { cursor?: string; descending?: boolean; done?: boolean; limit?: number; q?: string; sort?: string; };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Page_ReturnToReview"]; };
            };
        };
    };
    review_returns: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Selection"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Done"]; }; }; };
    };
    get_returns_settings: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ReturnsSettings"]; }; };
        };
    };
    put_returns_settings: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ReturnsInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ReturnsSettings"]; }; };
        };
    };
    unmatch_return: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["UnmatchInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    list_roles: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Role"]; }; };
        };
    };
    create_role: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NewRoleInput"]; }; };
        responses: { 201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Role"]; }; }; };
    };
    delete_role: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_role: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["RoleInput"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Role"]; }; }; };
    };
    search_cases: {
        parameters: { query?: { limit?: number; q?: string; }; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SearchAnswer"]; }; };
        };
    };
    check_sender: {
        parameters: { query: { address: string; own?: boolean; seen?: boolean; }; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SenderCheck"]; }; };
        };
    };
    list_sender_domains: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_SenderDomain"]; };
            };
        };
    };
    create_sender_domain: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NewSenderDomainInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SenderDomain"]; }; };
        };
    };
    get_sender_domain: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SenderDomain"]; }; };
        };
    };
    archive_sender_domain: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_sender_domain: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SenderDomainInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SenderDomain"]; }; };
        };
    };
    check_sender_domain: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SenderDomain"]; }; };
        };
    };
    get_served_mta_sts: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ServedMtaSts"]; }; };
        };
    };
    put_served_mta_sts: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MtaStsInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["ServedMtaSts"]; }; };
        };
    };
    get_sender_domain_reports: {
        parameters: { query?: { days?: number; }; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["SenderDomainReports"]; };
            };
        };
    };
    rotate_sender_domain_keys: {
        parameters: { query?: { own_names?: boolean; }; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SenderDomain"]; }; };
        };
    };
    delete_waiting_keys: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SenderDomain"]; }; };
        };
    };
    list_sender_domain_alarms: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_SenderDomainAlarm"]; };
            };
        };
    };
    get_sending: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Sending"]; }; };
        };
    };
    put_sending: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Sending"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Sending"]; }; };
        };
    };
    list_sending_stops: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_SendingStop"]; };
            };
        };
    };
    put_sending_stop: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SendingStopInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_SendingStop"]; };
            };
        };
    };
    delete_sending_stop: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_SendingStop"]; };
            };
        };
    };
    get_retries: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Retries"]; }; };
        };
    };
    list_sent: {
        parameters: {
            query?: {
                cursor?: string;
                descending?: boolean;
                everybody?: boolean;
                limit?: number;
                q?: string;
                sort?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Page_SentMail"]; }; };
        };
    };
    get_sent: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["SentDetails"]; }; };
        };
    };
    write_sent_anew: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["AnewInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    send_sent_again: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    choose_sent_way: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["WayInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    list_sent_ways: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_WayOut"]; }; };
        };
    };
    get_session: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Session"]; }; };
        };
    };
    create_session: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SignIn"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Session"]; }; };
        };
    };
    delete_session: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    list_settings: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Setting"]; }; };
        };
    };
    set_setting: {
        parameters: { query?: never; header?: never; path: { name: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SettingInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Setting"]; }; };
        };
    };
    list_statuses: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Status"]; }; };
        };
    };
    create_status: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NewStatusInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Status"]; }; };
        };
    };
    update_status: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["StatusInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Status"]; }; };
        };
    };
    archive_status: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["ArchiveInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Status"]; }; };
        };
    };
    restore_status: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Status"]; }; };
        };
    };
    get_summary: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Summary"]; }; };
        };
    };
    list_tags: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_Tag"]; }; };
        };
    };
    delete_tag: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_tag: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TagInput"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Tag"]; }; }; };
    };
    merge_tag: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["MergeTagInput"]; }; };
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    list_tag_usage: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Rows_TagUsage"]; }; };
        };
    };
    list_templates: {
        parameters: { query?: { deleted?: boolean; search?: string; }; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Rows_TemplateSummary"]; };
            };
        };
    };
    create_template: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TemplateInput"]; }; };
        responses: {
            201: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_Template"]; };
            };
        };
    };
    get_template: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Template"]; }; };
        };
    };
    delete_template: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    update_template: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TemplateInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["Remarked_Template"]; };
            };
        };
    };
    begin_with_template: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TemplateUse"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["BegunMail"]; }; };
        };
    };
    fill_template: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TemplateUse"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FilledTemplate"]; }; };
        };
    };
    restore_template: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Template"]; }; };
        };
    };
    preview_template: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TemplateDraft"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["FilledTemplate"]; }; };
        };
    };
    get_transport: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Transport"]; }; };
        };
    };
    put_transport: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TransportInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Transport"]; }; };
        };
    };
    begin_transport_sign_in: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["OauthBeginInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["OauthSignIn"]; }; };
        };
    };
    propose_spf: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["SpfProposalInput"]; }; };
        responses: {
            200: {
                headers: { [name: string]: unknown; };
                content: { "application/json": components["schemas"]["SpfProposalAnswer"]; };
            };
        };
    };
    test_transport: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["TransportTestInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["TestAnswer"]; }; };
        };
    };
    create_upload: {
        parameters: { query: { name: string; }; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/octet-stream": number[]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Upload"]; }; };
        };
    };
    delete_upload: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
    list_users: {
        parameters: {
            query?: { active?: boolean; cursor?: string; descending?: boolean; limit?: number; q?: string; sort?: string; };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Page_User"]; }; };
        };
    };
    create_user: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["NewUserInput"]; }; };
        responses: {
            201: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Remarked_User"]; }; };
        };
    };
    get_user: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["User"]; }; }; };
    };
    update_user: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["UserInput"]; }; };
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Remarked_User"]; }; };
        };
    };
    get_user_absence: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Away"]; }; }; };
    };
    put_user_absence: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody: { content: { "application/json": components["schemas"]["Absence"]; }; };
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Away"]; }; }; };
    };
    delete_user_absence: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["Away"]; }; }; };
    };
    get_user_transport: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: {
            200: { headers: { [name: string]: unknown; }; content: { "application/json": components["schemas"]["UserTransport"]; }; };
        };
    };
    delete_user_transport: {
        parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; };
        requestBody?: never;
        responses: { 204: { headers: { [name: string]: unknown; }; content?: never; }; };
    };
}
