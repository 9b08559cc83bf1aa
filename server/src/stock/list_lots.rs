//! Lists one's own lots, first to expire first, those that never expire last.

use super::{
    entity::lots::{Column, Entity, Model},
    view::views,
};
use crate::http::{
    Cx, Received, Reply, Result,
    paging::{Limit, decode},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::NullOrdering,
};
use shared::{Date, LotId, Page, stock::ListLots};
use std::{fmt, str::FromStr};
use time::macros::format_description;

pub(crate) async fn list_lots(cx: Cx, received: Received<ListLots>) -> Result<Reply<ListLots>> {
    let filter = &received.query;
    let limit = Limit::of(filter.limit)?;
    let place: Option<Place> = decode(filter.cursor.as_deref())?;
    let rows = Entity::find()
        .filter(Column::ProducerId.eq(cx.member()?.organisation_id))
        .apply_if(filter.product_id, |query, id| {
            query.filter(Column::ProductId.eq(id))
        })
        .apply_if(filter.pack_id, |query, id| query.filter(Column::PackId.eq(id)))
        .apply_if(filter.in_stock.filter(|only| *only), |query, _| {
            query.filter(Column::OnHand.gt(0))
        })
        .apply_if(place, |query, place| query.filter(place.after()))
        .order_by_with_nulls(Column::BestBefore, Order::Asc, NullOrdering::Last)
        .order_by_asc(Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let page = limit.page(rows, |row| Place::of(row).to_string(), |row| row);
    Reply::read(&Page {
        items: views(cx.reader(), page.items, cx.today()).await?,
        next_cursor: page.next_cursor,
    })
}

/// Where a page ended: `2026-11-30 <id>`, or `- <id>` among the lots that never expire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    best_before: Option<Date>,
    id: LotId,
}

impl Place {
    const fn of(row: &Model) -> Self {
        Self {
            best_before: row.best_before,
            id: row.id,
        }
    }

    fn after(self) -> Condition {
        match self.best_before {
            Some(day) => Condition::any()
                .add(Column::BestBefore.gt(day))
                .add(Column::BestBefore.is_null())
                .add(
                    Condition::all()
                        .add(Column::BestBefore.eq(day))
                        .add(Column::Id.gt(self.id)),
                ),
            None => Condition::all()
                .add(Column::BestBefore.is_null())
                .add(Column::Id.gt(self.id)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.best_before {
            Some(day) => write!(f, "{day} {}", self.id),
            None => write!(f, "- {}", self.id),
        }
    }
}

impl FromStr for Place {
    type Err = ();
    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let (day, id) = text.split_once(' ').ok_or(())?;
        let best_before = match day {
            "-" => None,
            day => Some(Date::parse(day, format_description!("[year]-[month]-[day]")).map_err(|_| ())?),
        };
        Ok(Self {
            best_before,
            id: id.parse().map_err(|_| ())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Place;
    use shared::LotId;
    use time::macros::date;

    #[test]
    fn a_place_in_the_list_survives_being_written_down() {
        for best_before in [None, Some(date!(2026 - 11 - 30))] {
            let place = Place {
                best_before,
                id: LotId::EXAMPLE,
            };
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        assert_eq!("2026-13-01 x".parse::<Place>(), Err(()));
    }
}
