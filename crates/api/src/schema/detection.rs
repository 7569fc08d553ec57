//! The words of what was found out about an address's servers, for the API document.

use std::borrow::Cow;
use std::marker::PhantomData;

use domain::detection::{PasswordUse, Service, Source};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// A set of words, and its name in the document.
pub(crate) trait Words {
    /// The name.
    const NAME: &'static str;

    /// The words.
    fn schema() -> RefOr<Schema>;
}

/// The schema of one word of a set.
pub(crate) struct WordOf<W>(PhantomData<W>);

impl<W: Words> PartialSchema for WordOf<W> {
    fn schema() -> RefOr<Schema> {
        W::schema()
    }
}

impl<W: Words> ToSchema for WordOf<W> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(W::NAME)
    }
}

/// What a server is for.
pub(crate) type ServiceWord = WordOf<Service>;
/// What a user name is of the address.
pub(crate) type UsernameWord = WordOf<UsernameForm>;
/// How a provider wants people to sign in.
pub(crate) type SignInWord = WordOf<ServerSignIn>;
/// Which password a server takes.
pub(crate) type PasswordWord = WordOf<PasswordUse>;
/// Who named a server.
pub(crate) type SourceWord = WordOf<Source>;
/// What came of asking somebody.
pub(crate) type OutcomeWord = WordOf<DetectionOutcome>;

impl Words for Service {
    const NAME: &'static str = "ServerService";

    fn schema() -> RefOr<Schema> {
        super::words(Self::ALL.map(Self::as_str))
    }
}

impl Words for Source {
    const NAME: &'static str = "DetectionSource";

    fn schema() -> RefOr<Schema> {
        super::words(Self::ALL.map(Self::as_str))
    }
}

impl Words for PasswordUse {
    const NAME: &'static str = "PasswordUse";

    fn schema() -> RefOr<Schema> {
        super::words(Self::ALL.map(Self::as_str))
    }
}

/// What a user name is of the address.
pub(crate) enum UsernameForm {}

impl Words for UsernameForm {
    const NAME: &'static str = "UsernameForm";

    fn schema() -> RefOr<Schema> {
        super::words(["address", "local_part", "other"])
    }
}

/// How a provider wants people to sign in.
pub(crate) enum ServerSignIn {}

impl Words for ServerSignIn {
    const NAME: &'static str = "ServerSignIn";

    fn schema() -> RefOr<Schema> {
        super::words(["password", "oauth"])
    }
}

/// What came of asking somebody.
pub(crate) enum DetectionOutcome {}

impl Words for DetectionOutcome {
    const NAME: &'static str = "DetectionOutcome";

    fn schema() -> RefOr<Schema> {
        super::words(["found", "nothing", "unusable", "failed", "timed_out"])
    }
}
