//! Money in whole minor units. The đồng has no decimals.

words! {
    /// ISO 4217 code.
    pub enum Currency {
        Vnd = "VND",
    }
}

views! {
    /// An amount in the currency's minor unit (đồng).
    #[derive(Copy, Eq)]
    pub struct Money {
        pub amount: i64,
        pub currency: Currency,
    }
}

words! {
    /// The VAT treatment a seller declares for a pack (Law 48/2024/QH15 as amended by Law 149/2025/QH15).
    /// The words are those of e-invoices.
    pub enum VatCode {
        /// Not subject to VAT: unprocessed crops and livestock sold by their own producer.
        Exempt = "KCT",
        /// No declaration, no payment: the same goods traded between enterprises and cooperatives.
        NotDeclared = "KKKNT",
        Zero = "0",
        Five = "5",
        Eight = "8",
        Ten = "10",
    }
}

impl Money {
    /// An amount of đồng.
    pub const fn vnd(amount: i64) -> Self {
        Self {
            amount,
            currency: Currency::Vnd,
        }
    }
}

impl VatCode {
    /// The rate in per cent.
    pub const fn percent(self) -> i64 {
        match self {
            Self::Exempt | Self::NotDeclared | Self::Zero => 0,
            Self::Five => 5,
            Self::Eight => 8,
            Self::Ten => 10,
        }
    }

    /// The tax on a net amount of đồng (zero or more), rounded half up to whole đồng.
    pub const fn tax_on(self, net: i64) -> i64 {
        (net * self.percent() + 50) / 100
    }
}

#[cfg(test)]
mod tests {
    use super::VatCode;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tax_is_never_more_than_half_a_dong_off(net in 0_i64..9_000_000_000_000) {
            for code in VatCode::ALL {
                let exact = i128::from(net) * i128::from(code.percent());
                let off = exact - i128::from(code.tax_on(net)) * 100;
                prop_assert!((-50..=49).contains(&off));
            }
        }
    }
}
