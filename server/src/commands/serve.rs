//! `serve`: the market itself.

use super::{Failure, progress, say, stores};
use crate::{
    app::Settings,
    build::{self, Market},
    clock::Clock,
    config::{Config, Layers},
    demo,
    jobs::Lane,
    listen,
    mail::Post,
    telemetry,
};
use clap::Args;
use std::{io::ErrorKind, net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, sync::watch};

/// Background work is looked for this often.
const JOBS_PERIOD: Duration = Duration::from_secs(5);
/// What is old is looked for this often.
const CLEAR_PERIOD: Duration = Duration::from_hours(24);
/// What people should be reminded of is looked for this often.
const REMIND_PERIOD: Duration = Duration::from_hours(1);

/// Serve the market: pages and API
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  ocop-market serve --demo
  ocop-market serve --data /srv/market --listen 127.0.0.1:8080 --public-url https://ocop.example.vn
  DATABASE_URL=postgres://market@db/market ocop-market serve --admin-listen 127.0.0.1:9090 --log-format json")]
pub(super) struct Flags {
    /// Listen on this address [env: `OCOP_LISTEN`] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Serve `/metrics` on this address, which visitors must not reach [env: `OCOP_ADMIN_LISTEN`] [default: nowhere]
    #[arg(long, value_name = "ADDRESS")]
    admin_listen: Option<String>,
    /// The address people use, behind a proxy that adds TLS; makes cookies secure [env: `OCOP_PUBLIC_URL`]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Who mails are from, as `OCOP Market <no-reply@ocop.example.vn>` [env: `OCOP_MAIL_FROM`]; needs `OCOP_SMTP_URL`
    #[arg(long, value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// Show an invented province; fills an empty database [env: `OCOP_DEMO=true`]
    #[arg(long)]
    demo: bool,
    /// The day on which the demonstration stands [env: `OCOP_DEMO_DATE`] [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    demo_date: Option<String>,
}

impl Flags {
    pub(super) fn settings(&self, layers: &mut Layers) {
        layers.flag("listen", self.listen.as_deref());
        layers.flag("admin_listen", self.admin_listen.as_deref());
        layers.flag("public_url", self.public_url.as_deref());
        layers.flag("mail_from", self.mail_from.as_deref());
        layers.flag("demo", self.demo.then_some("true"));
        layers.flag("demo_date", self.demo_date.as_deref());
    }
}

pub(super) async fn run(config: Config) -> Result<(), Failure> {
    stores::data_folder(&config)?;
    // The ports first: a second server is told so before it touches anything.
    let listener = bind(config.listen, "--listen").await?;
    let admin = match config.admin_listen {
        Some(address) => Some((bind(address, "--admin-listen").await?, telemetry::collect()?)),
        None => None,
    };
    let db = stores::database(&config).await?;
    db.migrate().await?;
    let vault = stores::vault(&config, &db).await?;
    let media = stores::media(&config)?;
    let clock = config.demo_date.map_or_else(Clock::system, Clock::system_on);
    if config.demo && demo::is_empty(&db).await? {
        let began = crate::clock::Stopwatch::start();
        let loaded = demo::load(&db, &media, &vault, clock.now(), progress).await?;
        progress(format!(
            "The demonstration is loaded in {:.1} s: {loaded}",
            began.elapsed().as_secs_f64()
        ));
    }
    let site = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", config.listen));
    let post = match (&config.smtp, config.demo) {
        (Some(smtp), false) => {
            Post::smtp(&smtp.url, &smtp.from, site).map_err(|error| Failure::Usage(format!("{error:#}")))?
        }
        // From the demonstration no mail leaves.
        _ => Post::none(site),
    };
    let settings = Settings {
        demo: config.demo,
        public_url: config.public_url.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        vault,
        post,
        second_factor: !config.demo,
    };
    let market = build::build(db.clone(), clock, media, settings).await?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        asked_to_stop().await;
        tracing::info!("stopping: running requests are finished first");
        let _ = stop.send(true);
    });
    let admin = admin.map(|(listener, handle)| {
        tokio::spawn(listen::serve(
            listener,
            telemetry::figures(handle),
            until(stopped.clone()),
        ))
    });
    let jobs = [Lane::Quick, Lane::Slow]
        .map(|lane| tokio::spawn(work(market.app.clone(), lane, until(stopped.clone()))));
    let clearing = tokio::spawn(clear_daily(market.app.clone(), until(stopped.clone())));
    let reminding = tokio::spawn(remind_hourly(market.app.clone(), until(stopped.clone())));
    let Market { router, .. } = market;
    let address = listener.local_addr()?;
    say(format!("OCOP Market listens on http://{address}"));
    if config.demo {
        say(demo::accounts());
    }
    listen::serve(listener, router, until(stopped)).await;
    for work in jobs {
        let _ = work.await;
    }
    let _ = clearing.await;
    let _ = reminding.await;
    if let Some(admin) = admin {
        let _ = admin.await;
    }
    db.close().await?;
    tracing::info!("stopped");
    Ok(())
}

/// Once a day, and at the start: takes away what has outlived its use.
async fn clear_daily(app: crate::app::App, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        if let Err(error) = build::forget_old(&app).await {
            tracing::error!(?error, "what is old could not be forgotten");
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(CLEAR_PERIOD) => {}
        }
    }
}

/// Once an hour, and at the start: tells people what they should know today.
async fn remind_hourly(app: crate::app::App, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        if let Err(error) = build::remind(&app).await {
            tracing::error!(?error, "people could not be reminded");
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(REMIND_PERIOD) => {}
        }
    }
}

/// Does background work until the server stops; a piece that has begun is finished.
async fn work(app: crate::app::App, lane: Lane, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        if let Err(error) = app.jobs.run_lane(&app, lane).await {
            tracing::error!(?error, "jobs could not be run");
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(JOBS_PERIOD) => {}
        }
    }
}

async fn bind(address: SocketAddr, flag: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => Failure::PortTaken(format!(
                "another program listens on {address}. Stop it, or choose another address with {flag}."
            )),
            ErrorKind::PermissionDenied => Failure::PortTaken(format!(
                "this user may not listen on {address}. Choose a port above 1023 with {flag}."
            )),
            ErrorKind::AddrNotAvailable => Failure::PortTaken(format!(
                "this machine does not have the address {address}. Choose another with {flag}."
            )),
            _ => Failure::Other(anyhow::Error::new(error).context(format!("cannot listen on {address}"))),
        })
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // The sender only goes away with the program.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Ctrl-C, or the signal that service managers send.
async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
