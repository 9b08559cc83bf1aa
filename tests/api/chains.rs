//! Chains and stores that change.

use crate::listings::{chain_of, store_of};
use shared::{Call, Code, FieldCode, Input, listings::*};
use tests::*;

on_both_databases! {
    async fn a_chain_and_its_stores_are_changed_by_the_centre_and_by_those_who_run_it(app: TestApp) {
        let (retailer, other) = (app.retailer("Siêu thị").await, app.retailer("Khác").await);
        let chain = chain_of(&app, &retailer, true).await.id;
        let store = store_of(&retailer, chain, "A").await.unwrap().id;
        store_of(&retailer, chain, "B").await.unwrap();
        let record = retailer.send(Call::<GetChain>::new((chain,))).await.unwrap();
        let body = ChainUpdate { name: "Chuỗi mới".into(), ..ChainUpdate::example() };
        let call = |version| Call::<UpdateChain>::new((chain,)).body(&body).if_version(version);

        let changed = retailer.send(call(record.version)).await.unwrap();

        assert_eq!((changed.name.as_str(), changed.stores.len()), ("Chuỗi mới", 2));
        assert_eq!(changed.contact.as_ref().unwrap().name, "Phòng thu mua");
        refused(retailer.send(call(record.version)).await, Code::PreconditionFailed);
        refused(other.send(Call::<GetChain>::new((chain,))).await, Code::NotFound);
        refused(other.send(call(changed.version)).await, Code::NotFound);
        let public = app.anonymous().send(Call::<ListChains>::new(())).await.unwrap();
        assert_eq!(public.items[0].name, "Chuỗi mới");

        let seen = changed.stores.iter().find(|row| row.id == store).unwrap();
        let update = |change: fn(&mut StoreUpdate)| {
            let mut body = StoreUpdate { gln: None, ..StoreUpdate::example() };
            change(&mut body);
            Call::<UpdateStore>::new((store,)).body(&body).if_version(seen.version)
        };
        for (wrong, field, code) in [
            (update(|body| body.code = "B".into()), "code", FieldCode::Taken),
            (update(|body| body.commune_code = "00000".into()), "commune_code", FieldCode::Unknown),
            (update(|body| body.gln = Some("9528765432107".into())), "gln", FieldCode::CheckDigit),
        ] {
            let problem = refused(app.centre().send(wrong).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [(field, code)]);
        }
        let moved = app.centre().send(update(|_| {})).await.unwrap();
        assert_eq!((moved.code.as_str(), moved.address.as_str()), ("VD-09", "Số 4 đường Ví Dụ"));
    }
}
