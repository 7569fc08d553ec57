//! Routes with their part of the API's document, which is made when somebody asks for it: its thousand schemas would be a
//! quarter of what an idle process has in memory, for a page that few ever open.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::layers::known::{self, Documented};
use crate::state::Api;

/// What is served at one path.
pub(crate) struct Served {
    /// The path.
    pub(crate) path: String,
    /// Its handlers.
    pub(crate) handlers: MethodRouter<Api>,
    /// What each of them has in its query.
    pub(crate) operations: Vec<Documented>,
    /// The same with what the document says of them.
    pub(crate) documented: fn() -> UtoipaMethodRouter<Api>,
}

/// The handlers of one path, in place of [`utoipa_axum::routes`].
macro_rules! routes {
    ($first:path $(, $other:path)* $(,)?) => {{
        use utoipa_axum::PathItemExt as _;
        let served = utoipa_axum::paste! {
            $crate::routing::Served {
                path: utoipa_axum::routes!(@path [path()] of $first),
                handlers: utoipa_axum::routes!(@path [methods()] of $first).iter().fold(
                    axum::routing::MethodRouter::new(),
                    |router, method| router.on(method.to_method_filter(), $first),
                ),
                operations: vec![$crate::layers::known::Documented {
                    methods: || utoipa_axum::routes!(@path [methods()] of $first),
                    operation: || utoipa_axum::routes!(@path [operation()] of $first),
                }],
                documented: || utoipa_axum::routes!($first $(, $other)*),
            }
        };
        $(
            let handlers = utoipa_axum::paste! {
                utoipa_axum::routes!(@path [methods()] of $other)
                    .iter()
                    .fold(served.handlers, |router, method| router.on(method.to_method_filter(), $other))
            };
            let mut operations = served.operations;
            operations.push(utoipa_axum::paste! {
                $crate::layers::known::Documented {
                    methods: || utoipa_axum::routes!(@path [methods()] of $other),
                    operation: || utoipa_axum::routes!(@path [operation()] of $other),
                }
            });
            let served = $crate::routing::Served { handlers, operations, ..served };
        )*
        served
    }};
}
pub(crate) use routes;

/// Routes, and how to make what the document says of them.
#[derive(Default)]
pub(crate) struct ApiRouter {
    router: Router<Api>,
    documented: Vec<fn() -> UtoipaMethodRouter<Api>>,
}

impl ApiRouter {
    /// None.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// With what is served at one path, for whoever asks in no parameters but those that it has.
    pub(crate) fn routes(self, served: Served) -> Self {
        let operations: Arc<[Documented]> = served.operations.into();
        let handlers = served.handlers.route_layer(from_fn_with_state(operations, known::alone));
        self.routes_for_others(Served { handlers, operations: Vec::new(), ..served })
    }

    /// With what is served at one path to programs of others, which add parameters of their own.
    pub(crate) fn routes_for_others(mut self, served: Served) -> Self {
        self.documented.push(served.documented);
        Self { router: self.router.route(&served.path, served.handlers), ..self }
    }

    /// With others.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.documented.extend(other.documented);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// With layers around all routes that are here by now.
    pub(crate) fn within(self, layers: impl FnOnce(Router<Api>) -> Router<Api>) -> Self {
        Self { router: layers(self.router), ..self }
    }

    /// The routes alone.
    pub(crate) fn into_router(self) -> Router<Api> {
        self.router
    }

    /// What the document says of them.
    pub(crate) fn into_documented(self) -> OpenApiRouter<Api> {
        self.documented.into_iter().fold(OpenApiRouter::new(), |all, one| all.routes(one()))
    }
}
