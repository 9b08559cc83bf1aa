//! Load over connections that stay open: each sends its next request when the last is answered.

use crate::{now, plain_http::head};
use anyhow::{Result, bail};
use std::{collections::BTreeMap, io::Write as _, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

/// Writes a connection's next request into the buffer.
pub(crate) type Source = Box<dyn FnMut(&mut Vec<u8>) + Send>;

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) per_second: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    statuses: BTreeMap<u16, u64>,
}

impl Outcome {
    /// Refuses a run in which more than one in a thousand got anything but this status, and tells of fewer.
    pub(crate) fn all(self, status: u16) -> Result<Self> {
        let total: u64 = self.statuses.values().sum();
        let others = total - self.statuses.get(&status).copied().unwrap_or_default();
        if others * 1_000 > total {
            bail!("not only {status} was answered: {:?}", self.statuses);
        }
        if others > 0 {
            let _ = writeln!(std::io::stderr(), "bench: also answered: {:?}", self.statuses);
        }
        Ok(self)
    }
}

/// The same request on every connection.
pub(crate) fn same(request: Vec<u8>) -> impl Fn(usize) -> Source {
    move |_| {
        let request = request.clone();
        Box::new(move |buffer| buffer.extend_from_slice(&request))
    }
}

/// Loads a server, on one thread: the rest of the machine is the server's.
pub(crate) fn run(
    address: SocketAddr,
    connections: usize,
    length: Duration,
    sources: impl Fn(usize) -> Source,
) -> Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // What is measured begins when caches and connections are warm.
        let begin = now() + length / 5;
        let end = begin + length;
        let mut tasks = JoinSet::new();
        for number in 0..connections {
            let mut source = sources(number);
            tasks.spawn(async move {
                let mut stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                let (mut sent, mut got) = (Vec::new(), Vec::with_capacity(65_536));
                let (mut latencies, mut statuses) = (Vec::new(), BTreeMap::new());
                loop {
                    let started = now();
                    if started > end {
                        return anyhow::Ok((latencies, statuses));
                    }
                    sent.clear();
                    source(&mut sent);
                    stream.write_all(&sent).await?;
                    got.clear();
                    let status = loop {
                        if stream.read_buf(&mut got).await? == 0 {
                            bail!("the server closed a connection");
                        }
                        if let Some((status, whole)) = head(&got)? {
                            while got.len() < whole {
                                if stream.read_buf(&mut got).await? == 0 {
                                    bail!("the server closed a connection");
                                }
                            }
                            break status;
                        }
                    };
                    if started >= begin {
                        latencies.push(started.elapsed());
                        *statuses.entry(status).or_insert(0_u64) += 1;
                    }
                }
            });
        }
        let (mut latencies, mut statuses) = (Vec::new(), BTreeMap::new());
        while let Some(done) = tasks.join_next().await {
            let (own, counts) = done??;
            latencies.extend(own);
            for (status, count) in counts {
                *statuses.entry(status).or_default() += count;
            }
        }
        latencies.sort_unstable();
        let at = |part: usize| latencies.get(latencies.len() * part / 100).copied();
        Ok(Outcome {
            per_second: f64::from(u32::try_from(latencies.len())?) / length.as_secs_f64(),
            p50: at(50).unwrap_or_default(),
            p99: at(99).unwrap_or_default(),
            statuses,
        })
    })
}
