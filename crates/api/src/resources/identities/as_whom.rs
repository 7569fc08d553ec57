//! As whom a mail is written, and what stands under it.

use domain::Problem;
use domain::compose::{AsWhom, SignatureChoice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::signatures::SignatureWord;
use super::senders::FromInput;
use crate::schema::TemplateKey;

/// As whom a mail is written, and what stands under it.
#[derive(Deserialize, ToSchema)]
#[schema(as = AsWhomInput)]
pub(crate) struct AsWhomInput {
    /// As whom; what the template names, else what the organisation set, else the mailbox of the case when left out.
    from: Option<FromInput>,
    /// The template that it was begun with.
    template_id: Option<TemplateKey>,
    /// What stands under it; the usual signature when left out.
    #[schema(value_type = Option<SignatureWord>)]
    signature: Option<SignatureChoice>,
    /// Whether the author asks to be told when it has arrived and was read.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    receipt: bool,
    /// Whether it may go over verified encryption alone: it comes back at once where a server on its way has none.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    needs_tls: bool,
    /// Whether it may do so to its end alone, by servers that promise it (RFC 8689).
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    tls_throughout: bool,
    /// Whether its files stay here and its receiver fetches them by links.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    files_as_links: bool,
}

impl AsWhomInput {
    /// What it means.
    pub(crate) fn read(self) -> Result<AsWhom, Problem> {
        Ok(AsWhom {
            from: self.from.map(FromInput::read).transpose()?,
            template_id: self.template_id.map(Into::into),
            signature: self.signature,
            receipt: self.receipt,
            needs_tls: self.needs_tls || self.tls_throughout,
            tls_throughout: self.tls_throughout,
            files_as_links: self.files_as_links,
        })
    }
}

/// As whom a mail was being written, and what stands under it.
#[derive(Serialize, ToSchema)]
#[schema(as = AsWhom)]
pub(crate) struct AsWhomShown {
    /// As whom; null where its author chose nobody.
    from: Option<FromInput>,
    /// The template that it was begun with.
    template_id: Option<TemplateKey>,
    /// What stands under it; null for the usual signature.
    #[schema(value_type = Option<SignatureWord>)]
    signature: Option<SignatureChoice>,
    /// Whether its author asks to be told when it has arrived and was read.
    receipt: bool,
    /// Whether it may go over verified encryption alone.
    needs_tls: bool,
    /// Whether it may do so to its end alone.
    tls_throughout: bool,
    /// Whether its files stay here and its receiver fetches them by links.
    files_as_links: bool,
}

impl From<AsWhom> for AsWhomShown {
    fn from(as_whom: AsWhom) -> Self {
        let AsWhom { from, template_id, signature, receipt, needs_tls, tls_throughout, files_as_links } =
            as_whom;
        Self {
            from: from.map(Into::into),
            template_id: template_id.map(Into::into),
            signature,
            receipt,
            needs_tls,
            tls_throughout,
            files_as_links,
        }
    }
}
