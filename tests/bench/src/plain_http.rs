//! As little HTTP as the benchmark needs: its own work must not be what is measured.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

/// A request's bytes.
pub(crate) fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {target} HTTP/1.1\r\nhost: market\r\n");
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    if !body.is_empty() {
        let length = body.len().to_string();
        text.extend([
            "content-type: application/json\r\ncontent-length: ",
            &length,
            "\r\n",
        ]);
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// The status of an answer, and where it ends; None while its head is not whole.
pub(crate) fn head(bytes: &[u8]) -> Result<Option<(u16, usize)>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?;
    let status = head.get(9..12).context("no status")?.parse()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim())
    });
    let length: usize = match length {
        Some(length) => length.parse()?,
        None if status == 304 || status == 204 => 0,
        None => bail!("an answer of unknown length:\n{head}"),
    };
    Ok(Some((status, end + 4 + length)))
}

/// Asks once, and waits for the whole answer.
pub(crate) fn ask(address: SocketAddr, request: &[u8]) -> Result<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.write_all(request)?;
    let (mut bytes, mut chunk) = (Vec::new(), [0; 16_384]);
    loop {
        let count = stream.read(&mut chunk)?;
        if count == 0 {
            bail!("the connection ended early");
        }
        bytes.extend_from_slice(chunk.get(..count).unwrap_or_default());
        if let Some((status, end)) = head(&bytes)?
            && bytes.len() >= end
        {
            let start = bytes.windows(4).position(|four| four == b"\r\n\r\n");
            let body = bytes.get(start.unwrap_or_default() + 4..end).unwrap_or_default();
            return Ok((status, body.to_vec()));
        }
    }
}

/// A view that must be there.
pub(crate) fn get(address: SocketAddr, target: &str) -> Result<Value> {
    let (status, body) = ask(address, &request("GET", target, &[], ""))?;
    if status != 200 {
        bail!("{target} answered {status}: {}", String::from_utf8_lossy(&body));
    }
    Ok(serde_json::from_slice(&body)?)
}

/// Words as a query's value.
pub(crate) fn encoded(words: &str) -> String {
    words
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
