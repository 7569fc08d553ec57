//! Who works at the demo organisation.

use domain::org::Right;

/// Everybody's password: the demo listens on this machine alone.
pub(super) const PASSWORD: &str = "demo-posthus";

/// A user of the demo.
pub(super) struct Person {
    pub(super) address: &'static str,
    pub(super) name: &'static str,
    /// His role's name.
    pub(super) role: &'static str,
    pub(super) about: &'static str,
}

/// One for each role.
pub(super) const PEOPLE: [Person; 4] = [
    Person {
        address: "admin@vestvik.example",
        name: "Ada Berg",
        role: "Administrator",
        about: "administrator, may do everything",
    },
    Person {
        address: "leder@vestvik.example",
        name: "Henrik Aas",
        role: "Leder",
        about: "team leader: all cases and the mail queues",
    },
    Person {
        address: "agent@vestvik.example",
        name: "Siri Lunde",
        role: "Kundebehandler",
        about: "agent: all cases",
    },
    Person {
        address: "faktura.agent@vestvik.example",
        name: "Marius Foss",
        role: "Kundebehandler, egen kategori",
        about: "agent: only the cases of his own category",
    },
];

/// The roles and what they may.
pub(super) const ROLES: [(&str, &[Right]); 4] = [
    ("Administrator", &Right::ALL),
    (
        "Leder",
        &[
            Right::Intake,
            Right::Outbox,
            Right::Blocked,
            Right::CasesAll,
            Right::CasesOwn,
            Right::Delete,
            Right::Export,
        ],
    ),
    ("Kundebehandler", &[Right::CasesAll, Right::CasesOwn]),
    ("Kundebehandler, egen kategori", &[Right::CasesOwn]),
];
