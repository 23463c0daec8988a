"""The acts that are entered in the audit log, by name; and which acts on a matter are among them (R42)."""

# On accounts and at the door
DOOR = ("sign_in", "sign_in_failed", "sign_in_shut", "sign_out", "session_ended", "sessions_ended", "password_changed", "password_set",
        "invited", "invited_in", "second_step_set", "second_step_taken", "recovery_new", "recovery_used",
        "passkey_added", "passkey_renamed", "passkey_removed", "passkey_used")
STAFF = ("account_added", "account_closed", "account_reopened", "role_given", "role_taken", "role_kept", "founded")
# How the network is set, which `name` of a "setting" it was; terminals; the portal's own keys and copies
NETWORK = ("setting", "terminal_paired", "terminal_revoked", "terminal_pin", "ledger_key", "vault_rotated", "vault_copied",
           "vault_given_up", "backup", "rehearsal", "restored")
READING = ("log_read", "log_exported", "evidence_exported")
COMMON = ("concern_show", "concern_hide", "motion_send", "motion_answer", "report_sign")  # what many have in common goes up, comes down, goes to its unit
# On a matter: what the story tells too, by the act's name there
ON_CASE = {
    "identity.reveal": "identity_reveal", "contact.reveal": "contact_reveal", "identity.correct": "identity_correct",
    "identity.copy": "identity_copy", "identity.erase": "identity_erase", "code.reissue": "code_reissue",
    "publication.decide": "publication_decide", "publication.withdraw": "publication_withdraw", "progress.decide": "progress_decide",
    "excluded.name": "excluded_name", "excluded.resolve": "excluded_resolve", "excluded.lift": "excluded_lift",
    "interest.declare": "interest_declare", "interest.note": "interest_note",
    "case.hand_over": "case_hand_over", "case.void": "case_void",
}
ACTS = (*DOOR, *STAFF, *NETWORK, *READING, *COMMON, *ON_CASE.values())
TELLS = ("published", "shown")  # of the facts of a story, what is told here too: yes or no, never a word
SETTINGS = ("routing", "second_step", "explanations", "visits_quota", "policy", "calendar_days", "calendar_year", "closure", "opened_again", "rule_document")
