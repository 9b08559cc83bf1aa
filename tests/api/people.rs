//! The people of an organisation: roles, members, invitations, and whom a person acts for.

use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use shared::{
    Call, Code, FieldCode, InvitationId, OrganisationId, UserId, catalogue::*, endpoint::Secret, identity::*,
    listings::ListListings, orders::*,
};
use tests::*;

fn members(id: OrganisationId) -> Call<ListMembers> {
    Call::new((id,))
}

fn role(id: OrganisationId, user: UserId, role: Role) -> Call<UpdateMember> {
    Call::new((id, user)).body(&MemberUpdate { role })
}

fn remove(id: OrganisationId, user: UserId) -> Call<RemoveMember> {
    Call::new((id, user))
}

fn invite(id: OrganisationId, login: &str, role: Role) -> Call<CreateInvitation> {
    Call::new((id,)).body(&InvitationCreate {
        login: login.into(),
        name: None,
        role,
    })
}

fn look(token: &str) -> Call<GetInvitation> {
    Call::new((Secret::new(token),))
}

fn accept(token: &str, body: &InvitationAccept) -> Call<AcceptInvitation> {
    Call::new((Secret::new(token),)).body(body)
}

fn nothing() -> InvitationAccept {
    InvitationAccept {
        name: None,
        password: None,
        consent: false,
    }
}

fn switch(id: OrganisationId) -> Call<SwitchOrganisation> {
    Call::new(()).body(&OrganisationSwitch { organisation_id: id })
}

fn user(person: &Person) -> UserId {
    person.session().user.id
}

on_both_databases! {
    async fn who_signs_up_is_the_manager(app: TestApp) {
        for person in [app.cooperative("HTX Bảo Lâm").await, app.retailer("Siêu thị Xứ Lạng").await] {
            assert_eq!(person.session().role, Role::Manager);
            let list = person.send(members(person.organisation_id())).await.unwrap().items;
            assert_eq!(list.len(), 1);
            assert_eq!((list[0].user_id, list[0].role), (user(&person), Role::Manager));
            assert_eq!(list[0].login, person.login());
        }
    }

    async fn an_invited_person_joins_with_a_name_a_password_and_a_consent(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        let made = coop.send(invite(id, "+84 912 000 999", Role::Staff)).await.unwrap();
        assert_eq!(made.invitation.login, "0912000999");
        assert_eq!(made.invitation.expires_at, app.clock().now().plus_days(7));

        let notice = app.anonymous().send(look(&made.token)).await.unwrap();
        assert_eq!((notice.organisation.as_str(), notice.role), ("HTX Bảo Lâm", Role::Staff));
        let problem = refused(app.anonymous().send(accept(&made.token, &nothing())).await, Code::ValidationFailed);
        assert_eq!(
            fields(&problem),
            [("consent", FieldCode::Consent), ("name", FieldCode::TooShort), ("password", FieldCode::TooShort)]
        );

        let before = consents(&app).await;
        let colleague = app.anonymous().join(&made.token).await.unwrap();
        assert_eq!((colleague.organisation_id(), colleague.session().role), (id, Role::Staff));
        assert_eq!(consents(&app).await, before + 1);
        let again = colleague.sign_in_again().await;
        assert_eq!(again.session().user.login, "0912000999");
        let names: Vec<_> = coop.send(members(id)).await.unwrap().items.into_iter().map(|member| member.role).collect();
        assert_eq!(names, [Role::Manager, Role::Staff]);
    }

    async fn an_invitation_works_once_and_for_a_week(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let used = coop.invite("mot@example.com", Role::Staff).await;
        app.anonymous().join(&used).await.unwrap();
        refused(app.anonymous().send(look(&used)).await, Code::NotFound);
        refused(app.anonymous().send(accept(&used, &InvitationAccept { consent: true, ..nothing() })).await, Code::NotFound);

        let old = coop.invite("hai@example.com", Role::Staff).await;
        app.clock().advance_days(7);
        refused(app.anonymous().send(look(&old)).await, Code::NotFound);
        refused(app.anonymous().join(&old).await, Code::NotFound);
        refused(app.anonymous().send(look("no-such-token")).await, Code::NotFound);
        let list = Call::<ListInvitations>::new((coop.organisation_id(),));
        assert!(coop.send(list).await.unwrap().items.is_empty());
    }

    async fn of_two_who_accept_at_once_one_joins(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let token = coop.invite("mot@example.com", Role::Staff).await;
        let (one, other) = (app.cooperative("HTX Một").await, app.cooperative("HTX Hai").await);

        let body = nothing();
        let (first, second) = tokio::join!(one.send(accept(&token, &body)), other.send(accept(&token, &body)));

        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
        assert_eq!(coop.send(members(coop.organisation_id())).await.unwrap().items.len(), 2);
    }

    async fn a_withdrawn_invitation_is_worth_nothing_and_a_new_one_replaces_the_last(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        let first = coop.send(invite(id, "mot@example.com", Role::Staff)).await.unwrap();
        let second = coop.send(invite(id, " MOT@example.com", Role::Manager)).await.unwrap();
        refused(app.anonymous().send(look(&first.token)).await, Code::NotFound);
        app.anonymous().send(look(&second.token)).await.unwrap();

        let withdraw = |which: InvitationId| Call::<WithdrawInvitation>::new((id, which));
        refused(coop.send(withdraw(first.invitation.id)).await, Code::NotFound);
        coop.send(withdraw(second.invitation.id)).await.unwrap();

        refused(app.anonymous().join(&second.token).await, Code::NotFound);
        refused(coop.send(withdraw(second.invitation.id)).await, Code::NotFound);
    }

    async fn only_the_hash_of_a_token_is_kept(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let token = coop.invite("mot@example.com", Role::Staff).await;
        let query = Query::select().column("token_hash").from("invitations").to_owned();
        let kept: String = app.db().query_one(&query).await.unwrap().unwrap().try_get("", "token_hash").unwrap();
        assert_ne!(kept, token);
        assert!(token.len() >= 40, "{token}");
    }

    async fn an_existing_person_signs_in_and_accepts(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let token = coop.invite(&other.login(), Role::Staff).await;

        refused(app.anonymous().join(&token).await, Code::Unauthenticated);
        let joined = other.join(&token).await.unwrap();

        assert_eq!(user(&joined), user(&other), "no second person");
        assert_eq!((joined.organisation_id(), joined.session().role), (coop.organisation_id(), Role::Staff));
        refused(other.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        let here = joined.send(Call::<GetSession>::new(())).await.unwrap();
        let names: Vec<_> = here.organisations.iter().map(|one| (one.name.as_str(), one.role)).collect();
        assert_eq!(names, [("HTX Bảo Lâm", Role::Staff), ("HTX Mẫu Sơn", Role::Manager)]);
    }

    async fn who_is_there_already_is_not_invited_or_let_in_twice(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;
        let problem = refused(coop.send(invite(coop.organisation_id(), &staff.login(), Role::Staff)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("login", FieldCode::Taken)]);
        let token = coop.invite("other@example.com", Role::Manager).await;
        refused(staff.send(accept(&token, &nothing())).await, Code::Taken);
        app.anonymous().send(look(&token)).await.expect("still open: nothing was taken");
    }

    async fn a_login_must_be_an_address_or_a_vietnamese_number(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        for login in ["nobody", "+1 202 555 0100", "0912"] {
            let problem = refused(coop.send(invite(coop.organisation_id(), login, Role::Staff)).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [("login", FieldCode::Format)], "{login}");
        }
        let problem = refused(coop.send(invite(coop.organisation_id(), "nobody@b", Role::Staff)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("login", FieldCode::Email)]);
    }

    async fn roles_are_those_of_the_kind_of_organisation(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;
        let id = coop.organisation_id();
        for wrong in [Role::Buyer, Role::Approver, Role::Store, Role::Editor, Role::Officer] {
            let problem = refused(coop.send(invite(id, "mot@example.com", wrong)).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [("role", FieldCode::Unknown)]);
            let problem = refused(coop.send(role(id, user(&staff), wrong)).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [("role", FieldCode::Unknown)]);
        }
    }

    async fn only_managers_manage_people(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;
        let id = coop.organisation_id();

        staff.send(members(id)).await.unwrap();
        refused(staff.send(invite(id, "mot@example.com", Role::Manager)).await, Code::Forbidden);
        refused(staff.send(role(id, user(&staff), Role::Manager)).await, Code::Forbidden);
        refused(staff.send(remove(id, user(&coop))).await, Code::Forbidden);
        refused(staff.send(Call::<ListInvitations>::new((id,))).await, Code::Forbidden);

        coop.send(role(id, user(&staff), Role::Manager)).await.unwrap();
        staff.send(invite(id, "mot@example.com", Role::Staff)).await.expect("at once, in the same session");
    }

    async fn the_people_of_others_do_not_exist(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let staff = other.colleague(Role::Staff).await;
        let id = other.organisation_id();

        refused(coop.send(members(id)).await, Code::NotFound);
        refused(app.authority().send(members(id)).await, Code::NotFound);
        assert_eq!(app.centre().send(members(id)).await.unwrap().items.len(), 2);
        refused(coop.send(role(id, user(&staff), Role::Manager)).await, Code::NotFound);
        refused(app.centre().send(remove(id, user(&staff))).await, Code::NotFound);
        refused(coop.send(remove(coop.organisation_id(), user(&staff))).await, Code::NotFound);
        refused(coop.send(invite(id, "mot@example.com", Role::Staff)).await, Code::NotFound);
        refused(coop.send(Call::<LeaveOrganisation>::new((id,))).await, Code::NotFound);
    }

    async fn an_organisation_keeps_a_manager(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        refused(coop.send(role(id, user(&coop), Role::Staff)).await, Code::LastManager);
        refused(coop.send(remove(id, user(&coop))).await, Code::LastManager);
        refused(coop.send(Call::<LeaveOrganisation>::new((id,))).await, Code::LastManager);

        let second = coop.colleague(Role::Manager).await;
        let (one, other) = tokio::join!(
            coop.send(role(id, user(&second), Role::Staff)),
            second.send(role(id, user(&coop), Role::Staff)),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
    }

    async fn who_is_taken_out_is_out_at_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;
        let id = coop.organisation_id();

        coop.send(remove(id, user(&staff))).await.unwrap();

        refused(staff.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        let sign_in = Call::<CreateSession>::new(()).body(&SessionCreate { login: staff.login(), password: staff.password() });
        refused(app.anonymous().send(sign_in).await, Code::WrongCredentials);
        // Invited again, the person comes back with the old password.
        let token = coop.invite(&staff.login(), Role::Manager).await;
        let wrong = InvitationAccept { password: Some("not the password".into()), ..nothing() };
        refused(app.anonymous().send(accept(&token, &wrong)).await, Code::WrongCredentials);
        let back = app.anonymous().join(&token).await.unwrap();
        assert_eq!(user(&back), user(&staff));
    }

    async fn a_person_goes_on_for_another_organisation_in_the_same_session(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let shop = app.retailer("Siêu thị Xứ Lạng").await;
        let both = coop.join(&shop.invite(&coop.login(), Role::Store).await).await.unwrap();

        refused(both.send(Call::<ListManagedProducts>::new(())).await, Code::Forbidden);
        let now = both.send(switch(coop.organisation_id())).await.unwrap();
        assert_eq!((now.organisation.id, now.role), (coop.organisation_id(), Role::Manager));
        both.send(Call::<ListManagedProducts>::new(())).await.unwrap();
        refused(both.send(switch(OrganisationId::EXAMPLE)).await, Code::NotFound);
        refused(both.send(switch(app.centre().organisation_id())).await, Code::NotFound);

        // The next sign-in goes on where the last one was.
        let next = both.sign_in_again().await;
        assert_eq!(next.organisation_id(), coop.organisation_id());
        both.send(Call::<LeaveOrganisation>::new((shop.organisation_id(),))).await.unwrap();
        both.send(Call::<GetSession>::new(())).await.expect("the other organisation's session goes on");
        refused(both.send(switch(shop.organisation_id())).await, Code::NotFound);
    }

    async fn each_role_does_its_work_and_no_other(app: TestApp) {
        let shop = app.retailer("Siêu thị Xứ Lạng").await;
        let buyer = shop.colleague(Role::Buyer).await;
        let store = shop.colleague(Role::Store).await;
        let editor = app.centre().colleague(Role::Editor).await;
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;
        let goods = app.product(&coop).stock(40).published().create().await;

        let put = |quantity| Call::<PutBasketLine>::new((goods.pack_id(),)).body(&BasketPut { quantity });
        buyer.send(put(1)).await.unwrap();
        refused(store.send(put(1)).await, Code::Forbidden);
        store.send(Call::<ListListings>::new(())).await.unwrap();
        store.send(Call::<ListOrders>::new(())).await.unwrap();
        app.product(&staff).create().await;
        let suspend = Call::<SuspendOrganisation>::new((coop.organisation_id(),)).body(&Reason { reason: "Kiểm tra".into() });
        refused(editor.send(suspend).await, Code::Forbidden);
        editor.send(Call::<ListOrganisations>::new(())).await.unwrap();
    }

    async fn who_joins_and_who_signs_in_is_named_in_the_audit_trail(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;
        staff.sign_in_again().await;

        let audit = app.audit().await;
        for operation in ["accept_invitation", "create_session"] {
            let row = audit.iter().rfind(|row| row.operation == operation).unwrap();
            assert_eq!((row.user_id, row.organisation_id), (Some(user(&staff)), Some(coop.organisation_id())), "{operation}");
        }
    }

    async fn too_many_invitations_have_to_wait(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let send = async |number: u32| {
            let login = format!("nguoi-{number}@example.com");
            coop.send(invite(coop.organisation_id(), &login, Role::Staff)).await
        };
        for number in 0..30 {
            send(number).await.unwrap();
        }
        refused(send(30).await, Code::TooManyRequests);
    }
}

/// No operation shows consents yet; the law asks that they can be shown.
async fn consents(app: &TestApp) -> i64 {
    let query = Query::select()
        .expr_as(Expr::col("id").count(), "number")
        .from("consents")
        .to_owned();
    let row = app.db().query_one(&query).await.unwrap().unwrap();
    row.try_get("", "number").unwrap()
}
