//! Organisations join, and the centre verifies them.

use super::World;
use crate::{
    demo::people::{self, CENTRE},
    identity::NewOrganisation,
};
use anyhow::Result;
use shared::{OrganisationId, client::Call, identity::VerifyOrganisation};

impl World<'_> {
    pub(super) async fn join(&mut self, new: NewOrganisation) -> Result<OrganisationId> {
        let login = new.contact.email.clone();
        let until = self.now.plus_days(1);
        let (id, token) = people::add(self.app, new, &self.password_hash, until).await?;
        self.client.tokens.insert(login.clone(), token);
        self.organisations.insert(login, id);
        Ok(id)
    }

    pub(super) async fn verify(&self, id: OrganisationId) -> Result<()> {
        self.client
            .call(CENTRE, Call::<VerifyOrganisation>::new((id,)))
            .await
            .map(drop)
    }
}
