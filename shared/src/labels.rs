//! What the words of closed lists are called, in both languages: on pages, in tables and in problems alike.

use crate::{
    Lang, VatCode,
    catalogue::{Claim, ProductStatus, Unit},
    certification::{CertificateState, CriteriaVersion, IssuerLevel},
    exchange::ImportStatus,
    identity::{OrganisationKind, OrganisationStatus},
    listings::{ListingReason, ListingStatus},
    orders::OrderStatus,
    papers::PaperStatus,
    text::folded,
};

/// A closed list with its words in both languages.
pub trait Labelled: Copy + 'static {
    /// Every word.
    const WORDS: &'static [Self];
    /// As on the wire.
    fn word(self) -> &'static str;
    /// As people call it.
    fn label(self, lang: Lang) -> &'static str;

    /// The word, or what it is called in either language; marks and case do not matter, nor whether a level is written
    /// as "cấp tỉnh" or as "tỉnh".
    fn read(text: &str) -> Option<Self> {
        let text = bare(text.trim());
        Self::WORDS.iter().copied().find(|one| {
            [one.word(), one.label(Lang::Vi), one.label(Lang::En)]
                .iter()
                .any(|known| bare(known) == text)
        })
    }
}

fn bare(text: &str) -> String {
    let text = folded(text);
    text.strip_prefix("cap ")
        .map_or_else(|| text.clone(), str::to_owned)
}

macro_rules! labelled {
    ($($type:ident { $($variant:ident = $vi:literal, $en:literal;)+ })+) => {$(
        impl Labelled for $type {
            const WORDS: &'static [Self] = $type::ALL;
            fn word(self) -> &'static str { self.as_str() }
            fn label(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($vi, $en),)+ }
            }
        }
    )+};
}

labelled! {
    Unit {
        Gram = "gam", "gram";
        Kilogram = "ki-lô-gam", "kilogram";
        Millilitre = "mi-li-lít", "millilitre";
        Litre = "lít", "litre";
        Piece = "cái", "piece";
    }
    VatCode {
        Exempt = "Không chịu thuế", "Exempt";
        NotDeclared = "Không kê khai, không nộp", "Not declared";
        Zero = "0 %", "0 per cent";
        Five = "5 %", "5 per cent";
        Eight = "8 %", "8 per cent";
        Ten = "10 %", "10 per cent";
    }
    Claim {
        Organic = "Hữu cơ", "Organic";
        Vietgap = "VietGAP", "VietGAP";
        Gi = "Chỉ dẫn địa lý", "Geographical indication";
    }
    IssuerLevel {
        District = "Cấp huyện", "District";
        Province = "Cấp tỉnh", "Province";
        Centre = "Trung ương", "Central government";
    }
    CriteriaVersion {
        V1048 = "Quyết định 1048/QĐ-TTg (2019)", "Decision 1048/QĐ-TTg (2019)";
        V148 = "Quyết định 148/QĐ-TTg (2023)", "Decision 148/QĐ-TTg (2023)";
        V1489 = "Quyết định 1489/QĐ-TTg (2025)", "Decision 1489/QĐ-TTg (2025)";
    }
    CertificateState {
        Valid = "Còn hạn", "Valid";
        Expiring = "Sắp hết hạn", "Expiring";
        Lapsed = "Hết hạn", "Lapsed";
        Revoked = "Đã thu hồi", "Revoked";
    }
    ProductStatus {
        Draft = "Bản nháp", "Draft";
        InReview = "Chờ duyệt", "In review";
        Published = "Đã đăng", "Published";
        Returned = "Trả lại", "Returned";
    }
    OrderStatus {
        AwaitingApproval = "Chờ duyệt mua", "Awaiting approval";
        Placed = "Đã đặt", "Placed";
        Confirmed = "Đã xác nhận", "Confirmed";
        Shipped = "Đã giao đi", "Shipped";
        Received = "Đã nhận", "Received";
        Declined = "Từ chối", "Declined";
        Cancelled = "Đã hủy", "Cancelled";
        Expired = "Quá hạn trả lời", "Expired";
    }
    ListingStatus {
        Pitched = "Đã chào hàng", "Pitched";
        Accepted = "Đã chấp nhận", "Accepted";
        Declined = "Từ chối", "Declined";
        OnShelf = "Đang bán trên kệ", "On shelf";
        Delisted = "Đã xuống kệ", "Delisted";
    }
    ListingReason {
        Price = "Giá", "Price";
        Papers = "Thiếu giấy tờ", "Papers";
        Capacity = "Sản lượng", "Capacity";
        Packaging = "Bao bì", "Packaging";
        Duplicate = "Đã có hàng tương tự", "Duplicate";
        Season = "Mùa vụ", "Season";
        Sales = "Bán chậm", "Sales";
        Other = "Khác", "Other";
    }
    OrganisationKind {
        Producer = "Chủ thể", "Producer";
        Retailer = "Bên mua", "Buyer";
        Centre = "Trung tâm", "Centre";
        Authority = "Cơ quan quản lý", "Authority";
    }
    OrganisationStatus {
        Pending = "Chờ xác minh", "Pending";
        Verified = "Đã xác minh", "Verified";
        Rejected = "Bị từ chối", "Rejected";
        Suspended = "Tạm ngừng", "Suspended";
        Closed = "Đã đóng", "Closed";
    }
    PaperStatus {
        Pending = "Chờ xác minh", "Pending";
        Verified = "Đã xác minh", "Verified";
        Refused = "Chưa chấp nhận", "Not accepted";
    }
    ImportStatus {
        Checking = "Đang kiểm tra", "Checking";
        Checked = "Đã kiểm tra", "Checked";
        Applying = "Đang ghi", "Writing";
        Applied = "Đã ghi", "Written";
        Failed = "Không ghi được", "Broke off";
    }
}

/// What a state is called, whosever it is: a word that two lists share means the same in both.
pub fn state(word: &str, lang: Lang) -> Option<&'static str> {
    fn of<T: Labelled + std::str::FromStr>(word: &str, lang: Lang) -> Option<&'static str> {
        Some(word.parse::<T>().ok()?.label(lang))
    }
    // Not states of texts: what keeps a product away, whatever its texts.
    match word {
        "withdrawn" => return Some(lang.pick("Đã rút", "Withdrawn")),
        "taken_down" => return Some(lang.pick("Đã gỡ", "Taken down")),
        _ => {}
    }
    of::<OrderStatus>(word, lang)
        .or_else(|| of::<ProductStatus>(word, lang))
        .or_else(|| of::<ListingStatus>(word, lang))
        .or_else(|| of::<CertificateState>(word, lang))
        .or_else(|| of::<OrganisationStatus>(word, lang))
        .or_else(|| of::<PaperStatus>(word, lang))
        .or_else(|| of::<ImportStatus>(word, lang))
}

#[cfg(test)]
mod tests {
    use super::{Labelled, state};
    use crate::{
        Lang, VatCode, catalogue::Unit, certification::IssuerLevel, listings::ListingStatus,
        orders::OrderStatus,
    };

    #[test]
    fn words_are_read_as_people_write_them() {
        assert_eq!(Unit::read(" KG "), Some(Unit::Kilogram));
        for word in ["tinh", "Cấp tỉnh", "province"] {
            assert_eq!(IssuerLevel::read(word), Some(IssuerLevel::Province), "{word}");
        }
        assert_eq!(VatCode::read("8"), Some(VatCode::Eight));
        assert_eq!(VatCode::read("8 %"), Some(VatCode::Eight));
        assert_eq!(VatCode::read("kct"), Some(VatCode::Exempt));
        assert_eq!(VatCode::read("7"), None);
    }

    #[test]
    fn a_state_that_two_lists_share_is_called_the_same() {
        for lang in [Lang::Vi, Lang::En] {
            let declined = ListingStatus::Declined.label(lang);
            assert_eq!(OrderStatus::Declined.label(lang), declined);
            assert_eq!(state("declined", lang), Some(declined));
        }
        assert_eq!(state("somewhere", Lang::Vi), None);
    }
}
