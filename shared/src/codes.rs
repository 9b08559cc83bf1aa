//! Numbers that carry a check digit.

/// Why a number was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadNumber {
    /// Wrong length or characters.
    Format,
    /// The right shape, but a digit is wrong.
    CheckDigit,
}

fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars()
        .map(|letter| letter.to_digit(10).filter(|_| letter.is_ascii_digit()))
        .collect()
}

/// GS1 check digit (GS1 General Specifications 7.9): from the right, weights 3 and 1.
fn gs1(digits: &[u32]) -> Result<(), BadNumber> {
    let (last, body) = digits.split_last().ok_or(BadNumber::Format)?;
    let sum: u32 = body
        .iter()
        .rev()
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    if (10 - sum % 10) % 10 == *last {
        Ok(())
    } else {
        Err(BadNumber::CheckDigit)
    }
}

/// A GTIN of 8, 12, 13 or 14 digits. Numbers for use within one shop (variable weight, 20–29 as GTIN-13) are refused.
pub fn check_gtin(text: &str) -> Result<(), BadNumber> {
    let digits = digits(text)
        .filter(|digits| matches!(digits.len(), 8 | 12 | 13 | 14))
        .ok_or(BadNumber::Format)?;
    if digits.len() == 13 && text.starts_with('2') {
        return Err(BadNumber::Format);
    }
    gs1(&digits)
}

/// A GLN: 13 digits.
pub fn check_gln(text: &str) -> Result<(), BadNumber> {
    gs1(&digits(text)
        .filter(|digits| digits.len() == 13)
        .ok_or(BadNumber::Format)?)
}

/// What a GGN looks like.
pub const GGN: &str = "^[0-9]{13}$";

/// A GLOBALG.A.P. number (GGN): 13 digits with the GS1 check digit.
pub fn check_ggn(text: &str) -> Result<(), BadNumber> {
    check_gln(text)
}

/// What a growing-area or packing-house code looks like.
pub const GROWING_AREA: &str = r"^[A-Z0-9.\-/]{4,40}$";

/// A growing-area code. Markets write them differently (`VN-LSOR-0001` for export), so only the letters are looked at.
pub fn is_growing_area_code(text: &str) -> bool {
    (4..=40).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b".-/".contains(&byte))
}

/// A Vietnamese tax code: 10 digits with a check digit, 13 written `NNNNNNNNNN-NNN` (circular 105/2020/TT-BTC), or
/// the 12-digit personal number that households use since 1 July 2025 (circular 86/2024/TT-BTC; no check digit).
pub fn check_tax_code(text: &str) -> Result<(), BadNumber> {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    if text.len() == 12 {
        return digits(text)
            .filter(|digits| digits.iter().any(|digit| *digit != 0))
            .map(|_| ())
            .ok_or(BadNumber::Format);
    }
    let (main, branch) = match text.split_once('-') {
        Some((main, branch)) => (main, Some(branch)),
        None => (text, None),
    };
    if let Some(branch) = branch
        && (branch.len() != 3 || branch == "000" || digits(branch).is_none())
    {
        return Err(BadNumber::Format);
    }
    let digits = digits(main)
        .filter(|digits| digits.len() == 10)
        .ok_or(BadNumber::Format)?;
    if digits.iter().all(|digit| *digit == 0) {
        return Err(BadNumber::Format);
    }
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    // A remainder of 0 would ask for the digit 10: such a number cannot exist.
    if digits.last() == Some(&(10 - sum % 11)) {
        Ok(())
    } else {
        Err(BadNumber::CheckDigit)
    }
}

/// A 12-digit tax code is a person's number, hence personal data.
pub const fn is_personal_tax_code(text: &str) -> bool {
    text.len() == 12
}

#[cfg(test)]
mod tests {
    use super::{check_gln, check_gtin, check_tax_code};

    #[test]
    fn known_gtins_are_told_from_wrong_ones() {
        for good in [
            "4006381333931",
            "8938500000010",
            "9520000010010",
            "95200019",
            "614141123452",
            "19520000010017",
        ] {
            assert_eq!(check_gtin(good), Ok(()), "{good}");
        }
        for bad in [
            "8938500000013",
            "9520000010017",
            "",
            "123",
            "952000001001O",
            "2000000000008",
            "９520000010010",
        ] {
            assert!(check_gtin(bad).is_err(), "{bad}");
        }
        assert_eq!(check_gln("9520000000011"), Ok(()));
        assert!(check_gln("95200019").is_err());
    }

    #[test]
    fn known_tax_codes_are_told_from_wrong_ones() {
        for good in [
            "0100109106",
            "0100233488",
            "0314409058",
            "0314409058-002",
            "0101248141",
            "0300588569",
            "4900234569",
            "0100047516",
            "4900678902",
            "020099001234",
        ] {
            assert_eq!(check_tax_code(good), Ok(()), "{good}");
        }
        for bad in [
            "0100233480",
            "4900234560",
            "4900104070",
            "12345",
            "49002345691",
            "0314409058-000",
            "0000000000",
            "010 0233488",
            "0314409058-02",
            "",
            "-001",
        ] {
            assert!(check_tax_code(bad).is_err(), "{bad}");
        }
    }
}
