//! The market's clock, in the test's hand. It stands still until it is moved.

use server::clock::Clock;
use shared::{Date, Timestamp};

/// Moves the time of one market.
#[derive(Clone, Debug)]
pub struct TestClock(pub(crate) Clock);

impl TestClock {
    /// 22 November 2026, nine in the morning in Lạng Sơn: when every test begins.
    pub(crate) fn beginning() -> Timestamp {
        Timestamp::start_of(time::macros::date!(2026 - 11 - 22)).plus_hours(9)
    }

    pub fn now(&self) -> Timestamp {
        self.0.now()
    }

    pub fn today(&self) -> Date {
        self.0.today()
    }

    pub fn set(&self, to: Timestamp) {
        self.0.set(to);
    }

    /// Nine in the morning of a day.
    pub fn set_day(&self, day: Date) {
        self.set(Timestamp::start_of(day).plus_hours(9));
    }

    pub fn advance_days(&self, days: i64) {
        self.set(self.now().plus_days(days));
    }

    pub fn advance_hours(&self, hours: i64) {
        self.set(self.now().plus_hours(hours));
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }
}
