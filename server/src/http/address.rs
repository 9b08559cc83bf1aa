//! Where a request comes from. What a header says of it counts only from proxies that the operator trusts.

use axum::http::HeaderMap;
use std::{net::IpAddr, str::FromStr};

/// The caller's network address, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// With its last part hidden, for the audit trail and for throttles: `203.0.113.0`, `2001:db8:1::`.
    pub fn masked(&self) -> String {
        match self.0.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0")
            }
            IpAddr::V6(address) => {
                let [a, b, c, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}::")
            }
        }
    }
}

/// Addresses that begin with the same bits: `10.0.0.0/8`, `::1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    start: IpAddr,
    bits: u32,
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (start, bits) = match text.split_once('/') {
            Some((start, bits)) => (start, Some(bits.parse().map_err(|_| ())?)),
            None => (text, None),
        };
        let start: IpAddr = start.parse().map_err(|_| ())?;
        let most = if start.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        if bits > most {
            return Err(());
        }
        Ok(Self { start, bits })
    }
}

impl Network {
    /// Whether an address is one of these.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.start, address.to_canonical()) {
            (IpAddr::V4(start), IpAddr::V4(address)) => {
                same(start.to_bits().into(), address.to_bits().into(), 32 - self.bits)
            }
            (IpAddr::V6(start), IpAddr::V6(address)) => {
                same(start.to_bits(), address.to_bits(), 128 - self.bits)
            }
            _ => false,
        }
    }
}

fn same(one: u128, other: u128, free: u32) -> bool {
    one.checked_shr(free).unwrap_or_default() == other.checked_shr(free).unwrap_or_default()
}

/// Proxies on this machine, for who names no others.
pub fn loopback() -> Vec<Network> {
    ["127.0.0.0/8", "::1"]
        .into_iter()
        .filter_map(|text| text.parse().ok())
        .collect()
}

/// Who sent the request: the peer, or, where the peer is a trusted proxy, the last address in `X-Forwarded-For` that is
/// none. What a caller wrote there itself stands further left and is never reached.
pub fn client(trusted: &[Network], peer: IpAddr, headers: &HeaderMap) -> ClientAddress {
    let is_proxy = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_proxy(peer) {
        return ClientAddress(peer);
    }
    let mut nearest = peer;
    let lines: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|value| value.to_str().unwrap_or_default())
        .collect();
    for entry in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        // What is no address was not written by a proxy that we trust.
        let Ok(address) = entry.trim().parse::<IpAddr>() else {
            break;
        };
        nearest = address;
        if !is_proxy(address) {
            break;
        }
    }
    ClientAddress(nearest)
}

#[cfg(test)]
mod tests {
    use super::{ClientAddress, Network, client, loopback};
    use axum::http::{HeaderMap, HeaderValue};
    use proptest::prelude::*;
    use std::net::IpAddr;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn seen(peer: &str, lines: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        client(&loopback(), ip(peer), &headers).0.to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_own_entry() {
        // From a stranger, the header is talk.
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(seen("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        // The left part is what the caller sent.
        assert_eq!(seen("127.0.0.1", &["10.1.1.1, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("::1", &["10.1.1.1", "198.51.100.1"]), "198.51.100.1");
        // Through two proxies of ours.
        assert_eq!(seen("::1", &["198.51.100.1, 127.0.0.2"]), "198.51.100.1");
        assert_eq!(seen("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(seen("127.0.0.1", &["198.51.100.1, nonsense"]), "127.0.0.1");
        assert_eq!(seen("::ffff:127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn networks_are_read_and_compared_by_their_bits() {
        let network: Network = "10.8.0.0/13".parse().unwrap();
        assert!(network.contains(ip("10.15.255.255")) && !network.contains(ip("10.16.0.0")));
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains(ip("203.0.113.9")) && !all.contains(ip("::2")));
        let all: Network = "::/0".parse().unwrap();
        assert!(all.contains(ip("2001:db8::1")));
        for bad in [
            "",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/",
            "host",
            "10.0.0.0/-1",
            "10.0.0.0/8/8",
        ] {
            assert_eq!(bad.parse::<Network>(), Err(()), "{bad}");
        }
    }

    #[test]
    fn the_last_part_of_an_address_is_hidden() {
        assert_eq!(ClientAddress(ip("203.0.113.9")).masked(), "203.0.113.0");
        assert_eq!(ClientAddress(ip("::ffff:203.0.113.9")).masked(), "203.0.113.0");
        assert_eq!(ClientAddress(ip("2001:db8:1:2::9")).masked(), "2001:db8:1::");
    }

    proptest! {
        #[test]
        fn whatever_stands_in_the_header_somebody_is_named(text in "[ -~]{0,60}", network in "[0-9a-f:./]{0,20}") {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_str(&text).unwrap());
            let mut trusted = loopback();
            trusted.extend(network.parse::<Network>());
            let _ = client(&trusted, ip("127.0.0.1"), &headers).masked();
        }
    }
}
