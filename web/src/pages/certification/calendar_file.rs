//! The same calendar as a file that calendar programs read (RFC 5545): each last valid day is an all-day event with
//! alarms 180, 90 and 30 days before.

use super::calendar::MONTHS;
use crate::visit::{PageResult, Visit};
use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use shared::{
    Call, Date,
    certification::{CalendarQuery, Certificate, GetCertificateCalendar},
    identity::OrganisationKind::{Authority, Centre, Producer},
    time::plus_days,
};

pub(crate) async fn file(visit: Visit) -> PageResult {
    visit.member(&[Producer, Centre, Authority])?;
    let query = CalendarQuery {
        from: None,
        months: Some(MONTHS),
    };
    let calendar = visit
        .read(Call::<GetCertificateCalendar>::new(()).query(&query))
        .await?;
    let mut text = String::new();
    for fixed in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OCOP Market//certificates//VI",
    ] {
        line(&mut text, fixed);
    }
    for certificate in calendar.months.iter().flat_map(|month| &month.certificates) {
        let summary = tr!(
            visit,
            "certificate_calendar.event",
            name = certificate.name_in(visit.lang),
            stars = certificate.stars
        );
        event(&mut text, certificate, &summary);
    }
    line(&mut text, "END:VCALENDAR");
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/calendar; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"ocop-certificates.ics\""),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    Ok(response)
}

fn event(text: &mut String, certificate: &Certificate, summary: &str) {
    line(text, "BEGIN:VEVENT");
    line(text, &format!("UID:{}@ocop-market", certificate.id));
    let recorded = certificate.recorded_at.utc();
    let stamp = format!(
        "DTSTAMP:{}T{:02}{:02}{:02}Z",
        compact(recorded.date()),
        recorded.hour(),
        recorded.minute(),
        recorded.second()
    );
    line(text, &stamp);
    line(
        text,
        &format!("DTSTART;VALUE=DATE:{}", compact(certificate.expires_on)),
    );
    line(
        text,
        &format!(
            "DTEND;VALUE=DATE:{}",
            compact(plus_days(certificate.expires_on, 1))
        ),
    );
    line(text, &format!("SUMMARY:{}", escaped(summary)));
    let told = format!("{} · {}", certificate.producer.name, certificate.decision_no);
    line(text, &format!("DESCRIPTION:{}", escaped(&told)));
    for days in [180, 90, 30] {
        line(text, "BEGIN:VALARM");
        line(text, "ACTION:DISPLAY");
        line(text, &format!("DESCRIPTION:{}", escaped(summary)));
        line(text, &format!("TRIGGER:-P{days}D"));
        line(text, "END:VALARM");
    }
    line(text, "END:VEVENT");
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), u8::from(day.month()), day.day())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A line of at most 75 bytes; what is longer goes on in the next, after a blank.
fn line(text: &mut String, content: &str) {
    let mut length = 0;
    for letter in content.chars() {
        if length + letter.len_utf8() > 74 {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{escaped, line};

    #[test]
    fn long_lines_are_folded_and_commas_escaped() {
        let mut text = String::new();
        line(&mut text, &format!("SUMMARY:{}", "ồ".repeat(60)));
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(
            text.replace("\r\n ", "").trim_end(),
            format!("SUMMARY:{}", "ồ".repeat(60))
        );
        assert_eq!(escaped("a,b;c\\"), "a\\,b\\;c\\\\");
    }
}
