//! The way out: an SMTP server, or none.

use anyhow::{Context, Result};
use lettre::{AsyncSmtpTransport, Tokio1Executor, message::Mailbox};
use std::{fmt, time::Duration};

/// Patience with one mail.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where mails go, and the address of the site that their links lead to.
#[derive(Clone)]
pub struct Post {
    pub(super) site: String,
    pub(super) sender: Option<Sender>,
}

#[derive(Clone)]
pub(super) struct Sender {
    pub(super) transport: AsyncSmtpTransport<Tokio1Executor>,
    pub(super) from: Mailbox,
}

impl Post {
    /// Whether mails leave at all.
    pub const fn leaves(&self) -> bool {
        self.sender.is_some()
    }

    /// Mails are kept, and leave only once there is a way.
    pub const fn none(site: String) -> Self {
        Self { site, sender: None }
    }

    /// Mails leave by this server: `smtps://name:password@host`, `smtp://host:587?tls=required`.
    pub fn smtp(url: &str, from: &str, site: String) -> Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .context("no address of an SMTP server")?
            .timeout(Some(PATIENCE))
            .build();
        let from = from.parse().context("no mail address")?;
        Ok(Self {
            site,
            sender: Some(Sender { transport, from }),
        })
    }

    /// The address of the site, without a slash at its end.
    pub fn site(&self) -> &str {
        &self.site
    }
}

/// The server's address has its password in it.
impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post")
            .field("site", &self.site)
            .field("sends", &self.sender.is_some())
            .finish()
    }
}
