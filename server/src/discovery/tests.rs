//! The index against a small invented market, without a database.

use super::{
    filter::Wanted,
    find::find,
    row::{Around, Maker, Row, words_of},
    state::State,
    words::Words,
};
use crate::{
    catalogue::{PackPrice, PublicProduct},
    certification::Term,
    curation::FeatureRow,
    papers::{ClaimPaper, ClaimTerm},
};
use shared::{
    CertificateId, Date, OrganisationId, PackId, ProductId, Timestamp,
    catalogue::{Claim, ProductTexts, Unit},
    certification::{Certificate, CertificateState, CriteriaVersion, IssuerLevel},
    discovery::{ProductFilter, ProductList, ProductSort},
    producers::{CommuneRef, ProducerRef},
};
use std::{collections::HashMap, sync::Arc};
use time::macros::date;
use uuid::Uuid;

pub(super) const DAY: Date = date!(2026 - 11 - 22);
const LAST: Date = date!(2026 - 11 - 23);

/// Number, name, description, group, stars, price, cases.
pub(super) type Made = (u128, &'static str, &'static str, &'static str, u8, i64, i64);

const MARKET: [Made; 8] = [
    (1, "Gạo nếp cái hoa vàng", "Hạt tròn.", "I.2.a", 4, 40_000, 10),
    (2, "Gáo nếp nhỏ", "Đồ thủ công.", "IV.1", 5, 20_000, 5),
    (3, "Bánh khảo", "Làm từ gạo nếp thơm.", "I.3.b", 3, 30_000, 0),
    (4, "Chè Shan tuyết Mẫu Sơn", "Chè cổ thụ.", "I.5.a", 5, 120_000, 3),
    (5, "Chẻo chấm", "Nước chấm.", "I.4.b", 0, 15_000, 9),
    (6, "Đào Mẫu Sơn", "Quả tươi.", "I.1.a", 3, 50_000, 0),
    (7, "Hồng không hạt Bảo Lâm", "Persimmon.", "I.1.a", 4, 60_000, 7),
    (8, "Rượu Mẫu Sơn", "Men lá.", "II.1.a", 4, 90_000, 2),
];

pub(super) fn product(made: &Made) -> (PublicProduct, PackPrice, Certificate) {
    let (number, name, description, group, stars, price, _) = *made;
    let id = ProductId(Uuid::from_u128(number));
    let producer = ProducerRef {
        id: OrganisationId(Uuid::from_u128(900)),
        slug: "htx-dong-dang".into(),
        name: "HTX Đồng Đăng".into(),
        name_en: None,
    };
    let public = PublicProduct {
        id,
        slug: shared::text::slug(name),
        producer_id: producer.id,
        texts: ProductTexts {
            name: name.into(),
            name_en: None,
            group: group.into(),
            description: description.into(),
            description_en: None,
            ingredients: None,
            ingredients_en: None,
            storage: None,
            storage_en: None,
            shelf_life_days: None,
            season_months: if number == 7 { vec![9, 10] } else { Vec::new() },
            claims: if number == 7 {
                vec![Claim::Gi, Claim::Organic]
            } else {
                Vec::new()
            },
            images: Vec::new(),
        },
        published_at: Timestamp(i64::try_from(number).unwrap()),
        version: 1,
    };
    let pack = PackPrice {
        id: PackId(Uuid::from_u128(number)),
        product_id: id,
        unit_price: price,
        net_quantity: 500,
        net_unit: Unit::Gram,
        least: i64::try_from(number).unwrap(),
    };
    let certificate = Certificate {
        id: CertificateId(Uuid::from_u128(number)),
        product_id: id,
        product_name: name.into(),
        product_name_en: None,
        product_slug: public.slug.clone(),
        producer,
        stars,
        score: None,
        decision_no: "1/QĐ".into(),
        issuer: "UBND".into(),
        level: IssuerLevel::Province,
        issued_on: date!(2023 - 11 - 23),
        expires_on: LAST,
        criteria_version: CriteriaVersion::V148,
        state: CertificateState::Valid,
        days_left: 0,
        recorded_at: Timestamp(0),
        revoked_on: None,
        revoke_reason: None,
        version: 1,
    };
    (public, pack, certificate)
}

/// What the producer may claim, and until when.
const PAPERS: [ClaimPaper; 2] = [paper(Claim::Gi, Date::MAX), paper(Claim::Organic, DAY)];

const fn paper(claim: Claim, until: Date) -> ClaimPaper {
    ClaimPaper {
        product_id: None,
        term: ClaimTerm {
            claim,
            from: date!(2026 - 01 - 01),
            until,
        },
    }
}

/// Changes the state as the index does.
fn put(state: &mut State, words: &mut Words, market: &[Made], asked: Option<&[ProductId]>, day: Date) {
    let rows = market.iter().map(|made| {
        let (public, pack, certificate) = product(made);
        let maker = Maker {
            producer: certificate.producer.clone(),
            commune: CommuneRef {
                code: "06211".into(),
                name: "Xã Cao Lộc".into(),
            },
        };
        let left = HashMap::from([(pack.id, made.6)]);
        let term = Term {
            from: certificate.issued_on,
            until: certificate.expires_on,
            stars: certificate.stars,
        };
        let around = Around {
            packs: &[pack],
            available: &left,
            terms: if made.4 > 0 { &[term] } else { &[] },
            shelf: &[],
            papers: &PAPERS,
            papers_until: (made.0 % 2 == 0).then_some(DAY),
        };
        let words = words_of(&public.texts, &maker);
        let row = Row::new(public, Arc::new(maker), &around, day, words.mark());
        (row, words)
    });
    let (plan, changed) = state.plan(rows.collect(), asked);
    let lookup = words.write(changed).unwrap();
    let features = vec![FeatureRow {
        slot: 1,
        product_id: ProductId(Uuid::from_u128(4)),
        from: DAY,
        until: date!(2026 - 12 - 31),
        reason: "Vào vụ".into(),
        reason_en: None,
    }];
    state.carry_out(plan, Some(lookup), features, day);
}

fn market() -> (State, Words) {
    let (mut state, mut words) = (State::default(), Words::new().unwrap());
    put(&mut state, &mut words, &MARKET, None, DAY);
    (state, words)
}

fn ask(state: &State, filter: ProductFilter) -> ProductList {
    find(state, &Wanted::of(&filter).unwrap()).unwrap()
}

fn numbers(list: &ProductList) -> Vec<u128> {
    list.items.iter().map(|card| card.id.0.as_u128()).collect()
}

fn search(state: &State, words: &str) -> Vec<u128> {
    numbers(&ask(
        state,
        ProductFilter {
            q: Some(words.into()),
            ..Default::default()
        },
    ))
}

#[test]
fn words_are_found_with_and_without_marks_and_marks_that_were_typed_count() {
    let (state, _) = market();
    // Without marks both names fit: stars decide. The description comes last.
    assert_eq!(search(&state, "gao nep"), [2, 1, 3]);
    // With marks it is another word; without them it is looked for where nothing has these, but not in descriptions.
    assert_eq!(search(&state, "gạo nếp"), [1, 3]);
    assert_eq!(search(&state, "GẠO NẾP"), [1, 3]);
    assert_eq!(search(&state, "gảo nếp"), [2, 1]);
    assert_eq!(search(&state, "dao"), [6]);
    // In decomposed form.
    assert_eq!(search(&state, "che\u{300} shan"), [4]);
}

#[test]
fn every_word_must_fit_and_only_the_last_may_be_unfinished() {
    let (state, _) = market();
    assert_eq!(search(&state, "mau so"), [4, 8, 6]);
    assert_eq!(search(&state, "ma son"), Vec::<u128>::new());
    assert_eq!(search(&state, "che bao"), Vec::<u128>::new());
    // The whole word before a longer one.
    assert_eq!(search(&state, "che")[..2], [4, 5]);
    assert_eq!(search(&state, "đồng đăng").len(), MARKET.len());
    assert_eq!(search(&state, "!?"), Vec::<u128>::new());
    assert_eq!(search(&state, "  ").len(), MARKET.len());
}

#[test]
fn a_syllable_is_found_in_either_spelling() {
    let (mut state, mut words) = market();
    let quyt = (9, "Quýt Hòa Cư kỹ", "Vỏ mỏng.", "I.1.a", 4, 30_000, 1);
    put(
        &mut state,
        &mut words,
        &[quyt],
        Some(&[ProductId(Uuid::from_u128(9))]),
        DAY,
    );
    for question in ["quít", "quit", "quyt", "quýt hoà cư", "quít hòa", "kĩ", "hoa cu"] {
        assert_eq!(search(&state, question), [9], "{question}");
    }
}

#[test]
fn one_typo_is_forgiven_in_longer_words_that_nothing_has() {
    let (state, _) = market();
    assert_eq!(search(&state, "persimon"), [7]);
    assert_eq!(search(&state, "hogn khong"), [7]);
    assert_eq!(search(&state, "khon hat"), [7]);
    assert_eq!(search(&state, "hpt"), Vec::<u128>::new());
    assert_eq!(search(&state, "perimon"), Vec::<u128>::new());
    assert_eq!(search(&state, "persimmons"), [7]);
}

#[test]
fn words_are_found_by_how_they_begin_and_a_slip_is_not_on_the_first_letter_of_a_short_one() {
    let (mut state, mut words) = market();
    assert_eq!(search(&state, "hong"), [7]);
    let thong = (9, "Trà Thống Nhất", "Ướp sen.", "I.5.a", 5, 70_000, 1);
    put(
        &mut state,
        &mut words,
        &[thong],
        Some(&[ProductId(Uuid::from_u128(7)), ProductId(Uuid::from_u128(9))]),
        DAY,
    );
    // The persimmons are gone: no word begins like that any more.
    assert_eq!(search(&state, "hong"), Vec::<u128>::new());
    assert_eq!(search(&state, "hống"), Vec::<u128>::new());
    assert_eq!(search(&state, "ersimmon"), Vec::<u128>::new());
    assert_eq!(search(&state, "thogn"), [9]);
    assert_eq!(search(&state, "thon"), [9]);
    assert_eq!(search(&state, "htong"), Vec::<u128>::new());
}

#[test]
fn the_first_letter_of_a_long_word_may_be_mistyped_too() {
    let (state, _) = market();
    assert_eq!(search(&state, "ersimmon"), [7]);
    assert_eq!(search(&state, "bersimmon"), [7]);
}

#[test]
fn lists_come_in_the_order_asked_for_and_page_without_gaps() {
    let (state, _) = market();
    let sorted = |sort| {
        numbers(&ask(
            &state,
            ProductFilter {
                sort: Some(sort),
                ..Default::default()
            },
        ))
    };
    assert_eq!(sorted(ProductSort::Relevance), [4, 2, 1, 7, 8, 3, 6, 5]);
    assert_eq!(sorted(ProductSort::Name), [3, 4, 5, 6, 1, 2, 7, 8]);
    assert_eq!(sorted(ProductSort::PriceAscending), [5, 2, 3, 1, 6, 7, 8, 4]);
    assert_eq!(sorted(ProductSort::PriceDescending), [4, 8, 7, 6, 1, 3, 2, 5]);
    assert_eq!(sorted(ProductSort::Newest), [8, 7, 6, 5, 4, 3, 2, 1]);
    for (sort, q) in ProductSort::ALL
        .iter()
        .flat_map(|sort| [(*sort, None), (*sort, Some("mau son"))])
    {
        let filter = ProductFilter {
            sort: Some(sort),
            q: q.map(str::to_owned),
            ..Default::default()
        };
        let whole = ask(&state, filter.clone());
        let (mut pages, mut cursor) = (Vec::new(), None);
        loop {
            let page = ask(
                &state,
                ProductFilter {
                    limit: Some(3),
                    cursor,
                    ..filter.clone()
                },
            );
            assert_eq!(page.total, whole.total);
            pages.extend(numbers(&page));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(pages, numbers(&whole), "{sort}");
    }
}

#[test]
fn filters_narrow_and_each_facet_ignores_its_own_choice() {
    let (state, _) = market();
    let group = |code: &str| {
        numbers(&ask(
            &state,
            ProductFilter {
                group: Some(code.into()),
                ..Default::default()
            },
        ))
    };
    assert_eq!(group("I.1"), [7, 6]);
    assert_eq!(group("II"), [8]);
    assert_eq!(group("I").len(), 6);
    let some = |filter| numbers(&ask(&state, filter));
    assert_eq!(
        some(ProductFilter {
            claim: Some("gi,organic".into()),
            ..Default::default()
        }),
        [7]
    );
    assert!(
        some(ProductFilter {
            claim: Some("gi,vietgap".into()),
            ..Default::default()
        })
        .is_empty()
    );
    assert!(
        !some(ProductFilter {
            season: Some(1),
            ..Default::default()
        })
        .contains(&7)
    );
    assert_eq!(
        some(ProductFilter {
            featured: Some(true),
            ..Default::default()
        }),
        [4]
    );
    assert!(
        some(ProductFilter {
            producer: Some("nobody".into()),
            ..Default::default()
        })
        .is_empty()
    );
    assert!(
        some(ProductFilter {
            commune: Some("06004".into()),
            ..Default::default()
        })
        .is_empty()
    );
    let list = ask(
        &state,
        ProductFilter {
            stars: Some("4,5".into()),
            in_stock: Some(true),
            facets: Some(true),
            ..Default::default()
        },
    );
    assert_eq!(numbers(&list), [4, 2, 1, 7, 8]);
    let facets = list.facets.unwrap();
    let count = |facet: &[shared::discovery::FacetCount], value: &str| {
        facet.iter().find(|one| one.value == value).map(|one| one.count)
    };
    assert_eq!(count(&facets.stars, "4"), Some(3));
    // Three stars are counted as well, but none of them is in stock.
    assert_eq!(count(&facets.stars, "3"), None);
    assert_eq!(count(&facets.group, "I"), Some(3));
    assert_eq!(count(&facets.claim, "gi"), Some(1));
    assert_eq!((facets.in_stock, facets.on_shelf), (5, 0));
}

#[test]
fn stars_lapse_with_the_day_alone() {
    let (mut state, _) = market();
    state.turn(LAST);
    assert_eq!(
        ask(
            &state,
            ProductFilter {
                stars: Some("5".into()),
                ..Default::default()
            }
        )
        .total,
        2
    );
    state.turn(LAST.next_day().unwrap());
    assert_eq!(
        ask(
            &state,
            ProductFilter {
                stars: Some("5".into()),
                ..Default::default()
            }
        )
        .total,
        0
    );
    let all = ask(&state, ProductFilter::default());
    assert!(
        all.items
            .iter()
            .all(|card| card.stars.is_none() && !card.featured)
    );
    assert_eq!(all.total, 8);
}

#[test]
fn changes_move_products_and_withdrawn_ones_are_gone() {
    let (mut state, mut words) = market();
    let id = |number| ProductId(Uuid::from_u128(number));
    put(
        &mut state,
        &mut words,
        &[(3, "Bánh dẻo", "Nhân đậu.", "I.3.b", 5, 10_000, 4)],
        Some(&[id(3), id(2)]),
        DAY,
    );
    assert!(search(&state, "gao nep") == [1] && search(&state, "dau") == [3]);
    assert_eq!(
        numbers(&ask(&state, ProductFilter::default())),
        [3, 4, 1, 7, 8, 6, 5]
    );
    let cheapest = ProductFilter {
        sort: Some(ProductSort::PriceAscending),
        ..Default::default()
    };
    assert_eq!(numbers(&ask(&state, cheapest))[..2], [3, 5]);
    // The free place is taken by another, whose words are its own.
    put(
        &mut state,
        &mut words,
        &[(9, "Na dai", "Quả.", "I.1.a", 4, 70_000, 1)],
        Some(&[id(9)]),
        DAY,
    );
    assert!(search(&state, "gao") == [1, 3] && search(&state, "na dai") == [9]);
    assert_eq!(
        ask(
            &state,
            ProductFilter {
                group: Some("IV".into()),
                ..Default::default()
            }
        )
        .total,
        0
    );
}

#[test]
fn what_is_sold_out_moves_back_and_what_comes_in_moves_up() {
    let (mut state, _) = market();
    let id = |number| {
        (
            ProductId(Uuid::from_u128(number)),
            PackId(Uuid::from_u128(number)),
        )
    };
    let all = |state: &State| numbers(&ask(state, ProductFilter::default()));
    let in_stock = |state: &State| {
        ask(
            state,
            ProductFilter {
                in_stock: Some(true),
                ..Default::default()
            },
        )
        .total
    };
    let (before, count) = (all(&state), in_stock(&state));
    // Tea and spirits are sold out, banh khao comes in, of persimmons some are left.
    let left = HashMap::from([(id(3).1, 5), (id(7).1, 1)]);
    state.restock(&[3, 4, 7, 8].map(|number| id(number).0).into(), &left);
    assert_eq!(in_stock(&state), count - 1);
    let after = all(&state);
    let place = |list: &[u128], number| list.iter().position(|one| *one == number);
    assert!(place(&after, 4) > place(&before, 4));
    // The same as reading everything again.
    let market = MARKET.map(|made| match made.0 {
        3 => (made.0, made.1, made.2, made.3, made.4, made.5, 5),
        4 | 8 => (made.0, made.1, made.2, made.3, made.4, made.5, 0),
        7 => (made.0, made.1, made.2, made.3, made.4, made.5, 1),
        _ => made,
    });
    let (mut anew, mut words) = (State::default(), Words::new().unwrap());
    put(&mut anew, &mut words, &market, None, DAY);
    assert_eq!(after, all(&anew));
    assert_eq!(
        ask(&state, ProductFilter::default()).items[0].available,
        ask(&anew, ProductFilter::default()).items[0].available
    );
}
