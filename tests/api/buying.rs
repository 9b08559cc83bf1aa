//! Filling a basket, and what a buyer is told when something in it cannot be ordered.

use shared::{Call, Code, FieldCode, Input, PackId, catalogue::*, discovery::*, orders::*};
use tests::*;

fn lines(lines: &[(PackId, i64)]) -> Vec<BasketAddLine> {
    let line = |(pack_id, quantity): &(PackId, i64)| BasketAddLine {
        pack_id: *pack_id,
        quantity: *quantity,
    };
    lines.iter().map(line).collect()
}

fn add(wanted: &[(PackId, i64)], as_far_as_possible: bool) -> Call<AddBasketLines> {
    Call::new(()).body(&BasketAdd {
        lines: lines(wanted),
        as_far_as_possible,
        at_least: false,
    })
}

/// Pack and cases of each line in the basket.
fn held(basket: &Basket) -> Vec<(PackId, i64)> {
    let lines = basket.groups.iter().flat_map(|group| &group.lines);
    lines.map(|line| (line.pack_id, line.quantity)).collect()
}

async fn place(
    app: &TestApp,
    buyer: &Person,
    lines: Vec<PurchaseLine>,
) -> Result<Purchase, shared::ClientError> {
    let body = PurchasePlace {
        lines,
        ..PurchasePlace::example()
    };
    let key = format!("buying-{}", app.next());
    buyer
        .send(Call::<PlacePurchase>::new(()).body(&body).idempotency_key(key))
        .await
}

fn line(pack_id: PackId, quantity: i64) -> PurchaseLine {
    PurchaseLine {
        pack_id,
        quantity,
        expected_case_price: None,
    }
}

/// Field, kind and limit of each problem, as they come.
fn told(problem: &shared::Problem) -> Vec<(&str, FieldCode, Option<i64>)> {
    let fields = problem.fields.iter();
    fields
        .map(|field| (field.field.as_str(), field.code, field.limit))
        .collect()
}

on_both_databases! {
    async fn adding_adds_and_says_at_once_what_cannot_be_had(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app
            .product(&coop)
            .pack(|pack| (pack.min_cases, pack.case_multiple) = (4, 2))
            .stock(13)
            .published()
            .create()
            .await;
        let pack = goods.pack_id();
        for (quantity, code, kind, limit) in [
            (2, Code::ValidationFailed, FieldCode::Minimum, 4),
            (5, Code::ValidationFailed, FieldCode::Multiple, 2),
            (14, Code::StockInsufficient, FieldCode::StockInsufficient, 13),
        ] {
            let problem = refused(buyer.send(add(&[(pack, quantity)], false)).await, code);
            assert_eq!(told(&problem), [("lines[0].quantity", kind, Some(limit))]);
        }
        refused(buyer.send(add(&[(pack, 0)], false)).await, Code::ValidationFailed);
        assert_eq!(held(&buyer.send(add(&[(pack, 4)], false)).await.unwrap().basket), [(pack, 4)]);
        let more = buyer.send(add(&[(pack, 2)], false)).await.unwrap();
        assert_eq!((held(&more.basket), more.lines[0].added), (vec![(pack, 6)], 2), "two more are enough now");
        let count = buyer.send(Call::<CountBasket>::new(())).await.unwrap();
        assert_eq!((count.lines, count.cases), (1, 6));
        // Twelve are possible of thirteen, six of them more than now.
        let most = buyer.send(add(&[(pack, 50), (PackId::EXAMPLE, 1)], true)).await.unwrap();
        let became: Vec<_> = most.lines.iter().map(|line| (line.added, line.problem)).collect();
        assert_eq!(became, [(6, Some(FieldCode::StockInsufficient)), (0, Some(FieldCode::NotOrderable))]);
        assert_eq!(held(&most.basket), [(pack, 12)]);
    }

    async fn a_refused_purchase_names_every_bad_line_with_its_kind(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let make = async |stock| app.product(&coop).unit_price(1_000).stock(stock).published().create().await;
        let (good, scarce, dearer) = (make(50).await, make(3).await, make(50).await);
        let stepped = app
            .product(&coop)
            .pack(|pack| (pack.min_cases, pack.case_multiple) = (4, 2))
            .stock(50)
            .published()
            .create()
            .await;
        let mut changed = line(dearer.pack_id(), 1);
        changed.expected_case_price = Some(19_000);
        let wrong = vec![
            line(good.pack_id(), 1),
            line(scarce.pack_id(), 4),
            line(stepped.pack_id(), 2),
            line(PackId::EXAMPLE, 1),
            changed,
        ];
        let problem = refused(place(&app, &buyer, wrong).await, Code::NotOrderable);
        let expected = [
            ("lines[1].quantity", FieldCode::StockInsufficient, Some(3)),
            ("lines[2].quantity", FieldCode::Minimum, Some(4)),
            ("lines[3].pack_id", FieldCode::NotOrderable, None),
            ("lines[4].expected_case_price", FieldCode::CasePrice, Some(20_000)),
        ];
        assert_eq!(told(&problem), expected);
        let mut same = line(dearer.pack_id(), 1);
        same.expected_case_price = Some(19_000);
        let problem = refused(place(&app, &buyer, vec![same]).await, Code::PriceChanged);
        assert_eq!(told(&problem), [("lines[0].expected_case_price", FieldCode::CasePrice, Some(20_000))]);
    }

    async fn a_file_of_codes_is_looked_up_line_by_line(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await.by_cookie();
        let goods = app.product(&coop).pack(|pack| pack.gtin = Some("9520000010010".into())).stock(9).published().create().await;
        let request = |path: &str, file: &[u8]| {
            Request::post(path).header("sec-fetch-site", "same-origin").file("don.csv", "text/csv", file)
        };
        let file = "Tên hàng;Số lượng;Mã vạch\nHồng;3;9520000010010\nBưởi;1;4006381333931\n\nNa;2;8,9E+12\nMận;nhiều;9520000010010\nHồng;;9520000010010\nCộng;;\n";

        let answer = buyer.raw(request("/api/v1/basket/codes/file", file.as_bytes())).await;

        assert_eq!(answer.status, 200, "{}", answer.text());
        let found: ResolvedFile = answer.json();
        let lines: Vec<_> = found.lines.iter().map(|line| (line.line, line.resolved.pack.as_ref().map(|pack| pack.pack_id), line.resolved.problem)).collect();
        assert_eq!(lines, [(2, Some(goods.pack_id()), None), (3, None, Some(FieldCode::Unknown))]);
        let unread: Vec<_> = found.unread.iter().map(|line| (line.line, line.why)).collect();
        assert_eq!(unread, [(5, Unreadable::Rounded), (6, Unreadable::NoNumber), (7, Unreadable::NoQuantity), (8, Unreadable::NoCode)]);
        let refusal = async |file: &[u8]| {
            let problem = buyer.raw(request("/api/v1/basket/codes/file", file)).await.problem();
            (problem.code, problem.fields[0].code)
        };
        let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old";
        assert_eq!(refusal(old).await, (Code::SheetRefused, FieldCode::SheetOld));
        assert_eq!(refusal("9520000010010,1\n".repeat(1_001).as_bytes()).await, (Code::SheetRefused, FieldCode::SheetTooManyRows));
        assert_eq!(refusal(b"").await, (Code::ValidationFailed, FieldCode::Required));

        let page = buyer.raw(request("/basket/quick/file?counting=cases", file.as_bytes())).await;
        let field = format!("cases.{}", goods.pack_id());
        for told in [&field, "Dòng 3:", "Dòng 6:", "1 mã không có trên sàn", "4 dòng chưa đọc được", "Cộng"] {
            assert!(page.text().contains(told), "{told}: {}", page.text());
        }
        let page = buyer.raw(request("/basket/quick/file", old)).await;
        assert!(page.status == 422 && page.text().contains("Đây là tệp Excel kiểu cũ (.xls)."), "{}", page.text());
    }

    async fn codes_of_units_and_cases_are_found_and_rounded(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app
            .product(&coop)
            .pack(|pack| {
                pack.gtin = Some("9520000010010".into());
                pack.case_gtin = Some("19520000010017".into());
                (pack.units, pack.min_cases, pack.case_multiple) = (20, 2, 2);
            })
            .stock(9)
            .published()
            .create()
            .await;
        let hidden = app.product(&coop).pack(|pack| pack.gtin = Some("9528765432108".into())).stock(9).create().await;
        let resolve = async |counting, lines: &[(&str, i64)]| {
            let line = |(code, quantity): &(&str, i64)| CodeLine { code: (*code).to_owned(), quantity: *quantity };
            let body = CodesResolve { lines: lines.iter().map(line).collect(), counting };
            let found = buyer.send(Call::<ResolveCodes>::new(()).body(&body)).await.unwrap();
            found
                .lines
                .into_iter()
                .map(|line| (line.pack.map(|pack| pack.pack_id), line.quantity, line.possible, line.problem))
                .collect::<Vec<_>>()
        };
        let pack = Some(goods.pack_id());
        let found = resolve(Counting::Cases, &[("09520000010010", 3), ("4006381333931", 1), ("4006381333932", 1)]).await;
        assert_eq!(found, [
            (pack, 4, 4, Some(FieldCode::Multiple)),
            (None, 0, 0, Some(FieldCode::Unknown)),
            (None, 0, 0, Some(FieldCode::CheckDigit)),
        ]);
        let twice = resolve(Counting::Cases, &[("9520000010010", 2), ("1952 0000 0100 17", 2)]).await;
        assert_eq!(twice, [(pack, 4, 4, None), (pack, 0, 0, Some(FieldCode::Duplicate))]);
        let summed = resolve(Counting::Cases, &[("9520000010010", 1), ("9520000010010", 1)]).await;
        assert_eq!(summed[0], (pack, 2, 2, None), "one and one are two, and not a full multiple each");
        let summed = resolve(Counting::Units, &[("9520000010010", 21), ("9520000010010", 21), ("9520000010010", 21)]).await;
        assert_eq!(summed[0], (pack, 4, 4, None), "63 units are four cases, not two each");
        // 61 consumer units are four cases; 61 cases are more than there are.
        assert_eq!(resolve(Counting::Units, &[("9520000010010", 61)]).await, [(pack, 4, 4, None)]);
        let short = resolve(Counting::Units, &[("19520000010017", 61)]).await;
        assert_eq!(short, [(pack, 62, 8, Some(FieldCode::StockInsufficient))]);
        let not_public = resolve(Counting::Cases, &[(hidden.pack.gtin.as_deref().unwrap(), 1)]).await;
        assert_eq!(not_public[0].0, None, "a draft stays unknown");
        refused(
            buyer.send(Call::<ResolveCodes>::new(()).body(&CodesResolve { lines: vec![], counting: Counting::Cases })).await,
            Code::ValidationFailed,
        );
    }

    async fn places_are_remembered_and_orders_found_again(app: TestApp) {
        let (first, second) = (app.cooperative("HTX Bảo Lâm").await, app.cooperative("HTX Mẫu Sơn").await);
        let buyer = app.retailer("Siêu thị Xanh").await;
        let mut packs = Vec::new();
        for coop in [&first, &second] {
            let goods = app
                .product(coop)
                .texts(|texts| texts.name_en = Some("Dried persimmon".into()))
                .stock(20)
                .published()
                .create()
                .await;
            packs.push(goods.pack_id());
        }
        let buy = async |pack, place: &str, number: &str| {
            let mut body = PurchasePlace { lines: vec![line(pack, 1)], ..PurchasePlace::example() };
            body.delivery.name = place.to_owned();
            body.po_number = Some(number.to_owned());
            let key = format!("buying-{}", app.next());
            let call = Call::<PlacePurchase>::new(()).body(&body).idempotency_key(key);
            buyer.send(call).await.unwrap().orders.remove(0)
        };
        let one = buy(packs[0], "Kho Đông Kinh", "PO-100%").await;
        app.clock().advance_days(2);
        let two = buy(packs[1], "Kho Kỳ Lừa", "PO-200").await;
        buy(packs[1], "Kho Kỳ Lừa", "PO-300").await;
        assert_eq!(one.lines[0].product_name_en.as_deref(), Some("Dried persimmon"));
        let places = buyer.send(Call::<ListDeliveryPlaces>::new(())).await.unwrap().items;
        let names: Vec<_> = places.iter().map(|place| place.name.as_str()).collect();
        assert_eq!(names, ["Kho Kỳ Lừa", "Kho Đông Kinh"]);
        let found = async |filter: OrderFilter| {
            let orders = buyer.send(Call::<ListOrders>::new(()).query(&filter)).await.unwrap();
            orders.items.into_iter().map(|order| order.id).collect::<Vec<_>>()
        };
        let filter = OrderFilter::default;
        assert_eq!(found(OrderFilter { q: Some("po-200".into()), ..filter() }).await, [two.id]);
        assert_eq!(found(OrderFilter { q: Some("%".into()), ..filter() }).await, [one.id], "signs stand for themselves");
        assert_eq!(found(OrderFilter { q: Some(one.number[3..].to_lowercase()), ..filter() }).await, [one.id]);
        assert_eq!(found(OrderFilter { producer: Some(first.organisation_id()), ..filter() }).await, [one.id]);
        assert_eq!(found(OrderFilter { delivery: Some("Kho Đông Kinh".into()), ..filter() }).await, [one.id]);
        let day = one.placed_at.day();
        assert_eq!(found(OrderFilter { until: Some(day), ..filter() }).await, [one.id]);
        assert_eq!(found(OrderFilter { from: day.next_day(), ..filter() }).await.len(), 2);
    }

    async fn prices_are_compared_by_the_kilogram(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let make = async |name: &str, price, content, unit| {
            let sized = |pack: &mut PackCreate| {
                (pack.unit_price, pack.net_quantity, pack.net_unit) = (price, content, unit);
            };
            app.product(&coop).name(name).pack(sized).stock(5).published().create().await
        };
        make("Hộp nhỏ", 20_000, 100, Unit::Gram).await;
        make("Túi to", 90_000, 1, Unit::Kilogram).await;
        make("Chai", 60_000, 500, Unit::Millilitre).await;
        make("Giỏ tre", 1_000, 1, Unit::Piece).await;
        let by = async |sort| {
            let filter = ProductFilter { sort: Some(sort), ..Default::default() };
            let list = app.anonymous().send(Call::<ListProducts>::new(()).query(&filter)).await.unwrap();
            list.items
        };
        let cards = by(ProductSort::PriceAscending).await;
        let seen: Vec<_> = cards
            .iter()
            .map(|card| (card.name.as_str(), card.price_from.unwrap().amount, card.price_per.unwrap().price.amount))
            .collect();
        assert_eq!(seen, [
            ("Túi to", 90_000, 90_000),
            ("Chai", 60_000, 120_000),
            ("Hộp nhỏ", 20_000, 200_000),
            ("Giỏ tre", 1_000, 1_000),
        ]);
        let names: Vec<_> = by(ProductSort::PriceDescending).await.into_iter().map(|card| card.name).collect();
        assert_eq!(names, ["Hộp nhỏ", "Chai", "Túi to", "Giỏ tre"]);
    }
}
