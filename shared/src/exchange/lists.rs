//! A table holds what its list shows: the filter of each list as parameters of an export, and back. Fields are named one by
//! one, without `..`, so that a new filter of a list cannot be forgotten here.

use super::ExportFilter;
use crate::{
    catalogue::ManagedProductFilter,
    certification::CertificateFilter,
    discovery::ProductFilter,
    identity::OrganisationFilter,
    listings::{AgreedFilter, ListingFilter},
    orders::OrderFilter,
    reports::AuditFilter,
    stock::LotFilter,
};
use std::{fmt::Display, str::FromStr};

/// The filter of a list that can be taken out as a table.
pub trait Exported: Clone {
    /// As parameters of an export; a table has no pages.
    fn as_export(&self) -> ExportFilter;

    /// Out of the parameters of an export. The error names the one that says nothing such a list knows.
    fn of_export(asked: &ExportFilter) -> Result<Self, &'static str>;
}

fn word<T: Display>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}

fn known<T: FromStr>(value: Option<&str>, field: &'static str) -> Result<Option<T>, &'static str> {
    value.map(str::parse).transpose().map_err(|_| field)
}

/// Writes both ways of a filter: fields of the same name, then words that stand under a name of their own.
macro_rules! exported {
    ($($filter:ident { $($same:ident),* ; $($own:ident as $name:ident),* ; $($left:ident),* })+) => {$(
        impl Exported for $filter {
            fn as_export(&self) -> ExportFilter {
                let Self { $($same,)* $($own,)* $($left: _,)* } = self;
                ExportFilter {
                    $($same: Clone::clone($same),)*
                    $($name: word($own.as_ref()),)*
                    ..ExportFilter::default()
                }
            }

            fn of_export(asked: &ExportFilter) -> Result<Self, &'static str> {
                Ok(Self {
                    $($same: Clone::clone(&asked.$same),)*
                    $($own: known(asked.$name.as_deref(), stringify!($name))?,)*
                    $($left: None,)*
                })
            }
        }
    )+};
}

exported! {
    ManagedProductFilter { producer_id, taken_down, q; status as status; limit, cursor }
    LotFilter { product_id, pack_id, in_stock; ; limit, cursor }
    OrderFilter { delivery, from, until, short_since, q; status as status, producer as producer; role, limit, cursor }
    ListingFilter {
        product_id, chain_id, store_id, overdue, papers_complete; status as status; limit, cursor
    }
    AgreedFilter { product_id; ; }
    CertificateFilter {
        product_id, stars, expires_within_days, commune, year, q; state as status; limit, cursor
    }
    AuditFilter {
        operation, subject, subject_id, user, organisation_id, from, until, q; ; limit, cursor
    }
    OrganisationFilter { commune, q; status as status, kind as organisation_kind; limit, cursor }
    ProductFilter {
        q, stars, group, commune, producer, claim, in_stock, featured, on_shelf, papers_complete, season, min_price,
        max_price, max_cases, sort; ;
        facets, limit, cursor
    }
}

#[cfg(test)]
mod tests {
    use super::Exported;
    use crate::{
        ChainId, OrganisationId, PackId, ProductId, StoreId,
        catalogue::{ManagedProductFilter, ProductStatus},
        certification::{CertificateFilter, CertificateState},
        discovery::{ProductFilter, ProductSort},
        exchange::ExportFilter,
        identity::{OrganisationFilter, OrganisationKind, OrganisationStatus},
        listings::{ListingFilter, ListingStatus},
        orders::{OrderFilter, OrderStatus},
        reports::AuditFilter,
        stock::LotFilter,
    };
    use time::macros::date;

    fn comes_back<F: Exported + PartialEq + std::fmt::Debug>(filter: &F) {
        assert_eq!(F::of_export(&filter.as_export()).as_ref(), Ok(filter));
    }

    #[test]
    fn every_choice_of_a_list_goes_into_its_table() {
        let (from, until) = (Some(date!(2026 - 10 - 01)), Some(date!(2026 - 11 - 22)));
        comes_back(&ManagedProductFilter {
            status: Some(ProductStatus::Draft),
            producer_id: Some(OrganisationId::EXAMPLE),
            taken_down: Some(true),
            q: Some("hồng".to_owned()),
            limit: None,
            cursor: None,
        });
        comes_back(&LotFilter {
            product_id: Some(ProductId::EXAMPLE),
            pack_id: Some(PackId::EXAMPLE),
            in_stock: Some(true),
            limit: None,
            cursor: None,
        });
        comes_back(&OrderFilter {
            role: None,
            status: Some(OrderStatus::Shipped),
            producer: Some(OrganisationId::EXAMPLE),
            delivery: Some("Kho 1".to_owned()),
            from,
            until,
            short_since: from,
            q: Some("DH-".to_owned()),
            limit: None,
            cursor: None,
        });
        comes_back(&ListingFilter {
            status: Some(ListingStatus::OnShelf),
            product_id: Some(ProductId::EXAMPLE),
            chain_id: Some(ChainId::EXAMPLE),
            store_id: Some(StoreId::EXAMPLE),
            overdue: Some(true),
            papers_complete: Some(false),
            limit: None,
            cursor: None,
        });
        comes_back(&CertificateFilter {
            product_id: Some(ProductId::EXAMPLE),
            state: Some(CertificateState::Expiring),
            stars: Some("4,5".to_owned()),
            expires_within_days: Some(90),
            commune: Some("06040".to_owned()),
            year: Some(2025),
            q: Some("2865/QĐ".to_owned()),
            limit: None,
            cursor: None,
        });
        comes_back(&AuditFilter {
            operation: Some("update_pack".to_owned()),
            subject: Some("pack".to_owned()),
            subject_id: Some("1".to_owned()),
            user: Some("Lan".to_owned()),
            organisation_id: Some(OrganisationId::EXAMPLE),
            from,
            until,
            q: Some("giá".to_owned()),
            limit: None,
            cursor: None,
        });
        comes_back(&OrganisationFilter {
            kind: Some(OrganisationKind::Retailer),
            status: Some(OrganisationStatus::Verified),
            commune: Some("06040".to_owned()),
            q: Some("Lâm".to_owned()),
            limit: None,
            cursor: None,
        });
        comes_back(&ProductFilter {
            q: Some("chè".to_owned()),
            stars: Some("4".to_owned()),
            group: Some("I.5".to_owned()),
            commune: Some("06040".to_owned()),
            producer: Some("htx-lam".to_owned()),
            claim: Some("organic".to_owned()),
            in_stock: Some(true),
            featured: Some(false),
            on_shelf: Some(true),
            papers_complete: Some(true),
            season: Some(11),
            min_price: Some(20_000),
            max_price: Some(50_000),
            max_cases: Some(5),
            sort: Some(ProductSort::PriceAscending),
            facets: None,
            limit: None,
            cursor: None,
        });
    }

    #[test]
    fn a_word_that_no_such_list_knows_is_named() {
        let asked = ExportFilter {
            status: Some("somewhere".to_owned()),
            producer: Some("htx-lam".to_owned()),
            ..ExportFilter::default()
        };
        assert_eq!(OrderFilter::of_export(&asked), Err("status"));
        assert_eq!(
            OrderFilter::of_export(&ExportFilter {
                status: None,
                ..asked
            }),
            Err("producer")
        );
    }
}
