//! Runs a behaviour on a market of its own and clears up behind it, also when it panics.

use crate::{Kind, TestApp};
use futures_util::FutureExt;
use std::panic::{AssertUnwindSafe, resume_unwind};

/// Runs the behaviour on a fresh market.
pub async fn run<F, Fut>(kind: Kind, behaviour: F)
where
    F: FnOnce(TestApp) -> Fut,
    Fut: Future<Output = ()>,
{
    let app = TestApp::new(kind).await;
    let outcome = AssertUnwindSafe(behaviour(app.clone())).catch_unwind().await;
    app.close().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}
