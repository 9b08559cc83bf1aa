//! The rows that are tried.

use super::cast::Rows;
use serde_json::{Value, json};
use shared::{Call, Input, identity::*, listings::*, orders::*, papers::*, producers::*};
use tests::*;

/// A public product with an order and a listing, and a draft, all of them between one producer and one retailer.
pub(super) async fn goods(app: &TestApp, coop: &Person, shop: &Person) -> Rows {
    let public = app.product(coop).stars(4).stock(400).published().create().await;
    let draft = app
        .product(coop)
        .name("Bản nháp chưa ai biết")
        .submitted()
        .create()
        .await;
    let place = PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id: public.pack_id(),
            quantity: i64::from(public.pack.min_cases),
            expected_case_price: None,
        }],
        ..PurchasePlace::example()
    };
    let call = Call::<PlacePurchase>::new(())
        .body(&place)
        .idempotency_key("authz");
    let purchase = shop.send(call).await.unwrap();
    let body = ChainCreate {
        organisation_id: shop.organisation_id(),
        ..ChainCreate::example()
    };
    let chain = app
        .centre()
        .send(Call::<CreateChain>::new(()).body(&body))
        .await
        .unwrap();
    let shelf = store(shop, chain.id, "S-A").await;
    let closing = store(shop, chain.id, "S-B").await;
    bank_account(coop).await;
    let shared = PaperAdd {
        shared_with_buyers: true,
        ..app.paper_of(PaperKind::FoodSafetyCertificate, None)
    };
    let paper = coop.send(Call::<AddPaper>::new(()).body(&shared)).await.unwrap();
    let scan = Request::post(&format!("/api/v1/papers/{}/file", paper.id))
        .header("if-match", "*")
        .file("giay.jpg", "image/jpeg", PICTURE);
    assert_eq!(coop.raw(scan).await.status, 200);
    let paper = coop.send(Call::<GetPaper>::new((paper.id,))).await.unwrap();
    let paper = app.verify(&paper).await;
    let waiting = app.pending_paper(coop, PaperKind::Haccp, None).await;
    let table = "/api/v1/imports?kind=products".to_owned();
    let table = Request::post(&table).file("bang.csv", "text/csv", TABLE.as_bytes());
    let import: serde_json::Value = coop.raw(table).await.json();
    app.run_jobs().await;
    let photo = photo(coop).await;
    let image = draft.product.texts.images[0].id;
    let body = ListingPitch {
        product_id: public.id,
        chain_id: chain.id,
        ..ListingPitch::example()
    };
    let listing = coop
        .send(Call::<PitchListing>::new(()).body(&body))
        .await
        .unwrap();
    Rows::default()
        .with("product", public.id)
        .with("slug", &public.slug)
        .with("draft", draft.id)
        .with("image", image)
        .with("photo", photo)
        .with("paper", paper.id)
        .with("pending_paper", waiting.id)
        .with("import", &import["id"])
        .with(
            "certificate",
            public.certificate.as_ref().map(|certificate| certificate.id),
        )
        .with("session", coop.sign_in_again().await.session().id)
        .with("pack", public.pack_id())
        .with("lot", public.lot.map(|lot| lot.id))
        .with("draft_slug", &draft.slug)
        .with("order_number", &purchase.orders[0].number)
        .with("order", purchase.orders[0].id)
        .with("line", purchase.orders[0].lines[0].id)
        .with("purchase", purchase.id)
        .with("listing", listing.id)
        .with("chain", chain.id)
        .with("store", shelf)
        .with("closing_store", closing)
        .with("producer", coop.organisation_id())
        .with("retailer", shop.organisation_id())
}

/// The rows that each organisation has of its own: itself, a member and an invitation that nobody needs.
pub(super) async fn own(manager: &Person, role: Role, rows: Rows) -> Rows {
    let member = manager.colleague(role).await;
    let body = InvitationCreate {
        login: format!("expendable-{}@example.com", manager.app().next()),
        name: None,
        role,
    };
    let call = Call::<CreateInvitation>::new((manager.organisation_id(),)).body(&body);
    let made = manager.send(call).await.unwrap();
    rows.with("organisation", manager.organisation_id())
        .with("member", member.session().user.id)
        .with("invitation", made.invitation.id)
        .with("token", made.token)
}

const PICTURE: &[u8] = include_bytes!("../../fixtures/persimmons.jpg");
const TABLE: &str = "Mã sản phẩm,Tên sản phẩm,Mã nhóm,Mô tả\n,Chè dây,I.5.b,Chè dây hái trên núi cao.\n";

/// A new store of the chain; its id.
pub(super) async fn store(shop: &Person, chain: shared::ChainId, code: &str) -> Value {
    let body = StoreCreate {
        code: code.to_owned(),
        gln: None,
        ..StoreCreate::example()
    };
    let call = Call::<CreateStore>::new((chain,)).body(&body);
    json!(shop.send(call).await.unwrap().id)
}

/// A new photo of the producer's page; its id.
pub(super) async fn photo(coop: &Person) -> Value {
    let target = format!("/api/v1/producers/{}/photos", coop.organisation_id());
    let request = Request::post(&target)
        .header("if-match", "*")
        .file("anh.jpg", "image/jpeg", PICTURE);
    last_of(coop.raw(request).await, "photos")
}

/// A new picture of the product; its id.
pub(super) async fn image(coop: &Person, product: &str) -> Value {
    let request = Request::post(&format!("/api/v1/products/{product}/images"))
        .header("if-match", "*")
        .file("anh.jpg", "image/jpeg", PICTURE);
    last_of(coop.raw(request).await, "images")
}

/// The id of the newest of a list of pictures.
fn last_of(answer: Answer, name: &str) -> Value {
    assert!(answer.status < 300, "{}", answer.text());
    let view: Value = answer.json();
    let list = view.pointer(&format!("/texts/{name}")).or_else(|| view.get(name));
    match list.and_then(|list| list.as_array()?.last()) {
        Some(last) => last["id"].clone(),
        None => view["id"].clone(),
    }
}

pub(super) async fn bank_account(coop: &Person) {
    let call = Call::<PutBankAccount>::new((coop.organisation_id(),)).body(&BankAccountPut::example());
    coop.send(call).await.unwrap();
}
