//! Serves connections. A client that is slow, or says nothing, loses its connection; one that is being answered when
//! the server stops gets its answer.

mod places;

use axum::{Router, extract::ConnectInfo};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use places::{Connection, Places};
use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, watch},
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// For the head of a request, and between two requests of one connection.
const HEAD_PATIENCE: Duration = Duration::from_secs(15);
/// For a client to take the next bytes of its answer.
const WRITE_PATIENCE: Duration = Duration::from_secs(30);
/// For running requests once the server is told to stop.
const STOP_PATIENCE: Duration = Duration::from_secs(20);
/// Most bytes of a request's head that are read at all, and most headers. What is larger than anybody needs, but no larger
/// than this, is told so by [`crate::http::guard`].
const MAX_HEAD: usize = 128 * 1024;
const MAX_HEADERS: usize = 200;

/// Serves until `stop` is done, then finishes what runs.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let (stopping, stopped) = watch::channel(());
    let places = Places::new(places::most());
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        if let Some((stream, peer, place)) = accepted {
            let (held, router, stopped) = (places.take(), router.clone(), stopped.clone());
            tokio::spawn(async move {
                talk(stream, peer, router, &held, stopped).await;
                drop(place);
            });
        }
    }
    drop(listener);
    drop(stopped);
    let _ = stopping.send(());
    tokio::select! {
        () = stopping.closed() => {}
        () = tokio::time::sleep(STOP_PATIENCE) => tracing::warn!("requests were still running and are given up"),
    }
}

/// One connection, from its first request to its end.
async fn talk(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    held: &Arc<Connection>,
    mut stopped: watch::Receiver<()>,
) {
    // HTTP/1.1 only: proxies speak it to us, and nothing has to wait for a client to show what it speaks.
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD);
    let asking = Arc::clone(held);
    let service = TowerToHyperService::new(router.map_request(
        move |mut request: http::Request<hyper::body::Incoming>| {
            asking.ask();
            request.extensions_mut().insert(ConnectInfo(peer));
            request.map(axum::body::Body::new)
        },
    ));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_PATIENCE));
    let connection = builder.serve_connection(TokioIo::new(Box::pin(stream)), service);
    let mut connection = std::pin::pin!(connection);
    let mut leaving = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(error, "a connection ended early");
                }
                return;
            }
            () = held.wanted(), if !leaving => {
                if !held.has_asked() {
                    return;
                }
            }
            _ = stopped.changed(), if !leaving => {}
        }
        leaving = true;
        connection.as_mut().graceful_shutdown();
    }
}

type Accepted = (TcpStream, SocketAddr, OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, places: &Places) -> Option<Accepted> {
    let place = places.next().await?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Small answers must not wait for more to send.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            // Out of file handles, mostly: somebody has to go.
            places.make_room();
            tokio::time::sleep(Duration::from_millis(20)).await;
            None
        }
    }
}
