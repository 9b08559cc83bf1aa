//! What the demonstration promises: a whole province, invented from one end to the other.

use super::data::Data;
use crate::province::province;
use shared::{listings::ListingStatus, orders::OrderStatus};
use std::collections::BTreeSet;

fn distinct<T: Ord>(values: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    values.into_iter().collect()
}

#[test]
fn forty_producers_of_every_kind_live_in_forty_communes() -> anyhow::Result<()> {
    let data = Data::read()?;
    assert_eq!(data.producers.len(), 40);
    assert_eq!(
        distinct(data.producers.iter().map(|one| &one.commune_code)).len(),
        40
    );
    assert_eq!(
        distinct(data.producers.iter().map(|one| one.kind.as_str())).len(),
        4
    );
    assert!(data.producers.iter().any(|one| one.status == "pending"));
    Ok(())
}

#[test]
fn products_fill_every_group_and_each_has_a_drawing() -> anyhow::Result<()> {
    let data = Data::read()?;
    let leaves = province()
        .groups
        .iter()
        .filter(|group| province().leaf_group(&group.code).is_some());
    let leaves = distinct(leaves.map(|group| group.code.as_str()));
    assert_eq!((data.products.len(), leaves.len()), (120, 26));
    let published = data.products.iter().filter(|one| one.status == "published");
    assert_eq!(distinct(published.map(|one| one.group.as_str())), leaves);
    assert!(data.products.iter().all(|one| one.illustration.is_some()));
    let states = distinct(data.products.iter().map(|one| one.status.as_str()));
    assert_eq!(states, distinct(["draft", "in_review", "published", "returned"]));
    Ok(())
}

#[test]
fn three_chains_have_twelve_stores_with_streets() -> anyhow::Result<()> {
    let data = Data::read()?;
    assert_eq!((data.chains.len(), data.stores.len()), (3, 12));
    for store in &data.stores {
        assert!(
            store.address.starts_with("Số ") && store.address.contains("đường"),
            "{} has no street: {}",
            store.name,
            store.address
        );
    }
    Ok(())
}

#[test]
fn orders_and_listings_are_in_every_state() -> anyhow::Result<()> {
    let data = Data::read()?;
    // What waits for a buyer's own approver is made apart, once the year has passed.
    let states = OrderStatus::ALL
        .iter()
        .filter(|state| **state != OrderStatus::AwaitingApproval);
    for state in states {
        assert!(
            data.orders.iter().any(|order| order.state == *state),
            "no order is {state}"
        );
    }
    for state in ListingStatus::ALL {
        assert!(
            data.listings.iter().any(|listing| listing.state == *state),
            "no listing is {state}"
        );
    }
    let first = data.orders.iter().map(|order| order.offset_days).min();
    assert!(first.is_some_and(|day| day <= -350), "orders do not fill a year");
    Ok(())
}

#[test]
fn certificates_are_valid_lapsing_and_lapsed() -> anyhow::Result<()> {
    let data = Data::read()?;
    // A certificate lives some 1095 days.
    let left = |days: i64| 1095 + days;
    let count = |fits: &dyn Fn(i64) -> bool| {
        data.certificates
            .iter()
            .filter(|one| fits(left(one.issued_offset_days)))
            .count()
    };
    let warned = 180;
    assert!(
        count(&|left| left < 0) > 0
            && count(&|left| (0..warned).contains(&left)) > 0
            && count(&|left| left > warned) > 0
    );
    assert!(data.features.len() >= 5);
    let slots = distinct(data.features.iter().map(|feature| feature.slot));
    assert!(
        slots.len() < data.features.len(),
        "one slot has its next product planned"
    );
    Ok(())
}

#[test]
fn nothing_in_it_belongs_to_somebody() -> anyhow::Result<()> {
    let data = Data::read()?;
    for pack in &data.packs {
        let case = pack.case_gtin.as_deref().unwrap_or_default();
        assert!(
            case.starts_with("1952") && shared::codes::check_gtin(case).is_ok(),
            "{} {case}",
            pack.product_key
        );
    }
    let numbers = data.packs.iter().filter_map(|pack| pack.gtin.as_deref());
    let places = data.stores.iter().filter_map(|store| store.gln.as_deref());
    assert!(
        numbers.chain(places).all(|number| number.starts_with("952")),
        "952 is GS1's prefix for examples"
    );
    for producer in &data.producers {
        assert!(producer.email.ends_with("@demo.example") && producer.phone.starts_with("0205 000 0"));
        assert!(producer.tax_code.starts_with("4999"), "{}", producer.name);
    }
    for certificate in &data.certificates {
        assert!(
            certificate.decision_no.ends_with("(demo)"),
            "{}",
            certificate.decision_no
        );
    }
    Ok(())
}
