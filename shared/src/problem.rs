//! Problem documents (RFC 9457) with a closed table of codes.

use crate::Lang;

macro_rules! codes {
    ($($(#[$meta:meta])* $variant:ident = $text:literal, $status:literal, $vi:literal, $en:literal;)+) => {
        words! {
            /// What went wrong. Programs branch on this word; people read the title.
            pub enum Code { $($(#[$meta])* $variant = $text,)+ }
        }

        impl Code {
            /// The HTTP status that goes with the code.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// One sentence for a person.
            pub const fn title(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($vi, $en),)+ }
            }
        }
    };
}

codes! {
    MalformedBody = "malformed_body", 400, "Nội dung gửi lên không đúng định dạng JSON.", "The body is not the JSON this call expects.";
    MalformedRequest = "malformed_request", 400, "Yêu cầu không đúng định dạng.", "The request is not well formed.";
    IdempotencyKeyMissing = "idempotency_key_missing", 400, "Thiếu tiêu đề Idempotency-Key.", "The header Idempotency-Key is required here.";
    Unauthenticated = "unauthenticated", 401, "Bạn cần đăng nhập.", "Sign in first.";
    WrongCredentials = "wrong_credentials", 401, "Tên đăng nhập hoặc mật khẩu không đúng.", "The login or the password is wrong.";
    SessionEnded = "session_ended", 401, "Phiên làm việc đã kết thúc, hãy đăng nhập lại.", "This session has ended; sign in again.";
    SecondFactorNeeded = "second_factor_needed", 401, "Cần thêm mã từ ứng dụng xác thực.", "A code of your authenticator app is needed too.";
    SecondFactorRequired = "second_factor_required", 403, "Hãy bật xác thực hai bước trước khi làm việc.", "Switch two-step sign-in on before you work here.";
    Forbidden = "forbidden", 403, "Vai trò của bạn không được làm việc này.", "Your role may not do this.";
    OrganisationNotVerified = "organisation_not_verified", 403, "Đơn vị của bạn chưa được Trung tâm xác minh.", "Your organisation has not been verified by the centre yet.";
    OrganisationClosed = "organisation_closed", 403, "Đơn vị đã đóng: chỉ xem lại được, không làm việc được nữa.", "The organisation is closed: it can be looked at, but nobody acts for it any more.";
    OrganisationSuspended = "organisation_suspended", 403, "Đơn vị của bạn đang bị tạm dừng; chỉ xem được, chưa giao dịch được.", "Your organisation is suspended: it can read, but not trade.";
    CrossSite = "cross_site", 403, "Yêu cầu đến từ một trang khác và bị từ chối.", "The request came from another site and was refused.";
    NotFound = "not_found", 404, "Không tìm thấy.", "Not found.";
    MethodNotAllowed = "method_not_allowed", 405, "Phương thức này không dùng được ở đây.", "This method is not available here.";
    Timeout = "timeout", 408, "Yêu cầu mất quá nhiều thời gian.", "The request took too long.";
    WrongState = "wrong_state", 409, "Việc này không còn làm được ở trạng thái hiện tại.", "This can no longer be done in the current state.";
    LastManager = "last_manager", 409, "Đơn vị phải còn ít nhất một người quản lý: hãy giao vai trò quản lý cho người khác trước, hoặc đề nghị Trung tâm đóng đơn vị.", "An organisation keeps at least one manager: make somebody else a manager first, or ask the centre to close the organisation.";
    StockInsufficient = "stock_insufficient", 409, "Không đủ hàng.", "There is not enough stock.";
    PriceChanged = "price_changed", 409, "Giá đã thay đổi so với lúc bạn xem.", "The price has changed since you saw it.";
    NotOrderable = "not_orderable", 409, "Sản phẩm này hiện không đặt mua được.", "This product cannot be ordered now.";
    CertificateLapsed = "certificate_lapsed", 409, "Giấy chứng nhận OCOP không còn hạn.", "The OCOP certificate is not valid any more.";
    Taken = "taken", 409, "Đã có bản ghi như vậy.", "There is one like it already.";
    IdempotencyInFlight = "idempotency_in_flight", 409, "Yêu cầu cùng khóa đang được xử lý.", "A request with the same key is still being worked on.";
    LinkEnded = "link_ended", 410, "Liên kết này đã dùng rồi hoặc đã hết hạn.", "This link was used already, or has expired.";
    PreconditionFailed = "precondition_failed", 412, "Dữ liệu đã được sửa sau khi bạn mở ra.", "This was changed after you opened it.";
    BodyTooLarge = "body_too_large", 413, "Nội dung gửi lên quá lớn.", "The body is too large.";
    AddressTooLong = "address_too_long", 414, "Địa chỉ yêu cầu quá dài.", "The request's address is too long.";
    UnsupportedMediaType = "unsupported_media_type", 415, "Kiểu nội dung này không được hỗ trợ.", "This content type is not supported here.";
    SheetRefused = "sheet_refused", 422, "Không đọc được tệp bảng tính này.", "This table cannot be read.";
    ValidationFailed = "validation_failed", 422, "Một số ô chưa đúng.", "Some fields are not right.";
    IdempotencyKeyReused = "idempotency_key_reused", 422, "Khóa Idempotency-Key đã dùng cho nội dung khác.", "This Idempotency-Key was used for another body.";
    PreconditionRequired = "precondition_required", 428, "Thiếu tiêu đề If-Match.", "The header If-Match is required here.";
    TooManyRequests = "too_many_requests", 429, "Quá nhiều yêu cầu, hãy thử lại sau.", "Too many requests; try again later.";
    HeadersTooLarge = "headers_too_large", 431, "Tiêu đề yêu cầu quá lớn.", "The request's headers are too large.";
    Internal = "internal", 500, "Lỗi ở phía chúng tôi. Hãy thử lại, hoặc báo mã yêu cầu.", "Something broke on our side. Try again, or tell us the request id.";
    Unavailable = "unavailable", 503, "Dịch vụ tạm thời chưa sẵn sàng.", "The service is not available for the moment.";
}

macro_rules! field_codes {
    ($($variant:ident = $text:literal, $vi:literal, $en:literal;)+) => {
        words! {
            /// What is wrong with one field.
            pub enum FieldCode { $($variant = $text,)+ }
        }

        impl FieldCode {
            /// One sentence for a person; `limit` stands where the sentence says `{n}`.
            pub fn message(self, lang: Lang, limit: Option<i64>) -> String {
                let template = match self { $(Self::$variant => lang.pick($vi, $en),)+ };
                template.replace("{n}", &limit.map(|n| crate::text::grouped(n, lang)).unwrap_or_default())
            }
        }
    };
}

field_codes! {
    Required = "required", "Ô này bắt buộc.", "This is required.";
    TooShort = "too_short", "Cần ít nhất {n} ký tự.", "At least {n} characters are needed.";
    TooLong = "too_long", "Nhiều nhất {n} ký tự.", "At most {n} characters fit.";
    TooSmall = "too_small", "Nhỏ nhất là {n}.", "The least is {n}.";
    TooLarge = "too_large", "Lớn nhất là {n}.", "The most is {n}.";
    TooMany = "too_many", "Nhiều nhất {n} mục.", "At most {n} entries.";
    Format = "format", "Không đúng định dạng.", "This is not in the right form.";
    Email = "email", "Hãy ghi đầy đủ địa chỉ e-mail, ví dụ ten@example.com.", "Write a whole e-mail address, such as name@example.com.";
    Phone = "phone", "Hãy ghi đầy đủ số điện thoại, ví dụ 0912 000 345.", "Write a whole phone number, such as 0912 000 345.";
    CheckDigit = "check_digit", "Số kiểm tra không khớp; hãy xem lại từng chữ số.", "The check digit does not fit; compare each digit.";
    Wrong = "wrong", "Không đúng.", "This is wrong.";
    Guessable = "guessable", "Mật khẩu này dễ đoán. Hãy ghép vài từ không liên quan, hoặc thêm chữ và số ở chỗ bất ngờ.", "This password is easy to guess. Put a few unrelated words together, or letters and digits in unexpected places.";
    WrongCode = "wrong_code", "Mã không đúng, đã dùng hoặc đã hết hạn.", "This code is wrong, was used or has expired.";
    Unchanged = "unchanged", "Vẫn như hiện tại nên chưa có gì thay đổi.", "It is this already: nothing was changed.";
    Unknown = "unknown", "Không có mục này.", "There is no such entry.";
    Taken = "taken", "Đã được dùng rồi.", "This is already in use.";
    Duplicate = "duplicate", "Bị lặp lại.", "This stands here twice.";
    Multiple = "multiple", "Phải là bội số của {n}.", "This must be a multiple of {n}.";
    Minimum = "minimum", "Số lượng tối thiểu là {n}.", "The minimum order is {n}.";
    ProducerMinimum = "producer_minimum", "Đơn của chủ thể này phải từ {n} ₫ (chưa thuế).", "An order of this producer must come to {n} ₫ before VAT.";
    StockInsufficient = "stock_insufficient", "Chỉ còn {n}.", "Only {n} left.";
    PastBestBefore = "past_best_before", "Số thùng còn hạn dùng đến ngày muốn nhận: {n}.", "Cases still good on the wanted day: {n}.";
    GoodsExpire = "goods_expire", "Có hàng hết hạn dùng trước ngày này. Hãy chọn ngày sớm hơn, hoặc bớt số thùng.", "Some goods are past their best-before day by then. Choose an earlier day, or fewer cases.";
    NotOrderable = "not_orderable", "Hiện không đặt mua được.", "This cannot be ordered now.";
    InFuture = "in_future", "Ngày này ở tương lai.", "This day lies in the future.";
    InPast = "in_past", "Ngày này đã qua.", "This day has passed.";
    Overlap = "overlap", "Trùng ngày với một đợt đã có.", "These days overlap with another period.";
    TooLate = "too_late", "Ngày này quá muộn.", "This day is too late.";
    CertificateEnds = "certificate_ends", "Giấy chứng nhận OCOP không còn hạn trong những ngày này.", "The OCOP certificate is not valid on these days.";
    ProgrammeBegan = "programme_began", "Chương trình OCOP bắt đầu ngày 07/05/2018 (Quyết định 490/QĐ-TTg); trước đó chưa có giấy chứng nhận nào.", "The OCOP programme began on 07/05/2018 (decision 490/QĐ-TTg); nothing was certified before.";
    LevelStars = "level_stars", "Cấp huyện công nhận 3 sao, cấp tỉnh 3 và 4 sao, trung ương 5 sao.", "Districts certified three stars; the province certifies three and four, the central government five.";
    DistrictDays = "district_days", "Cấp huyện chỉ công nhận từ ngày 24/02/2023 (Quyết định 148/QĐ-TTg) đến hết ngày 30/06/2025; ngoài những ngày đó, 3 sao do cấp tỉnh công nhận.", "Districts certified from 24/02/2023 (decision 148/QĐ-TTg) through 30/06/2025 only; on other days three stars are the province's.";
    NotInForce = "not_in_force", "Bộ tiêu chí này không áp dụng vào ngày quyết định: 1048/QĐ-TTg từ ngày 21/08/2019, 148/QĐ-TTg từ ngày 24/02/2023, 1489/QĐ-TTg từ ngày 06/07/2025.", "This set of criteria did not apply on the day of the decision: 1048/QĐ-TTg from 21/08/2019, 148/QĐ-TTg from 24/02/2023, 1489/QĐ-TTg from 06/07/2025.";
    NotPublic = "not_public", "Sản phẩm chưa đăng, đã rút hoặc đã bị gỡ.", "The product is not published, was withdrawn or was taken down.";
    Order = "order", "Ngày sau phải muộn hơn ngày trước.", "The later day must come after the earlier one.";
    Consent = "consent", "Bạn cần đồng ý để tiếp tục.", "Your consent is needed to go on.";
    PriceChanged = "price_changed", "Tổng tiền bây giờ là {n} ₫.", "The total is now {n} ₫.";
    CasePrice = "case_price", "Giá một thùng bây giờ là {n} ₫.", "A case now costs {n} ₫.";
    Picture = "picture", "Tệp này không phải ảnh JPEG, PNG hoặc WebP đọc được.", "This file is not a readable JPEG, PNG or WebP picture.";
    Document = "document", "Tệp này không phải PDF, JPEG, PNG hoặc WebP đọc được.", "This file is not a readable PDF, JPEG, PNG or WebP.";
    SheetTooLarge = "sheet_too_large", "Tệp lớn quá {n} MB. Hãy chia thành nhiều tệp.", "The file has more than {n} MB. Split it into several.";
    SheetBursts = "sheet_bursts", "Tệp bảng tính này nở ra quá lớn khi giải nén nên bị từ chối. Hãy chép phần dữ liệu sang một tệp mới.", "This spreadsheet grows too large when it is unpacked and was refused. Copy its data into a new file.";
    SheetTooManyRows = "sheet_too_many_rows", "Nhiều nhất {n} dòng một tệp. Hãy chia thành nhiều tệp.", "At most {n} rows a file. Split it into several.";
    SheetTooMuchText = "sheet_too_much_text", "Các ô chứa quá nhiều chữ. Hãy chia thành nhiều tệp.", "The cells hold too much text. Split the file into several.";
    SheetEmpty = "sheet_empty", "Tệp không có dòng dữ liệu nào dưới dòng tiêu đề.", "There are no rows below the headings.";
    SheetBroken = "sheet_broken", "Đây không phải tệp CSV hoặc XLSX đọc được.", "This is no readable CSV or XLSX file.";
    SheetOld = "sheet_old", "Đây là tệp Excel kiểu cũ (.xls). Hãy mở ra và lưu lại thành .xlsx.", "This is an old Excel file (.xls). Open it and save it as .xlsx.";
    SheetLocked = "sheet_locked", "Tệp được khóa bằng mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.", "The file is locked with a password. Remove the password and send it again.";
    SheetMacros = "sheet_macros", "Tệp có chứa macro nên bị từ chối. Hãy lưu lại thành .xlsx không có macro.", "The file has macros and was refused. Save it as .xlsx without macros.";
    SheetWebPage = "sheet_web_page", "Đây là trang web hoặc XML được đổi tên. Hãy mở bằng Excel và lưu lại thành .xlsx.", "This is a web page or XML under another name. Open it in Excel and save it as .xlsx.";
    SheetTcvn3 = "sheet_tcvn3", "Chữ trong tệp dùng mã TCVN3 (phông .VnTime). Hãy chuyển sang Unicode rồi lưu CSV UTF-8 hoặc XLSX. Dòng {n}.", "The text is in TCVN3 (fonts .VnTime). Convert it to Unicode and save it as CSV UTF-8 or XLSX. Line {n}.";
    SheetVni = "sheet_vni", "Chữ trong tệp dùng mã VNI (phông VNI-Times). Hãy chuyển sang Unicode rồi lưu CSV UTF-8 hoặc XLSX. Dòng {n}.", "The text is in VNI (fonts VNI-Times). Convert it to Unicode and save it as CSV UTF-8 or XLSX. Line {n}.";
    SheetWindows1258 = "sheet_windows_1258", "Chữ trong tệp dùng mã Windows-1258. Hãy lưu lại thành CSV UTF-8 hoặc XLSX. Dòng {n}.", "The text is in Windows-1258. Save it as CSV UTF-8 or XLSX. Line {n}.";
    SheetEncoding = "sheet_encoding", "Chữ trong tệp không phải UTF-8. Hãy lưu lại thành CSV UTF-8 hoặc XLSX. Dòng {n}.", "The text is not in UTF-8. Save it as CSV UTF-8 or XLSX. Line {n}.";
    SheetColumns = "sheet_columns", "Tệp thiếu cột.", "The file lacks columns.";
    Number = "number", "Phải là số nguyên, ví dụ 12.", "This must be a whole number, such as 12.";
    Day = "day", "Phải là một ngày, ví dụ 30/11/2026.", "This must be a day, such as 30/11/2026.";
    Uneven = "uneven", "Dòng này có {n} ô, không khớp với dòng tiêu đề.", "This row has {n} cells, other than the headings.";
    Fixed = "fixed", "Đã ghi khác và không sửa được ở đây.", "This is recorded otherwise and cannot be changed here.";
    Ambiguous = "ambiguous", "Có nhiều mục trùng như vậy; hãy ghi rõ mã.", "Several fit; say which by its code.";
    OtherUnit = "other_unit", "Tên quy cách ghi số này với đơn vị khác; hãy xem lại cả hai.", "The label says this number with another unit; look at both.";
    InReview = "in_review", "Sản phẩm đang được duyệt, chưa sửa được.", "The product is being reviewed and cannot be changed now.";
    ChangedMeanwhile = "changed_meanwhile", "Vừa có người sửa mục này; hãy kiểm tra lại tệp.", "Somebody has changed this meanwhile; check the file again.";
    Score = "score", "Điểm không thuộc hạng sao này.", "The score does not belong to these stars.";
}

views! {
    /// What is wrong with one field.
    pub struct FieldProblem {
        /// Where, as a path: `lines[0].quantity`.
        pub field: String,
        pub code: FieldCode,
        /// One sentence in the caller's language.
        pub message: String,
        /// The number the sentence speaks of: the limit, what is left, the new total.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limit: Option<i64>,
    }

    /// A problem document, `application/problem+json`.
    pub struct Problem {
        /// A page that explains the code, relative to the server.
        #[serde(rename = "type")]
        pub kind: String,
        pub title: String,
        pub status: u16,
        pub code: Code,
        /// What is special about this occurrence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub detail: Option<String>,
        /// The path that was called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub instance: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub fields: Vec<FieldProblem>,
        /// Tell us this when you ask about the problem.
        #[serde(default)]
        pub request_id: String,
        /// Of `second_factor_needed`: send it with the code to `finish_session`, within ten minutes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub step_token: Option<String>,
    }
}

impl FieldProblem {
    /// In the words of its code.
    pub fn new(field: impl Into<String>, code: FieldCode, limit: Option<i64>, lang: Lang) -> Self {
        Self {
            field: field.into(),
            code,
            message: code.message(lang, limit),
            limit,
        }
    }
}

impl Problem {
    /// A problem of this code without particulars.
    pub fn new(code: Code, lang: Lang) -> Self {
        Self {
            kind: format!("/problems/{code}"),
            title: code.title(lang).to_owned(),
            status: code.status(),
            code,
            detail: None,
            instance: None,
            fields: Vec::new(),
            request_id: String::new(),
            step_token: None,
        }
    }
}
