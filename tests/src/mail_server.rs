//! A mail server that speaks SMTP on a port of its own, and what it received.

use mail_parser::MessageParser;
use mailin::{Action, Handler, Response, SessionBuilder, response};
use server::mail::Post;
use std::{
    io::{self, BufRead, BufReader, Write},
    net::{IpAddr, Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::watch;

/// A mail as it arrived, decoded.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: Vec<String>,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The whole message as it came over the wire.
    pub raw: String,
}

impl Received {
    /// What follows `name=` in the first link of the text.
    pub fn parameter(&self, name: &str) -> String {
        let start = format!("{name}=");
        let (_, rest) = self.text.split_once(&start).expect("a link with this parameter");
        let end = rest.find(['&', '\r', '\n', ' ']).unwrap_or(rest.len());
        rest[..end].to_owned()
    }
}

/// A real SMTP server in this process. It lives as long as the process.
#[derive(Clone, Debug)]
pub struct MailServer {
    port: u16,
    inbox: watch::Sender<Vec<Received>>,
    busy: Arc<AtomicBool>,
}

struct Session {
    server: MailServer,
    from: String,
    to: Vec<String>,
    data: Vec<u8>,
}

impl MailServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let server = Self {
            port: listener.local_addr().expect("an address").port(),
            inbox: watch::Sender::default(),
            busy: Arc::default(),
        };
        let of_thread = server.clone();
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let server = of_thread.clone();
                // A client that breaks off is no concern of the next.
                std::thread::spawn(move || server.talk(&connection));
            }
        });
        server
    }

    fn talk(self, connection: &TcpStream) -> io::Result<()> {
        let session = Session {
            server: self,
            from: String::new(),
            to: Vec::new(),
            data: Vec::new(),
        };
        let mut session = SessionBuilder::new("mail.example").build(Ipv4Addr::LOCALHOST.into(), session);
        let (mut lines, mut answers) = (BufReader::new(connection), connection);
        answers.write_all(&session.greeting().buffer()?)?;
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 {
            let answer = session.process(&line);
            line.clear();
            if answer.action != Action::NoReply {
                answers.write_all(&answer.buffer()?)?;
            }
            if answer.action == Action::Close {
                break;
            }
        }
        Ok(())
    }

    /// Where it listens, as a setting names it.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The settings of a market that mails to it.
    pub fn post(&self) -> Post {
        let site = "https://market.example".to_owned();
        Post::smtp(&self.url(), "OCOP Market <market@market.example>", site).expect("the way to the server")
    }

    /// Lets it answer "try again later" to every mail, or take them again.
    pub fn busy(&self, busy: bool) {
        self.busy.store(busy, Ordering::SeqCst);
    }

    /// Everything that arrived, oldest first.
    pub fn inbox(&self) -> Vec<Received> {
        self.inbox.borrow().clone()
    }

    /// Waits for a mail that a server beside this one sends in its own time.
    pub async fn wait_for(&self, fits: impl Fn(&Received) -> bool) -> Received {
        let mut inbox = self.inbox.subscribe();
        let arrived = inbox.wait_for(|mails| mails.iter().any(&fits));
        // Far longer than the server waits between two looks at what it has to send.
        let mails = tokio::time::timeout(Duration::from_mins(2), arrived).await;
        let mails = mails.expect("a mail").expect("a server");
        mails.iter().find(|mail| fits(mail)).expect("a mail").clone()
    }

    /// The last mail, which must be for this address.
    #[track_caller]
    pub fn last_for(&self, address: &str) -> Received {
        let last = self.inbox().pop().expect("a mail");
        assert_eq!(last.to, [address]);
        last
    }

    /// What follows these words in the last mail for this address that holds them, up to the next blank: the token of a
    /// link, whatever else was told meanwhile.
    #[track_caller]
    pub fn link_for(&self, address: &str, before: &str) -> String {
        let mails = self.inbox();
        let fits = mails.iter().rev().filter(|mail| mail.to == [address]);
        let mut links = fits.filter_map(|mail| mail.text.split_once(before));
        let (_, rest) = links.next().expect("a link");
        rest.split_whitespace().next().expect("a token").to_owned()
    }
}

impl Handler for Session {
    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        from.clone_into(&mut self.from);
        self.to.clear();
        self.data.clear();
        response::OK
    }

    /// Nobody is called `nobody` here.
    fn rcpt(&mut self, to: &str) -> Response {
        if self.server.busy.load(Ordering::SeqCst) {
            return response::INTERNAL_ERROR;
        }
        if to.starts_with("nobody") {
            return response::NO_MAILBOX;
        }
        self.to.push(to.to_owned());
        response::OK
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.data.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let message = MessageParser::default().parse(&self.data).expect("a mail");
        let received = Received {
            to: self.to.clone(),
            from: self.from.clone(),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
            raw: String::from_utf8_lossy(&self.data).into_owned(),
        };
        self.server.inbox.send_modify(|mails| mails.push(received));
        response::OK
    }
}
