//! Tells which old Vietnamese encoding a text is in, so that its writer learns what to do.

use super::Encoding;

/// Marks that Windows-1258 writes after a vowel: grave, hook, tilde, acute, dot below.
const MARKS_1258: &[char] = &['\u{cc}', '\u{d2}', '\u{de}', '\u{ec}', '\u{f2}'];
/// Signs that VNI writes after a vowel.
const MARKS_VNI: &str = "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË";
/// Letters of TCVN3 that no other text has inside a word, as Latin-1 shows them.
const LETTERS_TCVN3: &str = "µ¶·¸¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u{ad}õøö÷ùúýûüþ";

/// Which encoding bytes are in that are not UTF-8.
pub(super) fn of_bytes(bytes: &[u8]) -> Encoding {
    let letters: Vec<char> = bytes.iter().take(200_000).copied().map(char::from).collect();
    guess(&letters).unwrap_or(Encoding::Unknown)
}

/// Signs of TCVN3 that stand beside letters in no honest text.
const SIGNS_TCVN3: &str = "µ¶·¸¹¨»¾¼½©®ª«¬\u{ad}";

/// Text that is valid but was typed with a font of an old encoding: `S¶n phÈm`. None where it is what it seems; one
/// strange word among many proves nothing.
pub(super) fn of_text(text: &str) -> Option<Encoding> {
    // Any letter that only Unicode has shows that the text is what it seems.
    let modern = |letter: char| {
        matches!(
            letter,
            'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ă' | 'Ă' | '\u{1ea0}'..='\u{1ef9}'
        )
    };
    let (mut words, mut tcvn, mut vni) = (1_usize, 0_usize, 0_usize);
    let mut before = ' ';
    for letter in text.chars().take(200_000) {
        if modern(letter) {
            return None;
        }
        words += usize::from(letter.is_whitespace());
        tcvn += usize::from(before.is_ascii_alphabetic() && SIGNS_TCVN3.contains(letter));
        vni += usize::from("aeouyAEOUYöôÖÔ".contains(before) && MARKS_VNI.contains(letter));
        before = letter;
    }
    if tcvn >= 3 && tcvn * 6 >= words {
        Some(Encoding::Tcvn3)
    } else if vni >= 3 && vni * 4 >= words {
        Some(Encoding::Vni)
    } else {
        None
    }
}

fn guess(letters: &[char]) -> Option<Encoding> {
    let (mut windows, mut vni, mut tcvn) = (0_usize, 0_usize, 0_usize);
    let mut before = ' ';
    for letter in letters.iter().copied() {
        let after_vowel = "aeiouyAEIOUYâêôãõýÂÊÔÃÕÝöÖ".contains(before);
        if u32::from(letter) > 0x7f {
            if after_vowel && MARKS_1258.contains(&letter) {
                windows += 1;
            }
            if "aeouyAEOUYöôÖÔ".contains(before) && MARKS_VNI.contains(letter) {
                vni += 1;
            }
            if before.is_ascii_alphabetic()
                && !"aeouyAEOUY".contains(before)
                && LETTERS_TCVN3.contains(letter)
            {
                tcvn += 1;
            }
        }
        before = letter;
    }
    let most = windows.max(vni).max(tcvn);
    match most {
        0 => None,
        _ if most == windows && windows > vni => Some(Encoding::Windows1258),
        _ if most == vni && vni > tcvn => Some(Encoding::Vni),
        _ if most == tcvn && tcvn > vni => Some(Encoding::Tcvn3),
        _ => Some(Encoding::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, of_bytes, of_text};

    /// As Latin-1 shows the bytes of `Sản phẩm, giá bán, hợp tác xã, đặc sản, lượng tồn`.
    const TCVN3: &str = "S¶n phÈm, gi¸ b¸n, hîp t¸c x·, ®Æc s¶n, l\u{ad}îng tån";
    const VNI: &str = "Saûn phaåm, giaù baùn, hôïp taùc xaõ, ñaëc saûn, löôïng toàn";
    const WINDOWS_1258: &str = "SaÒn phâÒm, giaì baìn, hõòp taìc xaÞ, ðãòc saÒn, lýõòng tôÌn";

    fn bytes(text: &str) -> Vec<u8> {
        text.chars()
            .map(|letter| u8::try_from(u32::from(letter)).expect("Latin-1"))
            .collect()
    }

    #[test]
    fn each_old_encoding_is_known_by_its_bytes() {
        assert_eq!(of_bytes(&bytes(TCVN3)), Encoding::Tcvn3);
        assert_eq!(of_bytes(&bytes(VNI)), Encoding::Vni);
        assert_eq!(of_bytes(&bytes(WINDOWS_1258)), Encoding::Windows1258);
        assert_eq!(of_bytes(&[0x93, 0xfa, 0x96, 0x7b]), Encoding::Unknown);
    }

    #[test]
    fn text_typed_with_an_old_font_is_known_and_honest_text_is_left_alone() {
        assert_eq!(of_text(TCVN3), Some(Encoding::Tcvn3));
        assert_eq!(of_text(VNI), Some(Encoding::Vni));
        for honest in [
            "Sản phẩm, giá bán, hợp tác xã",
            "Crème brûlée, café, Østergård, smørrebrød, naïve, Ærø, coöperate",
            "5 µm ± 2, « guillemets », ½ kg",
            "San pham khong dau",
            "Chè Shan, cà phê",
        ] {
            assert_eq!(of_text(honest), None, "{honest}");
        }
    }
}
