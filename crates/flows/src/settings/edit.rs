//! What is set of settings that are kept together: all of them, or one, which leaves the others as they are by then.

use domain::{OrganisationId, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::Tx;
use store::events::{self, Change};

use crate::office::Office;
use crate::users::Refused;

/// What somebody sets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit<T> {
    /// All of them.
    All(T),
    /// The one at this name, as `per_case.burst`, with what it is to be.
    One(String, Value),
}

impl<T> From<T> for Edit<T> {
    fn from(all: T) -> Self {
        Self::All(all)
    }
}

impl<T: Serialize + DeserializeOwned + Default> Edit<T> {
    /// What the settings under this key come to. Nobody else changes them until the transaction ends, so that of two who set
    /// different ones at once neither undoes what the other did.
    ///
    /// # Errors
    /// 404 for one that there is not, 422 for a value that it cannot have; when the store fails.
    pub(crate) async fn over_kept(
        self,
        tx: &Tx,
        organisation: OrganisationId,
        key: &str,
    ) -> Result<T, Refused> {
        store::organisations::lock(tx, organisation).await?;
        match self {
            Self::All(all) => Ok(all),
            Self::One(..) => {
                let kept: Option<T> = store::settings::find(tx, Some(organisation), key).await?;
                Ok(self.over(kept.unwrap_or_default())?)
            }
        }
    }
}

/// Refuses settings that this installation cannot keep.
pub(crate) type Check<T> = fn(T) -> Result<(), Problem>;

impl<T: Serialize + DeserializeOwned + Default + Copy + Send + Sync + 'static> Edit<T> {
    /// Keeps what they come to under this key, where the check lets it; all who see settings are told.
    ///
    /// # Errors
    /// As [`Self::over_kept`], and what the check refuses.
    pub(crate) async fn keep(
        self,
        office: &Office,
        organisation: OrganisationId,
        (key, check): (&'static str, Check<T>),
    ) -> Result<(), Problem> {
        let kept = office.store().write(move |tx| {
            Box::pin(async move {
                let settings = self.over_kept(tx, organisation, key).await?;
                check(settings)?;
                store::settings::put(tx, Some(organisation), key, &settings).await?;
                events::insert(tx, organisation, Change::settings());
                Ok(())
            })
        });
        kept.await.map_err(Refused::into_problem)
    }
}

impl<T: Serialize + DeserializeOwned> Edit<T> {
    /// What they come to over these.
    ///
    /// # Errors
    /// As [`Self::over_kept`].
    pub(crate) fn over(self, present: T) -> Result<T, Problem> {
        let (name, value) = match self {
            Self::All(all) => return Ok(all),
            Self::One(name, value) => (name, value),
        };
        let mut all = serde_json::to_value(present).map_err(|error| malformed(&error))?;
        let place = all.pointer_mut(&format!("/{}", name.replace('.', "/")));
        *place.ok_or_else(|| Problem::not_found("setting"))? = value;
        read(all)
    }
}

/// A value as a setting holds it.
///
/// # Errors
/// 422 where it does not.
pub(super) fn read<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_json::from_value(value).map_err(|error| malformed(&error))
}

fn malformed(error: &serde_json::Error) -> Problem {
    Problem::invalid("value", "setting.malformed", format!("the setting cannot have this value: {error}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::auto_reply::AutoReplySettings;

    #[test]
    fn one_setting_leaves_the_others_as_they_are() {
        let present = AutoReplySettings { enabled: true, ..AutoReplySettings::default() };
        let one = |name: &str, value| Edit::<AutoReplySettings>::One(name.to_owned(), value);
        let after = one("per_case.burst", json!(7)).over(present.clone()).unwrap();
        assert!(after.enabled && after.per_case.burst == 7);
        assert_eq!(after.per_case.interval_s, present.per_case.interval_s);
        let code = |edit: Edit<AutoReplySettings>| edit.over(present.clone()).unwrap_err().code;
        assert_eq!(code(one("per_year", json!(1))), Problem::not_found("setting").code);
        assert_eq!(code(one("enabled", json!("perhaps"))), "setting.malformed");
    }
}
