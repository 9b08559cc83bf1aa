//! Colleagues: the roles of every kind of organisation, one person who works for two, and an open invitation.

use super::{World, made};
use crate::{
    db::{Author, Tx},
    demo::people::{AUTHORITY, CENTRE, told},
    identity::{Person, add_member, sign_in_until},
};
use anyhow::{Context, Result};
use shared::{
    client::Call,
    endpoint::Secret,
    identity::{AcceptInvitation, CreateInvitation, InvitationAccept, InvitationCreate, Role},
};

/// Login, name, role, and the login of the organisation's manager.
const COLLEAGUES: [(&str, &str, Role, &str); 6] = [
    (
        "staff@demo.example",
        "Lý Thị Bưởi (demo)",
        Role::Staff,
        COOPERATIVE,
    ),
    (
        "approver@demo.example",
        "Vi Văn Duyệt (demo)",
        Role::Approver,
        BUYER,
    ),
    (
        "purchaser@demo.example",
        "Nông Thị Hàng (demo)",
        Role::Buyer,
        BUYER,
    ),
    ("store@demo.example", "Hoàng Văn Kệ (demo)", Role::Store, BUYER),
    (
        "editor@demo.example",
        "Lương Thị Biên (demo)",
        Role::Editor,
        CENTRE,
    ),
    (
        "officer@demo.example",
        "Dương Văn Sổ (demo)",
        Role::Officer,
        AUTHORITY,
    ),
];
const COOPERATIVE: &str = "cooperative@demo.example";
const COOPERATIVE_2: &str = "cooperative2@demo.example";
const BUYER: &str = "buyer@demo.example";

impl World<'_> {
    /// They are added without the API, like everybody here; see [`crate::demo::people`].
    pub(super) async fn colleagues(&self) -> Result<()> {
        for (login, name, role, manager) in COLLEAGUES {
            let organisation = made!(self.organisations, manager)?;
            let person = Person {
                name: name.to_owned(),
                login: login.to_owned(),
                password_hash: self.password_hash.clone(),
                role,
            };
            let tx = Tx::begin(self.app, Author::market("demo"), None)
                .await
                .map_err(told)?;
            let user_id = add_member(&tx, organisation, person).await.map_err(told)?;
            tx.commit("member", user_id).await.map_err(told)?;
        }
        self.second_organisation("staff@demo.example").await?;
        let waiting = InvitationCreate {
            login: "0912 000 777".to_owned(),
            name: Some("Triệu Văn Mời (demo)".to_owned()),
            role: Role::Staff,
        };
        self.invite(COOPERATIVE, waiting).await.map(drop)
    }

    /// Somebody who keeps the books of two cooperatives.
    async fn second_organisation(&self, login: &str) -> Result<()> {
        let body = InvitationCreate {
            login: login.to_owned(),
            name: None,
            role: Role::Staff,
        };
        let token = self.invite(COOPERATIVE_2, body).await?;
        let until = self.now.plus_days(1);
        let session = sign_in_until(self.app, login, until).await.map_err(told)?;
        let accept = InvitationAccept {
            name: None,
            password: None,
            consent: false,
        };
        let call = Call::<AcceptInvitation>::new((Secret::new(token),)).body(&accept);
        self.client.call_with(&session.access_token, call).await.map(drop)
    }

    async fn invite(&self, manager: &str, body: InvitationCreate) -> Result<String> {
        let organisation = made!(self.organisations, manager)?;
        let call = Call::<CreateInvitation>::new((organisation,)).body(&body);
        Ok(self.client.call(manager, call).await?.token)
    }
}
