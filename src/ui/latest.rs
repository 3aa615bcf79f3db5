//! What the server says of something, kept up to date: asked for with the page, and again by the browser whenever it may be another.
//!
//! What shows it is made once and follows a signal. Were it drawn anew with each answer, a page would lose what is typed, opened and
//! focused in it, or, worse, keep it in the row of somebody else.

use std::future::Future;

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::components::{Failure, Skeleton};
use crate::api::error::ApiError;

/// The latest answer. Made at the top of a page's component, never in what waits.
pub struct Latest<T: Send + Sync + 'static> {
    first: Resource<Result<T, ApiError>>,
    /// The first answer was a failure: it is asked for as a whole.
    failed_at_first: StoredValue<bool>,
    later: RwSignal<Option<T>>,
    failure: RwSignal<Option<ApiError>>,
}

impl<T: Send + Sync + 'static> Clone for Latest<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Latest<T> {}

impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Latest<T> {
    /// Asks by `load` with what `key` says, and again whenever that is another.
    pub fn new<K, F>(key: impl Fn() -> K + Send + Sync + 'static, load: impl Fn() -> F + Clone + Send + Sync + 'static) -> Self
    where
        K: PartialEq + 'static,
        F: Future<Output = Result<T, ApiError>> + Send + 'static,
    {
        let ask = load.clone();
        let first = Resource::new(|| (), move |()| ask());
        let this = Self { first, failed_at_first: StoredValue::new(false), later: RwSignal::new(None), failure: RwSignal::new(None) };
        let asked = StoredValue::new(0_u32);
        Effect::new(move |before: Option<K>| {
            let now = key();
            if before.is_some_and(|before| before != now) {
                if this.failed_at_first.get_value() {
                    this.failed_at_first.set_value(false);
                    this.first.refetch();
                } else {
                    let number = asked.get_value().wrapping_add(1);
                    asked.set_value(number);
                    let answer = untrack(&load);
                    leptos::task::spawn_local(async move {
                        let answer = answer.await;
                        // It may have been asked again meanwhile, or the page was left.
                        if asked.try_get_value() == Some(number) {
                            this.take(answer);
                        }
                    });
                }
            }
            now
        });
        this
    }

    fn take(self, answer: Result<T, ApiError>) {
        match answer {
            Ok(now) => {
                self.failure.set(None);
                self.later.set(Some(now));
            }
            Err(error) => self.failure.set(Some(error)),
        }
    }

    /// Rises, in effects, with each answer after the first.
    pub fn track(self) {
        self.later.track();
        self.failure.track();
    }

    /// Why the last asking brought nothing; what was there before stays in sight.
    pub fn failure(self) -> impl Fn() -> Option<AnyView> + Send + Sync + Clone + 'static {
        move || self.failure.get().map(|error| view! { <Failure error/> }.into_any())
    }

    /// Shows what `content` makes, once, of the answer; `broken` where there is none. It must make no resources.
    pub fn show(
        self,
        lines: u8,
        content: impl Fn(Signal<T>) -> AnyView + Clone + Send + Sync + 'static,
        broken: fn(ApiError) -> AnyView,
    ) -> AnyView {
        view! {
            <Suspense fallback=move || (lines > 0).then(|| view! { <Skeleton lines/> })>
                {move || {
                    let content = content.clone();
                    Suspend::new(async move {
                        match self.first.await {
                            Ok(first) => content(Signal::derive(move || self.later.get().unwrap_or_else(|| first.clone()))),
                            Err(error) => {
                                self.failed_at_first.set_value(true);
                                broken(error)
                            }
                        }
                    })
                }}
            </Suspense>
        }
        .into_any()
    }
}

/// All that a row says, as the key of a list: a row that says something else is another one.
pub fn all_of(row: &impl Serialize) -> String {
    serde_json::to_string(row).unwrap_or_default()
}
