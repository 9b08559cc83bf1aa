//! A receipt that was typed wrongly is corrected for a while; what was said before is not lost.

use crate::{
    audit_trail::newest,
    pages::post,
    pages_desk::{ordered, page},
};
use shared::{Call, Code, FieldCode, OrderId, identity::Role, orders::*};
use tests::*;

/// An order of eighteen cases of which the buyer said that eight had come.
async fn received(app: &TestApp, coop: &Person, buyer: &Person) -> Order {
    let goods = app
        .product(coop)
        .unit_price(10_000)
        .stock(40)
        .published()
        .create()
        .await;
    let order = ordered(app, buyer, goods.pack_id(), 18).await;
    coop.send(Call::<ConfirmOrder>::new((order.id,)))
        .await
        .expect("confirmed");
    let ship = Call::<ShipOrder>::new((order.id,)).body(&OrderShip { note: None });
    coop.send(ship).await.expect("shipped");
    let body = OrderReceive {
        lines: vec![line(&order, 8)],
        note: None,
    };
    let receive = Call::<ReceiveOrder>::new((order.id,)).body(&body);
    buyer.send(receive).await.expect("received")
}

fn line(order: &Order, accepted: i64) -> ReceiveLine {
    ReceiveLine {
        line_id: order.lines[0].id,
        accepted,
        damaged: None,
    }
}

fn correct(id: OrderId, lines: Vec<ReceiveLine>) -> Call<CorrectReceipt> {
    let reason = "Gõ nhầm 8 thay vì 18.".into();
    Call::new((id,)).body(&ReceiptCorrect { lines, reason })
}

on_both_databases! {
    async fn a_receipt_is_corrected_and_what_was_said_before_stays(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let store = buyer.colleague(Role::Store).await;
        let order = received(&app, &coop, &buyer).await;
        let due = order.due.clone().unwrap().total.amount;
        app.run_jobs().await;

        let got = store.send(correct(order.id, vec![line(&order, 18)])).await.unwrap();

        assert_eq!((got.status, got.lines[0].accepted), (OrderStatus::Received, Some(18)));
        assert_eq!(got.due.clone().unwrap().total.amount, due / 8 * 18);
        let last = got.events.last().unwrap();
        let before = CountedLine { line_id: order.lines[0].id, accepted: 8, damaged: 0 };
        assert_eq!((&last.before, last.note.as_deref()), (&vec![before], Some("Gõ nhầm 8 thay vì 18.")));
        assert_eq!(coop.send(Call::<GetOrder>::new((order.id,))).await.unwrap().events, got.events);
        let list = coop.send(Call::<ListOrders>::new(())).await.unwrap();
        assert_eq!(list.items[0].missing, Some(0));
        app.run_jobs().await;
        let told = mails.last_for(&coop.login());
        assert!(told.subject.contains("đã sửa số nhận") && told.text.contains("Gõ nhầm 8 thay vì 18."), "{told:?}");
        assert_eq!(app.findings().await, [""; 0]);
        let traced = newest(&app, "correct_receipt").await.changes;
        let traced: Vec<_> = traced.iter().map(|change| (change.field.as_str(), change.before.as_deref(), change.after.as_deref())).collect();
        assert_eq!(traced, [("lines.1.accepted", Some("8"), Some("18")), ("reason", None, Some("Gõ nhầm 8 thay vì 18."))]);
    }

    async fn a_receipt_stands_after_two_days(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let order = received(&app, &coop, &buyer).await;
        app.clock().advance_hours(CORRECT_HOURS - 1);
        buyer.send(correct(order.id, vec![line(&order, 17)])).await.unwrap();
        app.clock().advance_hours(1);

        // A correction does not begin the time anew.
        refused(buyer.send(correct(order.id, vec![line(&order, 18)])).await, Code::WrongState);

        let seen = buyer.send(Call::<GetOrder>::new((order.id,))).await.unwrap();
        assert_eq!((seen.lines[0].accepted, &seen.actions[..]), (Some(17), &[][..]));
    }

    async fn only_the_buyer_of_goods_that_came_corrects_what_came(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let rival = app.retailer("Siêu thị Đỏ").await;
        let order = received(&app, &coop, &buyer).await;
        let call = || correct(order.id, vec![line(&order, 18)]);
        refused(rival.send(call()).await, Code::NotFound);
        refused(coop.send(call()).await, Code::Forbidden);
        refused(app.centre().send(call()).await, Code::Forbidden);
        let goods = app.product(&coop).stock(40).published().create().await;
        let other = ordered(&app, &buyer, goods.pack_id(), 2).await;
        refused(buyer.send(correct(other.id, vec![line(&other, 2)])).await, Code::WrongState);

        for (wrong, field, code) in [
            (line(&order, 19), "lines[0].accepted", FieldCode::TooLarge),
            (line(&other, 2), "lines[0].line_id", FieldCode::Unknown),
            (line(&order, 8), "lines", FieldCode::Unchanged),
        ] {
            let problem = refused(buyer.send(correct(order.id, vec![wrong])).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [(field, code)]);
        }
    }

    async fn the_same_correction_twice_is_one(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let order = received(&app, &coop, &buyer).await;
        let call = || correct(order.id, vec![line(&order, 18)]).idempotency_key("once".to_owned());
        let first = buyer.raw_call(call()).await;
        let again = buyer.raw_call(call()).await;
        assert_eq!((first.status, again.status), (200, 200));
        assert_eq!(first.body, again.body);
        let (one, other) = tokio::join!(
            buyer.send(correct(order.id, vec![line(&order, 16)])),
            buyer.send(correct(order.id, vec![line(&order, 16)])),
        );
        assert!(one.is_ok() != other.is_ok());
        let seen = buyer.send(Call::<GetOrder>::new((order.id,))).await.unwrap();
        assert_eq!(seen.events.iter().filter(|event| !event.before.is_empty()).count(), 2);
    }

    async fn the_form_that_corrects_says_until_when_and_what_is_wrong(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let buyer = app.retailer("Siêu thị Xanh").await.by_cookie();
        let order = received(&app, &coop, &buyer).await;
        let path = format!("/desk/orders/{}", order.id);
        let form = page(&buyer, &path).await;
        assert!(form.contains("Ghi nhầm số nhận?") && form.contains("Sửa được đến"), "{form}");
        let send = async |accepted: &str, reason: &str| {
            let line = order.lines[0].id.to_string();
            let sent = [("action", "correct"), ("once", accepted), ("reason", reason),
                ("lines[0].line_id", line.as_str()), ("lines[0].accepted", accepted), ("lines[0].damaged", "0")];
            post(&buyer, &format!("{path}/correct"), &sent).await
        };
        let wrong = send("19", "").await;
        assert!(wrong.status == 422 && wrong.text().contains("value=\"19\"") && wrong.text().contains("Lý do: "));
        assert_eq!(send("18", "Gõ nhầm").await.status, 303);
        let history = page(&coop, &path).await;
        assert!(history.contains("Sửa số nhận") && history.contains("trước đó ghi nhận 8 thùng, hỏng 0."), "{history}");
        assert!(!page(&coop, "/desk").await.contains(&order.number));
    }
}
