//! Lists listings: those with a shelf to confirm first, then those that wait for an answer.

use super::{
    entity::{
        chains, listing_stores,
        listings::{Column, Entity},
    },
    shelf::counts_from,
    view,
};
use crate::{
    catalogue,
    http::{
        Cx, Received, Reply, Result,
        paging::{Limit, decode},
    },
    papers::papers_states,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, Query, SelectStatement},
};
use shared::{
    Date, ListingId, ProductId,
    check::UnknownWord,
    identity::OrganisationKind,
    listings::{ListListings, Listing, ListingStatus},
};
use std::{collections::HashSet, str::FromStr};

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
    let overdue = overdue(cx.today());
    let query = query
        .apply_if(filter.status, |query, status| {
            query.filter(Column::Status.eq(status))
        })
        .apply_if(filter.product_id, |query, product| {
            query.filter(Column::ProductId.eq(product))
        })
        .apply_if(filter.chain_id, |query, chain| {
            query.filter(Column::ChainId.eq(chain))
        })
        .apply_if(filter.store_id, |query, store| {
            let there = places(Condition::all().add(listing_stores::Column::StoreId.eq(store)));
            query.filter(Column::Id.in_subquery(there))
        })
        .apply_if(filter.overdue.filter(|only| *only), |query, _| {
            query.filter(overdue.clone())
        });
    let rows = if filter.papers_complete == Some(true) {
        let ids = complete(&cx, &query, after, limit.rows() + 1).await?;
        page(query.filter(Column::Id.is_in(ids)), &overdue, None)
    } else {
        page(query, &overdue, after).limit(limit.fetch())
    };
    let rows = rows.all(cx.reader()).await?;
    let items = view::views(cx.reader(), member, rows, cx.today()).await?;
    Reply::read(&limit.page(items, After::cursor, |listing| listing))
}

/// What comes after a row, in the order of the list.
fn page(query: Select<Entity>, overdue: &Condition, after: Option<After>) -> Select<Entity> {
    query
        .apply_if(after, |query, after| query.filter(after.condition(overdue)))
        .order_by_asc(rank(overdue))
        .order_by_desc(Column::Id)
}

/// Listings whose papers are judged at once: what one statement names stays small, however many there are.
const AT_ONCE: u16 = 500;

/// The first so many listings of products whose papers are enough today.
async fn complete(
    cx: &Cx,
    listings: &Select<Entity>,
    mut after: Option<After>,
    wanted: usize,
) -> Result<Vec<ListingId>> {
    let overdue = overdue(cx.today());
    let mut found = Vec::new();
    loop {
        let rows: Vec<(ListingId, ProductId, i32)> = page(listings.clone(), &overdue, after)
            .select_only()
            .columns([Column::Id, Column::ProductId])
            .column_as(rank(&overdue), "rank")
            .limit(u64::from(AT_ONCE))
            .into_tuple()
            .all(cx.reader())
            .await?;
        let ids: HashSet<ProductId> = rows.iter().map(|(_, product, _)| *product).collect();
        let products = catalogue::products(cx.reader(), ids).await?;
        let states = papers_states(cx.reader(), products.values(), cx.today()).await?;
        let complete = |product| states.get(product).is_some_and(|state| state.complete);
        let fit = rows.iter().filter(|(_, product, _)| complete(product));
        found.extend(fit.map(|(id, ..)| *id));
        if found.len() >= wanted || rows.len() < usize::from(AT_ONCE) {
            found.truncate(wanted);
            return Ok(found);
        }
        after = rows.last().map(|(id, _, rank)| After { rank: *rank, id: *id });
    }
}

/// Where listings stand now.
fn places(so: Condition) -> SelectStatement {
    Query::select()
        .column(listing_stores::Column::ListingId)
        .from(listing_stores::Entity)
        .and_where(listing_stores::Column::RemovedAt.is_null())
        .cond_where(so)
        .to_owned()
}

/// On the shelf, and at least one store's confirmation is missing or does not count any more.
fn overdue(today: Date) -> Condition {
    let confirmed = listing_stores::Column::ConfirmedAt;
    let late = Condition::any()
        .add(confirmed.is_null())
        .add(confirmed.lt(counts_from(today)));
    Condition::all()
        .add(Column::Status.eq(ListingStatus::OnShelf))
        .add(Column::Id.in_subquery(places(late)))
}

/// Shelves to confirm, then pitches to answer, then the rest: as [`After::cursor`] reads it off the view.
fn rank(overdue: &Condition) -> Expr {
    Expr::case(overdue.clone(), 0)
        .case(Column::Status.eq(ListingStatus::Pitched), 1)
        .finally(2)
        .into()
}

/// The last row of the page before: its rank, and its id (UUIDv7: the order of pitches).
#[derive(Clone, Copy, Debug)]
struct After {
    rank: i32,
    id: ListingId,
}

impl After {
    fn cursor(listing: &Listing) -> String {
        let rank = match listing.status {
            _ if listing.overdue => 0,
            ListingStatus::Pitched => 1,
            _ => 2,
        };
        format!("{rank} {}", listing.id)
    }

    fn condition(self, overdue: &Condition) -> Condition {
        let same = Condition::all()
            .add(rank(overdue).eq(self.rank))
            .add(Column::Id.lt(self.id));
        Condition::any().add(rank(overdue).gt(self.rank)).add(same)
    }
}

impl FromStr for After {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (rank, id) = text.split_once(' ').ok_or(UnknownWord)?;
        let rank = rank.parse().map_err(|_| UnknownWord)?;
        let id = id.parse().map_err(|_| UnknownWord)?;
        Ok(Self { rank, id })
    }
}
