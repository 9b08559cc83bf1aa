//! Whether mails to an organisation's contact arrive: a link is sent there, and somebody follows it. Nothing waits for it;
//! the centre sees it beside what it compares.

use super::entity::organisations::{ActiveModel, Column, Entity, Model};
use crate::{
    auth,
    clock::secret,
    db::Tx,
    http::Result,
    mail::{self, Letter},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::Lang;

/// Mails the link, unless there is no address or no way to send mails. The row as it is then.
pub(super) async fn ask(tx: &Tx, mut row: Model, lang: Lang) -> Result<Model> {
    row.email_confirmed_at = None;
    row.email_token_hash = None;
    if !row.contact_email.is_empty() && tx.app().settings.post.leaves() {
        let token = secret()?;
        row.email_token_hash = Some(auth::hash(&token));
        let letter = letter(lang, &row.contact_name, &row.name, &token);
        mail::queue(tx, "email_confirmation", &row.contact_email, &letter).await?;
    }
    let change = ActiveModel {
        email_confirmed_at: Set(row.email_confirmed_at),
        email_token_hash: Set(row.email_token_hash.clone()),
        ..Default::default()
    };
    Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    Ok(row)
}

fn letter(lang: Lang, person: &str, organisation: &str, token: &str) -> Letter {
    let text = lang.pick(
        "địa chỉ này được ghi làm liên hệ trên OCOP Market của",
        "this address was given on OCOP Market as the contact of",
    );
    Letter::new(
        lang,
        lang.pick(
            "Xác nhận e-mail trên OCOP Market",
            "Confirm your e-mail on OCOP Market",
        ),
    )
    .greet(person, &format!("{text} {organisation}."))
    .button(
        lang.pick("Xác nhận e-mail", "Confirm the e-mail"),
        format!("/confirm-email/{token}"),
    )
    .say(lang.pick(
        "Nếu không phải bạn đăng ký, hãy bỏ qua thư này.",
        "If you know nothing of it, ignore this mail.",
    ))
}
