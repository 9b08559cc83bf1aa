//! The reference of speeds over HTTP: axum with one route, which answers bytes from memory.

use anyhow::{Context, Result};
use axum::{Router, http::header, routing::get, serve::ListenerExt};
use bytes::Bytes;
use std::io::Write;
use tokio::net::TcpListener;

/// `bench bare FILE TYPE`: tells its address on stdout and serves until it is killed.
pub(crate) fn serve(mut words: impl Iterator<Item = String>) -> Result<()> {
    let body = Bytes::from(std::fs::read(words.next().context("no file")?)?);
    let media_type = words.next().context("no type")?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
        let answer = move || async move { ([(header::CONTENT_TYPE, media_type)], body) };
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, Router::new().route("/", get(answer))).await?;
        Ok(())
    })
}
