//! Mails about work: to whom, and in which language. The slices write what they say.

use super::{
    account,
    entity::{memberships, users},
};
use crate::{
    db::Tx,
    http::Result,
    mail::{self, Letter},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    Lang, OrganisationId, UserId,
    identity::{OrganisationStatus, Role},
};

/// Whom something is told to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whom {
    /// The organisation's people with these roles.
    Roles(&'static [Role]),
    /// One of its people, or its managers once they have left.
    Person(UserId),
}

/// Somebody who is mailed to.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    pub(crate) id: UserId,
    pub(crate) lang: Lang,
    pub(crate) name: String,
    address: String,
}

/// Those of an organisation's people who are told, have an address and want to know.
pub(crate) async fn readers(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
    whom: Whom,
) -> Result<Vec<Reader>> {
    let members: Vec<memberships::Model> = memberships::Entity::find()
        .filter(memberships::Column::OrganisationId.eq(organisation))
        .all(db)
        .await?;
    let ids: Vec<UserId> = match whom {
        Whom::Person(person) if members.iter().any(|row| row.user_id == person) => vec![person],
        Whom::Person(_) => with_roles(&members, &[Role::Manager]),
        Whom::Roles(roles) => with_roles(&members, roles),
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let people = users::Entity::find()
        .filter(users::Column::Id.is_in(ids))
        .filter(users::Column::News.eq(true))
        .all(db)
        .await?;
    Ok(people
        .into_iter()
        .filter_map(|user| {
            Some(Reader {
                id: user.id,
                lang: user.lang,
                address: account::address(&user)?.to_owned(),
                name: user.name,
            })
        })
        .collect())
}

fn with_roles(members: &[memberships::Model], roles: &[Role]) -> Vec<UserId> {
    let members = members.iter().filter(|row| roles.contains(&row.role));
    members.map(|row| row.user_id).collect()
}

/// Mails the same to each, in their own language.
pub(crate) async fn write(
    tx: &Tx,
    kind: &'static str,
    readers: &[Reader],
    letter: impl Fn(&Reader) -> Letter,
) -> Result<()> {
    for reader in readers {
        mail::queue(tx, kind, &reader.address, &news_letter(reader, letter(reader))).await?;
    }
    Ok(())
}

/// How such mails are switched off.
fn news_letter(reader: &Reader, letter: Letter) -> Letter {
    letter.say(reader.lang.pick(
        "Không muốn nhận thư báo việc? Tắt ở Bàn làm việc, mục Tài khoản.",
        "No mails about your work? Switch them off on your desk, under Account.",
    ))
}

/// Tells an organisation's managers, and those of its people who do such work, with the transaction that it happens in.
/// Where no mails leave, nothing is written.
pub(crate) async fn tell(
    tx: &Tx,
    kind: &'static str,
    (organisation, whom): (OrganisationId, Whom),
    letter: impl Fn(&Reader) -> Letter,
) -> Result<()> {
    if !tx.app().settings.post.leaves() {
        return Ok(());
    }
    let readers = readers(&**tx, organisation, whom).await?;
    write(tx, kind, &readers, letter).await
}

/// What the centre has decided of an organisation, to its managers.
pub(super) async fn decided(
    tx: &Tx,
    organisation: OrganisationId,
    name: &str,
    status: OrganisationStatus,
    reason: Option<&str>,
) -> Result<()> {
    let (kind, vi, en) = match status {
        OrganisationStatus::Verified => (
            "organisation_verified",
            ("đã được xác minh", "Từ nay đơn vị mua bán được trên OCOP Market."),
            ("is verified", "It can trade on OCOP Market from now on."),
        ),
        OrganisationStatus::Rejected => (
            "organisation_rejected",
            (
                "chưa được xác minh",
                "Hãy sửa những điểm Trung tâm đã nêu rồi gửi lại.",
            ),
            (
                "is not verified",
                "Mend what the centre named, then ask once more.",
            ),
        ),
        OrganisationStatus::Suspended => (
            "organisation_suspended",
            (
                "bị tạm ngừng",
                "Bạn vẫn đăng nhập và xem được; đơn đang chạy cần được hoàn tất.",
            ),
            (
                "is suspended",
                "You can still sign in and read; running orders are to be completed.",
            ),
        ),
        // Nobody decides that an organisation waits, but who opens it again.
        OrganisationStatus::Pending => (
            "organisation_reopened",
            (
                "được mở lại",
                "Trung tâm sẽ xác minh lại trước khi đơn vị mua bán.",
            ),
            (
                "is open again",
                "The centre verifies it anew before it can trade.",
            ),
        ),
        OrganisationStatus::Closed => (
            "organisation_closed",
            (
                "đã đóng",
                "Bạn vẫn đăng nhập để xem lại được; sản phẩm không còn trên chợ.",
            ),
            (
                "is closed",
                "You can still sign in and look at what was; its products have left the market.",
            ),
        ),
    };
    tell(
        tx,
        kind,
        (organisation, Whom::Roles(&[Role::Manager])),
        |reader| {
            let (what, then) = if reader.lang == Lang::Vi { vi } else { en };
            let letter = Letter::new(reader.lang, format!("{name}: {what}"))
                .greet(&reader.name, &format!("{name} {what}. {then}"))
                .button(
                    reader.lang.pick("Mở bàn làm việc", "Open your desk"),
                    "/desk/organisation",
                );
            match reason {
                Some(reason) => letter.say(format!("{}: {reason}", reader.lang.pick("Lý do", "Reason"))),
                None => letter,
            }
        },
    )
    .await
}
