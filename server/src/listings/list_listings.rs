//! Lists listings, those that wait for an answer first.

use super::{
    entity::{
        chains,
        listings::{Column, Entity, Model},
    },
    view,
};
use crate::http::{
    Cx, Received, Reply, Result,
    paging::{Limit, decode},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, Query},
};
use shared::{
    ListingId, Page,
    check::UnknownWord,
    identity::OrganisationKind,
    listings::{ListListings, ListingStatus},
};
use std::str::FromStr;

pub(crate) async fn list_listings(cx: Cx, received: Received<ListListings>) -> Result<Reply<ListListings>> {
    let filter = &received.query;
    let member = cx.member()?;
    let limit = Limit::of(filter.limit)?;
    let after: Option<After> = decode(filter.cursor.as_deref())?;
    let query = match member.kind {
        OrganisationKind::Producer => Entity::find().filter(Column::ProducerId.eq(member.organisation_id)),
        OrganisationKind::Retailer => {
            let own = Query::select()
                .column(chains::Column::Id)
                .from(chains::Entity)
                .and_where(chains::Column::OrganisationId.eq(member.organisation_id))
                .to_owned();
            Entity::find().filter(Column::ChainId.in_subquery(own))
        }
        OrganisationKind::Centre | OrganisationKind::Authority => Entity::find(),
    };
    let rank: Expr = Expr::case(Column::Status.eq(ListingStatus::Pitched), 0)
        .finally(1)
        .into();
    let rows = query
        .apply_if(filter.status, |query, status| {
            query.filter(Column::Status.eq(status))
        })
        .apply_if(filter.product_id, |query, product| {
            query.filter(Column::ProductId.eq(product))
        })
        .apply_if(filter.chain_id, |query, chain| {
            query.filter(Column::ChainId.eq(chain))
        })
        .apply_if(after, |query, after| query.filter(after.condition()))
        .order_by_asc(rank)
        .order_by_desc(Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let Page { items, next_cursor } = limit.page(rows, After::cursor, |row| row);
    let items = view::views(cx.reader(), member, items, cx.today()).await?;
    Reply::read(&Page { items, next_cursor })
}

/// The last row of the page before: whether it waited for an answer, and its id (UUIDv7: the order of pitches).
#[derive(Clone, Copy, Debug)]
struct After {
    waiting: bool,
    id: ListingId,
}

impl After {
    fn cursor(row: &Model) -> String {
        let waiting = row.status == ListingStatus::Pitched;
        format!("{} {}", u8::from(!waiting), row.id)
    }

    fn condition(self) -> Condition {
        let older = |waiting: Condition| waiting.add(Column::Id.lt(self.id));
        let answered = Condition::all().add(Column::Status.ne(ListingStatus::Pitched));
        if self.waiting {
            let waiting = Condition::all().add(Column::Status.eq(ListingStatus::Pitched));
            Condition::any().add(older(waiting)).add(answered)
        } else {
            older(answered)
        }
    }
}

impl FromStr for After {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (rank, id) = text.split_once(' ').ok_or(UnknownWord)?;
        let waiting = match rank {
            "0" => true,
            "1" => false,
            _ => return Err(UnknownWord),
        };
        let id = id.parse().map_err(|_| UnknownWord)?;
        Ok(Self { waiting, id })
    }
}
