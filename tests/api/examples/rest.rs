//! The operations that take no example: they want a file, or nothing but their address.

use super::Examples;
use serde_json::{Value, json};
use shared::identity::{OrganisationKind, Role};
use tests::{MailServer, Person};

/// Name, media type and bytes.
type File<'a> = (&'a str, &'a str, &'a [u8]);

pub(super) const PHOTO: File<'_> = (
    "vuon.jpg",
    "image/jpeg",
    include_bytes!("../../fixtures/persimmons.jpg"),
);

impl Examples {
    /// Sends a file to an operation that takes one; what it answers.
    pub(super) async fn upload(
        &mut self,
        who: &Person,
        name: &str,
        path: &[&Value],
        query: &str,
        (file, kind, bytes): File<'_>,
    ) -> Value {
        let (_, request) = self.request(name, path, query);
        self.answer(who, name, request.file(file, kind, bytes)).await
    }

    /// The centre looks once more at somebody whom it has rejected.
    pub(super) async fn verification(&mut self, centre: &Person, mails: &MailServer) {
        let app = self.app.clone();
        let rejected = app
            .pending(OrganisationKind::Producer, "HTX Xem Lại Lần Nữa")
            .await;
        let id = json!(rejected.organisation_id());
        self.send(centre, "reject_organisation", &[&id], &[]).await;
        self.send(&rejected, "resubmit_organisation", &[&id], &[]).await;
        self.send(centre, "close_organisation", &[&id], &[]).await;
        self.send(centre, "reopen_organisation", &[&id], &[]).await;
        let rejected = rejected.sign_in_again().await;
        // The link of the sign-up is sent before, and is good no more after.
        app.run_jobs().await;
        self.send(&rejected, "send_email_confirmation", &[&id], &[]).await;
        app.run_jobs().await;
        let token = json!(mails.link_for(&rejected.login(), "/confirm-email/"));
        self.send(&app.anonymous(), "confirm_email", &[&token], &[]).await;
        self.send(centre, "verify_organisation", &[&id], &[]).await;
    }

    /// People go: who was invited, a member, and devices.
    pub(super) async fn leaving(&mut self, manager: &Person, member: &Value, mails: &MailServer) {
        let id = json!(manager.organisation_id());
        let login = json!("khong-den@demo.example");
        let made = self
            .send(manager, "create_invitation", &[&id], &[("/login", &login)])
            .await;
        let invitation = &made["invitation"]["id"];
        self.send(manager, "withdraw_invitation", &[&id, invitation], &[])
            .await;
        self.send(manager, "remove_member", &[&id, member], &[]).await;
        let leaver = manager.colleague(Role::Staff).await;
        let (who, own) = (json!(leaver.session().user.id), json!(manager.password()));
        self.send(
            manager,
            "create_recovery_link",
            &[&id, &who],
            &[("/password", &own)],
        )
        .await;
        let own = json!(leaver.password());
        self.send(&leaver, "change_email", &[], &[("/password", &own)])
            .await;
        self.app.run_jobs().await;
        let token = json!(mails.link_for("thu-moi@example.com", "/confirm-address/"));
        self.send(&leaver, "confirm_account_email", &[&token], &[]).await;
        self.send(&leaver, "close_account", &[], &[("/password", &own)])
            .await;
        let token = manager.invite("0912 000 444", Role::Staff).await;
        let by_phone = self.app.anonymous().join(&token).await.expect("a colleague");
        self.send(&by_phone, "change_phone", &[], &[("/password", &own)])
            .await;
        let colleague = manager.colleague(Role::Staff).await;
        let (login, password) = (json!(colleague.login()), json!(colleague.password()));
        let with = [("/login", &login), ("/password", &password)];
        let visitor = self.app.anonymous();
        let other = self.send(&visitor, "create_session", &[], &with).await;
        self.send(&colleague, "end_session", &[&other["id"]], &[]).await;
        self.send(&colleague, "end_other_sessions", &[], &[]).await;
        self.send(&colleague, "leave_organisation", &[&id], &[]).await;
        let colleague = manager.colleague(Role::Staff).await;
        self.send(&colleague, "delete_session", &[], &[]).await;
    }

    /// A producer's pictures, papers and tables; ids of the producer, of a product, of a paper.
    pub(super) async fn goods(
        &mut self,
        cooperative: &Person,
        centre: &Person,
        [producer, product, paper]: [&Value; 3],
    ) {
        let copy = self.send(cooperative, "copy_product", &[product], &[]).await;
        let copy = &copy["id"];
        let picture = self
            .upload(cooperative, "add_product_image", &[copy], "", PHOTO)
            .await;
        self.send(cooperative, "delete_product_image", &[copy, &picture["id"]], &[])
            .await;
        self.send(cooperative, "delete_product", &[copy], &[]).await;
        let photo = self
            .upload(cooperative, "add_producer_photo", &[producer], "", PHOTO)
            .await;
        self.send(
            cooperative,
            "delete_producer_photo",
            &[producer, &photo["id"]],
            &[],
        )
        .await;
        self.send(cooperative, "delete_bank_account", &[producer], &[])
            .await;
        // What follows shows it.
        self.send(cooperative, "put_bank_account", &[producer], &[]).await;
        self.upload(cooperative, "put_paper_file", &[paper], "", PHOTO)
            .await;
        self.send(centre, "verify_paper", &[paper], &[]).await;
        self.send(cooperative, "remove_paper", &[paper], &[]).await;
        let table =
            "name,group,description\nChè dây phơi khô,I.5.b,Hái trên núi và phơi khô trong bóng râm.\n";
        let table = ("hang.csv", "text/csv", table.as_bytes());
        let import = self
            .upload(cooperative, "create_import", &[], "?kind=products", table)
            .await;
        self.app.run_jobs().await;
        self.send(cooperative, "apply_import", &[&import["id"]], &[])
            .await;
        self.app.run_jobs().await;
    }

    /// A buyer reads codes from a file, and approves what a colleague has chosen.
    pub(super) async fn buying(&mut self, buyer: &Person, purchaser: &Person, pack: &Value) {
        let codes = (
            "ma.csv",
            "text/csv",
            b"code,quantity\n9520000000011,2\n".as_slice(),
        );
        self.upload(buyer, "resolve_code_file", &[], "", codes).await;
        let cases = json!(12);
        let ids = [("/lines/0/pack_id", pack), ("/lines/0/quantity", &cases)];
        let waiting = self.send(purchaser, "place_purchase", &[], &ids).await;
        self.send(buyer, "approve_purchase", &[&waiting["id"]], &[]).await;
    }
}
