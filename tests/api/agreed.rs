//! Agreed prices: what a chain accepted is what its retailer pays, and nobody else's business.

use crate::{
    buying_pages::get,
    listings::{answer, chain_of, delist},
};
use shared::{Call, ClientError, Code, FieldCode, Input, ListingId, catalogue::*, listings::*, orders::*};
use tests::*;

const UNITS: i64 = 20;

/// A pitch of the goods' pack at a price.
async fn offered(app: &TestApp, coop: &Person, buyer: &Person, goods: &Goods, price: i64) -> ListingId {
    let chain_id = chain_of(app, buyer, true).await.id;
    let body = ListingPitch {
        product_id: goods.id,
        chain_id,
        pack_id: Some(goods.pack_id()),
        unit_price: Some(price),
        ..ListingPitch::example()
    };
    coop.send(Call::<PitchListing>::new(()).body(&body))
        .await
        .unwrap()
        .id
}

/// The goods' only line in the basket.
async fn line(buyer: &Person, goods: &Goods) -> BasketLine {
    let put = Call::<PutBasketLine>::new((goods.pack_id(),)).body(&BasketPut { quantity: 2 });
    let mut basket = buyer.send(put).await.unwrap();
    basket.groups.remove(0).lines.remove(0)
}

async fn look(buyer: &Person) -> BasketLine {
    let mut basket = buyer.send(Call::<GetBasket>::new(())).await.unwrap();
    basket.groups.remove(0).lines.remove(0)
}

async fn order(buyer: &Person, goods: &Goods, unit_price: i64, key: &str) -> Result<Purchase, ClientError> {
    let body = PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id: goods.pack_id(),
            quantity: 2,
            expected_case_price: Some(unit_price * UNITS),
        }],
        ..PurchasePlace::example()
    };
    buyer
        .send(Call::<PlacePurchase>::new(()).body(&body).idempotency_key(key))
        .await
}

/// The producer asks another price of everybody.
async fn reprice(coop: &Person, goods: &Goods, price: i64) {
    let pack = coop
        .send(Call::<GetManagedProduct>::new((goods.id,)))
        .await
        .unwrap()
        .packs
        .remove(0);
    let body = PackUpdate {
        unit_price: Some(price),
        ..serde_json::from_str("{}").unwrap()
    };
    let call = Call::<UpdatePack>::new((pack.id,)).body(&body);
    coop.send(call.if_version(pack.version)).await.unwrap();
}

async fn agreed(buyer: &Person) -> Vec<(ListingId, i64)> {
    let page = buyer.send(Call::<ListAgreedPrices>::new(())).await.unwrap();
    let prices = page.items.into_iter();
    prices
        .map(|price| (price.listing_id, price.unit_price.amount))
        .collect()
}

on_both_databases! {
    async fn what_a_chain_accepted_is_what_its_retailer_pays(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (buyer, other) = (app.retailer("Siêu thị Xanh").await, app.retailer("Siêu thị Đỏ").await);
        let goods = app.product(&coop).unit_price(85_000).stock(100).published().create().await;
        let listing = offered(&app, &coop, &buyer, &goods, 82_000).await;
        assert_eq!(line(&buyer, &goods).await.case_price.amount, 85_000 * UNITS, "an offer is no agreement yet");
        answer(&buyer, listing, Decision::Accept).await.unwrap();

        let held = look(&buyer).await;
        assert_eq!((held.case_price.amount, held.agreed_listing_id), (82_000 * UNITS, Some(listing)));
        assert_eq!(held.case_price_before.map(|price| price.amount), Some(85_000 * UNITS), "the basket says what has changed");
        let foreign = line(&other, &goods).await;
        assert_eq!((foreign.case_price.amount, foreign.agreed_listing_id), (85_000 * UNITS, None));
        assert_eq!((agreed(&buyer).await, agreed(&other).await), (vec![(listing, 82_000)], vec![]));
        let problem = refused(order(&buyer, &goods, 85_000, "the-list-price").await, Code::PriceChanged);
        assert_eq!(fields(&problem), [("lines[0].expected_case_price", FieldCode::CasePrice)]);
        refused(order(&other, &goods, 82_000, "not-their-price").await, Code::PriceChanged);
        let placed = order(&buyer, &goods, 82_000, "the-agreed-price").await.unwrap().orders.remove(0);
        let seen = coop.send(Call::<GetOrder>::new((placed.id,))).await.unwrap();
        assert_eq!((seen.lines[0].unit_price.amount, seen.lines[0].agreed_listing_id), (82_000, Some(listing)));
        assert_eq!(seen.subtotal.amount, 2 * UNITS * 82_000);

        // It holds against a raise, not against what everybody pays; and it ends with the listing.
        reprice(&coop, &goods, 99_000).await;
        assert_eq!(line(&buyer, &goods).await.case_price.amount, 82_000 * UNITS);
        reprice(&coop, &goods, 80_000).await;
        let cheaper = look(&buyer).await;
        assert_eq!((cheaper.case_price.amount, cheaper.agreed_listing_id), (80_000 * UNITS, None));
        reprice(&coop, &goods, 85_000).await;
        delist(&buyer, listing).await.unwrap();
        assert_eq!(look(&buyer).await.case_price.amount, 85_000 * UNITS);
        assert_eq!(agreed(&buyer).await, []);
        let kept = coop.send(Call::<GetOrder>::new((placed.id,))).await.unwrap();
        assert_eq!(kept.subtotal.amount, 2 * UNITS * 82_000, "what was ordered stays");
    }

    async fn an_agreed_price_is_shown_to_its_retailer_alone(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let sized = |pack: &mut PackCreate| (pack.unit_price, pack.gtin) = (85_000, Some("9520000010010".into()));
        let goods = app.product(&coop).pack(sized).stock(100).published().create().await;
        let product = format!("/products/{}", goods.slug);
        let listing = offered(&app, &coop, &buyer, &goods, 82_000).await;
        answer(&buyer, listing, Decision::Accept).await.unwrap();
        let browser = buyer.by_cookie();

        let listed = get(&browser, &format!("/desk/listings/{listing}")).await;
        assert!(listed.contains("/basket/add") && listed.contains(&goods.pack_id().to_string()));
        for path in [product.as_str(), "/products?view=table"] {
            let own = get(&browser, path).await;
            assert!(own.contains("giá thỏa thuận") && own.contains("1.640.000"), "{path}");
            // Twice: the second answer comes from what is kept for all visitors.
            for _ in 0..2 {
                let public = get(&app.anonymous(), path).await;
                assert!(!public.contains("giá thỏa thuận") && !public.contains("1.640.000"), "{path}");
            }
        }
        let codes = CodesResolve {
            lines: vec![CodeLine { code: "9520000010010".into(), quantity: 1 }],
            counting: Counting::Cases,
        };
        let found = buyer.send(Call::<ResolveCodes>::new(()).body(&codes)).await.unwrap();
        let found = found.lines[0].pack.clone().unwrap();
        assert_eq!((found.case_price.amount, found.agreed_listing_id), (1_640_000, Some(listing)));
        line(&buyer, &goods).await;
        assert!(get(&browser, "/basket").await.contains("giá thỏa thuận"));
        let placed = order(&buyer, &goods, 82_000, "shown").await.unwrap().orders.remove(0);
        let paper = get(&browser, &format!("/desk/orders/{}", placed.id)).await;
        assert!(paper.contains("giá thỏa thuận") && paper.contains(&format!("/desk/listings/{listing}")));
    }
}
