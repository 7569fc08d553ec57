//! Signing in to mail servers with what a provider grants: the applications of an organisation, the grants
//! with their sealed tokens, the sign-ins under way, and tokens to be taken back.
//! Tables `oauth_applications`, `oauth_grants`, `oauth_sign_ins`, `oauth_revocations`.

pub mod applications;
pub mod ending;
pub mod grants;
pub mod installation;
pub mod renewing;
pub mod revocations;
pub mod sign_ins;
