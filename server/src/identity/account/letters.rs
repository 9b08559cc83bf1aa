//! What the account writes to its person.

use super::super::entity::users;
use crate::{db::Tx, http::Result, mail, mail::Letter};
use shared::Lang;

/// Where mails for a person go. Who signs in by phone has an address once they have confirmed one.
pub(in crate::identity) fn address(user: &users::Model) -> Option<&str> {
    let login = Some(user.login.as_str()).filter(|login| login.contains('@'));
    login.or(user.email.as_deref())
}

/// A link for a new password, that somebody who has made sure of the person gave.
pub(super) fn recovery(lang: Lang, name: &str, organisation: &str, token: &str) -> Letter {
    let text = match lang {
        Lang::Vi => format!(
            "bạn được cấp liên kết đặt lại mật khẩu OCOP Market (tài khoản của {organisation}). Liên kết dùng được một lần, trong 24 giờ."
        ),
        Lang::En => format!(
            "you were given a link for a new password on OCOP Market (your account with {organisation}). It works once, within 24 hours."
        ),
    };
    new_password(lang, name, &text, token).say(lang.pick(
        "Nếu bạn không nhờ ai làm việc này, hãy báo ngay cho Trung tâm Xúc tiến.",
        "If you asked nobody for it, tell the trade-promotion centre at once.",
    ))
}

/// A link for a new password that somebody has asked for.
pub(super) fn password_reset(lang: Lang, name: &str, token: &str) -> Letter {
    let text = lang.pick(
        "chúng tôi nhận được yêu cầu đặt lại mật khẩu của bạn trên OCOP Market. Liên kết dùng được một lần, trong một giờ.",
        "somebody asked for a new password for your account on OCOP Market. The link works once, within an hour.",
    );
    new_password(lang, name, text, token).say(lang.pick(
        "Nếu không phải bạn yêu cầu, hãy bỏ qua thư này: mật khẩu của bạn không đổi.",
        "If it was not you, ignore this mail: your password stays as it is.",
    ))
}

fn new_password(lang: Lang, name: &str, text: &str, token: &str) -> Letter {
    let subject = lang.pick("Đặt lại mật khẩu OCOP Market", "A new password for OCOP Market");
    let button = lang.pick("Đặt mật khẩu mới", "Choose a new password");
    link(
        lang,
        subject,
        (name, text),
        (button, format!("/reset-password?token={token}")),
    )
}

/// A link that confirms another address.
pub(super) fn new_address(lang: Lang, name: &str, token: &str) -> Letter {
    let subject = lang.pick("Xác nhận e-mail", "Confirm your e-mail");
    let text = lang.pick(
        "hãy xác nhận địa chỉ này để nhận thư của tài khoản OCOP Market. Liên kết dùng được một lần, trong 24 giờ.",
        "please confirm that mails of your account on OCOP Market may go to this address. The link works once, within 24 hours.",
    );
    let button = lang.pick("Xác nhận địa chỉ", "Confirm the address");
    link(
        lang,
        subject,
        (name, text),
        (button, format!("/confirm-address/{token}")),
    )
    .say(lang.pick(
        "Nếu không phải bạn yêu cầu, hãy bỏ qua thư này.",
        "If you know nothing of it, ignore this mail.",
    ))
}

/// A letter about one link.
fn link(lang: Lang, subject: &str, (name, text): (&str, &str), (button, path): (&str, String)) -> Letter {
    Letter::new(lang, subject).greet(name, text).button(button, path)
}

/// Something about signing in has changed: who did not do it must learn so.
pub(super) async fn tell(tx: &Tx, user: &users::Model, what: Change) -> Result<()> {
    let Some(address) = address(user) else {
        return Ok(());
    };
    let lang = user.lang;
    let (kind, text) = match what {
        Change::Password => (
            "password_changed",
            lang.pick(
                "mật khẩu OCOP Market của bạn vừa được đổi, các thiết bị khác đã bị đăng xuất.",
                "your password for OCOP Market was changed just now; other devices were signed out.",
            ),
        ),
        Change::Address => (
            "address_changed",
            lang.pick(
                "e-mail của tài khoản OCOP Market của bạn vừa được đổi; thư sau này đến e-mail mới.",
                "the e-mail address of your account on OCOP Market was changed just now; mails go to the new one from here on.",
            ),
        ),
        Change::Phone => (
            "phone_changed",
            lang.pick(
                "số điện thoại đăng nhập OCOP Market của bạn vừa được đổi; từ nay đăng nhập bằng số mới.",
                "the phone number you sign in to OCOP Market with was changed just now; the new one counts from here on.",
            ),
        ),
        Change::SecondFactorOn => (
            "second_factor_on",
            lang.pick(
                "xác thực hai bước vừa được bật cho tài khoản OCOP Market của bạn.",
                "two-step sign-in was switched on for your account on OCOP Market just now.",
            ),
        ),
        Change::SecondFactorOff => (
            "second_factor_off",
            lang.pick(
                "xác thực hai bước vừa được tắt cho tài khoản OCOP Market của bạn.",
                "two-step sign-in was switched off for your account on OCOP Market just now.",
            ),
        ),
    };
    let letter = Letter::new(
        lang,
        lang.pick(
            "Thay đổi đăng nhập OCOP Market",
            "A change to your sign-in on OCOP Market",
        ),
    )
    .greet(&user.name, text)
    .say(lang.pick(
        "Nếu không phải bạn làm, hãy đặt lại mật khẩu ngay và báo cho Trung tâm Xúc tiến.",
        "If it was not you, choose a new password at once and tell the trade-promotion centre.",
    ))
    .button(
        lang.pick("Đặt lại mật khẩu", "Choose a new password"),
        "/forgot-password",
    );
    mail::queue(tx, kind, address, &letter).await
}

/// What has changed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    Password,
    /// Told to the address before.
    Address,
    Phone,
    SecondFactorOn,
    SecondFactorOff,
}
