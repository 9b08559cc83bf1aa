//! A real browser on a real port: Chromium, driven over `WebDriver`, in front of a market of its own.

mod driver;
mod keys;
mod look;
mod page;
mod people;

pub use driver::Screen;
pub use keys::{DOWN, ENTER, SPACE, TAB};
pub use look::{Look, Medium};
pub use page::Browser;

use crate::{Kind, TestApp};
use driver::Driver;
use futures_util::FutureExt;
use std::{
    net::SocketAddr,
    panic::{AssertUnwindSafe, resume_unwind},
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, oneshot},
    task::JoinHandle,
};

/// Browsers at a time; each is a dozen processes.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Runs a behaviour in a browser on a screen, and clears up behind it, also when it panics.
pub async fn browse<F, Fut>(screen: Screen, behaviour: F)
where
    F: FnOnce(TestApp, Browser) -> Fut,
    Fut: Future<Output = ()>,
{
    browse_on(Kind::Sqlite, screen, behaviour).await;
}

/// The same, on a database of this kind.
pub async fn browse_on<F, Fut>(kind: Kind, screen: Screen, behaviour: F)
where
    F: FnOnce(TestApp, Browser) -> Fut,
    Fut: Future<Output = ()>,
{
    let app = TestApp::new(kind).await;
    let browsing = browse_in(&app, screen, async |browser| {
        behaviour(app.clone(), browser).await
    });
    let outcome = AssertUnwindSafe(browsing).catch_unwind().await;
    app.close().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// A browser in front of a market that stays open: several may look at one.
pub async fn browse_in(app: &TestApp, screen: Screen, behaviour: impl AsyncFnOnce(Browser)) {
    let _turn = TURNS.acquire().await.expect("never closed");
    let server = Server::start(app).await;
    let driver = Driver::start(screen).await;
    let browser = Browser::new(driver.web.clone(), server.address);
    let outcome = AssertUnwindSafe(behaviour(browser.clone())).catch_unwind().await;
    if outcome.is_err() {
        let name = std::thread::current()
            .name()
            .unwrap_or("failed")
            .replace("::", "-");
        browser.try_screenshot(&format!("failed-{name}")).await;
    }
    drop(browser);
    driver.stop().await;
    server.stop().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// The market on a port of this machine.
struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Server {
    async fn start(app: &TestApp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let (stop, stopped) = oneshot::channel();
        let service = app
            .market()
            .router
            .clone()
            .into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move {
            axum::serve(listener, service)
                .with_graceful_shutdown(async { drop(stopped.await) })
                .await
                .expect("a server that serves");
        });
        Self { address, stop, task }
    }

    async fn stop(self) {
        drop(self.stop);
        self.task.await.expect("a server that ends");
    }
}
