//! Lists papers: those that wait in the order they came, those asked for by days in the order they lapse, others the
//! newest first.

use super::{
    entity::papers::{Column, Entity, Model},
    policy::{self, Reach},
    view,
};
use crate::{
    db::{holding, plain_number},
    http::{
        Cx, Received, Reply, Result,
        paging::{Limit, decode},
    },
    identity,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use shared::{
    Date, Page, PaperId,
    check::UnknownWord,
    identity::OrganisationStatus,
    papers::{ListPapers, PaperFilter, PaperStatus, PaperValidity, WARNING_DAYS},
    time::plus_days,
};
use std::str::FromStr;
use time::format_description::well_known::Iso8601;

pub(super) async fn list_papers(cx: Cx, received: Received<ListPapers>) -> Result<Reply<ListPapers>> {
    let filter = &received.query;
    let member = cx.member()?;
    let today = cx.today();
    let limit = Limit::of(filter.limit)?;
    let after: Option<After> = decode(filter.cursor.as_deref())?;
    let query = match policy::reach(member) {
        Reach::Own => Entity::find().filter(Column::ProducerId.eq(member.organisation_id)),
        Reach::Shared if member.status != OrganisationStatus::Verified => {
            return Reply::read(&Page::whole(Vec::new()));
        }
        Reach::Shared => Entity::find()
            .filter(Column::SharedWithBuyers.eq(true))
            .filter(Column::Status.eq(PaperStatus::Verified)),
        Reach::All => Entity::find(),
    };
    let query = query
        .filter(Column::RemovedAt.is_null())
        .apply_if(filter.producer, |query, producer| {
            query.filter(Column::ProducerId.eq(producer))
        })
        .apply_if(filter.product_id, |query, product| {
            query.filter(Column::ProductId.eq(product))
        })
        .apply_if(filter.kind, |query, kind| query.filter(Column::Kind.eq(kind)))
        .apply_if(filter.status, |query, status| {
            query.filter(Column::Status.eq(status))
        })
        .apply_if(filter.validity, |query, validity| {
            query.filter(stands(validity, today))
        })
        .apply_if(filter.expires_within_days, |query, days| {
            query.filter(Column::ExpiresOn.between(today, plus_days(today, i64::from(days))))
        })
        .apply_if(filter.q.as_deref(), |query, words| query.filter(named(words)));
    let rows = Order::of(filter)
        .apply(query, after)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let Page { items, next_cursor } = limit.page(rows, After::cursor, |row| row);
    let items = view::views(cx.reader(), items, today).await?;
    Reply::read(&Page { items, next_cursor })
}

/// Papers of producers of this name, or of this number.
fn named(words: &str) -> Condition {
    let number = holding(words, |pattern| plain_number(Column::Number).like(pattern));
    Condition::any()
        .add(Column::ProducerId.in_subquery(identity::producers_named(words)))
        .add(number)
}

/// The same as [`super::needs::validity`], in the database's words.
fn stands(validity: PaperValidity, today: Date) -> Condition {
    let warned = plus_days(today, WARNING_DAYS);
    match validity {
        PaperValidity::Valid => Condition::any()
            .add(Column::ExpiresOn.is_null())
            .add(Column::ExpiresOn.gt(warned)),
        PaperValidity::Expiring => Condition::all().add(Column::ExpiresOn.between(today, warned)),
        PaperValidity::Lapsed => Condition::all().add(Column::ExpiresOn.lt(today)),
    }
}

#[derive(Clone, Copy, Debug)]
enum Order {
    Oldest,
    Newest,
    Lapse,
}

impl Order {
    fn of(filter: &PaperFilter) -> Self {
        if filter.expires_within_days.is_some() {
            Self::Lapse
        } else if filter.status == Some(PaperStatus::Pending) {
            Self::Oldest
        } else {
            Self::Newest
        }
    }

    fn apply(self, query: Select<Entity>, after: Option<After>) -> Select<Entity> {
        // UUIDv7: the order of ids is the order in which papers were added.
        match self {
            Self::Oldest => query
                .apply_if(after, |query, after| query.filter(Column::Id.gt(after.1)))
                .order_by_asc(Column::Id),
            Self::Newest => query
                .apply_if(after, |query, after| query.filter(Column::Id.lt(after.1)))
                .order_by_desc(Column::Id),
            Self::Lapse => query
                .apply_if(after, |query, After(day, id)| {
                    let same_day = Condition::all()
                        .add(Column::ExpiresOn.eq(day))
                        .add(Column::Id.gt(id));
                    query.filter(Condition::any().add(Column::ExpiresOn.gt(day)).add(same_day))
                })
                .order_by_asc(Column::ExpiresOn)
                .order_by_asc(Column::Id),
        }
    }
}

/// The last row of the page before: its last valid day and its id.
#[derive(Clone, Copy, Debug)]
struct After(Date, PaperId);

impl After {
    fn cursor(row: &Model) -> String {
        format!("{} {}", row.expires_on.unwrap_or(Date::MAX), row.id)
    }
}

impl FromStr for After {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (day, id) = text.split_once(' ').ok_or(UnknownWord)?;
        let day = Date::parse(day, &Iso8601::DATE).map_err(|_| UnknownWord)?;
        Ok(Self(day, id.parse().map_err(|_| UnknownWord)?))
    }
}
