//! What an export is asked for besides its list's own parameters.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::org::Language;
use serde::Deserialize;
use std::future::Future;
use store::{ListQuery, SortColumn, StoreError};
use utoipa::{IntoParams, ToSchema};

use super::{Row, Sheet, Zone, download, in_pages};
use crate::download::Download;
use crate::extract::{SignedIn, from_query, selected_ids};
use crate::problem::Refusal;
use crate::state::Api;

/// The kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ExportFormat)]
pub(crate) enum Format {
    /// Excel.
    Xlsx,
    /// A page with one table.
    Html,
    /// Plain text: a line per row, tabs between the columns.
    Txt,
}

impl Format {
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Txt => "txt",
        }
    }

    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Html => "text/html",
            Self::Txt => "text/plain",
        }
    }
}

/// The parameters of every export.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// The kind of file.
    #[param(inline)]
    pub(crate) format: Format,
    /// The selected rows' ids, separated by commas; all rows of the list when left out.
    pub(crate) ids: Option<String>,
    /// The IANA name of the zone that instants are written in; UTC when left out.
    pub(crate) zone: Option<String>,
}

/// An export as asked for, checked.
pub(crate) struct Exporting {
    format: Format,
    ids: Option<Vec<i64>>,
    zone: Zone,
    language: Language,
}

/// How the rows of one list become those of a file.
pub(crate) struct Table<R> {
    /// The list's name and its columns' headings.
    pub(crate) sheet: Sheet,
    /// One row, with words in this language.
    pub(crate) row: fn(&R, Language) -> Row,
}

impl FromRequestParts<Api> for Exporting {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Refusal> {
        let SignedIn { actor, .. } = SignedIn::from_request_parts(parts, api).await?;
        let params: ExportParams = from_query(parts)?;
        let ids = selected_ids(params.ids.as_deref())?;
        let zone = Zone::find(params.zone.as_deref())?;
        let profile = flows::users::profile(api.office(), &actor).await?;
        Ok(Self { format: params.format, ids, zone, language: profile.user.language })
    }
}

impl Exporting {
    /// The file of a list: `read` answers one page of it.
    ///
    /// # Errors
    /// As the list's own, and when the file cannot be written.
    pub(crate) async fn file<S, R, A>(
        self,
        table: Table<R>,
        query: ListQuery<S>,
        mut read: impl FnMut(ListQuery<S>) -> A + Send + 'static,
    ) -> Result<Download, Refusal>
    where
        S: SortColumn,
        R: 'static,
        A: Future<Output = Result<store::Page<R>, StoreError>> + Send + 'static,
    {
        let query = ListQuery { ids: self.ids, ..query.for_export() };
        let (Table { sheet, row }, language) = (table, self.language);
        let pages = in_pages(move |cursor| {
            let page = read(ListQuery { cursor, ..query.clone() });
            async move {
                let page = page.await.map_err(|error| Refusal::from(error).into_problem())?;
                Ok((page.rows.iter().map(|one| row(one, language)).collect(), page.next))
            }
        });
        download(sheet.reader(language, self.zone), self.format, pages).await
    }
}
